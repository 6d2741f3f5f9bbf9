"""How far what a dialog holds lies from its edges and from each other: the same in all of them."""

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QDialog, QVBoxLayout

MARGINS = QMargins(20, 18, 20, 16)
"""Pixels from the edges of a dialog to what it holds."""
SPACING = 10
"""Pixels between the rows of a dialog."""


def dialog_column(dialog: QDialog) -> QVBoxLayout:
    """The layout of a dialog, still without rows."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(MARGINS)
    column.setSpacing(SPACING)
    return column
