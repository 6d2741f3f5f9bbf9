"""Asks the child process that has torch: one process for the whole window, started when it is first asked, one question at a time."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from desktop_app.engine.child import Child, Limits, Progress
from desktop_app.engine.errors import EngineError
from desktop_app.gui.tasks import Task, Tasks

_LONGEST = 24 * 3600.0
"""Seconds of one question: proposals for a large folder take hours on a CPU, and can be cancelled."""


class Engine(QObject):
    """Runs functions of `desktop_app.training.use.services`; cancelling a task ends the process, the next question starts another."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._child = Child(limits=Limits(seconds=_LONGEST))
        self._turn = threading.Lock()

    def ask(
        self, function: Callable[..., Any], /, *arguments: object, title: str = "", latest: str | None = None
    ) -> Task:
        """Start `function(*arguments)` in the child; a newer question with the same `latest` cancels the older one."""
        return self._tasks.run(self._call, function, arguments, title=title, lane="thread", latest=latest)

    def _call(self, function: Callable[..., Any], arguments: tuple[object, ...], progress: Progress, stop: threading.Event) -> Any:  # fmt: skip
        while not self._turn.acquire(timeout=0.05):
            if stop.is_set():
                raise EngineError("stopped")
        try:
            if stop.is_set():
                raise EngineError("stopped")
            return self._child.call(function, *arguments, progress=progress, stop=stop)
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the process."""
        self._child.close()
