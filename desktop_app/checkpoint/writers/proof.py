"""The proof of an export: what was written is read back by our own reader and compared before it is put in place."""

import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from desktop_app.checkpoint.editing.expressions import Sources
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Storage
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.storages import Storages
from desktop_app.checkpoint.writers.output import ExportError, Payload

_READ = 1 << 18
_SPAN = 64 << 20
"""Bytes of one record that a thread takes at a time."""
_OTHER = "its bytes are not those that were written"


class Wanted(NamedTuple):
    """What a tensor of the new file has to be."""

    shape: tuple[int, ...]
    dtype: str
    payload: Payload | None = None
    """The record that holds its bytes; None when it has none of its own."""
    crc: int = 0
    """CRC-32 of what was computed for the record."""


@dataclass(frozen=True, slots=True)
class _Record:
    """A stretch of the new file with what it has to hold: the bytes of a stretch of an old one, or a checksum."""

    name: str
    storage: Storage
    begin: int
    nbytes: int
    crc: int
    original: tuple[Storages, Storage, int] | None = None
    """Where what was copied came from."""

    def holds(self, storages: Storages) -> bool:
        """For a thread."""
        buffer, other = bytearray(min(_READ, self.nbytes)), bytearray(min(_READ, self.nbytes))
        found = 0
        for at in range(0, self.nbytes, _READ):
            size = min(_READ, self.nbytes - at)
            mine = memoryview(buffer)[:size]
            storages.read(self.storage, self.begin + at, mine)
            if self.original is None:
                found = zlib.crc32(mine, found)
                continue
            source, storage, begin = self.original
            theirs = memoryview(other)[:size]
            source.read(storage, begin + at, theirs)
            if (buffer if size == len(buffer) else mine) != (other if size == len(other) else theirs):
                return False
        return self.original is not None or found == self.crc


def prove(
    path: Path,
    target: Path,
    wanted: Mapping[str, Wanted],
    sources: Sources,
    tell: Callable[[int], None] | None = None,
    *,
    others_allowed: bool = False,
) -> None:
    """Raise `ExportError` unless the file at `path` holds the `wanted` tensors, and no others, with the bytes that were meant."""
    checkpoint = open_checkpoint(path)
    found = {info.name: info for info in checkpoint.tensors}
    different = wanted.keys() - found.keys() if others_allowed else found.keys() ^ wanted.keys()
    if different:
        name = min(different)
        raise _failed(target, name, "it is missing or was not asked for")
    records: list[_Record] = []
    checked: set[tuple[int, str]] = set()
    with Storages(checkpoint.files) as storages:
        for name, want in wanted.items():
            info = found[name]
            if info.shape != want.shape or info.dtype != want.dtype:
                raise _failed(target, name, f"it reads back as {info.dtype} {info.shape}")
            if info.status != "ok":
                raise _failed(target, name, info.problem)
            if want.payload is None or info.storage is None or not want.payload.nbytes:
                continue
            key = (info.storage.file, info.storage.id)
            if key in checked:
                continue
            checked.add(key)
            storages.file(info.storage.file)  # opened before threads meet over it
            if info.storage.nbytes != want.payload.nbytes:
                raise _failed(target, name, _OTHER)
            records += _records(name, info.storage, want, sources)
        _hold_all(records, storages, target, tell)


def _hold_all(records: Sequence[_Record], storages: Storages, target: Path, tell: Callable[[int], None] | None) -> None:
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1), "proof") as threads:
        # a small record is read sooner than handed over
        waiting = [(one, threads.submit(one.holds, storages) if one.nbytes >= _READ else None) for one in records]
        try:
            for record, answer in waiting:
                if not (answer.result() if answer is not None else record.holds(storages)):
                    raise _failed(target, record.name, _OTHER)
                if tell is not None:
                    tell(record.nbytes)
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise


def _records(name: str, storage: Storage, want: Wanted, sources: Sources) -> Iterator[_Record]:
    """What was copied in stretches that threads share; what was computed as a whole, for it has one checksum."""
    payload = want.payload
    assert payload is not None
    if not payload.is_copied or payload.storage is None:
        yield _Record(name, storage, 0, payload.nbytes, want.crc)
        return
    original = sources.of(payload.files)
    original.file(payload.storage.file)
    for begin in range(0, payload.nbytes, _SPAN):
        size = min(_SPAN, payload.nbytes - begin)
        yield _Record(name, storage, begin, size, 0, (original, payload.storage, payload.begin + begin))


def _failed(target: Path, name: str, reason: str) -> ExportError:
    return ExportError(finding("proof-failed", str(target), name=name, reason=reason))
