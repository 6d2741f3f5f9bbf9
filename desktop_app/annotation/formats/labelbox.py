"""Labelbox read: its export (version 2 and the old one) and the lines that its import takes."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from desktop_app.annotation.exchange.lowering import natural_state
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
    read_bytes,
    size_of,
    text,
)
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.model import (
    Annotation,
    AttributeValue,
    LabelSchema,
    LabelSet,
    Mask,
    Shape,
    labels_in,
    points_of,
)
from desktop_app.annotation.shapes.kinds import edges_of
from desktop_app.annotation.shapes.mask_codes import bits_of_png
from desktop_app.annotation.shapes.masks import MaskError, trimmed

_LARGEST_MASK: Final = 64 << 20
_GEOMETRY: Final = ("bounding_box", "bbox", "polygon", "line", "point", "mask", "instanceURI")


class _Elsewhere(BadRecord):
    """A mask whose pixels lie in Labelbox's cloud."""


def sniff_export(path: Path) -> float:
    """Whether a file is an export of Labelbox."""
    keys = {key.removeprefix("[].") for key in glance(path).keys}
    if "data_row.id" in keys and any(key.startswith("projects.") for key in keys):
        return 0.97
    return 0.95 if {"Labeled Data", "Label"} <= keys or {"DataRow ID", "Label"} <= keys else 0.0


def sniff_import(path: Path) -> float:
    """Whether a file holds lines for Labelbox's import."""
    keys = {key.removeprefix("[].") for key in glance(path).keys}
    return 0.95 if "uuid" in keys and {"dataRow.id", "dataRow.globalKey"} & keys else 0.0


def read_export(path: Path, options: ReadOptions) -> LabelSet:
    """Read an export, of which each record is an image."""
    reading = _Reading.of(path, options)
    images: list[Annotation] = []
    for place, record in records_of(path, reading.problems):
        with reading.problems.record(place):
            row = mapping(record)
            images.append(reading.export_row(row, place) if "data_row" in row else reading.old_row(row, place))
    return reading.done(images, "labelbox", path)


def read_import(path: Path, options: ReadOptions) -> LabelSet:
    """Read lines of which each is one annotation."""
    reading = _Reading.of(path, options)
    images: dict[str, Annotation] = {}
    for place, record in records_of(path, reading.problems):
        with reading.problems.record(place):
            row = mapping(record)
            data = mapping(row["dataRow"])
            name = plain_name(text(data.get("globalKey")) or text(data.get("id")))
            if not name:
                raise BadRecord("The line does not say of which image it is.")
            before = images.setdefault(name, Annotation(name, *(reading.pictures.size(name) or (0, 0))))
            images[name] = reading.import_row(row, before, place)
    return reading.done(images.values(), "labelbox-import", path)


@dataclass(slots=True)
class _Reading:
    problems: Problems
    pictures: Pictures
    elsewhere: int = 0
    names: list[str] = field(default_factory=list[str])

    @staticmethod
    def of(path: Path, options: ReadOptions) -> "_Reading":
        folders = tuple(dict.fromkeys(folder for folder in (options.images, path.parent) if folder is not None))
        return _Reading(Problems(path.name), Pictures(folders, options.sizes))

    def done(self, images: Any, format_name: str, path: Path) -> LabelSet:
        found = tuple(replace(image, state=natural_state(image.shapes, image.flags)) for image in images)
        if self.elsewhere:
            message = f"The pixels of {self.elsewhere} masks lie in Labelbox's cloud, which is not reached from here."
            self.problems.add("", message, "Put their PNGs beside the file, named by the feature's id.")
        if not found and not self.problems.found:
            raise LabelsUnreadable(str(path), "There are no records of Labelbox in it.")
        schema = LabelSchema().with_names(labels_in(found))
        return LabelSet(found, schema, str(self.pictures.folders[0]), format_name, tuple(self.problems.found))

    # the three layouts

    def export_row(self, row: JsonObject, place: str) -> Annotation:
        data, media = mapping(row["data_row"]), mapping(row.get("media_attributes"))
        given = data.get("external_id") or data.get("global_key") or data.get("row_data") or data.get("id")
        image = self._image(text(given), media)
        sets = [
            mapping(label)
            for project in mapping(row.get("projects")).values()
            for label in items(mapping(project).get("labels"))
        ]
        if len(sets) > 1:
            self.problems.add(place, f"There are {len(sets)} sets of labels; the newest is taken.")
        if not sets:
            return image
        chosen = max(sets, key=lambda one: text(mapping(one.get("label_details")).get("created_at")))
        annotations = mapping(chosen.get("annotations"))
        if "frames" in annotations:
            raise BadRecord("The labels are of a video; only images are read.")
        return self._labelled(
            image, items(annotations.get("objects")), items(annotations.get("classifications")), place
        )

    def old_row(self, row: JsonObject, place: str) -> Annotation:
        given = row.get("External ID") or row.get("Labeled Data") or row.get("DataRow ID")
        image = self._image(text(given), mapping(row.get("Media Attributes")))
        label = row.get("Label")
        if not isinstance(label, dict):
            return image  # `Skip` and the like
        said = mapping(label)
        return self._labelled(image, items(said.get("objects")), items(said.get("classifications")), place)

    def import_row(self, row: JsonObject, image: Annotation, place: str) -> Annotation:
        if any(key in row for key in _GEOMETRY):
            shape = self._of_object(row, f"{place}")
            return image if shape is None else replace(image, shapes=(*image.shapes, shape))
        if "answer" not in row:
            raise BadRecord("The line has neither a shape nor an answer.")
        return _with_answers(image, [row])

    def _image(self, reference: str, media: JsonObject) -> Annotation:
        name = plain_name(reference)
        if not name:
            raise BadRecord("The record names no image.")
        width, height = size_of(media.get("width")), size_of(media.get("height"))
        if not width or not height:
            width, height = self.pictures.size(name) or (0, 0)
        return Annotation(name, width, height)

    def _labelled(self, image: Annotation, objects: Sequence[Any], answers: Sequence[Any], place: str) -> Annotation:
        shapes: list[Shape] = []
        for position, record in enumerate(objects):
            with self.problems.record(f"{place}: object {position}"):
                shape = self._of_object(mapping(record), f"{place}: object {position}")
                if shape is not None:
                    shapes.append(shape)
        return _with_answers(replace(image, shapes=tuple(shapes)), answers)

    # one object

    def _of_object(self, record: JsonObject, place: str) -> Shape | None:
        label = next((text(record[key]) for key in ("name", "title", "value", "schemaId") if record.get(key)), "")
        score = record.get("confidence")
        said = Shape(
            "point",
            (label,) if label else (),
            points_of([]),
            attributes=dict(_answers(items(record.get("classifications")))),
            score=number(score) if score is not None else None,
        )
        try:
            return self._drawn(record, said)
        except _Elsewhere:
            self.elsewhere += 1
            return None

    def _drawn(self, record: JsonObject, said: Shape) -> Shape:
        box = mapping(record.get("bounding_box") or record.get("bbox"))
        if box:
            top, left, height, width = (number(box[key]) for key in ("top", "left", "height", "width"))
            if width < 0 or height < 0:
                raise BadRecord("The box has a negative size.")
            return replace(said, kind="rectangle", points=points_of([(left, top), (left + width, top + height)]))
        if record.get("polygon"):
            ring = _places(items(record["polygon"]), 3, "polygon")
            closed = len(ring) > 3 and ring[0] == ring[-1]
            return replace(said, kind="polygon", points=points_of(ring[:-1] if closed else ring))
        if record.get("line"):
            return replace(said, kind="polyline", points=points_of(_places(items(record["line"]), 2, "line")))
        if record.get("point"):
            return replace(said, kind="point", points=points_of(_places([record["point"]], 1, "point")))
        if record.get("mask") or record.get("instanceURI"):
            mask = self._mask(record)
            return replace(said, kind="mask", mask=mask, points=edges_of(mask))
        raise BadRecord("It has neither box, polygon, line, point nor mask.")

    def _mask(self, record: JsonObject) -> Mask:
        given = mapping(record.get("mask"))
        packed = given.get("png")
        if not isinstance(packed, str):
            packed = self._beside(
                record, text(given.get("url") or given.get("instanceURI") or record.get("instanceURI"))
            )
        try:
            mask = trimmed(bits_of_png(packed))
        except MaskError as error:
            raise BadRecord(str(error)) from None
        if not mask.width:
            raise BadRecord("The mask is empty.")
        return mask

    def _beside(self, record: JsonObject, address: str) -> str:
        """The PNG of a mask that somebody downloaded, as base64."""
        last = plain_name(address).rpartition("/")[2]
        identities = (text(record.get(key)) for key in ("feature_id", "featureId", "uuid"))
        candidates = [f"{identity}.png" for identity in identities if identity]
        for name in (*candidates, *((last, f"{last}.png") if last else ())):
            found = self.pictures.find(name)
            if found is not None:
                return base64.b64encode(read_bytes(found, _LARGEST_MASK)).decode("ascii")
        raise _Elsewhere("The mask lies in Labelbox's cloud.")


def _places(given: Sequence[Any], least: int, kind: str) -> list[tuple[float, float]]:
    places = [(number(mapping(place).get("x")), number(mapping(place).get("y"))) for place in given]
    if len(places) < least:
        raise BadRecord(f"A {kind} needs {least} points, there are {len(places)}.")
    return places


# answers to questions


def _answers(records: Sequence[Any], depth: int = 0) -> Iterator[tuple[str, AttributeValue]]:
    """Questions with their answers, those within answers after them."""
    for record in records if depth < 20 else ():
        said = mapping(record)
        name = next((text(said[key]) for key in ("name", "title", "value", "schemaId") if said.get(key)), "answer")
        given = next((said[key] for key in _GIVEN if said.get(key) is not None), "")
        if isinstance(given, dict):
            inner = mapping(given)
            yield name, _name_of(inner)
            yield from _answers(items(inner.get("classifications")), depth + 1)
        elif isinstance(given, list):
            yield name, tuple(_name_of(mapping(one)) if isinstance(one, dict) else text(one) for one in items(given))
            for one in items(given):
                yield from _answers(items(mapping(one).get("classifications")), depth + 1)
        else:
            yield name, text(given)


_GIVEN: Final = ("radio_answer", "checklist_answers", "text_answer", "answers", "answer")


def _name_of(answer: JsonObject) -> str:
    return next((text(answer[key]) for key in ("name", "title", "content", "value") if answer.get(key)), "")


def _with_answers(image: Annotation, records: Sequence[Any]) -> Annotation:
    """What was chosen of an image is its class, what was written an attribute."""
    flags: dict[str, bool] = dict(image.flags)
    attributes: dict[str, AttributeValue] = dict(image.attributes)
    for record in records:
        said: Mapping[str, Any] = mapping(record)
        chosen = [said.get(key) for key in ("radio_answer", "checklist_answers", "answer", "answers")]
        written = not any(isinstance(one, dict | list) for one in chosen)
        for name, value in _answers([said]):
            if written:
                attributes[name] = value
            else:
                flags |= {one: True for one in (value if isinstance(value, tuple) else (str(value),)) if one}
    return replace(image, flags=flags, attributes=attributes)
