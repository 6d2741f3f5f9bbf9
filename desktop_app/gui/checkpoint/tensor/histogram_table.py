"""The legend of a histogram: one row per tensor with its colour, its name and its exact numbers."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour, number, percent, series_colour, shortened


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers of one tensor; `problem` instead of numbers when there are none."""

    name: str
    count: int = 0
    mean: float | None = None
    std: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    l2: float | None = None
    zero: int = 0
    nan: int = 0
    posinf: int = 0
    neginf: int = 0
    problem: str = ""
    approximate: bool = False


class HistogramTable(QTableWidget):
    """Shows `Row`s; long names lose their middle, what is not finite is red."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("histogram-table")
        self.setAccessibleName(self.tr("Tensors of the histogram"))
        self._rows: tuple[Row, ...] = ()
        self._titles = (
            self.tr("Tensor"), self.tr("Weights"), self.tr("Mean"), self.tr("Std"), self.tr("Min"), self.tr("Max"),
            self.tr("L2"), self.tr("Zero"), self.tr("NaN"), self.tr("+Inf"), self.tr("−Inf"),
        )  # fmt: skip
        self.setColumnCount(len(self._titles))
        self.setHorizontalHeaderLabels(self._titles)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(46)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Replace what is shown."""
        self._rows = rows
        self.clearSpans()
        self.setRowCount(len(rows))
        for position, row in enumerate(rows):
            self._show(position, row)
        line = self.fontMetrics().height() + 6
        self.verticalHeader().setDefaultSectionSize(line)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + line * max(1, len(rows)) + bar + 2)
        self._fit_names()

    def resizeEvent(self, event) -> None:  # noqa: ANN001
        super().resizeEvent(event)
        self._fit_names()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_rows", ()):
            self.show_rows(self._rows)

    def _fit_names(self) -> None:
        header = self.horizontalHeader()
        others = sum(header.sectionSize(column) for column in range(1, self.columnCount()))
        self.setColumnWidth(0, max(150, self.viewport().width() - others))

    def _show(self, position: int, row: Row) -> None:
        name = QTableWidgetItem(shortened(row.name))
        name.setIcon(_swatch(series_colour(position, self.palette())))
        name.setToolTip(shortened(row.name, 1000))
        self.setItem(position, 0, name)
        if row.problem:
            problem = QTableWidgetItem(row.problem)
            problem.setToolTip(row.problem)
            problem.setForeground(alarm_colour(self.palette()))
            self.setItem(position, 1, problem)
            self.setSpan(position, 1, 1, self.columnCount() - 1)
            return
        about = "≈ " if row.approximate else ""
        plain = (row.mean, row.std, row.minimum, row.maximum, row.l2)
        texts = [
            f"{about}{number(row.count)}",
            *(f"{about}{number(value)}" if value is not None else "–" for value in plain),
        ]
        for column, text in enumerate(texts, start=1):
            self._put(position, column, text)
        self._put(position, len(texts) + 1, number(row.zero), tip=percent(row.zero, row.count))
        for column, amount in enumerate((row.nan, row.posinf, row.neginf), start=len(texts) + 2):
            self._put(position, column, number(amount), tip=percent(amount, row.count), alarm=amount > 0)

    def _put(self, row: int, column: int, text: str, *, tip: str = "", alarm: bool = False) -> None:
        item = QTableWidgetItem(text)
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(tip)
        if alarm:
            item.setForeground(alarm_colour(self.palette()))
            font = item.font()
            font.setBold(True)
            item.setFont(font)
        self.setItem(row, column, item)


def _swatch(colour: QColor) -> QIcon:
    pixmap = QPixmap(12, 12)
    pixmap.fill(colour)
    return QIcon(pixmap)
