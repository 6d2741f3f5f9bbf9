"""A whole folder looked at in a worker: its statistics, what may be wrong, how far it agrees with other labels."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from desktop_app.annotation.folders.folder import ImageFolder
from desktop_app.annotation.folders.labels_of import load_image_labels
from desktop_app.annotation.folders.many import all_annotations
from desktop_app.annotation.formats import all as registry
from desktop_app.annotation.formats.opening import opened
from desktop_app.annotation.formats.reading import LabelsUnreadable
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.model import Annotation, LabelSchema, Shape, new_id, points_of
from desktop_app.annotation.review.agreement import Agreement, compare_sets
from desktop_app.annotation.review.mistakes import Mistake, mistakes_in, one_off_labels
from desktop_app.annotation.review.summary import Summary, summarise
from desktop_app.annotation.sentences import reason_of
from desktop_app.annotation.shapes.booleans import intersected

type Progress = Callable[[int, int, str], None]


def folder_summary(folder: ImageFolder, names: Sequence[str], progress: Progress | None = None) -> Summary:
    """The images in numbers."""
    found = (one for _, one in all_annotations(folder, names))
    return summarise(found, len(names), progress)


def folder_mistakes(
    folder: ImageFolder, names: Sequence[str], schema: LabelSchema, progress: Progress | None = None
) -> Generator[list[Mistake], None, list[Mistake]]:
    """What may be wrong, image by image as it is found; what only the whole set shows comes last."""
    every: list[Annotation] = []
    for place, name in enumerate(names):
        if progress is not None:
            progress(place, len(names), name)
        try:
            loaded = load_image_labels(folder, name)
        except Exception as error:  # a label file fails in many ways; each is one image's
            yield [Mistake("image", name, values={"reason": reason_of(error)})]
            continue
        annotation = replace(loaded.annotation, image=name)
        every.append(annotation)
        told = [Mistake("image", name, values={"reason": problem.message}) for problem in loaded.problems]
        found = told + mistakes_in(annotation, schema if schema.labels else None)
        if found:
            yield found
    return one_off_labels(every)


@dataclass(frozen=True, slots=True)
class FixMistakes:
    """Mends what can be mended without a judgement: what encloses nothing or is there twice goes, what lies over the edge is cut."""

    codes: frozenset[str]

    def __call__(self, annotation: Annotation) -> Annotation:
        """The annotation without these mistakes."""
        wrong: dict[str, set[str]] = {}
        for mistake in mistakes_in(annotation):
            wrong.setdefault(mistake.code, set()).add(mistake.shape)
        gone = {
            name for code in ("empty", "duplicate", "outside") if code in self.codes for name in wrong.get(code, ())
        }
        cut = wrong.get("partly-outside", set()) if "partly-outside" in self.codes else set[str]()
        kept = [
            piece
            for shape in annotation.shapes
            if shape.id not in gone
            for piece in (_cut(shape, annotation) if shape.id in cut and not shape.locked else (shape,))
        ]
        return annotation.with_shapes(kept) if gone or cut else annotation


def _cut(shape: Shape, annotation: Annotation) -> tuple[Shape, ...]:
    """The part of a box or polygon that lies on the image; other kinds are left for the person."""
    width, height = annotation.width, annotation.height
    if shape.kind == "rectangle":
        return (replace(shape, points=points_of(np.clip(shape.points, 0, [width, height]))),)
    if shape.kind != "polygon":
        return (shape,)
    whole = replace(shape, kind="rectangle", points=points_of([[0, 0], [width, height]]), holes=(), id=new_id())
    try:
        return tuple(replace(piece, labels=shape.labels) for piece in intersected([shape, whole])) or (shape,)
    except ValueError:
        return (shape,)


FIXABLE = ("empty", "duplicate", "outside", "partly-outside")


def folder_agreement(
    folder: ImageFolder, names: Sequence[str], other: str, format: str = "", progress: Progress | None = None
) -> Agreement:
    """The folder's labels compared to those at another place, in any format; LabelsUnreadable when there are none."""
    path = Path(other)
    with opened(path, registry.FORMATS, format or None, ReadOptions(images=Path(folder.root))) as labels:
        by_name = {name.rpartition("/")[2]: name for name in folder.names}
        second = [replace(one, image=_name_here(one.image, folder, by_name)) for one in labels.annotations]
    if not any(one.image in folder.positions for one in second):
        raise LabelsUnreadable(other, "None of its images is in this folder.", "Choose labels of the same images.")
    first = (one for _, one in all_annotations(folder, names, len(names), progress))
    labelled = [one for one in first if one.shapes or one.classes or one.state != "unlabelled"]
    return compare_sets(labelled, [one for one in second if one.image in folder.positions])


def _name_here(image: str, folder: ImageFolder, by_name: dict[str, str]) -> str:
    """The image's name in the folder: as it stands, else by its last part."""
    if image in folder.positions:
        return image
    return by_name.get(image.replace("\\", "/").rpartition("/")[2], image)
