"""A run's folder: the files in it, who may train in it, and what it is told from outside."""

import contextlib
import json
import os
import socket
import time
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, cast

from desktop_app.replacing import replace_file
from desktop_app.training.config import RunConfig, load_config
from desktop_app.training.errors import RunBusy, TrainingError
from desktop_app.training.locking import try_lock

type Order = Literal["run", "pause", "stop"]

_PATIENCE: Final = 0.5
"""Seconds that a trainer tries to hold its folder: a viewer that only asks who holds it is gone by then."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where everything of a run lies. The folder is all there is of it: copy it, and the run is copied."""

    path: Path

    @property
    def config(self) -> Path:
        """What the run was told."""
        return self.path / "config.toml"

    @property
    def data(self) -> Path:
        """What it learns from, frozen (`TrainingSet`)."""
        return self.path / "data.json"

    @property
    def events(self) -> Path:
        """What it tells, one event a line."""
        return self.path / "events.jsonl"

    @property
    def control(self) -> Path:
        """What it is told while it runs."""
        return self.path / "control"

    @property
    def log(self) -> Path:
        """What libraries print."""
        return self.path / "log.txt"

    @property
    def metrics(self) -> Path:
        """One row a validation."""
        return self.path / "metrics.csv"

    @property
    def norms(self) -> Path:
        """Norms of weights and gradients of each layer at each step (`norms.read_norms`)."""
        return self.path / "norms.f32"

    @property
    def last(self) -> Path:
        """The newest checkpoint, with all that is needed to go on."""
        return self.path / "checkpoints" / "last.pth"

    @property
    def best(self) -> Path:
        """The checkpoint with the best metric so far."""
        return self.path / "checkpoints" / "best.pth"

    @property
    def newest_weights(self) -> Path | None:
        """The checkpoint to use: the best, else the last, else none."""
        return next((path for path in (self.best, self.last) if path.is_file()), None)

    def create(self) -> None:
        """Make the folder and the ones in it."""
        for folder in (self.path, self.path / "checkpoints", self.path / "histograms", self.path / "previews"):
            folder.mkdir(parents=True, exist_ok=True)

    def exists(self) -> bool:
        """Whether a run lies here."""
        return self.config.is_file()

    def is_gone(self) -> bool:
        """Whether nothing of a run is left here: it was moved, renamed or deleted."""
        return not self.exists() and not self.events.exists()

    def tell(self, order: Order) -> None:
        """Let the run go on, pause or stop after its step; whoever trains obeys within a step."""
        replace_file(self.control, order.encode())

    def read_config(self) -> RunConfig:
        """The run's config; raises `TrainingError`."""
        return load_config(self.config)


def new_run_folder(runs: Path, name: str) -> RunFolder:
    """A folder that no run has yet: `NAME-2026-01-31-142500` in `runs`."""
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    for number in range(1, 1000):
        path = runs / (f"{name}-{stamp}" + (f"-{number}" if number > 1 else ""))
        with contextlib.suppress(FileExistsError):
            path.mkdir(parents=True)
            return RunFolder(path)
    raise TrainingError(str(runs), "No new folder could be made here.")


@contextlib.contextmanager
def held(folder: RunFolder) -> Generator[None]:
    """Hold the folder as its only trainer; raises `RunBusy` when there is another. A killed holder holds nothing."""
    path = folder.path / "lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        end = time.monotonic() + _PATIENCE
        while not try_lock(descriptor):
            if time.monotonic() < end:
                time.sleep(0.02)
                continue
            raise RunBusy(str(folder.path), f"It is being trained by {_holder(path)}.", "Stop that run first, or choose another folder.")  # fmt: skip
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())
        yield
    finally:
        os.close(descriptor)


def _holder(path: Path) -> str:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return f"process {int(document['pid'])} on {document['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def is_held(folder: RunFolder) -> bool:
    """Whether a process on this machine trains in the folder now."""
    try:
        descriptor = os.open(folder.path / "lock", os.O_RDWR)
    except OSError:
        return False
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)


class ControlFile:
    """Reads the order when the file changed; asked after every step, so it is one `stat` as a rule."""

    def __init__(self, path: Path) -> None:
        self._path, self._seen = path, (0, 0, 0)
        self._order: Order = "run"

    def read(self) -> Order:
        """The order as it stands."""
        try:
            found = os.stat(self._path)
        except OSError:
            return self._order
        identity = (found.st_mtime_ns, found.st_ino, found.st_size)
        if identity != self._seen:
            try:
                word = self._path.read_bytes()[:16].strip().lower()
            except OSError:
                return self._order
            self._seen = identity
            if word in (b"run", b"pause", b"stop"):
                self._order = cast(Order, word.decode())
        return self._order
