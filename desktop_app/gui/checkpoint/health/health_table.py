"""Layers of a health report as a table that is sorted by its numbers: what they are like, or what casts would lose."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_app.checkpoint.health.model import CastLoss, Layer
from desktop_app.gui.checkpoint.formatting import count_text, number_text, one_line, shape_text, share_text
from desktop_app.gui.column_model import ColumnModel, Index
from desktop_app.gui.theme import BAD, CAREFUL, scheme_name

_CAREFUL = 0.02
"""Relative error of a cast from which on it is pointed out, and"""
_BAD = 0.2
"""from which on it is called bad."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its text, what it is sorted by, and the level that colours it (0 good, 1 careful, 2 bad)."""

    title: str
    text: Callable[[Layer], str]
    key: Callable[[Layer], Any]
    level: Callable[[Layer], int] = lambda _layer: 0
    right: bool = True
    tip: Callable[[Layer], str] = lambda _layer: ""


class LayerModel(ColumnModel[Column, tuple[Layer, ...]]):
    """Layers in the order that was sorted last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)

    def fill(self, columns: Sequence[Column], layers: Sequence[Layer]) -> None:
        """Show other layers."""
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), tuple(layers)
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        layer, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(layer)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.cell_side(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(layer) or None
        if role == Qt.ItemDataRole.ForegroundRole:
            level = column.level(layer)
            return QColor((CAREFUL if level == 1 else BAD)[scheme_name()]) if level else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; the chosen row stays chosen."""
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        names = [self.rows[index.row()].name for index in before]
        key = self.columns[column].key
        self.rows = tuple(sorted(self.rows, key=key, reverse=order == Qt.SortOrder.DescendingOrder))
        places = {layer.name: place for place, layer in enumerate(self.rows)} if names else {}
        after = [self.index(places[name], index.column()) for name, index in zip(names, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


class LayerTable(QTableView):
    """A table of layers; tells which one a person goes to."""

    layer_chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.layers = LayerModel(self)
        self.setModel(self.layers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 7)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(self._went)

    def fill(self, columns: Sequence[Column], layers: Sequence[Layer]) -> None:
        """Show layers in their order in the file, until a person sorts them."""
        self.setSortingEnabled(False)
        self.layers.fill(columns, layers)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        metrics = self.fontMetrics()
        for place, column in enumerate(columns):
            wide = [metrics.horizontalAdvance(column.text(layer)) for layer in layers[:200]]
            title = metrics.horizontalAdvance(column.title) + 34
            self.setColumnWidth(place, min(max([title, *(one + 22 for one in wide)]), 340 if place == 0 else 200))

    def _went(self, index: QModelIndex) -> None:
        if index.isValid():
            self.layer_chosen.emit(self.layers.rows[index.row()])


def loss_of(layer: Layer, target: str) -> CastLoss | None:
    """What one cast would lose; None when it was not tried."""
    return next((loss for loss in layer.casts if loss.target == target), None)


def loss_text(loss: CastLoss | None) -> str:
    """`0.12 %`: the relative error."""
    if loss is None:
        return ""
    return "∞" if math.isinf(loss.relative) else f"{loss.relative * 100:.3g} %"


def loss_level(loss: CastLoss | None) -> int:
    """How bad a loss is."""
    if loss is None:
        return 0
    if loss.saturated or loss.relative >= _BAD:
        return 2
    return 1 if loss.relative >= _CAREFUL else 0


def rank_text(layer: Layer) -> str:
    """`12.3 of 64`, with a sign when it is an estimate."""
    found = layer.spectrum
    return "" if found is None else f"{'' if found.exact else '≈ '}{found.effective_rank:.1f} / {found.full}"


def condition_text(layer: Layer) -> str:
    """Empty when the smallest singular value is not known."""
    found = layer.spectrum
    return "" if found is None or math.isnan(found.condition) else number_text(found.condition, 3)


def finite(value: float) -> float:
    """For sorting: what is not a number comes first."""
    return -1.0 if math.isnan(value) else value


def zero_text(layer: Layer) -> str:
    """Share of zeros."""
    return "" if layer.measure is None else share_text(layer.measure.zero, layer.measure.count)


def rms_text(layer: Layer) -> str:
    """Root of the mean square."""
    return "" if layer.measure is None else number_text(layer.measure.rms, 3)


def dead_text(layer: Layer) -> str:
    """Outputs of only zeros."""
    count = dead(layer)
    return count_text(count) if count else ""


def dead(layer: Layer) -> int:
    """How many outputs have only zero weights."""
    return len(layer.measure.zero_rows) if layer.measure is not None and len(layer.shape) > 1 else 0


def wrong(layer: Layer) -> int:
    """How many values are NaN or infinite."""
    return layer.measure.nan + layer.measure.infinite if layer.measure is not None else 0


def name_text(layer: Layer) -> str:
    """Its name as one line."""
    return one_line(layer.name, 200)


def form_text(layer: Layer) -> str:
    """Its shape."""
    return shape_text(layer.shape)
