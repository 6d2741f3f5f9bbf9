"""What people of labelme, X-AnyLabeling, CVAT and PixelAnnotationTool do every day, each done once in the real window."""

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.annotation.folders.folder import open_images
from desktop_app.annotation.folders.labels_of import load_image_labels, save_image_labels
from desktop_app.annotation.formats.all import read_labels
from desktop_app.annotation.model import Label, LabelSchema, Shape, Track, points_of
from desktop_app.annotation.schema import save_schema


def dialog(name):
    return next((w for w in QApplication.topLevelWidgets() if w.objectName() == name and w.isVisible()), None)


def ready(name):
    return any(w.objectName() == name and not w.isHidden() for w in QApplication.topLevelWidgets())


@pytest.fixture
def pictures(tmp_path):
    """Four frames of a red square that moves to the right."""
    place = tmp_path / "pictures"
    place.mkdir()
    for n in range(4):
        pixels = np.full((120, 160, 3), 60, np.uint8)
        pixels[20:80, 20 + 10 * n : 80 + 10 * n] = (220, 60, 60)
        Image.fromarray(pixels).save(place / f"p_{n}.png")
    save_schema(place, LabelSchema((Label("cat", "#ff8800"), Label("dog", "#0088ff"))))
    return place


@pytest.fixture
def labelling(steps, main_window_of, pictures):
    """Runs a script that is given the window and its labelling workspace, with the first image in front."""

    def run(body):
        def script():
            yield lambda: ready("main-window")
            window = main_window_of()
            yield lambda: window.is_complete and "label" in window.workspaces
            work = window.workspaces["label"]
            yield lambda: work.session.annotation is not None and work._picture is not None
            yield from body(window, work)
            yield lambda: not work.session.unsaved()

        assert steps(["--new-window", str(pictures)], script) == 0

    return run


def stroke(work, *places):
    view, canvas = work.canvas.view, work.canvas
    points = [view.to_widget(place).toPoint() for place in places]
    QTest.mouseMove(canvas, points[0])
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point + QPoint(1, 0))
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])


def click(work, place):
    point = work.canvas.view.to_widget(place).toPoint()
    QTest.mouseMove(work.canvas, point)
    QTest.mouseClick(work.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)


def export(window, name):
    """Steps through the export dialog; where the labels went is in the last step's hand."""
    window.actions_made.made["data.export"].trigger()
    found = dialog("label-export-dialog")
    found.format.setCurrentIndex(found.format.findData(name))
    found.images.setCurrentIndex(found.images.findData("copy"))
    found.look.click()
    yield lambda: found.go.isEnabled()
    found.go.click()
    yield lambda: found.report is not None
    assert found.report.differences == ()
    found.close()


def test_labelme_polygons_lie_beside_the_image_and_its_changes_appear_here(labelling, pictures, tmp_path, monkeypatch):
    program = tmp_path / "labelme"
    program.write_text(f'#!/bin/sh\ncp "{tmp_path}/theirs.json" "{pictures}/p_0.json"\n')
    program.chmod(0o755)
    monkeypatch.setattr("desktop_app.gui.annotation.labelme_bridge.labelme_command", lambda: str(program))

    def body(window, work):
        work.labels.choose("cat")
        window.actions_made.made["tool.polygon"].trigger()
        for place in ((20, 20), (80, 20), (80, 80), (20, 80)):
            click(work, place)
        QTest.keyClick(work.canvas, Qt.Key.Key_Return)
        yield lambda: len(work.session.annotation.shapes) == 1 and not work.session.unsaved()
        document = json.loads((pictures / "p_0.json").read_text())
        assert (document["version"][0], document["imagePath"], document["imageHeight"]) == ("7", "p_0.png", 120)
        theirs = {**document["shapes"][0], "label": "dog", "group_id": 4, "flags": {"blurred": True}}
        (tmp_path / "theirs.json").write_text(json.dumps({**document, "shapes": [*document["shapes"], theirs]}))
        window.actions_made.made["data.labelme"].trigger()
        yield lambda: len(work.session.annotation.shapes) == 2
        assert (work.session.annotation.shapes[1].group, work.session.annotation.shapes[1].flags) == (
            4,
            {"blurred": True},
        )
        work.session.set_state("verified")

    labelling(body)
    document = json.loads((pictures / "p_0.json").read_text())
    assert [shape["label"] for shape in document["shapes"]] == ["cat", "dog"]
    assert [shape["shape_type"] for shape in document["shapes"]] == ["polygon", "polygon"]
    assert document["shapes"][1]["flags"] == {"blurred": True} and len(document["shapes"][0]["points"]) == 4


def test_x_anylabeling_files_are_opened_edited_and_go_back_with_their_own_keys(labelling, pictures):
    corners = [[20, 20], [80, 20], [80, 80], [20, 80]]
    turned = [[90, 40], [120, 40], [120, 60], [90, 60]]
    common = {"group_id": None, "description": "", "flags": {}, "attributes": {}, "kie_linking": []}
    shapes = [
        {"label": "cat", "score": 0.87, "points": corners, "shape_type": "rectangle", "difficult": True, **common},
        {"label": "dog", "score": None, "points": turned, "shape_type": "rotation", "direction": 0.0, "difficult": False, **common},
    ]  # fmt: skip
    document = {
        "version": "2.4.0", "flags": {}, "shapes": shapes, "imagePath": "p_0.png", "imageData": None,
        "imageHeight": 120, "imageWidth": 160, "description": "", "checked": True,
    }  # fmt: skip
    (pictures / "p_0.json").write_text(json.dumps(document))

    def body(window, work):
        assert [shape.kind for shape in work.session.annotation.shapes] == ["rectangle", "rotated_rectangle"]
        assert work.session.annotation.shapes[0].difficult and work.session.annotation.state == "verified"
        work.labels.choose("dog")
        window.actions_made.made["tool.rectangle"].trigger()
        stroke(work, (100, 90), (140, 110))
        yield lambda: len(work.session.annotation.shapes) == 3 and not work.session.unsaved()
        yield from export(window, "xanylabeling")

    labelling(body)
    target = pictures.with_name(f"{pictures.name}-xanylabeling")
    written = json.loads((target / "p_0.json").read_text())
    assert [shape["shape_type"] for shape in written["shapes"]] == ["rectangle", "rotation", "rectangle"]
    assert (written["checked"], written["shapes"][0]["score"], written["shapes"][0]["difficult"]) == (True, 0.87, True)
    assert [len(shape["points"]) for shape in written["shapes"]] == [4, 4, 4]


def test_cvat_a_track_is_filled_between_keyframes_and_exported_as_video(labelling, pictures):
    folder = open_images(pictures)
    for n in (0, 3):
        loaded = load_image_labels(folder, f"p_{n}.png")
        place = points_of([(20 + 10 * n, 20), (80 + 10 * n, 80)])
        shape = Shape("rectangle", ("cat",), place, track=Track(1))
        save_image_labels(loaded, replace(loaded.annotation, shapes=(shape,)))

    def body(window, work):
        work.canvas.select([work.session.annotation.shapes[0].id])
        window.actions_made.made["track.fill"].trigger()
        yield lambda: all(load_image_labels(folder, f"p_{n}.png").annotation.shapes for n in range(4))
        yield lambda: not work.session.unsaved()
        yield from export(window, "cvat")

    labelling(body)
    target = pictures.with_name(f"{pictures.name}-cvat") / "annotations.xml"
    (track,) = ElementTree.parse(target).getroot().findall("track")
    assert [(box.get("frame"), box.get("keyframe"), float(box.get("xtl"))) for box in track] == [
        ("0", "1", 20.0), ("1", "0", 30.0), ("2", "0", 40.0), ("3", "1", 50.0),
    ]  # fmt: skip
    assert (target.parent / "images/p_2.png").is_file()


def test_pixel_annotation_tool_rough_markers_are_shared_out_and_written_as_its_masks(labelling, pictures):
    def body(window, work):
        work.labels.choose("cat")
        window.actions_made.made["tool.watershed"].trigger()
        stroke(work, (35, 35), (65, 65))
        QTest.keyClick(work.canvas, Qt.Key.Key_B)
        stroke(work, (8, 8), (150, 8), (150, 110), (8, 110), (8, 8))
        QTest.keyClick(work.canvas, Qt.Key.Key_Return)
        yield lambda: bool(work.canvas.tool.found)
        QTest.keyClick(work.canvas, Qt.Key.Key_Return)
        yield lambda: len(work.session.annotation.shapes) == 1 and not work.session.unsaved()
        yield from export(window, "pixel-annotation")

    labelling(body)
    target = pictures.with_name(f"{pictures.name}-pixel-annotation")
    (shape,) = read_labels(target, "pixel-annotation").annotations[0].shapes
    assert shape.label == "cat" and np.abs(np.array(shape.box) - (20, 20, 80, 80)).max() <= 2
    written = {path.name for path in target.iterdir()}
    assert {"p_0_color_mask.png", "p_0_watershed_mask.png", "p_0_mask.png"} <= written
