"""Edits of one shape: moved, turned, scaled, its vertices and edges; each gives a new shape and keeps all that is said of it."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from desktop_app.annotation.model import Mask, Points, Shape, new_id, points_of
from desktop_app.annotation.refusals import EditError
from desktop_app.annotation.shapes.geometry import FEWEST, Floats, Place, box_ring, half_axes
from desktop_app.annotation.shapes.masks import trimmed

type Move = Callable[[Floats], Floats]

VERTEX_KINDS = frozenset({"polygon", "polyline", "points"})
"""Kinds to which vertices may be added."""


def mapped(shape: Shape, move: Move) -> Shape:
    """Every point of the outline and of the holes through `move`, which takes and gives an array of shape (n, 2)."""
    return replace(
        shape, points=points_of(move(shape.points)), holes=tuple(points_of(move(hole)) for hole in shape.holes)
    )


def moved(shape: Shape, across: float, down: float) -> Shape:
    """Shifted by pixels; a mask by whole ones."""
    if shape.mask is not None:
        across, down = float(round(across)), float(round(down))
        mask = replace(shape.mask, left=shape.mask.left + int(across), top=shape.mask.top + int(down))
        return replace(shape, mask=mask, points=points_of(shape.points + np.array((across, down))))
    return mapped(shape, lambda points: points + np.array((across, down)))


def turned(shape: Shape, degrees: float, centre: Place) -> Shape:
    """Turned clockwise as seen. A rectangle becomes a rotated one unless it is turned by quarters."""
    angle = np.radians(degrees)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if abs(degrees / 90 - round(degrees / 90)) < 1e-9:
        matrix = np.round(matrix)

    def turn(points: Floats) -> Floats:
        return (points - centre) @ matrix.T + centre

    if shape.mask is not None:
        return _resampled(shape, matrix, centre)
    if shape.kind != "rectangle":
        return mapped(shape, turn)
    corners = turn(box_ring(*shape.box))
    if np.array_equal(np.abs(matrix), np.eye(2)) or np.array_equal(np.abs(matrix), np.eye(2)[::-1]):
        return replace(shape, points=points_of([corners.min(axis=0), corners.max(axis=0)]))
    return replace(shape, kind="rotated_rectangle", points=points_of(corners))


def scaled(shape: Shape, across: float, down: float, anchor: Place) -> Shape:
    """Stretched about `anchor`; negative factors mirror. Circles become ellipses where the factors differ."""
    factors = np.array([across, down])

    def stretch(points: Floats) -> Floats:
        return (points - anchor) * factors + anchor

    if shape.mask is not None:
        return _resampled(shape, np.diag(factors), anchor)
    if shape.kind in ("circle", "ellipse"):
        return _stretched_round(shape, factors, anchor)
    if shape.kind == "rectangle":
        corners = stretch(shape.points)
        return replace(shape, points=points_of([corners.min(axis=0), corners.max(axis=0)]))
    if shape.kind == "rotated_rectangle":
        return _stretched_box(shape, factors, anchor)
    return mapped(shape, stretch)


def _stretched_round(shape: Shape, factors: Floats, anchor: Place) -> Shape:
    """The image of an ellipse is an ellipse; its axes are the singular vectors of the stretched ones."""
    centre, first, second = half_axes(shape)
    middle = (centre - anchor) * factors + anchor
    if shape.kind == "circle" and abs(abs(factors[0]) - abs(factors[1])) < 1e-12:
        return replace(shape, points=points_of([middle, middle + (shape.points[1] - centre) * abs(factors[0])]))
    turns, lengths, _ = np.linalg.svd(np.column_stack([first, second]) * factors[:, None])
    long, short = turns[:, 0] * lengths[0], turns[:, 1] * lengths[1]
    if abs(long @ (first * factors)) < abs(short @ (first * factors)):
        long, short = short, long
    long = long if long @ (first * factors) >= 0 else -long
    unit = long / max(float(np.hypot(*long)), 1e-12)
    size = float(np.hypot(*short))
    return replace(
        shape,
        kind="ellipse",
        points=points_of([middle, middle + long, middle + np.array((-unit[1] * size, unit[0] * size))]),
    )


def _stretched_box(shape: Shape, factors: Floats, anchor: Place) -> Shape:
    """A rotated rectangle stays one: its first side is stretched with the plane, its second stays square to it."""
    corners = shape.points
    middle = (corners.mean(axis=0) - anchor) * factors + anchor
    width, height = corners[1] - corners[0], corners[3] - corners[0]
    side = width * factors
    if not side.any():
        side = width * 1e-9
    unit = side / float(np.hypot(*side))
    other = np.array([-unit[1], unit[0]]) * float(np.hypot(*(height * factors)))
    return replace(shape, points=_corners(middle, side, other))


def _corners(middle: Floats, side: Floats, other: Floats) -> Points:
    start = middle - side / 2 - other / 2
    return points_of([start, start + side, start + side + other, start + other])


def _resampled(shape: Shape, matrix: Floats, centre: Place) -> Shape:
    """A mask under a linear map about `centre`: every pixel of the new box asks where it came from."""
    mask = shape.mask
    assert mask is not None
    pivot = np.array(centre)
    frame = box_ring(mask.left, mask.top, mask.left + mask.width, mask.top + mask.height)
    corners = (frame - pivot) @ matrix.T + pivot
    left, top = (int(value) for value in np.floor(corners.min(axis=0) + 1e-9))
    right, bottom = (int(value) for value in np.ceil(corners.max(axis=0) - 1e-9))
    if abs(np.linalg.det(matrix)) < 1e-9 or right <= left or bottom <= top:
        raise EditError("nothing-left")
    columns, rows = np.meshgrid(np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5)
    places = (np.stack([columns, rows], axis=-1) - pivot) @ np.linalg.inv(matrix).T + pivot
    column = np.floor(places[..., 0] + 1e-9).astype(np.int64) - mask.left
    row = np.floor(places[..., 1] + 1e-9).astype(np.int64) - mask.top
    within = (column >= 0) & (column < mask.width) & (row >= 0) & (row < mask.height)
    bits = np.zeros(within.shape, dtype=np.bool_)
    bits[within] = mask.bits()[row[within], column[within]]
    return with_mask(shape, Mask.of(bits, left, top))


def with_mask(shape: Shape, mask: Mask, *, is_tight: bool = False) -> Shape:
    """A mask shape with another raster, its box cut to what is set unless it `is_tight`; refused when nothing is set."""
    tight = mask if is_tight else trimmed(mask.bits(), mask.left, mask.top)
    if not tight.width:
        raise EditError("empty-mask")
    box = ((tight.left, tight.top), (tight.left + tight.width, tight.top + tight.height))
    return replace(shape, kind="mask", mask=tight, points=points_of(box), holes=(), visibility=())


# ------------------------------------------------------------------ vertices and edges


def ring_at(shape: Shape, ring: int) -> Points:
    """The points of the outline (0) or of a hole (1 and on)."""
    return shape.points if ring == 0 else shape.holes[ring - 1]


def with_ring(shape: Shape, ring: int, points: Floats) -> Shape:
    """The shape with other points of its outline or of a hole."""
    made = points_of(points)
    if ring == 0:
        return replace(shape, points=made)
    holes = [*shape.holes]
    holes[ring - 1] = made
    return replace(shape, holes=tuple(holes))


def with_vertex(shape: Shape, ring: int, index: int, place: Place) -> Shape:
    """One vertex somewhere else."""
    points = ring_at(shape, ring).copy()
    points[index] = place
    return with_ring(shape, ring, points)


def with_vertex_added(shape: Shape, ring: int, after: int, place: Place) -> Shape:
    """A vertex more, between vertex `after` and the next one."""
    if shape.kind not in VERTEX_KINDS:
        raise EditError("kind-has-no-vertices")
    return with_ring(shape, ring, np.insert(ring_at(shape, ring), after + 1, place, axis=0))


def without_vertices(shape: Shape, ring: int, indices: Iterable[int]) -> Shape:
    """Vertices fewer; a hole that has less than three left goes as a whole."""
    if shape.kind not in VERTEX_KINDS:
        raise EditError("kind-has-no-vertices")
    points = np.delete(ring_at(shape, ring), list(indices), axis=0)
    if ring > 0 and len(points) < 3:
        return replace(shape, holes=(*shape.holes[: ring - 1], *shape.holes[ring:]))
    if len(points) < FEWEST[shape.kind]:
        raise EditError("too-few-points")
    return with_ring(shape, ring, points)


def with_edge_moved(shape: Shape, ring: int, index: int, across: float, down: float) -> Shape:
    """Both ends of the edge that starts at vertex `index`, shifted."""
    points = ring_at(shape, ring).copy()
    points[[index, (index + 1) % len(points)]] += (across, down)
    return with_ring(shape, ring, points)


def with_hole(shape: Shape, hole: Floats) -> Shape:
    """A polygon with one more hole."""
    if shape.kind != "polygon":
        raise EditError("not-an-area")
    if len(hole) < 3:
        raise EditError("too-few-points")
    return replace(shape, holes=(*shape.holes, points_of(hole)))


def with_visibility(shape: Shape, index: int, value: int) -> Shape:
    """A skeleton with one keypoint visible, occluded or hidden."""
    seen = list(shape.visibility) if len(shape.visibility) == len(shape.points) else [2] * len(shape.points)
    seen[index] = value
    return replace(shape, visibility=tuple(seen))


def duplicate(shape: Shape, across: float = 0.0, down: float = 0.0) -> Shape:
    """The same again under an id of its own; it belongs to no track."""
    return replace(moved(shape, across, down), id=new_id(), track=None, locked=False)
