"""COCO and coco-annotator's COCO written: one record for each object, with its polygons, box, mask and keypoints."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, only
from desktop_app.annotation.formats.coco import EXTRAS, read, sniff_annotator, sniff_coco
from desktop_app.annotation.formats.reading import JsonObject, mapping
from desktop_app.annotation.formats.registry import Format, WriteOptions
from desktop_app.annotation.formats.writing import (
    flat,
    pictures_of,
    put_picture,
    staged_file,
    tidy,
    unique_names,
    write_json,
)
from desktop_app.annotation.model import HIDDEN, Annotation, Label, LabelSet, Shape
from desktop_app.annotation.shapes.mask_codes import coco_rle
from desktop_app.annotation.shapes.masks import area_of, signed_area
from desktop_app.annotation.shapes.outlines import box_corners

KEEPS: Final = Keeps(
    kinds={**only("rectangle", "polygon", "mask", "skeleton"), "rotated_rectangle": "polygon"},
    holes="mask",
    labels="repeat",
    groups="parts",
    seen_only=True,
    clip="masks",
    fields=frozenset({"attributes", "occluded", "score"}),
    schema=frozenset({"supercategory", "skeleton", "index"}),
    extras=EXTRAS,
)

ANNOTATOR_KEEPS: Final = Keeps(
    kinds=only("rectangle", "polygon", "skeleton"),
    holes="join",
    labels="repeat",
    groups="parts",
    seen_only=True,
    fields=frozenset({"attributes"}),
    schema=frozenset({"supercategory", "skeleton", "index", "colour"}),
    extras=EXTRAS,
)


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    return _Writing(labels, KEEPS, options).to(target)


def _write_annotator(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    return _Writing(labels, ANNOTATOR_KEEPS, options, annotator=True).to(target)


@dataclass(slots=True)
class _Writing:
    labels: LabelSet
    keeps: Keeps
    options: WriteOptions
    annotator: bool = False
    categories: dict[str, int] = field(default_factory=dict[str, int])
    colours: dict[str, str] = field(default_factory=dict[str, str])

    def to(self, target: Path) -> tuple[Loss, ...]:
        """Write the file, and the pictures beside it if the person wants them."""
        lowered, losses = lower(self.labels, self.keeps)
        schema = self.options.schema or lowered.schema
        pictures = pictures_of(self.labels, self.options)
        names = unique_names(lowered.annotations)
        self._number(schema.labels, mapping(mapping(schema.extras.get(EXTRAS)).get("ids")))
        document: dict[str, Any] = {
            "info": {"description": "", "version": "1.0"},
            "licenses": [],
            **mapping(lowered.extras.get(EXTRAS)),
            "images": [],
            "annotations": [],
            "categories": [self._category(label, losses) for label in schema.labels],
        }
        identities = _image_ids(lowered.annotations)
        with staged_file(target) as place:
            for image, name, identity in zip(lowered.annotations, names, identities, strict=True):
                document["images"].append(self._image(image, name, identity))
                for record in self._objects(image, identity):
                    document["annotations"].append({"id": len(document["annotations"]) + 1, **record})
                put_picture(image, place.parent / name, pictures, self.options, losses)
            write_json(place, document)
        return losses.report()

    def _number(self, labels: Sequence[Label], known: JsonObject) -> None:
        """Ids of categories: those that the file had, and after them the next that are free."""
        taken = {value for value in known.values() if isinstance(value, int)}
        following = max(taken, default=0) + 1
        for label in labels:
            identity = known.get(label.name)
            if not isinstance(identity, int) or identity in self.categories.values():
                identity, following = following, following + 1
            self.categories[label.name] = identity
            self.colours[label.name] = label.colour or _colour(label.name)

    def _category(self, label: Label, losses: LossCounter) -> dict[str, Any]:
        made: dict[str, Any] = {
            "id": self.categories[label.name],
            "name": label.name,
            "supercategory": label.supercategory,
        }
        if self.annotator:
            made |= {"color": self.colours[label.name], "metadata": {}, "keypoint_colors": []}
        names = label.skeleton.names if label.skeleton else _numbered(self.labels, label.name)
        if names:
            edges = label.skeleton.edges if label.skeleton else ()
            made |= {"keypoints": list(names), "skeleton": [[first + 1, second + 1] for first, second in edges]}
        if self.annotator:
            made["keypoint_colors"] = [_colour(name) for name in names]
        if label.skeleton and (label.skeleton.flips or label.skeleton.places):
            losses.add("mirrored pairs and places of keypoints dropped", label.name)
        return made

    def _image(self, image: Annotation, name: str, identity: int) -> dict[str, Any]:
        extras = {key: value for key, value in mapping(image.extras.get(EXTRAS)).items() if key != "id"}
        made: dict[str, Any] = {
            "id": identity,
            "file_name": name,
            "width": image.width,
            "height": image.height,
        }
        if self.annotator:
            used = sorted({self.categories[label] for shape in image.shapes for label in shape.labels})
            made = {
                **made, "dataset_id": 1, "category_ids": used, "path": f"/datasets/dataset/{name}",
                "annotated": bool(image.shapes), "annotating": [], "num_annotations": len(image.shapes),
                "metadata": {}, "deleted": False, "milliseconds": 0, "events": [], "regenerate_thumbnail": False,
            }  # fmt: skip
        return {**made, **{key: value for key, value in extras.items() if key not in ("id", "file_name")}} | {
            "id": identity, "file_name": name, "width": image.width, "height": image.height,
        }  # fmt: skip

    def _objects(self, image: Annotation, identity: int) -> Iterator[dict[str, Any]]:
        for members in objects_of(image.shapes):
            yield {"image_id": identity, **self._object(image, members)}

    def _object(self, image: Annotation, members: Sequence[Shape]) -> dict[str, Any]:
        first = members[0]
        bones = next((shape for shape in members if shape.kind == "skeleton"), None)
        outlines = [shape for shape in members if shape.kind != "skeleton"]
        extras = dict(mapping(first.extras.get(EXTRAS)))
        crowd = int(bool(extras.pop("iscrowd", 0)))
        record: dict[str, Any] = {"category_id": self.categories[first.label], **_geometry(image, outlines, bones)}
        record["iscrowd"] = bool(crowd) if self.annotator else crowd
        attributes: dict[str, Any] = dict(first.attributes)
        if self.annotator:
            record = self._as_annotator(record, outlines, first, attributes)
        elif attributes or first.occluded:
            record["attributes"] = {**attributes, "occluded": True} if first.occluded else attributes
        if first.score is not None:
            record["score"] = first.score
        if bones is not None:
            record |= _keypoints(bones)
        return {**{key: value for key, value in extras.items() if key not in record and key != "id"}, **record}

    def _as_annotator(
        self, record: dict[str, Any], outlines: Sequence[Shape], first: Shape, attributes: dict[str, Any]
    ) -> dict[str, Any]:
        """As coco-annotator exports it: polygons for everything, whole numbers, true and false as such."""
        boxed = len(outlines) == 1 and outlines[0].kind == "rectangle"
        if boxed:
            record["segmentation"] = [flat(box_corners(*outlines[0].box))]
        left, top, width, height = record["bbox"] if outlines else (0, 0, 0, 0)
        return {
            **record,
            "area": int(record["area"]) if outlines else 0,
            "bbox": [tidy(float(np.floor(value))) for value in (left, top)]
            + [tidy(float(np.ceil(value))) for value in (width, height)],
            "isbbox": boxed,
            "color": self.colours[first.label],
            "metadata": attributes,
        }


def objects_of(shapes: Sequence[Shape]) -> Iterator[list[Shape]]:
    """Shapes that are parts of one object together; each other alone."""
    groups: dict[int, list[Shape]] = {}
    ordered: list[list[Shape]] = []
    for shape in shapes:
        if shape.group is not None and shape.group in groups:
            groups[shape.group].append(shape)
            continue
        ordered.append([shape])
        if shape.group is not None:
            groups[shape.group] = ordered[-1]
    return iter(ordered)


def _geometry(image: Annotation, outlines: Sequence[Shape], bones: Shape | None) -> dict[str, Any]:
    boxes = np.array([shape.box for shape in (outlines or ([bones] if bones else []))])
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    box = [tidy(value) for value in (left, top, right - left, bottom - top)]
    masks = [shape.mask for shape in outlines if shape.mask is not None]
    if masks:
        mask = masks[0]
        width = image.width or mask.left + mask.width
        height = image.height or mask.top + mask.height
        return {"segmentation": coco_rle(mask, width, height), "bbox": box, "area": area_of(mask)}
    rings = [shape.points for shape in outlines if shape.kind == "polygon"]
    if rings:
        area = sum(abs(signed_area(ring)) for ring in rings)
        return {"segmentation": [flat(ring) for ring in rings], "bbox": box, "area": tidy(area)}
    # keypoints alone have the area of their box too: evaluators measure their distances against it
    return {"segmentation": [], "bbox": box, "area": tidy((right - left) * (bottom - top))}


def _keypoints(bones: Shape) -> dict[str, Any]:
    triples: list[float | int] = []
    for (x, y), seen in zip(bones.points.tolist(), bones.visibility, strict=True):
        triples += [tidy(x), tidy(y), seen]
    return {"keypoints": triples, "num_keypoints": sum(seen != HIDDEN for seen in bones.visibility)}


def _image_ids(images: Sequence[Annotation]) -> list[int]:
    """The ids that a COCO file gave, if they are numbers of their own; else 1, 2, 3."""
    given = [mapping(image.extras.get(EXTRAS)).get("id") for image in images]
    known = [identity for identity in given if isinstance(identity, int) and not isinstance(identity, bool)]
    return known if len(set(known)) == len(images) else list(range(1, len(images) + 1))


def _numbered(labels: LabelSet, name: str) -> tuple[str, ...]:
    """Names for keypoints of a label whose schema says none."""
    most = max(
        (
            len(shape.points)
            for image in labels.annotations
            for shape in image.shapes
            if name in shape.labels and shape.kind in ("skeleton", "point", "points")
        ),
        default=0,
    )
    return tuple(str(position + 1) for position in range(most))


def _colour(name: str) -> str:
    """A colour that follows from a name."""
    return f"#{zlib.crc32(name.encode('utf-8', 'surrogatepass')) & 0xFFFFFF:06x}"


COCO: Final = Format(
    "coco", "COCO", sniff_coco, read, _write, "file", ".json", KEEPS.kinds, KEEPS, extensions=(".json",),
)  # fmt: skip
COCO_ANNOTATOR: Final = Format(
    "coco-annotator", "COCO Annotator", sniff_annotator, read, _write_annotator, "file", ".json",
    ANNOTATOR_KEEPS.kinds, ANNOTATOR_KEEPS, extensions=(".json",),
)  # fmt: skip
