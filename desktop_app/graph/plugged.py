"""Overlays that plug-ins bring: a number for every tensor, and with it one for every module, to colour the graph by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop_app.checkpoint.model import Checkpoint, TensorInfo
from desktop_app.checkpoint.tensors import TensorError, read_slice
from desktop_app.graph.overlay import Overlay, Unit, overlay_of
from desktop_app.plugins import PluginError, load_group, reason_of

type Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class TensorMeasure:
    """What an entry point of `weightsmith.overlays` names."""

    title: str
    of: Callable[[TensorInfo, Any], float | None]
    """The number of one tensor, whose values come as an array of NumPy; None where there is none."""
    log: bool = False
    """Whether its scale is one of factors."""
    unit: Unit = ""


def plugged_overlay(checkpoint: Checkpoint, name: str, progress: Progress | None = None) -> Overlay | None:
    """The overlay of that name; None when no tensor has a number. A module has the mean of its tensors, weighted by elements.

    Raises `PluginError`. For a worker: every tensor is read.
    """
    found = load_group("overlays", TensorMeasure).get(name)
    if found is None:
        raise PluginError("?", name, "there is no overlay of this name")
    plugin, measure = found
    numbers: dict[int, tuple[float, float]] = {}
    for place, info in enumerate(checkpoint.tensors):
        if progress is not None:
            progress(place, len(checkpoint.tensors), info.name)
        try:
            array = read_slice(checkpoint.files, info).array
        except (TensorError, ValueError):
            continue
        try:
            number = measure.of(info, array)
            if number is not None:
                numbers[place] = (float(number) * info.numel, float(info.numel))
        except Exception as error:
            raise PluginError(plugin.package, name, f"{info.name}: {reason_of(error)}") from error
    return overlay_of(measure.title, _by_path(checkpoint, numbers), log=measure.log, unit=measure.unit)


def _by_path(checkpoint: Checkpoint, numbers: dict[int, tuple[float, float]]) -> dict[str, float]:
    if not checkpoint.modules:
        return {checkpoint.tensors[place].name: total / weight for place, (total, weight) in numbers.items() if weight}
    sums = [[0.0, 0.0] for _ in checkpoint.modules]
    for position in range(len(checkpoint.modules) - 1, -1, -1):
        module = checkpoint.modules[position]
        for place in module.tensors:
            total, weight = numbers.get(place, (0.0, 0.0))
            sums[position][0] += total
            sums[position][1] += weight
        if module.parent >= 0:
            sums[module.parent][0] += sums[position][0]
            sums[module.parent][1] += sums[position][1]
    return {
        module.path: total / weight for module, (total, weight) in zip(checkpoint.modules, sums, strict=True) if weight
    }
