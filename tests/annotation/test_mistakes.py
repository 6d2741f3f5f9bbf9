import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.annotation.model import Annotation, AttributeSpec, Label, LabelSchema, Mask, Shape, Skeleton, points_of
from desktop_app.annotation.review.mistakes import Mistake, crosses_itself, mistakes_in, one_off_labels
from desktop_app.annotation.sentences import SENTENCES
from desktop_app.annotation.shapes.overlaps import area_of_shape, overlap_of
from tests.annotation.label_cases import annotations, box_points


def box(left, top, right, bottom, label="cat", **fields):
    return Shape("rectangle", (label,), points_of([(left, top), (right, bottom)]), **fields)


def ring(*points, kind="polygon", label="cat"):
    return Shape(kind, (label,), points_of(points))


def masked(bits, left=0, top=0, label="cat"):
    mask = Mask.of(np.asarray(bits), left, top)
    return Shape("mask", (label,), box_points(mask), mask=mask)


def codes(*shapes, schema=None, size=(100, 80)):
    return [one.code for one in mistakes_in(Annotation("a.jpg", *size, shapes=shapes), schema)]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (box(10, 10, 30, 30), []),
        (box(0, 0, 100, 80), []),
        (box(-0.4, 0, 100.4, 80), []),
        (box(90, 10, 110, 30), ["partly-outside"]),
        (box(-30, 10, 0, 30), ["outside"]),
        (box(10, 10, 10, 30), ["empty"]),
        (box(10, 10, 11, 12), ["tiny"]),
        (box(10, 10, 30, 30, label=""), ["no-label"]),
        (ring((0, 0), (20, 20), (20, 0), (0, 20)), ["self-crossing"]),
        (ring((0, 0), (20, 0), (20, 20), (0, 20)), []),
        (ring((0, 0), (20, 0)), ["empty"]),
        (ring((0, 0), (20, 0), (40, 0)), ["empty"]),
        (ring((5, 5), (float("nan"), 5), (7, 9)), ["empty"]),
        (ring((5, 5), kind="point"), []),
        (ring((5, 5), (5, 5), kind="line"), ["empty"]),
        (ring((5, 5), (60, 5), kind="line"), []),
        (masked([[0, 0], [0, 0]]), ["empty"]),
        (masked(np.ones((5, 5)), 98, 2), ["partly-outside"]),
        (Shape("circle", ("cat",), points_of([(50, 40), (50, 45)])), []),
        (Shape("skeleton", ("cat",), points_of([(5, 5)]), visibility=(0,)), ["empty"]),
    ],
)
def test_that_a_shapes_mistakes_are_found(shape, expected):
    assert codes(shape) == expected


def test_that_an_unknown_image_size_is_no_mistake():
    assert codes(box(90, 10, 2000, 3000), size=(0, 0)) == []


def test_that_duplicates_are_found_within_a_label():
    assert codes(box(10, 10, 30, 30), box(10, 10, 30, 30.5), box(10, 10, 30, 30, label="dog")) == ["duplicate"]
    assert codes(box(10, 10, 30, 30), box(20, 10, 40, 30)) == []
    square = ring((10, 10), (30, 10), (30, 30), (10, 30))
    assert codes(box(10, 10, 30, 30), square) == ["duplicate"]
    assert codes(ring((5, 5), kind="point"), ring((5, 5.2), kind="point")) == ["duplicate"]
    assert codes(masked(np.ones((9, 9)), 4, 4), box(4, 4, 13, 13)) == ["duplicate"]


def test_that_many_shapes_are_compared_in_little_memory():
    shapes = [box(x * 30, y * 30, x * 30 + 20, y * 30 + 20) for x in range(60) for y in range(50)]
    found = mistakes_in(Annotation("a", 2000, 2000, shapes=(*shapes, shapes[1234])))
    assert [one.code for one in found] == ["duplicate"] * len(found)
    assert {one.shape for one in found} == {shapes[1234].id}


SCHEMA = LabelSchema(
    (
        Label(
            "cat",
            kinds=("rectangle", "skeleton"),
            attributes=(
                AttributeSpec("age", "number"),
                AttributeSpec("fur", "choice", ("long", "short")),
                AttributeSpec("asleep", "checkbox"),
                AttributeSpec("name", "text"),
            ),
            skeleton=Skeleton(("nose", "tail")),
        ),
    )
)


def test_that_labels_are_held_against_their_schema():
    right = {"age": 3, "fur": "long", "asleep": True}
    assert codes(box(1, 1, 20, 20, attributes=right), schema=SCHEMA) == []
    assert codes(box(1, 1, 20, 20, label="dog"), schema=SCHEMA) == ["unknown-label"]
    assert codes(Shape("circle", ("cat",), points_of([(50, 40), (50, 45)]), attributes=right), schema=SCHEMA) == [
        "kind-not-allowed"
    ]
    assert codes(box(1, 1, 20, 20, attributes={"age": "x", "fur": "blue"}), schema=SCHEMA) == [
        "wrong-attribute",
        "wrong-attribute",
    ]
    assert codes(box(1, 1, 20, 20, attributes={}), schema=SCHEMA) == ["missing-attribute", "missing-attribute"]
    skeleton = Shape("skeleton", ("cat",), points_of([(5, 5)]), visibility=(2,), attributes=right)
    assert codes(skeleton, schema=SCHEMA) == ["keypoints"]


def test_that_a_label_used_once_is_told_with_what_was_meant():
    names = ["cat"] * 5 + ["Cat ", "catt", "unicorn", "dog", "dog"]
    images = [Annotation(f"{n}.jpg", shapes=(ring((1, 1), kind="point", label=name),)) for n, name in enumerate(names)]
    found = {one.values["label"]: (one.code, one.values.get("other"), one.image) for one in one_off_labels(images)}
    assert found == {
        "Cat ": ("one-off-like", "cat", "5.jpg"),
        "catt": ("one-off-like", "cat", "6.jpg"),
        "unicorn": ("one-off", None, "7.jpg"),
    }


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=9, unique=True))
def test_that_crossing_edges_are_found_as_by_trying_all_pairs(points):
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    edges = list(zip(points, points[1:] + points[:1], strict=True))
    expected = any(
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
        for n, (a, b) in enumerate(edges)
        for c, d in edges[n + 1 :]
    )
    assert crosses_itself(points_of(points)) == expected


def test_that_a_crossing_far_along_a_long_outline_is_found():
    angles = np.linspace(0, 2 * math.pi, 3000, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1) * 100
    assert not crosses_itself(points_of(circle))
    circle[[2000, 2700]] = circle[[2700, 2000]]
    assert crosses_itself(points_of(circle))


@given(annotations())
def test_that_any_annotation_can_be_checked(made):
    for mistake in mistakes_in(made, SCHEMA):
        assert mistake.message
        assert mistake.weight in ("error", "warning", "note")


def test_that_every_code_has_a_sentence():
    assert Mistake("outside", "a").message == SENTENCES["outside"]


def test_that_overlaps_and_areas_are_those_of_geometry():
    circle = Shape("circle", ("c",), points_of([(50, 50), (80, 50)]))
    square = box(20, 20, 80, 80)
    assert area_of_shape(circle) == pytest.approx(math.pi * 900)
    assert overlap_of(circle, square) == pytest.approx(math.pi / 4, abs=0.01)
    assert overlap_of(square, box(50, 20, 110, 80)) == pytest.approx(1 / 3)
    assert overlap_of(square, ring((5, 5), kind="point")) == 0
    holed = Shape(
        "polygon",
        ("c",),
        points_of([(20, 20), (80, 20), (80, 80), (20, 80)]),
        (points_of([(35, 35), (65, 35), (65, 65), (35, 65)]),),
    )
    assert area_of_shape(holed) == 2700
    assert overlap_of(square, holed) == pytest.approx(0.75, abs=0.01)
    ellipse = Shape("ellipse", ("c",), points_of([(50, 50), (80, 50), (50, 60)]))
    assert area_of_shape(ellipse) == pytest.approx(math.pi * 300)
    assert Counter(codes(circle, ellipse)) == {}
