"""X-AnyLabeling's flavour of labelme's JSON, written on demand: four corners for a rectangle, scores, attributes."""

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, only
from desktop_app.annotation.formats import labelme
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.reading import mapping
from desktop_app.annotation.formats.registry import Format, WriteOptions
from desktop_app.annotation.formats.writing import (
    flat,
    pictures_of,
    put_picture,
    staged,
    unique_names,
    unique_stems,
    write_json,
)
from desktop_app.annotation.model import HIDDEN, Annotation, Label, LabelSet, Points, Shape, new_id, points_of
from desktop_app.annotation.shapes.outlines import box_corners

VERSION: Final = "2.4.0"
_LOOKED_AT: Final = 20
_TYPES: Final = {
    "rectangle": "rectangle",
    "rotated_rectangle": "rotation",
    "polygon": "polygon",
    "circle": "circle",
    "line": "line",
    "polyline": "linestrip",
    "point": "point",
    "cuboid": "cuboid",
}
KEEPS: Final = Keeps(
    kinds=only("rectangle", "rotated_rectangle", "polygon", "circle", "line", "polyline", "point", "cuboid"),
    holes="join",
    groups="keep",
    fields=frozenset({"difficult", "attributes", "flags", "description", "score"}),
    image=frozenset({"flags", "notes"}),
    states=frozenset({"verified"}),
    extras="labelme",
)


def _sniff(path: Path) -> float:
    look = glance(path)
    if look.is_folder:
        found = [_sniff(file) for file in look.ending(".json")[:_LOOKED_AT]]
        return max(found, default=0.0) * (sum(map(bool, found)) / len(found)) ** 0.5 if found else 0.0
    if "shapes[].points" not in look.keys and "checked" not in look.keys:
        return 0.0
    own = {"shapes[].kie_linking", "shapes[].difficult", "checked"}
    return 0.97 if own & look.keys and "imagePath" in look.keys else 0.0


def _lower(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    """Points and skeletons become single points of one group, called by their keypoint where the schema names it."""
    more = LossCounter()
    images = tuple(image.with_shapes(_in_points(image, labels, more)) for image in labels.annotations)
    lowered, losses = lower(replace(labels, annotations=images), KEEPS)
    for loss in more.report():
        for example in loss.examples:
            losses.add(loss.what, example, 0)
        losses.add(loss.what, "", loss.count)
    return lowered, losses


def _in_points(image: Annotation, labels: LabelSet, losses: LossCounter) -> Iterator[Shape]:
    free = 1 + max((shape.group for shape in image.shapes if shape.group is not None), default=0)
    for shape in image.shapes:
        if shape.kind not in ("points", "skeleton"):
            yield shape
            continue
        losses.add(f"{shape.kind} became single points of a group", image.image)
        label = labels.schema.label(shape.label)
        names = label.skeleton.names if label is not None and label.skeleton and shape.kind == "skeleton" else ()
        group = shape.group if shape.group is not None else free
        free += 1
        for position, place in enumerate(shape.points):
            if position < len(shape.visibility) and shape.visibility[position] == HIDDEN:
                continue
            yield replace(
                shape,
                kind="point",
                points=points_of([place]),
                labels=(names[position],) if position < len(names) else shape.labels,
                visibility=(),
                group=group,
                id=new_id(),
            )


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    """One JSON for each image, in folders as the images lie, each beside its picture if the pictures go along."""
    lowered, losses = _lower(labels)
    pictures = pictures_of(labels, options)
    names = unique_names(lowered.annotations)
    with staged(target) as folder:
        for image, name, stem in zip(lowered.annotations, names, unique_stems(names), strict=True):
            write_json(folder / f"{stem}.json", _document(image, PurePosixPath(name).name), indent=2)
            put_picture(image, folder / name, pictures, options, losses)
    return losses.report()


def _document(image: Annotation, name: str) -> dict[str, Any]:
    raw = {key: value for key, value in mapping(image.extras.get("labelme")).items() if key != "imageData"}
    return {
        **raw,
        "version": VERSION,
        "flags": dict(image.flags),
        "checked": image.state == "verified",
        "description": image.notes,
        "shapes": [_shape(shape) for shape in image.shapes],
        "imagePath": name,
        "imageData": None,
        "imageHeight": image.height or None,
        "imageWidth": image.width or None,
    }


def _shape(shape: Shape) -> dict[str, Any]:
    points = box_corners(*shape.box) if shape.kind == "rectangle" else shape.points
    made: dict[str, Any] = {
        "kie_linking": [],
        **mapping(shape.extras.get("labelme")),
        "label": shape.label,
        "score": shape.score,
        "points": _pairs(points),
        "group_id": shape.group,
        "description": shape.description,
        "difficult": shape.difficult,
        "shape_type": _TYPES[shape.kind],
        "flags": dict(shape.flags),
        "attributes": dict(shape.attributes),
    }
    if shape.kind == "rotated_rectangle":
        side = points[1] - points[0]
        made["direction"] = math.atan2(float(side[1]), float(side[0])) % (2 * math.pi)
    return made


def _pairs(points: Points) -> list[list[float | int]]:
    values = flat(points)
    return [[float(x), float(y)] for x, y in zip(values[::2], values[1::2], strict=True)]


FORMAT: Final = Format(
    "xanylabeling", "X-AnyLabeling", _sniff, labelme.read, _write,
    treatments=KEEPS.kinds, keeps=KEEPS, lower=_lower, extensions=(".json",),
)  # fmt: skip

LABELME_KEEPS: Final = Keeps(
    labels="keep",
    needs_label=False,
    groups="keep",
    fields=frozenset(
        {"track", "z", "occluded", "truncated", "difficult", "locked", "attributes", "flags", "text", "description"}
        | {"score", "source"}
    ),
    image=frozenset({"flags", "attributes", "notes", "sequence", "frame", "relations"}),
    states=frozenset({"unlabelled", "labelled", "verified", "rejected"}),
    schema=frozenset(slot.name for slot in fields(Label)) | {"index"},
    extras="*",
)
"""labelme's files hold everything that is said of shapes and images: what labelme does not show is kept in its extra keys."""
LABELME: Final = replace(labelme.FORMAT, keeps=LABELME_KEEPS)
