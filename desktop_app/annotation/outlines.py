"""A shape as another kind: its outline, the ring around it, the raster it covers, and the rings around a raster.

All are pure functions over pixels as the model counts them. A pixel belongs to a ring when its centre lies inside, by the
even-odd rule; the rings around a raster run along the edges of its pixels, so that raster -> rings -> raster is exact.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Mask, Points, Shape, points_of

type Outline = tuple[Points, tuple[Points, ...]]
"""An outer ring, clockwise as seen, and the rings of its holes."""

_SAG: Final = 0.25
"""How many pixels a chord may lie inside the curve that it stands for."""


def box_corners(left: float, top: float, right: float, bottom: float) -> Points:
    """The four corners clockwise as seen, from top left."""
    return points_of([(left, top), (right, top), (right, bottom), (left, bottom)])


def area_of(ring: Points) -> float:
    """Signed area in square pixels: positive for a ring that runs clockwise as seen."""
    if len(ring) < 3:
        return 0.0
    x, y = ring[:, 0], ring[:, 1]
    return 0.5 * float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


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
        turned = hole[::-1] if (area_of(hole) > 0) == (area_of(outer) > 0) else hole
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


def mask_of_rings(rings: Sequence[Points]) -> Mask:
    """The raster of what the rings enclose, in the smallest box of whole pixels around them."""
    every = np.concatenate(rings) if rings else np.zeros((0, 2))
    if not len(every):
        return Mask(0, 0, 0, 0, b"")
    left, top = np.floor(every.min(axis=0)).astype(int).tolist()
    right, bottom = np.ceil(every.max(axis=0)).astype(int).tolist()
    width, height = max(1, right - left), max(1, bottom - top)
    return Mask.of(filled(rings, left, top, width, height), left, top)


def filled(rings: Sequence[Points], left: int, top: int, width: int, height: int) -> NDArray[np.bool_]:
    """Which pixels of a box have their centre inside the rings, by the even-odd rule; shape (height, width)."""
    toggles = np.zeros((height, width + 1), np.int32)
    for ring in rings:
        if len(ring) < 3:
            continue
        start, end = ring - (left, top), np.roll(ring, -1, axis=0) - (left, top)
        swap = start[:, 1] > end[:, 1]
        low, high = np.where(swap[:, None], end, start), np.where(swap[:, None], start, end)
        first = np.clip(np.ceil(low[:, 1] - 0.5), 0, height).astype(np.int64)
        last = np.clip(np.ceil(high[:, 1] - 0.5), 0, height).astype(np.int64)
        lengths = last - first
        edge = np.repeat(np.arange(len(ring)), lengths)
        if not len(edge):
            continue
        rows = np.arange(len(edge)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + first[edge]
        slope = (high[edge, 0] - low[edge, 0]) / (high[edge, 1] - low[edge, 1])
        crossing = low[edge, 0] + (rows + 0.5 - low[edge, 1]) * slope
        np.add.at(toggles, (rows, np.clip(np.ceil(crossing - 0.5), 0, width).astype(np.int64)), 1)
    return (np.cumsum(toggles, axis=1)[:, :width] & 1).astype(np.bool_)


def outlines_of(mask: Mask) -> list[Outline]:
    """The rings around each 4-connected part of a raster, outer rings clockwise as seen, with those of its holes."""
    rings = _traced(mask.bits())
    offset = np.array([mask.left, mask.top], np.float64)
    outer = [ring for ring in rings if area_of(ring) > 0]
    holes: list[list[Points]] = [[] for _ in outer]
    for ring in rings:
        if area_of(ring) <= 0:
            owner = _owner(outer, ring)
            if owner is not None:
                holes[owner].append(points_of(ring + offset))
    return [(points_of(ring + offset), tuple(inner)) for ring, inner in zip(outer, holes, strict=True)]


def _owner(outer: Sequence[Points], hole: Points) -> int | None:
    """Which outer ring is the smallest that encloses the hole."""
    # the corner of a hole may touch a ring: a pixel's centre just inside the hole's first edge cannot
    (x0, y0), (x1, y1) = hole[0], hole[1]
    length = max(abs(x1 - x0), abs(y1 - y0))
    along = ((x1 - x0) / length, (y1 - y0) / length)
    # the raster lies on the right of each edge, so this is a pixel of the part that the hole is in
    place = (x0 + 0.5 * along[0] - 0.5 * along[1], y0 + 0.5 * along[1] + 0.5 * along[0])
    around = [position for position, ring in enumerate(outer) if encloses(ring, *place)]
    return min(around, key=lambda position: area_of(outer[position]), default=None)


def encloses(ring: Points, x: float, y: float) -> bool:
    """Whether a place lies inside a ring, by the even-odd rule."""
    start, end = ring, np.roll(ring, -1, axis=0)
    spans = (start[:, 1] > y) != (end[:, 1] > y)
    a, b = start[spans], end[spans]
    crossing = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    return bool(np.count_nonzero(crossing > x) & 1)


def _traced(bits: NDArray[Any]) -> list[Points]:
    """Closed rings along the pixels' edges with the raster on the right; corners only."""
    padded = np.pad(np.asarray(bits, np.bool_), 1)
    inner = padded[1:-1, 1:-1]
    sides = (
        (inner & ~padded[:-2, 1:-1], (0, 0), (1, 0)),
        (inner & ~padded[1:-1, 2:], (1, 0), (1, 1)),
        (inner & ~padded[2:, 1:-1], (1, 1), (0, 1)),
        (inner & ~padded[1:-1, :-2], (0, 1), (0, 0)),
    )
    leaving: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for found, (ax, ay), (bx, by) in sides:
        rows, columns = np.nonzero(found)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            leaving.setdefault((column + ax, row + ay), []).append((column + bx, row + by))
    rings: list[Points] = []
    while leaving:
        rings.append(_ring_from(next(iter(leaving)), leaving))
    return rings


def _ring_from(start: tuple[int, int], leaving: dict[tuple[int, int], list[tuple[int, int]]]) -> Points:
    ring: list[tuple[int, int]] = []
    here, direction, second = start, (0, 0), leaving[start][0]
    while here in leaving:
        choices = leaving[here]
        # where two pixels touch by a corner, turn right: that stays with the same pixel
        right = (here[0] - direction[1], here[1] + direction[0])
        if here == start and ring and right == second:
            break
        there = choices.pop(choices.index(right) if right in choices else 0)
        if not choices:
            del leaving[here]
        step = (there[0] - here[0], there[1] - here[1])
        if step != direction:
            ring.append(here)
        here, direction = there, step
    return _without_straight(ring)


def _without_straight(ring: list[tuple[int, int]]) -> Points:
    """The ring without a corner at which it goes straight on: only its first can be one."""
    if len(ring) > 2:
        (x0, y0), (x1, y1), (x2, y2) = ring[-1], ring[0], ring[1]
        if (x0 == x1 == x2) or (y0 == y1 == y2):
            return points_of(ring[1:])
    return points_of(ring)
