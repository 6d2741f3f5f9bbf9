"""The tool that draws polygons: by clicks, by dragging along an edge, or along a neighbour's border."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.geometry import Place, rings_of
from desktop_app.annotation.shapes.snapping import path_along
from desktop_app.gui.annotation.canvas_tools.base import Pointer
from desktop_app.gui.annotation.canvas_tools.clicking import ClickTool

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class PolygonTool(ClickTool):
    """Clicks set vertices, dragging lays them along the way; with Ctrl a neighbour's border between two places is taken over."""

    name = "polygon"
    kind = "polygon"
    enough = 3
    closes = True
    streams = True

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._on: str = ""
        """Id of the neighbour that the last place lies on."""

    def made(self, places: list[Place]) -> Shape | None:
        """A polygon, or a line while there are only two places."""
        if len(places) < 2:
            return None
        kind = "polygon" if len(places) > 2 else "polyline"
        return Shape(kind, self.canvas.labels, points_of(places), id=self.canvas.draft_id)

    def press(self, pointer: Pointer) -> None:
        """One more vertex; with Ctrl, along the neighbour that this and the last place were pulled to."""
        snap = self.canvas.snap
        here = snap.shape if snap is not None else ""
        if pointer.is_left and pointer.ctrl and here and here == self._on and self.places:
            self._follow(here, pointer.place)
        self._on = here if pointer.is_left else self._on
        super().press(pointer)

    def _follow(self, neighbour: str, place: Place) -> None:
        shape = self.canvas.annotation.by_id.get(neighbour)
        rings = rings_of(shape) if shape is not None else ()
        if rings:
            for x, y in path_along(rings[0], self.places[-1], place).tolist():
                self.add((x, y))

    def hint(self) -> str:
        """What to do next."""
        if not self.places:
            return QCoreApplication.translate(
                "CanvasTools", "Click the vertices, or drag along the edge. Ctrl+click follows a neighbour's border."
            )
        return QCoreApplication.translate(
            "CanvasTools", "Enter, a double click or the first vertex closes it; Backspace takes one back."
        )


class HoleTool(PolygonTool):
    """Cuts a hole into the selected polygon, or into the one under the first click."""

    name = "hole"
    kind = None

    def press(self, pointer: Pointer) -> None:
        """The first click may choose the polygon."""
        if pointer.is_left and not self.places and self.canvas.hole_target() is None:
            self.canvas.select_at(pointer.raw, kinds=("polygon",))
        super().press(pointer)

    def finish(self) -> None:
        """Give the ring to the polygon."""
        if len(self.places) >= self.enough:
            ring = points_of(self.places)
            self.cancel()
            self.canvas.cut_hole(ring)

    def hint(self) -> str:
        """What to do next."""
        if self.canvas.hole_target() is None:
            return QCoreApplication.translate(
                "CanvasTools", "Click into the polygon that gets the hole, and go round the hole."
            )
        return QCoreApplication.translate(
            "CanvasTools", "Click round the hole; Enter, a double click or its first vertex closes it."
        )
