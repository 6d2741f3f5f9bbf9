"""The tools that draw circles: from the centre, and through three places of the rim."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.converting import circle_through
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_tools.clicking import ClickTool
from desktop_app.gui.annotation.canvas_tools.dragging import AngleDragTool


class CircleTool(AngleDragTool):
    """From the centre to the rim."""

    name = "circle"
    kind = "circle"

    def made(self, start: Place, stop: Place) -> Shape:
        """The circle around the first place through the second."""
        return Shape("circle", self.canvas.labels, points_of([start, stop]), id=self.canvas.draft_id)

    def hint(self) -> str:
        """What to do next."""
        if self.start is None:
            return QCoreApplication.translate("CanvasTools", "Drag from the centre to the rim, or click both.")
        return super().hint()


class ThreePointCircleTool(ClickTool):
    """Through three places of the rim."""

    name = "circle3"
    kind = "circle"
    enough = most = 3

    def made(self, places: list[Place]) -> Shape | None:
        """The circle through three places; none where they lie on a line."""
        if len(places) < 3:
            return None
        points = circle_through(*np.array(places[:3]))
        return None if points is None else Shape("circle", self.canvas.labels, points, id=self.canvas.draft_id)

    def hint(self) -> str:
        """What to do next."""
        return QCoreApplication.translate("CanvasTools", "Click three places on the rim.")
