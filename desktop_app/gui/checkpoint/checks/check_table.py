"""Keys of the file beside those of the model: mismatched, missing, unexpected, renamed, matching, each group under its count."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from desktop_app.checkpoint.checking.check import Outcome, Report, Row
from desktop_app.checkpoint.checking.check_renames import Rename
from desktop_app.gui.checkpoint.checks.check_texts import rename_text
from desktop_app.gui.checkpoint.formatting import count_text, one_line, shape_text
from desktop_app.gui.theme import BAD, CAREFUL, GOOD, icon, scheme_name

type _Index = QModelIndex | QPersistentModelIndex

ORDER: tuple[Outcome, ...] = ("mismatched", "missing", "unexpected", "renamed", "matching")
_MARKS = {"mismatched": "error", "missing": "error", "unexpected": "warning", "renamed": "info", "matching": "info"}
_COLUMNS = 3
_FILE, _MODEL, _REMARK = range(_COLUMNS)
_FEW = 2000
_ROOMY = 640
"""Pixels from which on remarks have a column of their own."""
_SHAPE = Qt.ItemDataRole.UserRole + 1
_DIFFERS = Qt.ItemDataRole.UserRole + 2


class KeysModel(QAbstractItemModel):
    """Groups at the top, their rows below; rows of renames can be unchecked."""

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[tuple[Outcome, tuple[Row, ...]]] = []
        self._left_out: set[tuple[str, str]] = set()

    def show(self, report: Report | None) -> None:
        """Replace all rows; renames that were unchecked stay so."""
        self.beginResetModel()
        self._groups = []
        if report is not None:
            found: dict[Outcome, list[Row]] = {outcome: [] for outcome in ORDER}
            for row in report.rows:
                found[row.outcome].append(row)
            self._groups = [(outcome, tuple(rows)) for outcome, rows in found.items() if rows]
        self.endResetModel()

    def chosen(self, renames: Iterable[Rename]) -> tuple[Rename, ...]:
        """Those that are checked."""
        return tuple(rename for rename in renames if (rename.file, rename.model) not in self._left_out)

    def row(self, index: _Index) -> Row | None:
        """What stands at an index; None for a group."""
        if not index.isValid() or not index.internalId():
            return None
        return self._groups[index.internalId() - 1][1][index.row()]

    def outcome(self, group: int) -> Outcome:
        """Of a group."""
        return self._groups[group][0]

    # ------------------------------------------------------------------ shape; a row's id is its group's number plus one

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:
        """An index for a place."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        """The group of a row."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """Groups, or rows of a group."""
        if not parent.isValid():
            return len(self._groups)
        return 0 if parent.internalId() or parent.column() else len(self._groups[parent.row()][1])

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """The same everywhere."""
        return _COLUMNS

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Renames can be checked."""
        flags = super().flags(index)
        row = self.row(index)
        if row is not None and row.rename is not None and index.column() == _FILE:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    # ------------------------------------------------------------------ texts

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("In the file"), self.tr("In the model"), self.tr("Remark"))[section]

    def group_text(self, group: int) -> str:
        """`Missing: 3`."""
        outcome, rows = self._groups[group]
        title = {
            "mismatched": self.tr("Of another shape"),
            "missing": self.tr("Missing in the file"),
            "unexpected": self.tr("Unexpected by the model"),
            "renamed": self.tr("Under another name"),
            "matching": self.tr("Matching"),
        }[outcome]
        return f"{title}: {count_text(len(rows))}"

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Cells."""
        row = self.row(index)
        if row is None:
            return self._group_data(index, role)
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(row, column)
        if role == _SHAPE:
            return self.shape(row, column)
        if role == _DIFFERS:
            return bool(row.file and row.model and not row.fits)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            remark = self._remark(row) if column != _REMARK else ""
            return "  ".join(filter(None, (self.cell(row, column), self.shape(row, column), remark)))
        if role == Qt.ItemDataRole.CheckStateRole and row.rename is not None and column == _FILE:
            left_out = (row.file, row.model) in self._left_out
            return Qt.CheckState.Unchecked if left_out else Qt.CheckState.Checked
        return None

    def _group_data(self, index: _Index, role: int) -> Any:
        if index.column() != _FILE:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.group_text(index.row())
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.DecorationRole:
            outcome = self.outcome(index.row())
            colour = {"error": BAD, "warning": CAREFUL, "info": GOOD}[_MARKS[outcome]][scheme_name()]
            return icon(_MARKS[outcome], colour)
        return None

    def cell(self, row: Row, column: int) -> str:
        """Text of a cell."""
        if column == _REMARK:
            return self._remark(row)
        name = row.file if column == _FILE else row.model
        return one_line(name) if name else "–"

    def shape(self, row: Row, column: int) -> str:
        """What stands at the right of a name; a shape that both sides have is told once, beside the model's."""
        if column == _REMARK or not (row.file if column == _FILE else row.model):
            return ""
        if column == _FILE and row.fits and row.file_shape == row.model_shape:
            return ""
        shape = row.file_shape if column == _FILE else row.model_shape
        return shape_text(shape) if shape is not None else self.tr("any") if column == _MODEL else ""

    def _remark(self, row: Row) -> str:
        parts = [rename_text(row.rename)] if row.rename is not None else []
        if row.rename is not None and not row.fits:
            parts.append(self.tr("of another shape"))
        if row.filled and row.outcome == "missing":
            parts.append(self.tr("torch begins it at 0"))
        if row.fits and row.file_dtype and row.model_dtype and row.file_dtype != row.model_dtype:
            parts.append(f"{row.file_dtype} → {row.model_dtype}")
        return ", ".join(parts)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Check a rename, or uncheck it."""
        row = self.row(index)
        if role != Qt.ItemDataRole.CheckStateRole or row is None or row.rename is None:
            return False
        place = (row.file, row.model)
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._left_out.discard(place)
        else:
            self._left_out.add(place)
        self.dataChanged.emit(index, index, [role])
        self.chosen_changed.emit()
        return True


class KeyDelegate(QStyledItemDelegate):
    """A name, and its shape at the right end of the cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The name as usual in what room the shape leaves."""
        shape = str(index.data(_SHAPE) or "")
        if not shape:
            super().paint(painter, option, index)
            return
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        whole.text = ""
        whole.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        style = whole.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, whole.widget)  # the background alone
        width = whole.fontMetrics.horizontalAdvance(shape)
        name = QStyleOptionViewItem(option)
        name.rect = option.rect.adjusted(0, 0, -width - 10, 0)
        super().paint(painter, name, index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        colour = QColor(BAD[scheme_name()]) if index.data(_DIFFERS) and not chosen else option.palette.color(role)
        painter.save()
        painter.setPen(colour)
        place = option.rect.adjusted(0, 0, -6, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shape)
        painter.restore()


class KeysTable(QTreeView):
    """The table; `row_chosen` tells which row the person is at."""

    row_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("check-keys")
        self.setAccessibleName(self.tr("Keys of the file and of the model"))
        self.keys = KeysModel(self)
        self.setModel(self.keys)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_REMARK, QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(60)
        header.resizeSection(_REMARK, 170)
        self.setIndentation(14)
        self.setItemDelegate(KeyDelegate(self))
        self.selectionModel().currentChanged.connect(lambda index, _old: self.row_chosen.emit(self.keys.row(index)))

    def show_report(self, report: Report | None) -> None:
        """Show the rows; what matches begins folded, and so does what is very much."""
        self.keys.show(report)
        for group in range(self.keys.rowCount()):
            self.setFirstColumnSpanned(group, QModelIndex(), True)
            few = self.keys.rowCount(self.keys.index(group, 0)) <= _FEW
            self.setExpanded(self.keys.index(group, 0), few and self.keys.outcome(group) != "matching")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Remarks stand in the tooltip where there is no room for them."""
        super().resizeEvent(event)
        self.setColumnHidden(_REMARK, self.width() < _ROOMY)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Keys of the file and of the model"))
            self.keys.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, _COLUMNS - 1)
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.viewport().update()
