"""Listing what is in a file against torch, in process and as whole processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from desktop_app.checkpoint.open import open_checkpoint

ROOT = Path(__file__).parents[2]


def sparse_state_dict(path: Path, layers: int, width: int) -> Path:
    """A state_dict of half-precision matrices whose records are holes in the file: large without taking disk."""
    small = {
        f"model.layers.{i}.{name}.weight": torch.zeros(width, width, dtype=torch.float16, device="meta")
        for i in range(layers)
        for name in ("q", "k", "v", "o", "up", "down")
    }
    from torch.serialization import skip_data

    with skip_data():
        torch.save({name: torch.empty_like(value, device="cpu") for name, value in small.items()}, path)
    return path


@pytest.mark.parametrize(("name", "layers"), [("2 GB", 42), ("8 GB", 166)])
def test_listing_a_large_file(ratio, benchmark, tmp_path, name, layers):
    path = sparse_state_dict(tmp_path / "x.pth", layers, 2048)
    benchmark.pedantic(open_checkpoint, (path,), rounds=3)
    assert len(open_checkpoint(path).tensors) == layers * 6
    found = ratio(
        f"listing {name} in process",
        lambda: torch.load(path, mmap=True, weights_only=True),
        lambda: open_checkpoint(path),
        rounds=5,
    )
    assert found >= 3


def test_listing_a_large_file_as_whole_processes(benchmark, tmp_path, capsys):
    path = sparse_state_dict(tmp_path / "x.pth", 166, 2048)

    def run(*command):
        began = os.times()
        done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=True)
        ended = os.times()
        return ended.children_user + ended.children_system - began.children_user - began.children_system, done.stdout

    theirs = min(
        run("-c", f"import torch; torch.load({str(path)!r}, mmap=True, weights_only=True)")[0] for _ in range(2)
    )
    mine = min(run("-m", "desktop_app", "inspect", "--json", str(path))[0] for _ in range(3))
    benchmark.pedantic(lambda: None, rounds=1)
    peak = (
        run(
            "-c",
            f"import sys; from desktop_app.__main__ import main; main(['inspect', '--json', {str(path)!r}]); print('torch' in sys.modules, next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))",
        )[1]
        .splitlines()[-1]
        .split()
    )
    with capsys.disabled():
        print(
            f"\n  8 GB as whole processes: {theirs / mine:.1f} times less CPU than torch; inspect peaks at {int(peak[1]) / 1024:.0f} MB, torch imported: {peak[0]}"
        )
    assert peak[0] == "False" and int(peak[1]) < 100 * 1024
    assert theirs / mine >= 10


def test_listing_a_hundred_thousand_tensors(ratio, benchmark, tmp_path):
    path = tmp_path / "many.pth"
    torch.save({f"layers.{i // 20}.part{i % 20}": torch.zeros(10) for i in range(100_000)}, path)
    benchmark.pedantic(open_checkpoint, (path,), rounds=1)
    found = ratio(
        "100 000 tensors", lambda: torch.load(path, weights_only=True), lambda: open_checkpoint(path), rounds=2
    )
    assert found >= 3
