"""A map of images: alike ones lie near each other, their colour is their label, and a line drawn around some chooses them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.annotation.label_colours import colours_for

_NEAR = 8.0
"""Pixels within which a point is meant."""


class MapView(QWidget):
    """Points that are painted from their places."""

    image_wanted = Signal(str)
    images_chosen = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("image-map")
        self.setAccessibleName(self.tr("Map of the images"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.paths: Sequence[str] = ()
        self.places: Sequence[Sequence[float]] = ()
        self.labels: Sequence[str] = ()
        self._colours: dict[str, QColor] = {}
        self.chosen: set[int] = set()
        self._line: list[QPointF] = []

    def show_places(self, paths: Sequence[str], places: Sequence[Sequence[float]], labels: Sequence[str]) -> None:
        """Show other images; places are between about -1 and 1."""
        self.paths, self.places, self.labels = paths, places, labels
        self._colours = {name: QColor(colour) for name, colour in colours_for(filter(None, labels)).items()}
        self.chosen = set()
        self.update()

    def _at(self, number: int) -> QPointF:
        room = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        x, y = self.places[number]
        return QPointF(room.left() + (x + 1) / 2 * room.width(), room.bottom() - (y + 1) / 2 * room.height())

    def _near(self, place: QPointF) -> int | None:
        best, found = _NEAR, None
        for number in range(len(self.places)):
            away = self._at(number) - place
            distance = (away.x() ** 2 + away.y() ** 2) ** 0.5
            if distance < best:
                best, found = distance, number
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Points, a key of labels, and the line that is being drawn."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        quiet = self.palette().placeholderText().color()
        for number in range(len(self.places)):
            label = self.labels[number]
            painter.setBrush(self._colours[label] if label else Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().highlight().color(), 2.5) if number in self.chosen else QPen(quiet, 1))
            painter.drawEllipse(self._at(number), 5, 5)
        self._paint_key(painter)
        if len(self._line) > 1:
            painter.setPen(QPen(self.palette().highlight().color(), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(QPolygonF(self._line))

    def _paint_key(self, painter: QPainter) -> None:
        line = painter.fontMetrics().height() + 4
        names = list(dict.fromkeys(label for label in self.labels if label))[:12]
        for row, name in enumerate(names):
            top = 8 + row * line
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours[name])
            painter.drawEllipse(QPointF(14, top + line / 2), 5, 5)
            painter.setPen(self.palette().text().color())
            painter.drawText(QRectF(24, top, 220, line), Qt.AlignmentFlag.AlignVCenter, name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a line around images."""
        self._line = [event.position()]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the line, or name what is under the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._line.append(event.position())
            self.update()
            return
        number = self._near(event.position())
        QToolTip.showText(
            event.globalPosition().toPoint(), Path(self.paths[number]).name if number is not None else "", self
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what lies within the line; a click without one opens an image."""
        line, self._line = self._line, []
        if len(line) > 4:
            shape = QPolygonF(line)
            self.chosen = {
                number
                for number in range(len(self.places))
                if shape.containsPoint(self._at(number), Qt.FillRule.OddEvenFill)
            }
            self._tell()
        else:
            number = self._near(event.position())
            if number is not None:
                self.image_wanted.emit(self.paths[number])
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+A chooses all, Escape none."""
        if event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.chosen = set(range(len(self.places)))
            self._tell()
        elif event.key() == Qt.Key.Key_Escape:
            self.chosen = set()
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def _tell(self) -> None:
        if self.chosen:
            self.images_chosen.emit([self.paths[number] for number in sorted(self.chosen)])
