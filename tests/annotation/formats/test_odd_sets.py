"""Data sets that are odd as a whole: shapes without a label, masks among the pictures, names that lists and paths trip over."""

import pytest
from PIL import Image

from desktop_app.annotation.formats.all import FORMATS, write_labels
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
