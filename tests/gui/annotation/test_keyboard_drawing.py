"""Every tool is worked without a mouse: arrow keys move the pointer, Space is its button, Enter ends."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from desktop_app.annotation.model import Label, LabelSchema, Shape, Skeleton, points_of
from desktop_app.gui.annotation.canvas_tools.assist import AssistState
from desktop_app.gui.annotation.canvas_tools.registry import TOOLS
from tests.gui.annotation.conftest import CTRL

SPACE, ENTER = Qt.Key.Key_Space, Qt.Key.Key_Return
ARMS = Skeleton(("left hand", "right hand", "head"), ((0, 2), (1, 2)))


@pytest.fixture
def keys(canvas, hand):
    """Go to places by arrow keys of 10 pixels, and tap Space at each."""
    canvas.change_settings(nudge=10.0)

    def keys(*places, then=()):
        for x, y in places:
            canvas.pointer = canvas.pointer or (200.0, 150.0)
            across, down = round((x - canvas.pointer[0]) / 10), round((y - canvas.pointer[1]) / 10)
            hand.key(*[Qt.Key.Key_Right if across > 0 else Qt.Key.Key_Left] * abs(across))
            hand.key(*[Qt.Key.Key_Down if down > 0 else Qt.Key.Key_Up] * abs(down))
            hand.key(SPACE)
        hand.key(*then)

    return keys


@pytest.mark.parametrize(
    ("tool", "places", "then", "kind", "box"),
    [
        ("rectangle", ((50, 50), (150, 150)), (), "rectangle", (50, 50, 150, 150)),
        ("rotated_rectangle", ((50, 50), (150, 50), (150, 100)), (), "rotated_rectangle", (50, 50, 150, 100)),
        ("extreme", ((50, 100), (100, 50), (150, 100), (100, 150)), (), "rectangle", (50, 50, 150, 150)),
        ("polygon", ((50, 50), (150, 50), (100, 150)), (ENTER,), "polygon", (50, 50, 150, 150)),
        ("circle", ((100, 100), (150, 100)), (), "circle", (50, 50, 150, 150)),
        ("circle3", ((50, 100), (100, 50), (150, 100)), (), "circle", (50, 50, 150, 150)),
        ("ellipse", ((50, 50), (150, 110)), (), "ellipse", (50, 50, 150, 110)),
        ("line", ((50, 50), (150, 100)), (), "line", (50, 50, 150, 100)),
        ("polyline", ((50, 50), (100, 80), (150, 50)), (ENTER,), "polyline", (50, 50, 150, 80)),
        ("point", ((60, 70),), (), "point", (60, 70, 60, 70)),
        ("points", ((60, 70), (90, 70)), (ENTER,), "points", (60, 70, 90, 70)),
        ("cuboid", ((50, 80), (100, 150), (130, 130)), (), "cuboid", (50, 60, 130, 150)),
        ("wand", ((100, 100),), (), "mask", (50, 50, 150, 150)),
        ("watershed", ((100, 100),), (ENTER, ENTER), "mask", None),
        ("superpixels", ((100, 100),), (ENTER,), "mask", None),
        ("brush", ((100, 100),), (ENTER,), "mask", (88, 88, 113, 113)),
        ("assist", ((100, 100),), (ENTER,), "mask", (50, 50, 150, 150)),
    ],
)
def test_that_a_shape_is_drawn_by_keys_alone(tool, places, then, kind, box, canvas, keys, document):
    canvas.set_tool(tool)
    canvas.assisting.set_state(AssistState("ready"))
    keys(*places, then=then)
    [shape] = document.value.shapes
    assert (shape.kind, shape.labels) == (kind, ("cat",))
    if box is not None:
        assert np.abs(np.array(shape.box) - box).max() <= 2


def square(kind="polygon"):
    return Shape(kind, ("cat",), points_of([[100, 100], [200, 100], [200, 200], [100, 200]]))


def test_that_a_hole_is_cut_by_keys_alone(canvas, keys, put, document):
    put(square())
    canvas.set_tool("hole")
    keys((120, 120), (180, 120), (150, 180), then=(ENTER,))
    assert len(document.value.shapes[0].holes) == 1


def test_that_a_shape_is_split_by_keys_alone(canvas, keys, put, document):
    put(square())
    canvas.set_tool("split")
    keys((150, 80), (150, 220), then=(ENTER,))
    assert len(document.value.shapes) == 2


def test_that_pixels_are_erased_by_keys_alone(canvas, keys, put, document):
    put(square())
    canvas.select([document.value.shapes[0].id])
    canvas.set_tool("eraser")
    keys((100, 100))
    assert document.value.shapes[0].points.tolist() != square().points.tolist()


def test_that_every_tool_that_draws_is_in_these_tests():
    mine = {mark.args[1][row][0] for mark in test_that_a_shape_is_drawn_by_keys_alone.pytestmark for row in range(17)}
    assert mine | {"hole", "split", "eraser", "skeleton"} == {name for name, tool in TOOLS.items() if tool.draws}


@pytest.mark.parametrize("tool", ["hole", "split"])
def test_that_esc_with_all_vertices_taken_back_leaves_the_tool_as_with_none_set(tool, canvas, hand, put):
    put(square())
    canvas.set_tool(tool)
    hand.click((150, 150))
    hand.key(Qt.Key.Key_Backspace, Qt.Key.Key_Escape)
    assert canvas.tool.name == "select"
    canvas.set_tool(tool)
    hand.click((150, 150))
    hand.key(Qt.Key.Key_Escape)
    assert canvas.tool.name == tool and not canvas.tool.is_busy
    hand.key(Qt.Key.Key_Escape)
    assert canvas.tool.name == "select"


# -- keypoints


@pytest.fixture
def arms(canvas, put, document):
    """A skeleton whose right hand is not in the picture."""
    canvas.set_schema(LabelSchema((Label("man", skeleton=ARMS),)))
    put(Shape("skeleton", ("man",), points_of([[50, 100], [110, 120], [100, 50]]), visibility=(2, 0, 2)))
    canvas.select([document.value.shapes[0].id])
    return lambda: document.value.shapes[0]


def test_that_a_skeleton_is_set_by_keys_alone_left_before_right(canvas, keys, hand, document):
    canvas.set_schema(LabelSchema((Label("man", skeleton=ARMS),)))
    canvas.set_labels(["man"])
    canvas.set_tool("skeleton")
    keys((50, 100))
    hand.key(Qt.Key.Key_X)
    keys((100, 50))
    [shape] = document.value.shapes
    assert shape.visibility == (2, 0, 2) and shape.points[[0, 2]].tolist() == [[50, 100], [100, 50]]


def test_that_a_missing_keypoint_is_put_back_moved_hidden_again_and_each_step_undone(arms, canvas, hand, document):
    hand.click((110, 120))
    hand.key(Qt.Key.Key_X)
    assert arms().visibility == (2, 2, 2)
    hand.drag((110, 120), (130, 130), (150, 100))
    assert arms().points[1].tolist() == [150, 100] and arms().points[0].tolist() == [50, 100]
    hand.key(Qt.Key.Key_X)
    assert arms().visibility == (2, 1, 2)
    hand.key(Qt.Key.Key_Delete)
    assert arms().visibility == (2, 0, 2) and len(document.value.shapes) == 1
    for visibility, place in (((2, 1, 2), [150, 100]), ((2, 2, 2), [150, 100]), ((2, 2, 2), [110, 120])):
        document.undo()
        assert (arms().visibility, arms().points[1].tolist()) == (visibility, place)
    document.undo()
    assert arms().visibility == (2, 0, 2)


def test_that_a_keypoint_is_nudged_by_keys_and_ctrl_a_keeps_all(arms, canvas, hand):
    hand.click((50, 100))
    hand.key(Qt.Key.Key_Right, Qt.Key.Key_Right)
    canvas.settle()
    assert arms().points[0].tolist() == [52, 100]
    hand.key(Qt.Key.Key_A, modifier=CTRL)
    assert arms().visibility == (2, 0, 2)


def test_that_keypoints_are_named_on_the_canvas_left_and_right_apart(arms, canvas, monkeypatch):
    said = []
    real = canvas.painter.tags.picture
    monkeypatch.setattr(canvas.painter.tags, "picture", lambda text, *a, **k: said.append(text) or real(text, *a, **k))
    canvas.forget_painting()
    canvas.finish_painting()
    assert {"left hand", "head"} <= set(said) and "right hand" not in said
