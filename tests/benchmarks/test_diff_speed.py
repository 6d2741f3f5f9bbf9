"""Comparing two files against reading both of them once, in the largest pieces that pay."""

import os
import time

import numpy as np
import pytest
import torch

from desktop_app.checkpoint.comparing.alignment import align
from desktop_app.checkpoint.comparing.measures import measure
from desktop_app.checkpoint.comparing.sides import Side
from desktop_app.checkpoint.open import open_checkpoint

COUNT = int(os.environ.get("WEIGHTSMITH_BENCH_BYTES", 256_000_000)) // 4
"""Float32 elements of each file."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("diff")
    torch.manual_seed(0)
    layers = max(4, COUNT // 16_000_000)
    state = {f"layer.{i}.weight": torch.randn(COUNT // layers) for i in range(layers)}
    torch.save(state, folder / "a.pth")
    torch.save(state, folder / "same.pth")
    torch.save({name: value + 1e-3 * torch.randn_like(value) for name, value in state.items()}, folder / "moved.pth")
    return folder


def read_both(*paths):
    """The files into memory and away again, as a program that loads them would at least do."""
    for path in paths:
        path.read_bytes()


def read_in_pieces(*paths):
    """The least that any reader does: each byte once, into one buffer."""
    buffer = np.empty(1 << 20, np.uint8)
    for path in paths:
        with path.open("rb", buffering=0) as file:
            while file.readinto(buffer):
                pass


def compared(*paths):
    a, b = (Side.of(open_checkpoint(path)) for path in paths)
    return [found for batch in measure(align(a, b).pairs) for _, found in batch]


def seconds(work, rounds=4):
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


@pytest.mark.parametrize(("other", "most"), [("same.pth", 1.0), ("moved.pth", 2.0)])
def test_a_comparison_against_reading_both_files_once(folder, other, most, ratio, benchmark, capsys):
    paths = (folder / "a.pth", folder / other)
    found = benchmark.pedantic(compared, paths, rounds=1)
    assert all(one.equal is (other == "same.pth") for one in found)
    # threads compute while others read, so that the time on the clock is what a person waits
    taken, read, bare = (seconds(lambda work=work: work(*paths)) for work in (compared, read_both, read_in_pieces))
    with capsys.disabled():
        print(
            f"\n  diff {other}: {taken / read:.2f} times as long as reading both files, "
            f"{taken / bare:.2f} times as long as passing them through one buffer"
        )
    ratio(
        f"diff {other}, CPU against reading both files into memory",
        lambda: read_both(*paths),
        lambda: compared(*paths),
    )
    assert taken <= most * read
