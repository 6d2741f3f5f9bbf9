"""Small pictures of images for lists and contact sheets, made in a worker and small enough for its pipe."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.annotation.decoding import shown_of
from desktop_app.annotation.images import ImageError, opened, seen_size


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture: rows of four bytes a pixel, red, green, blue, and opacity (premultiplied) or nothing."""

    width: int
    height: int
    data: bytes
    opaque: bool
    whole: tuple[int, int]
    """Width and height of the image itself."""


def thumbnail(path: Path, side: int = 160) -> Thumbnail:
    """The image within a square of `side` pixels, upright; ImageError when it cannot be shown."""
    with opened(path) as image:
        whole = seen_size(image)
        if image.format in ("JPEG", "MPO"):
            image.draft("RGB", (side * 2, side * 2))  # decodes at a half, a quarter or an eighth
        shown = shown_of(image, path)
        shown.thumbnail((side, side))
        opaque = shown.mode != "RGBa"
        return Thumbnail(shown.width, shown.height, shown.tobytes("raw", "RGBX" if opaque else "RGBa"), opaque, whole)


def thumbnails(paths: Iterable[Path], side: int = 160) -> Generator[tuple[str, Thumbnail | ImageError]]:
    """One after another: the path as given, and its thumbnail or what says why there is none."""
    for path in paths:
        try:
            yield str(path), thumbnail(path, side)
        except ImageError as error:
            yield str(path), error
