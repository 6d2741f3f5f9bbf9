"""One opened checkpoint as its views share it: the value, the selection, and the statistics as they arrive."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.checkpoint.model import Checkpoint, Finding

if TYPE_CHECKING:
    from desktop_app.checkpoint.measuring.statistics import Statistics
    from desktop_app.gui.actions import Action
    from desktop_app.gui.checkpoint.edits.editor import Editor
    from desktop_app.gui.tasks import Task, Tasks


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected, in every view alike."""

    module: int = -1
    """Index into `Checkpoint.modules`; -1 for none."""
    tensors: tuple[int, ...] = ()
    """Indices into `Checkpoint.tensors`, the current one first."""


class CheckpointSession(QObject):
    """Holds one `Checkpoint`; views read from it, ask it to select, and never call one another."""

    selection_changed = Signal(object)
    """The new `Selection`."""
    statistics_arrived = Signal(object)
    """Tuple of tensor indices whose statistics (or failure) just came."""
    statistics_progressed = Signal(int, int)
    checkpoint_changed = Signal()
    """`checkpoint` is another value now: an edit, or its undoing."""
    file_changed = Signal(str)
    """One sentence: the file on disk is no longer the one that was opened."""

    def __init__(self, checkpoint: Checkpoint, tasks: "Tasks", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.checkpoint = checkpoint
        self.original = checkpoint
        """As the file was opened."""
        self.tasks = tasks
        self.editor: Editor | None = None
        """Where edits go; None while the views of a session are tried alone."""
        self.edit_rows: Callable[[], Sequence[Action]] = lambda: ()
        """What context menus offer to do with the selection."""
        self._selection = Selection()
        self._statistics: dict[int, Statistics] = {}
        self._failures: dict[int, Finding] = {}
        self._pass: Task | None = None
        self._done = 0
        self._total = 0
        self._owner_index: dict[int, int] | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(400)
        self._again.timeout.connect(self.start_statistics)

    @property
    def selection(self) -> Selection:
        """What is selected now."""
        return self._selection

    @property
    def statistics(self) -> Mapping[int, "Statistics"]:
        """Exact statistics that have arrived, by tensor index."""
        return self._statistics

    @property
    def failures(self) -> Mapping[int, Finding]:
        """Why a tensor has no statistics, by tensor index."""
        return self._failures

    def select(self, selection: Selection) -> None:
        """Make `selection` the one that every view shows; no signal when it already is."""
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(selection)

    def select_module(self, module: int) -> None:
        """Select a module and with it its own tensors (those of its descendants when it has none itself)."""
        self.select(Selection(module, self.tensors_of(module)))

    def select_tensors(self, tensors: Iterable[int]) -> None:
        """Select tensors, and the module that owns the first of them."""
        chosen = tuple(tensors)
        owner = self.owner_of(chosen[0]) if chosen else -1
        self.select(Selection(owner, chosen))

    def tensors_of(self, module: int, limit: int = 64) -> tuple[int, ...]:
        """Own tensors of a module, or up to `limit` of its descendants' when it has none."""
        modules = self.checkpoint.modules
        if not 0 <= module < len(modules):
            return ()
        found: list[int] = list(modules[module].tensors)
        pending = [] if found else list(reversed(modules[module].children))
        while pending and len(found) < limit:
            child = modules[pending.pop()]
            found.extend(child.tensors)
            pending.extend(reversed(child.children))
        return tuple(found[:limit])

    def place_of(self, name: str) -> int:
        """Where a tensor of the opened file is now, whatever it is called by now; -1 when it was dropped."""
        draft = self.editor.document.value if self.editor is not None else None
        if draft is not None:
            name = next((key for key, item in draft.items.items() if item.origin == name), "")
        return next((place for place, info in enumerate(self.checkpoint.tensors) if info.name == name), -1)

    def owner_of(self, tensor: int) -> int:
        """Index of the module that holds a tensor; -1 when it lies outside of the hierarchy."""
        return self._owners().get(tensor, -1)

    def replace(self, checkpoint: Checkpoint, places: Mapping[int, int], same: frozenset[int]) -> None:
        """Show an edited checkpoint. `places` gives the new index of each old tensor that is still there; statistics of
        those in `same` are kept, the others are computed again.
        """
        self.checkpoint = checkpoint
        self._owner_index = None
        self._statistics = {places[old]: one for old, one in self._statistics.items() if old in same and old in places}
        self._failures = {places[old]: one for old, one in self._failures.items() if old in same and old in places}
        chosen = tuple(places[old] for old in self._selection.tensors if old in places)
        self._selection = Selection(self.owner_of(chosen[0]) if chosen else -1, chosen)
        running = self._pass is not None
        self.close()
        self.checkpoint_changed.emit()
        self.selection_changed.emit(self._selection)
        if running or self._again.isActive():
            self._again.start()  # a row of edits begins it once

    def _owners(self) -> dict[int, int]:
        if self._owner_index is None:
            self._owner_index = {
                tensor: position for position, module in enumerate(self.checkpoint.modules) for tensor in module.tensors
            }
        return self._owner_index

    def start_statistics(self) -> None:
        """Begin the background pass over every tensor; the results arrive in batches."""
        from desktop_app.checkpoint.columns import Packed
        from desktop_app.checkpoint.measuring.background import statistics_of_many

        if self._pass is not None:
            return
        tensors = self.checkpoint.tensors
        wanted = [i for i, tensor in enumerate(tensors) if tensor.status == "ok" and i not in self._statistics]
        self._done, self._total = 0, len(wanted)
        self._pass = self.tasks.run(
            statistics_of_many,
            self.checkpoint.files,
            wanted,
            Packed(tensors[i] for i in wanted),
            title=self.tr("Statistics of {file}").format(file=self.checkpoint.path.rpartition("/")[2]),
            lane="statistics",
        )
        self._pass.part.connect(self._take)

    def _take(self, batch: list[tuple[int, "Statistics | Finding"]]) -> None:
        for index, result in batch:
            if isinstance(result, Finding):
                self._failures[index] = result
            else:
                self._statistics[index] = result
        self._done += len(batch)
        self.statistics_arrived.emit(tuple(index for index, _ in batch))
        self.statistics_progressed.emit(self._done, self._total)

    def note_statistics(self, index: int, result: "Statistics | Finding") -> None:
        """Take statistics that a view asked for itself, so that the other views show them too."""
        target = self._failures if isinstance(result, Finding) else self._statistics
        if index not in target:
            target[index] = result  # type: ignore[assignment]
            self.statistics_arrived.emit((index,))

    def close(self) -> None:
        """Stop the background pass."""
        if self._pass is not None:
            self._pass.cancel()
            self._pass = None
