"""Outlines: areas, distances, crossings, hits."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.annotation.model import Label, LabelSchema, Shape, Skeleton, points_of
from desktop_app.annotation.shapes.geometry import (
    AREAS,
    angle_of,
    area_of,
    centre_of,
    clipped_to,
    contains,
    crosses_itself,
    edges_of,
    hull_of,
    inside,
    length_of,
    nearest_on,
    rings_of,
    round_ring,
    segments,
    signed_area,
    vertices_of,
)
from desktop_app.annotation.shapes.hits import HitIndex, boxes_of
from tests.annotation.shapes import ellipse, every_kind, mask, places, polygon, rectangle, rotated, star_polygons

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])


def test_that_a_clockwise_ring_has_a_positive_area():
    assert signed_area(SQUARE) == 100
    assert signed_area(SQUARE[::-1]) == -100
    assert signed_area(SQUARE[:2]) == 0


@given(star_polygons())
def test_that_areas_centres_and_lengths_are_those_of_shapely(shape):
    judge = shapely.Polygon(shape.points)
    assert area_of(shape) == pytest.approx(judge.area, rel=1e-9)
    assert length_of(shape.points, closed=True) == pytest.approx(judge.length)
    assert centre_of(shape.points) == pytest.approx((judge.centroid.x, judge.centroid.y), abs=1e-6)


@given(star_polygons(), st.lists(places, min_size=1, max_size=20))
def test_that_points_are_inside_where_shapely_says_so(shape, asked):
    ring = shapely.Polygon(shape.points)
    found = contains(shape.points, np.array(asked))
    for place, within in zip(asked, found, strict=True):
        if ring.exterior.distance(shapely.Point(place)) > 1e-9:
            assert within == ring.contains(shapely.Point(place))


def test_that_a_hole_is_outside():
    shape = polygon((0, 0), (100, 0), (100, 100), (0, 100), holes=[[(40, 40), (60, 40), (60, 60), (40, 60)]])
    assert inside(rings_of(shape), (10, 10))
    assert not inside(rings_of(shape), (50, 50))
    assert area_of(shape) == 10_000 - 400


@given(star_polygons(), places)
def test_that_the_distance_to_an_outline_is_that_of_shapely(shape, place):
    distance = nearest_on(place, *segments(shape.points, closed=True))[1].min()
    assert distance == pytest.approx(shapely.Polygon(shape.points).exterior.distance(shapely.Point(place)), abs=1e-9)


def test_that_a_segment_of_no_length_is_a_point():
    nearest, apart = nearest_on((3, 4), np.array([[0.0, 0.0]]), np.array([[0.0, 0.0]]))
    assert apart[0] == 5
    assert nearest.tolist() == [[0, 0]]


@given(star_polygons(4))
def test_that_a_star_does_not_cross_itself(shape):
    assert not crosses_itself(shape.points)


def test_that_a_bow_tie_crosses_itself():
    assert crosses_itself(np.array([[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]]))
    assert not crosses_itself(SQUARE)
    assert crosses_itself(np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 5.0], [5.0, -5.0]]), closed=False)


@given(st.lists(places, min_size=3, max_size=30))
def test_that_a_hull_is_that_of_shapely(asked):
    asked = np.round(asked, 3)
    judge = shapely.MultiPoint(asked).convex_hull
    if judge.geom_type == "Polygon" and judge.area > 1e-3:
        assert abs(signed_area(hull_of(np.array(asked)))) == pytest.approx(judge.area, rel=1e-6)


@pytest.mark.parametrize("accuracy", [1.0, 0.1, 0.01])
def test_that_a_round_ring_stays_within_its_accuracy(accuracy):
    ring = round_ring(ellipse(0, 0, 300, 300), accuracy)
    middles = (ring + np.roll(ring, -1, axis=0)) / 2
    assert 300 - np.hypot(*middles.T).min() <= accuracy


def test_that_every_kind_has_edges_or_dots_within_its_box():
    for shape in every_kind():
        starts, ends = edges_of(shape)
        left, top, right, bottom = shape.box
        for points in (starts, ends, vertices_of(shape)):
            if len(points):
                assert points[:, 0].min() >= left - 1e-6
                assert points[:, 0].max() <= right + 1e-6
                assert points[:, 1].min() >= top - 1e-6
                assert points[:, 1].max() <= bottom + 1e-6
        assert bool(rings_of(shape)) == (shape.kind in AREAS)


def test_that_angles_are_clockwise_as_seen():
    assert angle_of(rotated(0, 0, 50, 20, 30)) == pytest.approx(30)
    assert angle_of(ellipse(0, 0, 50, 20, -45)) == pytest.approx(-45)
    assert angle_of(rectangle(0, 0, 5, 5)) == 0


def test_that_points_are_clipped_only_where_the_size_is_known():
    outside = np.array([[-5.0, 20.0], [50.0, 300.0]])
    assert clipped_to(outside, 40, 100).tolist() == [[0, 20], [40, 100]]
    assert clipped_to(outside, 0, 0).tolist() == outside.tolist()


# ------------------------------------------------------------------ hits


def test_that_all_boxes_at_once_are_the_boxes_one_by_one():
    shapes = every_kind()
    np.testing.assert_allclose(boxes_of(shapes), [shape.box for shape in shapes])
    assert boxes_of([]).shape == (0, 4)


@given(st.lists(star_polygons(), min_size=1, max_size=8), places)
def test_that_what_is_hit_contains_the_place_or_has_its_edge_there(shapes, place):
    hits = {hit.index: hit for hit in HitIndex(shapes).hits(place, 4)}
    for number, shape in enumerate(shapes):
        judge = shapely.Polygon(shape.points)
        apart = judge.exterior.distance(shapely.Point(place))
        if apart < 3.999:
            assert hits[number].part == "edge"
        elif apart > 4.001:
            assert (number in hits) == judge.contains(shapely.Point(place))


def test_that_the_small_shape_on_a_large_one_is_meant():
    index = HitIndex([rectangle(40, 40, 60, 60), rectangle(0, 0, 100, 100)])
    assert [hit.index for hit in index.hits((50, 50), 2)] == [0, 1]


def test_that_hidden_shapes_are_not_hit():
    index = HitIndex([rectangle(0, 0, 100, 100), rectangle(40, 40, 60, 60)])
    assert [hit.index for hit in index.hits((50, 50), 2, np.array([True, False]))] == [0]


def test_that_a_mask_is_hit_only_on_its_pixels():
    index = HitIndex([mask([[1, 0], [0, 1]], 10, 10)])
    assert index.hits((10.5, 10.5), 2)
    assert not index.hits((11.5, 10.5), 2)


def test_that_hidden_keypoints_are_not_hit_but_bones_are():
    skeleton = Skeleton(("a", "b", "c"), ((0, 1), (1, 2)))
    shape = Shape("skeleton", ("man",), points_of([(0, 0), (100, 0), (100, 100)]), visibility=(2, 2, 0))
    schema = LabelSchema((Label("man", skeleton=skeleton),))
    assert HitIndex([shape], schema=schema).hits((50, 1), 3)
    assert not HitIndex([shape]).hits((50, 1), 3)
    assert not HitIndex([shape], schema=schema).hits((100, 100), 3)


def test_that_a_frame_takes_what_it_touches_or_only_what_is_whole_in_it():
    shapes = [rectangle(10, 10, 20, 20), rectangle(0, 0, 100, 100), polygon((200, 0), (300, 0), (300, 100))]
    index = HitIndex(shapes)
    assert index.within((5, 5, 30, 30), whole=True) == [0]
    assert index.within((5, 5, 30, 30), whole=False) == [0, 1]
    # the frame lies in the box of the triangle, but beside the triangle
    assert index.within((205, 60, 230, 95), whole=False) == []


@given(st.lists(star_polygons(), min_size=1, max_size=6), places, st.floats(1, 60), st.floats(1, 60))
def test_that_a_frame_touches_what_shapely_says(shapes, corner, width, height):
    box = (corner[0], corner[1], corner[0] + width, corner[1] + height)
    found = HitIndex(shapes).within(box, whole=False)
    frame = shapely.box(*box)
    for number, shape in enumerate(shapes):
        judge = shapely.Polygon(shape.points)
        if judge.buffer(1e-6).intersects(frame) == judge.buffer(-1e-6).intersects(frame):
            assert (number in found) == judge.intersects(frame)


def test_that_an_index_of_the_next_state_measures_only_what_changed():
    shapes = [rectangle(n, n, n + 5, n + 5) for n in range(0, 100, 10)]
    index = HitIndex(shapes)
    changed = [*shapes[:3], rectangle(500, 500, 600, 600), *shapes[4:]]
    following = index.changed_to(changed)
    np.testing.assert_array_equal(following.boxes, boxes_of(changed))
    np.testing.assert_array_equal(index.boxes, boxes_of(shapes))
