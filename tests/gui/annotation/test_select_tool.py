"""Selecting and editing: clicks, frames, handles, vertices, keys; each change is one that its owner can undo."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.geometry import angle_of
from tests.annotation.shapes import ellipse, mask, polygon, rectangle, rotated
from tests.gui.annotation.conftest import ALT, CTRL, NONE, RIGHT, SHIFT

KEY = Qt.Key
SQUARE = ((100, 100), (200, 100), (200, 200), (100, 200))


def near(points, expected, within=0.6):
    np.testing.assert_allclose(points, expected, atol=within)
    return True


@pytest.fixture
def shape_of(document):
    return lambda name: document.value.by_id[name]


# ------------------------------------------------------------------ selecting


def test_that_a_click_selects_and_a_click_beside_deselects(canvas, hand, put):
    told = []
    canvas.selection_changed.connect(told.append)
    a, b = put(rectangle(20, 20, 80, 80), rectangle(150, 150, 250, 250))
    hand.click((50, 50))
    hand.click((200, 200))
    hand.click((300, 50))
    assert told == [(a,), (b,), ()]


def test_that_ctrl_and_shift_add_and_take_away(canvas, hand, put):
    a, b = put(rectangle(20, 20, 80, 80), rectangle(150, 150, 250, 250))
    hand.click((50, 50))
    hand.click((200, 200), keys=CTRL)
    assert canvas.selection == (a, b)
    hand.click((45, 55), keys=SHIFT)
    assert canvas.selection == (b,)


def test_that_the_small_shape_is_meant_and_alt_goes_to_the_next_below(canvas, hand, put):
    large, small = put(rectangle(20, 20, 300, 280), rectangle(100, 100, 200, 200))
    hand.click((150, 150))
    assert canvas.selection == (small,)
    hand.click((150, 150), keys=ALT)
    assert canvas.selection == (large,)


def test_that_a_frame_selects_all_that_it_touches(canvas, hand, put):
    a, b, _ = put(rectangle(20, 20, 80, 80), rectangle(90, 20, 130, 80), rectangle(300, 200, 350, 250))
    hand.drag((10, 10), (100, 60))
    assert set(canvas.selection) == {a, b}


def test_that_tab_goes_through_shapes_and_leaves_at_the_end(canvas, hand, put):
    a, b = put(rectangle(20, 20, 80, 80), rectangle(90, 20, 130, 80))
    hand.key(KEY.Key_Tab)
    assert canvas.selection == (a,)
    assert "cat" not in canvas.accessibleDescription()
    assert canvas.accessibleDescription() == "rectangle box, 1 of 2"
    hand.key(KEY.Key_Tab)
    assert canvas.selection == (b,)
    hand.key(KEY.Key_Tab)
    assert canvas.selection == ()
    hand.key(KEY.Key_Backtab, modifier=SHIFT)
    assert canvas.selection == (b,)


def test_that_hidden_shapes_are_neither_hit_nor_stepped_to(canvas, hand, put):
    a, b = put(rectangle(20, 20, 80, 80), rectangle(30, 30, 70, 70))
    canvas.set_hidden(ids=[b])
    hand.click((50, 50))
    assert canvas.selection == (a,)
    canvas.set_hidden(labels=["box"])
    canvas.select([])
    hand.key(KEY.Key_Tab)
    assert canvas.selection == ()


def test_that_hovering_is_told(canvas, hand, put):
    told = []
    canvas.hovered.connect(told.append)
    (a,) = put(rectangle(20, 20, 80, 80))
    hand.move((50, 50))
    hand.move((300, 200))
    assert [shape.id if shape is not None else None for shape in told] == [a, None]


def test_that_a_double_click_and_enter_ask_for_the_label(canvas, hand, put):
    told = []
    canvas.activated.connect(told.append)
    (a,) = put(rectangle(20, 20, 80, 80))
    hand.double((50, 50))
    hand.key(KEY.Key_Return)
    assert [shape.id for shape in told] == [a, a]


def test_that_the_menu_is_asked_for_where_the_shape_lies(canvas, hand, put, qapp):
    from PySide6.QtGui import QContextMenuEvent

    told = []
    canvas.menu_wanted.connect(lambda shape, _place: told.append(shape.id if shape else None))
    (a,) = put(rectangle(20, 20, 80, 80))
    hand.click((50, 50), button=RIGHT)
    assert canvas.selection == (a,)
    for place in ((50, 50), (300, 200)):
        point = hand.at(place)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, canvas.mapToGlobal(point), NONE)
        qapp.sendEvent(canvas, event)
    assert told == [a, None]


# ------------------------------------------------------------------ moving


def test_that_a_shape_is_moved_in_one_change_and_undone_by_its_owner(canvas, hand, put, shape_of, document):
    (a,) = put(rectangle(100, 100, 200, 200))
    before = document.value
    hand.drag((150, 150), (170, 160), (190, 175))
    assert near(shape_of(a).points, [(140, 125), (240, 225)])
    assert document.history[-1].text == "Move rectangle “box”"
    assert document.history[-2].value is before
    document.undo()
    assert canvas.annotation is before
    document.redo()
    assert near(shape_of(a).points, [(140, 125), (240, 225)])


def test_that_a_proposal_that_is_not_taken_up_changes_nothing(canvas, hand, put, document):
    (a,) = put(rectangle(100, 100, 200, 200))
    canvas.proposed.disconnect()
    hand.drag((150, 150), (190, 175))
    assert canvas.annotation is document.value
    assert canvas.shapes_in_hand() == ()
    assert not canvas.annotation.by_id[a].box[0] > 100


def test_that_several_move_together_and_shift_keeps_the_line(canvas, hand, put, shape_of):
    a, b = put(rectangle(20, 20, 60, 60), rectangle(100, 20, 140, 60))
    canvas.select([a, b])
    hand.drag((40, 40), (80, 46), keys=SHIFT)
    # a press with Shift on what is selected drags; a click would take it out
    assert shape_of(a).box == pytest.approx((60, 20, 100, 60), abs=0.6)
    assert shape_of(b).box == pytest.approx((140, 20, 180, 60), abs=0.6)


def test_that_shapes_stay_on_the_image(canvas, hand, put, shape_of):
    (a,) = put(rectangle(100, 100, 200, 200))
    hand.drag((150, 150), (10, 10))
    assert shape_of(a).box == pytest.approx((0, 0, 100, 100))


def test_that_a_moved_shape_snaps_to_its_neighbour(canvas, hand, put, shape_of):
    a, _ = put(rectangle(100, 100, 150, 150), rectangle(250, 100, 300, 150))
    hand.drag((145, 105), (242, 106))
    assert shape_of(a).box == pytest.approx((200, 100, 250, 150))


def test_that_a_press_that_wanders_little_is_a_click(canvas, hand, put, document):
    (a,) = put(rectangle(100, 100, 200, 200))
    hand.drag((150, 150), (151, 150))
    assert canvas.selection == (a,)
    assert len(document.history) == 2


def test_that_locked_shapes_are_selected_but_not_changed(canvas, hand, put, document):
    (a,) = put(rectangle(100, 100, 200, 200, locked=True))
    hand.drag((150, 150), (190, 175))
    hand.key(KEY.Key_Delete)
    hand.key(KEY.Key_Left)
    assert canvas.selection == (a,)
    assert len(document.history) == 2
    assert set(canvas.said) == {"The shape is locked."}


def test_that_escape_puts_a_drag_back(canvas, hand, put, document):
    put(rectangle(100, 100, 200, 200))
    hand.move((150, 150))
    hand.press((150, 150))
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    point = QPointF(hand.at((190, 180)))
    QApplication.sendEvent(
        canvas,
        QMouseEvent(
            QEvent.Type.MouseMove,
            point,
            canvas.mapToGlobal(point),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            NONE,
        ),
    )
    assert canvas.shapes_in_hand()
    hand.key(KEY.Key_Escape)
    assert not canvas.shapes_in_hand()
    hand.release((190, 180))
    assert len(document.history) == 2


# ------------------------------------------------------------------ handles


def test_that_a_corner_resizes_and_a_side_moves_alone(canvas, hand, put, shape_of):
    (a,) = put(rectangle(100, 100, 200, 200))
    canvas.select([a])
    hand.drag((200, 200), (240, 220))
    hand.drag((240, 160), (260, 190))
    assert shape_of(a).box == pytest.approx((100, 100, 260, 220), abs=0.6)


def test_that_the_turning_handle_makes_a_rotated_rectangle(canvas, hand, put, shape_of, document):
    (a,) = put(rectangle(100, 100, 200, 160))
    canvas.select([a])
    stem = canvas.view.pixels(26)
    hand.drag((150, 100 - stem), (200, 80))
    assert shape_of(a).kind == "rotated_rectangle"
    assert angle_of(shape_of(a)) == pytest.approx(45, abs=1.5)
    assert document.history[-1].text == "Rotate rotated rectangle “box”"


def test_that_a_rotated_rectangle_is_resized_along_its_sides(canvas, hand, put, shape_of):
    (a,) = put(rotated(200, 150, 120, 60, 30))
    canvas.select([a])
    shape = shape_of(a)
    right = (shape.points[1] + shape.points[2]) / 2
    way = (shape.points[1] - shape.points[0]) / 120
    hand.drag(tuple(right), tuple(right + way * 20))
    made = shape_of(a)
    assert np.hypot(*(made.points[1] - made.points[0])) == pytest.approx(140, abs=1)
    assert np.hypot(*(made.points[3] - made.points[0])) == pytest.approx(60, abs=0.01)
    assert angle_of(made) == pytest.approx(30, abs=0.01)


def test_that_vertices_edges_and_middles_of_a_polygon_are_dragged(canvas, hand, put, shape_of, document):
    (a,) = put(polygon(*SQUARE))
    canvas.select([a])
    hand.drag((200, 200), (230, 220))
    assert near(shape_of(a).points[2], (230, 220))
    assert document.history[-1].text == "Move a vertex of polygon “thing”"
    hand.drag((150, 100), (150, 80))
    assert near(shape_of(a).points, [(100, 100), (150, 80), (200, 100), (230, 220), (100, 200)])
    assert document.history[-1].text == "Add a vertex to polygon “thing”"
    hand.drag((100, 150), (80, 150), keys=ALT)
    assert near(shape_of(a).points[[0, 4]], [(80, 100), (80, 200)])


def test_that_vertices_of_holes_are_dragged_too(canvas, hand, put, shape_of):
    (a,) = put(polygon(*SQUARE, holes=[[(130, 130), (170, 130), (150, 170)]]))
    canvas.select([a])
    hand.drag((150, 170), (150, 190))
    assert near(shape_of(a).holes[0], [(130, 130), (170, 130), (150, 190)])


def test_that_a_dragged_vertex_snaps_to_a_neighbour_but_not_to_itself(canvas, hand, put, shape_of):
    a, _ = put(polygon(*SQUARE), rectangle(250, 180, 300, 240))
    canvas.select([a])
    hand.drag((200, 200), (248, 182))
    assert shape_of(a).points[2].tolist() == [250, 180]


def test_that_vertices_are_deleted_by_key_and_by_alt_click(canvas, hand, put, shape_of):
    (a,) = put(polygon(*SQUARE, (50, 150), (60, 120)))
    canvas.select([a])
    hand.click((200, 200))
    hand.key(KEY.Key_Delete)
    hand.click((50, 150), keys=ALT)
    assert near(shape_of(a).points, [(100, 100), (200, 100), (100, 200), (60, 120)])


def test_that_the_last_three_vertices_stay(canvas, hand, put, shape_of):
    (a,) = put(polygon((100, 100), (200, 100), (150, 200)))
    canvas.select([a])
    hand.click((150, 200))
    hand.key(KEY.Key_Backspace)
    assert len(shape_of(a).points) == 3
    assert canvas.said == ["The shape would have too few points."]


def test_that_a_double_click_on_an_edge_adds_a_vertex_there(canvas, hand, put, shape_of):
    (a,) = put(polygon(*SQUARE))
    canvas.select([a])
    hand.double((175, 100))
    assert near(shape_of(a).points, [(100, 100), (175, 100), (200, 100), (200, 200), (100, 200)])


def test_that_circles_ellipses_and_lines_have_their_handles(canvas, hand, put, shape_of):
    circle = Shape("circle", ("ring",), points_of([(60, 60), (90, 60)]))
    egg, line = ellipse(200, 150, 60, 30), Shape("line", ("edge",), points_of([(300, 50), (360, 90)]))
    a, b, c = put(circle, egg, line)
    canvas.select([a])
    hand.drag((60, 90), (60, 100))
    assert near(shape_of(a).points, [(60, 60), (60, 100)])
    canvas.select([b])
    hand.drag((260, 150), (280, 160))
    assert near(shape_of(b).points, [(200, 150), (280, 150), (200, 180)])
    canvas.select([c])
    hand.drag((360, 90), (350, 200))
    assert near(shape_of(c).points, [(300, 50), (350, 200)])


def test_that_a_keypoint_is_dragged(canvas, hand, put, shape_of):
    man = Shape("skeleton", ("man",), points_of([(100, 50), (60, 100), (140, 150)]), visibility=(2, 2, 1))
    (a,) = put(man)
    canvas.select([a])
    hand.drag((60, 100), (40, 120))
    assert near(shape_of(a).points[1], (40, 120))
    canvas.edits.set_visibility(1, 1)
    assert shape_of(a).visibility == (2, 1, 1)


def test_that_a_chosen_keypoint_changes_its_visibility_by_keys(canvas, hand, put, shape_of):
    man = Shape("skeleton", ("man",), points_of([(100, 50), (60, 100), (140, 150)]), visibility=(2, 2, 0))
    (a,) = put(man)
    canvas.select([a])
    hand.click((60, 100))
    hand.key(KEY.Key_X)
    assert shape_of(a).visibility == (2, 1, 0)
    hand.key(KEY.Key_X, KEY.Key_X)
    assert shape_of(a).visibility == (2, 2, 0)
    hand.key(KEY.Key_Delete)
    assert shape_of(a).visibility == (2, 0, 0)
    hand.drag((140, 150), (150, 160))
    assert shape_of(a).visibility == (2, 0, 2), "what is dragged somewhere is there"


def test_that_a_mask_is_moved_and_stretched_by_its_frame(canvas, hand, put, shape_of):
    (a,) = put(mask(np.ones((40, 60)), 100, 100))
    hand.drag((130, 120), (150, 130))
    assert (shape_of(a).mask.left, shape_of(a).mask.top) == (120, 110)
    hand.drag((180, 150), (240, 190))
    assert (shape_of(a).mask.width, shape_of(a).mask.height) == (120, 80)


def test_that_a_frame_scales_and_turns_several(canvas, hand, put, shape_of, document):
    a, b = put(rectangle(100, 100, 140, 140), rectangle(160, 160, 200, 200))
    canvas.select([a, b])
    canvas.selecting.toggle_transforming()
    hand.drag((200, 150), (300, 150))
    assert shape_of(b).box == pytest.approx((220, 160, 300, 200), abs=0.6)
    assert document.history[-1].text == "Scale 2 shapes"


def test_that_the_transform_frame_of_a_polygon_scales_it(canvas, hand, put, shape_of):
    (a,) = put(polygon(*SQUARE))
    canvas.select([a])
    canvas.selecting.toggle_transforming()
    hand.drag((200, 200), (250, 250))
    assert shape_of(a).box == pytest.approx((100, 100, 250, 250), abs=0.6)


# ------------------------------------------------------------------ keys


def test_that_arrow_keys_nudge_and_are_one_change(canvas, hand, put, shape_of, document, qtbot):
    (a,) = put(rectangle(100, 100, 200, 200))
    canvas.select([a])
    hand.key(KEY.Key_Right, KEY.Key_Right, KEY.Key_Down)
    hand.key(KEY.Key_Left, modifier=SHIFT)
    assert shape_of(a).box == (100, 100, 200, 200), "not yet proposed"
    qtbot.waitUntil(lambda: len(document.history) == 3)
    assert shape_of(a).box == (92, 101, 192, 201)


def test_that_nudges_are_proposed_before_anything_else_happens(canvas, hand, put, shape_of, document):
    a, b = put(rectangle(100, 100, 200, 200), rectangle(300, 200, 350, 250))
    canvas.select([a])
    hand.key(KEY.Key_Right)
    canvas.select([b])
    assert shape_of(a).box == (101, 100, 201, 200)
    hand.key(KEY.Key_Up)
    hand.click((20, 20))
    assert shape_of(b).box == (300, 199, 350, 249)


def test_that_a_chosen_vertex_is_nudged_and_stepped_along(canvas, hand, put, shape_of, qtbot, document):
    (a,) = put(polygon(*SQUARE))
    canvas.select([a])
    hand.key(KEY.Key_Period)
    assert canvas.selecting.vertex == (a, 0, 0)
    hand.key(KEY.Key_Comma)
    assert canvas.selecting.vertex == (a, 0, 3)
    hand.key(KEY.Key_Left)
    qtbot.waitUntil(lambda: len(document.history) == 3)
    assert shape_of(a).points.tolist() == [[100, 100], [200, 100], [200, 200], [99, 200]]
    hand.key(KEY.Key_Escape)
    assert canvas.selecting.vertex is None
    assert canvas.selection == (a,)


def test_that_delete_deletes_and_undo_brings_back_in_place(canvas, hand, put, document):
    a, b, c = put(rectangle(20, 20, 80, 80), rectangle(90, 20, 130, 80), rectangle(140, 20, 180, 80))
    canvas.select([b])
    hand.key(KEY.Key_Delete)
    assert [shape.id for shape in document.value.shapes] == [a, c]
    document.undo()
    assert [shape.id for shape in document.value.shapes] == [a, b, c]


def test_that_suggestions_are_accepted_and_rejected_one_by_one(canvas, hand, put, document):
    said = {"score": 0.9, "source": "model:net@1"}
    mine = rectangle(300, 200, 350, 250)
    a, b, c, m = put(
        rectangle(20, 20, 80, 80, **said), rectangle(90, 20, 130, 80, **said), rectangle(140, 20, 180, 80, **said), mine
    )
    hand.key(KEY.Key_Tab)
    assert canvas.selection == (a,)
    hand.key(KEY.Key_Return)
    assert not document.value.by_id[a].is_suggestion
    assert document.history[-1].text == "Accept rectangle “box”"
    assert canvas.selection == (b,), "the next suggestion follows"
    hand.key(KEY.Key_Delete)
    assert b not in document.value.by_id
    assert document.history[-1].text == "Reject rectangle “box”"
    assert canvas.selection == (c,)
    canvas.edits.accept(everything=True, least=0.5)
    assert not any(shape.is_suggestion for shape in document.value.shapes)
    assert m in document.value.by_id


def test_that_measures_and_places_are_told(canvas, hand, put):
    told, places = [], []
    canvas.measured.connect(told.append)
    canvas.pointer_moved.connect(lambda x, y: places.append((x, y)))
    (a,) = put(rotated(200, 150, 120, 60, 30))
    canvas.select([a])
    hand.move((30, 40))
    assert told[-1].width == pytest.approx(120)
    assert told[-1].angle == pytest.approx(30)
    assert told[-1].area == pytest.approx(7200)
    assert places[-1] == pytest.approx((30, 40))
    canvas.select([])
    assert told[-1] is None


def test_that_what_is_edited_while_dragging_by_somebody_else_does_not_break(canvas, hand, put, document):
    (a,) = put(rectangle(100, 100, 200, 200))
    hand.move((150, 150))
    hand.press((150, 150))
    hand.move((160, 150))
    document.change("elsewhere", document.value.with_shapes(()))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, NONE, hand.at((170, 150)))
    assert a not in document.value.by_id
    assert canvas.selection == ()


def test_that_a_tap_on_space_is_told_and_a_pan_is_none(canvas, hand):
    told = []
    canvas.space_tapped.connect(lambda: told.append(1))
    hand.key(KEY.Key_Space)
    QTest.keyPress(canvas, KEY.Key_Space)
    hand.drag((100, 100), (80, 100))
    QTest.keyRelease(canvas, KEY.Key_Space)
    assert told == [1]


def test_that_shortcuts_do_not_take_keys_that_mean_something_here(canvas, hand, put, qtbot):
    """As the program's shortcuts would: an action of the window for each key, and the canvas in focus."""
    from PySide6.QtGui import QAction, QKeySequence

    fired = []
    for key in ("D", "Del", ".", "Ctrl+Z", "Return"):
        action = QAction(canvas, shortcut=QKeySequence(key))
        action.triggered.connect(lambda _=False, key=key: fired.append(key))
        canvas.addAction(action)
    canvas.activateWindow()
    (a,) = put(polygon(*SQUARE))
    canvas.select([a])
    hand.key(KEY.Key_Period)
    hand.key(KEY.Key_Delete)
    assert fired == []
    assert len(canvas.shapes[0].points) == 3
    canvas.select([])
    canvas.set_tool("polygon")
    hand.click((20, 20), (60, 20), (60, 60))
    hand.key(KEY.Key_D)
    hand.key(KEY.Key_Z, modifier=CTRL)
    assert fired == []
    assert len(canvas.tool.places) == 2
    hand.key(KEY.Key_Escape)
    hand.key(KEY.Key_D)
    assert fired == ["D"]


def test_that_hide_others_shows_only_what_is_selected(canvas, hand, put):
    a, b = put(rectangle(20, 20, 80, 80), rectangle(90, 20, 130, 80))
    canvas.select([a])
    canvas.set_options(replace(canvas.options, hide_others=True))
    hand.click((110, 50))
    assert canvas.selection == ()
    hand.click((110, 50))
    assert canvas.selection == (b,)
