"""Runs as folders that nobody trained: what a run tells, written by hand; no torch."""

import json

import numpy as np
import pytest
from PIL import Image

from desktop_app.gui.settings import Settings
from desktop_app.training.config import RunConfig, save_config
from desktop_app.training.record.event_files import EventWriter
from desktop_app.training.record.events import End, Epoch, Preview, Samples, Saved, Start, Step, Trouble, Validation
from desktop_app.training.record.previews import PreviewImage, write_preview
from desktop_app.training.run_folder import RunFolder


def pictures_in(place):
    """Six images; five have a box, the last has none."""
    folder = place / "pictures"
    folder.mkdir()
    for number in range(6):
        Image.fromarray(np.full((48, 64, 3), 30 * number, np.uint8)).save(folder / f"image-{number}.png")
        shape = {
            "label": "cat" if number % 2 else "dog",
            "points": [[4, 4], [30, 30]],
            "shape_type": "rectangle",
            "flags": {},
            "group_id": None,
        }
        document = {
            "version": "5.5.0", "flags": {}, "imagePath": f"image-{number}.png", "imageData": None, "imageHeight": 48, "imageWidth": 64, "shapes": [shape],
        }  # fmt: skip
        if number < 5:
            (folder / f"image-{number}.json").write_text(json.dumps(document))
    return folder


@pytest.fixture
def pictures(tmp_path):
    """Six images; five have a box, the last has none."""
    return pictures_in(tmp_path)


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Settings of their own, and a place for runs."""
    monkeypatch.setenv("WEIGHTSMITH_RUNS_DIR", str(tmp_path / "runs"))
    return Settings()


START = Start(
    pid=2**22 + 1,
    steps_per_epoch=4,
    host="",
    epochs=3,
    task="classification",
    model="small",
    layers=("stem.weight", "head.weight"),
)


class MadeUpRun:
    """A run's folder that tells what a test lets it tell."""

    def __init__(self, path, pictures):
        self.folder = RunFolder(path)
        self.folder.create()
        save_config(RunConfig(data=str(pictures), task="classification", epochs=3), self.folder.config)
        self._writer = EventWriter(self.folder.events)
        self.pictures = pictures

    def tell(self, *events):
        for event in events:
            self._writer.write(event)

    def steps(self, first, last):
        self.tell(
            *(Step(step, (step - 1) // 4, 2.0 / step, 0.001, 0.1, 1.0, 1 << 20) for step in range(first, last + 1))
        )

    def measured(self, step, accuracy, confusion=((3, 1), (0, 4))):
        classes = {"dog": accuracy, "cat": 1.0}
        self.tell(Validation(step // 4 - 1, step, 0.5, {"accuracy": accuracy}, classes, confusion))

    def preview(self, step, name, score):
        image = PreviewImage(
            f"{name}.png", str(self.pictures / f"{name}.png"), (), {"dog": score, "cat": 1 - score}, 0.1
        )
        self.tell(Preview(write_preview(self.folder.path / "previews", step, [image]), step, step // 4 - 1))

    def close(self):
        self._writer.close()


@pytest.fixture
def made_up_run(tmp_path, pictures):
    """`made_up_run(name)`: a run that has only begun to tell; nobody trains it."""
    made = []

    def make(name="run-1", *, started=True):
        run = MadeUpRun(tmp_path / "runs" / name, pictures)
        if started:
            run.tell(START)
        made.append(run)
        return run

    yield make
    for run in made:
        run.close()


def tell_all(run):
    """Everything that a run says which comes to its end."""
    run.steps(1, 12)
    run.tell(Epoch(0, 4, 1.0, 30.0, 9.0), Samples(2, {"0": 0.2, "1": 5.0, "2": 0.1}))
    run.preview(4, "image-0", 0.3)
    run.measured(4, 0.5)
    run.preview(12, "image-0", 0.9)
    run.measured(12, 0.75)
    run.folder.best.write_bytes(b"weights")
    run.tell(
        Saved("checkpoints/best.pth", 12, best=True), Trouble("A picture could not be read.", 3, "image", "image-9.png")
    )
    run.tell(End("finished", 12))
    return run


def made_up(path, pictures):
    """A run that came to its end, for those who are no test."""
    run = MadeUpRun(path, pictures)
    run.tell(START)
    return tell_all(run)


@pytest.fixture
def finished_run(made_up_run):
    """A run that came to its end and said everything on its way."""
    return tell_all(made_up_run())
