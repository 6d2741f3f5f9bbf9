"""Exports that are interrupted: whatever happens, the old file is whole and nothing is left beside it."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.writers import export as exporting
from desktop_app.checkpoint.writers.export import export_draft
from desktop_app.checkpoint.writers.output import ExportError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("ending", ["pth", "safetensors"])
def test_that_kill_at_any_moment_leaves_the_old_file_whole(tmp_path, ending):
    torch.save({f"w{n}": torch.full((1 << 20,), float(n)) for n in range(8)}, tmp_path / "a.pth")
    target = tmp_path / f"out.{ending}"
    target.write_bytes(b"the old file")
    command = [
        sys.executable,
        "-m",
        "desktop_app",
        "edit",
        str(tmp_path / "a.pth"),
        "--op",
        "cast * bfloat16",
        "-o",
        str(target),
    ]
    began = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    whole, seconds = target.read_bytes(), time.monotonic() - began
    generator = random.Random(0)
    seen: set[bool] = set()
    for round_ in range(12):
        target.write_bytes(b"the old file")
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds * (0.3 + 0.7 * (round_ + generator.random()) / 12))
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = target.read_bytes()
        assert found in (b"the old file", whole)
        seen.add(found == whole)
        left = set(os.listdir(tmp_path)) - {"a.pth", target.name}
        assert not left or not hasattr(os, "O_TMPFILE")
    assert False in seen


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="no mount here")
@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize("ending", ["pth", "safetensors", "npz"])
def test_that_a_full_disk_costs_nothing(tmp_path, small_disk, monkeypatch, early, ending):
    torch.save({"w": torch.ones(1 << 20), "v": torch.zeros(1 << 18)}, tmp_path / "a.pth")
    target = small_disk / f"out.{ending}"
    target.write_bytes(b"the old file")
    if not early:  # as if the disk filled up while we write
        monkeypatch.setattr(exporting.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1 << 40}))
    with pytest.raises(ExportError) as caught:
        export_draft(Draft.of(open_checkpoint(tmp_path / "a.pth")), target)
    monkeypatch.undo()
    assert caught.value.finding.code == ("disk-small" if early else "disk-full")
    assert target.read_bytes() == b"the old file"
    assert os.listdir(small_disk) == [target.name]
    assert shutil.disk_usage(small_disk).used < 100_000


@pytest.mark.skipif(shutil.which("mount") is None, reason="no mount here")
def test_that_a_read_only_place_is_told(tmp_path, small_disk):
    torch.save({"w": torch.ones(3)}, tmp_path / "a.pth")
    (small_disk / "out.pth").write_bytes(b"the old file")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        with pytest.raises(ExportError) as caught:
            export_draft(Draft.of(open_checkpoint(tmp_path / "a.pth")), small_disk / "out.pth")
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert caught.value.finding.code == "not-written" and "read-only" in caught.value.finding.message
    assert os.listdir(small_disk) == ["out.pth"] and (small_disk / "out.pth").read_bytes() == b"the old file"


def test_that_shards_are_all_put_in_place_or_none(tmp_path, monkeypatch):
    """A kill between two of them cannot be helped; a failure of any is before the first."""
    torch.save({f"w{n}": torch.full((100,), float(n)) for n in range(6)}, tmp_path / "a.pth")
    draft = Draft.of(open_checkpoint(tmp_path / "a.pth"))
    calls: list[int] = []
    real = exporting.prove

    def prove(*arguments, **names):
        calls.append(1)
        if len(calls) == 3:
            raise OSError(5, "Input/output error")
        return real(*arguments, **names)

    monkeypatch.setattr(exporting, "prove", prove)
    with pytest.raises(ExportError):
        export_draft(draft, tmp_path / "b.safetensors", shard_nbytes=800)
    assert os.listdir(tmp_path) == ["a.pth"]


def test_that_what_a_dead_process_left_is_swept(tmp_path):
    torch.save({"w": torch.ones(3)}, tmp_path / "a.pth")
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    (tmp_path / f".b.pth.{process.pid}-abcd.part").write_bytes(b"x")
    (tmp_path / f".b.pth.{os.getpid()}-abcd.part").write_bytes(b"x")
    export_draft(Draft.of(open_checkpoint(tmp_path / "a.pth")), tmp_path / "b.pth")
    assert sorted(os.listdir(tmp_path)) == sorted(["a.pth", "b.pth", f".b.pth.{os.getpid()}-abcd.part"])


def test_that_a_source_that_changes_while_it_is_copied_is_noticed(tmp_path):
    torch.save({"w": torch.ones(1000)}, tmp_path / "a.pth")
    draft = Draft.of(open_checkpoint(tmp_path / "a.pth"))
    os.truncate(tmp_path / "a.pth", 3000)
    with pytest.raises(Exception, match="shrank") as caught:
        export_draft(draft, tmp_path / "b.pth")
    assert "open it again" in str(caught.value)
    assert os.listdir(tmp_path) == ["a.pth"]


def test_that_a_lying_disk_is_caught(tmp_path, monkeypatch):
    """A byte that reads back otherwise than it was written throws the export away."""
    torch.save({"w": torch.ones(1000)}, tmp_path / "a.pth")
    (tmp_path / "b.pth").write_bytes(b"the old file")
    real = exporting.torch_file.write_zip

    def lying(output, pickle, plan):
        checksums = real(output, pickle, plan)
        output.rewrite(2000, b"\x55")
        return checksums

    monkeypatch.setattr(exporting.torch_file, "write_zip", lying)
    with pytest.raises(ExportError) as caught:
        export_draft(Draft.of(open_checkpoint(tmp_path / "a.pth")), tmp_path / "b.pth")
    assert caught.value.finding.code == "proof-failed"
    assert (tmp_path / "b.pth").read_bytes() == b"the old file"


def test_that_without_nameless_files_it_works_too(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    torch.save({"w": torch.ones(3)}, tmp_path / "a.pth")
    export_draft(Draft.of(open_checkpoint(tmp_path / "a.pth")), tmp_path / "b.pth")
    assert sorted(os.listdir(tmp_path)) == ["a.pth", "b.pth"]
    with pytest.raises(ExportError):
        monkeypatch.setattr(
            exporting, "prove", lambda *_a, **_k: (_ for _ in ()).throw(OSError(5, "Input/output error"))
        )
        export_draft(Draft.of(open_checkpoint(tmp_path / "a.pth")), tmp_path / "c.pth")
    assert sorted(os.listdir(tmp_path)) == ["a.pth", "b.pth"]
