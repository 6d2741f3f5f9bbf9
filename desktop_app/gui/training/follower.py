"""Follows a run's folder: reads its new events off the UI thread, keeps the curves, and tells the views what came."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.gui.sentences import translated_failure
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.training.curves import Curves
from desktop_app.gui.worker import failure_of
from desktop_app.training.record.event_files import EventReader
from desktop_app.training.record.events import (
    Event,
    Histograms,
    Preview,
    Samples,
    Saved,
    Start,
    Trouble,
    Validation,
)
from desktop_app.training.run import Summary
from desktop_app.training.run_folder import Order, RunFolder

POLL_MS = 60
_PIECE = 32 << 10
"""Bytes of events that are taken at once: some hundred steps, which take the UI thread a few milliseconds."""
_QUIET_MS = 1500
"""How often a run is looked at that is over."""


class RunFollower(QObject):
    """One run as it goes on, or as it went; any number of windows may follow the same folder."""

    arrived = Signal(object)
    """A list of new `Event`s."""
    changed = Signal()
    """The summary says something else."""
    checkpoint_ready = Signal(str)
    refused = Signal(str)
    """Why the run could not be told what to do."""

    def __init__(self, folder: RunFolder, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.tasks = tasks
        self.summary = Summary(folder)
        self.curves = Curves()
        self.start: Start | None = None
        self.validation: Validation | None = None
        self.previews: list[Preview] = []
        self.troubles: list[Trouble] = []
        self.histograms: list[Histograms] = []
        self.sample_epochs = 0
        """How often losses of single images were told."""
        self.is_gone = False
        """Whether the folder is no longer where it was; it may come back with its disk."""
        self._reader = EventReader(folder.events, most_bytes=_PIECE)
        self._busy = False
        self._clock = QTimer(self)
        self._clock.setInterval(POLL_MS)
        self._clock.timeout.connect(self.look)
        self._clock.start()
        self.look()

    @property
    def is_over(self) -> bool:
        """Whether nobody trains here any more."""
        return self.is_gone or self.summary.state in ("finished", "stopped", "failed", "crashed")

    def look(self) -> None:
        """Read what is new, in a thread."""
        if self._busy:
            return
        self._busy = True
        task = self.tasks.run(self._read, lane="thread")
        task.done.connect(self._take)
        task.failed.connect(lambda _failure: self._free())

    def _read(self) -> tuple[Sequence[Event], bool]:
        """New events, and whether the folder is gone; in a thread."""
        events = self._reader.read_new()
        return events, not events and self.folder.is_gone()

    def _free(self) -> None:
        self._busy = False

    def _take(self, found: tuple[Sequence[Event], bool]) -> None:
        self._busy = False
        events, is_gone = found
        before = self.summary.state, self.is_gone
        self.is_gone = is_gone
        for event in events:
            self._take_one(event)
        if not events and not is_gone:
            self.summary.settle()
        self._clock.setInterval(_QUIET_MS if self.is_over else POLL_MS)
        if events:
            self.arrived.emit(list(events))
            self.look()  # a long history comes in pieces
        if events or (self.summary.state, self.is_gone) != before:
            self.changed.emit()

    def _take_one(self, event: Event) -> None:
        self.summary.take(event)
        self.curves.take(event)
        match event:
            case Start():
                self.start = event
            case Validation():
                self.validation = event
            case Preview():
                self.previews.append(event)
            case Trouble():
                self.troubles.append(event)
            case Histograms():
                self.histograms.append(event)
            case Samples():
                self.sample_epochs += 1
            case Saved():
                self.checkpoint_ready.emit(str(self.folder.path / event.path))
            case _:
                pass

    def tell(self, order: Order) -> bool:
        """Pause, go on, or stop after the step; False, and why is told, where the folder cannot be written."""
        try:
            self.folder.tell(order)
        except OSError as error:
            self.refused.emit(translated_failure(failure_of(error)).message)
            return False
        return True

    def close(self) -> None:
        """Follow no longer; the run does not notice."""
        self._clock.stop()


def name_of(folder: RunFolder) -> str:
    """How a run is called in lists."""
    return Path(folder.path).name
