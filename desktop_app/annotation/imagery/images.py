"""Images as they are seen: decoded with their EXIF orientation, whatever they are made of; a broken one is one sentence.

Nothing here ever writes an image's file.
"""

import contextlib
import threading
import warnings
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop_app.annotation.imagery.tiffs import ORIENTATION, read_tiff
from desktop_app.annotation.sentences import Trouble, reason_of

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES: Final = (
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".dib", ".gif", ".tif", ".tiff", ".webp", ".ppm", ".pgm", ".pbm",
    ".pnm", ".jp2", ".j2k", ".tga", ".avif", ".mpo",
)  # fmt: skip
"""Endings of files that are taken for images."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is decoded at all."""

    pixels: int = 600_000_000
    trusted_pixels: int = 150_000_000
    """Up to here an image may be compressed as much as it likes."""
    pixels_per_byte: int = 400
    """Larger images that hold more pixels for each byte of their file are taken for decompression bombs."""


LIMITS: Final = Limits()


class ImageError(Trouble):
    """An image that cannot be shown: one sentence with its name and the reason."""


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """What an image's head says."""

    width: int
    """After EXIF orientation, as is `height`."""
    height: int
    mode: str
    orientation: int
    """1 to 8 as EXIF counts; 1 is upright."""
    frames: int
    bytes: int


@contextlib.contextmanager
def opened(path: Path, limits: Limits = LIMITS) -> "Generator[Image]":
    """The image, its head read and judged; whatever goes wrong inside the block becomes an ImageError."""

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd but harmless metadata is no concern of the person's
            with _open(path, limits) as image:
                _judge(image, path, limits)
                yield image
    except ImageError:
        raise
    except Exception as error:  # Pillow's readers fail in more ways than they say
        raise _refusal(path, error) from None


def _refusal(path: Path, error: Exception) -> ImageError:
    from PIL import UnidentifiedImageError

    name = path.name
    codes: tuple[tuple[type[Exception], str], ...] = (
        (FileNotFoundError, "image-absent"),
        (PermissionError, "image-forbidden"),
        (IsADirectoryError, "image-folder"),
        (MemoryError, "image-memory"),
    )
    for kind, code in codes:
        if isinstance(error, kind):
            return ImageError(code, name=name)
    if isinstance(error, UnidentifiedImageError):
        return ImageError(_what_it_is(path), name=name)
    expected = (OSError, ValueError, SyntaxError, EOFError, TypeError, LookupError, OverflowError)
    if isinstance(error, expected):
        return ImageError("image-broken", name=name, reason=reason_of(error))
    return ImageError("image-undecodable", name=name, reason=type(error).__name__)


_lock = threading.Lock()


def _open(path: Path, limits: Limits) -> "Image":
    """Open without Pillow's own limit on pixels, which is the process's; ours follows at once."""
    from PIL import Image, UnidentifiedImageError

    with _lock:
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            return Image.open(path)
        except UnidentifiedImageError:
            if path.suffix.lower() not in (".tif", ".tiff"):
                raise
        finally:
            Image.MAX_IMAGE_PIXELS = limit
    return read_tiff(path, limits.trusted_pixels)


def _judge(image: "Image", path: Path, limits: Limits) -> None:
    width, height, size = image.width, image.height, path.stat().st_size
    pixels = width * height
    if pixels > limits.pixels:
        limit = f"{limits.pixels:,}"
        raise ImageError("image-too-many-pixels", name=path.name, width=width, height=height, limit=limit)
    if pixels > limits.trusted_pixels and pixels > size * limits.pixels_per_byte:
        raise ImageError("image-bomb", name=path.name, bytes=f"{size:,}", width=width, height=height)
    if not pixels:
        raise ImageError("image-no-pixels", name=path.name)


def _what_it_is(path: Path) -> str:
    """The code of what lies in a file that is no image."""
    with contextlib.suppress(OSError):
        if not path.stat().st_size:
            return "image-empty"
        with path.open("rb") as file:
            if file.read(40).startswith(b"version https://git-lfs"):
                return "image-lfs"
    return "image-unknown"


# -- what the head says


def image_info(path: Path) -> ImageInfo:
    """Size and kind without decoding; ImageError when the head cannot be read."""
    with opened(path) as image:
        width, height = seen_size(image)
        frames = int(getattr(image, "n_frames", 1) or 1) if image.format in ("GIF", "TIFF", "WEBP", "PNG", "MPO") else 1
        return ImageInfo(width, height, image.mode, orientation_of(image), frames, path.stat().st_size)


def image_size(path: Path) -> tuple[int, int]:
    """Width and height as seen, without decoding."""
    with opened(path) as image:
        return seen_size(image)


def seen_size(image: "Image") -> tuple[int, int]:
    """Width and height after EXIF orientation."""
    turned = orientation_of(image) >= 5 and image.format != "TIFF"  # Pillow turns TIFF by itself
    return (image.height, image.width) if turned else (image.width, image.height)


def orientation_of(image: "Image") -> int:
    """The EXIF orientation, 1 where there is none or it is broken."""
    if (
        image.format == "PNG"
        and not {"exif", "Raw profile type exif"} & image.info.keys()
        and not _has_late_exif(image)
    ):
        return 1  # asking Pillow would decode the whole image
    try:
        value: Any = image.getexif().get(ORIENTATION, 1)
    except Exception:  # Pillow's parser of broken EXIF fails in many ways
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _has_late_exif(image: "Image") -> bool:
    """Whether a PNG has its EXIF after its pixels, where Pillow's look at the head does not come."""
    name: Any = getattr(image, "filename", "")
    if not name:
        return False
    with open(name, "rb", buffering=0) as file:
        place = 8
        while file.seek(place) and len(head := file.read(8)) == 8:
            if head[4:] in (b"eXIf", b"IEND"):
                return head[4:] == b"eXIf"
            place += 12 + int.from_bytes(head[:4], "big")
    return False
