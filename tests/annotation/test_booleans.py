"""Shapes split, joined, subtracted, simplified and converted; masks traced; strokes painted; places snapped."""

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop_app.annotation.model import Mask, Shape, points_of
from desktop_app.annotation.refusals import EditError
from desktop_app.annotation.shapes.booleans import (
    PARTS,
    intersected,
    joined,
    parts_of,
    simplified,
    split,
    subtracted,
    with_stroke,
)
from desktop_app.annotation.shapes.converting import (
    TARGETS,
    can_convert,
    circle_through,
    converted,
    four_extremes,
    smallest_box,
)
from desktop_app.annotation.shapes.geometry import area_of, rings_of, signed_area
from desktop_app.annotation.shapes.hits import HitIndex
from desktop_app.annotation.shapes.masks import mask_from_rings, same_pixels
from desktop_app.annotation.shapes.snapping import path_along, snapped, square_from, to_angle
from desktop_app.annotation.shapes.strokes import Painting
from desktop_app.annotation.shapes.tracing import corners_of, traced
from tests.annotation.shapes import (
    bitmaps,
    ellipse,
    every_kind,
    mask,
    places,
    polygon,
    rectangle,
    rotated,
    star_polygons,
)


def total(shapes):
    return sum(area_of(shape) for shape in shapes)


# ------------------------------------------------------------------ joined, subtracted, split


@given(star_polygons(), star_polygons())
def test_that_union_and_intersection_share_out_the_areas(first, second):
    both = total(joined([first, second]))
    try:
        common = total(intersected([first, second]))
    except EditError as refusal:
        assert refusal.code == "nothing-left"
        common = 0.0
    assert both + common == pytest.approx(area_of(first) + area_of(second), rel=1e-6, abs=1e-3)


@given(star_polygons(), star_polygons())
def test_that_what_is_subtracted_and_what_is_common_make_the_whole(first, second):
    def area(work):
        try:
            return total(work())
        except EditError:
            return 0.0

    left = area(lambda: subtracted(first, [second]))
    common = area(lambda: intersected([first, second]))
    assert left + common == pytest.approx(area_of(first), rel=1e-6, abs=1e-3)


def test_that_the_first_shape_gives_id_and_label_and_what_is_apart_is_grouped():
    first, second = rectangle(0, 0, 10, 10, id="a"), rectangle(50, 0, 70, 10, id="b")
    made = joined([first, second])
    assert len(made) == 2
    assert made[0].id == "a"
    assert {shape.group for shape in made} == {PARTS}
    assert {shape.labels for shape in made} == {("box",)}


def test_that_subtracting_the_middle_leaves_a_hole():
    (made,) = subtracted(rectangle(0, 0, 90, 90), [rectangle(30, 30, 60, 60)])
    assert made.kind == "polygon"
    assert len(made.holes) == 1
    assert area_of(made) == 90 * 90 - 30 * 30


def test_that_masks_are_joined_as_pixels():
    (made,) = joined([mask(np.ones((10, 10)), 0, 0), rectangle(5, 5, 20, 20)])
    assert made.kind == "mask"
    assert area_of(made) == 100 + 225 - 25


def test_that_nothing_left_one_alone_lines_and_locked_shapes_are_refused():
    box = rectangle(0, 0, 9, 9)
    for work, code in (
        (lambda: subtracted(box, [rectangle(-1, -1, 20, 20)]), "nothing-left"),
        (lambda: joined([box]), "two-needed"),
        (lambda: joined([box, Shape("line", (), points_of([(0, 0), (9, 9)]))]), "not-an-area"),
        (lambda: joined([box, rectangle(0, 0, 5, 5, locked=True)]), "locked"),
        (lambda: split(box, np.array([(20.0, 0.0), (20.0, 9.0)])), "no-crossing"),
        (lambda: split(box, np.array([(5.0, -5.0), (5.0, 5.0)])), "no-crossing"),
        (
            lambda: split(Shape("line", (), points_of([(0, 0), (9, 0)])), np.array([(2.0, 0.0), (5.0, 0.0)])),
            "no-crossing",
        ),
    ):
        with pytest.raises(EditError) as refusal:
            work()
        assert refusal.value.code == code


@given(star_polygons(), st.floats(0, 180), st.floats(-30, 30))
def test_that_the_pieces_of_a_cut_make_the_whole(shape, degrees, off):
    way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    middle = shape.points.mean(axis=0) + off * np.array([-way[1], way[0]])
    try:
        pieces = split(shape, np.array([middle - 500 * way, middle + 500 * way]))
    except EditError:
        assume(False)
    assert total(pieces) == pytest.approx(area_of(shape), rel=1e-6)
    assert pieces[0].id == shape.id
    assert len({piece.id for piece in pieces}) == len(pieces)


def test_that_a_cut_through_a_hole_opens_it():
    shape = polygon((0, 0), (100, 0), (100, 100), (0, 100), holes=[[(40, 40), (60, 40), (60, 60), (40, 60)]])
    pieces = split(shape, np.array([(50.0, -5.0), (50.0, 105.0)]))
    assert [area_of(piece) for piece in pieces] == [4800, 4800]
    assert all(not piece.holes for piece in pieces)


def test_that_a_mask_is_cut_along_the_line_without_losing_a_pixel():
    bits = np.ones((20, 20), bool)
    pieces = split(mask(bits, 5, 5), np.array([(11.0, 0.0), (11.0, 40.0)]))
    assert sorted(area_of(piece) for piece in pieces) == [120, 280]


def test_that_lines_are_cut_where_the_cut_crosses_them():
    pieces = split(Shape("polyline", (), points_of([(0, 0), (10, 0), (10, 10)])), np.array([(5.0, -5.0), (5.0, 5.0)]))
    assert sorted(len(piece.points) for piece in pieces) == [2, 3]
    assert {tuple(piece.points[0]) for piece in pieces} == {(0, 0), (5, 0)}


def test_that_a_bow_tie_falls_into_its_two_halves():
    assert len(parts_of(polygon((0, 0), (10, 10), (10, 0), (0, 10)))) == 2


def test_that_a_brush_adds_to_a_polygon_and_an_eraser_cuts_it():
    square = polygon((0, 0), (100, 0), (100, 100), (0, 100))
    (larger,) = with_stroke(square, np.array([(100.0, 50.0)]), 10, erase=False)
    assert area_of(larger) == pytest.approx(10_000 + np.pi * 100 / 2, rel=1e-3)
    halves = with_stroke(square, np.array([(50.0, -20.0), (50.0, 120.0)]), 10, erase=True)
    assert len(halves) == 2
    assert total(halves) == pytest.approx(8000, rel=1e-3)


# ------------------------------------------------------------------ simplified and converted


@given(star_polygons(8, 40), st.floats(0.1, 10))
def test_that_a_simplified_outline_stays_within_its_tolerance(shape, tolerance):
    made = simplified(shape, tolerance)
    assert len(made.points) <= len(shape.points)
    line = shapely.Polygon(made.points).exterior
    assert max(line.distance(shapely.Point(point)) for point in shape.points) <= tolerance + 1e-9


def test_that_a_straight_run_of_vertices_is_dropped_without_loss():
    made = simplified(polygon((0, 0), (5, 0), (10, 0), (10, 10), (0, 10)), 0.01)
    assert len(made.points) == 4
    with pytest.raises(EditError):
        simplified(rectangle(0, 0, 5, 5), 1)


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.kind) for shape in every_kind()])
@pytest.mark.parametrize("kind", TARGETS)
def test_that_what_can_be_converted_is_and_stays_in_its_place(shape, kind):
    if not can_convert(shape, kind):
        with pytest.raises(EditError):
            converted(shape, kind)
        return
    made = converted(shape, kind)
    assert made[0].kind == kind
    assert made[0].id == shape.id
    assert made[0].labels == shape.labels
    left, _, right, bottom = made[0].box
    assert left >= shape.box[0] - 15
    assert bottom <= shape.box[3] + 15
    if kind in ("mask", "polygon", "circle", "ellipse") and shape.kind in (
        "circle",
        "ellipse",
        "rotated_rectangle",
        "mask",
    ):
        assert total(made) == pytest.approx(area_of(shape), rel=0.15 if kind == "ellipse" or shape.mask else 0.03)
    assert right >= left


@given(bitmaps)
def test_that_a_mask_comes_back_from_its_polygons_pixel_by_pixel(bits):
    assume(bits.any())
    shape = mask(bits, 3, 4)
    pieces = converted(shape, "polygon")
    union = np.zeros((30, 30), bool)
    for piece in pieces:
        again = mask_from_rings(rings_of(piece))
        union[again.top : again.top + again.height, again.left : again.left + again.width] |= again.bits()
    expected = np.zeros((30, 30), bool)
    expected[4 : 4 + bits.shape[0], 3 : 3 + bits.shape[1]] = bits
    np.testing.assert_array_equal(union, expected)


@given(bitmaps)
def test_that_traced_rings_run_clockwise_outside_and_the_other_way_inside(bits):
    parts = traced(Mask.of(bits))
    assert sum(signed_area(outer) + sum(map(signed_area, holes)) for outer, holes in parts) == bits.sum()
    assert all(signed_area(outer) > 0 and all(signed_area(hole) < 0 for hole in holes) for outer, holes in parts)


@given(bitmaps)
def test_that_corners_are_counted_without_tracing(bits):
    mask = Mask.of(bits)
    assert corners_of(mask) == sum(len(ring) for outer, holes in traced(mask) for ring in (outer, *holes))


def test_that_holes_belong_to_the_part_around_them():
    bits = np.zeros((9, 12), bool)
    bits[1:8, 1:8] = True
    bits[2:7, 2:7] = False  # a ring of pixels
    bits[3:6, 3:6] = True  # an island in its hole
    bits[4, 4] = False  # with a hole of its own
    bits[0:3, 9:12] = True
    bits[1, 10] = False
    parts = traced(Mask.of(bits))
    assert [(signed_area(outer), [signed_area(hole) for hole in holes]) for outer, holes in parts] == [
        (49, [-25]), (9, [-1]), (9, [-1]),
    ]  # fmt: skip
    assert {tuple(outer.min(axis=0)): tuple(holes[0].min(axis=0)) for outer, holes in parts} == {
        (1, 1): (2, 2), (3, 3): (4, 4), (9, 0): (10, 1),
    }  # fmt: skip


@given(bitmaps)
def test_that_a_traced_mask_is_the_one_that_the_contour_finder_gives(bits):
    pytest.importorskip("skimage")
    from desktop_app.annotation.shapes.masks import rings_of as judged

    ours, theirs = traced(Mask.of(bits, 2, 3)), judged(Mask.of(bits, 2, 3))
    assert len(ours) == len(theirs)
    assert sorted(len(holes) for _, holes in ours) == sorted(len(holes) for _, holes in theirs)


@given(star_polygons(4))
def test_that_the_smallest_box_holds_all_points_and_is_no_larger_than_shapelys(shape):
    corners = smallest_box(shape.points)
    box = shapely.Polygon(corners)
    assert box.buffer(1e-6).contains(shapely.MultiPoint(shape.points))
    judge = shapely.MultiPoint(shape.points).minimum_rotated_rectangle
    assert box.area <= judge.area * (1 + 1e-6)
    assert signed_area(corners) > 0, "corners run clockwise"


@given(st.floats(10, 100), st.floats(10, 100), st.floats(-44, 44))
def test_that_a_rotated_box_comes_back_from_its_polygon(width, height, degrees):
    shape = rotated(100, 100, width, height, degrees)
    (again,) = converted(converted(shape, "polygon")[0], "rotated_rectangle")
    np.testing.assert_allclose(again.points, shape.points, atol=1e-6)


def test_that_extreme_points_make_the_box_in_any_order():
    assert four_extremes(np.array([(5, 0), (0, 7), (9, 4), (3, 8)])).tolist() == [[0, 0], [9, 8]]


def test_that_three_places_make_a_circle_unless_they_lie_on_a_line():
    points = circle_through(*np.array([(10.0, 0.0), (0.0, 10.0), (-10.0, 0.0)]))
    assert points is not None
    assert points.tolist()[0] == pytest.approx([0, 0])
    assert circle_through(*np.array([(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)])) is None


# ------------------------------------------------------------------ strokes


@pytest.mark.parametrize("tip", ["round", "square"])
@given(start=places, stop=places, radius=st.floats(0.5, 20))
def test_that_a_stroke_covers_the_pixels_whose_centres_it_passes(tip, start, stop, radius):
    painting = Painting(120, 90)
    painting.stroke(start, stop, radius, 1, tip)
    rows, columns = np.indices((90, 120)) + 0.5
    steps = np.linspace(0, 1, 200)[:, None, None]
    across = np.abs(columns - (start[0] + steps * (stop[0] - start[0])))
    down = np.abs(rows - (start[1] + steps * (stop[1] - start[1])))
    apart = (np.hypot(across, down) if tip == "round" else np.maximum(across, down)).min(axis=0)
    slack = np.hypot(stop[0] - start[0], stop[1] - start[1]) / 200 + 1e-6
    assert painting.pixels[apart < radius - slack].all()
    assert not painting.pixels[apart > max(radius, 0.72) + slack].any()


def test_that_an_empty_painting_has_no_mask_and_erasing_takes_pixels_away():
    painting = Painting(50, 41)
    assert painting.mask().width == 0
    assert painting.stroke((-90, -90), (-80, -80), 3) is None
    painting.stroke((10, 10), (30, 10), 4)
    before = painting.pixels.sum()
    painting.stroke((20, 10), (20, 10), 4, 0)
    assert 0 < painting.pixels.sum() < before
    assert painting.stride % 4 == 0


@given(bitmaps, st.integers(-5, 30), st.integers(-5, 30))
def test_that_a_mask_put_into_a_painting_comes_out_where_it_lies_on_the_image(bits, left, top):
    painting = Painting(30, 30)
    painting.put(Mask.of(bits, left, top))
    expected = np.zeros((60, 60), bool)
    expected[top + 10 : top + 10 + bits.shape[0], left + 10 : left + 10 + bits.shape[1]] = bits
    assert same_pixels(painting.mask(), Mask.of(expected[10:40, 10:40]))


def test_that_values_keep_apart():
    painting = Painting(40, 40)
    painting.stroke((5, 5), (5, 5), 3, 1)
    painting.stroke((30, 30), (30, 30), 3, 2)
    assert painting.values() == [1, 2]
    assert painting.mask(2).left > 20


# ------------------------------------------------------------------ snapping


def test_that_a_vertex_pulls_before_an_edge_and_an_edge_before_the_border():
    index = HitIndex([rectangle(50, 50, 90, 90, id="box")])
    assert snapped((51, 52), 5, index).place == (50, 50)
    edge = snapped((70, 52), 5, index)
    assert (edge.target, edge.place, edge.shape) == ("edge", (70, 50), "box")
    border = snapped((2, 20), 5, index, size=(100, 100))
    assert (border.target, border.place) == ("border", (0, 20))
    assert snapped((30, 20), 5, index, size=(100, 100)) is None
    assert snapped((51, 52), 5, index, leave_out={"box"}) is None


@given(star_polygons(), places)
def test_that_a_snap_lies_on_the_neighbour_within_reach(shape, place):
    found = snapped(place, 6, HitIndex([shape]))
    apart = shapely.Polygon(shape.points).exterior.distance(shapely.Point(place))
    assert (found is not None) == (apart <= 6) or abs(apart - 6) < 1e-6
    if found is not None:
        assert np.hypot(found.place[0] - place[0], found.place[1] - place[1]) <= 6 + 1e-9
        assert shapely.Polygon(shape.points).exterior.distance(shapely.Point(found.place)) < 1e-6


def test_that_the_way_along_a_neighbour_is_the_shorter_one():
    ring = np.array([(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)])
    assert path_along(ring, (90, 0), (100, 10)).tolist() == [[100, 0]]
    assert path_along(ring, (100, 10), (90, 0)).tolist() == [[100, 0]]
    assert path_along(ring, (10, 0), (90, 0)).tolist() == []
    assert path_along(ring, (90, 0), (10, 0)).tolist() == []
    assert path_along(ring, (50, 0), (40, 100)).tolist() == [[0, 0], [0, 100]]


def test_that_angles_go_by_steps_and_squares_are_square():
    assert to_angle((0, 0), (10, 1), 15) == pytest.approx((np.hypot(10, 1), 0))
    assert square_from((0, 0), (10, -3)) == (10, -10)


def test_that_an_ellipse_of_a_turned_box_has_its_area():
    (made,) = converted(rotated(0, 0, 80, 40, 20), "ellipse")
    assert area_of(made) == pytest.approx(3200, rel=1e-3)
    assert area_of(ellipse(0, 0, 3, 4)) == pytest.approx(np.pi * 12, rel=0.02)
