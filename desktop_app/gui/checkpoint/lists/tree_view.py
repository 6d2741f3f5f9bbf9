"""The module tree: modules and tensors with classes, parameters and sizes; filtered, walked and selected."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.formatting import count_text
from desktop_app.gui.checkpoint.lists.tree_model import (
    CLASS,
    NAME,
    PARAMETERS,
    SIZE,
    Matches,
    ModuleTreeModel,
    find_matches,
)
from desktop_app.gui.checkpoint.session import CheckpointSession, Selection

_EXPAND_LIMIT = 2000
"""Rows that one command may open: a person can still look through them, and Qt lays them out at once."""
_FOLLOWED = 50
_BESIDE_NAME = 32
"""Pixels of a row's sign and of what is left free around its name."""
_LEAST_CLASS = 96
_ROOM_FOR_SIZE = 400
_ROOM_FOR_PARAMETERS = 260
"""Pixels below which a column of numbers is left out."""


class TreeView(QWidget):
    """Shows `Checkpoint.modules`; the selection is the session's."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tree-view")
        self._session = session
        self._following = False
        self._columns_chosen = False
        self._sharing = self._widths_chosen = False
        self._widest = 0
        """Pixels of the widest name that was in sight since the width changed or something was closed."""
        self._number_widths: dict[int, int] = {}
        """Whether columns are being given their widths here, and whether a person gave them others."""
        self._share_soon = QTimer(self)
        self._share_soon.setSingleShot(True)
        self._share_soon.setInterval(0)
        self._share_soon.timeout.connect(self._share_room)
        self._opened_before: list[list[int]] | None = None
        """Chains of what was open before the filter; None without a filter."""
        self.model = ModuleTreeModel(session.checkpoint, self, editor=session.editor)
        self._make_filter()
        self._make_tree()
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.filter, 1)
        top.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        self._open_first_level()
        self.tree.selectionModel().selectionChanged.connect(self._selected)
        session.selection_changed.connect(self._follow)
        self._retranslate()
        self._follow(session.selection)

    def _make_filter(self) -> None:
        self.filter = QLineEdit(self)
        self.filter.setObjectName("tree-filter")
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.count.setObjectName("tree-count")
        self.count.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self._start_filter)
        self.filter.textChanged.connect(lambda: self._soon.start())
        self.filter.returnPressed.connect(self._to_first_match)
        for key, slot in ((Qt.Key.Key_Down, self.tree_focus), (Qt.Key.Key_Escape, self.filter.clear)):
            shortcut = QShortcut(QKeySequence(key), self.filter, slot)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)  # as an argument of the constructor it has no effect

    def _make_tree(self) -> None:
        self.tree = QTreeView(self)
        self.tree.setObjectName("tree")
        self.tree.setModel(self.model)
        self.tree.ensurePolished()  # rows keep the height that they are first measured with
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setIndentation(14)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setDragEnabled(True)
        self.tree.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.tree.expanded.connect(lambda _index: self._share_soon.start())
        self.tree.collapsed.connect(lambda _index: self._share_anew())
        self.tree.verticalScrollBar().valueChanged.connect(lambda _value: self._share_soon.start())
        self.tree.doubleClicked.connect(self._open_tensor)
        self.tree.activated.connect(self._open_tensor)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.tree, self.copy_paths)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(44)
        header.sectionResized.connect(self._column_moved)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        metrics = self.tree.fontMetrics()
        for position, sample in ((PARAMETERS, "Param.8"), (SIZE, "88.8 MB")):
            self._number_widths[position] = metrics.horizontalAdvance(sample) + 14
            self.tree.setColumnWidth(position, self._number_widths[position])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out another width."""
        super().resizeEvent(event)
        self._share_anew()

    def _share_room(self) -> None:
        """Names are whole; a class follows, then numbers as far as there is room, until a person asks for them.

        Where there is no room for both a name and a class one scrolls to the class.
        """
        width = self.tree.viewport().width()
        if self._widths_chosen or width <= 0:
            return
        wanted = self._widest = max(self._widest, self._widest_name())  # scrolling makes no column narrower again
        if not self._columns_chosen:
            left = width - wanted - _LEAST_CLASS
            for column, room in ((PARAMETERS, _ROOM_FOR_PARAMETERS), (SIZE, _ROOM_FOR_SIZE)):
                left -= self._number_widths[column]
                self.tree.setColumnHidden(column, left < 0 or width < room)
        numbers = sum(self.tree.columnWidth(column) for column in (PARAMETERS, SIZE))
        classes = max(70, min(int((width - numbers) * 0.42), 260, width - numbers - wanted))
        self._sharing = True
        self.tree.setColumnWidth(CLASS, classes)
        self.tree.setColumnWidth(NAME, max(width - numbers - classes, min(wanted, width - 24)))
        self._sharing = False

    def _share_anew(self) -> None:
        self._widest = 0
        self._share_soon.start()

    def _widest_name(self) -> int:
        """Pixels that the names in sight need; not that of the file, which is the longest and stands in the tab too."""
        widest, index, metrics = 0, self.tree.indexAt(QPoint(0, 0)), self.tree.fontMetrics()
        scrolled, bottom = self.tree.horizontalScrollBar().value(), self.tree.viewport().height()
        while index.isValid() and (place := self.tree.visualRect(index)).top() < bottom:
            if index.parent().isValid():
                name = metrics.horizontalAdvance(str(index.data() or ""))
                widest = max(widest, place.left() + scrolled + _BESIDE_NAME + name)
            index = self.tree.indexBelow(index)
        return widest

    def _column_moved(self, _column: int, before: int, after: int) -> None:
        """A person drags the edge of a column: widths are theirs from then on."""
        if not self._sharing and before and after and QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._widths_chosen = True

    def _choose_column(self, column: int, shown: bool) -> None:
        self._columns_chosen = True
        self.tree.setColumnHidden(column, not shown)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Modules"))
        self.tree.setAccessibleName(self.tr("Module tree"))
        self.filter.setPlaceholderText(self.tr("Filter: text or /regex/"))
        self.filter.setAccessibleName(self.tr("Filter of the module tree"))
        self.filter.setToolTip(
            self.tr("Paths, classes and tensor names that contain the text, or fit /a regular expression/")
        )
        self.count.setAccessibleName(self.tr("Matches of the filter"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def tree_focus(self) -> None:
        """Go from the filter to the rows."""
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ selection

    def _selected_nodes(self) -> list[int]:
        """Selected modules and tensors, the current one first; none when the tab was closed a moment ago."""
        if not isValid(self.tree):
            return []
        nodes = [self.model.node_of(index) for index in self.tree.selectionModel().selectedRows()]
        current = self.model.node_of(self.tree.currentIndex())
        if current in nodes:
            nodes.remove(current)
            nodes.insert(0, current)
        return [node for node in nodes if node >= 0]

    def _selected(self, chosen: QItemSelection, left: QItemSelection) -> None:
        if self._following:
            return
        nodes = self._selected_nodes()
        if len(nodes) == 1 and self.model.tensor_of(nodes[0]) < 0:
            self._session.select_module(nodes[0])
        elif nodes:
            self._session.select_tensors(dict.fromkeys(tensor for node in nodes for tensor in self._tensors_of(node)))

    def _tensors_of(self, node: int) -> Sequence[int]:
        tensor = self.model.tensor_of(node)
        return (tensor,) if tensor >= 0 else self._session.tensors_of(node)

    def _open_tensor(self, index: QModelIndex) -> None:
        tensor = self.model.tensor_of(self.model.node_of(index))
        if tensor >= 0:
            self._session.select_tensors((tensor,))

    def _chains(self, selection: Selection) -> list[list[int]]:
        """Where in the tree a selection stands: a module when all its own tensors are meant, else the tensors."""
        modules = self._session.checkpoint.modules
        if selection.module >= 0:
            own = modules[selection.module].tensors
            if not own or not selection.tensors or (len(selection.tensors) > 1 and set(own) <= set(selection.tensors)):
                return [self.model.chain_of(selection.module)]
        chains: list[list[int]] = []
        for tensor in selection.tensors[:_FOLLOWED]:
            owner = self._session.owner_of(tensor)
            if owner >= 0 or not modules:
                chains.append(self.model.chain_of(owner, tensor))
        return chains

    def _shows(self, selection: Selection) -> bool:
        """Whether the selected rows stand for this selection already."""
        nodes = self._selected_nodes()
        if len(nodes) == 1 and self.model.tensor_of(nodes[0]) < 0:
            return selection == Selection(nodes[0], self._session.tensors_of(nodes[0]))
        return bool(nodes) and {self.model.tensor_of(node) for node in nodes} == set(selection.tensors)

    def _follow(self, selection: Selection) -> None:
        if self._shows(selection):
            return
        indices = [index for chain in self._chains(selection) if (index := self.model.index_of(chain)).isValid()]
        self._following = True
        try:
            model, flags = self.tree.selectionModel(), QItemSelectionModel.SelectionFlag
            if not indices:
                model.clearSelection()
                return
            model.setCurrentIndex(indices[0], flags.ClearAndSelect | flags.Rows)
            for index in indices[1:]:
                model.select(index, flags.Select | flags.Rows)
            self.tree.scrollTo(indices[0])
        finally:
            self._following = False

    # ------------------------------------------------------------------ filter

    def _start_filter(self) -> None:
        """Look for matches off the UI thread; a newer text overtakes."""
        query = self.filter.text().strip()
        if not query:
            self._show_matches(None)
            return
        task = self._session.tasks.run(
            find_matches, self._session.checkpoint, query, lane="thread", latest=f"tree-filter-{id(self)}"
        )
        task.done.connect(self._show_matches)
        task.failed.connect(while_alive(self, lambda failure: self._say(failure.message)))

    def _say(self, text: str) -> None:
        self.count.setText(text)
        self.count.setVisible(bool(text))

    def _show_matches(self, matches: Matches | None) -> None:
        if (matches is not None and not self.filter.text().strip()) or (
            matches is None and self._opened_before is None
        ):
            self._say("")
            return
        self.tree.setUpdatesEnabled(False)
        self._following = True
        try:
            if matches is not None and self._opened_before is None:
                self._opened_before = self._open_chains()
            self.model.set_kept(matches.kept if matches is not None else None)
            if matches is None:
                for chain in self._opened_before or ():
                    self.tree.expand(self.model.index_of(chain))
                self._opened_before = None
            else:
                self._open_ways(matches)
        finally:
            self._following = False
            self.tree.setUpdatesEnabled(True)
        self._say("" if matches is None else self._count_of(matches))
        self._follow(self._session.selection)

    def _count_of(self, matches: Matches) -> str:
        if matches.count == 0:
            return self.tr("no match")
        if matches.count == 1:
            return self.tr("1 match")
        return self.tr("{count} matches").format(count=count_text(matches.count))

    def _open_ways(self, matches: Matches) -> None:
        """Open the tree down to the matches, as many as are still readable."""
        pending, rows = [self.model.index(row, 0) for row in range(min(self.model.rowCount(), _EXPAND_LIMIT))], 0
        while pending and rows < _EXPAND_LIMIT:
            following: list[QModelIndex] = []
            for index in pending:
                if self.model.node_of(index) in matches.kept and rows < _EXPAND_LIMIT:
                    self.tree.expand(index)
                    below = self.model.rowCount(index)
                    rows += below
                    following += [self.model.index(row, 0, index) for row in range(min(below, _EXPAND_LIMIT))]
            pending = following

    def _open_chains(self) -> list[list[int]]:
        """What is open now, as chains of nodes."""
        chains: list[list[int]] = []
        pending: list[tuple[QModelIndex, list[int]]] = [(QModelIndex(), [])]
        while pending and len(chains) < _EXPAND_LIMIT:
            above, chain = pending.pop()
            for row in range(min(self.model.rowCount(above), _EXPAND_LIMIT)):
                index = self.model.index(row, 0, above)
                node = self.model.node_of(index)
                if node >= 0 and self.tree.isExpanded(index):
                    chains.append([*chain, node])
                    pending.append((index, [*chain, node]))
        return chains

    def refresh_checkpoint(self) -> None:
        """An edit: show the rows of now, open where they were open before, at the same height; the filter finds anew."""
        modules = self.model.checkpoint.modules
        chains = self._open_chains() if self._opened_before is None else self._opened_before
        opened = [modules[chain[-1]].path for chain in chains if chain[-1] < len(modules)]
        scrolled = self.tree.verticalScrollBar().value()
        self._following = True
        self.tree.setUpdatesEnabled(False)
        self.model.show_checkpoint(self._session.checkpoint)
        self._opened_before = None
        by_path = {module.path: place for place, module in enumerate(self.model.checkpoint.modules)}
        for path in opened:
            if path in by_path:
                self.tree.expand(self.model.index_of(self.model.chain_of(by_path[path])))
        self.tree.setUpdatesEnabled(True)
        self._following = False
        self.tree.verticalScrollBar().setValue(scrolled)
        if self.filter.text().strip():
            self._start_filter()

    def _to_first_match(self) -> None:
        """Enter in the filter goes to the first match."""
        index = self.model.index(0, 0)
        while index.isValid() and self.tree.isExpanded(index) and self.model.rowCount(index):
            index = self.model.index(0, 0, index)
        if self.filter.text().strip() and index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree_focus()

    # ------------------------------------------------------------------ opening and closing

    def _open_first_level(self) -> None:
        if self._session.checkpoint.modules:
            self.tree.expand(self.model.index(0, 0))

    def expand_all(self) -> None:
        """Open level by level, as much as a person can still look through."""
        self.tree.setUpdatesEnabled(False)
        try:
            pending = [self.model.index(row, 0) for row in range(min(self.model.rowCount(), _EXPAND_LIMIT))]
            rows = len(pending)
            while pending:
                following: list[QModelIndex] = []
                for index in pending:
                    below = self.model.rowCount(index)
                    if below and rows + below <= _EXPAND_LIMIT:
                        rows += below
                        self.tree.expand(index)
                        following += [self.model.index(row, 0, index) for row in range(below)]
                pending = following
        finally:
            self.tree.setUpdatesEnabled(True)

    def collapse_all(self) -> None:
        """Close everything but the first level."""
        self.tree.collapseAll()
        self._open_first_level()

    # ------------------------------------------------------------------ copying and menus

    def copy_paths(self) -> None:
        """Paths of what is selected, one a line."""
        QGuiApplication.clipboard().setText("\n".join(self.model.path_of(node) for node in self._selected_nodes()))

    def copy_names(self) -> None:
        """Last parts of the paths of what is selected, one a line."""
        QGuiApplication.clipboard().setText("\n".join(self.model.name_of(node) for node in self._selected_nodes()))

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows = self._session.edit_rows()
        for action in rows:
            menu.addAction(action.text, action.run).setEnabled(action.enabled())
        if rows:
            menu.addSeparator()
        for action in self.table_of_actions():
            menu.addAction(action.text, action.run).setEnabled(action.enabled())
        menu.popup(self.tree.viewport().mapToGlobal(point))

    def _header_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for position, title in enumerate(self.model.titles()):
            if position != NAME:
                action = menu.addAction(title)
                action.setCheckable(True)
                action.setChecked(not self.tree.isColumnHidden(position))
                action.toggled.connect(lambda shown, position=position: self._choose_column(position, shown))
        menu.popup(self.tree.header().mapToGlobal(point))

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done with the tree."""

        def chosen() -> bool:
            return bool(self._selected_nodes())

        return (
            Action("tree.expand-all", self.tr("Expand the module tree"), self.expand_all, "view", group=5),
            Action("tree.collapse-all", self.tr("Collapse the module tree"), self.collapse_all, "view", group=5),
            Action("tree.copy", self.tr("Copy paths from the tree"), self.copy_paths, enabled=chosen),
            Action("tree.copy-names", self.tr("Copy names from the tree"), self.copy_names, enabled=chosen),
        )
