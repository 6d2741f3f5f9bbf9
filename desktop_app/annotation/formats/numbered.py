"""Pictures whose pixels are numbers, of classes or of objects: read whatever they are stored as, written with VOC's palette."""

import warnings
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.formats.reading import BadRecord
from desktop_app.annotation.shapes.masks import MOST_PIXELS

_LARGEST_INDEX: Final = 255


def read_numbers(path: Path) -> NDArray[np.int64]:
    """The number at each pixel of a PNG: of its palette, its grey value, or the colour as one number; shape (h, w)."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=["PNG", "BMP", "TIFF"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise BadRecord(f"A mask of {picture.width} x {picture.height} pixels is too large.")
                pixels = np.asarray(picture.convert("RGB") if picture.mode in ("RGBA", "LA", "CMYK") else picture)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise BadRecord(f"The mask cannot be read ({error}).") from None
    if pixels.ndim == 2:
        return pixels.astype(np.int64)
    red, green, blue = (pixels[..., channel].astype(np.int64) for channel in range(3))
    if (red == green).all() and (green == blue).all():
        return red  # three equal channels are one number
    return (red << 16 | green << 8 | blue) + (1 << 24)


def is_colour(value: int) -> bool:
    """Whether a number from `read_numbers` is a colour."""
    return value >= 1 << 24


def write_indexed(path: Path, numbers: NDArray[Any]) -> None:
    """Write a PNG with VOC's palette, or with 16 bits when numbers go beyond 255."""
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    if int(numbers.max(initial=0)) > _LARGEST_INDEX:
        Image.fromarray(numbers.astype(np.uint16)).save(path, format="PNG")
        return
    picture = Image.fromarray(numbers.astype(np.uint8)).convert("P")
    picture.frombytes(numbers.astype(np.uint8).tobytes())
    picture.putpalette(_palette())
    picture.save(path, format="PNG")


def _palette() -> list[int]:
    """VOC's colours: bits of the number spread over the bits of red, green and blue, the highest first."""
    colours: list[int] = []
    for number in range(256):
        rest, channels = number, [0, 0, 0]
        for bit in range(7, -1, -1):
            for channel in range(3):
                channels[channel] |= (rest >> channel & 1) << bit
            rest >>= 3
        colours += channels
    return colours
