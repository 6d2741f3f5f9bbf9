"""Labels that may be wrong: images whose loss stayed high while the net learnt the others. No torch."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.training.data.training_set import TrainingSet
from desktop_app.training.data.training_set_file import load_training_set
from desktop_app.training.record.event_files import EventReader
from desktop_app.training.record.events import Event, Samples
from desktop_app.training.run_folder import RunFolder


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One image that was learnt from, with its mean loss over the run."""

    index: int
    name: str
    path: str
    loss: float
    times: float
    """How many times the median loss of all images."""


def suspicions(data: TrainingSet, events: Iterable[Event]) -> list[Suspicion]:
    """The images of the last `sample` event, the most suspicious first."""
    last: Samples | None = None
    for event in events:
        if isinstance(event, Samples):
            last = event
    if last is None:
        return []
    known = {int(index): loss for index, loss in last.losses.items() if index.isdecimal() and int(index) < len(data.samples)}  # fmt: skip
    ordered = sorted(known.items(), key=lambda entry: -entry[1])
    middle = ordered[len(ordered) // 2][1] if ordered else 0.0
    return [
        Suspicion(index, data.samples[index].name, data.samples[index].path, loss, round(loss / max(middle, 1e-9), 2))
        for index, loss in ordered
    ]


def suspicions_of(folder: RunFolder) -> list[Suspicion]:
    """The same, read from a run's folder; raises `TrainingError` when its data cannot be read."""
    return suspicions(load_training_set(folder.data), EventReader(folder.events).read_all())
