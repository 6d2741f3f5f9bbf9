"""The module tree: modules and tensors with classes, parameters and sizes; filtered, walked and selected."""

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QMenu, QTreeView, QVBoxLayout, QWidget

from desktop_app.gui.actions import Action
from desktop_app.gui.checkpoint.session import CheckpointSession, Selection
from desktop_app.gui.checkpoint.tree_model import CLASS, NAME, SIZE, ModuleTreeModel

_EXPAND_LIMIT = 3000
_MATCH_LIMIT = 400


class TreeView(QWidget):
    """Shows `Checkpoint.modules`; the selection is the session's."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tree-view")
        self._session = session
        self._following = False
        self.model = ModuleTreeModel(session.checkpoint, self)
        self.filter = QLineEdit(self)
        self.filter.setObjectName("tree-filter")
        self.filter.setClearButtonEnabled(True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self._apply_filter)
        self.filter.textChanged.connect(lambda: self._soon.start())
        self.tree = QTreeView(self)
        self.tree.setObjectName("tree")
        self.tree.setModel(self.model)
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CLASS, QHeaderView.ResizeMode.Interactive)
        self.tree.setIndentation(14)
        self.tree.setColumnHidden(SIZE, True)
        header.setMinimumSectionSize(44)
        for column, width in ((1, 104), (2, 60), (3, 62)):
            self.tree.setColumnWidth(column, width)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(4, 4, 4, 4)
        column_layout.setSpacing(4)
        column_layout.addWidget(self.filter)
        column_layout.addWidget(self.tree, 1)
        if session.checkpoint.modules:
            self.tree.expand(self.model.index(0, 0))
        self.tree.selectionModel().selectionChanged.connect(self._selected)
        session.selection_changed.connect(self._follow)
        self._retranslate()
        self._follow(session.selection)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Modules"))
        self.tree.setAccessibleName(self.tr("Module tree"))
        self.filter.setPlaceholderText(self.tr("Filter modules and tensors"))
        self.filter.setAccessibleName(self.tr("Filter of the module tree"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ selection

    def _selected(self, chosen: QItemSelection, left: QItemSelection) -> None:
        if self._following:
            return
        nodes = [self.model.node_of(index) for index in self.tree.selectionModel().selectedRows()]
        current = self.model.node_of(self.tree.currentIndex())
        if current in nodes:
            nodes.remove(current)
            nodes.insert(0, current)
        if len(nodes) == 1 and nodes[0] >= 0:
            self._session.select_module(nodes[0])
        elif nodes:
            tensors = [t for node in nodes for t in (self._session.tensors_of(node) if node >= 0 else (-2 - node,))]
            self._session.select_tensors(dict.fromkeys(tensors))

    def _follow(self, selection: Selection) -> None:
        indices: list[QModelIndex] = []
        modules = self._session.checkpoint.modules
        if selection.module >= 0:
            own = modules[selection.module].tensors
            whole = set(own) <= set(selection.tensors) or not own
            indices = (
                [self.model.index_of(selection.module)]
                if (whole and len(selection.tensors) != 1) or not selection.tensors
                else []
            )
        if not indices:
            indices = [self.model.index_of(self._session.owner_of(tensor), tensor) for tensor in selection.tensors[:50]]
        indices = [index for index in indices if index.isValid()]
        if not indices or (
            any(index in indices for index in self.tree.selectionModel().selectedRows()) and len(indices) == 1
        ):
            return
        self._following = True
        try:
            flag = self.tree.selectionModel().SelectionFlag
            self.tree.selectionModel().setCurrentIndex(indices[0], flag.ClearAndSelect | flag.Rows)
            for index in indices[1:]:
                self.tree.selectionModel().select(index, flag.Select | flag.Rows)
            self.tree.scrollTo(indices[0])
        finally:
            self._following = False

    # ------------------------------------------------------------------ filter

    def _apply_filter(self) -> None:
        """Show only what matches and the modules on the way to it; the view is opened down to the first matches."""
        text = self.filter.text().strip().lower()
        modules, tensors = self._session.checkpoint.modules, self._session.checkpoint.tensors
        self.tree.setUpdatesEnabled(False)
        try:
            kept: set[int] | None = None
            if text and modules:
                kept = set()
                hits = 0
                for position, module in enumerate(modules):
                    matches = (
                        text in module.path.lower() or text in (module.class_name or module.inferred or "").lower()
                    )
                    if matches or any(text in tensors[t].name.lower() for t in module.tensors):
                        hits += 1
                        node = position
                        while node >= 0 and node not in kept:
                            kept.add(node)
                            node = modules[node].parent
                        if hits >= _MATCH_LIMIT:
                            break
            self._hide(kept)
        finally:
            self.tree.setUpdatesEnabled(True)

    def _hide(self, kept: set[int] | None) -> None:
        for index in getattr(self, "_hidden", []):
            self.tree.setRowHidden(index[1], self.model._index_of_module(index[0]), False)
        self._hidden: list[tuple[int, int]] = []
        if kept is None:
            return
        for node in sorted(kept):
            module = self._session.checkpoint.modules[node]
            index = self.model._index_of_module(node)
            for row, child in enumerate(module.children[:5000]):
                if child not in kept:
                    self.tree.setRowHidden(row, index, True)
                    self._hidden.append((node, row))
            if any(child in kept for child in module.children):
                self.tree.expand(index)

    # ------------------------------------------------------------------ actions

    def expand_all(self) -> None:
        """Open modules level by level, as many as a person can still look through."""
        pending, count = [0] if self._session.checkpoint.modules else [], 0
        while pending and count < _EXPAND_LIMIT:
            following: list[int] = []
            for node in pending:
                module = self._session.checkpoint.modules[node]
                self.tree.expand(self.model._index_of_module(node))
                count += 1 + len(module.children)
                following += module.children
            pending = following

    def collapse_all(self) -> None:
        """Close everything but the root."""
        self.tree.collapseAll()
        self.tree.expand(self.model.index(0, 0))

    def _path(self, node: int) -> str:
        return (
            self._session.checkpoint.modules[node].path
            if node >= 0
            else self._session.checkpoint.tensors[-2 - node].name
        )

    def _copy(self) -> None:
        nodes = [self.model.node_of(index) for index in self.tree.selectionModel().selectedRows()]
        QGuiApplication.clipboard().setText("\n".join(self._path(node) for node in nodes))

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.table_of_actions():
            menu.addAction(action.text, action.run)
        menu.popup(self.tree.viewport().mapToGlobal(point))

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done with the tree."""
        return (
            Action("tree.expand-all", self.tr("Expand the module tree"), self.expand_all, "view", group=5),
            Action("tree.collapse-all", self.tr("Collapse the module tree"), self.collapse_all, "view", group=5),
            Action("tree.copy", self.tr("Copy paths from the tree"), self._copy, "edit", group=1),
        )
