"""A data set as it lies on disk, whatever its format: its labels, and the images that have none yet."""

import os
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from desktop_app.annotation.folders.folder import FolderError, ImageFolder, open_images
from desktop_app.annotation.formats.all import FORMATS, read_labels
from desktop_app.annotation.formats.reading import LabelsUnreadable
from desktop_app.annotation.formats.registry import Progress, ReadOptions
from desktop_app.annotation.imagery.images import ImageError, image_size
from desktop_app.annotation.model import Annotation, LabelSet
from desktop_app.annotation.review.mistakes import Mistake, mistakes_in, one_off_labels


@dataclass(frozen=True)
class Dataset:
    """Labels and images together."""

    labels: LabelSet
    """With a blank annotation for every image that has no labels."""
    has_schema: bool
    """Whether its labels are said by more than the shapes themselves."""

    @property
    def labelled(self) -> int:
        """Images with a shape or a class."""
        return sum(bool(one.shapes or one.classes) for one in self.labels.annotations)


def open_dataset(path: Path, format: str | None = None, images: Path | None = None) -> Dataset:
    """Read a data set; LabelsUnreadable when there are neither labels nor images."""
    folder = _images_of(images or path)
    try:
        labels = read_labels(path, format, ReadOptions(images=images))
    except LabelsUnreadable:
        if format is not None or folder is None:
            raise
        labels = LabelSet(root=folder.root)
    used = {name for one in labels.annotations for shape in one.shapes for name in shape.labels}
    has_schema = any(label.name not in used or label != type(label)(label.name) for label in labels.schema.labels)
    blank = tuple(_unlabelled(folder, labels)) if folder is not None else ()
    return Dataset(replace(labels, annotations=(*labels.annotations, *blank)), has_schema)


def _images_of(path: Path) -> ImageFolder | None:
    if not path.is_dir():
        return None
    try:
        folder = open_images(path)
    except FolderError:
        return None
    return folder if folder.names else None


def _unlabelled(folder: ImageFolder, labels: LabelSet) -> Iterable[Annotation]:
    """Images of the folder that no annotation is about; labels that name no folder are matched by the name alone."""
    format_ = FORMATS.get(labels.format)
    own = format_.own_pictures if format_ is not None else ()
    whole: set[str] = set()
    bare: set[str] = set()
    for one in labels.annotations:
        name = posixpath.normpath(one.image)
        whole.add(name)
        if "/" not in name or not (Path(folder.root) / name).is_file():
            bare.add(posixpath.basename(name))
    for name in folder.names:
        if name in whole or posixpath.basename(name) in bare:
            continue
        if not own or not _is_labels(Path(folder.root, name), labels.root, own):
            yield Annotation(name)


def _is_labels(picture: Path, root: str, patterns: Iterable[str]) -> bool:
    """Whether a picture is itself what its format labels with."""
    place = Path(os.path.relpath(picture, root or picture.parent)).as_posix()
    return any(fnmatchcase(place, pattern) for pattern in patterns)


def check(dataset: Dataset, progress: Progress | None = None) -> list[Mistake]:
    """All that may be wrong with a data set, image by image, then its odd labels."""
    schema = dataset.labels.schema if dataset.has_schema else None
    annotations = dataset.labels.annotations
    found: list[Mistake] = []
    for done, one in enumerate(annotations, 1):
        true, of_image = _of_image(one, dataset.labels.root)
        found += [*of_image, *mistakes_in(true, schema)]
        if progress is not None:
            progress(done, len(annotations), one.image)
    return found + one_off_labels(annotations)


def _of_image(annotation: Annotation, root: str) -> tuple[Annotation, list[Mistake]]:
    """The annotation with its image's true size where the image is there, and what is wrong with the image."""
    path = Path(root, annotation.image)
    if not root or not path.is_file():
        return annotation, []
    try:
        true = image_size(path)
    except ImageError as error:
        return annotation, [Mistake("image", annotation.image, values={"reason": str(error)})]
    said = (annotation.width, annotation.height)
    found: list[Mistake] = []
    if all(said) and said != true:
        sizes = {"said": f"{said[0]} x {said[1]}", "true": f"{true[0]} x {true[1]}"}
        found = [Mistake("size", annotation.image, values=sizes)]
    return replace(annotation, width=true[0], height=true[1]), found
