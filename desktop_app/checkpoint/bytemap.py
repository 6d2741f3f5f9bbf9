"""What each byte of a checkpoint's files is for: tensors, ties, structure, padding, dead bytes, damage; as values to draw."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from desktop_app.checkpoint.budget import Budget, LimitReached
from desktop_app.checkpoint.containers.archive import CENTRAL, END, LOCAL, Archive, Record
from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.files import OpenFile
from desktop_app.checkpoint.limits import DEFAULT
from desktop_app.checkpoint.model import Checkpoint, FileIdentity, Storage, TensorInfo
from desktop_app.checkpoint.repair import needed, storages_of

type RegionKind = Literal["tensor", "tied", "damaged", "structure", "directory", "padding", "dead"]
type RegionCode = Literal[
    "tensor", "unused", "unreferenced", "duplicate", "record", "header", "alignment", "directory", "gap", "other"
]

KINDS: tuple[RegionKind, ...] = ("tensor", "tied", "damaged", "structure", "directory", "padding", "dead")
_MANY = 10_000
"""Records from which on the padding of a header is not told apart from it."""
_SMALL_GAP = 64
"""Bytes between two things that are taken for alignment."""


@dataclass(frozen=True, slots=True)
class Region:
    """Neighbouring bytes of one use."""

    begin: int
    end: int
    kind: RegionKind
    code: RegionCode
    """What it is more exactly: `unused` are bytes of a storage that no tensor shows."""
    label: str = ""
    """Name of the record, or of the first tensor."""
    tensors: tuple[int, ...] = ()
    """Indices into `Checkpoint.tensors` of those that lie here."""

    @property
    def nbytes(self) -> int:
        """How many."""
        return self.end - self.begin


@dataclass(frozen=True, slots=True)
class ByteMap:
    """One file; the regions follow one another without a gap from 0 to `size`."""

    path: str
    size: int
    regions: tuple[Region, ...]
    missing: int = 0
    """Bytes behind the end of the file that tensors would need."""

    def totals(self) -> dict[RegionKind, int]:
        """Bytes of each kind that occurs, in the order of `KINDS`."""
        found: defaultdict[RegionKind, int] = defaultdict(int)
        for region in self.regions:
            found[region.kind] += region.nbytes
        return {kind: found[kind] for kind in KINDS if found[kind]}

    def at(self, position: int) -> int:
        """Index of the region that a byte lies in; -1 outside of the file."""
        if not 0 <= position < self.size:
            return -1
        low, high = 0, len(self.regions) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.regions[middle].begin <= position else (low, middle - 1)
        return low

    def of_tensor(self, tensor: int) -> tuple[int, ...]:
        """Indices of the regions in which a tensor lies."""
        return tuple(place for place, region in enumerate(self.regions) if tensor in region.tensors)


def byte_maps(checkpoint: Checkpoint, damaged: Collection[str] = ()) -> tuple[ByteMap, ...]:
    """A map of each file of an opened checkpoint; `damaged` are tensors whose checksums were found wrong.

    Only directories are read, no weights. Raises `FileChanged` when a file is another one now, and `OSError`.
    """
    return tuple(_map(checkpoint, number, file, frozenset(damaged)) for number, file in enumerate(checkpoint.files))


def _map(checkpoint: Checkpoint, number: int, file: FileIdentity, damaged: frozenset[str]) -> ByteMap:
    held = _tensors_by_storage(checkpoint, number)
    marks: list[Region] = []
    missing = 0
    for storage, members in held:
        marks += _storage_regions(storage, members, damaged)
        if storage.compression == "stored" and storage.offset >= 0:
            need = max((needed(info) for _, info in members), default=0)
            missing = max(missing, storage.offset + need - file.size)
    places = {storage.offset for storage, _ in held}
    with OpenFile.open(file) as opened:
        marks += _structure(opened, checkpoint, places, min(places, default=file.size))
    is_archive = any(mark.code == "directory" for mark in marks) or checkpoint.container in ("safetensors", "torch-zip")
    regions = _filled(_without_overlaps(marks, file.size), file.size, dead=is_archive)
    return ByteMap(file.path, file.size, tuple(regions), max(0, missing))


# ---------------------------------------------------------------------- tensors


type _Members = list[tuple[int, TensorInfo]]


def _tensors_by_storage(checkpoint: Checkpoint, number: int) -> list[tuple[Storage, _Members]]:
    """Storages of one file with the tensors on each; two views of one storage are one entry."""
    found: dict[tuple[str, int], tuple[Storage, _Members]] = {}
    for index, info in enumerate(checkpoint.tensors):
        for inner, storage in _inner(info):
            if storage.file != number or storage.offset < 0:
                continue
            key = (storage.id, storage.offset)
            named = inner if inner.name == info.name else replace(inner, name=info.name)
            found.setdefault(key, (storage, []))[1].append((index, named))
    return list(found.values())


def _inner(info: TensorInfo) -> Iterable[tuple[TensorInfo, Storage]]:
    """A tensor's own storage, or those of its parts and scales with the tensors that they are of."""
    if info.storage is not None:
        yield info, info.storage
    for _, part in info.parts:
        yield from ((part, storage) for storage in storages_of(part))
    if info.quantization is not None:
        for more in (info.quantization.scales, info.quantization.zero_points):
            if more is not None and more.storage is not None:
                yield more, more.storage


def _storage_regions(storage: Storage, members: _Members, damaged: frozenset[str]) -> list[Region]:
    """The bytes of one storage: what tensors show of it, and what none shows."""
    if len(members) == 1 and storage.compression == "stored" and _span(members[0][1]) == (0, storage.nbytes):
        begin, end = storage.offset, storage.offset + storage.nbytes
        return [_piece(begin, end, members, members, damaged)] if end > begin else []
    if storage.compression != "stored":
        whole = (0, storage.compressed_nbytes)
        spans = [(whole, member) for member in members]
        end = storage.compressed_nbytes
    else:
        spans = [(_span(info), (index, info)) for index, info in members]
        end = storage.nbytes
    edges = sorted({0, end, *(min(edge, end) for span, _ in spans for edge in span)})
    regions: list[Region] = []
    waiting = sorted(spans, key=lambda entry: (entry[0][0], entry[1][0]), reverse=True)
    active: list[tuple[tuple[int, int], tuple[int, TensorInfo]]] = []
    for begin, stop in pairwise(edges):
        while waiting and waiting[-1][0][0] <= begin:
            active.append(waiting.pop())
        active = [entry for entry in active if entry[0][1] > begin]
        inside = [member for _, member in active]
        regions.append(_piece(storage.offset + begin, storage.offset + stop, inside, members, damaged))
    return regions


def _span(info: TensorInfo) -> tuple[int, int]:
    """First and last byte of the storage that a tensor shows."""
    end = needed(info)
    return min(info.storage_offset * itemsize_bits(info.dtype) // 8, end), end


def _piece(begin: int, end: int, inside: _Members, members: _Members, damaged: frozenset[str]) -> Region:
    if not inside:
        return Region(begin, end, "dead", "unused", members[0][1].name)
    bad = any(info.status != "ok" or info.name in damaged for _, info in inside)
    tensors = tuple(dict.fromkeys(index for index, _ in inside))
    kind: RegionKind = "damaged" if bad else "tied" if len(tensors) > 1 else "tensor"
    return Region(begin, end, kind, "tensor", inside[0][1].name, tensors)


# ---------------------------------------------------------------------- what lies around


def _structure(file: OpenFile, checkpoint: Checkpoint, places: set[int], first: int) -> list[Region]:
    """Headers, records and directories, as far as the kind of file says where they are."""
    if file.size >= 4 and file.pread(0, 4) in (LOCAL, END):
        try:
            return _zip_regions(file, Archive.open(file, Budget(DEFAULT)), places)
        except LimitReached:
            return []
    if checkpoint.container in ("safetensors", "index") and file.size >= 8:
        end = 8 + int.from_bytes(file.pread(0, 8), "little")
        return [Region(0, min(end, file.size), "structure", "header")]
    return [Region(0, min(first, file.size), "structure", "other")] if first else []


def _zip_regions(file: OpenFile, archive: Archive, places: set[int]) -> list[Region]:
    archive.locate([*archive.records.values(), *archive.duplicates])
    regions: list[Region] = []
    twice = {id(record) for record in archive.duplicates}
    for record in (*archive.records.values(), *archive.duplicates):
        regions += _record_regions(file, record, archive, places, is_duplicate=id(record) in twice)
    if archive.directory_end:
        begin = _directory_begin(file, archive)
        regions.append(Region(begin, min(archive.directory_end, file.size), "directory", "directory"))
    return regions


def _record_regions(
    file: OpenFile, record: Record, archive: Archive, places: set[int], *, is_duplicate: bool
) -> list[Region]:
    """The local header, its padding, the data, and the descriptor behind it."""
    if record.data < 0:
        return []
    head = archive.start + record.header
    name_end = min(head + 30 + len(record.name.encode("utf-8", "surrogateescape")), record.data)
    end = min(record.data + record.compressed, file.size)
    if len(archive.records) > _MANY:  # as many pieces as pixels say nothing
        name_end = record.data
    regions = [Region(head, name_end, "structure", "header", record.name)]
    if name_end < record.data:
        regions.append(Region(name_end, record.data, "padding", "alignment", record.name))
    if is_duplicate:
        regions.append(Region(record.data, end, "dead", "duplicate", record.name))
    elif not any(record.data <= place < max(end, record.data + 1) for place in _near(places, record, end)):
        is_storage = "/data/" in f"/{record.name}" and not record.name.endswith((".pkl", ".json", ".pt"))
        kind: RegionKind = "dead" if is_storage and record.compressed else "structure"
        regions.append(Region(record.data, end, kind, "unreferenced" if kind == "dead" else "record", record.name))
    elif record.name.endswith(".npy"):
        regions.append(Region(record.data, end, "structure", "record", record.name))  # its tensor lies over the rest
    behind = b"" if len(archive.records) > _MANY else file.peek(end, min(28, max(file.size - end, 0)))
    if behind.startswith(b"PK\x07\x08"):
        size = 16 if behind[16:20] in (LOCAL, CENTRAL) else 24
        regions.append(Region(end, min(end + size, file.size), "structure", "header", record.name))
    return regions


def _near(places: set[int], record: Record, end: int) -> Iterable[int]:
    """Places that can lie in a record: its first byte, or any for the few records that hold an array with a header."""
    if record.data in places:
        return (record.data,)
    return (place for place in places if record.data < place < end) if record.name.endswith(".npy") else ()


def _directory_begin(file: OpenFile, archive: Archive) -> int:
    """Where the central directory begins: at its first entry behind the last record."""
    last = max((r.data + r.compressed for r in archive.records.values() if r.data >= 0), default=0)
    window = file.peek(min(last, file.size), min(4096, max(file.size - last, 0)))
    found = window.find(CENTRAL)
    return last + found if found >= 0 else min(last, archive.directory_end)


# ---------------------------------------------------------------------- putting it together

_RANK: dict[RegionKind, int] = {"damaged": 6, "tied": 5, "tensor": 4, "dead": 3, "directory": 2, "structure": 1, "padding": 0}  # fmt: skip


def _without_overlaps(marks: Sequence[Region], size: int) -> list[Region]:
    """Regions in the order of the file, each byte once: where several claim it, tensors come first."""
    ordered = sorted(
        (mark for mark in marks if mark.begin < min(mark.end, size)), key=lambda mark: (mark.begin, -_RANK[mark.kind])
    )
    made: list[Region] = []
    for mark in ordered:
        end = min(mark.end, size)
        begin = mark.begin
        if made and begin < made[-1].end:
            last = made[-1]
            if _RANK[mark.kind] <= _RANK[last.kind]:
                begin = last.end
            else:
                made.pop()
                if last.begin < begin:
                    made.append(replace(last, end=begin))
                if last.end > end:
                    made += [replace(mark, end=end), replace(last, begin=end)]
                    continue
        if begin < end:
            made.append(mark if (begin, end) == (mark.begin, mark.end) else replace(mark, begin=begin, end=end))
    return made


def _filled(regions: Sequence[Region], size: int, *, dead: bool) -> list[Region]:
    """The same with what nobody claims: alignment where it is short, else dead bytes (or structure that is not known)."""
    made: list[Region] = []
    at = 0
    for region in (*regions, Region(size, size, "dead", "gap")):
        if region.begin > at:
            if region.begin - at < _SMALL_GAP and made:
                made.append(
                    Region(at, region.begin, "padding" if dead else "structure", "alignment" if dead else "other")
                )
            else:
                made.append(Region(at, region.begin, "dead" if dead else "structure", "gap" if dead else "other"))
        if region.begin < region.end:
            made.append(region)
        at = max(at, region.end)
    return made
