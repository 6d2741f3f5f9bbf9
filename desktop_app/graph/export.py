"""What a graph view shows as a file: SVG, PDF, PNG, DOT or JSON, the same from the window and from the command line."""

import json
from collections.abc import Mapping
from copy import copy
from pathlib import Path

from desktop_app.checkpoint.replacing import replace_file
from desktop_app.graph.arrangement import Arrangement
from desktop_app.graph.colours import Theme
from desktop_app.graph.dot_layout import layout_of, layout_source, places_of
from desktop_app.graph.drawing import draw_graph
from desktop_app.graph.graphviz import to_dot
from desktop_app.graph.model import Category
from desktop_app.graph.overlay import Overlay
from desktop_app.graph.renderers import render

ENDINGS = (".svg", ".png", ".pdf", ".dot", ".json")


def export_graph(
    arrangement: Arrangement,
    path: str | Path,
    *,
    engine: str = "layered",
    theme: Theme = "light",
    overlay: Overlay | None = None,
    legend: Mapping[Category, str] | None = None,
    dot: str = "",
) -> Path:
    """Write what is shown in the format of the ending of `path`, laid out by `layered` or `graphviz`.

    `overlay` and `legend` are those of `draw_graph`; `dot` names the Graphviz program when it is not to be the one at hand.
    Raises `ValueError` for another ending, `GraphvizError` where Graphviz cannot do it, `OSError` when writing fails.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"{target.name}: the ending must be one of {', '.join(ENDINGS)}.")
    if ending == ".json":
        text = json.dumps(graph_document(arrangement, overlay), ensure_ascii=False, indent=1)
        # a lone surrogate (a pickle may hold one) becomes \udc80, which is right in JSON
        data = text.encode("utf-8", "backslashreplace")
    elif ending == ".dot":
        data = to_dot(arrangement, theme=theme, overlay=overlay).encode()
    else:
        if engine == "graphviz":
            places = places_of(layout_source(arrangement), preferred=dot)
            arrangement = copy(arrangement)  # the one that was given keeps its own layout
            arrangement.adopt(layout_of(arrangement, places))
        picture = draw_graph(arrangement, theme=theme, overlay=overlay, legend=legend)
        data = render(picture, target, arrangement.graph.title)
    replace_file(target, data)
    return target


def graph_document(arrangement: Arrangement, overlay: Overlay | None = None) -> dict[str, object]:
    """Nodes, edges and groups of what is shown, by the headless contract; with the number of each where there is one."""
    graph = arrangement.graph
    nodes: list[dict[str, object]] = []
    groups: list[dict[str, object]] = []
    edges: list[dict[str, object]] = []
    for placed in arrangement.walk():
        node = graph.nodes[placed.node]
        parent = graph.nodes[node.parent].path if node.parent >= 0 else None
        if placed.inside is not None:
            groups.append(
                {
                    "id": node.path,
                    "parent": parent,
                    "class": node.class_name or None,
                    "repeat": placed.count,
                    **_value(overlay, node.path),
                }
            )
            boxes = placed.inside.boxes
            for wire in placed.inside.wires:
                ends = [
                    graph.nodes[node.children[boxes[place].slot.first]].path for place in (wire.source, wire.target)
                ]
                edges.append({"from": ends[0], "to": ends[1], "shape": wire.label or None})
        else:
            nodes.append(
                {
                    "id": f"{node.path}…" if placed.rest else node.path,
                    "label": f"… {placed.count:,} more" if placed.rest else node.label,
                    "class": node.class_name or None,
                    "inferred": node.inferred,
                    "kind": node.category,
                    "group": parent,
                    "count": placed.count,
                    "shape": list(node.detail),
                    "parameters": node.parameters,
                    "activation_bytes": node.activation_nbytes,
                    "multiply_adds": node.macs,
                    **_value(overlay, node.path),
                }
            )
    shown = {"measure": overlay.title} if overlay is not None else {}
    return {"kind": graph.kind, "title": graph.title, **shown, "nodes": nodes, "edges": edges, "groups": groups}


def _value(overlay: Overlay | None, path: str) -> dict[str, float]:
    return {"value": overlay.values[path]} if overlay is not None and path in overlay.values else {}
