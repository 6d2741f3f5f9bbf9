"""CVAT's annotations.xml written, with the pictures in `images` beside it as in CVAT's own zip.

Without tracks it is CVAT for images 1.1. With them every track is a `<track>` as in CVAT for video 1.1, and the images, which
such a file has no other place for, are there too: their names, sizes, classes and the shapes of no track. CVAT's importer
reads both from one file.
"""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, only, text_of
from desktop_app.annotation.formats.cvat_labels import keypoint_names, write_labels_of
from desktop_app.annotation.formats.cvat_reading import read, sniff
from desktop_app.annotation.formats.cvat_tracks import has_tracks, put_tracks, tracks_lowered
from desktop_app.annotation.formats.elements import add, document
from desktop_app.annotation.formats.registry import Format, WriteOptions
from desktop_app.annotation.formats.turns import exact_turns, turned_box, turned_ellipse
from desktop_app.annotation.formats.writing import (
    pictures_of,
    plain,
    put_picture,
    staged_file,
    unique_names,
    write_text,
)
from desktop_app.annotation.model import HIDDEN, OCCLUDED, VISIBLE, Annotation, LabelSchema, LabelSet, Shape
from desktop_app.annotation.shapes.mask_codes import cvat_rle

KEEPS: Final = Keeps(
    one_line=True,
    kinds=only(
        "rectangle", "rotated_rectangle", "polygon", "ellipse", "polyline", "point", "points", "skeleton", "mask", "cuboid"
    ),
    holes="mask",
    labels="repeat",
    groups="keep",
    clip="masks",
    fields=frozenset({"z", "occluded", "attributes", "track"}),
    image=frozenset({"flags", "sequence", "frame"}),
    schema=frozenset({"colour", "attributes", "skeleton", "index"}),
)  # fmt: skip
_WITHOUT_TRACKS: Final = replace(KEEPS, image=frozenset({"flags"}))
_DECIMALS: Final = 9


def _lower(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    tracked = has_tracks(labels)
    lowered, losses = lower(labels, KEEPS if tracked else _WITHOUT_TRACKS)
    exact = exact_turns(lowered, losses, KEEPS.kinds)

    def single(image: Annotation, shape: Shape) -> Shape:
        if shape.kind != "points" or len(shape.points) != 1:
            return shape
        losses.add("points of one place became point", image.image)
        return replace(shape, kind="point")

    images = tuple(image.with_shapes(single(image, shape) for shape in image.shapes) for image in exact.annotations)
    # image classes are labels of CVAT too
    tags = sorted({name for image in images for name in image.classes})
    made = replace(exact, annotations=images, schema=exact.schema.with_names(tags))
    if not tracked:
        return made, losses
    told = tracks_lowered(made, losses)
    if has_tracks(told):
        return told, losses
    # of no track anything is left: such a file has no frames
    pairs = zip(told.annotations, labels.annotations, strict=True)
    counted = tuple(replace(one, frame=given.frame, sequence=given.sequence) for one, given in pairs)
    bare, more = lower(replace(told, annotations=counted), _WITHOUT_TRACKS)
    return bare, losses.with_all(more)


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = _lower(labels)
    schema = options.schema or lowered.schema
    for label in schema.labels:
        if label.skeleton is not None and label.skeleton.flips:
            losses.add("mirrored pairs of keypoints dropped", label.name)
    pictures = pictures_of(labels, options)
    root = ElementTree.Element("annotations")
    add(root, "version", "1.1")
    _put_meta(root, schema, lowered)
    names = unique_names(lowered.annotations)
    groups = _groups(shape for image in lowered.annotations for shape in image.shapes)
    with staged_file(target) as place:
        for position, (image, name) in enumerate(zip(lowered.annotations, names, strict=True)):
            element = _put_image(root, image, position, name, options.subsets.get(image.image, ""))
            for shape in image.shapes:
                if shape.track is None:
                    _put_shape(element, shape, groups, schema)
            put_picture(image, place.parent / "images" / name, pictures, options, losses)

        def put_tracked(parent: ElementTree.Element, shape: Shape, said: Mapping[str, str]) -> None:
            _put_shape(parent, shape, groups, schema, said)

        if has_tracks(lowered):
            put_tracks(root, lowered, groups, put_tracked)
        write_text(place, document(root))
    return losses.report()


def _put_meta(root: ElementTree.Element, schema: LabelSchema, labels: LabelSet) -> None:
    frames = [_number(image, position) for position, image in enumerate(labels.annotations)]
    tracked = has_tracks(labels)
    meta = add(root, "meta")
    task = add(meta, "task")
    mode = "interpolation" if tracked else "annotation"
    for tag, value in (("id", "1"), ("name", "labels"), ("size", str(len(frames))), ("mode", mode)):
        add(task, tag, value)
    add(task, "overlap", "0")
    add(task, "start_frame", str(min(frames, default=0)))
    add(task, "stop_frame", str(max(frames, default=0)))
    write_labels_of(task, schema, labels)
    sizes = {(image.width, image.height) for image in labels.annotations}
    if tracked and len(sizes) == 1:
        original = add(task, "original_size")
        for tag, value in zip(("width", "height"), sizes.pop(), strict=True):
            add(original, tag, str(value))
    if tracked and labels.annotations[0].sequence:
        add(meta, "source", labels.annotations[0].sequence)


def _number(image: Annotation, position: int) -> int:
    return position if image.frame is None else image.frame


def _put_image(
    root: ElementTree.Element, image: Annotation, position: int, name: str, subset: str
) -> ElementTree.Element:
    number = str(_number(image, position))
    said = {"id": number, "name": name, "width": str(image.width), "height": str(image.height)}
    element = add(root, "image", **said, **({"subset": subset} if subset else {}))
    for name_of_class in image.classes:
        add(element, "tag", label=name_of_class, source="manual")
    return element


def _groups(shapes: Iterable[Shape]) -> Mapping[int | None, int]:
    """CVAT's groups count from 1; other numbers than those are given new ones."""
    used = {shape.group for shape in shapes if shape.group is not None}
    if all(group > 0 for group in used):
        return {group: group for group in used}
    return {group: position for position, group in enumerate(sorted(used), 1)}


def _put_shape(
    parent: ElementTree.Element,
    shape: Shape,
    groups: Mapping[int | None, int],
    schema: LabelSchema,
    on_track: Mapping[str, str] | None = None,
) -> None:
    """A shape of an image, or one of a track, which says label, source and group itself and gives frame and keyframe."""
    said = dict(on_track or {"label": shape.label, "source": "auto" if shape.score is not None else "manual"})
    said |= {"occluded": str(int(shape.occluded)), **_geometry(shape), "z_order": str(shape.z)}
    if shape.group is not None and on_track is None:
        said["group_id"] = str(groups[shape.group])
    element = add(parent, _TAGS[shape.kind], **said)
    if shape.kind == "skeleton":
        _put_keypoints(element, shape, schema, on_track)
    for name, value in shape.attributes.items():
        add(element, "attribute", text_of(value), name=name)


_TAGS: Final[Mapping[str, str]] = {
    "rectangle": "box", "rotated_rectangle": "box", "polygon": "polygon", "ellipse": "ellipse", "polyline": "polyline",
    "point": "points", "points": "points", "skeleton": "skeleton", "mask": "mask", "cuboid": "cuboid",
}  # fmt: skip


def _put_keypoints(
    parent: ElementTree.Element, shape: Shape, schema: LabelSchema, on_track: Mapping[str, str] | None
) -> None:
    names = keypoint_names(schema.label(shape.label), len(shape.points))
    whole = len(shape.visibility) == len(shape.points)
    visibility = shape.visibility if whole else (VISIBLE,) * len(shape.points)
    gone = on_track is not None and on_track["outside"] == "1"
    more = {"source": "manual"} if on_track is None else {"keyframe": on_track["keyframe"]}
    for name, (x, y), seen in zip(names, shape.points.tolist(), visibility, strict=True):
        add(
            parent, "points", label=name, outside=str(int(gone or seen == HIDDEN)),
            occluded=str(int(seen == OCCLUDED)), points=f"{_text(x)},{_text(y)}", **more,
        )  # fmt: skip


def _text(value: float) -> str:
    return plain(value, _DECIMALS)


def _geometry(shape: Shape) -> dict[str, str]:
    match shape.kind:
        case "rectangle":
            return dict(zip(("xtl", "ytl", "xbr", "ybr"), map(_text, shape.points.ravel().tolist()), strict=True))
        case "rotated_rectangle":
            box = turned_box(shape.points)
            sides = (box.x - box.along, box.y - box.across, box.x + box.along, box.y + box.across)
            turn = _angle(box.degrees)
            edges = dict(zip(("xtl", "ytl", "xbr", "ybr"), map(_text, sides), strict=True))
            return {**edges, "rotation": "360" if turn == "0" else turn}  # at 0 it would come back as a plain box
        case "ellipse":
            round_ = turned_ellipse(shape.points)
            sizes = (round_.x, round_.y, round_.along, round_.across)
            turn = {"rotation": _angle(round_.degrees)} if round_.degrees else {}
            return {**dict(zip(("cx", "cy", "rx", "ry"), map(_text, sizes), strict=True)), **turn}
        case "cuboid":
            corners = zip(("tl1", "tr1", "br1", "bl1", "tl2", "tr2", "br2", "bl2"), shape.points.tolist(), strict=True)
            return {
                f"{axis}{corner}": _text(value)
                for corner, point in corners
                for axis, value in zip("xy", point, strict=True)
            }
        case "mask" if shape.mask is not None:
            rle, left, top, width, height = cvat_rle(shape.mask)
            return {"rle": rle, "left": str(left), "top": str(top), "width": str(width), "height": str(height)}
        case "skeleton":
            return {}
        case _:
            return {"points": ";".join(f"{_text(x)},{_text(y)}" for x, y in shape.points.tolist())}


def _angle(degrees: float) -> str:
    return plain(degrees, 12)


FORMAT: Final = Format(
    "cvat", "CVAT 1.1 (images, video tracks)", sniff, read, _write, "file", ".xml", KEEPS.kinds, KEEPS, _lower,
    own_folders=True, subsets=True, extensions=(".xml",),
)  # fmt: skip
