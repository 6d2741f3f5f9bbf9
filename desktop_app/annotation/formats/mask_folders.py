"""Folders of masks: a PNG of class numbers for each image, and one of object numbers where objects are told apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, only
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.numbered import is_colour, read_numbers, write_indexed
from desktop_app.annotation.formats.pictures import Pictures
from desktop_app.annotation.formats.reading import BadRecord, LabelsUnreadable, Problems, read_lines, read_names
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import (
    pictures_of,
    put_picture,
    staged,
    unique_names,
    unique_stems,
    write_text,
)
from desktop_app.annotation.model import Annotation, Label, LabelSchema, LabelSet, Mask, Shape, labels_in
from desktop_app.annotation.shapes.kinds import edges_of
from desktop_app.annotation.shapes.masks import area_of, trimmed

VOID: Final = 255
"""In VOC's masks: the border between objects, which belongs to none."""
CLASSES: Final = "SegmentationClass"
OBJECTS: Final = "SegmentationObject"
PICTURES: Final = (f"{CLASSES}/*", f"{OBJECTS}/*")
"""Patterns of the masks of a VOC data set."""
_SAME_OBJECT: Final = 0.5
"""Overlap of a box and of a mask's box from which on they are one object."""
_LISTS: Final = ("class_names.txt", "labelmap.txt", "classes.txt", "labels.txt")
VOC_NAMES: Final = [
    "background",
    "aeroplane",
    "bicycle",
    "bird",
    "boat",
    "bottle",
    "bus",
    "car",
    "cat",
    "chair",
    "cow",
    "diningtable",
    "dog",
    "horse",
    "motorbike",
    "person",
    "pottedplant",
    "sheep",
    "sofa",
    "train",
    "tvmonitor",
]

KEEPS: Final = Keeps(
    kinds=only("mask"),
    holes="mask",
    labels="first",
    one_line=True,
    clip="masks",
    needs_size=True,
    schema=frozenset({"index"}),
)


# numbers and their names


def masks_of(numbers: NDArray[np.int64]) -> dict[int, Mask]:
    """The mask of each number but 0."""
    found: dict[int, Mask] = {}
    for value in np.unique(numbers).tolist():
        if value not in (0, 1 << 24):
            found[value] = trimmed(numbers == value)
    return found


def _names_in(root: Path) -> tuple[tuple[str, ...], dict[int, str]]:
    """The class list of a folder by number, and by colour."""
    for name in _LISTS:
        if (root / name).is_file():
            lines = [line for line in read_lines(root / name) if line and not line.startswith("#")]
            if name == "labelmap.txt":
                return _label_map(lines)
            return read_names(root / name), {}
    return (), {}


def _label_map(lines: Iterable[str]) -> tuple[tuple[str, ...], dict[int, str]]:
    """CVAT's `name:r,g,b:parts:actions`."""
    names: list[str] = []
    colours: dict[int, str] = {}
    for line in lines:
        name, _, rest = line.partition(":")
        names.append(name)
        parts = rest.partition(":")[0].split(",")
        if len(parts) == 3 and all(part.strip().isdecimal() for part in parts):
            red, green, blue = (min(255, int(part)) for part in parts)
            colours[(red << 16 | green << 8 | blue) + (1 << 24)] = name
    return tuple(names), colours


def _named(value: int, names: Sequence[str], colours: Mapping[int, str]) -> str:
    if is_colour(value):
        return colours.get(value, f"#{value - (1 << 24):06x}")
    return names[value] if value < len(names) else f"label {value}"


# reading


def _read(path: Path, options: ReadOptions) -> LabelSet:
    root = path.parent if path.name in (CLASSES, OBJECTS) else path
    folder = root / CLASSES if (root / CLASSES).is_dir() else root / "masks" if (root / "masks").is_dir() else root
    files = sorted(file for file in folder.rglob("*.png") if file.is_file() and not file.name.startswith("."))
    if not files:
        raise LabelsUnreadable(str(path), "There are no masks in it.")
    names, colours = _names_in(root)
    if not names and folder.name == CLASSES:
        names = tuple(VOC_NAMES)
    problems = Problems(path.name)
    pictures = Pictures((options.images or root,), options.sizes)
    images: list[Annotation] = []
    for file in files:
        stem = file.relative_to(folder).with_suffix("").as_posix()
        with problems.record(file.relative_to(root).as_posix()):
            numbers = read_numbers(file)
            shapes = _shapes(numbers, root / OBJECTS / f"{stem}.png", names, colours, folder.name == CLASSES)
            name = _picture(stem, pictures)
            images.append(
                Annotation(
                    name, numbers.shape[1], numbers.shape[0], shapes, state="labelled" if shapes else "unlabelled"
                )
            )
    first = names[1:] if names[:1] == ("__ignore__",) else names
    first = first[1:] if first and first[0] in ("_background_", "background", "__background__") else first
    schema = LabelSchema(tuple(map(Label, dict.fromkeys(first)))).with_names(labels_in(images))
    return LabelSet(
        tuple(images), schema, str(pictures.folders[0] if options.images else root), "", tuple(problems.found)
    )


def _picture(stem: str, pictures: Pictures) -> str:
    """The picture that a mask belongs to: not itself, nor another mask."""
    for candidate in (f"JPEGImages/{stem}", f"images/{stem}", stem, stem.removesuffix("_mask")):
        found = pictures.by_stem(candidate)
        if found is not None and found.rpartition("/")[0].partition("/")[0] not in (CLASSES, OBJECTS, "masks"):
            return found
    return f"{stem}.jpg"


def _shapes(
    numbers: NDArray[np.int64], objects: Path, names: Sequence[str], colours: Mapping[int, str], void: bool
) -> tuple[Shape, ...]:
    known = np.where(numbers == VOID, 0, numbers) if void else numbers
    if not objects.is_file():
        return tuple(_shape(mask, _named(value, names, colours)) for value, mask in masks_of(known).items())
    instances = read_numbers(objects)
    if instances.shape != known.shape:
        raise BadRecord("The masks of classes and of objects differ in size.")
    instances = np.where(instances == VOID, 0, instances) if instances.max(initial=0) <= VOID else instances
    made: list[Shape] = []
    for mask in masks_of(instances).values():
        rows, columns = slice(mask.top, mask.top + mask.height), slice(mask.left, mask.left + mask.width)
        values, counts = np.unique(known[rows, columns][mask.bits()], return_counts=True)
        value = int(values[int(np.argmax(counts))])
        if value:
            made.append(_shape(mask, _named(value, names, colours)))
    return tuple(made)


def _shape(mask: Mask, name: str) -> Shape:
    return Shape("mask", (name,), edges_of(mask), mask=mask)


def shapes_of_voc_masks(folders: Sequence[Path], stem: str, boxes: list[Shape], problems: Problems) -> list[Shape]:
    """The objects of a VOC image, those that the data set has masks of as masks with what their box says of them."""
    for root in folders:
        path = root / CLASSES / f"{stem}.png"
        if not path.is_file():
            continue
        with problems.record(f"{CLASSES}/{stem}.png"):
            names, colours = _names_in(root)
            found = _shapes(read_numbers(path), root / OBJECTS / f"{stem}.png", names or VOC_NAMES, colours, True)
            return _with_masks(boxes, found)
    return boxes


def _with_masks(boxes: Sequence[Shape], masks: Iterable[Shape]) -> list[Shape]:
    objects = list(boxes)
    for mask in masks:
        overlaps = [_overlap(shape, mask) if shape.mask is None else 0.0 for shape in objects]
        best = int(np.argmax(overlaps)) if overlaps else 0
        if overlaps and overlaps[best] > _SAME_OBJECT:
            objects[best] = replace(objects[best], kind="mask", points=mask.points, mask=mask.mask)
        else:
            objects.append(mask)
    return objects


def _overlap(first: Shape, second: Shape) -> float:
    """Intersection over union of two boxes of one label."""
    if first.label != second.label:
        return 0.0
    (a0, b0, a1, b1), (c0, d0, c1, d1) = first.box, second.box
    common = max(0.0, min(a1, c1) - max(a0, c0)) * max(0.0, min(b1, d1) - max(b0, d0))
    joined = (a1 - a0) * (b1 - b0) + (c1 - c0) * (d1 - d0) - common
    return common / joined if joined else 0.0


def sniff(path: Path) -> float:
    """Whether a folder holds masks: VOC's names of folders, or a class list beside PNGs with few colours."""
    look = glance(path)
    if not look.is_folder:
        return 0.0
    if path.name == CLASSES or any(name.startswith(f"{CLASSES}/") for name in look.entries):
        voc = any(name.endswith(".xml") for name in look.entries)  # boxes and masks are read together as VOC
        return 0.4 if voc else 0.9
    inside = [name for name in look.entries if name.startswith("masks/") and name.endswith(".png")]
    listed = any((path / name).is_file() for name in _LISTS)
    return 0.8 if inside and listed else 0.5 if inside else 0.0


# writing


def lower_masks(labels: LabelSet, keeps: Keeps = KEEPS) -> tuple[LabelSet, LossCounter]:
    """Each pixel belongs to the topmost shape there; what is wholly covered is gone. At most 254 classes have a number."""
    lowered, losses = lower(labels, keeps)
    schema = lowered.schema
    known = {label.name for label in schema.labels[: VOID - 1]}
    images = tuple(_flattened(image, known, losses) for image in lowered.annotations)
    if len(schema.labels) >= VOID:
        schema = replace(schema, labels=schema.labels[: VOID - 1])
    return replace(lowered, annotations=images, schema=schema), losses


def _flattened(image: Annotation, known: set[str], losses: LossCounter) -> Annotation:
    kept: list[Shape] = []
    covered = np.zeros((image.height, image.width), np.bool_)
    for shape in reversed(image.shapes):
        if shape.label not in known:
            losses.add("shape of a label beyond the 254th dropped", image.image)
            continue
        mask = shape.mask
        assert mask is not None
        place = (slice(mask.top, mask.top + mask.height), slice(mask.left, mask.left + mask.width))
        seen = trimmed(mask.bits() & ~covered[place], mask.left, mask.top)
        if not seen.width:
            losses.add("mask covered by others dropped", image.image)
            continue
        if area_of(seen) != area_of(mask):
            losses.add("pixels covered by masks above dropped", image.image)
        covered[place] |= mask.bits()
        kept.append(replace(shape, mask=seen, points=edges_of(seen)))
    shapes = tuple(reversed(kept))
    return replace(image.with_shapes(shapes), state="labelled" if shapes else "unlabelled")


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    """`SegmentationClass`, `SegmentationObject`, and `class_names.txt` with the background first."""
    lowered, losses = lower_masks(labels)
    pictures = pictures_of(labels, options)
    index = {label.name: number for number, label in enumerate(lowered.schema.labels, 1)}
    names = unique_names(lowered.annotations)
    with staged(target) as folder:
        for image, name, stem in zip(lowered.annotations, names, unique_stems(names), strict=True):
            if image.width and image.height:
                _write_masks(image, stem, index, folder)
            put_picture(image, folder / "JPEGImages" / name, pictures, options, losses)
        write_text(folder / "class_names.txt", "".join(f"{name}\n" for name in ("_background_", *index)))
        (folder / CLASSES).mkdir(exist_ok=True)
    return losses.report()


def _write_masks(image: Annotation, stem: str, index: Mapping[str, int], folder: Path) -> None:
    classes = np.zeros((image.height, image.width), np.uint16)
    objects = np.zeros_like(classes)
    number = 0
    for shape in image.shapes:
        assert shape.mask is not None
        number += 1 if number + 1 != VOID else 2  # 255 means no object
        rows = slice(shape.mask.top, shape.mask.top + shape.mask.height)
        columns = slice(shape.mask.left, shape.mask.left + shape.mask.width)
        bits = shape.mask.bits()
        classes[rows, columns][bits] = index[shape.label]
        objects[rows, columns][bits] = number
    write_indexed(folder / CLASSES / f"{stem}.png", classes)
    write_indexed(folder / OBJECTS / f"{stem}.png", objects)


MASKS: Final = Format(
    "masks", "Mask PNG folders", sniff, _read, _write, treatments=KEEPS.kinds, keeps=KEEPS, lower=lower_masks, own_folders=True,
    own_pictures=(*PICTURES, "masks/*"),
)  # fmt: skip
