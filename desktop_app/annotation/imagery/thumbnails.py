"""Small pictures of images for lists and contact sheets, made in a worker and small enough for its pipe.

Those of large images are kept as files: the second look at a folder of 12-megapixel PNGs costs a hundredth of the first.
"""

import contextlib
import io
import os
import random
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop_app.annotation.imagery.decoding import packed, shown_of
from desktop_app.annotation.imagery.images import ImageError, opened, seen_size
from desktop_app.annotation.imagery.pictures import cache_folder, key_of
from desktop_app.replacing import replace_file

if TYPE_CHECKING:
    from PIL.Image import Image

_WORTH_KEEPING: Final = 2_000_000
"""Pixels of an image from which its thumbnail is kept."""
_MOST: Final = 40_000
"""Thumbnails that are kept; when there are more, the oldest half goes."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture: rows of four bytes a pixel, red, green, blue, opacity (premultiplied; 255 if opaque)."""

    width: int
    height: int
    data: bytes
    opaque: bool
    whole: tuple[int, int]
    """Width and height of the image itself."""


def thumbnail(path: Path, side: int = 160) -> Thumbnail:
    """The image within a square of `side` pixels, upright; ImageError when it cannot be shown."""
    kept = _kept_file(path, side)
    if kept is not None and (found := _read(kept)) is not None:
        return found
    with opened(path) as image:
        whole = seen_size(image)
        if image.format in ("JPEG", "MPO"):
            image.draft("RGB", (side * 2, side * 2))  # decodes at a half, a quarter or an eighth
        small = shown_of(image, path)
        small.thumbnail((side, side))
    made = _made(small, whole)
    if kept is not None and made.opaque and whole[0] * whole[1] >= _WORTH_KEEPING:
        _keep(kept, small, whole)
    return made


def thumbnails(paths: Iterable[Path], side: int = 160) -> Generator[tuple[str, Thumbnail | ImageError]]:
    """One after another: the path as given, and its thumbnail or what says why there is none."""
    for path in paths:
        try:
            yield str(path), thumbnail(path, side)
        except ImageError as error:
            yield str(path), error


def _made(small: "Image", whole: tuple[int, int]) -> Thumbnail:
    return Thumbnail(small.width, small.height, packed(small), small.mode != "RGBa", whole)


def _kept_file(path: Path, side: int) -> Path | None:
    """Where the thumbnail of this state of an image is kept."""
    try:
        key = key_of(path, path.stat())
    except OSError:
        return None
    return cache_folder() / "thumbnails" / key[:2] / f"{key}-{side}.jpg"


def _read(file: Path) -> Thumbnail | None:
    from PIL import Image

    try:
        with Image.open(file, formats=["JPEG"]) as image:
            said: Any = image.info.get("comment", b"")
            width, height = map(int, said.split(b"x"))
            return _made(image.convert("RGB"), (width, height))
    except (OSError, ValueError, SyntaxError):
        return None


def _keep(file: Path, small: "Image", whole: tuple[int, int]) -> None:
    """Keep a thumbnail; a disk that is full or may not be written is no reason to have none."""
    data = io.BytesIO()
    small.save(data, "JPEG", quality=88, comment=f"{whole[0]}x{whole[1]}".encode())
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, data.getvalue())
        if random.random() < 0.01:
            _forget(file.parent, _MOST // 256)


def _forget(folder: Path, most: int) -> None:
    """Remove the older half of a folder that holds more than `most` files."""
    entries = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(folder)]
    if len(entries) > most:
        for _, path in sorted(entries)[: len(entries) // 2]:
            os.unlink(path)
