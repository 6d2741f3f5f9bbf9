"""What people of other labelling tools do every day, each done once in the real window."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.annotation.folders.folder import open_images
from desktop_app.annotation.folders.labels_of import load_image_labels, save_image_labels
from desktop_app.annotation.model import Annotation, AttributeSpec, Label, LabelSchema, Shape, points_of
from desktop_app.annotation.schema import save_schema


def box(x, y, size=30, label="cat", **fields):
    return Shape("rectangle", (label,), points_of([[x, y], [x + size, y + size]]), **fields)


def dialog(name):
    return next((w for w in QApplication.topLevelWidgets() if w.objectName() == name and w.isVisible()), None)


@pytest.fixture
def pictures(tmp_path):
    place = tmp_path / "pictures"
    place.mkdir()
    for n in range(4):
        pixels = np.full((120, 160, 3), 60, np.uint8)
        pixels[20:80, 20 + 10 * n : 80 + 10 * n] = (220, 60, 60)
        Image.fromarray(pixels).save(place / f"p_{n}.png")
    colours = AttributeSpec("colour", "choice", ("red", "blue"), "red")
    save_schema(place, LabelSchema((Label("cat", attributes=(colours,)), Label("dog"))))
    return place


@pytest.fixture
def labelling(steps, main_window_of, pictures):
    """Runs a script that is given the window and its labelling workspace, with the first image in front."""

    def run(body):
        def script():
            yield lambda: any(
                w.objectName() == "main-window" and not w.isHidden() for w in QApplication.topLevelWidgets()
            )
            window = main_window_of()
            yield lambda: window.is_complete and "label" in window.workspaces
            work = window.workspaces["label"]
            yield lambda: work.session.annotation is not None and work._picture is not None
            yield from body(window, work)
            yield lambda: not work.session.unsaved()

        assert steps(["--new-window", str(pictures)], script) == 0

    return run


def labels(pictures, name):
    return load_image_labels(open_images(pictures), name).annotation


def drag(work, start, end):
    view, canvas = work.canvas.view, work.canvas
    first, last = (view.to_widget(place).toPoint() for place in (start, end))
    QTest.mouseMove(canvas, first)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first)
    QTest.mouseMove(canvas, (first + last) / 2)
    QTest.mouseMove(canvas, last)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, last)


def at(work, name):
    return lambda: work.session.name == name and work.session.annotation is not None and work._picture is not None


def test_labelimg_w_d_a_space_and_the_boxes_of_the_image_before(labelling, pictures):
    def body(window, work):
        made = window.actions_made.made
        work.labels.choose("cat")
        made["tool.rectangle"].trigger()
        drag(work, (20, 20), (80, 80))
        assert len(work.session.annotation.shapes) == 1
        made["image.verified"].trigger()
        yield at(work, "p_1.png")
        made["image.copy-previous"].trigger()
        yield lambda: len(work.session.annotation.shapes) == 1
        made["image.previous"].trigger()
        yield at(work, "p_0.png")

    labelling(body)
    assert labels(pictures, "p_0.png").state == "verified"
    assert np.abs(labels(pictures, "p_1.png").shapes[0].points - [[20, 20], [80, 80]]).max() < 1.5


def test_vott_digits_choose_tags_and_cvat_attributes_are_asked_as_the_schema_says(labelling, pictures):
    def body(window, work):
        made = window.actions_made.made
        made["label.key-2"].trigger()
        assert work.labels.current == "dog"
        made["label.key-1"].trigger()
        made["tool.rectangle"].trigger()
        drag(work, (20, 20), (80, 80))
        work.canvas.select([work.session.annotation.shapes[0].id])
        work.properties._set_attribute("colour", "blue")
        made["shape.occluded"].trigger()
        yield lambda: not work.session.unsaved()

    labelling(body)
    [shape] = labels(pictures, "p_0.png").shapes
    assert (shape.label, shape.attributes, shape.occluded) == ("cat", {"colour": "blue"}, True)


def test_coco_annotator_the_magic_wand_paints_what_is_alike(labelling, pictures):
    def body(window, work):
        work.labels.choose("cat")
        window.actions_made.made["tool.wand"].trigger()
        place = work.canvas.view.to_widget((50, 50)).toPoint()
        QTest.mouseMove(work.canvas, place)
        QTest.mouseClick(work.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        yield lambda: bool(work.session.annotation.shapes) or work.canvas.pending is not None or _enter(work)

    labelling(body)
    [shape] = labels(pictures, "p_0.png").shapes
    assert np.abs(np.array(shape.box) - (20, 20, 80, 80)).max() <= 1


def _enter(work):
    QTest.keyClick(work.canvas, Qt.Key.Key_Return)
    return bool(work.session.annotation.shapes)


def test_via_and_labelbox_shapes_are_pasted_to_many_and_proposals_judged(labelling, pictures):
    folder = open_images(pictures)
    loaded = load_image_labels(folder, "p_0.png")
    proposed = (box(20, 20, score=0.9, source="model:m@1"), box(90, 60, score=0.2, source="model:m@1"))
    save_image_labels(loaded, replace(loaded.annotation, shapes=proposed))

    def body(window, work):
        assert work.proposals.isVisible()
        work.proposals.slider.setValue(50)
        work.proposals.accept.click()
        work.proposals.refuse.click()
        assert [shape.is_suggestion for shape in work.session.annotation.shapes] == [False]
        yield lambda: not work.session.unsaved()
        window.actions_made.made["image.paste-many"].trigger()
        dialog("paste-many").accept()
        yield lambda: sum(len(labels(pictures, f"p_{n}.png").shapes) for n in range(4)) == 4

    labelling(body)


def test_dataturks_and_udt_images_are_classed_noted_rejected_and_filtered(labelling, pictures):
    def body(window, work):
        work.properties._set_class("sunny", holds=True)
        work.session.set_state("rejected")
        work.session.change("Notes", replace(work.session.annotation, notes="again"))
        work.images.filter.setText("state:rejected class:sunny")
        yield lambda: work.images.model.shown_names() == ("p_0.png",)
        window.actions_made.made["image.grid"].trigger()
        assert work.images.model.pictures

    labelling(body)
    found = labels(pictures, "p_0.png")
    assert (found.state, found.notes, found.classes) == ("rejected", "again", ("sunny",))


def test_label_studio_the_configuration_decides_what_may_be_drawn(labelling, pictures):
    def body(window, work):
        window.actions_made.made["data.schema"].trigger()
        yield lambda: dialog("schema-dialog") is not None
        found = dialog("schema-dialog")
        found.add.click()
        found.form.name.setText("spot")
        found.form._tell()
        kinds = [found.form.kinds.item(row) for row in range(found.form.kinds.count())]
        next(item for item in kinds if item.data(Qt.ItemDataRole.UserRole) == "point").setCheckState(
            Qt.CheckState.Checked
        )
        found._place() == 2 or pytest.fail("the new label is not the last one")
        found.save()
        yield lambda: not work.session._schemas and "spot" in work.session.schema.index
        assert work.session.schema.label("spot").kinds == ("point",)
        window.actions_made.made["data.schema"].trigger()
        yield lambda: dialog("schema-dialog") not in (None, found)
        again = dialog("schema-dialog")
        again._move(1)
        assert again.migration.isVisible() and "cat moves from 0 to 1" in again.migration.text()
        again.save()
        assert again.isVisible()  # nothing is changed before it is accepted
        again.reject()

    labelling(body)
    document = json.loads((pictures / "weightsmith-labels.json").read_text())
    assert [label["name"] for label in document["labels"]] == ["cat", "dog", "spot"]


SCRIPT = """
import sys, time
from dataclasses import replace
from pathlib import Path
from desktop_app.annotation.folders.folder import open_images
from desktop_app.annotation.folders.labels_of import load_image_labels, save_image_labels
from desktop_app.annotation.model import Shape, points_of
folder = open_images(Path(sys.argv[1]))
labels = load_image_labels(folder, "p_0.png")
count = 0
while True:
    count += 1
    shapes = [Shape("rectangle", (f"n{n}",), points_of([[n, 1], [n + 5, 9]])) for n in range(count)]
    labels = save_image_labels(labels, replace(labels.annotation, shapes=tuple(shapes)))
    print(count, flush=True)
"""


def test_that_kill_9_while_labels_are_saved_loses_only_what_was_not_told_as_saved(pictures):
    for wait in (0.05, 0.11, 0.23):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        child = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(pictures)], stdout=subprocess.PIPE, text=True, env=environment
        )
        child.stdout.readline()
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        told = 1 + len(child.stdout.read().split())
        child.wait()
        child.stdout.close()
        found = labels(pictures, "p_0.png")
        assert told <= len(found.shapes) <= told + 1
        assert isinstance(found, Annotation)
        (pictures / "p_0.json").unlink()
