"""Modules and their tensors as a lazy tree model."""

from functools import cache
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from desktop_app.checkpoint.model import Checkpoint
from desktop_app.graph.arrangement import count_text
from desktop_app.graph.categories import category_of
from desktop_app.graph.colours import STRIPE
from desktop_app.gui.checkpoint.formatting import shape_text, size_text
from desktop_app.gui.theme import BAD, scheme_name

type Index = QModelIndex | QPersistentModelIndex

NAME, CLASS, PARAMETERS, SIZE = range(4)
_TENSORS = 1 << 40


@cache
def _dot(colour: str) -> QPixmap:
    """A small disc in the colour of a kind."""
    pixmap = QPixmap(12, 12)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(1, 1, 9, 9)
    painter.end()
    return pixmap


class ModuleTreeModel(QAbstractItemModel):
    """Rows are children modules, then own tensors. A node is a module's number, or -2 minus a tensor's."""

    def __init__(self, checkpoint: Checkpoint, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.checkpoint = checkpoint
        self._place: dict[int, int] = {}
        """Row of a node within its parent, filled as rows are seen."""
        self._owner: dict[int, int] = {}

    # -- structure

    def node_of(self, index: Index) -> int:
        """Module number, or -2 minus a tensor's number; -1 for the invisible root."""
        if not index.isValid():
            return -1
        number = int(index.internalId())
        return number if number < _TENSORS else -2 - (number - _TENSORS)

    def _index(self, row: int, column: int, node: int) -> QModelIndex:
        """Ids of indices are unsigned, so tensors are numbered from far above the modules."""
        return self.createIndex(row, column, node if node >= 0 else _TENSORS + (-2 - node))

    def children_of(self, node: int) -> list[int]:
        """Nodes below a node."""
        modules = self.checkpoint.modules
        if node == -1:
            return [0] if modules else [-2 - tensor for tensor in range(len(self.checkpoint.tensors))]
        if node < -1:
            return []
        return [*modules[node].children, *(-2 - tensor for tensor in modules[node].tensors)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Children of a module."""
        if parent.isValid() and parent.column() > 0:
            return 0
        node = self.node_of(parent)
        if node == -1:
            return 1 if self.checkpoint.modules else len(self.checkpoint.tensors)
        if node < -1:
            return 0
        module = self.checkpoint.modules[node]
        return len(module.children) + len(module.tensors)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Name, class or shape, parameters, size."""
        return 4

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        """The index of a child."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        owner = self.node_of(parent)
        if owner == -1:
            node = 0 if self.checkpoint.modules else -2 - row
        else:
            module = self.checkpoint.modules[owner]
            count = len(module.children)
            node = module.children[row] if row < count else -2 - module.tensors[row - count]
            if node < -1:
                self._owner[node] = owner
        self._place[node] = row
        return self._index(row, column, node)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        """The index of the module that holds a node."""
        node = self.node_of(index)
        if node in (-1, 0):
            return QModelIndex()
        owner = self.checkpoint.modules[node].parent if node > 0 else self._owner.get(node, -1)
        return self._index_of_module(owner)

    def _index_of_module(self, module: int) -> QModelIndex:
        if module < 0:
            return QModelIndex()
        if module == 0:
            return self.createIndex(0, 0, 0)
        if module not in self._place:
            siblings = self.checkpoint.modules[self.checkpoint.modules[module].parent].children
            for row, sibling in enumerate(siblings):
                self._place[sibling] = row
        return self.createIndex(self._place[module], 0, module)

    def index_of(self, module: int, tensor: int = -1) -> QModelIndex:
        """The index of a module, or of one of its tensors."""
        if tensor < 0:
            return self._index_of_module(module)
        node = -2 - tensor
        if not self.checkpoint.modules:
            return self._index(tensor, 0, node)
        if module < 0 or tensor not in self.checkpoint.modules[module].tensors:
            return QModelIndex()
        owner = self.checkpoint.modules[module]
        self._owner[node] = module
        self._place[node] = len(owner.children) + owner.tensors.index(tensor)
        return self._index(self._place[node], 0, node)

    # -- data

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("Name"), self.tr("Class / shape"), self.tr("Param."), self.tr("Size"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, a colour dot by kind, and the path as tip."""
        node = self.node_of(index)
        if node == -1:
            return None
        if node >= 0:
            return self._module_data(node, index.column(), role)
        return self._tensor_data(-2 - node, index.column(), role)

    def _module_data(self, node: int, column: int, role: int) -> Any:
        module = self.checkpoint.modules[node]
        name = (module.class_name or module.inferred or "").rpartition(".")[2]
        if role == Qt.ItemDataRole.DisplayRole:
            if column == NAME:
                return module.name or self.checkpoint.path.replace("\\", "/").rpartition("/")[2]
            if column == CLASS:
                return f"≈ {name}" if name and module.class_name is None else name
            return (
                (count_text(module.parameters) if module.parameters else "")
                if column == PARAMETERS
                else size_text(module.nbytes)
                if module.nbytes
                else ""
            )
        if role == Qt.ItemDataRole.FontRole and column == CLASS and module.class_name is None:
            font = QFont()
            font.setItalic(True)
            return font
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return _dot(STRIPE[scheme_name()][category_of(name, has_modules=bool(module.children))])
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == CLASS and name and module.class_name is None:
                return self.tr("{name}: inferred from names and shapes").format(name=name)
            return module.class_name if column == CLASS and module.class_name else module.path or None
        return self._aligned(column, role)

    def _tensor_data(self, tensor: int, column: int, role: int) -> Any:
        info = self.checkpoint.tensors[tensor]
        if role == Qt.ItemDataRole.DisplayRole:
            if column == NAME:
                return info.name.rpartition(".")[2] or info.name
            if column == CLASS:
                return f"{shape_text(info.shape)}  {info.dtype}"
            return count_text(info.numel) if column == PARAMETERS else size_text(info.nbytes)
        if role == Qt.ItemDataRole.ToolTipRole:
            return info.problem or info.name
        if role == Qt.ItemDataRole.ForegroundRole and info.status != "ok":
            return QColor(BAD[scheme_name()])
        return self._aligned(column, role)

    @staticmethod
    def _aligned(column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (PARAMETERS, SIZE):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None
