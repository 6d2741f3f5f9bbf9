"""What does not fit together in a merge, as a table: conflicts first, then what is only worth telling."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_app.checkpoint.merges.merge_model import Conflict
from desktop_app.gui.checkpoint.merges.merge_texts import conflict_text
from desktop_app.gui.theme import CAREFUL, icon, scheme_name

type _Index = QModelIndex | QPersistentModelIndex


class ConflictModel(QAbstractTableModel):
    """Rows of conflicts: the tensor, and one sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.conflicts: tuple[Conflict, ...] = ()

    def show(self, conflicts: tuple[Conflict, ...]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self.conflicts = conflicts
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """Conflicts."""
        return 0 if parent.isValid() else len(self.conflicts)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """Tensor and sentence."""
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("Tensor"), self.tr("What happens"))[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Cells."""
        conflict = self.conflicts[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return conflict.name if index.column() == 0 else conflict_text(conflict)
        if role == Qt.ItemDataRole.ToolTipRole:
            return conflict_text(conflict)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return icon("info") if conflict.is_note else icon("warning", CAREFUL[scheme_name()])
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            kind = self.tr("note") if conflict.is_note else self.tr("conflict")
            return f"{kind}: {conflict.name}"
        return None


class ConflictTable(QTableView):
    """The table with columns that share its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ConflictModel(self)
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, 220)
