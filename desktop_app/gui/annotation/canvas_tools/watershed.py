"""Watershed: rough strokes in each object and in the background, and the picture is shared out among them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop_app.annotation.model import Mask, Shape, new_id, points_of
from desktop_app.annotation.shapes.converting import converted, is_ragged
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.annotation.shapes.growing import BORDER
from desktop_app.annotation.shapes.regions import Answer, Watershed
from desktop_app.annotation.shapes.strokes import Painting
from desktop_app.gui.annotation.canvas_tools.base import Pointer, Tool
from desktop_app.gui.annotation.canvas_tools.masking import (
    PaintingPicture,
    brush_circle,
    brush_extent,
    brush_ring,
    rect_of,
)

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas

_BACKGROUND = QColor(235, 235, 235)


class WatershedTool(Tool):
    """PixelAnnotationTool's way: strokes with a label are its markers, B paints the background, Enter fills, Enter accepts."""

    name = "watershed"
    keys = frozenset({Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_B, Qt.Key.Key_N})
    kind = "mask"
    snaps = False
    cursor = Qt.CursorShape.BlankCursor

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self.background = False
        self.markers: list[tuple[str, ...] | None] = []
        """Labels of marker 1 and on; None for the background."""
        self.found: tuple[Mask, ...] = ()
        self._painting: Painting | None = None
        self._picture: PaintingPicture | None = None
        self._last: Place | None = None
        self._value = 0
        self._at: Pointer | None = None
        self._waiting = False

    @property
    def is_busy(self) -> bool:
        """Whether something is painted."""
        return self._painting is not None

    def cancel(self) -> None:
        """Forget strokes and result."""
        if self._waiting:
            self.canvas.forget_question()
        self._painting = self._picture = self._last = None
        self.markers, self.found, self._waiting = [], (), False

    def picture_changed(self) -> None:
        """Strokes belong to the image that they were painted on."""
        self.cancel()

    # ------------------------------------------------------------------ strokes

    def press(self, pointer: Pointer) -> None:
        """Begin a stroke of the chosen label; the right button erases strokes."""
        width, height = self.canvas.image_size
        if not (pointer.is_left or pointer.is_right) or not width:
            return
        if self._painting is None:
            self._painting = Painting(int(width), int(height))
            self._picture = PaintingPicture(self._painting)
        self._value = 0 if pointer.is_right else self._marker()
        self._last = pointer.raw
        self._stroke(pointer.raw)

    def _marker(self) -> int:
        """The number of what is painted now; one object of a label after another gets numbers of its own with Shift+N."""
        wanted = None if self.background else self.canvas.labels
        if wanted in self.markers:
            return len(self.markers) - self.markers[::-1].index(wanted)
        if len(self.markers) < BORDER - 1:
            self.markers.append(wanted)
        return len(self.markers)

    def next_object(self) -> None:
        """The next stroke marks another object of the same label."""
        if not self.background and self.canvas.labels in self.markers and len(self.markers) < BORDER - 1:
            self.markers.append(self.canvas.labels)

    def _stroke(self, place: Place) -> None:
        assert self._painting is not None and self._last is not None
        box = self._painting.stroke(self._last, place, self.canvas.settings.radius, self._value)
        self._last = place
        self.found = () if self._waiting else self.found
        if box is not None:
            self.canvas.update(rect_of(box, self.canvas.view.to_widget))

    def move(self, pointer: Pointer) -> None:
        """Paint on."""
        self._at = pointer
        if self._last is not None:
            self._stroke(pointer.raw)

    def release(self, pointer: Pointer) -> None:
        """The stroke ends; what was filled before has to be filled again."""
        if self._last is not None:
            self._last = None
            self.found = ()
            self.canvas.refresh()

    # ------------------------------------------------------------------ filling

    def run(self) -> None:
        """Share the picture out among the markers."""
        if self._painting is None or not self._painting.values():
            self.canvas.refuse_code("empty-mask")
            return
        masks = tuple(self._painting.mask(value) for value in range(1, len(self.markers) + 1))
        # the answer may come before `ask` returns
        self._waiting = True
        if not self.canvas.ask(Watershed(masks), self._answered):
            self._waiting = False
        self.canvas.refresh()

    def _answered(self, answer: Answer | None) -> None:
        self._waiting = False
        self.found = answer.masks if answer is not None else ()
        self.canvas.refresh()

    def accept(self) -> None:
        """The filled regions become shapes; the background does not."""
        shapes: list[Shape] = []
        for labels, mask in zip(self.markers, self.found, strict=False):
            if labels is not None and mask.width:
                box = ((mask.left, mask.top), (mask.left + mask.width, mask.top + mask.height))
                shapes.append(Shape("mask", labels, points_of(box), mask=mask, id=new_id()))
        self.cancel()
        if self.canvas.settings.as_polygon:
            tolerance = self.canvas.settings.simplify
            ragged = [shape for shape in shapes if is_ragged(shape)]
            fine = [shape for shape in shapes if shape not in ragged]
            shapes = [*ragged, *(piece for shape in fine for piece in converted(shape, "polygon", tolerance))]
            if ragged:
                self.canvas.refuse_code("stays-mask")
        if shapes:
            self.canvas.finish_pieces(tuple(shapes), select=False)

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Enter fills, then accepts; B background; N next object; Esc first the result, then the strokes."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._painting is not None:
            if self.found:
                self.accept()
            elif not self._waiting:
                self.run()
        elif key == Qt.Key.Key_B and not ctrl:
            self.background = not self.background
        elif key == Qt.Key.Key_N and not ctrl:
            self.next_object()
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            factor = 0.8 if key == Qt.Key.Key_BracketLeft else 1.25
            self.canvas.change_settings(radius=min(max(self.canvas.settings.radius * factor, 0.5), 500.0))
        elif key == Qt.Key.Key_Escape and self._painting is not None:
            if self.found:
                self.found = ()
            else:
                self.cancel()
        else:
            return False
        return True

    # ------------------------------------------------------------------ looks

    def _colours(self) -> list[QColor]:
        made: list[QColor] = []
        for labels in self.markers:
            colour = QColor(_BACKGROUND if labels is None else self.canvas.colour_of_labels(labels))
            colour.setAlpha(205)
            made.append(colour)
        return made

    def paint(self, painter: QPainter) -> None:
        """The filled regions, the strokes over them, the brush."""
        view = self.canvas.view
        for labels, mask in zip(self.markers, self.found, strict=False):
            if mask.width:
                colour = _BACKGROUND if labels is None else self.canvas.colour_of_labels(labels)
                self.canvas.draw_mask(painter, mask, colour, faint=labels is None)
        if self._picture is not None:
            self._picture.colour(self._colours())
            self._picture.draw(painter, view.to_widget, view.zoom)
        if self._waiting:
            text = QCoreApplication.translate("CanvasTools", "Filling …")
            self.canvas.draw_note(painter, QPointF(16, 16), text)
        if self._at is not None:
            point, radius = brush_circle(self.canvas, self._at)
            erase = self._last is not None and self._value == 0
            brush_ring(painter, point, radius, square=False, erase=erase)

    def extent(self) -> QRectF | None:
        """The whole widget while there is a result; else around the brush."""
        if self.found or self._waiting:
            return QRectF(self.canvas.rect())
        return brush_extent(self.canvas, self._at)

    def hint(self) -> str:
        """What to do next."""
        if self.found:
            return QCoreApplication.translate(
                "CanvasTools", "Enter takes the regions, more strokes correct them, Esc drops them."
            )
        if self.background:
            return QCoreApplication.translate(
                "CanvasTools", "Painting the background; B goes back to the label. Enter fills."
            )
        if self.is_busy:
            return QCoreApplication.translate(
                "CanvasTools", "Enter fills. B: background, N: next object of this label, right button: erase."
            )
        return QCoreApplication.translate(
            "CanvasTools", "Paint roughly into each object. B: background, N: next object of this label, Enter: fill."
        )
