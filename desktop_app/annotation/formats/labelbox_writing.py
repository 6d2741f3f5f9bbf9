"""Labelbox written: lines for its import with the ontology beside them, and records as its export has them."""

import base64
import io
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, only, text_of
from desktop_app.annotation.formats.labelbox import read_export, read_import, sniff_export, sniff_import
from desktop_app.annotation.formats.registry import Format, WriteOptions
from desktop_app.annotation.formats.writing import (
    pictures_of,
    put_picture,
    staged_file,
    tidy,
    unique_names,
    write_json,
    write_text,
)
from desktop_app.annotation.model import Annotation, AttributeValue, LabelSchema, LabelSet, Shape
from desktop_app.annotation.shapes.masks import area_of, window

CLASSES: Final = "classes"
EXPORT_KEEPS: Final = Keeps(
    kinds=only("rectangle", "polygon", "polyline", "point"),
    holes="join",
    labels="repeat",
    fields=frozenset({"attributes"}),
    as_text=True,
    image=frozenset({"flags", "attributes"}),
)
IMPORT_KEEPS: Final = replace(
    EXPORT_KEEPS,
    kinds=only("rectangle", "polygon", "polyline", "point", "mask"),
    holes="mask",
    clip="masks",
    fields=frozenset({"attributes", "score"}),
)


def _lower_import(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    lowered, losses = lower(labels, IMPORT_KEEPS)

    def filled(image: Annotation) -> Annotation:
        kept = [shape for shape in image.shapes if shape.mask is None or area_of(shape.mask)]
        if len(kept) == len(image.shapes):
            return image
        losses.add("empty mask dropped", image.image, len(image.shapes) - len(kept))
        return image.with_shapes(kept)

    return replace(lowered, annotations=tuple(filled(image) for image in lowered.annotations)), losses


def _write_import(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = _lower_import(labels)
    pictures = pictures_of(labels, options)
    lines: list[str] = []
    with staged_file(target) as place:
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            lines += (_line(record) for record in _import_records(image, name))
            put_picture(image, place.parent / name, pictures, options, losses)
        write_text(place, "".join(lines))
        write_json(
            place.with_name(f"{place.stem}-ontology.json"), _ontology(lowered, options.schema or lowered.schema), 2
        )
    return losses.report()


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _import_records(image: Annotation, name: str) -> Iterator[dict[str, Any]]:
    def of_image() -> dict[str, Any]:
        return {"uuid": str(uuid.uuid4()), "dataRow": {"globalKey": name}}

    for shape in image.shapes:
        record = {**of_image(), "name": shape.label, **_geometry(shape, image, "bbox")}
        if shape.score is not None:
            record["confidence"] = shape.score
        answers = [{"name": question, "answer": text_of(value)} for question, value in shape.attributes.items()]
        yield record | ({"classifications": answers} if answers else {})
    if image.classes:
        yield {**of_image(), "name": CLASSES, "answer": [{"name": chosen} for chosen in image.classes]}
    for question, value in image.attributes.items():
        yield {**of_image(), "name": question, "answer": text_of(value)}


def _geometry(shape: Shape, image: Annotation, box_key: str) -> dict[str, Any]:
    points = [{"x": tidy(x), "y": tidy(y)} for x, y in shape.points.tolist()]
    match shape.kind:
        case "rectangle":
            left, top, right, bottom = shape.points.ravel().tolist()
            return {
                box_key: {
                    "top": tidy(top),
                    "left": tidy(left),
                    "height": tidy(bottom - top),
                    "width": tidy(right - left),
                }
            }
        case "polygon":
            return {"polygon": [*points, points[0]]}
        case "point":
            return {"point": points[0]}
        case "mask":
            return {"mask": {"png": _png(shape, image)}}
        case _:
            return {"line": points}


def _png(shape: Shape, image: Annotation) -> str:
    """The mask in a picture as large as the image."""
    import numpy as np
    from PIL import Image

    assert shape.mask is not None
    mask = shape.mask
    box = (0, 0, image.width or mask.left + mask.width, image.height or mask.top + mask.height)
    file = io.BytesIO()
    Image.fromarray(window(mask, box).astype(np.uint8)).save(file, format="PNG")
    return base64.b64encode(file.getvalue()).decode("ascii")


_TOOLS: Final = {
    "rectangle": "rectangle",
    "polygon": "polygon",
    "polyline": "line",
    "point": "point",
    "mask": "raster-segmentation",
}


def _ontology(labels: LabelSet, schema: LabelSchema) -> dict[str, Any]:
    """The tools and questions that a project needs before the lines can be imported."""
    used: dict[tuple[str, str], list[str]] = {}
    for image in labels.annotations:
        for shape in image.shapes:
            questions = used.setdefault((shape.label, _TOOLS[shape.kind]), [])
            questions += (name for name in shape.attributes if name not in questions)
    for label in schema.labels:
        if not any(name == label.name for name, _ in used):
            used[label.name, "rectangle"] = []
    colours = {label.name: label.colour for label in schema.labels}
    tools = [
        {
            "tool": tool,
            "name": name,
            "color": colours.get(name) or "#1e88e5",
            "classifications": list(map(_question, questions)),
        }
        for (name, tool), questions in used.items()
    ]
    classes = dict.fromkeys((*schema.image_classes, *(name for image in labels.annotations for name in image.classes)))
    asked = dict.fromkeys(name for image in labels.annotations for name in image.attributes)
    answers = [{"label": name, "value": name} for name in classes]
    about = [{"type": "checklist", "name": CLASSES, "instructions": CLASSES, "options": answers}] if classes else []
    return {"tools": tools, "classifications": [*about, *map(_question, asked)]}


def _question(name: str) -> dict[str, Any]:
    return {"type": "text", "name": name, "instructions": name, "options": []}


# as an export


def _write_export(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = lower(labels, EXPORT_KEEPS)
    pictures = pictures_of(labels, options)
    lines: list[str] = []
    with staged_file(target) as place:
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            lines.append(_line(_export_record(image, name)))
            put_picture(image, place.parent / name, pictures, options, losses)
        write_text(place, "".join(lines))
    return losses.report()


_KINDS: Final = {
    "rectangle": "ImageBoundingBox",
    "polygon": "ImagePolygon",
    "polyline": "ImagePolyline",
    "point": "ImagePoint",
}


def _export_record(image: Annotation, name: str) -> dict[str, Any]:
    objects = [
        {
            "feature_id": shape.id, "name": shape.label, "annotation_kind": _KINDS[shape.kind],
            "classifications": [_answered(question, value) for question, value in shape.attributes.items()],
            **_geometry(shape, image, "bounding_box"),
        }
        for shape in image.shapes
    ]  # fmt: skip
    about = [_answered(question, value) for question, value in image.attributes.items()]
    if image.classes:
        about.append({"name": CLASSES, "checklist_answers": [{"name": chosen} for chosen in image.classes]})
    label = {
        "label_kind": "Default", "version": "1.0.0", "id": "1",
        "annotations": {"objects": objects, "classifications": about, "relationships": []},
    }  # fmt: skip
    said = bool(objects or about)
    return {
        "data_row": {"id": name, "global_key": name, "external_id": name, "row_data": name},
        "media_attributes": {"height": image.height, "width": image.width},
        "projects": {"1": {"name": "labels", "labels": [label] if said else []}},
    }


def _answered(question: str, value: AttributeValue) -> dict[str, Any]:
    return {"name": question, "text_answer": {"content": text_of(value)}}


EXPORT: Final = Format(
    "labelbox", "Labelbox (export)", sniff_export, read_export, _write_export, "file", ".ndjson", EXPORT_KEEPS.kinds,
    EXPORT_KEEPS, extensions=(".ndjson", ".json", ".jsonl"),
)  # fmt: skip
IMPORT: Final = Format(
    "labelbox-import", "Labelbox (import)", sniff_import, read_import, _write_import, "file", ".ndjson",
    IMPORT_KEEPS.kinds, IMPORT_KEEPS, _lower_import, extensions=(".ndjson", ".json", ".jsonl"),
)  # fmt: skip
