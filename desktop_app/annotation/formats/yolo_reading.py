"""YOLO data sets read: `data.yaml` with folders `images` and `labels`, Roboflow's layout, or label files alone."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from desktop_app.annotation.formats.data_yaml import names_in, read_data_yaml
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.opening import SUBSETS
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    LabelsUnreadable,
    Problems,
    items,
    read_csv,
    read_lines,
    read_names,
)
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.formats.writing import SIZES
from desktop_app.annotation.formats.yolo_lines import Task, numbers_in, shapes_of_line
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Shape, Skeleton, labels_in
from desktop_app.annotation.model import Label as ModelLabel

SUBSET_NAMES: Final[Mapping[str, str]] = {
    "train": "train", "training": "train", "train2017": "train",
    "val": "val", "valid": "val", "validation": "val", "val2017": "val", "test": "test",
}  # fmt: skip
_NO_LABELS: Final = frozenset(
    {"classes.txt", "obj.names", "train.txt", "val.txt", "valid.txt", "test.txt", "readme.txt"}
)


@dataclass(slots=True)
class Source:
    """What a reader of label files works with."""

    root: Path
    files: Sequence[Path]
    task: Task
    options: ReadOptions
    names: Sequence[str]
    problems: Problems
    keypoints: tuple[int, int] = (0, 0)
    flips: tuple[tuple[int, int], ...] = ()
    pictures: Pictures = field(default_factory=lambda: Pictures(()))

    def read(self) -> LabelSet:
        """Every label file, and every picture without one."""
        listed = _sizes(self.root / SIZES)
        sizes = {**listed, **self.options.sizes}
        folders = [folder for folder in (self.options.images, self.root) if folder is not None]
        self.pictures = Pictures(tuple(dict.fromkeys(folders)), sizes)
        images: dict[str, Annotation] = {}
        for path in self.files:
            with self.problems.record(path.relative_to(self.root).as_posix()):
                image = self._image(path)
                images[image.image] = image
        for name in dict.fromkeys((*listed, *self.pictures.names())):
            if name not in images:
                size = listed.get(name)
                images[name] = Annotation(name, *(size or (0, 0)))
        found = tuple(images[name] for name in sorted(images))
        subsets = {name: subset for name in images if (subset := _subset_of(name))}
        return LabelSet(
            found,
            self._schema(found),
            str(folders[0]),
            "",
            tuple(self.problems.found),
            {SUBSETS: subsets} if subsets else {},
        )

    def _image(self, path: Path) -> Annotation:
        place = path.relative_to(self.root)
        stem = image_stem(place.with_suffix("").as_posix())
        name = self.pictures.by_stem(stem) or f"{stem}.jpg"
        lines = [(position, line) for position, line in enumerate(read_lines(path)) if line]
        size = self.pictures.size(name)
        if size is None:
            if lines:
                self.problems.add(
                    place.as_posix(),
                    f"The picture {name} is not there, so the places of its shapes ({len(lines)}) are not known.",
                    "Name the folder with the pictures.",
                )
            return Annotation(name, state="labelled")
        shapes: list[Shape] = []
        for position, line in lines:
            with self.problems.record(f"{place.as_posix()}: line {position + 1}"):
                found = shapes_of_line(line, self.names, size, self.task, self.keypoints)
                shapes += _grouped(found, len(shapes))
        return Annotation(name, *size, tuple(shapes), state="labelled")

    def _schema(self, images: Sequence[Annotation]) -> LabelSchema:
        count = self.keypoints[0]
        skeleton = Skeleton(tuple(str(number + 1) for number in range(count)), flips=self.flips) if count else None
        labels = tuple(ModelLabel(name, skeleton=skeleton) for name in dict.fromkeys(self.names))
        return LabelSchema(labels).with_names(labels_in(images))


def _grouped(found: list[Shape], group: int) -> list[Shape]:
    return [replace(shape, group=group + 1) for shape in found] if len(found) > 1 else found


def image_stem(stem: str) -> str:
    """Where the picture of a label file is, without ending: the last folder `labels` is `images` there."""
    parts = stem.split("/")
    for position in range(len(parts) - 2, -1, -1):
        if parts[position].lower() in ("labels", "labeltxt"):
            parts[position] = "images"
            break
    return "/".join(parts)


def _subset_of(name: str) -> str:
    return next((SUBSET_NAMES[part] for part in PurePosixPath(name.lower()).parts[:-1] if part in SUBSET_NAMES), "")


def _sizes(path: Path) -> dict[str, tuple[int, int]]:
    """What `image-sizes.csv` says, if it is there."""
    if not path.is_file():
        return {}
    sizes: dict[str, tuple[int, int]] = {}
    for row in read_csv(path, ",")[1:]:
        if len(row) == 3 and all(re.fullmatch(r"\d{1,6}", side) for side in row[1:]):
            sizes[plain_name(row[0])] = (int(row[1]), int(row[2]))
    return sizes


def label_files(root: Path) -> list[Path]:
    """The label files below a folder: those in folders `labels`, or all texts when there are no such folders."""
    every = list(_texts(root))
    inside = [path for path in every if "labels" in (part.lower() for part in path.relative_to(root).parts[:-1])]
    return inside or every


def _texts(root: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here) / name
            if name.endswith(".txt") and not name.endswith("-losses.txt") and not _is_list(path):
                yield path


def _is_list(path: Path) -> bool:
    """Whether a text lists classes or pictures: by its name, unless it holds boxes (of a picture called `train`)."""
    if path.name.lower() not in _NO_LABELS:
        return False
    lengths = [] if path.name.lower() == "classes.txt" else lengths_in([path])
    return not lengths or min(lengths) < 5


def read_dataset(path: Path, options: ReadOptions, task: Task) -> LabelSet:
    """Read the data set of a `data.yaml`, of its folder, or of a folder of label files."""
    single = path.is_file() and path.suffix.lower() == ".txt"
    yaml = yaml_in(path.parent if single else path) if single or path.is_dir() else path
    root = path.parent if path.is_file() else path
    document: dict[str, Any] = read_data_yaml(yaml) if yaml is not None else {}
    names = names_in(document) or _names_beside(root)
    files = [path] if single else label_files(root)
    if not files and yaml is None:
        raise LabelsUnreadable(str(path), "There are no YOLO label files in it.")
    shape = [int(value) for value in items(document.get("kpt_shape")) if isinstance(value, int)]
    keypoints = (shape[0], shape[1] if len(shape) > 1 else 3) if shape and 0 < shape[0] < 10_000 else (0, 0)
    return Source(root, files, task, options, names, Problems(path.name), keypoints, _flips(document)).read()


def _flips(document: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    order = [value for value in items(document.get("flip_idx")) if isinstance(value, int)]
    return tuple((here, there) for here, there in enumerate(order) if here < there < len(order))


def _names_beside(root: Path) -> tuple[str, ...]:
    for name in ("classes.txt", "labels/classes.txt", "obj.names", "classes.names"):
        if (root / name).is_file():
            return read_names(root / name)
    return ()


def yaml_in(folder: Path) -> Path | None:
    """The file that describes a YOLO data set in a folder."""
    found = [path for path in glance(folder).ending(".yaml", ".yml") if path.parent == folder and _describes(path)]
    return min(found, key=lambda path: (path.name != "data.yaml", path.name), default=None)


def _describes(path: Path) -> bool:
    head = "\n" + glance(path).head
    return "\nnames:" in head and any(f"\n{key}:" in head for key in ("train", "val", "nc", "path"))


def sniff_dataset(path: Path, task: Task) -> float:
    """How sure it is that this is a YOLO data set of that task, by `data.yaml` and by the length of lines."""
    look = glance(path)
    if look.is_folder:
        yaml = yaml_in(path)
    elif path.suffix.lower() in (".yaml", ".yml"):
        yaml = path if _describes(path) else None
        if yaml is None:
            return 0.0
    elif path.suffix.lower() == ".txt" and path.name.lower() not in _NO_LABELS:
        lengths = lengths_in([path])
        whole = bool(lengths) and all(length >= 5 for length in lengths)
        return 0.5 * _fits(task, lengths, False) if whole and _are_fractions(look.head) else 0.0
    else:
        return 0.0
    root = path if look.is_folder else path.parent
    files = label_files_quickly(root)
    if yaml is None and not any("labels" in path.parts for path in files):
        lengths = lengths_in(files)
        beside = look.has_images and bool(files) and all(_are_fractions(glance(path).head) for path in files[:5])
        whole = not any(0 < length < 5 for length in lengths)
        return 0.5 * _fits(task, lengths, False) if beside and whole else 0.0
    posed = yaml is not None and "\nkpt_shape:" in "\n" + glance(yaml).head
    return (0.92 if yaml is not None else 0.6) * _fits(task, lengths_in(files), posed)


def _are_fractions(head: str) -> bool:
    try:
        values = [value for line in head.splitlines()[:20] for value in numbers_in(line)[1:]]
    except BadRecord:
        return False
    return bool(values) and all(-0.5 <= value <= 1.5 for value in values)


def label_files_quickly(root: Path) -> list[Path]:
    """Some label files below a folder."""
    every = [path for path in glance(root).ending(".txt") if not _is_list(path)]
    return [path for path in every if "labels" in path.parts] or every


def lengths_in(files: Sequence[Path]) -> list[int]:
    """How many numbers lines have, in a few files; 0 for a line that is not numbers."""
    lengths: list[int] = []
    for path in files[:20]:
        for line in glance(path).head.splitlines()[:50]:
            if line.strip():
                try:
                    lengths.append(len(numbers_in(line)))
                except BadRecord:
                    lengths.append(0)
    return lengths


def _fits(task: Task, lengths: Sequence[int], posed: bool) -> float:
    if posed or task == "pose":
        return 1.0 if posed and task == "pose" else 0.0
    short = sum(0 < length < 5 for length in lengths)
    # a line or two that say nothing are told when they are read; they do not hide the whole set
    if short * 2 > len(lengths) or (lengths and not any(lengths)):
        return 0.0
    lengths = [length for length in lengths if not 0 < length < 5]
    boxes = all(length in (0, 5, 6) for length in lengths)
    quads = bool(lengths) and not boxes and all(length in (0, 9, 10) for length in lengths)
    if task == "detect":
        return 1.0 if boxes else 0.0
    if task == "obb":
        return 0.98 if quads else 0.0
    return 0.9 if quads else 0.0 if boxes else 1.0
