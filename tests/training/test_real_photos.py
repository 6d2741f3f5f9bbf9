"""Photos that people labelled with labelme: every kind of labels in them is learnt from without a complaint."""

import os
import shutil
from pathlib import Path

import pytest

from desktop_app.training.loop import train
from desktop_app.training.record.events import Trouble, Validation
from desktop_app.training.stopping import StopWish

SAMPLES = (
    Path(os.environ.get("WEIGHTSMITH_LABEL_SAMPLES", Path(__file__).parents[3] / "shared" / "samples")) / "labelme"
)
PHOTOS = {
    "classification": ("classification", "classification"), "bbox_detection": ("bbox_detection", "detection"),
    "instance_segmentation": ("instance_segmentation", "segmentation"), "primitives": ("primitives", ""),
    "video_annotation": ("video_annotation", ""),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the labelled photos are not beside the project")
@pytest.mark.parametrize("kind", PHOTOS)
def test_that_labelled_photos_are_learnt_from_without_a_complaint(kind, tmp_path, prepared, events_of):
    name, task = PHOTOS[kind]
    data = tmp_path / "photos"
    data.mkdir()
    for path in (SAMPLES / name).iterdir():
        if path.is_file():
            shutil.copyfile(path, data / path.name)
    for path in data.glob("*.json"):  # two sets label the same photos, which lie beside one of them
        image = SAMPLES / "bbox_detection" / f"{path.stem}.jpg"
        if image.is_file():
            shutil.copyfile(image, data / image.name)
    folder = prepared(data, task=task, epochs=1, image_size=96)
    assert train(lambda: folder, StopWish()) == "finished"
    assert not events_of(folder, Trouble) and events_of(folder, Validation) and folder.last.is_file()
