"""Counts, extremes and moments of numbers from one pass."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

from dataclasses import dataclass, field

import numpy as np

from desktop_app.checkpoint.decode import Array

_BLOCK = 1 << 16
"""Elements that are worked on at once: their temporaries stay in the second-level cache."""
_DOT = 1 << 13
"""Elements of one dot product: OpenBLAS starts threads for more than 10 000."""
_SAFE = 1e-3
"""Share of the squares that must remain after subtracting the mean's for the difference to be exact enough."""


def _squares(values: Array) -> float:
    """Sum of the squares of contiguous float64 `values`."""
    rows = len(values) // _DOT
    head, tail = values[: rows * _DOT].reshape(rows, _DOT), values[rows * _DOT :]
    return float(np.vecdot(head, head).sum()) + float(tail @ tail)


@dataclass(slots=True)
class Sums:
    """What one pass over numbers accumulates, in float64."""

    least_wanted: bool = False
    """Whether `least` is kept too."""
    nan: int = 0
    posinf: int = 0
    neginf: int = 0
    zero: int = 0
    finite: int = 0
    low: float = np.inf
    high: float = -np.inf
    least: float = np.inf
    """Smallest magnitude that is not zero."""
    mean: float = 0.0
    deviations: float = 0.0
    """Sum of the squared differences from the mean."""
    l1: float = 0.0
    l2: float = 0.0
    """Sum of the squares."""
    _wide: Array = field(default_factory=lambda: np.empty(0))
    _flags: Array = field(default_factory=lambda: np.empty(0, np.bool_))

    def add(self, chunk: Array) -> None:
        """Take one chunk of real numbers of any type."""
        room = min(len(chunk), _BLOCK)
        if len(self._wide) < room:
            self._wide, self._flags = np.empty(room), np.empty(room, np.bool_)
        for first in range(0, len(chunk), _BLOCK):
            self._add_block(chunk[first : first + _BLOCK])

    def _add_block(self, block: Array) -> None:
        low, high = float(block.min()), float(block.max())
        if not (np.isfinite(low) and np.isfinite(high)):
            block = self._without_special(block)
            if len(block) == 0:
                return
            low, high = float(block.min()), float(block.max())
        count = len(block)
        wide, flags = self._wide[:count], self._flags[:count]
        self.zero += int(np.count_nonzero(np.equal(block, 0, out=flags)))
        np.copyto(wide, block)
        squares = _squares(wide)
        if low == high:
            mean, deviations = low, 0.0
        else:
            total = float(wide.sum())
            mean = total / count
            deviations = squares - total * mean
            if not deviations > _SAFE * squares:
                around = wide - mean
                deviations = _squares(around)
        self._merge(count, mean, deviations)
        np.abs(wide, out=wide)
        if self.least_wanted:
            self.least = min(self.least, float(np.min(wide, where=wide > 0, initial=np.inf)))
        self.low, self.high = min(self.low, low), max(self.high, high)
        self.l1 += float(wide.sum())
        self.l2 += squares

    def _merge(self, count: int, mean: float, deviations: float) -> None:
        """Join the moments of `count` more numbers with those so far, without subtracting large squares."""
        joined = self.finite + count
        difference = mean - self.mean
        self.mean += difference * (count / joined)
        self.deviations += deviations + difference * difference * (self.finite * (count / joined))
        self.finite = joined

    def _without_special(self, chunk: Array) -> Array:
        kept = np.isfinite(chunk)
        special = chunk[~kept]
        self.nan += int(np.isnan(special).sum())
        self.posinf += int((special == np.inf).sum())
        self.neginf += int((special == -np.inf).sum())
        return chunk[kept]


def finite_only(chunk: Array) -> Array:
    """The chunk without NaN and infinities."""
    if chunk.dtype.kind != "f":
        return chunk
    kept = np.isfinite(chunk)
    return chunk if kept.all() else chunk[kept]
