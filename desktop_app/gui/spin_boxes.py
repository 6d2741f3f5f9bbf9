"""Spin boxes whose numbers stand off the frame: under a style sheet Qt gives the field inside no padding."""

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

_ROOM = QMargins(5, 0, 2, 0)
"""Pixels around the number, so that it starts where the text of a line edit does."""


class WholeBox(QSpinBox):
    """A whole number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(_ROOM)


class NumberBox(QDoubleSpinBox):
    """A number with decimals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(_ROOM)
