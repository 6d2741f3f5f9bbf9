"""What is known of a file's model beyond its modules: what it was recognised as, its dataflow, one backward pass; asked for once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.alive import while_alive
from desktop_app.gui.engine_texts import engine_text
from desktop_app.gui.sentences import translated

if TYPE_CHECKING:
    from desktop_app.checkpoint.checking.check_model import Proof
    from desktop_app.checkpoint.comparing.sides import Origin
    from desktop_app.checkpoint.model import Checkpoint
    from desktop_app.graph.model import Graph
    from desktop_app.graph.recognise import Candidate
    from desktop_app.graph.sources.ask import Flow
    from desktop_app.graph.sources.autograd import Backward
    from desktop_app.gui.checkpoint.edits.editor import Editor, Shown
    from desktop_app.gui.tasks import Task, TaskFailure, Tasks

type Kind = Literal["dataflow", "autograd"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be traced."""

    model: str = ""
    """Text of the model; empty for what was recognised."""
    trusted: str = ""
    """SHA-256 of its `.py` when that may run."""
    shapes: tuple[tuple[int, ...], ...] = ()
    """Of the inputs; guessed when empty."""
    given: str = ""
    """A file for the first input of the backward pass; random when empty."""


def _looks_like(checkpoint: "Checkpoint") -> "tuple[Candidate, ...]":
    """In a thread, where what it imports does not hold up the window either."""
    from desktop_app.graph.sources.ask import looks_like

    return looks_like(checkpoint)


class FlowWork(QObject):
    """Traces the model of one tab in child processes; several views follow it, none of them asks twice."""

    recognised = Signal()
    began = Signal(str)
    """Kind of the graph that is being made, or `proof`."""
    progressed = Signal(str)
    failed = Signal(str)
    """One sentence."""
    stopped = Signal()
    ended = Signal()
    flowed = Signal()
    went_back = Signal()
    proved = Signal(object)
    """The `Proof` of a strict load."""
    moved = Signal()
    """The file was edited: the graphs name the tensors' new places."""

    def __init__(self, editor: "Editor", tasks: "Tasks", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.tasks = tasks
        self.request = Request()
        self.found: tuple[Candidate, ...] = ()
        self.flow: Flow | None = None
        self.backward: Backward | None = None
        self.backward_graph: Graph | None = None
        self.edited = False
        """Whether the file was edited since it was traced."""
        self._asked = False
        self._task: Task | None = None
        self._origins: Sequence[str] = ()
        editor.shown.connect(self._follow_edit)

    # ------------------------------------------------------------------ what it is

    def recognise(self) -> None:
        """Look the file's keys and shapes up, once."""
        if self._asked:
            return
        self._asked = True
        task = self.tasks.run(_looks_like, self.editor.session.checkpoint, lane="thread")
        task.done.connect(self._take_found)

    def _take_found(self, found: "tuple[Candidate, ...]") -> None:
        self.found = found
        self.recognised.emit()

    @property
    def best(self) -> "Candidate | None":
        """The architecture whose keys and shapes are the file's."""
        return next((one for one in self.found if one.match == 1.0), None)

    @property
    def prefix(self) -> str:
        """What the file's names have in front of the model's."""
        return self.best.prefix if self.best is not None else ""

    @property
    def model(self) -> str:
        """Text of the model that is used: the chosen one, else the recognised; empty for none."""
        if self.request.model or self.best is None:
            return self.request.model
        from desktop_app.graph.sources.ask import model_text

        return model_text(self.best)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._task is not None

    def stop(self) -> None:
        """Stop what is under way."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def origin(self) -> "Origin":
        """The file with its edits, as another process makes it."""
        from desktop_app.checkpoint.comparing.sides import Origin

        return Origin.of(self.editor.draft)

    # ------------------------------------------------------------------ asking

    def trace(self, request: Request, kind: Kind) -> None:
        """Make a graph; what was under way is stopped."""
        self.stop()
        self.request = request
        self._task = self._dataflow(request) if kind == "dataflow" else self._autograd(request)
        self._follow(kind)

    def _dataflow(self, request: Request) -> "Task":
        from desktop_app.graph.sources.ask import flow_of

        task = self.tasks.run(
            flow_of, self.editor.session.checkpoint, model=request.model, trusted=request.trusted,
            inputs=request.shapes, prefix=self.prefix, lane="thread", title=self.tr("Trace the dataflow"),
        )  # fmt: skip
        task.done.connect(self._take_flow)
        return task

    def _autograd(self, request: Request) -> "Task | None":
        from desktop_app.graph.sources.autograd import ask_backward

        model = self.model
        if not model:
            self.failed.emit(self.tr("No architecture was recognised: choose the model."))
            return None
        task = self.tasks.run(
            ask_backward, model, self.origin(), trusted=request.trusted, prefix=self.prefix, inputs=request.shapes,
            given=request.given, lane="thread", title=self.tr("Run one backward pass"),
        )  # fmt: skip
        task.done.connect(self._take_backward)
        return task

    def prove(self) -> None:
        """Load the file strictly into the model that is used, on the meta device."""
        from desktop_app.graph.sources.ask import prove_model

        self.stop()
        if not self.model:
            self.failed.emit(self.tr("No architecture was recognised: choose the model."))
            return
        self._task = self.tasks.run(
            prove_model, self.model, self.origin(), prefix=self.prefix, trusted=self.request.trusted, lane="thread",
            title=self.tr("Load strictly"),
        )  # fmt: skip
        self._task.done.connect(self._take_proof)
        self._follow("proof")

    def _follow(self, what: str) -> None:
        task = self._task
        if task is None:
            self.ended.emit()
            return
        task.progressed.connect(
            while_alive(
                self,
                lambda done, total, text: self.progressed.emit(
                    f"{translated(text)} {done}/{total}" if total else translated(text)
                ),
            )
        )
        task.failed.connect(self._fail)
        task.cancelled.connect(while_alive(self, self.stopped.emit))
        task.ended.connect(while_alive(self, lambda: self._end(task)))
        self.began.emit(what)

    def _fail(self, failure: "TaskFailure") -> None:
        self.failed.emit(engine_text(failure.code, dict(failure.values), failure.message))

    def _end(self, task: "Task") -> None:
        if self._task is task or self._task is None:
            self._task = None
            self.ended.emit()

    # ------------------------------------------------------------------ what comes

    def _take_flow(self, flow: "Flow") -> None:
        self.flow = flow
        self._note_places()
        self.flowed.emit()

    def _take_backward(self, backward: "Backward") -> None:
        from desktop_app.graph.dataflow import build_dataflow, with_tensors

        self.backward = backward
        checkpoint = self.editor.session.checkpoint
        positions = {info.name: index for index, info in enumerate(checkpoint.tensors)}
        title = checkpoint.path.replace("\\", "/").rstrip("/").rpartition("/")[2]
        graph = build_dataflow(backward.ops, title, classes=backward.classes, numels=backward.numels, kind="autograd")
        self.backward_graph = with_tensors(graph, positions, backward.ops)
        self._note_places()
        self.went_back.emit()

    def _take_proof(self, proof: "Proof") -> None:
        self.proved.emit(proof)

    # ------------------------------------------------------------------ edits

    def _note_places(self) -> None:
        """What each tensor is called in the file itself, by its place in the checkpoint that is shown."""
        self.edited = False
        self._origins = self._origins_now()

    def _origins_now(self) -> list[str]:
        draft = self.editor.document.value
        names = (info.name for info in self.editor.session.checkpoint.tensors)
        if draft is None:
            return list(names)
        return [(item.origin if (item := draft.items.get(name)) is not None else None) or name for name in names]

    def _follow_edit(self, _shown: "Shown") -> None:
        """Renamed and moved tensors are found again, so that selecting a node still selects what it holds."""
        if self.flow is None and self.backward_graph is None:
            return
        from dataclasses import replace

        from desktop_app.graph.dataflow import moved_tensors

        now = self._origins_now()
        by_origin = {name: place for place, name in enumerate(now)}
        places = {old: by_origin[name] for old, name in enumerate(self._origins) if name in by_origin}
        if self.flow is not None:
            self.flow = replace(self.flow, graph=moved_tensors(self.flow.graph, places))
        if self.backward_graph is not None:
            self.backward_graph = moved_tensors(self.backward_graph, places)
        self._origins = now
        self.edited = True
        self.moved.emit()

    def names_now(self) -> Mapping[str, str]:
        """What each tensor of the file is called now, by its name when the pass was made."""
        tensors = self.editor.session.checkpoint.tensors
        return {origin: info.name for origin, info in zip(self._origins, tensors, strict=False)}
