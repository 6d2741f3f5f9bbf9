"""The catalogue of findings: every code with its severity and its two sentences, as data that a window can translate."""

from typing import NamedTuple

from desktop_app.checkpoint.model import Finding, Severity


class Template(NamedTuple):
    """What a code says; `{names}` are filled from the keyword arguments of `finding`."""

    severity: Severity
    message: str
    cure: str


CATALOGUE: dict[str, Template] = {
    # the file as a whole
    "not-found": Template("error", "There is no such file.", "Check the path."),
    "not-readable": Template("error", "The file cannot be read: {reason}.", "Check the permissions of the file."),
    "empty": Template("error", "The file is empty.", "Fetch or save it again."),
    "git-lfs": Template(
        "error",
        "This is a Git LFS pointer, not the weights.",
        "Run `git lfs pull` in the repository and open it again.",
    ),
    "html": Template(
        "error",
        "This is a web page, not a checkpoint.",
        "The download went wrong: fetch the file itself, not its page.",
    ),
    "not-a-checkpoint": Template(
        "error",
        "No known kind of checkpoint: it begins with {start}.",
        "Open a file that PyTorch, safetensors or NumPy wrote.",
    ),
    "foreign-model": Template(
        "error",
        "This is a model in the format {format}, which is not read here.",
        "Convert it with the tools of that format, or open the checkpoint that it was made from.",
    ),
    "packed": Template("error", "This is an archive ({format}).", "Unpack it and open the checkpoint that is in it."),
    "plugin": Template(
        "error",
        "The plug-in {package} ({name}) failed: {reason}.",
        "Update the plug-in, or switch it off.",
    ),
    "limit": Template(
        "warning",
        "Reading stopped at the limit for {what} ({limit}).",
        "What was read until there is shown; the rest of the file is unusually large or hostile.",
    ),
    # archives
    "zip-damaged": Template(
        "warning",
        "The archive's directory is missing or damaged; records found by searching: {found}.",
        "Fetch the file again, or save what is whole.",
    ),
    "truncated": Template(
        "warning",
        "Bytes missing at the end of the file: {missing}.",
        "Fetch the file again; what is whole can be used.",
    ),
    "trailing-bytes": Template("info", "Bytes behind the end of the data: {count}.", "They were ignored."),
    "two-payloads": Template(
        "warning",
        "The file holds two payloads: {first} is what PyTorch would read, {second} is hidden behind it.",
        "Do not trust a file that shows different contents to different readers.",
    ),
    "duplicate-record": Template(
        "warning",
        "The archive holds {record} {count} times; PyTorch reads the last.",
        "Do not trust a file that shows different contents to different readers.",
    ),
    "no-crc": Template(
        "info",
        "The records carry no checksums.",
        "Damage inside the weights cannot be noticed; saving again adds checksums.",
    ),
    "compressed": Template(
        "info",
        "Records are compressed ({method}); PyTorch writes them plain.",
        "Values are read through a decompressor; saving again makes the file load faster.",
    ),
    "version-missing": Template(
        "info", "The archive has no version record.", "PyTorch refuses it; saving again adds one."
    ),
    "version-unknown": Template(
        "info", "The archive says version {version}, which is not known.", "It was read all the same."
    ),
    # pickles
    "pickle-damaged": Template(
        "error", "The pickle cannot be followed past byte {byte}: {reason}.", "What was built until there is shown."
    ),
    "nested-pickle": Template("info", "A pickle lies inside this pickle; it was read in the same safe way.", ""),
    "code": Template(
        "warning",
        "An ordinary load would execute {name}.",
        "Open the file only here, and export its tensors instead of loading it.",
    ),
    "structure-lost": Template(
        "error",
        "The pickle that names the tensors is not in the file; only their raw bytes are.",
        "Fetch the file again.",
    ),
    # tensors
    "tensor-missing": Template(
        "warning", "The bytes of {name} are not in the file.", "Fetch the file again; the other tensors are whole."
    ),
    "tensor-damaged": Template(
        "warning",
        "{name} needs {need} bytes of its storage, which has {have}.",
        "Fetch the file again; the other tensors are whole.",
    ),
    "no-data": Template(
        "info", "{name} has no data: it was saved from the meta device.", "Only its shape and type are known."
    ),
    "too-large-dense": Template(
        "info", "{name} is not shown as a dense tensor of {count} elements.", "Choose one of its parts."
    ),
    "only-parts": Template("info", "{name} ({layout}) has no values of its own.", "Choose one of its parts: {parts}."),
    "view-repeats": Template(
        "info",
        "The {count} elements of {name} are the same {behind} numbers many times over; they are not gone through one by one.",
        "Look at a slice of them.",
    ),
    "file-changed": Template("error", "The file is no longer the one that was opened.", "Open it again."),
    "tensor-odd": Template("warning", "{name} cannot be described: {reason}.", "The other tensors are not affected."),
    "duplicate-key": Template("warning", "The key {name} occurs twice.", "The last one counts."),
    "contents-cut": Template("info", "Further entries that are not listed: {count}.", ""),
    # repairs
    "tensor-checksum": Template(
        "warning",
        "The bytes of {name} are not those that were saved: the checksum of {record} does not match.",
        "Fetch the file again; the other tensors are whole.",
    ),
    "structure-checksum": Template(
        "warning",
        "The checksum of {record} does not match: names and shapes may be wrong.",
        "Compare the names with those of the model.",
    ),
    "repair-found": Template(
        "info",
        "Tensors that the directory lost and a search of the file found: {count}.",
        "",
    ),
    "repair-unverified": Template(
        "warning",
        "Tensors that are there without their checksum, so that damage in them would not be noticed: {count}, for example {name}.",
        "Look at their histograms.",
    ),
    "repair-nothing": Template("error", "There is no whole tensor in the file.", "Fetch the file again."),
    "repair-flat": Template(
        "info",
        "Tensors beside the state_dict that were written under the names of their places: {count}, such as {name}.",
        "What surrounded them could not be kept.",
    ),
    # sets of files
    "shard-missing": Template(
        "warning", "The shard {name} is not there; tensors in it: {count}.", "Put the file beside the index."
    ),
    "folder-choice": Template(
        "info", "{name} was opened; further checkpoints in the folder: {count}.", "Open another one by its own name."
    ),
    "folder-empty": Template(
        "error", "There is no checkpoint file in the folder.", "Open the folder that holds it, or the file itself."
    ),
    "folder-unclear": Template(
        "error",
        "The folder holds {count} checkpoint files and no index that joins them.",
        "Open one of the files by its own name.",
    ),
    "header-damaged": Template("error", "The header cannot be read: {reason}.", "Fetch the file again."),
    "path-refused": Template(
        "warning",
        "The name {name} points outside of the folder; it was not followed.",
        "Do not trust an index that reaches for other files.",
    ),
    "header-invalid": Template(
        "warning",
        "The header breaks a rule of the format: {reason}.",
        "Other programs may refuse the file; saving again mends it.",
    ),
    # exports
    "disk-full": Template(
        "error", "There is not enough room on the disk; nothing was written.", "Free some, or choose another place."
    ),
    "disk-small": Template(
        "error",
        "The export needs {need} bytes, and the disk has {free} free; nothing was written.",
        "Free some, or choose another place.",
    ),
    "not-written": Template("error", "It cannot be written: {reason}.", "Choose another place."),
    "proof-failed": Template(
        "error",
        "What was written did not read back right ({name}: {reason}), so it was thrown away.",
        "Check the disk and try again.",
    ),
    "export-ending": Template(
        "error",
        "The ending {ending} names no format that can be written.",
        "Use .pth, .pt, .bin, .safetensors or .npz.",
    ),
    "export-empty": Template(
        "error", "There is no tensor to write.", "Undo what dropped them all, or open a file that holds tensors."
    ),
    "export-template": Template(
        "error", "The surrounding checkpoint cannot be kept: {reason}.", "Export the state_dict alone."
    ),
    "export-outside": Template(
        "info",
        "Tensors beside the state_dict (optimizer state and the like) that were left out: {count}.",
        "Keep the surrounding checkpoint to have them in the file.",
    ),
    "export-outside-kept": Template(
        "info",
        "Edited tensors beside the state_dict that were written as the file holds them: {count}.",
        "Edits of optimizer state are not part of an export.",
    ),
    "export-metadata": Template(
        "info",
        "A bare state_dict has no room for the metadata {keys}.",
        "Write .safetensors, or keep the surrounding checkpoint.",
    ),
    "export-attributes": Template(
        "info", "Python attributes of {name} that were left out: {count}.", "Its values are kept."
    ),
    "export-subclass": Template("info", "{name} was a {kind}; its inner tensor was written.", "Its values are kept."),
    "export-left-out": Template(
        "warning", "{name} ({layout}) cannot be written in this format.", "Write one of its parts instead."
    ),
    "export-dense": Template("info", "{name} ({layout}) was written as a dense tensor.", "A .pth keeps its layout."),
    "export-tied-once": Template(
        "info",
        "Tied tensors that were written once: {count}, for example {name}; the metadata names the other.",
        "Choose copies to have every key in the file.",
    ),
    "export-tied-copied": Template(
        "info", "Tied tensors that were written as copies: {count}, for example {name}.", "A .pth keeps ties."
    ),
    "export-widened": Template(
        "info", "Tensors whose type the format lacks and that changed it ({change}): {count}.", "A .pth keeps it."
    ),
}
# fmt: on


def finding(code: str, where: str, **values: object) -> Finding:
    """A `Finding` of the catalogue's `code` at `where` in the file."""
    template = CATALOGUE[code]
    texts = {name: str(value) for name, value in values.items()}
    return Finding(
        severity=template.severity,
        code=code,
        where=where,
        message=template.message.format(**texts),
        cure=template.cure.format(**texts),
        values=tuple(texts.items()),
    )
