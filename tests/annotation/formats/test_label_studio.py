"""Label Studio's tasks: where its boxes turn, which set counts, brushes bit for bit, and what is not about images."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.annotation.formats.all import detect, read_labels, write_labels
from desktop_app.annotation.formats.brush_rle import brush_of, mask_of_brush
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.model import Annotation, Label, LabelSchema, LabelSet, Mask, Relation, Shape, points_of
from desktop_app.annotation.shapes.masks import MaskError, same_pixels, window


def result(kind, identity="r1", size=(200, 100), labels=("cat",), **value):
    said = {"id": identity, "from_name": "label", "to_name": "image", "type": kind}
    if size:
        said |= {"original_width": size[0], "original_height": size[1]}
    return {**said, "value": {**value, **({kind: list(labels)} if kind.endswith("labels") else {})}}


def tasks(tmp_path, *results, **more):
    task = {"id": 7, "data": {"image": "a.jpg"}, "annotations": [{"id": 1, "result": list(results)}], **more}
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    return path


def read_one(path, **options):
    found = read_labels(path, "label-studio", ReadOptions(**options))
    return found.annotations[0], found.problems


BOX = {"x": 10, "y": 20, "width": 30, "height": 40}


def test_that_a_box_turns_clockwise_about_its_top_left_corner(tmp_path):
    image, _ = read_one(tasks(tmp_path, result("rectanglelabels", **BOX, rotation=90)))
    (shape,) = image.shapes
    assert shape.kind == "rotated_rectangle"
    assert np.allclose(shape.points, [[20, 20], [20, 80], [-20, 80], [-20, 20]])


def test_that_an_ellipse_is_given_by_its_centre(tmp_path):
    said = result("ellipselabels", x=50, y=50, radiusX=10, radiusY=20, rotation=0)
    image, _ = read_one(tasks(tmp_path, said))
    assert image.shapes[0].kind == "ellipse"
    assert np.allclose(image.shapes[0].points, [[100, 50], [120, 50], [100, 70]])


def test_that_places_in_percent_need_the_size_of_the_image(tmp_path):
    path = tasks(tmp_path, result("rectanglelabels", size=(), **BOX))
    image, problems = read_one(path)
    assert image.shapes == () and "how large the image is" in problems[0].message and "task 7" in problems[0].where


def test_that_the_size_may_come_from_the_picture(tmp_path):
    said = result("rectanglelabels", size=(), **BOX)
    image, problems = read_one(tasks(tmp_path, said), sizes={"a.jpg": (200, 100)})
    assert image.shapes[0].box == (20, 20, 80, 60) and problems == ()


def test_that_a_tool_and_its_labels_are_one_region(tmp_path):
    tool, labels = result("rectangle", **BOX), result("labels", **BOX)
    image, _ = read_one(tasks(tmp_path, tool, labels))
    assert [shape.labels for shape in image.shapes] == [("cat",)]


def test_that_predictions_come_as_suggestions_with_their_score(tmp_path):
    prediction = {"model_version": "net", "score": 0.7, "result": [result("rectanglelabels", "p", **BOX)]}
    path = tasks(tmp_path, result("rectanglelabels", **BOX), predictions=[prediction])
    image, _ = read_one(path)
    hand, proposal = image.shapes
    assert not hand.is_suggestion and hand.score is None
    assert proposal.is_suggestion and (proposal.score, proposal.source) == (0.7, "model:net")


def test_that_of_several_sets_the_newest_that_was_not_cancelled_counts(tmp_path):
    def annotated(label, day, **more):
        said = result("rectanglelabels", labels=(label,), **BOX)
        return {"result": [said], "created_at": f"2024-01-0{day}T00:00:00Z", **more}

    sets = [annotated("new", 2), annotated("old", 1), annotated("gone", 3, was_cancelled=True)]
    image, problems = read_one(tasks(tmp_path, annotations=sets))
    assert image.shapes[0].label == "new" and image.state == "labelled"
    assert "There are 2 sets" in problems[0].message


def test_that_cancelled_is_rejected_and_ground_truth_is_verified(tmp_path):
    image, _ = read_one(tasks(tmp_path, annotations=[{"result": [], "was_cancelled": True}]))
    assert image.state == "rejected"
    image, _ = read_one(tasks(tmp_path, annotations=[{"result": [], "ground_truth": True}]))
    assert image.state == "verified"


def test_that_old_completions_are_read(tmp_path):
    path = tmp_path / "t.json"
    said = {"data": {"image": "a.jpg"}, "completions": [{"result": [result("rectanglelabels", **BOX)]}]}
    path.write_text(json.dumps([said]))
    assert detect(path)[0][0].name == "label-studio"
    assert len(read_labels(path).annotations[0].shapes) == 1


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("/data/local-files/?d=set%201/a.jpg", "set 1/a.jpg"),
        ("http://localhost:8080/data/local-files/?d=a.jpg", "a.jpg"),
        ("s3://bucket/folder/a.jpg", "folder/a.jpg"),
        ("https://host/x/a.jpg?token=1", "x/a.jpg"),
        ("../../etc/a.jpg", "etc/a.jpg"),
    ],
)
def test_that_the_image_is_named_however_its_storage_names_it(reference, name, tmp_path):
    image, _ = read_one(tasks(tmp_path, data={"image": reference}))
    assert image.image == name


def test_that_an_upload_finds_its_picture_without_its_prefix(tmp_path):
    from PIL import Image

    Image.new("RGB", (20, 10)).save(tmp_path / "a.png")
    image, _ = read_one(tasks(tmp_path, data={"image": "/data/upload/3/0a1b2c3d-a.png"}))
    assert (image.image, image.width) == ("a.png", 20)


def test_that_choices_are_classes_of_the_image_or_attributes_of_a_region(tmp_path):
    on_image = {"id": "c", "from_name": "weather", "type": "choices", "value": {"choices": ["rain"]}}
    on_region = {"id": "r1", "from_name": "hue", "type": "choices", "value": {"choices": ["red"]}}
    written = {"id": "r1", "from_name": "transcription", "type": "textarea", "value": {"text": ["STOP"]}}
    image, _ = read_one(tasks(tmp_path, on_image, result("rectanglelabels", **BOX), on_region, written))
    assert image.classes == ("rain",)
    assert image.shapes[0].attributes == {"hue": "red"} and image.shapes[0].text == "STOP"


def test_that_regions_below_a_region_are_parts_and_relations_keep_their_ends(tmp_path):
    child = result("rectanglelabels", "r2", **BOX) | {"parentID": "r1"}
    relation = {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right", "labels": ["on"]}
    image, _ = read_one(tasks(tmp_path, result("rectanglelabels", **BOX), child, relation))
    assert image.shapes[0].group == image.shapes[1].group == 1
    assert image.relations == (Relation("r1", "r2", "on"),)


def test_that_what_is_not_about_images_is_counted_and_the_rest_kept(tmp_path):
    video = {"id": "v", "type": "videorectangle", "value": {"sequence": []}}
    image, problems = read_one(tasks(tmp_path, video, result("rectanglelabels", **BOX)))
    assert len(image.shapes) == 1 and "videorectangle" in problems[0].message
    path = tasks(tmp_path, data={"text": "Hello there."})
    found = read_labels(path, "label-studio")
    assert found.annotations == () and "not about an image" in found.problems[0].message


@pytest.mark.parametrize(
    "bad",
    [
        {"x": "much", "y": 0, "width": 1, "height": 1},
        {"x": 0, "y": 0, "width": -1, "height": 1},
        {"x": 0, "y": 0},
        {"x": float("nan"), "y": 0, "width": 1, "height": 1},
    ],
)
def test_that_a_broken_result_is_named_and_the_others_are_kept(bad, tmp_path):
    image, problems = read_one(
        tasks(tmp_path, result("rectanglelabels", "bad", **bad), result("rectanglelabels", "good", **BOX))
    )
    assert [shape.id for shape in image.shapes] == ["good"]
    assert [problem.where for problem in problems] == ["tasks.json: task 7: result bad"]


# brushes


@given(st.data())
def test_that_a_brush_is_packed_and_unpacked_bit_for_bit(data):
    width, height = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 12))
    bits = np.array(data.draw(st.lists(st.booleans(), min_size=width * height, max_size=width * height)))
    mask = Mask.of(bits.reshape(height, width))
    again = mask_of_brush(brush_of(mask, width, height), width, height)
    assert same_pixels(mask, again)


def test_that_a_brush_of_a_large_image_is_a_few_runs():
    packed = brush_of(Mask.of(np.ones((10, 10)), 500, 500), 3000, 2000)
    assert len(packed) < 3000
    assert window(mask_of_brush(packed, 3000, 2000), (500, 500, 510, 510)).all()


def test_that_smooth_edges_count_from_the_half_and_only_the_alpha_counts():
    listed = "".join(f"{v:08b}" for v in (255, 255, 255, 127, 0, 0, 0, 128))
    bits = f"{8:032b}" + f"{7:05b}" + "0010" + "0011" + "0111" + "1111" + "0" + "00" + "111" + listed
    packed = list(int(bits + "0" * (-len(bits) % 8), 2).to_bytes(-(-len(bits) // 8), "big"))
    mask = mask_of_brush(packed, 2, 1)
    assert (mask.left, mask.width) == (1, 1)


@pytest.mark.parametrize("packed", [[], [1, 2, 3], [0, 0, 0, 4, 255], ["x"], [[1]], [300], [255] * 20])
def test_that_a_broken_brush_is_refused(packed):
    with pytest.raises(MaskError):
        mask_of_brush(packed, 4, 4)
    with pytest.raises(MaskError):
        mask_of_brush([0] * 20, 1_000_000, 1_000_000)


# writing


def test_that_suggestions_are_written_as_predictions_and_the_rest_as_annotations(tmp_path):
    hand = Shape("rectangle", ("cat", "pet"), points_of([(1, 2), (3, 4)]))
    proposed = Shape("rectangle", ("cat",), points_of([(1, 2), (3, 4)]), score=0.5, source="model:net@1")
    labels = LabelSet((Annotation("d/a b.jpg", 40, 30, (hand, proposed), state="verified"),))
    report = write_labels(labels, tmp_path / "t.json", "label-studio")
    (task,) = json.loads(report.target.read_text())
    assert task["data"]["image"] == "/data/local-files/?d=d/a%20b.jpg"
    assert [len(task[name][0]["result"]) for name in ("annotations", "predictions")] == [1, 1]
    assert task["predictions"][0]["model_version"] == "net@1" and task["annotations"][0]["ground_truth"]
    assert report.losses == ()


def test_that_the_configuration_has_every_label_in_order_with_colour_and_key(tmp_path):
    schema = LabelSchema((Label("dog", "#ff0000", "1"), Label("cat & co", "#00ff00")), ("rain",))
    labels = LabelSet((Annotation("a.jpg", 40, 30, (Shape("point", ("dog",), points_of([(1, 2)])),)),), schema)
    report = write_labels(labels, tmp_path / "t.json", "label-studio")
    text = (tmp_path / "t-config.xml").read_text()
    assert "<KeyPointLabels" in text and 'value="cat &amp; co"' in text
    assert read_labels(report.target).schema == schema


def test_that_colours_of_a_configuration_may_be_words(tmp_path):
    said = '<View><Image name="i" value="$pic"/><BrushLabels name="l" toName="i"><Label value="a" background="red"/>'
    said += (
        '<Label value="b" background="rgba(0, 255, 0, 1)"/><Label value="c" background="hotdog"/></BrushLabels></View>'
    )
    (tmp_path / "label_config.xml").write_text(said)
    found = read_labels(tasks(tmp_path, data={"pic": "x/y"}))
    assert [label.colour for label in found.schema.labels] == ["#ff0000", "#00ff00", ""]
    assert found.annotations[0].image == "x/y"


def test_that_a_turned_box_comes_back_where_it_was(tmp_path):
    u, v = np.array([math.cos(2.0), math.sin(2.0)]), np.array([-math.sin(2.0), math.cos(2.0)])
    start = np.array([20.0, 10.0])
    shape = Shape("rotated_rectangle", ("a",), points_of([start, start + 9 * u, start + 9 * u + 4 * v, start + 4 * v]))
    report = write_labels(LabelSet((Annotation("a.jpg", 40, 30, (shape,)),)), tmp_path / "t.json", "label-studio")
    assert np.allclose(read_labels(report.target).annotations[0].shapes[0].points, shape.points)
