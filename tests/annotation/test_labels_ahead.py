"""Labels that were read ahead hold only while every file that they come from is as it was."""

import os
from pathlib import Path

import pytest
from PIL import Image

from desktop_app.annotation.folders.folder import open_images
from desktop_app.annotation.folders.labels_ahead import read_ahead
from desktop_app.annotation.folders.labels_of import load_image_labels, save_image_labels
from desktop_app.annotation.model import Shape, points_of


@pytest.fixture
def folder(tmp_path: Path):
    place = tmp_path / "images"
    place.mkdir()
    for name in ("a.png", "b.png"):
        Image.new("RGB", (20, 10)).save(place / name)
    return open_images(place)


def label(folder) -> Path:
    loaded = load_image_labels(folder, "a.png")
    shape = Shape("rectangle", ("cat",), points_of([[1, 1], [5, 5]]))
    save_image_labels(loaded, loaded.annotation.with_shapes((shape,)))
    return Path(folder.root, "a.json")


def test_that_labels_are_those_that_loading_gives(folder):
    label(folder)
    found = list(read_ahead(folder, ("a.png", "b.png")))
    assert [one.name for one in found] == ["a.png", "b.png"]
    assert [len(one.labels.annotation.shapes) for one in found] == [1, 0]
    assert all(one.holds_in(folder) for one in found)
    assert found[0].labels.stamp == load_image_labels(folder, "a.png").stamp


@pytest.mark.parametrize("what", ["labels came", "labels changed", "labels went", "other name came", "image changed"])
def test_that_a_change_of_any_file_is_noticed(folder, what):
    labels = Path(folder.root, "a.json") if what == "labels came" else label(folder)
    (found,) = read_ahead(folder, ("a.png",))
    assert found.holds_in(folder)
    if what == "labels came":
        labels.write_text("{}")
    elif what == "labels changed":
        labels.write_text(labels.read_text() + " ")
    elif what == "labels went":
        labels.unlink()
    elif what == "other name came":
        Path(folder.root, "a.png.json").write_text("{}")
    else:
        os.utime(Path(folder.root, "a.png"), ns=(1, 1))
    assert not found.holds_in(folder)


def test_that_another_folder_with_equal_files_is_another(folder, tmp_path):
    (found,) = read_ahead(folder, ("a.png",))
    other = tmp_path / "other"
    other.mkdir()
    for name in ("a.png", "b.png"):
        (other / name).write_bytes(Path(folder.root, name).read_bytes())
        seen = Path(folder.root, name).stat()
        os.utime(other / name, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert not found.holds_in(open_images(other))


def test_that_a_broken_label_file_is_left_for_its_turn(folder):
    Path(folder.root, "a.json").write_text("{")
    assert [one.name for one in read_ahead(folder, ("a.png", "b.png"))] == ["b.png"]
