"""Snapping: the vertex, edge or border of the image near a place that a drawn point is pulled to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from desktop_app.annotation.model import points_of
from desktop_app.annotation.shapes.geometry import Floats, Place, box_ring, edges_of, nearest_on, segments, vertices_of
from desktop_app.annotation.shapes.hits import HitIndex

type Target = Literal["vertex", "edge", "border"]


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a place is pulled to, and by what."""

    place: Place
    target: Target
    shape: str = ""
    """Id of the neighbour; empty for the image's border."""


def snapped(
    place: Place, reach: float, index: HitIndex, *, leave_out: Collection[str] = (), size: Place = (0.0, 0.0)
) -> Snap | None:
    """What within `reach` pixels pulls a place: a vertex before an edge before the border of an image of `size`."""
    x, y = place
    near = [index.shapes[number] for number in index.meeting(x - reach, y - reach, x + reach, y + reach)]
    near = [shape for shape in near if shape.id not in leave_out]
    best: Snap | None = None
    distance = reach
    for shape in near:
        vertices = vertices_of(shape)
        apart = np.hypot(vertices[:, 0] - x, vertices[:, 1] - y)
        closest = int(apart.argmin()) if len(apart) else 0
        if len(apart) and apart[closest] <= distance:
            distance = float(apart[closest])
            best = Snap((float(vertices[closest, 0]), float(vertices[closest, 1])), "vertex", shape.id)
    if best is not None:
        return best
    for shape in near:
        best, distance = _to_edge(place, edges_of(shape), "edge", shape.id, best, distance)
    if best is None and size[0] > 0:
        border = segments(box_ring(0, 0, *size), closed=True)
        best, _ = _to_edge(place, border, "border", "", best, distance)
    return best


def _to_edge(
    place: Place, edges: tuple[Floats, Floats], target: Target, shape: str, best: Snap | None, distance: float
) -> tuple[Snap | None, float]:
    if not len(edges[0]):
        return best, distance
    nearest, apart = nearest_on(place, *edges)
    closest = int(apart.argmin())
    if apart[closest] > distance:
        return best, distance
    x, y = nearest[closest].tolist()
    return Snap((x, y), target, shape), float(apart[closest])


def path_along(ring: Floats, start: Place, end: Place) -> Floats:
    """The corners of a ring between two places on it, by the shorter way and without the ends; shape (n, 2).

    For drawing along a neighbour: two snapped points, and what lies between them is taken over.
    """
    starts, ends = segments(ring, closed=True)
    first, last = (int(nearest_on(place, starts, ends)[1].argmin()) for place in (start, end))
    forward = _between(ring, first, last, start, end)
    backward = _between(ring[::-1], len(ring) - 2 - first, len(ring) - 2 - last, start, end)
    return min(forward, backward, key=lambda path: _length((start, *map(tuple, path.tolist()), end)))


def _between(ring: Floats, first: int, last: int, start: Place, end: Place) -> Floats:
    """Corners after segment `first` up to the start of segment `last`, in the ring's direction."""
    count = len(ring)
    first, last = first % count, last % count
    ahead = np.hypot(*(np.array(end) - ring[first])) >= np.hypot(*(np.array(start) - ring[first]))
    steps = (last - first) % count or (0 if ahead else count)
    made = ring[[(first + 1 + step) % count for step in range(steps)]]
    return points_of(made)


def _length(places: tuple[Place, ...]) -> float:
    points = np.array(places)
    return float(np.hypot(*np.diff(points, axis=0).T).sum())


def to_angle(origin: Place, place: Place, step: float = 15.0) -> Place:
    """The place at the same distance from `origin` whose direction is a multiple of `step` degrees."""
    across, down = place[0] - origin[0], place[1] - origin[1]
    distance = float(np.hypot(across, down))
    angle = np.radians(round(float(np.degrees(np.arctan2(down, across))) / step) * step)
    return (origin[0] + distance * float(np.cos(angle)), origin[1] + distance * float(np.sin(angle)))


def square_from(origin: Place, place: Place) -> Place:
    """The corner of a square at `origin` that reaches as far as `place` on its longer side."""
    across, down = place[0] - origin[0], place[1] - origin[1]
    side = max(abs(across), abs(down))
    return (origin[0] + float(np.copysign(side, across)), origin[1] + float(np.copysign(side, down)))
