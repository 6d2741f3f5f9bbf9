import os

import pytest
from hypothesis import given, settings
from PIL import Image

from desktop_app.annotation.folders import index as index_module
from desktop_app.annotation.folders.folder import open_images, reopened
from desktop_app.annotation.folders.index import NOTHING, Record, keep_index, kept_index, record_of, summarised, updated
from desktop_app.annotation.folders.query import found_by, next_after, query_of
from desktop_app.annotation.formats.labelme_reading import read_label_file
from desktop_app.annotation.formats.labelme_writing import label_file
from desktop_app.annotation.model import Annotation, Shape, points_of
from tests.annotation.label_cases import annotations


def whole(steps):
    batches = []
    while True:
        try:
            batches.append(next(steps))
        except StopIteration as stop:
            return stop.value, batches


def labelled(image, *labels, **fields):
    shapes = tuple(Shape("point", (label,), points_of([(1, 2)])) for label in labels)
    return Annotation(image, 8, 8, shapes, **{"state": "labelled" if shapes else "unlabelled", **fields})


@pytest.fixture
def folder(tmp_path):
    for name in ("a.png", "b.png", "c.png", "b.jpg"):
        Image.new("L", (8, 8)).save(tmp_path / name)
    (tmp_path / "a.json").write_bytes(label_file(labelled("a.png", "cat", "cat", "dog")))
    (tmp_path / "b.json").write_bytes(label_file(labelled("b.png", "cow", state="verified", notes="see me")))
    return open_images(tmp_path)


def test_that_the_index_says_what_the_label_files_say(folder):
    index, batches = whole(updated(folder, {}))
    assert index["a.png"].labels == (("cat", 2), ("dog", 1))
    assert (index["b.png"].state, index["b.png"].notes) == ("verified", "see me")
    assert "c.png" not in index
    assert "b.jpg" not in index, "the file names b.png"
    assert {name for batch in batches for name in batch} == {"a.png", "b.png"}


def test_that_only_changed_files_are_read_again(folder, monkeypatch):
    index, _ = whole(updated(folder, {}))
    read = []
    monkeypatch.setattr(index_module, "read_record", lambda *args: read.append(args[1]) or NOTHING)
    again, batches = whole(updated(folder, index))
    assert (again, batches) == (index, [])
    assert read == ["b.jpg"], "whose label file is another image's, which reading alone can tell"
    os.utime(os.path.join(folder.root, "a.json"), (1, 1))
    whole(updated(folder, index))
    assert "a.png" in read


def test_that_removed_and_new_label_files_are_changes(folder):
    index, _ = whole(updated(folder, {}))
    os.unlink(os.path.join(folder.root, "a.json"))
    with open(os.path.join(folder.root, "c.json"), "wb") as file:
        file.write(label_file(labelled("c.png", "new")))
    again, batches = whole(updated(reopened(folder), index))
    assert batches == [{"a.png": NOTHING, "c.png": again["c.png"]}]
    assert set(again) == {"b.png", "c.png"}


def test_that_a_broken_label_file_is_one_row(folder):
    with open(os.path.join(folder.root, "c.json"), "wb") as file:
        file.write(b"{")
    index, _ = whole(updated(reopened(folder), {}))
    assert "not JSON" in index["c.png"].problem
    assert index["a.png"].shapes == 3


@settings(deadline=None)
@given(made=annotations())
def test_that_the_short_reading_agrees_with_the_whole_one(made):
    data = label_file(made)
    annotation, _ = read_label_file(data, "x")
    assert summarised(data, NOTHING) == record_of(annotation)


def test_that_an_index_is_kept_between_openings(folder):
    index, _ = whole(updated(folder, {}))
    keep_index(folder, index)
    assert kept_index(folder) == index
    index_module.index_file(folder).write_bytes(b'{"version": 1, "records": {"a": [1]}}')
    assert kept_index(folder) in ({}, {"a": Record(1)})
    index_module.index_file(folder).write_bytes(b"[")
    assert kept_index(folder) == {}


# -- queries

NAMES = ("dir/cat1.jpg", "dir/dog.jpg", "x.jpg", "Red Car.jpg")
INDEX = {
    "dir/cat1.jpg": Record("a", labels=(("cat", 2), ("red cat", 1)), kinds=(("mask", 2),), shapes=3, state="labelled"),
    "dir/dog.jpg": Record(
        "b",
        labels=(("dog", 9),),
        kinds=(("rectangle", 9),),
        shapes=9,
        state="verified",
        notes="Look",
        classes=("night",),
    ),
    "x.jpg": Record("c", problem="broken"),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [0, 1, 2, 3]),
        ("label:cat", [0]),
        ("label:CAT,dog", [0, 1]),
        ('label:"red cat"', [0]),
        ("label:ca", []),
        ("label:*cat", [0]),
        ("-label:cat", [1, 2, 3]),
        ("state:unlabelled", [2, 3]),
        ("state:labelled,verified", [0, 1]),
        ("kind:mask", [0]),
        ("class:night", [1]),
        ("note:look", [1]),
        ("has:problem", [2]),
        ("has:notes,problem", [1, 2]),
        ("shapes>2", [0, 1]),
        ("shapes:>3", [1]),
        ("shapes:0", [2, 3]),
        ("shapes<=3 label:cat", [0]),
        ("dir", [0, 1]),
        ("DIR dog", [1]),
        ('"red car"', [3]),
        ("dir/*.jpg", [0, 1]),
        ("cat?.jpg", [0]),
        ("name:dog,x", [1, 2]),
        ("-dir state:unl", [2, 3]),
        ("label:cat state:labelled kind:mask cat1", [0]),
    ],
)
def test_that_a_query_shows_what_fulfils_all_its_terms(text, expected):
    assert query_of(text).problem == ""
    assert found_by(text, NAMES, INDEX) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("colour:red", "no field"),
        ("label:", "nothing to look for"),
        ("shapes>x", "needs a number"),
        ("has:wings", "has: knows"),
        ("label>3", "cannot be compared"),
    ],
)
def test_that_a_term_that_is_not_understood_is_told_and_left_out(text, sentence):
    assert sentence in query_of(text).problem
    assert found_by(f"{text} dog", NAMES, INDEX) == [1]


@given(annotations())
def test_that_no_text_breaks_a_query(made):
    for shape in made.shapes:
        for text in (shape.text, shape.description, *shape.labels, made.notes):
            found_by(text, NAMES, INDEX)


def test_that_jumping_goes_round_the_end():
    assert [next_after([2, 5, 9], place) for place in (0, 2, 9)] == [2, 5, 2]
    assert [next_after([2, 5, 9], place, forwards=False) for place in (0, 5, 9)] == [9, 2, 5]
    assert next_after([], 3) is None
