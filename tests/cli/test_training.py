"""`train`, `runs`, `predict`, `queue`, `export`: a data set becomes a model that labels, as the contract says."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
import torch

from desktop_app.cli.main import main

ROOT = Path(__file__).parents[2]


def drawing():
    spec = importlib.util.spec_from_file_location(
        "make_training_samples", ROOT / "packaging" / "make_training_samples.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def own_place(tmp_path, monkeypatch):
    """A folder, a cache and signal handlers of its own."""
    import signal

    monkeypatch.setenv("WEIGHTSMITH_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def cells(tmp_path):
    return drawing().write(tmp_path / "cells", "cells", 8, labelled=6, size=(96, 64))


@pytest.fixture
def trained(cells, tmp_path):
    run = tmp_path / "run"
    assert main(["train", str(cells), "-o", str(run), "--epochs", "2", "--threads", "1"]) == 0
    return run


def test_that_training_leaves_a_self_contained_folder(trained, capsys):
    names = {path.name for path in trained.iterdir()}
    assert {"config.toml", "events.jsonl", "log.txt", "metrics.csv", "control", "data.json"} <= names
    assert {path.name for path in (trained / "checkpoints").iterdir()} == {"last.pth", "best.pth"}
    import tomllib

    config = tomllib.loads((trained / "config.toml").read_text())
    assert {"task", "model", "epochs", "batch_size", "image_size", "learning_rate", "seed", "device", "data"} <= set(
        config
    )
    assert (
        config["task"] == "detection"
        and config["epochs"] == 2
        and config["frozen"]["torch"] == torch.__version__.split("+")[0]
    )
    events = [json.loads(line) for line in (trained / "events.jsonl").read_text().splitlines() if line]
    assert events[0]["event"] == "start" and events[0]["steps_per_epoch"] == 2 and events[0]["pid"]
    assert {"step", "epoch", "loss", "learning_rate", "seconds", "time"} <= set(
        next(e for e in events if e["event"] == "step")
    )
    assert {"map50", "map", "loss", "epoch"} <= set(next(e for e in events if e["event"] == "validation"))
    assert events[-1]["event"] == "end" and events[-1]["reason"] == "finished"
    assert (trained / "log.txt").read_text().count("epoch") >= 2


def test_that_a_run_goes_on_where_it_ended_and_not_unasked(trained, capsys):
    capsys.readouterr()
    assert main(["train", str(trained / "config.toml"), "-o", str(trained)]) == 3
    assert "A run lies here already" in capsys.readouterr().err
    assert main(["train", str(trained / "config.toml"), "-o", str(trained), "--resume", "--epochs", "3"]) == 0
    assert torch.load(trained / "checkpoints" / "last.pth", weights_only=True)["step"] == 6
    assert main(["train", str(trained / "config.toml"), "-o", str(trained), "--resume", "--model", "small-wide"]) == 2
    assert "cannot change in the middle" in capsys.readouterr().err


def test_that_settings_from_a_file_and_the_command_line_meet(cells, tmp_path, capsys):
    (tmp_path / "RUN.toml").write_text('data = "cells"\nepochs = 9\nthreads = 1\ntask = "segmentation"\n')
    assert main(["train", str(tmp_path / "RUN.toml"), "--epochs", "1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("finished: ") and "runs" in out
    assert main(["runs", "--json"]) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert (run["state"], run["task"], run["epochs"], run["metric"]) == ("finished", "segmentation", 1, "mean_iou")
    assert main(["runs"]) == 0 and "finished" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["train", "nowhere"], 3, "nowhere"),
        (["train", "empty"], 3, "empty"),
        (["train", "cells", "--model", "nothing"], 3, "There is no model named 'nothing'"),
        (["train", "cells", "--task", "classification"], 3, "Nothing to learn for classification"),
        (["train", "cells", "--device", "cuda"], 3, "CUDA is not available"),
        (["train", "cells", "--epochs", "-3"], 3, "-3 is not a whole number"),
        (["train", "cells", "--resume", "-o", "nothing"], 2, "no run to go on with"),
        (["runs", "nowhere"], 3, "cannot be listed"),
        (["predict", "cells/cells_000.jpg", "cells", "-o", "x"], 3, "not a checkpoint"),
        (["predict", "m.pth", "cells", "-o", "x", "--to", "papyrus"], 2, "no such format"),
        (["predict", "m.pth", "empty", "-o", "x"], 2, "no images"),
        (["predict", "m.pth", "cells", "-o", "x", "--threshold", "7"], 2, "from 0 to 1"),
        (["export", "m.pth", "-o", "m.doc"], 2, "must end in"),
        (["export", "m.pth", "-o", "m.ts"], 3, "cannot be read"),
        (["queue", "m.pth", "nowhere"], 3, "nowhere"),
    ],
)
def test_that_what_cannot_be_done_is_one_sentence(cells, tmp_path, capsys, arguments, status, sentence):
    (tmp_path / "empty").mkdir()
    if "cuda" in arguments and torch.cuda.is_available():
        pytest.skip("there is one here")
    assert main(arguments) == status
    captured = capsys.readouterr()
    told = [line for line in captured.err.splitlines() if "weightsmith" in line or sentence in line]
    assert sentence in captured.err and len(told) <= 3 and "Traceback" not in captured.err and captured.out == ""


def test_that_predictions_are_written_in_any_format(trained, cells, tmp_path, capsys):
    checkpoint = str(trained / "checkpoints" / "best.pth")
    capsys.readouterr()
    assert main(["predict", checkpoint, str(cells), "-o", "out", "--threshold", "0.02"]) == 0
    assert capsys.readouterr().out.startswith("out: 8 images, ")
    document = json.loads((tmp_path / "out" / "cells_000.json").read_text())
    assert document["shapes"] and {shape["shape_type"] for shape in document["shapes"]} == {"rectangle"}
    assert (tmp_path / "out" / document["imagePath"]).resolve() == (cells / "cells_000.jpg").resolve()
    from desktop_app.annotation.formats.all import read_labels

    shapes = read_labels(tmp_path / "out").annotations[0].shapes
    assert all(shape.is_suggestion for shape in shapes)  # score and source survive in labelme's files
    assert (
        main(["predict", checkpoint, str(cells / "cells_007.jpg"), "-o", "coco", "--to", "coco", "--threshold", "0.02"])
        == 0
    )
    (file,) = (tmp_path / "coco").glob("*.json")
    assert len(json.loads(file.read_text())["images"]) == 1
    (cells / "bad.jpg").write_bytes(b"x")
    assert main(["predict", checkpoint, str(cells / "bad.jpg"), "-o", "bad"]) == 3
    assert "no image of a kind" in capsys.readouterr().err and not (tmp_path / "bad").exists()


def test_that_predictions_leave_labels_that_a_person_made(trained, cells, tmp_path, capsys, monkeypatch):
    ask = ["predict", str(trained / "checkpoints" / "best.pth"), str(cells / "cells_000.jpg"), str(cells / "cells_001.jpg"), "--threshold", "0.02"]  # fmt: skip
    assert main([*ask, "-o", "here"]) == 0
    by_hand = tmp_path / "here" / "cells_001.json"
    shape = {"label": "cell", "points": [[1, 1], [9, 9]], "shape_type": "rectangle", "flags": {}, "group_id": None}
    document = json.loads(by_hand.read_text()) | {"shapes": [shape]}
    by_hand.write_text(json.dumps(document))
    proposed = (tmp_path / "here" / "cells_000.json").stat().st_mtime_ns
    capsys.readouterr()
    assert main([*ask, "-o", "here"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("here: 1 image, ") and "1 image with labels made by hand" in told.err
    assert json.loads(by_hand.read_text())["shapes"] == [shape]
    assert (tmp_path / "here" / "cells_000.json").stat().st_mtime_ns != proposed
    assert main([*ask[:2], ask[3], *ask[4:], "-o", "here"]) == 4
    assert json.loads(by_hand.read_text())["shapes"] == [shape]
    by_hand.write_text("{")  # nobody can say whose it is
    assert main([*ask[:2], ask[3], *ask[4:], "-o", "here"]) == 4
    assert main([*ask, "-o", "here", "--replace"]) == 0
    assert json.loads(by_hand.read_text())["shapes"] != [shape]
    monkeypatch.chdir(tmp_path / "here")
    assert main([*ask, "-o", "."]) == 0


def test_that_the_queue_lists_what_has_no_labels(trained, cells, capsys):
    checkpoint = str(trained / "checkpoints" / "best.pth")
    capsys.readouterr()
    assert main(["queue", checkpoint, str(cells), "--json", "--doubts"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert sorted(one["image"] for one in document["images"]) == ["cells_006.jpg", "cells_007.jpg"]
    assert {one["kind"] for one in document["labelled"]} <= {"missing", "extra", "wrong class", "loose"}
    assert main(["queue", checkpoint, str(cells)]) == 0
    assert "uncertainty" in capsys.readouterr().out


def test_that_an_export_tells_how_near_it_is(trained, cells, tmp_path, capsys):
    capsys.readouterr()
    checkpoint = str(trained / "checkpoints" / "best.pth")
    assert main(["export", checkpoint, "-o", "model.ts", "--image", str(cells / "cells_000.jpg")]) == 0
    out = capsys.readouterr().out
    assert "outputs boxes, labels, scores" in out and "run with torch.jit" in out
    assert (tmp_path / "model.ts").stat().st_size > 100_000
