"""VIA's regions: shapes in pixels, and attributes of which one is the class; the same in all layouts of VIA 1 and 2."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from desktop_app.annotation.exchange.losses import LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, natural_state, only, text_of
from desktop_app.annotation.formats.reading import BadRecord, JsonObject, items, mapping, number, text
from desktop_app.annotation.formats.turns import Turned, turned_ellipse
from desktop_app.annotation.formats.writing import tidy
from desktop_app.annotation.model import Annotation, AttributeValue, LabelSet, Shape, State, points_of

CLASS: Final = "label"
"""The attribute that is the class in files that are written here."""
CLASSES: Final = "classes"
STATE: Final = "state"
NOTES: Final = "notes"
_KNOWN: Final = (CLASS, "class", "category", "name", "type", "object", "label_name", "class_name")
_STATES: Final[tuple[State, ...]] = ("labelled", "verified", "rejected")
_KNOWN_STATES: Final[Mapping[str, State]] = {state: state for state in _STATES}
_CHOSEN: Final = ("radio", "dropdown", "checkbox", "image")

KEEPS: Final = Keeps(
    kinds=only("rectangle", "polygon", "circle", "ellipse", "polyline", "point"),
    holes="join",
    labels="keep",
    needs_label=False,
    fields=frozenset({"attributes"}),
    as_text=True,
    image=frozenset({"flags", "attributes", "notes"}),
    states=frozenset(_STATES),
)


@dataclass(frozen=True, slots=True)
class Questions:
    """What a file says of its attributes."""

    class_attribute: str = ""
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """Texts of the options by their ids, for each attribute of regions."""

    def answers(self, name: str, value: Any) -> tuple[str, ...]:
        """The texts of what was chosen or written."""
        known = self.options.get(name, {})
        if isinstance(value, dict):
            chosen = [text(option) for option, holds in mapping(value).items() if holds]
        elif isinstance(value, list):
            chosen = [text(option) for option in items(value)]
        else:
            chosen = [_plain(value)]
        return tuple(known.get(option) or option for option in chosen)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else text(value)


def questions_of(attributes: JsonObject, used: Iterable[str], said: str = "") -> Questions:
    """Which attribute is the class: the one that is asked for, one of a known name, the first with choices."""
    regions = mapping(attributes.get("region"))
    options: dict[str, Mapping[str, str]] = {}
    chosen: list[str] = []
    for name, spec in regions.items():
        if text(mapping(spec).get("type")) in _CHOSEN:
            chosen.append(name)
        given = mapping(mapping(spec).get("options"))
        options[name] = {option: text(value) or option for option, value in given.items()}
    names = tuple(dict.fromkeys((*regions, *used)))
    if said:
        return Questions(said, options)
    candidates = (
        *(name for name in _KNOWN if name in chosen),
        *(name for name in _KNOWN[:1] if name in names),
        *chosen,
        *(name for name in _KNOWN if name in names),
        *(name for name in names if name.lower() in _KNOWN),
    )
    return Questions(next(iter(candidates), ""), options)


def names_used(records: Iterable[Any]) -> Iterable[str]:
    """Names of the attributes of regions, in the order of first use."""
    for record in records:
        for region in regions_of(record):
            yield from mapping(mapping(region).get("region_attributes"))


def regions_of(record: Any) -> Sequence[Any]:
    """The regions of an image, a list or (in VIA 1) an object with numbers for keys."""
    given = mapping(record).get("regions")
    return tuple(mapping(given).values()) if isinstance(given, dict) else items(given)


# reading


def shape_of(drawn: JsonObject, said: JsonObject, questions: Questions) -> Shape:
    """The shape of one region."""
    labels: tuple[str, ...] = ()
    attributes: dict[str, AttributeValue] = {}
    for name, value in said.items():
        if name == questions.class_attribute:
            labels = tuple(dict.fromkeys(answer for answer in questions.answers(name, value) if answer))
        elif value is not None:
            answers = questions.answers(name, value)
            attributes[name] = answers if isinstance(value, dict | list) else answers[0]
    return _drawn(drawn, Shape("point", labels, points_of([]), attributes=attributes))


def _drawn(drawn: JsonObject, said: Shape) -> Shape:
    kind = text(drawn.get("name"))

    def numbers_at(*names: str) -> list[float]:
        return [number(drawn[name]) for name in names]

    match kind:
        case "rect":
            x, y, width, height = numbers_at("x", "y", "width", "height")
            if width < 0 or height < 0:
                raise BadRecord("The box has a negative size.")
            return replace(said, kind="rectangle", points=points_of([(x, y), (x + width, y + height)]))
        case "circle":
            x, y, radius = numbers_at("cx", "cy", "r")
            return replace(said, kind="circle", points=points_of([(x, y), (x + _radius(radius), y)]))
        case "ellipse":
            x, y, rx, ry = numbers_at("cx", "cy", "rx", "ry")
            turn = math.degrees(number(drawn.get("theta") or 0))  # radians, unlike in other tools
            return replace(said, kind="ellipse", points=Turned(x, y, _radius(rx), _radius(ry), turn).ellipse)
        case "point":
            return replace(said, kind="point", points=points_of([numbers_at("cx", "cy")]))
        case "polygon" | "polyline":
            return _line(kind, items(drawn.get("all_points_x")), items(drawn.get("all_points_y")), said)
        case _:
            raise BadRecord(f"A region of the shape {kind[:40]!r} is not known.")


def _radius(value: float) -> float:
    if value < 0:
        raise BadRecord("A radius is negative.")
    return value


def _line(kind: str, xs: Sequence[Any], ys: Sequence[Any], said: Shape) -> Shape:
    if len(xs) != len(ys):
        raise BadRecord(f"There are {len(xs)} places across and {len(ys)} down.")
    points = points_of([(number(x), number(y)) for x, y in zip(xs, ys, strict=True)])
    least = 3 if kind == "polygon" else 2
    if len(points) < least:
        raise BadRecord(f"A {kind} needs {least} points, there are {len(points)}.")
    return replace(said, kind="polygon" if kind == "polygon" else "polyline", points=points)


def with_file_attributes(image: Annotation, said: JsonObject, questions: Questions) -> Annotation:
    """The image with what is said of it as a whole."""
    flags: dict[str, bool] = {}
    attributes: dict[str, AttributeValue] = {}
    state, notes = "", ""
    for name, value in said.items():
        if name == CLASSES and isinstance(value, dict):
            flags = {option: True for option, holds in mapping(value).items() if holds}
        elif name == STATE and value in _STATES:
            state = text(value)
        elif name == NOTES and isinstance(value, str):
            notes = value
        elif value is not None:
            answers = Questions().answers(name, value)
            attributes[name] = answers if isinstance(value, dict | list) else answers[0]
    own = _KNOWN_STATES.get(state) or natural_state(image.shapes, flags)
    return replace(image, flags=flags, attributes=attributes, state=own, notes=notes)


# writing


def lower_for_via(labels: LabelSet, keeps: Keeps) -> tuple[LabelSet, LossCounter]:
    """Also circles lose where their handle is, and attributes the names that mean something else here."""
    lowered, losses = lower(labels, keeps)
    images = tuple(_lowered(image, losses, keeps) for image in lowered.annotations)
    return replace(lowered, annotations=images), losses


def _lowered(image: Annotation, losses: LossCounter, keeps: Keeps) -> Annotation:
    shapes: list[Shape] = []
    for shape in image.shapes:
        made = shape
        if CLASS in shape.attributes:
            losses.add(f"attribute {CLASS} renamed", image.image)
            made = replace(made, attributes=_renamed(made.attributes, (CLASS,)))
        if shape.kind == "circle":
            made = replace(made, points=_handle_right(shape))
            if float(np.abs(made.points - shape.points).max()) > 0.001:
                losses.add("handle of circle moved to the right", image.image)
        if shape.kind == "ellipse":
            points = turned_ellipse(shape.points).ellipse
            if float(np.abs(points - shape.points).max()) > 0.001:
                losses.add("axes of ellipse moved to a right angle", image.image)
                made = replace(made, points=points)
        shapes.append(made)
    attributes = {name: text_of(value) for name, value in image.attributes.items()}
    reserved = [name for name in (CLASSES, STATE, NOTES) if name in attributes]
    if reserved:
        losses.add(f"attribute {reserved[0]} renamed", image.image, len(reserved))
    attributes = dict(_renamed(attributes, reserved))
    return replace(image.with_shapes(shapes), attributes=attributes)


def _handle_right(shape: Shape) -> Any:
    (x, y), edge = shape.points.tolist()
    return points_of([(x, y), (x + math.hypot(edge[0] - x, edge[1] - y), y)])


def _renamed(values: Mapping[str, AttributeValue], names: Sequence[str]) -> Mapping[str, AttributeValue]:
    return {(f"{name}_" if name in names else name): value for name, value in values.items()}


def shape_attributes(shape: Shape) -> dict[str, Any]:
    """A shape as VIA draws it."""
    points = [[tidy(x), tidy(y)] for x, y in shape.points.tolist()]
    match shape.kind:
        case "rectangle":
            (x, y), (right, bottom) = shape.points.tolist()
            return {"name": "rect", "x": tidy(x), "y": tidy(y), "width": tidy(right - x), "height": tidy(bottom - y)}
        case "circle":
            radius = float(np.hypot(*(shape.points[1] - shape.points[0])))
            return {"name": "circle", "cx": points[0][0], "cy": points[0][1], "r": tidy(radius)}
        case "ellipse":
            oval = turned_ellipse(shape.points)
            sizes = {"cx": tidy(oval.x), "cy": tidy(oval.y), "rx": tidy(oval.along), "ry": tidy(oval.across)}
            return {"name": "ellipse", **sizes, "theta": math.radians(oval.degrees)}
        case "point":
            return {"name": "point", "cx": points[0][0], "cy": points[0][1]}
        case _:
            name = "polygon" if shape.kind == "polygon" else "polyline"
            return {"name": name, "all_points_x": [x for x, _ in points], "all_points_y": [y for _, y in points]}


def region_attributes(shape: Shape, *, several: bool) -> dict[str, Any]:
    """The class and the other attributes; a class that may be several is a set of checkboxes."""
    chosen: Any = dict.fromkeys(shape.labels, True) if several else shape.label
    return {CLASS: chosen, **{name: text_of(value) for name, value in shape.attributes.items()}}


def file_attributes(image: Annotation) -> dict[str, Any]:
    """What is said of the image as a whole."""
    said: dict[str, Any] = dict(image.attributes)
    if image.classes:
        said[CLASSES] = dict.fromkeys(image.classes, True)
    if image.state in _STATES and image.state != natural_state(image.shapes, image.flags):
        said[STATE] = image.state
    if image.notes:
        said[NOTES] = image.notes
    return said


def several_labels(labels: LabelSet) -> bool:
    """Whether a shape of the set has more than one label."""
    return any(len(shape.labels) > 1 for image in labels.annotations for shape in image.shapes)
