"""The picture as it is on the screen, kept until zoom or place change; panning shifts it and paints only the new strips."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap, QRegion

from desktop_app.gui.annotation.adjustments import Adjustments
from desktop_app.gui.annotation.canvas_options import CanvasOptions
from desktop_app.gui.annotation.canvas_view import View
from desktop_app.gui.annotation.picture import Picture
from desktop_app.gui.annotation.polygons import rects_of

_PIXEL_GRID_SCALE = 10.0
"""Device pixels per pixel of the image above which lines between pixels are of use."""


def shifted_image(image: QImage, across: int, down: int) -> QImage:
    """The same picture moved; what comes in is transparent."""
    made = QImage(image.size(), image.format())
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(QPoint(across, down), image)
    return made


def strips(width: int, height: int, across: int, down: int) -> QRegion:
    """What comes into view when a picture of so many pixels is shifted."""
    whole = QRect(0, 0, width, height)
    return QRegion(whole) - QRegion(whole.translated(across, down))


class ImageLayer:
    """Device pixels of the picture under the shapes, with the view's adjustments and grids in them."""

    def __init__(self) -> None:
        self.picture: Picture | None = None
        self.adjustments = Adjustments()
        self.ground = QColor("#202329")
        self.options = CanvasOptions()
        self.complete = True
        """Whether nothing better is on its way."""
        self._image: QImage | None = None
        self._view = View()
        self._dirty = QRegion()
        self._checks: QBrush | None = None

    def invalidate(self, rect: QRect | None = None) -> None:
        """Paint all of it anew, or a part."""
        if rect is None:
            self._image = None
        else:
            self._dirty += rect

    def prepare(self, view: View, width: int, height: int) -> QImage:
        """The layer for a view on a widget of so many device pixels."""
        image = self._image
        if image is None or image.width() != width or image.height() != height or self._view.scale != view.scale:
            image = self._image = QImage(width, height, QImage.Format.Format_RGB32)
            self._dirty = QRegion(QRect(0, 0, width, height))
        elif (view.left, view.top) != (self._view.left, self._view.top):
            across, down = view.left - self._view.left, view.top - self._view.top
            image = self._image = shifted_image(image, across, down)
            self._dirty = self._dirty.translated(across, down) + strips(width, height, across, down)
        self._view = view
        whole = QRect(0, 0, width, height)
        parts = [rect.intersected(whole) for rect in rects_of(self._dirty)]
        self._dirty = QRegion()
        for rect in parts:
            if not rect.isEmpty():
                self._paint(image, view, rect)
        return image

    def _paint(self, image: QImage, view: View, rect: QRect) -> None:
        picture = self.picture
        with QPainter(image) as painter:
            painter.setClipRect(rect)
            painter.fillRect(rect, self.ground)
            if picture is not None:
                frame = QRectF(view.left, view.top, picture.width * view.scale, picture.height * view.scale)
                if picture.has_alpha:
                    painter.fillRect(frame, self._checkerboard())
                self.complete = picture.draw(painter, view, rect)
        if picture is None:
            return
        self._adjust(image, view, rect)
        with QPainter(image) as painter:
            painter.setClipRect(rect)
            self._grids(painter, view, rect)

    def _adjust(self, image: QImage, view: View, rect: QRect) -> None:
        """Put the table of brightness and channels over the pixels of the picture in `rect`."""
        picture = self.picture
        if picture is None or self.adjustments.changes_nothing:
            return
        frame = QRectF(view.left, view.top, picture.width * view.scale, picture.height * view.scale).toAlignedRect()
        seen = rect.intersected(frame)
        if seen.isEmpty():
            return
        pixels = np.frombuffer(image.bits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
        self.adjustments.apply(pixels[seen.top() : seen.bottom() + 1, seen.left() : seen.right() + 1])

    def _checkerboard(self) -> QBrush:
        if self._checks is None:
            tile = QPixmap(16, 16)
            tile.fill(QColor("#ffffff"))
            with QPainter(tile) as painter:
                for x, y in ((0, 0), (8, 8)):
                    painter.fillRect(x, y, 8, 8, QColor("#d5d8de"))
            self._checks = QBrush(tile)
        return self._checks

    def _grids(self, painter: QPainter, view: View, rect: QRect) -> None:
        painter.save()
        painter.setClipRect(rect)  # without one a see-through line costs twenty times as much
        if self.options.pixel_grid and view.scale >= _PIXEL_GRID_SCALE * view.ratio:
            self._lines(painter, view, rect, 1, QColor(128, 128, 128, 70))
        if self.options.grid > 0 and self.options.grid * view.scale >= 6 * view.ratio:
            self._lines(painter, view, rect, self.options.grid, QColor(255, 255, 255, 90))
            self._lines(painter, view, rect, self.options.grid, QColor(0, 0, 0, 70), offset=1)
        painter.restore()

    def _lines(self, painter: QPainter, view: View, rect: QRect, every: int, colour: QColor, offset: int = 0) -> None:
        assert self.picture is not None
        left, top, right, bottom = view.device_to_box(rect)
        painter.setPen(QPen(colour, 1))
        width, height = self.picture.width, self.picture.height
        low, high = (
            view.box_to_device((0, 0, 0, max(top, 0))).bottom(),
            round(min(bottom, height) * view.scale) + view.top,
        )
        for column in range(max(0, int(left // every)) * every, int(min(right, width)) + 1, every):
            x = round(column * view.scale) + view.left + offset
            painter.drawLine(x, low, x, high)
        near, far = round(max(left, 0) * view.scale) + view.left, round(min(right, width) * view.scale) + view.left
        for row in range(max(0, int(top // every)) * every, int(min(bottom, height)) + 1, every):
            y = round(row * view.scale) + view.top + offset
            painter.drawLine(near, y, far, y)
