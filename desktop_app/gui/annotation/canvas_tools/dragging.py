"""What is drawn by dragging from one place to another, or by a click here and a click there: the base of several tools."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication, Qt

from desktop_app.annotation.model import Shape
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.annotation.shapes.handles import is_small
from desktop_app.annotation.shapes.snapping import square_from, to_angle
from desktop_app.gui.annotation.canvas_tools.base import Pointer, Tool

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class DragTool(Tool):
    """Two places make a shape. Shift keeps proportions or angles; Ctrl draws from the middle."""

    constrain: ClassVar[Callable[[Place, Place], Place]] = staticmethod(square_from)
    from_middle: ClassVar[bool] = True

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self.start: Place | None = None
        self.stop: Place | None = None
        self._moved = False

    def made(self, start: Place, stop: Place) -> Shape:
        """The shape between two places."""
        raise NotImplementedError

    @property
    def is_busy(self) -> bool:
        """Whether the first place is set."""
        return self.start is not None

    def cancel(self) -> None:
        """Forget the first place."""
        self.start = self.stop = None
        self._moved = False

    def press(self, pointer: Pointer) -> None:
        """The first place, or by a second click the last."""
        if pointer.is_right:
            self.cancel()
            return
        if not pointer.is_left:
            return
        if self.start is None:
            self.start, self.stop, self._moved = pointer.place, pointer.place, False
        else:
            self._to(pointer)
            self._finish()

    def _to(self, pointer: Pointer) -> None:
        assert self.start is not None
        self.stop = type(self).constrain(self.start, pointer.place) if pointer.shift else pointer.place
        self._middle = pointer.ctrl

    _middle = False

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        if self.start is not None:
            self._to(pointer)

    def release(self, pointer: Pointer) -> None:
        """The end of a drag; a click without a drag waits for the second one."""
        if self.start is None or not pointer.is_left:
            return
        self._to(pointer)
        shape = self._shape()
        if shape is not None and not is_small(shape, self.canvas.least_drag()):
            self._finish()

    def _shape(self) -> Shape | None:
        if self.start is None or self.stop is None:
            return None
        start, stop = self.start, self.stop
        if self._middle and self.from_middle:
            start = (2 * start[0] - stop[0], 2 * start[1] - stop[1])
        return self.made(start, stop)

    def _finish(self) -> None:
        shape = self._shape()
        self.cancel()
        if shape is not None:
            self.canvas.finish(shape)

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Enter ends, Esc and Backspace give up."""
        if self.start is None:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
            return True
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.cancel()
            return True
        return False

    def hint(self) -> str:
        """What to do next."""
        if self.start is None:
            return QCoreApplication.translate(
                "CanvasTools", "Drag, or click two corners. Shift keeps it square, Ctrl draws from the middle."
            )
        return QCoreApplication.translate("CanvasTools", "Release or click to finish, Esc to give up.")

    def shapes(self) -> tuple[Shape, ...]:
        """What would be made now."""
        shape = self._shape()
        return (shape,) if shape is not None else ()


class AngleDragTool(DragTool):
    """A drag whose direction counts: Shift turns by steps of 15 degrees."""

    constrain = staticmethod(to_angle)
    from_middle = False

    def hint(self) -> str:
        """What to do next."""
        if self.start is None:
            return QCoreApplication.translate(
                "CanvasTools", "Drag, or click both ends. Shift keeps to steps of 15 degrees."
            )
        return super().hint()
