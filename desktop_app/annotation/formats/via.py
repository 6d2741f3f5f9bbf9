"""VIA 1 and 2: projects, annotations as JSON, and annotations as CSV."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    JsonObject,
    LabelsUnreadable,
    Problems,
    json_of,
    mapping,
    read_csv,
    read_json,
    text,
)
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.via_regions import (
    CLASS,
    CLASSES,
    KEEPS,
    NOTES,
    STATE,
    Questions,
    file_attributes,
    lower_for_via,
    names_used,
    questions_of,
    region_attributes,
    regions_of,
    several_labels,
    shape_attributes,
    shape_of,
    with_file_attributes,
)
from desktop_app.annotation.formats.writing import (
    pictures_of,
    put_picture,
    staged_file,
    unique_names,
    write_json,
    write_text,
)
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Shape, labels_in

PROJECT_KEEPS: Final = replace(KEEPS, schema=frozenset({"index"}))
_COLUMNS: Final = (
    "filename", "file_size", "file_attributes", "region_count", "region_id", "region_shape_attributes", "region_attributes",
)  # fmt: skip


# recognising


def _sniff_json(path: Path) -> float:
    keys = glance(path).keys
    if "_via_img_metadata" in keys or "_via_settings" in keys:
        return 0.97
    leaves = glance(path).leaf_keys
    own = {"filename", "regions", "file_attributes"} <= leaves
    return 0.95 if own and {"size", "fileref", "shape_attributes"} & leaves else 0.0


def _sniff_csv(path: Path) -> float:
    first = glance(path).head.partition("\n")[0].strip().lstrip("#").replace('"', "")
    return 0.97 if first.split(",")[:3] == list(_COLUMNS[:3]) else 0.0


# reading


def _read_json(path: Path, options: ReadOptions) -> LabelSet:
    """A project or bare annotations, of VIA 1 or 2: they are told apart by what is in them."""
    document = mapping(read_json(path))
    is_project = isinstance(document.get("_via_img_metadata"), dict)
    listed = mapping(document["_via_img_metadata"]) if is_project else document
    records = {key: mapping(value) for key, value in listed.items() if isinstance(value, dict)}
    if not is_project and not any("regions" in record or "filename" in record for record in records.values()):
        raise LabelsUnreadable(str(path), "There are no annotations of VIA in it.")
    asked = mapping(document.get("_via_attributes") if is_project else None)
    questions = questions_of(asked, names_used(records.values()), options.class_attribute)
    reading = _Reading(path, options, questions)
    for key, record in records.items():
        with reading.problems.record(key[:80]):
            reading.take(record, key)
    order = questions.options.get(questions.class_attribute, {})
    return reading.done("via", tuple(order.values()))


def _read_csv(path: Path, options: ReadOptions) -> LabelSet:
    rows = read_csv(path, ",")
    if not rows or [name.strip().lstrip("#") for name in rows[0]][:3] != list(_COLUMNS[:3]):
        raise LabelsUnreadable(str(path), "Its first line is not that of VIA's CSV.")
    problems = Problems(path.name)
    images: dict[tuple[str, str], dict[str, Any]] = {}
    for position, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            with problems.record(f"line {position}"):
                _take_row(row, f"{path.name}: line {position}", images)
    questions = questions_of({}, names_used(images.values()), options.class_attribute)
    reading = _Reading(path, options, questions, problems)
    for (name, _), record in images.items():
        with problems.record(name):
            reading.take(record, name)
    return reading.done("via-csv", ())


def _take_row(row: Sequence[str], place: str, images: dict[tuple[str, str], dict[str, Any]]) -> None:
    if len(row) < len(_COLUMNS):
        raise BadRecord(f"A line needs {len(_COLUMNS)} values, there are {len(row)}.")
    name, size, about, _, _, drawn, said = row[: len(_COLUMNS)]
    whole = [mapping(json_of(cell or "{}", place)) for cell in (about, drawn, said)]
    blank: dict[str, Any] = {"filename": name, "size": size, "file_attributes": whole[0], "regions": []}
    record = images.setdefault((name, size), blank)
    if whole[1]:  # a picture without regions has one line too
        record["regions"].append(
            {"shape_attributes": whole[1], "region_attributes": whole[2], "place": place.rpartition(": ")[2]}
        )


class _Reading:
    def __init__(
        self, path: Path, options: ReadOptions, questions: Questions, problems: Problems | None = None
    ) -> None:
        self.problems = problems or Problems(path.name)
        folders = tuple(dict.fromkeys(folder for folder in (options.images, path.parent) if folder is not None))
        self._pictures = Pictures(folders, options.sizes)
        self._questions = questions
        self._images: list[Annotation] = []

    def take(self, record: JsonObject, key: str) -> None:
        """One image with its regions."""
        name = plain_name(text(record.get("filename")) or text(record.get("fileref")))
        if not name:
            raise BadRecord("The record names no image.")
        closes = "fileref" in record
        shapes: list[Shape] = []
        for position, region in enumerate(regions_of(record)):
            said = mapping(region)
            with self.problems.record(text(said.get("place")) or f"{key[:80]}: region {position}"):
                drawn, about = mapping(said.get("shape_attributes")), mapping(said.get("region_attributes"))
                shapes.append(_opened(shape_of(drawn, about, self._questions), closes))
        image = Annotation(name, *(self._pictures.size(name) or (0, 0)), tuple(shapes))
        self._images.append(with_file_attributes(image, mapping(record.get("file_attributes")), self._questions))

    def done(self, format_name: str, order: Sequence[str]) -> LabelSet:
        """All images; labels in the order of their options."""
        schema = LabelSchema().with_names((*order, *labels_in(self._images)))
        root = str(self._pictures.folders[0])
        return LabelSet(tuple(self._images), schema, root, format_name, tuple(self.problems.found))


def _opened(shape: Shape, closes: bool) -> Shape:
    """VIA 1 repeats the first point of a polygon at its end."""
    if closes and shape.kind == "polygon" and len(shape.points) > 3 and (shape.points[0] == shape.points[-1]).all():
        return replace(shape, points=shape.points[:-1])
    return shape


# writing


def _lower_project(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    return lower_for_via(labels, PROJECT_KEEPS)


def _lower_csv(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    return lower_for_via(labels, KEEPS)


def _bytes_of(image: Annotation, pictures: Pictures) -> int:
    """Size of the picture's file, which is part of VIA's key; -1 where it is not there, as VIA has it."""
    found = pictures.find(image.image)
    return found.stat().st_size if found is not None else -1


def _write_project(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = _lower_project(labels)
    schema = options.schema or lowered.schema
    pictures, several = pictures_of(labels, options), several_labels(lowered)
    records: dict[str, Any] = {}
    with staged_file(target) as place:
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            size = _bytes_of(image, pictures)
            regions = [
                {
                    "shape_attributes": shape_attributes(shape),
                    "region_attributes": region_attributes(shape, several=several),
                }
                for shape in image.shapes
            ]
            about = file_attributes(image)
            records[f"{name}{size}"] = {"filename": name, "size": size, "regions": regions, "file_attributes": about}
            put_picture(image, place.parent / name, pictures, options, losses)
        write_json(place, _project(records, schema, lowered, several))
    return losses.report()


def _project(records: Mapping[str, Any], schema: LabelSchema, labels: LabelSet, several: bool) -> dict[str, Any]:
    names = {name for image in labels.annotations for shape in image.shapes for name in shape.attributes}
    choice = {
        "type": "checkbox" if several else "dropdown",
        "description": "",
        "options": {label.name: label.name for label in schema.labels},
        "default_options": {},
    }
    regions = {CLASS: choice, **{name: _text_field() for name in sorted(names)}}
    return {
        "_via_settings": _settings(),
        "_via_img_metadata": records,
        "_via_attributes": {"region": regions, "file": dict(_file_questions(labels))},
        "_via_data_format_version": "2.0.10",
        "_via_image_id_list": list(records),
    }


def _text_field() -> dict[str, Any]:
    return {"type": "text", "description": "", "default_value": ""}


def _file_questions(labels: LabelSet) -> Iterator[tuple[str, dict[str, Any]]]:
    classes = dict.fromkeys(name for image in labels.annotations for name in image.classes)
    classes = dict.fromkeys((*labels.schema.image_classes, *classes))
    if classes:
        options = {name: name for name in classes}
        yield CLASSES, {"type": "checkbox", "description": "", "options": options, "default_options": {}}
    states = {name: name for name in ("labelled", "verified", "rejected")}
    yield STATE, {"type": "dropdown", "description": "", "options": states, "default_options": {}}
    for name in sorted({NOTES, *(name for image in labels.annotations for name in image.attributes)}):
        yield name, _text_field()


def _settings() -> dict[str, Any]:
    """What VIA wants to find of its window; its own defaults."""
    grid = {
        "img_height": 80, "rshape_fill": "none", "rshape_fill_opacity": 0.3, "rshape_stroke": "yellow",
        "rshape_stroke_width": 2, "show_region_shape": True, "show_image_policy": "all",
    }  # fmt: skip
    shown = {
        "region_label": CLASS, "region_color": CLASS, "region_label_font": "10px Sans",
        "on_image_annotation_editor_placement": "NEAR_REGION",
    }  # fmt: skip
    window = {
        "annotation_editor_height": 25, "annotation_editor_fontsize": 0.8, "leftsidebar_width": 18,
        "image_grid": grid, "image": shown,
    }  # fmt: skip
    core: dict[str, Any] = {"buffer_size": 18, "filepath": {}, "default_filepath": ""}
    return {"ui": window, "core": core, "project": {"name": "labels"}}


def _write_csv(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = _lower_csv(labels)
    pictures, several = pictures_of(labels, options), several_labels(lowered)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(_COLUMNS)
    with staged_file(target) as place:
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            start = (name, _bytes_of(image, pictures), _json(file_attributes(image)), len(image.shapes))
            for position, shape in enumerate(image.shapes):
                said = region_attributes(shape, several=several)
                writer.writerow((*start, position, _json(shape_attributes(shape)), _json(said)))
            if not image.shapes:
                writer.writerow((*start, 0, "{}", "{}"))
            put_picture(image, place.parent / name, pictures, options, losses)
        write_text(place, table.getvalue())
    return losses.report()


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


PROJECT: Final = Format(
    "via", "VIA 2 (project)", _sniff_json, _read_json, _write_project, "file", ".json", PROJECT_KEEPS.kinds,
    PROJECT_KEEPS, _lower_project, extensions=(".json",),
)  # fmt: skip
CSV: Final = Format(
    "via-csv", "VIA (CSV)", _sniff_csv, _read_csv, _write_csv, "file", ".csv", KEEPS.kinds, KEEPS, _lower_csv,
    extensions=(".csv",),
)  # fmt: skip
