import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.annotation.model import Annotation, Mask, Shape, Track, points_of
from desktop_app.annotation.shapes.tracks import as_keyframe, between, interpolated, next_track, with_track_filled
from tests.annotation.label_cases import box_points, full_shapes


def box(left, top, right, bottom, track=None, **fields):
    return Shape("rectangle", ("car",), points_of([(left, top), (right, bottom)]), track=track, **fields)


def turned_box(centre, size, degrees):
    angle = math.radians(degrees)
    along = np.array([math.cos(angle), math.sin(angle)]) * size[0] / 2
    across = np.array([-math.sin(angle), math.cos(angle)]) * size[1] / 2
    c = np.array(centre)
    return Shape(
        "rotated_rectangle",
        ("car",),
        points_of([c - along - across, c + along - across, c + along + across, c - along + across]),
    )


@given(full_shapes(), full_shapes(), st.floats(0, 1))
def test_that_what_lies_between_two_shapes_is_a_shape_of_the_first_ones_kind(first, second, share):
    made = between(first, second, share)
    assert (made.kind, made.labels) == (first.kind, first.labels)
    assert np.isfinite(made.points).all() or not np.isfinite(first.points).all() or not np.isfinite(second.points).all()


def test_that_boxes_move_evenly():
    assert between(box(0, 0, 10, 10), box(20, 40, 50, 60), 0.5).points.tolist() == [[10, 20], [30, 35]]


def test_that_turning_boxes_turn_the_shorter_way_and_stay_rectangles():
    made = between(turned_box((10, 10), (20, 10), 170), turned_box((30, 10), (40, 10), -170), 0.5)
    expected = turned_box((20, 10), (30, 10), 180)
    assert np.allclose(made.points, expected.points)
    ellipse = [
        Shape("ellipse", ("c",), points_of([(0, 0), (4, 0), (0, 2)])),
        Shape("ellipse", ("c",), points_of([(0, 0), (0, 4), (-2, 0)])),
    ]
    half = between(*ellipse, 0.5)
    assert np.allclose(np.hypot(*(half.points[1:] - half.points[0]).T), [4, 2])


def test_that_outlines_of_different_length_meet_without_twisting():
    square = Shape("polygon", ("c",), points_of([(0, 0), (10, 0), (10, 10), (0, 10)]))
    finer = Shape("polygon", ("c",), points_of([(10, 10), (5, 10), (0, 10), (0, 5), (0, 0), (5, 0), (10, 0), (10, 5)]))
    half = between(square, finer, 0.5)
    x, y = half.points.T
    assert len(half.points) == 8
    assert 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) == pytest.approx(100)


def test_that_masks_move_with_their_boxes():
    bits = np.array([[1, 0], [1, 1]])
    first, second = (
        Shape("mask", ("c",), box_points(Mask.of(bits, *place)), mask=Mask.of(bits, *place))
        for place in ((0, 0), (10, 4))
    )
    half = between(first, second, 0.5)
    assert half.mask == Mask.of(bits, 5, 2)
    assert half.points.tolist() == [[5, 2], [7, 4]]


def test_that_nothing_is_made_up_outside_the_keyframes():
    key = Track(1)
    found = interpolated({2: box(0, 0, 10, 10, key), 6: box(40, 0, 50, 10, key)}, range(9))
    assert sorted(found) == [3, 4, 5]
    assert found[3].points[0].tolist() == [10, 0]
    assert found[3].track == Track(1, keyframe=False)


def test_that_an_object_that_left_the_picture_is_not_there():
    frames = {
        0: box(0, 0, 10, 10, Track(1)),
        3: box(30, 0, 40, 10, Track(1, outside=True)),
        6: box(60, 0, 70, 10, Track(1)),
    }
    found = interpolated(frames, range(7))
    assert sorted(found) == [1, 2]
    assert found[2].points[0].tolist() == [0, 0]


def test_that_a_sequence_is_filled_and_filled_again():
    other = box(1, 1, 2, 2)
    frames = [Annotation(f"{n}.jpg", frame=n, shapes=(other,) if n == 2 else ()) for n in range(5)]
    frames[0] = frames[0].with_shapes([box(0, 0, 10, 10, Track(7))])
    frames[4] = frames[4].with_shapes([box(40, 0, 50, 10, Track(7))])
    filled = with_track_filled(frames, 7)
    assert [len(one.shapes) for one in filled] == [1, 1, 2, 1, 1]
    assert filled[2].shapes[0] is other
    assert all(a is b for a, b in zip(filled, with_track_filled(filled, 7), strict=True))
    moved = list(filled)
    moved[2] = moved[2].with_changed(
        [replace(filled[2].shapes[1], points=points_of([(0, 50), (10, 60)]), track=Track(7))]
    )
    again = with_track_filled(moved, 7)
    assert again[1].shapes[0].points[0].tolist() == [0, 25]
    assert again[1].shapes[0].id == filled[1].shapes[0].id
    alone = with_track_filled([*moved[:3], moved[3], moved[4].with_shapes(())], 7)
    assert alone[3].shapes == ()
    assert next_track(filled) == 8
    assert as_keyframe(other, 8, outside=True).track == Track(8, True, True)
