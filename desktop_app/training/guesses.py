"""What a net says of one image, as arrays on its canvas, and as shapes on the image itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import OCCLUDED, VISIBLE, Kind, Mask, Shape, points_of
from desktop_app.annotation.shapes.masks import mask_from_rings, rings_of
from desktop_app.training.data.placing import Placement
from desktop_app.training.data.training_set import Body

type Floats = NDArray[np.float32]

_SMOOTH = 0.7
"""Rings may leave the edges of pixels by so much: steps become the line that a person would draw."""


def _none(*shape: int) -> Floats:
    return np.zeros(shape, np.float32)


@dataclass(slots=True)
class Guess:
    """What a net says of one image; only the fields of its task are filled."""

    classes: Floats = field(default_factory=lambda: _none(0))
    """Shape (classes,): probability of each class of the image."""
    boxes: Floats = field(default_factory=lambda: _none(0, 4))
    """Shape (n, 4): left, top, right, bottom on the canvas."""
    labels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """Shape (n,): class of each box, or body of each set of keypoints."""
    scores: Floats = field(default_factory=lambda: _none(0))
    """Shape (n,): how sure, 0 to 1."""
    areas: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 0), np.uint8))
    """Shape (height, width): 0 ground, else 1 + class."""
    sure: Floats = field(default_factory=lambda: _none(0, 0))
    """Shape (height, width): probability of what `areas` says."""
    points: Floats = field(default_factory=lambda: _none(0, 0, 2))
    """Shape (n, keypoints, 2)."""
    point_scores: Floats = field(default_factory=lambda: _none(0, 0))
    """Shape (n, keypoints)."""


@dataclass(frozen=True)
class Manner:
    """How guesses are written as shapes: under which names, as which kinds, and where they come from."""

    classes: Sequence[str]
    bodies: Sequence[Body] = ()
    kinds: dict[str, str] = field(default_factory=dict[str, str])
    source: str = ""
    """`model:NAME@HASH`."""
    seen_point: float = 0.15
    """A keypoint less sure than this is written as occluded."""
    smallest_area: int = 24
    """Parts of fewer pixels of the canvas are specks."""


def shapes_of(guess: Guess, placement: Placement, manner: Manner, threshold: float = 0.0) -> tuple[Shape, ...]:
    """Suggestions on the original image, the surest first."""
    found = [
        *_boxes(guess, placement, manner),
        *_parts(guess, placement, manner),
        *_skeletons(guess, placement, manner),
    ]
    kept = [shape for shape in found if shape.score is None or shape.score >= threshold]
    return tuple(sorted(kept, key=lambda shape: -(shape.score or 0.0)))


def _boxes(guess: Guess, placement: Placement, manner: Manner) -> list[Shape]:
    if len(guess.points) or not len(guess.boxes):
        return []
    corners = placement.on_image(guess.boxes.reshape(-1, 2).astype(np.float64)).reshape(-1, 2, 2)
    names = list(manner.classes)
    return [
        Shape("rectangle", (names[int(label)],), points_of(pair), score=round(float(score), 4), source=manner.source)
        for pair, label, score in zip(corners, guess.labels, guess.scores, strict=True)
        if (pair[1] - pair[0]).min() > 0
    ]


def _parts(guess: Guess, placement: Placement, manner: Manner) -> list[Shape]:
    """Each connected part of each class; as a polygon, or as a mask where the labels were masks."""
    width, height = placement.size
    areas, sure = guess.areas[:height, :width], guess.sure[:height, :width]
    found: list[Shape] = []
    for value in np.unique(areas):
        if value == 0:
            continue
        label = manner.classes[int(value) - 1]
        kind = cast(Kind, manner.kinds.get(label, "polygon"))
        for outer, holes in rings_of(Mask.of(areas == value), _SMOOTH):
            low, high = np.floor(outer.min(0)).astype(int), np.ceil(outer.max(0)).astype(int)
            window = (slice(max(0, low[1]), high[1]), slice(max(0, low[0]), high[0]))
            inside = areas[window] == value
            if inside.sum() < manner.smallest_area:
                continue
            score = float(sure[window][inside].mean())
            rings = [placement.on_image(ring) for ring in (outer, *holes)]
            found.append(_part(label, kind, rings, score, manner.source, placement))
    return found


def _part(label: str, kind: Kind, rings: list[NDArray[np.float64]], score: float, source: str, placement: Placement) -> Shape:  # fmt: skip
    score = round(score, 4)
    if kind == "mask":
        mask = mask_from_rings(rings, placement.width, placement.height)
        box = points_of([(mask.left, mask.top), (mask.left + mask.width, mask.top + mask.height)])
        return Shape("mask", (label,), box, mask=mask, score=score, source=source)
    if kind in ("rectangle", "rotated_rectangle"):
        return Shape("rectangle", (label,), points_of([rings[0].min(0), rings[0].max(0)]), score=score, source=source)
    holes = tuple(points_of(ring) for ring in rings[1:] if len(ring) >= 3)
    return Shape("polygon", (label,), points_of(rings[0]), holes=holes, score=score, source=source)


def _skeletons(guess: Guess, placement: Placement, manner: Manner) -> list[Shape]:
    found: list[Shape] = []
    for number, (points, sure, label, score) in enumerate(zip(guess.points, guess.point_scores, guess.labels, guess.scores, strict=False)):  # fmt: skip
        body = manner.bodies[int(label)]
        count = len(body.names)
        placed = placement.on_image(points[:count].astype(np.float64))
        if body.label:
            visibility = tuple(VISIBLE if value >= manner.seen_point else OCCLUDED for value in sure[:count])
            found.append(Shape("skeleton", (body.label,), points_of(placed), visibility=visibility, score=round(float(score), 4), source=manner.source))  # fmt: skip
            continue
        group = None if len(guess.points) == 1 else number + 1
        singles = [
            Shape("point", (name,), points_of(point), score=round(float(value), 4), source=manner.source)
            for name, point, value in zip(body.names, placed, sure, strict=False)
        ]
        found += [replace(shape, group=group) for shape in singles]
    return found


def chosen_classes(guess: Guess, classes: Sequence[str], multi_label: bool, threshold: float) -> dict[str, float]:
    """The image's classes that hold, with their probabilities: the most likely one, or all above the threshold."""
    if not len(guess.classes):
        return {}
    if multi_label:
        return {name: float(value) for name, value in zip(classes, guess.classes, strict=True) if value >= threshold}
    best = int(guess.classes.argmax())
    return {classes[best]: float(guess.classes[best])} if guess.classes[best] >= threshold else {}
