"""PixelAnnotationTool's three PNGs: numbers of labels in equal channels, the border, and the list of labels."""

import json

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.formats.all import detect, read_labels, write_labels
from desktop_app.annotation.formats.pixel_annotation import EXTRAS
from desktop_app.annotation.model import Annotation, Label, LabelSchema, LabelSet, Mask, Shape, points_of


def mask_file(path, ids):
    pixels = np.repeat(np.array(ids, np.uint8)[..., None], 3, axis=2)
    Image.fromarray(pixels).save(path)


def config(folder, **labels):
    listed = {
        name: {"name": name, "id": n, "categorie": "c", "id_categorie": 0, "color": [n, 0, 255]}
        for name, n in labels.items()
    }
    (folder / "config.json").write_text(json.dumps({"labels": listed}))


def area(label, left=1, top=1, width=3, height=2):
    mask = Mask.of(np.ones((height, width)), left, top)
    return Shape("mask", (label,), points_of([(left, top), (left + width, top + height)]), mask=mask)


def test_that_the_finished_mask_counts_and_its_border_belongs_to_nobody(tmp_path):
    Image.new("RGB", (3, 2)).save(tmp_path / "a.jpg")
    mask_file(tmp_path / "a_watershed_mask.png", [[7, 255, 9], [7, 0, 9]])
    mask_file(tmp_path / "a_mask.png", [[1, 1, 1], [1, 1, 1]])
    config(tmp_path, road=7, car=9)
    assert detect(tmp_path)[0][0].name == "pixel-annotation"
    found = read_labels(tmp_path)
    (image,) = found.annotations
    assert image.image == "a.jpg" and [shape.label for shape in image.shapes] == ["road", "car"]
    assert [shape.box for shape in image.shapes] == [(0, 0, 1, 2), (2, 0, 3, 2)]
    assert found.schema.labels[0] == Label("road", "#0700ff", supercategory="c")


def test_that_without_a_list_labels_are_called_by_their_number(tmp_path):
    mask_file(tmp_path / "a_watershed_mask.png", [[7, 0]])
    assert read_labels(tmp_path).annotations[0].shapes[0].label == "label 7"


def test_that_markers_are_read_where_the_watershed_was_not_run(tmp_path):
    mask_file(tmp_path / "a_mask.png", [[7, 0]])
    mask_file(tmp_path / "a_color_mask.png", [[9, 0]])
    found = read_labels(tmp_path)
    assert found.format == "pixel-annotation" and len(found.annotations[0].shapes) == 1
    assert "watershed was not run" in found.problems[0].message


def test_that_pictures_without_a_mask_are_unlabelled(tmp_path):
    mask_file(tmp_path / "a_watershed_mask.png", [[7, 0]])
    Image.new("RGB", (2, 1)).save(tmp_path / "b.jpg")
    assert {image.image: image.state for image in read_labels(tmp_path).annotations} == {
        "a.png": "labelled",
        "b.jpg": "unlabelled",
    }


@pytest.mark.parametrize("content", ["no picture", "colours"])
def test_that_a_broken_mask_is_named_and_the_others_are_read(content, tmp_path):
    mask_file(tmp_path / "a_watershed_mask.png", [[7, 0]])
    if content == "colours":
        Image.new("RGB", (2, 1), (1, 2, 3)).save(tmp_path / "b_watershed_mask.png")
    else:
        (tmp_path / "b_watershed_mask.png").write_bytes(b"\x89PNG no")
    found = read_labels(tmp_path)
    assert len([image for image in found.annotations if image.shapes]) == 1
    assert "b_watershed_mask.png" in found.problems[0].where


def test_that_three_rgb_pictures_and_a_list_are_written(tmp_path):
    labels = LabelSet(
        (Annotation("d/a.jpg", 8, 6, (area("cat"), area("cat", 4, 3), area("dog", 0, 0, 2, 2))),),
        LabelSchema((Label("cat", "#ff0000", supercategory="animal"), Label("dog"))),
    )
    report = write_labels(labels, tmp_path / "out", "pixel-annotation")
    with Image.open(tmp_path / "out/d/a_watershed_mask.png") as picture:
        assert picture.mode == "RGB" and picture.getpixel((5, 4)) == (1, 1, 1) and picture.getpixel((1, 1)) == (2, 2, 2)
    with Image.open(tmp_path / "out/d/a_color_mask.png") as picture:
        assert picture.getpixel((5, 4)) == (255, 0, 0)
    assert (tmp_path / "out/d/a_mask.png").is_file()
    counted = {loss.what: loss.count for loss in report.losses}
    assert counted == {"objects of one label became one area": 1, "pixels covered by masks above dropped": 1}


def test_that_numbers_of_an_earlier_list_stay(tmp_path):
    schema = LabelSchema((Label("cat"), Label("dog")), extras={EXTRAS: {"ids": {"dog": 1, "cat": 30}}})
    write_labels(LabelSet((Annotation("a.jpg", 8, 6, (area("cat"),)),), schema), tmp_path / "out", "pixel-annotation")
    listed = json.loads((tmp_path / "out/labels.json").read_text())["labels"]
    assert {name: said["id"] for name, said in listed.items()} == {"cat": 30, "dog": 1}
