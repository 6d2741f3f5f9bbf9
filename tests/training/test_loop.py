"""The loop: it learns each task, survives what goes wrong, and says so in one sentence."""

import json
import math
import shutil
import subprocess

import pytest
import torch

from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.training import gradients as gradients_module
from desktop_app.training import losses
from desktop_app.training.errors import NotFinite, OutOfMemory, RunBusy, TrainingError
from desktop_app.training.loop import train
from desktop_app.training.record.events import End, Epoch, Histograms, Preview, Saved, Start, Step, Trouble, Validation
from desktop_app.training.record.histograms import read_histograms
from desktop_app.training.record.norms import read_norms
from desktop_app.training.record.previews import read_preview
from desktop_app.training.run_folder import held
from desktop_app.training.stopping import StopWish

LEARNT = {
    "leaf": ({"count": 60, "size": (64, 64)}, {"epochs": 45}, "accuracy", 0.6),
    "cells": ({"count": 20, "size": (128, 96)}, {"epochs": 22}, "map50", 0.3),
    "tissue": ({"count": 12, "size": (128, 96)}, {"epochs": 12}, "mean_iou", 0.75),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", LEARNT)
def test_that_each_task_is_learnt(labelled, prepared, events_of, kind):
    made, settings, metric, least = LEARNT[kind]
    folder = prepared(labelled(kind, **made), **settings)
    assert train(lambda: folder, StopWish()) == "finished"
    best = max(event.metrics[metric] for event in events_of(folder, Validation))
    assert best >= least
    losses_ = [event.loss for event in events_of(folder, Epoch)]
    assert losses_[-1] < losses_[0] * 0.7


@pytest.mark.slow
def test_that_keypoints_are_learnt(labelled, prepared, events_of):
    folder = prepared(labelled("mouse", 40, size=(160, 128)), epochs=22)
    assert train(lambda: folder, StopWish()) == "finished"
    errors = [event.metrics["keypoint_error_px"] for event in events_of(folder, Validation)]
    assert min(errors) < 12 < errors[0]


def test_that_a_run_tells_all_that_a_window_shows(labelled, prepared, events_of):
    folder = prepared(labelled("cells", 10, size=(96, 64)), epochs=3, batch_size=4, histogram_share=1.0)
    train(lambda: folder, StopWish())
    (start,) = events_of(folder, Start)
    assert (start.task, start.model, start.steps_per_epoch, start.epochs) == ("detection", "small", 2, 3)
    assert start.images == {"train": 8, "val": 2}
    steps = events_of(folder, Step)
    assert [event.step for event in steps] == [1, 2, 3, 4, 5, 6]
    assert [event.epoch for event in steps] == [0, 0, 1, 1, 2, 2]
    assert all(event.seconds > 0 and event.norm > 0 and event.memory > 0 and event.learning_rate > 0 for event in steps)
    norms = read_norms(folder.norms, len(start.layers))
    assert norms.steps.tolist() == [1, 2, 3, 4, 5, 6]
    assert math.isclose(math.hypot(*norms.gradients[0].tolist()), steps[0].norm, rel_tol=1e-4)
    histogram = read_histograms(folder.path / events_of(folder, Histograms)[0].path)
    state = torch.load(folder.last, weights_only=True)["state_dict"]
    assert histogram.names == start.layers and set(start.layers) <= set(state)
    assert histogram.weight_counts.sum(1).tolist() == [state[name].numel() for name in histogram.names]
    validation = events_of(folder, Validation)[-1]
    assert set(validation.metrics) == {"map50", "map"}
    preview = read_preview(folder.path / events_of(folder, Preview)[-1].path)
    assert len(preview) == 2 and all(image.name.endswith(".jpg") for image in preview)
    assert {event.path for event in events_of(folder, Saved)} == {"checkpoints/last.pth", "checkpoints/best.pth"}
    assert folder.metrics.read_text().splitlines()[0] == "epoch,step,time,train_loss,loss,map50,map"


def test_that_checkpoints_open_without_findings_and_say_what_they_are(labelled, prepared):
    folder = prepared(labelled("cells", 6, size=(64, 48)), epochs=1)
    train(lambda: folder, StopWish())
    for path in (folder.last, folder.best):
        opened = open_checkpoint(path)
        assert opened.findings == () and opened.kind == "checkpoint" and opened.safety.verdict == "data"
        content = torch.load(path, weights_only=True)
        assert content["classes"] == json.loads(folder.data.read_text())["classes"]
        assert content["config"]["seed"] == 0 and content["task"] == "detection"
        assert content["data_hash"] == folder.read_config().frozen["data_hash"] != ""


def test_that_lack_of_memory_halves_the_pieces_and_not_the_batch(labelled, prepared, events_of, monkeypatch):
    data = labelled("tissue", 10, size=(64, 48))
    whole = prepared(data, "whole", epochs=1, batch_size=8, augment=(), optimizer="sgd")
    train(lambda: whole, StopWish())
    original = gradients_module.part_of

    def small(batch, start, end):
        if len(batch["index"][start:end]) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return original(batch, start, end)

    monkeypatch.setattr(gradients_module, "part_of", small)
    short = prepared(data, "short", epochs=1, batch_size=8, augment=(), optimizer="sgd")
    assert train(lambda: short, StopWish()) == "finished"
    troubles = [event for event in events_of(short, Trouble) if event.code == "memory"]
    assert len(troubles) == 2 and "in parts of 2" in troubles[-1].message
    first, second = (torch.load(folder.last, weights_only=True)["state_dict"] for folder in (whole, short))
    assert all(torch.allclose(first[name], second[name], rtol=1e-4, atol=1e-6) for name in first)


def test_that_an_image_that_never_fits_ends_the_run_in_one_sentence(labelled, prepared, events_of, monkeypatch):
    def never(*_):
        raise MemoryError

    monkeypatch.setattr(gradients_module, "part_of", never)
    folder = prepared(labelled("leaf", 8, size=(48, 48)), epochs=1)
    with pytest.raises(OutOfMemory, match="not enough memory for a batch of 1 at 48x48 pixels"):
        train(lambda: folder, StopWish())
    (end,) = events_of(folder, End)
    assert end.reason == "failed" and "not enough memory" in end.message


def test_that_nan_ends_the_run_before_it_spoils_the_weights(labelled, prepared, events_of, monkeypatch):
    folder = prepared(labelled("cells", 10, size=(64, 48)), epochs=4, batch_size=4)
    original, calls = losses.heat_loss, []

    def astray(logits, heat):
        calls.append(1)
        return original(logits, heat) * (float("nan") if len(calls) == 6 else 1.0)

    monkeypatch.setattr(losses, "heat_loss", astray)
    with pytest.raises(NotFinite, match=r"became NaN at .*jpg"):
        train(lambda: folder, StopWish())
    state = torch.load(folder.last, weights_only=True)
    assert state["step"] == len(events_of(folder, Step))
    assert all(torch.isfinite(value).all() for value in state["state_dict"].values())
    assert events_of(folder, End)[-1].reason == "failed"
    assert "tenth of the learning rate" in events_of(folder, Trouble)[-1].message


def test_that_another_try_begins_from_the_best_with_a_tenth_of_the_rate(labelled, prepared):
    from desktop_app.training.preparing import calmer

    folder = prepared(labelled("leaf", 8, size=(48, 48)), epochs=1)
    train(lambda: folder, StopWish())
    config = calmer(folder)
    assert config.weights == str(folder.best)
    assert config.learning_rate == pytest.approx(folder.read_config().learning_rate / 10)


def test_that_a_broken_image_costs_itself_and_is_named_once(labelled, prepared, events_of):
    data = labelled("leaf", 12, size=(48, 48))
    (data / "leaf_003.jpg").write_bytes(b"\xff\xd8\xff nonsense")
    (data / "leaf_004.jpg").unlink()
    folder = prepared(data, epochs=4, batch_size=4, image_size=48)
    assert train(lambda: folder, StopWish()) == "finished"
    told = [event.message for event in events_of(folder, Trouble) if event.code == "image"]
    assert len(told) == 2 == len(set(told))
    assert any("leaf_003.jpg" in message for message in told) and any("leaf_004.jpg" in message for message in told)


def test_that_an_image_that_changes_while_it_is_learnt_is_noticed(labelled, prepared, events_of):
    data = labelled("leaf", 8, size=(48, 48))
    folder = prepared(data, epochs=3, batch_size=8, validate_every=1)

    def change(line):
        if line.startswith("epoch 1/"):
            shutil.copy(data / "leaf_001.jpg", data / "leaf_000.jpg")

    train(lambda: folder, StopWish(), tell=change)
    assert any(
        event.code == "changed" and "Images changed on the disk (1)" in event.message
        for event in events_of(folder, Trouble)
    )


def test_that_early_stopping_ends_a_run_that_no_longer_gets_better(labelled, prepared, events_of):
    folder = prepared(labelled("leaf", 10, size=(48, 48)), epochs=50, learning_rate=1e-9, patience=2, validate_every=1)
    assert train(lambda: folder, StopWish()) == "finished"
    assert len(events_of(folder, Validation)) == 3


def test_that_a_frozen_backbone_stays_as_it_is_and_the_head_learns(labelled, prepared):
    data = labelled("leaf", 10, size=(48, 48))
    first = prepared(data, "first", epochs=1)
    train(lambda: first, StopWish())
    second = prepared(data, "second", epochs=2, weights=str(first.last), frozen_backbone=True)
    train(lambda: second, StopWish())
    before, after = (torch.load(run.last, weights_only=True)["state_dict"] for run in (first, second))
    assert all(torch.equal(before[name], after[name]) == name.startswith("backbone.") for name in before)


def test_that_two_trainers_do_not_meet_in_one_folder(labelled, prepared, events_of):
    folder = prepared(labelled("leaf", 8, size=(48, 48)), epochs=1)
    with held(folder), pytest.raises(RunBusy, match=r"being trained by process \d+ on"):
        train(lambda: folder, StopWish())
    assert not folder.events.exists()
    assert train(lambda: folder, StopWish()) == "finished"


def test_that_weights_that_are_not_there_are_named_once(labelled, prepared, tmp_path):
    folder = prepared(labelled("leaf", 8, size=(48, 48)), epochs=1, weights=str(tmp_path / "none.pth"))
    with pytest.raises(TrainingError) as error:
        train(lambda: folder, StopWish())
    assert str(error.value).count("none.pth") == 1


def test_that_weights_are_not_downloaded_unasked(labelled, prepared, events_of):
    folder = prepared(labelled("leaf", 8, size=(48, 48)), epochs=1, model="mobilenet_v3_small", weights="torchvision")
    with pytest.raises(TrainingError, match="not agreed to"):
        train(lambda: folder, StopWish())
    assert events_of(folder, End)[-1].reason == "failed"


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="no mount here")
def test_that_a_full_disk_costs_checkpoints_and_events_but_not_the_run(
    labelled, prepared, small_disk, events_of, tmp_path
):
    folder = prepared(
        labelled("leaf", 8, size=(48, 48)), small_disk / "run", epochs=6, batch_size=4, checkpoint_seconds=0.0
    )
    whole = []

    def fill(line):
        if line.startswith("epoch 2/") and not whole:
            whole.append(folder.last.read_bytes())
            with pytest.raises(OSError), (small_disk / "fill").open("wb") as file:
                while True:
                    file.write(b"x" * 4096)

    assert train(lambda: folder, StopWish(), tell=fill) == "finished"
    saved = torch.load(folder.last, weights_only=True)
    assert folder.last.read_bytes() == whole[0] and saved["step"] >= 2
    (small_disk / "fill").unlink()
    assert train(lambda: folder, StopWish(), resume=True) == "finished"
    assert torch.load(folder.last, weights_only=True)["step"] == 12
    assert events_of(folder, End)[-1].reason == "finished"


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("ssdlite320_mobilenet_v3", "cells"),
        ("lraspp_mobilenet_v3", "tissue"),
        ("resnet18", "leaf"),
        ("torchvision:squeezenet1_1", "leaf"),
        ("small-wide", "mouse"),
    ],
)
def test_that_models_of_torchvision_train_and_validate(labelled, prepared, events_of, model, kind):
    folder = prepared(
        labelled(kind, 4, size=(96, 64) if kind != "mouse" else (160, 128)),
        model=model,
        epochs=1,
        batch_size=2,
        validation=0.3,
    )
    assert train(lambda: folder, StopWish()) == "finished"
    assert events_of(folder, Validation) and math.isfinite(events_of(folder, Step)[-1].loss)
    from desktop_app.training.use.predict import open_model, proposals

    opened = open_model(folder.newest_weights)
    data = json.loads(folder.data.read_text())
    (proposal,) = proposals(opened, [data["samples"][0]["path"]], threshold=0.0)
    assert proposal.problem == "" and opened.features([opened.look(proposal.path)[0]]).dim() == 2


def test_that_a_run_none_of_whose_images_can_be_read_fails_in_one_sentence(labelled, prepared, events_of):
    data = labelled("leaf", 6, size=(48, 48))
    folder = prepared(data, epochs=2, batch_size=3)
    for path in data.glob("*.jpg"):
        path.write_bytes(b"no picture")
    with pytest.raises(TrainingError, match="None of the images can be read"):
        train(lambda: folder, StopWish())
    (end,) = events_of(folder, End)
    assert end.reason == "failed" and "None of the images" in end.message
