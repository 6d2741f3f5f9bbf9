"""Label Studio's tasks read: the newest set of annotations, and predictions as suggestions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import numpy as np

from desktop_app.annotation.exchange.lowering import natural_state
from desktop_app.annotation.formats.brush_rle import mask_of_brush
from desktop_app.annotation.formats.glance import IMAGE_ENDINGS, glance
from desktop_app.annotation.formats.label_studio_config import TEXT, Config, config_beside
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    JsonObject,
    LabelsUnreadable,
    Problems,
    items,
    mapping,
    number,
    numbers,
    read_json,
    size_of,
    text,
    true,
)
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.formats.turns import Turned
from desktop_app.annotation.model import (
    Annotation,
    AttributeValue,
    LabelSet,
    Mask,
    Relation,
    Shape,
    State,
    labels_in,
    new_id,
    points_of,
)
from desktop_app.annotation.shapes.kinds import edges_of
from desktop_app.annotation.shapes.mask_codes import mask_of_png
from desktop_app.annotation.shapes.masks import MaskError

EXTRAS: Final = "label-studio"
_TEXTS: Final = frozenset({TEXT, "text", "ocr"})
"""Names under which configurations ask what is written in a region."""
_SAYING: Final = frozenset({"choices", "textarea", "number", "rating", "taxonomy", "datetime"})
_KEPT: Final = ("id", "data", "meta", "inner_id", "project")


def sniff(path: Path) -> float:
    """Whether a JSON holds tasks with results."""
    keys = {key.removeprefix("[].") for key in glance(path).keys}
    for sets in ("annotations[]", "predictions[]", "completions[]"):
        own = {f"{sets}.result[].{name}" for name in ("from_name", "type", "value")}
        if own & keys:
            return 0.95
        if f"{sets}.result" in keys and any(key.startswith("data.") for key in keys):
            return 0.85
    return 0.0


def read(path: Path, options: ReadOptions) -> LabelSet:
    """Read a file with one task or a list of them."""
    document = read_json(path)
    tasks: Sequence[Any] = items(document) if isinstance(document, list) else (document,)
    problems = Problems(path.name)
    config = config_beside(path, problems)
    folders = tuple(dict.fromkeys(folder for folder in (options.images, path.parent) if folder is not None))
    pictures = Pictures(folders, options.sizes)
    images: list[Annotation] = []
    for position, record in enumerate(tasks):
        task = mapping(record)
        place = f"task {task['id']}" if "id" in task else f"[{position}]"
        with problems.record(place):
            if not task:
                raise BadRecord("The record is no task.")
            images.append(_Task(task, place, config, pictures, problems).done())
    if not images and not problems.found and tasks:
        raise LabelsUnreadable(str(path), "There are no Label Studio tasks in it.")
    schema = config.schema.with_names(labels_in(images))
    return LabelSet(tuple(images), schema, str(folders[0]), "label-studio", tuple(problems.found))


@dataclass(slots=True)
class _Task:
    task: JsonObject
    place: str
    config: Config
    pictures: Pictures
    problems: Problems
    shapes: list[Shape] = field(default_factory=list[Shape])
    flags: dict[str, bool] = field(default_factory=dict[str, bool])
    attributes: dict[str, AttributeValue] = field(default_factory=dict[str, AttributeValue])
    relations: list[Relation] = field(default_factory=list[Relation])
    size: tuple[int, int] = (0, 0)
    names: dict[str, str] = field(default_factory=dict[str, str])
    """Ids of shapes by the ids that the file gives to regions; the first set's win."""
    links: list[tuple[JsonObject, Mapping[str, str]]] = field(
        default_factory=list[tuple[JsonObject, Mapping[str, str]]]
    )
    """Results that refer to other regions, with the names of the set that they are in."""

    def done(self) -> Annotation:
        """The image of the task, with its shapes."""
        name, key = self._image()
        sets = [mapping(one) for one in (*items(self.task.get("annotations")), *items(self.task.get("completions")))]
        chosen = self._chosen(sets)
        predictions = [mapping(one) for one in items(self.task.get("predictions"))]
        self.size = _said_size([chosen or {}, *predictions]) or self.pictures.size(name) or (0, 0)
        if chosen is not None:
            self._take(chosen, "")
        for prediction in predictions:
            self._take(prediction, f"model:{text(prediction.get('model_version')) or 'unknown'}")
        self._link()
        extras = {name: value for name in _KEPT if (value := self.task.get(name)) not in (None, {}, "")}
        data = {name: value for name, value in mapping(self.task.get("data")).items() if name != key}
        extras = {name: value for name, value in extras.items() if name != "data"} | ({"data": data} if data else {})
        return Annotation(
            name,
            *self.size,
            tuple(self.shapes),
            self.flags,
            self.attributes,
            self._state(chosen),
            relations=tuple(self.relations),
            extras={EXTRAS: extras} if extras else {},
        )

    def _image(self) -> tuple[str, str]:
        """Name of the picture, and the key under which the task had it."""
        data = mapping(self.task.get("data"))
        for key in (self.config.image, "image", "img", "url", "ocr", *data):
            reference = data.get(key)
            if isinstance(reference, str) and (key == self.config.image or _is_picture(reference, key)):
                return _name_of(reference, self.pictures), key
        if data:
            raise BadRecord("The task is not about an image.")
        self.problems.add(self.place, "The task does not say of which image it is.")
        return f"task-{text(self.task.get('id')) or 'unknown'}", ""

    def _chosen(self, sets: Sequence[JsonObject]) -> JsonObject | None:
        """The newest set that was not cancelled, or the one that is marked as true."""
        standing = [one for one in sets if not true(one.get("was_cancelled"))]
        if len(standing) > 1:
            message = f"There are {len(standing)} sets of annotations; the newest is taken."
            self.problems.add(self.place, message, "Delete the others in Label Studio if you want another one.")
        ranked = standing or list(sets)

        def rank(pair: tuple[int, JsonObject]) -> tuple[bool, str, int]:
            position, one = pair
            return true(one.get("ground_truth")), text(one.get("updated_at") or one.get("created_at")), position

        return max(enumerate(ranked), key=rank)[1] if ranked else None

    def _state(self, chosen: JsonObject | None) -> State:
        if chosen is None:
            return natural_state(self.shapes, self.flags)
        if true(chosen.get("was_cancelled")):
            return "rejected"
        return "verified" if true(chosen.get("ground_truth")) else "labelled"

    # one set of results

    def _take(self, said: JsonObject, source: str) -> None:
        results = [mapping(result) for result in items(said.get("result"))]
        by_id: dict[str, list[JsonObject]] = {}
        for position, result in enumerate(results):
            by_id.setdefault(text(result.get("id")) or f" {position}", []).append(result)
        names: dict[str, str] = {}
        for identity, group in by_id.items():
            drawn = next((result for result in group if _is_drawn(result)), None)
            if drawn is None:
                self._of_image(group)
                continue
            with self.problems.record(f"{self.place}: result {identity}"):
                shape = self._shape(drawn, group, source, said.get("score"))
                is_new = identity in self.names or identity.startswith(" ")
                names[identity] = new_id() if is_new else identity
                self.shapes.append(replace(shape, id=names[identity]))
        self.links += [
            (result, names) for result in results if result.get("type") == "relation" or result.get("parentID")
        ]
        self.names = {**names, **self.names}

    def _link(self) -> None:
        """Regions below one region become parts of one object, and relations get their ends."""
        parents: dict[str, str] = {}
        for result, names in self.links:
            own = {**self.names, **names}
            if result.get("type") == "relation":
                first, second = (own.get(text(result.get(end))) for end in ("from_id", "to_id"))
                labels = [text(label) for label in items(result.get("labels"))]
                if first is not None and second is not None:
                    self.relations.append(Relation(first, second, ", ".join(labels)))
                continue
            child, parent = own.get(text(result.get("id"))), own.get(text(result["parentID"]))
            if child is not None and parent is not None and child != parent:
                parents[child] = parent
        self.shapes = _grouped(self.shapes, parents)

    def _of_image(self, results: Sequence[JsonObject]) -> None:
        for result in results:
            kind = text(result.get("type"))
            if kind == "choices":
                self.flags |= {text(choice): True for choice in items(mapping(result.get("value")).get("choices"))}
            elif kind in _SAYING:
                self.attributes[text(result.get("from_name")) or kind] = _answer(result)
            elif kind != "relation":
                self.problems.add(
                    self.place, f"A result of the type {kind[:40]!r} is not about an image; it is left out."
                )

    def _shape(self, drawn: JsonObject, group: Sequence[JsonObject], source: str, score: Any) -> Shape:
        size = (size_of(drawn.get("original_width")), size_of(drawn.get("original_height")))
        width, height = size if all(size) else self.size
        if not width or not height:
            raise BadRecord("Nobody says how large the image is, and places are given in percent of it.")
        value = mapping(drawn["value"])
        turn = number(value.get("rotation") or drawn.get("rotation") or 0)
        certain = drawn.get("score", value.get("score", score if source else None))
        said = Shape(
            "point",
            _labels(group),
            points_of([]),
            score=number(certain) if certain is not None else 0.0 if source else None,
            source=source,
            **_said_of_region(group),
        )
        return _drawn_as(_base(drawn), value, said, (width, height), turn)


def _grouped(shapes: Sequence[Shape], parents: Mapping[str, str]) -> list[Shape]:
    """The shapes with a number for each family."""
    family: dict[str, int] = {}
    made: list[Shape] = []
    heads = set(parents.values())
    for shape in shapes:
        top, steps = shape.id, 0
        while top in parents and steps <= len(parents):
            top, steps = parents[top], steps + 1
        if shape.id in parents or shape.id in heads:
            made.append(replace(shape, group=family.setdefault(top, len(family) + 1)))
        else:
            made.append(shape)
    return made


def _said_size(sets: Sequence[JsonObject]) -> tuple[int, int] | None:
    for said in sets:
        for result in items(said.get("result")):
            one = mapping(result)
            if one.get("original_width") and one.get("original_height"):
                try:
                    return size_of(one["original_width"]), size_of(one["original_height"])
                except BadRecord:
                    continue
    return None


def _is_picture(reference: str, key: str) -> bool:
    ending = PurePosixPath(plain_name(_local(reference))).suffix.lower()
    return key in ("image", "img") or ending in IMAGE_ENDINGS


def _local(reference: str) -> str:
    """What a reference to Label Studio's own storage names."""
    if "/data/local-files/" in reference:
        named = parse_qs(urlsplit(reference).query).get("d")
        return named[0] if named else reference
    return reference


def _name_of(reference: str, pictures: Pictures) -> str:
    name = plain_name(_local(reference))
    if not name:
        raise BadRecord("The task names no image.")
    uploaded = re.match(r"(?:.*/)?data/upload/(?:\d+/)?(.+)$", f"/{name}")
    if uploaded and pictures.find(name) is None:
        # an upload gets eight letters and a dash before its name
        for candidate in (uploaded.group(1), re.sub(r"^[0-9a-f]{8}-", "", uploaded.group(1))):
            found = pictures.find(candidate)
            if found is not None:
                return pictures.relative(found)
    return name


# what is said of a region


def _labels(group: Sequence[JsonObject]) -> tuple[str, ...]:
    found: list[str] = []
    for result in group:
        kind, value = text(result.get("type")), mapping(result.get("value"))
        if kind.endswith("labels"):
            found += (text(label) for label in (items(value.get(kind)) or items(value.get("labels"))))
    return tuple(dict.fromkeys(label for label in found if label))


def _said_of_region(group: Sequence[JsonObject]) -> dict[str, Any]:
    attributes: dict[str, AttributeValue] = {}
    said: dict[str, Any] = {}
    for result in group:
        kind, name = text(result.get("type")), text(result.get("from_name"))
        notes = [text(note) for note in items(mapping(result.get("meta")).get("text"))]
        if notes:
            said["description"] = "\n".join(notes)
        if kind == "textarea" and name.lower() in _TEXTS:
            said["text"] = "\n".join(text(part) for part in items(mapping(result.get("value")).get("text")))
        elif kind in _SAYING:
            attributes[name or kind] = _answer(result)
    return {**said, "attributes": attributes} if attributes else said


def _answer(result: JsonObject) -> AttributeValue:
    kind = text(result.get("type"))
    given = mapping(result.get("value")).get("text" if kind == "textarea" else kind)
    if isinstance(given, list):
        parts = [text(items(part)[-1] if isinstance(part, list) and part else part) for part in items(given)]
        return parts[0] if len(parts) == 1 else tuple(parts)
    return float(given) if isinstance(given, int | float) and not isinstance(given, bool) else text(given)


# what is drawn

_BASES: Final = ("rectangle", "ellipse", "polygon", "keypoint", "brush", "vector", "bitmask")


def _base(result: JsonObject) -> str:
    """Of which kind a result is: by its type, or by what its value holds when the type only says `labels`."""
    kind = text(result.get("type"))
    base = kind.removesuffix("labels")
    if base in _BASES:
        return base
    value = mapping(result.get("value"))
    if kind != "labels":
        return ""
    keys = (("rle", "brush"), ("radiusX", "ellipse"), ("points", "polygon"), ("height", "rectangle"), ("x", "keypoint"))
    return next((found for key, found in keys if key in value), "")


def _is_drawn(result: JsonObject) -> bool:
    return bool(_base(result))


def _drawn_as(base: str, value: JsonObject, said: Shape, size: tuple[int, int], turn: float) -> Shape:
    scale = np.array(size) / 100.0
    match base:
        case "rectangle":
            return _rectangle(value, said, scale.tolist(), turn)
        case "ellipse":
            x, y, rx, ry = (number(value[key]) for key in ("x", "y", "radiusX", "radiusY"))
            if rx < 0 or ry < 0:
                raise BadRecord("The ellipse has a negative radius.")
            sx, sy = scale.tolist()
            return replace(said, kind="ellipse", points=Turned(x * sx, y * sy, rx * sx, ry * sy, turn).ellipse)
        case "keypoint":
            points = points_of(np.array([(number(value["x"]), number(value["y"]))]) * scale)
            return replace(said, kind="point", points=points)
        case "brush" | "bitmask":
            mask = _mask(value, size)
            return replace(said, kind="mask", mask=mask, points=edges_of(mask))
        case _:
            return _polygon(value, said, scale, closed=base == "polygon")


def _rectangle(value: JsonObject, said: Shape, scale: list[float], turn: float) -> Shape:
    """The place is the corner that was top left, and the box turns clockwise about it."""
    x, y, width, height = (number(value[key]) for key in ("x", "y", "width", "height"))
    if width < 0 or height < 0:
        raise BadRecord("The box has a negative size.")
    x, y, width, height = x * scale[0], y * scale[1], width * scale[0], height * scale[1]
    if not turn:
        return replace(said, kind="rectangle", points=points_of([(x, y), (x + width, y + height)]))
    u, v = Turned(0, 0, width, height, turn).axes
    start = np.array([[x, y]])
    corners = points_of(np.concatenate([start, start + u, start + u + v, start + v]))
    return replace(said, kind="rotated_rectangle", points=corners)


def _polygon(value: JsonObject, said: Shape, scale: Any, *, closed: bool) -> Shape:
    given = items(value.get("points")) or items(value.get("vertices"))
    listed = list(_places(given))
    kind: Any = (
        "polygon" if (closed and value.get("closed") is not False) or value.get("closed") is True else "polyline"
    )
    least = 3 if kind == "polygon" else 2
    if len(listed) < least:
        raise BadRecord(f"A {kind} needs {least} points, there are {len(listed)}.")
    return replace(said, kind=kind, points=points_of(np.array(listed) * scale))


def _places(given: Sequence[Any]) -> Iterator[tuple[float, float]]:
    for place in given:
        if isinstance(place, dict):
            yield number(mapping(place).get("x")), number(mapping(place).get("y"))
        else:
            x, y = numbers(place, 2)
            yield x, y


def _mask(value: JsonObject, size: tuple[int, int]) -> Mask:
    try:
        packed = value.get("rle")
        if isinstance(packed, list):
            mask = mask_of_brush(items(packed), *size)
        else:
            picture = next((value[key] for key in ("imageDataURL", "maskDataURL", "base64") if value.get(key)), packed)
            if not isinstance(picture, str):
                raise BadRecord("The brush has neither run lengths nor a picture.")
            mask = mask_of_png(picture.rpartition(",")[2], 0, 0)
    except MaskError as error:
        raise BadRecord(str(error)) from None
    if not mask.width:
        raise BadRecord("The brush covers nothing.")
    return mask
