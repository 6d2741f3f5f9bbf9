"""What the canvas asks of the picture itself: a magic wand, a watershed from markers, superpixels; questions and answers as values.

The canvas gives a `Request` to whoever owns it and gets an `Answer` back some time later: the work needs the picture's
pixels and scikit-image, and both live in a worker process. `answer_to` is the function that runs there.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Mask, Shape
from desktop_app.annotation.shapes import growing
from desktop_app.annotation.shapes.masks import Box, trimmed, window

type Picture = NDArray[np.uint8]
type Load = Callable[[Box, int], Picture]
"""Gives the picture's pixels within a box, each axis reduced by a whole factor (`array[::n, ::n]` would do)."""

MOST_PIXELS = 4_000_000
"""Larger regions are worked on at a reduced size, so that an answer takes a second and not a minute."""


@dataclass(frozen=True, slots=True)
class Wand:
    """Pixels like the one at a place."""

    place: tuple[int, int]
    tolerance: float
    """How far every channel may be off, 0 to 255."""
    connected: bool = True


@dataclass(frozen=True, slots=True)
class Watershed:
    """The whole region shared out among painted markers."""

    markers: tuple[Mask, ...]


@dataclass(frozen=True, slots=True)
class Superpixels:
    """Patches of like colour."""

    count: int = 500
    compactness: float = 10.0


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is known of one object, for a model that finds it: places on it, or a box around it; pixels of the image."""

    points: tuple[tuple[float, float], ...] = ()
    box: tuple[float, float, float, float] | None = None
    background: tuple[tuple[float, float], ...] = ()
    """Places that do not belong to it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question about a part of the picture."""

    number: int
    """Comes back in the answer; the canvas only takes the answer to its latest question."""
    region: Box
    work: Wand | Watershed | Superpixels | Prompt


@dataclass(frozen=True, slots=True)
class Patches:
    """Superpixels of a region: the number of the patch at every `scale`th pixel."""

    region: Box
    scale: int
    numbers: NDArray[np.int32]

    def number_at(self, x: float, y: float) -> int | None:
        """The patch at a place of the image; None outside the region."""
        left, top, right, bottom = self.region
        if not (left <= x < right and top <= y < bottom):
            return None
        row, column = int(y - top) // self.scale, int(x - left) // self.scale
        height, width = self.numbers.shape
        return int(self.numbers[min(row, height - 1), min(column, width - 1)])

    def mask_of(self, numbers: set[int]) -> Mask:
        """The pixels of these patches."""
        bits = np.isin(self.numbers, list(numbers))
        return _enlarged(bits, self.region, self.scale)


@dataclass(frozen=True, slots=True)
class Answer:
    """The masks that were asked for, in the order of the markers; or patches."""

    number: int
    masks: tuple[Mask, ...] = ()
    patches: Patches | None = None
    shapes: tuple[Shape, ...] = ()
    """The outlines of the mask as polygons, where a `Prompt` was asked."""


def scale_for(region: Box, most: int = MOST_PIXELS) -> int:
    """The whole factor by which a region must be reduced to have at most `most` pixels."""
    left, top, right, bottom = region
    scale = 1
    while ((right - left) // scale) * ((bottom - top) // scale) > most:
        scale += 1
    return scale


def answer_to(request: Request, load: Load) -> Answer:
    """Work it out; for a worker process. A `Prompt` is for `assist.asking.guess`."""
    if isinstance(request.work, Prompt):
        raise TypeError("a prompt needs a model")
    exact = isinstance(request.work, Wand)
    scale = scale_for(request.region, MOST_PIXELS * 8 if exact else MOST_PIXELS)
    picture = load(request.region, scale)
    if isinstance(request.work, Wand):
        return Answer(request.number, (_wand(request.work, picture, request.region, scale),))
    if isinstance(request.work, Watershed):
        return Answer(request.number, _watershed(request.work, picture, request.region, scale))
    found = growing.superpixels(picture, request.work.count, request.work.compactness)
    return Answer(request.number, patches=Patches(request.region, scale, found))


def _wand(work: Wand, picture: Picture, region: Box, scale: int) -> Mask:
    x, y = (work.place[0] - region[0]) // scale, (work.place[1] - region[1]) // scale
    found = growing.wand(picture, x, y, work.tolerance, connected=work.connected)
    height, width = picture.shape[:2]
    return _enlarged(window(found, (0, 0, width, height)), region, scale)


def _watershed(work: Watershed, picture: Picture, region: Box, scale: int) -> tuple[Mask, ...]:
    height, width = picture.shape[:2]
    seeds = np.zeros((height, width), np.uint8)
    for number, marker in enumerate(work.markers[: growing.BORDER - 1], start=1):
        seeds[_reduced(window(marker, region), scale, height, width)] = number
    grown = growing.watershed(picture, seeds)
    return tuple(_enlarged(grown == number, region, scale) for number in range(1, len(work.markers) + 1))


def _reduced(bits: NDArray[np.bool_], scale: int, height: int, width: int) -> NDArray[np.bool_]:
    """Smaller by a whole factor; a cell is set when any of its pixels is, so that a thin marker is not lost."""
    if scale == 1:
        return bits
    padded = np.zeros((height * scale, width * scale), np.bool_)
    part = bits[: height * scale, : width * scale]
    padded[: part.shape[0], : part.shape[1]] = part
    return padded.reshape(height, scale, width, scale).any(axis=(1, 3))


def _enlarged(bits: NDArray[np.bool_], region: Box, scale: int) -> Mask:
    """At the image's own size again, where it lies in the image."""
    left, top, right, bottom = region
    if scale > 1:
        bits = bits.repeat(scale, axis=0).repeat(scale, axis=1)
        short = (max(bottom - top - bits.shape[0], 0), max(right - left - bits.shape[1], 0))
        bits = np.pad(bits, ((0, short[0]), (0, short[1])), mode="edge")[: bottom - top, : right - left]
    return trimmed(bits, left, top)
