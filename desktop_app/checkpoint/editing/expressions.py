"""Tensors that are not made yet: what an edited tensor is computed from, read region by region when somebody looks at it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from math import prod
from types import TracebackType
from typing import Any, Protocol, cast

import numpy as np

from desktop_app.checkpoint.chunks import SHARDED, piece_slices
from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.editing.rounding import carrier, is_complex, is_floating, rounded
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import FileIdentity, TensorInfo
from desktop_app.checkpoint.slicing import Cut
from desktop_app.checkpoint.storages import Storages, TensorError
from desktop_app.checkpoint.tensors import dense_of, dequantised, read_view, whole_of

type Region = tuple[range, ...]
"""What is wanted of a tensor: one range per axis."""

_LARGEST = 1 << 26
"""Elements of another layout that are read in one go for the sake of a scattered region."""


class Sources:
    """The files that expressions read from, opened once each; `with` closes them."""

    def __init__(self) -> None:
        self._storages: dict[tuple[FileIdentity, ...], Storages] = {}
        self._by_id: dict[int, tuple[tuple[FileIdentity, ...], Storages]] = {}
        self.known: dict[tuple[int, str], object] = {}
        """Results that an expression needs for each of its regions and computes once (norms, small matrices)."""

    def of(self, files: tuple[FileIdentity, ...]) -> Storages:
        """The opened storages of one checkpoint's files."""
        found = self._by_id.get(id(files))
        if found is None:
            storages = self._storages.get(files)
            if storages is None:
                storages = self._storages[files] = Storages(files)
            found = self._by_id[id(files)] = (files, storages)
        return found[1]

    def __enter__(self) -> "Sources":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for storages in self._storages.values():
            storages.__exit__(kind, error, trace)
        self._storages.clear()
        self._by_id.clear()
        self.known.clear()


class Expression(Protocol):
    """A tensor by how it comes about; a value: equal expressions are equal tensors."""

    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def dtype(self) -> str:
        """torch's name without the prefix."""
        ...

    def read(self, sources: Sources, region: Region) -> Array:
        """Values of the region, in the carrier of `dtype` (bfloat16 and 8-bit floats come as float32).

        The array may be a view of something larger and must not be written to. Raises `TensorError`.
        """
        ...


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


def read_flat(expression: Expression, sources: Sources, begin: int, end: int) -> Array:
    """The elements `begin` to `end` of the row-major order, one axis."""
    pieces = [expression.read(sources, region).reshape(-1) for region in flat_regions(expression.shape, begin, end)]
    if not pieces:
        return np.empty(0, carrier(expression.dtype))
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _indexed(array: Array, region: Region) -> Array:
    """`array` at the region's places."""
    return array[tuple(_slice(axis) for axis in region)]


def _slice(axis: range) -> slice:
    if not len(axis):
        return slice(0, 0)
    stop = axis[-1] + (1 if axis.step > 0 else -1)
    return slice(axis.start, None if stop < 0 else stop, axis.step)


@dataclass(frozen=True, slots=True)
class Stored:
    """A tensor as a file holds it."""

    files: tuple[FileIdentity, ...]
    info: TensorInfo

    @property
    def shape(self) -> tuple[int, ...]:
        return self.info.shape

    @property
    def dtype(self) -> str:
        return self.info.dtype

    def read(self, sources: Sources, region: Region) -> Array:
        info = self.info
        storages = sources.of(self.files)
        if info.layout == SHARDED:
            return self._assembled(sources, region)
        if info.layout != "strided" or info.parts:
            return _indexed(self._dense(sources, storages), region)
        base = whole_of(info)
        cut = Cut(
            base.offset + sum(axis.start * step for axis, step in zip(region, base.stride, strict=True) if len(axis)),
            shape_of(region),
            tuple(axis.step * step for axis, step in zip(region, base.stride, strict=True)),
        )
        array = read_view(storages, info, cut)
        if info.quantization is not None:
            array = dequantised(storages, info, array, tuple(_slice(axis) for axis in region), cut)
        return array

    def _assembled(self, sources: Sources, region: Region) -> Array:
        """Only the pieces that the region touches are read."""
        array = np.zeros(shape_of(region), carrier(self.dtype))
        for name, part in self.info.parts:
            inside = [
                np.array([taken.start <= at < taken.stop for at in axis], bool)
                for axis, taken in zip(region, piece_slices(name), strict=True)
            ]
            if not all(axis.any() for axis in inside):
                continue
            wanted: list[range] = []
            for axis, mask, taken in zip(region, inside, piece_slices(name), strict=True):
                places = axis[_slice_of(np.flatnonzero(mask))]
                wanted.append(range(places.start - taken.start, places.stop - taken.start, places.step))
            array[np.ix_(*inside) if inside else ()] = Stored(self.files, part).read(sources, tuple(wanted))
        return array

    def _dense(self, sources: Sources, storages: Storages) -> Array:
        key = (id(self), "dense")
        known = sources.known.get(key)
        if known is None:
            for old in [place for place in sources.known if place[1] == "dense"]:
                del sources.known[old]  # one at a time: these are as large as their tensors
            known = sources.known[key] = dense_of(storages, self.info)
        return cast("Array", known)


@dataclass(frozen=True, slots=True)
class Cast:
    """The values of another tensor in another element type."""

    inner: Expression
    dtype: str

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    def read(self, sources: Sources, region: Region) -> Array:
        return rounded(self.inner.read(sources, region), self.dtype)


@dataclass(frozen=True, slots=True)
class Filled:
    """One number everywhere."""

    shape: tuple[int, ...]
    dtype: str
    value: complex | float | int

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
    return outer[_slice(inner)]


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
                axis[_slice_of(np.flatnonzero(mask))] for axis, mask in zip(region, kept, strict=True)
            )
            array[np.ix_(*kept) if kept else ()] = self.inner.read(sources, wanted)
        return array


def _slice_of(places: Array) -> slice:
    return slice(int(places[0]), int(places[-1]) + 1)


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
    def dtype(self) -> str:
        return self.inner.dtype

    def read(self, sources: Sources, region: Region) -> Array:
        return self.inner.read(sources, region)


def files_of(expression: Expression) -> Iterator[Stored]:
    """The stored tensors that an expression reads."""
    waiting: list[Expression] = [expression]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Stored):
            yield current
            continue
        inner = getattr(current, "inner", None)
        if inner is not None:
            waiting.append(inner)
        waiting.extend(getattr(current, "others", ()))


def tie_of(expression: Expression) -> object:
    """Hashable and equal for two tensors that would be one: the same view of one storage, edited alike."""
    if isinstance(expression, Stored):
        info = expression.info
        if info.storage is None:
            return expression
        return (
            expression.files,
            info.storage.id,
            info.storage_offset,
            info.shape,
            info.stride,
            info.dtype,
            info.conj,
            info.neg,
        )
    parts: list[object] = [type(expression)]
    for field in fields(cast("Any", expression)):
        value = getattr(expression, field.name)
        if field.name == "inner":
            parts.append(tie_of(value))
        elif field.name == "others":
            parts.append(tuple(tie_of(other) for other in value))
        else:
            parts.append(value)
    return tuple(parts)


def can_be_read(expression: Expression) -> None:
    """Raise `TensorError` when a tensor that this needs has no values."""
    for stored in files_of(expression):
        info = stored.info
        if info.layout == "meta":
            raise TensorError(finding("no-data", info.name, name=info.name))
        if info.status != "ok":
            code = "tensor-missing" if info.status == "missing" else "tensor-damaged"
            have = info.storage.nbytes if info.storage else 0
            raise TensorError(finding(code, info.name, name=info.name, need=info.nbytes, have=have))


def numeric_kind(dtype: str) -> str:
    """`float`, `complex`, `bool` or `integer`."""
    if is_floating(dtype):
        return "float"
    if is_complex(dtype):
        return "complex"
    return "bool" if dtype == "bool" else "integer"
