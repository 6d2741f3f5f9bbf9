"""`dataset` as scripts use it: what a set holds, how it divides, what may be wrong with it."""

import json

import pytest
from PIL import Image

from desktop_app.annotation.folders.splits import load_split
from desktop_app.annotation.formats.labelme_writing import label_file
from desktop_app.annotation.model import Annotation, AttributeSpec, Label, LabelSchema, Shape, points_of
from desktop_app.annotation.schema import save_schema
from desktop_app.cli.main import main


def box(label, left, top, right, bottom):
    return Shape("rectangle", (label,), points_of([(left, top), (right, bottom)]))


def said(capsys, *arguments, status=0):
    capsys.readouterr()
    assert main(["dataset", *map(str, arguments)]) == status
    out = capsys.readouterr().out
    return json.loads(out) if "--json" in arguments else out


@pytest.fixture
def labelled(tmp_path):
    """Twenty images, ten of them labelled, one broken label file."""
    root = tmp_path / "data"
    root.mkdir()
    for n in range(20):
        Image.new("L", (64, 48)).save(root / f"{n}.png")
    for n in range(10):
        shapes = (box("cat", 1, 1, 20, 20), *((box("dog", 30, 10, 60, 40),) if n % 2 else ()))
        annotation = Annotation(f"{n}.png", 64, 48, shapes, {"night": n == 0}, state="labelled")
        (root / f"{n}.json").write_bytes(label_file(annotation))
    (root / "10.json").write_text("{")
    return root


def test_that_info_counts_labelled_and_unlabelled_images(labelled, capsys):
    found = said(capsys, "info", labelled, "--json")
    assert {name: found[name] for name in ("format", "images", "labelled", "shapes", "labels", "shape_types")} == {
        "format": "labelme",
        "images": 20,
        "labelled": 10,
        "shapes": 15,
        "labels": {"cat": 10, "dog": 5},
        "shape_types": {"rectangle": 15},
    }
    assert found["classes"] == {"night": 1}
    assert [problem["where"] for problem in found["problems"]] == ["10.json"]
    text = said(capsys, "info", labelled)
    assert "20, 10 labelled" in text
    assert "10.json" in text


def test_that_images_without_labels_are_a_data_set_too(tmp_path, capsys):
    Image.new("L", (4, 4)).save(tmp_path / "a.png")
    found = said(capsys, "info", tmp_path, "--json")
    assert (found["format"], found["images"], found["labelled"]) == (None, 1, 0)
    assert said(capsys, "check", tmp_path).startswith("nothing is wrong")


def test_that_a_split_is_written_and_found_again(labelled, capsys):
    found = said(capsys, "split", labelled, "--train", 0.6, "--val", 0.2, "--test", 0.2, "--seed", 3, "--json")
    assert [len(found[name]) for name in ("train", "val", "test")] == [12, 4, 4]
    assert sorted([*found["train"], *found["val"], *found["test"]]) == sorted(f"{n}.png" for n in range(20))
    assert said(capsys, "split", labelled, "--train", 0.6, "--val", 0.2, "--test", 0.2, "--seed", 3, "--json") == found
    assert (labelled / "val.txt").read_text().split() == found["val"]
    assert {image for image, name in load_split(labelled).items() if name == "test"} == set(found["test"])
    cats = sum(int(name.removesuffix(".png")) < 10 for name in found["val"])
    assert cats == 2, "ten labelled images, a fifth of them"
    assert "train: 16" in said(capsys, "split", labelled, "--by", "chance")


def test_that_a_split_goes_along_into_an_export(labelled, tmp_path, capsys):
    from desktop_app.annotation.formats.all import convert

    found = said(capsys, "split", labelled, "--json")
    (labelled / "10.json").unlink()
    convert(labelled, tmp_path / "yolo", "yolo-detect", source_format="labelme")
    written = {path.stem for path in (tmp_path / "yolo").rglob("val/*.txt")}
    labels = {name.removesuffix(".png") for name in found["val"] if int(name.removesuffix(".png")) < 10}
    assert written == labels


def test_that_check_answers_no_when_something_is_wrong(labelled, capsys):
    (labelled / "10.json").unlink()
    assert said(capsys, "check", labelled, "--json")["mistakes"] == []
    wrong = Annotation(
        "11.png", 64, 48, (box("cat", 5, 5, 20, 20), box("cat", 100, 5, 120, 20), box("catt", 2, 2, 9, 9))
    )
    (labelled / "11.json").write_bytes(label_file(wrong))
    found = said(capsys, "check", labelled, "--json", status=1)
    assert [(one["code"], one["image"], one["shape"]) for one in found["mistakes"]] == [
        ("outside", "11.png", 1),
        ("one-off-like", "11.png", 2),
    ]
    assert found["counts"] == {"outside": 1, "one-off-like": 1}
    assert "outside the image" in said(capsys, "check", labelled, status=1)


def test_that_check_looks_at_the_images_too(labelled, capsys):
    (labelled / "10.json").unlink()
    Image.new("L", (48, 64)).save(labelled / "3.png")
    (labelled / "4.png").write_bytes(b"no image")
    found = said(capsys, "check", labelled, "--json", status=1)
    assert found["counts"] == {"size": 1, "partly-outside": 1, "image": 1}
    assert [one["message"] for one in found["mistakes"] if one["code"] == "image"] == [
        "4.png is no image of a kind that is known."
    ]


def test_that_labels_are_checked_against_their_schema(labelled, capsys):
    (labelled / "10.json").unlink()
    save_schema(labelled, LabelSchema((Label("cat", attributes=(AttributeSpec("age", "number"),)),)))
    found = said(capsys, "check", labelled, "--json", status=0)
    assert found["counts"] == {"missing-attribute": 10}


def test_that_what_is_no_data_set_is_refused(tmp_path, capsys):
    for action in ("info", "split", "check"):
        said(capsys, action, tmp_path / "absent", status=3)
    (tmp_path / "empty").mkdir()
    said(capsys, "info", tmp_path / "empty", status=3)
    Image.new("L", (4, 4)).save(tmp_path / "a.png")
    said(capsys, "split", tmp_path, "--train", 0, "--val", 0, "--test", 0, status=2)
    assert main(["dataset"]) == 2
