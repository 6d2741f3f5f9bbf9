"""Data sets that are odd as a whole: shapes without a label, masks among the pictures, names that lists and paths trip over."""

import json

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.folders.dataset import open_dataset
from desktop_app.annotation.formats.all import FORMATS, convert, read_labels, write_labels
from desktop_app.annotation.formats.registry import WriteOptions
from desktop_app.annotation.model import Annotation, LabelSet, Shape, points_of

WRITTEN = [name for name, format_ in FORMATS.items() if format_.write and not format_.needs_pictures]


def box(label="cat"):
    return Shape("rectangle", (label,), points_of([(4, 5), (20, 25)]))


def pictures_in(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (40, 30), "#808080").save(folder / name)


def labelled(*names, root=""):
    images = tuple(Annotation(name, 40, 30, (box(),), state="labelled") for name in names)
    return LabelSet(images, root=str(root))


@pytest.mark.parametrize("name", WRITTEN)
def test_that_a_shape_with_an_empty_label_is_written_as_one_without(tmp_path, name):
    report = write_labels(LabelSet((Annotation("a.jpg", 40, 30, (box(""),)),)), tmp_path / "out", name)
    assert report.shapes == 1 and not report.differences


@pytest.mark.parametrize("name", ["masks", "pixel-annotation"])
@pytest.mark.parametrize("copied", ["none", "copy"])
def test_that_masks_are_no_images_of_their_data_set(tmp_path, name, copied):
    pictures_in(tmp_path / "set", "a.jpg", "deep/b.jpg", "none.jpg")
    labels = labelled("a.jpg", "deep/b.jpg", root=tmp_path / "set")
    write_labels(labels, tmp_path / "out", name, write=WriteOptions(images=copied))
    pictures_in(tmp_path / "out", "JPEGImages/later.jpg")
    found = open_dataset(tmp_path / "out").labels
    assert len(found.annotations) == 3 and sum(bool(one.shapes) for one in found.annotations) == 2


def test_that_voc_masks_are_no_images_and_belong_to_the_picture_of_their_folder(tmp_path):
    pictures_in(tmp_path, "JPEGImages/a.jpg", "JPEGImages/deep/a.jpg")
    write_labels(labelled("a.jpg", "deep/a.jpg"), tmp_path, "voc")
    mask = np.zeros((30, 40), np.uint8)
    mask[5:25, 4:20] = 8
    (tmp_path / "SegmentationClass/deep").mkdir(parents=True)
    Image.fromarray(mask).save(tmp_path / "SegmentationClass/deep/a.png")
    found = {one.image: [shape.kind for shape in one.shapes] for one in open_dataset(tmp_path).labels.annotations}
    assert found == {"JPEGImages/a.jpg": ["rectangle"], "JPEGImages/deep/a.jpg": ["mask"]}


def test_that_voc_lists_name_images_with_blanks_and_in_folders(tmp_path):
    names = ("my photo 1.jpg", "a.jpg", "deep/a.jpg", "two.dots.jpg")
    subsets: dict[str, str] = dict(zip(names, ("val", "train", "test", "val"), strict=True))
    write_labels(labelled(*names), tmp_path / "out", "voc", write=WriteOptions(subsets=subsets))
    with (tmp_path / "out/ImageSets/Main/val.txt").open("a") as listed:
        listed.write("later  1\n")
    text = (tmp_path / "out/Annotations/a.xml").read_text()
    (tmp_path / "out/Annotations/later.xml").write_text(text.replace("a.jpg", "later.jpg"))
    said = read_labels(tmp_path / "out", "voc").extras["subsets"]
    assert {name.removeprefix("JPEGImages/"): part for name, part in said.items()} == {**subsets, "later.jpg": "val"}


@pytest.mark.parametrize("name", ['it\'s "q".png', "blank .png", '"q".png'])
def test_that_yolo_finds_the_picture_whose_name_ends_in_a_quote_or_a_blank(tmp_path, name):
    pictures_in(tmp_path / "set", name)
    report = write_labels(
        labelled(name, root=tmp_path / "set"), tmp_path / "out", "yolo-detect", write=WriteOptions(images="copy")
    )
    assert not report.differences
    (found,) = read_labels(tmp_path / "out").annotations
    assert found.image.endswith(name) and len(found.shapes) == 1


def test_that_keypoints_alone_can_be_evaluated_as_coco_does(tmp_path):
    coco, evaluation = pytest.importorskip("pycocotools.coco"), pytest.importorskip("pycocotools.cocoeval")
    places = [(float(3 * n), float(n)) for n in range(17)]
    bones = Shape("skeleton", ("person",), points_of(places), visibility=(2,) * 17)
    write_labels(LabelSet((Annotation("a.jpg", 60, 30, (bones,)),)), tmp_path / "a.json", "coco")
    (record,) = json.loads((tmp_path / "a.json").read_text())["annotations"]
    assert record["area"] == 48 * 16
    near = [value + 0.01 if place % 3 == 0 else value for place, value in enumerate(record["keypoints"])]
    truth = coco.COCO(str(tmp_path / "a.json"))
    guesses = truth.loadRes([{"image_id": 1, "category_id": 1, "keypoints": near, "score": 0.9}])
    judged = evaluation.COCOeval(truth, guesses, "keypoints")
    judged.evaluate()
    assert judged.computeOks(1, 1).item() > 0.99


def test_that_one_bad_line_does_not_hide_a_yolo_data_set(tmp_path):
    pictures_in(tmp_path, "images/train/a.jpg")
    (tmp_path / "labels/train").mkdir(parents=True)
    (tmp_path / "labels/train/a.txt").write_text("# drawn by hand\n0 0.5 0.5 0.2 0.2\n1 0.5 0.5 0.2\n")
    (tmp_path / "data.yaml").write_text("path: .\ntrain: images/train\nnames: [cat, dog]\n")
    found = read_labels(tmp_path)
    assert found.format == "yolo-detect" and len(found.annotations[0].shapes) == 1
    assert [problem.where.rpartition(" ")[2] for problem in found.problems] == ["1", "3"]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_that_a_table_of_another_delimiter_is_recognised(tmp_path, mark):
    rows = ("filename,width,height,class,xmin,ymin,xmax,ymax", "a.jpg,40,30,cat,4,5,20,25")
    (tmp_path / "boxes.csv").write_text("\n".join(rows).replace(",", mark))
    found = read_labels(tmp_path / "boxes.csv")
    assert found.format == "csv" and found.annotations[0].shapes[0].points.tolist() == [[4, 5], [20, 25]]


def test_that_class_folders_lie_below_their_subsets(tmp_path):
    pictures_in(tmp_path / "set", "a.png", "deep/b.png")
    images = tuple(Annotation(name, 40, 30, flags={"cat": True}, state="labelled") for name in ("a.png", "deep/b.png"))
    subsets = {"a.png": "train", "deep/b.png": "val"}
    labels = LabelSet(images, root=str(tmp_path / "set"))
    write_labels(labels, tmp_path / "out", "folders", write=WriteOptions(subsets=subsets))
    assert (tmp_path / "out/train/cat/a.png").is_file() and (tmp_path / "out/val/cat/b.png").is_file()
    convert(tmp_path / "out", tmp_path / "again", "folders", source_format="folders")
    again = read_labels(tmp_path / "again", "folders")
    assert again.extras["subsets"] == {"train/cat/a.png": "train", "val/cat/b.png": "val"}


@pytest.mark.parametrize(
    ("name", "place"),
    [("yolo-detect", "labels/{}/{}.txt"), ("folders", "{}/cat/{}.jpg"), ("voc", "ImageSets/Main/{}.txt")],
)
def test_that_chosen_subsets_hold_for_pictures_in_a_folder_of_another_layout(tmp_path, name, place):
    pictures_in(tmp_path / "set", "images/a.jpg", "images/b.jpg")
    images = tuple(
        Annotation(f"images/{stem}.jpg", 40, 30, (box(),), flags={"cat": True}, state="labelled") for stem in "ab"
    )
    subsets = {"images/a.jpg": "train", "images/b.jpg": "val"}
    labels = LabelSet(images, root=str(tmp_path / "set"))
    write_labels(labels, tmp_path / "out", name, write=WriteOptions(images="copy", subsets=subsets))
    for part, stem in (("train", "a"), ("val", "b")):
        file = tmp_path / "out" / place.format(part, stem)
        assert file.is_file() and (name != "voc" or file.read_text().split() == [stem])


@pytest.mark.parametrize("name", WRITTEN)
def test_that_subsets_come_back_or_are_told_as_lost(tmp_path, name):
    subsets = {"a.jpg": "train", "b.jpg": "val"}
    report = write_labels(labelled(*subsets), tmp_path / "out", name, write=WriteOptions(subsets=subsets))
    lost = {loss.what: loss.count for loss in report.losses}.get("subset of an image dropped", 0)
    said = read_labels(report.target, name).extras.get("subsets", {})
    assert (len(said), lost) in ((2, 0), (0, 2))
