"""Values of lazy tensors: a slice is read from the bytes that it needs, whatever the layout, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop_app.checkpoint.chunks import SHARDED, assemble
from desktop_app.checkpoint.decode import NATIVE, SUBBYTE, Array, decode, storage_dtype, unpack
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import FileIdentity, Storage, TensorInfo
from desktop_app.checkpoint.printing import numpy_text, torch_text
from desktop_app.checkpoint.saving import save_values
from desktop_app.checkpoint.slicing import Cut, cut, parse_index
from desktop_app.checkpoint.storages import Storages, TensorError
from desktop_app.checkpoint.values import Values

__all__ = ["TensorError", "Values", "numpy_text", "parse_index", "read_slice", "save_values", "torch_text"]

_MOST_ELEMENTS = 1 << 28
_DENSE_LIMIT = 1 << 25
"""Elements up to which a sparse or sharded tensor is made dense."""
_SPAN = 4 << 20
"""Bytes that are read in one go for a few elements of one axis."""
_WASTE = 4
"""How many times the wanted bytes may be read in one go before a view is read row by row."""


@dataclass(frozen=True, slots=True)
class _View:
    """A cut of one storage."""

    storage: Storage
    dtype: str
    cut: Cut


def read_slice(
    files: Sequence[FileIdentity],
    info: TensorInfo,
    index: str = "",
    *,
    max_elements: int | None = None,
    raw: bool = False,
) -> Values:
    """The values of `info[index]`, in the nearest type that NumPy has.

    Quantised tensors come as real numbers, or as their codes with `raw`. With `max_elements` the rows that fit are
    given and `truncated` is set. Raises `ValueError` for a wrong index and `TensorError` when there are no values.
    """
    chosen = parse_index(index, info.shape)
    if info.computed is not None:
        return _read_computed(info, chosen, max_elements)
    with Storages(files) as storages:
        part = cut(
            info.shape,
            info.stride if len(info.stride) == len(info.shape) else _dense(info.shape),
            info.storage_offset,
            chosen,
        )
        limit = _MOST_ELEMENTS if max_elements is None else min(max_elements, _MOST_ELEMENTS)
        if info.layout != "strided" or info.parts:
            array = dense_of(storages, info)[chosen]
            array, truncated = _shortened(array, limit)
        else:
            part, truncated = _limited(part, limit)
            array = read_view(storages, info, part)
            if info.quantization is not None and not raw:
                array = dequantised(storages, info, array, chosen, part)
    return Values(np.ascontiguousarray(array) if array.ndim else array, tuple(array.shape), info.dtype, truncated)


def _read_computed(info: TensorInfo, chosen: tuple[int | slice, ...], max_elements: int | None) -> Values:
    """The values of an edited tensor; as many leading rows as fit."""
    from desktop_app.checkpoint.editing.expressions import Sources

    assert info.computed is not None
    limit = _MOST_ELEMENTS if max_elements is None else min(max_elements, _MOST_ELEMENTS)
    region = [
        range(part, part + 1) if isinstance(part, int) else range(size)[part]
        for part, size in zip(chosen, info.shape, strict=True)
    ]
    wanted, truncated = _limited(Cut(0, tuple(len(axis) for axis in region), (0,) * len(region)), limit)
    region = [axis[:size] for axis, size in zip(region, wanted.shape, strict=True)]
    kept = tuple(len(axis) for axis, part in zip(region, chosen, strict=True) if not isinstance(part, int))
    with Sources() as sources:
        array = np.array(info.computed.read(sources, tuple(region))).reshape(kept)
    return Values(array, kept, info.dtype, truncated)


def _dense(shape: tuple[int, ...]) -> tuple[int, ...]:
    steps: list[int] = []
    step = 1
    for size in reversed(shape):
        steps.append(step)
        step *= max(size, 1)
    return tuple(reversed(steps))


def _limited(part: Cut, limit: int) -> tuple[Cut, bool]:
    """As many leading rows as fit into `limit` elements."""
    count = 1
    for size in part.shape:
        count *= size
    if count <= limit:
        return part, False
    shape = list(part.shape)
    for axis in range(len(shape)):
        inner = 1
        for size in shape[axis + 1 :]:
            inner *= size
        shape[axis] = max(1, min(shape[axis], limit // max(inner, 1)))
        if inner <= limit:
            break
    return replace(part, shape=tuple(shape)), True


def _shortened(array: Array, limit: int) -> tuple[Array, bool]:
    if array.size <= limit:
        return array, False
    row = max(array.size // array.shape[0], 1)
    return array[: max(1, limit // row)], True


def problem_of(info: TensorInfo) -> TensorError:
    """Why a tensor whose status is not `ok`, or that has no bytes, cannot be read."""
    if info.layout == "meta":
        return TensorError(finding("no-data", info.name, name=info.name))
    have = info.storage.nbytes if info.storage else 0
    reason = info.problem.removeprefix(f"{info.name} cannot be described: ").removesuffix(".")
    if reason != info.problem.removesuffix(".") and info.nbytes <= have:
        return TensorError(finding("tensor-odd", info.name, name=info.name, reason=reason))
    code = "tensor-missing" if info.status == "missing" or info.storage is None else "tensor-damaged"
    return TensorError(finding(code, info.name, name=info.name, need=info.nbytes, have=have))


def read_view(storages: Storages, info: TensorInfo, part: Cut) -> Array:
    """The numbers of a strided cut; only the bytes between its first and last element are read, rows apart if sparse."""
    if info.storage is None or info.status != "ok":
        raise problem_of(info)
    if 0 in part.shape:
        return decode(np.zeros(part.shape, storage_dtype(info.dtype, "little")), info.dtype)
    if info.dtype in SUBBYTE:
        return _read_packed(storages, info, part)
    array = decode(_gather(storages, _View(info.storage, info.dtype, part)), info.dtype)
    if info.conj:
        array = np.conj(array)
    return -array if info.neg else array


def _reach(part: Cut) -> tuple[int, int]:
    """First and last element that a cut touches."""
    spans = [(size - 1) * step for size, step in zip(part.shape, part.stride, strict=True)]
    return part.offset + sum(span for span in spans if span < 0), part.offset + sum(span for span in spans if span > 0)


def _gather(storages: Storages, view: _View) -> Array:
    unit = storage_dtype(view.dtype, view.storage.byteorder)
    first, last = _reach(view.cut)
    nbytes = (last - first + 1) * unit.itemsize
    distinct = 1
    for size, step in zip(view.cut.shape, view.cut.stride, strict=True):
        distinct *= size if step else 1
    if len(view.cut.shape) == 1 and nbytes > max(_WASTE * distinct * unit.itemsize, _SPAN):
        return _gather_apart(storages, view, unit.itemsize)
    if nbytes <= max(_WASTE * distinct * unit.itemsize, 1 << 20) or len(view.cut.shape) < 2:
        buffer = np.empty(nbytes, np.uint8)
        storages.read(view.storage, first * unit.itemsize, memoryview(buffer))
        base = buffer.view(unit)
        strides = tuple(step * unit.itemsize for step in view.cut.stride)
        return np.lib.stride_tricks.as_strided(base[view.cut.offset - first :], view.cut.shape, strides)
    axis = max(range(len(view.cut.shape)), key=lambda a: abs(view.cut.stride[a]) * (view.cut.shape[a] > 1))
    rest = Cut(
        0, view.cut.shape[:axis] + view.cut.shape[axis + 1 :], view.cut.stride[:axis] + view.cut.stride[axis + 1 :]
    )
    pieces = [
        _gather(storages, replace(view, cut=replace(rest, offset=view.cut.offset + position * view.cut.stride[axis])))
        for position in range(view.cut.shape[axis])
    ]
    return np.stack(pieces, axis=axis)


def _gather_apart(storages: Storages, view: _View, itemsize: int) -> Array:
    """One axis whose elements lie far apart, some at a time: reading all between them would fill the memory."""
    count, step = view.cut.shape[0], view.cut.stride[0]
    some = max(1, _SPAN // (abs(step) * itemsize))
    pieces = [
        _gather(
            storages, replace(view, cut=Cut(view.cut.offset + at * step, (min(some, count - at),), (step,)))
        ).copy()  # a view would keep all that lies between
        for at in range(0, count, some)
    ]
    return np.concatenate(pieces)


def _read_packed(storages: Storages, info: TensorInfo, part: Cut) -> Array:
    assert info.storage is not None
    bits = SUBBYTE[info.dtype]
    first, last = _reach(part)
    begin, end = first * bits // 8, ((last + 1) * bits + 7) // 8
    buffer = np.empty(end - begin, np.uint8)
    storages.read(info.storage, begin, memoryview(buffer))
    skipped = (first * bits - begin * 8) // bits if (first * bits - begin * 8) % bits == 0 else 0
    if (first * bits - begin * 8) % bits:
        begin = 0
        buffer = np.empty(end, np.uint8)
        storages.read(info.storage, 0, memoryview(buffer))
        skipped = first
    values = unpack(buffer, info.dtype, skipped, last - first + 1)
    strides = tuple(step * values.itemsize for step in part.stride)
    return np.lib.stride_tricks.as_strided(values[part.offset - first :], part.shape, strides).copy()


def whole_of(info: TensorInfo) -> Cut:
    return Cut(
        info.storage_offset, info.shape, info.stride if len(info.stride) == len(info.shape) else _dense(info.shape)
    )


def dequantised(
    storages: Storages, info: TensorInfo, codes: Array, chosen: tuple[int | slice, ...], part: Cut
) -> Array:
    quantization = info.quantization
    assert quantization is not None
    if quantization.axis is None or quantization.scales is None or quantization.zero_points is None:
        return (
            (codes.astype(np.float32) - np.float32(quantization.zero_point)) * np.float32(quantization.scale)
        ).astype(np.float32)
    scales = read_view(storages, quantization.scales, whole_of(quantization.scales))
    zeros = read_view(storages, quantization.zero_points, whole_of(quantization.zero_points))
    shape = [1] * len(info.shape)
    shape[quantization.axis] = -1
    full = np.broadcast_to(np.arange(info.shape[quantization.axis]).reshape(shape), info.shape)[chosen]
    channel = full[tuple(slice(size) for size in part.shape)]
    if quantization.scheme.endswith("float_qparams"):
        return ((codes - zeros[channel]) * scales[channel]).astype(np.float32)
    return ((codes.astype(np.float64) - zeros[channel]) * scales[channel]).astype(np.float32)


def dense_of(storages: Storages, info: TensorInfo) -> Array:
    """The whole of a sparse, sharded or wrapped tensor as a dense array."""
    if info.status != "ok" or (not info.parts and info.storage is None):
        raise problem_of(info)
    most = _DENSE_LIMIT * max(1, len(info.shape))  # of indices there is one for each axis
    if info.numel > _DENSE_LIMIT or any(part.numel > most for _, part in info.parts):
        raise TensorError(finding("too-large-dense", info.name, name=info.name, count=info.numel))
    parts = dict(info.parts)
    if info.layout == SHARDED:
        return assemble(
            info,
            lambda piece: dense_of(storages, piece) if piece.parts else read_view(storages, piece, whole_of(piece)),
        )
    if info.layout.startswith("sparse"):
        return _densified(storages, info, parts)
    inner = next(iter(parts.values())) if info.layout == "subclass" and len(parts) == 1 else None
    if inner is not None and inner.shape == info.shape:  # else it is a shard, or codes of something
        return dense_of(storages, inner) if inner.parts else read_view(storages, inner, whole_of(inner))
    raise TensorError(finding("only-parts", info.name, name=info.name, layout=info.layout, parts=", ".join(parts)))


def _densified(storages: Storages, info: TensorInfo, parts: dict[str, TensorInfo]) -> Array:
    read = {name: read_view(storages, part, whole_of(part)) for name, part in parts.items()}
    values = read["values"]
    dense = np.zeros(info.shape, values.dtype)
    try:
        if info.layout == "sparse_coo":
            np.add.at(dense, tuple(read["indices"].astype(np.int64)), values)
            return dense
        by_row = "crow_indices" in read
        pointers = read["crow_indices" if by_row else "ccol_indices"].astype(np.int64)
        inner = read["col_indices" if by_row else "row_indices"].astype(np.int64)
        if pointers.ndim != 1 or len(pointers) == 0 or np.any(np.diff(pointers) < 0) or pointers[-1] > len(inner):
            raise IndexError
        outer = np.repeat(np.arange(len(pointers) - 1), np.diff(pointers))
        rows, columns = (outer, inner) if by_row else (inner, outer)
        if values.ndim == 1:
            dense[rows, columns] = values
            return dense
        height, width = values.shape[1:3]
        blocks = dense.reshape(info.shape[0] // height, height, info.shape[1] // width, width)
        blocks[rows, :, columns, :] = values
        return dense
    except (IndexError, ValueError):
        raise TensorError(
            finding("tensor-odd", info.name, name=info.name, reason="its indices lie outside of its shape")
        ) from None


def is_plain(info: TensorInfo) -> bool:
    """Whether the tensor's values are just the numbers of a strided view."""
    return (
        info.layout == "strided"
        and not info.parts
        and info.quantization is None
        and not info.conj
        and not info.neg
        and info.dtype in (*NATIVE, "bfloat16")
    )
