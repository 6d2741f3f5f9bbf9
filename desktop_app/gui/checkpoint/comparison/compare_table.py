"""A table of comparisons: any rows, sorted and filtered off the UI thread, the worst one key away, copied as CSV."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeySequence, QPainter, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.lists.table_text import rows_as_csv
from desktop_app.gui.checkpoint.tensor.plot_style import mixed
from desktop_app.gui.column_model import ColumnModel, Index
from desktop_app.gui.counted import counted
from desktop_app.gui.tasks import Tasks

BAR = Qt.ItemDataRole.UserRole + 1
"""Length of a cell's bar, 0 to 1."""
_FAINTEST = -8.0
"""Decimal exponent of the relative change whose bar has no length."""


def bar_length(relative: float | None) -> float | None:
    """Share of the full bar for a relative change: one part in 10^8 is nothing, the whole or more is all, by decades."""
    if relative is None:
        return None
    if math.isnan(relative):
        return 1.0
    return min(max((math.log10(relative) - _FAINTEST) / -_FAINTEST, 0.02), 1.0) if relative > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a comparison; the functions take a row's number."""

    key: str
    title: str
    text: Callable[[int], str]
    plain: Callable[[int], str]
    """For other programs: every digit."""
    order: Callable[[int], Any] | None = None
    """Sorts the rows; `plain` when there is none."""
    right: bool = False
    bar: Callable[[int], float | None] | None = None
    sample: str = ""
    """A typical long text that the column is wide enough for."""


class _Model(ColumnModel[Column, Sequence[int]]):
    def __init__(self, parent: QObject) -> None:
        super().__init__((), parent)
        self.tip: Callable[[int], str] = _nothing
        self.alarm: Callable[[int], bool] = _never
        self.alarm_colour = QColor()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.cell_side(index.column())
        if role == BAR:
            return column.bar(row) if column.bar is not None else None
        if role == Qt.ItemDataRole.ForegroundRole and self.alarm(row):
            return self.alarm_colour
        return self.tip(row) or None if role == Qt.ItemDataRole.ToolTipRole else None

    def set_rows(self, rows: Sequence[int]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def set_columns(self, columns: tuple[Column, ...]) -> None:
        self.beginResetModel()
        self.columns = columns
        self.endResetModel()


def _nothing(_row: int) -> str:
    return ""


def _never(_row: int) -> bool:
    return False


class BarDelegate(QStyledItemDelegate):
    """Paints a bar behind the text of cells that have one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        length = index.data(BAR)
        super().paint(painter, option, index)
        if not length:
            return
        rect = QRectF(option.rect).adjusted(4, 4, -4, -4)  # pyright: ignore
        palette: QPalette = option.palette  # pyright: ignore
        colour = mixed(palette.color(QPalette.ColorRole.Accent), palette.color(QPalette.ColorRole.Base), 0.25)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(palette.color(QPalette.ColorRole.Mid), palette.color(QPalette.ColorRole.Base), 0.6))
        painter.drawRoundedRect(rect, 2, 2)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(rect.left(), rect.top(), rect.width() * length, rect.height()), 2, 2)
        painter.restore()


class CompareTable(QWidget):
    """Rows of a comparison with a filter by kind, a filter by text, and `next worst`."""

    row_chosen = Signal(int)
    """Number of the row that was chosen by a person."""

    def __init__(self, tasks: Tasks, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._tasks = tasks
        self._count = 0
        self._kind_of: Callable[[int], str] = _nothing
        self._name_of: Callable[[int], str] = _nothing
        self._badness: Callable[[int], float] = lambda _row: 0.0
        self._column, self._descending = -1, True
        self._following = False
        self._kept = -1
        self._model = _Model(self)
        self.kinds = QComboBox()
        self.kinds.setObjectName(f"{name}-kinds")
        self.text = QLineEdit()
        self.text.setObjectName(f"{name}-text")
        self.text.setClearButtonEnabled(True)
        self.worst = self._button(f"{name}-worst", self.next_worst)
        self.copy_button = self._button(f"{name}-copy", self.copy)
        self.count = QLabel()
        self.count.setObjectName(f"{name}-count")
        self.table = QTableView()
        self.table.setObjectName(f"{name}-rows")
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        """Follow the language."""
        self.kinds.setAccessibleName(self.tr("Which rows"))
        self.kinds.setItemText(0, self.tr("all rows"))
        self.text.setAccessibleName(self.tr("Filter by name"))
        self.text.setPlaceholderText(self.tr("Filter by name"))
        self.worst.setToolTip(self.tr("Go to the row with the next smaller difference (N)"))
        self.copy_button.setToolTip(self.tr("Copy the selected rows, or all that are shown, with every digit"))
        for button, text in ((self.worst, self.tr("Next worst")), (self.copy_button, self.tr("Copy CSV"))):
            button.setText(text)
            button.setAccessibleName(text)
        self.table.setAccessibleName(self.tr("Compared tensors"))
        self._tell_count()

    def _button(self, name: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _build(self) -> None:
        font = self.table.font()
        font.setFeature(QFont.Tag("tnum"), 1)
        self.table.setFont(font)
        self.table.setModel(self._model)
        self.table.setItemDelegate(BarDelegate(self.table))
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setFrameShape(QTableView.Shape.NoFrame)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 7)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.sectionClicked.connect(self.sort_by)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        bar = QWidget()
        row = FlowLayout(bar, spacing=6)
        for widget in (self.kinds, self.text, self.worst, self.copy_button, self.count):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(bar)
        column.addWidget(self.table, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self.refresh)
        self.text.textChanged.connect(lambda: self._soon.start())
        self.kinds.currentIndexChanged.connect(self.refresh)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table, self.copy)
        following = QShortcut(QKeySequence("N"), self.table, self.next_worst)
        for shortcut in (copy, following):
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    # ------------------------------------------------------------------ what is shown

    def describe(
        self,
        columns: tuple[Column, ...],
        *,
        kinds: Sequence[tuple[str, str]],
        kind_of: Callable[[int], str],
        name_of: Callable[[int], str],
        badness: Callable[[int], float],
        tip: Callable[[int], str],
        alarm: Callable[[int], bool],
    ) -> None:
        """Say what rows are: columns, kinds as (key, text), and functions of a row's number.

        `badness` orders the rows for `next_worst`; what is 0 or less is not bad.
        """
        self._kind_of, self._name_of, self._badness = kind_of, name_of, badness
        self._model.tip, self._model.alarm = tip, alarm
        again = bool(self._model.columns)
        self._model.set_columns(columns)
        self.kinds.blockSignals(True)
        chosen = self.kinds.currentIndex()
        self.kinds.clear()
        self.kinds.addItem(self.tr("all rows"), "")
        for key, text in kinds:
            self.kinds.addItem(text, key)
        self.kinds.setCurrentIndex(max(chosen, 0))
        self.kinds.blockSignals(False)
        if again:
            self._show_kept()
            return
        metrics = self.table.fontMetrics()
        for place, column in enumerate(columns):
            width = max(metrics.horizontalAdvance(column.sample) + 16, metrics.horizontalAdvance(column.title) + 34)
            self.table.setColumnWidth(place, width)

    def set_count(self, count: int) -> None:
        """There are so many rows from now on."""
        self._count = count
        self._kept = -1
        if not count:
            self._model.set_rows(())  # at once: what the rows told may be gone already
        self.refresh()

    def set_alarm_colour(self, colour: QColor) -> None:
        """Colour of rows that are wrong."""
        self._model.alarm_colour = colour

    def refresh(self, _what: object = None) -> None:
        """Filter and sort again; a newer wish overtakes an older one."""
        kind, text = self.kinds.currentData() or "", self.text.text().strip().casefold()
        task = self._tasks.run(self._chosen, kind, text, lane="thread", latest=f"{self.objectName()}-{id(self)}")
        task.done.connect(while_alive(self, self._take))

    def soon(self) -> None:
        """Refresh in a moment, once for many calls."""
        if not self._soon.isActive():
            self._soon.start()

    def _chosen(self, kind: str, text: str) -> list[int]:
        """In a thread: touches no widget."""
        rows = [
            row
            for row in range(self._count)
            if (not kind or self._kind_of(row) == kind) and (not text or text in self._name_of(row).casefold())
        ]
        columns = self._model.columns
        if 0 <= self._column < len(columns):
            column = columns[self._column]
            rows.sort(key=column.order or column.plain, reverse=self._descending)
        else:
            rows.sort(key=self._badness, reverse=True)
        return rows

    def _take(self, rows: list[int]) -> None:
        self._following = True
        self._model.set_rows(rows)
        self._following = False
        self._show_kept()
        self._tell_count()

    def _show_kept(self) -> None:
        """The chosen row is the current one again after the rows came anew."""
        rows = list(self._model.rows)
        if self._kept in rows:
            self._following = True
            self.table.setCurrentIndex(self._model.index(rows.index(self._kept), 0))
            self._following = False

    def _tell_count(self) -> None:
        shown, total = f"{len(self._model.rows):,}", f"{self._count:,}"
        self.count.setText(
            counted(self._count, self.tr("1 row"), self.tr("{count} rows"))
            if shown == total
            else self.tr("{shown} of {total} rows").format(shown=shown, total=total)
        )

    def rows_shown(self) -> list[int]:
        """Numbers of the rows that pass the filters, in the order shown."""
        return list(self._model.rows)

    def cell(self, row: int, key: str) -> str:
        """Text of a cell, by the row's number and the column's key."""
        return next(column for column in self._model.columns if column.key == key).text(row)

    def sort_by(self, column: int) -> None:
        """Sort by a column; numbers with the largest first. A third click goes back to the worst first."""
        header = self.table.horizontalHeader()
        first = self._model.columns[column].right or self._model.columns[column].bar is not None
        if column != self._column:
            self._column, self._descending = column, first
        elif self._descending == first:
            self._descending = not first
        else:
            self._column = -1
        header.setSortIndicatorShown(self._column >= 0)
        if self._column >= 0:
            order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, order)
        self.refresh()

    # ------------------------------------------------------------------ choosing and copying

    def next_worst(self) -> None:
        """Choose the row whose difference is the next smaller one; after the last bad one the worst again."""
        ordered = sorted((row for row in self._model.rows if self._badness(row) > 0), key=self._badness, reverse=True)
        if not ordered:
            return
        place = ordered.index(self._kept) + 1 if self._kept in ordered else 0
        self.choose(ordered[place % len(ordered)])

    def choose(self, row: int) -> None:
        """Make a row the current one, as if it was clicked."""
        if row in self._model.rows:
            index = self._model.index(list(self._model.rows).index(row), 0)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and not self._following:
            self._kept = self._model.rows[now.row()]
            self.row_chosen.emit(self._kept)

    def _to_copy(self) -> list[int]:
        """Selected rows if several are selected, else all that are shown."""
        chosen = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._model.rows[place] for place in chosen] if len(chosen) > 1 else list(self._model.rows)

    def as_csv(self, rows: Sequence[int]) -> str:
        """Rows with every digit below a line of keys; may be called in a thread."""
        columns = self._model.columns
        lines = [[column.key for column in columns], *([column.plain(row) for column in columns] for row in rows)]
        return rows_as_csv(lines)

    def copy(self) -> None:
        """Put the rows on the clipboard; the text is made off the UI thread."""
        latest = f"{self.objectName()}-copy-{id(self)}"
        task = self._tasks.run(self.as_csv, self._to_copy(), lane="thread", latest=latest)
        task.done.connect(lambda text: QGuiApplication.clipboard().setText(text))
