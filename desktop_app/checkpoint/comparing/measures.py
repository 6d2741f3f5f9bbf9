"""How far two tensors lie apart: exact equality, largest and relative differences, distance and angle, in bounded memory."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

import os
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import inf, isfinite, isinf, isnan, nan, prod, sqrt
from typing import Any

import numpy as np

from desktop_app.checkpoint.comparing.block_sums import Sums, Tolerance, add, add_same
from desktop_app.checkpoint.comparing.sides import Pair
from desktop_app.checkpoint.decode import SUBBYTE, Array, decode, storage_dtype
from desktop_app.checkpoint.editing.draft import Item
from desktop_app.checkpoint.editing.expressions import (
    Expression,
    Sources,
    Stored,
    can_be_read,
    distinct_shape_of,
    stored_behind,
)
from desktop_app.checkpoint.editing.regions import blocks
from desktop_app.checkpoint.editing.rounding import carrier
from desktop_app.checkpoint.model import Finding, Storage
from desktop_app.checkpoint.repeats import refuse_repeats, repeats_of
from desktop_app.checkpoint.storages import Storages, TensorError

type Progress = Callable[[int, int, str], None]

_READ = 1 << 18
"""Elements of each side that are read at once."""
_BLOCK = 16 << 20
"""Bytes of each side that are read at once where elements do not lie in order: a transposed view costs a read a row."""
_EXACT = 1 << 20
"""Elements up to which everything is computed in float64."""
_SPAN = 1 << 22
"""Elements that one thread takes at a time."""
_GLANCE = 512
"""Elements that are compared before it is worth comparing all bytes of a block."""
_BATCH_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Measure:
    """What separates `b` from `a`; numbers are None when the shapes differ or values cannot be read."""

    equal: bool
    """Same type and the same bits, any NaN equal to any NaN."""
    changed: bool
    """Whether some |a - b| > atol + rtol * |b|. NaN or an infinity on one side alone is always a change; with both
    tolerances 0 so is another element type."""
    max_abs: float | None = None
    """Largest |a - b|; `nan` where one side alone is NaN."""
    max_rel: float | None = None
    """Largest |a - b| / |b|; `inf` where b is 0 and a is not."""
    l2: float | None = None
    """Norm of a - b."""
    cosine: float | None = None
    """Of the angle between both, over the places where both are finite; None when one of them is zero there."""
    norm_a: float | None = None
    """Norm of a over the places where both are finite."""
    norm_b: float | None = None
    """Norm of b over the same."""
    problem: Finding | None = None
    """Why there are no numbers."""

    @property
    def relative(self) -> float | None:
        """Norm of the difference over the norm of a; `inf` for what grew out of zeros."""
        if self.l2 == 0:
            return 0.0
        if self.l2 is None or self.norm_a is None:
            return None
        return self.l2 / self.norm_a if self.norm_a else inf


def measure(
    pairs: Sequence[Pair],
    *,
    rtol: float = 0.0,
    atol: float = 0.0,
    norms: bool = False,
    progress: Progress | None = None,
) -> Generator[list[tuple[int, Measure]]]:
    """Measures of pairs in batches of (position, measure), as they are found.

    Blocks of both sides are read side by side: at most some tens of megabytes are held. Shapes that differ give a
    measure without numbers, values that cannot be read one with a `problem`; nothing is raised for a single tensor.
    The same tensor of one file on both sides is not read, and has no norms, unless `norms` asks for them.
    """
    tolerance = Tolerance(rtol, atol)
    total = sum(_weight(pair) for pair in pairs)
    done = 0
    batch: list[tuple[int, Measure]] = []
    told = time.monotonic()
    with Sources() as sources_a, Sources() as sources_b, _threads() as threads:
        meter = _Meter(sources_a, sources_b, tolerance, threads, norms=norms)
        for position, pair in enumerate(pairs):
            if progress is not None:
                progress(done, total, pair.name_a)
                meter.progress = _shifted(progress, done, total, pair.name_a)
            batch.append((position, meter.measure(pair)))
            done += _weight(pair)
            if time.monotonic() - told >= _BATCH_SECONDS:
                yield batch
                batch, told = [], time.monotonic()
    if progress is not None:
        progress(total, total, "")
    yield batch


def measure_one(a: Item, b: Item, *, rtol: float = 0.0, atol: float = 0.0) -> Measure:
    """The measure of two tensors alone."""
    with Sources() as sources_a, Sources() as sources_b, _threads() as threads:
        return _Meter(sources_a, sources_b, Tolerance(rtol, atol), threads).measure(Pair("", "", a, b))


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(4, os.cpu_count() or 1), "measure")


def _weight(pair: Pair) -> int:
    return prod(_distinct(pair)) if pair.same_shape else 0


def _distinct(pair: Pair) -> tuple[int, ...]:
    """The shape from the beginning that holds every two elements that stand at one place."""
    return tuple(map(max, distinct_shape_of(pair.a.value), distinct_shape_of(pair.b.value)))


def _shifted(progress: Progress, done: int, total: int, name: str) -> Callable[[int], None]:
    return lambda more: progress(done + more, total, name)


class _Meter:
    """Measures one pair after the other over files that stay open."""

    def __init__(
        self,
        sources_a: Sources,
        sources_b: Sources,
        tolerance: Tolerance,
        threads: ThreadPoolExecutor,
        *,
        norms: bool = False,
    ) -> None:
        self._sources_a = sources_a
        self._sources_b = sources_b
        self._tolerance = tolerance
        self._threads = threads
        self._norms = norms
        self.progress: Callable[[int], None] | None = None

    def measure(self, pair: Pair) -> Measure:
        """Never raises for what is wrong with the files; see `Measure.problem`."""
        if not pair.same_shape:
            return Measure(False, True)
        try:
            can_be_read(pair.a.value)
            can_be_read(pair.b.value)
            if not self._norms and pair.a.value == pair.b.value:
                return Measure(True, False, 0.0, 0.0, 0.0, 1.0)
            sums = self._sums(pair)
        except TensorError as error:
            return Measure(False, True, problem=error.finding)
        same_type = pair.a.dtype == pair.b.dtype
        return _measure_of(sums, same_type=same_type, changed=sums.beyond or (self._tolerance.exact and not same_type))

    def _sums(self, pair: Pair) -> Sums:
        a, b = pair.a.value, pair.b.value
        side_a, side_b = _linear(a, self._sources_a), _linear(b, self._sources_b)
        with np.errstate(all="ignore"):
            if side_a is not None and side_b is not None and side_a.order == side_b.order:
                return self._over_bytes(side_a, side_b, prod(a.shape))
            return self._over_blocks(pair)

    def _over_bytes(self, a: "_Linear", b: "_Linear", count: int) -> Sums:
        """Both hold their elements without gaps in one order, so that their bytes are read straight through."""
        sums = Sums()
        spans = range(0, count, _SPAN)

        def work(first: int) -> Sums:
            with np.errstate(all="ignore"):
                return _span(a, b, first, min(_SPAN, count - first), self._tolerance, wide=count <= _EXACT)

        if len(spans) > 1 and a.threadsafe and b.threadsafe:
            waiting = self._threads.map(work, spans)
        else:
            waiting = map(work, spans)
        for first, part in zip(spans, waiting, strict=True):
            sums.join(part)
            if self.progress is not None:
                self.progress(first)
        return sums

    def _over_blocks(self, pair: Pair) -> Sums:
        """Expanded axes of both are gone through once, and what was summed then stands for all of their places."""
        a, b, distinct = pair.a.value, pair.b.value, _distinct(pair)
        count, done = prod(distinct), 0
        refuse_repeats(pair.name_a, count, max(stored_behind(a), stored_behind(b)))
        sums = Sums()
        wide = max(carrier(a.dtype).itemsize, carrier(b.dtype).itemsize)
        for region in blocks(distinct, _BLOCK // wide):
            x = np.ascontiguousarray(a.read(self._sources_a, region)).reshape(-1)
            y = np.ascontiguousarray(b.read(self._sources_b, region)).reshape(-1)
            add(sums, x, y, self._tolerance, wide=count <= _EXACT)
            done += len(x)
            if self.progress is not None:
                self.progress(done)
        sums.repeat(repeats_of(a.shape, distinct))
        return sums


def _measure_of(sums: Sums, *, same_type: bool, changed: bool) -> Measure:
    norm_a, norm_b = sqrt(sums.aa), sqrt(sums.bb)
    l2 = nan if isnan(sums.max_abs) else inf if isinf(sums.max_abs) else sqrt(sums.dd)
    return Measure(
        equal=sums.equal and same_type,
        changed=changed,
        max_abs=sums.max_abs,
        max_rel=sums.max_rel,
        l2=l2,
        cosine=1.0 if sums.equal and norm_a else _cosine(sums, norm_a, norm_b, l2),
        norm_a=norm_a,
        norm_b=norm_b,
    )


def _cosine(sums: Sums, norm_a: float, norm_b: float, l2: float) -> float | None:
    """From the distance where both are close together, since the product would lose the digits that tell them apart."""
    scale = norm_a * norm_b
    if not scale or not isfinite(scale):
        return None
    if isfinite(l2) and 0.5 < norm_a / norm_b < 2 and l2 < 0.5 * norm_a:
        return max(-1.0, min(1.0, 1.0 - (sums.dd - (norm_a - norm_b) ** 2) / (2 * scale)))
    return max(-1.0, min(1.0, sums.ab / scale))


# ---------------------------------------------------------------------- straight over the bytes


@dataclass(frozen=True, slots=True)
class _Linear:
    """A stored tensor whose elements lie without gaps."""

    storages: Storages
    storage: Storage
    dtype: str
    unit: np.dtype[Any]
    offset: int
    """First byte."""
    order: tuple[tuple[int, int], ...]
    """Size and step of each axis longer than one: equal for two tensors that hold their elements in one order."""
    threadsafe: bool

    def read(self, first: int, count: int, buffer: Array) -> Array:
        """`count` stored units from `first`, in a part of `buffer` (bytes)."""
        part = buffer[: count * self.unit.itemsize]
        self.storages.read(self.storage, self.offset + first * self.unit.itemsize, memoryview(part))
        return part.view(self.unit)


def _linear(expression: Expression, sources: Sources) -> _Linear | None:
    if not isinstance(expression, Stored):
        return None
    info = expression.info
    plain = (
        info.layout == "strided"
        and not info.parts
        and info.quantization is None
        and not (info.conj or info.neg)
        and info.storage is not None
        and info.dtype not in SUBBYTE
        and info.dtype != "float4_e2m1fn_x2"
    )
    if not plain or info.storage is None or len(info.stride) != len(info.shape):
        return None
    order = tuple((size, step) for size, step in zip(info.shape, info.stride, strict=True) if size != 1)
    expected = 1
    for size, step in sorted(order, key=lambda axis: axis[1]):
        if step != expected:
            return None
        expected *= size
    storages = sources.of(expression.files)
    unit = storage_dtype(info.dtype, info.storage.byteorder)
    stored = info.storage.inline is None and info.storage.compression == "stored" and info.storage.offset >= 0
    return _Linear(storages, info.storage, info.dtype, unit, info.storage_offset * unit.itemsize, order, stored)


def _span(a: _Linear, b: _Linear, first: int, count: int, tolerance: Tolerance, *, wide: bool) -> Sums:
    sums = Sums()
    most = min(_READ, count)
    buffer_a, buffer_b = np.empty(most * a.unit.itemsize, np.uint8), np.empty(most * b.unit.itemsize, np.uint8)
    comparable = a.dtype == b.dtype and a.unit == b.unit
    for at in range(first, first + count, most):
        some = min(most, first + count - at)
        x, y = a.read(at, some, buffer_a), b.read(at, some, buffer_b)
        if comparable and _same_bytes(x, y):
            add_same(sums, decode(x, a.dtype), wide=wide)
        else:
            add(sums, decode(x, a.dtype), decode(y, b.dtype), tolerance, wide=wide)
    return sums


def _same_bytes(x: Array, y: Array) -> bool:
    whole = x.nbytes // 8 * 8
    some = min(_GLANCE * 8, whole)
    first, second = x.view(np.uint8), y.view(np.uint8)
    words_a, words_b = first[:whole].view(np.uint64), second[:whole].view(np.uint64)
    return (
        np.array_equal(words_a[: some // 8], words_b[: some // 8])
        and np.array_equal(words_a, words_b)
        and np.array_equal(first[whole:], second[whole:])
    )
