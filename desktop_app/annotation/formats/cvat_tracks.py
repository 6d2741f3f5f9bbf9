"""Tracks as CVAT for video 1.1 has them: one label, kind and group along each, its frames in order, its ends keyframes."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_app.annotation.exchange.losses import LossCounter
from desktop_app.annotation.exchange.lowering import natural_state
from desktop_app.annotation.formats.elements import add
from desktop_app.annotation.model import HIDDEN, Annotation, AttributeValue, LabelSchema, LabelSet, Shape, Track
from desktop_app.annotation.shapes.tracks import next_track

type Key = tuple[int, str, str, int | None, int]
"""Track, label, kind, group, and how many of these were in the image before."""
type PutShape = Callable[[ElementTree.Element, Shape, Mapping[str, str]], None]
"""Writes a shape below a track with what the track says of it."""


def has_tracks(labels: LabelSet) -> bool:
    """Whether any shape is part of a track."""
    return any(shape.track is not None for image in labels.annotations for shape in image.shapes)


# brought down


def tracks_lowered(labels: LabelSet, losses: LossCounter) -> LabelSet:
    """The set with frames counted for every image and each track as one `<track>` can say it."""
    images = _with_frames(labels.annotations, losses)
    order = sorted(range(len(images)), key=lambda position: _frame(images[position]))
    divided = _Divided(losses, next_track(images))
    for position in order:
        images[position] = divided.image(images[position])
    ends = _ends([images[position] for position in order])
    made = tuple(_with_keyframes(image, ends, losses) for image in images)
    return replace(labels, annotations=made, schema=_with_mutable(labels.schema, made, losses))


def _tracked(images: Iterable[Annotation]) -> Iterator[Shape]:
    return (shape for image in images for shape in image.shapes if shape.track is not None)


def _frame(image: Annotation) -> int:
    assert image.frame is not None
    return image.frame


def _with_frames(images: Sequence[Annotation], losses: LossCounter) -> list[Annotation]:
    """Every image with a number of its own: the frame that it is, or else its place in the set."""
    sequences = {image.sequence for image in images}
    known = [image.frame for image in images if image.frame is not None and image.frame >= 0]
    own = len(known) == len(set(known)) == len(images) and len(sequences) == 1
    made: list[Annotation] = []
    for position, image in enumerate(images):
        frame = image.frame if own else position
        if image.frame is not None and frame != image.frame:
            losses.add("frame number dropped", image.image)
        if image.sequence and len(sequences) > 1:
            losses.add("sequence of images dropped", image.image)
        made.append(replace(image, frame=frame, sequence=image.sequence if len(sequences) == 1 else ""))
    return made


@dataclass(slots=True)
class _Divided:
    """Gives a number of its own to whatever cannot be one track of CVAT."""

    losses: LossCounter
    free: int
    numbers: dict[Key, int] = field(default_factory=dict[Key, int])
    first: dict[int, Key] = field(default_factory=dict[int, Key])

    def image(self, image: Annotation) -> Annotation:
        seen: dict[Key, int] = {}
        made: list[Shape] = []
        for shape in image.shapes:
            track = shape.track
            if track is None:
                made.append(shape)
            elif track.outside:
                # where it was is not read back; that it is gone is what the end of its track says
                self.losses.add("place of an object outside the picture dropped", image.image)
            elif shape.kind == "mask" or _is_hidden(shape):
                self.losses.add(f"track of a {shape.kind} dropped", image.image)
                made.append(replace(shape, track=None))
            else:
                key: Key = (track.id, shape.label, shape.kind, shape.group, 0)
                seen[key] = seen.get(key, -1) + 1
                number = self._number((*key[:4], seen[key]), image)
                made.append(replace(shape, track=replace(track, id=number)))
        state = natural_state(made, image.flags) if len(made) < len(image.shapes) else image.state
        return replace(image.with_shapes(made), state=state)

    def _number(self, key: Key, image: Annotation) -> int:
        if key not in self.numbers:
            if self.first.setdefault(key[0], key) == key:
                self.numbers[key] = key[0]
            else:
                self.losses.add("track of several shapes, labels, kinds or groups divided", image.image)
                self.numbers[key], self.free = self.free, self.free + 1
        return self.numbers[key]


def _is_hidden(shape: Shape) -> bool:
    """CVAT takes a skeleton of which no keypoint is labelled for one that has left the picture."""
    seen = len(shape.visibility) == len(shape.points) and set(shape.visibility) == {HIDDEN}
    return shape.kind == "skeleton" and (seen or not len(shape.points))


def _ends(images: Sequence[Annotation]) -> set[tuple[int, int]]:
    """Track and frame of the first and the last shape before each gap: between keyframes alone CVAT fills in."""
    frames = [_frame(image) for image in images]
    places: dict[int, list[int]] = {}
    for position, image in enumerate(images):
        for shape in image.shapes:
            if shape.track is not None:
                places.setdefault(shape.track.id, []).append(position)
    return {(track, frames[end]) for track, here in places.items() for run in runs(here) for end in (run[0], run[-1])}


def runs(positions: Sequence[int]) -> list[list[int]]:
    """Rising numbers, parted where one is left out."""
    parted: list[list[int]] = []
    for position in positions:
        if parted and parted[-1][-1] + 1 == position:
            parted[-1].append(position)
        else:
            parted.append([position])
    return parted


def _with_keyframes(image: Annotation, ends: set[tuple[int, int]], losses: LossCounter) -> Annotation:
    def settled(shape: Shape) -> Shape:
        track = shape.track
        if track is None or track.keyframe or (track.id, _frame(image)) not in ends:
            return shape
        losses.add("interpolated shape at the end of a track became a keyframe", image.image)
        return replace(shape, track=replace(track, keyframe=True))

    return image.with_shapes(map(settled, image.shapes))


# attributes along a track


def changing_attributes(images: Iterable[Annotation]) -> set[tuple[str, str]]:
    """Label and name of the attributes whose value differs along some track."""
    values: dict[tuple[int, str, str], AttributeValue] = {}
    changing: set[tuple[str, str]] = set()
    for shape in _tracked(images):
        assert shape.track is not None
        for name, value in shape.attributes.items():
            if values.setdefault((shape.track.id, shape.label, name), value) != value:
                changing.add((shape.label, name))
    return changing


def _with_mutable(schema: LabelSchema, images: Sequence[Annotation], losses: LossCounter) -> LabelSchema:
    """CVAT takes an attribute's first value for the whole track unless its question says that it may change."""
    changing = changing_attributes(images)
    labels = list(schema.labels)
    for position, label in enumerate(labels):
        wrong = [spec for spec in label.attributes if not spec.mutable and (label.name, spec.name) in changing]
        if wrong:
            losses.add("attributes that change along a track made mutable", label.name, len(wrong))
            specs = (replace(spec, mutable=True) if spec in wrong else spec for spec in label.attributes)
            labels[position] = replace(label, attributes=tuple(specs))
    return replace(schema, labels=tuple(labels))


# written


def put_tracks(
    root: ElementTree.Element, labels: LabelSet, groups: Mapping[int | None, int], put_shape: PutShape
) -> None:
    """A `<track>` for each track, with an `outside` keyframe on the first image after each of its runs."""
    images = sorted(labels.annotations, key=_frame)
    found: dict[int, list[tuple[int, Shape]]] = {}
    for position, image in enumerate(images):
        for shape in image.shapes:
            if shape.track is not None:
                found.setdefault(shape.track.id, []).append((position, shape))
    for number, here in sorted(found.items()):
        first = here[0][1]
        said = {"id": str(number), "label": first.label, "source": "manual"}
        if first.group is not None:
            said["group_id"] = str(groups[first.group])
        element = add(root, "track", **said)
        shapes = dict(here)
        for run in runs(list(shapes)):
            for position in run:
                put_shape(element, shapes[position], _said(images[position], shapes[position].track, gone=False))
            if run[-1] + 1 < len(images):
                put_shape(element, shapes[run[-1]], _said(images[run[-1] + 1], None, gone=True))


def _said(image: Annotation, track: Track | None, *, gone: bool) -> Mapping[str, str]:
    keyframe = track is None or track.keyframe
    return {"frame": str(_frame(image)), "keyframe": str(int(keyframe)), "outside": str(int(gone))}
