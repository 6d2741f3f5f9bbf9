"""The table of tensors sorts naturally, filters by terms, copies what it shows, and shares its selection."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.gui.checkpoint.formatting import number_text, one_line, share_text, short_count, size_text
from desktop_app.gui.checkpoint.lists.table_filter import TensorRows, natural_key
from desktop_app.gui.checkpoint.lists.table_model import COLUMNS, TensorTableModel
from desktop_app.gui.checkpoint.lists.table_text import rows_as_csv, rows_as_markdown
from desktop_app.gui.checkpoint.lists.table_view import TableView
from tests.gui.fakes import checkpoint_of, example_checkpoint, session_for, statistics_for, tensor


def view_of(qtbot, checkpoint):
    view = TableView(session_for(checkpoint))
    qtbot.addWidget(view)
    view.session = view._session
    view.resize(1000, 400)
    return view


def names(view):
    return [view.model.tensors[row].name for row in view.model.rows]


def cell(view, row, column):
    return view.model.index(row, COLUMNS.index(column))


@pytest.mark.parametrize("name", ["resnet", "troubled"])
def test_that_the_model_is_a_sound_table(qtbot, name):
    model = TensorTableModel(session_for(example_checkpoint(name)))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows([2, 0])
    assert model.rowCount() == 2 and model.row_of(0) == 1 and model.row_of(1) == -1


def test_that_numbers_in_names_sort_as_numbers():
    mixed = ["layer10.1", "layer2.10", "layer10", "a", "layer2.9", "layer2", "layer1"]
    assert sorted(mixed, key=natural_key) == ["a", "layer1", "layer2", "layer2.9", "layer2.10", "layer10", "layer10.1"]


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_that_natural_order_is_the_order_of_the_numbers(numbers):
    assert sorted((f"x{n}y" for n in numbers), key=natural_key) == [f"x{n}y" for n in sorted(numbers)]


def test_that_a_header_sorts_up_down_and_back_to_the_file(qtbot):
    shapes = [("b", (3,)), ("a10", (100,)), ("a9", (20,))]
    view = view_of(qtbot, checkpoint_of([tensor(name, shape) for name, shape in shapes]))
    for wanted in (["a9", "a10", "b"], ["b", "a10", "a9"], ["b", "a10", "a9"]):
        view.sort_by(0)
        qtbot.wait(20)
        assert names(view) == wanted
    view.sort_by(COLUMNS.index("size"))
    qtbot.waitUntil(lambda: names(view) == ["b", "a9", "a10"])


@pytest.mark.parametrize("descending", [False, True])
def test_that_what_has_no_number_comes_last_either_way(descending):
    tensors = [tensor(name, (4,)) for name in "abc"]
    rows = TensorRows(tensors, {0: statistics_for(tensors[0], low=1), 2: statistics_for(tensors[2], low=-1)})
    assert rows.chosen("", "min", descending) == ([0, 2, 1] if descending else [2, 0, 1])


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", 8),
        ("ENCODER", 5),
        ("encoder weight", 2),
        ("/^(head|scale)/", 2),
        ("dtype:float16", 3),
        ("shape:64x64", 2),
        ("shape:*x64", 4),
        ("role:buffer", 2),
        ("layout:sparse", 1),
        ("tied", 2),
        ("broken", 2),
        ("-tied", 6),
        ("nan", 1),
        ("nan:", 1),
        ("nan:>2", 1),
        ("nan:>3", 0),
        ("size:>100k", 2),
        ("elements:1", 1),
    ],
)
def test_that_each_term_of_the_filter_means_what_it_says(query, wanted):
    tensors = example_checkpoint("troubled").tensors
    assert len(TensorRows(tensors, {0: statistics_for(tensors[0], nan=3)}).matching(query)) == wanted


def test_that_the_count_tells_how_many_pass(qtbot):
    view = view_of(qtbot, example_checkpoint("resnet"))
    assert view.count.text() == "122 tensors"
    view.filter.setText("downsample.0")
    qtbot.waitUntil(lambda: view.count.text() == "3 of 122")


def test_that_a_wrong_expression_is_said_and_changes_nothing(qtbot):
    view = view_of(qtbot, example_checkpoint("resnet"))
    view.filter.setText("/(/")
    qtbot.waitUntil(lambda: "wrong" in view.count.text())
    assert len(view.model.rows) == 122


def test_that_statistics_fill_in_and_trouble_is_marked(qtbot):
    view = view_of(qtbot, example_checkpoint("troubled"))
    spoiled = statistics_for(view.model.tensors[0], nan=3, zero=16)
    with qtbot.waitExposed(view):
        view.show()
    with qtbot.waitSignal(view.model.dataChanged):
        view.session.note_statistics(0, spoiled)
    assert cell(view, 0, "nan").data() == "3" and cell(view, 0, "zeros").data() == "0.025 %"
    assert cell(view, 0, "nan").data(Qt.ItemDataRole.ForegroundRole) is not None
    assert cell(view, 0, "name").data(Qt.ItemDataRole.ForegroundRole) is None
    assert cell(view, 1, "name").data(Qt.ItemDataRole.ToolTipRole) == view.model.tensors[1].problem
    assert cell(view, 1, "min").data() == "–" and cell(view, 3, "min").data() == ""


def test_that_only_the_rows_in_sight_are_repainted(qtbot):
    view = view_of(qtbot, example_checkpoint("resnet"))
    with qtbot.waitExposed(view):
        view.show()
    with qtbot.waitSignal(view.model.dataChanged) as told:
        view.session.note_statistics(0, statistics_for(view.model.tensors[0]))
    assert told.args[1].row() - told.args[0].row() < 30


def test_that_the_selection_goes_both_ways_and_survives_sorting(qtbot):
    view = view_of(qtbot, example_checkpoint("resnet"))
    view.session.select_tensors([5, 6, 7, 40])
    assert set(view.selected_tensors()) == {5, 6, 7, 40}
    view.sort_by(0)
    qtbot.wait(30)
    assert set(view.selected_tensors()) == {5, 6, 7, 40}
    view.table.selectRow(view.model.row_of(9))
    assert view.session.selection.tensors == (9,)


def test_that_csv_gives_every_digit_and_survives_any_name(qtbot):
    view = view_of(qtbot, checkpoint_of([tensor('a,"b"\nc', (64, 3)), tensor("d", (2,))]))
    rows = list(csv.DictReader(io.StringIO(view.copied("csv"))))
    assert [row["name"] for row in rows] == ['a,"b"\nc', "d"]
    assert rows[0]["shape"] == "64x3" and rows[0]["size"] == "768"


def test_that_only_selected_rows_and_shown_columns_are_copied(qtbot):
    view = view_of(qtbot, example_checkpoint("resnet"))
    view.session.select_tensors([3, 1])
    lines = view.copied("tsv").splitlines()
    assert [line.split("\t")[0] for line in lines] == ["name", "bn1.weight", "bn1.running_mean"]
    assert "layout" not in lines[0].split("\t")
    view._copy_names()
    assert set(QGuiApplication.clipboard().text().split("\n")) == {"bn1.weight", "bn1.running_mean"}


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\x00\r", codec="utf-8")), min_size=2, max_size=2)))
def test_that_csv_reads_back_as_it_was(rows):
    assert list(csv.reader(io.StringIO(rows_as_csv([["a", "b"], *rows]), newline=""))) == [["a", "b"], *rows]


def test_that_markdown_cannot_be_broken_by_a_bar():
    assert rows_as_markdown(["n"], [True], [["a|b\nc"]]) == "| n |\n| ---: |\n| a\\|b c |"


@pytest.mark.parametrize(
    ("nbytes", "wanted"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (999_600, "1 MB"), (12_345, "12.3 kB"), (1_999_999_999, "2 GB")],
)
def test_that_sizes_round_into_the_next_unit(nbytes, wanted):
    assert size_text(nbytes) == wanted


def test_that_numbers_are_short_and_never_claim_too_much():
    assert (short_count(11_689_512), short_count(999_999), short_count(12)) == ("11.7 M", "1 M", "12")
    assert (share_text(999_999, 1_000_000), share_text(1, 10**9), share_text(5, 5)) == (
        "> 99.9 %",
        "< 0.001 %",
        "100 %",
    )
    assert (number_text(1 / 3), number_text(float("nan")), number_text(None), number_text(-0.0)) == (
        "0.33333",
        "NaN",
        "–",
        "0",
    )
    assert one_line("a\nb\x00") == "a⏎b�" and len(one_line("x" * 9999, 100)) <= 101
