"""Numbers of things are said as people say them, one of them too."""

import ast
from pathlib import Path

import pytest

from desktop_app.gui.annotation.counts import images_text, labels_text, shapes_text

GUI = Path(__file__).parents[3] / "desktop_app" / "gui"
PLURAL = ("} images", "} shapes", "} labels", "} classes", "} keypoints", "} proposals")
SAID_FOR_SEVERAL = {"{count} images", "{count} shapes", "{count} labels", "{count} shapes selected"}
"""What stands beside a sentence for one; the image or shape that is meant is named there."""
ALWAYS_SEVERAL = {"With {count} more images", "Of {count} classes the matrix shows the first {most}."}


def test_that_one_is_one(qapp):
    assert [images_text(1), shapes_text(1), labels_text(1)] == ["1 image", "1 shape", "1 label"]
    assert [images_text(0), shapes_text(1200), labels_text(2)] == ["0 images", "1,200 shapes", "2 labels"]


@pytest.mark.parametrize("pane", ["annotation", "training"])
def test_that_no_sentence_of_a_pane_counts_one_as_many(pane):
    found = {
        node.value
        for path in (GUI / pane).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and any(word in node.value for word in PLURAL)
    }
    assert found - SAID_FOR_SEVERAL - ALWAYS_SEVERAL == set()
