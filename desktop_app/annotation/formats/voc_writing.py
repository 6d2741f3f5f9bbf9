"""Pascal VOC's XML written: VOC's own folders and counting, and labelImg's files beside the pictures."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Final

import numpy as np

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, only
from desktop_app.annotation.formats.mask_folders import PICTURES
from desktop_app.annotation.formats.reading import mapping
from desktop_app.annotation.formats.registry import Format, WriteOptions
from desktop_app.annotation.formats.voc import EXTRAS, read, sniff
from desktop_app.annotation.formats.writing import (
    pictures_of,
    plain,
    put_picture,
    staged,
    unique_names,
    unique_stems,
    write_text,
)
from desktop_app.annotation.model import Annotation, LabelSet, Shape, points_of

_BOXES: Final[Mapping[Any, Any]] = {
    **only("rectangle"),
    "rectangle": "round",
    "polyline": "box",
    "line": "box",
}
KEEPS: Final = Keeps(
    kinds=_BOXES,
    labels="repeat",
    one_line=True,
    holes="fill",
    step=1.0,
    clip="all",
    fields=frozenset({"occluded", "truncated", "difficult"}),
    states=frozenset({"labelled"}),
    extras=EXTRAS,
)
LABELIMG_KEEPS: Final = replace(
    KEEPS, fields=frozenset({"truncated", "difficult"}), states=frozenset({"labelled", "verified"})
)


def lower_labelimg(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    """labelImg lifts what lies in the first row or column to 1."""
    lowered, losses = lower(labels, LABELIMG_KEEPS)

    def lifted(image: Annotation, shape: Shape) -> Shape:
        if shape.points.min() >= 1:
            return shape
        losses.add("box at the image's first row or column lifted to 1", image.image)
        start = np.maximum(shape.points[0], 1.0)
        return replace(shape, points=points_of([start, np.maximum(shape.points[1], start + 1)]))

    images = tuple(image.with_shapes(lifted(image, shape) for shape in image.shapes) for image in lowered.annotations)
    return replace(lowered, annotations=images), losses


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    """VOC's folders: `Annotations`, `JPEGImages`, and `ImageSets/Main` when there are subsets."""
    lowered, losses = lower(labels, KEEPS)
    subsets: dict[str, list[str]] = {}
    pictures = pictures_of(labels, options)
    with staged(target) as folder:

        def one(image: Annotation, name: str, stem: str) -> None:
            if image.state != "unlabelled":
                write_text(folder / "Annotations" / f"{stem}.xml", _xml(image, f"JPEGImages/{name}", 1))
            subset = options.subsets.get(image.image, "")
            if subset:
                subsets.setdefault(subset, []).append(stem)
            put_picture(image, folder / "JPEGImages" / name, pictures, options, losses)

        _each(lowered, one)
        (folder / "Annotations").mkdir(exist_ok=True)
        for subset, stems in subsets.items():
            write_text(folder / "ImageSets" / "Main" / f"{subset}.txt", "".join(f"{stem}\n" for stem in stems))
    return losses.report()


def _write_labelimg(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    """An XML beside each picture that is labelled."""
    lowered, losses = lower_labelimg(labels)
    pictures = pictures_of(labels, options)
    with staged(target) as folder:

        def one(image: Annotation, name: str, stem: str) -> None:
            if image.state != "unlabelled":
                write_text(folder / f"{stem}.xml", _xml(image, name, 0))
            put_picture(image, folder / name, pictures, options, losses)

        _each(lowered, one)
    return losses.report()


def _each(labels: LabelSet, write: Callable[[Annotation, str, str], None]) -> None:
    names = unique_names(labels.annotations)
    for image, name, stem in zip(labels.annotations, names, unique_stems(names), strict=True):
        write(image, name, stem)


def _xml(image: Annotation, name: str, first_pixel: int) -> str:
    root = ElementTree.Element("annotation")
    if image.state == "verified":
        root.set("verified", "yes")
    path = PurePosixPath(name)
    _add(root, "folder", path.parent.name or ".")
    _add(root, "filename", path.name)
    _add(root, "path", name)
    _add(_add(root, "source"), "database", "Unknown")
    size = _add(root, "size")
    for part, value in (("width", image.width), ("height", image.height), ("depth", 3)):
        _add(size, part, str(value))
    _add(root, "segmented", "0")
    for shape in image.shapes:
        _object(root, shape, first_pixel)
    ElementTree.indent(root, "\t")
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _add(parent: ElementTree.Element, tag: str, text: str = "") -> ElementTree.Element:
    made = ElementTree.SubElement(parent, tag)
    # characters that XML cannot hold would make the whole file unreadable
    made.text = "".join(letter for letter in text if letter >= " " or letter in "\t\n") or None
    return made


def _object(root: ElementTree.Element, shape: Shape, first_pixel: int) -> None:
    extras = mapping(shape.extras.get(EXTRAS))
    element = _add(root, "object")
    _add(element, "name", shape.label)
    _add(element, "pose", str(extras.get("pose", "Unspecified")))
    _add(element, "truncated", str(int(shape.truncated)))
    if shape.occluded:
        _add(element, "occluded", "1")
    _add(element, "difficult", str(int(shape.difficult)))
    _put_box(element, shape.box, first_pixel)
    for part in extras.get("parts", ()):
        inner = _add(element, "part")
        _add(inner, "name", str(part["name"]))
        _put_box(inner, part["box"], first_pixel)
    if extras.get("actions"):
        actions = _add(element, "actions")
        for name, done in mapping(extras["actions"]).items():
            _add(actions, name, str(int(bool(done))))


def _put_box(element: ElementTree.Element, box: Sequence[float], first_pixel: int) -> None:
    left, top, right, bottom = box
    inner = _add(element, "bndbox")
    for tag, value in (
        ("xmin", left + first_pixel),
        ("ymin", top + first_pixel),
        ("xmax", right),
        ("ymax", bottom),
    ):
        _add(inner, tag, plain(value))


VOC: Final = Format(
    "voc", "Pascal VOC", partial(sniff, labelimg=False), partial(read, first_pixel=1), _write,
    treatments=KEEPS.kinds, keeps=KEEPS, extensions=(".xml",), own_folders=True, own_pictures=PICTURES,
    subsets=True,
)  # fmt: skip
LABELIMG: Final = Format(
    "labelimg-voc", "labelImg (Pascal VOC)", partial(sniff, labelimg=True), partial(read, first_pixel=0), _write_labelimg,
    treatments=LABELIMG_KEEPS.kinds, keeps=LABELIMG_KEEPS, lower=lower_labelimg, extensions=(".xml",),
)  # fmt: skip
