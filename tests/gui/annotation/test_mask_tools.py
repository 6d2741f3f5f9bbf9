"""Brush, eraser, wand, watershed, superpixels, split: pixels in, one undoable change out."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from desktop_app.annotation.model import Mask
from desktop_app.annotation.shapes.geometry import area_of
from desktop_app.annotation.shapes.masks import area_of as pixels_of
from desktop_app.annotation.shapes.regions import Answer
from tests.annotation.shapes import mask, polygon, rectangle
from tests.gui.annotation.conftest import ALT, RIGHT, SHIFT

KEY = Qt.Key


def has(shape, place):
    """Whether a mask holds the pixel at a place."""
    x, y = place
    bits = shape.mask.bits()
    row, column = y - shape.mask.top, x - shape.mask.left
    return 0 <= row < bits.shape[0] and 0 <= column < bits.shape[1] and bool(bits[row, column])


@pytest.fixture
def brush(canvas):
    canvas.set_tool("brush")
    canvas.change_settings(radius=8.0)
    return canvas


def test_that_a_stroke_becomes_a_mask_of_its_pixels(brush, hand, document):
    hand.drag((100, 100), (150, 100))
    (made,) = document.value.shapes
    assert made.kind == "mask"
    assert pixels_of(made.mask) == pytest.approx(50 * 16 + np.pi * 64, rel=0.05)
    assert has(made, (125, 105))
    assert not has(made, (125, 110))


def test_that_strokes_go_on_in_the_same_mask_until_enter(brush, hand, document):
    hand.drag((100, 100), (150, 100))
    hand.drag((100, 140), (150, 140))
    assert len(document.value.shapes) == 1
    assert [entry.text for entry in document.history[1:]] == ["Draw mask “cat”", "Paint mask “cat”"]
    hand.key(KEY.Key_Return)
    hand.drag((300, 100), (320, 100))
    assert len(document.value.shapes) == 2
    document.undo()
    document.undo()
    assert not has(document.value.shapes[0], (125, 140))


def test_that_undo_between_strokes_is_seen_by_the_next_stroke(brush, hand, document):
    hand.drag((100, 100), (150, 100))
    hand.drag((100, 140), (150, 140))
    document.undo()
    hand.drag((100, 180), (150, 180))
    (made,) = document.value.shapes
    assert has(made, (125, 180))
    assert not has(made, (125, 140))


def test_that_the_right_button_erases_and_an_emptied_mask_is_deleted(brush, hand, document):
    hand.drag((100, 100), (150, 100))
    hand.drag((125, 80), (125, 120), button=RIGHT)
    assert not has(document.value.shapes[0], (125, 100))
    assert has(document.value.shapes[0], (105, 100))
    brush.change_settings(radius=200.0)
    hand.click((125, 100), button=RIGHT)
    assert document.value.shapes == ()


def test_that_the_eraser_takes_the_shape_that_it_begins_on(canvas, hand, put, document):
    (a,) = put(mask(np.ones((60, 60)), 100, 100))
    canvas.set_tool("eraser")
    canvas.change_settings(radius=5.0)
    hand.drag((90, 130), (95, 130))
    assert len(document.history) == 2, "nothing lies there"
    hand.drag((130, 130), (170, 130))
    assert canvas.selection == (a,)
    assert not has(document.value.by_id[a], (140, 130))


def test_that_brush_and_eraser_change_a_polygon_as_a_polygon(canvas, hand, put, document):
    (a,) = put(polygon((100, 100), (200, 100), (200, 200), (100, 200)))
    canvas.select([a])
    canvas.set_tool("brush")
    canvas.change_settings(radius=10.0)
    hand.click((200, 150))
    assert area_of(document.value.by_id[a]) == pytest.approx(10_000 + np.pi * 50, rel=0.01)
    canvas.set_tool("eraser")
    hand.click((150, 150))
    assert len(document.value.by_id[a].holes) == 1
    hand.drag((150, 90), (150, 210))
    assert len(document.value.shapes) == 2
    assert {shape.group for shape in document.value.shapes} == {1}


def test_that_shift_paints_a_straight_line_from_the_last_stroke(brush, hand, document):
    hand.click((100, 100))
    hand.click((200, 100), keys=SHIFT)
    assert has(document.value.shapes[0], (150, 100))


def test_that_keys_change_size_and_kind(brush, hand):
    hand.key(KEY.Key_BracketRight)
    assert brush.settings.radius == 10
    hand.key(KEY.Key_BracketLeft, KEY.Key_BracketLeft)
    assert brush.settings.radius == pytest.approx(6.4)
    hand.key(KEY.Key_X)
    assert brush.tool.name == "eraser"
    hand.key(KEY.Key_X)
    assert brush.tool.name == "brush"


def test_that_a_square_brush_paints_squares(brush, hand, document):
    brush.change_settings(tip="square")
    hand.click((100, 100))
    assert pixels_of(document.value.shapes[0].mask) == 256


def test_that_a_mask_painted_without_a_label_waits_for_it(brush, hand, document):
    brush.set_labels(())
    hand.drag((100, 100), (150, 100))
    assert brush.pending.kind == "mask"
    brush.accept_pending(("dog",))
    assert document.value.shapes[0].labels == ("dog",)
    assert brush.selection == (document.value.shapes[0].id,)


def test_that_a_stroke_can_be_given_up(brush, hand, document):
    hand.move((100, 100))
    hand.press((100, 100))
    hand.key(KEY.Key_Escape)
    hand.release((120, 100))
    assert document.value.shapes == ()


# ------------------------------------------------------------------ wand


def test_that_the_wand_takes_the_square_of_one_colour(canvas, hand, document):
    canvas.set_tool("wand")
    hand.click((100, 100))
    (made,) = document.value.shapes
    assert made.box == (50, 50, 150, 150)
    assert pixels_of(made.mask) == 10_000


def test_that_shift_adds_and_alt_takes_away(canvas, hand, document):
    canvas.set_tool("wand")
    hand.click((100, 100))
    hand.click((270, 100), keys=SHIFT)
    assert len(document.value.shapes) == 1
    assert pixels_of(document.value.shapes[0].mask) == 20_000
    hand.click((100, 100), keys=ALT)
    assert pixels_of(document.value.shapes[0].mask) == 10_000
    hand.click((200, 220))
    assert len(document.value.shapes) == 2, "a plain click begins anew"


def test_that_dragging_changes_the_tolerance_and_only_the_last_answer_counts(canvas, hand, document):
    canvas.set_tool("wand")
    hand.drag((100, 100), (150, 100))
    assert canvas.settings.tolerance > 24
    assert len(canvas.asked) > 1
    assert len(document.value.shapes) == 1


def test_that_an_answer_may_come_late_fail_or_not_be_wanted_any_more(canvas, hand, document):
    from desktop_app.annotation.shapes.masks import mask_from_rings
    from desktop_app.annotation.shapes.regions import Answer

    canvas.region_wanted.disconnect()
    waiting, dropped = [], []
    canvas.region_wanted.connect(waiting.append)
    canvas.region_dropped.connect(dropped.append)
    found = mask_from_rings([[(10, 10), (40, 10), (40, 40)]])
    canvas.set_tool("wand")
    hand.click((100, 100))
    assert document.value.shapes == ()
    canvas.answer(Answer(waiting[-1].number - 1, (found,)))
    assert document.value.shapes == ()
    canvas.answer(Answer(waiting[-1].number, (found,)))
    assert len(document.value.shapes) == 1
    hand.click((100, 100))
    canvas.question_failed(waiting[-1].number, "The file is gone.")
    assert canvas.said == ["The file is gone."]
    assert not canvas.tool.is_busy
    hand.click((100, 100))
    hand.key(KEY.Key_Escape)
    assert dropped == [waiting[-1].number]
    canvas.answer(Answer(waiting[-1].number, (found,)))
    assert len(document.value.shapes) == 1


def test_that_a_canvas_whose_owner_answers_nothing_says_so(canvas, hand, document):
    canvas.can_ask = False
    canvas.set_tool("wand")
    hand.click((100, 100))
    assert canvas.said == ["This tool needs the picture's file, which is not open."]
    assert not canvas.tool.is_busy


def test_that_the_wand_gives_polygons_if_wanted(canvas, hand, document):
    canvas.change_settings(as_polygon=True)
    canvas.set_tool("wand")
    hand.click((100, 100))
    (made,) = document.value.shapes
    assert made.kind == "polygon"
    assert area_of(made) == 10_000


def test_that_noise_taken_with_the_wand_stays_one_mask_and_no_thousands_of_polygons(
    canvas, hand, document, monkeypatch
):
    monkeypatch.setattr(canvas, "can_ask", True)
    noise = Mask.of(np.random.default_rng(0).random((120, 120)) < 0.3)
    questions = []
    canvas.region_wanted.disconnect()
    canvas.region_wanted.connect(questions.append)
    canvas.change_settings(as_polygon=True)
    canvas.set_tool("wand")
    hand.click((100, 100))
    canvas.answer(Answer(questions[-1].number, (noise,)))
    (made,) = document.value.shapes
    assert made.kind == "mask"
    assert canvas.said == ["The outline is too ragged for polygons, so the region stays a mask."]


def test_that_noise_is_not_painted_onto_a_polygon(canvas, hand, document):
    questions = []
    canvas.region_wanted.disconnect()
    canvas.region_wanted.connect(questions.append)
    canvas.change_settings(as_polygon=True)
    canvas.set_tool("wand")
    hand.click((100, 100))
    canvas.answer(Answer(questions[-1].number, (Mask.of(np.ones((20, 20))),)))
    before = document.value
    canvas.select([before.shapes[0].id])
    hand.click((100, 100), keys=SHIFT)
    canvas.answer(Answer(questions[-1].number, (Mask.of(np.random.default_rng(0).random((120, 120)) < 0.3),)))
    assert document.value is before
    assert canvas.said == ["The outline is too ragged for polygons: it has too many corners. Keep it as a mask."]


# ------------------------------------------------------------------ watershed


def test_that_rough_strokes_become_whole_objects(canvas, hand, document):
    canvas.set_tool("watershed")
    canvas.change_settings(radius=4.0)
    hand.drag((80, 80), (120, 120))
    canvas.set_labels(("man",))
    hand.drag((250, 80), (290, 120))
    hand.key(KEY.Key_B)
    hand.drag((20, 20), (380, 20), (380, 280), (20, 280), (20, 30))
    hand.drag((185, 40), (185, 160))
    hand.drag((180, 200), (220, 240))
    hand.key(KEY.Key_Return)
    assert len(canvas.tool.found) == 3
    assert document.value.shapes == ()
    hand.key(KEY.Key_Return)
    assert [shape.labels for shape in document.value.shapes] == [("cat",), ("man",)]
    assert document.history[-1].text.startswith("Draw")
    assert pixels_of(document.value.shapes[0].mask) == pytest.approx(10_000, rel=0.06)
    assert len(document.history) == 2, "one change for all"


def test_that_two_objects_of_one_label_keep_apart(canvas, hand, document):
    canvas.set_tool("watershed")
    hand.drag((80, 80), (120, 120))
    hand.key(KEY.Key_N)
    hand.drag((250, 80), (290, 120))
    hand.key(KEY.Key_Return, KEY.Key_Return)
    assert len(document.value.shapes) == 2


def test_that_more_strokes_ask_again_and_escape_goes_step_by_step(canvas, hand, document):
    canvas.set_tool("watershed")
    hand.drag((80, 80), (120, 120))
    hand.key(KEY.Key_Return)
    assert canvas.tool.found
    hand.drag((80, 120), (100, 130))
    assert not canvas.tool.found
    hand.key(KEY.Key_Return)
    assert len(canvas.asked) == 2
    hand.key(KEY.Key_Escape)
    assert not canvas.tool.found
    assert canvas.tool.is_busy
    hand.key(KEY.Key_Escape)
    assert not canvas.tool.is_busy
    assert document.value.shapes == ()


def test_that_nothing_painted_is_nothing_to_fill(canvas, hand):
    canvas.set_tool("watershed")
    hand.drag((80, 80), (120, 120))
    hand.drag((70, 70), (130, 130), (100, 80), (80, 100), button=RIGHT)
    canvas.change_settings(radius=100.0)
    hand.click((100, 100), button=RIGHT)
    hand.key(KEY.Key_Return)
    assert canvas.said == ["Nothing is painted."]


# ------------------------------------------------------------------ superpixels


def test_that_superpixels_are_taken_by_dragging_and_taken_away_again(canvas, hand, document):
    canvas.change_settings(superpixels=60)
    canvas.set_tool("superpixels")
    assert len(canvas.asked) == 1
    hand.drag(*[(x, y) for y in range(60, 150, 12) for x in range(60, 150, 12)])
    (made,) = document.value.shapes
    assert made.kind == "mask"
    assert has(made, (100, 100))
    before = pixels_of(made.mask)
    assert before >= 9000
    hand.click((100, 100), button=RIGHT)
    assert pixels_of(document.value.shapes[0].mask) < before
    assert not has(document.value.shapes[0], (100, 100))


def test_that_another_patch_size_asks_again(canvas, hand):
    canvas.set_tool("superpixels")
    hand.key(KEY.Key_BracketRight)
    hand.key(KEY.Key_R)
    assert len(canvas.asked) == 3
    assert canvas.settings.superpixels < 600


# ------------------------------------------------------------------ split


def test_that_a_dragged_cut_splits_what_it_goes_through(canvas, hand, put, document):
    a, b, _ = put(
        polygon((50, 50), (150, 50), (150, 150), (50, 150)), rectangle(200, 50, 300, 150), rectangle(50, 200, 300, 280)
    )
    canvas.set_tool("split")
    hand.drag((20, 100), (60, 100), (340, 100))
    assert len(document.value.shapes) == 5
    assert {a, b} <= set(document.value.by_id)
    assert document.history[-1].text == "Split 2 shapes"


def test_that_a_cut_of_the_selection_leaves_others_alone(canvas, hand, put, document):
    a, _ = put(rectangle(50, 50, 150, 150), rectangle(60, 40, 140, 160))
    canvas.select([a])
    canvas.set_tool("split")
    hand.click((20, 100), (340, 100))
    hand.key(KEY.Key_Return)
    assert len(document.value.shapes) == 3


def test_that_a_cut_through_nothing_is_refused(canvas, hand, put, document):
    put(rectangle(50, 50, 150, 150))
    canvas.set_tool("split")
    hand.click((300, 200), (350, 250))
    hand.key(KEY.Key_Return)
    assert canvas.said == ["The line does not cut the shape in two."]
    assert len(document.value.shapes) == 1
