"""Tensors that are not made yet: what an edited tensor is computed from, read region by region when somebody looks at it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from math import prod
from types import TracebackType
from typing import Any, Protocol, cast

import numpy as np

from desktop_app.checkpoint.chunks import SHARDED, piece_slices
from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.editing.regions import Region, flat_regions, indexed, shape_of, slice_between, slice_of
from desktop_app.checkpoint.editing.rounding import carrier, is_complex, is_floating
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import FileIdentity, TensorInfo
from desktop_app.checkpoint.repeats import distinct_shape, numbers_behind, refuse_repeats
from desktop_app.checkpoint.slicing import Cut
from desktop_app.checkpoint.storages import Storages, TensorError
from desktop_app.checkpoint.tensors import dense_of, dequantised, problem_of, read_view, whole_of


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


def read_flat(expression: Expression, sources: Sources, begin: int, end: int) -> Array:
    """The elements `begin` to `end` of the row-major order, one axis."""
    pieces = [expression.read(sources, region).reshape(-1) for region in flat_regions(expression.shape, begin, end)]
    if not pieces:
        return np.empty(0, carrier(expression.dtype))
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


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
            return indexed(self._dense(sources, storages), region)
        base = whole_of(info)
        cut = Cut(
            base.offset + sum(axis.start * step for axis, step in zip(region, base.stride, strict=True) if len(axis)),
            shape_of(region),
            tuple(axis.step * step for axis, step in zip(region, base.stride, strict=True)),
        )
        array = read_view(storages, info, cut)
        if info.quantization is not None:
            array = dequantised(storages, info, array, tuple(slice_of(axis) for axis in region), cut)
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
                places = axis[slice_between(np.flatnonzero(mask))]
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
        if stored.info.layout == "meta" or stored.info.status != "ok":
            raise problem_of(stored.info)


def distinct_shape_of(expression: Expression) -> tuple[int, ...]:
    """The shape from the beginning that holds every element: one place along axes whose places are known to be equal."""
    if isinstance(expression, Stored):
        return distinct_shape(expression.info)
    return getattr(expression, "distinct", expression.shape)


def stored_behind(expression: Expression) -> int:
    """How many numbers of files an expression shows; of one that reads no file as many as it makes."""
    stored = [numbers_behind(one.info) for one in files_of(expression)]
    return sum(stored) if stored else prod(distinct_shape_of(expression))


def can_be_gone_through(expression: Expression, name: str) -> None:
    """Raise `TensorError` when the region of `distinct_shape_of` shows the numbers of a file far too many times."""
    refuse_repeats(name, prod(distinct_shape_of(expression)), stored_behind(expression))


def has_numbers(expression: Expression) -> None:
    """Raise `TensorError` when a tensor that this needs is none of numbers in a shape, but a list of others."""
    for stored in files_of(expression):
        info = stored.info
        wrapped = info.layout == "subclass" and [part.shape for _, part in info.parts] == [info.shape]
        if info.layout not in ("strided", SHARDED) and not info.layout.startswith("sparse") and not wrapped:
            parts = ", ".join(name for name, _ in info.parts)
            raise TensorError(finding("only-parts", info.name, name=info.name, layout=info.layout, parts=parts))


def numeric_kind(dtype: str) -> str:
    """`float`, `complex`, `bool` or `integer`."""
    if is_floating(dtype):
        return "float"
    if is_complex(dtype):
        return "complex"
    return "bool" if dtype == "bool" else "integer"
