"""Paints one histogram with its ends and its highest bin; linear or logarithmic in height."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.graph import colours
from desktop_app.gui.theme import scheme_name

_PAD = 8.0


class HistogramCanvas(QWidget):
    """Shows counts of equally wide bins; the bin under the mouse is told."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setMinimumSize(160, 90)
        self.edges: Sequence[float] = ()
        self.counts: Sequence[int] = ()
        self.log = True
        self.empty_text = ""

    def show_counts(self, edges: Sequence[float], counts: Sequence[int]) -> None:
        """Show another histogram; `edges` are one more than `counts`."""
        self.edges, self.counts = edges, counts
        self.update()

    def set_log(self, on: bool) -> None:
        """Whether equal steps of height are equal factors."""
        self.log = on
        self.update()

    def _area(self) -> QRectF:
        line = QFontMetricsF(self.font()).height()
        return QRectF(
            _PAD, _PAD + line, max(self.width() - 2 * _PAD, 1), max(self.height() - 2 * _PAD - 2 * line - 2, 1)
        )

    def _height(self, count: int, most: int) -> float:
        if not count:
            return 0.0
        if not self.log:
            return count / most
        from math import log10

        return (log10(count) + 0.3) / (log10(most) + 0.3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, a line at zero, and the numbers at the ends."""
        theme = scheme_name()
        painter = QPainter(self)
        quiet, text = QColor(colours.QUIET[theme]), QColor(colours.TEXT[theme])
        most = max(self.counts, default=0)
        if not most:
            painter.setPen(quiet)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)
            return
        area = self._area()
        width = area.width() / len(self.counts)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.STRIPE[theme]["conv"]))
        for place, count in enumerate(self.counts):
            height = self._height(count, most) * area.height()
            painter.drawRect(QRectF(area.left() + place * width, area.bottom() - height, max(width - 0.6, 0.6), height))
        low, high = self.edges[0], self.edges[-1]
        if low < 0 < high:
            zero = area.left() + (0 - low) / (high - low) * area.width()
            painter.setPen(QPen(QColor(colours.ACCENT[theme]), 1, Qt.PenStyle.DashLine))
            painter.drawLine(int(zero), int(area.top()), int(zero), int(area.bottom()))
        painter.setPen(QPen(quiet, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        metrics = QFontMetricsF(self.font())
        below = area.bottom() + metrics.ascent() + 3
        painter.setPen(text)
        painter.drawText(int(area.left()), int(below), f"{low:.3g}")
        right = f"{high:.3g}"
        painter.drawText(int(area.right() - metrics.horizontalAdvance(right)), int(below), right)
        painter.drawText(int(area.left()), int(area.top() - metrics.descent() - 2), f"{most:,}")

    def event(self, event: object) -> bool:  # type: ignore[override]
        """Tell the bin under the mouse."""
        if isinstance(event, QHelpEvent) and self.counts:
            area = self._area()
            place = int((event.pos().x() - area.left()) / area.width() * len(self.counts))
            if 0 <= place < len(self.counts):
                text = f"{self.edges[place]:.4g} … {self.edges[place + 1]:.4g}: {self.counts[place]:,}"
                QToolTip.showText(event.globalPos(), text, self)
                return True
        return super().event(event)  # type: ignore[arg-type]
