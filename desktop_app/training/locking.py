"""Locks on open files that end with the process that holds them, even when it is killed."""

import contextlib
import sys
from collections.abc import Generator

if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock the file if nobody else has; closing the descriptor unlocks it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def locked(descriptor: int) -> Generator[None]:
        """Hold the file for a moment, waiting for whoever holds it now."""
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock the file if nobody else has; closing the descriptor unlocks it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def locked(descriptor: int) -> Generator[None]:
        """Hold the file for a moment, waiting for whoever holds it now."""
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
