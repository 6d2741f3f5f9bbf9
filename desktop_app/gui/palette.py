"""The command palette and the shortcut sheet: two lists over the one table of actions."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.actions import Action, plain_text
from desktop_app.gui.dialog_layout import dialog_column


def score(query: str, text: str) -> int:
    """How well a text fits what was typed: 0 not at all; letters in order count, word beginnings count more."""
    query, text = query.lower().replace(" ", ""), text.lower()
    if not query:
        return 1
    if query in text.replace(" ", ""):
        start = 500 if text.startswith(query) else 250 if any(word.startswith(query) for word in text.split()) else 0
        return 1000 + start - len(text)
    total, place = 0, -1
    for character in query:
        found = text.find(character, place + 1)
        if found < 0:
            return 0
        total += 10 if found == 0 or not text[found - 1].isalnum() else 3 if found == place + 1 else 1
        place = found
    return total


class CommandPalette(QDialog):
    """Type a few letters, press Enter."""

    def __init__(
        self,
        rows: Sequence[Action],
        menus: dict[str, str],
        run: Callable[[Action], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("command-palette")
        self.setAccessibleName(self.tr("Command palette"))
        self._rows = rows
        self._menus = menus
        self._run = run
        self.search = QLineEdit()
        self.search.setObjectName("command-palette-search")
        self.search.setAccessibleName(self.tr("Command"))
        self.search.setPlaceholderText(self.tr("Type a command"))
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setObjectName("command-palette-list")
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setColumnCount(3)
        self.list.setRootIsDecorated(False)
        self.list.ensurePolished()  # rows keep the height that they are first measured with
        self.list.setUniformRowHeights(True)
        self.list.setHeaderHidden(True)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.list.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(False)
        self.list.itemActivated.connect(lambda _item: self._go())
        self.list.itemClicked.connect(lambda _item: self._go())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.resize(560, 380)
        self._fill("")

    def _fill(self, query: str) -> None:
        self.list.clear()
        rated = [
            (score(query, f"{plain_text(row.text)} {self._menus.get(row.menu, '')}"), row.enabled(), position, row)
            for position, row in enumerate(self._rows)
        ]
        for rating, enabled, _, row in sorted(rated, key=lambda found: (not found[1], -found[0], found[2])):
            if not rating:
                continue
            shortcut = (
                QKeySequence(row.shortcut).toString(QKeySequence.SequenceFormat.NativeText) if row.shortcut else ""
            )
            item = QTreeWidgetItem([plain_text(row.text), self._menus.get(row.menu, ""), shortcut])
            item.setData(0, Qt.ItemDataRole.UserRole, row)
            item.setDisabled(not enabled)
            self.list.addTopLevelItem(item)
        if not self.list.topLevelItemCount():
            nothing = QTreeWidgetItem([self.tr("No command is called like this."), "", ""])
            nothing.setDisabled(True)
            self.list.addTopLevelItem(nothing)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)

    def _go(self) -> None:
        item = self.list.currentItem()
        if item is not None and not item.isDisabled():
            self.close()
            self._run(item.data(0, Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while one types."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                self.list.event(event)
                return True
        return super().eventFilter(watched, event)


class ShortcutSheet(QDialog):
    """Every action that has keys."""

    def __init__(self, rows: Sequence[Action], menus: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut-sheet")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        keys = [
            (self.tr("In the graph: walk"), "↑ ↓ ← →"), (self.tr("In the graph: open or close"), "Space"),
            (self.tr("In the graph: zoom"), "+ −"), (self.tr("Move to the next pane"), "F6"),
        ]  # fmt: skip
        table = QTreeWidget()
        table.setObjectName("shortcut-sheet-list")
        table.setAccessibleName(self.tr("Keyboard shortcuts"))
        table.setHeaderLabels([self.tr("Command"), self.tr("Keys"), self.tr("Menu")])
        table.setRootIsDecorated(False)
        for row in rows:
            if row.shortcut:
                native = QKeySequence(row.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
                table.addTopLevelItem(QTreeWidgetItem([plain_text(row.text), native, menus.get(row.menu, "")]))
        for text, key in keys:
            table.addTopLevelItem(QTreeWidgetItem([text, key, ""]))
        table.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        column = dialog_column(self)
        self.change = QPushButton(self.tr("Change keys…"), self)
        self.change.setObjectName("shortcut-sheet-change")
        self.change.setAutoDefault(False)
        self.change.clicked.connect(self.close)
        top = QHBoxLayout()
        top.addWidget(QLabel(self.tr("Ctrl+Shift+P finds every command by name.")), 1)
        top.addWidget(self.change)
        column.addLayout(top)
        column.addWidget(table)
        self.resize(560, 520)
