"""The checkpoints of a run in order, with norms and drifts as torch computes them."""

import os

import pytest
import torch

from desktop_app.checkpoint.comparing.timeline import Timeline, timeline
from desktop_app.checkpoint.model import CheckpointError


def run(count):
    torch.manual_seed(0)
    state = {"w": torch.randn(6, 5), "b": torch.zeros(6)}
    for _ in range(count):
        yield {name: value.clone() for name, value in state.items()}
        state = {name: value + 0.1 * torch.randn_like(value) for name, value in state.items()}


def read(folder):
    head, *moves = timeline(folder)
    assert isinstance(head, Timeline)
    assert [move.moment for move in moves] == list(range(len(head.moments)))
    return head, moves


def test_that_norms_and_drifts_are_torchs(tmp_path):
    states = list(run(12))
    for i, state in enumerate(states):
        torch.save(state, tmp_path / f"epoch-{i}.pth")
    head, moves = read(tmp_path)
    assert [moment.label for moment in head.moments] == [f"epoch-{i}.pth" for i in range(12)]
    assert [moment.number for moment in head.moments] == list(range(12))
    assert head.names == ("w", "b")
    for i, move in enumerate(moves):
        for at, name in enumerate(head.names):
            now, first, before = (states[place][name].double() for place in (i, 0, max(i - 1, 0)))
            assert move.norm[at] == pytest.approx(float(now.norm()))
            assert move.from_first[at] == pytest.approx(float((now - first).norm()))
            assert move.from_previous[at] == pytest.approx(float((now - before).norm()))


def test_that_the_step_in_the_file_stands_over_the_name(tmp_path):
    for name, state, step in zip(("last", "best", "first"), run(3), (30, 20, 10), strict=True):
        torch.save({"model": state, "step": step, "epoch": 1}, tmp_path / f"{name}.pth")
    head, _ = read(tmp_path)
    assert [(moment.label, moment.number) for moment in head.moments] == [
        ("first.pth", 10), ("best.pth", 20), ("last.pth", 30)
    ]  # fmt: skip


def test_that_names_without_a_number_come_last_in_the_order_of_time(tmp_path):
    for age, (name, state) in enumerate(zip(("best", "e2", "e10", "last"), run(4), strict=True)):
        torch.save(state, tmp_path / f"{name}.pth")
        os.utime(tmp_path / f"{name}.pth", (1000 + age, 1000 + age))
    head, _ = read(tmp_path)
    assert [moment.label for moment in head.moments] == ["e2.pth", "e10.pth", "best.pth", "last.pth"]


def test_that_strangers_and_broken_files_are_skipped_and_told(tmp_path):
    for i, state in enumerate(run(3)):
        torch.save(state, tmp_path / f"{i}.pth")
    torch.save({"quite": torch.ones(1), "other": torch.ones(2)}, tmp_path / "other.pth")
    (tmp_path / "broken.pth").write_bytes(b"no checkpoint at all")
    (tmp_path / "notes.txt").write_text("not looked at")
    head, moves = read(tmp_path)
    assert len(moves) == 3
    told = {os.path.basename(path): problem for path, problem in head.skipped}
    assert sorted(told) == ["broken.pth", "other.pth"]
    assert told["broken.pth"] is not None
    assert told["other.pth"] is None


def test_that_folders_of_shards_are_moments(tmp_path):
    from safetensors.torch import save_file

    for i, state in enumerate(run(3)):
        (tmp_path / f"checkpoint-{i * 500}").mkdir()
        save_file(state, tmp_path / f"checkpoint-{i * 500}" / "model.safetensors")
    head, _ = read(tmp_path)
    assert [moment.number for moment in head.moments] == [0, 500, 1000]


def test_that_a_tensor_that_changes_its_shape_has_no_drift(tmp_path):
    torch.save({"a": torch.ones(2), "b": torch.ones(3)}, tmp_path / "1.pth")
    torch.save({"a": torch.ones(2), "b": torch.ones(4)}, tmp_path / "2.pth")
    _, moves = read(tmp_path)
    assert moves[1].from_first == (0.0, None)


def test_that_a_folder_without_checkpoints_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="no checkpoint"):
        list(timeline(tmp_path))
    with pytest.raises(CheckpointError):
        list(timeline(tmp_path / "nowhere"))
