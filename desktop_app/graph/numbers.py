"""Numbers of tensors and modules by name, put onto any graph: each node gets its own, each group what those in it come to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.graph.model import Graph
from desktop_app.graph.overlay import Unit

type Fold = Literal["sum", "mean", "largest", "norm"]
"""How the numbers of a group become one: their sum, their mean by weight, the largest, or the root of the sum of squares."""

type _Part = tuple[float, float]
"""A sum and a weight; parts of a group are joined to one."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """One number for each of some tensors or modules."""

    title: str
    values: Mapping[str, float]
    """By the name of a tensor or the path of a module, as the file calls them; what is not finite is left out of groups."""
    fold: Fold = "sum"
    weights: Mapping[str, float] = field(default_factory=dict[str, float])
    """For `mean`: how much each counts; 1 where nothing is said."""
    log: bool = False
    unit: Unit = ""
    ends: tuple[float, float] | None = None
    """Ends of the scale where they are not those of what is shown: of a course over time, those of all of it."""


def on_graph(numbers: Numbers, graph: Graph, tensors: Sequence[TensorInfo], prefix: str = "") -> dict[str, float]:
    """The number of every node that has one, by its path.

    A number given for a module's path is that module's; else a node has what the numbers of its tensors and of those below
    come to. `prefix` is what the file's names have in front of the graph's paths (`module.`). In a graph of operators a
    tensor may be used twice: in a group it counts once.
    """
    given = {
        place: value
        for place, node in enumerate(graph.nodes)
        if (value := _of_path(numbers.values, node.path, prefix)) is not None
    }
    own = [_own(numbers, node.tensors, tensors) for node in graph.nodes]
    joined = _as_tree if graph.kind in ("hierarchy", "inferred") else _each_once
    sums = joined(numbers, graph, own, given)
    found: dict[str, float] = {}
    for place, node in enumerate(graph.nodes):
        if place in given:
            found[node.path] = given[place]
        elif sums[place][1]:
            found[node.path] = _folded(numbers.fold, sums[place])
    return found


def _of_path(values: Mapping[str, float], path: str, prefix: str) -> float | None:
    """The number of a module; a second call of it (`relu#2`) has the same."""
    if not path and not prefix:
        return values.get("")
    path = path.partition("#")[0]
    found = values.get((prefix + path).rstrip(".") if not path else prefix + path)
    return values.get(path) if found is None and path else found


def _own(numbers: Numbers, own: Sequence[int], tensors: Sequence[TensorInfo]) -> dict[int, _Part]:
    found: dict[int, _Part] = {}
    for tensor in own:
        name = tensors[tensor].name if tensor < len(tensors) else ""
        value = numbers.values.get(name)
        if value is not None and math.isfinite(value):
            found[tensor] = _part(numbers.fold, value, numbers.weights.get(name, 1.0))
    return found


def _part(fold: Fold, value: float, weight: float) -> _Part:
    if fold == "mean":
        return value * weight, weight
    return (value * value if fold == "norm" else value), 1.0


def _join(fold: Fold, first: _Part, second: _Part) -> _Part:
    if fold == "largest" and first[1] and second[1]:
        return max(first[0], second[0]), 1.0
    return first[0] + second[0], first[1] + second[1]


def _folded(fold: Fold, part: _Part) -> float:
    if fold == "mean":
        return part[0] / part[1]
    return math.sqrt(part[0]) if fold == "norm" else part[0]


def _as_tree(
    numbers: Numbers, graph: Graph, own: Sequence[dict[int, _Part]], given: Mapping[int, float]
) -> list[_Part]:
    """Sums where no tensor stands in two nodes."""
    fold = numbers.fold
    sums: list[_Part] = [(0.0, 0.0)] * len(graph.nodes)
    for place in range(len(graph.nodes) - 1, -1, -1):
        for part in own[place].values():
            sums[place] = _join(fold, sums[place], part)
        if not sums[place][1] and place in given and math.isfinite(given[place]):
            sums[place] = _part(fold, given[place], 1.0)
        parent = graph.nodes[place].parent
        if parent >= 0 and sums[place][1]:
            sums[parent] = _join(fold, sums[parent], sums[place])
    return sums


def _each_once(
    numbers: Numbers, graph: Graph, own: Sequence[dict[int, _Part]], given: Mapping[int, float]
) -> list[_Part]:
    """Sums where nodes share tensors, or are calls of the same module."""
    below: list[dict[int | str, _Part]] = [{**parts} for parts in own]
    sums: list[_Part] = [(0.0, 0.0)] * len(graph.nodes)
    for place in range(len(graph.nodes) - 1, -1, -1):
        node, parts = graph.nodes[place], below[place]
        if not parts and place in given and math.isfinite(given[place]):
            parts[node.path.partition("#")[0]] = _part(numbers.fold, given[place], 1.0)
        for part in parts.values():
            sums[place] = _join(numbers.fold, sums[place], part)
        if node.parent >= 0:
            below[node.parent].update(parts)
            below[place] = {}
    return sums
