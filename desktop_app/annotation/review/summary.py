"""What a data set consists of, in numbers: labels, sizes, places, what occurs together, what is left to do."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Annotation, Shape, State
from desktop_app.annotation.shapes.overlaps import WITHOUT_AREA

GRID: Final = 32
"""Cells of a heatmap along each axis."""
STATES: Final[tuple[State, ...]] = get_args(State.__value__)

type Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, eq=False)
class LabelSummary:
    """One label in numbers."""

    name: str
    shapes: int
    images: int
    sizes: NDArray[np.float32]
    """Shape (n, 2): width and height of each shape with an area, in pixels."""
    shares: NDArray[np.float32]
    """Shape (n): each one's box as a share of its image; empty where image sizes are not known."""
    heat: NDArray[np.int64]
    """Shape (GRID, GRID), rows from top: how many boxes cover each part of the image."""


@dataclass(frozen=True, eq=False)
class Summary:
    """A data set in numbers."""

    images: int
    shapes: int
    states: tuple[tuple[State, int], ...]
    labels: tuple[LabelSummary, ...]
    """The most frequent first."""
    kinds: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...]
    """Image-level classes."""
    together: NDArray[np.int64]
    """Shape (labels, labels), in their order: images that have both; the diagonal counts images that have one."""
    per_image: tuple[tuple[int, int], ...]
    """How many images have so many shapes."""
    image_sizes: tuple[tuple[tuple[int, int], int], ...]
    """Width and height, and how many images have them; the most frequent first."""

    @property
    def left(self) -> int:
        """Images without labels yet."""
        return dict(self.states).get("unlabelled", 0)


@dataclass(slots=True)
class _OfLabel:
    shapes: int = 0
    images: int = 0
    sizes: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    shares: list[float] = field(default_factory=list[float])
    corners: NDArray[np.int64] = field(default_factory=lambda: np.zeros((GRID + 1, GRID + 1), np.int64))


def summarise(annotations: Iterable[Annotation], total: int = 0, progress: Progress | None = None) -> Summary:
    """Count everything in one pass; `total` is only for the progress."""
    labels: dict[str, _OfLabel] = {}
    states: Counter[State] = Counter()
    kinds: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    per_image: Counter[int] = Counter()
    sizes: Counter[tuple[int, int]] = Counter()
    images = 0
    for annotation in annotations:
        images += 1
        states[annotation.state] += 1
        classes.update(annotation.classes)
        per_image[len(annotation.shapes)] += 1
        if annotation.width and annotation.height:
            sizes[annotation.width, annotation.height] += 1
        kinds.update(shape.kind for shape in annotation.shapes)
        here = sorted({name for shape in annotation.shapes for name in shape.labels})
        pairs.update((first, second) for first in here for second in here)
        for name in here:
            labels.setdefault(name, _OfLabel()).images += 1
        for shape in annotation.shapes:
            _count(shape, annotation, labels)
        if progress is not None:
            progress(images, max(total, images), annotation.image)
    ordered = sorted(labels, key=lambda name: (-labels[name].shapes, name))
    return Summary(
        images,
        kinds.total(),
        tuple((state, states[state]) for state in STATES),
        tuple(_finished(name, labels[name]) for name in ordered),
        tuple(kinds.most_common()),
        tuple(classes.most_common()),
        np.array([pairs[a, b] for a in ordered for b in ordered], np.int64).reshape(len(ordered), len(ordered)),
        tuple(sorted(per_image.items())),
        tuple(sizes.most_common()),
    )


def _count(shape: Shape, annotation: Annotation, labels: dict[str, _OfLabel]) -> None:
    left, top, right, bottom = shape.box
    finite = bool(np.isfinite(shape.points).all())
    for name in shape.labels:
        of_label = labels[name]
        of_label.shapes += 1
        if not finite:
            continue
        if shape.kind not in WITHOUT_AREA:
            of_label.sizes.append((right - left, bottom - top))
        if annotation.width and annotation.height:
            if shape.kind not in WITHOUT_AREA:
                of_label.shares.append((right - left) * (bottom - top) / (annotation.width * annotation.height))
            _heat(of_label.corners, (left, top, right, bottom), annotation.width, annotation.height)


def _heat(corners: NDArray[np.int64], box: tuple[float, float, float, float], width: int, height: int) -> None:
    """Mark the corners of the cells that a box covers; sums along both axes turn the marks into counts."""
    x0, x1 = (min(GRID - 1, max(0, int(value * GRID / width))) for value in (box[0], box[2]))
    y0, y1 = (min(GRID - 1, max(0, int(value * GRID / height))) for value in (box[1], box[3]))
    corners[y0, x0] += 1
    corners[y1 + 1, x0] -= 1
    corners[y0, x1 + 1] -= 1
    corners[y1 + 1, x1 + 1] += 1


def _finished(name: str, counted: _OfLabel) -> LabelSummary:
    return LabelSummary(
        name,
        counted.shapes,
        counted.images,
        np.array(counted.sizes, np.float32).reshape(-1, 2),
        np.array(counted.shares, np.float32),
        counted.corners.cumsum(axis=0).cumsum(axis=1)[:GRID, :GRID],
    )
