"""Edits of one opened checkpoint: steps are tried off the UI thread, and what comes of them is shown by every view."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.checkpoint.model import Checkpoint
from desktop_app.graph.hierarchy import build_hierarchy
from desktop_app.graph.model import Graph
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.document import Document
from desktop_app.gui.tasks import Task, TaskFailure

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Draft, Step
    from desktop_app.checkpoint.editing.errors import EditError

_KEPT = 64
"""How many derived checkpoints are remembered, so that undo shows at once."""
_KEPT_TENSORS = 400_000
"""Tensors that they may have together."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft as the views show it."""

    checkpoint: Checkpoint
    graph: Graph
    changed: frozenset[str]
    """Names that differ from the file."""
    paths: frozenset[str]
    """Those names, and the paths of all modules above them."""
    places: Mapping[str, int]
    """Where each node of the graph is, by its path."""
    marked: frozenset[int]
    """Nodes of the graph that hold something changed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What trying some steps gave."""

    before: "Draft | None"
    draft: "Draft | None"
    error: "EditError | None"
    shown: Shown | None
    places: Mapping[int, int]
    """Old index of a tensor to its new one."""
    same: frozenset[int]
    """Old indices of tensors whose values are what they were."""


def among(opened: Mapping[str, Checkpoint], path: str) -> Checkpoint:
    """A file that a step names, out of those that were opened for it; raises `EditError`."""
    from desktop_app.checkpoint.editing.errors import EditError

    found = opened.get(path)
    if found is None or (found.path != path and ":" in path[2:] and path.rpartition(":")[0] in opened):
        raise EditError("not-open", file=path)  # `FILE:KEY`: the file itself is asked for next
    return found


def try_steps(
    draft: "Draft | None", checkpoint: Checkpoint, steps: "Sequence[Step]", opened: Mapping[str, Checkpoint]
) -> Outcome:
    """Apply steps to a draft (or to the untouched checkpoint); an `EditError` is part of the answer. For a thread."""
    from desktop_app.checkpoint.editing.draft import Draft
    from desktop_app.checkpoint.editing.errors import EditError
    from desktop_app.checkpoint.editing.operations import apply_all

    before = draft if draft is not None else Draft.of(checkpoint)
    try:
        after = apply_all(before, steps, lambda path: among(opened, path))
    except EditError as error:
        return Outcome(before, None, error, None, {}, frozenset())
    return show(before, after, None)


def show(before: "Draft", after: "Draft", known: Shown | None) -> Outcome:
    """How the views get from one draft to another. For a thread."""
    from desktop_app.checkpoint.editing.edited import edited_checkpoint
    from desktop_app.checkpoint.pickling.collector import paused_collector

    if known is None:
        with paused_collector():
            made = edited_checkpoint(after)
            known = _shown(made, after.changed_names())
    index = {info.name: place for place, info in enumerate(known.checkpoint.tensors)}
    by_origin = {item.origin or name: name for name, item in after.items.items()}
    old = edited_names(before)
    places: dict[int, int] = {}
    same: set[int] = set()
    for place, name in enumerate(old):
        item = before.items.get(name)
        if item is None:
            if name in index:
                places[place] = index[name]
            continue
        new = by_origin.get(item.origin or name)
        if new is None or new not in index:
            continue
        places[place] = index[new]
        if after.items[new].value is item.value:
            same.add(place)
    return Outcome(before, after, None, known, places, frozenset(same))


def _shown(made: Checkpoint, changed: frozenset[str]) -> Shown:
    """Everything that the views ask, so that none of them has to go through all names on the UI thread."""
    graph, paths = build_hierarchy(made), with_modules(changed)
    places = graph.index()
    marked = frozenset(place for path in paths if (place := places.get(path, 0)) > 0)
    return Shown(made, graph, changed, paths, places, marked)


def with_modules(names: frozenset[str]) -> frozenset[str]:
    """Names and the paths of all modules above them."""
    found: set[str] = set()
    for name in names:
        while name and name not in found:
            found.add(name)
            name = name[: max(name.rfind("."), name.rfind("/"), 0)]
    return frozenset(found)


def edited_names(draft: "Draft") -> Sequence[str]:
    """Names in the order in which the views number them."""
    return tuple(draft.items) if draft.is_changed else tuple(info.name for info in draft.source.tensors)


class Editor(QObject):
    """The document of one session; `do` is the only way in."""

    refused = Signal(object)
    """The `EditError` of a step that does not fit."""
    shown = Signal(object)
    """The new `Shown`, after the session has taken it."""
    failed = Signal(object)
    """A `TaskFailure`: a file that `add` names could not be opened."""
    busy_changed = Signal(bool)

    def __init__(self, session: CheckpointSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.document: Document[Draft | None] = Document(None, self)
        """None is the untouched file."""
        self.changed_names: frozenset[str] = frozenset()
        self.changed_paths: frozenset[str] = frozenset()
        """Those names, and the paths of all modules above them."""
        self.opened: dict[str, Checkpoint] = {}
        """Further files that steps name, by the path they use."""
        self._waiting: deque[tuple[str, Sequence[Step]]] = deque()
        self._task: Task | None = None
        self._known: list[tuple[Draft, Shown]] = []
        self._base: Draft | None = None
        """The draft that changes nothing: the one that the first step was made from."""
        self._displayed: Draft | None = None
        self._travelling = False
        self.document.changed.connect(self._travel)

    @property
    def draft(self) -> "Draft":
        """The present draft; made when there is none yet."""
        return self.document.value or self._untouched()

    def _untouched(self) -> "Draft":
        from desktop_app.checkpoint.editing.draft import Draft

        if self._base is None:
            self._base = Draft.of(self.session.original)
        return self._base

    @property
    def steps(self) -> "tuple[Step, ...]":
        """What was done to the file."""
        return self.document.value.steps if self.document.value is not None else ()

    @property
    def busy(self) -> bool:
        """Whether an edit is being worked on."""
        return self._task is not None

    # ------------------------------------------------------------------ doing

    def do(self, text: str, *steps: "Step") -> None:
        """Try steps as one entry of the history; `refused` tells why they do not fit."""
        self._waiting.append((text, steps))
        if self._task is None:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        text, steps = self._waiting.popleft()
        missing = [
            path for path in files_of(steps) if path not in self.opened and path.rpartition(":")[0] not in self.opened
        ]
        if missing:
            self._open(missing[0], text, steps)
            return
        task = self.session.tasks.run(
            try_steps,
            self.document.value or self._base,
            self.session.original,
            steps,
            dict(self.opened),
            lane="thread",
            title=text,
        )
        self._begin(task)
        task.done.connect(lambda outcome: self._tried(text, outcome))
        task.failed.connect(self._broke)

    def _open(self, path: str, text: str, steps: "Sequence[Step]") -> None:
        """Read a further file in the worker, then come back to the steps."""
        task = self.session.tasks.run(open_for_steps, path, title=self.tr("Open {name}").format(name=path))
        self._begin(task)

        def take(found: tuple[str, Checkpoint]) -> None:
            self._task = None
            self.opened[path] = found[1]
            if found[0] != path:
                self.opened[found[0]] = found[1]
            self._waiting.appendleft((text, steps))
            self._next()

        task.done.connect(take)
        task.failed.connect(self._broke)

    def _begin(self, task: Task) -> None:
        self._task = task
        self.busy_changed.emit(True)

    def _end(self) -> None:
        self._task = None
        self.busy_changed.emit(False)
        self._next()

    def _broke(self, failure: TaskFailure) -> None:
        self._waiting.clear()
        self.failed.emit(failure)
        self._end()

    def _tried(self, text: str, outcome: Outcome) -> None:
        if outcome.error is not None:
            self.refused.emit(outcome.error)
        elif outcome.draft is not None:
            self._base = self._base or outcome.before
            self._travelling = True
            self.document.change(text, outcome.draft)
            self._travelling = False
            self._take(outcome)
        self._end()

    # ------------------------------------------------------------------ undo and redo

    def _travel(self, old: "Draft | None", new: "Draft | None") -> None:
        """The history moved by itself: show where it is now."""
        if self._travelling:
            return
        before = self._displayed or self._untouched()
        after = new or self._untouched()
        known = next((shown for draft, shown in self._known if draft is after), None)
        task = self.session.tasks.run(
            show, before, after, known, lane="thread", latest=f"travel-{id(self)}", title=self.tr("Undo")
        )
        task.done.connect(self._take)

    def _take(self, outcome: Outcome) -> None:
        if outcome.shown is None or outcome.draft is None:
            return
        kept = [pair for pair in self._known if pair[0] is not outcome.draft]
        self._known = [*kept, (outcome.draft, outcome.shown)][-_KEPT:]
        while len(self._known) > 1 and sum(len(draft.items) for draft, _ in self._known) > _KEPT_TENSORS:
            del self._known[0]
        self._displayed = outcome.draft
        self.changed_names, self.changed_paths = outcome.shown.changed, outcome.shown.paths
        self.session.replace(outcome.shown.checkpoint, outcome.places, outcome.same)
        self.shown.emit(outcome.shown)

    def close(self) -> None:
        """Nothing more is shown."""
        self._waiting.clear()
        self._known.clear()


def files_of(steps: "Iterable[Step]") -> list[str]:
    """Files that steps name."""
    found: list[str] = []
    for step in steps:
        if step.operation in ("add", "assign") and len(step.arguments) == 2:
            found.append(step.arguments[1])
        elif step.operation == "merge":
            found.extend(step.arguments[2:])
    return found


def open_for_steps(path: str, progress: object = None) -> tuple[str, Checkpoint]:
    """Open `FILE` or the file of `FILE:KEY`; gives the path that opened. For a worker."""
    import os

    from desktop_app.checkpoint.open import open_checkpoint

    if not os.path.exists(path) and ":" in path[2:] and os.path.exists(path.rpartition(":")[0]):
        path = path.rpartition(":")[0]
    return path, open_checkpoint(path, progress=progress)  # type: ignore[arg-type]
