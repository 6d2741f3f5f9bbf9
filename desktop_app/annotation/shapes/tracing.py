"""A mask's outline along the edges of its pixels, with numpy alone, so that the window may trace without a worker.

The rings say exactly what the mask says: filling them by the even-odd rule gives the same pixels again. Pixels that touch
only at a corner belong to different parts.
"""

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Mask, Points, points_of
from desktop_app.annotation.shapes.geometry import Floats

type Part = tuple[Points, tuple[Points, ...]]
"""An outer ring and its holes."""

_STEPS = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
"""x and y of the four directions: right, down, left, up."""


def corners_of(mask: Mask) -> int:
    """How many corners the outlines of a mask have, holes and all: what tracing them would cost, told in a millisecond."""
    bits = np.pad(mask.bits(), 1)
    upper, lower = bits[:-1, :-1] ^ bits[:-1, 1:], bits[1:, :-1] ^ bits[1:, 1:]
    crossed = upper & lower & (bits[:-1, :-1] ^ bits[1:, :-1])  # two pixels that touch at this place alone: two corners
    return int((upper ^ lower).sum() + 2 * crossed.sum())


def traced(mask: Mask) -> tuple[Part, ...]:
    """The parts of a mask, the largest first; outer rings run clockwise as seen, holes the other way."""
    edges = _Edges(mask.bits())
    areas = edges.areas()
    owners = edges.owners(areas > 0)
    shift = np.array((mask.left, mask.top))
    outer = [int(ring) for ring in np.argsort(-areas, kind="stable") if areas[ring] > 0]
    holes: dict[int, list[Points]] = {ring: [] for ring in outer}
    for ring in np.flatnonzero(areas < 0).tolist():
        holes[owners[ring]].append(points_of(edges.rings[ring] + shift))
    return tuple((points_of(edges.rings[ring] + shift), tuple(holes[ring])) for ring in outer)


def traced_rings(bits: NDArray[np.bool_]) -> list[Floats]:
    """All rings around the set pixels, with the set side on the right; only corners, each of shape (n, 2)."""
    return _Edges(bits).rings


class _Edges:
    """The edges between set and unset pixels, linked to rings."""

    def __init__(self, bits: NDArray[np.bool_]) -> None:
        self.starts, self.ways, following = _linked(bits)
        turns = self.ways[following] != self.ways
        self._corner_ahead = _corner_after(following, turns)
        cycles = _cycles(self._corner_ahead, following[turns])
        self.rings: list[Floats] = [self.starts[ring].astype(np.float64) for ring in cycles]
        self._ring_of_corner = np.zeros(len(self.starts), np.int64)
        for number, ring in enumerate(cycles):
            self._ring_of_corner[ring] = number

    def areas(self) -> Floats:
        """Of each ring, in square pixels; negative for a hole."""
        if not self.rings:
            return np.zeros(0)
        lengths = np.array([len(ring) for ring in self.rings])
        first = np.concatenate([[0], lengths.cumsum()[:-1]])
        corners = np.concatenate(self.rings)
        ahead = np.arange(1, len(corners) + 1)
        ahead[first + lengths - 1] = first
        cross = corners[:, 0] * corners[ahead, 1] - corners[ahead, 0] * corners[:, 1]
        return np.add.reduceat(cross, first) / 2

    def owners(self, is_outer: NDArray[np.bool_]) -> list[int]:
        """For each ring the outer ring of the same part; an outer ring is its own.

        Left of a hole's leftmost side lies a run of set pixels; what that run begins at is a side of the same part and
        lies further left, and so on up to the outer ring.
        """
        rings = self._ring_of_corner[self._corner_ahead]
        # both come row by row from left to right, and every run has one of each
        ends, begins = np.flatnonzero(self.ways == 1), np.flatnonzero(self.ways == 3)
        columns = self.starts[ends, 0]
        order = np.argsort(columns, kind="stable")[::-1]
        leftmost = np.zeros(len(self.rings), np.int64)
        leftmost[rings[ends][order]] = order  # the last that is written is the one furthest to the left
        found = rings[begins[leftmost]] if len(begins) else leftmost
        owners = np.where(is_outer, np.arange(len(self.rings)), found)
        while not is_outer[owners].all():
            owners = owners[owners]
        return owners.tolist()


def _linked(bits: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every pixel edge between set and unset: its start (n, 2), its direction (n,), and which edge goes on from it."""
    padded = np.pad(bits, 1)
    inner = padded[1:-1, 1:-1]
    pieces: list[NDArray[np.int64]] = []
    ways: list[NDArray[np.int64]] = []
    # an edge runs with its pixel on the right: along the top to the right, down the right side, and so on
    for way, (beside, dx, dy) in enumerate((
        (padded[:-2, 1:-1], 0, 0), (padded[1:-1, 2:], 1, 0), (padded[2:, 1:-1], 1, 1), (padded[1:-1, :-2], 0, 1),
    )):  # fmt: skip
        rows, columns = np.nonzero(inner & ~beside)
        pieces.append(np.column_stack([columns + dx, rows + dy]))
        ways.append(np.full(len(rows), way))
    starts, way = np.concatenate(pieces), np.concatenate(ways)
    return starts, way, _next(starts, way, bits.shape[1] + 1)


def _next(starts: NDArray[np.int64], way: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """The edge after each edge: where two leave from one place, the one that turns right."""
    key = (starts[:, 1] * width + starts[:, 0]) * 4 + way
    order = np.argsort(key)
    sorted_keys = key[order]
    ends = starts + _STEPS[way]
    place = (ends[:, 1] * width + ends[:, 0]) * 4
    following = np.full(len(starts), -1)
    for turn in (1, 0, 3):
        wanted = place + (way + turn) % 4
        found = np.minimum(np.searchsorted(sorted_keys, wanted), len(order) - 1)
        fits = (sorted_keys[found] == wanted) & (following < 0)
        following[fits] = order[found[fits]]
    return following


def _cycles(corner_ahead: NDArray[np.int64], corners: NDArray[np.int64]) -> list[list[int]]:
    """Rings as the edges that begin at their corners: runs of straight edges are passed over in one step."""
    after = dict(zip(corners.tolist(), corner_ahead[corners].tolist(), strict=True))
    rings: list[list[int]] = []
    while after:
        first, edge = after.popitem()
        ring = [first]
        while edge != first:
            ring.append(edge)
            edge = after.pop(edge)
        rings.append(ring)
    return rings


def _corner_after(following: NDArray[np.int64], turns: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each edge the first edge ahead that begins at a corner, found by doubling the step."""
    reach = following.copy()
    done = turns.copy()
    while not done.all():
        # `reach` of an unfinished edge lies in the same straight run, so it knows how to go on
        reach, done = np.where(done, reach, reach[reach]), done | done[reach]
    return reach
