"""Changes of many images at once: made, taken back, and each image fails alone."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.folders.folder import open_images
from desktop_app.annotation.folders.index import record_of
from desktop_app.annotation.folders.labels_of import load_image_labels, save_image_labels
from desktop_app.annotation.folders.many import (
    AddShapes,
    PutBack,
    Rename,
    edited_images,
    filled_track,
    free_track,
    put_back,
    says_the_same,
)
from desktop_app.annotation.model import Annotation, LabelSchema, Shape, Track, points_of
from desktop_app.annotation.review.looking import FixMistakes, folder_agreement, folder_mistakes, folder_summary


def box(x=10.0, y=10.0, size=20.0, label="cat", **fields):
    return Shape("rectangle", (label,), points_of([[x, y], [x + size, y + size]]), **fields)


def ended(generator):
    """All that a generator yields, and what it returns."""
    found = []
    while True:
        try:
            found.append(next(generator))
        except StopIteration as end:
            return found, end.value


@pytest.fixture
def folder(tmp_path):
    for n in range(5):
        Image.fromarray(np.full((60, 80, 3), 90, np.uint8)).save(tmp_path / f"f_{n}.png")
    return open_images(tmp_path)


def put(folder, name, *shapes):
    labels = load_image_labels(folder, name)
    save_image_labels(labels, replace(labels.annotation, shapes=shapes, state="labelled"))


def shapes_of(folder, name):
    return load_image_labels(folder, name).annotation.shapes


def test_that_shapes_are_added_to_many_images_once_only(folder):
    for _ in range(2):
        found, changed = ended(edited_images(folder, folder.names, AddShapes((box(),))))
    assert (found, changed) == ([], 0)
    assert all(len(shapes_of(folder, name)) == 1 for name in folder.names)
    assert all(load_image_labels(folder, name).annotation.state == "labelled" for name in folder.names)


def test_that_what_was_done_to_many_is_taken_back_except_where_somebody_went_on(folder):
    found, changed = ended(edited_images(folder, folder.names, AddShapes((box(),))))
    assert changed == 5
    put(folder, "f_2.png", box(), box(40, 20, 10, "dog"))
    states = {one.name: (one.labels.annotation, one.before) for one in found}
    told, back = ended(put_back(folder, PutBack(states)))
    assert back == 4
    assert [one.name for one in told if one.problem] == ["f_2.png"]
    assert [len(shapes_of(folder, name)) for name in folder.names] == [0, 0, 2, 0, 0]


def test_that_one_broken_label_file_is_told_and_the_others_are_changed(folder, tmp_path):
    for name in folder.names:
        put(folder, name, box())
    (tmp_path / "f_1.json").write_text("{broken")
    found, changed = ended(edited_images(folder, folder.names, Rename({"cat": "lion"})))
    assert changed == 4
    assert [one.name for one in found if one.problem] == ["f_1.png"]
    assert (tmp_path / "f_1.json").read_text() == "{broken"
    assert shapes_of(folder, "f_3.png")[0].label == "lion"


def test_that_a_track_is_interpolated_on_the_disk(folder):
    put(folder, "f_0.png", box(0, 0, track=Track(3)))
    put(folder, "f_4.png", box(40, 20, track=Track(3)))
    assert free_track(open_images(Path(folder.root)), {}) == 4
    _, changed = ended(filled_track(folder, folder.names, 3))
    assert changed == 3
    middle = shapes_of(folder, "f_2.png")[0]
    assert middle.points.tolist() == [[20, 10], [40, 30]]
    assert middle.track == Track(3, keyframe=False)


def test_that_a_copy_follows_a_track_only_to_a_frame_that_does_not_show_it(folder):
    put(folder, "f_1.png", box(40, 20, track=Track(3)))
    walker = box(0, 0, track=Track(3))
    ended(edited_images(folder, ["f_1.png", "f_2.png"], AddShapes((walker,))))
    ended(edited_images(folder, ["f_3.png"], AddShapes((walker,), follow=False)))
    assert [shape.track for shape in shapes_of(folder, "f_1.png")] == [Track(3), None]
    assert [shape.track for shape in shapes_of(folder, "f_2.png")] == [Track(3)]
    assert [shape.track for shape in shapes_of(folder, "f_3.png")] == [None]
    _, changed = ended(edited_images(folder, ["f_1.png", "f_2.png", "f_3.png"], AddShapes((walker,))))
    assert changed == 0  # the same copies again are no other shapes


def test_that_a_new_track_takes_no_number_of_any_image_of_the_folder(tmp_path):
    for name in ("a/one.png", "b/two.png"):
        (tmp_path / name).parent.mkdir()
        Image.fromarray(np.full((60, 80, 3), 90, np.uint8)).save(tmp_path / name)
    folder = open_images(tmp_path)
    put(folder, "b/two.png", box(track=Track(7)))
    known = {"a/one.png": record_of(Annotation("one.png", 80, 60, (box(track=Track(5)),)))}
    assert free_track(open_images(tmp_path), known) == 8


def test_that_names_of_shapes_do_not_make_annotations_differ():
    first = Annotation("a.png", 80, 60, (box(),))
    assert says_the_same(first, Annotation("a.png", 80, 60, (box(),)))
    assert not says_the_same(first, Annotation("a.png", 80, 60, (box(11),)))
    assert not says_the_same(first, replace(first, state="verified"))


def test_that_safe_mistakes_are_mended_and_others_are_left(folder):
    crossing = Shape("polygon", ("cat",), points_of([[10, 10], [50, 50], [10, 50], [50, 10]]))
    put(folder, "f_0.png", box(), box(), box(70, 50, 30), box(300, 300), crossing)
    found = [one for part in ended(folder_mistakes(folder, folder.names, LabelSchema()))[0] for one in part]
    assert {one.code for one in found} == {"duplicate", "partly-outside", "outside", "self-crossing"}
    mended = FixMistakes(frozenset(("empty", "duplicate", "outside", "partly-outside")))
    ended(edited_images(folder, ["f_0.png"], mended))
    left = shapes_of(folder, "f_0.png")
    assert [shape.kind for shape in left] == ["rectangle", "rectangle", "polygon"]
    assert left[1].points.tolist() == [[70, 50], [80, 60]]


def test_that_a_folder_is_summarised_and_compared_to_other_labels(folder, tmp_path):
    put(folder, "f_0.png", box(), box(40, 30, 10, "dog"))
    put(folder, "f_1.png", box())
    summary = folder_summary(folder, folder.names)
    assert (summary.images, summary.shapes, summary.left) == (5, 3, 3)
    other = tmp_path / "other.csv"
    from desktop_app.annotation.formats.all import write_labels
    from desktop_app.annotation.model import LabelSet

    second = (Annotation("f_0.png", 80, 60, (box(label="dog"),)), Annotation("f_1.png", 80, 60, (box(),)))
    write_labels(LabelSet(second, LabelSchema().with_names(["cat", "dog"]), str(tmp_path)), other, "csv")
    found = folder_agreement(folder, folder.names, str(other))
    assert (found.images, found.alike) == (2, 1)
    assert {one.kind for one in found.differences} == {"other-label", "only-first"}


def test_that_groups_that_are_put_on_an_image_stay_apart_from_its_own():
    own = (box(group=1), box(40, group=1))
    image = Annotation("a.png", 80, 60, own)
    added = AddShapes((box(10, 40, group=1), box(40, 40, group=1), box(0, 0, group=7), box(60, 0)))
    once = added(image)
    assert [shape.group for shape in once.shapes] == [1, 1, 8, 8, 7, None]
    assert added(once) == once
    more = AddShapes((*added.shapes, box(20, 0, group=1)))(once)
    assert more.shapes[-1].group == 8  # beside those of its group that are here
    assert [shape.group for shape in AddShapes((box(group=1), box(50, group=1)))(image).shapes] == [1, 1, 1]
    assert [shape.group for shape in added(Annotation("b.png", 80, 60)).shapes] == [1, 1, 7, None]
