"""How every file of this program is written: beside, flushed, then put in place."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import IO


def replace_atomically(target: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Let `write` fill a file beside `target`, flush it to disk, and put it in its place; on failure nothing is left."""
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def replace_file(target: Path, data: bytes) -> None:
    """Write `data` as the new contents of `target`."""
    replace_atomically(target, lambda file: _write_all(file, data))


def _write_all(file: IO[bytes], data: bytes) -> None:
    file.write(data)
