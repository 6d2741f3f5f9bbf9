"""What labelme shows for shapes that it does not know, and how the shape itself is found again in labelme's file.

A hole becomes a cut of no width from the outline, an ellipse a polygon of 64 corners, a cuboid its hull, a skeleton points.
What was drawn lies beside it under `KEY`. Whoever moves the stand-in in labelme moves the shape; whoever reshapes it gets
what labelme shows.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from desktop_app.annotation.model import HIDDEN, Kind, Points, Shape, points_of

KEY: Final = "weightsmith"
"""The one key, of shapes and of files, under which lies what labelme's format has no place for."""

TYPE_OF_KIND: Final[Mapping[Kind, str]] = {
    "rectangle": "rectangle",
    "rotated_rectangle": "oriented_rectangle",
    "polygon": "polygon",
    "circle": "circle",
    "line": "line",
    "polyline": "linestrip",
    "point": "point",
    "points": "points",
    "mask": "mask",
}
"""labelme's name of each kind that it knows."""

KIND_OF_TYPE: Final[Mapping[str, Kind]] = {name: kind for kind, name in TYPE_OF_KIND.items()}

COUNT_OF_TYPE: Final[Mapping[str, int]] = {
    "rectangle": 2,
    "oriented_rectangle": 4,
    "circle": 2,
    "line": 2,
    "point": 1,
    "mask": 2,
}
"""How many points labelme insists on; other types take one or more."""

_CORNERS: Final = 64


@dataclass(frozen=True, slots=True)
class StandIn:
    """A shape as labelme takes it."""

    type: str
    points: Points
    exact: bool
    """Whether labelme's shape says all that ours does."""


def stand_in(shape: Shape) -> StandIn | None:
    """What labelme gets to see of a shape; None when there is no finite point to show."""
    known = TYPE_OF_KIND.get(shape.kind)
    if not np.isfinite(shape.points).all() or not all(np.isfinite(hole).all() for hole in shape.holes):
        return None
    if shape.kind == "mask" and shape.mask is not None:
        return _of_mask(shape)
    if known is not None and known != "mask" and _fits(shape, known):
        exact = not shape.holes and not shape.visibility and shape.mask is None
        points = keyhole(shape.points, shape.holes) if shape.kind == "polygon" else shape.points
        return StandIn(known, points, exact)
    return _approximation(shape)


def _of_mask(shape: Shape) -> StandIn:
    mask = shape.mask
    assert mask is not None
    exact = mask.width > 0 and mask.height > 0 and not shape.holes and not shape.visibility
    last = (mask.left + max(1, mask.width) - 1, mask.top + max(1, mask.height) - 1)
    corners = points_of([(mask.left, mask.top), last])
    box = np.array([[mask.left, mask.top], [mask.left + mask.width, mask.top + mask.height]], np.float64)
    return StandIn("mask", corners, exact and np.array_equal(shape.points, box))


def _fits(shape: Shape, known: str) -> bool:
    return len(shape.points) == COUNT_OF_TYPE.get(known, max(1, len(shape.points)))


def _approximation(shape: Shape) -> StandIn | None:
    if shape.kind == "ellipse" and len(shape.points) == 3:
        return StandIn("polygon", ellipse_ring(shape.points), exact=False)
    if shape.kind == "skeleton" and len(shape.points):
        seen = np.array(shape.visibility) > HIDDEN
        some = len(seen) == len(shape.points) and seen.any()
        return StandIn("points", points_of(shape.points[seen]) if some else shape.points, exact=False)
    if shape.kind == "cuboid" and len(shape.points) > 2:
        return StandIn("polygon", hull(shape.points), exact=False)
    return StandIn("polygon", shape.points, exact=False) if len(shape.points) else None


def ellipse_ring(points: Points) -> Points:
    """Corners of a polygon on an ellipse of centre and two half axes, from the first axis's end clockwise as seen."""
    angles = np.arange(_CORNERS) * (2 * math.pi / _CORNERS)
    first, second = points[1] - points[0], points[2] - points[0]
    return points_of(points[0] + np.outer(np.cos(angles), first) + np.outer(np.sin(angles), second))


def hull(points: Points) -> Points:
    """The convex hull, clockwise as seen."""
    ordered: list[list[float]] = sorted(points.tolist())

    def half(places: Sequence[Sequence[float]]) -> list[Sequence[float]]:
        kept: list[Sequence[float]] = []
        for x, y in places:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], (x, y)) <= 0:
                kept.pop()
            kept.append((x, y))
        return kept[:-1]

    around = [*half(ordered), *half(ordered[::-1])]
    return points_of(around) if len(around) > 2 else points


def _turn(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def keyhole(outline: Points, holes: Sequence[Points]) -> Points:
    """One ring around an outline and its holes, each reached from the ring's nearest point and left the same way."""
    ring = outline
    for hole in holes:
        if not len(hole) or not len(ring):
            continue
        apart = ((ring[:, None] - hole[None]) ** 2).sum(axis=2)
        leave, arrive = divmod(int(apart.argmin()), len(hole))
        around = np.roll(hole, -arrive, axis=0)
        ring = np.concatenate([ring[: leave + 1], around, around[:1], ring[leave:]])
    return points_of(ring)


def restored(shown: Shape, kept: Mapping[str, Any], shown_type: str, shown_points: Points) -> Shape:
    """The shape that was written, unless its stand-in was reshaped since; `shown` is what labelme's keys say."""
    try:
        kind: Kind = kept["kind"]
        points = points_of(kept["points"])
        holes = tuple(points_of(hole) for hole in kept.get("holes", ()))
        visibility = tuple(int(value) for value in kept.get("visibility", ()))
    except (KeyError, TypeError, ValueError):
        return shown
    drawn = replace(shown, kind=kind, points=points, holes=holes, visibility=visibility)
    expected = stand_in(drawn)
    if expected is None or expected.type != shown_type or len(expected.points) != len(shown_points):
        return shown
    shift = shown_points - expected.points
    if len(shift) and float(np.abs(shift - shift[0]).max()) > 1e-6:
        return shown
    step = shift[0] if len(shift) else np.zeros(2)
    if not step.any():
        return drawn
    return replace(drawn, points=points_of(points + step), holes=tuple(points_of(hole + step) for hole in holes))
