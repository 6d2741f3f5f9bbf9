"""Which task follows from labels: images with classes, boxes, areas or keypoints; how it is measured."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal, get_args

from desktop_app.annotation.model import Annotation, Kind, LabelSet

type Task = Literal["classification", "detection", "segmentation", "keypoints"]

TASKS: Final[tuple[Task, ...]] = get_args(Task.__value__)

METRICS: Final[dict[Task, tuple[str, ...]]] = {
    "classification": ("accuracy",),
    "detection": ("map50", "map"),
    "segmentation": ("mean_iou",),
    "keypoints": ("keypoint_error_px", "pck"),
}
"""Names as `metrics.csv` has them; the first decides which checkpoint is the best."""

LOWER_IS_BETTER: Final = frozenset({"keypoint_error_px", "loss"})

AREAS: Final[frozenset[Kind]] = frozenset({"polygon", "mask", "circle", "ellipse"})
BOXES: Final[frozenset[Kind]] = frozenset({"rectangle", "rotated_rectangle"})
POINTS: Final[frozenset[Kind]] = frozenset({"skeleton", "point", "points"})

USABLE: Final[dict[Task, frozenset[Kind]]] = {
    "classification": frozenset(),
    "detection": BOXES | AREAS,
    "segmentation": BOXES | AREAS,
    "keypoints": frozenset({"skeleton", "point"}),
}
"""Kinds of shape that a task learns from; detection takes the box of an area, segmentation fills a box."""

IGNORE: Final = frozenset({"__ignore__", "ignore"})
"""Labels whose area teaches nothing, neither object nor ground."""
BACKGROUND: Final = frozenset({"_background_", "__background__"})


def is_usable(annotation: Annotation) -> bool:
    """Whether a person has said something of the image that training may believe."""
    if annotation.state == "rejected":
        return False
    told = any(not shape.is_suggestion for shape in annotation.shapes) or bool(annotation.classes)
    return told or annotation.state in ("labelled", "verified")


def kinds_in(annotation: Annotation) -> set[Kind]:
    """Kinds of shape that a person drew."""
    return {shape.kind for shape in annotation.shapes if not shape.is_suggestion and not shape.has_left}


def task_of(labels: LabelSet | Iterable[Annotation]) -> Task:
    """The task that most images ask for; with equal votes the one that says more of an image."""
    annotations = labels.annotations if isinstance(labels, LabelSet) else labels
    votes = Counter(_vote(annotation) for annotation in annotations if is_usable(annotation))
    votes.pop(None, None)
    # equal votes: the first of these
    rank: tuple[Task, ...] = ("keypoints", "segmentation", "detection", "classification")
    return max(rank, key=lambda task: votes[task]) if votes else "classification"


def _vote(annotation: Annotation) -> Task | None:
    kinds = kinds_in(annotation)
    if kinds & {"skeleton"} or (kinds & POINTS and not kinds & (AREAS | BOXES)):
        return "keypoints"
    if kinds & AREAS:
        return "segmentation"
    if kinds & BOXES:
        return "detection"
    return "classification" if annotation.classes else None


def is_better(metric: str, value: float, than: float | None) -> bool:
    """Whether `value` of the metric is better than `than`; anything is better than nothing or NaN."""
    if value != value:
        return False
    if than is None or than != than:
        return True
    return value < than if metric in LOWER_IS_BETTER else value > than
