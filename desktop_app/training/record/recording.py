"""What the leading process writes while a run goes on: events, norms, histograms, previews, the table of metrics."""

import contextlib
import os
import socket
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop_app.training.metrics import Score
from desktop_app.training.record.event_files import EventWriter
from desktop_app.training.record.events import (
    Epoch,
    Event,
    Histograms,
    Preview,
    Samples,
    Start,
    Step,
    Trouble,
    Validation,
)
from desktop_app.training.record.metrics_table import MetricsTable
from desktop_app.training.record.norms import NormsWriter
from desktop_app.training.record.previews import PreviewImage, write_preview
from desktop_app.training.run_folder import RunFolder
from desktop_app.training.task import Task

if TYPE_CHECKING:
    from desktop_app.training.record.watching import HistogramFiles, LayerNorms, Layers

MOST_SAMPLES = 2000
"""Of a larger set only so many of the highest losses are told an epoch."""


class Recorder:
    """Writes into the run's folder. Whatever cannot be written costs a line in the log, never the run."""

    def __init__(self, folder: RunFolder, task: Task, layers: int) -> None:
        self.folder = folder
        self._events = EventWriter(folder.events)
        self._table = MetricsTable(folder.metrics, task)
        self._norms = NormsWriter(folder.norms, layers)
        self._last = time.perf_counter()
        self._memory = 0

    def tell(self, event: Event) -> None:
        """Append an event."""
        self._events.write(event)

    def trouble(self, code: str, message: str, step: int = 0, where: str = "") -> None:
        """Tell of something that went wrong, here and in the log."""
        self.tell(Trouble(message, step, code, where))
        print(message, file=sys.stderr, flush=True)

    def start(self, event: Start) -> None:
        """The process begins, or goes on, at `event.step`: rows of later steps are told again."""
        with contextlib.suppress(OSError):
            self._table.cut(event.step)
        self.tell(event)
        self._last = time.perf_counter()

    def step(self, step: int, epoch: int, loss: float, rate: float, norm: float, memory: int) -> float:
        """One update; returns the seconds since the last."""
        now = time.perf_counter()
        seconds, self._last = now - self._last, now
        self.tell(Step(step, epoch, loss, rate, round(seconds, 5), norm, memory))
        return seconds

    def norms(self, step: int, norms: "LayerNorms") -> None:
        """The norms of all layers at a step."""
        both = norms.weights.new_empty((2, len(norms.weights)))
        both[0], both[1] = norms.weights, norms.gradients
        weights, gradients = both.cpu().numpy()  # one crossing from the device
        self._norms.add(step, weights, gradients)

    def histograms(self, files: "HistogramFiles", layers: "Layers", step: int) -> None:
        """Count all layers into a file, when their time has come."""
        if not files.due():
            return
        try:
            path, seconds = files.write(layers, step)
            self.tell(Histograms(path, step, round(seconds, 5)))
        except OSError as error:
            self.trouble("disk", f"Histograms could not be written: {error.strerror or error}.", step)

    def epoch(self, event: Epoch) -> None:
        """An epoch is over."""
        self.tell(event)

    def samples(self, epoch: int, losses: NDArray[np.float64], counts: NDArray[np.int64]) -> None:
        """Mean loss of each image that was learnt from."""
        seen = np.flatnonzero(counts > 0)
        mean = losses[seen] / counts[seen]
        top = np.argsort(-mean, kind="stable")[:MOST_SAMPLES]
        self.tell(Samples(epoch, {str(int(seen[place])): round(float(mean[place]), 5) for place in top}))

    def validation(self, epoch: int, step: int, loss: float, train_loss: float, score: Score, seconds: float) -> None:
        """The held-out images were measured."""
        self.tell(Validation(epoch, step, loss, score.metrics, score.classes, score.confusion, round(seconds, 3)))
        row: dict[str, float | int | None] = {"epoch": epoch, "step": step, "time": round(time.time(), 3), "train_loss": train_loss, "loss": loss}  # fmt: skip
        try:
            self._table.add(row | score.metrics)
        except OSError as error:
            self.trouble("disk", f"metrics.csv could not be written: {error.strerror or error}.", step)

    def preview(self, epoch: int, step: int, images: Sequence[PreviewImage]) -> None:
        """What is now said of a few images."""
        if not images:
            return
        try:
            self.tell(Preview(write_preview(self.folder.path / "previews", step, images), step, epoch))
        except OSError as error:
            self.trouble("disk", f"A preview could not be written: {error.strerror or error}.", step)

    def restart_clock(self) -> None:
        """What was done since the last step (validation, a pause) is not the next step's time."""
        self._last = time.perf_counter()

    def close(self) -> None:
        """Close the files."""
        self._norms.close()
        self._events.close()


class Silence(Recorder):
    """What the other processes of a team have: nothing is written."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def tell(self, event: Event) -> None:
        """Nothing."""

    def start(self, event: Start) -> None:
        """Nothing."""

    def norms(self, step: int, norms: "LayerNorms") -> None:
        """Nothing."""

    def histograms(self, files: "HistogramFiles", layers: "Layers", step: int) -> None:
        """Nothing."""

    def validation(self, epoch: int, step: int, loss: float, train_loss: float, score: Score, seconds: float) -> None:
        """Nothing."""

    def preview(self, epoch: int, step: int, images: Sequence[PreviewImage]) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


def whereabouts() -> tuple[int, str]:
    """This process and its machine."""
    return os.getpid(), socket.gethostname()
