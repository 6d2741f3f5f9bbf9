"""Edits that are not exported yet, kept on the disk as recipes, so that a crash or a power cut loses none of them."""

import contextlib
import hashlib
import itertools
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.checkpoint.model import Checkpoint
from desktop_app.checkpoint.replacing import replace_file
from desktop_app.gui.settings import folder

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Step


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Edits of one file as they were when the program last ran."""

    path: str
    steps: "tuple[Step, ...]"
    same_file: bool
    """Whether the file is still the one that was edited."""


class Journal:
    """One small file per edited checkpoint."""

    def __init__(self, place: Path | None = None) -> None:
        self.place = place or folder() / "unsaved"
        self._turn = threading.Lock()
        self._newest = 0
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """For the next `write`: threads may end in another order than they were started."""
        return next(self._numbers)

    def _file(self, path: str) -> Path:
        return self.place / f"{hashlib.sha256(path.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}.json"

    def write(self, checkpoint: Checkpoint, path: str, steps: "Sequence[Step]", number: int) -> None:
        """Remember the steps, unless a newer `number` was; none means that there is nothing unsaved.

        A full disk is no reason to stop. For a thread.
        """
        with self._turn:
            if number < self._newest:
                return
            self._newest = number
            if steps:
                self._write(checkpoint, path, steps)
            else:
                self._forget(path)

    def _write(self, checkpoint: Checkpoint, path: str, steps: "Sequence[Step]") -> None:
        document = {
            "weightsmith_unsaved": 1,
            "path": path,
            "files": _identity(checkpoint),
            "steps": [[step.operation, *step.arguments] for step in steps],
        }
        with contextlib.suppress(OSError):
            self.place.mkdir(parents=True, exist_ok=True)
            replace_file(self._file(path), json.dumps(document).encode())

    def forget(self, path: str) -> None:
        """The edits were exported or given up."""
        with self._turn:
            self._newest = self.number()
            self._forget(path)

    def _forget(self, path: str) -> None:
        with contextlib.suppress(OSError):
            self._file(path).unlink(missing_ok=True)

    def find(self, checkpoint: Checkpoint, path: str) -> Unsaved | None:
        """Edits that were made to this very path, if any."""
        document = _read(self._file(path))
        if document is None or document.get("path") != path:
            return None
        steps = _steps(document)
        return Unsaved(path, steps, document.get("files") == _identity(checkpoint)) if steps else None

    def paths(self) -> list[str]:
        """Files that have unsaved edits and are still there."""
        found: list[str] = []
        with contextlib.suppress(OSError):
            for file in sorted(self.place.glob("*.json")):
                document = _read(file)
                path = document.get("path") if document is not None else None
                if isinstance(path, str) and Path(path).exists():
                    found.append(path)
        return found


def _identity(checkpoint: Checkpoint) -> list[list[int]]:
    return [[file.size, file.mtime_ns] for file in checkpoint.files]


def _read(file: Path) -> dict[str, Any] | None:
    try:
        document = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _steps(document: dict[str, Any]) -> "tuple[Step, ...]":
    from desktop_app.checkpoint.editing.errors import EditError
    from desktop_app.checkpoint.editing.recipes import steps_of

    try:
        return steps_of(document, "journal")
    except EditError:
        return ()
