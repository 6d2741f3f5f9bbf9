"""Statistics of 8- and 16-bit tensors from how often each code occurs."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

from dataclasses import replace

import numpy as np

from desktop_app.checkpoint.decode import Array, code_bits, code_values
from desktop_app.checkpoint.measuring.binning import linear_edges, log_edges, weighted_counts
from desktop_app.checkpoint.measuring.passes import Elements
from desktop_app.checkpoint.measuring.percentiles import weighted_percentiles
from desktop_app.checkpoint.measuring.summaries import Histogram, Statistics

_COUNTED = 1 << 16
"""Codes that are counted at once: widened to integers they still fit into the second-level cache."""


def count_codes(elements: Elements) -> Array:
    """How often each code occurs: everything that statistics of an 8- or 16-bit tensor need."""
    size = 1 << code_bits(elements.codes)
    counts = np.zeros(size, np.int64)
    wide = np.empty(min(elements.count, _COUNTED), np.intp)
    for chunk in elements.passes():
        for first in range(0, len(chunk), _COUNTED):
            some = chunk[first : first + _COUNTED]
            np.copyto(wide[: len(some)], some)
            np.add.at(counts, wide[: len(some)], 1)  # unlike bincount it looks for no minimum and makes no new table
    return counts * elements.repeat


def _weighted(values: Array, weights: Array) -> float:
    """Their products' sum; not by BLAS, which starts threads for so many."""
    return float((values * weights).sum())


def statistics_of_codes(
    counts: Array, dtype: str, *, bins: int, scale: str, span: tuple[float, float] | None, percentiles: bool
) -> Statistics:
    """All statistics, from int64 `counts` [256 or 65 536] of the codes of an 8- or 16-bit type."""
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
    mean = _weighted(finite, many) / total
    magnitude = np.abs(finite)
    low, high = float(finite.min()), float(finite.max())
    if scale == "log":
        chosen = magnitude > 0
        histogram = _log_histogram(magnitude[chosen], many[chosen], bins, span)
    else:
        edges = linear_edges(*(span or (low, high)), bins, edge_type)
        histogram = Histogram(edges, weighted_counts(finite, many, edges), "linear")
    return replace(
        base, min=low, max=high, mean=mean, std=float(np.sqrt(_weighted((finite - mean) ** 2, many) / total)), l1=_weighted(magnitude, many),
        l2=float(np.sqrt(_weighted(finite**2, many))), abs_max=float(magnitude.max()), histogram=histogram,
        percentiles=weighted_percentiles(finite, many) if percentiles else (),
    )  # fmt: skip


def _log_histogram(magnitude: Array, weights: Array, bins: int, span: tuple[float, float] | None) -> Histogram:
    if len(magnitude) == 0:
        return Histogram(np.linspace(1.0, 2.0, bins + 1), np.zeros(bins, np.int64), "log")
    low, high = span if span and span[0] > 0 else (float(magnitude.min()), float(magnitude.max()))
    edges = log_edges(low, high, bins)
    return Histogram(edges, weighted_counts(magnitude, weights, edges), "log")
