"""A shape as another kind: polygon, mask, box, rotated box, circle, ellipse and lines, as exactly as the kinds allow."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from desktop_app.annotation.model import Kind, Points, Shape, points_of
from desktop_app.annotation.refusals import EditError
from desktop_app.annotation.shapes.booleans import mask_of, parts_of, polygons, simplified
from desktop_app.annotation.shapes.editing import with_mask
from desktop_app.annotation.shapes.geometry import (
    AREAS,
    LINES,
    Floats,
    box_ring,
    centre_of,
    hull_of,
    rings_of,
    signed_area,
)
from desktop_app.annotation.shapes.tracing import corners_of, traced

TARGETS: tuple[Kind, ...] = (
    "polygon", "mask", "rectangle", "rotated_rectangle", "circle", "ellipse", "polyline", "points", "point",
)  # fmt: skip
"""Kinds that something can be converted to."""


MANY_CORNERS = 5_000
"""Outlines with more are noise rather than an object: as polygons they would be thousands of shapes that nobody edits."""


def is_ragged(shape: Shape) -> bool:
    """Whether a mask's outlines have more corners than polygons are good for."""
    return shape.mask is not None and corners_of(shape.mask) > MANY_CORNERS


def can_convert(shape: Shape, kind: Kind) -> bool:
    """Whether `converted` would not refuse for the kinds alone."""
    if kind == shape.kind or kind not in TARGETS:
        return False
    if shape.kind in AREAS:
        return kind in _FROM_AREA
    if shape.kind in LINES or shape.kind == "points":
        return kind in _FROM_LINE and (kind != "polygon" or len(shape.points) > 2)
    return shape.kind == "skeleton" and kind in ("rectangle", "points")


def converted(shape: Shape, kind: Kind, tolerance: float = 0.0) -> tuple[Shape, ...]:
    """The shape as `kind`; the first has its id. A mask in several parts gives several polygons of one group.

    `tolerance` is how many pixels a traced outline may leave the mask's edge, for fewer vertices.
    """
    if not can_convert(shape, kind):
        raise EditError("no-such-conversion")
    if kind == "polygon":
        return _to_polygons(shape, tolerance)
    if kind == "mask":
        return (with_mask(shape, mask_of(shape)),)
    maker = _FROM_AREA.get(kind) if shape.kind in AREAS else _FROM_LINE.get(kind)
    maker = maker or _FROM_DOTS[kind]
    points = maker(outline_points(shape))
    return (replace(shape, kind=kind, points=points_of(points), holes=(), mask=None, visibility=()),)


def outline_points(shape: Shape) -> Points:
    """Points whose hull or box is that of the shape; a mask's are the corners of its largest part."""
    if shape.mask is not None:
        parts = traced(shape.mask)
        if not parts:
            raise EditError("empty-mask")
        return points_of(np.concatenate([outer for outer, _ in parts]))
    if shape.kind in AREAS:
        return points_of(rings_of(shape, 0.02)[0])
    if shape.kind == "skeleton" and len(shape.visibility) == len(shape.points) and any(shape.visibility):
        return points_of(shape.points[np.array(shape.visibility) > 0])
    return shape.points


def _to_polygons(shape: Shape, tolerance: float) -> tuple[Shape, ...]:
    if shape.mask is not None:
        parts = list(traced(shape.mask))
    elif shape.kind in AREAS:
        parts = parts_of(shape) if shape.kind not in ("rectangle", "rotated_rectangle") else [_box_part(shape)]
    else:
        parts = [(shape.points, ())]
        if len(shape.points) < 3:
            raise EditError("too-few-points")
    made = polygons(shape, parts)
    if tolerance <= 0:
        return made
    return tuple(piece if len(piece.points) < 5 and not piece.holes else simplified(piece, tolerance) for piece in made)


def _box_part(shape: Shape) -> tuple[Points, tuple[Points, ...]]:
    return points_of(rings_of(shape)[0]), ()


def _box(points: Floats) -> Floats:
    return np.array([points.min(axis=0), points.max(axis=0)])


def smallest_box(points: Floats) -> Floats:
    """Corners of the rectangle of the least area around points, turned by less than 45 degrees; shape (4, 2).

    One side of it lies along the hull (Freeman and Shapira, 1975), so that every hull edge is tried, all at once.
    """
    hull = hull_of(points)
    if len(hull) < 3:
        return box_ring(*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
    sides = np.roll(hull, -1, axis=0) - hull
    angles = np.arctan2(sides[:, 1], sides[:, 0])
    angles = (angles + np.pi / 4) % (np.pi / 2) - np.pi / 4
    cosine, sine = np.cos(angles)[:, None], np.sin(angles)[:, None]
    across = hull[None, :, 0] * cosine + hull[None, :, 1] * sine
    down = hull[None, :, 1] * cosine - hull[None, :, 0] * sine
    areas = np.ptp(across, axis=1) * np.ptp(down, axis=1)
    best = int(areas.argmin())
    corners = box_ring(across[best].min(), down[best].min(), across[best].max(), down[best].max())
    turn = np.array([[cosine[best, 0], sine[best, 0]], [-sine[best, 0], cosine[best, 0]]])
    return corners @ turn


def _circle(points: Floats) -> Floats:
    """Of the same area and centre as the outline."""
    centre = np.array(centre_of(points))
    radius = np.sqrt(abs(signed_area(points)) / np.pi)
    return np.array([centre, centre + np.array((radius, 0.0))])


def _ellipse(points: Floats) -> Floats:
    """In the smallest box around the outline, scaled to the outline's area."""
    corners = smallest_box(points)
    centre = corners.mean(axis=0)
    first, second = (corners[1] - corners[0]) / 2, (corners[3] - corners[0]) / 2
    area = np.pi * float(np.hypot(*first)) * float(np.hypot(*second))
    factor = np.sqrt(abs(signed_area(points)) / area) if area > 0 and abs(signed_area(points)) > 0 else 1.0
    return np.array([centre, centre + first * factor, centre + second * factor])


def _closed(points: Floats) -> Floats:
    return np.concatenate([points, points[:1]])


def _centre(points: Floats) -> Floats:
    return np.array([centre_of(points)])


def _same(points: Floats) -> Floats:
    return points


_FROM_AREA: dict[Kind, Callable[[Floats], Floats]] = {
    "polygon": _same, "mask": _same, "rectangle": _box, "rotated_rectangle": smallest_box, "circle": _circle,
    "ellipse": _ellipse, "polyline": _closed, "point": _centre,
}  # fmt: skip
_FROM_LINE: dict[Kind, Callable[[Floats], Floats]] = {
    "polygon": _same, "rectangle": _box, "rotated_rectangle": smallest_box, "polyline": _same, "points": _same,
}  # fmt: skip
_FROM_DOTS: dict[Kind, Callable[[Floats], Floats]] = {"rectangle": _box, "points": _same}


def four_extremes(places: Floats) -> Points:
    """The box through the top, left, bottom and right-most of four clicked places, in whatever order; shape (2, 2)."""
    return points_of([places.min(axis=0), places.max(axis=0)])


def circle_through(a: Floats, b: Floats, c: Floats) -> Points | None:
    """Centre of the circle through three places and the first of them; None where they lie on a line."""
    (ax, ay), (bx, by), (cx, cy) = a, b, c
    double = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    if abs(double) < 1e-9:
        return None
    squares = (ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy)
    x = (squares[0] * (by - cy) + squares[1] * (cy - ay) + squares[2] * (ay - by)) / double
    y = (squares[0] * (cx - bx) + squares[1] * (ax - cx) + squares[2] * (bx - ax)) / double
    return points_of([(x, y), a])
