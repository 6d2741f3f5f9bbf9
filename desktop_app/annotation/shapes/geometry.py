"""Plain geometry of outlines: areas, distances, crossings, and the rings that each kind of shape is bounded by."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Kind, Points, Shape, points_of

type Floats = NDArray[np.float64]
type Place = tuple[float, float]
"""x and y in pixels of the image."""

AREAS: frozenset[Kind] = frozenset({"rectangle", "rotated_rectangle", "polygon", "circle", "ellipse", "mask", "cuboid"})
"""Kinds that have an inside."""
LINES: frozenset[Kind] = frozenset({"line", "polyline"})
DOTS: frozenset[Kind] = frozenset({"point", "points", "skeleton"})
FEWEST: dict[Kind, int] = {
    "rectangle": 2, "rotated_rectangle": 4, "polygon": 3, "circle": 2, "ellipse": 3, "line": 2, "polyline": 2,
    "point": 1, "points": 1, "skeleton": 1, "mask": 2, "cuboid": 8,
}  # fmt: skip
"""How many points a shape of the kind has at least."""

CUBOID_EDGES: tuple[tuple[int, int], ...] = (
    (0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 7), (7, 4), (0, 4), (1, 5), (2, 6), (3, 7),
)  # fmt: skip


def signed_area(ring: Floats) -> float:
    """Area of a ring, shape (n, 2); positive when it runs clockwise as seen (y down)."""
    if len(ring) < 3:
        return 0.0
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y)) / 2


def centre_of(ring: Floats) -> Place:
    """The point at which a ring's area is balanced; the mean of its points where it has no area."""
    area = signed_area(ring)
    mean = ring.mean(axis=0)
    if abs(area) < 1e-9:
        return (float(mean[0]), float(mean[1]))
    x, y = ring[:, 0] - mean[0], ring[:, 1] - mean[1]
    next_x, next_y = np.roll(x, -1), np.roll(y, -1)
    cross = x * next_y - next_x * y
    across, down = float(np.dot(x + next_x, cross)), float(np.dot(y + next_y, cross))
    return (float(mean[0]) + across / (6 * area), float(mean[1]) + down / (6 * area))


def length_of(line: Floats, *, closed: bool) -> float:
    """How long a line is, or a ring around."""
    starts, ends = segments(line, closed=closed)
    return float(np.hypot(*(ends - starts).T).sum()) if len(starts) else 0.0


def segments(line: Floats, *, closed: bool) -> tuple[Floats, Floats]:
    """Starts and ends of a line's segments, each of shape (n, 2)."""
    if closed and len(line) > 1:
        return line, np.roll(line, -1, axis=0)
    return line[:-1], line[1:]


def contains(ring: Floats, points: Floats) -> NDArray[np.bool_]:
    """Which of `points`, shape (k, 2), lie inside a ring by the even-odd rule; shape (k,)."""
    starts, ends = segments(ring, closed=True)
    x, y = points[:, 0, None], points[:, 1, None]
    rises = (starts[None, :, 1] > y) != (ends[None, :, 1] > y)
    height = ends[:, 1] - starts[:, 1]
    slope = (ends[:, 0] - starts[:, 0]) / np.where(height == 0, 1.0, height)
    crossing = starts[None, :, 0] + (y - starts[None, :, 1]) * slope[None, :]
    inside = (rises & (x < crossing)).sum(axis=1) % 2 == 1
    return np.asarray(inside, dtype=np.bool_)


def inside(rings: tuple[Floats, ...], place: Place) -> bool:
    """Whether a place lies inside an outline with holes, by the even-odd rule over all rings."""
    point = np.array([place])
    return sum(bool(contains(ring, point)[0]) for ring in rings if len(ring) > 2) % 2 == 1


def nearest_on(place: Place, starts: Floats, ends: Floats) -> tuple[Floats, Floats]:
    """For every segment its point nearest to `place`, shape (n, 2), and how far that is, shape (n,)."""
    along = ends - starts
    square = (along**2).sum(axis=1)
    share = ((np.array(place) - starts) * along).sum(axis=1) / np.where(square == 0, 1.0, square)
    nearest = starts + np.clip(share, 0.0, 1.0)[:, None] * along
    return nearest, np.hypot(nearest[:, 0] - place[0], nearest[:, 1] - place[1])


def crosses_itself(line: Floats, *, closed: bool = True) -> bool:
    """Whether two segments that are no neighbours meet; O(n²) in blocks, so that memory stays small."""
    starts, ends = segments(line, closed=closed)
    count = len(starts)
    for first in range(0, count, 256):
        rows = np.arange(first, min(first + 256, count))
        meeting = _meet(starts[rows], ends[rows], starts, ends)
        apart = np.abs(rows[:, None] - np.arange(count)[None, :])
        neighbours = (apart <= 1) | (apart == count - 1 if closed else np.zeros_like(apart, dtype=np.bool_))
        if bool((meeting & ~neighbours).any()):
            return True
    return False


def _meet(a: Floats, b: Floats, c: Floats, d: Floats) -> NDArray[np.bool_]:
    """Which segments a-b meet which segments c-d; shape (len(a), len(c))."""

    def side(start: Floats, end: Floats, point: Floats, rows: bool) -> Floats:
        first, second = (start[:, None], end[:, None]) if rows else (start[None], end[None])
        third = point[None] if rows else point[:, None]
        made = (second[..., 0] - first[..., 0]) * (third[..., 1] - first[..., 1])
        return np.sign(made - (second[..., 1] - first[..., 1]) * (third[..., 0] - first[..., 0]))

    splits = side(a, b, c, True) * side(a, b, d, True) <= 0
    split = side(c, d, a, False) * side(c, d, b, False) <= 0
    boxes = (
        (np.minimum(a, b)[:, None] <= np.maximum(c, d)[None]) & (np.minimum(c, d)[None] <= np.maximum(a, b)[:, None])
    ).all(axis=2)
    return np.asarray(splits & split & boxes, dtype=np.bool_)


def hull_of(points: Floats) -> Floats:
    """The convex hull, clockwise as seen; shape (m, 2)."""
    unique = np.unique(points, axis=0)
    if len(unique) < 3:
        return unique
    halves = [_half_hull(unique), _half_hull(unique[::-1])]
    return np.array(halves[0][:-1] + halves[1][:-1])


def _half_hull(points: Floats) -> list[Floats]:
    kept: list[Floats] = []
    for point in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(a: Floats, b: Floats, c: Floats) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def thinned(line: Floats, tolerance: float, *, closed: bool) -> Floats:
    """The line with as few of its points as keep all others within `tolerance` (Douglas and Peucker, 1973); shape (m, 2).

    A ring is taken as two lines between its first point and the one that is furthest from it.
    """
    if len(line) < 3:
        return line
    whole = np.concatenate([line, line[:1]]) if closed else line
    last = len(whole) - 1
    kept = {0, last}
    pending = [(0, last)]
    if closed:
        far = int(np.hypot(*(whole - whole[0]).T).argmax())
        kept.add(far)
        pending = [(0, far), (far, last)]
    while pending:
        start, end = pending.pop()
        if end - start < 2:
            continue
        apart = _distances(whole[start + 1 : end], whole[start], whole[end])
        furthest = int(apart.argmax())
        if apart[furthest] > tolerance:
            middle = start + 1 + furthest
            kept.add(middle)
            pending += [(start, middle), (middle, end)]
    return whole[sorted(kept - {last} if closed else kept)]


def _distances(points: Floats, start: Floats, end: Floats) -> Floats:
    """From each point to the segment between two places; shape (n,)."""
    along = end - start
    square = float(along @ along)
    share = np.clip(((points - start) @ along) / square, 0.0, 1.0) if square > 0 else np.zeros(len(points))
    return np.hypot(*(points - start - share[:, None] * along).T)


@cache
def _circle(steps: int) -> Floats:
    angles = np.arange(steps) * (2 * np.pi / steps)
    made = np.column_stack([np.cos(angles), np.sin(angles)])
    made.flags.writeable = False
    return made


def steps_for(radius: float, accuracy: float = 0.1) -> int:
    """How many corners a polygon needs so that it leaves a circle by no more than `accuracy` pixels."""
    if radius <= accuracy:
        return 8
    steps = int(np.ceil(np.pi / np.arccos(1 - accuracy / radius)))
    return min(max(steps, 16), 512)


def half_axes(shape: Shape) -> tuple[Floats, Floats, Floats]:
    """Centre and both half axes of a circle or an ellipse, each of shape (2,)."""
    centre = shape.points[0]
    if shape.kind == "circle":
        radius = float(np.hypot(*(shape.points[1] - centre)))
        return centre, np.array([radius, 0.0]), np.array([0.0, radius])
    return centre, shape.points[1] - centre, shape.points[2] - centre


def round_ring(shape: Shape, accuracy: float = 0.1) -> Floats:
    """A circle or an ellipse as a ring that leaves it by no more than `accuracy` pixels."""
    centre, first, second = half_axes(shape)
    radius = max(float(np.hypot(*first)), float(np.hypot(*second)))
    unit = _circle(steps_for(radius, accuracy))
    return centre + unit[:, :1] * first + unit[:, 1:] * second


def box_ring(left: float, top: float, right: float, bottom: float) -> Floats:
    """The four corners of a box, clockwise from the top left."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def rings_of(shape: Shape, accuracy: float = 0.1) -> tuple[Floats, ...]:
    """The rings that bound a shape, the outer one first; none for lines and dots. A mask gives its box, a cuboid its hull."""
    if shape.kind not in AREAS or len(shape.points) < FEWEST[shape.kind]:
        return ()
    if shape.kind in ("rectangle", "mask"):
        return (box_ring(*shape.box),)
    if shape.kind in ("circle", "ellipse"):
        return (round_ring(shape, accuracy),)
    if shape.kind == "cuboid":
        return (hull_of(shape.points),)
    return (shape.points, *shape.holes)


def edges_of(shape: Shape, accuracy: float = 0.1) -> tuple[Floats, Floats]:
    """Starts and ends of all that is drawn as a line, for hitting and snapping; each of shape (n, 2)."""
    if shape.kind == "cuboid" and len(shape.points) == 8:
        pairs = np.array(CUBOID_EDGES)
        return shape.points[pairs[:, 0]], shape.points[pairs[:, 1]]
    if shape.kind in LINES:
        return segments(shape.points, closed=False)
    rings = rings_of(shape, accuracy)
    if not rings:
        return np.empty((0, 2)), np.empty((0, 2))
    if len(rings) == 1:
        return segments(rings[0], closed=True)
    pairs = [segments(ring, closed=True) for ring in rings]
    return np.concatenate([start for start, _ in pairs]), np.concatenate([end for _, end in pairs])


def vertices_of(shape: Shape) -> Floats:
    """Points that a neighbour may snap to; shape (n, 2)."""
    if shape.kind in ("circle", "ellipse"):
        centre, first, second = half_axes(shape)
        return np.array([centre, centre + first, centre + second, centre - first, centre - second])
    if shape.kind in ("rectangle", "mask"):
        return box_ring(*shape.box)
    return np.concatenate([shape.points, *shape.holes]) if shape.holes else shape.points


def area_of(shape: Shape) -> float:
    """Pixels that a shape covers: rings with their holes taken off, a mask's pixels; 0 for lines and dots."""
    if shape.mask is not None:
        return float(int(shape.mask.bits().sum()))
    rings = rings_of(shape, 0.01)
    if not rings:
        return 0.0
    return max(abs(signed_area(rings[0])) - sum(abs(signed_area(ring)) for ring in rings[1:]), 0.0)


def angle_of(shape: Shape) -> float:
    """Degrees by which a rotated rectangle, an ellipse or a line is turned, clockwise as seen, -180 to 180; else 0."""
    if shape.kind not in ("rotated_rectangle", "ellipse", "line") or len(shape.points) < 2:
        return 0.0
    across, down = shape.points[1] - shape.points[0]
    return float(np.degrees(np.arctan2(down, across)))


def clipped_to(points: Floats, width: float, height: float) -> Points:
    """Points moved to the nearest place on the image; as they are where its size is not known."""
    if width <= 0 or height <= 0:
        return points_of(points)
    return points_of(np.clip(points, (0.0, 0.0), (width, height)))
