"""Findings stand errors first, with their cure; one that names a tensor selects it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton

from desktop_app.gui.checkpoint.findings_view import FindingsView
from desktop_app.gui.checkpoint.texts import finding_text
from tests.gui.fakes import example_checkpoint, session_for


@pytest.fixture
def view(qtbot):
    view = FindingsView(session_for(example_checkpoint("troubled")))
    qtbot.addWidget(view)
    return view


def test_that_errors_come_first(view):
    rows = [view.list.topLevelItem(row).text(0) for row in range(view.list.topLevelItemCount())]
    assert rows == ["error", "warning", "warning", "warning", "info"]


def test_that_values_are_filled_into_message_and_cure(view):
    finding = next(found for found in example_checkpoint("troubled").findings if found.code == "tensor-damaged")
    message, cure = finding_text(finding)
    assert "encoder.proj.bias needs 256 bytes" in message and cure.startswith("Fetch the file again")


def test_that_values_that_do_not_fit_the_template_fall_back_to_the_core_text(view):
    finding = replace(example_checkpoint("troubled").findings[1], values=())
    assert finding_text(finding) == (finding.message, finding.cure)


def test_that_a_row_that_names_a_tensor_selects_it(view):
    item = next(
        view.list.topLevelItem(row)
        for row in range(view.list.topLevelItemCount())
        if "encoder.proj.bias" in view.list.topLevelItem(row).text(1)
    )
    view.list.setCurrentItem(item)
    (chosen,) = view._session.selection.tensors
    assert view._session.checkpoint.tensors[chosen].name == "encoder.proj.bias"


def test_that_the_report_holds_each_finding(view):
    assert len(view.report().splitlines()) == 5


def test_that_a_whole_file_has_a_kind_word(qtbot):
    view = FindingsView(session_for(example_checkpoint("resnet")))
    qtbot.addWidget(view)
    assert not view.blank.isHidden() and view.report_list.isHidden() and view.blank.text()


def test_that_severities_are_switched_on_and_off_with_their_counts(view):
    chips = {level: view.findChild(QToolButton, f"findings-{level}") for level in ("error", "warning", "info")}
    assert [chip.text() for chip in chips.values()] == ["error  1", "warning  3", "info  1"]
    chips["warning"].click()
    assert [row.level for row in view.report_list.shown()] == ["error", "info"]
    chips["error"].click()
    assert [row.level for row in view.report_list.shown()] == ["info"]
    chips["warning"].click()
    assert [row.level for row in view.report_list.shown()] == ["warning"] * 3 + ["info"]


def test_that_a_text_filters_the_findings(view):
    view.report_list.filter.setText("PROJ.bias needs")
    [row] = view.report_list.shown()
    assert "encoder.proj.bias needs" in row.texts[1]


def test_that_severity_sorts_by_how_bad_it_is_and_texts_by_the_alphabet(view):
    view.list.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [row.level for row in view.report_list.shown()] == ["info", "warning", "warning", "warning", "error"]
    view.list.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    texts = [row.texts[1].casefold() for row in view.report_list.shown()]
    assert texts == sorted(texts)


def test_that_the_chosen_finding_is_shown_in_full_and_copied(view):
    view.list.setCurrentItem(view.list.topLevelItem(1))
    row = view.report_list.shown()[1]
    assert view.report_list.full.text().splitlines() == [text for text in row.texts[1:] if text]
    view.report_list.copy_row()
    assert QGuiApplication.clipboard().text() == "\t".join(row.texts)
    view.report_list.copy_all()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 5
