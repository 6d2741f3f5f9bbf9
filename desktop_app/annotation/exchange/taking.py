"""Labels of another tool taken into a folder of images: looked at first, then saved as label files beside the images."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from desktop_app.annotation.exchange.lowering import UNNAMED
from desktop_app.annotation.folders.folder import FolderError, ImageFolder, is_image_name, open_images
from desktop_app.annotation.folders.labels_of import load_image_labels, other_size, save_image_labels
from desktop_app.annotation.folders.many import AddShapes, all_annotations, twin_of, with_natural_state
from desktop_app.annotation.formats import all as registry
from desktop_app.annotation.formats.archives import is_zip
from desktop_app.annotation.formats.opening import opened, pictures_for
from desktop_app.annotation.formats.pictures import plain_name
from desktop_app.annotation.formats.reading import LabelsUnreadable
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.imagery.images import ImageError, image_info
from desktop_app.annotation.label_names import shown_name, with_plain_names
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Problem
from desktop_app.annotation.schema import load_schema, save_schema
from desktop_app.annotation.sentences import reason_of
from desktop_app.annotation.shapes.tracks import numbers_apart, tracks_in, with_track_numbers

type Progress = Callable[[int, int, str], None]
type Existing = Literal["add", "replace", "skip"]
"""What becomes of labels that an image has already."""

SHOWN: Final = 500
_OWN: Final = frozenset({"labelme", "xanylabeling"})
"""Formats whose files the folder shows by itself, since it keeps its labels so."""


@dataclass(frozen=True)
class Preview:
    """What an import would bring."""

    source: str
    format: str
    """Name in the registry; empty when nothing was recognised."""
    likely: tuple[tuple[str, str, float], ...]
    """Formats that it may be: name, title, how sure that is."""
    images: int = 0
    shapes: int = 0
    suggestions: int = 0
    labels: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    classes: tuple[str, ...] = ()
    located: int = 0
    missing: tuple[str, ...] = ()
    """Images that were not found, the first of them."""
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    must_copy: bool = False
    """Whether the pictures have no folder of their own to keep labels in: they are in a zip, or lie all over the disk."""
    trouble: str = ""
    """Why nothing can be taken over, in a sentence."""


@dataclass(frozen=True)
class Taken:
    """What an import brought."""

    folder: str
    """Open this now."""
    images: int
    shapes: int
    skipped: int
    """Images left alone because they had labels already."""
    problems: tuple[Problem, ...]


def recognised(path: str) -> str:
    """The format of another tool at a path; empty for images and for label files of the folder's own kind."""
    place = Path(path)
    if place.is_file() and is_image_name(place.name):
        return ""
    likely = registry.detect(place)
    return likely[0][0].name if likely and likely[0][0].name not in _OWN else ""


def preview(path: str, format: str = "", images: str = "", progress: Progress | None = None) -> Preview:
    """Look at labels without writing anything."""
    place = Path(path)
    likely = tuple((one.name, one.title, sure) for one, sure in registry.detect(place))
    chosen = format or (likely[0][0] if likely else "")
    options = ReadOptions(images=Path(images) if images else None)
    try:
        with opened(place, registry.FORMATS, chosen or None, options) as labels:
            return _previewed(path, labels, likely, options, progress)
    except (LabelsUnreadable, OSError) as error:
        return Preview(path, chosen, likely, trouble=str(error))


def _previewed(
    path: str, labels: LabelSet, likely: tuple[tuple[str, str, float], ...], options: ReadOptions, progress: Progress | None
) -> Preview:  # fmt: skip
    names: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    suggestions = 0
    for image in labels.annotations:
        kinds.update(shape.kind for shape in image.shapes)
        names.update(label for shape in image.shapes for label in shape.labels)
        suggestions += sum(shape.is_suggestion for shape in image.shapes)
    found, missing = _located(path, labels, options, progress)
    classes = dict.fromkeys(
        (*labels.schema.image_classes, *(name for one in labels.annotations for name in one.classes))
    )
    unused = [(label.name, 0) for label in labels.schema.labels if label.name not in names]
    return Preview(
        path, labels.format, likely, len(labels.annotations), kinds.total(), suggestions,
        (*names.most_common(), *unused), tuple(kinds.most_common()), tuple(classes), len(found), tuple(missing[:SHOWN]),
        labels.problems[:SHOWN], len(labels.problems), is_zip(Path(path)) or (bool(found) and not _home(found.values(), path, labels)),
    )  # fmt: skip


def _located(
    path: str, labels: LabelSet, options: ReadOptions, progress: Progress | None
) -> tuple[dict[str, Path], list[str]]:
    """The picture of each image by the image's name, and the images without one."""
    pictures = pictures_for(Path(path), labels.root, options)
    found: dict[str, Path] = {}
    missing: list[str] = []
    for place, image in enumerate(labels.annotations):
        if progress is not None:
            progress(place, len(labels.annotations), image.image)
        picture = pictures.find(image.image)
        if picture is None:
            missing.append(image.image)
        else:
            found[image.image] = Path(os.path.abspath(picture))
    return found, missing


def _home(found: Iterable[Path], source: str, labels: LabelSet) -> str:
    """The folder that all pictures lie in; empty where that would be half the disk."""
    parents = {str(path.parent) for path in found}
    if not parents:
        return ""
    try:
        common = os.path.commonpath(parents)
    except ValueError:  # several drives
        return ""
    if common in parents:
        return common
    place = Path(source)
    near = [Path(os.path.abspath(one)) for one in (labels.root, place if place.is_dir() else place.parent) if one]
    return common if any(Path(common).is_relative_to(one) or one.is_relative_to(common) for one in near) and len(Path(common).parts) > 2 else ""  # fmt: skip


def take_over(
    path: str,
    format: str,
    images: str = "",
    target: str = "",
    existing: Existing = "add",
    progress: Progress | None = None,
) -> Taken:
    """Save labels of another tool as label files beside the pictures, which are copied to `target` when that is named.

    Raises LabelsUnreadable when nothing can be read, and FolderError when no picture is there.
    """
    options = ReadOptions(images=Path(images) if images else None)
    with opened(Path(path), registry.FORMATS, format or None, options) as labels:
        found, missing = _located(path, labels, options, None)
        if not found:
            raise FolderError("folder-absent", name=missing[0] if missing else Path(path).name)
        home = target or _home(found.values(), path, labels)
        if not home:
            raise LabelsUnreadable(path, "Its pictures have no folder in common.", "Choose a folder to copy them to.")
        if target:
            found = _copied(found, Path(target))
        return _saved(labels, found, missing, home, existing, progress)


def _copied(found: dict[str, Path], target: Path) -> dict[str, Path]:
    """The pictures in a folder of their own; a file of that name with other contents is never replaced."""
    made: dict[str, Path] = {}
    taken: set[Path] = set()
    for name, path in found.items():
        place = target / (plain_name(name) or path.name)
        if not is_image_name(place.name):
            place = place.with_name(path.name)
        place = _free(place, path, taken)
        taken.add(place)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = place.with_name(f".{place.name}.part")
            shutil.copyfile(path, beside)
            os.replace(beside, place)
        made[name] = place
    return made


def _free(place: Path, path: Path, taken: set[Path]) -> Path:
    for number in range(1, 10_000):
        tried = place if number == 1 else place.with_stem(f"{place.stem}-{number}")
        if tried not in taken and (not tried.exists() or _same(tried, path)):
            return tried
    return place


def _same(first: Path, second: Path) -> bool:
    import filecmp

    return filecmp.cmp(first, second, shallow=False)


def _saved(
    labels: LabelSet,
    found: dict[str, Path],
    missing: Sequence[str],
    home: str,
    existing: Existing,
    progress: Progress | None,
) -> Taken:
    folder = open_images(Path(home))
    labels, renamed = with_plain_names(labels, UNNAMED)
    places = {os.path.realpath(folder.image_path(name)): name for name in folder.names}
    problems = [*labels.problems, *(Problem(name, "The picture was not found.") for name in missing)]
    problems += [_of_odd_name(name, plain) for name, plain in renamed.items()]
    images = shapes = skipped = 0
    homes = {image: places.get(os.path.realpath(path)) for image, path in found.items()}
    numbered = _tracks_apart(labels.annotations, folder, homes, existing)
    for place, image in enumerate(numbered):
        if progress is not None:
            progress(place, len(numbered), image.image)
        if image.image not in found:
            continue
        name = homes[image.image]
        try:
            if name is None:
                raise FolderError("folder-absent", name=image.image)
            done = _save_one(folder, name, image, labels.format, existing)
            if done:
                problems += _of_other_size(image, found[image.image])
        except Exception as error:  # a label file fails in many ways; each is one image's
            problems.append(Problem(image.image, reason_of(error)))
            continue
        skipped += not done
        images += done
        shapes += len(image.shapes) if done else 0
    _keep_schema(Path(folder.labels_folder), labels.schema, problems)
    return Taken(home, images, shapes, skipped, tuple(problems))


def _tracks_apart(
    images: Sequence[Annotation], folder: ImageFolder, homes: Mapping[str, str | None], existing: Existing
) -> Sequence[Annotation]:
    """The images with tracks whose numbers no other object of the folder has; an object that is there keeps its own."""
    wanted = tracks_in(images)
    if not wanted:
        return images
    coming = {home: image for image in images if (home := homes.get(image.image)) is not None}
    taken: set[int] = set()
    known: dict[int, int] = {}
    for name, before in all_annotations(folder, folder.names):
        if name in coming and existing == "replace":
            continue
        taken |= tracks_in([before])
        for shape in coming[name].shapes if name in coming else ():
            twin = twin_of(shape, before) if shape.track is not None else None
            if twin is not None and twin.track is not None and shape.track is not None:
                known.setdefault(shape.track.id, twin.track.id)
    numbers = numbers_apart(wanted, taken, known)
    return [with_track_numbers(image, numbers) for image in images]


def _save_one(folder: ImageFolder, name: str, image: Annotation, format: str, existing: Existing) -> bool:
    loaded = load_image_labels(folder, name)
    before = loaded.annotation
    if existing == "skip" and (before.shapes or before.classes):
        return False
    marked = tuple(shape if shape.source else replace(shape, source=f"import:{format}") for shape in image.shapes)
    if existing == "replace":
        wanted = replace(image, image=before.image, width=before.width, height=before.height, shapes=marked)
    else:
        wanted = _joined(before, image, marked)
    wanted = with_natural_state(wanted)
    if wanted != before:
        save_image_labels(loaded, wanted)
    return True


def _of_odd_name(name: str, plain: str) -> Problem:
    """That a label came under a name that fits on a line."""
    message = f"A label has line breaks, tabs or blanks around its name; it was taken as {plain!r}."
    return Problem(shown_name(name), message, "Rename it in the other tool too.")


def _of_other_size(image: Annotation, picture: Path) -> list[Problem]:
    """That the labels were made for a larger or smaller picture, which nothing says any more once they are saved."""
    if not image.shapes or not (image.width and image.height):
        return []
    try:
        info = image_info(picture)
    except ImageError:  # the image itself will say so
        return []
    said, true = (image.width, image.height), (info.width, info.height)
    return [] if said == true else [other_size(image.image, said, true, info.orientation)]


def _joined(before: Annotation, image: Annotation, shapes: tuple[object, ...]) -> Annotation:
    """What the image has, and what comes on top; whatever was said here already stays."""
    blank = not before.shapes and not before.classes and not before.notes
    if blank:
        return replace(
            image, image=before.image, width=before.width, height=before.height, shapes=shapes,  # type: ignore[arg-type]
            extras={**image.extras, **before.extras},
        )  # fmt: skip
    grown = AddShapes(shapes)(before)  # type: ignore[arg-type]
    return replace(
        grown,
        flags={**image.flags, **before.flags},
        attributes={**image.attributes, **before.attributes},
        notes=before.notes or image.notes,
    )


def _keep_schema(folder: Path, schema: LabelSchema, problems: list[Problem]) -> None:
    """The tool's labels in their order where the folder has no schema; otherwise what it lacks is put at the end."""
    try:
        before = load_schema(folder)
        if before is None:
            if schema.labels or schema.image_classes:
                save_schema(folder, schema)
            return
        own = before[0]
        new = tuple(label for label in schema.labels if label.name not in own.index)
        classes = tuple(dict.fromkeys((*own.image_classes, *schema.image_classes)))
        grown = replace(own, labels=(*own.labels, *new), image_classes=classes)
        if grown != own:
            save_schema(folder, grown)
    except (OSError, ValueError) as error:
        problems.append(Problem("labels", reason_of(error)))
