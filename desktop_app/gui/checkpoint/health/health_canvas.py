"""Draws the evidence of a health finding: bars of magnitudes with the places in question marked, or a falling spectrum."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.gui.checkpoint.formatting import number_text
from desktop_app.gui.theme import BAD, scheme_name

_LEFT, _BELOW, _ABOVE = 4, 18, 8


class HealthCanvas(QWidget):
    """Bars from zero, or a curve on a logarithmic axis; says the number under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("health-canvas")
        self.setMouseTracking(True)
        self.setMinimumHeight(110)
        self._values: tuple[float, ...] = ()
        self._marked: frozenset[int] = frozenset()
        self._curve = False
        self._whole = 0

    def sizeHint(self) -> QSize:
        """Room for a small drawing."""
        return QSize(320, 150)

    def show_values(
        self, values: Sequence[float], marked: Sequence[int] = (), *, curve: bool = False, whole: int = 0
    ) -> None:
        """Show numbers; `whole` is how many there are when only some are drawn."""
        self._values, self._marked, self._curve = tuple(values), frozenset(marked), curve
        self._whole = whole or len(values)
        self.setVisible(bool(values))
        self.update()

    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _ABOVE, -_LEFT, -_BELOW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from the values."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = self._field()
        painter.fillRect(self.rect(), self.palette().base())
        painter.setPen(QPen(self.palette().mid().color()))
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        if self._values:
            if self._curve:
                self._paint_curve(painter, field)
            else:
                self._paint_bars(painter, field)
            self._paint_ends(painter, field)
        painter.end()

    def _paint_ends(self, painter: QPainter, field: QRectF) -> None:
        painter.setPen(self.palette().placeholderText().color())
        line = QRectF(field.left(), field.bottom() + 2, field.width(), _BELOW - 2)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, "0" if not self._curve else "1")
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, f"{self._whole - (not self._curve):,}")
        finite = [abs(value) for value in self._values if math.isfinite(value)]
        painter.drawText(field.adjusted(2, 0, -2, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, f"max {number_text(max(finite, default=0.0), 3)}")  # fmt: skip

    def _paint_bars(self, painter: QPainter, field: QRectF) -> None:
        """One bar a pixel at most; a bar of several values is as high as the largest, and marked when one of them is."""
        count = len(self._values)
        bars = min(count, max(int(field.width()), 1))
        most = max((abs(value) for value in self._values if math.isfinite(value)), default=0.0) or 1.0
        normal, bad = self.palette().accent().color(), QColor(BAD[scheme_name()])
        band = QColor(bad)
        band.setAlpha(70)
        width = field.width() / bars
        painter.setPen(Qt.PenStyle.NoPen)
        for bar in range(bars):
            places = range(bar * count // bars, max((bar + 1) * count // bars, bar * count // bars + 1))
            size = max(
                (abs(self._values[place]) for place in places if math.isfinite(self._values[place])), default=0.0
            )
            marked = any(place in self._marked for place in places)
            height = max((field.height() - 12) * size / most, 5.0 if marked else 0.0)
            painter.setBrush(bad if marked else normal)
            wide = max(width - (1.0 if width > 3 else 0.0), 3.0 if marked else 1.0)
            if marked:  # what is zero has no bar that could be seen
                painter.fillRect(QRectF(field.left() + bar * width, field.top(), wide, field.height()), band)
            painter.drawRect(QRectF(field.left() + bar * width, field.bottom() - height, wide, height))

    def _paint_curve(self, painter: QPainter, field: QRectF) -> None:
        points = [
            QPointF(field.left() + field.width() * at / max(len(self._values) - 1, 1), self._level(value, field))
            for at, value in enumerate(self._values)
        ]
        painter.setPen(QPen(self.palette().accent().color(), 2))
        painter.drawPolyline(QPolygonF(points))

    def _level(self, value: float, field: QRectF) -> float:
        """Height of a value on the logarithmic axis, six decades at most."""
        most = self._values[0] or 1.0
        least = max(min((one for one in self._values if one > 0), default=most), most * 1e-6)
        span = math.log10(most / least) or 1.0
        share = math.log10(max(value, least) / least) / span
        return field.bottom() - (field.height() - 12) * share

    def place_at(self, x: float) -> int:
        """Which value lies under a horizontal position; -1 for none."""
        field = self._field()
        if not self._values or not field.left() <= x <= field.right():
            return -1
        last = len(self._values) - (1 if self._curve else 0)
        return min(int((x - field.left()) / max(field.width(), 1) * last), len(self._values) - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say the number under the pointer."""
        place = self.place_at(event.position().x())
        text = "" if place < 0 else f"{place + self._curve}: {number_text(self._values[place])}"
        QToolTip.showText(event.globalPosition().toPoint(), text, self)
