"""Files as they were when they were opened: reads by position that notice when the file changed, never a mapping."""

import errno
import os
import threading
from pathlib import Path
from types import TracebackType

from desktop_app.checkpoint.model import FileIdentity

_NO_COPY = (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF, errno.EPERM)
"""What systems answer that cannot copy between two files by themselves."""


class FileChanged(Exception):
    """The file on disk is no longer the one that was opened; the text is one sentence for the user."""


def identify(path: str | Path) -> FileIdentity:
    """Identity of a file now; `OSError` when it cannot be looked at."""
    return _identity(os.fspath(path), os.stat(path))


def _identity(path: str, status: os.stat_result) -> FileIdentity:
    return FileIdentity(path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def difference(expected: FileIdentity, now: FileIdentity) -> str:
    """One sentence that says how a file differs from what was opened; empty when it does not."""
    if (expected.device, expected.inode, expected.size, expected.mtime_ns) == (
        now.device,
        now.inode,
        now.size,
        now.mtime_ns,
    ):
        return ""
    name = Path(expected.path).name
    if (expected.device, expected.inode) != (now.device, now.inode):
        return f"{name} was replaced by another file since it was opened; open it again."
    if now.size < expected.size:
        return f"{name} shrank from {expected.size} to {now.size} bytes since it was opened; open it again."
    if (expected.size, expected.mtime_ns) != (now.size, now.mtime_ns):
        return f"{name} was changed since it was opened; open it again."
    return ""


class OpenFile:
    """A kept descriptor of one file whose identity is compared around each read; safe to use from several threads."""

    def __init__(self, descriptor: int, identity: FileIdentity) -> None:
        self.identity = identity
        self._descriptor = descriptor
        self._lock = threading.Lock()

    @classmethod
    def open(cls, source: str | Path | FileIdentity) -> "OpenFile":
        """Open a path, or the very file of an earlier identity (`FileChanged` when it is another one now)."""
        path = source.path if isinstance(source, FileIdentity) else os.fspath(source)
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            descriptor = os.open(path, flags)
        except FileNotFoundError:
            if isinstance(source, FileIdentity):
                raise FileChanged(f"{Path(path).name} is no longer there; open it again when it is back.") from None
            raise
        try:
            identity = _identity(path, os.fstat(descriptor))
            if isinstance(source, FileIdentity) and (said := difference(source, identity)):
                raise FileChanged(said)
        except BaseException:
            os.close(descriptor)
            raise
        return cls(descriptor, identity)

    @property
    def size(self) -> int:
        """Bytes of the file when it was opened."""
        return self.identity.size

    def pread(self, offset: int, nbytes: int) -> bytes:
        """`nbytes` bytes at `offset`; `ValueError` outside of the file, `FileChanged` when it is another one now."""
        self._check_range(offset, nbytes)
        self.check()
        data = self._read(offset, nbytes)
        if len(data) != nbytes:
            self.check()
            raise FileChanged(f"{Path(self.identity.path).name} ended early while it was read; open it again.")
        self.check()
        return data

    def peek(self, offset: int, nbytes: int) -> bytes:
        """As `pread` without comparing identities, for many small reads in a row; `check` afterwards."""
        self._check_range(offset, nbytes)
        return self._read(offset, nbytes)

    def preadinto(self, buffer: memoryview | bytearray, offset: int) -> None:
        """Fill a writable buffer from `offset`; errors as `pread`."""
        view = memoryview(buffer).cast("B")
        self._check_range(offset, len(view))
        self.check()
        done = 0
        while done < len(view):
            got = self._read_into(view[done:], offset + done)
            if got == 0:
                self.check()
                raise FileChanged(f"{Path(self.identity.path).name} ended early while it was read; open it again.")
            done += got
        self.check()

    def copy_to(self, descriptor: int, offset: int, nbytes: int) -> int:
        """Append up to `nbytes` bytes from `offset` to another open file by the system itself; gives how many it took."""
        self._check_range(offset, nbytes)
        if hasattr(os, "copy_file_range"):
            try:
                return os.copy_file_range(self._descriptor, descriptor, nbytes, offset)
            except OSError as error:
                if error.errno not in _NO_COPY:
                    raise
        data = self._read(offset, min(nbytes, 8 << 20))
        done = 0
        while done < len(data):
            done += os.write(descriptor, memoryview(data)[done:])
        return len(data)

    def check(self) -> None:
        """Raise `FileChanged` when the open file, or what its path names, is not what was opened."""
        if said := difference(self.identity, _identity(self.identity.path, os.fstat(self._descriptor))):
            raise FileChanged(said)

    def check_path(self) -> None:
        """As `check`, and also that the path still names this very file."""
        self.check()
        try:
            now = identify(self.identity.path)
        except OSError:
            raise FileChanged(f"{Path(self.identity.path).name} is no longer there.") from None
        if said := difference(self.identity, now):
            raise FileChanged(said)

    def _check_range(self, offset: int, nbytes: int) -> None:
        if offset < 0 or nbytes < 0 or offset + nbytes > self.identity.size:
            raise ValueError(
                f"bytes {offset} to {offset + nbytes} lie outside of the file of {self.identity.size} bytes"
            )

    def _read(self, offset: int, nbytes: int) -> bytes:
        if nbytes <= 0:
            return b""
        if hasattr(os, "pread"):
            data = os.pread(self._descriptor, nbytes, offset)
            if len(data) == nbytes:  # nearly always: at most the end of the file and 2 GB come in pieces
                return data
        buffer = bytearray(nbytes)
        view = memoryview(buffer)
        done = 0
        while done < nbytes:
            got = self._read_into(view[done:], offset + done)
            if got == 0:
                break
            done += got
        return bytes(view[:done])

    def _read_into(self, view: memoryview, offset: int) -> int:
        if hasattr(os, "preadv"):
            return os.preadv(self._descriptor, [view], offset)
        with self._lock:
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            data = os.read(self._descriptor, len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Give the descriptor back; closing twice is allowed."""
        with self._lock:  # two threads that close one number could close a file that came in between
            descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def __enter__(self) -> "OpenFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()
