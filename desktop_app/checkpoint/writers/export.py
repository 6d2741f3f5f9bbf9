"""Exporting a draft: pick the format, plan it, stream it beside the target, prove it, put it in place."""

import os
import re
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_app.checkpoint.editing.draft import Draft, Item, has_state_dict, is_outside
from desktop_app.checkpoint.editing.expressions import Sources, Stored
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Finding
from desktop_app.checkpoint.replacing import Replacement, replace_file
from desktop_app.checkpoint.writers import numpy_file, safetensors_file, torch_file
from desktop_app.checkpoint.writers.opcodes import Opcodes
from desktop_app.checkpoint.writers.output import ExportError, Output, not_written
from desktop_app.checkpoint.writers.proof import Wanted, prove
from desktop_app.checkpoint.writers.versions import versions_of

type Progress = Callable[[int, int, str], None]
type Format = Literal["torch", "safetensors", "npz"]

ENDINGS: dict[str, Format] = {
    ".pth": "torch", ".pt": "torch", ".bin": "torch", ".ckpt": "torch", ".safetensors": "safetensors", ".npz": "npz",
}  # fmt: skip
_SPARE = 1 << 20


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote."""

    paths: tuple[str, ...]
    tensors: int
    nbytes: int
    notes: tuple[Finding, ...]
    """What the format could not keep, and what was left out."""


def export_draft(
    draft: Draft,
    path: str | Path,
    *,
    tied: safetensors_file.Tied = "keep-one",
    template: bool = False,
    shard_nbytes: int = 0,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the draft's state_dict to `path` in the format of its ending; an existing file is replaced at the very end.

    With `template` the checkpoint around the state_dict is kept (`.pth` only). `shard_nbytes` cuts a `.safetensors` into
    several files with an index. Raises `ExportError`, `TensorError` for a tensor whose bytes are not there, `FileChanged`.
    Nothing is left of an export that did not end well.
    """
    target = Path(path)
    form = ENDINGS.get(target.suffix.lower())
    if form is None:
        raise ExportError(finding("export-ending", str(target), ending=target.suffix or "(none)"))
    if template and form != "torch":
        raise ExportError(finding("export-template", str(target), reason=f"{target.suffix} holds tensors only"))
    inside = has_state_dict(draft)
    items = {name: item for name, item in draft.items.items() if not is_outside(item, has_state_dict=inside)}
    items = items or dict(draft.items)  # nothing but optimizer state: then that is what is wanted
    if not items:
        raise ExportError(finding("export-empty", str(target)))
    notes: list[Finding] = []
    left = len(draft.items) - len(items)
    if left and not template:
        notes.append(finding("export-outside", str(target), count=left))
    try:
        with Sources() as sources:
            job = _Export(draft, items, target, sources, notes, progress)
            if form == "torch":
                return job.torch(template=template)
            return job.npz() if form == "npz" else job.safetensors(tied, shard_nbytes)
    except OSError as error:
        raise not_written(target, error) from None


class _Export:
    """One export while it runs."""

    def __init__(
        self,
        draft: Draft,
        items: dict[str, Item],
        target: Path,
        sources: Sources,
        notes: list[Finding],
        progress: Progress | None,
    ) -> None:
        self.draft = draft
        self.items = items
        self.target = target
        self.sources = sources
        self.notes = notes
        self._progress = progress
        self._done = 0
        self._total = 1
        self._stage = ""

    # -- one method per format

    def torch(self, *, template: bool) -> ExportReport:
        plan = torch_file.Plan()
        kept = torch_file.plan_items(self.items, plan)
        self._refuse_nothing(len(kept), plan.notes)
        writer = torch_file.TensorWriter(plan)
        versions = versions_of(self.draft)
        if template:
            from desktop_app.checkpoint.writers.template import edits_left_out, template_pickle

            count = edits_left_out(self.draft, self.items)
            if count:
                self.notes.append(finding("export-outside-kept", str(self.target), count=count))
            pickle = template_pickle(self.draft, kept, versions, writer, self.target)
        else:
            out = Opcodes()
            torch_file.put_state_dict(out, kept, versions, writer)
            pickle = out.finish()
            if self.draft.metadata:
                self.notes.append(
                    finding("export-metadata", str(self.target), keys=", ".join(list(self.draft.metadata)[:5]))
                )
        nbytes = sum(payload.nbytes for payload in plan.records) + len(pickle) + 200 * len(plan.records)
        self._begin(nbytes)
        with Replacement(self.target) as new:
            output = Output(new.file, self.sources, self._tell)
            checksums = torch_file.write_zip(output, pickle, plan)
            wanted = {name: _wanted(writer, item, checksums) for name, item in kept.items()}
            self._prove(new, wanted, output.position, template=template)
        return self._report([self.target], len(kept), output.position, plan.notes)

    def safetensors(self, tied: safetensors_file.Tied, most: int) -> ExportReport:
        metadata = self._text_metadata()
        entries = safetensors_file.entries_of(self.items, tied, metadata, self.notes)
        self._refuse_nothing(len(entries), self.notes)
        shards = safetensors_file.shards_of(entries, most) if most > 0 else [entries]
        self._begin(sum(entry.payload.nbytes for entry in entries) + 200 * len(entries))
        paths = self._shard_paths(len(shards))
        finished: list[Replacement] = []
        total = 0
        try:
            for path, shard in zip(paths, shards, strict=True):
                header, laid = safetensors_file.header_of(shard, metadata)
                new = Replacement(path)
                finished.append(new)
                output = Output(new.file, self.sources, self._tell)
                checksums = safetensors_file.write(output, header, laid)
                wanted = {
                    entry.name: Wanted(entry.shape, entry.dtype, entry.payload, checksums[entry.name])
                    for entry in shard
                }
                self._prove(new, wanted, output.position, commit=False)
                total += output.position
            for new in finished:
                new.commit()
        finally:
            for new in finished:
                new.__exit__(None, None, None)
        if len(paths) > 1:
            index = self.target.with_name(f"{self.target.name}.index.json")
            listed = [(path.name, shard) for path, shard in zip(paths, shards, strict=True)]
            replace_file(index, safetensors_file.index_of(listed, metadata))
            paths = [index, *paths]
        return self._report(paths, len(entries), total, [])

    def npz(self) -> ExportReport:
        arrays = numpy_file.arrays_of(self.items, self.notes)
        self._refuse_nothing(len(arrays), self.notes)
        self._begin(sum(array.payload.nbytes for array in arrays) + 300 * len(arrays))
        with Replacement(self.target) as new:
            output = Output(new.file, self.sources, self._tell)
            checksums = numpy_file.write(output, arrays)
            wanted = {
                array.name: Wanted(array.shape, array.dtype, array.payload, checksums[array.name]) for array in arrays
            }
            self._prove(new, wanted, output.position)
        return self._report([self.target], len(arrays), output.position, [])

    # -- steps that all formats share

    def _refuse_nothing(self, count: int, notes: list[Finding]) -> None:
        """Refuse a file without a tensor, and say which of them the format has no room for."""
        if not count:
            left_out = next((note for note in notes if note.code == "export-left-out"), None)
            raise ExportError(left_out or finding("export-empty", str(self.target)))

    def _begin(self, nbytes: int) -> None:
        """Refuse at once what the disk has no room for."""
        self._total = max(2 * nbytes, 1)
        self._stage = "writing"
        folder = self.target.parent
        if not folder.is_dir():
            raise ExportError(finding("not-written", str(self.target), reason=f"the folder {folder} is not there"))
        free = shutil.disk_usage(folder).free
        if free < nbytes + _SPARE:
            raise ExportError(finding("disk-small", str(self.target), need=nbytes, free=free))

    def _tell(self, nbytes: int) -> None:
        self._done += nbytes
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total, self._stage)

    def _prove(
        self, new: Replacement, wanted: Mapping[str, Wanted], size: int, *, template: bool = False, commit: bool = True
    ) -> None:
        """Read back while the system brings the bytes to the disk; then put the file in place."""
        self._stage = "checking"
        problem: list[OSError] = []

        def flush() -> None:
            try:
                new.flush()
            except OSError as error:
                problem.append(error)

        flushing = threading.Thread(target=flush, name="flush")
        flushing.start()
        try:
            prove(new.path, self.target, wanted, self.sources, self._tell, others_allowed=template)
        finally:
            flushing.join()
        if problem:
            raise problem[0]
        if os.fstat(new.file.fileno()).st_size != size:
            raise ExportError(finding("proof-failed", str(self.target), name="size", reason="bytes are missing"))
        if commit:
            new.commit()
        self._stage = "writing"

    def _shard_paths(self, count: int) -> list[Path]:
        if count == 1:
            return [self.target]
        stem = re.sub(r"-\d{5}-of-\d{5}$", "", self.target.stem)
        return [
            self.target.with_name(f"{stem}-{number:05}-of-{count:05}{self.target.suffix}")
            for number in range(1, count + 1)
        ]

    def _text_metadata(self) -> dict[str, str]:
        kept = dict(self.draft.source.metadata) if self.draft.source.container in ("safetensors", "index") else {}
        kept.pop("total_size", None)
        return {"format": "pt", **kept, **self.draft.metadata}

    def _report(self, paths: list[Path], tensors: int, nbytes: int, more: list[Finding]) -> ExportReport:
        if self._progress is not None:
            self._progress(self._total, self._total, "")
        return ExportReport(tuple(str(path) for path in paths), tensors, nbytes, (*self.notes, *more))


def _wanted(writer: torch_file.TensorWriter, item: Item, checksums: list[int]) -> Wanted:
    """What a tensor has to read back as."""
    value = item.value
    if isinstance(value, Stored) and value.info.layout.startswith("sparse"):
        return Wanted(item.shape, item.dtype)
    record = writer.plan.place(value).record
    return Wanted(item.shape, item.dtype, writer.plan.records[record], checksums[record])
