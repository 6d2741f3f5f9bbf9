"""One opened file as a tab: waiting, failed, or its graph under the banners of safety and of changes on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.checkpoint.model import Checkpoint
from desktop_app.graph.model import Graph
from desktop_app.graph.opening import open_with_graph
from desktop_app.gui.checkpoint.edits.edit_actions import EditActions
from desktop_app.gui.checkpoint.edits.edit_texts import refusal_text, step_text
from desktop_app.gui.checkpoint.edits.editor import Editor, Shown
from desktop_app.gui.checkpoint.edits.offers_bar import OffersBar
from desktop_app.gui.checkpoint.edits.rename_bar import RenameBar
from desktop_app.gui.checkpoint.safety_view import SafetyBanner
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.counted import counted
from desktop_app.gui.flow_work import FlowWork
from desktop_app.gui.graph.view import GraphView
from desktop_app.gui.journal import Journal, Unsaved
from desktop_app.gui.pages import ErrorState, LoadingState
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Task, TaskFailure, Tasks
from desktop_app.gui.turns import Turns
from desktop_app.gui.watch import FileWatch

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Step
    from desktop_app.checkpoint.editing.errors import EditError
    from desktop_app.gui.flow_bar import FlowBar

_FLOW_AFTER_MS = 1200
"""Milliseconds after which the bar of other graphs comes: the first sight of the file is not kept waiting."""
_MANY = 5000
_OFFERS_AFTER_MS = 1000
"""Looking for offers loads numpy; first the file is shown."""


def _below(graph: Graph, node: int) -> list[int]:
    """Tensors of a node and of everything in it."""
    found: list[int] = []
    pending = [node]
    while pending:
        current = graph.nodes[pending.pop()]
        found += current.tensors
        pending += current.children
    return found


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


class UnsavedBanner(QWidget):
    """Offers edits that were not exported when the program last ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unsaved-banner")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.restore_button = QPushButton(self.tr("Restore"), self)
        self.restore_button.setObjectName("unsaved-restore")
        self.discard_button = QPushButton(self.tr("Discard"), self)
        self.discard_button.setObjectName("unsaved-discard")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.restore_button)
        row.addWidget(self.discard_button)
        self.setAutoFillBackground(True)
        self.hide()

    def offer(self, count: int, *, same_file: bool) -> None:
        """Say what there is."""
        text = counted(
            count,
            self.tr("One edit of this file was not exported the last time."),
            self.tr("{count} edits of this file were not exported the last time."),
        )
        if not same_file:
            text += " " + self.tr("The file is another one now; what does not fit will be told.")
        self.text.setText(text)
        self.show()


@dataclass(slots=True)
class _Coming:
    """What a file will be shown by, made piece by piece while it arrives."""

    view: GraphView
    session: CheckpointSession | None = None
    page: QWidget | None = None


class CheckpointTab(QStackedWidget):
    """Opens a path by itself and tells how it went."""

    read = Signal()
    """The file was read; it is shown next."""
    opened = Signal()
    failed = Signal()
    closed = Signal()
    """Opening was cancelled."""
    open_wanted = Signal()
    copy_wanted = Signal(str)
    safety_wanted = Signal()
    findings_wanted = Signal()
    complained = Signal(str)
    """One sentence for the status line."""
    history_changed = Signal()
    nan_wanted = Signal()
    model_used = Signal(str)
    """Text of a model that everything about this file shall use."""
    table_wanted = Signal(str)
    """`costs` or `gradients`."""
    dropped = Signal(object)
    """A session that is about to end: views of it have to go."""

    def __init__(
        self, path: str, tasks: Tasks, parent: QWidget | None = None, *, settings: Settings | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("checkpoint-tab")
        self.path = path
        self.tasks = tasks
        self.settings = settings
        self.flow: FlowBar | None = None
        self.work: FlowWork | None = None
        """What is known of the file's model; lives as long as its session."""
        self.session: CheckpointSession | None = None
        self.graph_view: GraphView | None = None
        self._task: Task | None = None
        self._arriving: Checkpoint | None = None
        """A file that has been read and is about to be shown."""
        self._coming: _Coming | None = None
        self._turns = Turns(self)
        self._latest: Shown | None = None
        self.journal = Journal()
        self.load()

    @property
    def title(self) -> str:
        """Name of the file or folder."""
        return Path(self.path).name or self.path

    @property
    def waiting(self) -> bool:
        """Whether the file is still being opened."""
        return self._task is not None or self._arriving is not None

    def load(self) -> None:
        """Open the path (again)."""
        self._drop()
        self.history_changed.emit()  # what is read anew has no edits
        self._task = self.tasks.run(open_with_graph, self.path, title=self.tr("Open {name}").format(name=self.title))
        self._show(LoadingState(self.path, self._task, self))
        self._task.done.connect(self._loaded)
        self._task.failed.connect(self._broke)
        self._task.cancelled.connect(self.closed)
        self._turns.add(self._make_view)

    def _show(self, page: QWidget) -> None:
        while self.count():
            old = self.widget(0)
            if old is None:
                break
            self.removeWidget(old)
            old.deleteLater()
        self.addWidget(page)
        self.setCurrentWidget(page)

    def _make_view(self) -> None:
        """The graph's view, while the file is being read: until then there is nothing to do here."""
        if self.waiting and self._coming is None:
            self._coming = _Coming(GraphView(self.tasks, self))
            self._coming.view.hide()

    def _loaded(self, result: tuple[Checkpoint, Graph]) -> None:
        """Show it a piece in each turn: the graph, what stands around it, the docks, and the page."""
        self._task = None
        checkpoint, graph = result
        self._arriving = checkpoint
        for piece in (
            self._make_view,
            lambda: self._fill_view(checkpoint, graph),
            lambda: self._make_page(checkpoint, graph),
            self.read.emit,
            lambda: self._show_page(checkpoint),
        ):
            self._turns.add(lambda piece=piece: piece() if self._arriving is checkpoint else None)

    def _fill_view(self, checkpoint: Checkpoint, graph: Graph) -> None:
        assert self._coming is not None
        self._coming.view.set_graph(graph, checkpoint.tensors)

    def _make_page(self, checkpoint: Checkpoint, graph: Graph) -> None:
        """The view under its bars, and what they are about."""
        coming = self._coming
        assert coming is not None
        session = coming.session = CheckpointSession(checkpoint, self.tasks, self)
        page = coming.page = QWidget(self)
        page.hide()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.editor = Editor(session, session)
        session.editor = self.editor
        self.edits = EditActions(self.editor, self)
        session.edit_rows = self.edits.rows_of_selection
        self.edits.rename_bar_wanted.connect(lambda: self.rename_bar.open())
        self.editor.shown.connect(self._edited)
        self.editor.refused.connect(self._refused)
        self.editor.failed.connect(lambda failure: self.complained.emit(self._sentence(failure)))
        self.editor.document.history_changed.connect(self._note_history)
        self.work = FlowWork(self.editor, self.tasks, session)
        self.offers = OffersBar(self.editor, page)
        self.offers.nan_wanted.connect(self.nan_wanted)
        self.rename_bar = RenameBar(self.editor, page)
        self.unsaved = UnsavedBanner(page)
        self.banner = SafetyBanner(session, page)
        self.banner.show_requested.connect(self.safety_wanted)
        self.banner.findings_requested.connect(self.findings_wanted)
        self.changed = ChangedBanner(page)
        self.changed.reload_button.clicked.connect(self.load)
        for widget in (self.banner, self.changed, self.unsaved, self.offers, self.rename_bar):
            column.addWidget(widget)
        column.addWidget(coming.view, 1)
        coming.view.show()
        QTimer.singleShot(_FLOW_AFTER_MS, page, lambda: self._add_flow(page, graph))
        self._join(session, coming.view)
        coming.view.edit_rows = self.edits.rows_of_selection

    def _show_page(self, checkpoint: Checkpoint) -> None:
        coming, self._coming, self._arriving = self._coming, None, None
        assert coming is not None and coming.page is not None
        self.session, self.graph_view = coming.session, coming.view
        watch = FileWatch(checkpoint.files, coming.page)
        watch.changed.connect(self._file_changed)
        self._show(coming.page)
        many = len(checkpoint.tensors) > _MANY
        QTimer.singleShot(_OFFERS_AFTER_MS * (4 if many else 1), self.offers, self.offers.look)
        self._offer_unsaved(checkpoint)
        self.opened.emit()

    def _add_flow(self, page: QWidget, graph: Graph) -> None:
        """Say what the file looks like, and offer its other graphs, once it is on the screen."""
        from desktop_app.gui.flow_bar import FlowBar

        column = page.layout()
        if self.graph_view is None or self.flow is not None or not isinstance(column, QVBoxLayout):
            return
        shown = self._latest.graph if self._latest is not None else graph
        assert self.work is not None
        self.flow = FlowBar(self.work, self.graph_view, shown, self.settings or Settings(), page)
        self.flow.model_used.connect(self.model_used)
        self.flow.table_wanted.connect(self.table_wanted)
        column.insertWidget(column.indexOf(self.graph_view), self.flow)

    # ------------------------------------------------------------------ edits

    @property
    def is_saved(self) -> bool:
        """Whether nothing would be lost by closing."""
        return self.session is None or self.editor.document.is_saved

    def _edited(self, shown: Shown) -> None:
        """The graph follows in a turn of its own: tree and table answer first."""
        self._latest = shown
        QTimer.singleShot(0, self, lambda: self._show_graph(shown))

    def _show_graph(self, shown: Shown) -> None:
        if self.flow is not None and not self.flow.show_hierarchy(shown.graph):
            return
        if self.graph_view is not None and shown is self._latest:
            self.graph_view.replace_graph(shown.graph, shown.checkpoint.tensors, shown.places)
            self.graph_view.set_marked(shown.marked)

    def _refused(self, error: "EditError") -> None:
        self.complained.emit(refusal_text(error))

    def _note_history(self) -> None:
        """Keep what is not exported yet where a crash does not reach it."""
        self.history_changed.emit()
        if self.session is not None:
            steps = () if self.editor.document.is_saved else self.editor.steps
            self.tasks.run(
                self.journal.write,
                self.session.original,
                self.path,
                steps,
                self.journal.number(),
                lane="thread",
            )

    def _offer_unsaved(self, checkpoint: Checkpoint) -> None:
        found = self.journal.find(checkpoint, self.path)
        if found is None:
            return
        self.unsaved.offer(len(found.steps), same_file=found.same_file)
        self.unsaved.restore_button.clicked.connect(lambda: self._restore(found))
        self.unsaved.discard_button.clicked.connect(lambda: (self.unsaved.hide(), self.journal.forget(self.path)))

    def _restore(self, found: Unsaved) -> None:
        """Do the edits again; for another file it is first shown which of them fit."""
        from desktop_app.gui.checkpoint.edits.recipe_dialog import RecipeDialog

        self.unsaved.hide()
        if found.same_file:
            self.replay(found.steps)
        else:
            RecipeDialog(self.editor, found.steps, self).open()

    def replay(self, steps: "Sequence[Step]") -> None:
        """Do the steps of a recipe, each as an entry of the history; those that do not fit are told."""
        for step in steps:
            self.editor.do(step_text(step), step)

    def give_up(self) -> None:
        """The edits are not wanted any more."""
        self.journal.forget(self.path)

    def _sentence(self, failure: TaskFailure) -> str:
        return " ".join(filter(None, finding_text(failure.finding))) if failure.finding is not None else failure.message

    def _file_changed(self, sentence: str) -> None:
        self.changed.say(sentence)
        if self.session is not None:
            self.session.file_changed.emit(sentence)

    @staticmethod
    def _join(session: CheckpointSession, view: GraphView) -> None:
        """One selection for the graph and all other views."""
        known: dict[str, dict[str, int]] = {}

        def places() -> dict[str, int]:
            """Where modules are by path, or tensors by name when there are none; made when somebody selects."""
            if not known:
                checkpoint = session.checkpoint
                names = (module.path for module in checkpoint.modules) if checkpoint.modules else ()
                names = names or (tensor.name for tensor in checkpoint.tensors)
                known[""] = {name: position for position, name in enumerate(names)}
            return known[""]

        session.checkpoint_changed.connect(known.clear)

        def from_graph(paths: tuple[str, ...]) -> None:
            graph = view.graph
            if graph is not None and graph.kind not in ("hierarchy", "inferred"):
                index = graph.index()
                session.select_tensors(
                    tensor for path in paths if path in index for tensor in _below(graph, index[path])
                )
            elif session.checkpoint.modules:
                chosen = [places()[path] for path in paths if path in places()]
                if len(chosen) == 1:
                    session.select_module(chosen[0])
                elif chosen:
                    session.select_tensors(tensor for module in chosen for tensor in session.tensors_of(module))
            else:
                session.select_tensors(places()[path] for path in paths if path in places())

        def to_graph(selection: object) -> None:
            chosen = session.selection
            graph = view.graph
            if graph is not None and graph.kind not in ("hierarchy", "inferred"):
                wanted = set(chosen.tensors[:200])
                view.select([node.path for node in graph.nodes if wanted.intersection(node.tensors)])
                return
            modules = session.checkpoint.modules
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
        self._forget_coming()
        page = ErrorState(self.path, failure, self._sentence(failure), self)
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
        self.graph_view = self._arriving = self._latest = None
        self._forget_coming()
        if self.work is not None:
            self.work.stop()
        self.flow = self.work = None

    def _forget_coming(self) -> None:
        coming, self._coming = self._coming, None
        if coming is not None:
            coming.view.deleteLater()
            if coming.page is not None:
                coming.page.deleteLater()
            if coming.session is not None:
                coming.session.close()
                coming.session.deleteLater()

    def shut(self) -> None:
        """Stop all work for this file."""
        self._drop()
        self.setCursor(Qt.CursorShape.ArrowCursor)
