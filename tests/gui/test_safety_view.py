"""The banner and the list say what an ordinary load would do, dangerous things first."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from desktop_app.checkpoint.model import GlobalUse, Safety
from desktop_app.gui import language
from desktop_app.gui.checkpoint.safety_view import SafetyBanner, SafetyView
from desktop_app.gui.theme import BAD, CAREFUL, GOOD, scheme_name
from tests.gui.fakes import example_checkpoint, session_for

USE = GlobalUse("theirs.Thing", "unknown", "A class of some other program.", "archive/data.pkl, byte 3")


def session_with(verdict, *uses):
    return session_for(replace(example_checkpoint("resnet"), safety=Safety(verdict, uses)))


@pytest.mark.parametrize(
    ("verdict", "words", "colours"),
    [("data", "Data only", GOOD), ("objects", "Holds objects", CAREFUL), ("code", "Would run code", BAD)],
)
def test_that_each_verdict_has_its_sentence_and_colour(qtbot, verdict, words, colours):
    session = session_with(verdict, USE)
    banner, view = SafetyBanner(session), SafetyView(session)
    qtbot.addWidget(banner)
    qtbot.addWidget(view)
    assert banner.text.text().startswith(words) and view.headline.text().startswith(words)
    assert colours[scheme_name()] in banner.text.styleSheet()
    assert banner.accessibleName() == banner.text.text()


def test_that_the_button_asks_for_the_list_when_there_is_one(qtbot):
    banner = SafetyBanner(session_with("objects", USE))
    qtbot.addWidget(banner)
    with qtbot.waitSignal(banner.show_requested):
        qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)


def test_that_without_globals_there_is_no_button(qtbot):
    banner = SafetyBanner(session_with("data"))
    qtbot.addWidget(banner)
    assert banner.button.isHidden()


def test_that_the_list_and_the_report_name_every_global_and_its_place(qtbot):
    view = SafetyView(session_for(example_checkpoint("troubled")))
    qtbot.addWidget(view)
    assert view.list.topLevelItemCount() == 3
    for use in example_checkpoint("troubled").safety.globals:
        assert f"{use.name}\t{use.risk}\t{use.why}\t{use.where}" in view.report()


USES = (
    GlobalUse("posix.system", "dangerous", "An ordinary load would run the shell command `ls`.", "data.pkl, byte 9"),
    GlobalUse("theirs.Thing", "unknown", "A class or function of some other program; it was not run, only its stored attributes are shown.", "data.pkl, byte 3"),
    GlobalUse("aaa.Thing", "unknown", "An ordinary load could use it: it opens a network connection.", "data.pkl, byte 1"),
    GlobalUse("collections.OrderedDict", "none", "Rebuilds tensors or plain values.", "data.pkl, byte 5"),
)  # fmt: skip


def test_that_globals_are_sorted_by_risk_and_by_name(qtbot):
    view = SafetyView(session_with("code", *USES))
    qtbot.addWidget(view)
    names = lambda: [row.texts[0] for row in view.report_list.shown()]  # noqa: E731
    assert names() == [use.name for use in USES]
    view.list.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert names() == ["aaa.Thing", "collections.OrderedDict", "posix.system", "theirs.Thing"]
    view.list.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert names()[0] == "collections.OrderedDict" and names()[-1] == "posix.system"


def test_that_harmless_globals_can_be_put_aside(qtbot):
    view = SafetyView(session_with("code", *USES))
    qtbot.addWidget(view)
    view.findChild(QToolButton, "safety-none").click()
    assert {row.level for row in view.report_list.shown()} == {"dangerous", "unknown"}


def test_that_reasons_are_told_in_the_language_of_the_window(qtbot, qapp):
    language.apply_language("zh_CN")
    try:
        view = SafetyView(session_with("code", *USES))
        qtbot.addWidget(view)
        reasons = [row.texts[2] for row in view.report_list.shown()]
    finally:
        language.apply_language("en")
    assert all(any("\u4e00" <= character <= "\u9fff" for character in reason) for reason in reasons)
    assert "`ls`" in reasons[0] and "network" not in reasons[2]
