"""The shapes of the image in front as rows: what a view looks at is made when it looks, so that thousands cost nothing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelection, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_app.annotation.label_colours import shown_colour
from desktop_app.annotation.model import Shape
from desktop_app.annotation.schema import LabelSchema
from desktop_app.gui.annotation.panels.label_panel import swatch

type Index = QModelIndex | QPersistentModelIndex

_MANY = 200
"""Rows that come or go from which on all are told anew."""


class ShapeModel(QAbstractTableModel):
    """Label, kind and marks of each shape, the topmost first; the box before the label says whether it is shown."""

    hidden_changed = Signal()

    def __init__(self, schema: LabelSchema, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.schema = schema
        self._shapes: list[Shape] = []
        self._row_of: dict[str, int] = {}
        self._hidden: set[str] = set()

    # ------------------------------------------------------------------ rows

    def show_shapes(self, shapes: Sequence[Shape]) -> bool:
        """Show these, the topmost first; True when all rows are new and a selection of rows is gone with the old ones."""
        before = {shape.id: shape for shape in self._shapes}
        made_anew = not self._change_rows(shapes, before)
        if made_anew:
            self.beginResetModel()
            self._shapes = list(shapes)
        self._row_of = {shape.id: row for row, shape in enumerate(self._shapes)}
        self._hidden &= self._row_of.keys()
        if made_anew:
            self.endResetModel()
        return made_anew

    def _change_rows(self, shapes: Sequence[Shape], before: Mapping[str, Shape]) -> bool:
        """Take rows away and put new ones between those that stay; False when so much is other that all are made anew."""
        now = {shape.id for shape in shapes}
        kept = [shape.id for shape in shapes if shape.id in before]
        changes = len(before) + len(shapes) - 2 * len(kept)
        if changes > _MANY or kept != [name for name in before if name in now]:
            return False
        for row in reversed([row for row, shape in enumerate(self._shapes) if shape.id not in now]):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._shapes[row]
            self.endRemoveRows()
        for row, shape in enumerate(shapes):
            if shape.id not in before:
                self.beginInsertRows(QModelIndex(), row, row)
                self._shapes.insert(row, shape)
                self.endInsertRows()
            elif shape is not self._shapes[row]:
                self._shapes[row] = shape
                self.dataChanged.emit(self.index(row, 0), self.index(row, 2))
        return True

    def refresh(self) -> None:
        """The language or the schema is another: every row reads otherwise."""
        if self._shapes:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shapes) - 1, 2))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 2)

    def ids_of(self, selection: QItemSelection) -> tuple[str, ...]:
        """Shapes of selected rows, from the top."""
        parts = [selection.at(number) for number in range(selection.count())]
        rows = {row for part in parts for row in range(part.top(), part.bottom() + 1)}
        return tuple(self._shapes[row].id for row in sorted(rows) if row < len(self._shapes))

    def selection_of(self, ids: Iterable[str]) -> QItemSelection:
        """The rows of these shapes, neighbours in one range; ids that are not there are left out."""
        rows = sorted({self._row_of[name] for name in ids if name in self._row_of})
        selection = QItemSelection()
        starts = [row for place, row in enumerate(rows) if place == 0 or rows[place - 1] != row - 1]
        ends = [row for place, row in enumerate(rows) if place == len(rows) - 1 or rows[place + 1] != row + 1]
        for start, end in zip(starts, ends, strict=True):
            selection.select(self.index(start, 0), self.index(end, 2))
        return selection

    def id_at(self, index: Index) -> str:
        """The shape of a row."""
        return self._shapes[index.row()].id

    # ------------------------------------------------------------------ what is shown

    def hidden(self) -> frozenset[str]:
        """Ids of shapes whose box is not ticked."""
        return frozenset(self._hidden)

    # ------------------------------------------------------------------ what a view asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """A row for each shape."""
        return 0 if parent.isValid() else len(self._shapes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Label, kind, marks."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns are called."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Shape"), self.tr("Kind"), "")[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column has a box to tick."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        shape = self._shapes[index.row()]
        match Qt.ItemDataRole(role):
            case Qt.ItemDataRole.DisplayRole:
                return (self._name, self._kind, _marks)[index.column()](shape)
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                return swatch(shown_colour(self.schema, shape.label))
            case Qt.ItemDataRole.CheckStateRole if index.column() == 0:
                return Qt.CheckState.Unchecked if shape.id in self._hidden else Qt.CheckState.Checked
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(shape)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick a shape."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        name = self._shapes[index.row()].id
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._hidden.discard(name)
        else:
            self._hidden.add(name)
        self.dataChanged.emit(index, index)
        self.hidden_changed.emit()
        return True

    def _name(self, shape: Shape) -> str:
        text = ", ".join(shape.labels) or self.tr("no label")
        if shape.text:
            text += f" “{shape.text}”"
        return text if shape.score is None else f"{text}  {shape.score:.0%}"

    def _kind(self, shape: Shape) -> str:
        return {
            "rectangle": self.tr("box"), "rotated_rectangle": self.tr("rotated box"), "polygon": self.tr("polygon"),
            "circle": self.tr("circle"), "ellipse": self.tr("ellipse"), "line": self.tr("line"), "polyline": self.tr("polyline"),
            "point": self.tr("point"), "points": self.tr("points"), "skeleton": self.tr("skeleton"), "mask": self.tr("mask"),
            "cuboid": self.tr("cuboid"),
        }.get(shape.kind, shape.kind)  # fmt: skip

    def _tip(self, shape: Shape) -> str:
        lines = [", ".join(shape.labels), self._kind(shape)]
        lines += [f"{name}: {value}" for name, value in shape.attributes.items()]
        lines += [text for text in (shape.description, shape.source) if text]
        return "\n".join(line for line in lines if line)


def _marks(shape: Shape) -> str:
    marks = (
        ("?", shape.is_suggestion), (f"#{shape.group}", shape.group is not None), ("◐", shape.occluded),
        ("✂", shape.truncated), ("!", shape.difficult), ("🔒", shape.locked),
    )  # fmt: skip
    return " ".join(mark for mark, holds in marks if holds)
