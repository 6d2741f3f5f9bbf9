"""The tool that draws a box by the four extreme points of an object."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.model import Shape
from desktop_app.annotation.shapes.converting import four_extremes
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_tools.clicking import ClickTool


class ExtremePointsTool(ClickTool):
    """Top, left, bottom and right-most point in any order: quicker and tighter than two corners (Papadopoulos, 2017)."""

    name = "extreme"
    kind = "rectangle"
    enough = most = 4

    def made(self, places: list[Place]) -> Shape | None:
        """The box through the places so far."""
        if len(places) < 2:
            return None
        return Shape("rectangle", self.canvas.labels, four_extremes(np.array(places)), id=self.canvas.draft_id)

    def hint(self) -> str:
        """What to do next."""
        left = self.enough - len(self.places)
        return QCoreApplication.translate(
            "CanvasTools", "Click the top, left, bottom and right-most point of the object: {left} to go."
        ).format(left=left)
