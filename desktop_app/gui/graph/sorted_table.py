"""A table of described columns that sorts by any of them and can be narrowed to what contains a text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_app.gui.column_model import ColumnModel, Index
from desktop_app.gui.end_delegate import EndDelegate

_NAMES = 160
"""Pixels that the names have at least; what then has no room is scrolled to."""


@dataclass(frozen=True, slots=True)
class Column[Row]:
    """How one column shows a row, and what it is sorted by."""

    title: str
    text: Callable[[Row], str]
    key: Callable[[Row], Any]
    right: bool = True
    tip: str = ""


class RowsModel[Row](ColumnModel[Column[Row], Sequence[Row]]):
    """Rows under described columns, in the order of one of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self._all: Sequence[Row] = ()
        self._order = (-1, Qt.SortOrder.AscendingOrder)
        self._wanted = ""

    def fill(self, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.columns, self._all = tuple(columns), rows
        self.rows = self._arranged()
        self.endResetModel()

    def narrow(self, text: str) -> None:
        """Leave only rows whose first column contains the text."""
        self.beginResetModel()
        self._wanted = text.strip().lower()
        self.rows = self._arranged()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; by none in the order in which the rows came."""
        self.layoutAboutToBeChanged.emit()
        self._order = (column, order)
        self.rows = self._arranged()
        self.layoutChanged.emit()

    def _arranged(self) -> Sequence[Row]:
        rows = self._all
        if self._wanted and self.columns:
            rows = [row for row in rows if self._wanted in self.columns[0].text(row).lower()]
        column, order = self._order
        if 0 <= column < len(self.columns):
            rows = sorted(rows, key=self.columns[column].key, reverse=order == Qt.SortOrder.DescendingOrder)
        return rows

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, on the side of their column, and what a column is."""
        if (
            role == Qt.ItemDataRole.ToolTipRole
            and orientation == Qt.Orientation.Horizontal
            and section in range(len(self.columns))
        ):
            return self.columns[section].tip or None
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, numbers at the right."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.columns[index.column()].text(self.rows[index.row()])
        return self.cell_side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None


class SortedTable[Row](QTableView):
    """Rows of which several may be chosen; choosing from outside is not told again."""

    chosen = Signal(object)
    """List of rows, the current one first."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.rows: RowsModel[Row] = RowsModel(self)
        self.setModel(self.rows)
        self.setSortingEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.setItemDelegateForColumn(0, EndDelegate(self))
        self._quiet = False
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self._tell())

    def fill(self, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> None:
        """Show other rows; the first column takes the room that is left."""
        self._quiet = True
        self.rows.fill(columns, rows)
        self._quiet = False
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(48)
        for place in range(len(columns)):
            if place:
                widest = max((columns[place].text(row) for row in rows[:400]), key=len, default="")
                metrics = self.fontMetrics()
                room = max(metrics.horizontalAdvance(widest), metrics.horizontalAdvance(columns[place].title) + 16)
                self.setColumnWidth(place, room + 20)
        self._give_names_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names take the room that is left, but never so little that none can be read."""
        super().resizeEvent(event)
        self._give_names_room()

    def _give_names_room(self) -> None:
        header = self.horizontalHeader()
        if not header.count():
            return
        left = self.viewport().width() - sum(header.sectionSize(place) for place in range(1, header.count()))
        if left >= _NAMES:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        else:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(0, _NAMES)

    def _tell(self) -> None:
        if not self._quiet:
            current = self.currentIndex().row()
            places = [index.row() for index in self.selectionModel().selectedRows()]
            places.sort(key=lambda place: place != current)
            self.chosen.emit([self.rows.rows[place] for place in places])

    def choose(self, fits: Callable[[Row], bool]) -> None:
        """Choose the rows that fit, and bring the first into sight."""
        places = [place for place, row in enumerate(self.rows.rows) if fits(row)]
        self._quiet = True
        self._select(places)
        self._quiet = False

    def _select(self, places: Iterable[int]) -> None:
        model = self.selectionModel()
        model.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        first = True
        for place in list(places)[:500]:
            index = self.rows.index(place, 0)
            if first:
                model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
                self.scrollTo(index)
                first = False
            model.select(index, flags)
