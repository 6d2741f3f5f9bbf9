"""How far two shapes of any kinds cover each other: intersection over union, and nearness for what has no area."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.formats.labelme_stand_ins import ellipse_ring, hull
from desktop_app.annotation.model import Points, Shape, points_of
from desktop_app.annotation.shapes.masks import Bits, filled

WITHOUT_AREA: Final = frozenset(("point", "points", "line", "polyline", "skeleton"))
_RASTER: Final = 512
"""Pixels along the longer side of the raster on which areas are compared."""

type Boxes = NDArray[np.float64]
"""Shape (n, 4): left, top, right, bottom."""


def boxes_of(shapes: tuple[Shape, ...]) -> Boxes:
    """The boxes of shapes."""
    return np.array([shape.box for shape in shapes], np.float64).reshape(-1, 4)


def box_overlaps(first: Boxes, second: Boxes) -> NDArray[np.float64]:
    """Intersection over union of each box with each other one; shape (n, m), 0 where both have no area."""
    low = np.maximum(first[:, None, :2], second[None, :, :2])
    high = np.minimum(first[:, None, 2:], second[None, :, 2:])
    common = np.clip(high - low, 0, None).prod(axis=2)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (first, second)]
    joined = areas[0][:, None] + areas[1][None, :] - common
    return np.divide(common, joined, out=np.zeros_like(common), where=joined > 0)


def overlap_of(first: Shape, second: Shape, reach: float = 10.0) -> float:
    """1 where two shapes are the same, 0 where they have nothing in common.

    Areas are compared by intersection over union; points by their distance, which counts as nothing in common from
    `reach` pixels on. A shape with an area and one without have nothing in common.
    """
    if (first.kind in WITHOUT_AREA) != (second.kind in WITHOUT_AREA):
        return 0.0
    if first.kind in WITHOUT_AREA:
        return _nearness(first.points, second.points, reach)
    boxes = boxes_of((first, second))
    by_boxes = float(box_overlaps(boxes[:1], boxes[1:])[0, 0])
    if first.kind == second.kind == "rectangle" or by_boxes == 0:
        return by_boxes
    return _by_raster(first, second, boxes)


def _nearness(first: Points, second: Points, reach: float) -> float:
    if not len(first) or not len(second):
        return 0.0
    if len(first) == len(second):
        apart = float(np.hypot(*(first - second).T).mean())
    else:
        distances = np.hypot(*(first[:, None] - second[None]).transpose(2, 0, 1))
        apart = float(max(distances.min(axis=0).mean(), distances.min(axis=1).mean()))
    return max(0.0, 1.0 - apart / reach)


def _by_raster(first: Shape, second: Shape, boxes: Boxes) -> float:
    left, top = boxes[:, :2].min(axis=0)
    right, bottom = boxes[:, 2:].max(axis=0)
    longest = max(right - left, bottom - top, 1e-9)
    if not math.isfinite(longest):
        return 0.0
    scale = _RASTER / longest
    size = (max(1, math.ceil((right - left) * scale)), max(1, math.ceil((bottom - top) * scale)))
    a, b = (_raster(shape, float(left), float(top), scale, size) for shape in (first, second))
    joined = int((a | b).sum())
    return int((a & b).sum()) / joined if joined else 0.0


def _raster(shape: Shape, left: float, top: float, scale: float, size: tuple[int, int]) -> Bits:
    width, height = size
    if shape.kind == "mask" and shape.mask is not None:
        x = np.floor((np.arange(width) + 0.5) / scale + left).astype(int) - shape.mask.left
        y = np.floor((np.arange(height) + 0.5) / scale + top).astype(int) - shape.mask.top
        found = np.zeros((height, width), np.bool_)
        inside_x, inside_y = (x >= 0) & (x < shape.mask.width), (y >= 0) & (y < shape.mask.height)
        found[np.ix_(inside_y, inside_x)] = shape.mask.bits()[np.ix_(y[inside_y], x[inside_x])]
        return found
    rings = [(ring - (left, top)) * scale for ring in rings_of_shape(shape)]
    return filled(rings, (0, 0, width, height))


def rings_of_shape(shape: Shape) -> tuple[Points, ...]:
    """The rings that enclose the area of a shape that is no mask, holes too (even-odd)."""
    points = shape.points
    if shape.kind in ("rectangle", "mask") and len(points) == 2:
        left, top, right, bottom = shape.box
        return (points_of([(left, top), (right, top), (right, bottom), (left, bottom)]),)
    if shape.kind == "circle" and len(points) == 2:
        arm = points[1] - points[0]
        return (ellipse_ring(points_of([points[0], points[1], points[0] + (-arm[1], arm[0])])),)
    if shape.kind == "ellipse" and len(points) == 3:
        return (ellipse_ring(points),)
    if shape.kind == "cuboid" and len(points) > 2:
        return (hull(points),)
    return (points, *shape.holes)


def area_of_shape(shape: Shape) -> float:
    """Square pixels that a shape covers; 0 for what has no area."""
    from desktop_app.annotation.shapes import masks

    if shape.kind in WITHOUT_AREA:
        return 0.0
    if shape.kind == "mask" and shape.mask is not None:
        return float(masks.area_of(shape.mask))
    if shape.kind == "circle" and len(shape.points) == 2:
        return math.pi * float(((shape.points[1] - shape.points[0]) ** 2).sum())
    if shape.kind == "ellipse" and len(shape.points) == 3:
        first, second = shape.points[1] - shape.points[0], shape.points[2] - shape.points[0]
        return math.pi * abs(float(first[0] * second[1] - first[1] * second[0]))
    outer, *holes = rings_of_shape(shape)
    return max(0.0, abs(masks.signed_area(outer)) - sum(abs(masks.signed_area(hole)) for hole in holes))
