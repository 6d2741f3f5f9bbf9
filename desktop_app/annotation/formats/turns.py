"""Rotated rectangles and ellipses by centre, half sizes and angle, as formats with a rotation write them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from desktop_app.annotation.exchange.losses import LossCounter
from desktop_app.annotation.exchange.lowering import NOTICED
from desktop_app.annotation.model import Kind, LabelSet, Points, Shape, points_of
from desktop_app.annotation.shapes.outlines import is_rectangular

_FLAT: Final = 1e-9
_NEARLY: Final = 1.0
"""Pixels by which four corners may miss a rectangle and still be meant as one."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A rectangle or an ellipse around a centre, turned clockwise as seen."""

    x: float
    y: float
    along: float
    """Half of the width before turning."""
    across: float
    degrees: float

    @property
    def axes(self) -> tuple[Points, Points]:
        """The two half axes as vectors, each of shape (1, 2)."""
        turn = math.radians(self.degrees)
        u = points_of([(math.cos(turn), math.sin(turn))])
        v = points_of([(-math.sin(turn), math.cos(turn))])
        return points_of(u * self.along), points_of(v * self.across)

    @property
    def corners(self) -> Points:
        """Four corners clockwise, from the one that is top left at angle 0."""
        u, v = self.axes
        centre = np.array([self.x, self.y])
        return points_of(np.concatenate([centre - u - v, centre + u - v, centre + u + v, centre - u + v]))

    @property
    def ellipse(self) -> Points:
        """The centre and the ends of both half axes."""
        u, v = self.axes
        centre = np.array([[self.x, self.y]])
        return points_of(np.concatenate([centre, centre + u, centre + v]))


def turned_box(corners: Points) -> Turned:
    """The rectangle that four corners make."""
    centre = corners.mean(axis=0)
    along = (corners[1] - corners[0] + corners[2] - corners[3]) / 4
    across = (corners[3] - corners[0] + corners[2] - corners[1]) / 4
    return _turned(float(centre[0]), float(centre[1]), along.tolist(), across.tolist())


def turned_ellipse(points: Points) -> Turned:
    """The ellipse of a centre and the ends of its half axes."""
    centre = points[0]
    return _turned(float(centre[0]), float(centre[1]), (points[1] - centre).tolist(), (points[2] - centre).tolist())


def _turned(x: float, y: float, along: list[float], across: list[float]) -> Turned:
    length, breadth = math.hypot(*along), math.hypot(*across)
    if length > _FLAT:
        angle = math.atan2(along[1], along[0])
    else:
        angle = math.atan2(across[1], across[0]) - math.pi / 2 if breadth > _FLAT else 0.0
    return Turned(x, y, length, breadth, math.degrees(angle) % 360)


def exact_turns(labels: LabelSet, losses: LossCounter, kinds: Mapping[Kind, object]) -> LabelSet:
    """The set with rotated rectangles and ellipses that one angle describes; a slanted rectangle becomes a polygon."""
    if not any(kinds.get(kind, "keep") == "keep" for kind in ("rotated_rectangle", "ellipse")):
        return labels
    images = tuple(
        image.with_shapes(_exact(shape, image.image, losses) for shape in image.shapes) for image in labels.annotations
    )
    return replace(labels, annotations=images)


def _exact(shape: Shape, image: str, losses: LossCounter) -> Shape:
    if shape.kind == "rotated_rectangle":
        made = turned_box(shape.points).corners
        if float(np.abs(made - shape.points).max()) <= NOTICED:
            return shape
        if is_rectangular(shape.points, _NEARLY):
            losses.add("corners of rotated_rectangle moved to right angles", image)
            return replace(shape, points=made)
        losses.add("rotated_rectangle without right angles became polygon", image)
        return replace(shape, kind="polygon")
    if shape.kind == "ellipse":
        made = turned_ellipse(shape.points).ellipse
        if float(np.abs(made - shape.points).max()) > NOTICED:
            losses.add("axes of ellipse moved to a right angle", image)
            return replace(shape, points=made)
    return shape
