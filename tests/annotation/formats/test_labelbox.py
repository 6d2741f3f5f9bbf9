"""Labelbox's files: both exports and the import lines, answers within answers, and masks that lie in its cloud."""

import json

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.formats.all import detect, read_labels, write_labels
from desktop_app.annotation.model import Annotation, Label, LabelSchema, LabelSet, Mask, Shape, points_of

BOX = {"name": "cat", "bounding_box": {"top": 1, "left": 2, "height": 3, "width": 4}}


def export(tmp_path, *objects, sets=1, **annotations):
    label = {"annotations": {"objects": list(objects), "classifications": [], **annotations}}
    labels = [{**label, "label_details": {"created_at": f"2024-0{n + 1}-01"}} for n in range(sets)]
    row = {
        "data_row": {"id": "x", "external_id": "../a%20b.jpg", "row_data": "https://host/a.jpg"},
        "media_attributes": {"width": 40, "height": 30},
        "projects": {"p": {"name": "n", "labels": labels}},
    }
    path = tmp_path / "export.ndjson"
    path.write_text(json.dumps(row) + "\n")
    return path


def test_that_every_kind_of_object_is_read(tmp_path):
    place = {"x": 1, "y": 2}
    objects = [BOX, {"name": "a", "polygon": [place, {"x": 5, "y": 2}, {"x": 5, "y": 6}, place]}]
    objects += [{"name": "b", "line": [place, {"x": 5, "y": 2}]}, {"name": "c", "point": place}]
    path = export(tmp_path, *objects)
    assert detect(path)[0][0].name == "labelbox"
    found = read_labels(path)
    image = found.annotations[0]
    assert [shape.kind for shape in image.shapes] == ["rectangle", "polygon", "polyline", "point"]
    assert image.shapes[0].box == (2, 1, 6, 4) and len(image.shapes[1].points) == 3
    assert (image.image, image.width, image.height) == ("a%20b.jpg", 40, 30) and found.problems == ()


def test_that_masks_in_the_cloud_are_counted_unless_they_lie_beside(tmp_path):
    masks = [{"name": "cat", "feature_id": one, "mask": {"url": f"https://host/{one}?token=1"}} for one in ("f1", "f2")]
    bits = np.zeros((30, 40), np.uint8)
    bits[5:8, 6:10] = 255
    Image.fromarray(bits).save(tmp_path / "f1.png")
    found = read_labels(export(tmp_path, BOX, *masks))
    _, mask = found.annotations[0].shapes
    assert mask.mask.bits().all() and mask.box == (6, 5, 10, 8)
    assert "1 masks lie in Labelbox's cloud" in found.problems[0].message


def test_that_answers_within_answers_become_attributes_and_classes(tmp_path):
    inner = {"name": "hue", "radio_answer": {"name": "red"}}
    asked = {"name": "kind", "checklist_answers": [{"name": "x", "classifications": [inner]}, {"name": "y"}]}
    about = [{"name": "weather", "radio_answer": {"name": "rain"}}, {"name": "note", "text_answer": {"content": "far"}}]
    image = read_labels(export(tmp_path, {**BOX, "classifications": [asked]}, classifications=about)).annotations[0]
    assert image.shapes[0].attributes == {"kind": ("x", "y"), "hue": "red"}
    assert image.classes == ("rain",) and image.attributes == {"note": "far"}


def test_that_of_several_sets_the_newest_is_taken_and_videos_are_named(tmp_path):
    assert "There are 2 sets" in read_labels(export(tmp_path, BOX, sets=2)).problems[0].message
    found = read_labels(export(tmp_path, frames={}))
    assert "of a video" in found.problems[0].message


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "x"},
        {"name": "x", "bounding_box": {"top": 1}},
        {"polygon": [{"x": 1, "y": 2}]},
        {"mask": {"png": "?"}},
        3,
    ],
)
def test_that_a_broken_object_is_named_and_its_neighbours_are_kept(bad, tmp_path):
    found = read_labels(export(tmp_path, BOX, bad, BOX))
    assert len(found.annotations[0].shapes) == 2
    assert "line 1: object 1" in found.problems[0].where


def test_that_a_broken_line_is_named_and_the_others_are_read(tmp_path):
    path = export(tmp_path, BOX)
    path.write_text(path.read_text() + '{"data_row": \n' + path.read_text())
    found = read_labels(path)
    assert len(found.annotations) == 2 and "line 2" in found.problems[0].where


def test_that_the_old_export_is_read(tmp_path):
    thing = {"title": "Cat", "value": "cat", "bbox": {"top": 1, "left": 2, "height": 3, "width": 4}}
    label = {"objects": [thing], "classifications": [{"title": "W", "value": "w", "answer": {"title": "Rain"}}]}
    rows = [{"ID": "1", "DataRow ID": "2", "Labeled Data": "https://h/x.jpg", "External ID": "x.jpg", "Label": label}]
    rows.append({**rows[0], "External ID": "y.jpg", "Label": "Skip"})
    path = tmp_path / "old.json"
    path.write_text(json.dumps(rows))
    assert detect(path)[0][0].name == "labelbox"
    first, second = read_labels(path).annotations
    assert first.shapes[0].labels == ("Cat",) and first.classes == ("Rain",) and second.shapes == ()


def test_that_import_lines_carry_masks_as_pictures_and_an_ontology_lies_beside(tmp_path):
    mask = Mask.of(np.array([[1, 0], [1, 1]]), 38, 3)
    shapes = (Shape("mask", ("cat",), points_of([(38, 3), (40, 5)]), mask=mask, score=0.5, attributes={"hue": "red"}),)
    labels = LabelSet(
        (Annotation("a.jpg", 40, 30, shapes, flags={"rain": True}),), LabelSchema((Label("cat"), Label("dog")))
    )
    report = write_labels(labels, tmp_path / "rows.ndjson", "labelbox-import")
    rows = [json.loads(line) for line in report.target.read_text().splitlines()]
    assert [sorted(row) for row in rows] == [
        ["classifications", "confidence", "dataRow", "mask", "name", "uuid"], ["answer", "dataRow", "name", "uuid"],
    ]  # fmt: skip
    ontology = json.loads((tmp_path / "rows-ontology.json").read_text())
    assert [(tool["name"], tool["tool"]) for tool in ontology["tools"]] == [
        ("cat", "raster-segmentation"),
        ("dog", "rectangle"),
    ]
    found = read_labels(report.target)
    assert found.format == "labelbox-import" and found.annotations[0].shapes[0].mask == mask
    assert report.losses == ()
