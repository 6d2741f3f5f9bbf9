"""The table of all tensors: sorted, filtered, copied; statistics fill in as they arrive."""

from collections.abc import Callable, Sequence
from itertools import chain
from operator import attrgetter

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.formatting import count_text
from desktop_app.gui.checkpoint.lists.dtype_delegate import DtypeDelegate
from desktop_app.gui.checkpoint.lists.table_filter import STATISTICS, TensorRows, needs_statistics
from desktop_app.gui.checkpoint.lists.table_model import COLUMNS, TensorTableModel, is_number
from desktop_app.gui.checkpoint.lists.table_text import rows_as_csv, rows_as_markdown, rows_as_tsv
from desktop_app.gui.checkpoint.session import CheckpointSession, Selection
from desktop_app.gui.counted import counted

_SAMPLES = {
    "shape": "512 × 512 × 3 × 3", "dtype": "float8_e4m3fn", "size": "88.8 MB", "elements": "888,888,888", "role": "parameter",
    "tie": "encoder.embed.weight", "layout": "sparse_coo", "status": "damaged", "nan": "88,888", "inf": "88,888", "zeros": "< 0.001 %",
}  # fmt: skip
"""Typical long texts that columns are made wide enough for; the others are statistics."""
_STATISTIC = "-8.8888e-08"
_LEAST_NAME, _USUAL_NAME = 180, 320
_COPIED_AT_ONCE = 1000
_SENT_AT_ONCE = 5000
_STATISTICS_AFTER_MS = 2500


class TableView(QWidget):
    """Rows are tensors; what is selected here is selected everywhere."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table-view")
        self._session = session
        self._following = False
        self._own: tuple[int, ...] | None = None
        """What was just selected here, until the session tells it."""
        self._column, self._order = -1, Qt.SortOrder.AscendingOrder
        self._progress = self._problem = ""
        self._name_chosen = self._fitting = False
        self.model = TensorTableModel(session, self)
        self._rows = TensorRows(session.checkpoint.tensors, session.statistics)
        self.filter = QLineEdit(self)
        self.filter.setObjectName("table-filter")
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.count.setObjectName("table-count")
        self.table = QTableView(self)
        self.table.setObjectName("table")
        font = self.table.font()
        font.setFeature(QFont.Tag("tnum"), 1)
        self.table.setFont(font)
        self.table.setModel(self.model)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setDragEnabled(True)
        self.table.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.table.setItemDelegateForColumn(COLUMNS.index("dtype"), DtypeDelegate(self.table))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 7)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        # its own, never filled: to paint the titles Qt asks each row whether all of a column is selected
        header.setSelectionModel(QItemSelectionModel(self.model, header))
        header.sectionClicked.connect(self.sort_by)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.sectionResized.connect(self._name_resized)
        self._hide_empty_columns()
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        top = QHBoxLayout()
        top.addWidget(self.filter, 1)
        top.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self._filter_soon = self._timer(150, self._refresh)
        self._tell_soon = self._timer(150, self._tell_statistics)
        self.filter.textChanged.connect(lambda: self._filter_soon.start())
        self.table.selectionModel().selectionChanged.connect(self._selected)
        session.selection_changed.connect(self._follow)
        session.statistics_arrived.connect(self._tell_later)
        session.statistics_progressed.connect(self._progressed)
        self._retranslate()
        self._follow(session.selection)

    def _tell_later(self, _tensors: object) -> None:
        if not self._tell_soon.isActive():
            self._tell_soon.start()

    def _timer(self, milliseconds: int, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def _hide_empty_columns(self) -> None:
        tensors = self._session.checkpoint.tensors
        layouts, states = set(map(attrgetter("layout"), tensors)), set(map(attrgetter("status"), tensors))
        self.table.setColumnHidden(COLUMNS.index("tie"), not any(map(attrgetter("shares_with"), tensors)))
        self.table.setColumnHidden(COLUMNS.index("layout"), layouts <= {"strided"})
        self.table.setColumnHidden(COLUMNS.index("status"), states <= {"ok"})

    def _set_widths(self) -> None:
        """Wide enough for the title with its arrow, and for a typical long text."""
        metrics, titles = self.table.fontMetrics(), self.model.titles()
        for position, name in enumerate(COLUMNS[1:], start=1):
            text = metrics.horizontalAdvance(_SAMPLES.get(name, _STATISTIC)) + 14
            self.table.setColumnWidth(position, max(text, metrics.horizontalAdvance(titles[position]) + 34))
        self._fit_name()

    def _fit_name(self) -> None:
        """Names take what the other columns leave, until a person drags their border."""
        if self._name_chosen:
            return
        others = sum(self.table.columnWidth(i) for i in range(1, len(COLUMNS)) if not self.table.isColumnHidden(i))
        width = self.width() - 2 * self.table.frameWidth() - self.table.verticalScrollBar().sizeHint().width() - 8
        self._fitting = True
        self.table.setColumnWidth(0, max(width - others, _LEAST_NAME, min(_USUAL_NAME, width // 2)))
        self._fitting = False

    def _name_resized(self, section: int, _old: int, _new: int) -> None:
        if section == 0 and not self._fitting:
            self._name_chosen = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names the room that there is."""
        super().resizeEvent(event)
        self._fit_name()

    def showEvent(self, event: QShowEvent) -> None:
        """The background pass over all tensors begins when somebody looks; sending very many waits until the window is there."""
        super().showEvent(event)
        if len(self.model.tensors) <= _SENT_AT_ONCE:
            self._session.start_statistics()
        else:
            QTimer.singleShot(_STATISTICS_AFTER_MS, self, self._session.start_statistics)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Tensors"))
        self.table.setAccessibleName(self.tr("Table of tensors"))
        self.filter.setPlaceholderText(self.tr("Filter: text, /regex/, dtype:float16, tied, nan …"))
        self.filter.setToolTip(
            self.tr(
                "Terms that must all fit: text of the name, /regular expression/, dtype:float16, shape:64x3x*, role:buffer, "
                "layout:sparse, size:>1M, std:<0.01, nan, inf, tied, broken; a - before a term turns it round."
            )
        )
        self.filter.setAccessibleName(self.tr("Filter of the tensor table"))
        self._set_widths()
        self._show_count()

    def _show_count(self) -> None:
        shown, total = count_text(len(self.model.rows)), count_text(len(self.model.tensors))
        text = (
            counted(len(self.model.tensors), self.tr("1 tensor"), self.tr("{count} tensors"), total)
            if shown == total
            else self.tr("{shown} of {total}").format(shown=shown, total=total)
        )
        self.count.setText(self._problem or (f"{text}  ·  {self._progress}" if self._progress else text))

    # ------------------------------------------------------------------ statistics

    def _tell_statistics(self) -> None:
        """Repaint only the rows in sight."""
        last = self.table.rowAt(self.table.viewport().height() - 1)
        self.model.tell_statistics(max(self.table.rowAt(0), 0), last if last >= 0 else len(self.model.rows) - 1)

    def _progressed(self, done: int, total: int) -> None:
        whole = done >= total
        self._progress = "" if whole else self.tr("statistics {share} %").format(share=done * 100 // total)
        self._show_count()
        column = COLUMNS[self._column] if self._column >= 0 else ""
        if whole and (column in STATISTICS or needs_statistics(self.filter.text())):
            self._refresh()

    # ------------------------------------------------------------------ rows

    def _refresh(self) -> None:
        """Filter and sort again off the UI thread; a newer wish overtakes."""
        task = self._session.tasks.run(
            self._rows.chosen,
            self.filter.text(),
            COLUMNS[self._column] if self._column >= 0 else "",
            self._order == Qt.SortOrder.DescendingOrder,
            lane="thread",
            latest=f"table-{id(self)}",
        )
        task.done.connect(self._take_rows)
        task.failed.connect(while_alive(self, lambda failure: self._complain(failure.message)))

    def _complain(self, sentence: str) -> None:
        self._problem = sentence
        self._show_count()

    def _take_rows(self, rows: list[int]) -> None:
        self._problem = ""
        across = self.table.horizontalScrollBar().value()
        self._following = True
        self.model.set_rows(rows)
        self._following = False
        self.table.horizontalScrollBar().setValue(across)
        self._show_count()
        self._follow(self._session.selection)

    def sort_by(self, column: int) -> None:
        header = self.table.horizontalHeader()
        if column == self._column and self._order == Qt.SortOrder.DescendingOrder:
            self._column = -1
            header.setSortIndicatorShown(False)
        else:
            self._order = Qt.SortOrder.DescendingOrder if column == self._column else Qt.SortOrder.AscendingOrder
            self._column = column
            header.setSortIndicatorShown(True)
            header.setSortIndicator(column, self._order)
        self._refresh()

    def refresh_checkpoint(self) -> None:
        """An edit: show the rows of now in the same order, at the same height."""
        across, down = self.table.horizontalScrollBar().value(), self.table.verticalScrollBar().value()
        self._rows = TensorRows(self._session.checkpoint.tensors, self._session.statistics)
        self._own, self._progress = None, ""
        self._following = True
        self.model.show_checkpoint()
        self._following = False
        self._hide_empty_columns()
        self._fit_name()
        self.table.horizontalScrollBar().setValue(across)
        self.table.verticalScrollBar().setValue(down)
        self._show_count()
        if self._column >= 0 or self.filter.text():
            self._refresh()

    # ------------------------------------------------------------------ selection

    def selected_tensors(self) -> list[int]:
        """Selected tensors, the current one first."""
        chosen = self.table.selectionModel().selection()
        ranges = (chosen.at(position) for position in range(chosen.count()))
        parts = sorted({(part.top(), part.bottom() + 1) for part in ranges})
        rows = self.model.rows
        tensors = list(dict.fromkeys(chain.from_iterable(rows[top:below] for top, below in parts)))
        current = self.table.currentIndex().row()
        if any(top <= current < below for top, below in parts) and tensors[0] != rows[current]:
            tensors.remove(rows[current])
            tensors.insert(0, rows[current])
        return tensors

    def _selected(self, chosen: QItemSelection, left: QItemSelection) -> None:
        if not self._following:
            self._own = tuple(self.selected_tensors())
            self._session.select_tensors(self._own)

    def _follow(self, selection: Selection) -> None:
        own, self._own = self._own, None
        if own is not None and own == selection.tensors:
            return
        if set(self.selected_tensors()) == set(selection.tensors):
            return
        rows = [row for tensor in selection.tensors if (row := self.model.row_of(tensor)) >= 0]
        self._following = True
        try:
            flags = QItemSelectionModel.SelectionFlag
            model = self.table.selectionModel()
            if rows:
                model.setCurrentIndex(self.model.index(rows[0], 0), flags.NoUpdate)
            model.select(self._ranges(rows), flags.ClearAndSelect)
            if rows:
                self.table.scrollTo(self.model.index(rows[0], 0))
        finally:
            self._following = False

    def _ranges(self, rows: list[int]) -> QItemSelection:
        """A selection of whole rows, neighbours joined."""
        chosen, last = QItemSelection(), len(COLUMNS) - 1
        ordered = sorted(rows)
        begin = 0
        for position, row in enumerate(ordered):
            if position + 1 == len(ordered) or ordered[position + 1] != row + 1:
                chosen.select(self.model.index(ordered[begin], 0), self.model.index(row, last))
                begin = position + 1
        return chosen

    # ------------------------------------------------------------------ copying

    def copied(self, style: str) -> str:
        """Selected rows (all when none is) as `tsv`, `csv` or `markdown`, with titles."""
        return self._text_of(style, *self._what_to_copy())

    def _what_to_copy(self) -> tuple[Sequence[int], list[int]]:
        """Tensors in the order shown, and the columns that are not hidden."""
        chosen = self.selected_tensors()
        columns = [position for position in range(len(COLUMNS)) if not self.table.isColumnHidden(position)]
        return (sorted(chosen, key=self.model.row_of) if chosen else self.model.rows), columns

    def _text_of(self, style: str, tensors: Sequence[int], columns: list[int]) -> str:
        if style == "markdown":
            titles = [self.model.titles()[column] for column in columns]
            right = [is_number(COLUMNS[column]) for column in columns]
            cells = ([self.model.text(tensor, COLUMNS[column]) for column in columns] for tensor in tensors)
            return rows_as_markdown(titles, right, cells)
        lines = [[COLUMNS[column] for column in columns]]
        lines += ([self.model.plain(tensor, COLUMNS[column]) for column in columns] for tensor in tensors)
        return rows_as_csv(lines) if style == "csv" else rows_as_tsv(lines)

    def _copy(self, style: str) -> None:
        """Put the rows on the clipboard; the text of many is made off the UI thread, from values only."""
        tensors, columns = self._what_to_copy()
        if len(tensors) <= _COPIED_AT_ONCE:
            QGuiApplication.clipboard().setText(self._text_of(style, tensors, columns))
            return
        task = self._session.tasks.run(self._text_of, style, tensors, columns, lane="thread", latest=f"copy-{id(self)}")
        task.done.connect(QGuiApplication.clipboard().setText)

    def _copy_names(self) -> None:
        QGuiApplication.clipboard().setText(
            "\n".join(self.model.tensors[tensor].name for tensor in self.selected_tensors())
        )

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows = self._session.edit_rows()
        for action in rows:
            menu.addAction(action.text, action.run).setEnabled(action.enabled())
        if rows:
            menu.addSeparator()
        for action in self.table_of_actions():
            menu.addAction(action.text, action.run)
        menu.popup(self.table.viewport().mapToGlobal(point))

    def _header_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for position, title in enumerate(self.model.titles()):
            if position == 0:
                continue
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(not self.table.isColumnHidden(position))
            action.toggled.connect(lambda shown, position=position: self.table.setColumnHidden(position, not shown))
        menu.popup(self.table.horizontalHeader().mapToGlobal(point))

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done with the table."""
        return (
            Action(
                "table.copy",
                self.tr("Copy tensor rows"),
                lambda: self._copy("tsv"),
                "edit",
                "Ctrl+Shift+C",
                icon="copy",
                group=2,
            ),
            Action("table.copy-csv", self.tr("Copy tensor rows as CSV"), lambda: self._copy("csv")),
            Action(
                "table.copy-markdown",
                self.tr("Copy tensor rows as Markdown"),
                lambda: self._copy("markdown"),
            ),
            Action("table.copy-names", self.tr("Copy tensor names"), self._copy_names),
        )
