"""A small picture with shapes painted over it, for previews and predictions."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.annotation.label_colours import dark_text_on, shown_colour
from desktop_app.annotation.model import HIDDEN, LabelSchema, Shape
from desktop_app.annotation.shapes.geometry import rings_of

_POINTS = frozenset({"point", "points", "skeleton"})


class ShapePicture(QWidget):
    """An image that fits the widget, with shapes in its own pixels."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.size_of_image = (0, 0)
        """Width and height that the shapes count in; the image itself may be smaller."""
        self.shapes: tuple[Shape, ...] = ()
        self.schema = LabelSchema()
        """Gives labels the colours that they have where they are drawn."""
        self.caption = ""
        self.setMinimumSize(120, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Small."""
        return QSize(240, 200)

    def show_image(
        self,
        image: QImage,
        shapes: Sequence[Shape],
        schema: LabelSchema,
        *,
        size: tuple[int, int] = (0, 0),
        caption: str = "",
    ) -> None:
        """Show an image; `size` are the pixels that shapes count in when the image is a smaller copy."""
        self.image = image
        self.size_of_image = size if all(size) else (image.width(), image.height())
        self.shapes = tuple(shapes)
        self.schema = schema
        self.caption = caption
        self.setAccessibleName(caption)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks for the image."""
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The image, its shapes, its caption."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        line = painter.fontMetrics().height() + 4 if self.caption else 0
        room = QRectF(self.rect()).adjusted(2, 2, -2, -2 - line)
        width, height = self.size_of_image
        place = QRectF()
        if width and height:
            scale = min(room.width() / width, room.height() / height)
            place = QRectF(0, 0, width * scale, height * scale)
            place.moveCenter(room.center())
            painter.drawImage(place, self.image)
            painter.save()
            painter.setClipRect(place)
            for shape in self.shapes:
                self._paint_shape(painter, shape, place.topLeft(), scale)
            painter.restore()
        if self.caption:
            top = min(place.bottom() + 2, self.height() - line) if width and height else self.height() - line
            below = QRectF(2, top, self.width() - 4, line)
            text = painter.fontMetrics().elidedText(self.caption, Qt.TextElideMode.ElideMiddle, int(below.width()))
            painter.setPen(self.palette().windowText().color())
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_shape(self, painter: QPainter, shape: Shape, corner: QPointF, scale: float) -> None:
        colour = QColor(shown_colour(self.schema, shape.label))
        painter.setPen(QPen(colour, 1.6))
        if shape.kind == "mask" and shape.mask is not None:
            self._paint_mask(painter, shape, colour, corner, scale)
            return
        if shape.kind in _POINTS:
            self._paint_points(painter, shape, colour, corner, scale)
            return
        fill = QColor(colour)
        fill.setAlpha(50)
        painter.setBrush(fill)
        for ring in rings_of(shape):
            painter.drawPolygon(QPolygonF([QPointF(corner.x() + x * scale, corner.y() + y * scale) for x, y in ring]))
        left, top, _, _ = shape.box
        self._paint_label(painter, shape, colour, QPointF(corner.x() + left * scale, corner.y() + top * scale))

    @staticmethod
    def _paint_mask(painter: QPainter, shape: Shape, colour: QColor, corner: QPointF, scale: float) -> None:
        assert shape.mask is not None
        mask = shape.mask
        pixels = np.zeros((mask.height, mask.width, 4), np.uint8)
        pixels[mask.bits()] = (colour.red() * 120 // 255, colour.green() * 120 // 255, colour.blue() * 120 // 255, 120)
        data = pixels.tobytes()
        image = QImage(data, mask.width, mask.height, mask.width * 4, QImage.Format.Format_RGBA8888_Premultiplied)
        painter.drawImage(
            QRectF(
                corner.x() + mask.left * scale, corner.y() + mask.top * scale, mask.width * scale, mask.height * scale
            ),
            image,
        )

    @staticmethod
    def _paint_points(painter: QPainter, shape: Shape, colour: QColor, corner: QPointF, scale: float) -> None:
        painter.setBrush(colour)
        painter.setPen(QPen(QColor("#ffffff"), 1.0))
        for number, (x, y) in enumerate(shape.points):
            if not shape.visibility or shape.visibility[number] != HIDDEN:
                painter.drawEllipse(QPointF(corner.x() + x * scale, corner.y() + y * scale), 3.5, 3.5)

    @staticmethod
    def _paint_label(painter: QPainter, shape: Shape, colour: QColor, at: QPointF) -> None:
        text = shape.label if shape.score is None else f"{shape.label} {shape.score:.2f}"
        font = painter.font()
        font.setPointSizeF(7.5)
        painter.setFont(font)
        box = painter.fontMetrics().boundingRect(text).adjusted(-2, 0, 3, 1)
        box.moveTopLeft(at.toPoint())
        painter.fillRect(box, colour)
        painter.setPen(QColor("#101010" if dark_text_on(colour.name()) else "#ffffff"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
