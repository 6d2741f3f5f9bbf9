"""What brush, wand and superpixels have in common: pixels that are added to, or taken from, a mask."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from desktop_app.annotation.model import Mask, Shape, points_of
from desktop_app.annotation.refusals import EditError
from desktop_app.annotation.shapes.arranging import with_pieces
from desktop_app.annotation.shapes.booleans import joined, subtracted
from desktop_app.annotation.shapes.converting import converted, is_ragged
from desktop_app.annotation.shapes.editing import with_mask
from desktop_app.annotation.shapes.masks import subtract, union
from desktop_app.annotation.shapes.strokes import Painting
from desktop_app.gui.annotation.canvas_tools.base import Pointer, Tool

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class MaskTool(Tool):
    """Adds to the selected mask (or polygon), or begins a new one when nothing is selected.

    Every stroke is a change of its own: it can be undone, and a crash takes no more than the stroke in hand.
    """

    kind = "mask"
    snaps = False

    def target(self) -> Shape | None:
        """The shape that strokes change: the only selected one, if it has an area and is not locked."""
        chosen = self.canvas.selected_shapes()
        if len(chosen) != 1 or chosen[0].locked:
            return None
        polygon = chosen[0].kind == "polygon" and self.canvas.settings.paint_polygons
        return chosen[0] if chosen[0].mask is not None or polygon else None

    def apply(self, mask: Mask, target: Shape | None, *, erase: bool) -> None:
        """Give pixels to a shape, or take them from it; without one they become a new shape."""
        if not mask.width:
            return
        try:
            if target is None:
                if not erase:
                    self._new(mask)
            elif target.mask is not None:
                self._change(target, subtract(target.mask, [mask]) if erase else union([target.mask, mask]), erase)
            else:
                painted = _mask_shape(mask, target.labels)
                if is_ragged(painted):
                    raise EditError("too-ragged")
                outline = converted(painted, "polygon", 0.0)
                pieces = subtracted(target, outline) if erase else joined([target, *outline])
                self.propose_pieces(target, pieces, erase)
        except EditError as error:
            self.canvas.refuse(error)

    def _new(self, mask: Mask) -> None:
        canvas = self.canvas
        shape = replace(_mask_shape(mask, canvas.labels), id=canvas.draft_id)
        ragged = canvas.settings.as_polygon and is_ragged(shape)
        if ragged:
            canvas.refuse_code("stays-mask")
        if canvas.settings.as_polygon and not ragged:
            canvas.finish_pieces(converted(shape, "polygon", canvas.settings.simplify), select=True)
        else:
            canvas.finish(shape, select=True)

    def _change(self, target: Shape, mask: Mask, erase: bool) -> None:
        if not mask.width:
            self.canvas.edits.delete([target.id])
        else:
            self.canvas.propose_shapes([with_mask(target, mask, is_tight=True)], "erase" if erase else "paint")

    def propose_pieces(self, target: Shape, pieces: tuple[Shape, ...], erase: bool) -> None:
        """A polygon after a stroke: one, or several where it fell apart."""
        made = with_pieces(self.canvas.annotation, {target.id: pieces})
        self.canvas.propose(made, "erase" if erase else "paint")

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Enter and Esc end the object: the next stroke begins a new one."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) and self.canvas.selection:
            self.canvas.select([])
            return True
        return False


def _mask_shape(mask: Mask, labels: tuple[str, ...]) -> Shape:
    box = ((mask.left, mask.top), (mask.left + mask.width, mask.top + mask.height))
    return Shape("mask", labels, points_of(box), mask=mask)


class PaintingPicture:
    """A painting drawn straight from its memory: one byte a pixel with a table of colours, only where it is seen."""

    def __init__(self, painting: Painting) -> None:
        self.painting = painting
        width, height = painting.size
        self._image = QImage(
            painting.pixels.base.data if painting.pixels.base is not None else painting.pixels.data,
            width, height, painting.stride, QImage.Format.Format_Indexed8,
        )  # fmt: skip

    def colour(self, colours: list[QColor]) -> None:
        """The colours of values 1 and on."""
        self._image.setColorTable([0, *(colour.rgba() for colour in colours)])

    def draw(self, painter: QPainter, to_widget: Callable[[tuple[float, float]], QPointF], zoom: float) -> None:
        """Paint what lies in the painter's clip, in Qt's pixels of the widget."""
        origin = to_widget((0.0, 0.0))
        painter.save()
        painter.setWorldTransform(QTransform(zoom, 0, 0, zoom, origin.x(), origin.y()), True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(0, 0, self._image)
        painter.restore()


def brush_circle(canvas: "Canvas", at: Pointer) -> tuple[QPointF, float]:
    """Middle and radius of the brush on the widget; a tiny one is still seen."""
    return canvas.view.to_widget(at.raw), max(canvas.settings.radius * canvas.view.zoom, 1.5)


def brush_extent(canvas: "Canvas", at: Pointer | None) -> QRectF | None:
    """Where on the widget `brush_ring` draws."""
    if at is None:
        return None
    point, radius = brush_circle(canvas, at)
    radius += 4
    return QRectF(point.x() - radius, point.y() - radius, 2 * radius, 2 * radius)


def brush_ring(painter: QPainter, point: QPointF, radius: float, *, square: bool, erase: bool) -> None:
    """The outline of a brush, seen on light and dark pictures."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    rect = QRectF(point.x() - radius, point.y() - radius, 2 * radius, 2 * radius)
    for width, colour in (
        (3.0, QColor(0, 0, 0, 150)),
        (1.3, QColor(255, 120, 110) if erase else QColor(255, 255, 255)),
    ):
        pen = painter.pen()
        pen.setColor(colour)
        pen.setWidthF(width)
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawRect(rect) if square else painter.drawEllipse(rect)


def rect_of(box: tuple[int, int, int, int], pointer: Callable[[tuple[float, float]], QPointF]) -> QRect:
    """Qt's pixels of the widget over whole pixels of the image."""
    left, top, right, bottom = box
    rect = QRectF(pointer((float(left), float(top))), pointer((float(right), float(bottom))))
    return rect.toAlignedRect().adjusted(-2, -2, 2, 2)


def pixel_under(pointer: Pointer, size: tuple[float, float]) -> tuple[int, int] | None:
    """The pixel of the image under the pointer; None beside the image."""
    x, y = int(np.floor(pointer.raw[0])), int(np.floor(pointer.raw[1]))
    return (x, y) if 0 <= x < size[0] and 0 <= y < size[1] else None
