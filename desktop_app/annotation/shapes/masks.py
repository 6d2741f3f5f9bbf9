"""Masks as values: made from rings and strokes, joined and cut, and traced back to rings with holes.

Rings lie in the image's coordinates, where pixel (row, column) covers the square from (column, row) to (column + 1, row + 1).
A pixel belongs to rings when its centre is inside by the even-odd rule, so that a hole is simply one more ring.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from desktop_app.annotation.imagery.imaging import approximated, contours_of, parts_of
from desktop_app.annotation.model import Mask, Points, points_of

type Bits = NDArray[np.bool_]
"""Shape (height, width)."""
type Box = tuple[int, int, int, int]
"""Left, top, right, bottom in whole pixels, the last two excluded."""

MOST_PIXELS: Final = 600_000_000
"""A mask's box may hold no more: what asks for more comes from a broken or hostile file."""

EMPTY: Final = Mask(0, 0, 0, 0, b"")


class MaskError(ValueError):
    """A mask that cannot be made: one sentence that says why."""


def _checked(width: int, height: int) -> None:
    if width < 0 or height < 0 or width * height > MOST_PIXELS:
        raise MaskError(f"A mask of {width} x {height} pixels is more than the {MOST_PIXELS:,} that are allowed.")


def box_of(mask: Mask) -> Box:
    """The box that the mask is stored in."""
    return (mask.left, mask.top, mask.left + mask.width, mask.top + mask.height)


def area_of(mask: Mask) -> int:
    """How many pixels belong to the object."""
    return int(np.bitwise_count(np.frombuffer(mask.packed, np.uint8)).sum())


def window(mask: Mask, box: Box) -> Bits:
    """The mask's pixels within `box`, which may be larger, smaller or elsewhere; shape (height, width) of the box."""
    left, top, right, bottom = box
    _checked(right - left, bottom - top)
    seen = np.zeros((max(0, bottom - top), max(0, right - left)), np.bool_)
    x0, y0, x1, y1 = _overlap(box_of(mask), box)
    if x0 < x1 and y0 < y1:
        part = mask.bits()[y0 - mask.top : y1 - mask.top, x0 - mask.left : x1 - mask.left]
        seen[y0 - top : y1 - top, x0 - left : x1 - left] = part
    return seen


def trimmed(bits: NDArray[Any], left: int = 0, top: int = 0) -> Mask:
    """A mask in the smallest box that holds every pixel of `bits`; `EMPTY` when there is none."""
    rows, columns = np.flatnonzero(bits.any(axis=1)), np.flatnonzero(bits.any(axis=0))
    if not len(rows):
        return EMPTY
    y0, y1, x0, x1 = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    return Mask.of(bits[y0:y1, x0:x1], left + x0, top + y0)


def clipped(mask: Mask, width: int, height: int) -> Mask:
    """The part of the mask that lies in an image of that size."""
    x0, y0, x1, y1 = box = _overlap(box_of(mask), (0, 0, width, height))
    return trimmed(window(mask, box), x0, y0) if x0 < x1 and y0 < y1 else EMPTY


def moved(mask: Mask, right: int, down: int) -> Mask:
    """The mask at another place."""
    return Mask(mask.left + right, mask.top + down, mask.width, mask.height, mask.packed)


def union(masks: Iterable[Mask]) -> Mask:
    """Every pixel that belongs to at least one of them."""
    there = [mask for mask in masks if mask.width and mask.height]
    if not there:
        return EMPTY
    lefts, tops, rights, bottoms = zip(*map(box_of, there), strict=True)
    left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    _checked(right - left, bottom - top)
    whole = np.zeros((bottom - top, right - left), np.bool_)
    for mask in there:
        y, x = mask.top - top, mask.left - left
        whole[y : y + mask.height, x : x + mask.width] |= mask.bits()
    return trimmed(whole, left, top)


def subtract(mask: Mask, others: Iterable[Mask]) -> Mask:
    """The mask without the pixels of the others."""
    bits = mask.bits()
    for other in others:
        bits &= ~window(other, box_of(mask))
    return trimmed(bits, mask.left, mask.top)


def intersection(first: Mask, second: Mask) -> Mask:
    """The pixels that belong to both."""
    x0, y0, x1, y1 = box = _overlap(box_of(first), box_of(second))
    return trimmed(window(first, box) & window(second, box), x0, y0) if x0 < x1 and y0 < y1 else EMPTY


def overlap(first: Mask, second: Mask) -> float:
    """Intersection over union, 0 to 1; 0 when both are empty."""
    common = area_of(intersection(first, second))
    joined = area_of(first) + area_of(second) - common
    return common / joined if joined else 0.0


def same_pixels(first: Mask, second: Mask) -> bool:
    """Whether the same pixels belong to both, whatever boxes they are stored in."""
    return trimmed(first.bits(), first.left, first.top) == trimmed(second.bits(), second.left, second.top)


def _overlap(first: Box, second: Box) -> Box:
    return (max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3]))


# -- from rings


def mask_from_rings(rings: Sequence[ArrayLike], width: int = 0, height: int = 0) -> Mask:
    """The pixels whose centres lie inside the rings, cut at an image of that size when one is given."""
    kept = [points for ring in rings if len(points := np.asarray(ring, np.float64).reshape(-1, 2)) > 2]
    kept = [points for points in kept if np.isfinite(points).all()]
    if not kept:
        return EMPTY
    every = np.concatenate(kept)
    low = np.clip(np.floor(every.min(axis=0)), -(2**31), 2**31).astype(np.int64)
    high = np.clip(np.ceil(every.max(axis=0)), -(2**31), 2**31).astype(np.int64)
    left, top, right, bottom = int(low[0]), int(low[1]), int(high[0]), int(high[1])
    if width and height:
        left, top, right, bottom = _overlap((left, top, right, bottom), (0, 0, width, height))
    if left >= right or top >= bottom:
        return EMPTY
    return trimmed(filled(kept, (left, top, right, bottom)), left, top)


def filled(rings: Sequence[ArrayLike], box: Box) -> Bits:
    """Which pixels of a box have their centres inside the rings; shape (height, width)."""
    left, top, right, bottom = box
    _checked(right - left, bottom - top)
    toggles = np.zeros((bottom - top, right - left + 1), np.uint8)
    for ring in rings:
        points = np.asarray(ring, np.float64).reshape(-1, 2) - (left, top)
        if len(points) > 2:
            rows, columns = _crossings(points, right - left, bottom - top)
            np.bitwise_xor.at(toggles, (rows, columns), 1)
    np.bitwise_xor.accumulate(toggles, axis=1, out=toggles)
    return toggles[:, :-1].astype(np.bool_)


def _crossings(ring: Points, width: int, height: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each edge and each row of pixel centres that it crosses: the row, and the first pixel right of the crossing."""
    start, end = ring, np.roll(ring, -1, axis=0)
    swapped = (start[:, 1] > end[:, 1])[:, None]
    low, high = np.where(swapped, end, start), np.where(swapped, start, end)
    first = np.clip(np.ceil(low[:, 1] - 0.5), 0, height).astype(np.int64)
    last = np.clip(np.ceil(high[:, 1] - 0.5), 0, height).astype(np.int64)
    counts = last - first
    edge = np.repeat(np.arange(len(ring)), counts)
    rows = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    low, high = low[edge], high[edge]
    x = low[:, 0] + (rows + 0.5 - low[:, 1]) * ((high[:, 0] - low[:, 0]) / (high[:, 1] - low[:, 1]))
    return rows, np.clip(np.ceil(x - 0.5), 0, width).astype(np.int64)


# -- to rings


def rings_of(mask: Mask, tolerance: float = 0.0) -> tuple[tuple[Points, tuple[Points, ...]], ...]:
    """The outline of each part of a mask (its pixels joined by edges) and the outlines of its holes.

    With a tolerance of 0 `mask_from_rings` gives the same mask again; otherwise rings may leave their place by so many pixels.
    """
    padded = np.pad(mask.bits(), 1)
    parts = parts_of(padded)
    outer: dict[int, Points] = {}
    holes: dict[int, list[Points]] = {}
    for contour in contours_of(padded):
        part = _part_at(parts, contour[0])
        ring = _corners(contour[:-1, ::-1])
        if tolerance > 0 and len(ring) > 4:
            closed = approximated(np.concatenate([ring, ring[:1]]), tolerance)
            ring = closed[:-1] if len(closed) > 3 else ring
        placed = points_of(ring + np.array([mask.left - 0.5, mask.top - 0.5]))
        if signed_area(placed) > 0:
            outer[part] = placed
        else:
            holes.setdefault(part, []).append(placed)
    return tuple((outer[part], tuple(holes.get(part, ()))) for part in sorted(outer))


def _part_at(parts: NDArray[np.int32], place: NDArray[np.float64]) -> int:
    """A contour runs half-way between a pixel of a part and one outside: the number of that part."""
    floor, ceiling = np.floor(place).astype(int), np.ceil(place).astype(int)
    return int(parts[floor[0], floor[1]] or parts[ceiling[0], ceiling[1]])


def _corners(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ring without the points at which it goes straight on."""
    before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
    turns = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    return ring[turns != 0]


def signed_area(ring: Points) -> float:
    """In square pixels; positive for a ring that runs clockwise as seen."""
    if len(ring) < 3:
        return 0.0
    x, y = ring[:, 0], ring[:, 1]
    return 0.5 * float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


# -- from strokes


def stroke(places: ArrayLike, radius: float, width: int, height: int) -> Mask:
    """What a round brush of that radius covers on its way along `places`, within an image of that size."""
    path = np.asarray(places, np.float64).reshape(-1, 2)
    if not len(path):
        return EMPTY
    reach = max(radius, 0.5)
    box = _overlap(_around(path, reach), (0, 0, width, height))
    left, top, right, bottom = box
    if left >= right or top >= bottom:
        return EMPTY
    painted = np.zeros((bottom - top, right - left), np.bool_)
    for start, end in pairwise(path if len(path) > 1 else np.repeat(path, 2, axis=0)):
        _paint(painted, start - (left, top), end - (left, top), reach)
    return trimmed(painted, left, top)


def _around(path: NDArray[np.float64], reach: float) -> Box:
    low, high = np.floor(path.min(axis=0) - reach), np.ceil(path.max(axis=0) + reach)
    return (int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def _paint(painted: Bits, start: NDArray[np.float64], end: NDArray[np.float64], reach: float) -> None:
    """Set the pixels whose centres lie within `reach` of the line from `start` to `end`."""
    box = _overlap(_around(np.stack([start, end]), reach), (0, 0, painted.shape[1], painted.shape[0]))
    left, top, right, bottom = box
    if left >= right or top >= bottom:
        return
    x = np.arange(left, right) + 0.5 - start[0]
    y = (np.arange(top, bottom) + 0.5 - start[1])[:, None]
    dx, dy = float(end[0] - start[0]), float(end[1] - start[1])
    length = dx * dx + dy * dy
    along = np.clip((x * dx + y * dy) / length, 0.0, 1.0) if length else np.zeros((1, 1))
    distance = (x - along * dx) ** 2 + (y - along * dy) ** 2
    # the pixel under the middle of a brush is always painted, however thin the brush
    painted[top:bottom, left:right] |= distance <= max(reach * reach, 0.5)
