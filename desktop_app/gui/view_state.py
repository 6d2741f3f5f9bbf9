"""What a person set in a view - texts, choices, switches, scroll bars - so that a view made anew looks as the one before."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

_READERS: tuple[tuple[type, Callable[[Any], object], Callable[[Any, Any], object]], ...] = (
    (QLineEdit, lambda w: w.text(), lambda w, v: w.setText(v)),
    (QComboBox, lambda w: w.currentIndex(), lambda w, v: w.setCurrentIndex(v)),
    (QSpinBox, lambda w: w.value(), lambda w, v: w.setValue(v)),
    (QDoubleSpinBox, lambda w: w.value(), lambda w, v: w.setValue(v)),
    (QTabWidget, lambda w: w.currentIndex(), lambda w, v: w.setCurrentIndex(v)),
    (QSplitter, lambda w: w.sizes(), lambda w, v: w.setSizes(v)),
    (QAbstractSlider, lambda w: w.value(), lambda w, v: w.setValue(v)),
    (QAbstractButton, lambda w: w.isChecked() if w.isCheckable() else None, lambda w, v: v is None or w.setChecked(v)),
)


def state_of(view: QWidget) -> dict[str, Any]:
    """Values of all named controls of a view."""
    return {name: read(widget) for name, widget, read, _ in _controls(view)}


def restore(view: QWidget, state: dict[str, Any]) -> None:
    """Put those values into a view of the same kind."""
    for name, widget, read, write in _controls(view):
        if name in state and read(widget) != state[name]:
            write(widget, state[name])


def _controls(view: QWidget) -> list[tuple[str, QWidget, Callable[[Any], object], Callable[[Any, Any], object]]]:
    found: list[tuple[str, QWidget, Callable[[Any], object], Callable[[Any, Any], object]]] = []
    for child in view.findChildren(QWidget):
        name = child.objectName()
        if not name or name.startswith("qt_") or isinstance(child, QStackedWidget):
            continue
        for kind, read, write in _READERS:
            if isinstance(child, kind):
                found.append((f"{type(child).__name__}:{name}", child, read, write))
                break
    return found
