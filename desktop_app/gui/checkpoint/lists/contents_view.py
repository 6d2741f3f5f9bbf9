"""Everything that the file holds, tensors and plain values alike, as a lazy tree."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.model import Checkpoint, Entry
from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.formatting import shape_text
from desktop_app.gui.checkpoint.lists.contents_search import chain_of, find_entries, owners_of
from desktop_app.gui.checkpoint.lists.lazy_tree import Index, LazyTreeModel
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.end_delegate import EndDelegate
from desktop_app.gui.sentences import translated

_NARROW = 290
"""Pixels below which keys get the room of types: the pane has 230 to 300 in a small window."""


def _short(type_name: str) -> str:
    """`Tensor`, `OrderedDict`; what is not of PyTorch or the standard containers keeps its module."""
    module, _, name = type_name.rpartition(".")
    return name if module in ("torch", "collections", "builtins", "torch.nn.parameter", "numpy") else type_name


class ContentsModel(LazyTreeModel):
    """`Checkpoint.contents`; a node is the entry's number, and long containers come in pages."""

    def __init__(self, checkpoint: Checkpoint, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.checkpoint = checkpoint
        self.entries = checkpoint.contents

    def all_children(self, node: int) -> Sequence[int]:
        """Entries of a container; the root is the one top row."""
        if node < 0:
            return range(min(len(self.entries), 1))
        entry = self.entries[node]
        return range(entry.first_child, entry.first_child + entry.children)

    def count_of(self, node: int) -> int:
        """How many those are."""
        return self.entries[node].children

    def entry_of(self, index: Index) -> Entry | None:
        """The entry at an index; None for pages and nothing."""
        node = self.node_of(index)
        return self.entries[node] if node >= 0 else None

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Key, type, value."""
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("Key"), self.tr("Type"), self.tr("Value"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if page := self.page_of(index):
            first, last = self.entries[page[0]].key, self.entries[page[-1]].key
            return f"{first} … {last}".replace("\n", "⏎") if index.column() == 0 else None
        node = self.node_of(index)
        entry = self.entries[node]
        tip = role == Qt.ItemDataRole.ToolTipRole
        if index.column() == 0:
            path = self.checkpoint.path.replace("\\", "/")
            key = entry.key.replace("\n", "⏎") if entry.key or node else path.rpartition("/")[2]
            return f"{key}\n{entry.type_name}" if tip else key
        if index.column() == 1:
            return entry.type_name if tip else _short(entry.type_name)
        if entry.kind == "same":
            return self.tr("the same object as above")
        if entry.kind == "tensor" and not entry.text:
            scalar = self.tr("scalar")
            info = self.checkpoint.tensors[entry.target]
            return f"{info.dtype} {shape_text(info.shape, scalar=scalar)}"
        return translated(entry.text) if entry.kind in ("dict", "list", "tuple", "set") else entry.text


class ContentsView(QWidget):
    """Walk through what was saved: epoch, optimizer, arguments, objects."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contents-view")
        self._session = session
        self.model = ContentsModel(session.original, self)
        self.tree = QTreeView(self)
        self.tree.setObjectName("contents")
        self.tree.setModel(self.model)
        self.tree.ensurePolished()  # rows keep the height that they are first measured with
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)  # 0.25…4995 would be read as a number
        self.tree.setItemDelegateForColumn(0, EndDelegate(self.tree))
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.tree.activated.connect(self._activated)
        self.tree.selectionModel().currentChanged.connect(lambda new, _old: self._select(new))
        self.blank = QLabel(self)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.blank.setWordWrap(True)
        self._make_search()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addLayout(self._search_row)
        column.addWidget(self.tree, 1)
        column.addWidget(self.blank, 1)
        self.tree.setVisible(bool(session.original.contents))
        self.search.setVisible(bool(session.original.contents))
        self.blank.setVisible(not session.original.contents)
        if session.original.contents:
            self.tree.expand(self.model.index(0, 0))
        self._retranslate()

    def _make_search(self) -> None:
        self.search = QLineEdit(self)
        self.search.setObjectName("contents-search")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda: self._soon.start())
        self.search.installEventFilter(self)
        self.search_count = QLabel(self)
        self.search_count.setObjectName("contents-search-count")
        self._hits: tuple[int, ...] = ()
        self._hit = -1
        self._owners: list[int] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self._start_search)
        self._search_row = QHBoxLayout()
        self._search_row.addWidget(self.search, 1)
        self._search_row.addWidget(self.search_count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keys come first; where three columns would leave none readable, the type is in the tip of its key."""
        super().resizeEvent(event)
        width = self.width() - 32
        narrow = self.width() < _NARROW
        self.tree.setColumnHidden(1, narrow)
        self.tree.setIndentation(9 if narrow else 14)
        self.tree.setColumnWidth(0, max(90, int(width * (0.62 if narrow else 0.48))))
        self.tree.setColumnWidth(1, max(56, int(width * 0.2)))

    # ------------------------------------------------------------------ search

    def _start_search(self) -> None:
        """Look for entries off the UI thread; a newer text overtakes."""
        query = self.search.text().strip()
        self._hits, self._hit = (), -1
        self.search_count.setText("")
        if query:
            task = self._session.tasks.run(
                find_entries, self.model.entries, query, lane="thread", latest=f"contents-search-{id(self)}"
            )
            task.done.connect(while_alive(self, lambda hits: self._found(query, hits)))
            task.failed.connect(while_alive(self, lambda failure: self.search_count.setText(failure.message)))

    def _found(self, query: str, hits: tuple[int, ...]) -> None:
        if query == self.search.text().strip():
            self._hits = hits
            self.next_hit(1)

    def next_hit(self, step: int) -> None:
        """Go to the next (or previous) entry that was found."""
        if not self._hits:
            self.search_count.setText(self.tr("nothing found") if self.search.text().strip() else "")
            return
        self._hit = (self._hit + step) % len(self._hits)
        self.search_count.setText(
            self.tr("{place} of {count}").format(place=self._hit + 1, count=f"{len(self._hits):,}")
        )
        self._show_entry(self._hits[self._hit])

    def _show_entry(self, number: int) -> None:
        """Open the way to an entry and stand on it."""
        if self._owners is None:
            self._owners = owners_of(self.model.entries)
        place = self.model.index_of([0, *chain_of(self._owners, number)])
        self.tree.setCurrentIndex(place)
        self.tree.scrollTo(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Shift+Enter go through what was found, Escape clears, Down goes to the tree."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.next_hit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _retranslate(self) -> None:
        self.search.setPlaceholderText(self.tr("Find: text or /regex/"))
        self.search.setAccessibleName(self.tr("Find in the contents"))
        self.search.setToolTip(self.tr("Looks at keys, types and values; Enter goes to the next"))
        self.search_count.setAccessibleName(self.tr("Entries found"))
        self.setAccessibleName(self.tr("Contents of the file"))
        self.tree.setAccessibleName(self.tr("Contents of the file"))
        self.blank.setText(self.tr("This format holds nothing but tensors."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _select(self, index: QModelIndex) -> None:
        entry = self.model.entry_of(index)
        if entry is not None and entry.kind == "tensor":
            place = self._session.place_of(self.model.checkpoint.tensors[entry.target].name)
            if place >= 0:
                self._session.select_tensors([place])

    def refresh_checkpoint(self) -> None:
        """Edits do not touch what the file holds."""

    def _activated(self, index: QModelIndex) -> None:
        """Jump to the place where a shared object was listed first."""
        entry = self.model.entry_of(index)
        if entry is None or entry.kind != "same" or entry.target < 0:
            return
        self._show_entry(entry.target)

    def path_of(self, index: QModelIndex) -> str:
        """Keys from the root, joined by `/`."""
        parts: list[str] = []
        while index.isValid():
            if self.model.node_of(index) > 0:
                parts.insert(0, self.model.entries[self.model.node_of(index)].key)
            index = index.parent()
        return "/".join(parts)

    def _copy(self, what: str) -> None:
        index = self.tree.currentIndex()
        if index.isValid():
            text = self.path_of(index) if what == "path" else self.model.data(index.siblingAtColumn(2)) or ""
            QGuiApplication.clipboard().setText(text)

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.table_of_actions():
            menu.addAction(action.text, action.run)
        menu.popup(self.tree.viewport().mapToGlobal(point))

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done with the contents."""
        return (
            Action("contents.copy-path", self.tr("Copy path in the file"), lambda: self._copy("path")),
            Action("contents.copy-value", self.tr("Copy value"), lambda: self._copy("value")),
        )
