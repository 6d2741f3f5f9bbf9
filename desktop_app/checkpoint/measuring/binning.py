"""Exact histogram bins: edges, and how many values lie between them."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

import numpy as np

from desktop_app.checkpoint.decode import Array

_BLOCK = 1 << 16
"""Elements that are worked on at once: their temporaries stay in the second-level cache."""
_PAIRED = 1 << 17
"""Elements from which counting pairs of bins is worth a table of 65 536 counts."""
_KEYS = 1 << 17
"""Pairs that are counted at once."""
_COUNTED = 1 << 20
"""Elements whose bins are counted at once."""


def linear_edges(low: float, high: float, bins: int, kind: type[np.floating]) -> Array:
    """Edges, float64 [bins + 1], as `numpy.histogram` makes them for an array of this float type.

    Where the type cannot hold the distance of the ends, and NumPy gives up, they are those of float64.
    """
    if low == high:
        low, high = low - 0.5, high + 0.5
    if not np.isfinite(kind(high) - kind(low)):
        return np.linspace(low / 2, high / 2, bins + 1) * 2
    return np.linspace(kind(low), kind(high), bins + 1, dtype=kind).astype(np.float64)


def log_edges(low: float, high: float, bins: int) -> Array:
    """Edges, float64 [bins + 1], that are even in the logarithm; `low` is positive."""
    if high <= low:
        low, high = low / 2, low * 2
    edges = np.exp(np.linspace(np.log(low), np.log(high), bins + 1))
    edges[0], edges[-1] = low, high
    return edges


def weighted_counts(values: Array, weights: Array, edges: Array) -> Array:
    """Exact counts of sorted or unsorted `values` with integer weights below 2**53; the last bin holds its right edge."""
    position = np.searchsorted(edges, values, side="right") - 1
    position[values == edges[-1]] = len(edges) - 2
    inside = (position >= 0) & (position < len(edges) - 1)
    return np.bincount(position[inside], weights[inside], len(edges) - 1).astype(np.int64)


class LinearBins:
    """Counts of numbers between nearly even edges, as comparing each number with the edges would give them.

    Two formulas of a subtraction and a multiplication, a little below and a little above the true position, give each
    number a bin. Rounding never changes the order of two numbers, so it is enough to try both at the edges themselves
    to know that they enclose the true bin of every number. Only where they differ is the number looked up.
    """

    def __init__(self, edges: Array, kind: type[np.floating], *, bounded: bool) -> None:
        """`edges`: float64 [bins + 1]. `bounded`: no number lies outside of them."""
        self._bins = len(edges) - 1
        self._kind = kind if bool(np.all(edges.astype(kind) == edges)) else np.float64
        self._edges = edges.astype(self._kind)
        self._bounded = bounded
        self._unit = np.uint8 if self._bins <= 256 else np.int32
        self._counts = np.zeros(self._bins, np.int64)
        self._pairs = np.empty(0, np.int64)
        self._keys = np.empty(0, np.intp)
        self._scaled = np.empty(0, self._kind)
        self._below = np.empty(0, self._unit)
        self._above = np.empty(0, self._unit)
        self._first = self._factor = self._twice = self._kind(0)
        self._by_formula = self._find_formula()

    @property
    def counts(self) -> Array:
        """[bins], int64: of all numbers so far."""
        if not len(self._pairs):
            return self._counts
        pairs = self._pairs.reshape(256, 256)
        return self._counts + (pairs.sum(0) + pairs.sum(1))[: self._bins]

    def _find_formula(self) -> bool:
        """Choose the least slack with which the formulas enclose every bin; False when there is none."""
        edges, bins, kind = self._edges, self._bins, self._kind
        width = float(edges[-1]) - float(edges[0])
        if not (width > 0 and np.isfinite(width) and np.isfinite(edges[-1] - edges[0])):
            return False
        self._factor = kind(bins / width)
        if not (np.isfinite(self._factor) and self._factor > 0):
            return False
        before = np.nextafter(edges, kind(-np.inf))
        before[0] = edges[0]
        numbers = np.arange(bins + 1)
        slack = bins * float(np.finfo(kind).eps)
        while slack < 0.5:
            self._twice = kind(2 * slack)
            self._first = max(kind(float(edges[0]) + slack * width / bins), np.nextafter(edges[0], kind(np.inf)))
            lower, _ = self._enclose(before)
            low_enough = bool(np.all(lower[1:] < numbers[1:]))
            _, upper = self._enclose(edges)
            high_enough = bool(np.all(upper[:-1] >= numbers[:-1]))
            ends = (edges[[0, -1]] - self._first) * self._factor
            if low_enough and high_enough and ends[0] > -1 and ends[1] < bins:
                return True
            slack *= 2
        return False

    def add(self, chunk: Array) -> None:
        """Take one chunk of finite real numbers of any type."""
        for first in range(0, len(chunk), _COUNTED):
            self._add(chunk[first : first + _COUNTED])

    def _add(self, some: Array) -> None:
        if not self._bounded:
            some = some[(some >= self._edges[0]) & (some <= self._edges[-1])]
        if not self._by_formula:
            self._counts += np.bincount(self._looked_up(some), minlength=self._bins)
            return
        position, above = self._enclose(some)
        close = _where_different(position, above)
        position[close] = self._looked_up(some[close])
        self._count(position)

    def _enclose(self, some: Array) -> tuple[Array, Array]:
        """Bins that are at most and at least the true ones; in buffers that the next call uses again.

        What is past the last bin in the upper one may be any number.
        """
        if len(self._below) < len(some):
            self._scaled = np.empty(min(len(some), _BLOCK), self._kind)
            self._below, self._above = np.empty(len(some), self._unit), np.empty(len(some), self._unit)
        for first in range(0, len(some), _BLOCK):
            block = some[first : first + _BLOCK]
            scaled = self._scaled[: len(block)]
            np.subtract(block, self._first, out=scaled, dtype=self._kind, casting="unsafe")
            np.multiply(scaled, self._factor, out=scaled)
            np.copyto(self._below[first : first + len(block)], scaled, casting="unsafe")
            np.add(scaled, self._twice, out=scaled)
            np.copyto(self._above[first : first + len(block)], scaled, casting="unsafe")
        return self._below[: len(some)], self._above[: len(some)]

    def _looked_up(self, some: Array) -> Array:
        """The true bins; the last one holds its right edge."""
        position = np.searchsorted(self._edges, some.astype(self._kind), side="right") - 1
        return np.minimum(position, self._bins - 1)

    def _count(self, position: Array) -> None:
        """Count each bin: by pairs of neighbours where there are many numbers, for counting is the slow part."""
        if position.dtype != np.uint8 or len(position) < _PAIRED:
            self._counts += np.bincount(position, minlength=self._bins)
            return
        if not len(self._pairs):
            self._pairs, self._keys = np.zeros(1 << 16, np.int64), np.empty(_KEYS, np.intp)
        even = len(position) // 2 * 2
        pairs = position[:even].view(np.uint16)
        for first in range(0, len(pairs), _KEYS):
            part = pairs[first : first + _KEYS]
            keys = self._keys[: len(part)]
            np.copyto(keys, part)
            np.add.at(self._pairs, keys, 1)
        if even < len(position):
            self._counts[position[-1]] += 1


def _where_different(one: Array, other: Array) -> Array:
    """Positions at which two contiguous arrays of one integer type differ, quick where few do."""
    per_word = 8 // one.itemsize
    whole = len(one) // per_word * per_word
    words = np.flatnonzero(one[:whole].view(np.uint64) != other[:whole].view(np.uint64))
    places = (words[:, None] * per_word + np.arange(per_word)).reshape(-1)
    places = np.concatenate((places, np.arange(whole, len(one))))
    return places[one[places] != other[places]]


def add_log(chunk: Array, edges: Array, counts: Array) -> None:
    """Add the counts of the magnitudes of finite numbers between edges of `log_edges`."""
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
