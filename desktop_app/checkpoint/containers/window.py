"""A stretch of an open file that reads like a file of its own, for archives inside of other files."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.checkpoint.files import OpenFile


class Window(io.RawIOBase):
    """Reads `length` bytes of `file` from `start`; never beyond, and closing it leaves the file open."""

    def __init__(self, file: "OpenFile", start: int, length: int) -> None:
        super().__init__()
        self.length = length
        self._file = file
        self._start = start
        self._position = 0

    def peek(self, offset: int, count: int) -> bytes:
        """Up to `count` bytes at `offset` of the window."""
        available = max(0, min(count, self.length - offset)) if offset >= 0 else 0
        return self._file.pread(self._start + offset, available) if available else b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.length}[whence]
        if base + offset < 0:
            raise ValueError("seek before the beginning")
        self._position = base + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        data = self.peek(self._position, len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)
