"""Answers that come for a view that is gone are dropped."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid


def while_alive(owner: QObject, slot: Callable[..., Any]) -> Callable[..., None]:
    """`slot`, called only while `owner` exists: a closure is not disconnected when its widget is deleted."""

    def call(*values: Any) -> None:
        if isValid(owner):
            slot(*values)

    return call


class Later:
    """A call that waits until the window has painted; several in a row become one, and whoever cannot wait catches up."""

    def __init__(self, owner: QObject, slot: Callable[[], None], milliseconds: int = 15) -> None:
        self._slot = slot
        self._timer = QTimer(owner)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(slot)

    def ask(self) -> None:
        """Call soon."""
        self._timer.start()

    def catch_up(self) -> None:
        """Call now what is still waited for."""
        if self._timer.isActive():
            self._timer.stop()
            self._slot()
