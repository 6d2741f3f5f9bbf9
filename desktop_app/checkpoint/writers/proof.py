"""The proof of an export: what was written is read back by our own reader and compared before it is put in place."""

import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from desktop_app.checkpoint.editing.expressions import Sources
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Storage
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.storages import Storages
from desktop_app.checkpoint.writers.output import ExportError, Payload

_READ = 1 << 20


class Wanted(NamedTuple):
    """What a tensor of the new file has to be."""

    shape: tuple[int, ...]
    dtype: str
    payload: Payload | None = None
    """The record that holds its bytes; None when it has none of its own."""
    crc: int = 0
    """CRC-32 of what was computed for the record."""


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
            if info.storage.nbytes != want.payload.nbytes or not _equal(
                storages, info.storage, want.payload, want.crc, sources, tell
            ):
                raise _failed(target, name, "its bytes are not those that were written")


def _equal(
    storages: Storages,
    storage: Storage,
    payload: Payload,
    crc: int,
    sources: Sources,
    tell: Callable[[int], None] | None,
) -> bool:
    """Whether a record holds what was meant: what was copied is compared byte by byte, what was computed by its checksum."""
    copied = payload.is_copied and payload.storage is not None
    original = sources.of(payload.files) if copied else None
    sizes = [min(_READ, storage.nbytes - at) for at in range(0, storage.nbytes, _READ)]
    mine, other = bytearray(0), bytearray(0)
    found = 0
    for number, size in enumerate(sizes):
        if len(mine) != size:
            mine, other = bytearray(size), bytearray(size if copied else 0)
        storages.read(storage, number * _READ, memoryview(mine))
        if original is not None and payload.storage is not None:
            original.read(payload.storage, payload.begin + number * _READ, memoryview(other))
            if mine != other:
                return False
        else:
            found = zlib.crc32(mine, found)
        if tell is not None:
            tell(size)
    return copied or found == crc


def _failed(target: Path, name: str, reason: str) -> ExportError:
    return ExportError(finding("proof-failed", str(target), name=name, reason=reason))
