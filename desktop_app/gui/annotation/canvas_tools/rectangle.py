"""The tool that draws boxes."""

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_tools.dragging import DragTool


class RectangleTool(DragTool):
    """From corner to corner."""

    name = "rectangle"
    kind = "rectangle"

    def made(self, start: Place, stop: Place) -> Shape:
        """The box between two places."""
        low = (min(start[0], stop[0]), min(start[1], stop[1]))
        high = (max(start[0], stop[0]), max(start[1], stop[1]))
        return Shape("rectangle", self.canvas.labels, points_of([low, high]), id=self.canvas.draft_id)
