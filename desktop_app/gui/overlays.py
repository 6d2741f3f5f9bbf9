"""Statistics per module for colouring the graph: from the tensors' own numbers to one number a module."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop_app.gui.checkpoint.session import CheckpointSession


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be told of a module."""

    name: str
    of: Callable[[CheckpointSession, int], tuple[float, float]]
    """Sum and weight of one tensor's share; the module's number is the quotient."""
    scale: Callable[[float], float] = float


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
    "size": Measure("size", _size, lambda value: math.log10(value + 1)),
    "mean": Measure("mean", _mean),
    "sparsity": Measure("sparsity", _zeros),
    "nan": Measure("nan", _broken),
}


def values_by_path(session: CheckpointSession, name: str) -> dict[str, float]:
    """The measure's number for every module that has one, by module path (tensor name where there are no modules)."""
    measure = MEASURES[name]
    checkpoint = session.checkpoint
    if not checkpoint.modules:
        pairs = {tensor.name: measure.of(session, index) for index, tensor in enumerate(checkpoint.tensors)}
        return {
            path: measure.scale(total / weight if weight else total)
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
        module.path: measure.scale(total / weight if weight else total)
        for module, (total, weight) in zip(checkpoint.modules, sums, strict=True)
        if weight or name == "size"
    }


FAINTEST, LARGEST = -8.0, 1.0
"""Exponents of relative changes beyond which colours no longer differ."""


def changes_by_path(session: CheckpointSession, changes: Mapping[str, float]) -> dict[str, float]:
    """The largest change in every module, as its decimal exponent, by module path (tensor name where there are no modules)."""
    checkpoint = session.checkpoint
    found = [changes.get(tensor.name) for tensor in checkpoint.tensors]
    if not checkpoint.modules:
        return {info.name: _decade(one) for info, one in zip(checkpoint.tensors, found, strict=True) if one is not None}
    largest: list[float | None] = [None] * len(checkpoint.modules)
    for position in range(len(checkpoint.modules) - 1, -1, -1):
        module = checkpoint.modules[position]
        known = [one for tensor in module.tensors if (one := found[tensor]) is not None]
        known += [one for one in (largest[position],) if one is not None]
        largest[position] = max(known, default=None, key=_decade)
        if module.parent >= 0 and (here := largest[position]) is not None:
            above = largest[module.parent]
            largest[module.parent] = here if above is None else max(above, here, key=_decade)
    return {
        module.path: _decade(one) for module, one in zip(checkpoint.modules, largest, strict=True) if one is not None
    }


def _decade(change: float) -> float:
    if math.isnan(change):
        return LARGEST
    return min(max(math.log10(change), FAINTEST), LARGEST) if change > 0 else FAINTEST
