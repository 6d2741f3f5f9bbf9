"""The tool that draws rotated boxes: one side, then how far the other side lies."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.annotation.shapes.handles import is_small
from desktop_app.annotation.shapes.snapping import to_angle
from desktop_app.gui.annotation.canvas_tools.base import Pointer, Tool

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class RotatedRectangleTool(Tool):
    """Drag or click a side, then click on the opposite side."""

    name = "rotated_rectangle"
    kind = "rotated_rectangle"

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self.start: Place | None = None
        self.stop: Place | None = None
        self.side_set = False
        self.far: Place | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the first corner is set."""
        return self.start is not None

    def cancel(self) -> None:
        """Forget everything."""
        self.start = self.stop = self.far = None
        self.side_set = False

    def press(self, pointer: Pointer) -> None:
        """First corner, second corner, far side."""
        if pointer.is_right:
            self.cancel()
        elif not pointer.is_left:
            return
        elif self.start is None:
            self.start = self.stop = pointer.place
        elif not self.side_set:
            self._to(pointer)
            self.side_set = self._side_is_long()
        else:
            self.far = pointer.place
            self._finish()

    def _to(self, pointer: Pointer) -> None:
        assert self.start is not None
        self.stop = to_angle(self.start, pointer.place) if pointer.shift else pointer.place

    def _side_is_long(self) -> bool:
        assert self.start is not None and self.stop is not None
        return float(np.hypot(self.stop[0] - self.start[0], self.stop[1] - self.start[1])) >= self.canvas.least_drag()

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        if self.start is None:
            return
        if self.side_set:
            self.far = pointer.place
        else:
            self._to(pointer)

    def release(self, pointer: Pointer) -> None:
        """The end of a dragged side."""
        if self.start is not None and not self.side_set and pointer.is_left:
            self._to(pointer)
            self.side_set = self._side_is_long()

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Enter goes on, Backspace one step back, Esc gives up."""
        if self.start is None:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.side_set:
                self._finish()
            else:
                self.side_set = self._side_is_long()
        elif key == Qt.Key.Key_Backspace and self.side_set:
            self.side_set, self.far = False, None
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.cancel()
        else:
            return False
        return True

    def _shape(self) -> Shape | None:
        """Corners clockwise as seen, from the one that is top left at angle 0."""
        if self.start is None or self.stop is None:
            return None
        start, stop = np.array(self.start), np.array(self.stop)
        side = stop - start
        length = float(np.hypot(*side))
        if length < 1e-9:
            return None
        if self.far is None:
            return Shape("line", self.canvas.labels, points_of([start, stop]), id=self.canvas.draft_id)
        across = np.array([-side[1], side[0]]) / length
        depth = float((np.array(self.far) - start) @ across)
        if depth < 0:
            start, stop, side, depth = start + across * depth, stop + across * depth, side, -depth
        corners = [start, stop, stop + across * depth, start + across * depth]
        return Shape("rotated_rectangle", self.canvas.labels, points_of(corners), id=self.canvas.draft_id)

    def _finish(self) -> None:
        shape = self._shape()
        if shape is None or shape.kind == "line" or is_small(shape, self.canvas.options.least_size):
            return
        self.cancel()
        self.canvas.finish(shape)

    def shapes(self) -> tuple[Shape, ...]:
        """What would be made now."""
        shape = self._shape()
        return (shape,) if shape is not None else ()

    def hint(self) -> str:
        """What to do next."""
        if self.start is None:
            return QCoreApplication.translate(
                "CanvasTools", "Drag along one side of the box, or click its two corners."
            )
        if not self.side_set:
            return QCoreApplication.translate(
                "CanvasTools", "Set the other end of the side. Shift keeps to steps of 15 degrees."
            )
        return QCoreApplication.translate("CanvasTools", "Click on the opposite side.")
