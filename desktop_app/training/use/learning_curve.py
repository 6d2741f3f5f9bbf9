"""What more images would bring: short runs on parts of the training images, a power law through them, its value further on."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from desktop_app.training.config import RunConfig, save_config
from desktop_app.training.data.ordering import steps_in
from desktop_app.training.data.training_set import TrainingSet
from desktop_app.training.data.training_set_file import load_training_set, save_training_set
from desktop_app.training.record.event_files import EventReader
from desktop_app.training.record.events import Validation
from desktop_app.training.run_folder import RunFolder
from desktop_app.training.stopping import StopWish
from desktop_app.training.task import LOWER_IS_BETTER, METRICS, Task

type Progress = Callable[[int, int, str], None]

PARTS: Final = (0.25, 0.5, 1.0)
STEPS: Final[dict[Task, int]] = {"classification": 250, "detection": 150, "segmentation": 100, "keypoints": 150}
"""Updates after which more images make a difference; before, a net says the same whatever it was shown."""


@dataclass(frozen=True, slots=True)
class Point:
    """One short run."""

    images: int
    metric: float
    classes: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a class (or all together, with an empty name) reaches now, and would with more images."""

    name: str
    now: float
    then: float
    """A guess from three points: its sign is worth more than its size."""


def measure(folder: RunFolder, *, steps: int = 0, parts: Sequence[float] = PARTS, progress: Progress | None = None) -> list[Point]:  # fmt: skip
    """Train anew on parts of a prepared run's images, equally many steps each, and validate on all of its held-out ones.

    Takes about `steps` (0: as many as the task needs) times the parts' number of training steps; to be run in a child
    process. Raises `TrainingError`.
    """
    from desktop_app.training.loop import train

    config, data = folder.read_config(), load_training_set(folder.data)
    points: list[Point] = []
    for done, part in enumerate(parts):
        if progress is not None:
            progress(done, len(parts), f"{part:.0%}")
        place = RunFolder(Path(tempfile.mkdtemp(prefix="weightsmith-curve-")))
        try:
            count = _prepare(place, config, data, part, steps or STEPS[data.task])
            train(lambda place=place: place, StopWish())
            points.append(_result(place, count, METRICS[data.task][0]))
        finally:
            shutil.rmtree(place.path, ignore_errors=True)
    if progress is not None:
        progress(len(parts), len(parts), "")
    return points


def _prepare(place: RunFolder, config: RunConfig, data: TrainingSet, part: float, steps: int) -> int:
    """Freeze a run on every so-manyth training image; how many those are."""
    learnt = data.indices("train")
    count = max(1, round(part * len(learnt)))
    kept = {learnt[int(row)] for row in np.linspace(0, len(learnt) - 1, count)}
    samples = tuple(sample for index, sample in enumerate(data.samples) if sample.split != "train" or index in kept)
    smaller = replace(data, samples=samples)
    batch = min(config.batch_size, len(kept))
    epochs = max(1, -(-steps // steps_in(len(kept), batch)))
    place.create()
    save_training_set(smaller, place.data)
    made = config.changed(batch_size=batch, epochs=epochs, validate_every=epochs, patience=0, histogram_share=0.0, checkpoint_seconds=86400.0)  # fmt: skip
    save_config(made, place.config)
    return len(kept)


def _result(place: RunFolder, count: int, metric: str) -> Point:
    last = [event for event in EventReader(place.events).read_all() if isinstance(event, Validation)][-1]
    return Point(count, last.metrics[metric], tuple(sorted(last.classes.items())))


def outlook(points: Sequence[Point], metric: str, more: int = 20) -> list[Outlook]:
    """What `more` images would bring: of all classes together first, then of each, those that gain most first."""
    if len(points) < 2:
        return []
    now = max(point.images for point in points)
    every = {name for point in points for name, _ in point.classes}
    curves = {"": [(point.images, point.metric) for point in points]}
    for name in every:
        curves[name] = [(point.images, dict(point.classes)[name]) for point in points if name in dict(point.classes)]
    found = [Outlook(name, _at(curve, metric, now), _at(curve, metric, now + more)) for name, curve in curves.items() if len(curve) > 1]  # fmt: skip
    first = [one for one in found if not one.name]
    return first + sorted((one for one in found if one.name), key=lambda one: -abs(one.then - one.now))


def _at(curve: Sequence[tuple[int, float]], metric: str, images: int) -> float:
    """The power law `error = a * images ** -b` through the points, at so many images; never worse than before."""
    lower = metric in LOWER_IS_BETTER
    known = [(count, value if lower else 1 - value) for count, value in curve if np.isfinite(value)]
    if len(known) < 2:
        return curve[-1][1]
    counts = np.log([count for count, _ in known])
    errors = np.log([max(error, 1e-3) for _, error in known])
    weights = np.exp(counts - counts.max())  # the larger runs say more about what comes next
    slope, height = np.polyfit(counts, errors, 1, w=weights)
    error = float(np.exp(height + min(0.0, float(slope)) * np.log(images)))
    return round(error if lower else max(0.0, 1 - error), 4)
