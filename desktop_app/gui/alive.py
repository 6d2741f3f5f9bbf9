"""Answers that come for a view that is gone are dropped."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid


def while_alive(owner: QObject, slot: Callable[..., Any]) -> Callable[..., None]:
    """`slot`, called only while `owner` exists: a closure is not disconnected when its widget is deleted."""

    def call(*values: Any) -> None:
        if isValid(owner):
            slot(*values)

    return call
