"""Menus stand in the order that everyone knows, fit on a small screen, and show of a choice that it is one."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop_app.places import sample


def texts(menu):
    """What stands in a menu, lines as empty strings."""
    return [action.text().replace("&", "") for action in menu.actions()]


@pytest.fixture
def opened(qtbot, window):
    window.open_paths([str(sample())])
    qtbot.waitUntil(lambda: window.front is not None and window.front.session is not None)
    for name in ("check", "bytes"):
        window.inspect.show_dock(name)
    qtbot.waitUntil(lambda: "check.start" in window.actions_made.made and "bytes.verify" in window.actions_made.made)
    return window


def test_that_undo_is_first_and_settings_and_quit_are_last(opened):
    edit, file = texts(opened.menus["edit"]), texts(opened.menus["file"])
    assert edit[:3] == ["Undo", "Redo", ""]
    assert edit.index("Settings…") > edit.index("Python console") > edit.index("Rename…")
    assert file[0] == "Open…" and file[-2:] == ["", "Quit"]


def test_that_no_menu_is_higher_than_a_small_screen(opened):
    for name in ("inspect", "label", "train"):
        opened.show_workspace(name)
        opened.rebuild_actions()
        for menu in opened.menus.values():
            rows = sum(not action.isSeparator() for action in menu.actions())
            assert rows <= 28, (name, menu.title())


def test_that_what_is_one_of_several_is_a_choice_and_what_is_on_or_off_is_none(opened):
    made = opened.actions_made.made
    for kind in ("view.theme-", "view.language-", "view.workspace-", "graph.colour-", "graph.layout-"):
        rows = [action for name, action in made.items() if name.startswith(kind)]
        group = rows[0].actionGroup()
        assert group is not None and group.isExclusive() and set(rows) == set(group.actions())
    assert made["view.dock-tree"].actionGroup() is None
    made["view.theme-dark"].trigger()
    assert [made[f"view.theme-{name}"].isChecked() for name in ("system", "light", "dark")] == [False, False, True]
    made["view.theme-light"].trigger()


def test_that_submenus_follow_the_language_and_leave_none_behind(opened, qtbot):
    from desktop_app.gui.language import apply_language

    count = len(opened.menus["view"].findChildren(type(opened.menus["view"])))
    apply_language("zh_CN")
    try:
        qtbot.waitUntil(lambda: "主题(H)" in texts(opened.menus["view"]))
        qtbot.waitUntil(lambda: len(opened.menus["view"].findChildren(type(opened.menus["view"]))) == count)
    finally:
        apply_language("en")


def test_that_the_toolbar_is_never_empty_while_menus_are_made_anew(opened):
    bar = opened.toolbar
    shown = lambda: [bar.widgetForAction(one).isVisible() for one in bar.actions() if not one.isSeparator()]  # noqa: E731
    opened.show_workspace("label")
    assert shown() and all(shown())
    opened.show_workspace("inspect")
    assert shown() and all(shown())
    opened.inspect.close_tab(0)
    opened.rebuild_actions()
    opened.actions_made._plan = None
    before = [bar.widgetForAction(one) for one in bar.actions()]
    opened.rebuild_actions()
    assert [bar.widgetForAction(one) for one in bar.actions()] == before


def test_that_recent_files_stay_in_the_menu_whatever_tables_replace_each_other(qtbot, window, tmp_path):
    window.settings.add_recent(str(tmp_path / "a.pth"))

    def recent():
        return [
            action
            for action in window.menus["file"].actions()
            if action.menu() and "Recent" in action.text().replace("&", "")
        ]

    window.rebuild_actions()
    assert len(recent()) == 1
    begun = window._pieces_of_rows()
    for _ in range(200):  # menus are filled, and another table comes before this one has ended
        if (piece := next(begun, None)) is None:
            break
        piece()
        window.rebuild_actions()
    assert len(recent()) == 1
    window.menus["file"].deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.menus = {}
    window.rebuild_actions()
    assert len(recent()) == 1
