"""Everything that the file holds, tensors and plain values alike, as a lazy tree."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QLabel, QMenu, QTreeView, QVBoxLayout, QWidget

from desktop_app.checkpoint.model import Checkpoint
from desktop_app.gui.actions import Action
from desktop_app.gui.checkpoint.session import CheckpointSession

type Index = QModelIndex | QPersistentModelIndex


class ContentsModel(QAbstractItemModel):
    """`Checkpoint.contents`; an index's id is the entry's number."""

    def __init__(self, checkpoint: Checkpoint, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.checkpoint = checkpoint
        self.entries = checkpoint.contents
        self._parents: dict[int, int] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Children of an entry; the root is the one top row."""
        if not parent.isValid():
            return 1 if self.entries else 0
        return 0 if parent.column() else self.entries[parent.internalId()].children

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Key, type, value."""
        return 3

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        """The index of a child."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(0, column, 0)
        child = self.entries[parent.internalId()].first_child + row
        self._parents[child] = int(parent.internalId())
        return self.createIndex(row, column, child)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        """The index of the entry that holds another."""
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        owner = self._parents[int(index.internalId())]
        if owner == 0:
            return self.createIndex(0, 0, 0)
        above = self.entries[self._parents[owner]]
        return self.createIndex(owner - above.first_child, 0, owner)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("Key"), self.tr("Type"), self.tr("Value"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        entry = self.entries[index.internalId()]
        if index.column() == 0:
            return (
                entry.key.replace("\n", "⏎")
                if entry.key or index.internalId()
                else self.checkpoint.path.replace("\\", "/").rpartition("/")[2]
            )
        if index.column() == 1:
            return entry.type_name
        if entry.kind == "same":
            return self.tr("the same object as above")
        if entry.kind == "tensor" and not entry.text:
            info = self.checkpoint.tensors[entry.target]
            return f"{info.dtype} {'×'.join(map(str, info.shape)) or 'scalar'}"
        return entry.text


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
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.tree.setColumnWidth(0, 170)
        self.tree.setColumnWidth(1, 120)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.tree.activated.connect(self._activated)
        self.tree.selectionModel().currentChanged.connect(lambda new, _old: self._select(new))
        self.blank = QLabel(self)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.blank.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.tree, 1)
        column.addWidget(self.blank, 1)
        self.tree.setVisible(bool(session.original.contents))
        self.blank.setVisible(not session.original.contents)
        if session.original.contents:
            self.tree.expand(self.model.index(0, 0))
        self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Contents of the file"))
        self.tree.setAccessibleName(self.tr("Contents of the file"))
        self.blank.setText(self.tr("This format holds nothing but tensors."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _select(self, index: QModelIndex) -> None:
        entry = self.model.entries[index.internalId()] if index.isValid() else None
        if entry is not None and entry.kind == "tensor":
            place = self._session.place_of(self.model.checkpoint.tensors[entry.target].name)
            if place >= 0:
                self._session.select_tensors([place])

    def refresh_checkpoint(self) -> None:
        """Edits do not touch what the file holds."""

    def _activated(self, index: QModelIndex) -> None:
        """Jump to the place where a shared object was listed first."""
        entry = self.model.entries[index.internalId()]
        if entry.kind != "same" or entry.target < 0:
            return
        chain = self._chain(entry.target)
        place = self.model.index(0, 0)
        for child in chain:
            place = self.model.index(child - self.model.entries[place.internalId()].first_child, 0, place)
        self.tree.setCurrentIndex(place)
        self.tree.scrollTo(place)

    def _chain(self, target: int) -> list[int]:
        """Entries from below the root down to the target."""
        chain = [target]
        while chain[0]:
            owner = next(
                (i for i, e in enumerate(self.model.entries) if e.first_child <= chain[0] < e.first_child + e.children),
                0,
            )
            if owner == 0:
                break
            chain.insert(0, owner)
        return chain

    def path_of(self, index: QModelIndex) -> str:
        """Keys from the root, joined by `/`."""
        parts: list[str] = []
        while index.isValid() and index.internalId():
            parts.insert(0, self.model.entries[index.internalId()].key)
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
            Action("contents.copy-path", self.tr("Copy path in the file"), lambda: self._copy("path"), "edit", group=3),
            Action("contents.copy-value", self.tr("Copy value"), lambda: self._copy("value"), "edit", group=3),
        )
