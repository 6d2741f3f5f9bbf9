"""What the loss matrix does to each kind and field, and that it counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.annotation.exchange.lowering import Keeps, lower, only
from desktop_app.annotation.model import KINDS, Annotation, LabelSet, Mask, Relation, Shape, points_of
from desktop_app.annotation.shapes.masks import area_of, mask_from_rings
from desktop_app.annotation.shapes.outlines import clipped_ring, hull_of, is_rectangular, joined_ring, rotated_box_of

SQUARE = points_of([(2, 2), (22, 2), (22, 22), (2, 22)])
HOLE = points_of([(8, 8), (12, 8), (12, 12), (8, 12)])
places = st.lists(st.tuples(st.floats(-50, 150, width=32), st.floats(-50, 150, width=32)), min_size=3, max_size=12)


def lowered(shape, keeps, **image):
    labels, losses = lower(LabelSet((Annotation("a.jpg", 100, 80, (shape,), **image),)), keeps)
    return labels.annotations[0].shapes, {loss.what: loss.count for loss in losses.report()}


def test_that_only_names_a_treatment_for_every_kind_and_drops_what_has_none():
    assert set(only("rectangle")) == set(KINDS)
    assert only("rectangle")["mask"] == "box" and only("rectangle")["polyline"] == "drop"
    assert only("ellipse", "polygon")["circle"] == "ellipse" and only("polygon")["circle"] == "polygon"


def test_that_a_circle_becomes_a_polygon_within_a_quarter_of_a_pixel():
    (shape,), losses = lowered(Shape("circle", ("a",), points_of([(50, 40), (80, 40)])), Keeps(kinds=only("polygon")))
    radii = np.hypot(*(shape.points - (50, 40)).T)
    middles = np.hypot(*((shape.points + np.roll(shape.points, 1, axis=0)) / 2 - (50, 40)).T)
    assert np.allclose(radii, 30) and middles.min() > 29.75
    assert losses == {"circle became polygon": 1}


def test_that_a_mask_of_two_parts_becomes_two_polygons_of_one_group():
    bits = np.zeros((10, 20))
    bits[2:5, 2:6] = bits[6:9, 12:18] = 1
    mask = Shape("mask", ("a",), points_of([(0, 0), (20, 10)]), mask=Mask.of(bits))
    parts, losses = lowered(mask, Keeps(kinds=only("polygon"), groups="parts"))
    assert [part.kind for part in parts] == ["polygon", "polygon"] and parts[0].group == parts[1].group is not None
    assert sum(area_of(mask_from_rings([part.points])) for part in parts) == bits.sum()
    apart, losses = lowered(mask, Keeps(kinds=only("polygon")))
    assert {part.group for part in apart} == {None} and losses["parts of one object separated"] == 1


@pytest.mark.parametrize(
    ("holes", "kind", "said"),
    [
        ("mask", "mask", "polygon with holes became mask"),
        ("join", "polygon", "holes joined to the outline by a cut"),
        ("fill", "polygon", "holes filled"),
    ],
)
def test_that_holes_are_treated_as_the_format_says(holes, kind, said):
    (shape,), losses = lowered(Shape("polygon", ("a",), SQUARE, holes=(HOLE,)), Keeps(holes=holes))
    assert shape.kind == kind and shape.holes == () and losses == {said: 1}
    covered = shape.mask or mask_from_rings([shape.points])
    assert area_of(covered) == 400 - (0 if holes == "fill" else 16)


@given(places, places)
def test_that_a_ring_joined_with_its_hole_covers_the_same_pixels(outer, hole):
    rings = [points_of(outer), points_of(hole)]
    joined = mask_from_rings([joined_ring(rings[0], rings[1:])])
    apart = mask_from_rings(rings)
    assert abs(area_of(joined) - area_of(apart)) <= 2  # a cut may graze a pixel's centre


@given(places)
def test_that_the_smallest_rotated_box_is_a_rectangle_around_all_points(points):
    corners = rotated_box_of(points_of(points))
    assert is_rectangular(corners, 1e-3)
    side, other = corners[1] - corners[0], corners[3] - corners[0]
    for axis in (side, other):
        length = float(np.hypot(*axis))
        if length > 1e-3:
            along = (points_of(points) - corners[0]) @ axis / length
            assert along.min() > -1e-3 and along.max() < length + 1e-3


@given(places)
def test_that_a_clipped_polygon_lies_in_the_image_and_covers_what_it_did_there(points):
    ring = points_of(points)
    clipped = clipped_ring(ring, 100, 80)
    assert not len(clipped) or (clipped.min() >= 0 and clipped[:, 0].max() <= 100 and clipped[:, 1].max() <= 80)
    before, after = mask_from_rings([ring], 100, 80), mask_from_rings([clipped], 100, 80)
    assert abs(area_of(before) - area_of(after)) <= 3


@given(places)
def test_that_the_hull_is_convex_and_clockwise(points):
    hull = hull_of(points_of(points))
    if len(hull) > 2:
        steps = np.roll(hull, -1, axis=0) - hull
        following = np.roll(steps, -1, axis=0)
        assert (steps[:, 0] * following[:, 1] - steps[:, 1] * following[:, 0] >= -1e-6).all()


def test_that_every_field_without_a_place_is_counted():
    shape = Shape(
        "rectangle", ("a", "b"), points_of([(1, 1), (5, 5)]), group=1, z=2, occluded=True, truncated=True,
        difficult=True, locked=True, attributes={"x": 1.0, "y": "z"}, flags={"f": True}, text="t", description="d",
        score=0.5, source="model:m@1", extras={"other": {"k": 1}},
    )  # fmt: skip
    second = Shape("rectangle", ("a",), points_of([(1, 1), (5, 5)]))
    image = Annotation(
        "a.jpg", 100, 80, (shape, second), flags={"out": True}, attributes={"w": "r"}, state="verified", notes="n",
        sequence="s", frame=3, relations=(Relation(shape.id, second.id),), extras={"other": {"k": 1}},
    )  # fmt: skip
    labels, losses = lower(LabelSet((image,)), Keeps())
    counts = {loss.what: loss.count for loss in losses.report()}
    assert counts == {
        "labels beside the first dropped": 1, "group of shapes dropped": 1, "z order dropped": 1,
        "occluded dropped": 1, "truncated dropped": 1, "difficult dropped": 1, "locked dropped": 1,
        "attributes of shapes dropped": 2, "flags of shapes dropped": 1, "text dropped": 1, "description dropped": 1,
        "score of a suggestion dropped": 1, "name of the model that proposed a shape dropped": 1,
        "keys that only other knows dropped": 2, "classes of images dropped": 1, "attributes of images dropped": 1,
        "notes on images dropped": 1, "sequence of images dropped": 1, "frame number dropped": 1,
        "relations between shapes dropped": 1, "state verified dropped": 1,
    }  # fmt: skip
    assert labels.annotations[0].shapes[0].same_as(Shape("rectangle", ("a",), points_of([(1, 1), (5, 5)])))


def test_that_rounding_below_a_thousandth_of_a_pixel_is_no_loss():
    keeps = Keeps(kinds={"rectangle": "round"}, step=1.0)
    assert lowered(Shape("rectangle", ("a",), points_of([(1.0004, 1), (5, 5)])), keeps)[1] == {}
    (shape,), losses = lowered(Shape("rectangle", ("a",), points_of([(1.2, 1), (1.3, 5)])), keeps)
    assert losses == {"rectangle rounded to whole pixels": 1} and shape.points.tolist() == [[1, 1], [2, 5]]


def test_that_shapes_on_an_image_of_unknown_size_are_counted_where_the_size_is_needed():
    shape = Shape("rectangle", ("a",), points_of([(1, 1), (5, 5)]))
    _, losses = lower(LabelSet((Annotation("a.jpg", shapes=(shape, shape)),)), Keeps(needs_size=True))
    assert [(loss.what, loss.count) for loss in losses.report()] == [("shapes on an image of unknown size dropped", 2)]


def test_that_a_box_and_a_skeleton_of_one_group_are_one_object_and_others_are_not():
    bones = Shape("skeleton", ("a",), points_of([(1, 1), (2, 2)]), visibility=(2, 2), group=4)
    box = Shape("rectangle", ("a",), points_of([(0, 0), (9, 9)]), group=4)
    other = Shape("rectangle", ("b",), points_of([(0, 0), (9, 9)]), group=4)
    keeps = Keeps(groups="parts")
    both, losses = lower(LabelSet((Annotation("a.jpg", shapes=(bones, box)),)), keeps)
    assert {shape.group for shape in both.annotations[0].shapes} == {4} and not losses.report()
    apart, losses = lower(LabelSet((Annotation("a.jpg", shapes=(bones, other)),)), keeps)
    assert {shape.group for shape in apart.annotations[0].shapes} == {None} and losses.report()[0].count == 2
