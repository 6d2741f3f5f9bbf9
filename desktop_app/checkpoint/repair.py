"""Every whole tensor of a damaged file: which they are by their checksums, what is lost and why, and the export of the rest."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.checkpoint.editing.draft import Draft, has_state_dict, is_outside
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Checkpoint, CheckpointError, Finding, Storage, TensorInfo
from desktop_app.checkpoint.open import open_checkpoint, salvage_readings
from desktop_app.checkpoint.storages import Storages, TensorError
from desktop_app.checkpoint.writers.export import ENDINGS, ExportReport, export_draft
from desktop_app.checkpoint.writers.output import ExportError

type Progress = Callable[[int, int, str], None]

_BLOCK = 4 << 20


@dataclass(frozen=True, slots=True)
class Loss:
    """One tensor that cannot be had any more."""

    name: str
    nbytes: int
    reason: Finding


@dataclass(frozen=True, slots=True)
class Examination:
    """What of a file is whole, after every byte was read."""

    checkpoint: Checkpoint
    """With tensors that only a search found at their places."""
    whole: tuple[str, ...]
    lost: tuple[Loss, ...]
    notes: tuple[Finding, ...]
    """What else is wrong with the file."""
    checked: int
    """Bytes that were compared with a checksum."""
    unverified: tuple[str, ...] = ()
    """Of `whole`, those that had no checksum although others did."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is lost and nothing needs to be told."""
        return not self.lost and not any(note.severity != "info" for note in self.notes)


@dataclass(frozen=True, slots=True)
class Repair:
    """What a repair wrote."""

    examination: Examination
    export: ExportReport


def examine(source: Checkpoint, *, progress: Progress | None = None) -> Examination:
    """Read every storage, compare checksums where the file has them, and search for what its directory lost."""
    look = _Look(source, progress)
    readings = [source]
    good, bad = look.sort(source)
    found = 0
    if bad:
        for reading, is_guess in salvage_readings(source):
            readings.append(reading)
            for name, info in look.sort(reading, only=bad.keys() | (_names(reading) - _names(source)))[0].items():
                reason = bad.get(name)
                doubtful = is_guess or (reason is not None and reason.code == "tensor-checksum")
                if not doubtful or _has_checksum(info):
                    good[name] = info
                    found += bad.pop(name, None) is not None
    names = dict.fromkeys([info.name for reading in readings for info in reading.tensors])
    merged = {info.name: info for reading in reversed(readings) for info in reading.tensors} | good
    raw = [name for name in names if name not in good and name not in bad]
    tensors = tuple(merged[name] for name in names if name not in raw)
    notes = [note for note in source.findings if not note.code.startswith("tensor-")]
    if found:
        notes.append(finding("repair-found", source.path, count=found))
    had_checksums = look.checked or any(note.code == "zip-damaged" for note in source.findings)
    unverified = tuple(name for name, info in good.items() if had_checksums and not _has_checksum(info))
    if unverified:
        notes.append(finding("repair-unverified", source.path, count=len(unverified), name=unverified[0]))
    notes += look.structure_notes()
    lost = tuple(Loss(name, merged[name].nbytes, reason) for name, reason in bad.items())
    checkpoint = replace(source, tensors=tensors)
    whole = tuple(name for name in names if name in good)
    return Examination(checkpoint, whole, lost, tuple(notes), look.checked, unverified)


def _has_checksum(info: TensorInfo) -> bool:
    return all(
        storage.crc32 is not None or storage.inline is not None or not storage.nbytes for storage in storages_of(info)
    )


def _names(checkpoint: Checkpoint) -> set[str]:
    return {info.name for info in checkpoint.tensors}


class _Look:
    """Reads storages once each."""

    def __init__(self, source: Checkpoint, progress: Progress | None) -> None:
        self._source = source
        self._progress = progress
        self._known: dict[tuple[int, int, int], Finding | None] = {}
        self._total = sum(
            storage.nbytes for storage in {s.id: s for i in source.tensors for s in storages_of(i)}.values()
        )
        self._done = 0
        self.checked = 0

    def sort(
        self, checkpoint: Checkpoint, only: set[str] | None = None
    ) -> tuple[dict[str, TensorInfo], dict[str, Finding]]:
        """Tensors that are whole, and why the others are not."""
        good: dict[str, TensorInfo] = {}
        bad: dict[str, Finding] = {}
        with Storages(checkpoint.files) as storages:
            for info in checkpoint.tensors:
                if only is not None and info.name not in only:
                    continue
                reason = _status(info) or self._read_all(info, storages)
                if reason is None:
                    good[info.name] = info
                else:
                    bad[info.name] = reason
        return good, bad

    def _read_all(self, info: TensorInfo, storages: Storages) -> Finding | None:
        for storage in storages_of(info):
            key = (storage.file, storage.offset, storage.nbytes)
            if storage.inline is not None:
                continue
            if key not in self._known:
                self._known[key] = self._read(storage, storages)
            reason = self._known[key]
            if reason is not None and reason.code == "tensor-checksum":
                return finding("tensor-checksum", info.name, name=info.name, record=storage.record)
            if reason is not None:
                return reason
        return None

    def _read(self, storage: Storage, storages: Storages) -> Finding | None:
        """Why a storage is not what was saved; None when it is, as far as can be known."""
        if storage.crc32 is None and storage.compression == "stored":
            self._tell(storage.nbytes)  # nothing to compare with, and its place was checked already
            return None
        found = 0
        buffer = bytearray(min(_BLOCK, storage.nbytes))
        try:
            for begin in range(0, storage.nbytes, _BLOCK):
                view = memoryview(buffer)[: min(_BLOCK, storage.nbytes - begin)]
                storages.read(storage, begin, view)
                found = zlib.crc32(view, found)
                self._tell(len(view))
        except TensorError as error:
            return error.finding
        if storage.crc32 is None:
            return None
        self.checked += storage.nbytes
        wrong = found != storage.crc32
        return finding("tensor-checksum", storage.record, name=storage.record, record=storage.record) if wrong else None

    def _tell(self, nbytes: int) -> None:
        self._done += nbytes
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total, "checking")

    def structure_notes(self) -> list[Finding]:
        """Pickles of a zip archive whose checksum does not match."""
        from desktop_app.checkpoint.budget import Budget
        from desktop_app.checkpoint.containers.archive import Archive, DamagedRecord
        from desktop_app.checkpoint.files import OpenFile
        from desktop_app.checkpoint.limits import DEFAULT

        if self._source.container not in ("torch-zip", "torchscript", "pt2") or len(self._source.files) != 1:
            return []
        budget = Budget(DEFAULT)
        notes: list[Finding] = []
        with OpenFile.open(self._source.files[0]) as file:
            archive = Archive.open(file, budget)
            for name in [name for name in archive.records if name.endswith("data.pkl")][:20]:
                try:
                    wrong = archive.records[name].crc32 and zlib.crc32(archive.read(name, budget)) != archive.records[name].crc32  # fmt: skip
                except DamagedRecord:
                    wrong = True
                if wrong:
                    notes.append(finding("structure-checksum", name, record=name))
        return notes


def storages_of(info: TensorInfo) -> Iterator[Storage]:
    """The storages that a tensor needs: its own, those of its parts, those of its scales."""
    if info.storage is not None:
        yield info.storage
    for _, part in info.parts:
        yield from storages_of(part)
    if info.quantization is not None:
        for more in (info.quantization.scales, info.quantization.zero_points):
            if more is not None:
                yield from storages_of(more)


def _status(info: TensorInfo) -> Finding | None:
    """What the structure says already."""
    if info.layout == "meta":
        return finding("no-data", info.name, name=info.name)
    for one in (info, *(part for _, part in info.parts)):
        if one.status == "missing":
            return finding("tensor-missing", info.name, name=info.name)
        if one.status == "damaged":
            have = one.storage.nbytes if one.storage is not None else 0
            return finding("tensor-damaged", info.name, name=info.name, need=needed(one), have=have)
    return None


def needed(info: TensorInfo) -> int:
    """Bytes of the storage that a tensor reaches."""
    from desktop_app.checkpoint.dtypes import itemsize_bits

    if not info.numel:
        return 0
    last = info.storage_offset + sum((size - 1) * step for size, step in zip(info.shape, info.stride, strict=False))
    return ((last + 1) * itemsize_bits(info.dtype) + 7) // 8


# ---------------------------------------------------------------------- writing


def repair(path: str | Path, target: str | Path, *, progress: Progress | None = None) -> Repair:
    """Write every whole tensor of the file at `path` to `target`, read back and compared as every export.

    What surrounds the state_dict is kept where it is whole and the format can. Raises `CheckpointError` when nothing is
    whole, `ExportError` when it cannot be written.
    """
    examination = examine(open_checkpoint(path, progress=progress), progress=progress)
    return Repair(examination, write_whole(examination, target, progress=progress))


def write_whole(examination: Examination, target: str | Path, *, progress: Progress | None = None) -> ExportReport:
    """Export the whole tensors of an examined file; raises what `repair` raises."""
    if not examination.whole:
        raise CheckpointError(finding("repair-nothing", examination.checkpoint.path))
    draft = _whole_draft(examination)
    inside = has_state_dict(draft)
    outside = [name for name, item in draft.items.items() if is_outside(item, has_state_dict=inside)]
    if not outside:
        return export_draft(draft, target, progress=progress)
    if ENDINGS.get(Path(target).suffix.lower()) == "torch" and not _lost_outside(examination):
        try:
            return export_draft(draft, target, template=True, progress=progress)
        except ExportError as error:
            if error.finding.code != "export-template":
                raise
    items = {name: replace(item, role="buffer", beside=False) if name in set(outside) else item for name, item in draft.items.items()}  # fmt: skip
    report = export_draft(draft.with_items(items), target, progress=progress)
    note = finding("repair-flat", str(target), count=len(outside), name=outside[0])
    return replace(report, notes=(note, *report.notes))


def _whole_draft(examination: Examination) -> Draft:
    draft = Draft.of(examination.checkpoint)
    whole = set(examination.whole)
    return draft.with_items({name: item for name, item in draft.items.items() if name in whole})


def _lost_outside(examination: Examination) -> bool:
    """Whether anything beside the state_dict is lost, so that what surrounds it cannot be written as it was."""
    draft = Draft.of(examination.checkpoint)
    inside = has_state_dict(draft)
    lost = {loss.name for loss in examination.lost}
    return any(is_outside(item, has_state_dict=inside) for name, item in draft.items.items() if name in lost)
