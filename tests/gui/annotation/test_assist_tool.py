"""The assistant's tool: clicks and boxes by mouse and keyboard become the outline that a model sees."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt

from desktop_app.annotation.shapes.regions import Prompt
from desktop_app.gui.annotation import assist_work
from desktop_app.gui.annotation.assist_work import AssistDialog
from desktop_app.gui.annotation.canvas_tools.assist import AssistState
from tests.gui.annotation.conftest import CTRL, RIGHT, SHIFT, Hand, picture_of_squares, squares_of
from tests.gui.annotation.label_folders import on_disk

RED, GREEN, BLUE = (100, 100), (270, 100), (200, 220)
"""Places on the three squares of the picture."""


@pytest.fixture
def assist(canvas):
    canvas.change_settings(as_polygon=True)
    canvas.set_tool("assist")
    canvas.assisting.set_state(AssistState("ready"))
    return canvas.assisting


def prompts(canvas):
    return [request.work for request in canvas.asked if isinstance(request.work, Prompt)]


def seen(assist):
    """Boxes of the outlines that are shown."""
    return sorted(shape.box for shape in assist.shapes())


def test_that_a_click_is_shown_and_becomes_a_polygon_of_the_label_by_enter(assist, canvas, hand, document):
    hand.click(RED)
    assert seen(assist) == [(50, 50, 150, 150)] and not document.value.shapes
    hand.key(Qt.Key.Key_Return)
    [shape] = document.value.shapes
    assert (shape.kind, shape.labels, shape.box) == ("polygon", ("cat",), (50, 50, 150, 150))
    assert assist.shapes() == () and not assist.is_busy


def test_that_it_becomes_a_mask_when_masks_are_wanted(assist, canvas, hand, document):
    canvas.change_settings(as_polygon=False)
    hand.click(RED)
    assert assist.shapes() == () and assist.found.width == 100
    hand.key(Qt.Key.Key_Enter)
    [shape] = document.value.shapes
    assert (shape.kind, shape.mask.bits().sum()) == ("mask", 10_000)


def test_that_more_clicks_add_and_shift_or_the_right_button_take_away(assist, canvas, hand):
    hand.click(RED, GREEN)
    assert len(seen(assist)) == 2
    hand.click((290, 120), keys=SHIFT)
    assert seen(assist) == [(50, 50, 150, 150)]
    hand.click(GREEN, BLUE)
    hand.click((210, 230), button=RIGHT)
    assert prompts(canvas)[-1] == Prompt((RED, GREEN, GREEN, BLUE), None, ((290, 120), (210, 230)))


def test_that_backspace_takes_the_last_click_back_and_ctrl_y_puts_it_again(assist, hand, canvas):
    hand.click(RED, GREEN)
    hand.key(Qt.Key.Key_Backspace)
    assert seen(assist) == [(50, 50, 150, 150)]
    hand.key(Qt.Key.Key_Y, modifier=CTRL)
    assert len(seen(assist)) == 2
    hand.key(Qt.Key.Key_Z, modifier=CTRL)
    assert len(seen(assist)) == 1
    hand.key(Qt.Key.Key_Backspace)
    assert seen(assist) == [] and not assist.is_busy
    hand.key(Qt.Key.Key_Escape)
    assert canvas.tool.name == "select"


def test_that_esc_drops_the_object_and_the_second_esc_leaves_the_tool(assist, canvas, hand, document):
    hand.click(RED)
    hand.key(Qt.Key.Key_Escape)
    assert canvas.tool is assist and assist.found is None
    hand.key(Qt.Key.Key_Return)
    assert not document.value.shapes
    hand.key(Qt.Key.Key_Escape)
    assert canvas.tool.name == "select"


def test_that_a_drag_asks_for_what_is_in_the_box(assist, canvas, hand, document):
    hand.drag((290, 270), (200, 200), (110, 170))
    assert prompts(canvas)[-1] == Prompt((), (110, 170, 290, 270))
    hand.key(Qt.Key.Key_Return)
    assert document.value.shapes[0].box == (120, 180, 280, 260)


def test_that_two_parts_become_one_object(assist, hand, document):
    hand.click(RED, GREEN)
    hand.key(Qt.Key.Key_Return)
    assert [shape.labels for shape in document.value.shapes] == [("cat",), ("cat",)]


def test_that_what_a_click_would_take_is_seen_under_the_pointer(assist, canvas, hand):
    hand.move(RED)
    assert assist.found.width == 100 and assist.is_hovering
    hand.move((10, 10))
    assert assist.found is None
    canvas.change_settings(assist_hover=False)
    hand.move(RED)
    assert assist.found is None


def test_that_it_works_without_a_mouse(assist, canvas, hand, document):
    canvas.change_settings(nudge=50.0)
    start = canvas.view.to_image(QPointF(canvas.width() / 2, canvas.height() / 2))
    hand.key(*[Qt.Key.Key_Left] * 2, *[Qt.Key.Key_Up])
    hand.key(Qt.Key.Key_Space)
    assert assist.said == [((start[0] - 100, start[1] - 50), True)]
    hand.key(Qt.Key.Key_Down)
    hand.key(Qt.Key.Key_Space, modifier=SHIFT)
    assert [belongs for _, belongs in assist.said] == [True, False]
    hand.key(Qt.Key.Key_Return)
    assert len(document.value.shapes) == 1


def test_that_one_question_is_under_way_and_the_latest_state_is_asked_next(assist, canvas, hand, document):
    canvas.region_wanted.disconnect()
    waiting = []
    canvas.region_wanted.connect(waiting.append)
    hand.click(RED, GREEN, BLUE)
    assert len(waiting) == 1
    hand.key(Qt.Key.Key_Return)
    assert not document.value.shapes
    canvas.answer(squares_of(waiting[0]))
    assert len(waiting) == 2 and len(waiting[1].work.points) == 3 and not document.value.shapes
    canvas.answer(squares_of(waiting[1]))
    assert len(document.value.shapes) == 3


def test_that_a_question_that_fails_is_told_and_not_asked_again(assist, canvas, hand):
    canvas.region_wanted.disconnect()
    canvas.region_wanted.connect(lambda request: canvas.question_failed(request.number, "No weights."))
    hand.click(RED)
    assert canvas.said == ["No weights."] * 2  # under the pointer, and by the click
    hand.key(Qt.Key.Key_Return)
    assert canvas.said[-1] == "The model sees no object there."


def test_that_the_strip_tells_what_the_model_does(assist, canvas, qtbot):
    from desktop_app.gui.annotation.panels.tool_strip import ToolStrip

    strip = ToolStrip(canvas)
    qtbot.addWidget(strip)
    strip.show()
    assert strip.looking.isHidden() and not strip.model.isHidden()
    assist.set_state(AssistState("looking"))
    assert not strip.looking.isHidden() and "you may click already" in strip.hint.text()
    assist.set_state(AssistState("troubled", "There is no model."))
    assert strip.looking.isHidden() and strip.hint.text() == "There is no model."
    canvas.set_tool("select")
    assert strip.model.isHidden()


def test_that_a_label_is_asked_for_where_none_is_chosen(assist, canvas, hand, document):
    canvas.set_options(replace(canvas.options, ask_label=True))
    hand.click(RED)
    hand.key(Qt.Key.Key_Return)
    assert canvas.pending is not None
    canvas.accept_pending(["dog"])
    assert document.value.shapes[0].labels == ("dog",)


# -- in the workspace, with a model that works


@pytest.fixture
def model(tmp_path):
    sam_models = pytest.importorskip("tests.annotation.sam_models", reason="onnx is not installed")
    pytest.importorskip("onnxruntime")
    pytest.importorskip("osam")
    folder = tmp_path / "model"
    folder.mkdir()
    return str(sam_models.efficient_sam(folder))


@pytest.fixture
def squares(tmp_path):
    place = tmp_path / "squares"
    place.mkdir()
    pixels = picture_of_squares()
    pixels[50:150, 50:150] = 255
    pixels[180:260, 120:280] = 0
    for number in range(3):
        Image.fromarray(pixels).save(place / f"s_{number}.png")
    return place


def test_that_the_model_looks_when_the_tool_is_chosen_and_a_click_becomes_a_saved_shape(opened, squares, model, qtbot):
    work = opened(squares)
    work.settings.set("label-sam", model)
    canvas, tool = work.canvas, work.canvas.assisting
    canvas.set_labels(["cat"])
    canvas.change_settings(as_polygon=True)
    canvas.set_tool("assist")
    qtbot.waitUntil(lambda: tool.state.state == "ready", timeout=60000)
    hand = Hand(canvas)
    hand.click(RED)
    qtbot.waitUntil(lambda: len(tool.shapes()) == 1, timeout=30000)
    hand.key(Qt.Key.Key_Return)
    [shape] = work.session.annotation.shapes
    assert shape.kind == "polygon" and abs(np.array(shape.box) - (50, 50, 150, 150)).max() <= 2
    qtbot.waitUntil(lambda: not work.session.unsaved(), timeout=15000)
    assert len(on_disk(squares, "s_0.png").shapes) == 1
    work.images.step(1)
    assert tool.state.state == "idle"
    qtbot.waitUntil(lambda: work.session.name == "s_1.png" and tool.state.state == "ready", timeout=30000)
    hand.click(BLUE)
    qtbot.waitUntil(lambda: len(tool.shapes()) == 1, timeout=30000)
    hand.key(Qt.Key.Key_Escape)


def test_that_a_missing_model_is_one_sentence_and_another_one_may_be_chosen(opened, squares, model, qtbot, tmp_path):
    work = opened(squares)
    work.settings.set("label-sam", str(tmp_path / "nowhere"))
    canvas, tool = work.canvas, work.canvas.assisting
    canvas.set_tool("assist")
    qtbot.waitUntil(lambda: tool.state.state == "troubled", timeout=60000)
    assert tool.state.sentence.startswith("nowhere: no pair of files") and work.said[-1] == tool.state.sentence
    work.assist.choose()
    [dialog] = [one for one in work.findChildren(AssistDialog) if one.isVisible()]
    dialog.local.setText(model)
    dialog.save()
    qtbot.waitUntil(lambda: tool.state.state == "ready", timeout=60000)
    assert work.settings.get("label-sam") == model


def test_that_without_osam_the_tool_says_so_once_and_nothing_breaks(opened, squares, qtbot, monkeypatch):
    monkeypatch.setattr(assist_work, "is_installed", lambda: False)
    work = opened(squares)
    tool = work.canvas.assisting
    work.canvas.set_tool("assist")
    qtbot.waitUntil(lambda: tool.state.state == "troubled", timeout=10000)
    hand = Hand(work.canvas)
    hand.click(RED)
    assert "pip install" in tool.hint() and work.said[-1] == tool.hint()
    hand.key(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert work.canvas.tool.name == "select"
