"""CVAT's list of labels in an annotations.xml: names, colours, questions with their answers, skeletons as a drawing."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from typing import Final

from desktop_app.annotation.exchange.lowering import text_of
from desktop_app.annotation.formats.cvat_tracks import changing_attributes
from desktop_app.annotation.formats.elements import add, text_at
from desktop_app.annotation.formats.reading import true
from desktop_app.annotation.formats.writing import plain
from desktop_app.annotation.model import (
    AttributeSpec,
    AttributeType,
    AttributeValue,
    Label,
    LabelSchema,
    LabelSet,
    Skeleton,
)

_TYPES: Final[Mapping[str, AttributeType]] = {
    "select": "choice",
    "radio": "choice",
    "checkbox": "checkbox",
    "number": "number",
    "text": "text",
}
_INPUTS: Final[Mapping[AttributeType, str]] = {
    "choice": "select",
    "choices": "text",
    "checkbox": "checkbox",
    "number": "number",
    "text": "text",
}
_LINE: Final = re.compile(r"<line\b[^>]*>")
_CIRCLE: Final = re.compile(r"<circle\b[^>]*>")
_SIDE: Final = 100.0
"""Skeletons are drawn on a square of so many units."""


# reading


def read_labels_of(root: ElementTree.Element) -> LabelSchema:
    """The labels that the file lists, in its order."""
    elements = [element for element in root.iterfind("meta//label") if element.find("name") is not None]
    parts: dict[str, list[str]] = {}
    for element in elements:
        if text_at(element, "parent"):
            parts.setdefault(text_at(element, "parent"), []).append(text_at(element, "name"))
    made: dict[str, Label] = {}
    for element in elements:
        name = text_at(element, "name")
        if name and not text_at(element, "parent"):
            made.setdefault(name, _label(element, name, parts.get(name, [])))
    return LabelSchema(tuple(made.values()))


def _label(element: ElementTree.Element, name: str, parts: Sequence[str]) -> Label:
    colour = text_at(element, "color").lower()
    specs = tuple(_spec(spec) for spec in element.iterfind("attributes/attribute") if text_at(spec, "name"))
    skeleton = None
    if parts or text_at(element, "type") == "skeleton":
        skeleton = _skeleton(text_at(element, "svg"), parts)
    return Label(
        name,
        colour=colour if re.fullmatch("#[0-9a-f]{6}", colour) else "",
        attributes=specs,
        skeleton=skeleton,
    )


def _spec(element: ElementTree.Element) -> AttributeSpec:
    kind = _TYPES.get(text_at(element, "input_type"), "text")
    options = tuple(line for line in (element.findtext("values") or "").splitlines() if line)
    said = text_at(element, "default_value")
    return AttributeSpec(
        text_at(element, "name"),
        kind,
        options if kind == "choice" else (),
        value_of(said, kind) if said else "",
        true(text_at(element, "mutable")),
    )


def value_of(said: str, kind: AttributeType) -> AttributeValue:
    """A value as its question wants it; text where it does not fit."""
    if kind == "checkbox" and said.strip().lower() in ("true", "false"):
        return said.strip().lower() == "true"
    if kind == "number":
        try:
            return float(said)
        except ValueError:
            return said
    return said


def _skeleton(svg: str, parts: Sequence[str]) -> Skeleton | None:
    nodes: dict[str, str] = {}
    places: dict[str, tuple[float, float]] = {}
    for circle in _CIRCLE.findall(svg):
        name = _attribute(circle, "data-label-name")
        nodes[_attribute(circle, "data-node-id")] = name
        try:
            places[name] = (float(_attribute(circle, "cx")) / _SIDE, float(_attribute(circle, "cy")) / _SIDE)
        except ValueError:
            continue
    names = tuple(dict.fromkeys(parts)) or tuple(dict.fromkeys(name for name in nodes.values() if name))
    if not names:
        return None
    edges: list[tuple[int, int]] = []
    for line in _LINE.findall(svg):
        ends = [nodes.get(_attribute(line, f"data-node-{end}"), "") for end in ("from", "to")]
        if ends[0] in names and ends[1] in names:
            edges.append((names.index(ends[0]), names.index(ends[1])))
    whole = all(name in places for name in names)
    return Skeleton(names, tuple(edges), places=tuple(places[name] for name in names) if whole else ())


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return _unescaped(found.group(1)) if found else ""


def _unescaped(text: str) -> str:
    for code, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(code, letter)
    return text


# writing


def keypoint_names(label: Label | None, count: int) -> tuple[str, ...]:
    """A name for each of `count` keypoints, no two the same; numbers for those that the label does not name."""
    given = label.skeleton.names if label is not None and label.skeleton is not None else ()
    names: list[str] = []
    for position in range(count):
        name = given[position] if position < len(given) else ""
        while not name or name in names:
            name = f"{name}{position + 1}"
        names.append(name)
    return tuple(names)


def write_labels_of(parent: ElementTree.Element, schema: LabelSchema, labels: LabelSet) -> None:
    """The complete list, with a question for each attribute that occurs."""
    seen = _seen_attributes(labels)
    counts = _keypoint_counts(labels)
    changing = changing_attributes(labels.annotations)
    listed = add(parent, "labels")
    tags = {name for image in labels.annotations for name in image.classes}
    for label in schema.with_names(sorted(tags)).labels:
        count = counts.get(label.name, len(label.skeleton.names) if label.skeleton else 0)
        element = add(listed, "label")
        add(element, "name", label.name)
        if label.colour:
            add(element, "color", label.colour)
        add(element, "type", "skeleton" if count else "any")
        specs = add(element, "attributes")
        for spec in _specs(label, seen.get(label.name, {}), changing):
            _put_spec(specs, spec)
        if count:
            names = keypoint_names(label, count)
            add(element, "svg", _svg(label, names))
            for name in names:
                part = add(listed, "label")
                add(part, "name", name)
                add(part, "type", "points")
                add(part, "attributes")
                add(part, "parent", label.name)


def _seen_attributes(labels: LabelSet) -> dict[str, dict[str, list[AttributeValue]]]:
    seen: dict[str, dict[str, list[AttributeValue]]] = {}
    for image in labels.annotations:
        for shape in image.shapes:
            for name, value in shape.attributes.items():
                seen.setdefault(shape.label, {}).setdefault(name, []).append(value)
    return seen


def _keypoint_counts(labels: LabelSet) -> dict[str, int]:
    counts: dict[str, int] = {}
    for image in labels.annotations:
        for shape in image.shapes:
            if shape.kind == "skeleton":
                counts[shape.label] = max(counts.get(shape.label, 0), len(shape.points))
    return counts


def _specs(
    label: Label, seen: Mapping[str, Sequence[AttributeValue]], changing: set[tuple[str, str]]
) -> list[AttributeSpec]:
    """The label's own questions as far as the answers fit, and one for each attribute without."""
    asked = {spec.name: spec for spec in label.attributes}
    made = [_fitting(spec, seen.get(spec.name, ())) for spec in label.attributes]
    added = (
        AttributeSpec(name, _type_of(values), mutable=(label.name, name) in changing)
        for name, values in seen.items()
        if name not in asked
    )
    return [*made, *added]


def _fitting(spec: AttributeSpec, values: Sequence[AttributeValue]) -> AttributeSpec:
    if spec.type not in ("checkbox", "number") or not values or _type_of(values) == spec.type:
        return spec
    return AttributeSpec(spec.name, "text", (), spec.default, spec.mutable)


def _type_of(values: Sequence[AttributeValue]) -> AttributeType:
    if all(isinstance(value, bool) for value in values):
        return "checkbox"
    numeric = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    return "number" if numeric else "text"


def _put_spec(parent: ElementTree.Element, spec: AttributeSpec) -> None:
    element = add(parent, "attribute")
    add(element, "name", spec.name)
    add(element, "mutable", str(spec.mutable))
    add(element, "input_type", _INPUTS[spec.type])
    add(element, "default_value", text_of(spec.default) or ("false" if spec.type == "checkbox" else ""))
    values = "\n".join(spec.options) or ("false" if spec.type == "checkbox" else "")
    add(element, "values", values)


def _svg(label: Label, names: Sequence[str]) -> str:
    skeleton = label.skeleton
    given = skeleton.places if skeleton is not None and len(skeleton.places) == len(names) else ()
    places = given or tuple(((position + 0.5) / len(names), 0.5) for position in range(len(names)))
    edges = [edge for edge in (skeleton.edges if skeleton else ()) if max(edge) < len(names)]
    lines = [
        f'<line x1="{_unit(places[a][0])}" y1="{_unit(places[a][1])}" x2="{_unit(places[b][0])}" y2="{_unit(places[b][1])}" '
        f'stroke="black" data-type="edge" data-node-from="{a + 1}" stroke-width="0.5" data-node-to="{b + 1}"></line>'
        for a, b in edges
    ]
    circles = [
        f'<circle r="1.5" stroke="black" fill="#b3b3b3" cx="{_unit(x)}" cy="{_unit(y)}" stroke-width="0.1" '
        f'data-type="element node" data-element-id="{n}" data-node-id="{n}" data-label-name="{_escaped(name)}"></circle>'
        for n, ((x, y), name) in enumerate(zip(places, names, strict=True), 1)
    ]
    return "".join((*lines, *circles))


def _unit(fraction: float) -> str:
    return plain(fraction * _SIDE)


def _escaped(text: str) -> str:
    for letter, code in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(letter, code)
    return text
