"""Which engine lays out a view: ours at once, Graphviz in a worker, with what is shown meanwhile and what is told when it fails."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.graph.arrangement import Arrangement, GroupLayout
from desktop_app.gui.alive import while_alive
from desktop_app.gui.graph.canvas import GraphCanvas
from desktop_app.gui.sentences import translated
from desktop_app.gui.tasks import Task, TaskFailure, Tasks

if TYPE_CHECKING:
    from desktop_app.graph.dot_layout import Places

_HOLD_MS = 250
"""So long the old picture stays while Graphviz works; then our own layout is shown."""


class Layouter(QObject):
    """Brings Graphviz's places into an arrangement; every change of what is open asks anew, and the latest question wins."""

    told = Signal(str)
    """One sentence while Graphviz works or when it does not answer; empty when all is well."""

    def __init__(self, canvas: GraphCanvas, tasks: Tasks | None) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._tasks = tasks
        self.engine = "layered"
        self.dot = ""
        """Path of the Graphviz program that the user chose; empty: the one at hand."""
        self._task: Task | None = None
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(_HOLD_MS)
        self._hold.timeout.connect(self._let_go)

    def set_engine(self, engine: str, arrangement: Arrangement | None, then: Callable[[], None]) -> None:
        """Change the engine and lay out anew."""
        if engine != self.engine:
            self.engine = engine
            if arrangement is not None:
                arrangement.forget_layout()
        self.lay_out(arrangement, then)

    def lay_out(self, arrangement: Arrangement | None, then: Callable[[], None]) -> None:
        """Do `then` (which moves the view) as soon as the layout is there that is to be seen."""
        self.stop()
        if arrangement is None or self.engine != "graphviz" or self._tasks is None:
            self.told.emit("")
            then()
            return
        from desktop_app.graph.dot_layout import layout_source, places_of
        from desktop_app.graph.graphviz import GraphvizError

        own = arrangement.root
        try:
            source = layout_source(arrangement)
        except GraphvizError as error:
            self.told.emit(self._fallen(str(error)))
            then()
            return
        self._canvas.setUpdatesEnabled(False)
        self._hold.start()
        self.told.emit(self.tr("Graphviz is at work…"))
        task = self._task = self._tasks.run(
            places_of, source, preferred=self.dot, lane="writer", title=self.tr("Lay out with Graphviz")
        )
        task.done.connect(while_alive(self, lambda places: self._arrived(arrangement, own, places, then)))
        task.failed.connect(while_alive(self, lambda failure: self._failed(failure, then)))
        task.ended.connect(while_alive(self, lambda: self._ended(task)))
        then()

    def stop(self) -> None:
        """A question that is still open is not wanted any more."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self._let_go()

    def _let_go(self) -> None:
        self._hold.stop()
        self._canvas.setUpdatesEnabled(True)

    def _ended(self, task: Task) -> None:
        if self._task is task:
            self._task = None

    def _arrived(self, arrangement: Arrangement, own: GroupLayout, places: "Places", then: Callable[[], None]) -> None:
        from desktop_app.graph.dot_layout import layout_of
        from desktop_app.graph.graphviz import GraphvizError

        self._task = None
        if arrangement is self._canvas.arrangement and arrangement.root is own:
            try:
                arrangement.adopt(layout_of(arrangement, places))
                self.told.emit("")
            except GraphvizError as error:
                self.told.emit(self._fallen(str(error)))
            then()
        self._let_go()

    def _failed(self, failure: TaskFailure, then: Callable[[], None]) -> None:
        self.told.emit(self._fallen(failure.message))
        self._let_go()

    def _fallen(self, sentence: str) -> str:
        return " ".join((translated(sentence), self.tr("Until then: layered.")))
