"""Labels of other tools looked at and taken into a folder, and the folder's labels exported."""

import json
import zipfile

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.exchange.exporting import ExportPlan, chosen_labels, export, losses_of, split_of, writable
from desktop_app.annotation.exchange.taking import preview, recognised, take_over
from desktop_app.annotation.folders.folder import FolderError, open_images
from desktop_app.annotation.folders.labels_of import load_image_labels
from desktop_app.annotation.formats.all import FORMATS, write_labels
from desktop_app.annotation.label_names import shown_name
from desktop_app.annotation.model import Annotation, Label, LabelSchema, LabelSet, Shape, points_of
from desktop_app.annotation.schema import load_schema, save_schema
from desktop_app.places import resources

SAMPLES = resources() / "sample" / "labels"


def coco(place, name="annotations.json", file_name="a.png"):
    document = {
        "images": [{"id": 1, "file_name": file_name, "width": 80, "height": 60}],
        "categories": [{"id": 7, "name": "dog"}, {"id": 9, "name": "cat", "supercategory": "animal"}],
        "annotations": [
            {"id": 1, "image_id": 1, "category_id": 9, "bbox": [10, 10, 20, 30], "area": 600, "iscrowd": 0}
        ],
    }
    (place / name).write_text(json.dumps(document))
    return place / name


@pytest.fixture
def pictures(tmp_path):
    Image.fromarray(np.full((60, 80, 3), 90, np.uint8)).save(tmp_path / "a.png")
    return tmp_path


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_that_every_sample_is_recognised_and_taken_over(name, tmp_path):
    found = preview(str(SAMPLES / name))
    assert found.format == name
    assert (found.located, found.missing, found.trouble) == (found.images, (), "")
    taken = take_over(str(SAMPLES / name), found.format, target=str(tmp_path / "here"))
    assert (taken.images, taken.shapes, taken.problems) == (found.images, found.shapes, ())
    folder = open_images(tmp_path / "here")
    annotations = [load_image_labels(folder, one).annotation for one in folder.names]
    assert sum(len(one.shapes) for one in annotations) == found.shapes
    assert all(shape.source for one in annotations for shape in one.shapes)


def test_that_labels_lie_beside_the_images_and_the_schema_keeps_its_indices(pictures):
    taken = take_over(str(coco(pictures)), "coco")
    assert taken.folder == str(pictures)
    assert [shape.label for shape in load_image_labels(open_images(pictures), "a.png").annotation.shapes] == ["cat"]
    schema, _ = load_schema(pictures)
    assert [label.name for label in schema.labels] == ["dog", "cat"]


def test_that_a_schema_that_is_there_only_grows_at_its_end(pictures):
    save_schema(pictures, LabelSchema((Label("cat", "#ff0000"), Label("bird"))))
    take_over(str(coco(pictures)), "coco")
    schema, _ = load_schema(pictures)
    assert [label.name for label in schema.labels] == ["cat", "bird", "dog"]
    assert schema.labels[0].colour == "#ff0000"


@pytest.mark.parametrize(("existing", "count", "skipped"), [("add", 2, 0), ("replace", 1, 0), ("skip", 1, 1)])
def test_that_the_person_says_what_becomes_of_labels_that_are_there(pictures, existing, count, skipped):
    take_over(str(coco(pictures)), "coco")
    document = json.loads((pictures / "annotations.json").read_text())
    document["annotations"][0]["bbox"] = [40, 20, 5, 5]
    (pictures / "annotations.json").write_text(json.dumps(document))
    taken = take_over(str(pictures / "annotations.json"), "coco", existing=existing)
    assert taken.skipped == skipped
    shapes = load_image_labels(open_images(pictures), "a.png").annotation.shapes
    assert len(shapes) == count
    take_over(str(pictures / "annotations.json"), "coco", existing="add")
    again = load_image_labels(open_images(pictures), "a.png").annotation.shapes
    assert len(again) == (2 if existing == "skip" else count)


def video(place, *tracks, name="video.xml"):
    """CVAT's file of two frames with a car for each track: its number and where it drives."""
    boxes = "".join(
        f'<track id="{number}" label="car">'
        + "".join(f'<box frame="{n}" xtl="{x + n}" ytl="2" xbr="{x + n + 5}" ybr="9"/>' for n in range(2))
        + "</track>"
        for number, x in tracks
    )
    images = "".join(f'<image id="{n}" name="f_{n}.png" width="80" height="60"/>' for n in range(2))
    (place / name).write_text(f"<annotations><version>1.1</version>{images}{boxes}</annotations>")
    return place / name


def tracks_on_disk(place):
    """The track and the left edge of each shape, image by image."""
    folder = open_images(place)
    images = (load_image_labels(folder, name).annotation for name in folder.names)
    return [sorted((shape.track.id, shape.box[0]) for shape in image.shapes) for image in images]


def test_that_an_import_takes_no_track_number_of_another_object(tmp_path):
    for n in range(2):
        Image.fromarray(np.full((60, 80, 3), 90, np.uint8)).save(tmp_path / f"f_{n}.png")
    take_over(str(video(tmp_path, (0, 10), (1, 30))), "cvat")
    take_over(str(video(tmp_path, (1, 50), (4, 60))), "cvat")
    assert tracks_on_disk(tmp_path)[1] == [(0, 11.0), (1, 31.0), (4, 61.0), (5, 51.0)]
    take_over(str(video(tmp_path, (1, 50), (4, 60))), "cvat")  # once more: they are there already
    assert [len(image) for image in tracks_on_disk(tmp_path)] == [4, 4]
    take_over(str(video(tmp_path, (1, 70))), "cvat", existing="replace")
    assert tracks_on_disk(tmp_path) == [[(1, 70.0)], [(1, 71.0)]]


@pytest.mark.parametrize("name", sorted(name for name, format_ in FORMATS.items() if format_.write is not None))
def test_that_a_label_of_two_lines_stops_no_export(name, tmp_path):
    Image.fromarray(np.full((60, 80, 3), 90, np.uint8)).save(tmp_path / "a.png")
    for odd in ("two\nlines", "a\ttab", "bell\x07", "next\x85line", "line\u2028mark", " blanks "):
        shapes = tuple(
            Shape("rectangle", (label,), points_of([[10, 10 + n], [30, 30 + n]]))
            for n, label in enumerate((odd, "cat"))
        )
        image = Annotation("a.png", 80, 60, shapes, {odd: True}, state="labelled")
        labels = LabelSet((image,), LabelSchema((Label(odd), Label("cat"))), str(tmp_path))
        report = write_labels(labels, tmp_path / "out" / str(len(odd)) / "x", name)
        assert not report.differences
        told = [loss for loss in report.losses if "on one line" in loss.what]
        assert all(shown_name(odd) in loss.examples for loss in told)


def test_that_a_label_of_two_lines_is_taken_on_one_and_told(pictures):
    path = coco(pictures)
    path.write_text(path.read_text().replace('"cat"', '"red\\ncat"'))
    taken = take_over(str(path), "coco")
    assert [shape.label for shape in load_image_labels(open_images(pictures), "a.png").annotation.shapes] == ["red cat"]
    assert [label.name for label in load_schema(pictures)[0].labels] == ["dog", "red cat"]
    [problem] = taken.problems
    assert (problem.where, "taken as 'red cat'" in problem.message) == ("red\\ncat", True)


def test_that_labels_made_for_a_picture_of_another_size_are_told(pictures):
    Image.fromarray(np.full((30, 40, 3), 90, np.uint8)).save(pictures / "a.png")
    taken = take_over(str(coco(pictures)), "coco")
    assert taken.images == 1
    [problem] = taken.problems
    assert "80 x 60 pixels; it has 40 x 30" in problem.message


def test_that_images_that_are_nowhere_are_named_and_nothing_is_written(pictures):
    path = coco(pictures, file_name="elsewhere.png")
    found = preview(str(path))
    assert (found.located, found.missing) == (0, ("elsewhere.png",))
    with pytest.raises(FolderError):
        take_over(str(path), "coco")
    assert not list(pictures.glob("*.json.*")) and not (pictures / "elsewhere.json").exists()


def test_that_a_zip_asks_for_a_place_and_its_pictures_are_copied_there(pictures, tmp_path_factory):
    place = tmp_path_factory.mktemp("zip")
    with zipfile.ZipFile(place / "data.zip", "w") as archive:
        archive.write(pictures / "a.png", "images/a.png")
        archive.write(coco(pictures, file_name="images/a.png"), "annotations.json")
    found = preview(str(place / "data.zip"))
    assert found.must_copy and found.located == 1
    taken = take_over(str(place / "data.zip"), found.format, target=str(place / "out"))
    assert (taken.images, taken.shapes) == (1, 1)
    assert (place / "out" / "images" / "a.png").is_file()


def test_that_a_picture_of_another_content_is_never_replaced(pictures, tmp_path_factory):
    place = tmp_path_factory.mktemp("out")
    (place / "a.png").write_bytes(b"mine")
    take_over(str(coco(pictures)), "coco", target=str(place))
    assert (place / "a.png").read_bytes() == b"mine"
    assert (place / "a-2.json").is_file()


def test_that_the_folders_own_labels_are_not_taken_for_another_tools(pictures):
    take_over(str(coco(pictures)), "coco")
    (pictures / "annotations.json").unlink()
    assert recognised(str(pictures)) == ""
    assert recognised(str(pictures / "a.png")) == ""


@pytest.mark.parametrize("name", [name for name, _, _ in writable()])
def test_that_every_format_is_exported_from_a_folder(name, tmp_path):
    take_over(str(SAMPLES / "labelme"), "labelme", target=str(tmp_path / "in"))
    folder = open_images(tmp_path / "in")
    plan = ExportPlan(name, str(tmp_path / "out"), chosen="all", images="copy")
    foreseen = losses_of(folder, LabelSchema(), plan)
    report = export(folder, LabelSchema(), plan)
    assert not report.differences
    assert {loss.what for loss in foreseen.losses} <= {loss.what for loss in report.losses}
    assert report.loss_file is not None and report.loss_file.is_file()
    assert FORMATS[name].sniff(report.target) > 0


def test_that_only_what_was_chosen_goes_along_and_subsets_are_as_wanted(tmp_path):
    take_over(str(SAMPLES / "labelme"), "labelme", target=str(tmp_path / "in"))
    folder = open_images(tmp_path / "in")
    verified = ExportPlan("coco", "", chosen="verified")
    assert [one.state for one in chosen_labels(folder, LabelSchema(), verified).annotations] == ["verified"]
    one = ExportPlan("coco", "", names=folder.names[:1], split="random")
    labels = chosen_labels(folder, LabelSchema(), one)
    assert [image.image for image in labels.annotations] == list(folder.names[:1])
    assert set(split_of(folder, labels, one)) == set(folder.names[:1])
