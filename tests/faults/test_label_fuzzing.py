"""Label files that are broken at random, and some that are made to hurt: only named errors, soon, in little memory."""

import json
import math
import os
import tracemalloc
import zipfile

import numpy as np
import pytest

from desktop_app.annotation.formats.all import FORMATS, detect, read_labels
from desktop_app.annotation.formats.reading import LabelsUnreadable
from tests.faults.label_fuzzing import fuzz, wrong_in

INPUTS = int(os.environ.get("WEIGHTSMITH_FUZZ_INPUTS", "60"))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.filterwarnings("ignore")
def test_that_a_reader_has_only_named_errors_for_broken_files(name):
    """More inputs: `python -m tests.faults.label_fuzzing --inputs 200000`."""
    found = fuzz(name, INPUTS, seed=0)
    assert found.inputs == INPUTS
    assert not found.kinds, "\n".join(f"{kind}: {found.examples[kind]}" for kind in found.kinds)


def coco(tmp_path, **record):
    document = {
        "images": [{"id": 1, "file_name": "a.png", "width": 40, "height": 30}],
        "categories": [{"id": 1, "name": "cat"}],
        "annotations": [
            {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "area": 12, "iscrowd": 0},
            {"id": 2, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "area": 12, "iscrowd": 1} | record,
        ],
    }
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document))
    return path


@pytest.mark.parametrize(
    "record",
    [
        {"segmentation": {"size": [10**6, 10**6], "counts": [10**12]}},
        {"segmentation": {"size": [30, 40], "counts": [10**18, 5]}},
        {"segmentation": {"size": [30, 40], "counts": [-5, 1205]}},
        {"segmentation": {"size": [30, 40], "counts": "o" * 5000}},
        {"segmentation": {"size": [10**9, 1], "counts": ""}},
        {"segmentation": [[float("nan"), 1, 2, 3, 4, 5]]},
        {"segmentation": [[1e308, 1e308, -1e308, 3, 4, 5]]},
        {"bbox": [math.inf, 1, 2, 3]},
    ],
    ids=("huge", "too long", "negative", "text without end", "one row", "not a number", "overflow", "infinite"),
)
def test_that_run_lengths_and_coordinates_beyond_reason_cost_one_record(tmp_path, record):
    path = coco(tmp_path, **record)
    tracemalloc.start()
    try:
        found = read_labels(path, "coco")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.annotations[0].shapes[0].box == (1, 2, 4, 6)
    assert wrong_in(found) == [] and peak < 64 << 20
    assert all(np.isfinite(shape.points).all() for shape in found.annotations[0].shapes)


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nnames: [*b, *b]\n",
        "names: !!python/object/apply:os.system ['touch ran']\n",
        "names: " + "[" * 5000 + "]" * 5000,
        "names:\n" + "".join("  " * depth + "a:\n" for depth in range(1, 3000)),
        "names: {0: cat, 99999999999999999999: dog}\n",
        "nc: 1e999\nnames: cat\npath: /etc\ntrain: ../../../../etc\n",
    ],
    ids=("anchors", "tags", "deep list", "deep mapping", "far index", "paths out"),
)
def test_that_a_hostile_data_yaml_is_refused_or_harmless(tmp_path, text):
    (tmp_path / "data.yaml").write_text(text)
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels/a.txt").write_text("0 0.5 0.5 0.1 0.1\n")
    detect(tmp_path)
    try:
        found = read_labels(tmp_path, "yolo-detect")
    except LabelsUnreadable:
        return
    assert wrong_in(found) == [] and len(found.schema.labels) < 100
    assert not any(image.image.startswith(("/", "..")) for image in found.annotations)


def test_that_links_out_of_the_folder_are_not_walked(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "a.txt").write_text("0 0.5 0.5 0.1 0.1\n")
    (inside / "classes.txt").write_text("cat\n")
    (inside / "labels").symlink_to(outside, target_is_directory=True)
    (inside / "round").symlink_to(inside, target_is_directory=True)
    for name in FORMATS:
        try:
            found = read_labels(inside, name)
        except LabelsUnreadable:
            continue
        assert not any(image.shapes for image in found.annotations), name


def test_that_a_picture_that_a_label_file_names_is_not_looked_for_outside(tmp_path):
    (tmp_path / "secret.png").write_bytes(b"not a picture")
    folder = tmp_path / "labels"
    folder.mkdir()
    for reference in ("../secret.png", str(tmp_path / "secret.png"), f"file://{tmp_path}/secret.png", "..\\secret.png"):
        path = coco(folder)
        path.write_text(path.read_text().replace("a.png", json.dumps(reference)[1:-1]))
        found = read_labels(path, "coco")
        assert ".." not in found.annotations[0].image.split("/") and not found.annotations[0].image.startswith("/")


def test_that_a_zip_of_a_zip_and_one_of_many_names_ends(tmp_path):
    inner, outer = tmp_path / "inner.zip", tmp_path / "outer.zip"
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", b"[" * (1 << 20))
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "inner.zip")
        for number in range(3000):
            archive.writestr(f"{number}/a.txt", b"0 0.5 0.5 0.1 0.1")
    detect(outer)
    with pytest.raises(LabelsUnreadable):
        read_labels(inner, "coco")
