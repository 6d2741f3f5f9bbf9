"""The tool that draws cuboids: the front face, then where the back face lies."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.cuboids import cuboid_points
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_tools.base import Pointer
from desktop_app.gui.annotation.canvas_tools.dragging import DragTool

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class CuboidTool(DragTool):
    """Drag or click the front face, then move to the back face and click."""

    name = "cuboid"
    kind = "cuboid"

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._front: tuple[float, float, float, float] | None = None
        self._shift: Place = (0.0, 0.0)
        self._from: Place = (0.0, 0.0)

    @property
    def is_busy(self) -> bool:
        """Whether anything is set."""
        return super().is_busy or self._front is not None

    def cancel(self) -> None:
        """Forget everything."""
        super().cancel()
        self._front, self._shift = None, (0.0, 0.0)

    def made(self, start: Place, stop: Place) -> Shape:
        """The front face as a box, while it is drawn."""
        low = (min(start[0], stop[0]), min(start[1], stop[1]))
        high = (max(start[0], stop[0]), max(start[1], stop[1]))
        return Shape("rectangle", self.canvas.labels, points_of([low, high]), id=self.canvas.draft_id)

    def press(self, pointer: Pointer) -> None:
        """A corner of the front, or the end of the depth."""
        if self._front is None:
            super().press(pointer)
        elif pointer.is_right:
            self.cancel()
        elif pointer.is_left:
            self.move(pointer)
            self._done()

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer with the front's corner or with the back face."""
        if self._front is None:
            super().move(pointer)
        else:
            self._shift = (pointer.place[0] - self._from[0], pointer.place[1] - self._from[1])

    def release(self, pointer: Pointer) -> None:
        """The end of the front face."""
        if self._front is None:
            super().release(pointer)

    def _finish(self) -> None:
        """The front face is set: the depth comes next, and begins at the corner where the pointer is."""
        shape, stop = self._shape(), self.stop
        super().cancel()
        if shape is not None and stop is not None:
            self._front, self._from = shape.box, stop
            left, top, right, bottom = shape.box
            self._shift = ((right - left) * 0.35, (top - bottom) * 0.25)

    def _done(self) -> None:
        shapes = self.shapes()
        self.cancel()
        if shapes:
            self.canvas.finish(shapes[0])

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Enter goes on, Esc gives up."""
        if self._front is None:
            return super().key(key, shift=shift, ctrl=ctrl, alt=alt)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._done()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.cancel()
        else:
            return False
        return True

    def shapes(self) -> tuple[Shape, ...]:
        """The front face, or the whole cuboid."""
        if self._front is None:
            return super().shapes()
        points = cuboid_points(self._front, *self._shift)
        return (Shape("cuboid", self.canvas.labels, points, id=self.canvas.draft_id),)

    def hint(self) -> str:
        """What to do next."""
        if self._front is None:
            return QCoreApplication.translate("CanvasTools", "Drag the front face of the cuboid.")
        return QCoreApplication.translate("CanvasTools", "Move to set the depth, and click.")
