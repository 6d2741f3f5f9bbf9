"""Exact statistics and histograms of whole tensors: every element, one or two passes over the bytes, little memory."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

import time
from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np

from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.measuring.binning import LinearBins, add_log, linear_edges, log_edges
from desktop_app.checkpoint.measuring.code_counts import count_codes, statistics_of_codes
from desktop_app.checkpoint.measuring.passes import (
    Elements,
    Progress,
    distinct_axes,
    elements_of,
    elements_of_array,
    is_dense,
    product,
)
from desktop_app.checkpoint.measuring.percentiles import PERCENTILES, percentiles_of
from desktop_app.checkpoint.measuring.summaries import Histogram, Statistics
from desktop_app.checkpoint.measuring.sums import Sums, finite_only
from desktop_app.checkpoint.model import FileIdentity, Finding, TensorInfo
from desktop_app.checkpoint.slicing import Cut
from desktop_app.checkpoint.storages import Storages, TensorError
from desktop_app.checkpoint.tensors import read_view

__all__ = ["PERCENTILES", "Histogram", "Statistics", "preview_of", "statistics_of", "statistics_of_many"]

_PREVIEW = 1 << 20
_BATCH_SECONDS = 0.1


def _from_numbers(
    elements: Elements, *, bins: int, scale: str, span: tuple[float, float] | None, percentiles: bool
) -> Statistics:
    sums = Sums(least_wanted=scale == "log")
    for chunk in elements.passes():
        sums.add(chunk)
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
    histogram = _histogram(elements, sums, bins=bins, scale=scale, span=span)
    return Statistics(
        count=(sums.finite + sums.nan + sums.posinf + sums.neginf) * repeat, finite=sums.finite * repeat, zero=sums.zero * repeat,
        min=sums.low, max=sums.high, mean=sums.mean,
        std=float(np.sqrt(sums.deviations / sums.finite)), l1=sums.l1 * repeat, l2=float(np.sqrt(sums.l2 * repeat)),
        abs_max=max(abs(sums.low), abs(sums.high)), histogram=histogram,
        percentiles=percentiles_of(elements, sums.finite) if percentiles else (),
        nan=special["nan"], posinf=special["posinf"], neginf=special["neginf"],
    )  # fmt: skip


def _histogram(elements: Elements, sums: Sums, *, bins: int, scale: str, span: tuple[float, float] | None) -> Histogram:
    counts = np.zeros(bins, np.int64)
    special = bool(sums.nan or sums.posinf or sums.neginf)
    if scale == "log":
        if not np.isfinite(sums.least):
            return Histogram(np.linspace(1.0, 2.0, bins + 1), counts, "log")
        low, high = span if span and span[0] > 0 else (sums.least, max(abs(sums.low), abs(sums.high)))
        edges = log_edges(low, high, bins)
        for chunk in elements.passes():
            add_log(finite_only(chunk) if special else chunk, edges, counts)
    else:
        low, high = span or (sums.low, sums.high)
        edges = linear_edges(low, high, bins, elements.edge_type)
        linear = LinearBins(edges, elements.edge_type, bounded=span is None)
        for chunk in elements.passes():
            linear.add(finite_only(chunk) if special else chunk)
        counts = linear.counts
    return Histogram(edges, counts * elements.repeat, scale)


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
    elements = elements_of(storages, info, progress)
    with np.errstate(all="ignore"):
        if elements.codes:
            return statistics_of_codes(
                count_codes(elements), elements.codes, bins=bins, scale=scale, span=span, percentiles=percentiles
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
    if info.parts or info.layout != "strided" or info.numel <= _PREVIEW or info.computed is not None:
        return statistics_of(files, info, bins=bins)
    shape, stride, _ = distinct_axes(info)
    blocks = 256
    size = _PREVIEW // blocks
    with Storages(files) as storages:
        count = product(shape)
        if count <= _PREVIEW or not is_dense(shape, stride) or info.storage is None or info.quantization is not None:
            return statistics_of(files, info, bins=bins)
        parts = [
            read_view(storages, info, Cut(info.storage_offset + (count - size) * block // (blocks - 1), (size,), (1,)))
            for block in range(blocks)
        ]
        elements = elements_of_array(np.concatenate(parts))
        with np.errstate(all="ignore"):
            return replace(
                _from_numbers(elements, bins=bins, scale="linear", span=None, percentiles=True), sampled=True
            )
