"""Which docks there are, as a table; views are imported when they are first made, but for those that are seen at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.gui.checkpoint.lists.table_view import TableView
from desktop_app.gui.checkpoint.lists.tree_view import TreeView
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.docks import Kind

if TYPE_CHECKING:
    from desktop_app.gui.inspect_workspace import InspectWorkspace


def _histogram(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.tensor.histogram_view import HistogramView

    return HistogramView(session)


def _ridge(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.tensor.ridge_view import RidgeView

    return RidgeView(session)


def _tensor(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.tensor.tensor_view import TensorView

    return TensorView(session)


def _contents(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.lists.contents_view import ContentsView

    return ContentsView(session)


def _module(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.lists.module_view import ModuleView

    return ModuleView(session)


def _findings(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.findings_view import FindingsView

    return FindingsView(session)


def _safety(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.safety_view import SafetyView

    return SafetyView(session)


def _history(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.edits.history_view import HistoryView

    assert session.editor is not None
    return HistoryView(session.editor)


def _check(session: CheckpointSession, window: "InspectWorkspace") -> QWidget:
    from desktop_app.gui.checkpoint.checks.check_view import CheckView

    return CheckView(session, window.settings)


def _bytes(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.damage.bytemap_view import ByteMapView

    return ByteMapView(session)


def _health(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.health.health_view import HealthView

    return HealthView(session)


def _optimizer(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.health.optimizer_view import OptimizerView

    return OptimizerView(session)


def _costs(session: CheckpointSession, window: "InspectWorkspace") -> QWidget:
    from desktop_app.gui.flow_docks import make_costs

    return make_costs(window, session)


def _gradients(session: CheckpointSession, window: "InspectWorkspace") -> QWidget:
    from desktop_app.gui.flow_docks import make_gradients

    return make_gradients(window, session)


def _console(session: CheckpointSession) -> QWidget:
    from desktop_app.gui.checkpoint.console.console_view import ConsoleView

    return ConsoleView(session)


def kinds_of_docks(window: "InspectWorkspace") -> Sequence[Kind]:
    """The docks in the order of the View menu."""
    left, right, bottom = (
        Qt.DockWidgetArea.LeftDockWidgetArea,
        Qt.DockWidgetArea.RightDockWidgetArea,
        Qt.DockWidgetArea.BottomDockWidgetArea,
    )
    return (
        Kind("tree", lambda: window.dock_titles()["tree"], TreeView, left),
        Kind("contents", lambda: window.dock_titles()["contents"], _contents, left),
        Kind("histogram", lambda: window.dock_titles()["histogram"], _histogram, right, plots=True),
        Kind("tensor", lambda: window.dock_titles()["tensor"], _tensor, right, plots=True),
        Kind("ridge", lambda: window.dock_titles()["ridge"], _ridge, right, plots=True),
        Kind("module", lambda: window.dock_titles()["module"], _module, right),
        Kind("table", lambda: window.dock_titles()["table"], TableView, bottom),
        Kind("history", lambda: window.dock_titles()["history"], _history, left),
        Kind(
            "compare", lambda: window.dock_titles()["compare"], window.comparing.make, bottom, plots=True, ahead=False
        ),
        Kind("findings", lambda: window.dock_titles()["findings"], _findings, bottom),
        Kind("safety", lambda: window.dock_titles()["safety"], _safety, bottom),
        Kind(
            "check", lambda: window.dock_titles()["check"], lambda session: _check(session, window), right, ahead=False
        ),
        Kind("bytes", lambda: window.dock_titles()["bytes"], _bytes, right, ahead=False),
        Kind("health", lambda: window.dock_titles()["health"], _health, bottom, ahead=False),
        Kind("optimizer", lambda: window.dock_titles()["optimizer"], _optimizer, bottom, ahead=False),
        Kind(
            "costs", lambda: window.dock_titles()["costs"], lambda session: _costs(session, window), bottom, ahead=False
        ),
        Kind(
            "gradients",
            lambda: window.dock_titles()["gradients"],
            lambda session: _gradients(session, window),
            bottom,
            ahead=False,
        ),
        Kind("console", lambda: window.dock_titles()["console"], _console, bottom, ahead=False),
    )
