"""An export that was read back, compared with what should be there: what `lower` gave and nothing else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from desktop_app.annotation.exchange.lowering import Keeps, text_of
from desktop_app.annotation.formats.pictures import plain_name
from desktop_app.annotation.model import Annotation, AttributeValue, LabelSet, Points, Shape
from desktop_app.annotation.shapes.masks import same_pixels

_MOST: Final = 20
_GUESSED: Final = ".jpg"
_SAID: Final = (
    "labels", "z", "occluded", "truncated", "difficult", "locked", "flags", "text", "description", "track",
)  # fmt: skip


def differences(expected: LabelSet, got: LabelSet, keeps: Keeps) -> list[str]:
    """One sentence for each difference, at most twenty; none when the export holds what it should."""
    found: list[str] = []
    for sentence in _differences(expected, got, keeps):
        found.append(sentence)
        if len(found) >= _MOST:
            break
    return found


def _differences(expected: LabelSet, got: LabelSet, keeps: Keeps) -> Iterator[str]:
    if "index" in keeps.schema:
        wanted = [label.name for label in expected.schema.labels]
        names = [label.name for label in got.schema.labels]
        if names != wanted:
            yield f"The labels are {', '.join(names) or 'none'} and not {', '.join(wanted) or 'none'}."
    here = _Waiting(got.annotations)
    pairs = {image.image: here.take_exactly(image.image) for image in expected.annotations}
    for name in sorted(pairs, key=len, reverse=True):
        pairs[name] = pairs[name] or here.take(name)
    for image in expected.annotations:
        other = pairs[image.image]
        if other is None:
            if image.shapes or image.classes:
                yield f"{image.image}: the image is missing."
        else:
            yield from _of_image(image, other, keeps)
    for image in here.rest():
        if image.shapes or image.classes:
            yield f"{image.image}: the image should not be there."
    for problem in got.problems:
        yield f"{problem.where}: {problem.message}"


class _Waiting:
    """Images that were read back, found by the name that they had: exports put folders before it."""

    def __init__(self, images: Iterable[Annotation]) -> None:
        self._images: dict[str, list[tuple[str, Annotation]]] = {}
        for image in images:
            name = plain_name(image.image)
            self._images.setdefault(name.rpartition("/")[2], []).append((name, image))

    def take_exactly(self, name: str) -> Annotation | None:
        """The image of just that name."""
        wanted = plain_name(name)
        here = self._images.get(wanted.rpartition("/")[2], [])
        chosen = next((pair for pair in here if pair[0] == wanted), None)
        return self._taken(here, chosen)

    def take(self, name: str) -> Annotation | None:
        """The image of that name in some folder."""
        wanted = plain_name(name)
        here = self._images.get(wanted.rpartition("/")[2], [])
        if not here and "." not in wanted.rpartition("/")[2]:
            wanted += _GUESSED  # what readers of files that name no picture call it
            here = self._images.get(wanted.rpartition("/")[2], [])
        fitting = [pair for pair in here if pair[0] == wanted or pair[0].endswith("/" + wanted)]
        return self._taken(here, min(fitting, key=lambda pair: len(pair[0]), default=None))

    @staticmethod
    def _taken(here: list[tuple[str, Annotation]], chosen: tuple[str, Annotation] | None) -> Annotation | None:
        if chosen is None:
            return None
        here[:] = [pair for pair in here if pair is not chosen]
        return chosen[1]

    def rest(self) -> Iterator[Annotation]:
        return (image for pairs in self._images.values() for _, image in pairs)


def _of_image(image: Annotation, other: Annotation, keeps: Keeps) -> Iterator[str]:
    if image.width and other.width and (image.width, image.height) != (other.width, other.height):
        yield f"{image.image}: the size is {other.width} x {other.height} and not {image.width} x {image.height}."
    if image.state != other.state and image.state in keeps.states:
        yield f"{image.image}: the state is {other.state} and not {image.state}."
    if "flags" in keeps.image and set(image.classes) != set(other.classes):
        yield f"{image.image}: the classes are {other.classes} and not {image.classes}."
    if "attributes" in keeps.image and _texts(image.attributes) != _texts(other.attributes):
        yield f"{image.image}: the image's attributes differ."
    if "notes" in keeps.image and image.notes != other.notes:
        yield f"{image.image}: the notes differ."
    if "frame" in keeps.image and image.frame != other.frame:
        yield f"{image.image}: the frame is {other.frame} and not {image.frame}."
    if "sequence" in keeps.image and image.sequence != other.sequence:
        yield f"{image.image}: the sequence is {other.sequence!r} and not {image.sequence!r}."
    if "relations" in keeps.image and len(image.relations) != len(other.relations):
        yield f"{image.image}: there are {len(other.relations)} relations and not {len(image.relations)}."
    tolerance = keeps.tolerance + keeps.tolerance_share * max(image.width, image.height)
    yield from _of_shapes(image, other, tolerance, keeps)


def _of_shapes(image: Annotation, other: Annotation, tolerance: float, keeps: Keeps) -> Iterator[str]:
    waiting: dict[tuple[str, tuple[str, ...]], list[Shape]] = {}
    for shape in other.shapes:
        waiting.setdefault((shape.kind, shape.labels), []).append(shape)
    groups: dict[int | None, int | None] = {}
    for shape in image.shapes:
        candidates = waiting.get((shape.kind, shape.labels), [])
        position = next(
            (
                place
                for place, candidate in enumerate(candidates)
                if same_shape(shape, candidate, tolerance, keeps)
                and groups.get(shape.group, candidate.group) == candidate.group
            ),
            None,
        )
        if position is None:
            yield f"{image.image}: the {shape.kind} {shape.label!r} at {_place(shape)} is missing or differs."
            continue
        groups[shape.group] = candidates.pop(position).group
    for rest in waiting.values():
        for shape in rest:
            yield f"{image.image}: the {shape.kind} {shape.label!r} at {_place(shape)} should not be there."
    if keeps.groups != "drop" and len(set(groups.values())) != len(groups):
        yield f"{image.image}: groups of shapes have become one."


def same_shape(shape: Shape, other: Shape, tolerance: float, keeps: Keeps) -> bool:
    """Whether two shapes say the same as far as the format goes."""
    if any(getattr(shape, name) != getattr(other, name) for name in _SAID if name in keeps.fields or name == "labels"):
        return False
    if "attributes" in keeps.fields and _texts(shape.attributes) != _texts(other.attributes):
        return False
    if "score" in keeps.fields and not _near(shape.score, other.score):
        return False
    if (shape.mask is None) != (other.mask is None) or (keeps.groups == "drop" and other.group is not None):
        return False
    if shape.mask is not None and other.mask is not None:
        return same_pixels(shape.mask, other.mask)
    if shape.kind == "skeleton" and _seen(shape) != _seen(other):
        return False
    return _same_rings((shape.points, *shape.holes), (other.points, *other.holes), tolerance)


def _near(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is second
    return abs(first - second) < 1e-5


def _seen(shape: Shape) -> tuple[int, ...]:
    return shape.visibility if len(shape.visibility) == len(shape.points) else (2,) * len(shape.points)


def _same_rings(mine: Sequence[Points], theirs: Sequence[Points], tolerance: float) -> bool:
    return len(mine) == len(theirs) and all(
        a.shape == b.shape and bool(np.all(np.abs(a - b) <= tolerance)) for a, b in zip(mine, theirs, strict=True)
    )


def _texts(values: Mapping[str, AttributeValue]) -> dict[str, str]:
    return {name: text_of(value) for name, value in values.items()}


def _place(shape: Shape) -> str:
    left, top, right, bottom = shape.box
    return f"({left:g}, {top:g})-({right:g}, {bottom:g})"
