"""Colours the graphs by numbers: knows where each measure comes from, asks for it when it is chosen, and puts it on the graph."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from desktop_app.graph.numbers import Numbers, on_graph
from desktop_app.gui import overlays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.checkpoint.measuring.summaries import Statistics
    from desktop_app.checkpoint.model import TensorInfo
    from desktop_app.graph.model import Graph
    from desktop_app.graph.sources.autograd import Backward
    from desktop_app.gui.checkpoint.session import CheckpointSession
    from desktop_app.gui.graph.number_dialog import NumberDialog
    from desktop_app.gui.inspect_workspace import InspectWorkspace
    from desktop_app.gui.tab import CheckpointTab
    from desktop_app.gui.tasks import TaskFailure
    from desktop_app.training.record.layer_history import LayerHistory

_MANY = 3000
"""Nodes or tensors from which on the numbers are put together in a thread."""


@dataclass(slots=True)
class _Kept:
    """What was read for one tab."""

    numbers: Numbers | None = None
    history: "LayerHistory | None" = None
    place: int = -1
    """Which of the history's steps is shown."""


class Colouring(QObject):
    """One measure for the whole workspace; the tab in front shows it."""

    def __init__(self, window: "InspectWorkspace") -> None:
        super().__init__(window)
        self._window = window
        self.measure = ""
        self.dialog: NumberDialog | None = None
        self._kept: dict[CheckpointSession, _Kept] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(400)
        self._soon.timeout.connect(self.refresh)

    def refresh_soon(self) -> None:
        """Numbers are arriving: show them a few times a second."""
        if self.measure and not self._soon.isActive():
            self._soon.start()

    def join(self, tab: "CheckpointTab") -> None:
        """Follow what a tab learns about its model."""
        view = tab.graph_view
        if view is None or tab.work is None:
            return
        view.measure_wanted.connect(self.choose)
        view.show_measure(self.measure)
        view.time_bar.moved.connect(lambda place: self._go_to(tab, place))
        view.time_bar.other_wanted.connect(lambda: self._ask_run(tab))
        view.graph_changed.connect(lambda: self.refresh() if tab is self._window.front else None)
        work = tab.work
        for signal in (work.flowed, work.moved):
            signal.connect(lambda: self.refresh() if tab is self._window.front else None)
        work.went_back.connect(lambda: self._passed(tab))

    def forget(self, session: "CheckpointSession") -> None:
        """A tab is closing."""
        self._kept.pop(session, None)

    def titles(self) -> Mapping[str, str]:
        """What the legend says of each measure."""
        return {
            "size": self.tr("Size, logarithmic"), "mean": self.tr("Mean of |w|, logarithmic"), "std": self.tr("Standard deviation, logarithmic"),
            "norm": self.tr("L2 norm, logarithmic"), "largest": self.tr("Largest |w|, logarithmic"), "sparsity": self.tr("Share of zeros"),
            "nan": self.tr("Share of NaN and Inf"), "change": self.tr("Change ‖a − b‖ / ‖a‖, logarithmic"),
            "parameters": self.tr("Parameters, logarithmic"), "activations": self.tr("Activation bytes, logarithmic"),
            "macs": self.tr("Multiply-adds, logarithmic"), "gradient": self.tr("Gradient norm, logarithmic"),
            "output-mean": self.tr("Mean of |output|, logarithmic"), "output-zeros": self.tr("Zeros among the outputs"),
            "history-weights": self.tr("Weight norm at step {step}, logarithmic"),
            "history-gradients": self.tr("Gradient norm at step {step}, logarithmic"),
        }  # fmt: skip

    # ------------------------------------------------------------------ choosing

    def choose(self, name: str) -> None:
        """Colour by a measure, or by kind for an empty name; what it needs is asked for."""
        tab = self._window.front
        if name == "file" and tab is not None and tab.session is not None:
            self._ask_file(tab)
            if tab.session not in self._kept or self._kept[tab.session].numbers is None:
                self._show_measure()
                return
        self.measure = name
        if tab is not None and tab.session is not None and name:
            self._ask_for(name, tab)
        self.refresh()

    def _ask_for(self, name: str, tab: "CheckpointTab") -> None:
        session, work = tab.session, tab.work
        if session is None or work is None:
            return
        if name == "change" and not self._window.comparing.changes_of(session):
            self._window.show_dock("compare")  # nothing was compared yet
        elif name in overlays.STATISTICS:
            session.start_statistics()
        elif name in overlays.COSTS and work.flow is None and not work.busy:
            work.trace(work.request, "dataflow")
        elif name in overlays.PASSES and work.backward is None and not work.busy:
            work.trace(work.request, "autograd")
        elif name in overlays.HISTORIES and self._of(session).history is None:
            from desktop_app.training.record.layer_history import run_of

            run = run_of(tab.path)
            if run is not None:
                self.read_run(tab, str(run))
            else:
                self._ask_run(tab)

    def _of(self, session: "CheckpointSession") -> _Kept:
        return self._kept.setdefault(session, _Kept())

    def _passed(self, tab: "CheckpointTab") -> None:
        """The first backward pass of a tab shows its gradients, unless something else was chosen."""
        if tab is self._window.front:
            if not self.measure:
                self.measure = "gradient"
            self.refresh()

    # ------------------------------------------------------------------ a file of the user's

    def _ask_file(self, tab: "CheckpointTab") -> None:
        from desktop_app.gui.graph.number_dialog import NumberDialog

        session, view = tab.session, tab.graph_view
        if session is None or view is None or view.graph is None:
            return
        checkpoint = session.checkpoint
        names = [info.name for info in checkpoint.tensors]
        prefix = tab.work.prefix if tab.work is not None else ""
        paths = {path for node in view.graph.nodes for path in (node.path, prefix + node.path) if path}
        paths.update(module.path for module in checkpoint.modules if module.path)
        dialog = NumberDialog(self._window.tasks, names, sorted(paths), self._window)
        dialog.chosen.connect(lambda numbers: self.use_numbers(session, numbers))
        self.dialog = dialog
        dialog.destroyed.connect(self._dialog_gone)
        dialog.open()
        dialog.browse_at_first()

    def _dialog_gone(self) -> None:
        self.dialog = None

    def use_numbers(self, session: "CheckpointSession", numbers: Numbers) -> None:
        """Colour by numbers that were read from a file."""
        self._of(session).numbers = numbers
        self.measure = "file"
        self.refresh()

    # ------------------------------------------------------------------ the history of a run

    def _ask_run(self, tab: "CheckpointTab") -> None:
        path = QFileDialog.getExistingDirectory(
            self._window, self.tr("The folder of a training run"), str(Path(tab.path).parent)
        )
        if path:
            self.read_run(tab, path)

    def read_run(self, tab: "CheckpointTab", path: str) -> None:
        """Take the norms of a run; the newest step is shown."""
        from desktop_app.training.record.layer_history import read_layer_history

        task = self._window.tasks.run(read_layer_history, path, lane="thread", latest="history")
        task.done.connect(lambda history: self._take_history(tab, history))
        task.failed.connect(self._history_failed)

    def _take_history(self, tab: "CheckpointTab", history: "LayerHistory") -> None:
        if tab.session is None:
            return
        kept = self._of(tab.session)
        kept.history, kept.place = history, len(history.steps) - 1
        if self.measure not in overlays.HISTORIES:
            self.measure = "history-weights"
        self.refresh()

    def _history_failed(self, failure: "TaskFailure") -> None:
        self._window.status.say(failure.message)
        self.measure = ""
        self.refresh()

    def _go_to(self, tab: "CheckpointTab", place: int) -> None:
        if tab.session is not None and tab is self._window.front:
            self._of(tab.session).place = place
            self.refresh()

    # ------------------------------------------------------------------ showing

    def _show_measure(self) -> None:
        tab = self._window.front
        if tab is not None and tab.graph_view is not None:
            tab.graph_view.show_measure(self.measure)

    def refresh(self) -> None:
        """Take the numbers that are known by now."""
        self._soon.stop()
        tab = self._window.front
        view = tab.graph_view if tab is not None else None
        if tab is None or tab.session is None or view is None or view.graph is None:
            return
        view.show_measure(self.measure)
        self._show_time(tab)
        if not self.measure:
            view.set_overlay("", None)
            view.bar.say("")
            return
        missing = self._missing(tab)
        view.bar.say(missing)
        if missing:
            view.set_overlay("", None)
            return
        checkpoint = tab.session.checkpoint
        prefix = tab.work.prefix if tab.work is not None else ""
        graph = view.graph
        maker = self._maker(tab, graph)
        if max(len(graph.nodes), len(checkpoint.tensors)) < _MANY:
            self._put(tab, graph, put_on(maker, graph, checkpoint.tensors, prefix))
            return
        task = self._window.tasks.run(put_on, maker, graph, checkpoint.tensors, prefix, lane="thread", latest="colours")
        task.done.connect(lambda found: self._put(tab, graph, found))

    def _put(self, tab: "CheckpointTab", graph: "Graph", found: tuple[Numbers, dict[str, float]]) -> None:
        numbers, values = found
        view = tab.graph_view
        if view is not None and view.graph is graph and self.measure:
            view.set_overlay(numbers.title, values or None, log=numbers.log, unit=numbers.unit, ends=numbers.ends)

    def _missing(self, tab: "CheckpointTab") -> str:
        """What there is to wait for before there are numbers; empty when there are some."""
        session, work = tab.session, tab.work
        if session is None or work is None:
            return ""
        name, kept = self.measure, self._of(session)
        if name in overlays.COSTS and work.flow is None:
            return self.tr("Costs are counted in the dataflow graph.")
        if name in overlays.PASSES and work.backward is None:
            return self.tr("Gradients and outputs come from one backward pass.")
        if name in overlays.HISTORIES and kept.history is None:
            return self.tr("Choose the folder of a run to see its history.")
        if name == "file" and kept.numbers is None:
            return self.tr("No file of numbers was chosen for this checkpoint.")
        return ""

    def _show_time(self, tab: "CheckpointTab") -> None:
        view, session = tab.graph_view, tab.session
        if view is None or session is None:
            return
        kept = self._of(session)
        shown = self.measure in overlays.HISTORIES and kept.history is not None
        view.time_bar.setVisible(shown)
        if shown and kept.history is not None:
            view.time_bar.show_steps([int(step) for step in kept.history.steps], kept.place)

    def _maker(self, tab: "CheckpointTab", graph: "Graph") -> "Maker":
        """Everything that a thread needs to make the numbers."""
        assert tab.session is not None
        session, work, name, kept = tab.session, tab.work, self.measure, self._of(tab.session)
        title = self.titles().get(name, "")
        if name in overlays.HISTORIES and kept.history is not None:
            title = title.format(step=f"{int(kept.history.steps[kept.place]):,}")
        return Maker(
            name, title, dict(session.statistics) if name in overlays.STATISTICS else {},
            self._window.comparing.changes_of(session) if name == "change" else {},
            work.flow.graph if work is not None and work.flow is not None else None,
            work.backward if work is not None else None, work.names_now() if work is not None and name == "gradient" else {},
            kept,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Maker:
    """What the numbers of one measure are made from."""

    name: str
    title: str
    statistics: "Mapping[int, Statistics]"
    changes: Mapping[str, float]
    flow: "Graph | None"
    backward: "Backward | None"
    now: Mapping[str, str]
    kept: _Kept

    def numbers(self, tensors: "Sequence[TensorInfo]", prefix: str) -> Numbers:
        """The measure by name of tensors or modules."""
        kept, name, title = self.kept, self.name, self.title
        if name in overlays.STATISTICS:
            return overlays.statistics_numbers(title, name, tensors, self.statistics)
        if name == "change":
            return overlays.change_numbers(title, self.changes)
        if name in overlays.COSTS and self.flow is not None:
            return overlays.cost_numbers(title, name, self.flow, prefix)
        if name in overlays.PASSES and self.backward is not None:
            return overlays.pass_numbers(title, name, self.backward, self.now)
        if name in overlays.HISTORIES and kept.history is not None:
            names = [info.name for info in tensors]
            return overlays.history_numbers(title, name, kept.history, kept.place, names)
        if name == "file" and kept.numbers is not None:
            return kept.numbers
        return overlays.size_numbers(title, tensors)


def put_on(
    maker: Maker, graph: "Graph", tensors: "Sequence[TensorInfo]", prefix: str
) -> tuple[Numbers, dict[str, float]]:
    """The numbers of a measure, and what they come to on a graph. For a thread."""
    numbers = maker.numbers(tensors, prefix)
    if graph is maker.flow and maker.name in overlays.COSTS:
        names = {"parameters": "parameters", "activations": "activation_nbytes", "macs": "macs"}
        own = {node.path: float(getattr(node, names[maker.name])) for node in graph.nodes}
        return numbers, {path: value for path, value in own.items() if value}
    prefix = "" if graph.kind in ("hierarchy", "inferred") else prefix
    return numbers, on_graph(numbers, graph, tensors, prefix)
