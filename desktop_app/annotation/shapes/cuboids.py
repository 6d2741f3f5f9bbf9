"""Cuboids on an image: made from a front face and a depth, edited so that upright edges stay upright."""

from dataclasses import replace
from typing import Final

import numpy as np

from desktop_app.annotation.model import Points, Shape, points_of
from desktop_app.annotation.shapes.geometry import Floats, Place, box_ring

CUBOID_MIDDLES: Final = (0, 1)
"""Faces that have a handle in their middle: front, back."""

_UPRIGHT: Final = {0: 3, 3: 0, 1: 2, 2: 1, 4: 7, 7: 4, 5: 6, 6: 5}
"""The other end of the upright edge at each corner."""


def cuboid_points(front: tuple[float, float, float, float], across: float, down: float) -> Points:
    """Eight corners from the front face's box and the shift of the back face against it."""
    face = box_ring(*front)
    return points_of(np.concatenate([face, face + np.array((across, down))]))


def middle_of_face(points: Floats, face: int) -> Place:
    """Middle of the front (0) or the back face (1)."""
    x, y = points[4 * face : 4 * face + 4].mean(axis=0).tolist()
    return (x, y)


def dragged_cuboid(shape: Shape, index: int, place: Place, *, alone: bool = False, face: bool = False) -> Shape:
    """With corner `index` at `place`, the upright edge at it kept upright unless `alone`; or a whole face moved."""
    points = shape.points.copy()
    if face:
        middle = middle_of_face(points, index)
        points[4 * index : 4 * index + 4] += (place[0] - middle[0], place[1] - middle[1])
        return replace(shape, points=points_of(points))
    if not alone:
        points[_UPRIGHT[index], 0] += place[0] - points[index, 0]
    points[index] = place
    return replace(shape, points=points_of(points))
