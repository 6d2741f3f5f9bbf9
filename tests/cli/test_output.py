"""What commands print: JSON that every reader accepts, columns that line up, a bar only on a terminal."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.cli.output import (
    Progress,
    bytes_text,
    printable,
    shape_text,
    shortened,
    table,
    width,
    write_json,
)

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@given(documents)
def test_that_every_document_is_strict_json_on_one_line(document):
    with pytest.MonkeyPatch.context() as patch:
        stream = io.StringIO()
        patch.setattr("sys.stdout", stream)
        write_json(document)
    text = stream.getvalue()
    assert text.endswith("\n") and "\n" not in text[:-1]
    json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))


def test_that_numbers_json_has_not_become_strings(capsys):
    write_json({"a": [float("nan"), float("inf"), -float("inf"), 1.5]})
    assert capsys.readouterr().out == '{"a":["nan","inf","-inf",1.5]}\n'


def test_that_wide_letters_line_up():
    lines = table(("name", "size"), [("权重", "1"), ("ab", "23"), ("e\u0301", "4")], right=frozenset({1}))
    assert [width(line) for line in lines] == [10, 10, 10, 10]
    assert lines == ["name  size", "权重     1", "ab      23", "e\u0301        4"] or lines[1].startswith("权重")


@given(st.text(max_size=60), st.integers(3, 40))
def test_that_a_shortened_text_fits(text, columns):
    assert width(shortened(text, columns)) <= columns
    assert shortened(text, columns) == text or width(text) > columns


@given(st.text(max_size=30))
def test_that_what_is_printed_cannot_steer_a_terminal(text):
    assert printable(text).isprintable()


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_949, "999.9 kB"), (999_950, "1.0 MB"), (97_800_000, "97.8 MB"), (8 * 10**9, "8.0 GB")],
)  # fmt: skip
def test_that_sizes_are_read_at_a_glance(count, text):
    assert bytes_text(count) == text


def test_that_shapes_are_written_with_a_cross():
    assert (shape_text((64, 3, 7, 7)), shape_text(())) == ("64×3×7×7", "scalar")


def test_that_progress_is_drawn_on_a_terminal_and_wiped():
    stream = Terminal()
    with Progress(stream) as progress:
        progress(1, 2, "layer\x1b1")
        progress(2, 2, "done")
    drawn = stream.getvalue()
    assert "50%" in drawn and "100%" in drawn and "\x1b" not in drawn
    assert drawn.endswith("\r") and drawn.rstrip("\r").rpartition("\r")[2].strip() == ""


def test_that_progress_is_silent_elsewhere():
    stream = io.StringIO()
    with Progress(stream) as progress:
        progress(1, 2, "x")
        progress(0, 0, "")
    assert stream.getvalue() == ""
