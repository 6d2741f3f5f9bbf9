"""The bytes of storages, read by position or through a decompressor, never by mapping."""

import bz2
import tempfile
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Protocol

from desktop_app.checkpoint.containers.archive import lzma_decompressor
from desktop_app.checkpoint.files import FileChanged, OpenFile
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import FileIdentity, Finding, Storage

_BLOCK = 1 << 20
_CACHED = 4
_IN_MEMORY = 64 << 20


class TensorError(Exception):
    """The values of one tensor cannot be had; `finding` says why."""

    def __init__(self, said: Finding) -> None:
        super().__init__(f"{said.message} {said.cure}".strip())
        self.finding = said

    def __reduce__(self) -> tuple[type["TensorError"], tuple[Finding]]:
        return type(self), (self.finding,)


class _Inflater(Protocol):
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class Storages:
    """Opens the files of a checkpoint as they are needed; `with` closes them."""

    def __init__(self, files: Sequence[FileIdentity]) -> None:
        self._files = files
        self._open: dict[int, OpenFile] = {}
        self._inflated: OrderedDict[tuple[int, int], IO[bytes]] = OrderedDict()
        """By file and position: records of several shards have equal names."""

    def __enter__(self) -> "Storages":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._open.values():
            file.close()
        for copy in self._inflated.values():
            copy.close()
        self._open.clear()
        self._inflated.clear()

    def file(self, number: int) -> OpenFile:
        """The open file of `Checkpoint.files[number]`."""
        if number not in self._open:
            file = OpenFile.open(self._files[number])
            file.check_path()
            self._open[number] = file
        return self._open[number]

    def read(self, storage: Storage, offset: int, buffer: memoryview) -> None:
        """Fill `buffer` with the storage's bytes from `offset`; `TensorError` when they are not there."""
        if offset < 0 or offset + len(buffer) > storage.nbytes:
            raise TensorError(
                finding(
                    "tensor-damaged",
                    storage.record,
                    name=storage.record,
                    need=offset + len(buffer),
                    have=storage.nbytes,
                )
            )
        try:
            if storage.inline is not None:
                buffer[:] = storage.inline[offset : offset + len(buffer)]
            elif storage.compression != "stored":
                copy = self._inflate(storage)
                copy.seek(offset)
                if copy.readinto(buffer) != len(buffer):  # type: ignore[attr-defined]
                    raise TensorError(finding("tensor-missing", storage.record, name=storage.record))
            elif storage.offset < 0:
                raise TensorError(finding("tensor-missing", storage.record, name=storage.record))
            else:
                self.file(storage.file).preadinto(buffer, storage.offset + offset)
        except FileChanged as change:
            raise TensorError(Finding("error", "file-changed", storage.record, str(change), "")) from None
        except OSError as error:
            raise TensorError(
                finding("not-readable", self._files[storage.file].path, reason=(error.strerror or str(error)).lower())
            ) from None

    def _inflate(self, storage: Storage) -> IO[bytes]:
        """The record decompressed into a temporary file, bounded by the size that its directory claims."""
        place = (storage.file, storage.offset)
        if place in self._inflated:
            self._inflated.move_to_end(place)
            return self._inflated[place]
        file = self.file(storage.file)
        copy: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed by __exit__
        inflater, position = self._inflater(file, storage)
        end = storage.offset + storage.compressed_nbytes
        room = storage.nbytes
        try:
            while position < end and room > 0:
                raw = file.pread(position, min(_BLOCK, end - position))
                position += len(raw)
                room = self._pump(inflater, raw, copy, room)
        except (zlib.error, OSError, EOFError, ValueError) as error:
            copy.close()
            raise TensorError(
                Finding(
                    "warning",
                    "tensor-damaged",
                    storage.record,
                    f"The compressed record {storage.record} is damaged ({error}).",
                    "Fetch the file again.",
                )
            ) from None
        self._inflated[place] = copy
        while len(self._inflated) > _CACHED:
            self._inflated.popitem(last=False)[1].close()
        return copy

    @staticmethod
    def _inflater(file: OpenFile, storage: Storage) -> tuple[_Inflater, int]:
        if storage.compression == "deflated":
            return zlib.decompressobj(-15), storage.offset
        if storage.compression == "bzip2":
            return bz2.BZ2Decompressor(), storage.offset
        head = file.pread(storage.offset, min(16, storage.compressed_nbytes))
        return lzma_decompressor(head), storage.offset + 4 + int.from_bytes(head[2:4], "little")

    @staticmethod
    def _pump(inflater: _Inflater, raw: bytes, copy: IO[bytes], room: int) -> int:
        """Pass one block through; a bomb cannot write more than the storage has room for."""
        while room > 0:
            out = inflater.decompress(raw, min(_BLOCK, room))
            copy.write(out)
            room -= len(out)
            raw = getattr(inflater, "unconsumed_tail", b"")
            if not raw and (not out or len(out) < _BLOCK or getattr(inflater, "needs_input", False)):
                break
        return room
