"""Configs, folders, orders, summaries: what a window and a trainer say to each other through files."""

import json
import math
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.training.config import RunConfig, config_from, load_config, save_config, to_toml
from desktop_app.training.data.augmenting import CHANGES
from desktop_app.training.errors import RunBusy, TrainingError
from desktop_app.training.launch import Elsewhere, command, slurm_script, ssh_command
from desktop_app.training.record.event_files import EventWriter
from desktop_app.training.record.events import End, Paused, Samples, Start, Step, Trouble, Validation
from desktop_app.training.record.metrics_table import MetricsTable
from desktop_app.training.record.norms import NormsWriter, read_norms
from desktop_app.training.record.tensorboard import export_tensorboard
from desktop_app.training.run import list_runs, summary_of
from desktop_app.training.run_folder import ControlFile, RunFolder, held, is_held, new_run_folder
from desktop_app.training.schedule import rate_at
from desktop_app.training.task import is_better
from tests.training.conftest import ROOT

steps = st.lists(st.sampled_from(sorted(CHANGES)).map(lambda name: {"name": name, "p": 0.5}), max_size=3).map(tuple)
configs = st.builds(
    RunConfig, data=st.text(), model=st.text(min_size=1), epochs=st.integers(0, 1000), learning_rate=st.floats(0, 1), seed=st.integers(0, 2**31 - 1),
    classes=st.lists(st.text(), unique=True).map(tuple), augment=st.none() | steps, canvas=st.tuples(st.integers(0, 999), st.integers(0, 999)),
    frozen=st.dictionaries(st.sampled_from(["data_hash", "torch"]), st.text()), allow_download=st.booleans(),
)  # fmt: skip


@settings(deadline=None)
@given(configs)
def test_that_a_config_survives_its_file(config):
    import tomllib

    assert config_from(tomllib.loads(to_toml(config))) == config


def test_that_a_relative_path_counts_from_the_files_folder(tmp_path):
    (tmp_path / "run.toml").write_text('data = "images"\nweights = "torchvision"\nlearning_rate = 1')
    config = load_config(tmp_path / "run.toml")
    assert config.data == str(tmp_path / "images") and config.weights == "torchvision" and config.learning_rate == 1.0
    save_config(config, tmp_path / "again.toml")
    assert load_config(tmp_path / "again.toml") == config


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("epoch = 3", "There is no setting 'epoch'. Did you mean 'epochs'"),
        ("epochs = -1", "-1 is not a whole number from 0"),
        ("epochs = 2.5", "not a whole number"),
        ("epochs = true", "not a whole number"),
        ('optimizer = "adam"', "Use one of adamw, sgd"),
        ('task = "sleep"', "Use one of"),
        ("frozen_backbone = 1", "neither true nor false"),
        ("seed = [1]", "not a whole number"),
        ("augment = 3", "not a list"),
        ('[[augment]]\nname = "Nothing"', "no change named"),
        ("canvas = [1]", "a width and a height"),
        ("canvas = [-64, 64]", "a width and a height"),
        ("canvas = [true, 64]", "a width and a height"),
        ("classes = [1, 2]", "1 is not the name of a class"),
        ('classes = ["cat", "dog", "cat"]', "'cat' is there twice"),
        ("epochs = ", "not valid TOML"),
        ("model = 3", "not a text"),
    ],
)
def test_that_a_wrong_setting_is_told_with_its_place(tmp_path, text, sentence):
    (tmp_path / "run.toml").write_text(text)
    with pytest.raises(TrainingError, match=r"run.toml") as error:
        load_config(tmp_path / "run.toml")
    assert sentence in str(error.value)


def test_that_the_rate_rises_and_falls_as_a_function_of_the_step():
    config = RunConfig(learning_rate=1.0, warmup=0.1)
    rates = [rate_at(step, 100, config) for step in range(100)]
    assert rates[0] == pytest.approx(0.1) and max(rates) == 1.0 and rates.index(1.0) in (9, 10) and rates[-1] < 0.02
    assert rate_at(50, 100, RunConfig(learning_rate=0.5, warmup=0.0, schedule="constant")) == 0.5
    assert rate_at(55, 100, RunConfig(learning_rate=1.0, schedule="linear")) == pytest.approx(0.505)


def test_that_a_folder_has_one_holder_and_a_killed_one_holds_nothing(tmp_path):
    folder = RunFolder(tmp_path)
    script = f"import time\nfrom pathlib import Path\nfrom desktop_app.training.run_folder import *\nwith held(RunFolder(Path({str(tmp_path)!r}))):\n print('held', flush=True)\n time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        assert is_held(folder)
        with pytest.raises(RunBusy, match=f"process {process.pid} on"), held(folder):
            pass
        process.kill()
    assert not is_held(folder)
    with held(folder):
        assert is_held(folder)


def test_that_orders_are_read_when_they_change(tmp_path):
    folder = RunFolder(tmp_path)
    control = ControlFile(folder.control)
    assert control.read() == "run"
    for order in ("pause", "stop", "run"):
        folder.tell(order)
        assert control.read() == order == control.read()
    folder.control.write_text("  STOP\n")
    assert control.read() == "stop"
    folder.control.write_text("dance")
    assert control.read() == "stop"  # what is no order changes nothing


def told(folder, *events):
    writer = EventWriter(folder.events)
    for event in events:
        writer.write(event)
    writer.close()


@pytest.fixture
def folder(tmp_path):
    made = RunFolder(tmp_path / "runs" / "one")
    made.create()
    save_config(RunConfig(task="detection", epochs=4), made.config)
    return made


START = Start(pid=1, steps_per_epoch=10, epochs=4, task="detection", model="small")


def test_that_a_summary_says_how_a_run_stands(folder):
    assert summary_of(folder).state == "new"
    told(
        folder,
        START,
        Step(7, 0, 0.5, 0.1, 0.2),
        Validation(0, 10, 0.4, {"map50": 0.3, "map": 0.1}),
        Validation(1, 20, 0.4, {"map50": 0.2, "map": 0.1}),
    )
    with held(folder):
        summary = summary_of(folder)
        assert (summary.state, summary.step, summary.steps, summary.best, summary.metric) == (
            "running",
            7,
            40,
            0.3,
            "map50",
        )
    assert summary_of(folder).state == "crashed"
    told(folder, Paused(7))
    with held(folder):
        assert summary_of(folder).state == "paused"
    told(folder, Trouble("The disk is full.", 8), End("stopped", 8))
    assert summary_of(folder).state == "stopped"
    told(folder, START, End("failed", 9, "It became NaN."))
    assert summary_of(folder).message == "It became NaN."
    json.dumps(summary_of(folder).document())


def test_that_a_silent_run_of_another_machine_is_taken_for_dead_only_after_a_while(folder):
    told(folder, Start(pid=1, steps_per_epoch=10, host="elsewhere", task="detection"))
    summary = summary_of(folder)
    assert summary.state == "running"
    summary.settle(now=time.time() + 60)
    assert summary.state == "crashed"


def test_that_runs_are_listed_newest_first_and_only_runs(folder):
    (folder.path.parent / "no run").mkdir()
    other = new_run_folder(folder.path.parent, "two")
    save_config(RunConfig(), other.config)
    assert other.path != new_run_folder(folder.path.parent, "two").path
    assert [run.path.name for run in list_runs(folder.path.parent)] == [other.path.name, "one"]
    assert list_runs(folder.path) == [folder]
    with pytest.raises(TrainingError, match="cannot be listed"):
        list_runs(folder.path / "nothing")


def test_that_rows_of_metrics_after_a_checkpoint_are_told_again(tmp_path):
    table = MetricsTable(tmp_path / "metrics.csv", "detection")
    for step in (10, 20, 30):
        table.add({"epoch": step // 10, "step": step, "map50": 0.5, "loss": None})
    table.cut(20)
    table.add({"epoch": 3, "step": 30, "map50": 0.6})
    lines = (tmp_path / "metrics.csv").read_text().splitlines()
    assert lines[0] == "epoch,step,time,train_loss,loss,map50,map"
    assert [line.split(",")[1] for line in lines[1:]] == ["10", "20", "30"] and lines[-1].endswith("0.6,")


def test_that_norms_survive_a_torn_row_and_what_was_told_last_counts(tmp_path):
    path = tmp_path / "norms.f32"
    writer = NormsWriter(path, 3)
    for step in (1, 2, 3):
        writer.add(step, np.full(3, step, np.float32), np.full(3, -step, np.float32))
    writer.close()
    path.write_bytes(path.read_bytes()[:-5])
    writer = NormsWriter(path, 3)
    writer.add(2, np.full(3, 20, np.float32), np.zeros(3, np.float32))
    writer.add(3, np.full(3, 30, np.float32), np.zeros(3, np.float32))
    writer.close()
    norms = read_norms(path, 3)
    assert norms.steps.tolist() == [1, 2, 3] and norms.weights[:, 0].tolist() == [1, 20, 30]
    assert len(read_norms(path, 3, most=2).steps) == 2
    assert len(read_norms(tmp_path / "none", 3).steps) == 0


def test_that_commands_for_elsewhere_name_the_folder_and_ask_torchrun(tmp_path):
    folder = RunFolder(tmp_path / "a run")
    assert command(folder)[1:] == ["-m", "desktop_app", "train", str(folder.config), "-o", str(folder.path), "--resume"]
    assert "torch.distributed.run" in command(folder, processes=4)
    text = ssh_command(folder, Elsewhere(host="me@gpu box", python="/opt/my env/python", processes="2"))
    import shlex

    host, inner = shlex.split(text)[1:]
    assert host == "me@gpu box"
    words = shlex.split(inner)
    assert words[:3] == ["cd", str(folder.path), "&&"] and words[3] == "/opt/my env/python" and "--standalone" in words
    script = slurm_script(folder, Elsewhere(nodes=2, processes="gpu", folder="/shared/a run"))
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0
    assert "--signal=TERM@120" in script and "--rdzv-backend c10d" in script and "'/shared/a run/config.toml'" in script


def test_that_better_is_less_for_errors_and_more_for_the_rest():
    assert is_better("map50", 0.5, 0.4) and not is_better("map50", 0.4, 0.4) and is_better("keypoint_error_px", 3, 4)
    assert (
        not is_better("map50", math.nan, None) and is_better("map50", 0.0, None) and is_better("map50", 0.1, math.nan)
    )


def test_that_tensorboard_files_hold_every_number(folder, tmp_path):
    told(
        folder,
        START,
        Step(1, 0, 0.25, 0.1, 0.2, 3.0),
        Validation(0, 10, 0.5, {"map50": 0.75}, {"猫": 0.5}),
        Step(2, 0, math.nan, 0.1, 1e300),
    )
    path = export_tensorboard(folder, tmp_path / "board")
    data = path.read_bytes()
    assert b"brain.Event:2" in data and b"validation/map50" in data and "validation/class/猫".encode() in data
    loading = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    board = loading.EventAccumulator(str(tmp_path / "board"))
    board.Reload()
    assert [(event.step, event.value) for event in board.Scalars("validation/map50")] == [(10, 0.75)]


def test_that_suspicions_are_sorted_and_odd_entries_are_passed_over(labelled, prepared):
    from desktop_app.training.data.training_set_file import load_training_set
    from desktop_app.training.use.suspicious import suspicions

    run = prepared(labelled("leaf", 5, size=(48, 48)), epochs=1)
    data = load_training_set(run.data)
    found = suspicions(data, [Samples(0, {"0": 9.0}), Samples(1, {"0": 0.1, "2": 0.9, "77": 5.0, "x": 3.0, "1": 0.2})])
    assert [one.index for one in found] == [2, 1, 0] and found[0].times == 4.5
    assert suspicions(data, []) == []
