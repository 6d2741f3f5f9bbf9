"""A run that was stopped, paused or killed and went on is, bit for bit, the run that never was."""

import random
import threading
import time

import pytest
import torch

from desktop_app.training.loop import train
from desktop_app.training.record.events import End, Paused, Step
from desktop_app.training.stopping import StopWish
from tests.training.conftest import StopAfter

SIZES = {"leaf": (48, 48), "cells": (96, 64), "tissue": (96, 64), "mouse": (160, 128)}


def steps_by_number(events_of, folder):
    return {event.step: event.loss for event in events_of(folder, Step)}


def weights(folder):
    return torch.load(folder.last, weights_only=True)["state_dict"]


def is_equal(first, second):
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


@pytest.fixture
def whole_run(labelled, prepared):
    """`whole_run(kind)`: data and a run of it that nobody disturbed."""

    def make(kind, **settings):
        data = labelled(kind, 14, size=SIZES[kind])
        folder = prepared(data, "whole", epochs=5, batch_size=4, validate_every=2, **settings)
        assert train(lambda: folder, StopWish()) == "finished"
        return data, folder

    return make


@pytest.mark.parametrize("kind", ["leaf", "cells", "tissue", "mouse"])
def test_that_a_run_stopped_at_random_steps_ends_with_the_same_bits(whole_run, prepared, events_of, kind):
    data, whole = whole_run(kind)
    stopped = prepared(data, "stopped", epochs=5, batch_size=4, validate_every=2)
    random.seed(kind)
    reasons = [train(lambda: stopped, StopAfter(random.randint(1, 6)), resume=False)]
    for _ in range(30):
        if reasons[-1] == "finished":
            break
        reasons.append(train(lambda: stopped, StopAfter(random.randint(1, 6)), resume=True))
    assert reasons.count("stopped") >= 2 and reasons[-1] == "finished"
    assert steps_by_number(events_of, stopped) == steps_by_number(events_of, whole)
    assert is_equal(weights(whole), weights(stopped))
    best = [torch.load(folder.best, weights_only=True) for folder in (whole, stopped)]
    assert best[0]["step"] == best[1]["step"] and is_equal(best[0]["state_dict"], best[1]["state_dict"])
    assert whole.metrics.read_text().count("\n") == stopped.metrics.read_text().count("\n")


def test_that_a_model_with_dropout_and_running_statistics_resumes_exactly(whole_run, prepared):
    data, whole = whole_run("leaf", model="mobilenet_v3_small")
    stopped = prepared(data, "stopped", epochs=5, batch_size=4, validate_every=2, model="mobilenet_v3_small")
    assert train(lambda: stopped, StopAfter(4)) == "stopped"
    assert train(lambda: stopped, StopWish(), resume=True) == "finished"
    assert is_equal(weights(whole), weights(stopped))


def test_that_a_pause_changes_nothing(whole_run, prepared, events_of):
    data, whole = whole_run("leaf")
    paused = prepared(data, "paused", epochs=5, batch_size=4, validate_every=2)
    told = []

    def watcher(line):
        told.append(line)
        if len(told) == 2:
            paused.tell("pause")
            threading.Thread(target=go_on).start()

    def go_on():
        until = time.monotonic() + 30
        while not events_of(paused, Paused) and time.monotonic() < until:
            time.sleep(0.02)
        paused.tell("run")

    assert train(lambda: paused, StopWish(), tell=watcher) == "finished"
    assert [event.paused for event in events_of(paused, Paused)] == [True, False]
    assert is_equal(weights(whole), weights(paused))


def test_that_stop_by_the_control_file_is_obeyed_after_the_step_and_while_paused(labelled, prepared, events_of):
    folder = prepared(labelled("leaf", 14, size=(48, 48)), epochs=500, batch_size=4)

    def order():
        for wanted, kind in (("pause", Step), ("stop", Paused)):
            while not events_of(folder, kind):
                time.sleep(0.02)
            folder.tell(wanted)

    helper = threading.Thread(target=order)
    helper.start()
    assert train(lambda: folder, StopWish()) == "stopped"
    helper.join()
    (end,) = events_of(folder, End)
    assert end.reason == "stopped"
    assert torch.load(folder.last, weights_only=True)["step"] == end.step
    assert events_of(folder, Step)[-1].step == end.step


@pytest.mark.parametrize(("order", "kind"), [("pause", Paused), ("stop", End)])
def test_that_an_order_is_obeyed_within_the_step_in_which_it_comes(
    labelled, prepared, events_of, monkeypatch, order, kind
):
    from desktop_app.training.record.recording import Recorder

    folder = prepared(labelled("leaf", 14, size=(48, 48)), epochs=50, batch_size=4)
    told = Recorder.step

    def step(self, number, *rest):
        if number == 3:
            folder.tell(order)
        return told(self, number, *rest)

    def after_pause():
        while not events_of(folder, kind):
            time.sleep(0.02)
        folder.tell("stop")

    monkeypatch.setattr(Recorder, "step", step)
    helper = threading.Thread(target=after_pause)
    helper.start()
    assert train(lambda: folder, StopWish()) == "stopped"
    helper.join()
    assert events_of(folder, kind)[0].step == 3 == events_of(folder, Step)[-1].step


@pytest.mark.parametrize("accumulate", [2, 3, 4])
def test_that_a_batch_in_parts_gives_the_same_update(labelled, prepared, accumulate):
    data = labelled("cells", 10, size=(96, 64))
    # SGD: Adam would divide rounding errors by their own size
    runs = [
        prepared(data, f"run{n}", epochs=1, batch_size=4, accumulate=n, augment=(), optimizer="sgd")
        for n in (1, accumulate)
    ]
    for folder in runs:
        train(lambda folder=folder: folder, StopWish())
    first, second = (weights(folder) for folder in runs)
    assert all(torch.allclose(first[name], second[name], rtol=1e-4, atol=1e-6) for name in first)


def test_that_the_order_shows_every_image_once_an_epoch_and_follows_from_the_seed():
    from desktop_app.training.data.ordering import Course, order_of

    batches = order_of(range(10, 20), 4, seed=3, epoch=1)
    assert [len(batch) for batch in batches] == [4, 4, 4]
    assert sorted({index for batch in batches for index in batch}) == list(range(10, 20))
    assert batches == order_of(range(10, 20), 4, seed=3, epoch=1)
    assert batches != order_of(range(10, 20), 4, seed=4, epoch=1) != order_of(range(10, 20), 4, seed=3, epoch=2)
    whole = list(Course(list(range(10)), 4, 0, 3, 0, 0, 1))
    assert list(Course(list(range(10)), 4, 0, 3, 5, 0, 1)) == whole[5:]
    shares = [list(Course(list(range(10)), 4, 0, 3, 0, rank, 2)) for rank in (0, 1)]
    assert [sorted(a + b) for a, b in zip(*shares, strict=True)] == [sorted(batch) for batch in whole]
    assert order_of([7], 1, 0, 0) == [[7]]
