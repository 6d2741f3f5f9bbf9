"""Each row of a menu has a letter of its own."""

from collections import Counter

import pytest

from desktop_app.gui.actions import Action
from desktop_app.gui.language import apply_language
from desktop_app.gui.mnemonics import letters_of, own_letter, with_own_letters
from desktop_app.places import sample


@pytest.mark.parametrize(
    ("text", "taken", "expected"),
    [
        ("&Open…", set(), "&Open…"),
        ("&Reload", {"R"}, "R&eload"),
        ("Propose &labels", {"L"}, "&Propose labels"),
        ("重新加载(&R)", {"R"}, "重新加载(&A)"),
        ("导出(&C)…", {"A", "B", "C"}, "导出(&D)…"),
        ("&No", {"N", "O"}, "No"),
        ("Plain", {"P"}, "Plain"),
    ],
)
def test_that_a_taken_letter_gives_way_to_a_free_one(text, taken, expected):
    assert own_letter(text, taken) == expected


def test_that_rows_of_other_menus_and_parts_do_not_count():
    def row(text, menu="file", submenu="", brief=""):
        return Action(text, text, print, menu, submenu=submenu, brief=brief)

    rows = with_own_letters(
        [row("&One"), row("&One", "edit"), row("&One", submenu="&Other"), row("A &one", "", ""), row("x", "file", "&Other", "&Only")]
    )  # fmt: skip
    assert [one.brief or one.text for one in rows] == ["&One", "&One", "&One", "A &one", "O&nly"]
    assert [one.submenu for one in rows] == ["", "", "O&ther", "", "O&ther"]


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
def test_that_no_menu_of_the_window_has_a_letter_twice(qtbot, window, tongue):
    apply_language(tongue)
    try:
        window.open_paths([str(sample())])
        qtbot.waitUntil(lambda: window.front is not None and window.front.session is not None, timeout=15_000)
        for name in ("inspect", "label", "train"):
            window.show_workspace(name)
            window.rebuild_actions()
            menus = list(window.menus.values())
            while menus:
                menu = menus.pop()
                menus += [action.menu() for action in menu.actions() if action.menu() is not None]
                texts = [action.text() for action in menu.actions()]
                letters = Counter(letter for text in texts for letter in letters_of([text]))
                assert [letter for letter, count in letters.items() if count > 1] == [], (name, menu.title(), texts)
    finally:
        apply_language("en")
