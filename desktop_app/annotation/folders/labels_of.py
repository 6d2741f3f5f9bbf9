"""The labels of one image of a folder: found, loaded with what is known of the image, and saved where they belong."""

import json
import os
import posixpath
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from desktop_app.annotation.folders.folder import ImageFolder
from desktop_app.annotation.folders.saving import Stamp, load_labels, save_labels
from desktop_app.annotation.formats.labelme_reading import LONGEST, image_path
from desktop_app.annotation.imagery.archive import has_member, image_file, unpack
from desktop_app.annotation.imagery.images import ImageError, image_info
from desktop_app.annotation.model import Annotation, Problem
from desktop_app.annotation.texts import text_of

_SIDEWAYS: Final = 5
"""EXIF orientations from here on swap width and height."""


@dataclass(frozen=True, slots=True)
class ImageLabels:
    """What is said of one image, and where it will be saved."""

    annotation: Annotation
    path: str
    """The label file, which need not exist yet."""
    stamp: Stamp | None
    """The state of the file that this was read from; None when there is none."""
    problems: tuple[Problem, ...] = ()


def load_image_labels(folder: ImageFolder, name: str) -> ImageLabels:
    """The labels of an image; blank ones where there are none. LabelFileError when its label file cannot be read."""
    found, target = label_files_of(folder, name)
    if found is None:
        blank = Annotation(_named(folder, name, target))
        return ImageLabels(*_measured(folder, name, blank, str(target), None, ()))
    loaded = load_labels(found)
    stamp = loaded.stamp if found == target else None  # what came out of a zip is saved beside it
    annotation = replace(loaded.annotation, image=_named(folder, name, target))
    return ImageLabels(*_measured(folder, name, annotation, str(target), stamp, loaded.problems))


def save_image_labels(labels: ImageLabels, annotation: Annotation) -> ImageLabels:
    """Save an annotation over what was loaded or saved before; ChangedElsewhere when another program was faster."""
    stamp = save_labels(Path(labels.path), annotation, labels.stamp)
    return replace(labels, annotation=annotation, stamp=stamp)


def label_files_of(folder: ImageFolder, name: str) -> tuple[Path | None, Path]:
    """The label file that is an image's (None when it has none), and the one that its labels are saved to."""
    candidates = folder.label_candidates(name)
    for path in candidates:
        if belongs(path, folder.image_path(name)):
            # what lies flat in a labels folder from before it mirrored is read there, and saved there
            return path, path
    target = next((path for path in candidates[:2] if not path.exists()), candidates[1])
    if folder.origin == "zip":
        for inner in (posixpath.splitext(name)[0] + ".json", name + ".json"):
            if inner in folder.label_files and has_member(folder, inner):
                return unpack(folder, inner), target
    return None, target


def belongs(path: Path, image: Path) -> bool:
    """Whether a label file is that image's: it names it, or names one that is gone and no other that is there."""
    try:
        named = named_image(path)
    except FileNotFoundError:
        return False
    except (OSError, ValueError, RecursionError):
        return True  # opening the image says what is wrong, instead of hiding the file and saving over it
    stored = path.parent / named if named else image
    if stored.exists():
        return _same_file(stored, image) or (stored.name == image.name and not image.exists())
    other = stored.name
    return os.path.normcase(other) == os.path.normcase(image.name) or not (image.parent / other).exists()


def _same_file(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except OSError:
        return False


def named_image(path: Path) -> str:
    """The image that a label file names; empty when it names none, ValueError when it is no JSON object."""
    with path.open("rb") as file:
        size = min(LONGEST, os.fstat(file.fileno()).st_size)
        document: Any = json.loads(text_of(file.read(size)))
    if not isinstance(document, dict):
        raise ValueError("not a label file")
    said: Any = document.get("imagePath")  # type: ignore[reportUnknownMemberType]
    return image_path(said)


def _named(folder: ImageFolder, name: str, target: Path) -> str:
    """The image's path as its label file names it."""
    if folder.origin == "zip":
        return name
    image = folder.image_path(name)
    try:
        relative = os.path.relpath(image, target.parent)
        if os.path.realpath(target.parent / relative) != os.path.realpath(image):  # a link on the way
            relative = os.path.relpath(os.path.realpath(image), os.path.realpath(target.parent))
        return Path(relative).as_posix()
    except ValueError:  # another drive
        return image.as_posix()


def _measured(
    folder: ImageFolder,
    name: str,
    annotation: Annotation,
    path: str,
    stamp: Stamp | None,
    problems: tuple[Problem, ...],
) -> tuple[Annotation, str, Stamp | None, tuple[Problem, ...]]:
    """With the image's true size; a file that says another is noticed."""
    try:
        info = image_info(image_file(folder, name))
    except ImageError as error:
        return annotation, path, stamp, (*problems, Problem(name, str(error)))
    said, true = (annotation.width, annotation.height), (info.width, info.height)
    if all(said) and said != true:
        problems = (*problems, other_size(name, said, true, info.orientation))
    return replace(annotation, width=true[0], height=true[1]), path, stamp, problems


def other_size(name: str, said: tuple[int, int], true: tuple[int, int], orientation: int) -> Problem:
    """That labels were made for an image of another size."""
    message = f"The labels were made for an image of {said[0]} x {said[1]} pixels; it has {true[0]} x {true[1]}."
    if orientation >= _SIDEWAYS and said == true[::-1]:
        return Problem(
            name, message, "They were drawn on the image as it is stored, before its EXIF rotation: turn them."
        )
    return Problem(name, message, "Check that they belong to this image.")
