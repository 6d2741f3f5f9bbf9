"""What a graph can be coloured by: from the tensors' own statistics, a comparison, a pass or a run to one number by name."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.graph.numbers import Fold, Numbers
from desktop_app.graph.overlay import Unit

if TYPE_CHECKING:
    from desktop_app.checkpoint.measuring.summaries import Statistics
    from desktop_app.graph.model import Graph
    from desktop_app.graph.sources.autograd import Backward
    from desktop_app.training.record.layer_history import LayerHistory


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that statistics tell of a tensor."""

    of: "Callable[[Statistics], float | None]"
    fold: Fold = "mean"
    weight: "Callable[[Statistics], float]" = lambda found: float(found.finite)
    log: bool = False
    """Whether its scale is one of factors: sizes and magnitudes differ by those."""
    unit: Unit = ""


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


STATISTICS: Mapping[str, Measure] = {
    "mean": Measure(lambda found: (found.l1 or 0.0) / found.finite if found.finite else None, log=True),
    "std": Measure(lambda found: found.std, log=True),
    "norm": Measure(lambda found: found.l2, "norm", log=True),
    "largest": Measure(lambda found: found.abs_max, "largest", log=True),
    "sparsity": Measure(lambda found: _share(found.zero, found.count), weight=lambda found: float(found.count), unit="share"),
    "nan": Measure(
        lambda found: _share(found.nan + found.posinf + found.neginf, found.count), weight=lambda found: float(found.count), unit="share"
    ),
}  # fmt: skip

COSTS = ("parameters", "activations", "macs")
PASSES = ("gradient", "output-mean", "output-zeros")
HISTORIES = ("history-weights", "history-gradients")
MEASURES = ("", "size", *STATISTICS, "change", *COSTS, *PASSES, *HISTORIES, "file")
"""All of them, in the order of the menu; the empty one is the kind."""


def size_numbers(title: str, tensors: Sequence[TensorInfo]) -> Numbers:
    """Bytes of every tensor."""
    return Numbers(title, {info.name: float(info.nbytes) for info in tensors}, "sum", log=True, unit="bytes")


def statistics_numbers(
    title: str, name: str, tensors: Sequence[TensorInfo], statistics: "Mapping[int, Statistics]"
) -> Numbers:
    """One of `STATISTICS` for every tensor whose statistics are known."""
    measure = STATISTICS[name]
    values: dict[str, float] = {}
    weights: dict[str, float] = {}
    for place, found in statistics.items():
        value = measure.of(found) if place < len(tensors) else None
        if value is not None:
            values[tensors[place].name] = value
            weights[tensors[place].name] = measure.weight(found)
    return Numbers(title, values, measure.fold, weights, measure.log, measure.unit)


FAINTEST, LARGEST = 1e-8, 10.0
"""Relative changes beyond which colours no longer differ."""


def change_numbers(title: str, changes: Mapping[str, float]) -> Numbers:
    """Relative change of each tensor; of a group, the largest."""
    return Numbers(title, {name: _shown(change) for name, change in changes.items()}, "largest", log=True)


def _shown(change: float) -> float:
    return LARGEST if math.isnan(change) else min(max(change, FAINTEST), LARGEST)


def cost_numbers(title: str, name: str, graph: "Graph", prefix: str) -> Numbers:
    """What each module costs in a forward pass, by the path that the file has for it."""
    values: dict[str, float] = {}
    for node in graph.nodes:
        number = {"parameters": node.parameters, "activations": node.activation_nbytes, "macs": node.macs}[name]
        path = node.path.partition("#")[0]
        if number:
            values[prefix + path if path else prefix.rstrip(".")] = values.get(prefix + path, 0.0) + number
    return Numbers(title, values, "sum", log=True, unit="bytes" if name == "activations" else "")


def pass_numbers(title: str, name: str, backward: "Backward", now: Mapping[str, str]) -> Numbers:
    """Gradient norms by parameter, or what modules gave; `now` gives the present names of the pass's parameters."""
    if name == "gradient":
        values = {now.get(one.name, one.name): one.norm for one in backward.gradients}
        return Numbers(title, values, "norm", log=True)
    counts = {one.path: float(one.count) for one in backward.activations if one.count}
    if name == "output-zeros":
        shares = {one.path: one.zero / one.count for one in backward.activations if one.count}
        return Numbers(title, shares, "mean", counts, unit="share")
    means = {one.path: one.mean_abs for one in backward.activations if one.count}
    return Numbers(title, means, "mean", counts, log=True)


def history_numbers(title: str, name: str, history: "LayerHistory", place: int, names: Sequence[str]) -> Numbers:
    """Norms of one step of a run; the scale is that of the whole run. `names` are those of the file.

    Layers are found by their name, or by its end where the file has something in front of it.
    """
    table = history.weights if name == "history-weights" else history.gradients
    known = {layer: float(value) for layer, value in zip(history.layers, table[place], strict=True)}
    values = dict(known)
    for full in names:
        short = full
        while short and short not in known:
            short = short.partition(".")[2]
        if short:
            values[full] = known[short]
    finite = table[(table > 0) & (table < math.inf)]
    ends = (float(finite.min()), float(finite.max())) if finite.size else None
    return Numbers(title, values, "norm", log=True, ends=ends)
