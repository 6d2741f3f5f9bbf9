"""PixelAnnotationTool: beside each picture its markers, its finished mask and that mask in colours, and one list of labels."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, only
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.mask_folders import VOID, is_colour, lower_masks, masks_of, read_numbers
from desktop_app.annotation.formats.pictures import Pictures
from desktop_app.annotation.formats.reading import BadRecord, LabelsUnreadable, Problems, mapping, read_json, text
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import (
    pictures_of,
    put_picture,
    staged,
    unique_names,
    unique_stems,
    write_json,
)
from desktop_app.annotation.model import Annotation, Label, LabelSchema, LabelSet, Shape, labels_in
from desktop_app.annotation.shapes.kinds import edges_of
from desktop_app.annotation.shapes.masks import union

EXTRAS: Final = "pixel-annotation"
KEEPS: Final = Keeps(
    kinds=only("mask"),
    holes="mask",
    labels="first",
    clip="masks",
    needs_size=True,
    schema=frozenset({"colour", "supercategory"}),
)
_FINISHED: Final = "_watershed_mask.png"
_MARKERS: Final = "_mask.png"
_COLOURS: Final = "_color_mask.png"


def _sniff(path: Path) -> float:
    look = glance(path)
    if not look.is_folder:
        return 0.0
    if any(name.endswith(_FINISHED) for name in look.entries):
        return 0.95
    markers = {name for name in look.entries if name.endswith(_MARKERS)}
    return (
        0.7
        if any(name.removesuffix(_COLOURS) + _MARKERS in markers for name in markers if name.endswith(_COLOURS))
        else 0.0
    )


# reading


def _read(path: Path, options: ReadOptions) -> LabelSet:
    if not path.is_dir():
        raise LabelsUnreadable(str(path), "It is not a folder with pictures and their masks.")
    stems = _stems(path)
    if not stems:
        raise LabelsUnreadable(str(path), "There are no masks of PixelAnnotationTool in it.")
    problems = Problems(path.name)
    labels = _config(path, problems)
    names = {number: label.name for number, label in labels.items()}
    pictures = Pictures(
        tuple(dict.fromkeys(folder for folder in (options.images, path) if folder is not None)), options.sizes
    )
    images: list[Annotation] = []
    for stem, finished in stems.items():
        file = f"{stem}{_FINISHED if finished else _MARKERS}"
        with problems.record(file):
            numbers = read_numbers(path / file)
            if not finished:
                problems.add(file, "The watershed was not run on this picture; its markers are read as they are.")
            shapes = _shapes(numbers, names)
            size = (numbers.shape[1], numbers.shape[0])
            name = pictures.by_stem(stem) or f"{stem}.png"
            images.append(Annotation(name, *size, shapes, state="labelled" if shapes else "unlabelled"))
    known = {image.image for image in images}
    images += (Annotation(name) for name in pictures.names() if name not in known and not name.endswith(_MARKERS))
    schema = LabelSchema(tuple(labels.values()), extras=_extras(labels)).with_names(labels_in(images))
    return LabelSet(tuple(images), schema, str(pictures.folders[0]), EXTRAS, tuple(problems.found))


def _stems(folder: Path) -> dict[str, bool]:
    """What masks are named after, and whether the watershed was run on it."""
    stems: dict[str, bool] = {}
    for path in sorted(folder.rglob("*" + _MARKERS)):
        name = path.relative_to(folder).as_posix()
        if name.endswith(_FINISHED):
            stems[name.removesuffix(_FINISHED)] = True
        elif not name.endswith(_COLOURS):
            stems.setdefault(name.removesuffix(_MARKERS), False)
    return stems


def _config(folder: Path, problems: Problems) -> dict[int, Label]:
    """The labels by their numbers, of the first JSON that lists some."""
    for path in sorted(folder.glob("*.json")):
        try:
            listed = mapping(mapping(read_json(path)).get("labels"))
        except (LabelsUnreadable, OSError) as error:
            problems.add(path.name, f"The list of labels is not read: {error}")
            continue
        found: dict[int, Label] = {}
        for key, record in listed.items():
            with problems.record(f"{path.name}: labels.{key[:40]}"):
                said = mapping(record)
                number = int(said["id"])
                if number in found:
                    raise BadRecord(f"The id {number} is that of {found[number].name!r} too.")
                found[number] = Label(
                    text(said.get("name")) or key, _colour(said), supercategory=text(said.get("categorie"))
                )
        if found:
            return found
    return {}


def _colour(said: Mapping[str, Any]) -> str:
    red, green, blue = (min(255, max(0, int(part))) for part in said.get("color") or (0, 0, 0))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _extras(labels: Mapping[int, Label]) -> dict[str, Any]:
    ids = {label.name: number for number, label in labels.items()}
    return {EXTRAS: {"ids": ids}} if ids else {}


def _shapes(numbers: NDArray[np.int64], names: Mapping[int, str]) -> tuple[Shape, ...]:
    """One mask for each number; 255 is the border between areas, which belongs to none."""
    if numbers.size and is_colour(int(numbers.max())):
        raise BadRecord("The mask holds colours and not numbers of labels.")
    found = masks_of(np.where(numbers == VOID, 0, numbers))
    return tuple(
        Shape("mask", (names.get(value) or f"label {value}",), edges_of(mask), mask=mask)
        for value, mask in found.items()
    )


# writing


def _lower(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    """Each pixel has one label, and of a label there is one area."""
    lowered, losses = lower_masks(labels, KEEPS)
    return replace(lowered, annotations=tuple(_joined(image, losses) for image in lowered.annotations)), losses


def _joined(image: Annotation, losses: LossCounter) -> Annotation:
    areas: dict[str, list[Shape]] = {}
    for shape in image.shapes:
        areas.setdefault(shape.label, []).append(shape)
    joined = len(image.shapes) - len(areas)
    if joined:
        losses.add("objects of one label became one area", image.image, joined)
    made: list[Shape] = []
    for own in areas.values():
        mask = union(shape.mask for shape in own if shape.mask is not None)
        made.append(replace(own[0], mask=mask, points=edges_of(mask)))
    return image.with_shapes(made)


def _numbers_of(schema: LabelSchema) -> dict[str, int]:
    """The numbers that an earlier list gave, and after them those that are free, from 1 to 254."""
    given = mapping(mapping(schema.extras.get(EXTRAS)).get("ids"))
    numbers: dict[str, int] = {}
    for label in schema.labels:
        number = given.get(label.name)
        if isinstance(number, int) and 0 < number < VOID and number not in numbers.values():
            numbers[label.name] = number
    free = iter([number for number in range(1, VOID) if number not in numbers.values()])
    for label in schema.labels:
        if label.name not in numbers:
            numbers[label.name] = next(free)
    return {label.name: numbers[label.name] for label in schema.labels}


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = _lower(labels)
    pictures = pictures_of(labels, options)
    numbers = _numbers_of(lowered.schema)
    colours = {label.name: _rgb(label) for label in lowered.schema.labels}
    names = unique_names(lowered.annotations)
    with staged(target) as folder:
        for image, name, stem in zip(lowered.annotations, names, unique_stems(names), strict=True):
            if image.shapes:
                _write_trio(image, folder / stem, numbers, colours)
            put_picture(image, folder / name, pictures, options, losses)
        write_json(folder / "labels.json", {"labels": _list(lowered.schema, numbers, colours)}, indent=2)
    return losses.report()


def _rgb(label: Label) -> tuple[int, int, int]:
    value = int(label.colour[1:], 16) if label.colour else zlib.crc32(label.name.encode("utf-8", "surrogatepass"))
    return (value >> 16 & 255, value >> 8 & 255, value & 255)


def _list(schema: LabelSchema, numbers: Mapping[str, int], colours: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    categories = {
        name: place for place, name in enumerate(dict.fromkeys(label.supercategory for label in schema.labels))
    }
    return {
        label.name: {
            "name": label.name, "id": numbers[label.name], "categorie": label.supercategory,
            "id_categorie": categories[label.supercategory], "color": list(colours[label.name]),
        }
        for label in schema.labels
    }  # fmt: skip


def _write_trio(
    image: Annotation, place: Path, numbers: Mapping[str, int], colours: Mapping[str, Sequence[int]]
) -> None:
    """The same areas as markers and as result, so that the tool's own watershed gives them again."""
    from PIL import Image

    ids = np.zeros((image.height, image.width), np.uint8)
    shown = np.zeros((image.height, image.width, 3), np.uint8)
    for shape in image.shapes:
        assert shape.mask is not None
        rows = slice(shape.mask.top, shape.mask.top + shape.mask.height)
        columns = slice(shape.mask.left, shape.mask.left + shape.mask.width)
        bits = shape.mask.bits()
        ids[rows, columns][bits] = numbers[shape.label]
        shown[rows, columns][bits] = colours[shape.label]
    place.parent.mkdir(parents=True, exist_ok=True)
    three = np.repeat(ids[..., None], 3, axis=2)
    for ending, pixels in ((_FINISHED, three), (_MARKERS, three), (_COLOURS, shown)):
        Image.fromarray(pixels).save(place.with_name(place.name + ending), format="PNG")


FORMAT: Final = Format(
    "pixel-annotation", "PixelAnnotationTool", _sniff, _read, _write, treatments=KEEPS.kinds, keeps=KEEPS, lower=_lower,
    own_pictures=(f"*{_MARKERS}",),
)  # fmt: skip
