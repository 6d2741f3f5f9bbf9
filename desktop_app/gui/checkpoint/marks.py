"""The small dot that marks what was edited."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop_app.gui.theme import scheme_name

_COLOURS = {"light": "#b45f06", "dark": "#f6b26b"}


def edited_dot() -> QPixmap:
    """In the colour for the palette in force."""
    return _dot(_COLOURS[scheme_name()])


@lru_cache(maxsize=4)
def _dot(colour: str) -> QPixmap:
    pixmap = QPixmap(20, 20)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(1, 1, 7, 7)
    painter.end()
    return pixmap
