"""COCO: objects of many images in one JSON, with polygons, both kinds of run lengths, keypoints, or boxes alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from desktop_app.annotation.exchange.lowering import natural_state
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.opening import SUBSETS
from desktop_app.annotation.formats.pictures import plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    JsonObject,
    LabelsUnreadable,
    Problems,
    items,
    let_go,
    mapping,
    number,
    numbers,
    read_json,
    size_of,
    text,
    true,
)
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.model import (
    HIDDEN,
    Annotation,
    AttributeValue,
    Label,
    LabelSchema,
    LabelSet,
    Shape,
    Skeleton,
    points_of,
)
from desktop_app.annotation.shapes.kinds import edges_of
from desktop_app.annotation.shapes.mask_codes import mask_of_coco_rle
from desktop_app.annotation.shapes.masks import MaskError

_KNOWN_IMAGE: Final = frozenset({"id", "file_name", "width", "height", "path"})
_KNOWN_OBJECT: Final = frozenset(
    {"id", "image_id", "category_id", "segmentation", "bbox", "area", "iscrowd", "isbbox", "keypoints", "num_keypoints"}
    | {"attributes", "metadata", "score", "color"}
)
_KNOWN_CATEGORY: Final = frozenset({"id", "name", "supercategory", "keypoints", "skeleton", "color", "metadata"})
_KNOWN_TOP: Final = frozenset({"images", "annotations", "categories"})
EXTRAS: Final = "coco"
_SUBSETS: Final = {"train": "train", "valid": "val", "val": "val", "test": "test"}
_SAME: Final = 0.01
"""Pixels within which a box is the box of its keypoints."""


def sniff_coco(path: Path) -> float:
    """Whether a JSON holds COCO's lists: images, categories, and objects with the numbers of both."""
    look = glance(path)
    keys = look.keys
    objects = "annotations[].category_id" in keys and "annotations[].image_id" in keys
    images = "images[].file_name" in keys and "images[].id" in keys
    # what comes after a long list lies beyond the head
    rest = look.leaf_keys | set(re.findall(r'"(category_id|image_id|supercategory|categories)"\s*:', look.tail))
    if not objects and not (images and (rest & {"category_id", "supercategory", "categories"})):
        return 0.0
    return 0.6 if _has_annotator_keys(keys) else 0.9 if objects else 0.85


def sniff_annotator(path: Path) -> float:
    """Whether a COCO file has coco-annotator's own keys."""
    return 0.95 if _has_annotator_keys(glance(path).keys) and sniff_coco(path) > 0 else 0.0


def _has_annotator_keys(keys: frozenset[str]) -> bool:
    own = {"annotations[].isbbox", "images[].category_ids", "images[].dataset_id", "categories[].keypoint_colors"}
    return bool(own & keys)


def read(path: Path, options: ReadOptions) -> LabelSet:
    """Read one COCO file; a record that is broken becomes a problem with its number."""
    document = mapping(read_json(path))
    if not isinstance(document.get("images"), list) and not isinstance(document.get("annotations"), list):
        raise LabelsUnreadable(str(path), "There are no COCO images in it.")
    return _Reading(document, Problems(path.name), path.parent, options).done()


@dataclass(slots=True)
class _Reading:
    document: JsonObject
    problems: Problems
    folder: Path
    options: ReadOptions
    names: dict[Any, str] = field(default_factory=dict[Any, str])
    """Of categories, by their id."""

    def done(self) -> LabelSet:
        schema = self._schema()
        images = self._images()
        shapes: dict[Any, list[Shape]] = {key: [] for key in images}
        for position, record in enumerate(let_go(self.document.get("annotations"))):
            with self.problems.record(f"annotations[{position}]"):
                self._object(record, shapes)
        annotations = tuple(
            replace(image, shapes=tuple(found), state=natural_state(found, {}))
            for image, found in zip(images.values(), shapes.values(), strict=True)
        )
        extras = {key: value for key, value in self.document.items() if key not in _KNOWN_TOP and value}
        made: dict[str, Any] = {EXTRAS: extras} if extras else {}
        subset = _SUBSETS.get(self.folder.name.lower())
        if subset and self.problems.file.startswith("_annotations"):
            made[SUBSETS] = {image.image: subset for image in annotations}
        return LabelSet(annotations, schema, str(self.folder), "coco", tuple(self.problems.found), made)

    def _schema(self) -> LabelSchema:
        labels: list[Label] = []
        identities: dict[str, Any] = {}
        for position, record in enumerate(items(self.document.get("categories"))):
            with self.problems.record(f"categories[{position}]"):
                category = mapping(record)
                name = text(category["name"])
                self.names[_key(category["id"])] = name
                if name not in identities:
                    identities[name] = category["id"]
                    labels.append(_label_of(name, category))
        return LabelSchema(tuple(labels), extras={EXTRAS: {"ids": identities}} if identities else {})

    def _images(self) -> dict[Any, Annotation]:
        images: dict[Any, Annotation] = {}
        for position, record in enumerate(items(self.document.get("images"))):
            with self.problems.record(f"images[{position}]"):
                image = mapping(record)
                name = plain_name(text(image.get("file_name") or image.get("path") or image["file_name"]))
                if not name:
                    raise BadRecord("The image has no file_name.")
                extras = {
                    key: value for key, value in image.items() if key not in _KNOWN_IMAGE and value not in ("", None)
                }
                key = _key(image["id"])
                if key in images:
                    raise BadRecord(f"The id {image['id']!r} is that of another image.")
                extras["id"] = image["id"]
                width, height = size_of(image.get("width")), size_of(image.get("height"))
                if not width or not height:
                    width, height = self.options.sizes.get(name, (0, 0))
                images[key] = Annotation(name, width, height, extras={EXTRAS: extras})
        return images

    def _object(self, record: Any, shapes: Mapping[Any, list[Shape]]) -> None:
        found = mapping(record)
        if not found:
            raise BadRecord("The record is no object.")
        image = shapes.get(_key(found["image_id"]))
        if image is None:
            raise BadRecord(f"There is no image with the id {found['image_id']!r}.")
        name = self.names.get(_key(found.get("category_id")))
        if name is None:
            if found.get("category_id") is not None:
                self.problems.add(
                    f"annotation {found.get('id')}", f"There is no category {found.get('category_id')!r}."
                )
            name = text(found.get("category_id"))
        parts = list(_parts_of(found, (name,) if name else ()))
        if len(parts) > 1:
            group = 1 + max((shape.group for shape in image if shape.group is not None), default=0)
            parts = [replace(part, group=group) for part in parts]
        image.extend(parts)


def _key(identity: Any) -> Any:
    """Ids are compared as numbers when they are numbers in text."""
    return int(identity) if isinstance(identity, str) and re.fullmatch(r"\d{1,18}", identity) else identity


def _label_of(name: str, category: JsonObject) -> Label:
    colour = text(category.get("color"))
    names = tuple(text(keypoint) for keypoint in items(category.get("keypoints")))
    edges: list[tuple[int, int]] = []
    for bone in items(category.get("skeleton")):
        first, second = (int(end) - 1 for end in numbers(bone, 2))
        if 0 <= first < len(names) and 0 <= second < len(names):
            edges.append((first, second))
    return Label(
        name,
        colour=colour if colour.startswith("#") else "",
        supercategory=text(category.get("supercategory")),
        skeleton=Skeleton(names, tuple(edges)) if names else None,
    )


def _parts_of(found: JsonObject, labels: tuple[str, ...]) -> Iterator[Shape]:
    """The shapes that an annotation stands for: its outlines, or its box, and its keypoints."""
    said = _said_of(found, labels)
    bones = _skeleton_of(found, said)
    outlines = list(_outlines_of(found, said))
    if bones is None or (outlines and not _is_box_of(outlines, bones)):
        yield from outlines
    if bones is not None:
        yield bones
    if bones is None and not outlines:
        raise BadRecord("It has neither segmentation, nor keypoints, nor a box.")


def _is_box_of(outlines: Sequence[Shape], bones: Shape) -> bool:
    """Whether the outline is no more than the box that a tool computed around the keypoints."""
    if len(outlines) != 1 or outlines[0].kind != "rectangle":
        return False
    return bool(np.allclose(outlines[0].box, bones.box, rtol=0, atol=_SAME)) or not np.any(
        outlines[0].points[1] - outlines[0].points[0]
    )


@dataclass(frozen=True, slots=True)
class _Said:
    labels: tuple[str, ...]
    attributes: Mapping[str, AttributeValue]
    occluded: bool
    score: float | None
    extras: Mapping[str, Any]

    def shape(self, kind: Any, points: Any, **more: Any) -> Shape:
        return Shape(
            kind,
            self.labels,
            points_of(points),
            attributes=self.attributes,
            occluded=self.occluded,
            score=self.score,
            extras=self.extras,
            **more,
        )


_NOTHING: Final[Mapping[str, Any]] = {}


def _said_of(found: JsonObject, labels: tuple[str, ...]) -> _Said:
    given = found.get("attributes") or found.get("metadata")
    attributes: dict[str, AttributeValue] = {}
    occluded = False
    if isinstance(given, dict):
        for name, value in mapping(given).items():
            if name == "occluded" and isinstance(value, bool):
                occluded = value
            elif value is not None:
                attributes[name] = attribute_of(value)
    score = found.get("score")
    extras = {key: value for key, value in found.items() if key not in _KNOWN_OBJECT and value not in ("", None)}
    if true(found.get("iscrowd")):
        extras["iscrowd"] = 1
    made = {EXTRAS: extras} if extras else _NOTHING
    return _Said(labels, attributes or _NOTHING, occluded, None if score is None else number(score), made)


def attribute_of(value: Any) -> AttributeValue:
    """A JSON value as an attribute's value."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        return tuple(text(item) for item in items(value))
    return str(value)


def _outlines_of(found: JsonObject, said: _Said) -> Iterator[Shape]:
    segmentation = found.get("segmentation")
    if isinstance(segmentation, dict) and segmentation:
        try:
            mask = mask_of_coco_rle(segmentation)
        except MaskError as error:
            raise BadRecord(str(error)) from None
        if mask.width:
            yield said.shape("mask", edges_of(mask), mask=mask)
            return
    rings = items(segmentation)
    if rings and not isinstance(rings[0], list):
        rings = (rings,)  # one ring that is not in a list of rings
    boxed = true(found.get("isbbox"))
    made = 0
    for ring in rings:
        if len(ring) >= 6 and len(ring) % 2 == 0:
            points = np.array(numbers(ring)).reshape(-1, 2)
            if boxed and len(points) == 4 and _is_box(points):
                yield said.shape("rectangle", [points.min(axis=0), points.max(axis=0)])
            else:
                yield said.shape("polygon", points)
            made += 1
        elif len(ring) == 4:
            continue  # two points enclose nothing; the box below says as much
        elif ring:
            raise BadRecord(f"A polygon has {len(ring)} numbers; they must be 6 or more, in pairs.")
    box = found.get("bbox")
    if "isbbox" in found and not boxed and found.get("keypoints"):
        return  # coco-annotator writes a box for everything and says whether it was drawn
    if not made and box:
        left, top, width, height = numbers(box, 4)
        if width < 0 or height < 0:
            raise BadRecord("The box has a negative size.")
        yield said.shape("rectangle", [(left, top), (left + width, top + height)])


def _is_box(points: Any) -> bool:
    low, high = points.min(axis=0), points.max(axis=0)
    return all((corner[0] in (low[0], high[0])) and (corner[1] in (low[1], high[1])) for corner in points)


def _skeleton_of(found: JsonObject, said: _Said) -> Shape | None:
    keypoints = items(found.get("keypoints"))
    if not keypoints:
        return None
    if len(keypoints) % 3:
        raise BadRecord(f"There are {len(keypoints)} numbers of keypoints; they must come in threes.")
    rows = np.array(numbers(list(keypoints))).reshape(-1, 3)
    visibility = tuple(min(2, max(0, int(seen))) for seen in rows[:, 2].tolist())
    if all(seen == HIDDEN for seen in visibility):
        return None
    return said.shape("skeleton", rows[:, :2], visibility=visibility)
