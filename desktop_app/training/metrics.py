"""How good guesses are: accuracy and confusion, mAP as COCO counts it, mean IoU, distance of keypoints. No torch."""

# faster-coco-eval has no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import HIDDEN
from desktop_app.training.data.placing import Placement
from desktop_app.training.data.targets import NOTHING, Drawn
from desktop_app.training.guesses import Guess
from desktop_app.training.nets.design import Design

NEAR: Final = 1 / 32
"""A keypoint within this share of the image's longer side is found (10 px at 320)."""
_MOST_BOXES: Final = 100


@dataclass(frozen=True)
class Score:
    """What a validation found."""

    metrics: dict[str, float]
    classes: dict[str, float] = field(default_factory=dict[str, float])
    """The first metric for each class (keypoint)."""
    confusion: tuple[tuple[int, ...], ...] = ()


class Meter(Protocol):
    """Collects images; what is collected by several processes is joined by `parts` and `join`."""

    def add(self, index: int, guess: Guess, truth: Drawn, placement: Placement) -> None:
        """Take one image: what was said of it and what is so, both on its canvas."""
        ...

    def parts(self) -> list[Any]:
        """What was collected, as values that cross processes."""
        ...

    def join(self, parts: Iterable[list[Any]]) -> None:
        """Replace what was collected by that of all processes."""
        ...

    def score(self) -> Score:
        """The figures."""
        ...


def meter_for(design: Design) -> Meter:
    """The meter of a task."""
    kinds: dict[str, type[_Collector]] = {
        "classification": ClassMeter,
        "detection": BoxMeter,
        "segmentation": AreaMeter,
        "keypoints": PointMeter,
    }
    return kinds[design.task](design)


class _Collector:
    """One entry an image, by its index, so that an image that two processes measured counts once."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.entries: dict[int, Any] = {}

    def add(self, index: int, guess: Guess, truth: Drawn, placement: Placement) -> None:
        """Take one image."""
        self.entries[index] = self.entry(guess, truth, placement)

    def entry(self, guess: Guess, truth: Drawn, placement: Placement) -> Any:
        """What is kept of an image."""
        raise NotImplementedError

    def parts(self) -> list[Any]:
        """What was collected."""
        return list(self.entries.items())

    def join(self, parts: Iterable[list[Any]]) -> None:
        """Replace what was collected by that of all processes, in the order of images."""
        self.entries = dict(sorted(entry for part in parts for entry in part))

    def score(self) -> Score:
        """The figures."""
        raise NotImplementedError


class ClassMeter(_Collector):
    """Accuracy; for images of several classes the share of right answers over all classes."""

    def entry(self, guess: Guess, truth: Drawn, placement: Placement) -> Any:
        """Truth and guess as class numbers, or as rows of 0 and 1."""
        if self.design.multi_label:
            return ((truth.classes > 0.5).tolist(), (guess.classes >= 0.5).tolist())
        return (int(truth.classes.argmax()), int(guess.classes.argmax()))

    def score(self) -> Score:
        """Accuracy, recall of each class, confusion."""
        names = self.design.classes
        if not self.entries:
            return Score({"accuracy": float("nan")})
        true, said = (np.array(part) for part in zip(*self.entries.values(), strict=True))
        if self.design.multi_label:
            right = true == said
            return Score({"accuracy": float(right.mean())}, dict(zip(names, right.mean(0).tolist(), strict=True)))
        count = len(names)
        table = np.bincount(true * count + said, minlength=count * count).reshape(count, count)
        rows = table.sum(1)
        recall = {name: float(table[place, place] / rows[place]) for place, name in enumerate(names) if rows[place]}
        confusion = tuple(tuple(int(value) for value in row) for row in table)
        return Score({"accuracy": float(np.trace(table) / max(1, table.sum()))}, recall, confusion)


class BoxMeter(_Collector):
    """Mean average precision at IoU 0.5, and over 0.5 to 0.95."""

    def entry(self, guess: Guess, truth: Drawn, placement: Placement) -> Any:
        """Boxes of both."""
        best = slice(None, _MOST_BOXES)
        return (truth.boxes, truth.labels, guess.boxes[best], guess.labels[best], guess.scores[best])

    def score(self) -> Score:
        """`map50`, `map`, and AP at 0.5 of each class."""
        return average_precision([self.entries[index] for index in self.entries], self.design.classes)


def average_precision(images: list[Any], classes: tuple[str, ...]) -> Score:
    """Of (boxes, labels, guessed boxes, labels, scores) an image, as COCO counts it."""
    nothing = Score({"map50": 0.0, "map": 0.0}, {})
    truths = [_box_entry(image, box, label) for image, entry in enumerate(images, 1) for box, label in zip(entry[0], entry[1], strict=True)]  # fmt: skip
    if not truths:
        return Score({"map50": float("nan"), "map": float("nan")})
    found = [
        _box_entry(image, box, label) | {"score": float(score)}
        for image, entry in enumerate(images, 1)
        for box, label, score in zip(*entry[2:], strict=True)
    ]
    if not found:
        return nothing
    from faster_coco_eval import COCO, COCOeval_faster

    categories = [{"id": place, "name": name} for place, name in enumerate(classes, 1)]
    for number, truth in enumerate(truths, 1):
        truth |= {"id": number, "iscrowd": 0}
    document = {"images": [{"id": number, "width": 1, "height": 1} for number in range(1, len(images) + 1)], "annotations": truths, "categories": categories}  # fmt: skip
    reference = COCO(document)
    judge = COCOeval_faster(reference, reference.loadRes(found), "bbox")
    judge.evaluate()
    judge.accumulate()
    precision: NDArray[np.float64] = judge.eval["precision"][
        :, :, :, 0, -1
    ]  # IoU, recall, class; all sizes, most boxes
    known = (precision > -1).any((0, 1))
    each = {name: float(precision[0, :, place].mean()) for place, name in enumerate(classes) if known[place]}
    return Score({"map50": float(precision[0][:, known].mean()), "map": float(precision[:, :, known].mean())}, each)


def _box_entry(image: int, box: NDArray[np.float32], label: int) -> dict[str, Any]:
    left, top, right, bottom = (float(edge) for edge in box)
    size = [left, top, max(0.0, right - left), max(0.0, bottom - top)]
    return {"image_id": image, "category_id": int(label) + 1, "bbox": size, "area": size[2] * size[3]}


class AreaMeter(_Collector):
    """Mean IoU over the ground and all classes that occur."""

    def entry(self, guess: Guess, truth: Drawn, placement: Placement) -> Any:
        """Pixels by (true, said)."""
        assert truth.areas is not None
        count = len(self.design.classes) + 1
        seen = truth.areas != NOTHING
        pairs = truth.areas[seen].astype(np.int64) * count + guess.areas[seen]
        return np.bincount(pairs, minlength=count * count).reshape(count, count)

    def score(self) -> Score:
        """`mean_iou`, and IoU of each class."""
        if not self.entries:
            return Score({"mean_iou": float("nan")})
        table: NDArray[np.int64] = np.sum(list(self.entries.values()), axis=0, dtype=np.int64)
        common = np.diag(table)
        joined = table.sum(0) + table.sum(1) - common
        there = table.sum(1) > 0
        iou = common / np.maximum(joined, 1)
        each = {name: float(iou[place]) for place, name in enumerate(self.design.classes, 1) if there[place]}
        confusion = tuple(tuple(int(value) for value in row) for row in table)
        return Score({"mean_iou": float(iou[there].mean()) if there.any() else float("nan")}, each, confusion)


class PointMeter(_Collector):
    """Distance of keypoints in pixels of the original image, and the share that is near."""

    def entry(self, guess: Guess, truth: Drawn, placement: Placement) -> Any:
        """(keypoint, distance, whether near) of each that a person marked; an object that was not found is infinitely far."""
        starts = np.cumsum([0, *(len(body.names) for body in self.design.bodies)])
        reach = NEAR * max(placement.width, placement.height)
        left = set(range(len(guess.points)))
        found: list[tuple[int, float, bool]] = []
        for points, visible, body in zip(truth.points, truth.visible, truth.labels, strict=True):
            seen = np.flatnonzero(visible > HIDDEN)
            away = {row: self._distances(guess, row, points, seen) for row in left if guess.labels[row] == body}
            best = min(away, key=lambda row: float(np.mean(away[row])), default=None)
            if best is not None:
                left.discard(best)
            distances = away[best] / placement.scale if best is not None else np.full(len(seen), np.inf)
            found += [(int(starts[body]) + int(place), float(d), bool(d <= reach)) for place, d in zip(seen, distances, strict=True)]  # fmt: skip
        return found

    @staticmethod
    def _distances(guess: Guess, row: int, points: NDArray[np.float32], seen: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.sqrt(((guess.points[row][seen] - points[seen]) ** 2).sum(1)).astype(np.float64)

    def score(self) -> Score:
        """`keypoint_error_px` (the median), `pck`, and the median error of each keypoint."""
        every = [entry for found in self.entries.values() for entry in found]
        if not every:
            return Score({"keypoint_error_px": float("nan"), "pck": float("nan")})
        names = [name for body in self.design.bodies for name in body.names]
        distances = np.array([distance for _, distance, _ in every])
        numbers = np.array([number for number, _, _ in every])
        each = {name: float(np.median(distances[numbers == place])) for place, name in enumerate(names) if (numbers == place).any()}  # fmt: skip
        near = float(np.mean([near for _, _, near in every]))
        return Score({"keypoint_error_px": float(np.median(distances)), "pck": near}, each)
