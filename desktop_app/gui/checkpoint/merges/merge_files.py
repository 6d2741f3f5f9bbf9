"""The files of a merge as a list that is reordered by dragging, with a weight in each row."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.gui.spin_boxes import NumberBox

_ROWS = "application/x-weightsmith-merge-row"
type _Index = QModelIndex | QPersistentModelIndex


def labels_of(paths: Sequence[str]) -> list[str]:
    """Names of files with as many folders in front as tell them apart."""
    parts = [Path(path).parts for path in paths]
    labels: list[str] = []
    for path, own in zip(paths, parts, strict=True):
        count = 1
        while count < len(own) and any(
            other[-count:] == own[-count:] for place, other in zip(paths, parts, strict=True) if place != path
        ):
            count += 1
        labels.append("/".join(own[-count:]) if count < len(own) else path)
    return labels


class MergeFiles(QAbstractTableModel):
    """Rows of (path, weight); the first is the file that is edited and stays first."""

    order_changed = Signal()
    """Files were added, removed or moved."""
    weights_changed = Signal()
    files_dropped = Signal(object)
    """Paths that were dropped on the list."""

    def __init__(self, first: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paths = [first]
        self.weights = [1.0]
        self.weighted_from: int | None = None
        """First row whose weight counts; None when the method has none."""

    def add(self, paths: Sequence[str]) -> None:
        """Append files that are not listed yet."""
        new = [path for path in dict.fromkeys(paths) if path not in self.paths]
        if not new:
            return
        self.beginInsertRows(QModelIndex(), len(self.paths), len(self.paths) + len(new) - 1)
        self.paths += new
        self.weights += [1.0] * len(new)
        self.endInsertRows()
        self.order_changed.emit()

    def remove(self, row: int) -> None:
        """Take a file out; the first stays."""
        if not 0 < row < len(self.paths):
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.paths[row], self.weights[row]
        self.endRemoveRows()
        self.order_changed.emit()

    def move(self, row: int, to: int) -> bool:
        """Let the file of a row stand at `to`; False when there is nothing to do."""
        to = max(1, min(to, len(self.paths) - 1))
        if not 0 < row < len(self.paths) or row == to:
            return False
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to + (1 if to > row else 0))
        self.paths.insert(to, self.paths.pop(row))
        self.weights.insert(to, self.weights.pop(row))
        self.endMoveRows()
        self.order_changed.emit()
        return True

    def use_weights(self, first_row: int | None) -> None:
        """From which row on weights are asked for."""
        if first_row != self.weighted_from:
            self.beginResetModel()
            self.weighted_from = first_row
            self.endResetModel()

    def set_weights(self, weights: Sequence[float]) -> None:
        """Replace all weights."""
        self.weights = list(weights)
        self.dataChanged.emit(self.index(0, 1), self.index(len(self.weights) - 1, 1))
        self.weights_changed.emit()

    def is_weighted(self, row: int) -> bool:
        """Whether this row's weight counts."""
        return self.weighted_from is not None and row >= self.weighted_from

    # -- as Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """Files."""
        return 0 if parent.isValid() else len(self.paths)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """Name and weight."""
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns, numbers of the rows."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return (self.tr("File"), self.tr("Weight"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Cells."""
        row = index.row()
        if index.column() == 0:
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                label = labels_of(self.paths)[row]
                return self.tr("{name} (as edited here)").format(name=label) if row == 0 else label
            return self.paths[row] if role == Qt.ItemDataRole.ToolTipRole else None
        if not self.is_weighted(row):
            return None
        if role == Qt.ItemDataRole.EditRole:
            return self.weights[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self.weights[row]:.6g}"
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a weight."""
        row = index.row()
        if index.column() != 1 or role != Qt.ItemDataRole.EditRole or not self.is_weighted(row):
            return False
        if self.weights[row] != float(value):
            self.weights[row] = float(value)
            self.dataChanged.emit(index, index)
            self.weights_changed.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The first file is not dragged; weights are edited."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.row() > 0:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        if index.column() == 1 and self.is_weighted(index.row()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move, files are copied into the list."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Rows of this list, and files."""
        return [_ROWS, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The dragged row."""
        data = QMimeData()
        data.setData(_ROWS, str(indexes[0].row() if indexes else 0).encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:  # fmt: skip
        """Anything that is a row of ours or names local files."""
        return data.hasFormat(_ROWS) or any(url.isLocalFile() for url in data.urls())

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """Move the row here; False, so that the view does not remove it a second time."""
        if not data.hasFormat(_ROWS):
            self.files_dropped.emit([url.toLocalFile() for url in data.urls() if url.isLocalFile()])
            return False
        begin = int(bytes(data.data(_ROWS).data()))
        to = row if row >= 0 else parent.row() if parent.isValid() else len(self.paths)
        self.move(begin, to - 1 if row >= 0 and to > begin else to)
        return False


class WeightDelegate(QStyledItemDelegate):
    """Edits a weight with a spin box."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """A spin box that tells every change at once."""
        box = NumberBox(parent)
        box.setRange(-1000.0, 1000.0)
        box.setDecimals(4)
        box.setSingleStep(0.05)
        box.valueChanged.connect(lambda _value: self.commitData.emit(box))
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Show the weight unless it is the one that is being typed."""
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QDoubleSpinBox) and value is not None and editor.value() != round(value, 4):
            editor.blockSignals(True)  # what the model says is no news to it
            editor.setValue(value)
            editor.blockSignals(False)

    def setModelData(self, editor: QWidget, model: Any, index: _Index) -> None:
        """Take the weight over, keeping digits that the box does not show."""
        if isinstance(editor, QDoubleSpinBox):
            old = index.data(Qt.ItemDataRole.EditRole)
            if old is None or round(old, 4) != editor.value():
                model.setData(index, editor.value(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """As large as the cell."""
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]
