"""The settings are in force at once, and a Graphviz program is tried before it is taken."""

import stat
import sys

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from desktop_app.gui.settings_dialog import SettingsDialog, try_dot


@pytest.fixture
def dialog(window, qtbot):
    made = window.commands.show_settings()
    qtbot.waitUntil(lambda: bool(made.told.text()))
    return made


def choose(dialog, name: str, value: str) -> None:
    box = dialog.findChild(QComboBox, f"settings-{name}")
    place = box.findData(value)
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_that_a_theme_is_put_on_and_remembered(dialog, window, qapp):
    try:
        choose(dialog, "theme", "dark")
        assert qapp.palette().window().color().lightness() < 128
        assert window.settings.get("theme") == "dark"
    finally:
        choose(dialog, "theme", "light")


def test_that_a_language_is_put_on_and_the_dialog_comes_back_in_it(dialog, window, qtbot):
    from desktop_app.gui import language

    try:
        choose(dialog, "language", "zh_CN")
        again = [one for one in window.findChildren(SettingsDialog) if one.isVisible()]
        assert [one.windowTitle() for one in again] == ["设置"]
        assert window.settings.get("language") == "zh_CN"
    finally:
        language.apply_language("en")


def test_that_a_program_that_is_no_graphviz_is_told_and_not_taken(dialog, window, qtbot):
    dialog.dot.setText(sys.executable)
    dialog.try_dot()
    qtbot.waitUntil(lambda: not dialog.told.text().startswith("Works"))
    assert window.settings.get("dot") == ""
    dialog.dot.setText("/no/such/dot")
    dialog.try_dot()
    qtbot.waitUntil(lambda: "/no/such/dot is no program" in dialog.told.text())
    assert window.settings.get("dot") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script as program")
def test_that_a_system_graphviz_is_taken_when_the_user_says_so(dialog, window, qtbot, tmp_path):
    real = try_dot("")
    mine = tmp_path / "my dot"
    mine.write_text(f'#!/bin/sh\necho used >> "{tmp_path}/used"\nexec "{real}" "$@"\n')
    mine.chmod(mine.stat().st_mode | stat.S_IXUSR)
    dialog.dot.setText(str(mine))
    dialog.try_dot()
    qtbot.waitUntil(lambda: window.settings.get("dot") == str(mine))
    assert dialog.told.text() == f"Works: {mine}"
    uses = len((tmp_path / "used").read_text().splitlines())
    window.settings.set("layout-engine", "graphviz")
    window.open_sample()
    qtbot.waitUntil(lambda: window.front is not None and window.front.session is not None, timeout=15_000)
    qtbot.waitUntil(lambda: len((tmp_path / "used").read_text().splitlines()) > uses, timeout=10_000)


def test_that_the_layout_of_all_open_graphs_follows_the_setting(window, qtbot, tmp_path):
    import torch

    for name in ("a", "b"):
        torch.save({"x.weight": torch.ones(2), "y.weight": torch.ones(2)}, tmp_path / f"{name}.pth")
    window.open_paths([str(tmp_path / "a.pth"), str(tmp_path / "b.pth")])
    qtbot.waitUntil(lambda: all(tab.session is not None for tab in window.all_tabs()), timeout=15_000)
    views = [tab.graph_view for tab in window.all_tabs()]
    views[0].set_engine("graphviz")
    assert [view.layouter.engine for view in views] == ["graphviz", "graphviz"]
    assert window.settings.get("layout-engine") == "graphviz"
    dialog = window.commands.show_settings()
    choose(dialog, "layout-engine", "layered")
    assert [view.layouter.engine for view in views] == ["layered", "layered"]
    assert [view.bar.engines.currentData() for view in views] == ["layered", "layered"]


def test_that_every_choice_has_a_name(dialog):
    for box in dialog.findChildren(QComboBox):
        assert box.accessibleName()
    assert dialog.dot.accessibleName() and QApplication.instance() is not None
