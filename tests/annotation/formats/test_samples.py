"""Real files of other tools (where this machine has them) and our own samples: opened, and exported to every format."""

import os
from pathlib import Path

import pytest

from desktop_app.annotation.formats.all import FORMATS, convert, detect, read_labels
from desktop_app.annotation.formats.registry import ReadOptions, WriteOptions
from desktop_app.places import resources

OWN = resources() / "sample" / "labels"
REAL = Path(os.environ.get("WEIGHTSMITH_LABEL_SAMPLES", "/work/shared/samples"))

FILES = {
    "labelme/bbox_detection/2011_000003.json": ("labelme", 1),
    "labelme/primitives/primitives.json": ("labelme", 1),
    "X-AnyLabeling/human-pose.json": ("xanylabeling", 1),
    "_common/coco/instances_val.json": ("coco", 1),
    "_common/coco/instances_with_binary_mask.json": ("coco", 3),
    "_common/roboflow/coco": ("coco", 2),
    "_common/roboflow/voc": ("voc", 1),
    "_common/roboflow/yolo": ("yolo-detect", 2),
    "_common/yolo_seg": ("yolo-segment", 1),
    "_common/voc": ("voc", 1),
    "coco-annotator/coco_import_input.json": ("coco-annotator", 2),
    "coco-annotator/export_from_labelme_instances.json": ("coco-annotator", 2),
    "labelImg/voc_raccoon": ("labelimg-voc", 3),
    "labelImg/yolo_from_labelImg_writer": ("labelimg-yolo", 3),
    "labelImg/createml_from_labelImg_writer": ("labelimg-createml", 3),
    "CVAT/images/task_train.xml": ("cvat", 2),
    "CVAT/video": ("cvat", 3),
    "CVAT/docs": ("cvat", 1),
    "CVAT/images/sample_with_meta.cvat.xml": ("cvat", 1),
    "label-studio/sdk/test_export_yolo/data.json": ("label-studio", 2),
    "label-studio/sdk/test_export_yolo/data_polygons.json": ("label-studio", 1),
    "label-studio/sdk/test_export_json_min/data.json": ("label-studio", 1),
    "label-studio/lsf/image_tools/task_all_tools_brush.json": ("label-studio", 1),
    "label-studio/panlabel/sample_rotated.label_studio.json": ("label-studio", 1),
    "VoTT/export_json": ("vott", 3),
    "VoTT/export_csv": ("vott-csv", 2),
    "VIA/via1": ("via-csv", 3),
    "VIA/via2/basic_demo_annotations.csv": ("via-csv", 2),
    "VIA/via2/face_demo_annotations.json": ("via", 4),
    "VIA/via2/codedoc_project.json": ("via", 2),
    "VIA/via2/sherlock_ep01_tracks_FRCNN.json": ("via", 266),
    "VIA/via3/demo_image_project.json": ("via3", 2),
    "Labelbox/export_v2": ("labelbox", 2),
    "Labelbox/ndjson/image_import.json": ("labelbox-import", 1),
    "Labelbox/ndjson/rectangle_import.json": ("labelbox-import", 1),
    "Labelbox/ndjson/nested_import_name_only.json": ("labelbox-import", 1),
    "universal-data-tool/run_segmentation.udt.json": ("udt", 2),
    "universal-data-tool/SAMPLE.udt.csv": ("udt-csv", 2),
    "DataTurks/image_bounding_box.jsonl": ("dataturks", 1),
    "PixelAnnotationTool": ("pixel-annotation", 1),
    "Data_Label_Tools/bbox-label-tool": ("bbox-label-tool", 1),
    "Data_Label_Tools/yolo_mark": ("darknet", 3),
}
IMAGES = {
    "labelImg/yolo_from_labelImg_writer": "labelImg/voc_raccoon",
    "labelImg/createml_from_labelImg_writer": "labelImg/voc_raccoon",
}
READ_ONLY = ("Data_Label_Tools/yolo_mark", "CVAT/video")
WRITTEN = [name for name, format_ in FORMATS.items() if format_.write is not None]


def real(name):
    path = REAL / name
    if not path.exists():
        pytest.skip(f"the real sample {name} is not on this machine")
    return path


def options_for(name):
    return ReadOptions(
        images=REAL / IMAGES[name] if name in IMAGES else None,
        sizes={
            "000000036086.jpg": (640, 482),
            "train/images/train_001.jpg": (10, 5),
            "val/images/val_001.jpg": (10, 5),
            "data/a.jpg": (100, 80),
            "asset.workaround.online/example-jobs/sticky-notes/image1.jpg": (399, 532),
        },
    )


@pytest.mark.parametrize("name", FILES)
def test_that_a_real_file_is_recognised_and_read(name):
    path, (format_name, images) = real(name), FILES[name]
    assert detect(path)[0][0].name == format_name
    found = read_labels(path, options=options_for(name))
    assert len(found.annotations) == images
    assert sum(len(image.shapes) for image in found.annotations) > 0


@pytest.mark.parametrize("name", [name for name in FILES if name not in READ_ONLY])
def test_that_a_real_file_is_exported_to_its_own_format_without_loss(name, tmp_path):
    path, (format_name, _) = real(name), FILES[name]
    if format_name == "voc" and "_common/voc" in name:
        pytest.skip("its masks become boxes in VOC's XML")
    report = convert(path, tmp_path / "out", format_name, read=options_for(name))
    expected = ("rounded", "lifted", "in labelme", "without a label")
    assert [loss for loss in report.losses if not any(words in loss.what for words in expected)] == []


@pytest.mark.parametrize("to", WRITTEN)
@pytest.mark.parametrize("name", ["labelme/primitives/primitives.json", "_common/coco/instances_with_binary_mask.json"])
def test_that_real_files_are_exported_to_every_format(name, to, tmp_path):
    if to == "folders":
        pytest.skip("it has no image-level classes")
    report = convert(real(name), tmp_path / "out", to)
    assert report.differences == () and report.problems == ()


def test_that_labelimgs_three_formats_say_the_same_boxes():
    pictures = real("labelImg/voc_raccoon")
    boxes = []
    for name in ("voc_raccoon", "yolo_from_labelImg_writer", "createml_from_labelImg_writer"):
        found = read_labels(REAL / "labelImg" / name, options=ReadOptions(images=pictures))
        assert found.problems == ()
        boxes.append({image.image: sorted(shape.box for shape in image.shapes) for image in found.annotations})
    for image, expected in boxes[0].items():
        for other in boxes[1:]:
            assert [list(box) for box in other[image]] == [pytest.approx(box, abs=0.01) for box in expected]


def test_that_coco_of_labelmes_own_example_says_the_same_polygons_as_its_files():
    expected = read_labels(real("labelme/instance_segmentation/coco_expected/annotations.json"))
    labelme = read_labels(REAL / "labelme/instance_segmentation/2011_000003.json")
    theirs = next(image for image in expected.annotations if "2011_000003" in image.image)
    ours = {tuple(shape.points.ravel().round(3)) for shape in labelme.annotations[0].shapes}
    assert {tuple(shape.points.ravel().round(3)) for shape in theirs.shapes} <= ours


@pytest.mark.parametrize("name", WRITTEN)
def test_that_our_own_sample_of_a_format_is_recognised_and_exported(name, tmp_path):
    path = OWN / name
    assert path.is_dir(), "packaging/make_label_samples.py makes it"
    assert detect(path)[0][0].name == name
    found = read_labels(path)
    assert found.problems == () and len(found.annotations) == 2
    report = convert(path, tmp_path / "out", name, write=WriteOptions(images="copy"))
    assert [loss for loss in report.losses if not loss.what.endswith("in labelme")] == []


@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")
def test_that_our_readers_judgement_of_coco_is_pycocotools(tmp_path):
    coco = pytest.importorskip("pycocotools.coco")
    import numpy as np

    from desktop_app.annotation.shapes.masks import mask_from_rings, window

    report = convert(OWN / "labelme", tmp_path / "out.json", "coco")
    theirs = coco.COCO(str(report.target))
    ours = read_labels(report.target)
    shapes = {image.image: image.shapes for image in ours.annotations}
    for record in theirs.loadAnns(theirs.getAnnIds()):
        image = theirs.loadImgs(record["image_id"])[0]
        shape = next(s for s in shapes[image["file_name"]] if np.allclose(s.box, corners(record["bbox"]), atol=0.01))
        if shape.kind == "mask":
            assert (theirs.annToMask(record).astype(bool) == window(shape.mask, (0, 0, 96, 64))).all()
        elif shape.kind == "polygon":
            covered = window(mask_from_rings([shape.points]), (0, 0, 96, 64))
            assert (theirs.annToMask(record).astype(bool) ^ covered).sum() < 40  # their rule for edges is another


def corners(box):
    return (box[0], box[1], box[0] + box[2], box[1] + box[3])


def test_that_labelformat_reads_what_we_write(tmp_path):
    pytest.importorskip("labelformat")
    from labelformat.formats import COCOObjectDetectionInput

    report = convert(OWN / "csv", tmp_path / "out.json", "coco")
    theirs = list(COCOObjectDetectionInput(input_file=report.target).get_labels())
    assert sum(len(label.objects) for label in theirs) == report.shapes
