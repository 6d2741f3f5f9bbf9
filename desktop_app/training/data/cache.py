"""Images decoded and scaled once: a file of canvases beside an index of what they were made from, shared by processes.

Both files only grow. An image that changes gets another key and so another place; a line of the index is written after the
pixels that it names, so that a killed process leaves nothing that could be read wrongly.
"""

import contextlib
import hashlib
import io
import os
import shutil
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from desktop_app.annotation.imagery.pictures import cache_folder
from desktop_app.training.data.pictures import Pixels, UnreadableImage, identity_of, picture_on
from desktop_app.training.data.placing import Canvas, Placement
from desktop_app.training.locking import locked

RAW_LIMIT: Final = 2 << 30
"""Up to so many bytes canvases are kept as they are; larger sets as JPEG, a seventh of the size and slower to read."""
TOTAL_LIMIT: Final = 8 << 30
"""Caches that were not used for longest are removed above this."""
_QUALITY: Final = 92

type Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class _Place:
    offset: int
    length: int
    width: int
    height: int


def cache_for(root: str, canvas: Canvas, count: int) -> "ImageCache":
    """The cache of a data set at one canvas; `count` images decide how pixels are kept."""
    raw = count * canvas[0] * canvas[1] * 3 <= RAW_LIMIT
    name = hashlib.sha256(os.path.realpath(root).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    folder = cache_folder() / "training" / f"{name}-{canvas[0]}x{canvas[1]}{'' if raw else '-jpeg'}"
    forget_oldest(folder.parent, keep=folder)
    return ImageCache(folder, canvas, raw=raw)


def forget_oldest(folder: Path, *, keep: Path, limit: int = TOTAL_LIMIT) -> None:
    """Remove the caches that were not used for longest until the rest fits into `limit` bytes."""
    found: list[tuple[float, int, Path]] = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                file = os.stat(Path(entry.path) / "pixels")
                found.append((file.st_atime, file.st_size, Path(entry.path)))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= limit:
            return
        if path != keep:
            shutil.rmtree(path, ignore_errors=True)
            total -= size


class ImageCache:
    """Canvases by image file. Usable from several threads and processes at once; never fails for lack of room."""

    def __init__(self, folder: Path, canvas: Canvas, *, raw: bool = True) -> None:
        self.folder, self.canvas, self.raw = folder, canvas, raw
        self._places: dict[str, _Place] = {}
        self._keys: dict[str, str] = {}
        self._guard = threading.Lock()
        self._process = 0
        self._pixels = self._index = -1
        self._read_to = 0
        self._stop = threading.Event()
        self._filling: threading.Thread | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Another process opens the files itself."""
        return (_opened, (self.folder, self.canvas, self.raw))

    def get(self, path: str) -> tuple[Pixels, Placement]:
        """The image on its canvas and how it lies there; decoded now unless it was before. Raises `UnreadableImage`."""
        key = self._key(path)
        place = self._find(key)
        if place is not None:
            pixels = self._load(place)
            if pixels is not None:
                return pixels, Placement.of(place.width, place.height, self.canvas)
        pixels, placement = picture_on(self.canvas, path)
        if not self.raw:  # the first look must be the same as every later one
            data = _jpeg(pixels)
            self._store(key, data, placement)
            return _from_jpeg(data), placement
        self._store(key, memoryview(pixels).cast("B"), placement)
        return pixels, placement

    def has(self, path: str) -> bool:
        """Whether the image need not be decoded any more."""
        return self._find(self._key(path)) is not None

    def changed(self, paths: Sequence[str]) -> list[str]:
        """Image files that are not any more what they were when this object first looked; from now on the new ones count."""
        found = [path for path in paths if path in self._keys and self._keys[path] != self._name(path)]
        for path in found:
            del self._keys[path]
        return found

    def fill(self, paths: Sequence[str], progress: Progress | None = None, threads: int = 1) -> int:
        """Decode what is missing, in order; returns how many images could not be read."""
        missing = [path for path in paths if not self.has(path)]
        broken, done = 0, len(paths) - len(missing)
        with ThreadPoolExecutor(threads) as pool:
            for start in range(0, len(missing), 4 * threads):
                if self._stop.is_set():
                    break
                part = missing[start : start + 4 * threads]
                broken += sum(not ok for ok in (pool.map(self._prepare, part) if threads > 1 else map(self._prepare, part)))  # fmt: skip
                done += len(part)
                if progress is not None:
                    progress(done, len(paths), "")
        return broken

    def fill_in_background(self, paths: Sequence[str]) -> None:
        """Start decoding what is missing in a thread; `close` ends it."""
        self._filling = threading.Thread(target=self.fill, args=(paths,), daemon=True, name="image cache")
        self._filling.start()

    def stop(self) -> None:
        """End filling after the image that is being decoded."""
        self._stop.set()

    def close(self) -> None:
        """End filling and close the files."""
        self.stop()
        if self._filling is not None:
            self._filling.join()
        with self._guard:
            self._close_files()

    def __enter__(self) -> "ImageCache":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self, path: str) -> bool:
        if self._stop.is_set() or self.has(path):
            return True
        try:
            self.get(path)
        except UnreadableImage:
            return False
        return True

    def _key(self, path: str) -> str:
        key = self._keys.get(path)
        if key is None:
            key = self._keys[path] = self._name(path)
        return key

    def _name(self, path: str) -> str:
        text = "\0".join((os.path.abspath(path), *map(str, identity_of(path))))
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:24]

    def _find(self, key: str) -> _Place | None:
        place = self._places.get(key)
        if place is None:
            with self._guard:
                self._read_index()
            place = self._places.get(key)
        return place

    def _load(self, place: _Place) -> Pixels | None:
        with self._guard:
            if not self._open():
                return None
            data = _read_at(self._pixels, place.length, place.offset)
        if len(data) != place.length:  # the file was cut; the image is simply decoded again
            return None
        if not self.raw:
            return _from_jpeg(data)
        width, height = self.canvas
        return np.frombuffer(data, np.uint8).reshape(height, width, 3)

    def _store(self, key: str, data: bytes | memoryview, placement: Placement) -> None:
        with self._guard, contextlib.suppress(OSError):
            if not self._open():
                return
            with locked(self._index):
                self._read_index()
                if key in self._places:
                    return
                offset = os.lseek(self._pixels, 0, os.SEEK_END)
                written = 0
                while written < len(data):
                    written += os.write(self._pixels, data[written:])
                line = f"\n{key} {offset} {len(data)} {placement.width} {placement.height} .\n"
                os.write(self._index, line.encode())

    def _read_index(self) -> None:
        if not self._open():
            return
        size = os.fstat(self._index).st_size
        while self._read_to < size:
            data = _read_at(self._index, min(1 << 20, size - self._read_to), self._read_to)
            end = data.rfind(b"\n") + 1
            if not end:
                return
            self._read_to += end
            for line in data[:end].split(b"\n"):
                parts = line.split()
                if len(parts) == 6 and parts[5] == b"." and all(part.isdigit() for part in parts[1:5]):
                    self._places[parts[0].decode("ascii", "replace")] = _Place(*map(int, parts[1:5]))

    def _open(self) -> bool:
        """Open the files, anew in a forked process: locks belong to what a process opened itself."""
        if self._process == os.getpid():
            return self._pixels >= 0
        self._process, self._pixels, self._index = os.getpid(), -1, -1
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._index = os.open(self.folder / "index", flags, 0o666)
            self._pixels = os.open(self.folder / "pixels", flags, 0o666)
        except OSError:
            self._close_files()
            return False
        return True

    def _close_files(self) -> None:
        for descriptor in (self._pixels, self._index):
            if descriptor >= 0:
                os.close(descriptor)
        self._pixels = self._index = -1


def _opened(folder: Path, canvas: Canvas, raw: bool) -> ImageCache:
    return ImageCache(folder, canvas, raw=raw)


def _read_at(descriptor: int, length: int, offset: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(descriptor, length, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, length)


def _jpeg(pixels: Pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _from_jpeg(data: bytes) -> Pixels:
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        return np.asarray(image, np.uint8)
