"""Exports against copying the file, and against torch doing the same; memory of the process that exports."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import torch

ROOT = Path(__file__).parents[2]
SIZE = int(os.environ.get("WEIGHTSMITH_BENCH_BYTES", 512 << 20))

_PEAK = "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"


def large(path: Path) -> Path:
    torch.manual_seed(0)
    one = torch.randn(4 << 20)
    torch.save({f"module.layer{n}.weight": one.clone() for n in range(SIZE // (16 << 20))}, path)
    os.sync()
    return path


def copied(source: Path, target: Path) -> float:
    began = time.perf_counter()
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    seconds = time.perf_counter() - began
    target.unlink()
    return seconds


def run(code: str) -> tuple[float, str]:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return time.perf_counter() - began, done.stdout.strip()


def ours(source: Path, target: Path, step: str) -> tuple[float, int]:
    code = f"from desktop_app.__main__ import main; main(['edit', {str(source)!r}, '--op', {step!r}, '-o', {str(target)!r}]); {_PEAK}"
    seconds, out = run(code)
    target.unlink()
    return seconds, int(out.splitlines()[-1])


def test_export_after_renames_is_nearly_a_copy(benchmark, tmp_path, capsys):
    source = large(tmp_path / "a.pth")
    pairs = [
        (copied(source, tmp_path / "c.pth"), ours(source, tmp_path / "b.pth", "strip-prefix module.")) for _ in range(4)
    ]
    benchmark.pedantic(lambda: None, rounds=1)
    copy, export = min(pair[0] for pair in pairs), min(pair[1][0] for pair in pairs)
    peak = max(pair[1][1] for pair in pairs) / 1024
    with capsys.disabled():
        print(
            f"\n  export of {SIZE >> 20} MB after a rename: {copy / export:.2f} of the speed of cp and fsync; peak {peak:.0f} MB"
        )
    assert copy / export >= 0.8
    assert peak < 300


def test_export_after_a_cast_beats_torch(benchmark, tmp_path, capsys):
    source = large(tmp_path / "a.pth")
    code = (
        "import torch, os; s = torch.load({!r}, mmap=True, weights_only=True); s = {{k: v.bfloat16() for k, v in s.items()}}; "
        "torch.save(s, {!r}); os.fsync(os.open({!r}, os.O_RDWR))"
    ).format(str(source), str(tmp_path / "t.pth"), str(tmp_path / "t.pth"))
    theirs = min(run(code)[0] for _ in range(3))
    results = [ours(source, tmp_path / "b.pth", "cast * bfloat16") for _ in range(3)]
    benchmark.pedantic(lambda: None, rounds=1)
    mine, peak = min(seconds for seconds, _ in results), max(peak for _, peak in results) / 1024
    with capsys.disabled():
        print(
            f"\n  cast of {SIZE >> 20} MB to bfloat16: {theirs / mine:.1f} times faster than torch; peak {peak:.0f} MB"
        )
    assert theirs / mine >= 1
    assert peak < 300
