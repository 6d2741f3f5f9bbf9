"""VIA 3 projects of images: files, attributes with numbered options, and one record for each region."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import only, text_of
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    JsonObject,
    LabelsUnreadable,
    Problems,
    items,
    mapping,
    numbers,
    read_json,
    text,
)
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.turns import Turned
from desktop_app.annotation.formats.via_regions import (
    CLASS,
    CLASSES,
    KEEPS,
    NOTES,
    STATE,
    Questions,
    file_attributes,
    lower_for_via,
    questions_of,
    with_file_attributes,
)
from desktop_app.annotation.formats.writing import (
    flat,
    pictures_of,
    put_picture,
    staged_file,
    tidy,
    unique_names,
    write_json,
)
from desktop_app.annotation.model import (
    Annotation,
    AttributeValue,
    LabelSchema,
    LabelSet,
    Shape,
    labels_in,
    points_of,
)

VIA3_KEEPS: Final = replace(
    KEEPS,
    kinds=only("rectangle", "polygon", "circle", "line", "polyline", "point"),
    schema=frozenset({"index"}),
)
_POINT, _BOX, _CIRCLE, _ELLIPSE, _LINE, _POLYLINE, _POLYGON, _EXTREME_BOX, _EXTREME_CIRCLE = range(1, 10)
_TEXT, _CHECKBOX, _RADIO, _SELECT, _PICTURE = range(1, 6)
_TYPES: Final = {_CHECKBOX: "checkbox", _RADIO: "radio", _SELECT: "dropdown", _PICTURE: "image"}
_IMAGE_FILE: Final = 2
_REGION: Final = "FILE1_Z0_XY1"
_WHOLE: Final = "FILE1_Z0_XY0"


def _sniff(path: Path) -> float:
    keys = glance(path).keys
    return 0.97 if {"project.pid", "project.vid_list"} & keys and {"file", "metadata", "attribute"} & keys else 0.0


# reading


def _read(path: Path, options: ReadOptions) -> LabelSet:
    document = mapping(read_json(path))
    if not isinstance(document.get("file"), dict) or not isinstance(document.get("metadata"), dict):
        raise LabelsUnreadable(str(path), "It is not a project of VIA 3.")
    return _Reading(document, path, options).done()


@dataclass(frozen=True, slots=True)
class _Attribute:
    name: str
    options: Mapping[str, str]
    chosen: bool

    def answers(self, value: Any) -> tuple[str, ...]:
        """Texts of what was chosen or written; checkboxes are ids with commas between them."""
        said = text(value)
        if not self.chosen:
            return (said,)
        if said in self.options:
            return (self.options[said],)
        return tuple(self.options.get(part, part) for part in said.split(",") if part)


@dataclass(slots=True)
class _Reading:
    document: JsonObject
    path: Path
    options: ReadOptions
    attributes: dict[str, _Attribute] = field(default_factory=dict[str, _Attribute])

    def done(self) -> LabelSet:
        """All images of the project."""
        problems = Problems(self.path.name)
        folders = tuple(dict.fromkeys(f for f in (self.options.images, self.path.parent) if f is not None))
        pictures = Pictures(folders, self.options.sizes)
        questions = self._questions()
        images = self._images(pictures, problems)
        shapes: dict[str, list[Shape]] = {view: [] for view in images}
        about: dict[str, dict[str, Any]] = {view: {} for view in images}
        for identity, record in mapping(self.document["metadata"]).items():
            with problems.record(f"metadata.{identity[:40]}"):
                said = mapping(record)
                view = text(said["vid"])
                if view not in images:
                    if view in mapping(self.document.get("view")):
                        continue  # of a file that is no image, which was told already
                    raise BadRecord(f"There is no view {view[:40]!r}.")
                place = items(said.get("xy"))
                if place:
                    shapes[view].append(self._shape(place, mapping(said.get("av")), questions))
                else:
                    about[view] |= self._about(mapping(said.get("av")))
        made = tuple(
            with_file_attributes(replace(image, shapes=tuple(shapes[view])), about[view], questions)
            for view, image in images.items()
        )
        order = tuple(questions.options.get(questions.class_attribute, {}).values())
        schema = LabelSchema().with_names((*order, *labels_in(made)))
        return LabelSet(made, schema, str(folders[0]), "via3", tuple(problems.found))

    def _questions(self) -> Questions:
        regions: dict[str, Any] = {}
        for identity, record in mapping(self.document.get("attribute")).items():
            said = mapping(record)
            name = text(said.get("aname")) or f"attribute {identity}"
            options = {key: text(value) or key for key, value in mapping(said.get("options")).items()}
            kind = next((word for number_, word in _TYPES.items() if number_ == said.get("type")), "text")
            self.attributes[identity] = _Attribute(name, options, kind != "text")
            if "XY1" in text(said.get("anchor_id")):
                regions[name] = {"type": kind, "options": options}
        return questions_of({"region": regions}, (), self.options.class_attribute)

    def _images(self, pictures: Pictures, problems: Problems) -> dict[str, Annotation]:
        """Images by the views that show them."""
        images: dict[str, Annotation] = {}
        files = mapping(self.document["file"])
        for view, record in mapping(self.document.get("view")).items():
            for identity in items(mapping(record).get("fid_list"))[:1]:
                with problems.record(f"view.{view[:40]}"):
                    said = mapping(files.get(text(identity)))
                    if said.get("type") != _IMAGE_FILE:
                        raise BadRecord(f"The file {text(said.get('fname'))[:80]!r} is not an image; it is left out.")
                    name = plain_name(text(said.get("fname"))) or plain_name(text(said.get("src"))[:4096])
                    if not name:
                        raise BadRecord("The file has no name.")
                    images[view] = Annotation(name, *(pictures.size(name) or (0, 0)))
        return images

    def _shape(self, place: Sequence[Any], values: JsonObject, questions: Questions) -> Shape:
        labels: tuple[str, ...] = ()
        attributes: dict[str, AttributeValue] = {}
        for identity, value in values.items():
            known = self.attributes.get(identity)
            answers = known.answers(value) if known is not None else (text(value),)
            name = known.name if known is not None else f"attribute {identity}"
            if name == questions.class_attribute:
                labels = tuple(dict.fromkeys(answer for answer in answers if answer))
            else:
                attributes[name] = answers[0] if len(answers) == 1 else answers
        return _drawn(place, Shape("point", labels, points_of([]), attributes=attributes))

    def _about(self, values: JsonObject) -> Mapping[str, Any]:
        said: dict[str, Any] = {}
        for identity, value in values.items():
            known = self.attributes.get(identity)
            if known is None:
                continue
            answers = known.answers(value)
            if known.name == CLASSES and known.chosen:
                said[CLASSES] = dict.fromkeys(answers, True)
            else:
                said[known.name] = answers[0] if len(answers) == 1 else list(answers)
        return said


def _drawn(place: Sequence[Any], said: Shape) -> Shape:
    kind, *values = numbers(list(place))
    pairs = list(zip(values[::2], values[1::2], strict=False))
    match int(kind):
        case 1 if len(values) >= 2:
            return replace(said, kind="point", points=points_of(pairs[:1]))
        case 2 if len(values) >= 4:
            x, y, width, height = values[:4]
            if width < 0 or height < 0:
                raise BadRecord("The box has a negative size.")
            return replace(said, kind="rectangle", points=points_of([(x, y), (x + width, y + height)]))
        case 3 if len(values) >= 3:
            x, y, radius = values[:3]
            return replace(said, kind="circle", points=points_of([(x, y), (x + abs(radius), y)]))
        case 4 if len(values) >= 4:
            x, y, rx, ry = values[:4]
            return replace(said, kind="ellipse", points=Turned(x, y, abs(rx), abs(ry), 0.0).ellipse)
        case 5 if len(pairs) == 2:
            return replace(said, kind="line", points=points_of(pairs))
        case 5 | 6 if len(pairs) >= 2:
            return replace(said, kind="polyline", points=points_of(pairs))
        case 7 if len(pairs) >= 3:
            return replace(said, kind="polygon", points=points_of(pairs))
        case 8 if len(pairs) >= 2:
            xs, ys = zip(*pairs, strict=True)
            return replace(said, kind="rectangle", points=points_of([(min(xs), min(ys)), (max(xs), max(ys))]))
        case 9 if len(pairs) >= 3:
            return replace(said, kind="circle", points=_circle_through(pairs[:3]))
        case _:
            raise BadRecord(f"A region of the shape {kind:g} with {len(values)} numbers is not known.")


def _circle_through(places: Sequence[tuple[float, float]]) -> Any:
    """Centre and the right end of the circle through three places."""
    a, b, c = np.array(places)
    equations = 2 * np.array([b - a, c - a])
    if abs(float(np.linalg.det(equations))) < 1e-9:
        raise BadRecord("The three places of a circle lie on a line.")
    x, y = np.linalg.solve(equations, np.array([b @ b - a @ a, c @ c - a @ a])).tolist()
    return points_of([(x, y), (x + math.hypot(places[0][0] - x, places[0][1] - y), y)])


# writing


def _lower(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    return lower_for_via(labels, VIA3_KEEPS)


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = _lower(labels)
    schema = options.schema or lowered.schema
    pictures = pictures_of(labels, options)
    project = _Project(lowered, schema)
    with staged_file(target) as place:
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            project.add(image, name)
            put_picture(image, place.parent / name, pictures, options, losses)
        write_json(place, project.document())
    return losses.report()


class _Project:
    """A project that grows image by image."""

    def __init__(self, labels: LabelSet, schema: LabelSchema) -> None:
        shapes = [shape for image in labels.annotations for shape in image.shapes]
        several = any(len(shape.labels) != 1 for shape in shapes)
        self._options = {label.name: str(position) for position, label in enumerate(schema.labels)}
        classes = dict.fromkeys(name for image in labels.annotations for name in image.classes)
        self._classes = {
            name: str(position) for position, name in enumerate((*dict.fromkeys((*schema.image_classes, *classes)),))
        }
        self._attributes: dict[str, Any] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._ask(CLASS, _REGION, _CHECKBOX if several else _SELECT, self._options)
        for name in sorted({name for shape in shapes for name in shape.attributes}):
            self._ask(name, _REGION, _TEXT, {})
        if self._classes:
            self._ask(CLASSES, _WHOLE, _CHECKBOX, self._classes)
        for name in sorted({STATE, NOTES, *(name for image in labels.annotations for name in image.attributes)}):
            self._ask(name, _WHOLE, _TEXT, {})
        self._files: dict[str, Any] = {}
        self._views: dict[str, Any] = {}
        self._metadata: dict[str, Any] = {}

    def _ask(self, name: str, anchor: str, kind: int, options: Mapping[str, str]) -> None:
        identity = str(len(self._attributes) + 1)
        self._ids[name, anchor] = identity
        self._attributes[identity] = {
            "aname": name, "anchor_id": anchor, "type": kind, "desc": "",
            "options": {key: option for option, key in options.items()}, "default_option_id": "",
        }  # fmt: skip

    def add(self, image: Annotation, name: str) -> None:
        """One image: a file, a view of it, and a record for each region."""
        view = str(len(self._files) + 1)
        self._files[view] = {"fid": view, "fname": name, "type": _IMAGE_FILE, "loc": 1, "src": name}
        self._views[view] = {"fid_list": [view]}
        for values, place in self._records(image):
            identity = f"{view}_{len(self._metadata) + 1}"
            self._metadata[identity] = {"vid": view, "flg": 0, "z": [], "xy": place, "av": values}

    def _records(self, image: Annotation) -> Iterator[tuple[dict[str, str], list[Any]]]:
        about = file_attributes(image)
        if about:
            chosen = about.pop(CLASSES, {})
            values = {self._ids[name, _WHOLE]: text_of(value) for name, value in about.items()}
            if chosen:
                values[self._ids[CLASSES, _WHOLE]] = ",".join(self._classes[name] for name in chosen)
            yield values, []
        for shape in image.shapes:
            values = {self._ids[name, _REGION]: text_of(value) for name, value in shape.attributes.items()}
            values[self._ids[CLASS, _REGION]] = ",".join(self._options[name] for name in shape.labels)
            yield values, _place(shape)

    def document(self) -> dict[str, Any]:
        """The whole project."""
        project = {
            "pid": "__VIA_PROJECT_ID__", "rev": "__VIA_PROJECT_REV_ID__",
            "rev_timestamp": "__VIA_PROJECT_REV_TIMESTAMP__", "pname": "labels", "creator": "Weightsmith",
            "created": 0, "data_format_version": "3.1.1", "vid_list": list(self._views),
        }  # fmt: skip
        config = {
            "file": {"loc_prefix": {"1": "", "2": "", "3": "", "4": ""}},
            "ui": {
                "file_content_align": "center", "file_metadata_editor_visible": True,
                "spatial_metadata_editor_visible": True, "spatial_region_label_attribute_id": "1",
            },
        }  # fmt: skip
        return {
            "project": project, "config": config, "attribute": self._attributes, "file": self._files,
            "metadata": self._metadata, "view": self._views,
        }  # fmt: skip


_CODES: Final = {"point": _POINT, "line": _LINE, "polyline": _POLYLINE, "polygon": _POLYGON}


def _place(shape: Shape) -> list[Any]:
    if shape.kind == "rectangle":
        (x, y), (right, bottom) = shape.points.tolist()
        return [_BOX, tidy(x), tidy(y), tidy(right - x), tidy(bottom - y)]
    if shape.kind == "circle":
        (x, y), edge = shape.points.tolist()
        return [_CIRCLE, tidy(x), tidy(y), tidy(math.hypot(edge[0] - x, edge[1] - y))]
    return [_CODES[shape.kind], *flat(shape.points)]


FORMAT: Final = Format(
    "via3", "VIA 3 (project)", _sniff, _read, _write, "file", ".json", VIA3_KEEPS.kinds, VIA3_KEEPS, _lower,
    extensions=(".json",),
)  # fmt: skip
