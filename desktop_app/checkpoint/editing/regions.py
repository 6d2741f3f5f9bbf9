"""Regions of tensors: which places along each axis, in which order they are gone through."""

from collections.abc import Iterator, Sequence
from math import prod

import numpy as np

from desktop_app.checkpoint.decode import Array

type Region = tuple[range, ...]
"""What is wanted of a tensor: one range per axis."""


def whole(shape: Sequence[int]) -> Region:
    """The region of everything."""
    return tuple(range(size) for size in shape)


def shape_of(region: Region) -> tuple[int, ...]:
    """Shape of what a region gives."""
    return tuple(len(axis) for axis in region)


def blocks(shape: Sequence[int], most: int) -> Iterator[Region]:
    """Regions of at most `most` elements (at least one row) that follow one another in row-major order and cover all."""
    if 0 in shape:
        return
    axis = len(shape)
    inner = 1
    while axis > 0 and inner * shape[axis - 1] <= most:
        axis -= 1
        inner *= shape[axis]
    rest = tuple(range(size) for size in shape[axis:])
    if axis == 0:
        yield rest
        return
    step = max(1, most // inner)
    for place in np.ndindex(*shape[: axis - 1]):
        outer = tuple(range(at, at + 1) for at in place)
        for begin in range(0, shape[axis - 1], step):
            yield (*outer, range(begin, min(begin + step, shape[axis - 1])), *rest)


def flat_regions(shape: Sequence[int], begin: int, end: int) -> Iterator[Region]:
    """Regions that give the elements `begin` to `end` of the row-major order, in that order."""
    if begin >= end:
        return
    if not shape:
        yield ()
        return
    inner = prod(shape[1:])
    first, last = begin // inner, (end - 1) // inner
    if first == last:
        for rest in flat_regions(shape[1:], begin - first * inner, end - first * inner):
            yield (range(first, first + 1), *rest)
        return
    if begin % inner:
        for rest in flat_regions(shape[1:], begin - first * inner, inner):
            yield (range(first, first + 1), *rest)
        first += 1
    stop = end // inner
    if stop > first:
        yield (range(first, stop), *whole(shape[1:]))
    if end % inner:
        for rest in flat_regions(shape[1:], 0, end - stop * inner):
            yield (range(stop, stop + 1), *rest)


def indexed(array: Array, region: Region) -> Array:
    """`array` at the region's places."""
    return array[tuple(slice_of(axis) for axis in region)]


def slice_of(axis: range) -> slice:
    """The places of a range as a slice."""
    if not len(axis):
        return slice(0, 0)
    stop = axis[-1] + (1 if axis.step > 0 else -1)
    return slice(axis.start, None if stop < 0 else stop, axis.step)


def slice_between(places: Array) -> slice:
    """From the first of ascending places to the last."""
    return slice(int(places[0]), int(places[-1]) + 1)
