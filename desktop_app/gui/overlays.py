"""Statistics per module for colouring the graph: from the tensors' own numbers to one number a module."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop_app.graph.overlay import Unit
from desktop_app.gui.checkpoint.session import CheckpointSession


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be told of a module."""

    name: str
    of: Callable[[CheckpointSession, int], tuple[float, float]]
    """Sum and weight of one tensor's share; the module's number is the quotient."""
    log: bool = False
    """Whether its scale is one of factors: sizes and magnitudes differ by those."""
    unit: Unit = ""


def _size(session: CheckpointSession, tensor: int) -> tuple[float, float]:
    return float(session.checkpoint.tensors[tensor].nbytes), 0.0


def _mean(session: CheckpointSession, tensor: int) -> tuple[float, float]:
    found = session.statistics.get(tensor)
    return (found.l1 or 0.0, float(found.finite)) if found and found.finite else (0.0, 0.0)


def _zeros(session: CheckpointSession, tensor: int) -> tuple[float, float]:
    found = session.statistics.get(tensor)
    return (float(found.zero), float(found.count)) if found else (0.0, 0.0)


def _broken(session: CheckpointSession, tensor: int) -> tuple[float, float]:
    found = session.statistics.get(tensor)
    return (float(found.nan + found.posinf + found.neginf), float(found.count)) if found else (0.0, 0.0)


MEASURES = {
    "size": Measure("size", _size, log=True, unit="bytes"),
    "mean": Measure("mean", _mean, log=True),
    "sparsity": Measure("sparsity", _zeros, unit="share"),
    "nan": Measure("nan", _broken, unit="share"),
}


def values_by_path(session: CheckpointSession, name: str) -> dict[str, float]:
    """The measure's number for every module that has one, by module path (tensor name where there are no modules)."""
    measure = MEASURES[name]
    checkpoint = session.checkpoint
    if not checkpoint.modules:
        pairs = {tensor.name: measure.of(session, index) for index, tensor in enumerate(checkpoint.tensors)}
        return {
            path: total / weight if weight else total
            for path, (total, weight) in pairs.items()
            if weight or name == "size"
        }
    sums = [[0.0, 0.0] for _ in checkpoint.modules]
    for position in range(len(checkpoint.modules) - 1, -1, -1):
        module = checkpoint.modules[position]
        for tensor in module.tensors:
            total, weight = measure.of(session, tensor)
            sums[position][0] += total
            sums[position][1] += weight
        if module.parent >= 0:
            sums[module.parent][0] += sums[position][0]
            sums[module.parent][1] += sums[position][1]
    return {
        module.path: total / weight if weight else total
        for module, (total, weight) in zip(checkpoint.modules, sums, strict=True)
        if weight or name == "size"
    }


FAINTEST, LARGEST = 1e-8, 10.0
"""Relative changes beyond which colours no longer differ."""


def changes_by_path(session: CheckpointSession, changes: Mapping[str, float]) -> dict[str, float]:
    """The largest relative change in every module, by module path (tensor name where there are no modules)."""
    checkpoint = session.checkpoint
    found = [changes.get(tensor.name) for tensor in checkpoint.tensors]
    if not checkpoint.modules:
        return {info.name: _shown(one) for info, one in zip(checkpoint.tensors, found, strict=True) if one is not None}
    largest: dict[int, float] = {}
    for position in range(len(checkpoint.modules) - 1, -1, -1):
        module = checkpoint.modules[position]
        known = [_shown(one) for tensor in module.tensors if (one := found[tensor]) is not None]
        here = max([*known, *((largest[position],) if position in largest else ())], default=0.0)
        if here:
            largest[position] = here
            if module.parent >= 0:
                largest[module.parent] = max(largest.get(module.parent, 0.0), here)
    return {checkpoint.modules[position].path: change for position, change in largest.items()}


def _shown(change: float) -> float:
    return LARGEST if math.isnan(change) else min(max(change, FAINTEST), LARGEST)
