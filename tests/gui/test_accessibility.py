"""What a screen reader is told: every widget that takes the keyboard or a click has a role and a name, in all panes and dialogs."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (  # fmt: skip
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from desktop_app.places import sample

ANSWERING = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
OWN_PARTS = (QAbstractSpinBox, QComboBox)
"""Widgets that Qt makes inside of these are read as one with them."""


def is_part(widget: QWidget) -> bool:
    """Whether Qt made it as a piece of another widget, which speaks for it."""
    if widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar | QHeaderView):
        return True
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, OWN_PARTS):
            return True
        parent = parent.parentWidget()
    above = widget.parentWidget()
    return above is not None and above.metaObject().className() in (
        "QTabBar",
        "QHeaderView",
        "QDockWidget",
        "QLineEdit",
        "QToolBar",
        "QTableView",
        "QTableWidget",
    )


def unnamed(root: QWidget) -> list[str]:
    """Widgets that a screen reader could say nothing of."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if not isinstance(widget, ANSWERING) or is_part(widget) or not (widget is root or widget.isVisibleTo(root)):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        where = widget.objectName() or f"{type(widget).__name__} in {widget.parentWidget().objectName()}"
        if spoken is None or spoken.role() == QAccessible.Role.NoRole:
            found.append(f"{where}: no role")
        elif not spoken.text(QAccessible.Text.Name).strip():
            found.append(f"{where}: no name")
    return sorted(set(found))


@pytest.fixture
def with_sample(window, qtbot):
    window.open_paths([str(sample())])
    qtbot.waitUntil(lambda: window.front is not None and window.front.session is not None)
    window.front.session.select_tensors([0])
    return window


@pytest.mark.slow
def test_that_every_pane_of_inspect_is_spoken(with_sample, qtbot):
    missing = []
    for name, dock in with_sample.docks.items():
        with_sample.show_dock(name)
        qtbot.waitUntil(lambda dock=dock: dock.view() is not None)
        missing += unnamed(dock.view())
    missing += unnamed(with_sample)
    assert sorted(set(missing)) == []


@pytest.mark.parametrize("name", ["label", "train"])
def test_that_every_pane_of_the_other_workspaces_is_spoken(window, name):
    assert unnamed(window.show_workspace(name)) == []


def test_that_every_dialog_is_spoken(with_sample, qtbot):
    from PySide6.QtWidgets import QDialog

    from desktop_app.gui.palette import CommandPalette

    window = with_sample
    missing = []
    window.commands.preferences.show_settings()
    window.commands._about()
    window.show_shortcuts()
    CommandPalette(window.rows(), {}, lambda _row: None, window)
    window.inspect.export()
    window.inspect.repair()
    window.commands.guide.read("start")
    for dialog in [*window.findChildren(QDialog), window.commands.guide.read("")]:
        missing += [f"{dialog.objectName()}: {one}" for one in unnamed(dialog)]
        dialog.close()
    assert missing == []


def test_that_the_test_would_notice(qtbot):
    from PySide6.QtWidgets import QToolButton

    box = QWidget()
    qtbot.addWidget(box)
    QToolButton(box).setObjectName("mute")
    assert unnamed(box) == ["mute: no name"]
