"""Universal Data Tool: one JSON with an interface and samples, whose regions are in fractions, boxes by their centre."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, natural_state, only
from desktop_app.annotation.formats.cvat_labels import keypoint_names
from desktop_app.annotation.formats.fractions import NO_SIZE, pictures_beside, put_sizes
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    JsonObject,
    LabelsUnreadable,
    Problems,
    items,
    mapping,
    number,
    read_json,
    text,
)
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import pictures_of, put_picture, staged_file, unique_names, write_json
from desktop_app.annotation.model import (
    HIDDEN,
    VISIBLE,
    Annotation,
    Label,
    LabelSchema,
    LabelSet,
    Shape,
    Skeleton,
    labels_in,
    points_of,
)

KEEPS: Final = Keeps(
    kinds=only("rectangle", "polygon", "point", "skeleton"),
    holes="join",
    labels="keep",
    needs_label=False,
    needs_size=True,
    seen_only=True,
    image=frozenset({"flags"}),
    schema=frozenset({"index", "skeleton"}),
)


def _sniff(path: Path) -> float:
    keys = glance(path).keys
    if "interface.type" not in keys and not {"interface.labels", "samples[].imageUrl"} <= keys:
        return 0.0
    return 0.95 if any(key.startswith(("samples[]", "taskData[]", "taskOutput")) for key in keys) else 0.4


# reading


def _read(path: Path, options: ReadOptions) -> LabelSet:
    return labels_of_document(mapping(read_json(path)), path, options)


def labels_of_document(document: JsonObject, path: Path, options: ReadOptions) -> LabelSet:
    """The labels of a whole data set, however its file spelt it."""
    samples = document.get("samples", document.get("taskData"))
    if not isinstance(samples, list) and not isinstance(document.get("interface"), dict):
        raise LabelsUnreadable(str(path), "It is no data set of Universal Data Tool.")
    return _Reading(document, Problems(path.name), pictures_beside(path, options)).done(items(samples))


@dataclass(slots=True)
class _Reading:
    document: JsonObject
    problems: Problems
    pictures: Pictures
    names: dict[str, str] = field(default_factory=dict[str, str])
    """Display names of labels by their ids."""
    bones: dict[str, Skeleton] = field(default_factory=dict[str, Skeleton])

    def done(self, samples: Sequence[Any]) -> LabelSet:
        """All samples that are images."""
        interface = mapping(self.document.get("interface"))
        labels = [_label_of(label) for label in items(interface.get("labels") or interface.get("availableLabels"))]
        for identity, said in mapping(interface.get("keypointDefinitions")).items():
            self.bones[identity] = _skeleton(mapping(said))
        outputs = items(self.document.get("taskOutput"))
        images: list[Annotation] = []
        for position, record in enumerate(samples):
            with self.problems.record(f"samples[{position}]"):
                sample = mapping(record)
                given = sample.get("annotation", outputs[position] if position < len(outputs) else None)
                images.append(self._image(sample, given, f"samples[{position}]"))
        is_classes = "classification" in text(interface.get("type"))
        own = () if is_classes else tuple(label for label in labels if label)
        schema = LabelSchema(image_classes=tuple(labels) if is_classes else ()).with_names((*own, *labels_in(images)))
        made = tuple(replace(label, skeleton=self.bones.get(label.name)) for label in schema.labels)
        root = str(self.pictures.folders[0])
        return LabelSet(tuple(images), replace(schema, labels=made), root, "udt", tuple(self.problems.found))

    def _image(self, sample: JsonObject, given: Any, place: str) -> Annotation:
        if not sample.get("imageUrl"):
            kind = next((key for key in sample if key.endswith("Url") or key == "document"), "")
            raise BadRecord(f"The sample is no image ({kind or 'it has no imageUrl'}); it is left out.")
        name = plain_name(text(sample["imageUrl"]))
        if not name:
            raise BadRecord("The sample names no image.")
        image = Annotation(name, *(self.pictures.size(name) or (0, 0)))
        shapes: list[Shape] = []
        flags: dict[str, bool] = {}
        for position, said in enumerate(items(given) if isinstance(given, list) else (given,)):
            with self.problems.record(f"{place}.annotation[{position}]"):
                if isinstance(said, dict):
                    shapes.append(self._shape(mapping(said), image))
                elif isinstance(said, str) and said:
                    flags[said] = True
        return replace(image, shapes=tuple(shapes), flags=flags, state=natural_state(shapes, flags))

    def _shape(self, region: JsonObject, image: Annotation) -> Shape:
        if not image.width or not image.height:
            raise BadRecord(NO_SIZE)
        said = [text(label) for label in (*items(region.get("labels")), region.get("classification")) if label]
        shape = Shape("point", tuple(dict.fromkeys(said)), points_of([]))
        kind = text(region.get("regionType")).replace("_", "-")
        scale = np.array([image.width, image.height])
        match kind:
            case "bounding-box":
                x, y, width, height = (number(region[key]) for key in ("centerX", "centerY", "width", "height"))
                if width < 0 or height < 0:
                    raise BadRecord("The box has a negative size.")
                corners = np.array([(x - width / 2, y - height / 2), (x + width / 2, y + height / 2)])
                return replace(shape, kind="rectangle", points=points_of(corners * scale))
            case "point":
                return replace(shape, points=points_of(np.array([_place(region)]) * scale))
            case "polygon":
                ring = [_place(point) for point in items(region.get("points"))]
                if len(ring) < 3:
                    raise BadRecord(f"A polygon needs 3 points, there are {len(ring)}.")
                return replace(shape, kind="polygon", points=points_of(np.array(ring) * scale))
            case "keypoints":
                return self._keypoints(region, shape, scale)
            case _:
                raise BadRecord(f"A region of the type {kind[:40]!r} is not known.")

    def _keypoints(self, region: JsonObject, shape: Shape, scale: Any) -> Shape:
        given = mapping(region.get("points"))
        identity = text(region.get("keypointsDefinitionId") or region.get("keypointsDefinition"))
        known = self.bones.get(identity)
        names = tuple(dict.fromkeys((*(known.names if known is not None else ()), *given)))
        if not given:
            raise BadRecord("The keypoints have no places.")
        places = [_place(given[name]) if name in given else (0.0, 0.0) for name in names]
        seen = tuple(VISIBLE if name in given else HIDDEN for name in names)
        return replace(shape, kind="skeleton", points=points_of(np.array(places) * scale), visibility=seen)


def _place(point: Any) -> tuple[float, float]:
    return number(mapping(point).get("x")), number(mapping(point).get("y"))


def _label_of(label: Any) -> str:
    return (
        text(mapping(label).get("id") or mapping(label).get("displayName")) if isinstance(label, dict) else text(label)
    )


def _skeleton(said: JsonObject) -> Skeleton:
    landmarks = mapping(said.get("landmarks"))
    names = tuple(landmarks)
    pairs = [
        (text(items(bone)[0]), text(items(bone)[1])) for bone in items(said.get("connections")) if len(items(bone)) == 2
    ]
    edges = tuple((names.index(a), names.index(b)) for a, b in pairs if a in names and b in names)
    spots = [mapping(mapping(one).get("defaultPosition")) for one in landmarks.values()]
    try:
        places = tuple(_place(spot) for spot in spots)
    except BadRecord:
        places = ()
    return Skeleton(names, edges, places=places)


# writing


def lower_for_udt(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    """A data set is about regions or about classes of images, never both; keypoints are there or not."""
    lowered, losses = lower(labels, KEEPS)
    regions = any(image.shapes for image in lowered.annotations)
    images = tuple(_lowered(image, regions, losses) for image in lowered.annotations)
    schema = lowered.schema
    if not regions and any(image.classes for image in images) and schema.labels:
        losses.add("labels that no shape has dropped", schema.labels[0].name, len(schema.labels))
        schema = replace(schema, labels=())
    return replace(lowered, annotations=images, schema=schema), losses


def _lowered(image: Annotation, regions: bool, losses: LossCounter) -> Annotation:
    shapes: list[Shape] = []
    for shape in image.shapes:
        made = shape
        if shape.kind == "skeleton":
            seen = tuple(VISIBLE if one != HIDDEN else HIDDEN for one in shape.visibility)
            if seen != shape.visibility:
                losses.add("that a keypoint is occluded dropped", image.image)
            made = replace(shape, visibility=seen)
        shapes.append(made)
    flags: Mapping[str, bool] = image.flags
    if regions and image.classes:
        losses.add("classes of images dropped", image.image, len(image.classes))
        flags = dict[str, bool]()
    state = natural_state(shapes, flags)
    return replace(image.with_shapes(shapes), flags=flags, state=state)


def document_of(lowered: LabelSet, schema: LabelSchema, names: Sequence[str], losses: LossCounter) -> dict[str, Any]:
    """The whole data set as a JSON object."""
    bones: dict[str, Any] = {}
    samples: list[dict[str, Any]] = []
    for position, (image, name) in enumerate(zip(lowered.annotations, names, strict=True), 1):
        regions = [_region(shape, image, schema, bones) for shape in image.shapes]
        sample: dict[str, Any] = {"_id": f"s{position}", "imageUrl": name}
        if regions or image.classes:
            sample["annotation"] = regions or list(image.classes)
        samples.append(sample)
    for label in schema.labels:
        if label.skeleton is not None:
            bones.setdefault(label.name, _definition(label.skeleton.names, label))
            if label.skeleton.flips:
                losses.add("mirrored pairs of keypoints dropped", label.name)
    regions = any(image.shapes for image in lowered.annotations) or not any(
        image.classes for image in lowered.annotations
    )
    classes = tuple(
        dict.fromkeys((*schema.image_classes, *(n for image in lowered.annotations for n in image.classes)))
    )
    interface: dict[str, Any] = {"type": "image_classification", "labels": list(classes), "allowMultiple": True}
    if regions:
        interface = {
            "type": "image_segmentation", "labels": [label.name for label in schema.labels],
            "regionTypesAllowed": ["bounding-box", "polygon", "point", *(["keypoints"] if bones else [])],
            "multipleRegions": True, "multipleRegionLabels": True,
            **({"keypointDefinitions": bones} if bones else {}),
        }  # fmt: skip
    return {"name": "labels", "interface": interface, "samples": samples}


def _region(shape: Shape, image: Annotation, schema: LabelSchema, bones: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"id": shape.id}
    if len(shape.labels) == 1:
        said["classification"] = shape.label
    elif shape.labels:
        said["labels"] = list(shape.labels)
    fractions = (shape.points / np.array([image.width, image.height])).tolist()
    points = [{"x": x, "y": y} for x, y in fractions]
    match shape.kind:
        case "rectangle":
            (left, top), (right, bottom) = fractions
            size = {"width": right - left, "height": bottom - top}
            return {
                **said,
                "regionType": "bounding-box",
                "centerX": (left + right) / 2,
                "centerY": (top + bottom) / 2,
                **size,
            }
        case "point":
            return {**said, "regionType": "point", **points[0]}
        case "skeleton":
            identity, names = _bones_of(shape, schema, bones)
            seen = {n: p for n, p, v in zip(names, points, shape.visibility, strict=True) if v != HIDDEN}
            return {**said, "regionType": "keypoints", "keypointsDefinitionId": identity, "points": seen}
        case _:
            return {**said, "regionType": "polygon", "points": points}


def _bones_of(shape: Shape, schema: LabelSchema, bones: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The definition for a skeleton of so many keypoints; the label's own when that has as many."""
    label = schema.label(shape.label)
    count = len(shape.points)
    names = keypoint_names(label, count)
    whole = label is not None and label.skeleton is not None and label.skeleton.names == names
    identity = shape.label if whole else f"{shape.label or 'skeleton'}-{count}"
    bones.setdefault(identity, _definition(names, label))
    return identity, names


def _definition(names: Sequence[str], label: Label | None) -> dict[str, Any]:
    skeleton = label.skeleton if label is not None else None
    given = skeleton.places if skeleton is not None and len(skeleton.places) == len(names) else ()
    places = given or tuple(((n + 0.5) / len(names), 0.5) for n in range(len(names)))
    landmarks: Mapping[str, Any] = {
        name: {"label": name, "color": "#f00", "defaultPosition": {"x": x, "y": y}}
        for name, (x, y) in zip(names, places, strict=True)
    }
    edges = [edge for edge in (skeleton.edges if skeleton is not None else ()) if max(edge) < len(names)]
    return {"landmarks": landmarks, "connections": [[names[a], names[b]] for a, b in edges]}


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    return write_udt(labels, target, options, write_json)


def write_udt(labels: LabelSet, target: Path, options: WriteOptions, save: Any) -> tuple[Loss, ...]:
    """Write the data set with `save(path, document)`, and the sizes of its pictures when those do not go along."""
    lowered, losses = lower_for_udt(labels)
    pictures = pictures_of(labels, options)
    names = unique_names(lowered.annotations)
    with staged_file(target) as place:
        save(place, document_of(lowered, options.schema or lowered.schema, names, losses))
        there = [
            put_picture(image, place.parent / name, pictures, options, losses)
            for image, name in _pairs(lowered.annotations, names)
        ]
        if not all(there):
            put_sizes(place.parent, lowered, names)
    return losses.report()


def _pairs(images: Sequence[Annotation], names: Sequence[str]) -> Iterator[tuple[Annotation, str]]:
    return zip(images, names, strict=True)


FORMAT: Final = Format(
    "udt", "Universal Data Tool (JSON)", _sniff, _read, _write, "file", ".json", KEEPS.kinds, KEEPS, lower_for_udt,
    file_name="labels.udt.json", extensions=(".json",),
)  # fmt: skip
