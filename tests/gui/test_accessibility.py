"""What a screen reader is told: every widget that takes the keyboard or a click has a role and a name, in all panes and dialogs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (  # fmt: skip
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QSlider,
    QTabBar,
    QTableWidget,
    QTextEdit,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
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


def _list(parent):
    made = QListWidget(parent)
    made.addItems(["one", "two"])
    return made


def _tree(parent):
    made = QTreeWidget(parent)
    made.addTopLevelItem(QTreeWidgetItem(["one"]))
    return made


def _tool(parent, *, raised):
    made = QToolButton(parent)
    made.setText("tool")
    made.setAutoRaise(not raised)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def _default(parent):
    made = QPushButton("default", parent)
    made.setDefault(True)
    return made


def _tabs(parent):
    made = QTabBar(parent)
    made.addTab("one")
    made.addTab("two")
    return made


TAKING_KEYS = {
    "button": lambda parent: QPushButton("press", parent),
    "default button": _default,
    "tool button": lambda parent: _tool(parent, raised=False),
    "raised tool button": lambda parent: _tool(parent, raised=True),
    "line": QLineEdit,
    "text": QPlainTextEdit,
    "number": QDoubleSpinBox,
    "choice": QComboBox,
    "switch": lambda parent: QCheckBox("switch", parent),
    "slider": lambda parent: QSlider(Qt.Orientation.Horizontal, parent),
    "list": _list,
    "tree": _tree,
    "table": lambda parent: QTableWidget(2, 2, parent),
    "tabs": _tabs,
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", TAKING_KEYS)
def test_that_who_has_the_keyboard_is_seen(qtbot, qapp, kind, theme):
    from desktop_app.gui.theme import apply_theme, dress

    apply_theme(qapp, theme)
    try:
        window = QWidget()
        qtbot.addWidget(window)
        dress(window)
        column = QVBoxLayout(window)
        other = QLineEdit(window)
        widget = TAKING_KEYS[kind](window)
        column.addWidget(other)
        column.addWidget(widget)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        other.setFocus()
        qtbot.waitUntil(other.hasFocus)
        without = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(lambda: widget.hasFocus() or widget.focusProxy() is not None)
        assert widget.grab().toImage() != without
    finally:
        apply_theme(qapp, "light")


def test_that_the_test_would_notice(qtbot):
    from PySide6.QtWidgets import QToolButton

    box = QWidget()
    qtbot.addWidget(box)
    QToolButton(box).setObjectName("mute")
    assert unnamed(box) == ["mute: no name"]
