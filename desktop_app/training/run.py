"""How runs stand: a summary of one from its events, and the list of those in a folder."""

import contextlib
import os
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from desktop_app.training.errors import TrainingError
from desktop_app.training.record.event_files import EventReader
from desktop_app.training.record.events import End, Epoch, Event, Paused, Saved, Start, Step, Trouble, Validation
from desktop_app.training.run_folder import RunFolder, is_held
from desktop_app.training.task import METRICS, is_better

type State = Literal["new", "running", "paused", "finished", "stopped", "failed", "crashed"]

SILENT_SECONDS: Final = 15.0
"""A run on another machine that has said nothing for so long, and was not paused, is taken for dead."""


@dataclass(slots=True)
class Summary:
    """How a run stands, from its events; `take` follows while it goes on."""

    folder: RunFolder
    state: State = "new"
    task: str = ""
    model: str = ""
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    """That the whole run will have."""
    loss: float | None = None
    metric: str = ""
    best: float | None = None
    metrics: dict[str, float] = field(default_factory=dict[str, float])
    """Of the last validation."""
    started: float = 0.0
    heard: float = 0.0
    """Time of the last event, seconds since the epoch."""
    seconds_left: float = 0.0
    pid: int = 0
    host: str = ""
    message: str = ""
    """Why it failed, or the last trouble."""
    checkpoint: str = ""
    """Path of the newest checkpoint that a person would open."""

    def take(self, event: Event) -> None:
        """Go on with one event."""
        self.heard = max(self.heard, event.time)
        match event:
            case Start():
                self.state, self.pid, self.host = "running", event.pid, event.host
                self.task, self.model, self.epochs = event.task, event.model, event.epochs
                self.steps, self.step = event.epochs * event.steps_per_epoch, max(self.step, event.step)
                self.started = self.started or event.time
                self.message = ""
                self.metric = METRICS[event.task][0] if event.task in METRICS else ""
            case Step():
                self.step, self.epoch, self.loss = event.step, event.epoch, event.loss
            case Epoch():
                self.seconds_left = event.seconds_left
            case Validation():
                self.metrics = dict(event.metrics)
                value = event.metrics.get(self.metric)
                if value is not None and is_better(self.metric, value, self.best):
                    self.best = value
            case Saved():
                self.checkpoint = str(self.folder.newest_weights or self.folder.path / event.path)
            case Paused():
                self.state = "paused" if event.paused else "running"
            case Trouble():
                self.message = event.message
            case End():
                self.state, self.step = event.reason, max(self.step, event.step)
                self.message = event.message or (self.message if event.reason == "failed" else "")
            case _:
                pass

    def settle(self, now: float | None = None) -> None:
        """A run that said that it runs, but whose process is gone, has crashed."""
        if self.state not in ("running", "paused") or is_held(self.folder):
            return
        here = self.host in ("", socket.gethostname())
        silent = (now or time.time()) - self._last_sign() > SILENT_SECONDS
        if here or (silent and self.state == "running"):
            self.state = "crashed"

    def _last_sign(self) -> float:
        try:
            return max(self.heard, os.stat(self.folder.events).st_mtime)
        except OSError:
            return self.heard

    def document(self) -> dict[str, Any]:
        """As `runs --json` prints it."""
        return {
            "name": self.folder.path.name, "path": str(self.folder.path), "state": self.state, "task": self.task, "model": self.model,
            "epoch": self.epoch, "epochs": self.epochs, "step": self.step, "steps": self.steps, "loss": self.loss, "metric": self.metric,
            "best": self.best, "metrics": self.metrics, "started": self.started, "heard": self.heard, "pid": self.pid, "host": self.host,
            "message": self.message, "checkpoint": self.checkpoint,
        }  # fmt: skip


def summary_of(folder: RunFolder) -> Summary:
    """How a run stands now; reads its events once."""
    summary = Summary(folder)
    for event in EventReader(folder.events).read_all():
        summary.take(event)
    if not summary.task:
        with contextlib.suppress(TrainingError):
            config = folder.read_config()
            summary.task, summary.model, summary.epochs = config.task, config.model, config.epochs
    summary.settle()
    return summary


def list_runs(folder: Path) -> list[RunFolder]:
    """The runs in a folder, or the folder itself when it is one; the newest first."""
    if RunFolder(folder).exists():
        return [RunFolder(folder)]
    try:
        found = [RunFolder(Path(entry.path)) for entry in os.scandir(folder) if entry.is_dir()]
    except OSError as error:
        raise TrainingError(str(folder), f"It cannot be listed: {error.strerror}.") from error
    runs = [run for run in found if run.exists()]
    return sorted(runs, key=lambda run: (run.config.stat().st_mtime, run.path.name), reverse=True)
