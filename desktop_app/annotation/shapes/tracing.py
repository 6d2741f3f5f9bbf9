"""A mask's outline along the edges of its pixels, with numpy alone, so that the window may trace without a worker.

The rings say exactly what the mask says: filling them by the even-odd rule gives the same pixels again. Pixels that touch
only at a corner belong to different parts.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Mask, Points, points_of
from desktop_app.annotation.shapes.geometry import Floats, contains, signed_area

type Part = tuple[Points, tuple[Points, ...]]
"""An outer ring and its holes."""

_STEPS = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
"""x and y of the four directions: right, down, left, up."""


def traced(mask: Mask) -> tuple[Part, ...]:
    """The parts of a mask, the largest first; outer rings run clockwise as seen, holes the other way."""
    rings = [ring + np.array((mask.left, mask.top)) for ring in traced_rings(mask.bits())]
    outer = sorted((ring for ring in rings if signed_area(ring) > 0), key=lambda ring: -signed_area(ring))
    holes: list[list[Points]] = [[] for _ in outer]
    for ring in rings:
        if signed_area(ring) < 0:
            owner = _owner_of(ring, outer)
            if owner is not None:
                holes[owner].append(points_of(ring))
    return tuple((points_of(ring), tuple(inner)) for ring, inner in zip(outer, holes, strict=True))


def _owner_of(hole: Floats, outer: Sequence[Floats]) -> int | None:
    """The smallest outer ring around a hole: the last, for they are sorted."""
    step = hole[1] - hole[0]
    within = hole[:1] + step / np.abs(step).max() / 2 + np.array([[-step[1], step[0]]]) / np.abs(step).max() / 2
    for number in range(len(outer) - 1, -1, -1):
        ring = outer[number]
        if bool((ring.min(axis=0) <= within[0]).all() and (ring.max(axis=0) >= within[0]).all()) and bool(
            contains(ring, within)[0]
        ):
            return number
    return None


def traced_rings(bits: NDArray[np.bool_]) -> list[Floats]:
    """All rings around the set pixels, with the set side on the right; only corners, each of shape (n, 2)."""
    if not bits.any():
        return []
    starts, ways, following = _linked(bits)
    turns = ways[following] != ways
    return _cycles(starts, ways, following, turns)


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


def _cycles(
    starts: NDArray[np.int64], ways: NDArray[np.int64], following: NDArray[np.int64], turns: NDArray[np.bool_]
) -> list[Floats]:
    """Rings of corners: runs of straight edges are passed over in one step."""
    corners = _corner_after(following, turns)
    begin = following[turns].tolist()
    after = dict(zip(begin, corners[begin].tolist(), strict=True))
    rings: list[Floats] = []
    while after:
        first, edge = after.popitem()
        ring = [first]
        while edge != first:
            ring.append(edge)
            edge = after.pop(edge)
        rings.append(starts[ring].astype(np.float64))
    return rings


def _corner_after(following: NDArray[np.int64], turns: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each edge the first edge ahead that begins at a corner, found by doubling the step."""
    reach = following.copy()
    done = turns.copy()
    while not done.all():
        # `reach` of an unfinished edge lies in the same straight run, so it knows how to go on
        reach, done = np.where(done, reach, reach[reach]), done | done[reach]
    return reach
