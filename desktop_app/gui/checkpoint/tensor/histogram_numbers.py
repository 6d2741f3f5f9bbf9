"""Gets the histograms that are chosen: what must be counted first, what is kept, what failed."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.tensor.histogram_controls import FEWEST_BINS, MOST_BINS, USUAL_BINS, Choice, Scale
from desktop_app.gui.checkpoint.tensor.histogram_plot import Series, percentiles_from
from desktop_app.gui.checkpoint.tensor.plot_style import shortened
from desktop_app.gui.sentences import translated

if TYPE_CHECKING:
    from desktop_app.checkpoint.measuring.statistics import Statistics
    from desktop_app.gui.tasks import Task, TaskFailure

type Bounds = tuple[float, float]

PREVIEW_ABOVE = 8_000_000
"""Elements above which a sample is shown until the exact numbers are there."""
MOST_KEPT = 128


@dataclass(frozen=True, slots=True)
class Request:
    """One histogram of one tensor; `span` None means all of its values."""

    tensor: int
    bins: int
    scale: str
    span: Bounds | None = None


class HistogramNumbers(QObject):
    """Asks the session's tasks for statistics; what was counted once is kept while the file is open."""

    changed = Signal()
    """`results` or `problems` are new."""
    bins_found = Signal(int)
    """The number of bins that was found automatically."""

    def __init__(self, session: CheckpointSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tensors: tuple[int, ...] = ()
        self.results: tuple[tuple[int, Statistics], ...] = ()
        """What can be drawn now; the older picture stays until the newer one is whole."""
        self.scale: Scale = "linear"
        """The scale of `results`."""
        self.sampled = False
        """Whether `results` are only a sample."""
        self.problems: dict[int, str] = {}
        """Why a tensor has no histogram."""
        self._session = session
        self._choice = Choice()
        self._zoomed: Bounds | None = None
        self._kept: dict[Request, Statistics] = {}
        self._running: dict[Request | int, Task] = {}

    @property
    def counting(self) -> bool:
        """Whether `results` are older than what is wanted."""
        return any(isinstance(what, Request) for what in self._running)

    def forget(self) -> None:
        """The checkpoint was edited: what was counted may be of other tensors."""
        self._cancel()
        self._kept.clear()
        self.tensors, self.results, self.problems = (), (), {}

    def want(self, tensors: tuple[int, ...], choice: Choice, zoomed: Bounds | None) -> None:
        """Get the histograms of these tensors; `zoomed` is the range of the choice "view"."""
        self._cancel()
        if tensors != self.tensors:
            self.tensors = tensors
            self.results, self.sampled, self.problems = (), False, {}
            self._note_what_cannot_be_read()
        self._choice, self._zoomed = choice, zoomed
        self._advance()

    def _advance(self) -> None:
        alive = tuple(index for index in self.tensors if index not in self.problems)
        requests, final = self._requests(alive)
        missing = [request for request in requests if request not in self._kept]
        for request in missing:
            self._ask(request)
        if not missing and final:
            self.results = tuple((request.tensor, self._kept[request]) for request in requests)
            self.sampled, self.scale = False, self._choice.scale
        self.changed.emit()

    def _requests(self, alive: tuple[int, ...]) -> tuple[tuple[Request, ...], bool]:
        """What must be known next, and whether it is what is drawn: often the bins follow from the whole ranges."""
        choice = self._choice
        bins, span = choice.bins, None
        if choice.span == "view" and self._zoomed is not None:
            span = self._zoomed
        elif len(alive) > 1 or choice.span != "full" or choice.automatic:
            bases = {index: self._base(index) for index in alive}
            unknown = tuple(Request(index, USUAL_BINS, choice.scale) for index, base in bases.items() if base is None)
            if unknown:
                return unknown, False
            found = [base for base in bases.values() if base is not None]
            span = common_span(found, choice)
            if choice.automatic and found:
                bins = automatic_bins(found[0], span, choice.scale)
                self.bins_found.emit(bins)
        return tuple(Request(index, bins, choice.scale, span) for index in alive), True

    def _base(self, index: int) -> "Statistics | None":
        kept = self._kept.get(Request(index, USUAL_BINS, self._choice.scale))
        return kept or (self._session.statistics.get(index) if self._choice.scale == "linear" else None)

    def _note_what_cannot_be_read(self) -> None:
        for index in self.tensors:
            tensor = self._session.checkpoint.tensors[index]
            if tensor.status != "ok":
                self.problems[index] = translated(tensor.problem) or self.tr("The bytes of this tensor are not there.")
            elif tensor.layout == "meta":
                self.problems[index] = self.tr("A meta tensor has a shape and no values.")

    def _ask(self, request: Request) -> None:
        from desktop_app.checkpoint.measuring.statistics import statistics_of

        if request in self._running:
            return
        info = self._session.checkpoint.tensors[request.tensor]
        if info.numel > PREVIEW_ABOVE and not self.results and request.tensor not in self._running:
            self._ask_preview(request.tensor)
        slot = self.tensors.index(request.tensor)
        task = self._session.tasks.run(
            statistics_of,
            self._session.checkpoint.files,
            info,
            bins=request.bins,
            scale=request.scale,
            span=request.span,
            title=self.tr("Histogram of {name}").format(name=shortened(info.name, 60)),
            lane="reader",
            latest=f"histogram-{slot}" if slot else "histogram",
        )
        self._running[request] = task
        task.done.connect(while_alive(self, lambda result: self._arrived(request, task, result)))
        task.failed.connect(while_alive(self, lambda failure: self._broke(request, task, failure)))

    def _ask_preview(self, index: int) -> None:
        from desktop_app.checkpoint.measuring.statistics import preview_of

        if self._choice.scale != "linear":
            return
        task = self._session.tasks.run(
            preview_of,
            self._session.checkpoint.files,
            self._session.checkpoint.tensors[index],
            bins=self._choice.bins,
            title=self.tr("Preview"),
            lane="reader",
            latest=f"histogram-preview-{self.tensors.index(index)}",
        )
        self._running[index] = task
        task.done.connect(while_alive(self, lambda result: self._preview_arrived(index, task, result)))

    def _preview_arrived(self, index: int, task: "Task", result: "Statistics") -> None:
        if self._running.get(index) is task and (self.sampled or not self.results):
            self.results = (*self.results, (index, result))
            self.sampled, self.scale = True, "linear"
            self.changed.emit()

    def _arrived(self, request: Request, task: "Task", result: "Statistics") -> None:
        if self._running.get(request) is not task:
            return
        del self._running[request]
        while len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[request] = result
        if request.scale == "linear" and request.span is None:
            self._session.note_statistics(request.tensor, result)
        self._advance()

    def _broke(self, request: Request, task: "Task", failure: "TaskFailure") -> None:
        if self._running.get(request) is task:
            del self._running[request]
            self.problems[request.tensor] = failure.message
            self._advance()

    def _cancel(self) -> None:
        running, self._running = self._running, {}
        for task in running.values():
            task.cancel()


def common_span(bases: "list[Statistics]", choice: Choice) -> Bounds | None:
    """One range for several histograms, so that equal bins are compared; None when each its own is meant."""
    useful = [base for base in bases if base.histogram.counts.sum() > 0]
    if not useful or (len(bases) == 1 and choice.span == "full"):
        return None
    inner = choice.span == "percentile"
    bounds = [_inner_span(base, choice.scale) if inner else _whole_span(base) for base in useful]
    low, high = min(bound[0] for bound in bounds), max(bound[1] for bound in bounds)
    return (low, high) if high > low else None


def automatic_bins(base: "Statistics", span: Bounds | None, scale: str) -> int:
    """Freedman and Diaconis' number of bins over `span`, from the quartiles of the binned values."""
    edges = base.histogram.edges
    low, high = span or _whole_span(base)
    if scale == "log":
        edges, low, high = np.log10(edges), math.log10(low), math.log10(high)
    quartiles = dict(percentiles_from(Series("", edges, base.histogram.counts, base.count), (25.0, 75.0)))
    width = 2 * (quartiles.get(75.0, 0.0) - quartiles.get(25.0, 0.0)) / max(base.count, 1) ** (1 / 3)
    return MOST_BINS if width <= 0 else max(FEWEST_BINS, min(MOST_BINS, math.ceil((high - low) / width)))


def _whole_span(one: "Statistics") -> Bounds:
    return float(one.histogram.edges[0]), float(one.histogram.edges[-1])


def _inner_span(one: "Statistics", scale: str) -> Bounds:
    exact = dict(one.percentiles) if scale == "linear" else {}
    near = dict(percentiles_from(Series("", one.histogram.edges, one.histogram.counts, one.count), (0.1, 99.9)))
    return exact.get(0.1, near[0.1]), exact.get(99.9, near[99.9])
