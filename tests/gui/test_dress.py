"""The sheet of a scheme reaches all that a window shows: panes that are put into it, dialogs before it, menus; and follows a switch."""

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme import apply_theme, dress, icon, palette_of


@pytest.fixture
def dressed(qapp, qtbot):
    apply_theme(qapp, "light")
    window = QMainWindow()
    qtbot.addWidget(window)
    dress(window)
    window.show()
    yield window
    apply_theme(qapp, "light")


def button_in(parent):
    """A default button, which the sheet paints in the colour of a selection."""
    button = QPushButton("", parent)
    button.setDefault(True)
    button.resize(80, 30)
    return button


def colour_of(button):
    return QColor(button.grab().toImage().pixel(button.width() // 2, button.height() // 2)).name()


def test_that_a_pane_made_apart_is_dressed_when_it_is_put_in(dressed):
    pane = QWidget()
    column = QVBoxLayout(pane)
    button = button_in(None)
    column.addWidget(button)
    dressed.setCentralWidget(pane)
    assert colour_of(button) == palette_of("light").highlight().color().name()


def test_that_dialogs_and_what_lies_deep_in_them_are_dressed(dressed, qapp):
    dialog = QDialog(dressed)
    inner = QWidget(dialog)
    button = button_in(inner)
    dialog.show()
    assert colour_of(button) == palette_of("light").highlight().color().name()
    apply_theme(qapp, "dark")
    assert colour_of(button) == palette_of("dark").highlight().color().name()


def test_that_menus_are_dressed(dressed):
    menu = QMenu("menu", dressed)
    menu.addAction("one").setEnabled(True)
    bare = QMenu("menu")
    bare.addAction("one")
    assert menu.sizeHint() != bare.sizeHint()  # the sheet's padding
    bare.deleteLater()


def test_that_what_nobody_dressed_stays_as_the_palette_has_it(dressed, qapp, qtbot):
    alone = QWidget()
    qtbot.addWidget(alone)
    alone.show()
    apply_theme(qapp, "dark")
    assert alone.styleSheet() == ""
    qtbot.waitUntil(lambda: alone.palette().window().color() == palette_of("dark").window().color())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_a_coloured_sign_is_seen_on_a_selected_row_too(qapp, scheme):
    apply_theme(qapp, scheme)
    drawn = icon("check", "#1a7f37").pixmap(32, 32, QIcon.Mode.Selected).toImage()
    inks = {drawn.pixelColor(x, y).name() for x in range(32) for y in range(32) if drawn.pixelColor(x, y).alpha() > 250}
    assert inks == {palette_of(scheme).highlightedText().color().name()}
    apply_theme(qapp, "light")
