"""All tensors as a table model: what each is, and its statistics as they arrive."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.gui.checkpoint.dragging import KEYS, keys_data
from desktop_app.gui.checkpoint.formatting import count_text, number_text, one_line, shape_text, share_text, size_text
from desktop_app.gui.checkpoint.lists.table_filter import STATISTICS, value_of
from desktop_app.gui.checkpoint.marks import edited_dot
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import BAD, scheme_name

type Index = QModelIndex | QPersistentModelIndex

COLUMNS = (
    "name", "shape", "dtype", "size", "elements", "role", "tie", "layout", "status", "min", "max", "mean", "std", "abs_mean", "nan",
    "inf", "zeros",
)  # fmt: skip
_NUMBERS = STATISTICS | {"size", "elements"}


def is_number(name: str) -> bool:
    """Whether a column holds numbers, which stand at the right."""
    return name in _NUMBERS


class TensorTableModel(QAbstractTableModel):
    """Rows are the tensors that pass the filter, in the chosen order."""

    def __init__(self, session: CheckpointSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._take_all()

    def _take_all(self) -> None:
        self.tensors: Sequence[TensorInfo] = self._session.checkpoint.tensors
        self.rows: Sequence[int] = range(len(self.tensors))
        self._row_of: dict[int, int] | None = None

    def show_checkpoint(self) -> None:
        """The session has another checkpoint, as after an edit: show all its tensors in their order."""
        self.beginResetModel()
        self._take_all()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Tensors that are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Columns of `COLUMNS`."""
        return 0 if parent.isValid() else len(COLUMNS)

    def set_rows(self, rows: Sequence[int]) -> None:
        """Show other tensors or another order."""
        self.beginResetModel()
        self.rows = rows
        self._row_of = None
        self.endResetModel()

    def row_of(self, tensor: int) -> int:
        """Row of a tensor; -1 when it is filtered out."""
        if isinstance(self.rows, range):
            return tensor if 0 <= tensor < len(self.rows) else -1
        if self._row_of is None:
            self._row_of = {tensor: row for row, tensor in enumerate(self.rows)}
        return self._row_of.get(tensor, -1)

    def tell_statistics(self, first: int, last: int) -> None:
        """Tell views that the statistics in these rows may be new."""
        last = min(last, len(self.rows) - 1)
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, COLUMNS.index("min")), self.index(last, len(COLUMNS) - 1))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles()[section]
        return self._alignment(COLUMNS[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def titles(self) -> tuple[str, ...]:
        """Titles of all columns."""
        return (
            self.tr("Name"), self.tr("Shape"), self.tr("dtype"), self.tr("Size"), self.tr("Elements"), self.tr("Role"), self.tr("Shares with"),
            self.tr("Layout"), self.tr("Status"), self.tr("Min"), self.tr("Max"), self.tr("Mean"), self.tr("Std"), self.tr("Mean |w|"),
            self.tr("NaN"), self.tr("Inf"), self.tr("Zeros"),
        )  # fmt: skip

    @staticmethod
    def _alignment(name: str) -> int:
        side = Qt.AlignmentFlag.AlignRight if is_number(name) else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names and element types can be changed in place."""
        found = super().flags(index)
        if index.isValid():
            found |= Qt.ItemFlag.ItemIsDragEnabled
        if index.isValid() and self._session.editor is not None and COLUMNS[index.column()] in ("name", "dtype"):
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename or cast; the change shows when it is done."""
        editor = self._session.editor
        if role != Qt.ItemDataRole.EditRole or editor is None or not index.isValid():
            return False
        from desktop_app.gui.checkpoint.edits.edit_actions import make_step
        from desktop_app.gui.checkpoint.edits.edit_texts import step_text

        info, column = self.tensors[self.rows[index.row()]], COLUMNS[index.column()]
        if str(value) == (info.name if column == "name" else info.dtype):
            return False
        step = make_step("rename" if column == "name" else "cast", info.name, str(value))
        editor.do(step_text(step), step)
        return True

    def mimeTypes(self) -> list[str]:
        """Keys of this file."""
        return [KEYS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The tensors that are dragged, for another tab and, as text, for other programs."""
        rows = dict.fromkeys(index.row() for index in indexes)
        return keys_data(self._session, [self.tensors[self.rows[row]].name for row in rows])

    def is_edited(self, tensor: int) -> bool:
        """Whether a tensor differs from what the file holds."""
        editor = self._session.editor
        return editor is not None and self.tensors[tensor].name in editor.changed_names

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, colours of what is wrong, reasons as tips."""
        if not index.isValid():
            return None
        tensor, name = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(tensor, name)
        if role == Qt.ItemDataRole.EditRole:
            return getattr(self.tensors[tensor], name) if name in ("name", "dtype") else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(name)
        if role == Qt.ItemDataRole.DecorationRole:
            return edited_dot() if name == "name" and self.is_edited(tensor) else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(BAD[scheme_name()]) if self.is_wrong(tensor, name) else None
        if role == Qt.ItemDataRole.FontRole and name in ("nan", "inf") and self.is_wrong(tensor, name):
            font = QFont()
            font.setBold(True)
            return font
        return self._tip(tensor, name) if role == Qt.ItemDataRole.ToolTipRole else None

    def is_wrong(self, tensor: int, name: str) -> bool:
        """Whether a cell tells of something broken: a damaged tensor, or values that are not finite."""
        if self.tensors[tensor].status != "ok":
            return True
        return name in ("nan", "inf") and bool(value_of(self._session.statistics.get(tensor), name))

    def _tip(self, tensor: int, name: str) -> str | None:
        info = self.tensors[tensor]
        if info.problem:
            return translated(info.problem)
        failure = self._session.failures.get(tensor)
        if failure is not None and name in STATISTICS:
            return finding_text(failure)[0]
        if name == "size":
            return self.tr("{count} bytes").format(count=count_text(info.nbytes))
        if name == "tie":
            return "\n".join(one_line(other) for other in info.shares_with) or None
        return one_line(info.name, 1000) if name == "name" else None

    def text(self, tensor: int, name: str) -> str:
        """What a cell shows."""
        info = self.tensors[tensor]
        if name in STATISTICS:
            return self._statistic(tensor, name)
        match name:
            case "name":
                return one_line(info.name) or self.tr("(no name)")
            case "shape":
                return shape_text(info.shape, scalar=self.tr("scalar"))
            case "size":
                return size_text(info.nbytes)
            case "elements":
                return count_text(info.numel)
            case "role":
                return {
                    "parameter": self.tr("parameter"),
                    "buffer": self.tr("buffer"),
                    "optimizer": self.tr("optimizer"),
                    "tensor": self.tr("tensor"),
                }[info.role]
            case "tie":
                more = f", +{len(info.shares_with) - 1}" if len(info.shares_with) > 1 else ""
                return one_line(info.shares_with[0], 120) + more if info.shares_with else ""
            case "status":
                return {"ok": self.tr("ok"), "missing": self.tr("missing"), "damaged": self.tr("damaged")}[info.status]
            case _:
                return str(getattr(info, name))

    def _statistic(self, tensor: int, name: str) -> str:
        found = self._session.statistics.get(tensor)
        if found is None:
            return "–" if self.tensors[tensor].status != "ok" or tensor in self._session.failures else ""
        if name == "zeros":
            return share_text(found.zero, found.count)
        value = value_of(found, name)
        return count_text(int(value)) if name in ("nan", "inf") and value is not None else number_text(value)

    def plain(self, tensor: int, name: str) -> str:
        """What a cell holds, for other programs: every digit, no units."""
        info = self.tensors[tensor]
        if name in STATISTICS:
            value = value_of(self._session.statistics.get(tensor), name)
            return "" if value is None else repr(value)
        match name:
            case "shape":
                return "x".join(map(str, info.shape))
            case "size":
                return str(info.nbytes)
            case "elements":
                return str(info.numel)
            case "tie":
                return ";".join(info.shares_with)
            case _:
                return str(getattr(info, name))
