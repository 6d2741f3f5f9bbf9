"""The norms of every layer over a whole run, from its folder: what colours a graph by the history of its training. No torch."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.training.errors import TrainingError
from desktop_app.training.record.event_files import EventReader
from desktop_app.training.record.events import Start
from desktop_app.training.record.norms import read_norms
from desktop_app.training.run_folder import RunFolder

_MOST_STEPS: Final = 400


@dataclass(frozen=True)
class LayerHistory:
    """Norms of weights and gradients by step."""

    run: str
    """Path of the run's folder."""
    layers: tuple[str, ...]
    """Names of parameters, as in the state_dict."""
    steps: NDArray[np.int64]
    """Shape (n,)."""
    weights: NDArray[np.float32]
    """Shape (n, layers)."""
    gradients: NDArray[np.float32]
    """Shape (n, layers)."""


def run_of(checkpoint: str | Path) -> Path | None:
    """The folder of the run that wrote a checkpoint, when it still lies in it."""
    place = Path(checkpoint)
    found = place.parent.parent if place.parent.name == "checkpoints" else None
    return found if found is not None and RunFolder(found).events.is_file() else None


def read_layer_history(run: str | Path) -> LayerHistory:
    """The norms of a run, thinned to some hundred steps. Raises `TrainingError` where there are none."""
    folder = RunFolder(Path(run))
    if not folder.events.is_file():
        raise TrainingError(str(run), "This is no folder of a run: there is no events.jsonl in it.")
    layers: tuple[str, ...] = ()
    for event in EventReader(folder.events).read_all():
        if isinstance(event, Start) and event.layers:
            layers = tuple(map(str, event.layers))
    norms = read_norms(folder.norms, len(layers), _MOST_STEPS) if layers else None
    if norms is None or not len(norms.steps):
        raise TrainingError(str(run), "The run told no norms of its layers yet.")
    return LayerHistory(str(run), layers, norms.steps, norms.weights, norms.gradients)
