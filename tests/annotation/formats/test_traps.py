"""Traps seen in real label files, each as a test."""

import json
import math
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.formats.all import FORMATS, convert, detect, read_labels, write_labels
from desktop_app.annotation.formats.archives import unpack
from desktop_app.annotation.formats.comparing import differences
from desktop_app.annotation.formats.converting import ExportDiffers, ExportFailed
from desktop_app.annotation.formats.data_yaml import names_in, parsed
from desktop_app.annotation.formats.numbered import write_indexed
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import LabelsUnreadable, json_of, xml_of
from desktop_app.annotation.formats.registry import ReadOptions, WriteOptions
from desktop_app.annotation.model import Annotation, Label, LabelSchema, LabelSet, Mask, Shape, points_of


def picture(path, width=40, height=30, **more):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, height), "#808080").save(path, **more)
    return path


def box(label="cat", corners=((4, 5), (20, 25)), **more):
    return Shape("rectangle", (label,), points_of(corners), **more)


def one(*shapes, name="a.jpg", width=40, height=30, names=()):
    return LabelSet((Annotation(name, width, height, shapes, state="labelled"),), LabelSchema(tuple(map(Label, names))))


VOC = """<annotation{verified}><folder>x</folder><filename>{file}</filename><size><width>40</width><height>30</height></size>
<object><name>{name}</name><difficult>1</difficult><bndbox><xmin>5</xmin><ymin>6.0</ymin><xmax>20</xmax><ymax>25</ymax></bndbox>
</object></annotation>"""


# VOC and labelImg


def test_that_voc_counts_pixels_from_one_and_labelimg_from_zero(tmp_path):
    (tmp_path / "a.xml").write_text(VOC.format(verified="", file="a.jpg", name="cat"))
    (voc,) = read_labels(tmp_path, "voc").annotations
    (labelimg,) = read_labels(tmp_path, "labelimg-voc").annotations
    assert voc.shapes[0].points.tolist() == [[4, 5], [20, 25]]
    assert labelimg.shapes[0].points.tolist() == [[5, 6], [20, 25]]
    assert voc.shapes[0].difficult


def test_that_a_voc_box_written_covers_the_same_pixels(tmp_path):
    write_labels(one(box()), tmp_path / "out", "voc")
    text = (tmp_path / "out/Annotations/a.xml").read_text()
    assert "<xmin>5</xmin>" in text and "<xmax>20</xmax>" in text


def test_that_labelimg_lifts_the_first_column_to_one_and_says_so(tmp_path):
    report = write_labels(one(box(corners=((0, 0), (10, 10)))), tmp_path / "out", "labelimg-voc")
    assert "<xmin>1</xmin>" in (tmp_path / "out/a.xml").read_text()
    assert any("lifted to 1" in loss.what for loss in report.losses)


def test_that_verified_survives_labelimg_and_a_missing_depth_does_no_harm(tmp_path):
    (tmp_path / "a.xml").write_text(VOC.format(verified=' verified="yes"', file="a.jpg", name="cat"))
    assert read_labels(tmp_path, "labelimg-voc").annotations[0].state == "verified"


def test_that_chinese_voc_names_in_gbk_and_with_a_bom_are_read(tmp_path):
    text = VOC.format(verified="", file="图.jpg", name="猫")
    (tmp_path / "a.xml").write_bytes(('<?xml version="1.0" encoding="gbk"?>' + text).encode("gbk"))
    (tmp_path / "b.xml").write_bytes(text.replace("图", "b").replace("猫", "猫图像").encode("gbk"))
    (tmp_path / "c.xml").write_bytes(b"\xef\xbb\xbf" + text.replace("图", "c").encode())
    found = read_labels(tmp_path, "voc")
    assert found.problems == ()
    assert {image.image for image in found.annotations} == {"图.jpg", "b.jpg", "c.jpg"}
    assert {image.shapes[0].label for image in found.annotations} == {"猫", "猫图像"}


def test_that_rectlabels_polygon_is_read(tmp_path):
    ring = "<polygon><x1>1</x1><y1>2</y1><x2>9</x2><y2>2</y2><x3>5</x3><y3>8</y3></polygon></object>"
    text = VOC.format(verified="", file="a.jpg", name="cat").replace("</object>", ring)
    (tmp_path / "a.xml").write_text(text)
    (shape,) = read_labels(tmp_path, "voc").annotations[0].shapes
    assert (shape.kind, shape.points.tolist()) == ("polygon", [[1, 2], [9, 2], [5, 8]])


def test_that_xml_with_entities_is_refused():
    with pytest.raises(LabelsUnreadable, match="entities"):
        xml_of('<!DOCTYPE a [<!ENTITY b "c">]><annotation>&b;</annotation>', "a.xml")


def test_that_one_broken_voc_file_names_itself_and_the_others_are_kept(tmp_path):
    (tmp_path / "good.xml").write_text(VOC.format(verified="", file="a.jpg", name="cat"))
    (tmp_path / "bad.xml").write_text("<annotation><object>")
    no_number = VOC.format(verified="", file="c.jpg", name="cat").replace("<xmin>5<", "<xmin>five<")
    (tmp_path / "worse.xml").write_text(no_number)
    found = read_labels(tmp_path, "voc")
    assert sum(len(image.shapes) for image in found.annotations) == 1
    told = " ".join(f"{problem.where} {problem.message}" for problem in found.problems)
    assert "bad.xml" in told and "worse.xml: object 1" in told and "'five'" in told


# YOLO


def test_that_classes_txt_only_ever_appends(tmp_path):
    target = tmp_path / "out"
    write_labels(one(box("dog"), box("cat"), names=("dog", "cat")), target, "labelimg-yolo")
    write_labels(one(box("ant"), box("cat"), name="b.jpg", names=("ant", "cat")), target, "labelimg-yolo")
    assert (target / "classes.txt").read_text().split() == ["dog", "cat", "ant"]
    assert [line.split()[0] for line in (target / "b.txt").read_text().splitlines()] == ["2", "1"]
    assert [line.split()[0] for line in (target / "a.txt").read_text().splitlines()] == ["0", "1"]


def test_that_data_yaml_keeps_its_indices_when_more_is_exported(tmp_path):
    write_labels(one(box("dog"), names=("dog",)), tmp_path / "out", "yolo-detect")
    write_labels(one(box("ant"), name="b.jpg", names=("ant",)), tmp_path / "out", "yolo-detect")
    assert names_in(parsed((tmp_path / "out/data.yaml").read_text())) == ("dog", "ant")


def test_that_a_yolo_file_without_its_picture_is_told_and_not_guessed(tmp_path):
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels/a.txt").write_text("0 0.5 0.5 0.2 0.2\n")
    (tmp_path / "data.yaml").write_text("train: images\nval: images\nnames: ['cat']\n")
    found = read_labels(tmp_path)
    assert found.annotations[0].shapes == () and "images/a.jpg is not there" in found.problems[0].message


def test_that_roboflows_layout_with_paths_above_the_folder_is_read(tmp_path):
    (tmp_path / "data.yaml").write_text("train: ../train/images\nval: ../valid/images\nnc: 2\nnames: ['a', 'b']\n")
    picture(tmp_path / "train/images/x.jpg")
    picture(tmp_path / "valid/images/x.jpg", 80, 60)
    for part in ("train", "valid"):
        (tmp_path / part / "labels").mkdir()
        (tmp_path / part / "labels/x.txt").write_bytes(b"1 0.5  0.5\t0.5 0.5\r\n")
    found = read_labels(tmp_path)
    assert found.format == "yolo-detect" and found.problems == ()
    boxes = {image.image: image.shapes[0].box for image in found.annotations}
    assert boxes == {"train/images/x.jpg": (10, 7.5, 30, 22.5), "valid/images/x.jpg": (20, 15, 60, 45)}


def test_that_a_box_beyond_the_picture_is_clipped_for_yolo_and_counted(tmp_path):
    shapes = (box(corners=((-10, -10), (20, 20))), box(corners=((50, 50), (60, 60))))
    report = write_labels(one(*shapes), tmp_path / "out", "yolo-detect")
    assert {loss.what for loss in report.losses} >= {
        "rectangle clipped to the image",
        "rectangle outside the image dropped",
    }
    values = [float(word) for word in (tmp_path / "out/labels/train/a.txt").read_text().split()]
    assert values == pytest.approx([0, 0.25, 1 / 3, 0.5, 2 / 3])


def test_that_images_without_shapes_tell_labelled_from_not_yet(tmp_path):
    done, waiting = Annotation("done.jpg", 40, 30, state="labelled"), Annotation("waiting.jpg", 40, 30)
    write_labels(LabelSet((done, waiting)), tmp_path / "out", "yolo-detect")
    found = {image.image: image.state for image in read_labels(tmp_path / "out").annotations}
    assert found == {"images/train/done.jpg": "labelled", "images/train/waiting.jpg": "unlabelled"}


def test_that_yolo_names_are_read_as_list_mapping_and_block(tmp_path):
    assert names_in(parsed("names: [a, 'b c', \"d: e\"] # three")) == ("a", "b c", "d: e")
    assert names_in(parsed("names:\n  0: a\n  2: 'it''s'\n")) == ("a", "1", "it's")
    assert names_in(parsed("names:\n- a\n- b\nnc: 2\n")) == ("a", "b")
    assert names_in(parsed("names: {0: a, 1: b}\n")) == ("a", "b")
    assert names_in(parsed("names: [a,\n  b]\nnc: 2")) == ("a", "b")


def test_that_a_box_without_keypoints_and_a_pose_survive_yolo_pose(tmp_path):
    bones = Shape("skeleton", ("cat",), points_of([(5, 5), (10, 10), (0, 0)]), visibility=(2, 1, 0), group=1)
    write_labels(one(box(group=1), bones, box("dog")), tmp_path / "out", "yolo-pose")
    found = read_labels(tmp_path / "out").annotations[0].shapes
    assert [shape.kind for shape in found] == ["rectangle", "skeleton", "rectangle"]
    assert found[0].group == found[1].group is not None and found[2].group is None


# COCO


def coco(annotation, **more):
    document = {
        "images": [{"id": 7, "file_name": "a.jpg", "width": 40, "height": 30}],
        "categories": [{"id": 3, "name": "cat"}],
        "annotations": [{"id": 1, "image_id": 7, "category_id": 3, **annotation}],
    }
    return {**document, **more}


def read_coco(tmp_path, document):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document), encoding="utf-8-sig")
    return read_labels(path)


def test_that_boxes_polygons_and_both_kinds_of_run_lengths_are_read(tmp_path):
    mask = Mask.of(np.ones((3, 2)), 4, 5)
    counts = [4 * 30 + 5, 3, 27, 3, (40 - 6) * 30 + 22]
    cases = [
        ({"bbox": [1, 2, 3, 4], "segmentation": []}, "rectangle"),
        ({"bbox": [1, 2, 3, 4]}, "rectangle"),
        ({"bbox": [1, 2, 3, 4], "segmentation": [[1, 2, 4, 2, 4, 6]]}, "polygon"),
        ({"segmentation": {"size": [30, 40], "counts": counts}, "iscrowd": 1}, "mask"),
    ]
    for record, kind in cases:
        found = read_coco(tmp_path, coco(record))
        assert found.problems == () and [shape.kind for shape in found.annotations[0].shapes] == [kind]
    assert found.annotations[0].shapes[0].mask == mask


@pytest.mark.parametrize("crowd", [0, 1, True, False, "false", "true"])
def test_that_iscrowd_is_read_in_all_its_spellings(tmp_path, crowd):
    found = read_coco(tmp_path, coco({"bbox": [1, 2, 3, 4], "iscrowd": crowd, "isbbox": "false"}))
    crowded = bool(found.annotations[0].shapes[0].extras)
    assert crowded == (crowd in (1, True, "true")) and found.problems == ()


def test_that_ids_of_images_and_categories_survive(tmp_path):
    found = read_coco(tmp_path, coco({"bbox": [1, 2, 3, 4]}))
    write_labels(found, tmp_path / "out.json", "coco")
    document = json.loads((tmp_path / "out.json").read_text())
    assert document["images"][0]["id"] == 7 and document["categories"][0]["id"] == 3


def test_that_parts_of_one_object_are_one_record(tmp_path):
    ring = [(1, 1), (9, 1), (5, 8)]
    parts = [Shape("polygon", ("cat",), points_of(np.array(ring) + shift), group=1) for shift in (0, 12)]
    write_labels(one(*parts), tmp_path / "out.json", "coco")
    (record,) = json.loads((tmp_path / "out.json").read_text())["annotations"]
    assert len(record["segmentation"]) == 2


def test_that_a_hole_becomes_run_lengths_in_coco_and_a_cut_in_coco_annotator(tmp_path):
    ring, hole = points_of([(2, 2), (20, 2), (20, 20), (2, 20)]), points_of([(8, 8), (12, 8), (12, 12), (8, 12)])
    labels = one(Shape("polygon", ("cat",), ring, holes=(hole,)))
    coco_report = write_labels(labels, tmp_path / "coco.json", "coco")
    annotator = write_labels(labels, tmp_path / "annotator.json", "coco-annotator")
    assert [loss.what for loss in coco_report.losses] == ["polygon with holes became mask"]
    assert [loss.what for loss in annotator.losses] == ["holes joined to the outline by a cut"]
    (record,) = json.loads((tmp_path / "coco.json").read_text())["annotations"]
    assert record["area"] == 18 * 18 - 4 * 4 and isinstance(record["segmentation"]["counts"], str)
    (record,) = json.loads((tmp_path / "annotator.json").read_text())["annotations"]
    assert record["iscrowd"] is False and record["isbbox"] is False and record["area"] == 18 * 18 - 4 * 4


def test_that_coco_annotator_gets_a_polygon_for_a_box(tmp_path):
    write_labels(one(box()), tmp_path / "out.json", "coco-annotator")
    (record,) = json.loads((tmp_path / "out.json").read_text())["annotations"]
    assert record["isbbox"] is True and record["segmentation"] == [[4, 5, 20, 5, 20, 25, 4, 25]]
    assert read_labels(tmp_path / "out.json").annotations[0].shapes[0].kind == "rectangle"


def test_that_broken_coco_records_are_named_and_good_ones_kept(tmp_path):
    document = coco({"bbox": [1, 2, 3, 4]})
    good = document["annotations"][0]
    bad = [
        {**good, "image_id": 99},
        {**good, "bbox": [1, 2, "x", 4]},
        {**good, "bbox": [1, 2]},
        {**good, "bbox": None, "segmentation": [[1, 2, 3]]},
        {**good, "segmentation": {"size": [10**9, 10**9], "counts": [10**18]}},
        {**good, "bbox": [1, 2, float("nan"), 4]},
        "text",
        None,
    ]
    document["annotations"] = [*bad, good]
    found = read_coco(tmp_path, document)
    assert len(found.annotations[0].shapes) == 1
    assert [problem.where for problem in found.problems] == [f"a.json: annotations[{n}]" for n in range(len(bad))]


@pytest.mark.parametrize("name", ["coco", "coco-annotator"])
def test_that_a_coco_file_whose_lists_are_long_is_recognised_whichever_comes_first(tmp_path, name):
    images = tuple(Annotation(f"folder/with a long name/{n}.jpg", 40, 30, (box(),)) for n in range(3000))
    write_labels(LabelSet(images), tmp_path / "a.json", name)
    document = json.loads((tmp_path / "a.json").read_text())
    for number, first in enumerate(("images", "annotations", "categories")):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps({first: document[first], **document}))
        assert detect(path)[0][0].name == name, first


def test_that_json_nested_without_end_is_refused():
    with pytest.raises(LabelsUnreadable, match="deeply"):
        json_of("[" * 200_000 + "]" * 200_000, "a.json")


# where the picture is


@pytest.mark.parametrize(
    "reference",
    [
        "C:\\data\\my pictures\\a b.jpg",
        "file:///C:/data/my%20pictures/a%20b.jpg",
        "file:/data/my%20pictures/a%20b.jpg",
        "https://host/data/my%20pictures/a%20b.jpg?size=1",
        "../../data/my pictures/a b.jpg",
    ],
)
def test_that_a_picture_is_found_however_it_is_named(tmp_path, reference):
    path = picture(tmp_path / "my pictures/a b.jpg")
    assert plain_name(reference).endswith("my pictures/a b.jpg")
    assert Pictures((tmp_path,)).find(reference) == path


def test_that_percent_signs_are_taken_as_they_stand_first(tmp_path):
    quoted, plain = picture(tmp_path / "a%20b.jpg"), picture(tmp_path / "a b.jpg")
    assert Pictures((tmp_path,)).find("a%20b.jpg") == quoted
    quoted.unlink()
    assert Pictures((tmp_path,)).find("a%20b.jpg") == plain


def test_that_a_path_out_of_the_folder_finds_nothing_there(tmp_path):
    picture(tmp_path / "secret.jpg")
    inside = tmp_path / "set"
    inside.mkdir()
    assert Pictures((inside,)).find("../secret.jpg") is None
    assert Pictures((inside,)).find(str(tmp_path / "secret.jpg")) is None


def test_that_two_pictures_of_one_name_in_two_folders_stay_apart(tmp_path):
    for part, width in (("a", 40), ("b", 80)):
        picture(tmp_path / f"set/{part}/x.jpg", width, 30)
    images = tuple(Annotation(f"{part}/x.jpg", width, 30, (box(part),)) for part, width in (("a", 40), ("b", 80)))
    labels = LabelSet(images, root=str(tmp_path / "set"))
    for name in FORMATS:
        if FORMATS[name].write is None or name == "folders":
            continue
        write_labels(labels, tmp_path / name, name, write=WriteOptions(images="copy"))
        found = read_labels(tmp_path / name, name)
        said = {
            (image.image.split("/")[-2], shape.label, image.width)
            for image in found.annotations
            for shape in image.shapes
        }
        assert said == {("a", "a", 40), ("b", "b", 80)}, name
    assert Pictures((tmp_path / "set",)).find("x.jpg") is None, "which of the two is not guessed"


def test_that_labels_of_a_turned_photograph_counted_as_stored_are_turned(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    picture(tmp_path / "a.jpg", 40, 30, exif=exif)
    stored = coco({"bbox": [0, 0, 10, 5]})
    (image,) = read_coco(tmp_path, stored).annotations
    assert (image.width, image.height) == (30, 40)
    assert image.shapes[0].box == (25, 0, 30, 10)
    seen = coco({"bbox": [25, 0, 5, 10]}, images=[{"id": 7, "file_name": "a.jpg", "width": 30, "height": 40}])
    assert read_coco(tmp_path, seen).annotations[0].shapes[0].box == (25, 0, 30, 10)


# other formats


def test_that_createml_boxes_are_by_their_centre(tmp_path):
    (tmp_path / "a.json").write_text(
        json.dumps(
            [
                {
                    "image": "a.jpg",
                    "verified": True,
                    "annotations": [{"label": "cat", "coordinates": {"x": 12, "y": 15, "width": 16, "height": 20}}],
                }
            ]
        )
    )
    (image,) = read_labels(tmp_path / "a.json").annotations
    assert image.shapes[0].box == (4, 5, 20, 25) and image.state == "verified"


def test_that_bbox_label_tools_class_is_its_folder_and_the_count_is_no_box(tmp_path):
    (tmp_path / "Labels/cat").mkdir(parents=True)
    (tmp_path / "Labels/cat/a.txt").write_text("1\n80 8 172 111\n")
    found = read_labels(tmp_path)
    assert found.format == "bbox-label-tool"
    assert [(shape.label, shape.box) for shape in found.annotations[0].shapes] == [("cat", (80, 8, 172, 111))]


def test_that_fast_annotations_angle_is_in_degrees_clockwise(tmp_path):
    (tmp_path / "a.csv").write_text("a.jpg,cat,20,15,10,4,90\nb.jpg,dog,20,15,10,4\n")
    found = read_labels(tmp_path / "a.csv")
    turned, plain = found.annotations[0].shapes[0], found.annotations[1].shapes[0]
    assert turned.kind == "rotated_rectangle" and turned.box == pytest.approx((18, 10, 22, 20))
    assert plain.kind == "rectangle" and plain.box == (15, 13, 25, 17)


def test_that_retinanets_table_without_header_keeps_images_without_boxes(tmp_path):
    (tmp_path / "a.csv").write_text("a.jpg,4,5,20,25,cat\nb.jpg,,,,,\n")
    found = read_labels(tmp_path / "a.csv")
    assert [(image.image, len(image.shapes)) for image in found.annotations] == [("a.jpg", 1), ("b.jpg", 0)]


def test_that_dota_lines_with_headings_and_difficult_are_read(tmp_path):
    (tmp_path / "P0001.txt").write_text(
        "imagesource:GoogleEarth\ngsd:0.1\n0 0 10 0 10 5 0 5 large vehicle 1\n0 0 9 1 8 7 1 5 ship 0\n"
    )
    found = read_labels(tmp_path)
    first, second = found.annotations[0].shapes
    assert (first.kind, first.label, first.difficult) == ("rotated_rectangle", "large vehicle", True)
    assert (second.kind, second.label, second.difficult) == ("polygon", "ship", False)


def test_that_void_borders_of_voc_masks_belong_to_no_object(tmp_path):
    numbers = np.zeros((20, 30), int)
    numbers[5:10, 5:10] = 255
    numbers[6:9, 6:9] = 8
    write_indexed(tmp_path / "SegmentationClass/a.png", numbers)
    (shape,) = read_labels(tmp_path).annotations[0].shapes
    assert shape.label == "cat" and (shape.mask.left, shape.mask.top, shape.mask.width, shape.mask.height) == (
        6,
        6,
        3,
        3,
    )


def test_that_class_folders_copy_pictures_and_keep_the_class(tmp_path):
    for name in ("x/1.jpg", "y/1.jpg", "z.jpg"):
        picture(tmp_path / "set" / name)
    images = (
        Annotation("x/1.jpg", 40, 30, flags={"cat": True, "dog": False}),
        Annotation("y/1.jpg", 40, 30, flags={"cat": True, "a/b": True}),
        Annotation("z.jpg", 40, 30),
        Annotation("gone.jpg", 40, 30, flags={"cat": True}),
    )
    report = write_labels(LabelSet(images, root=str(tmp_path / "set")), tmp_path / "out", "folders")
    found = read_labels(tmp_path / "out", "folders")
    assert {(image.image, image.classes) for image in found.annotations} == {
        ("cat/1.jpg", ("cat",)), ("cat/1-2.jpg", ("cat",)), ("a_b/1.jpg", ("a_b",)),
    }  # fmt: skip
    assert {loss.what for loss in report.losses} >= {"image without a class dropped", "picture not found"}


# exports as a whole


def test_that_an_export_that_reads_back_differently_is_not_put_in_place(tmp_path, monkeypatch):
    from dataclasses import replace

    def forgetful(labels, target, options):
        emptied = tuple(image.with_shapes(()) for image in labels.annotations)
        return original.write(replace(labels, annotations=emptied), target, options)

    original = FORMATS["coco"]
    (tmp_path / "out.json").write_text("before")
    monkeypatch.setitem(FORMATS, "coco", replace(original, write=forgetful))
    with pytest.raises(ExportDiffers, match="missing or differs"):
        write_labels(one(box()), tmp_path / "out.json", "coco")
    assert (tmp_path / "out.json").read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]
    assert write_labels(one(box()), tmp_path / "out.json", "coco", accept_differences=True).differences


def test_that_a_write_that_fails_leaves_nothing(tmp_path, monkeypatch):
    from desktop_app.annotation.formats import yolo

    def full(path, text):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(yolo, "write_text", full)
    with pytest.raises(ExportFailed, match="No space left"):
        write_labels(one(box()), tmp_path / "out", "yolo-detect")
    assert list(tmp_path.iterdir()) == []


def test_that_the_loss_report_lies_beside_the_export(tmp_path):
    ellipse = Shape("ellipse", ("cat",), points_of([(20, 15), (28, 15), (20, 19)]))
    report = write_labels(one(ellipse, ellipse), tmp_path / "out.json", "coco")
    assert report.loss_file == tmp_path / "out-losses.txt"
    assert "2 x ellipse became polygon" in report.loss_file.read_text()


def test_that_several_labels_are_repeated_and_counted(tmp_path):
    both = Shape("rectangle", ("cat", "dog"), points_of([(4, 5), (20, 25)]))
    report = write_labels(one(both), tmp_path / "out", "voc")
    assert report.shapes == 2 and report.losses[0].what == "shape with several labels repeated for each"


def test_that_subsets_go_from_format_to_format(tmp_path):
    for part in ("train", "valid"):
        folder = tmp_path / "set" / part
        folder.mkdir(parents=True)
        document = coco({"bbox": [1, 2, 3, 4]})
        document["images"][0]["file_name"] = f"{part}.jpg"
        (folder / "_annotations.coco.json").write_text(json.dumps(document))
    convert(tmp_path / "set", tmp_path / "out", "yolo-detect")
    assert (tmp_path / "out/labels/train/train.txt").is_file()
    assert (tmp_path / "out/labels/val/valid.txt").is_file()


# zips


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


def test_that_a_zip_is_opened_as_what_is_in_it(tmp_path):
    path = zipped(tmp_path / "a.zip", **{"set__a.json": json.dumps(coco({"bbox": [1, 2, 3, 4]}))})
    assert detect(path)[0][0].name == "coco"
    assert len(read_labels(path).annotations[0].shapes) == 1


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt"])
def test_that_a_zip_that_leads_out_of_its_folder_is_refused(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "x")
    with pytest.raises(LabelsUnreadable, match="leads out"):
        unpack(tmp_path / "a.zip", tmp_path / "there")


def test_that_a_zip_that_swells_beyond_measure_is_refused(tmp_path):
    path = zipped(tmp_path / "a.zip", **{"a.json": b"0" * (120 << 20)})
    with pytest.raises(LabelsUnreadable, match="swell"):
        unpack(path, tmp_path / "there")


# nothing that is no label file raises


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b"\0" * 100, b"<a/>", b"1 2 3", "图".encode("gbk"), b"\xff\xfe{\0"]
)
def test_that_sniffing_anything_is_harmless(tmp_path, data):
    for ending in (".json", ".xml", ".txt", ".csv", ".yaml", ".data", ".zip", ""):
        path = tmp_path / f"a{ending}"
        path.write_bytes(data)
        for format_ in FORMATS.values():
            assert 0 <= format_.sniff(path) <= 1
            try:
                format_.read(path, ReadOptions())
            except LabelsUnreadable:
                pass
            except Exception as error:  # labelme's reader has an error of its own
                assert type(error).__name__ == "LabelFileError", (format_.name, ending, error)


def test_that_the_angle_of_an_x_anylabeling_rotation_is_written(tmp_path):
    corners = points_of([(10, 10), (10, 20), (5, 20), (5, 10)])
    write_labels(one(Shape("rotated_rectangle", ("cat",), corners)), tmp_path / "out", "xanylabeling")
    (shape,) = json.loads((tmp_path / "out/a.json").read_text())["shapes"]
    assert shape["shape_type"] == "rotation" and shape["direction"] == pytest.approx(math.pi / 2)
    write_labels(one(box()), tmp_path / "out", "xanylabeling")
    (shape,) = json.loads((tmp_path / "out/a.json").read_text())["shapes"]
    assert shape["shape_type"] == "rectangle" and len(shape["points"]) == 4


def test_that_what_compares_equal_is_equal_and_a_moved_corner_is_seen():
    keeps = FORMATS["coco"].keeps
    assert differences(one(box()), one(box()), keeps) == []
    assert differences(one(box()), one(box(corners=((4, 5), (20, 25.1)))), keeps)
    assert differences(one(box()), one(), keeps) and differences(one(), one(box()), keeps)


def test_that_every_export_has_its_place_written_only_inside_the_target(tmp_path):
    image = Annotation("../../etc/a.jpg", 40, 30, (box(),), state="labelled")
    for name, format_ in FORMATS.items():
        if format_.write is not None and not format_.needs_pictures:
            write_labels(LabelSet((image,)), tmp_path / "place" / name, name)
    assert {path.name for path in tmp_path.iterdir()} == {"place"}
    assert all(Path(path).is_relative_to(tmp_path) for path in tmp_path.rglob("*"))


def test_that_pictures_named_without_an_ending_are_exported_everywhere(tmp_path):
    labels = one(box(), name="b/ckrb1sf1i")
    for name, format_ in FORMATS.items():
        if format_.write is not None and not format_.needs_pictures:
            assert write_labels(labels, tmp_path / name, name).shapes == 1, name


def test_that_a_voc_mask_is_not_taken_for_a_picture_that_is_not_there(tmp_path):
    (tmp_path / "Annotations").mkdir()
    (tmp_path / "SegmentationClass").mkdir()
    Image.new("P", (40, 30)).save(tmp_path / "SegmentationClass/a.png")
    (tmp_path / "Annotations/a.xml").write_text(
        "<annotation><filename>a.jpg</filename><size><width>40</width><height>30</height></size></annotation>"
    )
    assert [image.image for image in read_labels(tmp_path, "voc").annotations] in (["JPEGImages/a.jpg"], ["a.jpg"])


def test_that_labelme_keeps_the_order_of_labels_whatever_the_order_of_images(tmp_path):
    images = tuple(
        one(box(label), name=f"{name}.jpg").annotations[0] for name, label in (("b", "first"), ("a", "second"))
    )
    report = write_labels(LabelSet(images, LabelSchema((Label("first"), Label("second")))), tmp_path / "out", "labelme")
    assert [label.name for label in read_labels(report.target).schema.labels] == ["first", "second"]


def test_that_the_outline_of_a_large_mask_fits_a_cell_of_a_table(tmp_path):
    ring = np.random.default_rng(0).random((9000, 2)) * 39
    labels = one(Shape("polygon", ("cat",), points_of(ring)), height=40)
    assert write_labels(labels, tmp_path / "out", "udt-csv").differences == ()


def test_that_tables_with_decimal_commas_are_read_as_they_are_meant(tmp_path):
    header = "filename;width;height;class;xmin;ymin;xmax;ymax"
    (tmp_path / "a.csv").write_text(f"{header}\na.png;80;60;cat;10,5;1e1;1.030,25;-0,5\n")
    (image,) = read_labels(tmp_path / "a.csv").annotations
    assert (image.width, image.height, image.shapes[0].box) == (80, 60, (10.5, -0.5, 1030.25, 10.0))
    (tmp_path / "b.csv").write_text("b.png;10,5;10,25;30,5;40;cat\nb.png;;;;;\n")
    found = read_labels(tmp_path / "b.csv")
    assert (found.format, found.annotations[0].shapes[0].box) == ("csv", (10.5, 10.25, 30.5, 40.0))
    (tmp_path / "c.csv").write_text("c.png;cat;10,5;10,5;4,0;2,0;30,5\n")
    (image,) = read_labels(tmp_path / "c.csv").annotations
    assert image.shapes[0].kind == "rotated_rectangle" and image.shapes[0].points.mean(axis=0).tolist() == [10.5, 10.5]
    (tmp_path / "d.csv").write_text(f"{header}\nd.png;80;60;cat;1,2,3;1;2;3\n")
    assert "'1,2,3' is not a number" in str(read_labels(tmp_path / "d.csv").problems[0])


def test_that_a_set_and_its_document_never_fill_the_memory_together(tmp_path):
    count = 4000
    records = [{"id": n, "image_id": n // 100, "category_id": 1, "bbox": [n % 500, 7, 50, 40]} for n in range(count)]
    images = [{"id": n, "file_name": f"{n}.jpg", "width": 640, "height": 480} for n in range(count // 100)]
    document = {"images": images, "categories": [{"id": 1, "name": "cat"}], "annotations": records}
    (tmp_path / "a.json").write_text(json.dumps(document))
    read_labels(tmp_path / "a.json", "coco")  # imports are no part of it
    tracemalloc.start()
    try:
        found = read_labels(tmp_path / "a.json", "coco")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(len(image.shapes) for image in found.annotations) == count
    assert peak < 800 * count
