"""VIA's seven layouts: regions as list or object, angles in radians, the class among the attributes, and no size of images."""

import json
import math

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.formats.all import detect, read_labels, write_labels
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.model import Annotation, LabelSet, Shape, points_of

RECT = {"name": "rect", "x": 1, "y": 2, "width": 3, "height": 4}


def region(drawn=RECT, **said):
    return {"shape_attributes": drawn, "region_attributes": said}


def record(*regions, name="a.jpg", size=-1, **more):
    return {f"{name}{size}": {"filename": name, "size": size, "regions": list(regions), "file_attributes": {}, **more}}


def project(records, **region_questions):
    return {
        "_via_settings": {},
        "_via_img_metadata": records,
        "_via_attributes": {"region": region_questions, "file": {}},
    }


def saved(tmp_path, document, name="via.json"):
    path = tmp_path / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_that_regions_may_be_a_list_or_an_object_with_numbers(tmp_path):
    as_list = read_labels(saved(tmp_path, record(region(name="cat"))))
    old = {
        "a.jpg12": {
            "fileref": "",
            "filename": "a.jpg",
            "size": 12,
            "file_attributes": {},
            "regions": {"0": region(name="cat")},
        }
    }
    as_object = read_labels(saved(tmp_path, old, "old.json"))
    for found in (as_list, as_object):
        assert found.format == "via"
        assert [(s.box, s.labels) for s in found.annotations[0].shapes] == [((1, 2, 4, 6), ("cat",))]


def test_that_a_project_file_may_hold_plain_annotations_and_the_other_way_round(tmp_path):
    plain = saved(tmp_path, record(region()), "via_project.json")
    whole = saved(tmp_path, project(record(region())), "via_region_data.json")
    assert [detect(path)[0][0].name for path in (plain, whole)] == ["via", "via"]
    assert len(read_labels(plain).annotations) == len(read_labels(whole).annotations) == 1


def test_that_theta_is_radians(tmp_path):
    drawn = {"name": "ellipse", "cx": 20, "cy": 10, "rx": 8, "ry": 3, "theta": math.pi / 2}
    (shape,) = read_labels(saved(tmp_path, record(region(drawn)))).annotations[0].shapes
    assert np.allclose(shape.points, [[20, 10], [20, 18], [17, 10]])


def test_that_the_class_is_the_attribute_of_a_known_name_with_choices_before_other_choices(tmp_path):
    good = {"type": "radio", "options": {"y": "Yes"}}
    name = {"type": "dropdown", "options": {"bc": "Benedict", "mf": "Martin"}}
    document = project(record(region(is_good="y", name="mf", track=3)), is_good=good, name=name)
    found = read_labels(saved(tmp_path, document))
    shape = found.annotations[0].shapes[0]
    assert shape.labels == ("Martin",) and shape.attributes == {"is_good": "Yes", "track": "3"}
    assert [label.name for label in found.schema.labels] == ["Benedict", "Martin"]


def test_that_a_person_may_choose_the_class(tmp_path):
    path = saved(tmp_path, record(region(name="cat", track=3)))
    shape = read_labels(path, options=ReadOptions(class_attribute="track")).annotations[0].shapes[0]
    assert shape.labels == ("3",) and shape.attributes == {"name": "cat"}


def test_that_checkboxes_are_several_labels(tmp_path):
    document = project(
        record(region(kind={"a": True, "b": False, "c": True})), kind={"type": "checkbox", "options": {"a": "A"}}
    )
    assert read_labels(saved(tmp_path, document)).annotations[0].shapes[0].labels == ("A", "c")


def test_that_sizes_come_from_the_pictures(tmp_path):
    Image.new("RGB", (40, 30)).save(tmp_path / "a.png")
    found = read_labels(saved(tmp_path, record(region(), name="./a.png", size="text")))
    assert (found.annotations[0].width, found.annotations[0].height) == (40, 30)


@pytest.mark.parametrize("mark", ["#", ""])
def test_that_both_headers_of_the_csv_and_a_line_without_region_are_read(mark, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        f"{mark}filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes\n"
        'a.jpg,9,"{}",1,0,"{""name"":""point"",""cx"":1,""cy"":2}","{""name"":""cat""}"\n'
        'b.jpg,9,"{}",0,0,"{}","{}"\n'
        'a.jpg,9,"{}",1,0,"{""name"":""star""}","{}"\n'
        "a.jpg,9,{,1,0,{},{}\n"
    )
    assert detect(path)[0][0].name == "via-csv"
    found = read_labels(path)
    assert [(image.image, len(image.shapes)) for image in found.annotations] == [("a.jpg", 1), ("b.jpg", 0)]
    assert sorted(problem.where for problem in found.problems)[0] == "a.csv: line 4" and len(found.problems) == 2


def test_that_the_polygon_of_via_1_is_opened(tmp_path):
    drawn = {"name": "polygon", "all_points_x": [1, 5, 5, 1], "all_points_y": [1, 1, 5, 1]}
    old = {
        "a1": {"fileref": "", "filename": "a.jpg", "size": 1, "file_attributes": {}, "regions": {"0": region(drawn)}}
    }
    assert len(read_labels(saved(tmp_path, old)).annotations[0].shapes[0].points) == 3


@pytest.mark.parametrize(
    "drawn",
    [
        {"name": "polygon", "all_points_x": [1, 2, 3], "all_points_y": [1, 2]},
        {"name": "polyline", "all_points_x": [1], "all_points_y": [1]},
        {"name": "circle", "cx": 1, "cy": 1, "r": -2},
        {"name": "rect", "x": 1, "y": "wide", "width": 1, "height": 1},
        {},
    ],
)
def test_that_a_broken_region_is_named_and_its_neighbours_are_kept(drawn, tmp_path):
    found = read_labels(saved(tmp_path, record(region(), region(drawn), region())))
    assert len(found.annotations[0].shapes) == 2
    assert "region 1" in found.problems[0].where


def test_that_keys_hold_the_size_of_the_file_in_bytes(tmp_path):
    Image.new("RGB", (40, 30)).save(tmp_path / "a.png")
    labels = LabelSet((Annotation("a.png", 40, 30, state="verified", flags={"good": True}),), root=str(tmp_path))
    report = write_labels(labels, tmp_path / "out.json", "via")
    document = json.loads(report.target.read_text())
    size = (tmp_path / "a.png").stat().st_size
    assert document["_via_image_id_list"] == [f"a.png{size}"]
    again = read_labels(report.target).annotations[0]
    assert again.state == "verified" and again.classes == ("good",)


# VIA 3


def via3(tmp_path, *places, kind=2, attributes=None, values=None):
    document = {
        "project": {"pid": "x", "vid_list": ["1"], "data_format_version": "3.1.1"},
        "attribute": attributes or {},
        "file": {"1": {"fid": 1, "fname": "a.jpg", "type": kind, "loc": 1, "src": ""}},
        "view": {"1": {"fid_list": [1]}},
        "metadata": {
            f"1_{n}": {"vid": "1", "z": [], "xy": list(xy), "av": values or {}} for n, xy in enumerate(places)
        },
    }
    return saved(tmp_path, document)


def test_that_every_shape_of_via_3_is_read(tmp_path):
    places = [
        (1, 5, 6), (2, 1, 2, 3, 4), (3, 5, 5, 2), (4, 5, 5, 3, 2), (5, 0, 0, 4, 4), (6, 0, 0, 4, 4, 8, 0),
        (7, 0, 0, 4, 4, 8, 0), (8, 1, 5, 4, 0, 9, 5, 5, 8), (9, 0, 0, 10, 0, 5, 5),
    ]  # fmt: skip
    path = via3(tmp_path, *places)
    assert detect(path)[0][0].name == "via3"
    shapes = read_labels(path).annotations[0].shapes
    kinds = ["point", "rectangle", "circle", "ellipse", "line", "polyline", "polygon", "rectangle", "circle"]
    assert [shape.kind for shape in shapes] == kinds
    assert shapes[7].box == (1, 0, 9, 8)
    assert np.allclose(shapes[8].points, [[5, 0], [10, 0]])


def test_that_options_of_via_3_are_read_by_their_numbers(tmp_path):
    attributes = {
        "7": {"aname": "kind", "anchor_id": "FILE1_Z0_XY1", "type": 2, "options": {"0": "cat", "1": "dog"}},
        "8": {"aname": "note", "anchor_id": "FILE1_Z0_XY1", "type": 1, "options": {}},
    }
    path = via3(tmp_path, (1, 5, 6), attributes=attributes, values={"7": "0,1", "8": "a, b"})
    found = read_labels(path)
    shape = found.annotations[0].shapes[0]
    assert shape.labels == ("cat", "dog") and shape.attributes == {"note": "a, b"}


def test_that_a_video_and_a_broken_region_of_via_3_are_named(tmp_path):
    found = read_labels(via3(tmp_path, (1, 5, 6), kind=4))
    assert found.annotations == () and "not an image" in found.problems[0].message
    found = read_labels(via3(tmp_path, (1, 5, 6), (9, 0, 0, 1, 1, 2, 2), (7, 0, 0), (12,)))
    assert len(found.annotations[0].shapes) == 1 and len(found.problems) == 3


def test_that_a_class_named_like_an_attribute_is_not_mixed_up(tmp_path):
    shape = Shape("point", ("cat",), points_of([(1, 2)]), attributes={"label": "x", "name": "y"})
    for name in ("via", "via-csv", "via3"):
        report = write_labels(LabelSet((Annotation("a.png", 40, 30, (shape,)),)), tmp_path / name, name)
        again = read_labels(report.target).annotations[0].shapes[0]
        assert again.labels == ("cat",) and again.attributes == {"label_": "x", "name": "y"}
