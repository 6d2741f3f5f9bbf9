"""Modules and their tensors as a lazy tree model, and the filter over them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from desktop_app.checkpoint.model import Checkpoint, Module
from desktop_app.graph.categories import category_of
from desktop_app.graph.colours import STRIPE
from desktop_app.gui.checkpoint.dragging import KEYS, keys_data
from desktop_app.gui.checkpoint.formatting import count_text, file_name, one_line, shape_text, short_count, size_text
from desktop_app.gui.checkpoint.lists.lazy_tree import Index, LazyTreeModel
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import BAD, scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.checkpoint.edits.editor import Editor

NAME, CLASS, PARAMETERS, SIZE = range(4)


@lru_cache(maxsize=64)
def _dot(colour: str) -> QPixmap:
    """A small disc in the colour of a kind."""
    pixmap = QPixmap(24, 24)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(1, 1, 9, 9)
    painter.end()
    return pixmap


def class_of(module: Module) -> str:
    """Short class name, known or inferred; empty when neither."""
    return (module.class_name or module.inferred or "").rpartition(".")[2]


class ModuleTreeModel(LazyTreeModel):
    """Below a module stand its child modules, then its own tensors; tensor `t` is the node `len(modules) + t`."""

    def __init__(
        self, checkpoint: Checkpoint, parent: QObject | None = None, *, editor: "Editor | None" = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._take(checkpoint)

    def _take(self, checkpoint: Checkpoint) -> None:
        self._edited = self._editor.changed_paths if self._editor is not None else frozenset[str]()
        self.checkpoint = checkpoint
        self.base = len(checkpoint.modules)

    def show_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Show another one, as after an edit, without a filter."""
        self.beginResetModel()
        self._forget_places(None)
        self._take(checkpoint)
        self.endResetModel()

    def tensor_of(self, node: int) -> int:
        """Number of the tensor that a node is; -1 for modules."""
        return node - self.base if node >= self.base else -1

    def all_children(self, node: int) -> Sequence[int]:
        """Child modules, then tensors."""
        if node == -1:
            return [0] if self.base else range(len(self.checkpoint.tensors))
        if node >= self.base:
            return ()
        module = self.checkpoint.modules[node]
        return [*module.children, *(self.base + tensor for tensor in module.tensors)]

    def count_of(self, node: int) -> int:
        """How many those are."""
        if node >= self.base:
            return 0
        module = self.checkpoint.modules[node]
        return len(module.children) + len(module.tensors)

    def chain_of(self, module: int, tensor: int = -1) -> list[int]:
        """Nodes from the top down to a module, or to one of its tensors."""
        chain = [self.base + tensor] if tensor >= 0 else []
        while module >= 0:
            chain.append(module)
            module = self.checkpoint.modules[module].parent
        return chain[::-1]

    # -- data

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Name, class or shape, parameters, size."""
        return 4

    def titles(self) -> tuple[str, ...]:
        """Titles of the columns."""
        return (self.tr("Name"), self.tr("Class / shape"), self.tr("Param."), self.tr("Size"))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < 4:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles()[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Elements of parameters, tied ones once") if section == PARAMETERS else None
        return self._aligned(section, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be changed in place."""
        found = super().flags(index)
        if index.isValid() and self.node_of(index) > 0:
            found |= Qt.ItemFlag.ItemIsDragEnabled
        if self._editor is not None and index.isValid() and index.column() == NAME and self.node_of(index) > 0:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def mimeTypes(self) -> list[str]:
        """Keys of this file."""
        return [KEYS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The modules and tensors that are dragged."""
        nodes = dict.fromkeys(node for index in indexes if (node := self.node_of(index)) > 0)
        paths = [self.path_of(node) for node in nodes]
        return keys_data(self._editor.session, paths) if self._editor is not None else QMimeData()

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Give a module or tensor another name below its parent."""
        node = self.node_of(index)
        if role != Qt.ItemDataRole.EditRole or self._editor is None or node <= 0 or str(value) == self.name_of(node):
            return False
        from desktop_app.gui.checkpoint.edits.edit_actions import make_step
        from desktop_app.gui.checkpoint.edits.edit_texts import step_text

        old = self.path_of(node)
        step = make_step("rename", old, old[: len(old) - len(self.name_of(node))] + str(value))
        self._editor.do(step_text(step), step)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, a colour dot by kind, and the path as tip."""
        if not index.isValid():
            return None
        node = self.node_of(index)
        if role == Qt.ItemDataRole.EditRole:
            return self.name_of(node) if node >= 0 else None
        if (
            role == Qt.ItemDataRole.FontRole
            and index.column() == NAME
            and node >= 0
            and self.path_of(node) in self._edited
        ):
            font = QFont()
            font.setItalic(True)
            font.setBold(True)
            return font
        if node < 0:
            return self._page_data(self.page_of(index), index.column(), role)
        if node < self.base:
            return self._module_data(node, index.column(), role)
        return self._tensor_data(node - self.base, index.column(), role)

    def name_of(self, node: int) -> str:
        """What a node is called below its parent."""
        if node >= self.base:
            return self._leaf(node - self.base)
        module = self.checkpoint.modules[node]
        return one_line(module.name) or file_name(self.checkpoint.path)

    def _leaf(self, tensor: int) -> str:
        """The part of a tensor's name that its module does not say already."""
        name = self.checkpoint.tensors[tensor].name
        return one_line(name[max(name.rfind("."), name.rfind("/")) + 1 :] or name) or self.tr("(no name)")

    def path_of(self, node: int) -> str:
        """Full path of a module, full name of a tensor."""
        return (
            self.checkpoint.modules[node].path if node < self.base else self.checkpoint.tensors[node - self.base].name
        )

    def _page_data(self, page: Sequence[int], column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and column == NAME:
            return f"{self.name_of(page[0])} … {self.name_of(page[-1])}"
        if role == Qt.ItemDataRole.DisplayRole and column == CLASS:
            return self.tr("{count} rows").format(count=count_text(len(page)))
        return self._aligned(column, role)

    def _module_data(self, node: int, column: int, role: int) -> Any:
        module = self.checkpoint.modules[node]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._module_text(node, module, column)
        if role == Qt.ItemDataRole.FontRole and column == CLASS and module.class_name is None:
            font = QFont()
            font.setItalic(True)
            return font
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return _dot(STRIPE[scheme_name()][category_of(class_of(module), has_modules=bool(module.children))])
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._module_tip(module, column)
        return self._aligned(column, role)

    def _module_text(self, node: int, module: Module, column: int) -> str:
        if column == NAME:
            return self.name_of(node)
        if column == CLASS:
            name = one_line(class_of(module), 80)
            return f"≈ {name}" if name and module.class_name is None else name
        if column == PARAMETERS:
            return short_count(module.parameters) if module.parameters else ""
        return size_text(module.nbytes) if module.nbytes else ""

    def _module_tip(self, module: Module, column: int) -> str | None:
        if column == CLASS and module.class_name is None:
            name = one_line(class_of(module), 80)
            return self.tr("{name}: inferred from names and shapes").format(name=name) if name else None
        if column == CLASS:
            return module.class_name
        if column == PARAMETERS:
            return self.tr("{count} parameters, {buffers} elements in buffers").format(
                count=count_text(module.parameters), buffers=count_text(module.buffers)
            )
        if column == SIZE:
            return self.tr("{count} bytes").format(count=count_text(module.nbytes))
        return one_line(module.path, 1000) or None

    def _tensor_data(self, tensor: int, column: int, role: int) -> Any:
        info = self.checkpoint.tensors[tensor]
        scalar = self.tr("scalar")
        if role == Qt.ItemDataRole.DisplayRole:
            if column == NAME:
                return self._leaf(tensor)
            if column == CLASS:
                return f"{shape_text(info.shape, scalar=scalar)}  {info.dtype}"
            return short_count(info.numel) if column == PARAMETERS else size_text(info.nbytes)
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == CLASS:
                return f"{shape_text(info.shape, scalar=scalar)}  {info.dtype}  {info.layout}"
            return translated(info.problem) or one_line(info.name, 1000)
        if role == Qt.ItemDataRole.ForegroundRole and info.status != "ok":
            return QColor(BAD[scheme_name()])
        return self._aligned(column, role)

    @staticmethod
    def _aligned(column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in (PARAMETERS, SIZE) else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


@dataclass(frozen=True, slots=True)
class Matches:
    """What a filter leaves of the tree."""

    kept: dict[int, list[int]]
    """For each node on the way to a match: its children that are matches or lead to one. What matches keeps all below it."""
    count: int
    """Modules and tensors that match by themselves."""
    first: tuple[int, ...]
    """Nodes from the top down to the first match."""


def text_test(query: str) -> Callable[[str], bool]:
    """Whether a text contains the query, or fits `/regex/`; ValueError when that is none."""
    if query.startswith("/") and len(query) > 1:
        try:
            pattern = re.compile(query[1:].removesuffix("/")[:200], re.IGNORECASE)
        except re.error as error:
            raise ValueError(str(error)) from None
        return lambda text: pattern.search(text[:1000]) is not None
    lowered = query.lower()
    return lambda text: lowered in text.lower()


def find_matches(checkpoint: Checkpoint, query: str) -> Matches:
    """Modules by path or class and tensors by name; pure, so that it may run in a thread."""
    test = text_test(query)
    modules, tensors, base = checkpoint.modules, checkpoint.tensors, len(checkpoint.modules)
    inside = bytearray(base)
    """1: matches; 2: lies below one that does; 4: leads to one that does."""
    found: dict[int, list[int]] = {}
    count, first = 0, -1
    for node, module in enumerate(modules):
        whole = module.parent >= 0 and inside[module.parent] & 3
        if test(module.path) or ((name := module.class_name or module.inferred) and test(name)):
            inside[node] = 1
            count += 1
        elif whole:
            inside[node] = 2
        hits = [base + tensor for tensor in module.tensors if test(tensors[tensor].name)]
        count += len(hits)
        if inside[node] & 3:
            continue
        if hits:
            found[node] = hits
    if not modules:
        hits = [tensor for tensor in range(len(tensors)) if test(tensors[tensor].name)]
        return Matches({-1: hits}, len(hits), tuple(hits[:1]))
    for node in [node for node in range(base) if inside[node] == 1 or node in found]:
        if first < 0:
            first = node
        above = modules[node].parent
        while above >= 0 and not inside[above]:
            inside[above] = 4
            above = modules[above].parent
    kept = {
        node: [child for child in modules[node].children if inside[child] or child in found] + found.get(node, [])
        for node in range(base)
        if inside[node] == 4 or node in found
    }
    kept[-1] = [0] if count else []
    return Matches(kept, count, _way(checkpoint, first, found.get(first, [])[:1]))


def _way(checkpoint: Checkpoint, module: int, leaf: list[int]) -> tuple[int, ...]:
    chain = list(leaf)
    while module >= 0:
        chain.append(module)
        module = checkpoint.modules[module].parent
    return tuple(reversed(chain))
