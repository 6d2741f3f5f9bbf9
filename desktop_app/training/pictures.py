"""An image file brought onto the canvas: decoded no larger than needed, turned as its EXIF says, scaled, padded."""

import os
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from desktop_app.training.placing import Canvas, Placement

type Pixels = NDArray[np.uint8]
"""Shape (height, width, 3), RGB."""

PADDING: Final = 114
"""Grey of what the image leaves free of the canvas."""
MOST_PIXELS: Final = 400_000_000
"""An image may have no more: what claims more is broken or hostile."""


class UnreadableImage(ValueError):
    """One image that cannot be used; the others can."""


def picture_on(canvas: Canvas, path: str) -> tuple[Pixels, Placement]:
    """The image on its canvas, shape (canvas height, canvas width, 3), and how it lies there; raises `UnreadableImage`."""
    try:
        with Image.open(path) as file:
            if file.width * file.height > MOST_PIXELS:
                raise UnreadableImage(f"{path}: {file.width} x {file.height} pixels are too many.")
            turned = _is_on_its_side(file)
            size = (file.height, file.width) if turned else file.size
            placement = Placement.of(*size, canvas)
            wanted = placement.size[::-1] if turned else placement.size
            file.draft("RGB", wanted)  # a JPEG is decoded at an eighth, a quarter or a half where that suffices
            image = _rgb(ImageOps.exif_transpose(file))
            image = image.resize(placement.size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    except UnreadableImage:
        raise
    except FileNotFoundError:
        raise UnreadableImage(f"{path}: the image is not there.") from None
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise UnreadableImage(f"{path}: the image cannot be read: {reason.rstrip('.')}.") from None
    return _padded(np.asarray(image, np.uint8), canvas), placement


def array_on(canvas: Canvas, pixels: Pixels) -> tuple[Pixels, Placement]:
    """The same for an image that is decoded already."""
    height, width = pixels.shape[:2]
    placement = Placement.of(width, height, canvas)
    image = Image.fromarray(pixels).resize(placement.size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return _padded(np.asarray(image, np.uint8), canvas), placement


def size_of(path: str) -> tuple[int, int]:
    """Width and height after EXIF, from the file's head; (0, 0) when it cannot be told."""
    try:
        with Image.open(path) as file:
            return (file.height, file.width) if _is_on_its_side(file) else file.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return (0, 0)


def identity_of(path: str) -> tuple[int, int]:
    """What changes when an image file changes: its time of change in ns and its size; zeros when it is gone."""
    try:
        found = os.stat(path)
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def _is_on_its_side(file: Image.Image) -> bool:
    return file.getexif().get(0x0112, 1) in (5, 6, 7, 8)


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):  # 16 bits and more: the darkest and the brightest pixel become black and white
        values = np.asarray(image, np.float64)
        low, high = float(values.min()), float(values.max())
        image = Image.fromarray(((values - low) * (255.0 / max(high - low, 1e-12))).astype(np.uint8))
    return image if image.mode == "RGB" else image.convert("RGB")


def _padded(pixels: Pixels, canvas: Canvas) -> Pixels:
    width, height = canvas
    if pixels.shape[:2] == (height, width):
        return np.ascontiguousarray(pixels)
    whole = np.full((height, width, 3), PADDING, np.uint8)
    whole[: pixels.shape[0], : pixels.shape[1]] = pixels
    return whole
