"""From one kind of shape to another: what stands for a shape in a format that has not got its kind."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from desktop_app.annotation.model import HIDDEN, VISIBLE, Mask, Points, Shape, new_id, points_of
from desktop_app.annotation.shapes.masks import clipped as clipped_to_image
from desktop_app.annotation.shapes.masks import mask_from_rings, rings_of, trimmed
from desktop_app.annotation.shapes.outlines import box_corners, clipped_ring, hull_of, ring_of, rotated_box_of


def to_polygon(shape: Shape) -> Iterator[Shape]:
    """The ring around a shape; one polygon for each part of a mask."""
    if shape.kind != "mask":
        ring = ring_of(shape)
        if len(ring) >= 3:
            yield replace(shape, kind="polygon", points=ring, visibility=())
        return
    outlines = rings_of(shape.mask) if shape.mask is not None else ()
    for position, (outer, holes) in enumerate(outlines):
        identity = shape.id if position == 0 else new_id()
        yield replace(shape, kind="polygon", points=outer, holes=holes, mask=None, id=identity)


def to_box(shape: Shape) -> Iterator[Shape]:
    """The box around what is drawn."""
    left, top, right, bottom = _tight_box(shape)
    yield replace(
        shape, kind="rectangle", points=points_of([(left, top), (right, bottom)]), holes=(), mask=None, visibility=()
    )


def _tight_box(shape: Shape) -> tuple[float, float, float, float]:
    """The box of what is drawn: of a mask, of its pixels and not of its raster."""
    if shape.mask is None:
        return shape.box
    seen = trimmed(shape.mask.bits(), shape.mask.left, shape.mask.top)
    if not seen.width:
        return shape.box
    return (float(seen.left), float(seen.top), float(seen.left + seen.width), float(seen.top + seen.height))


def to_rotated(shape: Shape) -> Iterator[Shape]:
    """The smallest rotated rectangle around a shape; four corners stay as they are."""
    if len(shape.points) == 4 and shape.kind in ("polygon", "rotated_rectangle") and not shape.holes:
        yield shape
        return
    if shape.kind == "rectangle":
        corners = box_corners(*shape.box)
    elif shape.kind == "mask" and shape.mask is not None:
        rings = [outer for outer, _ in rings_of(shape.mask)]
        corners = rotated_box_of(np.concatenate(rings)) if rings else box_corners(*shape.box)
    elif shape.kind == "circle":
        corners = box_corners(*shape.box)
    elif shape.kind == "ellipse":
        centre, a, b = shape.points[0], shape.points[1] - shape.points[0], shape.points[2] - shape.points[0]
        corners = points_of([centre - a - b, centre + a - b, centre + a + b, centre - a + b])
    else:
        corners = rotated_box_of(hull_of(shape.points))
    yield replace(shape, kind="rotated_rectangle", points=corners, holes=(), mask=None, visibility=())


def to_mask(shape: Shape) -> Iterator[Shape]:
    """The pixels that a shape covers."""
    if shape.kind == "mask":
        yield shape
        return
    mask = mask_from_rings([ring_of(shape), *shape.holes])
    if mask.width:
        yield replace(shape, kind="mask", points=edges_of(mask), holes=(), mask=mask, visibility=())


def edges_of(mask: Mask) -> Points:
    """The two points of a mask shape: the edges of its raster."""
    return points_of([(mask.left, mask.top), (mask.left + mask.width, mask.top + mask.height)])


def to_points(shape: Shape) -> Iterator[Shape]:
    """The places without what joins them; hidden keypoints have none."""
    seen = shape.points
    if shape.kind == "skeleton" and len(shape.visibility) == len(seen):
        seen = points_of(seen[np.array(shape.visibility, int) > HIDDEN])
    if len(seen):
        yield replace(shape, kind="points", points=seen, visibility=(), holes=())


def to_ellipse(shape: Shape) -> Iterator[Shape]:
    """A circle as an ellipse whose half axes are equal."""
    centre, half = shape.points[0], shape.points[1] - shape.points[0]
    radius = float(np.hypot(*half))
    yield replace(
        shape, kind="ellipse", points=points_of(centre + np.array([(0.0, 0.0), (radius, 0.0), (0.0, radius)]))
    )


def to_polyline(shape: Shape) -> Iterator[Shape]:
    """A line as a polyline of two points."""
    yield replace(shape, kind="polyline")


def to_skeleton(shape: Shape) -> Iterator[Shape]:
    """Places as keypoints that are all seen."""
    yield replace(shape, kind="skeleton", visibility=(VISIBLE,) * len(shape.points))


CHANGES: Final = {
    "polygon": to_polygon,
    "box": to_box,
    "rotated": to_rotated,
    "mask": to_mask,
    "points": to_points,
    "ellipse": to_ellipse,
    "polyline": to_polyline,
    "skeleton": to_skeleton,
}


def clipped_shape(shape: Shape, width: int, height: int) -> Shape | None:
    """The part of a shape within an image of that size; None when nothing is left."""
    if shape.kind == "polygon":
        ring = clipped_ring(shape.points, width, height)
        holes = tuple(clipped_ring(hole, width, height) for hole in shape.holes)
        whole = tuple(hole for hole in holes if len(hole) >= 3)
        return replace(shape, points=ring, holes=whole) if len(ring) >= 3 else None
    if shape.kind == "mask" and shape.mask is not None:
        return _clipped_mask(shape, shape.mask, width, height)
    limits = (float(width), float(height))
    if shape.kind == "skeleton" and len(shape.visibility) == len(shape.points):
        within = ((shape.points >= 0) & (shape.points <= limits)).all(axis=1)
        seen = tuple(v if inside else HIDDEN for v, inside in zip(shape.visibility, within.tolist(), strict=True))
        points = points_of(np.where(within[:, None], shape.points, 0.0))
        return replace(shape, points=points, visibility=seen) if any(seen) else None
    return replace(shape, points=points_of(np.clip(shape.points, 0.0, limits)))


def _clipped_mask(shape: Shape, mask: Mask, width: int, height: int) -> Shape | None:
    inside = clipped_to_image(mask, width, height)
    return replace(shape, mask=inside, points=edges_of(inside)) if inside.width else None
