"""What is dragged out of the window is a file that another program can take: tensors, images, the graph."""

import time
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QMessageBox

from desktop_app.gui import drag_out
from desktop_app.gui.drag_out import DragOut, PromisedFile, place_for


@pytest.fixture
def opened(window, qtbot, tmp_path):
    """`opened(state_dict, name)`: a file in the inspector."""

    def open_it(state, name="model.pth"):
        path = tmp_path / name
        if path.suffix == ".safetensors":
            from safetensors.torch import save_file

            save_file(state, path)
        else:
            torch.save(state, path)
        window.open_paths([str(path)])
        qtbot.waitUntil(lambda: window.front is not None and window.front.session is not None, timeout=15_000)
        return window.front

    return open_it


def dragged(tab, *names):
    from desktop_app.gui.checkpoint.dragging import keys_data

    return keys_data(tab.session, list(names))


def local(data):
    return [url.toLocalFile() for url in data.urls()]


STATE = {"layer.weight": torch.arange(6.0).reshape(2, 3), "layer.bias": torch.ones(2, dtype=torch.bfloat16)}


def test_that_a_tensor_is_a_file_that_loads(opened):
    data = dragged(opened(STATE), "layer.weight")
    (path,) = local(data)
    assert path.endswith("layer.weight.pth") and data.text() == "layer.weight"
    found = torch.load(path)
    assert list(found) == ["layer.weight"] and torch.equal(found["layer.weight"], STATE["layer.weight"])


def test_that_a_module_of_safetensors_stays_safetensors(opened):
    from safetensors.torch import load_file

    (path,) = local(dragged(opened(STATE, "model.safetensors"), "layer"))
    assert {name: one.dtype for name, one in load_file(path).items()} == {"layer.weight": torch.float32, "layer.bias": torch.bfloat16}  # fmt: skip


def test_that_edits_come_along(opened, monkeypatch, qtbot):
    from desktop_app.gui.checkpoint.edits.edit_actions import make_step

    def discard(box):
        button = next(one for one in box.buttons() if one.text().replace("&", "") == "Discard")
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: button)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", discard)
    tab = opened(STATE)
    tab.editor.do("Cast", make_step("cast", "layer.weight", "float16"))
    qtbot.waitUntil(lambda: tab.session.checkpoint.tensors[0].dtype == "float16")
    (path,) = local(dragged(tab, "layer.weight"))
    assert torch.load(path)["layer.weight"].dtype == torch.float16


def test_that_large_tensors_are_not_written_by_the_way(opened, monkeypatch):
    monkeypatch.setattr("desktop_app.gui.checkpoint.dragging.MOST_NBYTES", 20)
    data = dragged(opened(STATE), "layer.weight")
    assert not data.hasUrls() and data.text() == "layer.weight"


def test_that_a_file_that_does_not_come_is_not_offered_for_ever(window, monkeypatch, tmp_path, qtbot):
    monkeypatch.setattr(drag_out, "_WAIT_SECONDS", 0.05)
    task = window.tasks.run(time.sleep, 0, lane="thread")
    assert PromisedFile(tmp_path / "never.pth", task).urls() == []


def test_that_names_of_tensors_make_fine_file_names():
    assert place_for("a/../b:c.weight.pth").name == "a_.._b_c.weight.pth"
    assert place_for("x" * 400 + ".pth").name.endswith("x.pth") and len(place_for("x" * 400).name) == 100
    assert place_for("a.pth") != place_for("a.pth")


def test_that_the_graph_is_a_picture_and_a_drawing(opened):
    tab = opened(STATE)
    data = tab.graph_view.picture()
    (path,) = local(data)
    assert Path(path).read_text("utf-8").lstrip().startswith(("<?xml", "<svg"))
    image = data.imageData()
    assert isinstance(image, QImage) and image.width() == tab.graph_view.canvas.width() * image.devicePixelRatio()
    assert tab.graph_view.zoom_box.isVisibleTo(tab.graph_view)


def test_that_a_click_copies_the_graph(opened):
    tab = opened(STATE)
    tab.graph_view.bar.drag.click()
    assert not QGuiApplication.clipboard().image().isNull()


def move(button, kind, where):
    pressed = Qt.MouseButton.LeftButton
    at = QPointF(where)
    event = QMouseEvent(kind, at, button.mapToGlobal(at), pressed, pressed, Qt.KeyboardModifier.NoModifier)
    {QEvent.Type.MouseButtonPress: button.mousePressEvent, QEvent.Type.MouseMove: button.mouseMoveEvent}[kind](event)


def test_that_a_drag_begins_only_far_enough_from_the_press(qtbot, monkeypatch):
    made, gone = [], []
    button = DragOut("out", lambda: made.append(1) or None)
    qtbot.addWidget(button)
    monkeypatch.setattr(button, "_drag", gone.append)
    move(button, QEvent.Type.MouseButtonPress, QPoint(5, 5))
    move(button, QEvent.Type.MouseMove, QPoint(6, 6))
    assert made == []
    move(button, QEvent.Type.MouseMove, QPoint(60, 5))
    assert made == [1] and gone == []  # nothing is there to be dragged
    move(button, QEvent.Type.MouseMove, QPoint(90, 5))
    assert made == [1]


def test_that_images_are_dragged_as_their_files(window, qtbot, tmp_path):
    for name in ("一.png", "b.png"):
        image = QImage(8, 8, QImage.Format.Format_RGB32)
        image.fill(0)
        image.save(str(tmp_path / name))
    window.open_paths([str(tmp_path)])
    label = window.show_workspace("label")
    qtbot.waitUntil(lambda: len(label.session.names) == 2, timeout=15_000)
    model = label.images.model
    data = model.mimeData([model.index(0), model.index(1)])
    assert sorted(local(data)) == sorted(str(tmp_path / name) for name in ("一.png", "b.png"))
    assert label.images.list.dragEnabled()
