"""Exact statistics against numpy.histogram with separate passes, on one core.

Both start from the file. The baseline reads the array at once with numpy.fromfile and makes numpy's own calls for values of which
some may be NaN: 16-bit floats to float32, for numpy has no bfloat16 and its float16 has too few bits for 256 edges;
isnan, nanmin, nanmax, nanmean, nanstd, a count of zeros, and numpy.histogram over the range found. The floors are for it.

Two leaner baselines are printed without a floor, for they say how much of that is care for NaN: "one mask" keeps the
finite values once and then calls the plain functions on them; "clean" is told that nothing is NaN or infinite and is
given float32 in memory. On the machine of the floors:

    ns per element   NaN-aware   one mask   clean   ours       times faster
    float32             12.7       11.4      8.4     3.7     3.4 / 3.0 / 2.3
    float16             14.4       12.6      8.3     1.57    9.2 / 8.0 / 5.3
    bfloat16            14.0       13.2      8.3     1.42    9.9 / 9.2 / 5.8

Why 16-bit types are not 8 times faster than float32 that is already clean: everything follows from counts of the 65 536
codes, and counting them takes 0.9 to 1.0 ns per code with np.add.at on a block of 65 536, 0.2 to widen the codes to the
integers that it wants and 0.2 to read them. np.bincount takes 0.2 to 0.4 more (it looks for the smallest and largest first
and makes a table of its own), sorting and float arithmetic longer (bins counted in pairs: 1.6 with the moments).
float32 is moments in float64 1.2, bins 0.6, counting them in pairs 0.7, reading twice 0.4.
"""

import numpy as np
import pytest
import torch

from desktop_app.checkpoint.measuring.statistics import statistics_of
from desktop_app.checkpoint.open import open_checkpoint

COUNT = 20_000_000


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    torch.manual_seed(0)
    numbers = torch.randn(COUNT)
    path = tmp_path_factory.mktemp("speed") / "x.pth"
    torch.save({"float32": numbers, "float16": numbers.half(), "bfloat16": numbers.bfloat16()}, path)
    return path


def stored_array(path, info) -> np.ndarray:
    """The tensor as numpy can have it: bfloat16 as its codes."""
    kind = np.uint16 if info.dtype == "bfloat16" else np.dtype(info.dtype)
    return np.fromfile(path, kind, info.numel, offset=info.storage.offset)


def as_float32(stored: np.ndarray) -> np.ndarray:
    """The numbers of the stored array; codes are of bfloat16."""
    if stored.dtype == np.uint16:
        return (stored.astype(np.uint32) << 16).view(np.float32)
    return stored.astype(np.float32, copy=False)


def separate_passes(stored: np.ndarray) -> np.ndarray:
    """numpy's NaN-aware calls; returns the counts of the histogram."""
    numbers = as_float32(stored)
    np.isnan(numbers).sum(), np.count_nonzero(numbers == 0)
    low, high = np.nanmin(numbers), np.nanmax(numbers)
    np.nanmean(numbers), np.nanstd(numbers)
    counts, _ = np.histogram(numbers, 256, range=(low, high))
    return counts


def after_one_mask(stored: np.ndarray) -> np.ndarray:
    numbers = as_float32(stored)
    np.isnan(numbers).sum(), np.count_nonzero(numbers == 0)
    finite = numbers[np.isfinite(numbers)]
    finite.min(), finite.max(), finite.mean(), finite.std()
    counts, _ = np.histogram(finite, 256)
    return counts


def on_clean_numbers(numbers: np.ndarray) -> np.ndarray:
    np.isnan(numbers).sum(), np.count_nonzero(numbers == 0)
    numbers.min(), numbers.max(), numbers.mean(), numbers.std()
    counts, _ = np.histogram(numbers, 256)
    return counts


def read_once(path, info):
    """The bytes of the tensor, read in pieces and thrown away."""
    with path.open("rb", buffering=0) as opened:
        opened.seek(info.storage.offset)
        left = info.nbytes
        while left > 0:
            left -= len(opened.read(min(left, 4 << 20)))


@pytest.mark.parametrize(("name", "floor"), [("float32", 2.5), ("float16", 8.0), ("bfloat16", 8.0)])
def test_statistics_against_separate_passes_of_numpy(ratio, benchmark, file, name, floor):
    checkpoint = open_checkpoint(file)
    info = next(tensor for tensor in checkpoint.tensors if tensor.name == name)
    numbers = as_float32(stored_array(file, info))
    assert np.array_equal(numbers, torch.load(file, weights_only=True)[name].float().numpy())

    def ours():
        return statistics_of(checkpoint.files, info, percentiles=False)

    found = benchmark.pedantic(ours, rounds=1)
    assert found.histogram.counts.tolist() == on_clean_numbers(numbers).tolist()
    ratio(f"statistics {name}, baseline with one mask", lambda: after_one_mask(stored_array(file, info)), ours)
    ratio(f"statistics {name}, baseline on clean float32", lambda: on_clean_numbers(numbers), ours)
    ratio(f"reading {name} once (below 1: how much longer statistics take)", lambda: read_once(file, info), ours)
    assert ratio(f"statistics {name}", lambda: separate_passes(stored_array(file, info)), ours, rounds=7) >= floor
