"""Graphviz as second layout engine of a view: what is shown goes to `dot` as sizes and comes back as places.

Three steps, so that only the middle one has to run elsewhere: `layout_source` (sizes to DOT), `places_of` (runs `dot`,
bounded in time), `layout_of` (places to a `GroupLayout`, which every view and every exporter of layouts understands).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.graph.arrangement import Arrangement, Box, GroupLayout, header_size
from desktop_app.graph.graphviz import (
    SECONDS,
    GraphvizError,
    Shown,
    check_size,
    children_of,
    ends_of,
    first_leaf,
    hidden_edges,
    last_leaf,
    run_dot,
)
from desktop_app.graph.layered import GAP, PADDING, RANK_GAP, Point, Wire

type Rectangle = tuple[float, float, float, float]
"""Left, top, width, height; one unit is one point of dot and one pixel of the canvas."""


@dataclass(frozen=True, slots=True)
class Places:
    """What dot found: by the number that a box has in the order of `Arrangement.walk`."""

    boxes: Mapping[int, Rectangle]
    wires: Mapping[tuple[int, int], tuple[Point, ...]]
    """By group and number of the wire in it: control points, the tip of the arrow last."""


def layout_source(arrangement: Arrangement) -> str:
    """DOT that holds nothing but sizes, nesting and edges. Raises `GraphvizError` when too much is shown."""
    check_size(arrangement)
    children = children_of(arrangement)
    head = (
        f'digraph g {{ graph [compound=true, nodesep="{GAP / 72:.3f}", ranksep="{RANK_GAP / 72:.3f}", pad=0, margin=0];\n'
        'node [shape=box, fixedsize=true, label=""]; edge [arrowsize=0.7];'
    )
    return "\n".join((head, *_written(arrangement, children, -1), "}"))


def _written(arrangement: Arrangement, children: Mapping[int, list[Shown]], group: int) -> Iterator[str]:
    for item in children.get(group, ()):
        placed = item.placed
        if placed.inside is None:
            yield f"n{item.key} [width={placed.width / 72:.4f}, height={placed.height / 72:.4f}];"
            continue
        width, height = header_size(arrangement.graph.nodes[placed.node])
        # an empty table keeps the room for the title, which we write ourselves
        table = f'<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{max(height - 8, 1):.0f}"><TR><TD></TD></TR></TABLE>'
        yield f"subgraph cluster_{item.key} {{ margin={PADDING:.0f}; labeljust=l; label=<{table}>;"
        yield from _written(arrangement, children, item.key)
        boxes = children.get(item.key, [])
        for number, wire in enumerate(placed.inside.wires):
            tail, head = boxes[wire.source], boxes[wire.target]
            ends = "".join(f", {side}={cluster}" for side, cluster in ends_of(tail, head).items())
            yield f'n{last_leaf(tail, children)} -> n{first_leaf(head, children)} [id="{item.key}/{number}"{ends}];'
        for tail, head in hidden_edges(boxes, placed.inside):
            yield f"n{last_leaf(tail, children)} -> n{first_leaf(head, children)} [style=invis];"
        yield "}"


def places_of(source: str, *, preferred: str = "", seconds: float = SECONDS) -> Places:
    """Have dot lay it out. Raises `GraphvizError` when it cannot, or takes too long."""
    answer = run_dot(source, "json", preferred=preferred, seconds=seconds)
    try:
        found: dict[str, Any] = json.loads(answer)
        top = _numbers(found["bb"])[3]
        objects: list[dict[str, Any]] = found.get("objects", [])
        edges: list[dict[str, Any]] = found.get("edges", [])
        boxes = dict(_box(item, top) for item in objects)
        wires = dict(_wire(item, top) for item in edges if "id" in item and "pos" in item)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise GraphvizError(f"Graphviz answered something that cannot be read ({type(error).__name__}).") from None
    return Places(boxes, wires)


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


def _box(item: Mapping[str, Any], top: float) -> tuple[int, Rectangle]:
    """Number and rectangle of a node or a cluster; dot counts upwards, we count downwards."""
    name = str(item["name"])
    if "bb" in item:
        left, low, right, high = _numbers(item["bb"])
        return int(name.removeprefix("cluster_")), (left, top - high, right - left, high - low)
    x, y = _numbers(item["pos"])
    width, height = float(item["width"]) * 72, float(item["height"]) * 72
    return int(name[1:]), (x - width / 2, top - y - height / 2, width, height)


def _wire(item: Mapping[str, Any], top: float) -> tuple[tuple[int, int], tuple[Point, ...]]:
    """`e,TIP START CONTROL CONTROL POINT ...` of dot as points."""
    group, _, number = str(item["id"]).partition("/")
    tip: Point | None = None
    points: list[Point] = []
    for part in str(item["pos"]).split(";")[0].split():
        kind, _, rest = part.partition(",")
        x, y = _numbers(rest if kind in ("e", "s") else part)
        if kind == "e":
            tip = (x, top - y)
        elif kind != "s":
            points.append((x, top - y))
    return (int(group), int(number)), (*points, tip or points[-1])


def layout_of(arrangement: Arrangement, places: Places) -> GroupLayout:
    """The layout that is shown now with its boxes at dot's places. Raises `GraphvizError` when one is missing."""
    children = children_of(arrangement)
    try:
        return _group(children[-1][0], children, places)
    except KeyError:
        raise GraphvizError("Graphviz laid out something else than what is shown.") from None


def _group(item: Shown, children: Mapping[int, list[Shown]], places: Places) -> GroupLayout:
    left, top, width, height = places.boxes[item.key]
    assert item.placed.inside is not None
    boxes: list[Box] = []
    for old, child in zip(item.placed.inside.boxes, children.get(item.key, ()), strict=True):
        x, y, *size = places.boxes[child.key]
        inside = _group(child, children, places) if child.placed.inside is not None else None
        boxes.append(Box(old.slot, x - left, y - top, size[0], size[1], inside))
    wires = tuple(
        Wire(old.source, old.target, tuple((x - left, y - top) for x, y in points), old.label, spline=True)
        for number, old in enumerate(item.placed.inside.wires)
        if (points := places.wires.get((item.key, number)))
    )
    return GroupLayout(width, height, tuple(boxes), wires)
