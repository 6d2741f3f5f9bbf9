"""The graph pane: the canvas with its search bar, its menu and its table of actions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.graph.arrangement import Arrangement
from desktop_app.graph.model import Graph
from desktop_app.graph.overlay import Unit, overlay_of
from desktop_app.graph.search import SearchIndex
from desktop_app.gui.actions import Action
from desktop_app.gui.drag_out import PromisedFile, place_for
from desktop_app.gui.graph.bar import GraphBar
from desktop_app.gui.graph.canvas import GraphCanvas
from desktop_app.gui.graph.layouter import Layouter
from desktop_app.gui.graph.time_bar import TimeBar
from desktop_app.gui.graph.zoom_box import ZoomBox
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import icon, notice, scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.tasks import Tasks

_READABLE = 0.5
"""The scale from which on texts can be read."""


class GraphView(QWidget):
    """Shows one graph; what is selected goes out as paths and comes in as paths."""

    selected = Signal(object)
    """Tuple of node paths."""
    activated = Signal(str)
    measure_wanted = Signal(str)
    """By which statistic the boxes are to be coloured; empty: by kind."""
    engine_chosen = Signal(str)
    graph_changed = Signal()
    """Another graph is shown."""

    def __init__(self, tasks: "Tasks | None" = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("graph-view")
        self._tasks = tasks
        self.graph: Graph | None = None
        self.arrangement: Arrangement | None = None
        self._index: SearchIndex | None = None
        self._places: Mapping[str, int] | None = None
        self._hits: tuple[int, ...] = ()
        self._hit = -1
        self._most_levels = 0
        """Levels that the view may open by itself; 0 when a person has chosen."""
        self.edit_rows: Callable[[], Sequence[Action]] = lambda: ()
        """What the context menu offers to do with the selection."""
        self.canvas = GraphCanvas(self)
        self.canvas.clicked.connect(self._clicked)
        self.canvas.toggled.connect(self.toggle)
        self.canvas.menu_wanted.connect(self._show_menu)
        self.layouter = Layouter(self.canvas, tasks)
        self.bar = self._make_bar()
        self.search_bar = self._make_search_bar()
        self.time_bar = TimeBar(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(80)
        self._soon.timeout.connect(self._search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.search_bar)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.time_bar)
        self.search_bar.hide()
        self._retranslate()
        self._show_state()

    def _make_bar(self) -> GraphBar:
        bar = GraphBar(self.picture, self)
        canvas = self.canvas
        for action, run in (
            (bar.search, self.open_search), (bar.less, lambda: self.expand_levels(-1)), (bar.more, lambda: self.expand_levels(1)),
            (bar.expand_all, self.expand_all), (bar.collapse_all, self.collapse_all), (bar.fold, self._set_fold),
        ):  # fmt: skip
            action.triggered.connect(lambda _=False, run=run: run())
        bar.measure_wanted.connect(self.measure_wanted)
        bar.engine_wanted.connect(self.set_engine)
        self.zoom_box = ZoomBox(lambda: canvas.zoom_by(0.8), lambda: canvas.zoom_by(1.25), canvas.fit, canvas)
        canvas.moved.connect(lambda: self.zoom_box.show_zoom(canvas.zoom))
        corner = QVBoxLayout(canvas)
        corner.setContentsMargins(10, 10, 10, 10)
        corner.addWidget(self.zoom_box, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self.layouter.told.connect(bar.say)
        return bar

    def _show_state(self) -> None:
        """Bring the bar up to date."""
        if self.arrangement is not None:
            self.zoom_box.show_zoom(self.canvas.zoom)
            self.bar.show_level(self.arrangement.rule, self.arrangement.deepest, fold=self.arrangement.fold)
        self.bar.show_choice(self.bar.engines, self.layouter.engine)

    def picture(self) -> QMimeData | None:
        """What is in sight as a picture, and, as soon as it is written, the whole graph as an SVG file."""
        if self.arrangement is None or self.graph is None:
            return None
        data: QMimeData = QMimeData()
        if self._tasks is not None:
            from desktop_app.graph.export import export_graph

            path = place_for((Path(self.graph.title).stem or "graph") + ".svg")
            canvas = self.canvas
            task = self._tasks.run(
                export_graph, self.arrangement, str(path), theme=scheme_name(), overlay=canvas.overlay,
                engine=self.layouter.engine, dot=self.layouter.dot, legend=canvas.names_of_kinds() if canvas.legend_shown else {},
            )  # fmt: skip
            data = PromisedFile(path, task)
        self.zoom_box.hide()
        data.setImageData(self.canvas.grab().toImage())
        self.zoom_box.show()
        return data

    def set_engine(self, engine: str) -> None:
        """Let `layered` or `graphviz` decide where the boxes stand."""
        if engine == self.layouter.engine:
            return
        self.layouter.set_engine(engine, self.arrangement, self.canvas.fit)
        self._show_state()
        self.engine_chosen.emit(engine)

    def set_dot(self, path: str) -> None:
        """Use another Graphviz program; empty: the one at hand."""
        if path != self.layouter.dot:
            self.layouter.dot = path
            if self.layouter.engine == "graphviz" and self.arrangement is not None:
                self.arrangement.forget_layout()
                self._opened()

    def show_measure(self, name: str) -> None:
        """Show in the bar by what the boxes are coloured."""
        self.bar.show_choice(self.bar.colours, name)

    # ------------------------------------------------------------------ what is shown

    def set_graph(self, graph: Graph | None, tensors: Sequence[TensorInfo] = ()) -> None:
        """Show another graph; `tensors` lets the search look at shapes and types."""
        self.graph = graph
        self.arrangement = Arrangement(graph) if graph is not None and graph.nodes else None
        self._places = None
        self._index = SearchIndex(graph, tensors) if graph is not None else None
        self._hits, self._hit = (), -1
        self.canvas.selected = self.canvas.hits = frozenset()
        self.layouter.stop()
        self._most_levels = self.arrangement.rule if self.arrangement is not None else 0
        self.canvas.set_arrangement(self.arrangement)
        self._choose_levels()
        if self.layouter.engine != "layered":
            self.layouter.lay_out(self.arrangement, self.canvas.fit)
        self._show_state()
        self.graph_changed.emit()

    def _choose_levels(self) -> None:
        """Until a person opens or closes something: as many levels as can still be read on the whole graph."""
        arrangement = self.arrangement
        if arrangement is None or not self._most_levels or not self.canvas.fitted:
            return
        before = arrangement.rule
        for levels in range(self._most_levels, 0, -1):
            if levels != arrangement.rule:
                arrangement.set_rule(levels)
            if self.canvas.fitting_zoom() >= _READABLE:
                break
        if arrangement.rule != before:
            self._opened()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room shows more levels, as long as nobody chose them."""
        super().resizeEvent(event)
        self._choose_levels()

    @property
    def _paths(self) -> Mapping[str, int]:
        """Nodes by path, made when somebody asks."""
        if self._places is None:
            self._places = self.graph.index() if self.graph is not None else {}
        return self._places

    def replace_graph(
        self, graph: Graph, tensors: Sequence[TensorInfo], places: Mapping[str, int] | None = None
    ) -> None:
        """Show an edited graph: what was open stays open, and the view stays where it is.

        `places` are those of its nodes by path, when somebody has them already.
        """
        before, old = self.arrangement, self.graph
        canvas = self.canvas
        zoom, origin, fitted = canvas.zoom, QPointF(canvas.origin), canvas.fitted
        selected = [old.nodes[node].path for node in canvas.selected] if old is not None else []
        overlay = canvas.overlay
        self.set_graph(graph, tensors)
        self._places = places
        if before is not None and old is not None and self.arrangement is not None:
            self.arrangement.take_state(before, self._paths)
        canvas.set_overlay(overlay)
        canvas.selected = frozenset(self._paths[path] for path in selected if path in self._paths)
        self._most_levels = 0 if before is not None else self._most_levels
        self.layouter.lay_out(self.arrangement, canvas.fit if fitted else lambda: canvas.set_view(zoom, origin))
        self._show_state()
        if self.search_bar.isVisible():
            self._soon.start()

    def set_marked(self, nodes: frozenset[int]) -> None:
        """Mark boxes: they hold something that differs from the file."""
        self.canvas.set_marked(nodes)

    def select(self, paths: Iterable[str]) -> None:
        """Select nodes from outside and bring the first into view, opening what hides it."""
        nodes = [self._paths[path] for path in paths if path in self._paths]
        if frozenset(nodes) == self.canvas.selected:
            return
        self.canvas.selected = frozenset(nodes)
        if nodes and self.arrangement is not None:
            self.canvas.current = nodes[0]
            if nodes[0]:
                self._reveal(nodes[0])
        self.canvas.update()

    def set_overlay(
        self,
        title: str,
        values: Mapping[str, float] | None,
        *,
        log: bool = False,
        unit: Unit = "",
        ends: tuple[float, float] | None = None,
    ) -> None:
        """Colour the boxes by numbers of their paths; None goes back to kinds. `ends` are those of the scale at least."""
        self.canvas.set_overlay(
            overlay_of(title, values, log=log, unit=unit, ends=ends) if values is not None else None
        )

    def _reveal(self, node: int) -> None:
        self._most_levels = 0
        assert self.arrangement is not None
        placed = self.arrangement.find(node)
        if placed is None or placed.node != node:
            self.arrangement.reveal(node)
            self._changed(node, seek=True)
            return
        self.canvas.show_node(node)

    # ------------------------------------------------------------------ what a person does

    def _clicked(self, node: int, joins: bool) -> None:
        chosen = set(self.canvas.selected) ^ {node} if joins else {node}
        self.canvas.selected = frozenset(chosen)
        self.canvas.current = node
        self.canvas.update()
        self._describe(node)
        ordered = [node, *sorted(chosen - {node})] if node in chosen else sorted(chosen)
        if self.graph is not None:
            self.selected.emit(tuple(self.graph.nodes[index].path for index in ordered))

    def _describe(self, node: int) -> None:
        """What a screen reader says of the box that the keyboard stands on."""
        if self.graph is not None:
            found = self.graph.nodes[node]
            self.canvas.setAccessibleDescription(
                ", ".join(filter(None, (found.path or found.label, found.class_name, *found.detail)))
            )

    def toggle(self, node: int) -> None:
        """Open or close a group; the card of a long group's rest shows the next page."""
        self._most_levels = 0
        if self.arrangement is None or self.graph is None:
            return
        placed = self.arrangement.find(node)
        if placed is not None and placed.rest:
            self.arrangement.more(self.graph.nodes[node].parent)
        elif self.graph.nodes[node].children:
            self.arrangement.toggle(node)
        else:
            self.activated.emit(self.graph.nodes[node].path)
            return
        self._changed(node)

    def _changed(self, node: int, *, seek: bool = False) -> None:
        """Lay out anew and keep the box of a node in sight; with `seek` also large enough to be read."""
        canvas = self.canvas
        fitted = canvas.fitted

        def look() -> None:
            canvas.layout_changed(keep=node)
            if not fitted or (seek and canvas.zoom < _READABLE):
                canvas.show_node(node)

        self.layouter.lay_out(self.arrangement, look)
        self._show_state()

    def _opened(self) -> None:
        """Another rule what is open: lay out anew and show all of it."""
        self.layouter.lay_out(self.arrangement, self.canvas.fit)
        self._show_state()

    def expand_levels(self, change: int) -> None:
        """Show one level more or less everywhere."""
        self._most_levels = 0
        if self.arrangement is not None:
            self.arrangement.set_rule(self.arrangement.rule + change)
            self._opened()

    def expand_all(self) -> None:
        """Open every group; repeats stay folded."""
        self._most_levels = 0
        if self.arrangement is not None:
            self.arrangement.set_rule(self.arrangement.deepest)
            self._opened()

    def collapse_all(self) -> None:
        """Close every group below the top level."""
        self._most_levels = 0
        if self.arrangement is not None:
            self.arrangement.set_rule(1)
            self._opened()

    def _set_fold(self) -> None:
        self._most_levels = 0
        if self.arrangement is not None:
            self.arrangement.set_fold(not self.arrangement.fold)
            self._opened()

    def _flip(self, name: str) -> None:
        setattr(self.canvas, name, not getattr(self.canvas, name))
        if self.canvas.fitted:
            self.canvas.fit()
        self.canvas.update()

    def _show_menu(self, node: int, where: QPoint) -> None:
        arrangement, graph = self.arrangement, self.graph
        if arrangement is None or graph is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        found = graph.nodes[node]
        if found.children and node:
            menu.addAction(
                self.tr("Collapse") if arrangement.is_open(node) else self.tr("Expand"), lambda: self.toggle(node)
            )
        if found.children:
            menu.addAction(self.tr("Expand all below"), lambda: self._set_below(node, True))
            menu.addAction(self.tr("Collapse all below"), lambda: self._set_below(node, False))
            unfolded = arrangement.is_unfolded(node)
            menu.addAction(
                self.tr("Fold repeats") if unfolded else self.tr("Show repeats singly"),
                lambda: self._unfold(node, not unfolded),
            )
        parent = found.parent
        placed = arrangement.find(node)
        if placed is not None and placed.count > 1 and not placed.rest:
            menu.addAction(self.tr("Show these repeats singly"), lambda: self._unfold(parent, True))
        menu.addSeparator()
        menu.addAction(self.tr("Copy path"), lambda: QGuiApplication.clipboard().setText(found.path))
        menu.addAction(self.tr("Zoom to this"), lambda: self.canvas.show_node(node))
        rows = self.edit_rows()
        if rows and node:
            if node not in self.canvas.selected:
                self._clicked(node, False)
            menu.addSeparator()
            for row in rows:
                menu.addAction(row.text, row.run).setEnabled(row.enabled())
        menu.popup(where)

    def _set_below(self, node: int, opened: bool) -> None:
        self._most_levels = 0
        assert self.arrangement is not None
        if opened:
            self.arrangement.set_open(node, True)
        self.arrangement.set_below(node, opened)
        self._changed(node)

    def _unfold(self, node: int, unfolded: bool) -> None:
        self._most_levels = 0
        assert self.arrangement is not None
        self.arrangement.set_unfolded(node, unfolded)
        self._changed(node)

    # ------------------------------------------------------------------ search

    def _make_search_bar(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("graph-search-bar")
        self.search = QLineEdit(bar)
        self.search.setObjectName("graph-search")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda: self._soon.start())
        self.search.installEventFilter(self)
        self.search_count = QLabel(bar)
        self.search_count.setObjectName("graph-search-count")
        self._buttons = (QToolButton(bar), QToolButton(bar), QToolButton(bar))
        for button, name, step in zip(self._buttons, ("previous", "next", "close"), (-1, 1, 0), strict=True):
            button.setObjectName(f"graph-search-{name}")
            button.setAutoRaise(True)
            button.clicked.connect((lambda _=False, step=step: self.next_hit(step)) if step else self.close_search)
        notice.changed.connect(self._tint)
        self._tint()
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.search, 1)
        row.addWidget(self.search_count)
        for button in self._buttons:
            row.addWidget(button)
        return bar

    def open_search(self) -> None:
        """Show the search bar and put the cursor into it; names are read meanwhile."""
        if self._index is not None and self._tasks is not None:
            self._tasks.run(self._index.prepare, lane="thread")
        self.search_bar.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def close_search(self) -> None:
        """Hide the search bar and its marks."""
        self.search.clear()
        self.search_bar.hide()
        self._hits, self._hit = (), -1
        self.canvas.hits = frozenset()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.canvas.update()

    def _search(self) -> None:
        query = self.search.text().strip()
        self._hit = -1
        if not query or self._index is None:
            self._hits = ()
            self.search_count.setText("")
        else:
            try:
                self._hits = self._index.search(query)
                self.search_count.setText(self._count_text())
            except ValueError as error:
                self._hits = ()
                self.search_count.setText(translated(str(error)))
        self.canvas.hits = frozenset(self._hits)
        self.canvas.update()

    def _count_text(self) -> str:
        if not self._hits:
            return self.tr("nothing found")
        place = self._hit + 1 if self._hit >= 0 else 0
        return (
            self.tr("{place} of {count}").format(place=place, count=f"{len(self._hits):,}")
            if place
            else self.tr("{count} found").format(count=f"{len(self._hits):,}")
        )

    def next_hit(self, step: int = 1) -> None:
        """Go to the next (or previous) node that was found."""
        self._most_levels = 0
        if self._soon.isActive():
            self._soon.stop()
            self._search()
        if not self._hits:
            return
        self._hit = (self._hit + step) % len(self._hits) if self._hit >= 0 else (0 if step > 0 else len(self._hits) - 1)
        node = self._hits[self._hit]
        self.search_count.setText(self._count_text())
        if self.arrangement is not None:
            placed = self.arrangement.find(node)
            if placed is None or placed.node != node:
                self.arrangement.reveal(node)
                self._changed(node)
        self._clicked(node, False)
        self.canvas.show_node(node)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter and Shift+Enter go through the hits, Escape closes the search."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.next_hit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_search()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Graph"))
        self.canvas.setAccessibleName(self.tr("Graph of the model"))
        self.canvas.empty_text = self.tr("There is no module or tensor to draw in this file.")
        self.search.setPlaceholderText(self.tr("Find: text, /regex/, dtype:float16, shape:64x3x*, kind:conv"))
        self.search.setAccessibleName(self.tr("Find in the graph"))
        tips = (self.tr("Previous"), self.tr("Next"), self.tr("Close the search"))
        for button, tip in zip(self._buttons, tips, strict=True):
            button.setToolTip(tip)
            button.setAccessibleName(tip)

    def _tint(self) -> None:
        for button, name in zip(self._buttons, ("chevron-up", "chevron-down", "close"), strict=True):
            button.setIcon(icon(name))

    # ------------------------------------------------------------------ actions

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done with a graph."""
        canvas = self.canvas

        def shown() -> bool:
            return self.arrangement is not None

        return (
            Action("graph.search", self.tr("&Find in graph…"), self.open_search, "graph", "Ctrl+F", enabled=shown, icon="search"),
            Action("graph.next", self.tr("Find &next"), lambda: self.next_hit(1), "graph", "F3", enabled=shown),
            Action("graph.previous", self.tr("Find &previous"), lambda: self.next_hit(-1), "graph", "Shift+F3", enabled=shown),
            Action("graph.expand-all", self.tr("&Expand all"), self.expand_all, "graph", "Ctrl+E", enabled=shown, icon="expand-all", group=1),
            Action("graph.collapse-all", self.tr("&Collapse all"), self.collapse_all, "graph", "Ctrl+Shift+E", enabled=shown, icon="collapse-all", group=1),
            Action("graph.more", self.tr("One level &more"), lambda: self.expand_levels(1), "graph", "Ctrl+]", enabled=shown, icon="expand", group=1),
            Action("graph.less", self.tr("One level &less"), lambda: self.expand_levels(-1), "graph", "Ctrl+[", enabled=shown, icon="collapse", group=1),
            Action("graph.fold", self.tr("Fold &repeated blocks"), self._set_fold, "graph", "Ctrl+R", enabled=shown, checked=lambda: self.arrangement is None or self.arrangement.fold, group=1, icon="fold"),
            Action("graph.fit", self.tr("&Zoom to fit"), canvas.fit, "graph", "F", enabled=shown, icon="fit", group=2),
            Action("graph.zoom-in", self.tr("Zoom &in"), lambda: canvas.zoom_by(1.25), "graph", "Ctrl++", enabled=shown, icon="zoom-in", group=2),
            Action("graph.zoom-out", self.tr("Zoom &out"), lambda: canvas.zoom_by(0.8), "graph", "Ctrl+-", enabled=shown, icon="zoom-out", group=2),
            Action("graph.actual-size", self.tr("&Actual size"), lambda: canvas.set_zoom(1.0), "graph", "Ctrl+0", enabled=shown, group=2),
            *(
                Action(f"graph.layout-{name}", text, lambda name=name: self.set_engine(name), "graph", enabled=shown, checked=lambda name=name: self.layouter.engine == name, group=3, one_of="layout")
                for name, text in (("layered", self.tr("Layout: &layered")), ("graphviz", self.tr("Layout: Graph&viz")))
            ),
            Action("graph.minimap", self.tr("Mini&map"), lambda: self._flip("minimap_shown"), "graph", checked=lambda: canvas.minimap_shown, group=3),
            Action("graph.legend", self.tr("Le&gend"), lambda: self._flip("legend_shown"), "graph", checked=lambda: canvas.legend_shown, group=3),
        )  # fmt: skip
