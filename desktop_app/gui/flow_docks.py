"""The docks of costs and of gradients, joined to the tab that they belong to: what it traced, what is selected in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.flow_work import FlowWork

if TYPE_CHECKING:
    from desktop_app.gui.graph.cost_view import CostView
    from desktop_app.gui.graph.gradient_view import GradientView
    from desktop_app.gui.inspect_workspace import InspectWorkspace
    from desktop_app.gui.tab import CheckpointTab


def tab_of(window: "InspectWorkspace", session: CheckpointSession) -> "CheckpointTab":
    """The tab that a session is shown in."""
    return next(tab for tab in window.all_tabs() if tab.session is session)


def _work_of(tab: "CheckpointTab") -> FlowWork:
    assert tab.work is not None
    return tab.work


def make_costs(window: "InspectWorkspace", session: CheckpointSession) -> QWidget:
    """The table of costs of a tab; it follows the graph's selection, and the graph follows it."""
    from desktop_app.gui.graph.cost_view import CostView

    tab = tab_of(window, session)
    work = _work_of(tab)
    view = CostView(session.tasks)
    view.name = session.checkpoint.path

    def show() -> None:
        view.show_graph(work.flow.graph if work.flow is not None else None, session.checkpoint.path)
        if work.flow is not None and work.flow.source == "inferred":
            view.show_graph(None)
            view.say_unknown()

    def to_tree(paths: list[str]) -> None:
        """The boxes where the dataflow is shown; their tensors in every other view."""
        graph_view = tab.graph_view
        if graph_view is not None and graph_view.graph is view.graph:
            graph_view.select(paths)
        if view.graph is not None:
            index = view.graph.index()
            tensors = {tensor for path in paths for tensor in view.graph.nodes[index[path]].tensors}
            if tensors:
                session.select_tensors(sorted(tensors))

    def from_tree() -> None:
        if view.graph is not None:
            chosen = set(session.selection.tensors)
            if chosen:
                view.select({node.path for node in view.graph.nodes if chosen.intersection(node.tensors)})

    def from_graph(paths: tuple[str, ...]) -> None:
        if tab.graph_view is not None and tab.graph_view.graph is view.graph:
            view.select(set(paths))

    work.flowed.connect(while_alive(view, show))
    work.moved.connect(while_alive(view, show))
    view.trace_wanted.connect(lambda: work.trace(work.request, "dataflow"))
    view.nodes_chosen.connect(to_tree)
    _join(view, window, tab, from_tree, from_graph)
    show()
    return view


def make_gradients(window: "InspectWorkspace", session: CheckpointSession) -> QWidget:
    """The gradients of a tab."""
    from desktop_app.gui.graph.gradient_view import GradientView

    tab = tab_of(window, session)
    work = _work_of(tab)
    view = GradientView(session.tasks)

    def show() -> None:
        view.show_backward(work.backward, session.checkpoint.path)

    def choose(names: list[str]) -> None:
        now = work.names_now()
        wanted = {now.get(name, name) for name in names}
        places = [place for place, info in enumerate(session.checkpoint.tensors) if info.name in wanted]
        if places:
            session.select_tensors(places)

    def from_tree() -> None:
        if work.backward is None:
            return
        before = {new: old for old, new in work.names_now().items()}
        tensors = session.checkpoint.tensors
        names = {before.get(tensors[place].name, tensors[place].name) for place in session.selection.tensors[:500]}
        view.select(names)

    def from_graph(paths: tuple[str, ...]) -> None:
        graph_view = tab.graph_view
        if graph_view is None or graph_view.graph is not work.backward_graph or not paths or graph_view.graph is None:
            return
        graph = graph_view.graph
        node = graph.nodes[graph.index()[paths[0]]]
        tensors = session.checkpoint.tensors
        view.select({tensors[place].name for place in node.tensors if place < len(tensors)}, node)

    work.went_back.connect(while_alive(view, show))
    view.run_wanted.connect(lambda: work.trace(work.request, "autograd"))
    view.parameters_chosen.connect(choose)
    _join(view, window, tab, from_tree, from_graph)
    show()
    return view


def _join(
    view: "CostView | GradientView",
    window: "InspectWorkspace",
    tab: "CheckpointTab",
    from_tree: Callable[[], None],
    from_graph: Callable[[tuple[str, ...]], None],
) -> None:
    """What both docks share with their tab: its work's words, its selection, and its graph's."""
    work = _work_of(tab)
    work.failed.connect(while_alive(view, view.say))
    work.progressed.connect(while_alive(view, view.say))
    view.told.connect(window.status.say)
    session = tab.session
    assert session is not None  # docks are made for tabs that are open
    session.selection_changed.connect(while_alive(view, lambda _selection: from_tree()))
    if tab.graph_view is not None:
        tab.graph_view.selected.connect(while_alive(view, from_graph))
