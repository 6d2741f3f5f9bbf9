"""The tools that set single points and groups of points."""

from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_tools.clicking import ClickTool


class PointTool(ClickTool):
    """One click, one point."""

    name = "point"
    kind = "point"
    enough = most = 1

    def made(self, places: list[Place]) -> Shape | None:
        """A point."""
        return Shape("point", self.canvas.labels, points_of(places[:1]), id=self.canvas.draft_id) if places else None

    def hint(self) -> str:
        """What to do next."""
        return QCoreApplication.translate("CanvasTools", "Click to set a point.")


class PointsTool(ClickTool):
    """Several points as one shape."""

    name = "points"
    kind = "points"
    enough = 1

    def made(self, places: list[Place]) -> Shape | None:
        """All points together."""
        return Shape("points", self.canvas.labels, points_of(places), id=self.canvas.draft_id) if places else None

    def shapes(self) -> tuple[Shape, ...]:
        """Only the points that are set: the pointer shows where the next would go."""
        shape = self.made(self.places)
        return (shape,) if shape is not None else ()

    def hint(self) -> str:
        """What to do next."""
        return QCoreApplication.translate("CanvasTools", "Click the points; Enter or a double click ends.")
