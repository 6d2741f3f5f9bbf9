"""What the colours of the graph stand for, painted along the lower edge of the canvas: kinds, or the scale of a statistic."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from desktop_app.graph import colours
from desktop_app.graph.model import Category
from desktop_app.graph.overlay import Overlay
from desktop_app.gui.graph.painter import Look

_EDGE, _LINE, _PAD = 10.0, 18.0, 8.0
_SCALE = QRectF(0, 0, 236, 52)

type Row = list[tuple[Category, str, float]]
"""Kinds that stand side by side: kind, name, and where its square begins."""


def rows_of(kinds: Sequence[tuple[Category, str]], metrics: QFontMetricsF, width: float) -> list[Row]:
    """The kinds in as few rows as fit into `width`; none when there is nothing to tell apart."""
    rows: list[Row] = []
    x = 0.0
    for kind, name in kinds if len(kinds) > 1 else ():
        room = 15 + metrics.horizontalAdvance(name) + 16
        if not rows or x + room > width - 2 * (_EDGE + _PAD):
            rows.append([])
            x = 0.0
        rows[-1].append((kind, name, x))
        x += room
    return rows


def height_of(rows: Sequence[Row], overlay: Overlay | None) -> float:
    """Pixels above the lower edge that are taken."""
    if overlay is not None:
        return _SCALE.height() + _EDGE
    return len(rows) * _LINE + 2 * _PAD - 4 + _EDGE if rows else 0.0


def paint_kinds(painter: QPainter, rows: Sequence[Row], look: Look, height: float) -> None:
    """Squares and names; `height` is that of the canvas."""
    font = look.sized("small")
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    width = max((row[-1][2] + 15 + metrics.horizontalAdvance(row[-1][1]) for row in rows), default=0.0)
    panel = QRectF(_EDGE, height - height_of(rows, None), width + 2 * _PAD + 2, height_of(rows, None) - _EDGE)
    _panel(painter, panel, look)
    for number, row in enumerate(rows):
        middle = panel.top() + _PAD - 2 + number * _LINE + _LINE / 2
        for kind, name, x in row:
            left = panel.left() + _PAD + x
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.STRIPE[look.theme][kind]))
            painter.drawRoundedRect(QRectF(left, middle - 5, 10, 10), 2.5, 2.5)
            painter.setPen(QColor(colours.QUIET[look.theme]))
            painter.drawText(QPointF(left + 15, middle + (metrics.ascent() - metrics.descent()) / 2), name)


def paint_scale(painter: QPainter, overlay: Overlay, look: Look, height: float) -> None:
    """The colour bar of a statistic with its ends."""
    panel = _SCALE.translated(_EDGE, height - _SCALE.height() - _EDGE)
    _panel(painter, panel, look)
    painter.setFont(look.sized("small"))
    metrics = QFontMetricsF(look.sized("small"))
    left, width = panel.left() + _PAD, panel.width() - 2 * _PAD
    painter.setPen(QColor(colours.TEXT[look.theme]))
    painter.drawText(QPointF(left, panel.top() + 15), overlay.title)
    for step in range(int(width)):
        shade = QColor(colours.scale_colour(step / (width - 1)))
        painter.fillRect(QRectF(left + step, panel.top() + 21, 1.5, 9), shade)
    painter.setPen(QColor(colours.QUIET[look.theme]))
    low, high = overlay.text(overlay.low), overlay.text(overlay.high)
    painter.drawText(QPointF(left, panel.top() + 45), low)
    painter.drawText(QPointF(left + width - metrics.horizontalAdvance(high), panel.top() + 45), high)


def _panel(painter: QPainter, rect: QRectF, look: Look) -> None:
    ground = QColor(colours.CANVAS[look.theme])
    ground.setAlpha(235)
    painter.setPen(QPen(QColor(colours.BORDER[look.theme]), 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, 6, 6)
