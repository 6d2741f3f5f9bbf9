"""TIFF of kinds that Pillow does not know, and values of any range as eight bits."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

ORIENTATION: Final = 0x0112
"""The tag of EXIF and of TIFF."""
RANGE: Final = "weightsmith-range"
"""Under which an image's `info` says which values became black and white."""


def read_tiff(path: Path, most_pixels: int) -> "Image":
    """The first picture of a TIFF of a kind that Pillow does not know: more than 8 bits a channel, planes apart, floats."""
    from PIL import Image

    tifffile: Any = import_module("tifffile")
    try:
        with tifffile.TiffFile(path) as file:
            page: Any = file.pages[0]
            if int(page.imagewidth) * int(page.imagelength) > most_pixels:
                raise OverflowError(
                    f"it has {page.imagewidth} x {page.imagelength} pixels of a kind that is read whole."
                )
            pixels: NDArray[Any] = page.asarray()
            turned: Any = page.tags.get(ORIENTATION)
    except (OverflowError, MemoryError):
        raise
    except Exception as error:  # its ways to fail are many
        raise OSError(str(error)) from None
    if pixels.ndim == 3 and pixels.shape[0] in (3, 4) and pixels.shape[2] not in (3, 4):
        pixels = np.moveaxis(pixels, 0, -1)
    if pixels.ndim == 3:
        pixels = np.ascontiguousarray(pixels[..., :3]) if pixels.shape[2] >= 3 else pixels[..., 0]
    if pixels.ndim not in (2, 3):
        raise OSError(f"pictures of shape {pixels.shape} are not known")
    shown, low, high = stretched(pixels)
    image = Image.fromarray(shown)
    image.info[RANGE] = (low, high)
    image.getexif()[ORIENTATION] = int(turned.value) if turned is not None else 1
    return image


def stretched(values: NDArray[Any]) -> tuple[NDArray[np.uint8], float, float]:
    """Values of any range as 0 to 255, and the smallest and largest of them; 8-bit values stay as they are."""
    if values.dtype == np.uint8:
        return values, 0.0, 255.0
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    if not finite.size:
        return np.zeros(values.shape, np.uint8), 0.0, 0.0
    low, high = float(finite.min()), float(finite.max())
    if low == high:
        return np.zeros(values.shape, np.uint8), low, high
    scaled = (np.nan_to_num(values.astype(np.float32), nan=low, posinf=high, neginf=low) - low) * (255.0 / (high - low))
    return np.clip(scaled, 0, 255).astype(np.uint8), low, high
