"""All that is needed to build a net again: what a checkpoint says of itself besides its weights."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from desktop_app.training.data.placing import Canvas
from desktop_app.training.data.training_set import Body, TrainingSet
from desktop_app.training.task import Task


@dataclass(frozen=True)
class Design:
    """A net's task, kind and sizes."""

    task: Task
    model: str
    classes: tuple[str, ...]
    canvas: Canvas
    """Width and height of what it is shown."""
    bodies: tuple[Body, ...] = ()
    multi_label: bool = False
    single: bool = False
    """Keypoints: an image holds at most one object of each kind."""
    dice: float = 1.0
    kinds: tuple[tuple[str, str], ...] = ()
    """Kind of shape of each class in the labels."""

    @property
    def keypoints(self) -> int:
        """Keypoints of all bodies together."""
        return sum(len(body.names) for body in self.bodies)

    def document(self) -> dict[str, Any]:
        """Plain values only: a checkpoint that holds it loads with `weights_only=True`."""
        found = asdict(self)
        return {key: _plain(value) for key, value in found.items()}

    @staticmethod
    def of(document: Mapping[str, Any]) -> "Design":
        """From `document`; raises KeyError, TypeError or ValueError for what is not one."""
        width, height = document["canvas"]
        bodies = tuple(
            Body(str(body["label"]), tuple(body["names"]), _pairs(body["flips"]), _pairs(body["edges"]))
            for body in document["bodies"]
        )
        return Design(
            task=cast(Task, document["task"]),
            model=str(document["model"]),
            classes=tuple(str(name) for name in document["classes"]),
            canvas=(int(width), int(height)),
            bodies=bodies,
            multi_label=bool(document["multi_label"]),
            single=bool(document["single"]),
            dice=float(document["dice"]),
            kinds=tuple((str(name), str(kind)) for name, kind in document["kinds"]),
        )


def design_for(data: TrainingSet, model: str, canvas: Canvas, *, dice: float = 1.0) -> Design:
    """The design of a net that learns a training set."""
    return Design(
        task=data.task, model=model, classes=data.classes, canvas=canvas, bodies=data.bodies,
        multi_label=data.multi_label, single=_is_single(data), dice=dice, kinds=tuple(sorted(data.kinds.items())),
    )  # fmt: skip


def _is_single(data: TrainingSet) -> bool:
    """Whether no image holds two objects of a kind."""
    for sample in data.samples:
        skeletons = [shape.label for shape in sample.shapes if shape.kind == "skeleton"]
        groups = {shape.group for shape in sample.shapes if shape.kind == "point"}
        if len(skeletons) != len(set(skeletons)) or len(groups) > 1:
            return False
    return True


def _pairs(values: Any) -> tuple[tuple[int, int], ...]:
    return tuple((int(first), int(second)) for first, second in values)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(part) for part in cast(list[Any], value)]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in cast(dict[str, Any], value).items()}
    return value
