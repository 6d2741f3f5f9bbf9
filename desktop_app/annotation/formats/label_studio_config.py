"""Label Studio's labelling configuration: the XML that says which labels, classes and questions a project has."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop_app.annotation.formats.elements import add, document
from desktop_app.annotation.formats.reading import LabelsUnreadable, Problems, read_xml
from desktop_app.annotation.model import Kind, Label, LabelSchema, LabelSet

IMAGE: Final = "image"
"""Name of the picture in configurations and tasks that are written here."""
CLASSES: Final = "classes"
TEXT: Final = "transcription"

CONTROLS: Final[Mapping[Kind, str]] = {
    "rectangle": "Rectangle",
    "rotated_rectangle": "Rectangle",
    "polygon": "Polygon",
    "ellipse": "Ellipse",
    "point": "KeyPoint",
    "mask": "Brush",
}
"""The element of each kind; with `Labels` behind it for shapes that have some."""


@dataclass(slots=True)
class Config:
    """What a configuration says."""

    schema: LabelSchema = field(default_factory=LabelSchema)
    image: str = ""
    """Key of the picture in the data of tasks."""


def config_beside(path: Path, problems: Problems) -> Config:
    """The configuration beside a file of tasks, under any of the names that it is known to have."""
    names = (f"{path.stem}-config.xml", "label_config.xml", "label-config.xml", "config.xml")
    for folder in (path.parent, path.parent.parent):
        for name in names:
            if (folder / name).is_file():
                try:
                    return read_config(folder / name)
                except (LabelsUnreadable, OSError) as error:
                    problems.add("", f"The configuration {name} is not read: {error}")
    return Config()


def read_config(path: Path) -> Config:
    """The labels in their order, with colours and keys, the classes, and where the picture is."""
    root = read_xml(path)
    if root.tag != "View":
        return Config()
    labels: dict[str, Label] = {}
    for element in root.iter("Label"):
        name = element.get("alias") or element.get("value") or ""
        if name and not name.startswith("$") and name not in labels:
            labels[name] = Label(name, _colour(element.get("background", "")), element.get("hotkey", ""))
    classes = tuple(dict.fromkeys(e.get("alias") or e.get("value") or "" for e in _choices(root)))
    schema = LabelSchema(tuple(labels.values()), tuple(name for name in classes if name))
    picture = next(root.iter("Image"), None)
    source = picture.get("value", "") if picture is not None else ""
    return Config(schema, source.removeprefix("$") if source.startswith("$") else "")


def _choices(root: ElementTree.Element) -> Iterable[ElementTree.Element]:
    for control in root.iter("Choices"):
        if control.get("perRegion", "").lower() != "true":
            yield from control.iter("Choice")


def _colour(said: str) -> str:
    """A colour of a style sheet as `#rrggbb`."""
    from PIL import ImageColor

    text = said.strip().lower()
    if text.startswith("rgba(") and text.count(",") == 3:
        text = f"rgb({text[5:].rpartition(',')[0]})"
    try:
        red, green, blue = ImageColor.getrgb(text)[:3]
    except (ValueError, TypeError):
        return ""
    return f"#{red:02x}{green:02x}{blue:02x}"


def config_text(labels: LabelSet, schema: LabelSchema) -> str:
    """A configuration under which every task of the set can be opened and gone on with."""
    root = ElementTree.Element("View")
    add(root, "Image", name=IMAGE, value=f"${IMAGE}", zoom="true")
    shapes = [shape for image in labels.annotations for shape in image.shapes]
    labelled = {CONTROLS[shape.kind] for shape in shapes if shape.labels} or {"Rectangle"}
    for tag in sorted(labelled):
        control = add(root, f"{tag}Labels", name=control_name(tag, labelled=True), toName=IMAGE)
        _put_labels(control, schema.labels)
    for tag in sorted({CONTROLS[shape.kind] for shape in shapes if not shape.labels}):
        add(root, tag, name=control_name(tag, labelled=False), toName=IMAGE)
    _put_classes(root, schema, labels)
    _put_questions(root, labels)
    if any(image.relations for image in labels.annotations):
        relations = add(root, "Relations")
        names = {relation.name for image in labels.annotations for relation in image.relations if relation.name}
        for name in sorted(names):
            add(relations, "Relation", value=name)
    return document(root)


def control_name(tag: str, *, labelled: bool) -> str:
    """Name of a control that is written here, as results refer to it."""
    return f"{tag.lower()}-labels" if labelled else tag.lower()


def _put_labels(control: ElementTree.Element, labels: Sequence[Label]) -> None:
    for label in labels:
        element = add(control, "Label", value=label.name)
        if label.colour:
            element.set("background", label.colour)
        if label.hotkey:
            element.set("hotkey", label.hotkey)


def _put_classes(root: ElementTree.Element, schema: LabelSchema, labels: LabelSet) -> None:
    used = (name for image in labels.annotations for name in image.classes)
    names = tuple(dict.fromkeys((*schema.image_classes, *used)))
    if names:
        control = add(root, "Choices", name=CLASSES, toName=IMAGE, choice="multiple")
        for name in names:
            add(control, "Choice", value=name)


def _put_questions(root: ElementTree.Element, labels: LabelSet) -> None:
    """A field for each attribute and for the text of a region."""
    shapes = [shape for image in labels.annotations for shape in image.shapes]
    if any(shape.text for shape in shapes):
        add(root, "TextArea", name=TEXT, toName=IMAGE, perRegion="true")
    for name in sorted({name for shape in shapes for name in shape.attributes}):
        add(root, "TextArea", name=name, toName=IMAGE, perRegion="true")
    for name in sorted({name for image in labels.annotations for name in image.attributes}):
        add(root, "TextArea", name=name, toName=IMAGE)
