"""One opened file as a tab: waiting, failed, or its graph under the banners of safety and of changes on disk."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.checkpoint.model import Checkpoint
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.graph.hierarchy import build_hierarchy
from desktop_app.graph.model import Graph
from desktop_app.gui.checkpoint.safety_view import SafetyBanner
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.graph.view import GraphView
from desktop_app.gui.pages import ErrorState, LoadingState
from desktop_app.gui.tasks import Task, TaskFailure, Tasks
from desktop_app.gui.watch import FileWatch


def open_with_graph(path: str, progress: object = None) -> tuple[Checkpoint, Graph]:
    """What a tab needs of a file, made in a worker."""
    checkpoint = open_checkpoint(path, progress=progress)  # type: ignore[arg-type]
    return checkpoint, build_hierarchy(checkpoint)


class ChangedBanner(QWidget):
    """Says that the file on disk is another one now, and offers to read it again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changed-banner")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.reload_button = QPushButton(self.tr("Reload"), self)
        self.reload_button.setObjectName("changed-reload")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.reload_button)
        self.setAutoFillBackground(True)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        self.text.setText(sentence)
        self.show()


class CheckpointTab(QStackedWidget):
    """Opens a path by itself and tells how it went."""

    opened = Signal()
    failed = Signal()
    closed = Signal()
    """Opening was cancelled."""
    open_wanted = Signal()
    copy_wanted = Signal(str)
    safety_wanted = Signal()
    dropped = Signal(object)
    """A session that is about to end: views of it have to go."""

    def __init__(self, path: str, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checkpoint-tab")
        self.path = path
        self.tasks = tasks
        self.session: CheckpointSession | None = None
        self.graph_view: GraphView | None = None
        self._task: Task | None = None
        self.load()

    @property
    def title(self) -> str:
        """Name of the file or folder."""
        return Path(self.path).name or self.path

    @property
    def waiting(self) -> bool:
        """Whether the file is still being opened."""
        return self._task is not None

    def load(self) -> None:
        """Open the path (again)."""
        self._drop()
        self._task = self.tasks.run(open_with_graph, self.path, title=self.tr("Open {name}").format(name=self.title))
        self._show(LoadingState(self.path, self._task, self))
        self._task.done.connect(self._loaded)
        self._task.failed.connect(self._broke)
        self._task.cancelled.connect(self.closed)

    def _show(self, page: QWidget) -> None:
        while self.count():
            old = self.widget(0)
            if old is None:
                break
            self.removeWidget(old)
            old.deleteLater()
        self.addWidget(page)
        self.setCurrentWidget(page)

    def _loaded(self, result: tuple[Checkpoint, Graph]) -> None:
        self._task = None
        checkpoint, graph = result
        self.session = CheckpointSession(checkpoint, self.tasks, self)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.banner = SafetyBanner(self.session, page)
        self.banner.show_requested.connect(self.safety_wanted)
        self.changed = ChangedBanner(page)
        self.changed.reload_button.clicked.connect(self.load)
        self.graph_view = GraphView(self.tasks, page)
        self.graph_view.set_graph(graph, checkpoint.tensors)
        for widget in (self.banner, self.changed):
            column.addWidget(widget)
        column.addWidget(self.graph_view, 1)
        watch = FileWatch(checkpoint.files, page)
        watch.changed.connect(self._file_changed)
        self._join(self.session, self.graph_view)
        self._show(page)
        self.opened.emit()

    def _file_changed(self, sentence: str) -> None:
        self.changed.say(sentence)
        if self.session is not None:
            self.session.file_changed.emit(sentence)

    @staticmethod
    def _join(session: CheckpointSession, view: GraphView) -> None:
        """One selection for the graph and all other views."""
        modules = session.checkpoint.modules
        by_path = {module.path: position for position, module in enumerate(modules)}
        by_name = (
            {} if modules else {tensor.name: position for position, tensor in enumerate(session.checkpoint.tensors)}
        )

        def from_graph(paths: tuple[str, ...]) -> None:
            if modules:
                chosen = [by_path[path] for path in paths if path in by_path]
                if len(chosen) == 1:
                    session.select_module(chosen[0])
                elif chosen:
                    session.select_tensors(tensor for module in chosen for tensor in session.tensors_of(module))
            else:
                session.select_tensors(by_name[path] for path in paths if path in by_name)

        def to_graph(selection: object) -> None:
            chosen = session.selection
            if modules:
                owners = (
                    {session.owner_of(tensor) for tensor in chosen.tensors[:200]}
                    if chosen.module < 0 or len(chosen.tensors) > 1
                    else set()
                )
                paths = [modules[chosen.module].path] if chosen.module >= 0 else []
                if len(owners) > 1 and chosen.module >= 0 and not modules[chosen.module].children:
                    paths += [modules[owner].path for owner in owners if owner >= 0 and owner != chosen.module]
                view.select(paths)
            else:
                view.select([session.checkpoint.tensors[tensor].name for tensor in chosen.tensors[:200]])

        view.selected.connect(from_graph)
        session.selection_changed.connect(to_graph)

    def _broke(self, failure: TaskFailure) -> None:
        self._task = None
        sentence = (
            " ".join(filter(None, finding_text(failure.finding))) if failure.finding is not None else failure.message
        )
        page = ErrorState(self.path, failure, sentence, self)
        page.open_wanted.connect(self.open_wanted)
        page.retry_wanted.connect(self.load)
        page.copy_wanted.connect(self.copy_wanted)
        self._show(page)
        self.failed.emit()

    def _drop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancelled.disconnect(self.closed)
            task.cancel()
        if self.session is not None:
            self.dropped.emit(self.session)
            self.session.close()
            self.session.deleteLater()
            self.session = None
        self.graph_view = None

    def shut(self) -> None:
        """Stop all work for this file."""
        self._drop()
        self.setCursor(Qt.CursorShape.ArrowCursor)
