"""The table of all tensors: sorted, filtered, copied; statistics fill in as they arrive."""

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
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
from desktop_app.gui.checkpoint.session import CheckpointSession, Selection
from desktop_app.gui.checkpoint.table_model import COLUMNS, TensorTableModel, matching

_WIDTHS = {"name": 230, "shape": 112, "dtype": 84, "size": 78, "elements": 96, "role": 84, "tie": 110, "layout": 74}
_FOLLOWED = 500


class TableView(QWidget):
    """Rows are tensors; what is selected here is selected everywhere."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table-view")
        self._session = session
        self._following = False
        self._column, self._order = -1, Qt.SortOrder.AscendingOrder
        self.model = TensorTableModel(session, self)
        self.filter = QLineEdit(self)
        self.filter.setObjectName("table-filter")
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.count.setObjectName("table-count")
        self.table = QTableView(self)
        self.table.setObjectName("table")
        self.table.setModel(self.model)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 7)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.sectionClicked.connect(self._sort_clicked)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        for position, name in enumerate(COLUMNS):
            self.table.setColumnWidth(position, _WIDTHS.get(name, 74))
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
        self._paint_soon = self._timer(200, lambda: self.table.viewport().update())
        self.filter.textChanged.connect(lambda: self._filter_soon.start())
        self.table.selectionModel().selectionChanged.connect(self._selected)
        session.selection_changed.connect(self._follow)
        session.statistics_arrived.connect(
            lambda _indices: None if self._paint_soon.isActive() else self._paint_soon.start()
        )
        self._retranslate()
        self._follow(session.selection)

    def _timer(self, milliseconds: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)  # type: ignore[arg-type]
        return timer

    def _hide_empty_columns(self) -> None:
        tensors = self._session.checkpoint.tensors
        self.table.setColumnHidden(COLUMNS.index("tie"), not any(info.shares_with for info in tensors))
        self.table.setColumnHidden(
            COLUMNS.index("layout"), all(info.layout == "strided" and info.status == "ok" for info in tensors)
        )

    def showEvent(self, event: QShowEvent) -> None:
        """The background pass over all tensors begins when somebody looks."""
        self._session.start_statistics()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Tensors"))
        self.table.setAccessibleName(self.tr("Table of tensors"))
        self.filter.setPlaceholderText(
            self.tr("Filter: text, /regex/, dtype:float16, shape:64x3x*, role:buffer, tied, nan, broken")
        )
        self.filter.setAccessibleName(self.tr("Filter of the tensor table"))
        self._show_count()

    def _show_count(self, problem: str = "") -> None:
        shown, total = len(self.model.rows), len(self.model.tensors)
        text = (
            self.tr("{total} tensors").format(total=f"{total:,}")
            if shown == total
            else self.tr("{shown} of {total}").format(shown=f"{shown:,}", total=f"{total:,}")
        )
        self.count.setText(problem or text)

    # ------------------------------------------------------------------ rows

    def _refresh(self) -> None:
        """Filter and sort again off the UI thread; a newer wish overtakes."""
        task = self._session.tasks.run(
            _rows,
            self._session,
            self.model,
            self.filter.text(),
            self._column,
            self._order == Qt.SortOrder.DescendingOrder,
            lane="thread",
            latest=f"table-{id(self)}",
        )
        task.done.connect(self._take_rows)
        task.failed.connect(lambda failure: self._show_count(failure.message))

    def _take_rows(self, rows: list[int]) -> None:
        self._following = True
        self.model.set_rows(rows)
        self._following = False
        self._show_count()
        self._follow(self._session.selection)

    def _sort_clicked(self, column: int) -> None:
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

    # ------------------------------------------------------------------ selection

    def selected_tensors(self) -> list[int]:
        """Selected tensors, the current one first."""
        rows = [index.row() for index in self.table.selectionModel().selectedRows()]
        current = self.table.currentIndex().row()
        if current in rows:
            rows.remove(current)
            rows.insert(0, current)
        return [self.model.rows[row] for row in rows]

    def _selected(self, chosen: QItemSelection, left: QItemSelection) -> None:
        if not self._following:
            self._session.select_tensors(self.selected_tensors())

    def _follow(self, selection: Selection) -> None:
        if set(self.selected_tensors()) == set(selection.tensors):
            return
        rows = [row for tensor in selection.tensors[:_FOLLOWED] if (row := self.model.row_of(tensor)) >= 0]
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.model.index(row, 0), self.model.index(row, len(COLUMNS) - 1))
        self._following = True
        try:
            flags = QItemSelectionModel.SelectionFlag
            model = self.table.selectionModel()
            if rows:
                model.setCurrentIndex(self.model.index(rows[0], 0), flags.NoUpdate)
            model.select(chosen, flags.ClearAndSelect)
            if rows:
                self.table.scrollTo(self.model.index(rows[0], 0))
        finally:
            self._following = False

    # ------------------------------------------------------------------ copying

    def copied(self, style: str) -> str:
        """Selected rows (all when none is) as `tsv`, `csv` or `markdown`, with titles."""
        tensors = self.selected_tensors() or self.model.rows
        columns = [position for position in range(len(COLUMNS)) if not self.table.isColumnHidden(position)]
        titles = [self.model.titles()[position] for position in columns]
        lines = [
            [self.model.text(tensor, COLUMNS[position]) for position in columns]
            for tensor in sorted(tensors, key=self.model.row_of)
        ]
        if style == "markdown":
            head = ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles)]
            return "\n".join(
                head + ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
            )
        if style == "csv":
            quoted = [
                [f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(c in cell for c in ',"\n') else cell for cell in line]
                for line in [titles, *lines]
            ]
            return "\n".join(",".join(line) for line in quoted)
        return "\n".join("\t".join(line) for line in [titles, *lines])

    def _copy(self, style: str) -> None:
        QGuiApplication.clipboard().setText(self.copied(style))

    def _copy_names(self) -> None:
        QGuiApplication.clipboard().setText(
            "\n".join(self.model.tensors[tensor].name for tensor in self.selected_tensors())
        )

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
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
            Action("table.copy-csv", self.tr("Copy tensor rows as CSV"), lambda: self._copy("csv"), "edit", group=2),
            Action(
                "table.copy-markdown",
                self.tr("Copy tensor rows as Markdown"),
                lambda: self._copy("markdown"),
                "edit",
                group=2,
            ),
            Action("table.copy-names", self.tr("Copy tensor names"), self._copy_names, "edit", group=2),
        )


def _rows(session: CheckpointSession, model: TensorTableModel, query: str, column: int, descending: bool) -> list[int]:
    """Tensors that pass the filter in the order of a column; runs in a thread and touches values only."""
    rows = matching(session, query)
    if column >= 0:
        rows.sort(key=model.sort_key(COLUMNS[column]), reverse=descending)
    return rows
