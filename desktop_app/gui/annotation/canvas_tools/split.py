"""The tool that cuts shapes in two by a line."""

from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_tools.base import Pointer
from desktop_app.gui.annotation.canvas_tools.clicking import ClickTool


class SplitTool(ClickTool):
    """Cuts the selected shapes, or without a selection all that the line goes through."""

    name = "split"
    enough = 2
    streams = True

    def made(self, places: list[Place]) -> Shape | None:
        """The cut, shown as a line without a label."""
        if len(places) < 2:
            return None
        return Shape("polyline", (), points_of(places), id=self.canvas.draft_id)

    def release(self, pointer: Pointer) -> None:
        """A cut that was dragged is done when the button goes up."""
        streamed = self._streaming
        super().release(pointer)
        if streamed and len(self.places) >= self.enough:
            self.add(pointer.place)
            self.finish()

    def finish(self) -> None:
        """Cut."""
        if len(self.places) >= self.enough:
            line = points_of(self.places)
            self.cancel()
            self.canvas.split(line)

    def hint(self) -> str:
        """What to do next."""
        if not self.places:
            return QCoreApplication.translate(
                "CanvasTools", "Draw a line right through what is to be cut: drag, or click and press Enter."
            )
        return QCoreApplication.translate("CanvasTools", "Enter or a double click cuts, Esc gives up.")
