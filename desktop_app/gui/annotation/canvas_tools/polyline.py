"""The tool that draws lines of many points."""

from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_tools.clicking import ClickTool


class PolylineTool(ClickTool):
    """Clicks set points, dragging lays them along the way."""

    name = "polyline"
    kind = "polyline"
    enough = 2
    streams = True

    def made(self, places: list[Place]) -> Shape | None:
        """The line through the places."""
        if len(places) < 2:
            return None
        return Shape("polyline", self.canvas.labels, points_of(places), id=self.canvas.draft_id)

    def hint(self) -> str:
        """What to do next."""
        if not self.places:
            return QCoreApplication.translate(
                "CanvasTools", "Click along the line, or drag. Shift keeps to steps of 15 degrees."
            )
        return QCoreApplication.translate(
            "CanvasTools", "Enter or a double click ends the line; Backspace takes a point back."
        )
