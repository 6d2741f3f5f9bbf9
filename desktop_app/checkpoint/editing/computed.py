"""Edited tensors: each computed from another one, region by region, as torch would have computed it whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, cast

import numpy as np

from desktop_app.checkpoint.decode import FLOAT4_PAIRS, Array
from desktop_app.checkpoint.editing.expressions import Expression, Sources, distinct_shape_of, read_flat
from desktop_app.checkpoint.editing.regions import Region, shape_of, slice_between, slice_of
from desktop_app.checkpoint.editing.rounding import CASTABLE, carrier, rounded

_LARGEST = 1 << 26
"""Elements that are read in one go for the sake of a scattered region."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The values of another tensor in another element type."""

    inner: Expression
    dtype: str

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    @property
    def distinct(self) -> tuple[int, ...]:
        return distinct_shape_of(self.inner)

    def read(self, sources: Sources, region: Region) -> Array:
        return rounded(self.inner.read(sources, region), self.dtype)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The numbers of a tensor that keeps two in each byte: its last axis is twice as long."""

    inner: Expression
    dtype: str = "float32"

    @property
    def shape(self) -> tuple[int, ...]:
        shape = self.inner.shape
        return (*shape[:-1], 2 * shape[-1]) if shape else (2,)

    def read(self, sources: Sources, region: Region) -> Array:
        last = region[-1]
        if not len(last):
            return np.empty(shape_of(region), carrier(self.dtype))
        low, high = min(last[0], last[-1]) // 2, max(last[0], last[-1]) // 2 + 1
        pairs = (*region[:-1], range(low, high)) if self.inner.shape else ()
        places = range(last.start - 2 * low, last.stop - 2 * low, last.step)
        return self.inner.read(sources, pairs)[..., np.arange(places.start, places.stop, places.step)]


def numbers_of(value: Expression) -> Expression:
    """The tensor as numbers that can be edited: those of quantised and packed ones are computed in float32."""
    if value.dtype == FLOAT4_PAIRS:
        return Unpacked(value)
    return value if value.dtype in CASTABLE else Cast(value, "float32")


@dataclass(frozen=True, slots=True)
class Filled:
    """One number everywhere."""

    shape: tuple[int, ...]
    dtype: str
    value: complex | float | int

    @property
    def distinct(self) -> tuple[int, ...]:
        return tuple(min(size, 1) for size in self.shape)

    def read(self, sources: Sources, region: Region) -> Array:
        return np.broadcast_to(constant(self.value, self.dtype), shape_of(region))


def constant(value: complex | float | int, dtype: str) -> Array:
    """A number as a 0-d array in the carrier of `dtype`."""
    if isinstance(value, int) and not isinstance(value, bool) and carrier(dtype).kind in "iu":
        limits = np.iinfo(cast("Any", carrier(dtype)))
        if limits.min <= value <= limits.max:
            return np.array(value, carrier(dtype))
    wide = np.array(value, np.complex128 if isinstance(value, complex) else np.float64)
    return rounded(wide, dtype)


@dataclass(frozen=True, slots=True)
class Scaled:
    """Another tensor times a number, in its own element type; narrow floats are multiplied in float32 as torch does."""

    inner: Expression
    factor: float | int

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    @property
    def distinct(self) -> tuple[int, ...]:
        return distinct_shape_of(self.inner)

    @property
    def dtype(self) -> str:
        return self.inner.dtype

    def read(self, sources: Sources, region: Region) -> Array:
        array = self.inner.read(sources, region)
        with np.errstate(all="ignore"):
            if array.dtype.kind in "iu":
                return array * np.array(int(self.factor)).astype(array.dtype)
            if self.dtype == "float16":
                return rounded(array.astype(np.float32) * np.float32(self.factor), self.dtype)
            kind = np.dtype(array.dtype.char.lower()) if array.dtype.kind == "c" else array.dtype
            return rounded(array * np.array(self.factor).astype(kind), self.dtype)


@dataclass(frozen=True, slots=True)
class Patched:
    """Another tensor with one number at the places of a region."""

    inner: Expression
    places: Region
    value: complex | float | int

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    @property
    def dtype(self) -> str:
        return self.inner.dtype

    def read(self, sources: Sources, region: Region) -> Array:
        inside = [np.array([at in taken for at in axis], bool) for axis, taken in zip(region, self.places, strict=True)]
        array = self.inner.read(sources, region)
        if not all(axis.any() for axis in inside):
            return array
        array = array.copy()
        array[np.ix_(*inside) if inside else ()] = constant(self.value, self.dtype)
        return array


@dataclass(frozen=True, slots=True)
class Reshaped:
    """The elements of another tensor, in row-major order, in another shape."""

    inner: Expression
    shape: tuple[int, ...]

    @property
    def dtype(self) -> str:
        return self.inner.dtype

    def read(self, sources: Sources, region: Region) -> Array:
        if any(len(axis) == 0 for axis in region):
            return np.empty(shape_of(region), carrier(self.dtype))
        steps = _row_major(self.shape)
        ends = [sorted((axis[0] * step, axis[-1] * step)) for axis, step in zip(region, steps, strict=True)]
        first, last = sum(end[0] for end in ends), sum(end[1] for end in ends)
        wanted = prod(shape_of(region))
        if last + 1 - first > max(_LARGEST, 4 * wanted) and len(region) > 1 and len(region[0]) > 1:
            rows = [self.read(sources, (range(row, row + 1), *region[1:])) for row in region[0]]
            return np.concatenate(rows)
        flat = np.ascontiguousarray(read_flat(self.inner, sources, first, last + 1))
        start = sum(axis[0] * step for axis, step in zip(region, steps, strict=True)) - first
        strides = tuple(axis.step * step * flat.itemsize for axis, step in zip(region, steps, strict=True))
        return np.lib.stride_tricks.as_strided(flat[start:], shape_of(region), strides)


def _row_major(shape: Sequence[int]) -> tuple[int, ...]:
    steps: list[int] = []
    step = 1
    for size in reversed(shape):
        steps.append(step)
        step *= size
    return tuple(reversed(steps))


@dataclass(frozen=True, slots=True)
class Permuted:
    """Another tensor with its axes in another order."""

    inner: Expression
    axes: tuple[int, ...]
    """Axis `i` of this is axis `axes[i]` of `inner`."""

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.inner.shape[axis] for axis in self.axes)

    @property
    def dtype(self) -> str:
        return self.inner.dtype

    def read(self, sources: Sources, region: Region) -> Array:
        wanted: list[range] = [range(0)] * len(region)
        for axis, part in zip(self.axes, region, strict=True):
            wanted[axis] = part
        return self.inner.read(sources, tuple(wanted)).transpose(self.axes)


@dataclass(frozen=True, slots=True)
class Part:
    """What an index selects of another tensor."""

    inner: Expression
    places: Region
    dropped: tuple[int, ...] = ()
    """Axes that an integer index took away; their ranges hold one place."""

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(axis) for place, axis in enumerate(self.places) if place not in self.dropped)

    @property
    def dtype(self) -> str:
        return self.inner.dtype

    def read(self, sources: Sources, region: Region) -> Array:
        parts = iter(region)
        wanted = tuple(
            axis if place in self.dropped else _within(axis, next(parts)) for place, axis in enumerate(self.places)
        )
        return self.inner.read(sources, wanted).reshape(shape_of(region))


def _within(outer: range, inner: range) -> range:
    """The places of `outer` that `inner` counts."""
    return outer[slice_of(inner)]


@dataclass(frozen=True, slots=True)
class Padded:
    """Another tensor with a number behind the end of its axes."""

    inner: Expression
    shape: tuple[int, ...]
    value: complex | float | int

    @property
    def dtype(self) -> str:
        return self.inner.dtype

    def read(self, sources: Sources, region: Region) -> Array:
        array = np.full(shape_of(region), constant(self.value, self.dtype), carrier(self.dtype))
        kept = [np.array([at < size for at in axis], bool) for axis, size in zip(region, self.inner.shape, strict=True)]
        if all(axis.any() for axis in kept):
            wanted: Region = tuple(
                axis[slice_between(np.flatnonzero(mask))] for axis, mask in zip(region, kept, strict=True)
            )
            array[np.ix_(*kept) if kept else ()] = self.inner.read(sources, wanted)
        return array


@dataclass(frozen=True, slots=True)
class Alone:
    """Another tensor that no longer shares its storage with anybody."""

    inner: Expression
    name: str
    """Under which it was untied; keeps two of them apart."""

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    @property
    def distinct(self) -> tuple[int, ...]:
        return distinct_shape_of(self.inner)

    @property
    def dtype(self) -> str:
        return self.inner.dtype

    def read(self, sources: Sources, region: Region) -> Array:
        return self.inner.read(sources, region)


@dataclass(frozen=True, slots=True)
class Assigned:
    """A tensor of a further file in the place of another one."""

    inner: Expression

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    @property
    def distinct(self) -> tuple[int, ...]:
        return distinct_shape_of(self.inner)

    @property
    def dtype(self) -> str:
        return self.inner.dtype

    def read(self, sources: Sources, region: Region) -> Array:
        return self.inner.read(sources, region)
