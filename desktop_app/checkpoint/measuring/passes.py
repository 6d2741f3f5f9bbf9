"""Passes over the elements of a tensor in chunks: over its bytes where its view is dense, else over rows."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from desktop_app.checkpoint.decode import Array, code_bits, storage_dtype
from desktop_app.checkpoint.model import TensorInfo
from desktop_app.checkpoint.repeats import distinct_shape, numbers_behind, refuse_repeats, repeats_of
from desktop_app.checkpoint.slicing import Cut
from desktop_app.checkpoint.storages import Storages
from desktop_app.checkpoint.tensors import dense_of, dequantised, problem_of, read_view, whole_of

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.expressions import Expression

type Progress = Callable[[int, int, str], None]
type Chunks = Callable[[], Iterator[Array]]
"""A fresh pass over the elements, as one-dimensional arrays; a chunk may be overwritten by the next."""

_READ = 1 << 20
"""Bytes that are read at once: they are still in the second-level cache when they are worked on."""
_BLOCK = 1 << 18
"""Elements of a view with gaps that are read at once."""


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of a tensor as passes over chunks."""

    passes: Chunks
    count: int
    """Elements that one pass gives; each stands for `repeat` of the tensor."""
    repeat: int
    codes: str = ""
    """The dtype when the chunks are codes of 8 or 16 bits, to be counted."""
    edge_type: type[np.floating] = np.float64


def elements_of(storages: Storages, info: TensorInfo, progress: Progress | None) -> Elements:
    """Choose how to go over a tensor: straight over its bytes when its view is dense, else over rows."""
    if info.computed is not None and info.status == "ok":
        return _of_expression(info, info.computed, progress)
    if info.status != "ok" or info.layout == "meta" or (info.storage is None and not info.parts):
        raise problem_of(info)
    if info.rows is not None:
        return elements_of(storages, info.rows, progress)
    if info.parts or info.layout != "strided":
        return elements_of_array(dense_of(storages, info))
    shape, stride, repeat = distinct_axes(info)
    count = product(shape)
    refuse_repeats(info.name, count, numbers_behind(info))
    plain = info.quantization is None and not info.neg and not info.conj
    dense = is_dense(shape, stride)
    if (
        plain
        and dense
        and (code_bits(info.dtype) or info.dtype in ("float32", "float64", "int32", "int64", "uint32", "uint64"))
    ):
        return _of_bytes(storages, info, count, repeat, progress)
    return _of_rows(storages, info, shape, stride, count, repeat, progress)


def _of_expression(info: TensorInfo, expression: "Expression", progress: Progress | None) -> Elements:
    """An edited tensor, computed block by block; the files are open while a pass runs."""
    from desktop_app.checkpoint.editing.expressions import Sources, can_be_gone_through, distinct_shape_of
    from desktop_app.checkpoint.editing.regions import blocks

    can_be_gone_through(expression, info.name)
    distinct = distinct_shape_of(expression)
    count = product(distinct)

    def passes() -> Iterator[Array]:
        done = 0
        with Sources() as sources:
            for region in blocks(distinct, _BLOCK):
                flat = elements_of_array(np.asarray(expression.read(sources, region)))
                yield from flat.passes()
                done += flat.count
                if progress is not None:
                    progress(done, count, info.name)

    narrow = info.dtype in ("float32", "float16", "bfloat16") or info.dtype.startswith("float8")
    return Elements(passes, count, repeats_of(info.shape, distinct), "", np.float32 if narrow else np.float64)


def distinct_axes(info: TensorInfo) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Shape and stride without expanded axes, and how often each element then counts."""
    if 0 in info.shape:
        return (0,), (1,), 1
    distinct = distinct_shape(info)
    kept = [(size, step) for size, step in zip(distinct, info.stride, strict=True) if size != 1]
    return tuple(size for size, _ in kept), tuple(step for _, step in kept), repeats_of(info.shape, distinct)


def product(sizes: Sequence[int]) -> int:
    """How many elements a shape has."""
    count = 1
    for size in sizes:
        count *= size
    return count


def is_dense(shape: tuple[int, ...], stride: tuple[int, ...]) -> bool:
    """Whether the view covers one gapless run of elements, in whatever order."""
    expected = 1
    for step, size in sorted(zip(stride, shape, strict=True)):
        if step != expected:
            return False
        expected *= size
    return True


def elements_of_array(array: Array) -> Elements:
    """One chunk of an array in memory: complex numbers by magnitude, booleans as 0 and 1."""
    flat = array.reshape(-1)
    if flat.dtype.kind == "c":
        flat = np.abs(flat)
    if flat.dtype.kind == "b":
        flat = flat.view(np.uint8)
    edge_type = np.float32 if flat.dtype.name in ("float32", "float16") else np.float64
    return Elements(lambda: iter((flat,)), len(flat), 1, "", edge_type)


def _of_bytes(storages: Storages, info: TensorInfo, count: int, repeat: int, progress: Progress | None) -> Elements:
    storage = info.storage
    assert storage is not None
    unit = storage_dtype(info.dtype, storage.byteorder)
    codes = info.dtype if code_bits(info.dtype) else ""
    raw = np.dtype(f"{unit.byteorder}u{unit.itemsize}") if codes else unit

    def passes() -> Iterator[Array]:
        buffer = np.empty(min(_READ, max(count, 1) * unit.itemsize) // unit.itemsize * unit.itemsize, np.uint8)
        per_read = len(buffer) // unit.itemsize
        for first in range(0, count, max(per_read, 1)):
            some = min(per_read, count - first)
            part = buffer[: some * unit.itemsize]
            storages.read(storage, (info.storage_offset + first) * unit.itemsize, memoryview(part))
            if progress is not None:
                progress(first, count, info.name)
            units = part.view(raw)
            if raw.byteorder == ">":
                units = units.astype(raw.newbyteorder("="))
            yield units

    return Elements(passes, count, repeat, codes, np.float32 if info.dtype == "float32" else np.float64)


def _of_rows(
    storages: Storages,
    info: TensorInfo,
    shape: tuple[int, ...],
    stride: tuple[int, ...],
    count: int,
    repeat: int,
    progress: Progress | None,
) -> Elements:
    """Blocks of leading rows of a view with gaps, flipped signs, packed elements or real numbers behind codes."""
    if info.quantization is not None and info.quantization.axis is not None:
        part = replace(whole_of(info), shape=distinct_shape(info))
        chosen = tuple(slice(size) for size in part.shape)
        codes = read_view(storages, info, part)
        return replace(elements_of_array(dequantised(storages, info, codes, chosen, part)), repeat=repeat)

    def blocks(shape: tuple[int, ...], stride: tuple[int, ...], offset: int) -> Iterator[Cut]:
        inner = product(shape[1:])
        if not shape or product(shape) <= _BLOCK:
            yield Cut(offset, shape, stride)
        elif inner > _BLOCK:
            for position in range(shape[0]):
                yield from blocks(shape[1:], stride[1:], offset + position * stride[0])
        else:
            rows = max(1, _BLOCK // max(inner, 1))
            for first in range(0, shape[0], rows):
                yield Cut(offset + first * stride[0], (min(rows, shape[0] - first), *shape[1:]), stride)

    def passes() -> Iterator[Array]:
        done = 0
        for part in blocks(shape, stride, info.storage_offset):
            values = read_view(storages, info, part).reshape(-1)
            done += len(values)
            if progress is not None:
                progress(done, count, info.name)
            if info.quantization is not None:
                scale, zero = info.quantization.scale, info.quantization.zero_point
                values = ((values.astype(np.float32) - np.float32(zero)) * np.float32(scale)).astype(np.float32)
            yield (
                np.abs(values)
                if values.dtype.kind == "c"
                else values.view(np.uint8)
                if values.dtype.kind == "b"
                else values
            )

    narrow = (
        info.dtype in ("float32", "float16", "bfloat16", "complex64", "complex32")
        or info.dtype.startswith("float8")
        or info.quantization is not None
    )
    return Elements(passes, count, repeat, "", np.float32 if narrow else np.float64)
