"""A mask while it is painted: one byte per pixel of the image, changed only where the brush goes."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Mask
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.annotation.shapes.masks import trimmed

type Box = tuple[int, int, int, int]
"""Left, top, right, bottom in whole pixels, the last two excluded."""
type Tip = Literal["round", "square"]


class Painting:
    """A working raster of the whole image. `numpy.zeros` touches no memory until something is painted there."""

    def __init__(self, width: int, height: int) -> None:
        self.stride = (width + 3) // 4 * 4
        """Bytes from one row to the next: pictures that share the memory want rows to begin at multiples of four."""
        self.pixels: NDArray[np.uint8] = np.zeros((height, self.stride), np.uint8)[:, :width]
        self.bounds: Box | None = None
        """Around all that was ever set."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def put(self, mask: Mask, value: int = 1) -> Box | None:
        """Add a mask's pixels, or clear them with 0; the box that changed."""
        width, height = self.size
        left, top = max(mask.left, 0), max(mask.top, 0)
        right, bottom = min(mask.left + mask.width, width), min(mask.top + mask.height, height)
        if right <= left or bottom <= top:
            return None
        bits = mask.bits()[top - mask.top : bottom - mask.top, left - mask.left : right - mask.left]
        self.pixels[top:bottom, left:right][bits] = value
        return self._grown((left, top, right, bottom), value)

    def stroke(self, start: Place, end: Place, radius: float, value: int = 1, tip: Tip = "round") -> Box | None:
        """What a brush covers on its way from `start` to `end`; the box that may have changed."""
        reach = max(radius, 0.5)
        box = self._within(
            min(start[0], end[0]) - reach, min(start[1], end[1]) - reach, max(start[0], end[0]) + reach,
            max(start[1], end[1]) + reach,
        )  # fmt: skip
        if box is None:
            return None
        left, top, right, bottom = box
        x = np.arange(left, right, dtype=np.float64) + (0.5 - start[0])
        y = (np.arange(top, bottom, dtype=np.float64) + (0.5 - start[1]))[:, None]
        covered = _covered(x, y, (end[0] - start[0], end[1] - start[1]), reach, tip)
        self.pixels[top:bottom, left:right][covered] = value
        return self._grown(box, value)

    def _within(self, left: float, top: float, right: float, bottom: float) -> Box | None:
        width, height = self.size
        made = (
            max(int(np.floor(left)), 0), max(int(np.floor(top)), 0), min(int(np.ceil(right)), width),
            min(int(np.ceil(bottom)), height),
        )  # fmt: skip
        return made if made[0] < made[2] and made[1] < made[3] else None

    def _grown(self, box: Box, value: int) -> Box:
        if value and self.bounds is None:
            self.bounds = box
        elif value and self.bounds is not None:
            left, top, right, bottom = self.bounds
            self.bounds = (min(left, box[0]), min(top, box[1]), max(right, box[2]), max(bottom, box[3]))
        return box

    def mask(self, value: int | None = None) -> Mask:
        """All that is set, or where the raster has one value, in its smallest box; an empty one for nothing."""
        if self.bounds is None:
            return trimmed(np.zeros((1, 1), np.bool_))
        left, top, right, bottom = self.bounds
        part = self.pixels[top:bottom, left:right]
        return trimmed(part != 0 if value is None else part == value, left, top)

    def values(self) -> list[int]:
        """The values other than 0 that occur, rising."""
        if self.bounds is None:
            return []
        left, top, right, bottom = self.bounds
        return [value for value in np.unique(self.pixels[top:bottom, left:right]).tolist() if value]


def _covered(x: NDArray[np.float64], y: NDArray[np.float64], way: Place, reach: float, tip: Tip) -> NDArray[np.bool_]:
    """Pixel centres within `reach` of the way from the origin, as distance or as the larger of both differences."""
    across, down = way
    length = across * across + down * down
    along = np.clip((x * across + y * down) / length, 0.0, 1.0) if length > 0 else np.zeros((1, 1))
    dx, dy = x - along * across, y - along * down
    if tip == "square":
        return np.asarray(_square(x, y, way, reach), dtype=np.bool_)
    # the pixel under the middle of a brush is always painted, however thin the brush
    return np.asarray(dx * dx + dy * dy <= max(reach * reach, 0.5), dtype=np.bool_)


def _square(x: NDArray[np.float64], y: NDArray[np.float64], way: Place, reach: float) -> NDArray[np.bool_]:
    """A square swept along the way: both axes must be within reach at one same moment of it."""
    low, high = np.zeros((len(y), len(x))), np.ones((len(y), len(x)))
    for axis, step in ((x, way[0]), (y, way[1])):
        if abs(step) < 1e-12:
            outside = np.broadcast_to(np.abs(axis) > reach, low.shape)
            low = np.where(outside, 2.0, low)
            continue
        first, last = (axis - reach) / step, (axis + reach) / step
        low = np.maximum(low, np.minimum(first, last))
        high = np.minimum(high, np.maximum(first, last))
    return low <= high
