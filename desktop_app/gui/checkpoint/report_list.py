"""A list of things that are told of a file: sortable, filtered by level and text, the chosen one in full below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

LISTED = 5000
"""More rows are counted, not listed."""
_ROOM = 250
"""Pixels of height from which on the chosen row is shown in full."""


@dataclass(frozen=True, slots=True)
class Level:
    """One of the levels, the worst first in their sequence."""

    name: str
    text: str
    colour: str
    icon: QIcon | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `payload` comes back when it is chosen."""

    level: str
    texts: tuple[str, ...]
    payload: object


class _Item(QTreeWidgetItem):
    """Sorts levels by how bad they are, and everything else by its text."""

    def __init__(self, texts: Sequence[str], rank: int, level_column: int) -> None:
        super().__init__(list(texts))
        self.rank = rank
        self._level_column = level_column

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        tree = self.treeWidget()
        column = tree.sortColumn() if tree is not None else 0
        if column == self._level_column and isinstance(other, _Item):
            return self.rank < other.rank
        return self.text(column).casefold() < other.text(column).casefold()


class ReportList(QWidget):
    """Shows rows; knows nothing of what they mean."""

    chosen = Signal(object)
    """Payload of the row that a person went to."""

    def __init__(self, name: str, level_column: int, shares: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._level_column = level_column
        self._shares = tuple(shares)
        self._rows: tuple[Row, ...] = ()
        self._levels: tuple[Level, ...] = ()
        self._filling = False
        self._chips: dict[str, QToolButton] = {}
        self.filter = QLineEdit(self)
        self.filter.setObjectName(f"{name}-filter")
        self.filter.setAccessibleName(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(60)
        self.filter.setMaximumWidth(320)
        self.filter.textChanged.connect(lambda: self._apply())
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.filter, self.filter.clear)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._make_list(name)
        self.full = QLabel(self)
        self.full.setObjectName(f"{name}-full")
        self.full.setWordWrap(True)
        self.full.setTextFormat(Qt.TextFormat.PlainText)
        self.full.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.full.hide()
        self._head = QHBoxLayout()
        self._head.setSpacing(6)
        self._head.addWidget(self.filter, 1)
        self._head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._head)
        column.addWidget(self.list, 1)
        column.addWidget(self.full)

    def _make_list(self, name: str) -> None:
        self.list = QTreeWidget(self)
        self.list.setObjectName(f"{name}-list")
        self.list.ensurePolished()  # rows keep the height that they are first measured with
        self.list.setUniformRowHeights(True)
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.setIconSize(QSize(16, 16))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setColumnCount(len(self._shares))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.currentItemChanged.connect(lambda item, _old: self._went(item))
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.list, self.copy_row)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(len(self._shares) - 1, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.list.setSortingEnabled(True)

    # ------------------------------------------------------------------ filling

    def fill(self, titles: Sequence[str], levels: Sequence[Level], rows: Sequence[Row]) -> None:
        """Show rows in the order given, until a person sorts them; choices of levels are kept."""
        self._rows, self._levels = tuple(rows), tuple(levels)
        self._filling = True
        self.list.setSortingEnabled(False)
        self.list.clear()
        self.list.setHeaderLabels(list(titles))
        ranks = {level.name: rank for rank, level in enumerate(levels)}
        for row in self._rows[:LISTED]:
            item = _Item(row.texts, ranks[row.level], self._level_column)
            level = levels[ranks[row.level]]
            item.setForeground(self._level_column, QColor(level.colour))
            if level.icon is not None:
                item.setIcon(self._level_column, level.icon)
            item.setData(0, Qt.ItemDataRole.UserRole, row)
            for place, text in enumerate(row.texts):
                item.setToolTip(place, text)
            self.list.addTopLevelItem(item)
        self.list.setSortingEnabled(True)
        self._fill_chips()
        self._filling = False
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setAccessibleName(self.tr("Filter"))
        self.full.setAccessibleName(self.tr("The chosen row in full"))
        self._apply()

    def _fill_chips(self) -> None:
        counts = {level.name: sum(row.level == level.name for row in self._rows) for level in self._levels}
        for place, level in enumerate(self._levels):
            chip = self._chips.get(level.name)
            if chip is None:
                chip = self._chips[level.name] = QToolButton(self)
                chip.setObjectName(f"{self.objectName()}-{level.name}")
                chip.setMinimumWidth(56)
                chip.setCheckable(True)
                chip.setChecked(True)
                chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                chip.toggled.connect(lambda _on: self._apply())
                self._head.insertWidget(1 + place, chip)
            chip.setText(f"{level.text}  {counts[level.name]:,}")
            chip.setAccessibleName(chip.text())
            chip.setToolTip(self.tr("Show or hide these rows"))
            if level.icon is not None:
                chip.setIcon(level.icon)
            chip.setEnabled(bool(counts[level.name]))

    def _apply(self) -> None:
        """Hide what the level switches and the text leave out."""
        if self._filling:
            return
        words = self.filter.text().casefold().split()
        for item in self._items():
            row = item.data(0, Qt.ItemDataRole.UserRole)
            text = " ".join(row.texts).casefold()
            item.setHidden(not self._chips[row.level].isChecked() or not all(word in text for word in words))

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.list.topLevelItem(place) for place in range(self.list.topLevelItemCount()))
        return [item for item in found if item is not None]

    def shown(self) -> list[Row]:
        """The rows in sight, from top to bottom."""
        return [item.data(0, Qt.ItemDataRole.UserRole) for item in self._items() if not item.isHidden()]

    # ------------------------------------------------------------------ what a person does

    def _went(self, item: QTreeWidgetItem | None) -> None:
        row = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        self._show_full()
        if row is None or self._filling:
            return
        self.full.setText(
            "\n".join(text for place, text in enumerate(row.texts) if text and place != self._level_column)
        )
        self.chosen.emit(row.payload)

    def _show_full(self) -> None:
        """The chosen row in full, where there is room for it; otherwise its tooltips say it."""
        self.full.setVisible(self.list.currentItem() is not None and self.height() > _ROOM)

    def copy_row(self) -> None:
        """The chosen row as text."""
        item = self.list.currentItem()
        if item is not None:
            QGuiApplication.clipboard().setText("\t".join(item.data(0, Qt.ItemDataRole.UserRole).texts))

    def copy_all(self) -> None:
        """The rows in sight as text, one a line."""
        QGuiApplication.clipboard().setText("\n".join("\t".join(row.texts) for row in self.shown()))

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy this row"), self.copy_row).setEnabled(self.list.currentItem() is not None)
        menu.addAction(self.tr("Copy the rows in sight"), self.copy_all)
        menu.popup(self.list.viewport().mapToGlobal(point))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns keep their shares of the width; the last one takes the rest."""
        super().resizeEvent(event)
        whole, width = sum(self._shares), max(self.width() - 20, 200)
        for place, share in enumerate(self._shares[:-1]):
            least = self._level_width() if place == self._level_column else 60
            self.list.setColumnWidth(place, max(least, width * share // whole))
        self._show_full()

    def _level_width(self) -> int:
        metrics = self.list.fontMetrics()
        return max((metrics.horizontalAdvance(level.text) for level in self._levels), default=0) + 44
