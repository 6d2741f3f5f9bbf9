"""A few letters find a command; what can be done now stands before what cannot."""

import pytest
from PySide6.QtCore import Qt

from desktop_app.gui.actions import Action, plain_text
from desktop_app.gui.palette import CommandPalette, score

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


def action(id: str, text: str, *, enabled: bool = True) -> Action:
    return Action(id, text, lambda: None, "file", enabled=lambda: enabled)


@pytest.fixture
def palette(qtbot):
    ran: list[str] = []
    rows = (
        action("a", "&Open…"),
        action("b", "&Export…", enabled=False),
        action("c", "Expand all"),
        action("d", "Zoom to fit"),
    )
    made = CommandPalette(rows, {"file": "File"}, lambda row: ran.append(row.id))
    made.ran = ran
    qtbot.addWidget(made)
    made.show()
    return made


def listed(palette) -> list[str]:
    return [palette.list.topLevelItem(row).text(0) for row in range(palette.list.topLevelItemCount())]


def test_that_all_commands_are_listed_those_that_cannot_be_done_last(palette):
    assert listed(palette) == ["Open", "Expand all", "Zoom to fit", "Export"]


def test_that_letters_in_order_are_enough(palette, qtbot):
    qtbot.keyClicks(palette.search, "ztf")
    assert listed(palette) == ["Zoom to fit"]


def test_that_letters_that_fit_nothing_are_answered(palette, qtbot):
    qtbot.keyClicks(palette.search, "zzzz")
    assert len(listed(palette)) == 1 and listed(palette)[0] not in ("Open", "Export", "Expand all", "Zoom to fit")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert not palette.ran


def test_that_enter_runs_the_first_and_arrows_choose_another(palette, qtbot):
    qtbot.keyClicks(palette.search, "e")
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.keyClick(palette.search, Qt.Key.Key_Up)
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.ran == ["c"]


def test_that_what_cannot_be_done_is_not_run(palette, qtbot):
    qtbot.keyClicks(palette.search, "export")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert not palette.ran and palette.isVisible()


def test_that_a_word_counts_more_than_scattered_letters():
    assert score("exp", "Expand all") > score("exp", "Edit all x positions") > 0 == score("exp", "Zoom")


@pytest.mark.parametrize(
    ("text", "said"),
    [("&Open…", "Open"), ("打开(&O)…", "打开"), ("Save as (&S)", "Save as"), ("A & B", "A & B"), ("ONNX (.onnx)", "ONNX (.onnx)")],
)  # fmt: skip
def test_that_a_mnemonic_is_no_part_of_what_is_said(text, said):
    assert plain_text(text) == said
