"""What table models share whose columns are described by values: how many there are, their titles, and their side."""

from collections.abc import Sized
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

type Index = QModelIndex | QPersistentModelIndex


class AnyColumn(Protocol):
    """What is asked of a column here."""

    @property
    def title(self) -> str:
        """Its heading."""
        ...

    @property
    def right(self) -> bool:
        """Whether it is numbers, which stand at the right."""
        ...


class ColumnModel[C: AnyColumn, R: Sized](QAbstractTableModel):
    """Rows of any kind under described columns; `data` is the subclass's, and asks `cell_side` for the alignment."""

    def __init__(self, rows: R, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[C, ...] = ()
        self.rows = rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Rows of the table; none below a row."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Described columns; none below a row."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, on the side of their column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return self.cell_side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def cell_side(self, column: int) -> int:
        """Alignment of a column's cells."""
        side = Qt.AlignmentFlag.AlignRight if self.columns[column].right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)
