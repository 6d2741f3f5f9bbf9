"""Graphviz as exporter and as second layout engine: DOT of what is shown, laid out by a `dot` with a time limit."""

# The libraries behind this bring no types.
# pyright: reportMissingTypeStubs=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.graph import colours
from desktop_app.graph.arrangement import Arrangement, GroupLayout, Placed, closed_size, lines_of, subtitle
from desktop_app.graph.colours import Theme
from desktop_app.graph.model import Node
from desktop_app.graph.overlay import Overlay

NODES, EDGES, SECONDS = 1500, 2500, 10.0
"""Beyond these a layered layout by dot may never return."""
DOT_NODES = 20_000
"""More boxes make a DOT file that no program lays out."""


class GraphvizError(ValueError):
    """Graphviz cannot be used here; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown, as dot sees it."""

    placed: Placed
    parent: int
    """Number of the group that holds it; -1 for the root."""
    key: int
    """Its number in the order of `Arrangement.walk`."""


def find_dot(preferred: str = "") -> str:
    """The `dot` to use: the one named, else the one that came by pip, else the system's; `GraphvizError` when there is none."""
    if preferred:
        if shutil.which(preferred):
            return preferred
        raise GraphvizError(f"{preferred} is no program that can be started; choose another Graphviz in the settings.")
    for candidate in (
        shutil.which("graphviz-pure", path=sysconfig.get_path("scripts")) or "",
        shutil.which("graphviz-pure") or "",
        shutil.which("dot") or "",
    ):
        if candidate and shutil.which(candidate):
            return candidate
    raise GraphvizError("Graphviz was not found; install it with `pip install graphviz-pure`.")


def shown_boxes(arrangement: Arrangement) -> list[Shown]:
    """All boxes that are shown, numbered, each with the group that holds it."""
    found: list[Shown] = []
    chain: list[tuple[int, int]] = []
    for key, placed in enumerate(arrangement.walk()):
        while chain and chain[-1][1] >= placed.depth:
            chain.pop()
        found.append(Shown(placed, chain[-1][0] if chain else -1, key))
        chain.append((key, placed.depth))
    return found


def children_of(arrangement: Arrangement) -> dict[int, list[Shown]]:
    """What is shown by the number of the group that holds it."""
    children: dict[int, list[Shown]] = {}
    for item in shown_boxes(arrangement):
        children.setdefault(item.parent, []).append(item)
    return children


def to_dot(arrangement: Arrangement, *, theme: Theme = "light", overlay: Overlay | None = None) -> str:
    """DOT source of what is shown: open groups as clusters, closed ones and leaves as boxes, coloured by kind or by numbers.

    Raises `GraphvizError` when so much is shown that no program would lay it out.
    """
    import graphviz

    _check(arrangement, DOT_NODES, DOT_NODES)

    root = graphviz.Digraph(
        "model",
        graph_attr={
            "compound": "true",
            "fontname": "Helvetica",
            "bgcolor": colours.CANVAS[theme],
            "rankdir": "TB",
            "nodesep": "0.2",
            "ranksep": "0.3",
        },
        node_attr={
            "shape": "box",
            "style": "rounded,filled",
            "fontname": "Helvetica",
            "fontsize": "10",
            "fixedsize": "false",
        },
        edge_attr={"color": colours.WIRE[theme], "arrowsize": "0.6"},
    )
    _add(root, children_of(arrangement), None, arrangement, _Paint(theme, overlay))
    return str(root.source)


@dataclass(frozen=True, slots=True)
class _Paint:
    """Colours of boxes in DOT."""

    theme: Theme
    overlay: Overlay | None

    def box(self, node: Node, *, rest: bool) -> dict[str, str]:
        """Fill, border and text of a closed box."""
        shade = self.overlay.colour(node.path) if self.overlay is not None and not rest else None
        neutral = colours.FILL[self.theme]["container"]
        fill = shade or (neutral if self.overlay is not None else colours.FILL[self.theme][node.category])
        text = colours.text_on(fill) if shade else colours.TEXT[self.theme]
        return {"fillcolor": fill, "color": colours.STRIPE[self.theme][node.category], "fontcolor": text}

    def group(self, depth: int) -> dict[str, str]:
        """Fill, border and text of an open group."""
        fill = colours.GROUP[self.theme][min(depth, 3)]
        return {"fillcolor": fill, "color": colours.BORDER[self.theme], "fontcolor": colours.TEXT[self.theme]}


def _label(text: str) -> str:
    import graphviz

    printable = "".join(character if character.isprintable() or character == "\n" else "?" for character in text)
    # `nohtml` comes last: any other string operation drops the mark, and a name in <> would become markup
    return graphviz.nohtml(str(graphviz.escape(printable)).replace("\n", "\\n"))


def _add(
    into: Any, children: Mapping[int, list[Shown]], group: Shown | None, arrangement: Arrangement, paint: _Paint
) -> None:
    nodes = arrangement.graph.nodes
    for item in children.get(group.key if group else -1, ()):
        node, placed = nodes[item.placed.node], item.placed
        title, second, details = lines_of(node, placed.count, rest=placed.rest, last=placed.last)
        if placed.inside is not None:
            heading = _label("  ".join(filter(None, (title, subtitle(node)))))
            with into.subgraph(name=f"cluster_{item.key}") as cluster:
                cluster.attr(
                    label=heading, style="rounded,filled", fontsize="10", labeljust="l", **paint.group(placed.depth)
                )
                _add(cluster, children, item, arrangement, paint)
        else:
            width, height = closed_size(node, placed.count, rest=placed.rest, last=placed.last)
            text = _label("\n".join(filter(None, (title, second, *details))))
            size = {"width": f"{width / 96:.2f}", "height": f"{height / 96:.2f}"}
            into.node(f"n{item.key}", label=text, **size, **paint.box(node, rest=placed.rest))
    _add_edges(into, children, group)


def _add_edges(into: Any, children: Mapping[int, list[Shown]], group: Shown | None) -> None:
    if group is None or group.placed.inside is None:
        return
    boxes = children.get(group.key, [])
    for wire in group.placed.inside.wires:
        if wire.source < len(boxes) and wire.target < len(boxes):
            tail, head = boxes[wire.source], boxes[wire.target]
            options = {"label": wire.label} if wire.label else {}
            into.edge(
                f"n{last_leaf(tail, children)}", f"n{first_leaf(head, children)}", **options, **ends_of(tail, head)
            )
    for first, second in hidden_edges(boxes, group.placed.inside):
        into.edge(f"n{last_leaf(first, children)}", f"n{first_leaf(second, children)}", style="invis")


def ends_of(tail: Shown, head: Shown) -> dict[str, str]:
    """dot draws edges between nodes only: those of open groups are cut off at the group's border."""
    ends = {"ltail": f"cluster_{tail.key}"} if tail.placed.inside is not None else {}
    return ends | ({"lhead": f"cluster_{head.key}"} if head.placed.inside is not None else {})


def hidden_edges(boxes: Sequence[Shown], layout: GroupLayout) -> Iterator[tuple[Shown, Shown]]:
    """What keeps boxes without edges from standing in one endless row: each hangs below one of the row above."""
    if layout.wires or len(boxes) < 3:
        return
    columns = max(1, round((len(boxes) * 1.3) ** 0.5))
    yield from zip(boxes, boxes[columns:], strict=False)


def first_leaf(item: Shown, children: Mapping[int, list[Shown]]) -> int:
    """The node that stands for a box where an edge comes in."""
    while item.placed.inside is not None and children.get(item.key):
        item = children[item.key][0]
    return item.key


def last_leaf(item: Shown, children: Mapping[int, list[Shown]]) -> int:
    """The node that stands for a box where an edge goes out."""
    while item.placed.inside is not None and children.get(item.key):
        item = children[item.key][-1]
    return item.key


def run_dot(source: str, form: str, *, preferred: str = "", seconds: float = SECONDS) -> bytes:
    """Have dot turn DOT into `svg`, `png` or `json`; it is killed when it takes too long. Raises `GraphvizError`."""
    program = find_dot(preferred)
    try:
        done = subprocess.run(
            _bounded([program, f"-T{form}", "-Kdot"], seconds),
            input=source.encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GraphvizError(
            f"Graphviz did not finish within {seconds:g} s; collapse some groups or use the built-in layout."
        ) from None
    except OSError as error:
        raise GraphvizError(f"Graphviz could not be started ({error.strerror}).") from None
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise GraphvizError(f"Graphviz refused the graph: {reason[-1][:200] if reason else 'no reason given'}.")
    return done.stdout


def _bounded(command: list[str], seconds: float) -> list[str]:
    """The command with a limit of its own: when this process is killed (a layout was cancelled), dot must not go on for ever."""
    if sys.platform == "win32" or not (shell := shutil.which("sh")):
        return command
    return [shell, "-c", f'ulimit -t {int(seconds) + 1}; exec "$0" "$@"', *command]


def check_size(arrangement: Arrangement) -> None:
    """`GraphvizError` when more is shown than dot lays out in reasonable time."""
    _check(arrangement, NODES, EDGES)


def _check(arrangement: Arrangement, nodes: int, edges: int) -> None:
    shown = wires = 0
    for placed in arrangement.walk():
        shown += 1
        wires += len(placed.inside.wires) if placed.inside is not None else 0
    if shown > nodes or wires > edges:
        raise GraphvizError(
            f"{shown:,} boxes and {wires:,} edges are too many for Graphviz; collapse some groups first."
        )
