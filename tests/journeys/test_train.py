"""Somebody labels images, trains on them, opens what came out, lets it label the rest, and exports; the window may die meanwhile."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QToolButton

from desktop_app.annotation.model import Shape, points_of
from desktop_app.gui.training.inside_dialog import InsideDialog
from desktop_app.training.record.event_files import EventReader
from desktop_app.training.record.events import End, Step
from desktop_app.training.run import summary_of
from desktop_app.training.run_folder import RunFolder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
ROOT = Path(__file__).parents[2]


def box(number):
    return 8 + 5 * number, 10 + 3 * number, 40 + 5 * number, 40 + 3 * number


@pytest.fixture
def pictures(tmp_path):
    """Ten grey pictures with one bright box each, not labelled."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(10):
        pixels = np.random.default_rng(number).integers(0, 60, (96, 128, 3), np.uint8)
        left, top, right, bottom = box(number)
        pixels[top:bottom, left:right] = (230, 200, 40)
        Image.fromarray(pixels).save(folder / f"image-{number}.png")
    return folder


@pytest.fixture
def runs(tmp_path, monkeypatch):
    """Where the runs of a test go; what still trains at its end is stopped."""
    folder = tmp_path / "runs"
    monkeypatch.setenv("WEIGHTSMITH_RUNS_DIR", str(folder))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    yield folder
    for run in folder.glob("*"):
        summary = summary_of(RunFolder(run))
        if summary.state in ("running", "paused"):
            os.kill(summary.pid, signal.SIGKILL)


def test_that_labels_become_a_model_that_labels_the_rest(steps, main_window_of, pictures, runs, tmp_path):
    def script():
        yield lambda: any(w.objectName() == "main-window" and not w.isHidden() for w in QApplication.topLevelWidgets())
        window = main_window_of()
        yield lambda: window.is_complete
        window.switcher.findChild(QToolButton, "switch-label").click()
        yield lambda: window.workspace.name == "label"
        label = window.workspace
        label.open_paths([str(pictures)])
        yield lambda: len(label.session.names) == 10
        for number in range(8):
            label.session.go_to(f"image-{number}.png")
            yield lambda: label.session.annotation is not None and not label.session.unsaved()
            left, top, right, bottom = box(number)
            shape = Shape("rectangle", ("box",), points_of([(left, top), (right, bottom)]))
            label.session.change("Box", label.session.annotation.with_shapes([shape]))
        yield lambda: not label.session.unsaved()

        next(row for row in window.rows() if row.id == "label.train").run()
        yield lambda: window.workspace.name == "train"
        train = window.workspace
        yield lambda: train.setup.facts is not None
        assert train.setup.chosen_task() == "detection"
        assert train.setup.facts.tables["detection"].images == 8
        for name, value in {"epochs": 40, "image_size": 96}.items():
            train.setup.form.fields[name].setValue(value)
        for name, value in {"threads": 1, "workers": 0, "batch_size": 4}.items():
            train.setup.more_form.fields[name].setValue(value)
        assert train.setup.train.isEnabled()
        train.setup.train.click()
        yield lambda: train.page is not None
        yield lambda: train.page.follower.summary.state == "running"
        train.page.pause.click()
        yield lambda: train.page.follower.summary.state == "paused"
        train.page.pause.click()
        yield lambda: train.page.follower.summary.state == "running"
        yield lambda: train.page.follower.summary.state == "finished"
        assert train.page.follower.curves.loss
        assert len(train.page.curves.plots["loss"].listDataItems()) > 0

        best = train.page.follower.summary.checkpoint
        train.page.open.click()
        assert window.workspace.name == "inspect"
        yield lambda: window.front is not None and window.front.session is not None
        assert not window.front.session.checkpoint.findings

        assert window.joints.takes_image([str(pictures / "image-0.png")])
        inside = window.findChild(InsideDialog)
        yield lambda: inside.inside.layers.count() > 10
        inside.inside.maps.itemActivated.emit(inside.inside.maps.item(0))
        yield lambda: inside.inside.answers.count() > 0
        inside.reject()
        assert not window.joints.takes_image([str(pictures)])
        next(row for row in window.rows() if row.id == "inspect.train").run()
        yield lambda: train.setup.weights.currentData() == best
        train.runs.choose(train.runs.paths()[0])
        yield lambda: train.page is not None and train.page.propose.isEnabled()

        window.show_workspace("train").page.propose.click()
        assert window.workspace is label
        dialog = window.joints._dialog
        assert dialog.checkpoint.currentData() == best
        dialog.scope.setCurrentIndex(dialog.scope.findData("unlabelled"))
        dialog.sure.setValue(5)
        dialog.start.click()
        yield lambda: dialog.apply.isEnabled() or "proposals on" in dialog.said.text()
        assert dialog.apply.isEnabled(), dialog.said.text()
        dialog.apply.click()
        yield (
            lambda: (
                {"image-8", "image-9"} & {one.stem for one in pictures.glob("*.json")} and not label.session.unsaved()
            )
        )
        proposed = next(name for name in ("image-8", "image-9") if (pictures / f"{name}.json").exists())
        label.session.go_to(f"{proposed}.png")
        yield lambda: label.session.annotation is not None and label.session.annotation.shapes
        assert all(shape.is_suggestion for shape in label.session.annotation.shapes)
        label.session.undo()
        assert not label.session.annotation.shapes
        label.session.redo()
        label.canvas.edits.accept(everything=True)
        assert not any(shape.is_suggestion for shape in label.session.annotation.shapes)
        yield lambda: not label.session.unsaved()
        dialog.reject()

    assert steps(["--new-window"], script) == 0
    out = tmp_path / "coco.json"
    command = [sys.executable, "-m", "desktop_app", "dataset", "convert", str(pictures), "--to", "coco", "-o", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = [path for path in (out, *out.rglob("*.json")) if path.is_file()]
    assert len(json.loads(found[0].read_text())["annotations"]) >= 9


def test_that_a_run_outlives_the_window_and_is_found_again(steps, main_window_of, pictures, runs, tmp_path):
    for number in range(10):
        left, top, right, bottom = box(number)
        document = {
            "version": "5.5.0", "flags": {}, "imagePath": f"image-{number}.png", "imageData": None, "imageHeight": 96, "imageWidth": 128,
            "shapes": [{"label": "box", "points": [[left, top], [right, bottom]], "shape_type": "rectangle", "group_id": None, "flags": {}}],
        }  # fmt: skip
        (pictures / f"image-{number}.json").write_text(json.dumps(document))
    # a window of its own, which is killed while the run goes on
    script = tmp_path / "window.py"
    script.write_text(WINDOW)
    killed = subprocess.Popen(
        [sys.executable, str(script), str(pictures)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    line = killed.stdout.readline().strip()
    assert line, killed.stderr.read()
    killed.kill()
    killed.wait()
    killed.stdout.close()
    killed.stderr.close()
    folder = RunFolder(Path(line))
    before = summary_of(folder).step

    def journey():
        yield lambda: any(w.objectName() == "main-window" and not w.isHidden() for w in QApplication.topLevelWidgets())
        window = main_window_of()
        yield lambda: window.is_complete
        window.switcher.findChild(QToolButton, "switch-train").click()
        yield lambda: window.workspace.name == "train"
        train = window.workspace
        assert train.runs.paths() == [line]
        train.runs.choose(line)
        yield lambda: train.page.follower.summary.state == "running" and train.page.follower.summary.step > before
        train.page.stop.click()
        yield lambda: train.page.follower.summary.state == "stopped"
        stopped = train.page.follower.summary.step
        assert folder.last.is_file()
        train.page.pause.click()  # it says "Resume" now
        yield lambda: train.page.follower.summary.state == "running" and train.page.follower.summary.step > stopped
        train.page.stop.click()
        yield lambda: train.page.follower.summary.state == "stopped"

    assert steps(["--new-window"], journey) == 0
    told = [event.step for event in EventReader(folder.events).read_all() if isinstance(event, Step)]
    assert told == list(range(1, len(told) + 1))
    assert [event.reason for event in EventReader(folder.events).read_all() if isinstance(event, End)] == [
        "stopped"
    ] * 2


WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks

app = QApplication([])
window = MainWindow(Tasks(), Settings())
window.show()
train = window.show_workspace("train")
train.setup.show_data(sys.argv[1])
pressed = told = False

def look():
    global pressed, told
    if train.setup.facts is not None and not pressed:
        pressed = True
        train.setup.form.fields["epochs"].setValue(5000)
        train.setup.form.fields["image_size"].setValue(96)
        train.setup.more_form.fields["threads"].setValue(1)
        train.setup.more_form.fields["workers"].setValue(0)
        train.setup.train.click()
    if train.page is not None and train.page.follower.summary.step >= 3 and not told:
        told = True
        print(train.page.follower.folder.path, flush=True)

clock = QTimer()
clock.timeout.connect(look)
clock.start(50)
app.exec()
"""
