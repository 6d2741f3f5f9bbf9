"""Which images to label next, half because the model is unsure and half because they are unlike what is labelled; and which labels to look at again."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desktop_app.training.data.pictures import UnreadableImage
from desktop_app.training.data.training_set import TrainingSet
from desktop_app.training.guesses import Guess, shapes_of
from desktop_app.training.metrics import NEAR
from desktop_app.training.nets.design import Design
from desktop_app.training.use.agreeing import (
    Disagreement,
    class_disagreement,
    point_disagreements,
    shape_disagreements,
)
from desktop_app.training.use.predict import BATCH, Look, Progress, TrainedModel, guesses

type Reason = Literal["uncertain", "spread"]


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One image to be labelled; they come in the order in which they should be."""

    image: str
    why: Reason
    uncertainty: float
    """0 to 1."""


def uncertainty(guess: Guess, design: Design) -> float:
    """How unsure a model is of an image, 0 to 1."""
    if design.task == "classification":
        if design.multi_label or len(guess.classes) < 2:
            return float(1 - np.abs(2 * guess.classes - 1).mean()) if len(guess.classes) else 0.0
        first, second = np.sort(guess.classes)[::-1][:2]
        return float(1 - (first - second))
    if design.task == "segmentation":
        unsure = np.sort(1 - guess.sure, axis=None)
        return float(
            min(1.0, 2 * unsure[-max(1, unsure.size // 20) :].mean())
        )  # the least sure twentieth of the pixels
    scores = guess.scores if design.task == "detection" else guess.point_scores.ravel()
    doubtful = 1 - np.abs(2 * scores[scores > 0.1] - 1)
    return float(doubtful.mean()) if len(doubtful) else 0.5


def next_images(
    model: TrainedModel, unlabelled: Sequence[str], labelled: Sequence[str], *, look: Look | None = None, progress: Progress | None = None
) -> list[QueueEntry]:  # fmt: skip
    """All unlabelled images (paths) in the order in which labelling them should help most; unreadable ones are left out."""
    total = len(unlabelled) + len(labelled)
    known = features_of(model, labelled, look, _shifted(progress, 0, total))
    new = features_of(model, unlabelled, look, _shifted(progress, len(labelled), total))
    paths = list(new)
    unsure = {path: uncertainty(guess, model.design) for path, guess, _, _ in guesses(model, paths, look) if guess is not None}  # fmt: skip
    by_doubt = sorted(paths, key=lambda path: -unsure[path])
    apart = spread(np.array([new[path] for path in paths]), np.array(list(known.values())))
    by_spread = [paths[place] for place in apart]
    order: dict[str, Reason] = {}
    reasons: tuple[Reason, Reason] = ("uncertain", "spread")
    for first, second in zip(by_doubt, by_spread, strict=True):
        for path, why in zip((first, second), reasons, strict=True):
            order.setdefault(path, why)
    return [QueueEntry(path, why, round(unsure[path], 4)) for path, why in order.items()]


def features_of(
    model: TrainedModel, paths: Sequence[str], look: Look | None = None, progress: Progress | None = None
) -> dict[str, NDArray[np.float32]]:
    """Penultimate features by path, each shape (d,); images that cannot be read are left out."""
    see = look or model.look
    found: dict[str, NDArray[np.float32]] = {}
    for start in range(0, len(paths), BATCH):
        seen = {}
        for path in paths[start : start + BATCH]:
            try:
                seen[path] = see(path)[0]
            except UnreadableImage:
                continue
        if seen:
            found |= dict(zip(seen, model.features(list(seen.values())).numpy(), strict=True))
        if progress is not None:
            progress(min(start + BATCH, len(paths)), len(paths), "")
    return found


def spread(new: NDArray[np.float32], known: NDArray[np.float32]) -> list[int]:
    """Rows of `new`, each the one furthest from `known` and from all rows before it (k-center, greedy)."""
    if not len(new):
        return []
    if len(known):
        away = np.full(len(new), np.inf)
        for row in known:
            np.minimum(away, ((new - row) ** 2).sum(1), out=away)
    else:
        away = ((new - new.mean(0)) ** 2).sum(1)
        away = away.max() - away  # nothing is known: begin in the middle
    order: list[int] = []
    first = not len(known)
    for _ in range(len(new)):
        place = int(away.argmax())
        order.append(place)
        distance = ((new - new[place]) ** 2).sum(1)
        away = distance.copy() if first else np.minimum(away, distance)
        first = False
        away[order] = -1
    return order


def disagreements(
    model: TrainedModel, data: TrainingSet, *, look: Look | None = None, progress: Progress | None = None
) -> list[Disagreement]:
    """Labels that the model would have made otherwise, what it insists on most first."""
    paths = {sample.path: sample for sample in data.samples}
    task = model.design.task
    found: list[Disagreement] = []
    for done, (path, guess, placement, _) in enumerate(guesses(model, list(paths), look), 1):
        if progress is not None:
            progress(done, len(paths), path)
        if guess is None or placement is None:
            continue
        sample = paths[path]
        if task == "classification":
            labelled = [model.design.classes.index(data.classes[place]) for place in sample.classes if data.classes[place] in model.design.classes]  # fmt: skip
            found += class_disagreement(sample.name, guess, labelled, model.design.classes)
            continue
        said = shapes_of(guess, placement, model.manner, 0.2)
        if task == "keypoints":
            found += point_disagreements(sample.name, said, sample.shapes, NEAR * max(placement.width, placement.height))  # fmt: skip
        else:
            found += shape_disagreements(sample.name, said, sample.shapes, task)
    return sorted(found, key=lambda one: -one.score)


def _shifted(progress: Progress | None, before: int, total: int) -> Callable[[int, int, str], None] | None:
    if progress is None:
        return None
    return lambda done, _, text: progress(before + done, total, text)
