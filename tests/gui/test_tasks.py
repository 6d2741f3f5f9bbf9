"""Work off the UI thread: results, parts, failures and deaths come back as signals, and cancel means now."""

import os
import random
import time

import pytest

from desktop_app.checkpoint.measuring.statistics import statistics_of_many
from desktop_app.checkpoint.model import CheckpointError
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.gui.tasks import TaskFailure, start_worker
from desktop_app.gui.worker import read_frame


def test_that_a_failure_comes_with_its_finding(qtbot, tasks, tmp_path):
    empty = tmp_path / "empty.pth"
    empty.touch()
    task = tasks.run(open_checkpoint, str(empty))
    with qtbot.waitSignal(task.failed, timeout=15_000) as caught:
        pass
    failure = caught.args[0]
    assert isinstance(failure, TaskFailure)
    assert failure.finding.code == "empty"
    assert "Traceback" in failure.detail and "Traceback" not in failure.message


def test_that_cancel_kills_a_busy_worker_and_the_next_job_works(qtbot, tasks, tmp_path):
    task = tasks.run(time.sleep, 60)
    qtbot.wait(1500)
    lane = tasks._lanes["reader"]
    process = lane.process
    began = time.monotonic()
    with qtbot.waitSignals([task.cancelled, task.ended], timeout=2000):
        task.cancel()
    assert process.wait(timeout=2) != 0
    assert time.monotonic() - began < 1
    after = tasks.run(os.getpid)
    with qtbot.waitSignal(after.done, timeout=15_000) as caught:
        pass
    assert caught.args[0] not in (os.getpid(), process.pid)


def test_that_a_worker_that_dies_is_one_sentence_and_the_next_job_works(qtbot, tasks):
    task = tasks.run(os._exit, 11)
    with qtbot.waitSignal(task.failed, timeout=15_000) as caught:
        pass
    assert "ended unexpectedly" in caught.args[0].message
    after = tasks.run(os.getpid)
    with qtbot.waitSignal(after.done, timeout=15_000):
        pass


def test_that_the_latest_question_wins(qtbot, tasks):
    first = tasks.run(time.sleep, 30, latest="same")
    second = tasks.run(os.getpid, latest="same")
    assert first.over
    with qtbot.waitSignal(second.done, timeout=15_000):
        pass


def test_that_cancelling_what_is_just_over_kills_nothing(qtbot, tasks):
    warm = tasks.run(os.getpid)
    with qtbot.waitSignal(warm.done, timeout=15_000) as caught:
        pass
    pid, lane = caught.args[0], tasks._lanes["reader"]
    task = tasks.run(os.getpid)
    until = time.monotonic() + 10
    while (lane.waiting or lane.current is not None) and time.monotonic() < until:
        time.sleep(0.001)  # no event is delivered meanwhile: the answer is on its way
    assert not task.over
    task.cancel()
    after = tasks.run(os.getpid)
    with qtbot.waitSignal(after.done, timeout=15_000) as caught:
        pass
    assert caught.args[0] == pid


def test_that_no_job_is_given_to_a_process_that_was_killed(qtbot, tasks):
    """Whenever a job is cancelled, the next one is done: it never gets the end that was meant for the one before."""
    rng = random.Random(1)
    failed = []
    for _ in range(60):
        first = tasks.run(time.sleep, 0.004, latest="image")
        until = time.monotonic() + rng.choice((0.0, 0.003, 0.004, 0.0045, 0.005, 0.006, 0.05))
        while time.monotonic() < until:
            pass
        second = tasks.run(os.getpid, latest="image")
        second.failed.connect(lambda failure: failed.append(failure.message))
        with qtbot.waitSignal(second.ended, timeout=15_000):
            pass
        assert first.over and failed == []


def test_that_parts_of_a_generator_arrive_one_by_one(qtbot, tasks):
    parts = []
    task = tasks.run(statistics_of_many, (), [])
    task.part.connect(parts.append)
    with qtbot.waitSignal(task.done, timeout=15_000):
        pass
    assert parts == []


def test_that_the_worker_never_runs_with_more_memory_than_its_limit(qtbot, tasks):
    task = tasks.run(bytearray, 1 << 40)
    with qtbot.waitSignal(task.failed, timeout=15_000) as caught:
        pass
    assert "memory" in caught.args[0].message


def test_that_errors_of_opening_survive_the_way_between_processes():
    import pickle

    with pytest.raises(CheckpointError) as caught:
        open_checkpoint("/nowhere/at/all.pth")
    assert pickle.loads(pickle.dumps(caught.value)).finding.code == "not-found"


def wait_for_stop(stop):
    stop.wait(30)
    _SEEN.append(stop.is_set())


_SEEN: list[bool] = []


def test_that_cancelling_sets_the_event_of_a_function_in_a_thread(qtbot, tasks):
    task = tasks.run(wait_for_stop, lane="thread")
    with qtbot.waitSignals([task.cancelled, task.ended]):
        task.cancel()
    qtbot.waitUntil(lambda: _SEEN == [True])


def test_that_the_error_of_a_child_comes_with_its_code(qtbot, tasks):
    from desktop_app.engine.sources import parse_source

    task = tasks.run(parse_source, "nonsense", lane="thread")
    with qtbot.waitSignal(task.failed) as caught:
        pass
    failure = caught.args[0]
    assert (
        failure.code == "model-text"
        and dict(failure.values)["text"] == "nonsense"
        and "names no model" in failure.message
    )


def test_that_a_worker_runs_no_module_of_the_folder_it_was_started_in(tmp_path, monkeypatch):
    (tmp_path / "numpy.py").write_text("open('ran', 'w').close()")
    (tmp_path / "desktop_app.py").write_text("open('ran', 'w').close()")
    monkeypatch.chdir(tmp_path)
    worker = start_worker()
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        assert read_frame(worker.stdout) is not None
    finally:
        worker.stdin.close()
        worker.wait(timeout=20)
        worker.stdout.close()
    assert not (tmp_path / "ran").exists()
