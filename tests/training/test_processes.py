"""Runs as processes: told to stop, killed, several together, detached from whoever started them."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest
import torch

from desktop_app.training.launch import WarmWorker, command, start
from desktop_app.training.loop import train
from desktop_app.training.record.events import End, Start, Step
from desktop_app.training.run import summary_of
from desktop_app.training.stopping import StopWish
from tests.training.conftest import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
LONG = 180


def environment():
    return os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def started(folder, processes=1):
    return subprocess.Popen(
        command(folder, processes),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_step(events_of, folder, step, process):
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        steps = events_of(folder, Step)
        if steps and steps[-1].step >= step:
            return
        if process is not None and process.poll() is not None:
            pytest.fail(process.stderr.read())
        time.sleep(0.01)
    pytest.fail("the run never came to its step")


def weights(folder):
    return torch.load(folder.last, weights_only=True)["state_dict"]


def is_equal(first, second):
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


def losses(events_of, folder):
    return {event.step: event.loss for event in events_of(folder, Step)}


@pytest.fixture
def data(labelled):
    return labelled("cells", 14, size=(96, 64))


def test_that_sigterm_and_kill_cost_no_bit(data, prepared, events_of):
    runs = [prepared(data, name, epochs=8, batch_size=4, checkpoint_seconds=0.3) for name in ("whole", "disturbed")]
    whole, disturbed = runs
    process = started(whole)
    out, _ = process.communicate(timeout=LONG)
    assert process.returncode == 0 and out.startswith("finished")
    generator = random.Random(1)
    process = started(disturbed)
    wait_for_step(events_of, disturbed, generator.randint(2, 6), process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=LONG)
    assert process.returncode == 0
    assert events_of(disturbed, End)[-1].reason == "stopped"
    process = started(disturbed)
    wait_for_step(events_of, disturbed, generator.randint(10, 14), process)
    process.kill()
    process.communicate(timeout=LONG)
    with disturbed.events.open("ab") as file:  # as if it had been killed in the middle of a line
        file.write(b'{"event":"step","st')
    summary = summary_of(disturbed)
    assert summary.state == "crashed" and summary.step >= 10
    process = started(disturbed)
    process.communicate(timeout=LONG)
    assert process.returncode == 0
    assert len(events_of(disturbed, Start)) == 3
    assert losses(events_of, disturbed) == losses(events_of, whole)
    assert is_equal(weights(whole), weights(disturbed))
    assert summary_of(disturbed).state == "finished"


def test_that_two_processes_train_as_one_and_stop_without_losing_a_bit(data, prepared, events_of):
    runs = [
        prepared(data, name, epochs=4, batch_size=4, augment=(), optimizer="sgd")
        for name in ("whole", "stopped", "alone")
    ]
    whole, stopped, alone = runs
    process = started(whole, processes=2)
    _, problems = process.communicate(timeout=LONG)
    assert process.returncode == 0, problems
    (first,) = events_of(whole, Start)
    assert first.processes == 2
    process = started(stopped, processes=2)
    wait_for_step(events_of, stopped, 5, process)
    os.killpg(process.pid, signal.SIGTERM)
    process.communicate(timeout=LONG)
    assert events_of(stopped, End)[-1].reason == "stopped"
    process = started(stopped, processes=2)
    process.communicate(timeout=LONG)
    assert losses(events_of, stopped) == losses(events_of, whole)
    assert is_equal(weights(whole), weights(stopped))
    # and two processes compute what one does
    assert train(lambda: alone, StopWish()) == "finished"
    one, two = losses(events_of, alone), losses(events_of, whole)
    assert all(one[step] == pytest.approx(two[step], rel=1e-3) for step in one)
    apart = {
        name: float((weights(alone)[name].double() - value.double()).abs().max())
        for name, value in weights(whole).items()
    }
    # sums of floats in another order: about 1e-4 after these steps, while a mistake in the mean shows in the first digit
    assert max(apart.values()) < 1e-3


def test_that_loaders_do_not_die_of_a_signal_to_the_whole_group(data, prepared, events_of):
    folder = prepared(data, epochs=400, batch_size=4, workers=2)
    process = started(folder)
    wait_for_step(events_of, folder, 5, process)
    os.killpg(process.pid, signal.SIGTERM)
    _, problems = process.communicate(timeout=LONG)
    assert process.returncode == 0, problems
    assert events_of(folder, End)[-1].reason == "stopped"
    assert torch.load(folder.last, weights_only=True)["step"] == events_of(folder, Step)[-1].step


def test_that_loaders_give_the_same_batches_as_the_trainer_itself(data, prepared, events_of):
    runs = [prepared(data, f"with{workers}", epochs=3, batch_size=4, workers=workers) for workers in (0, 2)]
    for folder in runs:
        process = started(folder)
        _, problems = process.communicate(timeout=LONG)
        assert process.returncode == 0, problems
    assert losses(events_of, runs[0]) == losses(events_of, runs[1])


def test_that_a_run_outlives_whoever_started_it(data, prepared, events_of):
    folder = prepared(data, epochs=6, batch_size=4)
    script = f"from pathlib import Path; from desktop_app.training.launch import start; from desktop_app.training.run_folder import RunFolder; start(RunFolder(Path({str(folder.path)!r}))); import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment(), check=False)
    assert done.returncode == -signal.SIGKILL
    until = time.monotonic() + LONG
    while not events_of(folder, End) and time.monotonic() < until:
        time.sleep(0.1)
    assert events_of(folder, End)[-1].reason == "finished"
    assert summary_of(folder).state == "finished"


def test_that_a_second_trainer_is_refused_in_one_sentence_and_harms_nothing(data, prepared, events_of):
    folder = prepared(data, epochs=300, batch_size=4)
    first = start(folder)
    wait_for_step(events_of, folder, 2, None)
    second = started(folder)
    _, problems = second.communicate(timeout=LONG)
    assert second.returncode == 3
    (line,) = [line for line in problems.splitlines() if "weightsmith:" in line]
    assert f"process {first.pid}" in line and "Traceback" not in problems
    folder.tell("stop")
    assert first.wait(LONG) == 0


def test_that_a_warm_worker_becomes_the_trainer_and_an_unused_one_ends_with_its_parent(data, prepared, events_of):
    folder = prepared(data, epochs=2, batch_size=4)
    worker, unused = WarmWorker(), WarmWorker()
    worker.fill(str(data))
    time.sleep(1)
    assert worker.train(folder)
    assert worker.process.wait(LONG) == 0
    assert not worker.alive and not worker.train(folder)
    assert events_of(folder, Start)[0].pid == worker.process.pid
    assert events_of(folder, End)[-1].reason == "finished"
    assert unused.alive
    unused.process.stdin.close()
    assert unused.process.wait(LONG) == 0
    worker.close()
    unused.close()


def test_that_torchrun_prepares_a_folder_once_for_all(data, tmp_path, events_of):
    from desktop_app.training.run_folder import RunFolder

    settings = tmp_path / "RUN.toml"
    settings.write_text(f"data = {json.dumps(str(data))}\nepochs = 1\nbatch_size = 4\nthreads = 1\n")
    folder = RunFolder(tmp_path / "out")
    base = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    done = subprocess.run(
        [*base, "-m", "desktop_app", "train", str(settings), "-o", str(folder.path)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert events_of(folder, Start)[0].processes == 2
    assert events_of(folder, End)[-1].reason == "finished"
