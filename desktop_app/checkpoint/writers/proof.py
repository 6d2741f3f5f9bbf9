"""The proof of an export: what was written is read back by our own reader and compared before it is put in place."""

import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Storage, TensorInfo
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.storages import Storages
from desktop_app.checkpoint.writers.output import ExportError

_READ = 4 << 20


class Wanted(NamedTuple):
    """What a tensor of the new file has to be."""

    shape: tuple[int, ...]
    dtype: str
    crc: int | None
    """CRC-32 of the record that holds its bytes; None when it has no bytes of its own."""


def prove(
    path: Path,
    target: Path,
    wanted: Mapping[str, Wanted],
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
    checked: dict[tuple[int, str], int] = {}
    with Storages(checkpoint.files) as storages:
        for name, want in wanted.items():
            info = found[name]
            if info.shape != want.shape or info.dtype != want.dtype:
                raise _failed(target, name, f"it reads back as {info.dtype} {info.shape}")
            if info.status != "ok":
                raise _failed(target, name, info.problem)
            if want.crc is not None and _checksum(storages, info, checked, tell) != want.crc:
                raise _failed(target, name, "its bytes are not those that were written")


def _checksum(
    storages: Storages, info: TensorInfo, checked: dict[tuple[int, str], int], tell: Callable[[int], None] | None
) -> int:
    storage = info.storage
    if storage is None:
        return 0
    key = (storage.file, storage.id)
    if key not in checked:
        checked[key] = _crc(storages, storage, tell)
    return checked[key]


def _crc(storages: Storages, storage: Storage, tell: Callable[[int], None] | None) -> int:
    buffer = memoryview(bytearray(min(_READ, max(storage.nbytes, 1))))
    crc = 0
    at = 0
    while at < storage.nbytes:
        part = buffer[: min(len(buffer), storage.nbytes - at)]
        storages.read(storage, at, part)
        crc = zlib.crc32(part, crc)
        at += len(part)
        if tell is not None:
            tell(len(part))
    return crc


def _failed(target: Path, name: str, reason: str) -> ExportError:
    return ExportError(finding("proof-failed", str(target), name=name, reason=reason))
