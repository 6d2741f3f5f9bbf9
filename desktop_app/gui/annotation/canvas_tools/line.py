"""The tool that draws straight lines."""

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_tools.dragging import AngleDragTool


class LineTool(AngleDragTool):
    """From end to end."""

    name = "line"
    kind = "line"

    def made(self, start: Place, stop: Place) -> Shape:
        """The line between two places."""
        return Shape("line", self.canvas.labels, points_of([start, stop]), id=self.canvas.draft_id)
