"""DataTurks: one JSON object a line, with regions in fractions of the image, or with classes, and a state of review."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from desktop_app.annotation.exchange.losses import Loss
from desktop_app.annotation.exchange.lowering import Keeps, lower, natural_state, only
from desktop_app.annotation.formats.fractions import NO_SIZE, pictures_beside
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.json_lines import records_of
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    JsonObject,
    LabelsUnreadable,
    Problems,
    items,
    mapping,
    number,
    size_of,
    text,
)
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import pictures_of, put_picture, staged_file, unique_names, write_text
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Shape, State, labels_in, points_of

KEEPS: Final = Keeps(
    kinds=only("rectangle", "polygon", "point"),
    holes="join",
    labels="keep",
    needs_label=False,
    clip="all",
    needs_size=True,
    fields=frozenset({"description"}),
    image=frozenset({"flags"}),
    states=frozenset({"labelled", "verified", "rejected"}),
)
_REVIEWED: Final[dict[str, State]] = {"CORRECT": "verified", "INCORRECT": "rejected"}


def _sniff(path: Path) -> float:
    keys = {key.removeprefix("[].") for key in glance(path).keys}
    if "content" not in keys:
        return 0.0
    if {"metadata.status", "metadata.evaluation", "annotation[].imageWidth"} & keys:
        return 0.95
    return 0.8 if "annotation" in keys and ("extras" in keys or "annotation[].points" in keys) else 0.0


# reading


class _Outside(BadRecord):
    """A line that is not about an image."""


def _read(path: Path, options: ReadOptions) -> LabelSet:
    problems = Problems(path.name)
    pictures = pictures_beside(path, options)
    images: list[Annotation] = []
    outside = 0
    for place, record in records_of(path, problems):
        with problems.record(place):
            try:
                images.append(_image(mapping(record), place, pictures, problems))
            except _Outside:
                outside += 1
    if outside:
        problems.add("", f"{outside} lines are about text or video and are left out: this program labels images.")
    if not images and not problems.found:
        raise LabelsUnreadable(str(path), "There are no lines of DataTurks in it.")
    schema = LabelSchema().with_names(labels_in(images))
    return LabelSet(tuple(images), schema, str(pictures.folders[0]), "dataturks", tuple(problems.found))


def _image(line: JsonObject, place: str, pictures: Pictures, problems: Problems) -> Annotation:
    name = plain_name(text(line["content"]))
    if not name:
        raise BadRecord("The line names no image.")
    given = line.get("annotation")
    said = mapping(given)
    classes = _classes(said.get("classificationResult", said))
    regions = items(said.get("annotationResult") if said else given)
    if any(_is_outside(mapping(region)) for region in regions):
        raise _Outside("The line is not about an image.")
    size = _size(regions) or pictures.size(name) or (0, 0)
    shapes: list[Shape] = []
    for position, region in enumerate(regions):
        with problems.record(f"{place}: annotation[{position}]"):
            shapes.append(_shape(mapping(region), size))
    flags = dict.fromkeys(classes, True)
    return Annotation(name, *size, tuple(shapes), flags, state=_state(mapping(line.get("metadata")), shapes, flags))


def _is_outside(region: JsonObject) -> bool:
    first = mapping(next(iter(items(region.get("points"))), None))
    return "positions" in region or "start" in first


def _classes(said: Any) -> list[str]:
    records = items(said) if isinstance(said, list) else (said,)
    found: list[str] = []
    for record in records:
        labels = mapping(record).get("labels")
        found += (text(label) for label in (items(labels) if isinstance(labels, list) else [labels]) if label)
    return found


def _size(regions: Sequence[Any]) -> tuple[int, int] | None:
    for region in regions:
        said = mapping(region)
        if said.get("imageWidth") and said.get("imageHeight"):
            try:
                return size_of(said["imageWidth"]), size_of(said["imageHeight"])
            except BadRecord:
                continue
    return None


def _state(metadata: JsonObject, shapes: Sequence[Shape], flags: dict[str, bool]) -> State:
    known = _REVIEWED.get(text(metadata.get("evaluation")))
    if known is not None:
        return known
    return "labelled" if metadata.get("status") == "done" else natural_state(shapes, flags)


def _shape(region: JsonObject, size: tuple[int, int]) -> Shape:
    if not all(size):
        raise BadRecord(NO_SIZE)
    given = region.get("label")
    labels = [text(one) for one in (items(given) if isinstance(given, list) else [given]) if one]
    places = [_place(point) for point in items(region.get("points"))]
    points = points_of(np.array(places).reshape(-1, 2) * np.array(size))
    said = Shape("point", tuple(dict.fromkeys(labels)), points, description=text(region.get("notes")))
    match text(region.get("shape")) or _shape_of(places):
        case "point" if len(points):
            return replace(said, points=points_of(points[:1]))
        case "polygon" if len(points) >= 3:
            closed = len(points) > 3 and bool((points[0] == points[-1]).all())
            return replace(said, kind="polygon", points=points_of(points[:-1] if closed else points))
        case "rectangle" if len(points) >= 2:
            return replace(said, kind="rectangle", points=points_of([points.min(axis=0), points.max(axis=0)]))
        case kind:
            raise BadRecord(f"A {kind[:40] or 'region'} cannot have {len(points)} points.")


def _place(point: Any) -> tuple[float, float]:
    """A place as an object or as a pair."""
    if isinstance(point, dict):
        return number(mapping(point).get("x")), number(mapping(point).get("y"))
    x, y = items(point)
    return number(x), number(y)


def _shape_of(places: Sequence[tuple[float, float]]) -> str:
    """Old lines do not say the shape: two corners or four of them are a box."""
    if len(places) < 2:
        return "point"
    straight = len({x for x, _ in places}) == 2 and len({y for _, y in places}) == 2
    return "rectangle" if len(places) == 2 or (len(places) == 4 and straight) else "polygon"


# writing


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = lower(labels, KEEPS)
    pictures = pictures_of(labels, options)
    lines: list[str] = []
    with staged_file(target) as place:
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            record = {"content": name, "annotation": _annotation(image), "extras": None, "metadata": _metadata(image)}
            lines.append(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
            put_picture(image, place.parent / name, pictures, options, losses)
        write_text(place, "".join(lines))
    return losses.report()


def _annotation(image: Annotation) -> Any:
    regions = [_region(shape, image) for shape in image.shapes]
    if not image.classes:
        return regions or None
    classes = {"labels": list(image.classes), "note": ""}
    return {"classificationResult": classes, "annotationResult": regions} if regions else classes


def _region(shape: Shape, image: Annotation) -> dict[str, Any]:
    fractions = (shape.points / np.array([image.width, image.height])).tolist()
    points: Any = [{"x": x, "y": y} for x, y in fractions] if shape.kind == "rectangle" else fractions
    if shape.kind == "polygon":
        points = [*fractions, fractions[0]]
    return {
        "label": list(shape.labels), "notes": shape.description, "shape": shape.kind, "points": points,
        "imageWidth": image.width, "imageHeight": image.height,
    }  # fmt: skip


def _metadata(image: Annotation) -> dict[str, Any]:
    evaluation = next((name for name, state in _REVIEWED.items() if state == image.state), "NONE")
    status = "notDone" if image.state == "unlabelled" else "done"
    return {
        "first_done_at": 0, "last_updated_at": 0, "sec_taken": 0, "last_updated_by": "", "status": status,
        "evaluation": evaluation,
    }  # fmt: skip


FORMAT: Final = Format(
    "dataturks", "DataTurks", _sniff, _read, _write, "file", ".json", KEEPS.kinds, KEEPS,
    extensions=(".json", ".jsonl", ".txt"),
)  # fmt: skip
