"""What a run learns from, frozen at its start: images, their split, classes, and shapes; a value and a file in the run folder."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from desktop_app.annotation.model import Annotation, LabelSet, Shape
from desktop_app.training.data.class_table import REASONS, class_table, is_learnt, reason_left_out
from desktop_app.training.data.shape_documents import shape_document
from desktop_app.training.data.splitting import Split, split_of
from desktop_app.training.errors import TrainingError
from desktop_app.training.task import IGNORE, Task

MOST_AREAS: Final = 254
"""Classes of areas: a map of them has one byte a pixel, with one value for the ground and one for what teaches nothing."""


@dataclass(frozen=True, slots=True)
class Body:
    """The keypoints of one kind of object; their names, the bones, and which change places in a mirror."""

    label: str
    """Empty when the keypoints were drawn as single points, each with its own name as label."""
    names: tuple[str, ...]
    flips: tuple[tuple[int, int], ...] = ()
    edges: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """One image and what is to be learnt from it; shapes are in pixels of the original image."""

    name: str
    """As the labels name it, and as events and lists do."""
    path: str
    split: Split
    classes: tuple[int, ...] = ()
    """Indices of the image-level classes that hold."""
    shapes: tuple[Shape, ...] = ()
    size: tuple[int, int] = (0, 0)
    """Width and height as the labels say, 0 when they do not."""


@dataclass(frozen=True)
class TrainingSet:
    """All samples of a run in a fixed order: a sample's position is its index in events."""

    task: Task
    classes: tuple[str, ...]
    samples: tuple[Sample, ...]
    bodies: tuple[Body, ...] = ()
    multi_label: bool = False
    """Whether an image may have several classes at once."""
    kinds: Mapping[str, str] = field(default_factory=dict[str, str])
    """Kind of shape that most shapes of a class have: proposals come as such."""
    root: str = ""

    def indices(self, split: Split) -> list[int]:
        """Positions of the samples of a part; a set too small to hold anything out is validated on itself."""
        found = [place for place, sample in enumerate(self.samples) if sample.split == split]
        if not found and split == "val":
            return self.indices("train")
        return found


@dataclass(frozen=True, slots=True)
class Changes:
    """How labels differ from what a run was started with."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def training_set(
    labels: LabelSet,
    task: Task | None = None,
    *,
    validation: float = 0.2,
    test: float = 0.0,
    seed: int = 0,
    classes: Sequence[str] = (),
    subsets: Mapping[str, Split] | None = None,
    find: Callable[[str], str] | None = None,
) -> TrainingSet:
    """Freeze labels for a run. Raises `TrainingError` when nothing is left.

    `subsets` (by image name) overrides the split, `find` says where an image lies that is not where its name says.
    `classes` keeps an earlier model's order; classes that it lacks follow.
    """
    table = class_table(labels, task)
    names = [*classes, *(name for name in table.classes if name not in classes)]
    used = [one for one in labels.annotations if reason_left_out(one, table.task) is None]
    used = _unique(used)
    if not used or not names:
        left = "; ".join(f"{part.images} {REASONS[part.reason]}" for part in table.left_out) or "there are no images"
        raise TrainingError(labels.root or "labels", f"Nothing to learn for {table.task} ({left}).", "Label a few images, or choose another task.")  # fmt: skip
    if table.task == "segmentation" and len(names) > MOST_AREAS:
        raise TrainingError(labels.root or "labels", f"Segmentation can learn {MOST_AREAS} classes at most; the labels have {len(names)}.", "Join labels, or choose another task.")  # fmt: skip
    index = {name: place for place, name in enumerate(names)}
    strata = {one.image: _main_class(one, table.task) for one in used}
    groups = {one.image: one.sequence for one in used}
    split = split_of([one.image for one in used], strata, groups, validation=validation, test=test, seed=seed)
    split.update({name: part for name, part in (subsets or {}).items() if name in split})
    if "train" not in split.values():
        raise TrainingError(labels.root or "labels", "No labelled image is in the training part of the split.", "Divide the images again.")  # fmt: skip
    where = find or partial(image_path, labels.root)
    samples = tuple(_sample(one, where(one.image), table.task, index, split[one.image]) for one in used)
    return TrainingSet(
        task=table.task,
        classes=tuple(names),
        samples=samples,
        bodies=_bodies(labels, used) if table.task == "keypoints" else (),
        multi_label=table.task == "classification" and any(len(sample.classes) > 1 for sample in samples),
        kinds=_main_kinds(samples),
        root=labels.root,
    )


def changes_since(frozen: TrainingSet, labels: LabelSet) -> Changes:
    """What a person has labelled, relabelled or removed since a run began."""
    index = {name: place for place, name in enumerate(frozen.classes)}
    now = {
        one.image: _sample(one, "", frozen.task, index, "train")
        for one in labels.annotations
        if reason_left_out(one, frozen.task) is None
    }
    before = {sample.name: sample for sample in frozen.samples}
    changed = [name for name in before if name in now and _content(before[name]) != _content(now[name])]
    return Changes(
        tuple(name for name in now if name not in before),
        tuple(name for name in before if name not in now),
        tuple(changed),
    )


def image_path(root: str, name: str) -> str:
    """Where an image lies that labels name relative to their folder."""
    return str(Path(root, name)) if root else name


def _content(sample: Sample) -> tuple[object, ...]:
    return (sample.classes, [shape_document(shape) for shape in sample.shapes])


def _unique(annotations: Sequence[Annotation]) -> list[Annotation]:
    """One annotation an image, in the order of names; the last one said holds."""
    return [one for _, one in sorted({one.image: one for one in annotations}.items())]


def _main_class(annotation: Annotation, task: Task) -> str:
    """The rarest-looking stratum is enough: the first class, or the number of things in coarse steps."""
    if task == "classification":
        return annotation.classes[0] if annotation.classes else ""
    return "objects" if annotation.shapes else "empty"


def _sample(annotation: Annotation, path: str, task: Task, index: Mapping[str, int], split: Split) -> Sample:
    kept = tuple(
        shape
        for shape in annotation.shapes
        if is_learnt(shape, task) or (shape.label in IGNORE and task == "segmentation" and len(shape.points))
    )
    classes = tuple(index[name] for name in annotation.classes if name in index) if task == "classification" else ()
    size = (annotation.width, annotation.height)
    return Sample(annotation.image, path, split, classes, kept, size)


def _main_kinds(samples: Sequence[Sample]) -> dict[str, str]:
    counts: dict[str, dict[str, int]] = {}
    for sample in samples:
        for shape in sample.shapes:
            of_label = counts.setdefault(shape.label, {})
            of_label[shape.kind] = of_label.get(shape.kind, 0) + 1
    return {label: max(found, key=lambda kind: found[kind]) for label, found in sorted(counts.items())}


def _bodies(labels: LabelSet, used: Sequence[Annotation]) -> tuple[Body, ...]:
    skeletons: dict[str, int] = {}
    points: list[str] = []
    for annotation in used:
        for shape in annotation.shapes:
            if not is_learnt(shape, "keypoints"):
                continue
            if shape.kind == "skeleton":
                skeletons[shape.label] = max(skeletons.get(shape.label, 0), len(shape.points))
            elif shape.label not in points:
                points.append(shape.label)
    found = [_skeleton_body(labels, name, count) for name, count in skeletons.items()]
    if points:
        order = [label.name for label in labels.schema.labels]
        names = tuple(sorted(points, key=lambda name: (order.index(name) if name in order else len(order), name)))
        found.append(Body("", names, mirrored_pairs(names)))
    return tuple(found)


def _skeleton_body(labels: LabelSet, name: str, count: int) -> Body:
    known = labels.schema.label(name)
    if known is None or known.skeleton is None:
        return Body(name, tuple(str(place) for place in range(count)))
    skeleton = known.skeleton
    names = skeleton.names + tuple(str(place) for place in range(len(skeleton.names), count))
    return Body(name, names, skeleton.flips or mirrored_pairs(names), skeleton.edges)


_SIDES = (("left", "right"), ("左", "右"), ("l", "r"))


def mirrored_pairs(names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Pairs of positions whose names differ in a left and a right: `left_ear` with `right_ear`, `L-eye` with `R-eye`."""
    place = {name.lower(): position for position, name in enumerate(names)}
    found: dict[tuple[int, int], None] = {}
    for name, position in place.items():
        for left, right in _SIDES:
            # a single letter counts only when it stands alone: `l_eye`, not the l of `tail`
            pattern = left if len(left) > 1 or not left.isascii() else rf"(?<![a-z]){left}(?![a-z])"
            for match in re.finditer(pattern, name):
                other = place.get(name[: match.start()] + right + name[match.end() :])
                if other is not None and other != position:
                    found[(position, other)] = None
    return tuple(found)
