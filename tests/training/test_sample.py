"""The pictures that the program brings along: small, labelled, partly unlabelled, and always the same."""

import json

from desktop_app.places import resources
from desktop_app.training.data.class_table import class_table
from desktop_app.training.data.reading import read_source
from tests.training.conftest import drawing

FOLDER = resources() / "sample" / "images"


def test_that_the_sample_images_are_there_to_be_labelled_and_learnt():
    source = read_source(FOLDER)
    table = class_table(source.labels)
    assert table.task == "detection" and set(table.classes) == {"red", "white", "platelet"}
    assert (table.images, len(source.labels.annotations)) == (24, 36)
    assert {left.reason: left.images for left in table.left_out} == {"unlabelled": 12}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2 << 20


def test_that_they_are_what_the_script_draws(tmp_path):
    drawing.write(tmp_path, "cells", 3, seed=7, labelled=2)
    for name in ("cells_000.json", "cells_001.json"):
        assert json.loads((tmp_path / name).read_text()) == json.loads((FOLDER / name).read_text())
    assert not (tmp_path / "cells_002.json").exists()
