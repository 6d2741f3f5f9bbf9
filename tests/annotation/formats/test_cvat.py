"""CVAT's files: every shape of its official example, tracks of a video, and what real files do that is not in the book."""

import math
import zipfile

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.formats.all import convert, detect, read_labels, write_labels
from desktop_app.annotation.formats.opening import subsets_of
from desktop_app.annotation.formats.reading import LabelsUnreadable
from desktop_app.annotation.formats.registry import ReadOptions, WriteOptions
from desktop_app.annotation.model import (
    Annotation,
    AttributeSpec,
    Label,
    LabelSchema,
    LabelSet,
    Mask,
    Shape,
    Skeleton,
    points_of,
)

HEAD = "<annotations><version>1.1</version><meta><task><labels>{labels}</labels></task></meta>"


def xml(tmp_path, body, labels="", name="annotations.xml"):
    path = tmp_path / name
    path.write_text(HEAD.format(labels=labels) + body + "</annotations>", encoding="utf-8")
    return path


def image(inner, more=""):
    return f'<image id="0" name="a.jpg" width="40" height="30" {more}>{inner}</image>'


def one(*shapes, schema=None, **more):
    return LabelSet((Annotation("a.jpg", 40, 30, shapes, state="labelled", **more),), schema or LabelSchema())


def test_that_a_box_turns_clockwise_about_its_centre(tmp_path):
    path = xml(tmp_path, image('<box label="cat" xtl="10" ytl="10" xbr="20" ybr="14" rotation="90"/>'))
    (shape,) = read_labels(path).annotations[0].shapes
    assert shape.kind == "rotated_rectangle"
    assert np.allclose(shape.points, [[17, 7], [17, 17], [13, 17], [13, 7]])


def test_that_masks_run_row_after_row_within_their_box(tmp_path):
    path = xml(tmp_path, image('<mask label="cat" rle="1, 2, 3" left="5" top="6" width="3" height="2"/>'))
    (shape,) = read_labels(path).annotations[0].shapes
    assert shape.mask.bits().tolist() == [[False, True, True], [False, False, False]]
    assert (shape.mask.left, shape.mask.top) == (5, 6)


def test_that_a_skeletons_points_come_in_the_order_of_its_label(tmp_path):
    labels = "".join(
        f"<label><name>{name}</name>{more}</label>"
        for name, more in (
            ("pose", "<type>skeleton</type>"),
            ("head", "<parent>pose</parent>"),
            ("foot", "<parent>pose</parent>"),
        )
    )
    inner = (
        '<skeleton label="pose" z_order="2"><points label="foot" outside="1" occluded="0" points="3,4"/>'
        '<points label="head" outside="0" occluded="1" points="1,2"/></skeleton>'
    )
    found = read_labels(xml(tmp_path, image(inner), labels))
    (shape,) = found.annotations[0].shapes
    assert shape.points.tolist() == [[1, 2], [3, 4]] and shape.visibility == (1, 0) and shape.z == 2
    assert [label.name for label in found.schema.labels] == ["pose"]
    assert found.schema.labels[0].skeleton.names == ("head", "foot")


def test_that_attributes_come_as_their_question_wants_them(tmp_path):
    specs = "".join(
        f"<attribute><name>{name}</name><input_type>{kind}</input_type><mutable>False</mutable><values>{values}</values></attribute>"
        for name, kind, values in (
            ("ok", "checkbox", "false"),
            ("age", "number", "0;9;1"),
            ("hue", "select", "red\nblue"),
        )
    )
    inner = (
        '<box label="cat" xtl="1" ytl="1" xbr="5" ybr="5"><attribute name="ok">true</attribute>'
        '<attribute name="age">7</attribute><attribute name="hue">blue</attribute></box>'
    )
    found = read_labels(xml(tmp_path, image(inner), f"<label><name>cat</name><attributes>{specs}</attributes></label>"))
    assert found.annotations[0].shapes[0].attributes == {"ok": True, "age": 7.0, "hue": "blue"}
    assert found.schema.labels[0].attributes[2] == AttributeSpec("hue", "choice", ("red", "blue"))


def test_that_a_track_is_filled_in_between_its_keyframes_and_ends_where_it_leaves(tmp_path):
    boxes = "".join(
        f'<box frame="{frame}" keyframe="1" outside="{gone}" occluded="0" xtl="{x}" ytl="0" xbr="{x + 10}" ybr="10"/>'
        for frame, gone, x in ((0, 0, 0), (4, 0, 8), (6, 1, 12))
    )
    found = read_labels(xml(tmp_path, f'<track id="5" label="car">{boxes}</track>'))
    assert [image.frame for image in found.annotations] == [0, 1, 2, 3, 4, 5, 6]
    assert found.annotations[6].shapes == () and found.annotations[6].state == "unlabelled"
    shapes = [image.shapes[0] for image in found.annotations[:6]]
    assert [shape.points[0, 0] for shape in shapes] == [0, 2, 4, 6, 8, 8]
    assert [shape.track.keyframe for shape in shapes] == [True, False, False, False, True, False]
    assert {shape.track.id for shape in shapes} == {5}


def test_that_frames_of_a_video_find_their_pictures_by_number(tmp_path):
    Image.new("RGB", (40, 30)).save(tmp_path / "shot-0007.png")
    path = xml(tmp_path, '<track id="0" label="car"><box frame="7" xtl="0" ytl="0" xbr="9" ybr="9"/></track>')
    (frame,) = read_labels(path).annotations
    assert (frame.image, frame.width, frame.height) == ("shot-0007.png", 40, 30)


def test_that_a_track_of_a_billion_frames_is_not_filled(tmp_path):
    boxes = "".join(f'<box frame="{n}" xtl="0" ytl="0" xbr="9" ybr="9"/>' for n in (0, 10**9))
    found = read_labels(xml(tmp_path, f'<track id="0" label="car">{boxes}</track>'))
    assert len(found.annotations) == 2 and "too long" in found.problems[0].message


def test_that_a_zip_with_pictures_and_subsets_is_opened(tmp_path):
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg")
    path = xml(tmp_path, image('<box label="cat" xtl="1" ytl="1" xbr="5" ybr="5"/>', 'subset="Train"'))
    with zipfile.ZipFile(tmp_path / "task.zip", "w") as archive:
        archive.write(path, "annotations.xml")
        archive.write(tmp_path / "a.jpg", "images/Train/a.jpg")
    found = read_labels(tmp_path / "task.zip")
    assert found.format == "cvat" and found.annotations[0].image == "images/Train/a.jpg"
    assert subsets_of(found) == {"images/Train/a.jpg": "train"}


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ('<box label="cat" xtl="1" ytl="x" xbr="5" ybr="5"/>', "not a number"),
        ('<polygon label="cat" points="1,2;3,4"/>', "needs 3 points"),
        ('<mask label="cat" rle="1, 2" left="0" top="0" width="9" height="9"/>', "CVAT"),
        ('<mask label="cat" rle="1" left="0" top="0" width="999999" height="999999"/>', "cannot be right"),
        ('<spline label="cat"/>', "not known"),
    ],
)
def test_that_a_broken_shape_is_named_and_its_neighbours_are_kept(bad, word, tmp_path):
    good = '<box label="cat" xtl="1" ytl="1" xbr="5" ybr="5"/>'
    found = read_labels(xml(tmp_path, image(good + bad + good)))
    assert len(found.annotations[0].shapes) == 2
    (problem,) = found.problems
    assert word in problem.message and "a.jpg" in problem.where and " 2" in problem.where


def test_that_entities_are_refused_and_names_do_not_leave_the_folder(tmp_path):
    (tmp_path / "x.xml").write_text('<!DOCTYPE a [<!ENTITY b "c">]><annotations><image/></annotations>')
    with pytest.raises(LabelsUnreadable, match="entities"):
        read_labels(tmp_path / "x.xml", "cvat")
    path = xml(tmp_path, '<image id="0" name="../../etc/a.jpg" width="9" height="9"/>')
    assert read_labels(path, "cvat").annotations[0].image == "etc/a.jpg"


def test_that_what_is_written_has_every_label_with_its_questions(tmp_path):
    bones = Skeleton(("head", "foot"), ((0, 1),), places=((0.5, 0.1), (0.5, 0.9)))
    cat = Label("cat", "#112233", attributes=(AttributeSpec("hue", "choice", ("red", "blue"), "red", True),))
    schema = LabelSchema((cat, Label("pose", skeleton=bones)))
    shapes = (
        Shape("rectangle", ("cat",), points_of([(1, 2), (3, 4)]), attributes={"hue": "red", "age": 3.0}, group=0),
        Shape("skeleton", ("pose",), points_of([(1, 2), (3, 4)]), visibility=(2, 1)),
    )
    report = write_labels(one(*shapes, schema=schema, flags={"good": True}), tmp_path / "out", "cvat")
    found = read_labels(report.target)
    read_cat, pose, good = found.schema.labels
    assert read_cat == Label("cat", "#112233", attributes=(*cat.attributes, AttributeSpec("age", "number")))
    assert pose.skeleton == bones and good.name == "good"
    assert found.annotations[0].classes == ("good",) and found.annotations[0].shapes[0].attributes["age"] == 3.0
    assert report.losses == ()


def test_that_a_slanted_rectangle_becomes_a_polygon_and_is_counted(tmp_path):
    slanted = Shape("rotated_rectangle", ("a",), points_of([(0, 0), (20, 0), (25, 10), (5, 10)]))
    report = write_labels(one(slanted), tmp_path / "out", "cvat")
    assert [loss.what for loss in report.losses] == ["rotated_rectangle without right angles became polygon"]


def test_that_an_ellipse_keeps_its_angle(tmp_path):
    u, v = np.array([math.cos(0.5), math.sin(0.5)]), np.array([-math.sin(0.5), math.cos(0.5)])
    shape = Shape("ellipse", ("a",), points_of([(20, 15), (20, 15) + 8 * u, (20, 15) + 3 * v]))
    report = write_labels(one(shape), tmp_path / "out", "cvat")
    assert 'rotation="28.64788' in report.target.read_text()
    assert np.allclose(read_labels(report.target).annotations[0].shapes[0].points, shape.points)


def test_that_pictures_go_to_the_folder_that_cvats_zip_has(tmp_path):
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg")
    mask = Mask.of(np.ones((2, 2)), 3, 4)
    labels = one(Shape("mask", ("a",), points_of([(3, 4), (5, 6)]), mask=mask))
    labels = LabelSet(labels.annotations, labels.schema, str(tmp_path))
    report = write_labels(labels, tmp_path / "out", "cvat", write=WriteOptions(images="copy"))
    assert (tmp_path / "out/images/a.jpg").is_file() and detect(tmp_path / "out")[0][0].name == "cvat"
    again = convert(report.target, tmp_path / "again", "cvat", read=ReadOptions(), write=WriteOptions(images="copy"))
    assert again.losses == () and (tmp_path / "again/images/a.jpg").is_file()
