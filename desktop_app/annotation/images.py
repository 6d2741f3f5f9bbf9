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

from desktop_app.annotation.tiffs import ORIENTATION, read_tiff

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


class ImageError(ValueError):
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
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd but harmless metadata is no concern of the person's
            with _open(path, limits) as image:
                _judge(image, path.stat().st_size, limits)
                yield image
    except ImageError as error:
        raise ImageError(f"{path.name}: {error}") from None
    except FileNotFoundError:
        raise ImageError(f"{path.name} is not there.") from None
    except PermissionError:
        raise ImageError(f"{path.name} may not be read.") from None
    except IsADirectoryError:
        raise ImageError(f"{path.name} is a folder.") from None
    except UnidentifiedImageError:
        raise ImageError(f"{path.name} is {_what_it_is(path)}.") from None
    except MemoryError:
        raise ImageError(f"{path.name} is too large for the memory that there is.") from None
    except Image.DecompressionBombError:
        raise ImageError(f"{path.name} would unpack to more pixels than are allowed.") from None
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, OverflowError) as error:
        raise ImageError(f"{path.name} is broken: {_reason(error)}.") from None
    except Exception as error:  # Pillow's readers fail in more ways than they say
        raise ImageError(f"{path.name} cannot be decoded ({type(error).__name__}).") from None


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


def _judge(image: "Image", size: int, limits: Limits) -> None:
    pixels = image.width * image.height
    if pixels > limits.pixels:
        raise ImageError(f"it has {image.width} x {image.height} pixels; more than {limits.pixels:,} are not opened.")
    if pixels > limits.trusted_pixels and pixels > size * limits.pixels_per_byte:
        raise ImageError(
            f"its {size:,} bytes would unpack to {image.width} x {image.height} pixels: a decompression bomb."
        )
    if not pixels:
        raise ImageError("it has no pixels.")


def _what_it_is(path: Path) -> str:
    with contextlib.suppress(OSError):
        if not path.stat().st_size:
            return "empty"
        with path.open("rb") as file:
            if file.read(40).startswith(b"version https://git-lfs"):
                return "a placeholder of Git LFS; the image itself was not downloaded"
    return "no image of a kind that is known"


def _reason(error: BaseException) -> str:
    text = str(error).strip().rstrip(".").splitlines()
    return text[0][:120] if text else type(error).__name__


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
