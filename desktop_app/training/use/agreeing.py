"""Where a model and the labels of an image do not agree: what is missing, too much, of another class, or loose. No torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Mask, Shape
from desktop_app.annotation.shapes.masks import mask_from_rings, overlap
from desktop_app.annotation.shapes.outlines import ring_of
from desktop_app.training.data.targets import box_of
from desktop_app.training.guesses import Guess
from desktop_app.training.task import Task

type Doubt = Literal["missing", "extra", "wrong class", "loose"]

SAME = 0.5
"""Overlap from which two shapes mean the same object."""
TIGHT = 0.75
"""Overlap below which the label does not lie well on the object."""
SURE = 0.5
"""Score from which the model is listened to."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that a person may want to look at."""

    image: str
    kind: Doubt
    label: str
    """What the label says; empty where there is none."""
    said: str
    """What the model says; empty where it says nothing."""
    score: float
    """How much the model insists, 0 to 1; the list is sorted by it."""
    shape: int = -1
    """Position of the label's shape on the image, -1 where there is none."""


def class_disagreement(image: str, guess: Guess, labelled: Sequence[int], classes: Sequence[str]) -> list[Disagreement]:
    """Of an image's classes."""
    best = int(guess.classes.argmax())
    if best in labelled or not labelled:
        return []
    sure = float(guess.classes[best]) * (1 - max(float(guess.classes[place]) for place in labelled))
    return [Disagreement(image, "wrong class", classes[labelled[0]], classes[best], round(sure, 4))]


def shape_disagreements(image: str, said: Sequence[Shape], labels: Sequence[Shape], task: Task) -> list[Disagreement]:
    """Of the shapes on an image; suggestions among the labels are not asked."""
    drawn = [(place, shape) for place, shape in enumerate(labels) if not shape.is_suggestion]
    meets = _overlaps(said, [shape for _, shape in drawn], task)
    found: list[Disagreement] = []
    left = set(range(len(said)))
    for row, (place, shape) in enumerate(drawn):
        best = int(meets[:, row].argmax()) if len(said) else -1
        value = float(meets[best, row]) if best >= 0 else 0.0
        if value < 0.1:
            found.append(Disagreement(image, "extra", shape.label, "", round(1 - value, 4), place))
            continue
        other = said[best]
        score = other.score or 0.0
        left.discard(best)
        if other.label != shape.label and value >= SAME and score >= SURE:
            found.append(Disagreement(image, "wrong class", shape.label, other.label, round(score * value, 4), place))
        elif value < TIGHT and score >= SURE:
            found.append(Disagreement(image, "loose", shape.label, other.label, round(score * (1 - value), 4), place))
    for number in sorted(left):
        score = said[number].score or 0.0
        if score >= SURE and (not drawn or meets[number].max() < 0.3):
            found.append(Disagreement(image, "missing", "", said[number].label, round(score, 4)))
    return found


def point_disagreements(image: str, said: Sequence[Shape], labels: Sequence[Shape], reach: float) -> list[Disagreement]:
    """Of keypoints: those further than `reach` pixels from where the model sees them."""
    places = {label: point for shape in said for label, point in _named_points(shape)}
    found: list[Disagreement] = []
    for place, shape in enumerate(labels):
        for label, point in _named_points(shape):
            if label in places:
                away = float(np.hypot(*(places[label] - point)))
                if away > reach:
                    found.append(Disagreement(image, "loose", shape.label, label, round(min(1.0, away / (10 * reach)), 4), place))  # fmt: skip
    return found


def _named_points(shape: Shape) -> list[tuple[str, NDArray[np.float64]]]:
    if shape.kind == "point":
        return [(shape.label, shape.points[0])]
    return [(f"{shape.label} {place}", point) for place, point in enumerate(shape.points)] if shape.kind == "skeleton" else []  # fmt: skip


def _overlaps(said: Sequence[Shape], drawn: Sequence[Shape], task: Task) -> NDArray[np.float64]:
    """Intersection over union, shape (said, drawn)."""
    if task == "segmentation":
        mine, theirs = [_mask(shape) for shape in said], [_mask(shape) for shape in drawn]
        values = [[overlap(a, b) if _meet(a, b) else 0.0 for b in theirs] for a in mine]
        return np.array(values, np.float64).reshape(len(said), len(drawn))
    a = np.array([box_of(shape) for shape in said], np.float64).reshape(-1, 1, 4)
    b = np.array([box_of(shape) for shape in drawn], np.float64).reshape(1, -1, 4)
    low, high = np.maximum(a[..., :2], b[..., :2]), np.minimum(a[..., 2:], b[..., 2:])
    common = np.clip(high - low, 0, None).prod(-1)
    joined = (a[..., 2:] - a[..., :2]).prod(-1) + (b[..., 2:] - b[..., :2]).prod(-1) - common
    return common / np.maximum(joined, 1e-9)


def _mask(shape: Shape) -> Mask:
    return shape.mask if shape.mask is not None else mask_from_rings([ring_of(shape), *shape.holes])


def _meet(a: Mask, b: Mask) -> bool:
    return a.left < b.left + b.width and b.left < a.left + a.width and a.top < b.top + b.height and b.top < a.top + a.height  # fmt: skip
