"""Every command may have another key; where two would have the same it is said, and nothing is remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from desktop_app.gui.actions import Action
from desktop_app.gui.preferences.keys_dialog import KeysDialog, Place
from desktop_app.gui.settings import Settings


def row(name, key="", done=lambda: None):
    return Action(name, name.partition(".")[2].capitalize(), done, shortcut=key)


@pytest.fixture
def made(qtbot, tmp_path):
    """`made(places)`: a dialog over places given as `title: {action: key}`."""
    settings = Settings(tmp_path / "settings.json")
    changes = []

    def make(places):
        listed = [Place(title, [row(name, key) for name, key in keys.items()]) for title, keys in places.items()]
        dialog = KeysDialog(listed, settings, lambda: changes.append(1))
        dialog.settings, dialog.changes = settings, changes
        qtbot.addWidget(dialog)
        return dialog

    return make


def give(dialog, name, key):
    dialog.tree.setCurrentItem(next(one for one in dialog._items() if one.data(0, Qt.ItemDataRole.UserRole) == name))
    dialog.edit.setKeySequence(key)


PLACES = {
    "": {"file.open": "Ctrl+O"},
    "Label": {"image.next": "D", "edit.undo": "Ctrl+Z"},
    "Inspect": {"tensor.drop": "Del", "edit.undo": "Ctrl+Z"},
}


def test_that_what_two_places_share_is_one_row(made):
    assert list(made(PLACES).keys) == ["file.open", "image.next", "edit.undo", "tensor.drop"]


@pytest.mark.parametrize(
    ("name", "key", "others"),
    [
        ("image.next", "Ctrl+O", {"image.next", "file.open"}),  # one of them is everywhere
        ("image.next", "Ctrl+Z", {"image.next", "edit.undo"}),  # both are in Label
        ("tensor.drop", "D", set()),  # never at the same time
        ("file.open", "", set()),
    ],
)
def test_that_a_key_is_refused_only_where_both_can_be_done(made, name, key, others):
    dialog = made(PLACES)
    give(dialog, name, key)
    assert set(dialog.conflicts()) == others
    assert dialog.buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled() is not bool(others)
    assert bool(dialog.told.text()) is bool(others)


def test_that_only_what_differs_is_remembered_and_keys_of_others_stay(made):
    dialog = made(PLACES)
    dialog.settings.set("keys", {"of.a-plug-in": "F9", "image.next": "N"})
    dialog = made(PLACES)
    assert dialog.keys["image.next"] == "N"
    give(dialog, "file.open", "Ctrl+Alt+O")
    give(dialog, "image.next", "D")
    dialog.save()
    assert dialog.settings.get("keys") == {"of.a-plug-in": "F9", "file.open": "Ctrl+Alt+O"} and dialog.changes == [1]


def test_that_one_key_and_all_keys_can_be_put_back(made):
    dialog = made(PLACES)
    give(dialog, "image.next", "N")
    give(dialog, "file.open", "")
    assert dialog.back.isEnabled()
    dialog.back.click()
    assert dialog.keys["file.open"] == "Ctrl+O" and dialog.keys["image.next"] == "N" and not dialog.back.isEnabled()
    dialog.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).click()
    assert dialog.keys["image.next"] == "D"


def test_that_words_find_an_action_by_its_key(made):
    dialog = made(PLACES)
    dialog.words.setText("ctrl+z")
    assert [one.text(0) for one in dialog._items() if not one.isHidden()] == ["Undo"]
    assert dialog.tree.currentItem().text(0) == "Undo"


def shown(window, qtbot):
    window.commands.preferences.show_keys()
    found = lambda: [one for one in window.findChildren(KeysDialog) if one.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: bool(found()), timeout=15_000)
    return found()[0]


def test_that_no_two_actions_come_with_the_same_key(window, qtbot):
    """Qt does nothing at all when a key belongs to two actions that can both be done."""
    assert shown(window, qtbot).conflicts() == {}


def test_that_a_chosen_key_works_in_the_window_and_is_shown(window, qtbot):
    dialog = shown(window, qtbot)
    give(dialog, "help.shortcuts", "Ctrl+F11")
    dialog.save()
    action = window.actions_made.made["help.shortcuts"]
    assert action.shortcut().toString() == "Ctrl+F11" and "Ctrl+F11" in action.toolTip()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(one.objectName() == "shortcut-sheet" for one in window.children()))


def test_that_labelling_shows_chosen_keys_on_its_tools(window):
    window.settings.set("keys", {"tool.polygon": "F8"})
    label = window.show_workspace("label")
    tool = next(one for one in label.tools.actions() if one.objectName() == "tool-polygon")
    assert "F8" in tool.toolTip()
    assert {one.id: one.shortcut for one in window.rows()}["tool.polygon"] == "F8"


def test_that_the_sheet_leads_to_the_keys(window, qtbot):
    window.show_shortcuts()
    sheet = next(one for one in window.children() if one.objectName() == "shortcut-sheet")
    sheet.change.click()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(KeysDialog)), timeout=15_000)
