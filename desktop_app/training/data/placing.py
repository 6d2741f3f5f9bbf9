"""The canvas that all images of a run are fitted into, and where pixels and shapes come to lie on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

MULTIPLE = 16
"""Sides of a canvas are multiples of this: the nets halve them four times."""

type Canvas = tuple[int, int]
"""Width and height in pixels."""


@dataclass(frozen=True, slots=True)
class Placement:
    """How an image of `width` x `height` lies on a canvas: scaled, its top left corner on the canvas's."""

    width: int
    height: int
    scale: float

    @staticmethod
    def of(width: int, height: int, canvas: Canvas) -> "Placement":
        """The largest that fits, with its aspect kept."""
        return Placement(width, height, min(canvas[0] / max(1, width), canvas[1] / max(1, height)))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the image on the canvas."""
        return (max(1, round(self.width * self.scale)), max(1, round(self.height * self.scale)))

    def on_canvas(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the original image, shape (n, 2), in canvas pixels."""
        return points * self.scale

    def on_image(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the canvas, shape (n, 2), in pixels of the original image, kept inside of it."""
        return np.clip(points / self.scale, 0, [self.width, self.height])


def canvas_of(sizes: Sequence[tuple[int, int]], image_size: int) -> Canvas:
    """One canvas for images of these sizes: the usual aspect, its longer side at most `image_size` and never larger than they are."""
    known = [(width, height) for width, height in sizes if width > 0 and height > 0]
    if not known:
        return (_rounded(image_size), _rounded(image_size))
    longest = min(image_size, median(max(size) for size in known))
    aspect = median(width / height for width, height in known)
    width, height = (longest, longest / aspect) if aspect >= 1 else (longest * aspect, longest)
    return (_rounded(width), _rounded(height))


def _rounded(length: float) -> int:
    return max(2 * MULTIPLE, int(np.ceil(length / MULTIPLE - 0.05)) * MULTIPLE)
