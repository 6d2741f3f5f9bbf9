"""Exact statistics against numpy.histogram with separate passes, on one core."""

import numpy as np
import pytest
import torch

from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.statistics import statistics_of

COUNT = 20_000_000


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    torch.manual_seed(0)
    numbers = torch.randn(COUNT)
    path = tmp_path_factory.mktemp("speed") / "x.pth"
    torch.save({"float32": numbers, "float16": numbers.half(), "bfloat16": numbers.bfloat16()}, path)
    return path


def naive(numbers: np.ndarray):
    counts, _ = np.histogram(numbers, 256)
    numbers.min(), numbers.max(), numbers.mean(), numbers.std(), np.isnan(numbers).sum(), np.count_nonzero(numbers == 0)
    return counts


def read_once(path, info):
    """The bytes of the tensor, read in pieces and thrown away."""
    with path.open("rb", buffering=0) as opened:
        opened.seek(info.storage.offset)
        left = info.nbytes
        while left > 0:
            left -= len(opened.read(min(left, 4 << 20)))


@pytest.mark.parametrize(("name", "floor"), [("float32", 2.5), ("float16", 8.0), ("bfloat16", 8.0)])
def test_statistics_against_separate_passes_of_numpy(ratio, benchmark, file, name, floor, capsys):
    stored = torch.load(file, weights_only=True)[name]
    numbers = stored.float().numpy().copy()
    checkpoint = open_checkpoint(file)
    info = next(tensor for tensor in checkpoint.tensors if tensor.name == name)
    ours = benchmark.pedantic(statistics_of, (checkpoint.files, info), {"percentiles": False}, rounds=1)
    assert ours.histogram.counts.tolist() == naive(numbers).tolist()
    found = ratio(
        f"statistics {name}", lambda: naive(numbers), lambda: statistics_of(checkpoint.files, info, percentiles=False)
    )
    ratio(
        f"reading {name} once (below 1: how much longer statistics take)",
        lambda: read_once(file, info),
        lambda: statistics_of(checkpoint.files, info, percentiles=False),
    )
    assert found >= floor
