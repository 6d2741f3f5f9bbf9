"""The comparison tells what changed, leads to the worst, and hands names on to other views."""

import csv
import io
import math

import pytest
import torch
from PySide6.QtGui import QGuiApplication

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.gui.checkpoint.comparison.compare_table import bar_length
from desktop_app.gui.checkpoint.comparison.compare_view import THREE, TIMELINE, CompareView
from tests.gui.fakes import FakeTasks


@pytest.fixture
def files(tmp_path):
    torch.manual_seed(0)
    a = {
        "conv.weight": torch.randn(8, 3, 3, 3),
        "conv.bias": torch.zeros(8),
        "fc.weight": torch.randn(5, 8),
        "head.weight": torch.randn(4, 5),
        "gone": torch.randn(3),
        "old.w": torch.randn(40),
    }
    b = {
        "conv.weight": a["conv.weight"] * 1.01,
        "conv.bias": a["conv.bias"],
        "fc.weight": a["fc.weight"] * 2,
        "head.weight": torch.randn(7, 5),
        "fresh": torch.randn(6),
        "new.u": a["old.w"] + 1e-4,
    }
    torch.save(a, tmp_path / "a.pth")
    torch.save(b, tmp_path / "b.pth")
    return open_checkpoint(tmp_path / "a.pth"), open_checkpoint(tmp_path / "b.pth")


@pytest.fixture
def view(qtbot, files):
    made = CompareView(FakeTasks())
    qtbot.addWidget(made)
    made.resize(1000, 420)
    made.set_subject("a.pth", files[0])
    made.set_candidates([("b.pth", files[1])])
    return made


def compared(qtbot, view):
    with qtbot.waitSignal(view.changes_found, check_params_cb=bool):
        view.start()
    qtbot.waitUntil(lambda: len(view.two.rows_shown()) == 7)
    qtbot.wait(10)


def shown(table, key):
    return [table.cell(row, key) for row in table.rows_shown()]


def test_that_rows_tell_what_changed_the_worst_first(qtbot, view):
    compared(qtbot, view)
    assert shown(view.two, "name_a")[:4] == ["head.weight", "fc.weight", "conv.weight", "old.w"]
    assert shown(view.two, "outcome")[:3] == ["changed"] * 3
    assert shown(view.two, "outcome")[3].startswith("renamed 80")
    assert sorted(shown(view.two, "outcome")[4:]) == ["equal", "only in A", "only in B"]
    assert view.two.cell(view.two.rows_shown()[0], "shape") == "4 × 5 → 7 × 5"
    assert "changed: 3" in view.state.text()
    assert not view.bar.isVisibleTo(view)


def test_that_changes_are_told_for_the_graph(qtbot, view):
    with qtbot.waitSignal(view.changes_found, check_params_cb=bool) as told:
        view.start()
    (changes,) = told.args
    assert changes["fc.weight"] == pytest.approx(1.0)
    assert changes["conv.weight"] == pytest.approx(0.01, rel=1e-3)
    assert changes["conv.bias"] == 0
    assert changes["head.weight"] == math.inf
    assert "gone" not in changes


def test_that_the_filters_choose_rows(qtbot, view):
    compared(qtbot, view)
    for kind, names in (("only_a", ["gone"]), ("only_b", [""]), ("equal", ["conv.bias"]), ("renamed", ["old.w"])):
        view.two.kinds.setCurrentIndex(view.two.kinds.findData(kind))
        qtbot.waitUntil(lambda names=names: shown(view.two, "name_a") == names)
    view.two.kinds.setCurrentIndex(0)
    view.two.text.setText("CONV")
    qtbot.waitUntil(lambda: sorted(shown(view.two, "name_a")) == ["conv.bias", "conv.weight"])
    assert view.two.count.text() == "2 of 7 rows"


def test_that_the_next_worst_is_one_button_away(qtbot, view):
    compared(qtbot, view)
    told = []
    view.pair_chosen.connect(lambda a, b: told.append((a, b)))
    for _ in range(5):
        view.two.worst.click()
    assert told == [
        ("head.weight", "head.weight"), ("fc.weight", "fc.weight"), ("conv.weight", "conv.weight"), ("old.w", "new.u"),
        ("head.weight", "head.weight"),
    ]  # fmt: skip


def test_that_columns_sort_by_number(qtbot, view):
    compared(qtbot, view)
    column = 6
    view.two.sort_by(column)
    qtbot.waitUntil(lambda: shown(view.two, "name_a")[0] == "fc.weight")
    view.two.sort_by(column)
    qtbot.waitUntil(lambda: shown(view.two, "name_a")[-1] == "fc.weight")
    view.two.sort_by(column)
    qtbot.waitUntil(lambda: shown(view.two, "name_a")[0] == "head.weight")


def test_that_the_csv_has_every_digit(qtbot, view):
    compared(qtbot, view)
    QGuiApplication.clipboard().clear()
    view.two.copy_button.click()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "")
    rows = list(csv.DictReader(io.StringIO(QGuiApplication.clipboard().text())))
    assert len(rows) == 7
    fc = next(row for row in rows if row["name_a"] == "fc.weight")
    assert float(fc["relative"]) == pytest.approx(1.0)
    assert (fc["outcome"], fc["shape"], fc["dtype"]) == ("changed", "5x8", "float32")


def test_that_tolerances_count(qtbot, view):
    view.choices.rtol.setText("0.6")
    compared(qtbot, view)
    assert "changed: 1" in view.state.text()
    view.choices.rtol.setText("-1")
    view.start()
    assert "not negative" in view.state.text()


def test_that_the_draft_is_compared_with_the_file_as_opened(qtbot, view, files):
    draft = apply_all(
        Draft.of(files[0]), [parse_step("scale fc.weight 3"), parse_step("rename gone back")], open_checkpoint
    )
    view.set_subject("draft", draft)
    view.set_candidates([("as opened", files[0])])
    with qtbot.waitSignal(view.changes_found, check_params_cb=bool) as told:
        view.start()
    assert {name: value for name, value in told.args[0].items() if value} == {"fc.weight": pytest.approx(2 / 3)}
    qtbot.waitUntil(lambda: "renamed: 1" in view.state.text())


def test_that_a_failure_is_told_and_a_new_subject_clears(qtbot, view, tmp_path):
    view.add_file(str(tmp_path / "nowhere.pth"))
    assert view.choices.other.currentText() == "nowhere.pth"
    view.start()
    qtbot.waitUntil(lambda: not view.choices.cancel_button.isVisibleTo(view))
    assert view.state.text()
    assert view.two.rows_shown() == []
    view.set_subject("", None)
    assert "Open a checkpoint" in view.state.text()
    assert not view.choices.start_button.isEnabled()


def test_that_cancel_stops_and_late_answers_are_dropped(qtbot, files):
    tasks = FakeTasks(held=True)
    view = CompareView(tasks)
    qtbot.addWidget(view)
    view.set_subject("a", files[0])
    view.set_candidates([("b", files[1])])
    view.start()
    assert view.choices.cancel_button.isVisibleTo(view)
    view.choices.cancel_button.click()
    assert view.state.text() == "Cancelled."
    tasks.release()
    assert view.two.rows_shown() == []


def test_that_three_ways_show_conflicts_first(qtbot, view, files, tmp_path):
    torch.save({**torch.load(tmp_path / "a.pth"), "fc.weight": torch.ones(5, 8)}, tmp_path / "c.pth")
    view.choices.mode.setCurrentIndex(THREE)
    view.set_candidates([("a", files[0]), ("c", open_checkpoint(tmp_path / "c.pth"))])
    view.set_subject("b", files[1])
    view.choices.other.setCurrentIndex(1)
    view.start()
    qtbot.waitUntil(lambda: "conflict" in view.state.text())
    qtbot.waitUntil(lambda: len(view.three.rows_shown()) == 7)
    assert view.three.cell(view.three.rows_shown()[0], "name") == "fc.weight"
    assert shown(view.three, "verdict")[0] == "conflict"
    told = []
    view.pair_chosen.connect(lambda a, b: told.append((a, b)))
    view.three.worst.click()
    assert told == [("fc.weight", "fc.weight")]


def test_that_the_timeline_draws_what_moved_the_most(qtbot, view, tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    for epoch in range(5):
        state = {f"l{i}": torch.ones(4) * (1 + epoch * i * 0.1) for i in range(10)}
        torch.save(state, folder / f"epoch{epoch}.pth")
    view.choices.mode.setCurrentIndex(TIMELINE)
    view.timeline.show_folder(str(folder))
    qtbot.waitUntil(lambda: view.timeline.state.text().startswith("5 checkpoints, 10 tensors"))
    qtbot.waitUntil(lambda: len(view.timeline._curves) == 8)
    assert view.timeline.curves_shown()[:2] == ["l9", "l8"]
    x, y = view.timeline._curves[0].getData()
    assert x.tolist() == [0, 1, 2, 3, 4]
    assert y.tolist() == pytest.approx([2 * (1 + 0.9 * epoch) for epoch in range(5)])
    with qtbot.waitSignal(view.moment_chosen) as told:
        view.timeline.slider.setValue(3)
    assert told.args[0].endswith("epoch3.pth")
    assert "epoch3.pth · l9: 7.4" in view.timeline.moment.text()
    view.timeline.text.setText("l2")
    qtbot.waitUntil(lambda: view.timeline.curves_shown() == ["l2"])
    assert len(view.timeline.as_csv().splitlines()) == 51


def test_that_bars_grow_by_decades():
    assert [bar_length(value) for value in (None, 0.0, 1.0, 1e-4, math.nan, math.inf)] == [None, 0, 1, 0.5, 1, 1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_it_can_be_drawn_in_both_schemes(qapp, qtbot, view, scheme):
    from desktop_app.gui.theme import apply_theme

    apply_theme(qapp, scheme)
    compared(qtbot, view)
    assert not view.grab().isNull()
    apply_theme(qapp, "light")


def test_that_every_widget_a_person_uses_has_a_name(view):
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QSlider

    for kind in (QAbstractButton, QComboBox, QLineEdit, QSlider, QAbstractItemView):
        for widget in view.findChildren(kind):
            if widget.objectName().startswith(("compare", "timeline")):
                assert widget.accessibleName(), widget.objectName()
