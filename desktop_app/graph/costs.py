"""What each node of a dataflow graph costs in one forward pass: rows for a table, totals, and the table as a file."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_app.graph.model import Graph
from desktop_app.replacing import replace_file

type Level = Literal["operators", "modules"]

ENDINGS = (".csv", ".json")


@dataclass(frozen=True, slots=True)
class Cost:
    """One row: an operator (or a layer that is one), or a module with all that is in it."""

    node: int
    """Position in `Graph.nodes`."""
    path: str
    class_name: str
    result: str
    """Shape of what it gives: `64×56×56`; empty for modules and where it is not known."""
    parameters: int
    activation_nbytes: int
    macs: int


def costs_of(graph: Graph, level: Level = "operators") -> tuple[Cost, ...]:
    """Rows in the order in which things run; the inputs and outputs of the model are left out."""
    rows: list[Cost] = []
    for place, node in enumerate(graph.nodes):
        if place == 0 or node.category == "io" or bool(node.children) != (level == "modules"):
            continue
        result = next((line[2:] for line in node.detail if line.startswith("→ ")), "")
        rows.append(Cost(place, node.path, node.class_name, result, node.parameters, node.activation_nbytes, node.macs))
    return tuple(rows)


def total_of(graph: Graph) -> Cost:
    """The whole model; parameters that are used twice count once."""
    root = graph.nodes[0]
    return Cost(0, "", root.class_name, "", root.parameters, root.activation_nbytes, root.macs)


def has_costs(graph: Graph | None) -> bool:
    """Whether a forward pass was followed: a graph of modules alone has nothing to count."""
    return graph is not None and graph.kind == "dataflow" and bool(graph.nodes)


def write_costs(rows: Sequence[Cost], total: Cost, path: str | Path) -> Path:
    """Write the rows and their total as `.csv` or `.json`. Raises `ValueError` for another ending, `OSError`."""
    target = Path(path)
    if target.suffix.lower() == ".json":
        document = {"nodes": [_document(row) for row in rows], "total": _document(total)}
        data = json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    elif target.suffix.lower() == ".csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("path", "class", "result", "parameters", "activation_bytes", "multiply_adds"))
        for row in (*rows, total):
            name = row.path if row is not total else "total"
            writer.writerow((name, row.class_name, row.result, row.parameters, row.activation_nbytes, row.macs))
        data = text.getvalue().encode("utf-8", "backslashreplace")
    else:
        raise ValueError(f"{target.name}: the ending must be one of {', '.join(ENDINGS)}.")
    replace_file(target, data)
    return target


def _document(row: Cost) -> dict[str, object]:
    return {
        "path": row.path, "class": row.class_name or None, "result": row.result or None, "parameters": row.parameters,
        "activation_bytes": row.activation_nbytes, "multiply_adds": row.macs,
    }  # fmt: skip
