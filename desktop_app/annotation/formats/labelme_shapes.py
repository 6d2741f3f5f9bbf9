"""One shape of labelme's JSON read leniently; what cannot be taken as it stands is noticed in the `Reading`."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.formats.labelme_stand_ins import COUNT_OF_TYPE, KEY, KIND_OF_TYPE, restored
from desktop_app.annotation.formats.labelme_writing import SHAPE_KEYS
from desktop_app.annotation.model import KINDS, AttributeValue, Kind, Mask, Points, Problem, Shape, Track, points_of
from desktop_app.annotation.shapes.mask_codes import mask_of_png
from desktop_app.annotation.shapes.masks import MaskError

_OTHER_TYPES: Final[Mapping[str, str]] = {
    "rotation": "oriented_rectangle",
    "quadrilateral": "polygon",
    "linestring": "linestrip",
    "polyline": "linestrip",
    "multi_points": "points",
    "keypoints": "points",
}
"""What other tools call labelme's types."""


@dataclass(slots=True)
class Reading:
    """What is noticed on the way through one file."""

    name: str
    problems: list[Problem] = field(default_factory=list[Problem])
    groups: dict[str, int] = field(default_factory=dict[str, int])
    taken: set[int] = field(default_factory=set[int])
    ids: set[str] = field(default_factory=set[str])
    unread: list[Any] = field(default_factory=list[Any])

    def notice(self, place: str, message: str, cure: str = "") -> None:
        self.problems.append(Problem(f"{self.name}: {place}" if place else self.name, message, cure))

    def group(self, value: Any, place: str) -> int | None:
        """A group number; text becomes a number of its own within the file."""
        if value is None or isinstance(value, bool):
            return None
        if isinstance(value, int):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        text = str(value)
        if text not in self.groups:
            number = int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 1
            while number in self.taken:
                number += 1
            self.groups[text] = number
            self.taken.add(number)
        self.notice(place, f"group_id {text!r} is not a number; it became {self.groups[text]}.")
        return self.groups[text]

    def own_id(self, seed: bytes) -> str:
        """An id that follows from what the shape is, so that reading a file again gives the same ids."""
        number = 0
        while (name := blake2b(seed + b"%d" % number, digest_size=6).hexdigest()) in self.ids:
            number += 1
        self.ids.add(name)
        return name


def read_shape(raw: Any, place: str, reading: Reading) -> Shape | None:
    """The shape that labelme's `raw` says; None, with a notice, when nothing can be made of it."""
    if not isinstance(raw, dict):
        reading.notice(place, "This is not a shape; it is left as it is.")
        return None
    fields = cast(dict[str, Any], raw)
    points = _points(fields.get("points"))
    if points is None:
        reading.notice(place, "`points` is not a list of pairs of numbers; the shape is left as it is.")
        return None
    if not len(points):
        reading.notice(place, "The shape has no points; it is left as it is.")
        return None
    shown_type = _type(fields.get("shape_type"), points, place, reading)
    shape = _drawn(shown_type, points, fields, place, reading)
    return _with_rest(shape, fields, shown_type, points, place, reading)


def _points(value: Any) -> Points | None:
    """Finite points from pairs of numbers (a third is ignored); None when that is not what they are."""
    if not isinstance(value, list):
        return None
    try:
        numbers: NDArray[Any] = np.array(value)  # type: ignore[reportUnknownArgumentType]
    except (ValueError, TypeError, OverflowError):  # rows of unequal length, or not only numbers
        numbers = np.zeros(0, object)
    if numbers.ndim == 2 and numbers.shape[1] >= 2 and numbers.dtype.kind in "if":
        return points_of(numbers[:, :2]) if np.isfinite(numbers[:, :2]).all() else None
    rows: list[tuple[float, float]] = []
    for point in cast(list[Any], value):
        if not isinstance(point, list) or len(cast(list[Any], point)) < 2:
            return None
        x, y = cast(list[Any], point)[:2]
        if (
            isinstance(x, bool)
            or isinstance(y, bool)
            or not isinstance(x, int | float)
            or not isinstance(y, int | float)
        ):
            return None
        try:
            rows.append((float(x), float(y)))
        except OverflowError:
            return None
    points = points_of(rows) if rows else points_of(np.zeros((0, 2)))
    return points if np.isfinite(points).all() else None


def _type(value: Any, points: Points, place: str, reading: Reading) -> str:
    """labelme's name of the type; labelme 2 and 3 wrote none and knew only polygons."""
    if value is None:
        return "polygon" if len(points) > 2 else ("point", "line")[len(points) - 1]
    name = str(value)
    if name in KIND_OF_TYPE or name in ("cuboid", "ellipse"):
        return name
    if name in _OTHER_TYPES:
        return _OTHER_TYPES[name]
    reading.notice(place, f"The shape type {name!r} is not known; the shape became a polygon.")
    return "polygon"


def _drawn(shown_type: str, points: Points, fields: Mapping[str, Any], place: str, reading: Reading) -> Shape:
    """Kind, points and mask as labelme's keys say them."""
    made = Shape
    count = len(points)
    if shown_type == "mask" and count:
        return _masked(points, fields, place, reading)
    if shown_type == "rectangle" and count == 4:
        return _four_cornered(points)
    if shown_type == "rectangle" and count == 2:
        return made("rectangle", (), points_of([points.min(axis=0), points.max(axis=0)]))
    if shown_type == "oriented_rectangle" and count == 4:
        return made("rotated_rectangle", (), clockwise(points))
    if (shown_type == "cuboid" and count == 8) or (shown_type == "ellipse" and count == 3):
        return made(cast(Kind, shown_type), (), points)
    if shown_type in KIND_OF_TYPE and count == COUNT_OF_TYPE.get(shown_type, count):
        return made(KIND_OF_TYPE[shown_type], (), points)
    reading.notice(place, f"A shape of type {shown_type!r} cannot have {count} points; it became a polygon.")
    return made("polygon", (), points)


def _four_cornered(points: Points) -> Shape:
    """X-AnyLabeling's rectangle of four corners: upright, turned, or not a rectangle at all."""
    low, high = points.min(axis=0), points.max(axis=0)
    upright = {(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])}
    if {(x, y) for x, y in points.tolist()} <= upright:
        return Shape("rectangle", (), points_of([low, high]))
    askew = float(np.abs(points[0] + points[2] - points[1] - points[3]).max())
    first, second = points[1] - points[0], points[3] - points[0]
    leaning = abs(float(first @ second)) / max(1e-9, float(np.hypot(*first) * np.hypot(*second)))
    if askew < 0.5 and leaning < 0.01:
        return Shape("rotated_rectangle", (), clockwise(points))
    return Shape("polygon", (), points)


def clockwise(corners: Points) -> Points:
    """Four corners so that they run clockwise as seen, with the first edge pointing where it did."""
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    return points_of(corners[::-1]) if first[0] * second[1] - first[1] * second[0] < 0 else corners


def _masked(points: Points, fields: Mapping[str, Any], place: str, reading: Reading) -> Shape:
    """labelme's two points are the first and the last pixel of the box; the picture's own size counts where they disagree."""
    low, high = points.min(axis=0), points.max(axis=0)
    left, top = (int(value) for value in np.clip(np.round(low), -(2**31), 2**31))
    try:
        mask = mask_of_png(str(fields.get("mask") or ""), left, top)
    except MaskError as error:
        reading.notice(place, f"{error} The shape became its box.")
        return Shape("rectangle", (), points_of([low, high + 1]))
    size = np.round(high - low) + 1
    if len(points) != 2 or (mask.width, mask.height) != (int(size[0]), int(size[1])):
        reading.notice(place, f"The mask is {mask.width} x {mask.height} pixels, its box is not; the mask counts.")
    return masked_shape(mask)


def masked_shape(mask: Mask) -> Shape:
    """A shape without labels that is a mask."""
    edges = [(mask.left, mask.top), (mask.left + mask.width, mask.top + mask.height)]
    return Shape("mask", (), points_of(edges), mask=mask)


def _with_rest(
    shape: Shape, fields: Mapping[str, Any], shown_type: str, points: Points, place: str, reading: Reading
) -> Shape:
    raw = {name: value for name, value in fields.items() if name not in SHAPE_KEYS and name != KEY}
    flags, loose = flags_of(fields.get("flags"))
    label = _label(fields.get("label"), place, reading)
    attributes = {**loose, **attributes_of(raw.get("attributes"))}
    shape = replace(
        shape,
        labels=(label,),
        group=reading.group(fields.get("group_id"), place),
        description=text_or_empty(fields.get("description")),
        flags=flags,
        locked=fields.get("locked") is True,
        attributes=attributes,
        difficult=raw.get("difficult") is True,
        score=_score(raw.get("score")),
        text=text_or_empty(raw.get("text")),
        extras={"labelme": raw} if raw else {},
    )
    kept = fields.get(KEY)
    if isinstance(kept, dict):
        shape = _with_kept(shape, cast(dict[str, Any], kept), shown_type, points)
    return replace(shape, id=_id(kept, shape, reading))


def _id(kept: Any, shape: Shape, reading: Reading) -> str:
    name: Any = cast(dict[str, Any], kept).get("id") if isinstance(kept, dict) else None
    if isinstance(name, str) and name and name not in reading.ids:
        reading.ids.add(name)
        return name
    seed = f"{shape.kind}\0{shape.labels}\0".encode("utf-8", "surrogatepass") + shape.points.tobytes()
    return reading.own_id(seed + (shape.mask.packed if shape.mask else b""))


def _label(value: Any, place: str, reading: Reading) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        reading.notice(place, "The shape has no label.", "Give it one.")
        return ""
    reading.notice(place, f"The label {value!r} is not text; it is taken as text.")
    return str(value)


def text_or_empty(value: Any) -> str:
    """Text as it is, nothing for null, and other values as Python writes them."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def _score(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def flags_of(value: Any) -> tuple[dict[str, bool], dict[str, AttributeValue]]:
    """Flags that are true or false, and others, which are attributes."""
    if isinstance(value, list):
        return {str(name): True for name in cast(list[Any], value)}, {}
    if not isinstance(value, dict):
        return {}, {}
    pairs = {str(name): held for name, held in cast(dict[Any, Any], value).items()}
    flags = {name: held for name, held in pairs.items() if isinstance(held, bool)}
    return flags, attributes_of({name: held for name, held in pairs.items() if name not in flags and held is not None})


def attributes_of(value: Any) -> dict[str, AttributeValue]:
    """Attributes from a JSON object; what is nested deeper stays as JSON text."""
    if not isinstance(value, dict):
        return {}
    return {str(name): _attribute(held) for name, held in cast(dict[Any, Any], value).items()}


def _attribute(value: Any) -> AttributeValue:
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list):
        return tuple(str(item) for item in cast(list[Any], value))
    return "" if value is None else json.dumps(value, ensure_ascii=False)


# -- what this program adds


def _with_kept(shape: Shape, kept: Mapping[str, Any], shown_type: str, points: Points) -> Shape:
    """The shape with what labelme's keys have no place for; what was changed in labelme since wins."""
    if "kind" in kept and kept["kind"] in KINDS:
        shape = restored(shape, kept, shown_type, points)
    labels: Any = kept.get("labels")
    if isinstance(labels, list):
        names = tuple(str(name) for name in cast(list[Any], labels))
        shape = replace(shape, labels=_labels(names, shape.label))
    return replace(shape, **plain_fields(kept))


def _labels(names: tuple[str, ...], shown: str) -> tuple[str, ...]:
    """The labels that were kept, the first as labelme shows it now."""
    if names and names[0] != shown:
        return (shown, *names[1:])
    return names if names or not shown else (shown,)


def plain_fields(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a shape from what is kept of it, as far as they are of the right type."""
    found: dict[str, Any] = {}
    for name in ("occluded", "truncated", "difficult"):
        if isinstance(kept.get(name), bool):
            found[name] = kept[name]
    for name in ("text", "source"):
        if isinstance(kept.get(name), str):
            found[name] = kept[name]
    if isinstance(kept.get("z"), int):
        found["z"] = kept["z"]
    if "score" in kept:
        found["score"] = _score(kept["score"])
    if "attributes" in kept:
        found["attributes"] = attributes_of(kept["attributes"])
    track: Any = kept.get("track")
    if isinstance(track, dict) and isinstance(cast(dict[str, Any], track).get("id"), int):
        said = cast(dict[str, Any], track)
        found["track"] = Track(said["id"], said.get("keyframe") is not False, said.get("outside") is True)
    extras: Any = kept.get("extras")
    if isinstance(extras, dict):
        found["extras"] = cast(dict[str, Any], extras)
    return found


def unshown_shapes(kept: Mapping[str, Any], reading: Reading) -> list[Shape]:
    """Shapes that labelme would have refused."""
    found: list[Shape] = []
    raw_shapes: Any = kept.get("shapes")
    for raw in cast(list[Any], raw_shapes) if isinstance(raw_shapes, list) else []:
        shape = _unshown_shape(cast(dict[str, Any], raw)) if isinstance(raw, dict) else None
        if shape is not None:
            name = shape.id if shape.id not in reading.ids else reading.own_id(shape.id.encode())
            reading.ids.add(name)
            found.append(replace(shape, id=name))
    return found


def _unshown_shape(raw: Mapping[str, Any]) -> Shape | None:
    try:
        kind: Kind = raw["kind"]
        holes = tuple(points_of(np.array(hole, np.float64)) for hole in raw.get("holes", ()))
        labels: Any = raw.get("labels", [raw.get("label", "")])
        packed: Any = raw.get("mask")
        shape = Shape(
            kind,
            tuple(map(str, labels)),
            points_of(np.array(raw["points"], np.float64)),
            holes,
            mask_of_png(packed[4], int(packed[0]), int(packed[1])) if packed and packed[2] and packed[3] else None,
            tuple(map(int, raw.get("visibility", ()))),
            id=str(raw["id"]),
            group=raw.get("group"),
            description=str(raw.get("description", "")),
            locked=raw.get("locked") is True,
            flags=flags_of(raw.get("flags"))[0],
        )
    except (KeyError, TypeError, ValueError, IndexError):
        return None
    if packed and shape.mask is None:
        shape = replace(shape, mask=Mask(int(packed[0]), int(packed[1]), 0, 0, b""))
    return replace(shape, **plain_fields(raw)) if kind in KINDS else None
