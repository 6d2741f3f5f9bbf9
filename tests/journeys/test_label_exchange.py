"""Somebody drops labels of another tool on the window, takes them over, labels on, and exports them to a third tool."""

import json

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QToolButton

from desktop_app.places import resources


def dialog(name):
    return next((w for w in QApplication.topLevelWidgets() if w.objectName() == name and w.isVisible()), None)


def ready(name):
    return any(w.objectName() == name and not w.isHidden() for w in QApplication.topLevelWidgets())


@pytest.fixture
def coco(tmp_path):
    """Two images and a COCO file that describes them, one box outside of what is there."""
    for name in ("a.png", "b.png"):
        Image.fromarray(np.full((60, 80, 3), 120, np.uint8)).save(tmp_path / name)
    document = {
        "images": [{"id": n, "file_name": name, "width": 80, "height": 60} for n, name in enumerate(("a.png", "b.png", "gone.png"))],
        "categories": [{"id": 7, "name": "cat", "supercategory": "animal"}, {"id": 9, "name": "dog"}],
        "annotations": [
            {"id": 1, "image_id": 0, "category_id": 7, "bbox": [10, 10, 20, 30], "area": 600, "iscrowd": 0},
            {"id": 2, "image_id": 1, "category_id": 9, "bbox": [5, 5, 50, 40], "area": 2000, "iscrowd": 0,
             "segmentation": [[5, 5, 55, 5, 55, 45]]},
        ],
    }  # fmt: skip
    (tmp_path / "annotations.json").write_text(json.dumps(document))
    return tmp_path


def test_that_coco_labels_are_taken_over_and_written_as_yolo(steps, main_window_of, coco):
    def script():
        yield lambda: ready("main-window") and main_window_of().is_complete
        window = main_window_of()
        yield lambda: dialog("import-dialog") is not None
        found = dialog("import-dialog")
        yield lambda: found.found is not None and found.take.isEnabled()
        assert found.found.format == "coco" and found.found.images == 3 and found.found.located == 2
        assert found.missing.topLevelItem(0).text(0) == "gone.png"
        found.take.click()
        yield lambda: found.result_of is not None
        found.close()
        work = window.workspaces["label"]
        yield lambda: work.session.annotation is not None and work.session.name == "a.png"
        yield lambda: work.session.annotation.shapes and work.session.schema.labels
        assert [shape.label for shape in work.session.annotation.shapes] == ["cat"]
        assert [label.name for label in work.session.schema.labels] == ["cat", "dog"]
        assert work.session.schema.labels[0].supercategory == "animal"
        window.actions_made.made["data.export"].trigger()
        export = dialog("label-export-dialog")
        export.format.setCurrentIndex(export.format.findData("yolo-detect"))
        export.images.setCurrentIndex(export.images.findData("copy"))
        export.look.click()
        yield lambda: export.losses.topLevelItemCount() > 0 and export.go.isEnabled()
        told = [export.losses.topLevelItem(n).text(1) for n in range(export.losses.topLevelItemCount())]
        assert any("polygon" in text for text in told)
        export.go.click()
        yield lambda: export.report is not None
        assert export.open_folder.isVisible()
        export.close()

    assert steps(["--new-window", str(coco / "annotations.json")], script) == 0
    assert json.loads((coco / "a.json").read_text())["shapes"][0]["label"] == "cat"
    written = coco.with_name(f"{coco.name}-yolo-detect")
    lines = [path.read_text().split() for path in written.rglob("b.txt")]
    assert lines and lines[0][0] == "1"
    losses = coco.with_name(f"{coco.name}-yolo-detect-losses.txt").read_text()
    assert "1 x polygon" in losses


def test_that_the_catalogue_opens_a_sample(steps, main_window_of, coco):
    def script():
        yield lambda: ready("main-window") and main_window_of().is_complete
        window = main_window_of()
        window.switcher.findChild(QToolButton, "switch-label").click()
        yield lambda: window.workspace.name == "label"
        work = window.workspace
        yield lambda: "data.catalogue" in window.actions_made.made
        window.actions_made.made["data.catalogue"].trigger()
        found = dialog("catalogue-dialog")
        found.words.setText("labelimg")
        assert found.tool().name == "labelImg" and found.sample.isEnabled()
        found.words.setText("labelCloud")
        assert not found.sample.isEnabled() and "point clouds" in found.told.text()
        found.words.setText("labelimg")
        found.sample.click()
        yield lambda: dialog("import-dialog") is not None and dialog("import-dialog").take.isEnabled()
        dialog("import-dialog").take.click()
        yield lambda: work.session.annotation is not None and len(work.session.annotation.shapes) > 0
        assert str(resources()) not in work.session.folder.root

    assert steps(["--new-window"], script) == 0
