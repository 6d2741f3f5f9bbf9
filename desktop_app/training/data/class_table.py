"""What a task would learn from labels: each class with its counts, and what is left out and why, before anything runs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.annotation.model import Annotation, LabelSet, Shape
from desktop_app.training.task import BACKGROUND, IGNORE, USABLE, Task, is_usable, task_of


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class: how often it occurs, and how much of that the task cannot use."""

    name: str
    images: int
    shapes: int
    """Shapes that are learnt from; images for classification."""
    left_out: int = 0
    """Shapes of kinds that the task cannot use."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Images that are not learnt from, with a code that a window can translate."""

    reason: str
    """`rejected`, `unlabelled`, `only-suggestions`, `nothing-usable`, `no-class`."""
    images: int
    examples: tuple[str, ...]


REASONS: dict[str, str] = {
    "rejected": "rejected by a person",
    "unlabelled": "not labelled yet",
    "only-suggestions": "only suggestions that nobody accepted",
    "nothing-usable": "no shape that this task can use",
    "no-class": "no class for the whole image",
}


@dataclass(frozen=True, slots=True)
class ClassTable:
    """The table of one task over one set of labels."""

    task: Task
    rows: tuple[ClassRow, ...]
    images: int
    """Images that are learnt from or held out, those without any object included."""
    left_out: tuple[LeftOut, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """Classes that occur, in the order that the model will have them."""
        return tuple(row.name for row in self.rows if row.shapes)


def class_table(labels: LabelSet, task: Task | None = None) -> ClassTable:
    """The table for a task; without one, for the task that follows from the labels."""
    chosen = task or task_of(labels)
    images, used, unused = Counter[str](), Counter[str](), Counter[str]()
    reasons: dict[str, list[str]] = {}
    count = 0
    for annotation in labels.annotations:
        reason = reason_left_out(annotation, chosen)
        if reason is not None:
            reasons.setdefault(reason, []).append(annotation.image)
            continue
        count += 1
        good = names_learnt(annotation, chosen)
        used.update(good)
        images.update(set(good))
        here = (shape for shape in annotation.shapes if not shape.has_left)
        unused.update(shape.label for shape in here if not is_learnt(shape, chosen))
    names = ordered_names(labels, chosen, {*used, *(unused if chosen != "classification" else ())})
    rows = tuple(ClassRow(name, images[name], used[name], unused[name]) for name in names)
    left = tuple(LeftOut(reason, len(found), tuple(found[:5])) for reason, found in sorted(reasons.items()))
    return ClassTable(chosen, rows, count, left)


def reason_left_out(annotation: Annotation, task: Task) -> str | None:
    """Why an image is not learnt from; None when it is."""
    if annotation.state == "rejected":
        return "rejected"
    if not is_usable(annotation):
        return "only-suggestions" if annotation.shapes else "unlabelled"
    if task == "classification":
        return None if annotation.classes else "no-class"
    drawn = [shape for shape in annotation.shapes if not shape.is_suggestion and not shape.has_left]
    if any(is_learnt(shape, task) for shape in drawn):
        return None
    # an image that a person looked at and found empty teaches what the ground looks like
    return "nothing-usable" if drawn or annotation.state not in ("labelled", "verified") else None


def is_learnt(shape: Shape, task: Task) -> bool:
    """Whether the task learns from a shape."""
    return (
        shape.kind in USABLE[task]
        and not shape.is_suggestion
        and not shape.has_left
        and bool(shape.label)
        and shape.label not in IGNORE
        and shape.label not in BACKGROUND
    )


def names_learnt(annotation: Annotation, task: Task) -> list[str]:
    """The class of each thing on the image that the task learns from."""
    if task == "classification":
        return list(annotation.classes)
    return [shape.label for shape in annotation.shapes if is_learnt(shape, task)]


def ordered_names(labels: LabelSet, task: Task, found: Sequence[str] | set[str]) -> list[str]:
    """Names in the schema's order, then those that the schema lacks by alphabet."""
    known = labels.schema.image_classes if task == "classification" else tuple(x.name for x in labels.schema.labels)
    listed = [name for name in known if name in found]
    return [*listed, *sorted(set(found) - set(listed))]
