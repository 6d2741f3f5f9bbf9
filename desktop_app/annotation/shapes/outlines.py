"""The ring or box that stands for a shape where a format knows no better: pure functions over the model's pixels."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Points, Shape, points_of
from desktop_app.annotation.shapes.masks import signed_area

_SAG: Final = 0.25
"""How many pixels a chord may lie inside the curve that it stands for."""


def box_corners(left: float, top: float, right: float, bottom: float) -> Points:
    """The four corners clockwise as seen, from top left."""
    return points_of([(left, top), (right, top), (right, bottom), (left, bottom)])


def ring_of(shape: Shape) -> Points:
    """The ring that stands for a shape where only polygons are known: the outline, or the hull of what has none."""
    if shape.kind == "rectangle":
        return box_corners(*shape.box)
    if shape.kind == "circle":
        centre, edge = shape.points[0], shape.points[1]
        half = edge - centre
        return _curve(centre, half, np.array([-half[1], half[0]]))
    if shape.kind == "ellipse":
        centre = shape.points[0]
        return _curve(centre, shape.points[1] - centre, shape.points[2] - centre)
    if shape.kind in ("polygon", "rotated_rectangle"):
        return shape.points
    return hull_of(shape.points)


def _curve(centre: NDArray[np.float64], first: NDArray[np.float64], second: NDArray[np.float64]) -> Points:
    radius = max(float(np.hypot(*first)), float(np.hypot(*second)), 1e-9)
    step = math.acos(max(-1.0, 1.0 - _SAG / radius)) if radius > _SAG else math.pi
    angles = np.linspace(0, 2 * math.pi, int(min(180, max(12, math.ceil(math.pi / step)))), endpoint=False)
    return points_of(centre + np.outer(np.cos(angles), first) + np.outer(np.sin(angles), second))


def hull_of(points: Points) -> Points:
    """The convex hull, clockwise as seen (Andrew's monotone chain)."""
    ordered: list[tuple[float, ...]] = sorted({(float(x), float(y)) for x, y in points})
    if len(ordered) < 3:
        return points_of(ordered)

    def chain(places: Iterable[tuple[float, ...]]) -> list[tuple[float, ...]]:
        kept: list[tuple[float, ...]] = []
        for x, y in places:
            while len(kept) > 1 and (kept[-1][0] - kept[-2][0]) * (y - kept[-2][1]) <= (kept[-1][1] - kept[-2][1]) * (
                x - kept[-2][0]
            ):
                kept.pop()
            kept.append((x, y))
        return kept[:-1]

    return points_of([*chain(ordered), *chain(reversed(ordered))])


def rotated_box_of(points: Points) -> Points:
    """The smallest rectangle, in any direction, around the points: four corners clockwise as seen."""
    hull = hull_of(points)
    if len(hull) < 3:
        low, high = points.min(axis=0), points.max(axis=0)
        return box_corners(low[0], low[1], high[0], high[1])
    edges = np.roll(hull, -1, axis=0) - hull
    along = edges / np.hypot(edges[:, 0], edges[:, 1])[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    u, v = hull @ along.T, hull @ across.T
    best = int(np.argmin((u.max(axis=0) - u.min(axis=0)) * (v.max(axis=0) - v.min(axis=0))))
    u, v = u[:, best], v[:, best]
    corners = [(u.min(), v.min()), (u.max(), v.min()), (u.max(), v.max()), (u.min(), v.max())]
    return _from_top_left(points_of([a * along[best] + b * across[best] for a, b in corners]))


def _from_top_left(corners: Points) -> Points:
    """The same corners beginning with the one nearest to the top left, so that angles stay within 45 degrees."""
    return points_of(np.roll(corners, -int(np.argmin(corners.sum(axis=1))), axis=0))


def is_rectangular(corners: Points, tolerance: float = 1.0) -> bool:
    """Whether four corners make a rectangle, within `tolerance` pixels."""
    if len(corners) != 4:
        return False
    middles = np.abs(corners[0] + corners[2] - corners[1] - corners[3]).max()
    diagonals = abs(float(np.hypot(*(corners[2] - corners[0]))) - float(np.hypot(*(corners[3] - corners[1]))))
    return float(middles) <= tolerance and diagonals <= tolerance


def joined_ring(outer: Points, holes: Sequence[Points]) -> Points:
    """One ring that goes around the holes too, each reached by a cut of no width from its nearest place on the ring."""
    ring = outer
    for hole in holes:
        turned = hole[::-1] if (signed_area(hole) > 0) == (signed_area(outer) > 0) else hole
        distances = ((ring[:, None, :] - turned[None, :, :]) ** 2).sum(axis=2)
        a, b = np.unravel_index(int(np.argmin(distances)), distances.shape)
        around = np.roll(turned, -int(b), axis=0)
        ring = points_of(np.concatenate([ring[: a + 1], around, around[:1], ring[a:]]))
    return ring


def clipped_ring(ring: Points, width: float, height: float) -> Points:
    """The part of a polygon that lies in the image (Sutherland and Hodgman); may be empty."""
    points = ring
    for axis, limit, sign in ((0, 0.0, 1.0), (0, width, -1.0), (1, 0.0, 1.0), (1, height, -1.0)):
        if not len(points):
            return points
        inside = (points[:, axis] - limit) * sign >= 0
        if inside.all():
            continue
        following = np.roll(points, -1, axis=0)
        kept: list[NDArray[np.float64]] = []
        for here, there, is_in, next_in in zip(points, following, inside, np.roll(inside, -1), strict=True):
            if is_in:
                kept.append(here)
            if is_in != next_in:
                share = (limit - here[axis]) / (there[axis] - here[axis])
                crossing = here + share * (there - here)
                crossing[axis] = limit
                kept.append(crossing)
        points = points_of(kept) if kept else points_of([])
    return points
