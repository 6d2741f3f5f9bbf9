"""The tool that only moves the view; Space or the middle button do the same under every other tool."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, Qt

from desktop_app.gui.annotation.canvas_tools.base import Pointer, Tool

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class PanTool(Tool):
    """Dragging moves the picture."""

    name = "pan"
    draws = False
    snaps = False
    cursor = Qt.CursorShape.OpenHandCursor

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._from: QPointF | None = None

    def press(self, pointer: Pointer) -> None:
        """Take hold of the picture."""
        if pointer.is_left:
            self._from = pointer.screen

    def move(self, pointer: Pointer) -> None:
        """Move it along."""
        if self._from is not None:
            self.canvas.pan_by(pointer.screen.x() - self._from.x(), pointer.screen.y() - self._from.y())
            self._from = pointer.screen

    def release(self, pointer: Pointer) -> None:
        """Let go."""
        self._from = None

    def hint(self) -> str:
        """What to do next."""
        return QCoreApplication.translate("CanvasTools", "Drag to move the picture; the wheel zooms to the pointer.")
