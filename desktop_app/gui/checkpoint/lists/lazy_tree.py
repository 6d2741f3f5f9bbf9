"""A tree model over numbered nodes that makes rows only when they are looked at; long lists come in pages."""

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex

type Index = QModelIndex | QPersistentModelIndex

PAGE = 1000
"""Rows of one page."""
UNPAGED = 2000
"""Children up to which a node lists them directly; a view lays out every row of an open node at once."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The rows below one place: ids from `first` on, one a node, or one a page of nodes."""

    first: int
    parent: int
    """Id of the place that they lie below; -1 for the invisible root."""
    nodes: Sequence[int]
    paged: bool

    @property
    def rows(self) -> int:
        return -(-len(self.nodes) // PAGE) if self.paged else len(self.nodes)

    def page(self, row: int) -> Sequence[int]:
        return self.nodes[row * PAGE : (row + 1) * PAGE]


class LazyTreeModel(QAbstractItemModel):
    """Nodes are numbers from 0; a subclass says which lie below which, and what they show.

    The same node may stand in several places; a place is known by the id in its index.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blocks: list[_Block] = []
        self._firsts: list[int] = []
        self._below: dict[int, _Block] = {}
        self._next = 0
        self._kept: Mapping[int, Sequence[int]] | None = None

    @abstractmethod
    def all_children(self, node: int) -> Sequence[int]:
        """Nodes below a node; of -1 the top ones."""

    @abstractmethod
    def count_of(self, node: int) -> int:
        """How many those are, without listing them."""

    # -- filter

    def set_kept(self, kept: Mapping[int, Sequence[int]] | None) -> None:
        """Show only the children in `kept` of the nodes in `kept`, everything below all other nodes; None: everything."""
        self.beginResetModel()
        self._forget_places(kept)
        self.endResetModel()

    def _forget_places(self, kept: Mapping[int, Sequence[int]] | None) -> None:
        self._kept = kept
        self._blocks, self._firsts, self._below, self._next = [], [], {}, 0

    def children_of(self, node: int) -> Sequence[int]:
        """Nodes below a node that pass the filter."""
        if self._kept is not None and node in self._kept:
            return self._kept[node]
        return self.all_children(node)

    # -- places

    def node_of(self, index: Index) -> int:
        """The node at an index; -1 for the invisible root and for pages."""
        if not index.isValid():
            return -1
        block, row = self._find(int(index.internalId()))
        return -1 if block.paged else block.nodes[row]

    def page_of(self, index: Index) -> Sequence[int]:
        """The nodes of a page; empty when the index is no page."""
        if not index.isValid():
            return ()
        block, row = self._find(int(index.internalId()))
        return block.page(row) if block.paged else ()

    def _find(self, place: int) -> tuple[_Block, int]:
        block = self._blocks[bisect_right(self._firsts, place) - 1]
        return block, place - block.first

    def _block(self, place: int) -> _Block:
        """The rows below a place; -1 for the root."""
        known = self._below.get(place)
        if known is not None:
            return known
        page: Sequence[int] = ()
        if place >= 0:
            above, row = self._find(place)
            page = above.page(row) if above.paged else ()
        nodes = page or self.children_of(-1 if place < 0 else above.nodes[row])
        block = _Block(self._next, place, nodes, not page and len(nodes) > UNPAGED)
        self._below[place] = block
        if block.rows:
            self._blocks.append(block)
            self._firsts.append(block.first)
            self._next += block.rows
        return block

    def index_of(self, chain: Sequence[int]) -> QModelIndex:
        """The index of the last node of a chain that begins below the root; invalid when a filter hides it."""
        place, row = -1, 0
        for node in chain:
            block = self._block(place)
            try:
                row = block.nodes.index(node)
            except ValueError:
                return QModelIndex()
            if block.paged:
                block, row = self._block(block.first + row // PAGE), row % PAGE
            place = block.first + row
        return self.createIndex(row, 0, place) if place >= 0 else QModelIndex()

    # -- what Qt asks for

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Rows below an index."""
        if parent.isValid() and parent.column() > 0:
            return 0
        place = int(parent.internalId()) if parent.isValid() else -1
        known = self._below.get(place)
        if known is None and place >= 0:
            block, row = self._find(place)
            if not block.paged:
                node = block.nodes[row]
                if (self._kept is None or node not in self._kept) and self.count_of(node) == 0:
                    return 0
        return (known or self._block(place)).rows

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        """Whether an index can be opened, answered without making its rows."""
        if not parent.isValid():
            return self.rowCount() > 0
        if parent.column() > 0:
            return False
        block, row = self._find(int(parent.internalId()))
        if block.paged:
            return True
        node = block.nodes[row]
        return bool(self._kept[node]) if self._kept is not None and node in self._kept else self.count_of(node) > 0

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        """The index of a row below another."""
        if row < 0 or column < 0 or column >= self.columnCount() or (parent.isValid() and parent.column() > 0):
            return QModelIndex()
        place = int(parent.internalId()) if parent.isValid() else -1
        block = self._below.get(place) or self._block(place)
        return self.createIndex(row, column, block.first + row) if row < block.rows else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        """The index that a row lies below."""
        if not index.isValid():
            return QModelIndex()
        above = self._find(int(index.internalId()))[0].parent
        if above < 0:
            return QModelIndex()
        return self.createIndex(above - self._find(above)[0].first, 0, above)
