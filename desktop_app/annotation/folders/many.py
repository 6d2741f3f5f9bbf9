"""One change made to the labels of many images: loaded, changed and saved one by one, so that each may fail alone."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from desktop_app.annotation.folders.folder import ImageFolder
from desktop_app.annotation.folders.index import Index, updated
from desktop_app.annotation.folders.labels_of import ImageLabels, load_image_labels, save_image_labels
from desktop_app.annotation.formats.labelme_writing import natural_state
from desktop_app.annotation.model import Annotation, Shape, new_id
from desktop_app.annotation.schema import relabelled
from desktop_app.annotation.sentences import reason_of
from desktop_app.annotation.shapes.tracks import tracks_in, with_track_filled

type Edit = Callable[[Annotation], Annotation]
type Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Edited:
    """One image that was changed on the disk, or the reason why it was not."""

    name: str
    before: Annotation | None = None
    labels: ImageLabels | None = None
    """What is saved now."""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AddShapes:
    """Puts copies of shapes on an image; those that lie there already are not put a second time.

    Groups among them stay groups, and get another number where the image has given theirs to other shapes. What the
    image shows of a track already is not put there again as the same object: the copy is then of no track.
    """

    shapes: tuple[Shape, ...]
    follow: bool = True
    """Whether what is in a track is followed to the image; False for images that are no frames of the same sequence."""

    def __call__(self, annotation: Annotation) -> Annotation:
        """The annotation with the shapes on top."""
        numbers: dict[int | None, int | None] = {None: None}
        new: list[Shape] = []
        for shape in self.shapes:
            twin = twin_of(shape, annotation)
            if twin is None:
                new.append(shape)
            elif shape.group is not None and twin.group is not None:
                numbers.setdefault(shape.group, twin.group)
        taken = {shape.group for shape in annotation.shapes if shape.group is not None}
        wanted = {shape.group for shape in new if shape.group is not None} - numbers.keys()
        free = count(1 + max(taken | wanted, default=0))
        for group in sorted(wanted):
            numbers[group] = next(free) if group in taken else group
        made = (replace(shape, id=new_id(), group=numbers[shape.group]) for shape in new)
        return annotation.with_shapes((*annotation.shapes, *self._followed(made, annotation)))

    def _followed(self, made: Iterable[Shape], annotation: Annotation) -> Iterator[Shape]:
        """The shapes, of no track where the image has that track's object, or another object of its number."""
        taken = set(tracks_in([annotation]))
        for shape in made:
            track = shape.track
            if track is not None and (not self.follow or track.id in taken):
                shape = replace(shape, track=None)
            elif track is not None:
                taken.add(track.id)
            yield shape


def _numbered_as(shape: Shape, other: Shape) -> Shape:
    """The shape under the numbers of another one's group and track."""
    track = shape.track
    if track is not None:
        track = replace(track, id=other.track.id) if other.track is not None else None
    same = shape.group == other.group and shape.track == track
    return shape if same else replace(shape, group=other.group, track=track)


def twin_of(shape: Shape, annotation: Annotation) -> Shape | None:
    """What lies there already and differs by no more than the numbers of its group and track."""
    return next((other for other in annotation.shapes if _numbered_as(shape, other).same_as(other, 0.01)), None)


@dataclass(frozen=True, slots=True)
class Rename:
    """Gives labels other names, and takes labels away with the shapes that have no other."""

    names: Mapping[str, str]
    gone: frozenset[str] = frozenset()

    def __call__(self, annotation: Annotation) -> Annotation:
        """The annotation with the new names."""
        shapes = [shape for shape in annotation.shapes if not shape.labels or not self.gone.issuperset(shape.labels)]
        kept = annotation if len(shapes) == len(annotation.shapes) else annotation.with_shapes(shapes)
        kept = kept.with_changed(
            replace(shape, labels=tuple(label for label in shape.labels if label not in self.gone))
            for shape in kept.shapes
            if not self.gone.isdisjoint(shape.labels)
        )
        return relabelled(kept, self.names)


@dataclass(frozen=True, slots=True)
class PutBack:
    """Brings images to a state that they had, unless something else was done to them meanwhile."""

    states: Mapping[str, tuple[Annotation, Annotation]]
    """What is expected there and what is wanted, by image name."""


def with_natural_state(annotation: Annotation) -> Annotation:
    """Labelled where something is said and unlabelled where nothing is; what a person judged stays."""
    if annotation.state not in ("unlabelled", "labelled"):
        return annotation
    return replace(annotation, state=natural_state(annotation))


def edited_images(
    folder: ImageFolder, names: Sequence[str], edit: Edit, progress: Progress | None = None
) -> Generator[Edited, None, int]:
    """Change images one by one; yields those that changed or failed, returns how many changed."""
    changed = 0
    for place, name in enumerate(names):
        if progress is not None:
            progress(place, len(names), name)
        found = _edited(folder, name, edit)
        if found is not None:
            changed += found.labels is not None
            yield found
    return changed


def _edited(folder: ImageFolder, name: str, edit: Edit) -> Edited | None:
    try:
        labels = load_image_labels(folder, name)
        wanted = with_natural_state(edit(labels.annotation))
        if wanted == labels.annotation:
            return None
        return Edited(name, labels.annotation, save_image_labels(labels, wanted))
    except Exception as error:  # a label file fails in many ways; each is one image's
        return Edited(name, problem=reason_of(error))


def says_the_same(first: Annotation, second: Annotation) -> bool:
    """Whether two annotations differ in nothing but the names of shapes and the last digits of a file."""
    plain = ("flags", "attributes", "state", "notes")
    return (
        all(getattr(first, name) == getattr(second, name) for name in plain)
        and len(first.shapes) == len(second.shapes)
        and all(a.same_as(b, 0.01) for a, b in zip(first.shapes, second.shapes, strict=True))
    )


def put_back(folder: ImageFolder, states: PutBack, progress: Progress | None = None) -> Generator[Edited, None, int]:
    """Undo a change of many images; an image that was changed since keeps what it has and is told."""
    changed = 0
    for place, (name, (expected, wanted)) in enumerate(states.states.items()):
        if progress is not None:
            progress(place, len(states.states), name)
        try:
            labels = load_image_labels(folder, name)
            if not says_the_same(labels.annotation, expected):
                yield Edited(name, problem="It was changed since, and keeps what it has.")
                continue
            yield Edited(name, labels.annotation, save_image_labels(labels, wanted))
            changed += 1
        except Exception as error:
            yield Edited(name, problem=reason_of(error))
    return changed


def filled_track(
    folder: ImageFolder, names: Sequence[str], track: int, progress: Progress | None = None
) -> Generator[Edited, None, int]:
    """Interpolate a track through a sequence of images in their order; yields the images that changed."""
    loaded: list[ImageLabels] = []
    kept: list[str] = []
    for place, name in enumerate(names):
        if progress is not None:
            progress(place, len(names), name)
        try:
            loaded.append(load_image_labels(folder, name))
            kept.append(name)
        except Exception as error:
            yield Edited(name, problem=reason_of(error))
    frames = [replace(labels.annotation, frame=place) for place, labels in enumerate(loaded)]
    changed = 0
    for name, labels, frame, made in zip(kept, loaded, frames, with_track_filled(frames, track), strict=True):
        if made is frame:
            continue
        try:
            wanted = with_natural_state(replace(made, frame=labels.annotation.frame))
            yield Edited(name, labels.annotation, save_image_labels(labels, wanted))
            changed += 1
        except Exception as error:
            yield Edited(name, problem=reason_of(error))
    return changed


def all_annotations(
    folder: ImageFolder, names: Iterable[str], total: int = 0, progress: Progress | None = None
) -> Generator[tuple[str, Annotation], None, None]:
    """The annotations of images under their names in the folder; one that cannot be read is left out."""
    for place, name in enumerate(names):
        if progress is not None:
            progress(place, total, name)
        try:
            yield name, replace(load_image_labels(folder, name).annotation, image=name)
        except Exception:  # the list of images tells what is wrong with it
            continue


def free_track(folder: ImageFolder, known: Index) -> int:
    """A track number that no image of the folder uses; label files that `known` does not tell of are read."""
    changed = (record for batch in updated(folder, known) for record in batch.values())
    return 1 + max((0, *(record.track for record in (*known.values(), *changed))))
