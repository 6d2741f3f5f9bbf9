"""How every file of this program is written: beside, flushed, looked at again, then put in place."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

_PART = ".part"


class Replacement:
    """A new file on its way to `target`: fill `file`, then `commit`; without it nothing is left and nothing was changed.

    Where the system can (Linux), the file has no name until it is complete, so that not even a killed process leaves it.
    """

    def __init__(self, target: Path) -> None:
        self.target = Path(os.path.realpath(target))
        self._beside = self.target.with_name(f".{self.target.name[:100]}.{os.getpid()}-{secrets.token_hex(4)}{_PART}")
        self._named = True
        self.file: IO[bytes]
        self._sweep()
        descriptor = self._nameless()
        if descriptor is None:
            self.file = self._beside.open("x+b", buffering=0)
        else:
            self._named = False
            self.file = os.fdopen(descriptor, "w+b", buffering=0)

    def _nameless(self) -> int | None:
        flag = getattr(os, "O_TMPFILE", None)
        if flag is None or not Path("/proc/self/fd").is_dir():
            return None
        try:
            return os.open(self.target.parent, flag | os.O_RDWR | os.O_CLOEXEC, 0o666)
        except OSError:  # a file system without them; what is really wrong shows when the named file is made
            return None

    def _sweep(self) -> None:
        """Remove what a process that no longer runs left beside this very target."""
        if os.name != "posix":
            return
        start = f".{self.target.name[:100]}."
        with contextlib.suppress(OSError):
            for entry in os.scandir(self.target.parent):
                if entry.name.startswith(start) and entry.name.endswith(_PART):
                    owner = entry.name[len(start) :].partition("-")[0]
                    if owner.isdecimal() and not Path(f"/proc/{owner}").is_dir() and Path("/proc/self").is_dir():
                        os.unlink(entry.path)

    @property
    def path(self) -> Path:
        """Under which the unfinished file can be opened to look at it."""
        return self._beside if self._named else Path(f"/proc/self/fd/{self.file.fileno()}")

    def flush(self) -> None:
        """Bring what was written to the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def commit(self) -> None:
        """Put the file in place; call `flush` before."""
        with contextlib.suppress(OSError):
            self.path.chmod(os.stat(self.target).st_mode & 0o777)
        if not self._named:
            folder = os.open(self.target.parent, os.O_RDONLY)
            try:  # naming a folder makes Python use the call that follows the link in /proc
                os.link(self.path, self._beside, src_dir_fd=folder, follow_symlinks=True)
            finally:
                os.close(folder)
            self._named = True
        self.file.close()
        os.replace(self._beside, self.target)
        self._named = False
        if os.name == "posix":
            folder = os.open(self.target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def __enter__(self) -> "Replacement":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()
        if self._named:
            self._beside.unlink(missing_ok=True)


def replace_atomically(target: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Let `write` fill a file beside `target`, flush it to disk, and put it in its place; on failure nothing is left."""
    with Replacement(target) as new:
        with os.fdopen(os.dup(new.file.fileno()), "w+b") as file:
            write(file)
        new.flush()
        new.commit()


def replace_file(target: Path, data: bytes) -> None:
    """Write `data` as the new contents of `target`."""
    replace_atomically(target, lambda file: _write_all(file, data))


def _write_all(file: IO[bytes], data: bytes) -> None:
    file.write(data)
