"""The handles of what is selected: which there are at this zoom, which one is under the pointer, and how they look."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.annotation.model import HIDDEN, Shape
from desktop_app.annotation.shapes.geometry import Floats, Place, vertices_of
from desktop_app.annotation.shapes.handles import Grip, Handle, frame_handles, frame_of, handles_of, turn_handle
from desktop_app.gui.annotation.polygons import polygon_of

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas

_STEM = 26.0
"""Pixels of the screen from a shape to the handle that turns it."""
_ROOM = 22.0
"""Pixels of the screen that an edge needs for a handle in its middle."""
_TURNED = frozenset(
    {"rectangle", "rotated_rectangle", "polygon", "ellipse", "line", "polyline", "skeleton", "cuboid", "points"}
)
_FRAMED = frozenset({"mask"})
_MOST = 40
"""Selected shapes that show their own handles; more are moved and stretched only together."""

type Found = tuple[str, Handle]

_CURSORS: dict[Grip, Qt.CursorShape] = {
    "vertex": Qt.CursorShape.CrossCursor, "middle": Qt.CursorShape.CrossCursor, "radius": Qt.CursorShape.CrossCursor,
    "axis": Qt.CursorShape.CrossCursor, "face": Qt.CursorShape.SizeAllCursor, "turn": Qt.CursorShape.ClosedHandCursor,
}  # fmt: skip
_WAYS = (
    Qt.CursorShape.SizeHorCursor, Qt.CursorShape.SizeFDiagCursor, Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)  # fmt: skip


class Grips:
    """Handles of the selection."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas
        self.transforming = False
        self.hovered: Found | None = None
        self._key: tuple[object, ...] = ()
        self._found: list[Found] = []
        self._places: Floats = np.empty((0, 2))

    def forget(self) -> None:
        """The selection or its shapes changed."""
        self._key = ()
        self.hovered = None

    # ------------------------------------------------------------------ which there are

    def handles(self, shapes: Sequence[Shape]) -> list[Found]:
        """The handles of shapes at the present zoom, those that win where several lie together first."""
        view = self.canvas.view
        free = [shape for shape in shapes if not shape.locked]
        if not free:
            return []
        if len(free) > 1:
            found: list[Found] = []
            if len(free) <= _MOST and not self.transforming:
                found = [(s.id, h) for s in free for h in self._own(s) if h.grip != "middle"]
            return found + [("", handle) for handle in frame_handles(self._frame(free), view.pixels(_STEM))]
        shape = free[0]
        if self.transforming or shape.kind in _FRAMED:
            return [(shape.id, handle) for handle in frame_handles(self._frame(free), view.pixels(_STEM))]
        own = [(shape.id, handle) for handle in self._own(shape)]
        if shape.kind in _TURNED and self._has_room(shape):
            own.append((shape.id, turn_handle(shape, view.pixels(_STEM))))
        return own

    def _frame(self, shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
        return frame_of(shapes)

    def middle_of(self, shapes: Sequence[Shape]) -> Place:
        """What shapes are turned about."""
        left, top, right, bottom = frame_of(shapes)
        return ((left + right) / 2, (top + bottom) / 2)

    def _has_room(self, shape: Shape) -> bool:
        left, top, right, bottom = shape.box
        return max(right - left, bottom - top) * self.canvas.view.zoom >= 20

    def _own(self, shape: Shape) -> list[Handle]:
        """A shape's own handles: corners always, others where there is room for them on the screen."""
        handles = handles_of(shape)
        zoom = self.canvas.view.zoom
        if shape.kind in ("polygon", "polyline"):
            rings = (shape.points, *shape.holes)
            long = [np.hypot(*(np.roll(ring, -1, axis=0) - ring).T) * zoom >= _ROOM for ring in rings]
            return [handle for handle in handles if handle.grip != "middle" or long[handle.ring][handle.index]]
        if shape.kind in ("rectangle", "rotated_rectangle"):
            left, top, right, bottom = shape.box
            if min(right - left, bottom - top) * zoom < _ROOM:
                return [handle for handle in handles if handle.grip == "corner"]
        return handles

    def at(self, point: QPointF) -> Found | None:
        """The handle under a point of the widget."""
        canvas = self.canvas
        key = (id(canvas.annotation), canvas.view.scale, id(canvas.selection), self.transforming)
        if key != self._key:
            self._found = self.handles(canvas.selected_shapes())
            self._places = np.array([handle.place for _, handle in self._found]).reshape(-1, 2)
            self._key = key
        if not self._found:
            return None
        place = canvas.view.to_image(point)
        reach = canvas.view.pixels(canvas.options.handle_size / 2 + 4)
        apart = np.hypot(*(self._places - np.array(place)).T)
        apart = apart + np.array([reach * 0.3 if handle.grip == "middle" else 0.0 for _, handle in self._found])
        nearest = int(apart.argmin())
        return self._found[nearest] if apart[nearest] <= reach else None

    def cursor_for(self, found: Found) -> Qt.CursorShape:
        """The cursor over a handle: double arrows along the way that it moves."""
        name, handle = found
        plain = _CURSORS.get(handle.grip)
        if plain is not None:
            return plain
        shape = self.canvas.annotation.by_id.get(name)
        middle = self.middle_of([shape]) if shape is not None else self.middle_of(self.canvas.selected_shapes())
        angle = np.degrees(np.arctan2(handle.place[1] - middle[1], handle.place[0] - middle[0]))
        if handle.grip == "side" and shape is not None:
            return _WAYS[round(float(angle) / 45) % 4]
        return _WAYS[_by_index(handle, float(angle)) % 4]

    # ------------------------------------------------------------------ how they look

    def paint(
        self, painter: QPainter, shapes: Sequence[Shape], *, dragging: bool, vertex: tuple[str, int, int] | None
    ) -> None:
        """Draw the handles; while something is dragged only vertices and corners."""
        if not shapes:
            return
        size = self.canvas.options.handle_size
        colour = self.canvas.colour_of(shapes[0]) if len(shapes) == 1 else QColor(90, 160, 255)
        clip = painter.clipBoundingRect() if painter.hasClipping() else QRectF(self.canvas.rect())
        if dragging:
            for shape in shapes[:_MOST]:
                grip: Grip = "corner" if shape.kind in ("rectangle", "rotated_rectangle") else "vertex"
                self._paint_grip(painter, grip, vertices_of(shape), colour, size, clip)
            return
        found = self.handles(shapes)
        if any(handle.grip == "scale" for _, handle in found):
            self._paint_frame(painter, [shape for shape in shapes if not shape.locked])
        self._paint_stem(painter, found, shapes)
        groups: dict[Grip, list[Place]] = {}
        known = {shape.id: shape for shape in shapes}
        for name, handle in found:
            grip = "middle" if _is_hidden(known.get(name), handle) else handle.grip
            groups.setdefault(grip, []).append(handle.place)
        crowded = len(groups.get("vertex", ())) > 200
        for grip, places in groups.items():
            self._paint_grip(painter, grip, np.array(places), colour, size * (0.6 if crowded else 1.0), clip)
        self._paint_marked(painter, found, vertex, colour, size)

    def _paint_grip(
        self, painter: QPainter, grip: Grip, places: Floats, colour: QColor, size: float, clip: QRectF
    ) -> None:
        view = self.canvas.view
        points = (places * view.scale + np.array((view.left, view.top))) / view.ratio
        near = (points[:, 0] > clip.left() - size) & (points[:, 0] < clip.right() + size)
        near &= (points[:, 1] > clip.top() - size) & (points[:, 1] < clip.bottom() + size)
        polygon = polygon_of(points[near])
        if grip == "middle":
            _dots(painter, polygon, size * 0.72, QColor(0, 0, 0, 110), round_cap=True)
            _dots(painter, polygon, size * 0.5, QColor(255, 255, 255, 190), round_cap=True)
            return
        square = grip in ("corner", "side", "scale")
        _dots(painter, polygon, size + 2, QColor(0, 0, 0, 170), round_cap=not square)
        _dots(painter, polygon, size, QColor(255, 255, 255), round_cap=not square)
        inner = QColor(70, 140, 245) if grip in ("turn", "scale", "face") else colour
        _dots(painter, polygon, size - 4, inner, round_cap=not square)

    def _paint_marked(
        self,
        painter: QPainter,
        found: Sequence[Found],
        vertex: tuple[str, int, int] | None,
        colour: QColor,
        size: float,
    ) -> None:
        """The handle under the pointer larger, the chosen vertex filled white with a ring."""
        for name, handle in found:
            marked = handle.grip == "vertex" and vertex == (name, handle.ring, handle.index)
            hovered = self.hovered is not None and self.hovered[1] == handle
            if not (marked or hovered):
                continue
            point = polygon_of(np.array([[*self.canvas.view.to_widget(handle.place).toTuple()]]))
            _dots(painter, point, size + 7, QColor(255, 255, 255), round_cap=True)
            _dots(painter, point, size + 4, QColor(20, 90, 220) if marked else colour, round_cap=True)
            if marked:
                _dots(painter, point, size - 2, QColor(255, 255, 255), round_cap=True)

    def _paint_frame(self, painter: QPainter, shapes: Sequence[Shape]) -> None:
        rect = self._frame_rect(shapes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 130), 1))
        painter.drawRect(rect)
        painter.setPen(QPen(QColor(255, 255, 255, 220), 1, Qt.PenStyle.DashLine))
        painter.drawRect(rect)

    def _frame_rect(self, shapes: Sequence[Shape]) -> QRectF:
        left, top, right, bottom = frame_of(shapes)
        view = self.canvas.view
        return QRectF(view.to_widget((left, top)), view.to_widget((right, bottom)))

    def _paint_stem(self, painter: QPainter, found: Sequence[Found], shapes: Sequence[Shape]) -> None:
        """The line from a shape to the handle that turns it."""
        turn = next((handle for _, handle in found if handle.grip == "turn"), None)
        if turn is None:
            return
        view = self.canvas.view
        end = view.to_widget(turn.place)
        middle = view.to_widget(self.middle_of(shapes))
        way = end - middle
        length = max(float(np.hypot(way.x(), way.y())), 1e-6)
        start = end - way * (_STEM / length)
        painter.setPen(QPen(QColor(0, 0, 0, 120), 3))
        painter.drawLine(start, end)
        painter.setPen(QPen(QColor(255, 255, 255, 230), 1.2))
        painter.drawLine(start, end)

    def extent(self, shapes: Sequence[Shape]) -> QRectF | None:
        """Where on the widget handles may be drawn."""
        if not shapes:
            return None
        margin = _STEM + self.canvas.options.handle_size + 8
        return self._frame_rect(shapes).adjusted(-margin, -margin, margin, margin)


def _is_hidden(shape: Shape | None, handle: Handle) -> bool:
    """Whether a handle is that of a keypoint that is not in the picture: it is drawn faint."""
    if shape is None or shape.kind != "skeleton" or handle.grip != "vertex":
        return False
    return HIDDEN in shape.visibility[handle.index : handle.index + 1]


def _by_index(handle: Handle, angle: float) -> int:
    """Which of the four ways a corner or a frame's handle goes: by its number where the frame is upright."""
    if handle.grip == "scale":
        return (1, 2, 3, 0, 1, 2, 3, 0)[handle.index]
    return round(angle / 45)


def _dots(painter: QPainter, polygon: object, size: float, colour: QColor, *, round_cap: bool) -> None:
    pen = QPen(colour, max(size, 1.0))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if round_cap else Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.drawPoints(polygon)  # type: ignore[arg-type]
