"""What is drawn afresh at every paint, over the kept layers: the shapes in hand, the hovered one, crosshair, notes, messages."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QRegion

from desktop_app.annotation.model import Shape
from desktop_app.gui.annotation.canvas_paint import HOVERED, PREVIEW, Detail
from desktop_app.gui.annotation.measures import size_note

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class Overlay:
    """Paints over the layers of a canvas, and knows which part of the widget that concerns."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas

    # ------------------------------------------------------------------ painting

    def paint(self, painter: QPainter) -> None:
        """Everything, in an order in which what is in hand lies on top."""
        canvas = self.canvas
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = canvas.hovered_shape()
        in_hand = canvas.shapes_in_hand()
        held = {shape.id for shape in in_hand}
        if hovered is not None and hovered.id not in canvas.selection and hovered.id not in held:
            self._shape(painter, hovered, hovered=True)
        for shape in in_hand:
            self._shape(painter, shape, hovered=False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        canvas.tool.paint(painter)
        self._snap(painter)
        self._crosshair(painter)
        self._size(painter)

    def _shape(self, painter: QPainter, shape: Shape, *, hovered: bool) -> None:
        canvas = self.canvas
        view = canvas.view
        detail = Detail(canvas.options.line_width * view.ratio, True, True)
        painter.save()
        painter.scale(1 / view.ratio, 1 / view.ratio)
        clip = QRect(0, 0, round(canvas.width() * view.ratio) + 1, round(canvas.height() * view.ratio) + 1)
        canvas.painter.draw(painter, shape, view, detail, HOVERED if hovered else PREVIEW, clip)
        if hovered or not canvas.tool.draws:
            canvas.painter.draw_tag(painter, shape, view, not hovered)
        painter.restore()

    def _snap(self, painter: QPainter) -> None:
        snap = self.canvas.snap
        if snap is None:
            return
        point = self.canvas.view.to_widget(snap.place)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((3.5, QColor(0, 0, 0, 150)), (1.8, QColor(255, 90, 200))):
            painter.setPen(QPen(colour, width))
            if snap.target == "vertex":
                painter.drawRect(QRectF(point.x() - 6, point.y() - 6, 12, 12))
            else:
                painter.drawEllipse(point, 6, 6)

    def _crosshair(self, painter: QPainter) -> None:
        canvas = self.canvas
        if not canvas.crosshair_shown or canvas.pointer is None:
            return
        point = canvas.view.to_widget(canvas.pointer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for colour, style in (
            (QColor(0, 0, 0, 140), Qt.PenStyle.SolidLine),
            (QColor(255, 255, 255, 210), Qt.PenStyle.DashLine),
        ):
            painter.setPen(QPen(colour, 1, style))
            painter.drawLine(QPointF(0, point.y()), QPointF(canvas.width(), point.y()))
            painter.drawLine(QPointF(point.x(), 0), QPointF(point.x(), canvas.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _size(self, painter: QPainter) -> None:
        """Width and height beside the shape in hand."""
        place = self._size_place()
        if place is not None:
            self.note(painter, *place)

    def _size_place(self) -> tuple[QPointF, str] | None:
        canvas = self.canvas
        shape = canvas.tool.size_of()
        text = size_note(shape) if shape is not None and canvas.tool.is_busy else ""
        if not text or shape is None:
            return None
        view = canvas.view
        corner = view.to_widget((shape.box[2], shape.box[3]))
        x = min(max(corner.x() + 10, 8), canvas.width() - 110)
        y = min(max(corner.y() + 10, 8), canvas.height() - 34)
        return QPointF(x, y), text

    def note(self, painter: QPainter, place: QPointF, text: str) -> None:
        """A few words on a dark ground."""
        font = QFont(self.canvas.font())
        font.setPixelSize(12)
        metrics = QFontMetricsF(font)
        size = QSizeF(metrics.horizontalAdvance(text) + 16, metrics.height() + 8)
        rect = QRectF(place, size)
        rect.moveLeft(max(min(rect.left(), self.canvas.width() - size.width() - 4), 4))
        rect.moveTop(max(min(rect.top(), self.canvas.height() - size.height() - 4), 4))
        painter.setPen(QPen(QColor(255, 255, 255, 60), 1))
        painter.setBrush(QColor(18, 20, 26, 225))
        painter.drawRoundedRect(rect, 5, 5)
        painter.setFont(font)
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def message(self, painter: QPainter, title: str, detail: str) -> None:
        """One or two sentences in the middle of an empty canvas."""
        canvas = self.canvas
        area = QRectF(canvas.rect()).adjusted(32, 0, -32, 0)
        font = QFont(canvas.font())
        font.setPixelSize(16)
        font.setWeight(QFont.Weight.DemiBold)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.setFont(font)
        height = QFontMetricsF(font).boundingRect(area, flags, title).height()
        middle = area.center().y()
        painter.setPen(canvas.palette().windowText().color())
        painter.drawText(QRectF(area.left(), middle - height - 2, area.width(), height), flags, title)
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(canvas.palette().placeholderText().color())
        painter.drawText(QRectF(area.left(), middle + 8, area.width(), area.height() / 2), flags, detail)

    # ------------------------------------------------------------------ what it concerns

    def region(self) -> QRegion:
        """The part of the widget that the overlay may draw on now."""
        canvas = self.canvas
        region = QRegion()
        hovered = canvas.hovered_shape()
        for shape in (*canvas.shapes_in_hand(), *([hovered] if hovered is not None else [])):
            region += self._widget_rect(canvas.painter.extent(shape, canvas.view))
        extent = canvas.tool.extent()
        if extent is not None:
            region += extent.toAlignedRect().adjusted(-2, -2, 2, 2)
        if canvas.snap is not None:
            point = canvas.view.to_widget(canvas.snap.place).toPoint()
            region += QRect(point.x() - 9, point.y() - 9, 18, 18)
        if canvas.crosshair_shown and canvas.pointer is not None:
            point = canvas.view.to_widget(canvas.pointer).toPoint()
            region += QRect(0, point.y() - 2, canvas.width(), 5)
            region += QRect(point.x() - 2, 0, 5, canvas.height())
        size = self._size_place()
        if size is not None:
            region += QRect(round(size[0].x()) - 110, round(size[0].y()) - 6, 280, 44)
        return region

    def _widget_rect(self, device: QRect) -> QRect:
        ratio = self.canvas.view.ratio
        scaled = QRectF(device.left() / ratio, device.top() / ratio, device.width() / ratio, device.height() / ratio)
        return scaled.toAlignedRect().adjusted(-4, -4, 4, 4)
