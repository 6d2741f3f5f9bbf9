"""Edits of one shape, its handles, and the order of many."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.annotation.model import Annotation, Relation, Shape, points_of
from desktop_app.annotation.refusals import EditError
from desktop_app.annotation.shapes.arranging import (
    accepted,
    copies,
    group_members,
    grouped,
    reordered,
    ungrouped,
    with_pieces,
    without,
)
from desktop_app.annotation.shapes.booleans import PARTS
from desktop_app.annotation.shapes.cuboids import dragged_cuboid
from desktop_app.annotation.shapes.editing import (
    duplicate,
    moved,
    scaled,
    turned,
    with_edge_moved,
    with_hole,
    with_vertex_added,
    with_visibility,
    without_vertices,
)
from desktop_app.annotation.shapes.geometry import angle_of, area_of, half_axes, round_ring
from desktop_app.annotation.shapes.handles import (
    Drag,
    Handle,
    dragged,
    frame_dragged,
    frame_handles,
    frame_of,
    handles_of,
    is_small,
    turn_handle,
)
from tests.annotation.shapes import ellipse, every_kind, mask, places, polygon, rectangle, rotated, star_polygons

ways = st.floats(-200, 200)
KINDS = [pytest.param(shape, id=shape.kind) for shape in every_kind()]


@pytest.mark.parametrize("shape", KINDS)
def test_that_moving_there_and_back_changes_nothing(shape):
    there = moved(shape, 13, -7)
    assert there.box == pytest.approx(np.add(shape.box, (13, -7, 13, -7)))
    assert moved(there, -13, 7).same_as(shape, 1e-9)
    assert there.id == shape.id


def test_that_masks_move_by_whole_pixels():
    assert moved(mask([[1]], 5, 5), 0.6, -0.4).mask.left == 6
    assert moved(mask([[1]], 5, 5), 0.6, -0.4).mask.top == 5


@pytest.mark.parametrize("shape", KINDS)
def test_that_a_full_turn_in_four_quarters_changes_nothing(shape):
    made = shape
    for _ in range(4):
        made = turned(made, 90, (100, 100))
    assert made.kind == shape.kind
    np.testing.assert_allclose(made.box, shape.box, atol=1e-6)
    assert area_of(made) == pytest.approx(area_of(shape))
    if shape.mask is not None:
        np.testing.assert_array_equal(made.mask.bits(), shape.mask.bits())


@given(star_polygons(), st.floats(-360, 360))
def test_that_turning_keeps_areas(shape, degrees):
    assert area_of(turned(shape, degrees, (50, 60))) == pytest.approx(area_of(shape), rel=1e-6)


def test_that_a_turned_rectangle_is_a_rotated_one():
    made = turned(rectangle(0, 0, 40, 20), 30, (20, 10))
    assert made.kind == "rotated_rectangle"
    assert angle_of(made) == pytest.approx(30)
    assert area_of(made) == pytest.approx(800)


@given(st.floats(0.2, 5), st.floats(0.2, 5))
def test_that_stretching_a_turned_ellipse_gives_the_stretched_ellipse(across, down):
    shape = ellipse(30, 20, 40, 15, 35)
    made = scaled(shape, across, down, (10, 10))
    stretched = (round_ring(shape, 0.001) - (10, 10)) * (across, down) + (10, 10)
    centre, first, second = half_axes(made)
    matrix = np.linalg.inv(np.column_stack([first, second]))
    radii = np.hypot(*(matrix @ (stretched - centre).T))
    np.testing.assert_allclose(radii, 1, atol=1e-6)
    assert first @ second == pytest.approx(0, abs=1e-6)
    assert first[0] * second[1] - first[1] * second[0] > 0, "the second axis is clockwise of the first"


def test_that_a_circle_stays_one_only_under_equal_factors():
    circle = Shape("circle", (), points_of([(0, 0), (10, 0)]))
    assert scaled(circle, 2, 2, (0, 0)).kind == "circle"
    assert scaled(circle, 2, 1, (0, 0)).kind == "ellipse"


@pytest.mark.parametrize("shape", KINDS)
def test_that_scaling_by_one_changes_nothing_and_by_two_doubles_the_frame(shape):
    assert scaled(shape, 1, 1, (0, 0)).box == pytest.approx(shape.box, abs=1e-6)
    if shape.kind not in ("rotated_rectangle", "mask"):
        assert scaled(shape, 2, 2, (0, 0)).box == pytest.approx(np.multiply(shape.box, 2), abs=1e-6)


def test_that_a_scaled_rotated_rectangle_keeps_right_angles():
    made = scaled(rotated(0, 0, 40, 20, 30), 2, 0.7, (5, 5))
    side, other = made.points[1] - made.points[0], made.points[3] - made.points[0]
    assert side @ other == pytest.approx(0, abs=1e-9)


def test_that_a_mask_scaled_to_nothing_is_refused():
    with pytest.raises(EditError):
        scaled(mask([[1, 1]]), 0.0, 1.0, (0, 0))


# ------------------------------------------------------------------ vertices


def test_that_a_vertex_is_added_after_another_and_taken_away_again():
    shape = polygon((0, 0), (10, 0), (10, 10))
    more = with_vertex_added(shape, 0, 2, (0, 10))
    assert more.points.tolist() == [[0, 0], [10, 0], [10, 10], [0, 10]]
    assert without_vertices(more, 0, [3]).same_as(shape)


def test_that_a_triangle_keeps_its_vertices_and_a_hole_goes_as_a_whole():
    shape = polygon((0, 0), (90, 0), (0, 90), holes=[[(10, 10), (20, 10), (10, 20)]])
    with pytest.raises(EditError) as refusal:
        without_vertices(shape, 0, [0])
    assert refusal.value.code == "too-few-points"
    assert without_vertices(shape, 1, [0]).holes == ()


def test_that_only_some_kinds_get_vertices():
    with pytest.raises(EditError):
        with_vertex_added(rectangle(0, 0, 5, 5), 0, 0, (1, 1))
    with pytest.raises(EditError):
        without_vertices(ellipse(0, 0, 5, 5), 0, [0])


def test_that_the_last_edge_of_a_ring_takes_the_first_vertex_along():
    made = with_edge_moved(polygon((0, 0), (10, 0), (10, 10)), 0, 2, 1, 2)
    assert made.points.tolist() == [[1, 2], [10, 0], [11, 12]]


def test_that_holes_are_cut_into_polygons_only():
    assert len(with_hole(polygon((0, 0), (9, 0), (0, 9)), np.array([(1, 1), (2, 1), (1, 2)])).holes) == 1
    with pytest.raises(EditError):
        with_hole(rectangle(0, 0, 9, 9), np.array([(1, 1), (2, 1), (1, 2)]))
    with pytest.raises(EditError):
        with_hole(polygon((0, 0), (9, 0), (0, 9)), np.array([(1, 1), (2, 1)]))


def test_that_a_keypoint_without_visibility_counts_as_visible():
    shape = Shape("skeleton", (), points_of([(0, 0), (1, 1)]))
    assert with_visibility(shape, 1, 0).visibility == (2, 0)


def test_that_a_duplicate_is_another_shape_of_no_track():
    shape = rectangle(0, 0, 5, 5, locked=True)
    made = duplicate(shape, 3, 3)
    assert made.id != shape.id
    assert not made.locked
    assert made.box == (3, 3, 8, 8)


# ------------------------------------------------------------------ handles


@pytest.mark.parametrize("shape", KINDS)
def test_that_a_handle_dragged_to_where_it_is_changes_nothing(shape):
    for handle in handles_of(shape):
        if handle.grip == "middle":
            continue
        made = dragged(shape, handle, Drag(handle.place))
        np.testing.assert_allclose(made.box, shape.box, atol=1e-6)
        assert made.kind == shape.kind


@given(star_polygons(), st.integers(0, 60), places)
def test_that_a_dragged_vertex_is_where_the_pointer_is(shape, number, place):
    handle = handles_of(shape)[number % len(shape.points)]
    made = dragged(shape, handle, Drag(place))
    assert made.points[handle.index].tolist() == pytest.approx(place)
    others = [n for n in range(len(shape.points)) if n != handle.index]
    np.testing.assert_array_equal(made.points[others], shape.points[others])


@given(st.integers(0, 3), ways, ways, st.floats(-80, 80))
def test_that_a_dragged_corner_of_a_rotated_box_leaves_the_one_across(index, across, down, degrees):
    shape = rotated(100, 100, 60, 30, degrees)
    handle = next(h for h in handles_of(shape) if h.grip == "corner" and h.index == index)
    made = dragged(shape, handle, Drag((handle.place[0] + across, handle.place[1] + down)))
    opposite = shape.points[(index + 2) % 4]
    assert np.hypot(*(made.points - opposite).T).min() == pytest.approx(0, abs=1e-6)
    side, other = made.points[1] - made.points[0], made.points[3] - made.points[0]
    assert side @ other == pytest.approx(0, abs=1e-4)
    assert side[0] * other[1] - side[1] * other[0] >= -1e-9, "corners stay clockwise"


@given(st.integers(0, 3), ways, ways)
def test_that_a_rectangle_dragged_inside_out_stays_a_rectangle(index, across, down):
    shape = rectangle(70, 80, 130, 120)
    handle = handles_of(shape)[index]
    made = dragged(shape, handle, Drag((handle.place[0] + across, handle.place[1] + down)))
    left, top = made.points[0]
    right, bottom = made.points[1]
    assert left <= right
    assert top <= bottom


def test_that_shift_keeps_proportions_and_ctrl_the_middle():
    shape = rectangle(0, 0, 40, 20)
    corner = next(h for h in handles_of(shape) if h.grip == "corner" and h.index == 2)
    left, top, right, bottom = dragged(shape, corner, Drag((80, 25), keep_ratio=True)).box
    assert ((right - left) / (bottom - top), left, top) == pytest.approx((2, 0, 0))
    assert dragged(shape, corner, Drag((50, 30), from_centre=True)).box == pytest.approx((-10, -10, 50, 30))
    side = next(h for h in handles_of(shape) if h.grip == "side" and h.index == 1)
    assert dragged(shape, side, Drag((60, 999))).box == pytest.approx((0, 0, 60, 20))


def test_that_an_axis_of_an_ellipse_is_dragged_along_itself():
    shape = ellipse(0, 0, 40, 20, 90)
    axis = next(h for h in handles_of(shape) if h.index == 0)
    centre, first, second = half_axes(dragged(shape, axis, Drag((7, 60))))
    assert np.hypot(*first) == pytest.approx(60)
    assert np.hypot(*second) == pytest.approx(20)
    assert centre.tolist() == [0, 0]


def test_that_the_middle_of_an_edge_becomes_a_vertex_or_moves_the_edge():
    shape = polygon((0, 0), (10, 0), (10, 10), (0, 10))
    middle = next(h for h in handles_of(shape) if h.grip == "middle" and h.index == 1)
    assert middle.place == (10, 5)
    assert dragged(shape, middle, Drag((14, 5))).points.tolist()[2] == [14, 5]
    assert dragged(shape, middle, Drag((14, 5), alone=True)).points.tolist() == [[0, 0], [14, 0], [14, 10], [0, 10]]


def test_that_upright_edges_of_a_cuboid_stay_upright():
    shape = every_kind()[-1]
    made = dragged_cuboid(shape, 0, (60, 85))
    assert made.points[0].tolist() == [60, 85]
    assert made.points[3].tolist() == [60, 130]
    alone = dragged_cuboid(shape, 0, (60, 85), alone=True)
    assert alone.points[3].tolist() == [70, 130]
    back = dragged_cuboid(shape, 1, (200, 200), face=True)
    assert back.points[:4].tolist() == shape.points[:4].tolist()
    assert back.points[4:].mean(axis=0).tolist() == [200, 200]


def test_that_a_frame_stretches_and_turns_all_that_is_in_it():
    shapes = [rectangle(0, 0, 10, 10), rectangle(30, 30, 40, 40)]
    box = frame_of(shapes)
    handles = frame_handles(box, 20)
    right = handles[3]
    made = frame_dragged(shapes, box, right, Drag((80, 20)))
    assert [shape.box for shape in made] == [(0, 0, 20, 10), (60, 30, 80, 40)]
    turn = next(h for h in frame_handles((0, 100, 40, 140), 20) if h.grip == "turn")
    assert turn.place == (20, 80)
    moved_ = [moved(shape, 0, 100) for shape in shapes]
    half = frame_dragged(moved_, (0, 100, 40, 140), turn, Drag((20, 170)))
    assert half[0].box == pytest.approx((30, 130, 40, 140))


def test_that_shift_turns_by_steps():
    shape = rectangle(0, 100, 40, 140)
    made = frame_dragged([shape], shape.box, Handle("turn", 0, (20, 80)), Drag((40, 82), keep_ratio=True))
    assert angle_of(made[0]) == pytest.approx(30)


def test_that_the_turning_handle_lies_along_the_shape_and_inside_the_image():
    x, y = turn_handle(rotated(100, 100, 40, 20, 90), 30).place
    assert (x, y) == pytest.approx((140, 100))
    assert turn_handle(rectangle(0, 5, 40, 45), 30).place == (20, 75)


def test_that_small_shapes_were_not_meant():
    assert is_small(rectangle(0, 0, 1, 50), 2)
    assert not is_small(Shape("line", (), points_of([(0, 0), (0, 50)])), 2)
    assert not is_small(Shape("point", (), points_of([(0, 0)])), 2)


# ------------------------------------------------------------------ many shapes

A, B, C, D = (rectangle(n, 0, n + 5, 5, id=name) for n, name in enumerate("abcd"))


@pytest.mark.parametrize(
    ("order", "expected"), [("front", "acdb"), ("back", "bacd"), ("forward", "acbd"), ("backward", "bacd")]
)
def test_that_shapes_go_up_and_down_in_the_stack(order, expected):
    assert "".join(shape.id for shape in reordered((A, B, C, D), {"b"}, order)) == expected


def test_that_several_keep_their_order_and_z_rises():
    from dataclasses import replace

    stack = (replace(A, z=3), B, replace(C, z=7))
    made = reordered(stack, {"a", "b"}, "front")
    assert [shape.id for shape in made] == ["c", "a", "b"]
    assert [shape.z for shape in made] == [7, 7, 7]


@given(
    st.permutations([A, B, C, D]),
    st.sets(st.sampled_from("abcd")),
    st.sampled_from(["front", "back", "forward", "backward"]),
)
def test_that_no_shape_is_lost_by_reordering(stack, chosen, order):
    assert {shape.id for shape in reordered(stack, chosen, order)} == set("abcd")


def test_that_groups_get_free_numbers():
    image = Annotation("i", shapes=(A, B, C, D))
    once = grouped(image, {"a", "b"})
    twice = grouped(once, {"c", "d"})
    assert [shape.group for shape in twice.shapes] == [1, 1, 2, 2]
    assert group_members(twice, {"a"}) == {"a", "b"}
    assert [shape.group for shape in ungrouped(twice, {"a", "b"}).shapes] == [None, None, 2, 2]


def test_that_copies_have_ids_and_groups_of_their_own():
    image = grouped(Annotation("i", shapes=(A, B)), {"a", "b"})
    made = copies(image.shapes, image.shapes, 4)
    assert {shape.id for shape in made}.isdisjoint({"a", "b"})
    assert {shape.group for shape in made} == {2}
    assert made[0].box == (4, 4, 9, 9)


def test_that_pieces_lie_where_their_shape_lay():
    from dataclasses import replace

    parts = (replace(B, group=PARTS), rectangle(9, 9, 10, 10, id="new", group=PARTS))
    made = with_pieces(Annotation("i", shapes=(A, B, C)), {"b": parts})
    assert [shape.id for shape in made.shapes] == ["a", "b", "new", "c"]
    assert [shape.group for shape in made.shapes] == [None, 1, 1, None]


def test_that_relations_go_with_their_shapes():
    image = Annotation("i", shapes=(A, B, C), relations=(Relation("a", "b"), Relation("b", "c")))
    assert without(image, {"a"}).relations == (Relation("b", "c"),)


def test_that_an_accepted_suggestion_is_none_any_more_and_keeps_its_score():
    shape = rectangle(0, 0, 5, 5, score=0.8, source="model:x@1")
    assert shape.is_suggestion
    assert not accepted(shape).is_suggestion
    assert accepted(shape).score == 0.8
