"""What lies under the pointer: all boxes are asked at once, only the few that remain are looked at closely."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import HIDDEN, LabelSchema, Shape, Skeleton
from desktop_app.annotation.shapes.geometry import (
    AREAS,
    DOTS,
    Floats,
    Place,
    contains,
    edges_of,
    inside,
    nearest_on,
    rings_of,
)

type Part = Literal["edge", "inside", "dot"]

_PLAIN = frozenset(
    {"rectangle", "rotated_rectangle", "polygon", "line", "polyline", "point", "points", "mask", "cuboid"}
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One shape at a place."""

    index: int
    """Position among the shapes."""
    part: Part
    distance: float
    """Pixels to the edge or dot; 0 inside."""
    size: float
    """Area of the shape's box: of shapes within each other the small one is meant."""


def boxes_of(shapes: Sequence[Shape]) -> Floats:
    """Left, top, right, bottom of every shape; shape (n, 4). One pass over all points instead of one per shape."""
    boxes = np.zeros((len(shapes), 4))
    plain = [number for number, shape in enumerate(shapes) if shape.kind in _PLAIN and len(shape.points)]
    if plain:
        points = [shapes[number].points for number in plain]
        starts = np.cumsum([0, *map(len, points[:-1])])
        together = np.concatenate(points)
        boxes[plain, :2] = np.minimum.reduceat(together, starts)
        boxes[plain, 2:] = np.maximum.reduceat(together, starts)
    for number in set(range(len(shapes))).difference(plain):
        boxes[number] = shapes[number].box
    return boxes


class HitIndex:
    """Shapes of one image, ready to be asked what lies where."""

    def __init__(self, shapes: Sequence[Shape], boxes: Floats | None = None, schema: LabelSchema | None = None) -> None:
        """`schema` knows the bones of skeletons; without it only their keypoints are hit."""
        self.shapes = tuple(shapes)
        self.schema = schema
        self.boxes = boxes_of(self.shapes) if boxes is None else boxes

    def changed_to(self, shapes: Sequence[Shape]) -> "HitIndex":
        """The index of the next state: only shapes that are not the same objects are measured again."""
        if len(shapes) != len(self.shapes):
            return HitIndex(shapes, schema=self.schema)
        changed = [number for number, shape in enumerate(shapes) if shape is not self.shapes[number]]
        if len(changed) * 4 > len(shapes):
            return HitIndex(shapes, schema=self.schema)
        boxes = self.boxes.copy()
        if changed:
            boxes[changed] = boxes_of([shapes[number] for number in changed])
        return HitIndex(shapes, boxes, self.schema)

    def meeting(self, left: float, top: float, right: float, bottom: float) -> list[int]:
        """Positions of the shapes whose boxes meet a box, lowest first."""
        boxes = self.boxes
        meets = (boxes[:, 0] <= right) & (boxes[:, 2] >= left) & (boxes[:, 1] <= bottom) & (boxes[:, 3] >= top)
        found: list[int] = np.flatnonzero(meets).tolist()
        return found

    def hits(self, place: Place, reach: float, pickable: NDArray[Any] | None = None) -> list[Hit]:
        """All shapes at a place, the one that is most likely meant first: by its edge or dot, else the smallest around it.

        `pickable` says per shape whether it may be hit (hidden ones may not); of equals the upper one wins.
        """
        x, y = place
        found: list[Hit] = []
        for index in self.meeting(x - reach, y - reach, x + reach, y + reach)[::-1]:
            if pickable is None or pickable[index]:
                hit = self._hit(index, place, reach)
                if hit is not None:
                    found.append(hit)
        return sorted(found, key=lambda hit: (hit.size, hit.distance))

    def _hit(self, index: int, place: Place, reach: float) -> Hit | None:
        shape = self.shapes[index]
        left, top, right, bottom = self.boxes[index]
        size = float((right - left) * (bottom - top))
        if shape.kind in DOTS:
            distance = min(_distance_to_dots(shape, place), self._distance_to_bones(shape, place))
            return Hit(index, "dot", distance, 0.0) if distance <= reach else None
        if shape.mask is not None:
            return Hit(index, "inside", 0.0, size) if _on_mask(shape, place) else None
        starts, ends = edges_of(shape, accuracy=0.5)
        distance = float(nearest_on(place, starts, ends)[1].min()) if len(starts) else np.inf
        if distance <= reach:
            return Hit(index, "edge", distance, size)
        if shape.kind in AREAS and inside(rings_of(shape, accuracy=0.5), place):
            return Hit(index, "inside", 0.0, size)
        return None

    def _distance_to_bones(self, shape: Shape, place: Place) -> float:
        label = self.schema.label(shape.label) if self.schema is not None and shape.kind == "skeleton" else None
        starts, ends = bones_of(shape, label.skeleton if label is not None else None)
        return float(nearest_on(place, starts, ends)[1].min()) if len(starts) else float("inf")

    def within(self, box: tuple[float, float, float, float], *, whole: bool) -> list[int]:
        """Positions of the shapes in a box: those wholly in it, or all that it touches."""
        left, top, right, bottom = box
        boxes = self.boxes
        wholly = (boxes[:, 0] >= left) & (boxes[:, 2] <= right) & (boxes[:, 1] >= top) & (boxes[:, 3] <= bottom)
        if whole:
            inner: list[int] = np.flatnonzero(wholly).tolist()
            return inner
        near = self.meeting(*box)
        return [index for index in near if wholly[index] or _touches(self.shapes[index], box)]


def bones_of(shape: Shape, skeleton: Skeleton | None) -> tuple[Floats, Floats]:
    """Starts and ends of the bones between keypoints that are not hidden, each of shape (n, 2)."""
    count = len(shape.points)
    edges = [] if skeleton is None else [edge for edge in skeleton.edges if max(edge) < count and min(edge) >= 0]
    if len(shape.visibility) == count:
        edges = [(a, b) for a, b in edges if HIDDEN not in (shape.visibility[a], shape.visibility[b])]
    if not edges:
        return np.empty((0, 2)), np.empty((0, 2))
    pairs = np.array(edges)
    return shape.points[pairs[:, 0]], shape.points[pairs[:, 1]]


def _distance_to_dots(shape: Shape, place: Place) -> float:
    points = shape.points
    if shape.kind == "skeleton" and len(shape.visibility) == len(points):
        points = points[np.array(shape.visibility) > HIDDEN]
    if not len(points):
        return float("inf")
    return float(np.hypot(points[:, 0] - place[0], points[:, 1] - place[1]).min())


def _on_mask(shape: Shape, place: Place) -> bool:
    """One pixel of the mask, without unpacking it."""
    mask = shape.mask
    if mask is None:
        return False
    column, row = int(np.floor(place[0])) - mask.left, int(np.floor(place[1])) - mask.top
    if not (0 <= column < mask.width and 0 <= row < mask.height):
        return False
    byte, bit = divmod(row * mask.width + column, 8)
    return bool(mask.packed[byte] >> (7 - bit) & 1)


def _touches(shape: Shape, box: tuple[float, float, float, float]) -> bool:
    """Whether something that is drawn lies in the box, or the box lies inside the shape."""
    left, top, right, bottom = box
    points = shape.points
    if shape.kind not in ("circle", "ellipse", "rectangle", "mask"):
        within = (points[:, 0] >= left) & (points[:, 0] <= right) & (points[:, 1] >= top) & (points[:, 1] <= bottom)
        if bool(within.any()):
            return True
    if shape.kind in DOTS:
        return False
    corner = np.array([[left, top]])
    rings = rings_of(shape, accuracy=0.5)
    if rings and bool(contains(rings[0], corner)[0]):
        return inside(rings, (left, top)) or _crosses(shape, box)
    return _crosses(shape, box)


def _crosses(shape: Shape, box: tuple[float, float, float, float]) -> bool:
    """Whether an edge of the shape passes through the box (Liang and Barsky's clipping, all edges at once)."""
    starts, ends = edges_of(shape, accuracy=0.5)
    if not len(starts):
        return False
    along = ends - starts
    low, high = np.zeros(len(starts)), np.ones(len(starts))
    for axis in (0, 1):
        step = along[:, axis]
        still = step == 0
        safe = np.where(still, 1.0, step)
        enter = (box[axis] - starts[:, axis]) / safe
        leave = (box[axis + 2] - starts[:, axis]) / safe
        first, last = np.minimum(enter, leave), np.maximum(enter, leave)
        outside = still & ((starts[:, axis] < box[axis]) | (starts[:, axis] > box[axis + 2]))
        low = np.maximum(low, np.where(still, np.where(outside, 2.0, 0.0), first))
        high = np.minimum(high, np.where(still, 1.0, last))
    return bool((low <= high).any())
