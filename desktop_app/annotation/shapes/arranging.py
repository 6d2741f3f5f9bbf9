"""Edits of which shape lies above which, which belong together, and what becomes of suggestions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from desktop_app.annotation.model import Annotation, Shape
from desktop_app.annotation.shapes.booleans import PARTS
from desktop_app.annotation.shapes.editing import duplicate

type Order = Literal["front", "forward", "backward", "back"]


def reordered(shapes: Sequence[Shape], ids: Collection[str], order: Order) -> tuple[Shape, ...]:
    """Shapes of these ids brought up or down, one step or the whole way; among themselves they keep their order.

    `z` rises with the position wherever some shape has a `z`, so that formats that store only `z` draw the same.
    """
    if order == "front":
        made = [*(s for s in shapes if s.id not in ids), *(s for s in shapes if s.id in ids)]
    elif order == "back":
        made = [*(s for s in shapes if s.id in ids), *(s for s in shapes if s.id not in ids)]
    else:
        made = _stepped(shapes, ids, 1 if order == "forward" else -1)
    return _with_rising_z(made)


def _stepped(shapes: Sequence[Shape], ids: Collection[str], step: int) -> list[Shape]:
    made = list(shapes)
    positions = range(len(made) - 2, -1, -1) if step > 0 else range(1, len(made))
    for position in positions:
        other = position + step
        if made[position].id in ids and made[other].id not in ids:
            made[position], made[other] = made[other], made[position]
    return made


def _with_rising_z(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    low = min((shape.z for shape in shapes), default=0)
    made: list[Shape] = []
    for shape in shapes:
        z = max(shape.z, made[-1].z if made else low)
        made.append(shape if z == shape.z else replace(shape, z=z))
    return tuple(made)


def with_pieces(annotation: Annotation, pieces: Mapping[str, Sequence[Shape]]) -> Annotation:
    """Shapes replaced by their pieces where they lie in the stack; by nothing when there are none.

    Pieces of the group `PARTS` get a group number of the image that is free.
    """
    made: list[Shape] = []
    free = max((shape.group for shape in annotation.shapes if shape.group is not None), default=0)
    for shape in annotation.shapes:
        parts = pieces.get(shape.id)
        if parts is None:
            made.append(shape)
            continue
        if any(part.group == PARTS for part in parts):
            free = max(free, 0) + 1
        made += [replace(part, group=free) if part.group == PARTS else part for part in parts]
    return annotation.with_shapes(made)


def grouped(annotation: Annotation, ids: Collection[str]) -> Annotation:
    """These shapes as parts of one object, under the first number that is free."""
    taken = {shape.group for shape in annotation.shapes if shape.group is not None}
    number = next(number for number in range(1, len(taken) + 2) if number not in taken)
    return annotation.with_changed(replace(shape, group=number) for shape in annotation.shapes if shape.id in ids)


def ungrouped(annotation: Annotation, ids: Collection[str]) -> Annotation:
    """These shapes each as an object of its own."""
    return annotation.with_changed(replace(shape, group=None) for shape in annotation.shapes if shape.id in ids)


def group_members(annotation: Annotation, ids: Collection[str]) -> frozenset[str]:
    """These shapes and all that are in one group with one of them."""
    numbers = {shape.group for shape in annotation.shapes if shape.id in ids and shape.group is not None}
    return frozenset(ids) | {shape.id for shape in annotation.shapes if shape.group in numbers}


def copies(shapes: Iterable[Shape], taken: Iterable[Shape], shift: float = 0.0) -> tuple[Shape, ...]:
    """Copies with ids of their own; groups among them stay groups, under numbers that `taken` does not use."""
    highest = max((shape.group for shape in taken if shape.group is not None), default=0)
    numbers: dict[int, int] = {}
    made: list[Shape] = []
    for shape in shapes:
        group = shape.group
        if group is not None:
            group = numbers.setdefault(group, highest + len(numbers) + 1)
        made.append(replace(duplicate(shape, shift, shift), group=group))
    return tuple(made)


def accepted(shape: Shape) -> Shape:
    """A suggestion that a person has agreed to; score and source stay, for the record."""
    return replace(shape, flags={**shape.flags, "accepted": True})


def without(annotation: Annotation, ids: Collection[str]) -> Annotation:
    """The image without these shapes."""
    return annotation.with_shapes(shape for shape in annotation.shapes if shape.id not in ids)
