"""The tool that draws ellipses."""

from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_tools.dragging import DragTool


class EllipseTool(DragTool):
    """In the box between two places; it is turned by its handle afterwards."""

    name = "ellipse"
    kind = "ellipse"

    def made(self, start: Place, stop: Place) -> Shape:
        """The ellipse that fills a box."""
        x, y = (start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2
        across, down = abs(stop[0] - start[0]) / 2, abs(stop[1] - start[1]) / 2
        points = points_of([(x, y), (x + across, y), (x, y + down)])
        return Shape("ellipse", self.canvas.labels, points, id=self.canvas.draft_id)

    def hint(self) -> str:
        """What to do next."""
        if self.start is None:
            return QCoreApplication.translate(
                "CanvasTools", "Drag the box around the ellipse; turn it by its handle afterwards."
            )
        return super().hint()
