"""The layout of one group: ranks and smooth edges where there are edges, rows in reading order where there are none."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

type Point = tuple[float, float]
type Size = tuple[float, float]

GAP = 16.0
RANK_GAP = 28.0
PADDING = 14.0
DUMMIES = 500
"""Edges that skip ranks get at most so many helper points; the rest run along the side."""
_SWEEPS = 6
_PORT: Size = (10.0, 10.0)


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge as points from source to target, smooth between them."""

    source: int
    target: int
    points: tuple[Point, ...]
    label: str = ""
    spline: bool = False
    """Whether `points` are control points of joined cubic curves, and the tip of the arrow as the last one."""
    inferred: bool = False
    """Whether it is only guessed; drawn dashed."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where each box of a group stands: top left corners in the order of the sizes given."""

    corners: tuple[Point, ...]
    width: float
    height: float
    wires: tuple[Wire, ...] = ()
    """Between boxes."""
    leads: tuple[Wire, ...] = ()
    """From the input port (source -1) and to the output port (target -1)."""
    ports: tuple[Point, ...] = ()
    """Centres of the ports that there are."""


def arrow_head(tip: Point, base: Point | None = None) -> tuple[Point, Point]:
    """The two corners behind the tip of an arrow that comes from `base`, or from above."""
    across, down = (tip[0] - base[0], tip[1] - base[1]) if base is not None else (0.0, 1.0)
    length = (across**2 + down**2) ** 0.5 or 1.0
    across, down = across / length, down / length
    back = (tip[0] - 7 * across, tip[1] - 7 * down)
    return (back[0] - 4 * down, back[1] + 4 * across), (back[0] + 4 * down, back[1] - 4 * across)


def place(sizes: Sequence[Size], edges: Sequence[tuple[int, int, str]]) -> Placement:
    """Lay out boxes of these sizes; edges are pairs of positions with a label.

    A source of -1 is the group's input port, a target of -1 its output port.
    """
    if not sizes:
        return Placement((), 0.0, 0.0)
    if any(-1 in edge[:2] for edge in edges):
        return _with_ports(sizes, edges)
    return _layered(sizes, edges) if edges else _rows(sizes)


def _with_ports(sizes: Sequence[Size], edges: Sequence[tuple[int, int, str]]) -> Placement:
    """Ports are small boxes of their own, the input before all others and the output after them."""
    last = len(sizes) + 1
    inner = [(source + 1, last if target == -1 else target + 1, label) for source, target, label in edges]
    placed = _layered([_PORT, *sizes, _PORT], inner, ports=True)
    wires = tuple(
        replace(wire, source=wire.source - 1, target=-1 if wire.target == last else wire.target - 1)
        for wire in placed.wires
    )
    used = {end for edge in inner for end in edge[:2]}
    ports = tuple(
        (placed.corners[box][0] + _PORT[0] / 2, placed.corners[box][1] + _PORT[1] / 2)
        for box in (0, last)
        if box in used
    )
    return Placement(
        placed.corners[1:-1],
        placed.width,
        placed.height,
        tuple(wire for wire in wires if -1 not in (wire.source, wire.target)),
        tuple(wire for wire in wires if -1 in (wire.source, wire.target)),
        ports,
    )


def _rows(sizes: Sequence[Size]) -> Placement:
    """Rows from left to right whose whole is a little wider than high."""
    area = sum((width + GAP) * (height + GAP) for width, height in sizes)
    widest = max(width for width, _ in sizes)
    target = max(widest, (area * 1.7) ** 0.5)
    corners: list[Point] = []
    x = y = row_height = right = 0.0
    for width, height in sizes:
        if x > 0 and x + width > target:
            x, y, row_height = 0.0, y + row_height + GAP, 0.0
        corners.append((x, y))
        x += width + GAP
        right = max(right, x - GAP)
        row_height = max(row_height, height)
    return Placement(tuple(corners), right, y + row_height)


def _layered(sizes: Sequence[Size], edges: Sequence[tuple[int, int, str]], *, ports: bool = False) -> Placement:
    ranks = _ranks(len(sizes), [(source, target) for source, target, _ in edges])
    if ports:
        ranks = [0, *(max(rank, 1) for rank in ranks[1:-1]), max(*ranks[:-1], 1) + 1]
    layers, paths, aside = _with_dummies(sizes, ranks, edges)
    _order(layers, paths)
    xs, ys, width, height = _coordinates(sizes, layers)
    corners = tuple((xs[box] - sizes[box][0] / 2, ys[box]) for box in range(len(sizes)))
    wires = [
        Wire(source, target, _through(path, xs, ys, sizes), label)
        for (source, target, label), path in zip(edges, paths, strict=True)
        if path
    ]
    lane = width
    for source, target, label in aside:
        lane += GAP / 2
        wires.append(_lane(source, target, label, xs, ys, sizes, lane))
    return Placement(corners, max(width, lane), height, tuple(wires))


def _ranks(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """Longest path from the sources; edges that would close a cycle do not count."""
    outgoing: list[list[int]] = [[] for _ in range(count)]
    for source, target in edges:
        if source < target:  # children stand in execution order, so this breaks every cycle
            outgoing[source].append(target)
    ranks = [0] * count
    for source in range(count):
        for target in outgoing[source]:
            ranks[target] = max(ranks[target], ranks[source] + 1)
    return ranks


def _with_dummies(
    sizes: Sequence[Size], ranks: list[int], edges: Sequence[tuple[int, int, str]]
) -> tuple[list[list[int]], list[list[int]], list[tuple[int, int, str]]]:
    """Layers of boxes and helper points; for each edge its path through them, or nothing when it runs aside."""
    layers: list[list[int]] = [[] for _ in range(max(ranks) + 1)]
    for box, rank in enumerate(ranks):
        layers[rank].append(box)
    following = len(sizes)
    left = DUMMIES
    paths: list[list[int]] = [[] for _ in edges]
    aside: list[tuple[int, int, str]] = []
    for position in sorted(range(len(edges)), key=lambda p: abs(ranks[edges[p][1]] - ranks[edges[p][0]])):
        source, target, label = edges[position]
        span = ranks[target] - ranks[source]
        if span < 1 or span - 1 > left:
            aside.append((source, target, label))
            continue
        left -= span - 1
        path = [source]
        for rank in range(ranks[source] + 1, ranks[target]):
            layers[rank].append(following)
            path.append(following)
            following += 1
        paths[position] = [*path, target]
    return layers, paths, aside


def _order(layers: list[list[int]], paths: Sequence[Sequence[int]]) -> None:
    """Fewer crossings: each box moves to the mean place of its neighbours, downwards and upwards in turn."""
    above: dict[int, list[int]] = {}
    below: dict[int, list[int]] = {}
    for path in paths:
        for first, second in itertools.pairwise(path):
            above.setdefault(second, []).append(first)
            below.setdefault(first, []).append(second)
    places = {box: float(place) for layer in layers for place, box in enumerate(layer)}
    for sweep in range(_SWEEPS):
        neighbours = above if sweep % 2 == 0 else below
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            means = {box: _mean([places[other] for other in neighbours.get(box, ())], places[box]) for box in layer}
            layer.sort(key=means.__getitem__)
            for place, box in enumerate(layer):
                places[box] = float(place)


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _coordinates(
    sizes: Sequence[Size], layers: Sequence[Sequence[int]]
) -> tuple[dict[int, float], dict[int, float], float, float]:
    """Centre x and top y of boxes and helper points; every layer is centred."""
    widths = {box: sizes[box][0] if box < len(sizes) else 8.0 for layer in layers for box in layer}
    totals = [sum(widths[box] for box in layer) + GAP * (len(layer) - 1) for layer in layers]
    width = max(totals)
    xs: dict[int, float] = {}
    ys: dict[int, float] = {}
    y = 0.0
    for layer, total in zip(layers, totals, strict=True):
        x = (width - total) / 2
        tallest = max((sizes[box][1] for box in layer if box < len(sizes)), default=8.0)
        for box in layer:
            xs[box] = x + widths[box] / 2
            ys[box] = y + (tallest - sizes[box][1]) / 2 if box < len(sizes) else y + tallest / 2
            x += widths[box] + GAP
        y += tallest + RANK_GAP
    return xs, ys, width, y - RANK_GAP


def _through(
    path: Sequence[int], xs: dict[int, float], ys: dict[int, float], sizes: Sequence[Size]
) -> tuple[Point, ...]:
    first, last = path[0], path[-1]
    middle = tuple((xs[box], ys[box]) for box in path[1:-1])
    return ((xs[first], ys[first] + sizes[first][1]), *middle, (xs[last], ys[last]))


def _lane(
    source: int, target: int, label: str, xs: dict[int, float], ys: dict[int, float], sizes: Sequence[Size], lane: float
) -> Wire:
    begin = (xs[source], ys[source] + sizes[source][1])
    end = (xs[target], ys[target])
    return Wire(source, target, (begin, (lane, begin[1] + 8), (lane, end[1] - 8), end), label)
