"""Graphviz as exporter and as second layout engine: DOT of what is shown, laid out by a `dot` with a time limit."""

# The libraries behind this bring no types.
# pyright: reportMissingTypeStubs=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import json
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass

from desktop_app.graph import colours
from desktop_app.graph.arrangement import Arrangement, Placed, closed_size, lines_of, subtitle
from desktop_app.graph.colours import Theme

NODES, EDGES, SECONDS = 1500, 2500, 10.0
"""Beyond these a layered layout by dot may never return."""


class GraphvizError(Exception):
    """Graphviz cannot be used here; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class _Visible:
    """What is shown, as dot sees it."""

    placed: Placed
    parent: int
    key: int


def find_dot(preferred: str = "") -> str:
    """The `dot` to use: the one named, the one that came by pip, the system's; `GraphvizError` when there is none."""
    for candidate in (
        preferred,
        shutil.which("graphviz-pure", path=sysconfig.get_path("scripts")) or "",
        shutil.which("graphviz-pure") or "",
        shutil.which("dot") or "",
    ):
        if candidate and shutil.which(candidate):
            return candidate
    raise GraphvizError("Graphviz was not found; install it with `pip install graphviz-pure`.")


def _visible(arrangement: Arrangement) -> list[_Visible]:
    found: list[_Visible] = []
    chain: list[tuple[int, int]] = []
    for key, placed in enumerate(arrangement.walk()):
        while chain and chain[-1][1] >= placed.depth:
            chain.pop()
        found.append(_Visible(placed, chain[-1][0] if chain else -1, key))
        chain.append((key, placed.depth))
    return found


def to_dot(arrangement: Arrangement, *, theme: Theme = "light") -> str:
    """DOT source of what is shown: open groups as clusters, closed ones and leaves as boxes."""
    import graphviz

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
    visible = _visible(arrangement)
    children: dict[int, list[_Visible]] = {}
    for item in visible:
        children.setdefault(item.parent, []).append(item)
    _add(root, children, None, arrangement, theme)
    return str(root.source)


def _label(text: str) -> str:
    import graphviz

    printable = "".join(character if character.isprintable() or character == "\n" else "?" for character in text)
    # `nohtml` comes last: any other string operation drops the mark, and a name in <> would become markup
    return graphviz.nohtml(str(graphviz.escape(printable)).replace("\n", "\\n"))


def _add(
    into: object, children: dict[int, list[_Visible]], group: _Visible | None, arrangement: Arrangement, theme: Theme
) -> None:
    nodes = arrangement.graph.nodes
    for item in children.get(group.key if group else -1, ()):
        node = nodes[item.placed.node]
        title, second, details = lines_of(node, item.placed.count, rest=item.placed.rest, last=item.placed.last)
        if item.placed.inside is not None:
            heading = "  ".join(filter(None, (title, subtitle(node))))
            with into.subgraph(name=f"cluster_{item.key}") as cluster:  # type: ignore[attr-defined]
                level = colours.GROUP[theme][min(item.placed.depth, 3)]
                cluster.attr(
                    label=_label(heading),
                    style="rounded,filled",
                    fillcolor=level,
                    color=colours.BORDER[theme],
                    fontcolor=colours.TEXT[theme],
                    fontsize="10",
                    labeljust="l",
                )
                _add(cluster, children, item, arrangement, theme)
        else:
            width, height = closed_size(node, item.placed.count, rest=item.placed.rest, last=item.placed.last)
            into.node(  # type: ignore[attr-defined]
                f"n{item.key}", label=_label("\n".join(filter(None, (title, second, *details)))), width=f"{width / 96:.2f}", height=f"{height / 96:.2f}",
                fillcolor=colours.FILL[theme][node.category], color=colours.STRIPE[theme][node.category], fontcolor=colours.TEXT[theme],
            )  # fmt: skip
    _add_edges(into, children, group)


def _add_edges(into: object, children: dict[int, list[_Visible]], group: _Visible | None) -> None:
    if group is None or group.placed.inside is None:
        return
    boxes = children.get(group.key, [])
    for wire in group.placed.inside.wires:
        if wire.source < len(boxes) and wire.target < len(boxes):
            tail, head = _anchor(boxes[wire.source], children), _anchor(boxes[wire.target], children)
            options = {"label": wire.label} if wire.label else {}
            if boxes[wire.source].placed.inside is not None:
                options["ltail"] = f"cluster_{boxes[wire.source].key}"
            if boxes[wire.target].placed.inside is not None:
                options["lhead"] = f"cluster_{boxes[wire.target].key}"
            into.edge(f"n{tail}", f"n{head}", **options)  # type: ignore[attr-defined]


def _anchor(item: _Visible, children: dict[int, list[_Visible]]) -> int:
    """dot draws edges between nodes only: a cluster is represented by its first leaf."""
    while item.placed.inside is not None and children.get(item.key):
        item = children[item.key][0]
    return item.key


def run_dot(source: str, form: str, *, preferred: str = "", seconds: float = SECONDS) -> bytes:
    """Have dot turn DOT into `svg`, `png` or `json`; it is killed when it takes too long. Raises `GraphvizError`."""
    program = find_dot(preferred)
    try:
        done = subprocess.run(
            [program, f"-T{form}", "-Kdot"], input=source.encode(), capture_output=True, timeout=seconds, check=False
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


def check_size(arrangement: Arrangement) -> None:
    """`GraphvizError` when more is shown than dot lays out in reasonable time."""
    shown = sum(1 for _ in arrangement.walk())
    edges = sum(len(placed.inside.wires) for placed in arrangement.walk() if placed.inside is not None)
    if shown > NODES or edges > EDGES:
        raise GraphvizError(
            f"{shown:,} boxes and {edges:,} edges are too many for Graphviz; collapse some groups first."
        )


def layout_json(arrangement: Arrangement, *, theme: Theme = "light") -> dict[str, object]:
    """dot's own JSON of the laid out graph."""
    check_size(arrangement)
    return json.loads(run_dot(to_dot(arrangement, theme=theme), "json"))
