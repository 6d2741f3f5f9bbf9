"""CreateML's JSON as labelImg writes it: boxes by their centre, in pixels, with no size of the image."""

from pathlib import Path
from typing import Any, Final

from desktop_app.annotation.exchange.losses import Loss
from desktop_app.annotation.exchange.lowering import Keeps, lower, natural_state, only
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    LabelsUnreadable,
    Problems,
    items,
    mapping,
    number,
    read_json,
    text,
    true,
)
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import (
    pictures_of,
    put_picture,
    staged_file,
    tidy,
    unique_names,
    write_json,
)
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Shape, labels_in, points_of

KEEPS: Final = Keeps(
    kinds={**only("rectangle"), "skeleton": "box"}, labels="repeat", holes="fill", states=frozenset({"verified"})
)


def _sniff(path: Path) -> float:
    keys = glance(path).keys
    return (
        0.95
        if {"[].image", "[].annotations[].coordinates.x"} <= keys
        else 0.7
        if {"[].image", "[].verified"} <= keys
        else 0.0
    )


def _read(path: Path, options: ReadOptions) -> LabelSet:
    document = read_json(path)
    if not isinstance(document, list):
        raise LabelsUnreadable(str(path), "It is not CreateML's list of images.")
    problems = Problems(path.name)
    folders = tuple(dict.fromkeys(folder for folder in (options.images, path.parent) if folder is not None))
    pictures = Pictures(folders, options.sizes)
    images: list[Annotation] = []
    for position, record in enumerate(items(document)):
        with problems.record(f"[{position}]"):
            images.append(_image(mapping(record), f"[{position}]", pictures, problems))
    return LabelSet(
        tuple(images), LabelSchema().with_names(labels_in(images)), str(folders[0]), "", tuple(problems.found)
    )


def _image(record: Any, place: str, pictures: Pictures, problems: Problems) -> Annotation:
    name = plain_name(text(record["image"]))
    if not name:
        raise BadRecord("The record names no image.")
    shapes: list[Shape] = []
    for position, said in enumerate(items(record.get("annotations"))):
        with problems.record(f"{place}.annotations[{position}]"):
            shapes.append(_shape(mapping(said)))
    state = "verified" if true(record.get("verified")) else natural_state(shapes, {})
    return Annotation(name, *(pictures.size(name) or (0, 0)), tuple(shapes), state=state)


def _shape(said: Any) -> Shape:
    place = mapping(said["coordinates"])
    x, y, width, height = (number(place[key]) for key in ("x", "y", "width", "height"))
    if width < 0 or height < 0:
        raise BadRecord("The box has a negative size.")
    label = text(said.get("label"))
    corners = points_of([(x - width / 2, y - height / 2), (x + width / 2, y + height / 2)])
    return Shape("rectangle", (label,) if label else (), corners)


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = lower(labels, KEEPS)
    pictures = pictures_of(labels, options)
    with staged_file(target) as place:
        document: list[Any] = []
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            boxes = [{"label": shape.label, "coordinates": _coordinates(shape)} for shape in image.shapes]
            document.append({"image": name, "verified": image.state == "verified", "annotations": boxes})
            put_picture(image, place.parent / name, pictures, options, losses)
        write_json(place, document)
    return losses.report()


def _coordinates(shape: Shape) -> dict[str, float | int]:
    left, top, right, bottom = shape.box
    centre = {"x": tidy((left + right) / 2), "y": tidy((top + bottom) / 2)}
    return {**centre, "width": tidy(right - left), "height": tidy(bottom - top)}


FORMAT: Final = Format(
    "labelimg-createml", "labelImg (CreateML)", _sniff, _read, _write, "file", ".json", KEEPS.kinds, KEEPS,
    extensions=(".json",),
)  # fmt: skip
