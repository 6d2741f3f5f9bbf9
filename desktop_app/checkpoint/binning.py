"""Exact histogram bins: edges, and how many values lie between them."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

import numpy as np

from desktop_app.checkpoint.decode import Array


_BLOCK = 1 << 15
"""Elements that are worked on at once: their temporaries stay in the second-level cache."""
_PAIRED = 1 << 17
"""Elements from which counting pairs of bins is worth a table of 65 536 counts."""
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
    if high <= low:
        low, high = low / 2, low * 2
    edges = np.exp(np.linspace(np.log(low), np.log(high), bins + 1))
    edges[0], edges[-1] = low, high
    return edges


def weighted_counts(values: Array, weights: Array, edges: Array) -> Array:
    """Exact counts of sorted or unsorted `values` with integer weights; the last bin holds its right edge."""
    position = np.searchsorted(edges, values, side="right") - 1
    position[values == edges[-1]] = len(edges) - 2
    inside = (position >= 0) & (position < len(edges) - 1)
    counts = np.zeros(len(edges) - 1, np.int64)
    np.add.at(counts, position[inside], weights[inside])
    return counts


class LinearBins:
    """Counts of numbers between nearly even edges, as comparing each number with the edges would give them.

    Two formulas of a subtraction and a multiplication, a little below and a little above the true position, give each
    number a bin. Rounding never changes the order of two numbers, so it is enough to try both at the edges themselves
    to know that they enclose the true bin of every number. Only where they differ is the number looked up.
    """

    def __init__(self, edges: Array, kind: type[np.floating], *, bounded: bool) -> None:
        """`edges`: float64 [bins + 1]. `bounded`: no number lies outside of them."""
        self.counts = np.zeros(len(edges) - 1, np.int64)
        """[bins], int64."""
        self._bins = len(edges) - 1
        self._kind = kind if bool(np.all(edges.astype(kind) == edges)) else np.float64
        self._edges = edges.astype(self._kind)
        self._bounded = bounded
        self._unit = np.uint8 if self._bins <= 256 else np.int32
        self._scaled = np.empty(0, self._kind)
        self._below = np.empty(0, self._unit)
        self._above = np.empty(0, self._unit)
        self._differ = np.empty(0, np.bool_)
        self._first = self._edges[0]
        self._factor = self._slack = self._kind(0)
        self._by_formula = self._find_formula()

    def _find_formula(self) -> bool:
        """Choose the least slack with which the formulas enclose every bin; False when there is none."""
        edges, bins = self._edges, self._bins
        width = float(edges[-1]) - float(edges[0])
        self._factor = self._kind(bins / width) if width > 0 else self._kind(0)
        if not (np.isfinite(width) and np.isfinite(self._factor) and self._factor > 0):
            return False
        if not np.isfinite(edges[-1] - edges[0]):
            return False
        self._reserve(bins + 1)
        inner = np.arange(bins + 1)
        slack = bins * float(np.finfo(self._kind).eps)
        while slack < 0.5:
            self._slack = self._kind(slack)
            before, _ = self._enclose(np.nextafter(edges, self._kind(-np.inf)).clip(edges[0]))
            low_enough = bool(np.all(before[1:] < inner[1:]))
            last, after = self._enclose(edges)
            if low_enough and int(last[-1]) < bins and bool(np.all(after[:-1] >= inner[:-1])):
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
        if len(some) == 0:
            return
        if not self._by_formula:
            self.counts += np.bincount(self._looked_up(some), minlength=self._bins)
            return
        self._reserve(len(some))
        position, above = self._enclose(some)
        differ = np.not_equal(position, above, out=self._differ[: len(some)])
        close = np.flatnonzero(differ)
        position[close] = self._looked_up(some[close])
        self.counts += self._counted(position)

    def _reserve(self, count: int) -> None:
        if len(self._below) < count:
            self._scaled = np.empty(min(count, _BLOCK), self._kind)
            self._below, self._above = np.empty(count, self._unit), np.empty(count, self._unit)
            self._differ = np.empty(count, np.bool_)

    def _enclose(self, some: Array) -> tuple[Array, Array]:
        """Bins that are at most and at least the true ones; in buffers that the next call uses again.

        The upper one may be past the last bin, as any number of its type.
        """
        low = self._first + self._kind(0)
        shift, twice = self._slack, self._slack + self._slack
        for first in range(0, len(some), _BLOCK):
            block = some[first : first + _BLOCK]
            scaled = self._scaled[: len(block)]
            np.subtract(block, low, out=scaled, dtype=self._kind, casting="unsafe")
            np.multiply(scaled, self._factor, out=scaled)
            np.subtract(scaled, shift, out=scaled)
            np.copyto(self._below[first : first + len(block)], scaled, casting="unsafe")
            np.add(scaled, twice, out=scaled)
            np.copyto(self._above[first : first + len(block)], scaled, casting="unsafe")
        return self._below[: len(some)], self._above[: len(some)]

    def _looked_up(self, some: Array) -> Array:
        """The true bins; the last one holds its right edge."""
        position = np.searchsorted(self._edges, some.astype(self._kind), side="right") - 1
        return np.minimum(position, self._bins - 1)

    def _counted(self, position: Array) -> Array:
        """How often each bin occurs: from pairs of neighbours where there are many, for counting is the slow part."""
        if position.dtype != np.uint8 or len(position) < _PAIRED:
            return np.bincount(position, minlength=self._bins)
        even = len(position) // 2 * 2
        pairs = np.bincount(position[:even].view(np.uint16), minlength=1 << 16).reshape(256, 256)
        counts = pairs.sum(0) + pairs.sum(1)
        if even < len(position):
            counts[position[-1]] += 1
        return counts[: self._bins]


def add_log(chunk: Array, edges: Array, counts: Array) -> None:
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
