"""Each tool that draws, by mouse and by keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from desktop_app.annotation.shapes.geometry import angle_of, area_of
from desktop_app.gui.annotation.canvas_tools.registry import TOOLS
from tests.annotation.shapes import polygon, rectangle
from tests.gui.annotation.conftest import CTRL, RIGHT, SHIFT

KEY = Qt.Key


@pytest.fixture
def draw(canvas, document):
    """Choose a tool; `draw.made()` is the one shape that there is then."""

    class Draw:
        def __call__(self, name):
            canvas.set_tool(name)

        def made(self):
            assert len(document.value.shapes) == 1, [shape.kind for shape in document.value.shapes]
            return document.value.shapes[0]

    return Draw()


def near(points, expected, within=0.6):
    np.testing.assert_allclose(points, expected, atol=within)
    return True


def test_that_a_rectangle_is_dragged_from_any_corner(draw, hand, document):
    draw("rectangle")
    hand.drag((150, 120), (60, 40))
    assert near(draw.made().points, [(60, 40), (150, 120)])
    assert draw.made().labels == ("cat",)
    assert document.history[-1].text == "Draw rectangle “cat”"


def test_that_a_rectangle_is_clicked_corner_by_corner(draw, hand):
    draw("rectangle")
    hand.click((20, 30), (80, 90))
    assert near(draw.made().points, [(20, 30), (80, 90)])


def test_that_shift_makes_squares_and_ctrl_draws_from_the_middle(draw, hand, canvas, document):
    draw("rectangle")
    hand.drag((50, 50), (90, 70), keys=SHIFT)
    left, top, right, bottom = draw.made().box
    assert right - left == pytest.approx(bottom - top)
    document.undo()
    hand.drag((100, 100), (130, 120), keys=CTRL)
    assert near(draw.made().points, [(70, 80), (130, 120)])


def test_that_points_beside_the_image_come_to_lie_on_its_border(draw, hand):
    draw("rectangle")
    hand.drag((300, 250), (408, 309))
    assert near(draw.made().points, [(300, 250), (400, 300)])


def test_that_what_is_too_small_is_refused_and_said(draw, hand, canvas, document):
    draw("circle")
    hand.click((50, 50))
    hand.key(KEY.Key_Return)
    assert document.value.shapes == ()
    assert canvas.said == ["Too small to be a shape; draw it larger or zoom in."]


def test_that_escape_gives_a_drawing_up_and_then_the_tool(draw, hand, canvas, document):
    draw("rectangle")
    hand.click((20, 30))
    assert canvas.tool.is_busy
    hand.key(KEY.Key_Escape)
    assert not canvas.tool.is_busy
    hand.key(KEY.Key_Escape)
    assert canvas.tool.name == "select"
    assert document.value.shapes == ()


def test_that_a_polygon_is_clicked_and_closed_at_its_first_vertex(draw, hand):
    draw("polygon")
    hand.click((20, 20), (90, 30), (80, 100), (20, 20))
    assert draw.made().kind == "polygon"
    assert near(draw.made().points, [(20, 20), (90, 30), (80, 100)])


@pytest.mark.parametrize("end", ["enter", "double"])
def test_that_a_polygon_ends_with_enter_or_a_double_click(draw, hand, end):
    draw("polygon")
    hand.click((20, 20), (90, 30))
    if end == "enter":
        hand.click((80, 100))
        hand.key(KEY.Key_Return)
    else:
        hand.double((80, 100))
    assert near(draw.made().points, [(20, 20), (90, 30), (80, 100)])


def test_that_vertices_are_taken_back_and_put_again(draw, hand, canvas):
    draw("polygon")
    hand.click((20, 20), (90, 30), (150, 90), (80, 100))
    hand.key(KEY.Key_Backspace)
    hand.key(KEY.Key_Z, modifier=CTRL)
    assert len(canvas.tool.places) == 2
    hand.key(KEY.Key_Y, modifier=CTRL)
    hand.click((60, 110))
    hand.key(KEY.Key_Return)
    assert near(draw.made().points, [(20, 20), (90, 30), (150, 90), (60, 110)])


def test_that_dragging_draws_a_polygon_along_the_way(draw, hand):
    draw("polygon")
    angles = np.linspace(0, 2 * np.pi, 40)
    hand.drag(*[(200 + 60 * np.cos(a), 150 + 60 * np.sin(a)) for a in angles])
    assert draw.made().kind == "polygon"
    assert area_of(draw.made()) == pytest.approx(np.pi * 3600, rel=0.05)


def test_that_ctrl_takes_a_neighbours_border_over(draw, hand, put, document):
    put(rectangle(100, 100, 200, 200, id="neighbour"))
    draw("polygon")
    hand.click((100, 150))
    hand.click((150, 200), keys=CTRL)
    hand.click((60, 240))
    hand.key(KEY.Key_Return)
    drawn = document.value.shapes[-1]
    assert near(drawn.points, [(100, 150), (100, 200), (150, 200), (60, 240)])


def test_that_points_snap_to_neighbours_unless_that_is_off(draw, hand, put, canvas, document):
    from dataclasses import replace

    put(rectangle(100, 100, 200, 200))
    draw("rectangle")
    hand.drag((201, 99), (260, 160))
    assert document.value.shapes[-1].points[0].tolist() == [200, 100]
    canvas.set_options(replace(canvas.options, snapping=False))
    hand.drag((204, 201), (260, 280))
    assert document.value.shapes[-1].points[0].tolist() == [204, 201]


def test_that_a_hole_is_cut_into_the_polygon_under_the_first_click(draw, hand, put, document):
    put(polygon((20, 20), (200, 20), (200, 200), (20, 200)))
    draw("hole")
    hand.click((60, 60), (120, 60), (120, 120))
    hand.key(KEY.Key_Return)
    assert near(draw.made().holes[0], [(60, 60), (120, 60), (120, 120)])
    assert document.history[-1].text == "Cut a hole into polygon “thing”"


def test_that_a_circle_is_dragged_from_its_centre(draw, hand):
    draw("circle")
    hand.drag((100, 100), (130, 100))
    assert near(draw.made().points, [(100, 100), (130, 100)])


def test_that_a_circle_goes_through_three_places(draw, hand):
    draw("circle3")
    hand.click((130, 100), (100, 130), (70, 100))
    assert draw.made().kind == "circle"
    assert near(draw.made().points[0], (100, 100))


def test_that_an_ellipse_fills_its_box_and_its_second_axis_points_down(draw, hand):
    draw("ellipse")
    hand.drag((60, 80), (140, 120))
    assert near(draw.made().points, [(100, 100), (140, 100), (100, 120)])


def test_that_a_line_goes_by_steps_with_shift(draw, hand):
    draw("line")
    hand.drag((50, 50), (150, 54), keys=SHIFT)
    assert draw.made().kind == "line"
    assert angle_of(draw.made()) == pytest.approx(0, abs=0.01)


def test_that_a_polyline_ends_with_a_double_click(draw, hand):
    draw("polyline")
    hand.click((20, 20), (60, 60))
    hand.double((100, 20))
    assert draw.made().kind == "polyline"
    assert near(draw.made().points, [(20, 20), (60, 60), (100, 20)])


def test_that_a_point_is_one_click_and_points_are_many(draw, hand, document):
    draw("point")
    hand.click((33, 44))
    assert draw.made().kind == "point"
    assert near(draw.made().points, [(33, 44)])
    draw("points")
    hand.click((60, 60), (90, 90))
    hand.key(KEY.Key_Return)
    assert document.value.shapes[-1].kind == "points"
    assert near(document.value.shapes[-1].points, [(60, 60), (90, 90)])


@pytest.mark.parametrize("far", [(100, 140), (100, 60)])
def test_that_a_rotated_rectangle_is_a_side_and_a_depth_to_either_hand(draw, hand, far):
    draw("rotated_rectangle")
    hand.drag((60, 100), (140, 110))
    hand.click(far)
    made = draw.made()
    side, other = made.points[1] - made.points[0], made.points[3] - made.points[0]
    assert made.kind == "rotated_rectangle"
    assert side[0] * other[1] - side[1] * other[0] > 0, "clockwise as seen"
    assert side @ other == pytest.approx(0, abs=1e-6)
    assert angle_of(made) == pytest.approx(np.degrees(np.arctan2(10, 80)), abs=0.5)


def test_that_four_extreme_points_in_any_order_make_a_box(draw, hand):
    draw("extreme")
    hand.click((150, 60), (90, 150), (40, 90), (100, 30))
    assert draw.made().kind == "rectangle"
    assert near(draw.made().points, [(40, 30), (150, 150)])


def test_that_a_cuboid_is_a_front_and_a_depth(draw, hand):
    draw("cuboid")
    hand.drag((60, 100), (120, 160))
    hand.click((150, 140))
    made = draw.made()
    assert made.kind == "cuboid"
    assert near(made.points[:4], [(60, 100), (120, 100), (120, 160), (60, 160)])
    assert near(made.points[4:] - made.points[:4], np.tile((30, -20), (4, 1)))


def test_that_keypoints_are_set_one_by_one_with_their_visibility(draw, hand, canvas):
    canvas.set_labels(("man",))
    draw("skeleton")
    hand.click((100, 50))
    hand.click((60, 100), keys=SHIFT)
    hand.key(KEY.Key_X)
    made = draw.made()
    assert made.visibility == (2, 1, 0)
    assert near(made.points[:2], [(100, 50), (60, 100)])


def test_that_a_right_click_is_an_occluded_keypoint_and_backspace_takes_it_back(draw, hand, canvas):
    canvas.set_labels(("man",))
    draw("skeleton")
    hand.click((100, 50))
    hand.click((60, 100), button=RIGHT)
    hand.key(KEY.Key_Backspace)
    hand.click((61, 99), (120, 150))
    assert draw.made().visibility == (2, 2, 2)
    assert near(draw.made().points, [(100, 50), (61, 99), (120, 150)])


def test_that_a_box_places_a_whole_skeleton(draw, hand, canvas):
    canvas.set_labels(("man",))
    draw("skeleton")
    hand.drag((100, 100), (200, 180))
    assert near(draw.made().points, [(150, 100), (100, 140), (200, 180)], 1.1)


def test_that_a_label_without_a_skeleton_is_refused(draw, hand, canvas, document):
    draw("skeleton")
    hand.click((100, 50))
    assert document.value.shapes == ()
    assert canvas.said == ["The label has no skeleton; give it keypoints in the label schema."]


# ------------------------------------------------------------------ labels, keyboard


def test_that_a_shape_without_a_label_waits_for_one(draw, hand, canvas, document):
    canvas.set_labels(())
    wanted = []
    canvas.label_wanted.connect(wanted.append)
    draw("rectangle")
    hand.drag((20, 20), (80, 80))
    assert document.value.shapes == ()
    assert canvas.pending is wanted[0]
    hand.drag((100, 20), (180, 80))
    assert len(wanted) == 1, "nothing is drawn while a label is asked for"
    canvas.accept_pending(("dog",), text="hello")
    assert (draw.made().labels, draw.made().text) == (("dog",), "hello")
    assert canvas.pending is None


def test_that_a_waiting_shape_can_be_dropped(draw, hand, canvas, document):
    canvas.set_labels(())
    draw("rectangle")
    hand.drag((20, 20), (80, 80))
    hand.key(KEY.Key_Escape)
    assert canvas.pending is None
    assert document.value.shapes == ()


def test_that_a_label_is_only_given_to_the_kinds_it_allows(draw, hand, canvas, document):
    canvas.set_labels(("box only",))
    draw("rectangle")
    hand.drag((20, 20), (80, 80))
    assert draw.made().label == "box only"
    draw("circle")
    hand.drag((200, 100), (230, 100))
    assert len(document.value.shapes) == 1
    assert canvas.pending.kind == "circle"
    assert canvas.said == ["The label does not allow shapes of this kind; choose another label."]


def test_that_a_tool_goes_back_to_selecting_if_wanted(draw, hand, canvas):
    from dataclasses import replace

    finished = []
    canvas.tool_finished.connect(finished.append)
    canvas.set_options(replace(canvas.options, keep_drawing=False))
    draw("rectangle")
    hand.drag((20, 20), (80, 80))
    assert finished == ["rectangle"]
    assert canvas.tool.name == "select"
    assert canvas.selection == (draw.made().id,)


def test_that_a_polygon_is_drawn_without_a_mouse(draw, hand, canvas):
    draw("polygon")
    canvas.pointer = (100.0, 100.0)
    for arrow, times in ((KEY.Key_Right, 3), (KEY.Key_Down, 3), (KEY.Key_Left, 3)):
        hand.key(KEY.Key_Space)
        for _ in range(times):
            hand.key(arrow, modifier=SHIFT)
    hand.key(KEY.Key_Space)
    hand.key(KEY.Key_Return)
    assert near(draw.made().points, [(100, 100), (130, 100), (130, 130), (100, 130)])


def test_that_a_rectangle_is_drawn_without_a_mouse(draw, hand, canvas):
    draw("rectangle")
    canvas.pointer = (50.0, 60.0)
    hand.key(KEY.Key_Space)
    for key in (KEY.Key_Right, KEY.Key_Down):
        for _ in range(4):
            hand.key(key, modifier=SHIFT)
    hand.key(KEY.Key_Space)
    assert near(draw.made().points, [(50, 60), (90, 100)])


@pytest.mark.parametrize("name", TOOLS)
def test_that_every_tool_can_be_chosen_left_and_painted_on_an_empty_canvas(name, canvas, hand, qtbot):
    canvas.set_tool(name)
    hand.move((100, 100))
    hand.move((120, 130))
    assert not canvas.grab().isNull()
    assert canvas.tool.hint()
    hand.key(KEY.Key_Escape)
    canvas.set_tool("select")
    assert canvas.tool.name == "select"
    canvas.show_message("No image")
    canvas.set_tool(name)
    hand.click((10, 10))
    hand.key(KEY.Key_Return)
    assert not canvas.grab().isNull()


@pytest.mark.parametrize("name", TOOLS)
def test_that_every_tool_survives_another_image_in_the_middle_of_its_work(name, canvas, hand, document):
    canvas.set_tool(name)
    hand.move((100, 100))
    hand.press((100, 100))
    hand.move((140, 130))
    canvas.set_picture(canvas.picture, document.value)
    hand.move((150, 140))
    hand.release((150, 140))
    hand.click((100, 100))
    assert not canvas.grab().isNull()
