"""Every finding's sentences as translatable texts; they are those of the core's catalogue, which a test holds them to."""

from PySide6.QtCore import QCoreApplication

from desktop_app.checkpoint.model import Finding
from desktop_app.gui.checkpoint.marking import QT_TRANSLATE_NOOP
from desktop_app.gui.sentences import translated, translated_values

FINDING_TEXTS: dict[str, tuple[str, str]] = {
    "not-found": (
        QT_TRANSLATE_NOOP("Finding", "There is no such file."),
        QT_TRANSLATE_NOOP("Finding", "Check the path."),
    ),
    "not-readable": (
        QT_TRANSLATE_NOOP("Finding", "The file cannot be read: {reason}."),
        QT_TRANSLATE_NOOP("Finding", "Check the permissions of the file."),
    ),
    "empty": (
        QT_TRANSLATE_NOOP("Finding", "The file is empty."),
        QT_TRANSLATE_NOOP("Finding", "Fetch or save it again."),
    ),
    "git-lfs": (
        QT_TRANSLATE_NOOP("Finding", "This is a Git LFS pointer, not the weights."),
        QT_TRANSLATE_NOOP("Finding", "Run `git lfs pull` in the repository and open it again."),
    ),
    "html": (
        QT_TRANSLATE_NOOP("Finding", "This is a web page, not a checkpoint."),
        QT_TRANSLATE_NOOP("Finding", "The download went wrong: fetch the file itself, not its page."),
    ),
    "not-a-checkpoint": (
        QT_TRANSLATE_NOOP("Finding", "No known kind of checkpoint: it begins with {start}."),
        QT_TRANSLATE_NOOP("Finding", "Open a file that PyTorch, safetensors or NumPy wrote."),
    ),
    "foreign-model": (
        QT_TRANSLATE_NOOP("Finding", "This is a model in the format {format}, which is not read here."),
        QT_TRANSLATE_NOOP(
            "Finding", "Convert it with the tools of that format, or open the checkpoint that it was made from."
        ),
    ),
    "packed": (
        QT_TRANSLATE_NOOP("Finding", "This is an archive ({format})."),
        QT_TRANSLATE_NOOP("Finding", "Unpack it and open the checkpoint that is in it."),
    ),
    "plugin": (
        QT_TRANSLATE_NOOP("Finding", "The plug-in {package} ({name}) failed: {reason}."),
        QT_TRANSLATE_NOOP("Finding", "Update the plug-in, or switch it off."),
    ),
    "limit": (
        QT_TRANSLATE_NOOP("Finding", "Reading stopped at the limit for {what} ({limit})."),
        QT_TRANSLATE_NOOP(
            "Finding", "What was read until there is shown; the rest of the file is unusually large or hostile."
        ),
    ),
    "zip-damaged": (
        QT_TRANSLATE_NOOP(
            "Finding", "The archive's directory is missing or damaged; records found by searching: {found}."
        ),
        QT_TRANSLATE_NOOP("Finding", "Fetch the file again, or save what is whole."),
    ),
    "truncated": (
        QT_TRANSLATE_NOOP("Finding", "Bytes missing at the end of the file: {missing}."),
        QT_TRANSLATE_NOOP("Finding", "Fetch the file again; what is whole can be used."),
    ),
    "trailing-bytes": (
        QT_TRANSLATE_NOOP("Finding", "Bytes behind the end of the data: {count}."),
        QT_TRANSLATE_NOOP("Finding", "They were ignored."),
    ),
    "two-payloads": (
        QT_TRANSLATE_NOOP(
            "Finding", "The file holds two payloads: {first} is what PyTorch would read, {second} is hidden behind it."
        ),
        QT_TRANSLATE_NOOP("Finding", "Do not trust a file that shows different contents to different readers."),
    ),
    "duplicate-record": (
        QT_TRANSLATE_NOOP("Finding", "The archive holds {record} {count} times; PyTorch reads the last."),
        QT_TRANSLATE_NOOP("Finding", "Do not trust a file that shows different contents to different readers."),
    ),
    "no-crc": (
        QT_TRANSLATE_NOOP("Finding", "The records carry no checksums."),
        QT_TRANSLATE_NOOP("Finding", "Damage inside the weights cannot be noticed; saving again adds checksums."),
    ),
    "compressed": (
        QT_TRANSLATE_NOOP("Finding", "Records are compressed ({method}); PyTorch writes them plain."),
        QT_TRANSLATE_NOOP(
            "Finding", "Values are read through a decompressor; saving again makes the file load faster."
        ),
    ),
    "version-missing": (
        QT_TRANSLATE_NOOP("Finding", "The archive has no version record."),
        QT_TRANSLATE_NOOP("Finding", "PyTorch refuses it; saving again adds one."),
    ),
    "version-unknown": (
        QT_TRANSLATE_NOOP("Finding", "The archive says version {version}, which is not known."),
        QT_TRANSLATE_NOOP("Finding", "It was read all the same."),
    ),
    "pickle-damaged": (
        QT_TRANSLATE_NOOP("Finding", "The pickle cannot be followed past byte {byte}: {reason}."),
        QT_TRANSLATE_NOOP("Finding", "What was built until there is shown."),
    ),
    "nested-pickle": (
        QT_TRANSLATE_NOOP("Finding", "A pickle lies inside this pickle; it was read in the same safe way."),
        "",
    ),
    "code": (
        QT_TRANSLATE_NOOP("Finding", "An ordinary load would execute {name}."),
        QT_TRANSLATE_NOOP("Finding", "Open the file only here, and export its tensors instead of loading it."),
    ),
    "structure-lost": (
        QT_TRANSLATE_NOOP("Finding", "The pickle that names the tensors is not in the file; only their raw bytes are."),
        QT_TRANSLATE_NOOP("Finding", "Fetch the file again."),
    ),
    "tensor-missing": (
        QT_TRANSLATE_NOOP("Finding", "The bytes of {name} are not in the file."),
        QT_TRANSLATE_NOOP("Finding", "Fetch the file again; the other tensors are whole."),
    ),
    "tensor-damaged": (
        QT_TRANSLATE_NOOP("Finding", "{name} needs {need} bytes of its storage, which has {have}."),
        QT_TRANSLATE_NOOP("Finding", "Fetch the file again; the other tensors are whole."),
    ),
    "no-data": (
        QT_TRANSLATE_NOOP("Finding", "{name} has no data: it was saved from the meta device."),
        QT_TRANSLATE_NOOP("Finding", "Only its shape and type are known."),
    ),
    "too-large-dense": (
        QT_TRANSLATE_NOOP("Finding", "{name} is not shown as a dense tensor of {count} elements."),
        QT_TRANSLATE_NOOP("Finding", "Choose one of its parts."),
    ),
    "only-parts": (
        QT_TRANSLATE_NOOP("Finding", "{name} ({layout}) has no values of its own."),
        QT_TRANSLATE_NOOP("Finding", "Choose one of its parts: {parts}."),
    ),
    "view-repeats": (
        QT_TRANSLATE_NOOP(
            "Finding",
            "The {count} elements of {name} are the same {behind} numbers many times over; they are not gone through one by one.",
        ),
        QT_TRANSLATE_NOOP("Finding", "Look at a slice of them."),
    ),
    "file-changed": (
        QT_TRANSLATE_NOOP("Finding", "The file is no longer the one that was opened."),
        QT_TRANSLATE_NOOP("Finding", "Open it again."),
    ),
    "tensor-odd": (
        QT_TRANSLATE_NOOP("Finding", "{name} cannot be described: {reason}."),
        QT_TRANSLATE_NOOP("Finding", "The other tensors are not affected."),
    ),
    "duplicate-key": (
        QT_TRANSLATE_NOOP("Finding", "The key {name} occurs twice."),
        QT_TRANSLATE_NOOP("Finding", "The last one counts."),
    ),
    "contents-cut": (
        QT_TRANSLATE_NOOP("Finding", "Further entries that are not listed: {count}."),
        "",
    ),
    "tensor-checksum": (
        QT_TRANSLATE_NOOP(
            "Finding",
            "The bytes of {name} are not those that were saved: the checksum of {record} does not match.",
        ),
        QT_TRANSLATE_NOOP("Finding", "Fetch the file again; the other tensors are whole."),
    ),
    "structure-checksum": (
        QT_TRANSLATE_NOOP("Finding", "The checksum of {record} does not match: names and shapes may be wrong."),
        QT_TRANSLATE_NOOP("Finding", "Compare the names with those of the model."),
    ),
    "repair-found": (
        QT_TRANSLATE_NOOP("Finding", "Tensors that the directory lost and a search of the file found: {count}."),
        "",
    ),
    "repair-unverified": (
        QT_TRANSLATE_NOOP(
            "Finding",
            "Tensors that are there without their checksum, so that damage in them would not be noticed: {count}, for example {name}.",
        ),
        QT_TRANSLATE_NOOP("Finding", "Look at their histograms."),
    ),
    "repair-nothing": (
        QT_TRANSLATE_NOOP("Finding", "There is no whole tensor in the file."),
        QT_TRANSLATE_NOOP("Finding", "Fetch the file again."),
    ),
    "repair-flat": (
        QT_TRANSLATE_NOOP(
            "Finding",
            "Tensors beside the state_dict that were written under the names of their places: {count}, such as {name}.",
        ),
        QT_TRANSLATE_NOOP("Finding", "What surrounded them could not be kept."),
    ),
    "shard-missing": (
        QT_TRANSLATE_NOOP("Finding", "The shard {name} is not there; tensors in it: {count}."),
        QT_TRANSLATE_NOOP("Finding", "Put the file beside the index."),
    ),
    "folder-choice": (
        QT_TRANSLATE_NOOP("Finding", "{name} was opened; further checkpoints in the folder: {count}."),
        QT_TRANSLATE_NOOP("Finding", "Open another one by its own name."),
    ),
    "folder-empty": (
        QT_TRANSLATE_NOOP("Finding", "There is no checkpoint file in the folder."),
        QT_TRANSLATE_NOOP("Finding", "Open the folder that holds it, or the file itself."),
    ),
    "folder-unclear": (
        QT_TRANSLATE_NOOP("Finding", "The folder holds {count} checkpoint files and no index that joins them."),
        QT_TRANSLATE_NOOP("Finding", "Open one of the files by its own name."),
    ),
    "header-damaged": (
        QT_TRANSLATE_NOOP("Finding", "The header cannot be read: {reason}."),
        QT_TRANSLATE_NOOP("Finding", "Fetch the file again."),
    ),
    "path-refused": (
        QT_TRANSLATE_NOOP("Finding", "The name {name} points outside of the folder; it was not followed."),
        QT_TRANSLATE_NOOP("Finding", "Do not trust an index that reaches for other files."),
    ),
    "header-invalid": (
        QT_TRANSLATE_NOOP("Finding", "The header breaks a rule of the format: {reason}."),
        QT_TRANSLATE_NOOP("Finding", "Other programs may refuse the file; saving again mends it."),
    ),
    "disk-full": (
        QT_TRANSLATE_NOOP("Finding", "There is not enough room on the disk; nothing was written."),
        QT_TRANSLATE_NOOP("Finding", "Free some, or choose another place."),
    ),
    "disk-small": (
        QT_TRANSLATE_NOOP(
            "Finding", "The export needs {need} bytes, and the disk has {free} free; nothing was written."
        ),
        QT_TRANSLATE_NOOP("Finding", "Free some, or choose another place."),
    ),
    "not-written": (
        QT_TRANSLATE_NOOP("Finding", "It cannot be written: {reason}."),
        QT_TRANSLATE_NOOP("Finding", "Choose another place."),
    ),
    "proof-failed": (
        QT_TRANSLATE_NOOP(
            "Finding", "What was written did not read back right ({name}: {reason}), so it was thrown away."
        ),
        QT_TRANSLATE_NOOP("Finding", "Check the disk and try again."),
    ),
    "export-ending": (
        QT_TRANSLATE_NOOP("Finding", "The ending {ending} names no format that can be written."),
        QT_TRANSLATE_NOOP("Finding", "Use .pth, .pt, .bin, .safetensors or .npz."),
    ),
    "export-empty": (
        QT_TRANSLATE_NOOP("Finding", "There is no tensor to write."),
        QT_TRANSLATE_NOOP("Finding", "Undo what dropped them all, or open a file that holds tensors."),
    ),
    "export-template": (
        QT_TRANSLATE_NOOP("Finding", "The surrounding checkpoint cannot be kept: {reason}."),
        QT_TRANSLATE_NOOP("Finding", "Export the state_dict alone."),
    ),
    "export-outside": (
        QT_TRANSLATE_NOOP(
            "Finding", "Tensors beside the state_dict (optimizer state and the like) that were left out: {count}."
        ),
        QT_TRANSLATE_NOOP("Finding", "Keep the surrounding checkpoint to have them in the file."),
    ),
    "export-metadata": (
        QT_TRANSLATE_NOOP("Finding", "A bare state_dict has no room for the metadata {keys}."),
        QT_TRANSLATE_NOOP("Finding", "Write .safetensors, or keep the surrounding checkpoint."),
    ),
    "export-attributes": (
        QT_TRANSLATE_NOOP("Finding", "Python attributes of {name} that were left out: {count}."),
        QT_TRANSLATE_NOOP("Finding", "Its values are kept."),
    ),
    "export-subclass": (
        QT_TRANSLATE_NOOP("Finding", "{name} was a {kind}; its inner tensor was written."),
        QT_TRANSLATE_NOOP("Finding", "Its values are kept."),
    ),
    "export-left-out": (
        QT_TRANSLATE_NOOP("Finding", "{name} ({layout}) cannot be written in this format."),
        QT_TRANSLATE_NOOP("Finding", "Write one of its parts instead."),
    ),
    "export-dense": (
        QT_TRANSLATE_NOOP("Finding", "{name} ({layout}) was written as a dense tensor."),
        QT_TRANSLATE_NOOP("Finding", "A .pth keeps its layout."),
    ),
    "export-tied-once": (
        QT_TRANSLATE_NOOP(
            "Finding", "Tied tensors that were written once: {count}, for example {name}; the metadata names the other."
        ),
        QT_TRANSLATE_NOOP("Finding", "Choose copies to have every key in the file."),
    ),
    "export-tied-copied": (
        QT_TRANSLATE_NOOP("Finding", "Tied tensors that were written as copies: {count}, for example {name}."),
        QT_TRANSLATE_NOOP("Finding", "A .pth keeps ties."),
    ),
    "export-widened": (
        QT_TRANSLATE_NOOP("Finding", "Tensors whose type the format lacks and that changed it ({change}): {count}."),
        QT_TRANSLATE_NOOP("Finding", "A .pth keeps it."),
    ),
    "export-outside-kept": (
        QT_TRANSLATE_NOOP(
            "Finding", "Edited tensors beside the state_dict that were written as the file holds them: {count}."
        ),
        QT_TRANSLATE_NOOP("Finding", "Edits of optimizer state are not part of an export."),
    ),
}


def finding_text(finding: Finding) -> tuple[str, str]:
    """Message and cure of a finding in the language of the window."""
    texts = FINDING_TEXTS.get(finding.code)
    if texts is None:
        return translated(finding.message), translated(finding.cure)
    values = translated_values(dict(finding.values))
    try:
        message, cure = (QCoreApplication.translate("Finding", text).format(**values) if text else "" for text in texts)
    except (KeyError, IndexError, ValueError):
        return finding.message, finding.cure
    return message, cure
