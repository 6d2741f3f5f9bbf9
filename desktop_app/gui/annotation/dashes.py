"""Dashed outlines as plain lines, so that a dash lies where it lies: Qt's own dashes shift with what part of a line it sees."""

import numpy as np
from PySide6.QtCore import QLineF

from desktop_app.annotation.model import Shape, Skeleton
from desktop_app.annotation.shapes.geometry import CUBOID_EDGES, LINES, Floats, round_ring
from desktop_app.annotation.shapes.hits import bones_of

MOST = 3000
"""Dashes of one shape; outlines that would need more, far larger than any screen, get longer ones."""


def dashes_of(shape: Shape, scale: float, on: float, off: float, skeleton: Skeleton | None) -> list[QLineF]:
    """The dashes of a shape's lines in pixels of the image; `on` and `off` are device pixels at a scale."""
    lines = _lines_of(shape, scale, skeleton)
    total = sum(float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in lines) * scale
    longer = max(total / ((on + off) * MOST), 1.0)
    made: list[QLineF] = []
    for line in lines:
        made += dashed(line, on * longer / scale, off * longer / scale)
    return made


def _lines_of(shape: Shape, scale: float, skeleton: Skeleton | None) -> list[Floats]:
    """Every line that is drawn, closed ones with their first point again at the end; each of shape (n, 2)."""
    if shape.kind in LINES:
        return [shape.points]
    if shape.kind == "skeleton":
        return [np.array([start, end]) for start, end in zip(*bones_of(shape, skeleton), strict=True)]
    if shape.kind == "cuboid" and len(shape.points) == 8:
        return [shape.points[list(edge)] for edge in CUBOID_EDGES]
    if shape.kind == "rectangle":
        left, top, right, bottom = shape.box
        rings = [np.array([(left, top), (right, top), (right, bottom), (left, bottom)])]
    elif shape.kind in ("circle", "ellipse"):
        rings = [round_ring(shape, 0.15 / scale)]
    else:
        rings = [ring for ring in (shape.points, *shape.holes) if len(ring) > 1]
    return [np.concatenate([ring, ring[:1]]) for ring in rings]


def dashed(line: Floats, on: float, off: float) -> list[QLineF]:
    """Pieces of a line: `on` long, `off` apart, bent where the line bends."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    if along[-1] <= 0:
        return []
    starts = np.arange(0.0, along[-1], on + off)
    breaks = np.unique(np.concatenate([along, starts, np.minimum(starts + on, along[-1])]))
    x, y = np.interp(breaks, along, line[:, 0]), np.interp(breaks, along, line[:, 1])
    seen = ((breaks[:-1] + breaks[1:]) / 2) % (on + off) < on
    ends = np.column_stack([x[:-1], y[:-1], x[1:], y[1:]])[seen]
    return [QLineF(*piece) for piece in ends.tolist()]
