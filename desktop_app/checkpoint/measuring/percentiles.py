"""Exact percentiles, of counted values and of numbers too many to sort."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

from collections.abc import Callable, Sequence

import numpy as np

from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.measuring.passes import Elements
from desktop_app.checkpoint.measuring.sums import finite_only

PERCENTILES = (0.1, 1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0, 99.9)
SORTED = 1 << 22
"""Elements up to which percentiles come from sorting."""


def weighted_percentiles(values: Array, weights: Array) -> tuple[tuple[float, float], ...]:
    """(percent, value) of distinct values that occur so many times each."""
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


def _ordered_codes(chunk: Array) -> Array:
    """Unsigned numbers in the same order as the float64 values of the chunk."""
    bits = chunk.astype(np.float64).view(np.uint64)
    negative = bits >> np.uint64(63) == 1
    return np.where(negative, ~bits, bits | np.uint64(1 << 63))


def _value_of(code: int) -> float:
    bits = code & ((1 << 63) - 1) if code >> 63 else ~code & ((1 << 64) - 1)
    return float(np.uint64(bits).view(np.float64))


def percentiles_of(elements: Elements, total: int) -> tuple[tuple[float, float], ...]:
    """Percentiles of `total` finite elements, each of which the tensor shows `repeat` times."""
    repeat = elements.repeat
    shown = total * repeat
    if total <= SORTED:
        parts = [finite_only(chunk).astype(np.float64) for chunk in elements.passes()]
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


def _select(elements: Elements, ranks: Sequence[int]) -> dict[int, float]:
    """Order statistics by radix: count the leading 16 bits, then the next within the buckets that hold a rank."""
    prefixes: dict[int, list[tuple[int, int]]] = {0: [(rank, rank) for rank in ranks]}
    for level in range(4):
        shift = np.uint64(48 - 16 * level)
        counts = {prefix: np.zeros(65536, np.int64) for prefix in prefixes}
        for chunk in elements.passes():
            codes = _ordered_codes(finite_only(chunk))
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
