"""An annotation as labelme's JSON, byte for byte as labelme's own writer spells it, and several times as fast."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any, Final, cast

from desktop_app.annotation.formats.labelme_stand_ins import KEY, StandIn, stand_in
from desktop_app.annotation.model import Annotation, Points, Shape, State
from desktop_app.annotation.shapes.mask_codes import png_text

VERSION: Final = "7.9.1"
"""The release of labelme whose format this is."""

FILE_KEYS: Final = ("version", "flags", "shapes", "imagePath", "imageData", "imageHeight", "imageWidth")
SHAPE_KEYS: Final = ("label", "points", "group_id", "description", "shape_type", "flags", "mask", "locked")

XANY_SCORE, XANY_DIFFICULT, XANY_ATTRIBUTES = "score", "difficult", "attributes"
"""Keys of X-AnyLabeling that hold what labelme has no place for: kept up to date where a file has them."""


def natural_state(annotation: Annotation) -> State:
    """The state that an image has when nobody said otherwise."""
    return "labelled" if annotation.shapes or annotation.classes else "unlabelled"


def label_file(annotation: Annotation) -> bytes:
    """The whole file; its end has no line break, as labelme's has none."""
    every = [(shape, stand_in(shape)) for shape in annotation.shapes]
    shown = [(shape, found) for shape, found in every if found is not None]
    related = {name for relation in annotation.relations for name in (relation.first, relation.second)}
    shapes = [_shape(shape, found, keep_id=shape.id in related) for shape, found in shown]
    raw = dict(_raw(annotation.extras))
    _refresh_file(raw, annotation)
    image_data = raw.pop("imageData", None)
    entries = [
        f'  "version": "{VERSION}"',
        f'  "flags": {_indented(dict(annotation.flags), 2)}',
        '  "shapes": ' + ("[\n" + ",\n".join(shapes) + "\n  ]" if shapes else "[]"),
        f'  "imagePath": {quoted(annotation.image)}',
        f'  "imageData": {quoted(image_data) if isinstance(image_data, str) else "null"}',
        f'  "imageHeight": {annotation.height or "null"}',
        f'  "imageWidth": {annotation.width or "null"}',
    ]
    kept = _kept_of_file(annotation, [shape for shape, found in every if found is None])
    if kept:
        raw = {KEY: kept, **raw}
    entries += [f"  {quoted(name)}: {_indented(value, 2)}" for name, value in raw.items()]
    # a lone surrogate becomes its JSON escape, which is what it was in the file that it came from
    return ("{\n" + ",\n".join(entries) + "\n}").encode("utf-8", "backslashreplace")


def _raw(extras: Mapping[str, Any]) -> Mapping[str, Any]:
    raw: Any = extras.get("labelme")
    return cast(Mapping[str, Any], raw) if isinstance(raw, Mapping) else {}


def _indented(value: object, columns: int) -> str:
    """JSON as `json.dumps(indent=2)` spells it, in a line that begins after so many columns."""
    if value is None or value == {} or value == []:
        return "null" if value is None else "{}" if isinstance(value, dict) else "[]"
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    return text.replace("\n", "\n" + " " * columns)


def _plain(value: object) -> object:
    """Mappings and sequences of other types as JSON has them."""
    if isinstance(value, Mapping):
        return dict(value)  # type: ignore[reportUnknownVariableType]
    if isinstance(value, Sequence):
        return list(value)  # type: ignore[reportUnknownVariableType]
    raise TypeError(f"{type(value).__name__} has no place in JSON")


# -- shapes


def _shape(shape: Shape, shown: StandIn, *, keep_id: bool) -> str:
    raw = {name: value for name, value in _raw(shape.extras).items() if name not in SHAPE_KEYS and name != KEY}
    _refresh_shape(raw, shape)
    kept = _kept_of_shape(shape, shown, raw, keep_id=keep_id)
    if kept:
        raw = {KEY: kept, **raw}
    entries = [f"      {quoted(name)}: {_indented(value, 6)}" for name, value in raw.items()]
    mask = quoted(png_text(shape.mask)) if shown.type == "mask" and shape.mask is not None else "null"
    entries += [
        f'      "label": {quoted(shape.label)}',
        f'      "points": {_points(shown.points)}',
        f'      "group_id": {"null" if shape.group is None else shape.group}',
        f'      "description": {quoted(shape.description)}',
        f'      "shape_type": "{shown.type}"',
        f'      "flags": {_indented(dict(shape.flags), 6)}',
        f'      "mask": {mask}',
    ]
    if shape.locked:
        entries.append('      "locked": true')
    return "    {\n" + ",\n".join(entries) + "\n    }"


def _points(points: Points) -> str:
    return _template(len(points)) % tuple(points.ravel().tolist())


@lru_cache(maxsize=256)
def _template(count: int) -> str:
    """JSON of so many points with places for their numbers: filled in one step, it is what makes saving fast."""
    point = "        [\n          %r,\n          %r\n        ]"
    return "[\n" + ",\n".join([point] * count) + "\n      ]" if count else "[]"


def _refresh_shape(raw: dict[str, Any], shape: Shape) -> None:
    """Bring X-AnyLabeling's own keys up to date where the shape has them."""
    if XANY_SCORE in raw:
        raw[XANY_SCORE] = shape.score
    if XANY_DIFFICULT in raw:
        raw[XANY_DIFFICULT] = shape.difficult
    if XANY_ATTRIBUTES in raw:
        raw[XANY_ATTRIBUTES] = dict(shape.attributes)
    if "text" in raw:
        raw["text"] = shape.text


def _kept_of_shape(shape: Shape, shown: StandIn, raw: Mapping[str, Any], *, keep_id: bool) -> dict[str, Any]:
    """What labelme's keys, and those already in the shape, do not say."""
    kept: dict[str, Any] = {}
    if keep_id:
        kept["id"] = shape.id
    if not shown.exact:
        kept |= geometry_of(shape)
    if shape.labels != (shape.label,):
        kept["labels"] = list(shape.labels)
    if shape.track is not None:
        kept["track"] = {"id": shape.track.id, "keyframe": shape.track.keyframe, "outside": shape.track.outside}
    for name in ("z", "occluded", "truncated", "difficult", "attributes", "text", "score", "source"):
        value = getattr(shape, name)
        if name not in raw and value is not None and (value or name == "score"):
            kept[name] = dict(value) if name == "attributes" else value
    others = {name: value for name, value in shape.extras.items() if name != "labelme"}
    if others:
        kept["extras"] = others
    return kept


def geometry_of(shape: Shape) -> dict[str, Any]:
    """Kind, points, holes and visibility as JSON; what is not finite becomes null."""
    found: dict[str, Any] = {"kind": shape.kind, "points": _nullable(shape.points)}
    if shape.holes:
        found["holes"] = [_nullable(hole) for hole in shape.holes]
    if shape.visibility:
        found["visibility"] = list(shape.visibility)
    return found


def _nullable(points: Points) -> list[list[float | None]]:
    finite = float("inf")
    return [[value if -finite < value < finite else None for value in point] for point in points.tolist()]


# -- the file


def _refresh_file(raw: dict[str, Any], annotation: Annotation) -> None:
    for name in (*FILE_KEYS, KEY):
        if name != "imageData":
            raw.pop(name, None)
    if "checked" in raw:
        raw["checked"] = annotation.state == "verified"
    if isinstance(raw.get("description"), str):
        raw["description"] = annotation.notes


def _kept_of_file(annotation: Annotation, unshown: Sequence[Shape]) -> dict[str, Any]:
    raw = _raw(annotation.extras)
    kept: dict[str, Any] = {}
    said_by_checked = "checked" in raw and annotation.state == "verified"
    if annotation.state != natural_state(annotation) and not said_by_checked:
        kept["state"] = annotation.state
    if annotation.notes and not isinstance(raw.get("description"), str):
        kept["notes"] = annotation.notes
    if annotation.attributes:
        kept["attributes"] = dict(annotation.attributes)
    if annotation.sequence:
        kept["sequence"] = annotation.sequence
    if annotation.frame is not None:
        kept["frame"] = annotation.frame
    if annotation.relations:
        kept["relations"] = [[one.first, one.second, one.name] for one in annotation.relations]
    if unshown:
        kept["shapes"] = [_unshown(shape) for shape in unshown]
    kept |= {name: value for name, value in annotation.extras.items() if name == "unread" and value}
    others = {name: value for name, value in annotation.extras.items() if name not in ("labelme", "unread")}
    if others:
        kept["extras"] = others
    return kept


def _unshown(shape: Shape) -> dict[str, Any]:
    """A shape that labelme would refuse (it has no point, or one that is not finite), as this program keeps it."""
    nothing = StandIn("", shape.points, exact=False)
    found = {"label": shape.label, **_kept_of_shape(shape, nothing, {}, keep_id=True)}
    if shape.mask is not None:
        found["mask"] = [shape.mask.left, shape.mask.top, shape.mask.width, shape.mask.height, png_text(shape.mask)]
    for name in ("group", "description", "locked", "flags"):
        if getattr(shape, name):
            found[name] = getattr(shape, name)
    return found
