"""Brush and eraser: masks are painted pixel by pixel, polygons by the outline of the stroke."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop_app.annotation.model import Mask, Shape
from desktop_app.annotation.refusals import EditError
from desktop_app.annotation.shapes.booleans import with_stroke
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.annotation.shapes.strokes import Painting
from desktop_app.gui.annotation.canvas_tools.base import Pointer
from desktop_app.gui.annotation.canvas_tools.masking import (
    MaskTool,
    PaintingPicture,
    brush_circle,
    brush_extent,
    brush_ring,
    rect_of,
)

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class BrushTool(MaskTool):
    """The left button paints, the right one erases; Shift goes straight from the end of the last stroke."""

    name = "brush"
    keys = frozenset({Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_X})
    cursor = Qt.CursorShape.BlankCursor
    erases = False

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._painting: Painting | None = None
        self._picture: PaintingPicture | None = None
        self._of: Mask | None = None
        """The mask that the painting shows; another one has to be put in anew."""
        self._target: Shape | None = None
        self._erasing = False
        self._path: list[Place] = []
        self._last: Place | None = None
        self._at: Pointer | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a stroke is under way."""
        return bool(self._path)

    def cancel(self) -> None:
        """Forget the stroke."""
        if self._path:
            self._painting = None
        self._path, self._target = [], None

    def end(self) -> None:
        """Give the memory back."""
        super().end()
        self._painting = self._picture = self._of = None

    def lifts(self) -> frozenset[str]:
        """The mask that is being changed is drawn from the painting."""
        return (
            frozenset({self._target.id})
            if self._path and self._target is not None and self._target.mask
            else frozenset()
        )

    # ------------------------------------------------------------------ strokes

    def press(self, pointer: Pointer) -> None:
        """Begin a stroke."""
        if not (pointer.is_left or pointer.is_right) or not self.canvas.image_size[0]:
            return
        self._erasing = self.erases != pointer.is_right
        self._target = self.target()
        if self._target is None and self._erasing:
            self._target = self._mask_under(pointer)
            if self._target is None:
                return
            self.canvas.select([self._target.id])
        self._prepare()
        start = self._last if pointer.shift and self._last is not None else pointer.raw
        self._path = [start]
        self._stroke(start, pointer.raw)

    def _mask_under(self, pointer: Pointer) -> Shape | None:
        hits = (self.canvas.shapes[hit.index] for hit in self.canvas.hits_at(pointer.raw))
        return next((s for s in hits if not s.locked and (s.mask is not None or s.kind == "polygon")), None)

    def _prepare(self) -> None:
        """A painting that shows the target's mask, or nothing."""
        mask = self._target.mask if self._target is not None else None
        if self._painting is not None and mask is not None and mask is self._of:
            return
        width, height = self.canvas.image_size
        self._painting = Painting(int(width), int(height))
        self._picture = PaintingPicture(self._painting)
        self._of = mask
        if mask is not None:
            self._painting.put(mask)

    def _stroke(self, start: Place, stop: Place) -> None:
        painting, settings = self._painting, self.canvas.settings
        if painting is None:
            return
        polygon = self._target is not None and self._target.mask is None
        value = 0 if self._erasing and not polygon else 1
        box = painting.stroke(start, stop, settings.radius, value, settings.tip)
        self._path.append(stop)
        self._last = stop
        if box is not None:
            self.canvas.update(rect_of(box, self.canvas.view.to_widget))

    def move(self, pointer: Pointer) -> None:
        """Paint on, or show where the brush is."""
        self._at = pointer
        if self._path:
            self._stroke(self._path[-1], pointer.raw)

    def release(self, pointer: Pointer) -> None:
        """The stroke becomes a change."""
        if not self._path or self._painting is None:
            return
        path, target, painting = self._path, self._target, self._painting
        self._path, self._target = [], None
        if target is not None and target.mask is None:
            self._painting = None
            self._polygon_stroke(target, np.array(path[1:] or path))
            return
        mask = painting.mask()
        if target is not None and not mask.width:
            self._painting = None
            self.canvas.edits.delete([target.id])
            return
        self._commit(target, mask)

    def _commit(self, target: Shape | None, mask: Mask) -> None:
        if not mask.width:
            return
        self._of = None
        before = self.canvas.annotation
        if target is None:
            self.apply(mask, None, erase=False)
        else:
            self._change(target, mask, self._erasing)
        made = self.target()
        if self.canvas.annotation is not before and made is not None and made.mask is not None:
            self._of = made.mask

    def _polygon_stroke(self, target: Shape, path: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> None:
        try:
            pieces = with_stroke(target, path, self.canvas.settings.radius, erase=self._erasing)
        except EditError as error:
            if error.code == "nothing-left":
                self.canvas.edits.delete([target.id])
            else:
                self.canvas.refuse(error)
            return
        self.propose_pieces(target, pieces, self._erasing)

    def scene_changed(self) -> None:
        """After undo the painting shows something that is not there any more."""
        if self._path:
            return
        target = self.target()
        if target is None or target.mask is not self._of:
            self._of = None

    # ------------------------------------------------------------------ keys and looks

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Brackets change the size, X changes between brush and eraser."""
        if key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.resize(0.8 if key == Qt.Key.Key_BracketLeft else 1.25)
            return True
        if key == Qt.Key.Key_X and not ctrl:
            self.canvas.set_tool("brush" if self.erases else "eraser")
            return True
        if key == Qt.Key.Key_Escape and self._path:
            self.cancel()
            return True
        return super().key(key, shift=shift, ctrl=ctrl, alt=alt)

    def resize(self, factor: float) -> None:
        """A larger or smaller brush, by at least half a pixel."""
        radius = self.canvas.settings.radius
        wanted = radius * factor
        if abs(wanted - radius) < 0.5:
            wanted = radius + (0.5 if factor > 1 else -0.5)
        self.canvas.change_settings(radius=min(max(wanted, 0.5), 2000.0))

    def paint(self, painter: QPainter) -> None:
        """The stroke so far and the brush's outline."""
        view, settings = self.canvas.view, self.canvas.settings
        if self._path and self._picture is not None:
            polygon = self._target is not None and self._target.mask is None
            colour = QColor(self.canvas.colour_of(self._target) if self._target else self.canvas.label_colour)
            if polygon and self._erasing:
                colour = QColor(0, 0, 0)
            colour.setAlphaF(min(self.canvas.options.fill * 1.6 + 0.2, 0.85))
            self._picture.colour([colour])
            self._picture.draw(painter, view.to_widget, view.zoom)
        if self._at is not None:
            point, radius = brush_circle(self.canvas, self._at)
            erase = self._erasing if self._path else self.erases
            brush_ring(painter, point, radius, square=settings.tip == "square", erase=erase)

    def extent(self) -> QRectF | None:
        """Around the brush; a stroke updates its own place."""
        return brush_extent(self.canvas, self._at)

    def hint(self) -> str:
        """What to do next."""
        if self.canvas.selection:
            return QCoreApplication.translate(
                "CanvasTools",
                "Strokes change the selected shape; Enter begins a new one. Right button: erase. [ and ]: size.",
            )
        return QCoreApplication.translate(
            "CanvasTools", "Paint a mask. Right button: erase. Shift: straight line. [ and ]: size."
        )


class EraserTool(BrushTool):
    """The brush the other way round; without a selection it erases from the shape that it begins on."""

    name = "eraser"
    erases = True
    kind = None

    def hint(self) -> str:
        """What to do next."""
        return QCoreApplication.translate(
            "CanvasTools", "Erase from the selected shape, or from the one under the pointer. [ and ]: size, X: brush."
        )
