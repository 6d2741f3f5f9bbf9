"""An image before and after the list of changes, with its shapes moved along: what the window shows while the list is edited."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Shape
from desktop_app.training.data.augmenting import Step, checked
from desktop_app.training.data.pictures import Pixels, picture_on, size_of
from desktop_app.training.data.placing import Placement, canvas_of
from desktop_app.training.data.targets import NOTHING, Drawer, Drawn
from desktop_app.training.data.training_set import TrainingSet, training_set
from desktop_app.training.guesses import Guess, Manner, shapes_of
from desktop_app.training.task import Task


@dataclass(frozen=True)
class Changed:
    """One outcome, or the image as it was."""

    pixels: Pixels
    """Shape (height, width, 3)."""
    shapes: tuple[Shape, ...]
    """In pixels of `pixels`; areas come as polygons."""


def previewed(
    path: str, annotation: Annotation, schema: LabelSchema, steps: Sequence[Step], *, task: Task, count: int = 3, seed: int = 0, image_size: int = 320
) -> list[Changed]:  # fmt: skip
    """The image as it goes in, then `count` outcomes. Raises `TrainingError` for a step that is not allowed, `UnreadableImage`."""
    from desktop_app.training.data.pipeline import Pipeline

    data = training_set(LabelSet((annotation,), schema), task, find=lambda _: path)
    canvas = canvas_of([size_of(path)], image_size)
    pixels, placement = picture_on(canvas, path)
    drawn = Drawer(data, canvas).draw(0, placement)
    pipeline = Pipeline(checked(steps), canvas, data.bodies)
    found = [Changed(pixels, _shapes(drawn, data, pixels))]
    for number in range(count):
        image, moved = pipeline(pixels, drawn, seed + number)
        changed = np.ascontiguousarray(image.permute(1, 2, 0).numpy())
        found.append(Changed(changed, _shapes(moved, data, changed)))
    return found


def _shapes(drawn: Drawn, data: TrainingSet, pixels: Pixels) -> tuple[Shape, ...]:
    height, width = pixels.shape[:2]
    ones = np.ones(len(drawn.labels), np.float32)
    guess = Guess(boxes=drawn.boxes, labels=drawn.labels, scores=ones)
    if drawn.areas is not None:
        areas = np.where(drawn.areas == NOTHING, 0, drawn.areas).astype(np.uint8)
        guess = Guess(areas=areas, sure=np.ones(areas.shape, np.float32))
    if len(drawn.points):
        guess = Guess(labels=drawn.labels, scores=ones, points=drawn.points, point_scores=(drawn.visible > 0).astype(np.float32))  # fmt: skip
    manner = Manner(data.classes, data.bodies, smallest_area=4)
    shapes = shapes_of(guess, Placement(width, height, 1.0), manner)
    # a keypoint that left the picture is not shown
    return tuple(shape for shape in shapes if shape.kind != "point" or (shape.score or 0) > 0)
