"""The settings are in force at once, and a Graphviz program is tried before it is taken."""

import stat
import sys

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QToolButton, QWidget

from desktop_app.gui.preferences.settings_dialog import SettingsDialog, try_dot
from desktop_app.gui.settings import TABLE


def shown(window, qtbot):
    made = window.commands.preferences.show_settings()
    qtbot.waitUntil(lambda: not made.turns.busy)
    return made


@pytest.fixture
def dialog(window, qtbot):
    return shown(window, qtbot)


def type_in(dialog, name: str, text: str) -> None:
    field = dialog.findChild(QLineEdit, f"settings-{name}")
    field.setText(text)
    field.editingFinished.emit()


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
    before = dialog.told.text()
    type_in(dialog, "dot", sys.executable)
    qtbot.waitUntil(lambda: dialog.told.text() != before)
    assert not dialog.told.text().startswith("Works") and window.settings.get("dot") == ""
    type_in(dialog, "dot", "/no/such/dot")
    qtbot.waitUntil(lambda: "/no/such/dot is no program" in dialog.told.text())
    assert window.settings.get("dot") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script as program")
def test_that_a_system_graphviz_is_taken_when_the_user_says_so(dialog, window, qtbot, tmp_path):
    real = try_dot("")
    mine = tmp_path / "my dot"
    mine.write_text(f'#!/bin/sh\necho used >> "{tmp_path}/used"\nexec "{real}" "$@"\n')
    mine.chmod(mine.stat().st_mode | stat.S_IXUSR)
    type_in(dialog, "dot", str(mine))
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
    dialog = shown(window, qtbot)
    choose(dialog, "layout-engine", "layered")
    assert [view.layouter.engine for view in views] == ["layered", "layered"]
    assert [view.bar.engines.currentData() for view in views] == ["layered", "layered"]


MEMORY = {
    "engine-build", "session", "geometry", "runs", "label-export-format", "tour-seen", "restoring", "panes",
}  # fmt: skip
"""What is remembered without being a choice: it shows itself where it is used."""


def test_that_every_setting_is_in_the_table_and_every_row_is_a_setting(dialog):
    shown = {name.partition(".")[0] for name in dialog.rows}
    assert shown | MEMORY == {setting.name for setting in TABLE} and not shown & MEMORY


def test_that_every_editor_has_a_name_and_is_explained(dialog):
    for name, row in dialog.rows.items():
        editor = dialog.findChild(QWidget, f"settings-{name}")
        if editor is not None:  # what can only be reset has none
            assert editor.accessibleName() == row.title
        assert dialog.findChild(QToolButton, f"settings-{name}-reset").accessibleName().endswith(row.title)
        assert row.note.endswith((".", "。"))
    assert QApplication.instance() is not None


def test_that_words_find_rows_by_title_note_and_choice(dialog):
    def shown():
        return {name for name, item in dialog._items.items() if not item.isHidden()}

    dialog.words.setText("graphviz")
    assert shown() == {"layout-engine", "dot"}
    dialog.words.setText("IMAGE zoom")
    assert "label-canvas.keep_view" in shown() and "theme" not in shown()
    dialog.words.setText("no such thing")
    assert not shown() and dialog.told.text() == "No setting has these words."
    dialog.words.clear()
    assert shown() == set(dialog.rows)


def test_that_a_row_can_be_put_back(dialog, window, qtbot):
    number = dialog.findChild(QDoubleSpinBox, "settings-label-canvas.fill")
    back = dialog.findChild(QToolButton, "settings-label-canvas.fill-reset")
    assert number.value() == 20 and not back.isEnabled()
    number.setValue(45)
    assert window.settings.get("label-canvas")["fill"] == 0.45 and back.isEnabled()
    back.click()
    assert number.value() == 20 and not back.isEnabled() and window.settings.get("label-canvas")["fill"] == 0.2


def test_that_labelling_that_is_open_follows_at_once(dialog, window):
    canvas = window.workspace_named("label").canvas
    switch = dialog.findChild(QCheckBox, "settings-label-canvas.snapping")
    switch.click()
    assert canvas.options.snapping is False
    dialog.findChild(QToolButton, "settings-label-canvas.snapping-reset").click()
    assert canvas.options.snapping is True


def test_that_lists_are_counted_and_emptied(window, qtbot):
    window.settings.add_recent("/a.pth")
    window.settings.add_recent("/b.pth")
    dialog = shown(window, qtbot)
    told = dialog.findChild(QWidget, "settings-recent-told")
    assert told.text() == "2"
    dialog.findChild(QToolButton, "settings-recent-reset").click()
    assert told.text() == "none" and window.settings.recent() == []


def test_that_a_damaged_value_is_shown_as_the_standard_one(window, qtbot):
    window.settings.set("label-canvas", {"fill": "much", "tags": 3})
    dialog = shown(window, qtbot)
    assert dialog.findChild(QDoubleSpinBox, "settings-label-canvas.fill").value() == 20
    assert dialog.findChild(QComboBox, "settings-label-canvas.tags").currentData() == "all"


def test_that_the_keyboard_in_a_value_chooses_its_row(dialog, window, qtbot):
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    dialog.findChild(QDoubleSpinBox, "settings-label-canvas.line_width").setFocus()
    qtbot.waitUntil(lambda: dialog.told.text() == dialog.rows["label-canvas.line_width"].note)
