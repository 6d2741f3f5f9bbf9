"""Universal Data Tool and DataTurks: fractions, old names, review states, and lines that are not about images."""

import json

import numpy as np
import pytest

from desktop_app.annotation.formats.all import detect, read_labels, write_labels
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.model import Annotation, LabelSet, Shape, points_of

SIZES = ReadOptions(sizes={"a.jpg": (200, 100)})
BOX = {
    "regionType": "bounding-box",
    "centerX": 0.5,
    "centerY": 0.5,
    "width": 0.2,
    "height": 0.4,
    "classification": "cat",
}


def udt(tmp_path, annotation, samples="samples", **interface):
    document = {"interface": {"type": "image_segmentation", "labels": ["dog", {"id": "cat"}], **interface}}
    path = tmp_path / "x.udt.json"
    path.write_text(json.dumps({**document, samples: [{"imageUrl": "file:///a.jpg", "annotation": annotation}]}))
    return path


def test_that_a_box_is_given_by_its_centre_in_fractions(tmp_path):
    path = udt(tmp_path, [BOX])
    assert detect(path)[0][0].name == "udt"
    found = read_labels(path, options=SIZES)
    assert found.annotations[0].shapes[0].box == pytest.approx((80, 30, 120, 70))
    assert [label.name for label in found.schema.labels] == ["dog", "cat"]


def test_that_one_region_without_a_list_and_several_labels_are_read(tmp_path):
    found = read_labels(udt(tmp_path, {**BOX, "labels": ["dog"]}), options=SIZES)
    assert found.annotations[0].shapes[0].labels == ("dog", "cat")


def test_that_old_names_of_samples_are_read(tmp_path):
    path = tmp_path / "old.json"
    document = {"interface": {"type": "image_segmentation"}, "taskData": [{"imageUrl": "a.jpg"}], "taskOutput": [[BOX]]}
    path.write_text(json.dumps(document))
    assert len(read_labels(path, options=SIZES).annotations[0].shapes) == 1


def test_that_without_a_size_the_image_is_kept_and_its_regions_are_named(tmp_path):
    found = read_labels(udt(tmp_path, [BOX, {**BOX, "regionType": "star"}]))
    assert found.annotations[0].shapes == ()
    assert "how large the image is" in found.problems[0].message and "annotation[0]" in found.problems[0].where


def test_that_keypoints_come_in_the_order_of_their_definition(tmp_path):
    bones = {
        "p": {
            "landmarks": {"head": {"defaultPosition": {"x": 0.5, "y": 0}}, "foot": {}},
            "connections": [["head", "foot"]],
        }
    }
    said = {"regionType": "keypoints", "keypointsDefinitionId": "p", "points": {"foot": {"x": 0.5, "y": 0.5}}}
    found = read_labels(udt(tmp_path, [said], keypointDefinitions=bones), options=SIZES)
    (shape,) = found.annotations[0].shapes
    assert shape.visibility == (0, 2) and shape.points.tolist() == [[0, 0], [100, 50]]


def test_that_classification_is_read_as_text_or_list_and_other_media_are_named(tmp_path):
    path = tmp_path / "c.json"
    samples = [
        {"imageUrl": "a.jpg", "annotation": "x"},
        {"imageUrl": "b.jpg", "annotation": ["x", "y"]},
        {"audioUrl": "c.mp3"},
    ]
    path.write_text(
        json.dumps({"interface": {"type": "image_classification", "labels": ["x", "y"]}, "samples": samples})
    )
    found = read_labels(path)
    assert [image.classes for image in found.annotations] == [("x",), ("x", "y")]
    assert found.schema.image_classes == ("x", "y") and "audioUrl" in found.problems[0].message


def test_that_the_csv_says_the_same_as_the_json(tmp_path):
    path = tmp_path / "x.udt.csv"
    path.write_text(
        "path,.,imageUrl,annotation.0.regionType,annotation.0.x,annotation.0.y\n"
        'interface,"{""type"":""image_segmentation"",""labels"":[""a""]}",,,,\n'
        "samples.0,,a.jpg,point,0.5,0.25\nsamples.10,,b.jpg,,,\nsamples.2,,c.jpg,,,\nsamples.3,{,,,,\n"
    )
    assert detect(path)[0][0].name == "udt-csv"
    found = read_labels(path, options=SIZES)
    assert [image.image for image in found.annotations] == ["a.jpg", "c.jpg", "b.jpg"]
    assert found.annotations[0].shapes[0].points.tolist() == [[100, 25]]
    assert found.problems[0].where == "x.udt.csv: line 6"


@pytest.mark.parametrize("name", ["udt", "udt-csv"])
def test_that_sizes_lie_beside_where_the_pictures_do_not_go_along(name, tmp_path):
    labels = LabelSet((Annotation("a.jpg", 200, 100, (Shape("point", ("a",), points_of([(50, 50)])),)),))
    report = write_labels(labels, tmp_path / "out", name)
    assert (report.target.parent / "image-sizes.csv").is_file()
    assert read_labels(report.target).annotations[0].shapes[0].points.tolist() == [[50, 50]]


def test_that_keypoints_named_by_numbers_survive_the_csv(tmp_path):
    bones = Shape("skeleton", ("p",), points_of([(10, 20), (30, 40)]), visibility=(2, 2))
    report = write_labels(LabelSet((Annotation("a.jpg", 200, 100, (bones,)),)), tmp_path / "x.csv", "udt-csv")
    assert read_labels(report.target).annotations[0].shapes[0].points.tolist() == [[10, 20], [30, 40]]


# DataTurks


def lines(tmp_path, *annotations, **more):
    path = tmp_path / "d.json"
    path.write_text(
        "".join(
            json.dumps({"content": "a.jpg", "annotation": one, "extras": None, **more}) + "\n" for one in annotations
        )
    )
    return path


def region(points, label="cat", **more):
    return {"label": label, "points": points, "imageWidth": 200, "imageHeight": 100, **more}


TWO = [{"x": 0.1, "y": 0.2}, {"x": 0.5, "y": 0.6}]
FOUR = [{"x": 0.1, "y": 0.2}, {"x": 0.5, "y": 0.2}, {"x": 0.5, "y": 0.6}, {"x": 0.1, "y": 0.6}]


def test_that_labels_are_text_or_a_list_and_boxes_have_two_or_four_points(tmp_path):
    path = lines(tmp_path, [region(TWO), region(FOUR, ["cat", "dog"])])
    assert detect(path)[0][0].name == "dataturks"
    first, second = read_labels(path).annotations[0].shapes
    assert first.box == second.box == pytest.approx((20, 20, 100, 60))
    assert first.labels == ("cat",) and second.labels == ("cat", "dog")


def test_that_polygons_are_opened_and_points_are_points(tmp_path):
    ring = [[0, 0], [0.5, 0], [0.5, 0.5], [0, 0]]
    path = lines(tmp_path, [region(ring, shape="polygon", notes="far"), region([[0.5, 0.5]], shape="point")])
    polygon, point = read_labels(path).annotations[0].shapes
    assert polygon.points.tolist() == [[0, 0], [100, 0], [100, 50]] and polygon.description == "far"
    assert point.kind == "point" and point.points.tolist() == [[100, 50]]


@pytest.mark.parametrize(
    ("metadata", "state"),
    [
        ({"status": "done", "evaluation": "CORRECT"}, "verified"),
        ({"status": "done", "evaluation": "INCORRECT"}, "rejected"),
        ({"status": "done", "evaluation": "NONE"}, "labelled"),
        ({"status": "skipped", "evaluation": "NONE"}, "unlabelled"),
    ],
)
def test_that_status_and_evaluation_are_the_state(metadata, state, tmp_path):
    assert read_labels(lines(tmp_path, [], metadata=metadata)).annotations[0].state == state


def test_that_classes_stand_alone_or_beside_regions(tmp_path):
    both = {"classificationResult": [{"labels": ["x"]}], "annotationResult": [region(TWO)]}
    alone, combined = read_labels(lines(tmp_path, {"labels": ["x", "y"]}, both)).annotations
    assert alone.classes == ("x", "y") and combined.classes == ("x",) and len(combined.shapes) == 1


def test_that_text_and_video_are_counted_and_broken_regions_named(tmp_path):
    text = [{"label": ["A"], "points": [{"start": 0, "end": 1, "text": "cd"}]}]
    video = [{"startTime": 0, "positions": []}]
    path = lines(tmp_path, text, video, [region(TWO), region([{"x": "?", "y": 0}] * 2), region([], shape="polygon")])
    found = read_labels(path)
    assert len(found.annotations) == 1 and len(found.annotations[0].shapes) == 1
    assert [problem.where for problem in found.problems][:2] == [
        "d.json: line 3: annotation[1]",
        "d.json: line 3: annotation[2]",
    ]
    assert "2 lines are about text or video" in found.problems[2].message


def test_that_what_lies_outside_is_clipped_because_the_server_refuses_it(tmp_path):
    shape = Shape("rectangle", ("a",), points_of([(-10, 10), (250, 50)]))
    report = write_labels(LabelSet((Annotation("a.jpg", 200, 100, (shape,)),)), tmp_path / "d.json", "dataturks")
    (line,) = report.target.read_text().splitlines()
    points = [(point["x"], point["y"]) for point in json.loads(line)["annotation"][0]["points"]]
    assert np.allclose(points, [(0, 0.1), (1, 0.5)]) and report.losses[0].what == "rectangle clipped to the image"
