"""Tracks written as CVAT for video has them, and what of a sequence cannot be said there, counted."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.annotation.formats.all import read_labels, write_labels
from desktop_app.annotation.model import (
    Annotation,
    AttributeSpec,
    Label,
    LabelSchema,
    LabelSet,
    Mask,
    Shape,
    Skeleton,
    Track,
    points_of,
)
from desktop_app.annotation.shapes.tracks import with_track_filled


def car(x, track=None, **more):
    points = points_of([(x, 5), (x + 10, 15)])
    return Shape("rectangle", ("car",), points, track=track, **more)


def sequence(*frames, schema=None, video="drive.mp4", numbers=None):
    """One image a frame, each with the shapes given for it."""
    numbers = numbers or range(len(frames))
    images = tuple(
        Annotation(f"f_{n}.png", 80, 60, tuple(shapes), sequence=video, frame=n, state="labelled" if shapes else "unlabelled")
        for n, shapes in zip(numbers, frames, strict=True)
    )  # fmt: skip
    return LabelSet(images, schema or LabelSchema())


def told(report):
    return {loss.what: loss.count for loss in report.losses}


def test_that_a_track_is_written_with_its_keyframes_and_ends_outside(tmp_path):
    labels = sequence(
        [car(0, Track(5), group=2, occluded=True)],
        [car(4, Track(5, keyframe=False), group=2)],
        [car(8, Track(5), group=2)],
        [],
        [car(30, Track(5), group=2), car(1)],
    )
    report = write_labels(labels, tmp_path / "out", "cvat")
    assert report.losses == ()
    root = ElementTree.parse(report.target).getroot()
    assert root.findtext("meta/task/mode") == "interpolation" and root.findtext("meta/source") == "drive.mp4"
    assert root.findtext("meta/task/original_size/width") == "80"
    (track,) = root.findall("track")
    assert track.attrib == {"id": "5", "label": "car", "source": "manual", "group_id": "2"}
    said = [tuple(box.get(name) for name in ("frame", "keyframe", "outside", "occluded", "xtl")) for box in track]
    assert said == [
        ("0", "1", "0", "1", "0"), ("1", "0", "0", "0", "4"), ("2", "1", "0", "0", "8"), ("3", "1", "1", "0", "8"),
        ("4", "1", "0", "0", "30"),
    ]  # fmt: skip
    listed = [(image.get("id"), image.get("name"), len(image)) for image in root.findall("image")]
    assert listed == [(str(n), f"f_{n}.png", int(n == 4)) for n in range(5)]


def test_that_tracks_come_back_as_they_were(tmp_path):
    labels = sequence([car(0, Track(1))], [], [], [], [car(8, Track(1))], numbers=(10, 13, 16, 19, 22))
    filled = replace(labels, annotations=with_track_filled(labels.annotations, 1))
    assert [len(image.shapes) for image in filled.annotations] == [1] * 5
    found = read_labels(write_labels(filled, tmp_path / "filled", "cvat").target)
    assert [(image.image, image.frame, image.sequence) for image in found.annotations] == [
        (f"f_{n}.png", n, "drive.mp4") for n in (10, 13, 16, 19, 22)
    ]
    assert [image.shapes[0].points[0, 0] for image in found.annotations] == [0, 2, 4, 6, 8]
    assert [image.shapes[0].track for image in found.annotations] == [Track(1, keyframe=n in (0, 4)) for n in range(5)]
    # what nobody has filled in is not filled in by writing and reading either
    bare = read_labels(write_labels(labels, tmp_path / "bare", "cvat").target)
    assert [len(image.shapes) for image in bare.annotations] == [1, 0, 0, 0, 1]


def test_that_images_without_numbers_are_counted_in_their_order(tmp_path):
    images = tuple(replace(image, frame=None, sequence="") for image in sequence([car(0, Track(1))], []).annotations)
    found = read_labels(write_labels(LabelSet(images), tmp_path / "out", "cvat").target)
    assert [(image.image, image.frame, image.sequence) for image in found.annotations] == [
        ("f_0.png", 0, ""),
        ("f_1.png", 1, ""),
    ]


def test_that_frames_of_two_videos_are_counted_through_and_said_so(tmp_path):
    first, second = sequence([car(0, Track(1))], []), sequence([car(9, Track(2))], video="other.mp4")
    renamed = tuple(replace(image, image=f"b/{image.image}") for image in second.annotations)
    report = write_labels(LabelSet((*first.annotations, *renamed)), tmp_path / "out", "cvat")
    assert told(report) == {"frame number dropped": 1, "sequence of images dropped": 3}
    assert [image.frame for image in read_labels(report.target).annotations] == [0, 1, 2]


def test_that_what_one_track_cannot_hold_gets_tracks_of_its_own(tmp_path):
    bus = replace(car(20, Track(1)), labels=("bus",))
    report = write_labels(sequence([car(0, Track(1)), car(50, Track(1))], [bus]), tmp_path / "out", "cvat")
    assert told(report) == {"track of several shapes, labels, kinds or groups divided": 2}
    found = read_labels(report.target)
    assert [[shape.track.id for shape in image.shapes] for image in found.annotations] == [[1, 2], [3]]


def test_that_masks_and_what_has_left_the_picture_lose_their_track_or_place_and_are_counted(tmp_path):
    mask = Mask.of(np.ones((2, 2)), 3, 4)
    spot = Shape("mask", ("car",), points_of([(3, 4), (5, 6)]), mask=mask, track=Track(2))
    labels = sequence([car(0, Track(1)), spot], [car(2, Track(1, outside=True))], [])
    report = write_labels(labels, tmp_path / "out", "cvat")
    assert told(report) == {"track of a mask dropped": 1, "place of an object outside the picture dropped": 1}
    found = read_labels(report.target)
    assert [len(image.shapes) for image in found.annotations] == [2, 0, 0]
    ends = [box.get("frame") for box in ElementTree.parse(report.target).iter("box") if box.get("outside") == "1"]
    assert ends == ["1"]


def test_that_what_has_left_the_picture_is_no_box_of_formats_without_tracks(tmp_path):
    report = write_labels(sequence([car(0, Track(1))], [car(2, Track(1, outside=True))]), tmp_path / "out.json", "coco")
    assert report.shapes == 1 and told(report)["shape of an object that has left the picture dropped"] == 1


def test_that_an_interpolated_end_becomes_a_keyframe(tmp_path):
    report = write_labels(sequence([car(0, Track(1, False))], []), tmp_path / "out", "cvat")
    assert told(report) == {"interpolated shape at the end of a track became a keyframe": 1}


def test_that_attributes_that_change_along_a_track_are_mutable(tmp_path):
    schema = LabelSchema((Label("car", attributes=(AttributeSpec("brakes", "checkbox"),)),))
    shapes = [car(n, Track(1), attributes={"brakes": bool(n), "seen": float(n), "hue": "red"}) for n in range(2)]
    report = write_labels(sequence(*([shape] for shape in shapes), schema=schema), tmp_path / "out", "cvat")
    assert told(report) == {"attributes that change along a track made mutable": 1}
    found = read_labels(report.target)
    assert {spec.name: spec.mutable for spec in found.schema.labels[0].attributes} == {
        "brakes": True,
        "seen": True,
        "hue": False,
    }
    assert [image.shapes[0].attributes["brakes"] for image in found.annotations] == [False, True]


def test_that_a_skeletons_track_says_frame_by_frame_which_points_are_seen(tmp_path):
    schema = LabelSchema((Label("pose", skeleton=Skeleton(("head", "foot"), ((0, 1),))),))
    poses = [
        Shape("skeleton", ("pose",), points_of([(n, 2), (3, 4)]), visibility=(2, n % 3), track=Track(7))
        for n in range(3)
    ]
    report = write_labels(sequence(*([pose] for pose in poses), [], schema=schema), tmp_path / "out", "cvat")
    assert report.losses == ()
    parts = list(ElementTree.parse(report.target).iter("points"))
    assert all(part.get("keyframe") == "1" and part.get("label") in ("head", "foot") for part in parts)
    found = read_labels(report.target)
    assert [shape.visibility for image in found.annotations for shape in image.shapes] == [(2, 0), (2, 1), (2, 2)]


present = st.lists(st.one_of(st.none(), st.tuples(st.integers(0, 60), st.booleans())), min_size=1, max_size=9)


@settings(max_examples=60, deadline=None)
@given(st.lists(present, min_size=1, max_size=3), st.integers(1, 3))
def test_that_any_course_of_tracks_survives(tmp_path_factory, courses, step):
    """`write_labels` reads back and raises where anything differs; here each shape is looked up too."""
    length = max(map(len, courses))
    frames = [
        [
            car(course[n][0], Track(number, course[n][1]))
            for number, course in enumerate(courses)
            if n < len(course) and course[n]
        ]
        for n in range(length)
    ]
    labels = sequence(*frames, numbers=range(0, length * step, step))
    report = write_labels(labels, tmp_path_factory.mktemp("course") / "out", "cvat")
    found = read_labels(report.target)
    for image, again in zip(labels.annotations, found.annotations, strict=True):
        places = {(shape.track.id, float(shape.points[0, 0])) for shape in image.shapes}
        assert places == {(shape.track.id, float(shape.points[0, 0])) for shape in again.shapes}


def test_that_videos_read_together_keep_their_tracks_apart(tmp_path):
    write_labels(sequence([car(0, Track(1))], [car(2, Track(1))]), tmp_path / "one.xml", "cvat")
    write_labels(sequence([car(50, Track(1))], [car(52, Track(1))], video="b.mp4"), tmp_path / "two.xml", "cvat")
    found = read_labels(tmp_path, "cvat")
    assert [[shape.track.id for shape in image.shapes] for image in found.annotations] == [[1], [1], [2], [2]]


def test_that_two_tracks_of_one_number_in_a_file_are_two(tmp_path):
    path = tmp_path / "a.xml"
    track = '<track id="0" label="car"><box frame="0" xtl="{x}" ytl="0" xbr="9" ybr="9"/></track>'
    path.write_text(f"<annotations>{track.format(x=1)}{track.format(x=4)}</annotations>")
    (image,) = read_labels(path).annotations
    assert [shape.track.id for shape in image.shapes] == [0, 1]
