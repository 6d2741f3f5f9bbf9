"""All tensors as a table model: what each is, and its statistics as they arrive."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.gui.checkpoint.formatting import number_text, shape_text, share_text, size_text
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.theme import BAD, scheme_name

type Index = QModelIndex | QPersistentModelIndex

COLUMNS = (
    "name", "shape", "dtype", "size", "min", "max", "mean", "std", "abs_mean", "nan", "zeros", "elements", "role", "tie", "layout",
)  # fmt: skip
_NUMBERS = frozenset({"size", "elements", "min", "max", "mean", "std", "abs_mean", "nan", "zeros"})
_STATISTICS = frozenset({"min", "max", "mean", "std", "abs_mean", "nan", "zeros"})
_DIGITS = re.compile(r"(\d+)")


def natural_key(name: str) -> list[Any]:
    """Sorts `layer2` before `layer10`."""
    return [int(part) if part.isdigit() else part for part in _DIGITS.split(name)]


class TensorTableModel(QAbstractTableModel):
    """Rows are the tensors that pass the filter, in the chosen order."""

    def __init__(self, session: CheckpointSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tensors: Sequence[TensorInfo] = session.checkpoint.tensors
        self.rows: list[int] = list(range(len(self.tensors)))
        self._row_of: dict[int, int] | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Tensors that are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Columns of `COLUMNS`."""
        return 0 if parent.isValid() else len(COLUMNS)

    def set_rows(self, rows: list[int]) -> None:
        """Show other tensors or another order."""
        self.beginResetModel()
        self.rows = rows
        self._row_of = None
        self.endResetModel()

    def row_of(self, tensor: int) -> int:
        """Row of a tensor; -1 when it is filtered out."""
        if self._row_of is None:
            self._row_of = {tensor: row for row, tensor in enumerate(self.rows)}
        return self._row_of.get(tensor, -1)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles()[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(COLUMNS[section])
        return None

    def titles(self) -> tuple[str, ...]:
        """Titles of all columns."""
        return (
            self.tr("Name"), self.tr("Shape"), self.tr("dtype"), self.tr("Size"), self.tr("Min"), self.tr("Max"), self.tr("Mean"),
            self.tr("Std"), self.tr("Mean |w|"), self.tr("NaN, Inf"), self.tr("Zeros"), self.tr("Elements"), self.tr("Role"),
            self.tr("Shares with"), self.tr("Layout"),
        )  # fmt: skip

    @staticmethod
    def _alignment(name: str) -> int:
        side = Qt.AlignmentFlag.AlignRight if name in _NUMBERS else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, colours of what is wrong, reasons as tips."""
        if not index.isValid():
            return None
        tensor, name = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(tensor, name)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(name)
        info = self.tensors[tensor]
        if role == Qt.ItemDataRole.ForegroundRole:
            found = self._session.statistics.get(tensor)
            wrong = info.status != "ok" or (name == "nan" and found is not None and found.finite < found.count)
            return QColor(BAD[scheme_name()]) if wrong else None
        if role == Qt.ItemDataRole.ToolTipRole:
            failure = self._session.failures.get(tensor)
            return (
                info.problem
                or (failure.message if failure and name in _STATISTICS else None)
                or self.text(tensor, name)
                or None
            )
        return None

    def text(self, tensor: int, name: str) -> str:
        """What a cell shows."""
        info = self.tensors[tensor]
        if name in _STATISTICS:
            return self._statistic(tensor, name)
        match name:
            case "name":
                return info.name
            case "shape":
                return shape_text(info.shape)
            case "dtype":
                return info.dtype
            case "size":
                return size_text(info.nbytes)
            case "elements":
                return f"{info.numel:,}"
            case "role":
                return {
                    "parameter": self.tr("parameter"),
                    "buffer": self.tr("buffer"),
                    "optimizer": self.tr("optimizer"),
                    "tensor": self.tr("tensor"),
                }[info.role]
            case "tie":
                return ", ".join(info.shares_with[:3]) + ("…" if len(info.shares_with) > 3 else "")
            case _:
                return (
                    info.layout
                    if info.status == "ok"
                    else {"missing": self.tr("missing"), "damaged": self.tr("damaged")}[info.status]
                )

    def _statistic(self, tensor: int, name: str) -> str:
        found = self._session.statistics.get(tensor)
        if found is None:
            return ""
        if name == "nan":
            return f"{found.count - found.finite:,}"
        if name == "zeros":
            return share_text(found.zero, found.count)
        if name == "abs_mean":
            return number_text(found.l1 / found.finite if found.l1 is not None and found.finite else None)
        return number_text(getattr(found, name))

    def sort_key(self, name: str) -> Callable[[int], Any]:
        """What a column is sorted by; tensors without a number come last."""
        tensors, statistics = self.tensors, self._session.statistics
        if name == "name":
            return lambda tensor: natural_key(tensors[tensor].name)
        if name == "size":
            return lambda tensor: tensors[tensor].nbytes
        if name == "elements":
            return lambda tensor: tensors[tensor].numel
        if name == "shape":
            return lambda tensor: tensors[tensor].shape
        if name in _STATISTICS:

            def number(tensor: int) -> float:
                found = statistics.get(tensor)
                if found is None:
                    return float("-inf")
                value = {"nan": found.count - found.finite, "zeros": found.zero / max(found.count, 1)}.get(name)
                if name == "abs_mean":
                    value = found.l1 / found.finite if found.l1 is not None and found.finite else None
                elif value is None:
                    value = getattr(found, name)
                return float("-inf") if value is None else float(value)

            return number
        return lambda tensor: self.text(tensor, name)


def matching(session: CheckpointSession, query: str) -> list[int]:
    """Tensors that fit all terms: text, /regex/, dtype:, shape:, role:, layout:, `nan`, `tied`, `broken`; ValueError for a bad regex."""
    tensors = session.checkpoint.tensors
    rows = list(range(len(tensors)))
    for term in [query.strip()] if query.strip().startswith("/") else query.split():
        test = _test(session, term)
        rows = [row for row in rows if test(row)]
    return rows


def _test(session: CheckpointSession, term: str) -> Callable[[int], bool]:
    tensors = session.checkpoint.tensors
    key, colon, value = term.partition(":")
    if term.startswith("/") and len(term) > 1:
        try:
            pattern = re.compile(term[1:].removesuffix("/")[:200], re.IGNORECASE)
        except re.error as error:
            raise ValueError(str(error)) from None
        return lambda row: pattern.search(tensors[row].name) is not None
    if colon and key in ("dtype", "role", "layout"):
        return lambda row: value in getattr(tensors[row], key)
    if colon and key == "shape":
        parts = re.split(r"[x×,]", value)
        return lambda row: (
            len(tensors[row].shape) == len(parts)
            and all(p in ("*", "") or p == str(s) for p, s in zip(parts, tensors[row].shape, strict=True))
        )
    if term == "tied":
        return lambda row: bool(tensors[row].shares_with)
    if term == "nan":
        return lambda row: (found := session.statistics.get(row)) is not None and found.finite < found.count
    if term == "broken":
        return lambda row: tensors[row].status != "ok"
    lowered = term.lower()
    return lambda row: lowered in tensors[row].name.lower()
