"""Exact statistics and histograms of whole tensors: every element, one or two passes over the bytes, little memory."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop_app.checkpoint.decode import Array, code_bits, code_values, storage_dtype
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import FileIdentity, Finding, TensorInfo
from desktop_app.checkpoint.slicing import Cut
from desktop_app.checkpoint.storages import Storages, TensorError
from desktop_app.checkpoint.tensors import dense_of, read_view

type Progress = Callable[[int, int, str], None]
type Chunks = Callable[[], Iterator[Array]]
"""A fresh pass over the elements, as one-dimensional arrays."""

PERCENTILES = (0.1, 1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0, 99.9)
_READ = 4 << 20
"""Bytes that are read at once."""
_STEP = 1 << 13
"""Elements that are worked on at once: their temporaries stay in the second-level cache."""
_CODES = 1 << 18
"""Codes that are counted at once."""
_SORTED = 1 << 22
"""Elements up to which percentiles come from sorting."""
_BLOCK = 1 << 18
"""Elements of a view with gaps that are read at once."""
_PREVIEW = 1 << 20
_BATCH_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of finite values between edges."""

    edges: Array
    """[bins + 1], ascending; of |w| when `scale` is `log`."""
    counts: Array
    """[bins], int64."""
    scale: str = "linear"


@dataclass(frozen=True, slots=True)
class Statistics:
    """What every element of a tensor together says; numbers are None where nothing is finite."""

    count: int
    finite: int
    nan: int
    posinf: int
    neginf: int
    zero: int
    min: float | None
    max: float | None
    mean: float | None
    std: float | None
    """Of the population."""
    l1: float | None
    l2: float | None
    abs_max: float | None
    histogram: Histogram
    percentiles: tuple[tuple[float, float], ...] = ()
    """(percent, value), linear between order statistics as NumPy's default."""
    sampled: bool = False
    """Whether only a sample was looked at."""


# ---------------------------------------------------------------------- where the elements come from


@dataclass(frozen=True, slots=True)
class _Elements:
    """The elements of a tensor as passes over chunks."""

    passes: Chunks
    count: int
    """Elements that one pass gives; each stands for `repeat` of the tensor."""
    repeat: int
    codes: str = ""
    """The dtype when the chunks are codes of 8 or 16 bits, to be counted."""
    edge_type: type[np.floating] = np.float64


def _elements(storages: Storages, info: TensorInfo, progress: Progress | None) -> _Elements:
    """Choose how to go over a tensor: straight over its bytes when its view is dense, else over rows."""
    if info.status != "ok" or info.layout == "meta" or (info.storage is None and not info.parts):
        raise TensorError(finding("no-data" if info.layout == "meta" else "tensor-missing", info.name, name=info.name))
    if info.parts or info.layout != "strided":
        return _of_array(dense_of(storages, info))
    shape, stride, repeat = _distinct(info)
    count = _product(shape)
    plain = info.quantization is None and not info.neg and not info.conj
    dense = _is_dense(shape, stride)
    if (
        plain
        and dense
        and (code_bits(info.dtype) or info.dtype in ("float32", "float64", "int32", "int64", "uint32", "uint64"))
    ):
        return _of_bytes(storages, info, count, repeat, progress)
    return _of_rows(storages, info, shape, stride, count, repeat, progress)


def _distinct(info: TensorInfo) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Shape and stride without expanded axes, and how often each element then counts."""
    kept = [
        (size, step)
        for size, step in zip(info.shape, info.stride, strict=True)
        if size != 1 and (step != 0 or info.quantization is not None)
    ]
    repeat = _product(
        [
            size
            for size, step in zip(info.shape, info.stride, strict=True)
            if size > 1 and step == 0 and info.quantization is None
        ]
    )
    if 0 in info.shape:
        return (0,), (1,), 1
    return tuple(size for size, _ in kept), tuple(step for _, step in kept), repeat


def _product(sizes: Sequence[int]) -> int:
    count = 1
    for size in sizes:
        count *= size
    return count


def _is_dense(shape: tuple[int, ...], stride: tuple[int, ...]) -> bool:
    """Whether the view covers one gapless run of elements, in whatever order."""
    expected = 1
    for step, size in sorted(zip(stride, shape, strict=True)):
        if step != expected:
            return False
        expected *= size
    return True


def _of_array(array: Array) -> _Elements:
    flat = array.reshape(-1)
    if flat.dtype.kind == "c":
        flat = np.abs(flat)
    if flat.dtype.kind == "b":
        flat = flat.view(np.uint8)
    edge_type = np.float32 if flat.dtype.name in ("float32", "float16") else np.float64
    return _Elements(lambda: (flat[at : at + _STEP] for at in range(0, len(flat), _STEP)), len(flat), 1, "", edge_type)


def _of_bytes(storages: Storages, info: TensorInfo, count: int, repeat: int, progress: Progress | None) -> _Elements:
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
            step = _CODES if codes else _STEP
            for at in range(0, some, step):
                yield units[at : at + step]

    return _Elements(passes, count, repeat, codes, np.float32 if info.dtype == "float32" else np.float64)


def _of_rows(
    storages: Storages,
    info: TensorInfo,
    shape: tuple[int, ...],
    stride: tuple[int, ...],
    count: int,
    repeat: int,
    progress: Progress | None,
) -> _Elements:
    """Blocks of leading rows of a view with gaps, flipped signs, packed elements or real numbers behind codes."""
    if info.quantization is not None and info.quantization.axis is not None:
        from desktop_app.checkpoint.tensors import dequantised, whole_of

        whole = read_view(storages, info, whole_of(info))
        return _of_array(dequantised(storages, info, whole, tuple(slice(None) for _ in info.shape), whole_of(info)))

    def blocks(shape: tuple[int, ...], stride: tuple[int, ...], offset: int) -> Iterator[Cut]:
        inner = _product(shape[1:])
        if not shape or _product(shape) <= _BLOCK:
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
    return _Elements(passes, count, repeat, "", np.float32 if narrow else np.float64)


# ---------------------------------------------------------------------- from codes


def _count_codes(elements: _Elements) -> Array:
    """How often each code occurs: everything that statistics of an 8- or 16-bit tensor need."""
    size = 1 << code_bits(elements.codes)
    counts = np.zeros(size, np.int64)
    for chunk in elements.passes():
        counts += np.bincount(chunk, minlength=size)
    return counts * elements.repeat


def _edges(low: float, high: float, bins: int, kind: type[np.floating]) -> Array:
    """Edges as `numpy.histogram` makes them for an array of this float type."""
    if low == high:
        low, high = low - 0.5, high + 0.5
    return np.linspace(kind(low), kind(high), bins + 1, dtype=kind).astype(np.float64)


def _log_edges(low: float, high: float, bins: int) -> Array:
    if high <= low:
        low, high = low / 2, low * 2
    edges = np.exp(np.linspace(np.log(low), np.log(high), bins + 1))
    edges[0], edges[-1] = low, high
    return edges


def _bin(values: Array, weights: Array, edges: Array) -> Array:
    """Exact counts of sorted or unsorted `values` with integer weights; the last bin holds its right edge."""
    position = np.searchsorted(edges, values, side="right") - 1
    position[values == edges[-1]] = len(edges) - 2
    inside = (position >= 0) & (position < len(edges) - 1)
    counts = np.zeros(len(edges) - 1, np.int64)
    np.add.at(counts, position[inside], weights[inside])
    return counts


def _from_codes(
    counts: Array, dtype: str, *, bins: int, scale: str, span: tuple[float, float] | None, percentiles: bool
) -> Statistics:
    present = np.flatnonzero(counts)
    values, weights = code_values(dtype)[present], counts[present]
    kept = np.isfinite(values)
    finite, many = values[kept], weights[kept]
    total = int(many.sum())
    edge_type = np.float64 if dtype in ("int8", "uint8", "int16", "uint16", "bool") else np.float32
    base = Statistics(
        count=int(weights.sum()), finite=total, nan=int(weights[np.isnan(values)].sum()), posinf=int(weights[values == np.inf].sum()),
        neginf=int(weights[values == -np.inf].sum()), zero=int(weights[values == 0].sum()), min=None, max=None, mean=None, std=None, l1=None,
        l2=None, abs_max=None, histogram=Histogram(np.linspace(0.0, 1.0, bins + 1), np.zeros(bins, np.int64), scale),
    )  # fmt: skip
    if total == 0:
        return base
    mean = float(finite @ many) / total
    magnitude = np.abs(finite)
    low, high = float(finite.min()), float(finite.max())
    if scale == "log":
        chosen = magnitude > 0
        histogram = _log_histogram_of(magnitude[chosen], many[chosen], bins, span)
    else:
        edges = _edges(*(span or (low, high)), bins, edge_type)
        histogram = Histogram(edges, _bin(finite, many, edges), "linear")
    return replace(
        base, min=low, max=high, mean=mean, std=float(np.sqrt(((finite - mean) ** 2) @ many / total)), l1=float(magnitude @ many),
        l2=float(np.sqrt((finite**2) @ many)), abs_max=float(magnitude.max()), histogram=histogram,
        percentiles=_weighted_percentiles(finite, many) if percentiles else (),
    )  # fmt: skip


def _log_histogram_of(magnitude: Array, weights: Array, bins: int, span: tuple[float, float] | None) -> Histogram:
    if len(magnitude) == 0:
        return Histogram(np.linspace(1.0, 2.0, bins + 1), np.zeros(bins, np.int64), "log")
    low, high = span if span and span[0] > 0 else (float(magnitude.min()), float(magnitude.max()))
    edges = _log_edges(low, high, bins)
    return Histogram(edges, _bin(magnitude, weights, edges), "log")


def _weighted_percentiles(values: Array, weights: Array) -> tuple[tuple[float, float], ...]:
    order = np.argsort(values)
    values, upto = values[order], np.cumsum(weights[order])
    return _interpolated(int(upto[-1]), lambda rank: float(values[np.searchsorted(upto, rank, side="right")]))


def _interpolated(total: int, value_at: Callable[[int], float]) -> tuple[tuple[float, float], ...]:
    """Percentiles linear between the two order statistics beside each rank."""
    found: list[tuple[float, float]] = []
    for percent in PERCENTILES:
        rank = percent / 100 * (total - 1)
        below = int(rank)
        low, high = value_at(below), value_at(min(below + 1, total - 1))
        found.append((percent, low + (high - low) * (rank - below)))
    return tuple(found)


# ---------------------------------------------------------------------- from numbers


@dataclass(slots=True)
class _Sums:
    """What one pass over numbers accumulates, in float64 and relative to a value near the mean."""

    nan: int = 0
    posinf: int = 0
    neginf: int = 0
    zero: int = 0
    finite: int = 0
    low: float = np.inf
    high: float = -np.inf
    least: float = np.inf
    """Smallest magnitude that is not zero."""
    shift: float | None = None
    total: float = 0.0
    squares: float = 0.0
    l1: float = 0.0
    l2: float = 0.0

    def add(self, chunk: Array, *, least: bool) -> None:
        """Take one chunk of real numbers of any type."""
        if chunk.dtype.kind == "f":
            low, high = chunk.min(), chunk.max()
            if not (np.isfinite(low) and np.isfinite(high)):
                chunk = self._without_special(chunk)
                if len(chunk) == 0:
                    return
                low, high = chunk.min(), chunk.max()
        else:
            low, high = chunk.min(), chunk.max()
        wide = chunk.astype(np.float64)
        self.low, self.high = min(self.low, float(low)), max(self.high, float(high))
        self.finite += len(chunk)
        self.zero += len(chunk) - int(np.count_nonzero(chunk))
        if self.shift is None:
            self.shift = float(wide.mean())
        self.l2 += float(wide @ wide)
        magnitude = np.abs(wide)
        self.l1 += float(magnitude.sum())
        if least:
            positive = magnitude[magnitude > 0]
            if len(positive):
                self.least = min(self.least, float(positive.min()))
        wide -= self.shift
        self.total += float(wide.sum())
        self.squares += float(wide @ wide)

    def _without_special(self, chunk: Array) -> Array:
        kept = np.isfinite(chunk)
        special = chunk[~kept]
        self.nan += int(np.isnan(special).sum())
        self.posinf += int((special == np.inf).sum())
        self.neginf += int((special == -np.inf).sum())
        return chunk[kept]


def _bin_linear(chunk: Array, edges: Array, counts: Array, kind: type[np.floating]) -> None:
    """Add a chunk's counts; equal to comparing with the edges, which is done only for values that lie close to one."""
    bins = len(edges) - 1
    low, high = kind(edges[0]), kind(edges[-1])
    numbers = chunk if chunk.dtype == kind else chunk.astype(kind)
    if not (numbers.min() >= low and numbers.max() <= high):
        numbers = numbers[(numbers >= low) & (numbers <= high)]
    if len(numbers) == 0:
        return
    width = np.float64(high) - np.float64(low)
    if not np.isfinite(width) or width == 0 or not np.isfinite(bins / width) or width < 1e-30:
        counts += np.histogram(numbers.astype(np.float64), edges)[0]
        return
    scaled = (numbers - low) * kind(bins / width)
    position = scaled.astype(np.int32)
    nearest = np.rint(scaled)
    scaled -= nearest
    np.abs(scaled, out=scaled)
    tolerance = (
        bins * float(np.finfo(kind).eps) * 4
        + float(np.finfo(kind).eps) * 8 * max(abs(float(low)), abs(float(high))) * bins / width
    )
    if tolerance > 0.2:
        counts += np.histogram(numbers.astype(np.float64), edges)[0]
        return
    close = np.flatnonzero(scaled <= tolerance)
    if len(close):
        values = numbers[close].astype(np.float64)
        exact = np.searchsorted(edges, values, side="right") - 1
        position[close] = np.minimum(exact, bins - 1)
    np.minimum(position, bins - 1, out=position)
    counts += np.bincount(position, minlength=bins)


def _bin_log(chunk: Array, edges: Array, counts: Array) -> None:
    magnitude = np.abs(chunk.astype(np.float64))
    magnitude = magnitude[(magnitude >= edges[0]) & (magnitude <= edges[-1])]
    if len(magnitude) == 0:
        return
    bins = len(edges) - 1
    first = np.log(edges[0])
    position = ((np.log(magnitude) - first) * (bins / (np.log(edges[-1]) - first))).astype(np.int64)
    np.clip(position, 0, bins - 1, out=position)
    position -= magnitude < edges[position]
    position += (magnitude >= edges[position + 1]) & (position < bins - 1)
    counts += np.bincount(position, minlength=bins)


def _finite(chunk: Array) -> Array:
    if chunk.dtype.kind != "f":
        return chunk
    kept = np.isfinite(chunk)
    return chunk if kept.all() else chunk[kept]


def _from_numbers(
    elements: _Elements, *, bins: int, scale: str, span: tuple[float, float] | None, percentiles: bool
) -> Statistics:
    sums = _Sums()
    for chunk in elements.passes():
        if len(chunk):
            sums.add(chunk, least=scale == "log")
    repeat = elements.repeat
    special = {"nan": sums.nan * repeat, "posinf": sums.posinf * repeat, "neginf": sums.neginf * repeat}
    if not sums.finite:
        empty = Histogram(np.linspace(0.0, 1.0, bins + 1), np.zeros(bins, np.int64), scale)
        return Statistics(
            count=sum(special.values()),
            finite=0,
            zero=0,
            min=None,
            max=None,
            mean=None,
            std=None,
            l1=None,
            l2=None,
            abs_max=None,
            histogram=empty,
            nan=special["nan"],
            posinf=special["posinf"],
            neginf=special["neginf"],
        )
    offset = sums.total / sums.finite
    histogram = _histogram(elements, sums, bins=bins, scale=scale, span=span)
    return Statistics(
        count=(sums.finite + sums.nan + sums.posinf + sums.neginf) * repeat, finite=sums.finite * repeat, zero=sums.zero * repeat,
        min=sums.low, max=sums.high, mean=(sums.shift or 0.0) + offset,
        std=float(np.sqrt(max(sums.squares / sums.finite - offset * offset, 0.0))), l1=sums.l1 * repeat, l2=float(np.sqrt(sums.l2 * repeat)),
        abs_max=max(abs(sums.low), abs(sums.high)), histogram=histogram,
        percentiles=_percentiles(elements, sums.finite) if percentiles else (),
        nan=special["nan"], posinf=special["posinf"], neginf=special["neginf"],
    )  # fmt: skip


def _histogram(
    elements: _Elements, sums: _Sums, *, bins: int, scale: str, span: tuple[float, float] | None
) -> Histogram:
    counts = np.zeros(bins, np.int64)
    special = bool(sums.nan or sums.posinf or sums.neginf)
    if scale == "log":
        if not np.isfinite(sums.least):
            return Histogram(np.linspace(1.0, 2.0, bins + 1), counts, "log")
        low, high = span if span and span[0] > 0 else (sums.least, max(abs(sums.low), abs(sums.high)))
        edges = _log_edges(low, high, bins)
        for chunk in elements.passes():
            _bin_log(_finite(chunk) if special else chunk, edges, counts)
    else:
        low, high = span or (sums.low, sums.high)
        kind = elements.edge_type
        edges = _edges(low, high, bins, kind)
        for chunk in elements.passes():
            some = _finite(chunk) if special else chunk
            if len(some):
                _bin_linear(some, edges, counts, kind)
    return Histogram(edges, counts * elements.repeat, scale)


# ---------------------------------------------------------------------- percentiles of wide types


def _ordered_codes(chunk: Array) -> Array:
    """Unsigned numbers in the same order as the float64 values of the chunk."""
    bits = chunk.astype(np.float64).view(np.uint64)
    negative = bits >> np.uint64(63) == 1
    return np.where(negative, ~bits, bits | np.uint64(1 << 63))


def _value_of(code: int) -> float:
    bits = code & ((1 << 63) - 1) if code >> 63 else ~code & ((1 << 64) - 1)
    return float(np.uint64(bits).view(np.float64))


def _percentiles(elements: _Elements, total: int) -> tuple[tuple[float, float], ...]:
    """Percentiles of `total` finite elements, each of which the tensor shows `repeat` times."""
    repeat = elements.repeat
    shown = total * repeat
    if total <= _SORTED:
        parts = [_finite(chunk).astype(np.float64) for chunk in elements.passes()]
        values = np.sort(np.concatenate(parts))
        return _interpolated(shown, lambda rank: float(values[rank // repeat]))
    ranks = sorted(
        {
            min(int(percent / 100 * (shown - 1)) + more, shown - 1) // repeat
            for percent in PERCENTILES
            for more in (0, 1)
        }
    )
    found = _select(elements, ranks)
    return _interpolated(shown, lambda rank: found[rank // repeat])


def _select(elements: _Elements, ranks: Sequence[int]) -> dict[int, float]:
    """Order statistics by radix: count the leading 16 bits, then the next within the buckets that hold a rank."""
    prefixes: dict[int, list[tuple[int, int]]] = {0: [(rank, rank) for rank in ranks]}
    for level in range(4):
        shift = np.uint64(48 - 16 * level)
        counts = {prefix: np.zeros(65536, np.int64) for prefix in prefixes}
        for chunk in elements.passes():
            codes = _ordered_codes(_finite(chunk))
            upper = codes >> (shift + np.uint64(16)) if level else None
            for prefix, count in counts.items():
                some = codes if upper is None else codes[upper == np.uint64(prefix)]
                count += np.bincount(((some >> shift) & np.uint64(0xFFFF)).astype(np.int64), minlength=65536)
        narrower: dict[int, list[tuple[int, int]]] = {}
        for prefix, wanted in prefixes.items():
            upto = np.cumsum(counts[prefix])
            for rank, inside in wanted:
                bucket = int(np.searchsorted(upto, inside, side="right"))
                before = int(upto[bucket - 1]) if bucket else 0
                narrower.setdefault(prefix << 16 | bucket, []).append((rank, inside - before))
        prefixes = narrower
    return {rank: _value_of(code) for code, wanted in prefixes.items() for rank, _ in wanted}


# ---------------------------------------------------------------------- what callers use


def statistics_of(
    files: Sequence[FileIdentity], info: TensorInfo, *, bins: int = 256, scale: str = "linear", span: tuple[float, float] | None = None,
    percentiles: bool = True, progress: Progress | None = None,
) -> Statistics:  # fmt: skip
    """Statistics over every element, with a histogram of `bins` bins over `span` (default: the finite range).

    Counts and edges are those of `numpy.histogram` for an array of the tensor's own float type (float32 for narrower
    ones). With `scale="log"` the histogram is of |w| without zeros. Complex numbers count by magnitude, quantised ones
    by their real value. Raises `TensorError`.
    """
    with Storages(files) as storages:
        return _statistics(
            storages, info, bins=bins, scale=scale, span=span, percentiles=percentiles, progress=progress
        )


def _statistics(
    storages: Storages, info: TensorInfo, *, bins: int, scale: str = "linear", span: tuple[float, float] | None = None, percentiles: bool = False,
    progress: Progress | None = None,
) -> Statistics:  # fmt: skip
    elements = _elements(storages, info, progress)
    with np.errstate(all="ignore"):
        if elements.codes:
            return _from_codes(
                _count_codes(elements), elements.codes, bins=bins, scale=scale, span=span, percentiles=percentiles
            )
        return _from_numbers(elements, bins=bins, scale=scale, span=span, percentiles=percentiles)


def statistics_of_many(
    files: Sequence[FileIdentity],
    wanted: Sequence[tuple[int, TensorInfo]],
    *,
    bins: int = 64,
    progress: Progress | None = None,
) -> Generator[list[tuple[int, Statistics | Finding]], None, None]:
    """Statistics of many tensors, in batches that come at least every tenth of a second or so; ties are computed once.

    A tensor without values gives its `Finding` in place of statistics.
    """
    known: dict[tuple[object, ...], Statistics] = {}
    batch: list[tuple[int, Statistics | Finding]] = []
    due = time.monotonic() + _BATCH_SECONDS
    with Storages(files) as storages:
        for done, (index, info) in enumerate(wanted):
            key = (
                (
                    info.storage.id,
                    info.storage.file,
                    info.storage_offset,
                    info.shape,
                    info.stride,
                    info.dtype,
                    info.neg,
                    info.quantization,
                )
                if info.storage and not info.conj
                else (index,)
            )
            result: Statistics | Finding | None = known.get(key) if info.shares_with else None
            if result is None:
                try:
                    result = _statistics(storages, info, bins=bins)
                    if info.shares_with:
                        known[key] = result
                except TensorError as error:
                    result = error.finding
                except (ValueError, MemoryError) as error:
                    result = finding(
                        "tensor-odd", info.name, name=info.name, reason=str(error) or "there is not enough memory"
                    )
            batch.append((index, result))
            if time.monotonic() >= due:
                if progress is not None:
                    progress(done + 1, len(wanted), info.name)
                yield batch
                batch = []
                due = time.monotonic() + _BATCH_SECONDS
    if batch:
        yield batch


def preview_of(files: Sequence[FileIdentity], info: TensorInfo, *, bins: int = 256) -> Statistics:
    """Statistics of about a million elements spread over a large dense tensor, marked as sampled; of others all elements."""
    if info.parts or info.layout != "strided" or info.numel <= _PREVIEW:
        return statistics_of(files, info, bins=bins)
    shape, stride, _ = _distinct(info)
    blocks = 256
    size = _PREVIEW // blocks
    with Storages(files) as storages:
        count = _product(shape)
        if count <= _PREVIEW or not _is_dense(shape, stride) or info.storage is None or info.quantization is not None:
            return statistics_of(files, info, bins=bins)
        parts = [
            read_view(storages, info, Cut(info.storage_offset + (count - size) * block // (blocks - 1), (size,), (1,)))
            for block in range(blocks)
        ]
        elements = _of_array(np.concatenate(parts))
        with np.errstate(all="ignore"):
            return replace(
                _from_numbers(elements, bins=bins, scale="linear", span=None, percentiles=True), sampled=True
            )
