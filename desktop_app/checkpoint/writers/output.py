"""The file being written: bytes go in order, what need not change is copied by the system, and every record gets a checksum."""

import errno
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import numpy as np

from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.editing.computed import Cast
from desktop_app.checkpoint.editing.expressions import Expression, Sources
from desktop_app.checkpoint.editing.regions import Region, blocks
from desktop_app.checkpoint.editing.rounding import cast_units, units_of
from desktop_app.checkpoint.files import FileChanged
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import FileIdentity, Finding, Storage

_COPY = 8 << 20
_ELEMENTS = 1 << 18
"""Elements that are computed at a time: their float32 values stay in the processor's cache."""


class ExportError(Exception):
    """Nothing was written; `finding` says why."""

    def __init__(self, said: Finding) -> None:
        super().__init__(f"{said.where}: {said.message} {said.cure}".strip())
        self.finding = said

    def __reduce__(self) -> tuple[type["ExportError"], tuple[Finding]]:
        return type(self), (self.finding,)


def not_written(path: object, error: OSError) -> ExportError:
    """The sentence about a disk that is full, a folder that is read-only, and the like."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ExportError(finding("disk-full", str(path)))
    return ExportError(finding("not-written", str(path), reason=(error.strerror or str(error)).lower()))


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of one record: a stretch of a stored file as it is, or the elements of an expression."""

    nbytes: int
    files: tuple[FileIdentity, ...] = ()
    storage: Storage | None = None
    begin: int = 0
    """First byte within the storage."""
    value: Expression | None = None
    dtype: str = ""
    data: bytes = b""
    """Or simply these."""

    @property
    def known_crc(self) -> int | None:
        """CRC-32 that the source's own directory gives for exactly these bytes."""
        if self.storage is None or self.begin or self.nbytes != self.storage.nbytes:
            return None
        return self.storage.crc32

    @property
    def is_copied(self) -> bool:
        """Whether the bytes need not pass through this program."""
        storage = self.storage
        return (
            storage is not None
            and self.value is None
            and self.known_crc is not None
            and storage.compression == "stored"
            and storage.inline is None
            and storage.offset >= 0
        )


class Output:
    """Where an export goes; tells how far it got."""

    def __init__(self, file: IO[bytes], sources: Sources, tell: Callable[[int], None] | None = None) -> None:
        self._file = file
        self._sources = sources
        self._tell = tell
        self.position = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Append bytes."""
        view = memoryview(data).cast("B")
        while view:
            done = self._file.write(view)
            self.position += done
            if self._tell is not None:
                self._tell(done)
            view = view[done:]

    def rewrite(self, position: int, data: bytes) -> None:
        """Replace bytes that were written before."""
        self._file.seek(position)
        self._file.write(data)
        self._file.seek(self.position)

    def put(self, payload: Payload) -> int:
        """Append the bytes of a payload; gives their CRC-32."""
        if payload.value is not None:
            return self._put_value(payload.value, payload.dtype)
        if payload.storage is None:
            self.write(payload.data)
            return zlib.crc32(payload.data)
        storage = payload.storage
        known = payload.known_crc
        if known is not None and payload.is_copied:
            file = self._sources.of(payload.files).file(storage.file)
            self._copy(file, storage.offset, payload.nbytes)
            return known
        return self._put_read(payload, storage)

    def _copy(self, file: "object", offset: int, nbytes: int) -> None:
        from desktop_app.checkpoint.files import OpenFile

        assert isinstance(file, OpenFile)
        file.check()
        done = 0
        while done < nbytes:
            count = file.copy_to(self._file.fileno(), offset + done, min(64 << 20, nbytes - done))
            if count == 0:
                file.check()
                raise FileChanged(f"{os.path.basename(file.identity.path)} ended early while it was read.")
            done += count
            self.position += count
            if self._tell is not None:
                self._tell(count)
        file.check()
        self._file.seek(self.position)

    def _put_read(self, payload: Payload, storage: Storage) -> int:
        crc = 0
        storages = self._sources.of(payload.files)
        buffer = memoryview(bytearray(min(_COPY, max(payload.nbytes, 1))))
        at, end = payload.begin, payload.begin + payload.nbytes
        while at < end:
            part = buffer[: min(len(buffer), end - at)]
            storages.read(storage, at, part)
            crc = zlib.crc32(part, crc)
            self.write(part)
            at += len(part)
        return crc

    def _units(self, value: Expression, region: Region, dtype: str) -> Array:
        if isinstance(value, Cast) and value.dtype == dtype:
            return cast_units(value.inner.read(self._sources, region), dtype)
        return units_of(np.ascontiguousarray(value.read(self._sources, region)), dtype)

    def _put_value(self, value: Expression, dtype: str) -> int:
        crc = 0
        for region in blocks(value.shape, _ELEMENTS):
            units = self._units(value, region, dtype)
            data = memoryview(np.ascontiguousarray(units).view(np.uint8).reshape(-1))
            crc = zlib.crc32(data, crc)
            self.write(data)
        return crc
