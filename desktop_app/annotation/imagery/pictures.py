"""Decoded images as raw files that the window maps: the worker writes pixels once, the window copies none.

Measured for 12 megapixels: handing 48 MB through the worker's pipe costs the window's thread 33 ms and the memory twice;
mapping a file that is still in the page cache costs it 0.1 ms. A pyramid of halved levels is in the same file, so that an
image of 200 megapixels is shown at any zoom by touching only the rows that are seen: no tiles are needed, since any
rectangle of a mapped level can be painted in place.

A file is complete when it gets its name and is never changed after; removing it leaves those who have mapped it unharmed.
"""

import contextlib
import json
import mmap
import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

_MAGIC: Final = b"WSPIX2\n"
_HEAD: Final = 4096
_SUFFIX: Final = ".pix"
_IN_MEMORY: Final = 128 << 20
"""Longer files go to the disk even where there is a file system in memory."""


@dataclass(frozen=True, slots=True)
class Level:
    """One size of a picture in its file; pixel (row, column) begins at `offset` + row * `stride` + 4 * column."""

    scale: int
    """How many pixels of the image, along each axis, became one: 1, 2, 4 ..."""
    width: int
    height: int
    offset: int

    @property
    def stride(self) -> int:
        """Bytes from row to row."""
        return self.width * 4


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded image: where its pixels are, four bytes each: red, green, blue, opacity (premultiplied; 255 if opaque)."""

    file: str
    width: int
    """After EXIF orientation, as is `height`."""
    height: int
    levels: tuple[Level, ...]
    """The largest first; the first has scale 1 unless this is a preview or the disk is full."""
    opaque: bool = True
    mode: str = "RGB"
    """As the image's file has it: `RGB`, `L`, `I;16`, `P`, ..."""
    low: float = 0.0
    high: float = 255.0
    """The values that are shown as black and as white; others than 0 and 255 where the image has more than 8 bits."""
    frames: int = 1
    """More than one where only the first of several pictures is shown."""

    def level_for(self, zoom: float) -> Level:
        """The smallest level that is sharp when one pixel of the image takes `zoom` pixels of the screen."""
        sharp = [level for level in self.levels if level.scale * zoom <= 1.0]
        return sharp[-1] if sharp else self.levels[0]


def mapped(picture: Picture) -> mmap.mmap:
    """The picture's file as memory; OSError when it is no longer there (decode it again)."""
    with open(picture.file, "rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    last = picture.levels[-1]
    if len(memory) < last.offset + last.stride * last.height:
        memory.close()
        raise OSError("The decoded image is no longer complete.")
    return memory


def pixels_of(picture: Picture, scale: int = 1) -> NDArray[np.uint8]:
    """A level's pixels without a copy, shape (height, width, 4): the given scale, or the nearest that there is."""
    level = min(picture.levels, key=lambda level: abs(level.scale - scale))
    data = np.frombuffer(mapped(picture), np.uint8, count=level.stride * level.height, offset=level.offset)
    return data.reshape(level.height, level.width, 4)


# -- where they lie


@dataclass(frozen=True, slots=True)
class PictureStore:
    """Folders of decoded images, each bounded: what was not used for the longest time goes first."""

    fast: str
    """In memory where the system has such a file system, else the same as `large`."""
    large: str
    fast_limit: int = 768 << 20
    large_limit: int = 6 << 30

    def folder(self, size: int) -> Path:
        """Where a file of that size goes."""
        return Path(self.fast if size <= _IN_MEMORY else self.large)

    def find(self, key: str) -> Picture | None:
        """A picture that was decoded before."""
        for folder in dict.fromkeys((self.fast, self.large)):
            picture = read_head(Path(folder, key + _SUFFIX))
            if picture is not None:
                with contextlib.suppress(OSError):
                    os.utime(picture.file)
                return picture
        return None

    def make_room(self, size: int) -> None:
        """Remove the oldest until a file of that size fits within the limits."""
        folder = self.folder(size)
        limit = self.fast_limit if str(folder) == self.fast != self.large else self.large_limit
        evict(folder, max(0, limit - size))


def default_store() -> PictureStore:
    """The store of this user: `WEIGHTSMITH_CACHE_DIR`, or the system's place for caches."""
    large = cache_folder() / "pictures"
    fast = _memory_folder()
    return PictureStore(str(fast or large), str(large))


def cache_folder() -> Path:
    """Where this program may keep what it can make again."""
    if given := os.environ.get("WEIGHTSMITH_CACHE_DIR"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir())) / "weightsmith" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "weightsmith"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "weightsmith"


def _memory_folder() -> Path | None:
    """A folder of our own in memory; None where there is none, it is small, or somebody else made it."""
    if sys.platform != "linux" or "WEIGHTSMITH_CACHE_DIR" in os.environ:
        return None
    folder = Path(f"/dev/shm/weightsmith-{os.getuid()}")
    try:
        if shutil.disk_usage("/dev/shm").free < 3 << 30:
            return None
        folder.mkdir(mode=0o700, exist_ok=True)
        status = os.lstat(folder)
    except OSError:
        return None
    private = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077
    return folder if private else None


def evict(folder: Path, limit: int) -> None:
    """Remove the files that were not used for the longest time until the rest is no larger than `limit` bytes."""
    found: list[tuple[float, int, str]] = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if entry.name.endswith(_SUFFIX):
                    found.append((status.st_mtime, status.st_size, entry.path))
                elif entry.name.endswith(".part") and status.st_mtime < time.time() - 3600:
                    os.unlink(entry.path)
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= limit:
            return
        with contextlib.suppress(OSError):  # Windows keeps what is mapped
            os.unlink(path)
            total -= size


def key_of(path: Path, status: os.stat_result) -> str:
    """A name that changes when the image's file does."""
    said = f"{os.path.realpath(path)}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ino}"
    return blake2b(said.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


# -- the file


def levels_for(width: int, height: int, first: int = 1, smallest: int = 256) -> tuple[Level, ...]:
    """Levels from scale `first` on, halved until the longer side is at most `smallest`, one after another in the file."""
    levels: list[Level] = []
    scale, offset = first, _HEAD
    while True:
        w, h = max(1, -(-width // scale)), max(1, -(-height // scale))
        levels.append(Level(scale, w, h, offset))
        if max(w, h) <= smallest:
            return tuple(levels)
        offset += w * h * 4
        offset += -offset % _HEAD
        scale *= 2


def size_of(levels: tuple[Level, ...]) -> int:
    """Bytes of a file with these levels."""
    return levels[-1].offset + levels[-1].stride * levels[-1].height


def write_picture(picture: Picture, target: Path, parts: Iterable[tuple[Level, Iterable[bytes]]]) -> Picture:
    """Write a picture's file from the bytes of its levels (in the order of the file); gives it with its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.stem}-{secrets.token_hex(4)}.part")
    made = replace(picture, file=str(target))
    try:
        with beside.open("xb") as file:
            _write(file, made, parts)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    return made


def _write(file: BinaryIO, picture: Picture, parts: Iterable[tuple[Level, Iterable[bytes]]]) -> None:
    head = _MAGIC + json.dumps(asdict(picture)).encode()
    if len(head) > _HEAD:
        raise ValueError("a picture of too many levels")
    file.write(head.ljust(_HEAD))
    for level, rows in parts:
        file.seek(level.offset)
        for data in rows:
            file.write(data)


def read_head(path: Path) -> Picture | None:
    """The picture in a file; None when there is none, or a broken one."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            size = os.fstat(file.fileno()).st_size
        if not head.startswith(_MAGIC):
            return None
        said: dict[str, Any] = json.loads(head[len(_MAGIC) :])
        said["levels"] = tuple(Level(**level) for level in said["levels"])
        picture = replace(Picture(**said), file=str(path))
        return picture if size >= size_of(picture.levels) else None
    except (OSError, ValueError, TypeError, IndexError, KeyError):
        return None
