"""One pass over a tensor for its health: what is not finite, dead, constant or saturated, and how large its rows are."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Callable
from hashlib import blake2b
from math import prod

import numpy as np

from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.editing.expressions import Expression, Sources, can_be_gone_through, distinct_shape_of
from desktop_app.checkpoint.editing.regions import Region, blocks
from desktop_app.checkpoint.health.model import Measure
from desktop_app.checkpoint.repeats import repeats_of

type Step = Callable[[int], None]
"""Told how many elements were gone through."""

LEAST_VARIANCE = 1e-5
"""eps of torch's normalisations: a smaller variance no longer matters beside it."""
BLOCK = 1 << 18
"""Elements that are looked at together."""
MOST_ROWS = 1 << 20
"""Longer axes are not looked at row by row."""
KEPT = 4096
"""Norms and places that a report keeps of one tensor."""
LARGEST = {"float16": 65504.0, "bfloat16": float.fromhex("0x1.fep127")}


class _Axis:
    """What is known of each place along one axis."""

    def __init__(self, size: int) -> None:
        self.low = np.full(size, np.inf)
        self.high = np.full(size, -np.inf)
        self.squares = np.zeros(size)

    def add(self, block: Array, axis: int, places: slice) -> None:
        """Take a block; NaN stays NaN in `low` and `high`, so that such a row is never called dead."""
        others = tuple(other for other in range(block.ndim) if other != axis)
        self.low[places] = np.minimum(self.low[places], block.min(axis=others))
        self.high[places] = np.maximum(self.high[places], block.max(axis=others))
        self.squares[places] += np.square(block, dtype=np.float64).sum(axis=others)

    def repeated(self, size: int, times: int) -> None:
        """Stand for an axis of `size` places of which one was seen, or for all of them, each of them `times` as long."""
        if size != len(self.squares):
            self.low, self.high, self.squares = (np.repeat(of, size) for of in (self.low, self.high, self.squares))
        self.squares *= times

    def zeros(self) -> tuple[int, ...]:
        return _places((self.low == 0) & (self.high == 0))

    def constants(self) -> tuple[int, ...]:
        return _places((self.low == self.high) & (self.low != 0) & np.isfinite(self.low))

    def norms(self, length: int) -> tuple[float, ...]:
        if len(self.squares) > KEPT or not length:
            return ()
        return tuple(np.sqrt(self.squares / length).tolist())


def _places(mask: Array) -> tuple[int, ...]:
    return tuple(np.flatnonzero(mask).tolist())


class _Totals:
    """Sums over all distinct elements."""

    def __init__(self, largest: float | None) -> None:
        self.nan = self.infinite = self.zero = self.saturated = 0
        self.low, self.high, self.squares = np.inf, -np.inf, 0.0
        self._largest = largest

    def repeated(self, times: int) -> None:
        """Count each element so many times."""
        self.nan, self.infinite, self.zero = self.nan * times, self.infinite * times, self.zero * times
        self.saturated, self.squares = self.saturated * times, self.squares * times

    def add(self, block: Array) -> None:
        flat = block.reshape(-1)
        finite = np.isfinite(flat)
        if not finite.all():
            self.nan += int(np.isnan(flat).sum())
            self.infinite += int(np.isinf(flat).sum())
            flat = flat[finite]
        if not flat.size:
            return
        self.zero += flat.size - int(np.count_nonzero(flat))
        self.low, self.high = min(self.low, float(flat.min())), max(self.high, float(flat.max()))
        wide = flat.astype(np.float64)
        self.squares += float(wide @ wide)
        if self._largest is not None and max(self.high, -self.low) >= self._largest:
            self.saturated += int((np.abs(flat) >= self._largest).sum())


def real(array: Array) -> Array:
    """The numbers to judge: magnitudes of complex ones, floats as they are, everything else as float64."""
    if array.dtype.kind == "c":
        return np.abs(array)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def measure(
    expression: Expression, name: str = "", *, outputs: int = 0, variance: bool = False, step: Step | None = None
) -> Measure:
    """Go once over every element, once for all over those of expanded axes.

    `outputs` is the axis of the outputs of a weight (1 for transposed layers); `name` stands in errors. Raises
    `TensorError` when there are no values, or far too many of a few numbers.
    """
    can_be_gone_through(expression, name)
    shape, distinct = expression.shape, distinct_shape_of(expression)
    totals = _Totals(LARGEST.get(expression.dtype))
    axes = {axis: _Axis(distinct[axis]) for axis in range(min(len(shape), 2)) if shape[axis] <= MOST_ROWS}
    digest = blake2b(repr((shape, distinct, expression.dtype)).encode(), digest_size=16)
    with Sources() as sources, np.errstate(all="ignore"):
        for region in blocks(distinct, BLOCK):
            read = np.asarray(expression.read(sources, region))
            digest.update(memoryview(np.ascontiguousarray(read).reshape(-1).view(np.uint8)))
            block = real(read)
            totals.add(block)
            for axis, found in axes.items():
                found.add(block, axis, _slice(region, axis))
            if step is not None:
                step(block.size)
    times = repeats_of(shape, distinct)
    totals.repeated(times)
    for axis, found in axes.items():
        found.repeated(shape[axis], times * distinct[axis] // shape[axis])
    return _measure(shape, totals, axes, outputs, digest.digest(), variance)


def _slice(region: Region, axis: int) -> slice:
    return slice(region[axis].start, region[axis].stop)


def _measure(
    shape: tuple[int, ...], totals: _Totals, axes: dict[int, _Axis], outputs: int, digest: bytes, variance: bool
) -> Measure:
    count = prod(shape)
    some = totals.low <= totals.high
    rows = axes.get(outputs)
    columns = axes.get(1 - outputs) if len(shape) > 1 else None
    long_rows = rows is not None and len(shape) > 1 and count > len(rows.low)
    return Measure(
        count=count,
        nan=totals.nan,
        infinite=totals.infinite,
        zero=totals.zero,
        low=totals.low if some else 0.0,
        high=totals.high if some else 0.0,
        l2=float(np.sqrt(totals.squares)),
        saturated=totals.saturated,
        zero_rows=rows.zeros() if rows is not None else (),
        constant_rows=rows.constants() if rows is not None and long_rows else (),
        zero_columns=columns.zeros() if columns is not None and len(columns.low) > 1 else (),
        row_norms=rows.norms(count // max(len(rows.low), 1)) if rows is not None else (),
        column_norms=columns.norms(count // max(len(columns.low), 1)) if columns is not None else (),
        digest=digest,
        low_channels=_low_channels(rows) if variance and rows is not None and len(shape) == 1 else (),
    )


def _low_channels(rows: _Axis) -> tuple[tuple[int, float], ...]:
    return tuple((place, float(rows.low[place])) for place in _places(rows.low < LEAST_VARIANCE))
