"""VoTT: a project with one file for each asset, its JSON export, and the JSON of its first version."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from desktop_app.annotation.exchange.losses import Loss
from desktop_app.annotation.exchange.lowering import Keeps, lower, natural_state, only
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.pictures import Pictures, is_there, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    JsonObject,
    LabelsUnreadable,
    Problems,
    items,
    mapping,
    number,
    read_json,
    size_of,
    text,
)
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import pictures_of, put_picture, staged, tidy, unique_names, write_json
from desktop_app.annotation.model import Annotation, Kind, Label, LabelSchema, LabelSet, Shape, labels_in, points_of

KEEPS: Final = Keeps(
    kinds=only("rectangle", "polygon", "polyline", "point"),
    holes="join",
    labels="keep",
    needs_label=False,
    schema=frozenset({"colour", "index"}),
)
_TYPES: Final[dict[str, Kind]] = {
    "RECTANGLE": "rectangle",
    "SQUARE": "rectangle",
    "POLYGON": "polygon",
    "POLYLINE": "polyline",
    "POINT": "point",
}
_NAMES: Final[dict[Kind, str]] = {
    "rectangle": "RECTANGLE",
    "polygon": "POLYGON",
    "polyline": "POLYLINE",
    "point": "POINT",
}
_VERSION: Final = "2.2.0"
_COLOURS: Final = ("#5db300", "#e81123", "#6917aa", "#015cda", "#4894fe", "#6b849c", "#70c400", "#f7929a")


# recognising


def _sniff(path: Path) -> float:
    look = glance(path)
    if look.is_folder:
        own = [file for file in _files(path) if _of_file(file)]
        return 0.9 if own else 0.0
    return _of_file(path)


def _of_file(path: Path) -> float:
    keys = glance(path).keys
    if path.suffix.lower() == ".vott":
        return 0.97 if {"assets", "tags[].name", "version"} & keys else 0.6
    if {"asset.id", "regions", "version"} <= keys:
        return 0.95
    if "frames" in keys and {"inputTags", "visitedFrames", "suggestiontype"} & keys:
        return 0.95
    nested = any(key.endswith(".asset.id") and key.startswith("assets.") for key in keys)
    return 0.95 if nested and "tags[].name" in keys else 0.0


def _files(folder: Path) -> list[Path]:
    """What holds the labels of a folder: the projects, else the exports, else whatever assets there are."""
    look = glance(folder)
    for endings in ((".vott",), ("-export.json",), ("-asset.json",)):
        found = look.ending(*endings)
        if found:
            return found
    return [path for path in look.ending(".json")[:40] if _of_file(path)]


# reading


def _read(path: Path, options: ReadOptions) -> LabelSet:
    files = _files(path) if path.is_dir() else [path]
    if not files:
        raise LabelsUnreadable(str(path), "There is no VoTT project or export in it.")
    root = path if path.is_dir() else path.parent
    folders = tuple(dict.fromkeys(folder for folder in (options.images, root) if folder is not None))
    reading = _Reading(Problems(path.name), Pictures(folders, options.sizes), {}, {})
    for file in files:
        with reading.problems.record(file.name if path.is_dir() else ""):
            reading.take(file)
    if not reading.images and reading.problems.found:
        first = reading.problems.found[0]
        raise LabelsUnreadable(first.where, first.message, first.cure)
    images = tuple(reading.images.values())
    schema = LabelSchema(tuple(reading.tags.values())).with_names(labels_in(images))
    return LabelSet(images, schema, str(folders[0]), "vott", tuple(reading.problems.found))


@dataclass(slots=True)
class _Reading:
    problems: Problems
    pictures: Pictures
    tags: dict[str, Label]
    images: dict[str, Annotation]

    def take(self, file: Path) -> None:
        """Read one file, and the files of its assets."""
        document = mapping(read_json(file))
        for tag in items(document.get("tags")):
            name, colour = text(mapping(tag).get("name")), text(mapping(tag).get("color")).lower()
            if name:
                self.tags.setdefault(name, Label(name, colour if len(colour) == 7 and colour[0] == "#" else ""))
        if isinstance(document.get("frames"), dict):
            self._first_version(document)
        elif isinstance(document.get("asset"), dict):
            self._asset(document, file.name)
        elif isinstance(document.get("assets"), dict):
            self._project(document, file)
        elif not document.get("tags"):
            raise BadRecord("It is neither a project of VoTT nor an export.")

    def _project(self, document: JsonObject, file: Path) -> None:
        """Regions stand in the export itself, or in a file for each asset beside the project."""
        for identity, said in mapping(document["assets"]).items():
            record = mapping(said)
            with self.problems.record(f"assets.{identity[:40]}"):
                if "asset" not in record:
                    record = self._own_file(file.parent, identity) or {"asset": record, "regions": []}
                self._asset(record, f"assets.{identity[:40]}")

    def _own_file(self, folder: Path, identity: str) -> JsonObject | None:
        if not identity.replace("-", "").isalnum():
            raise BadRecord("The id of the asset cannot be the name of a file.")
        path = folder / f"{identity}-asset.json"
        return mapping(read_json(path)) if is_there(path) else None

    def _asset(self, record: JsonObject, place: str) -> None:
        asset = mapping(record.get("asset"))
        name = self._name(text(asset.get("path")), text(asset.get("name")))
        size = mapping(asset.get("size"))
        width, height = size_of(size.get("width")), size_of(size.get("height"))
        if not width or not height:
            width, height = self.pictures.size(name) or (0, 0)
        shapes: list[Shape] = []
        for position, region in enumerate(items(record.get("regions"))):
            with self.problems.record(f"{place}.regions[{position}]"):
                shapes.append(_shape(mapping(region)))
        frame = asset.get("timestamp")
        video = text(mapping(asset.get("parent")).get("name"))
        self._add(Annotation(name, width, height, tuple(shapes), sequence=video if frame is not None else ""))

    def _name(self, path: str, name: str) -> str:
        """The picture in reach, else the whole path: short names occur twice."""
        whole, short = plain_name(path), plain_name(name)
        found = self.pictures.find(whole) or self.pictures.find(short)
        if found is not None:
            return self.pictures.relative(found)
        if not whole and not short:
            raise BadRecord("The asset names no image.")
        return whole or short

    def _add(self, image: Annotation) -> None:
        name = image.image
        if name in self.images:
            count = next(n for n in range(2, len(self.images) + 3) if f"{n}/{name}" not in self.images)
            self.problems.add(
                name, "Two assets have an image of this name; the folder with the pictures tells them apart."
            )
            name = f"{count}/{name}"
        self.images[name] = replace(image, image=name, state=natural_state(image.shapes, {}))

    def _first_version(self, document: JsonObject) -> None:
        colours = items(document.get("tag_colors"))
        for position, name in enumerate(text(document.get("inputTags")).split(",")):
            colour = text(colours[position]).lower() if position < len(colours) else ""
            if name.strip():
                self.tags.setdefault(name.strip(), Label(name.strip(), colour if len(colour) == 7 else ""))
        for frame, regions in mapping(document["frames"]).items():
            name = plain_name(frame) or "frame"
            size = self.pictures.size(name)
            shapes: list[Shape] = []
            for position, region in enumerate(items(regions)):
                with self.problems.record(f"frames.{name}[{position}]"):
                    said = mapping(region)
                    own = (size_of(said.get("width")), size_of(said.get("height")))
                    size = size or (own if all(own) else None)
                    shapes.append(_first_shape(said, own, size))
            self._add(Annotation(name, *(size or (0, 0)), tuple(shapes)))


def _shape(region: JsonObject) -> Shape:
    kind = _TYPES.get(text(region.get("type")).upper())
    if kind is None:
        raise BadRecord(f"A region of the type {text(region.get('type'))[:40]!r} is not known.")
    said = Shape(kind, tuple(dict.fromkeys(text(tag) for tag in items(region.get("tags")) if text(tag))), points_of([]))
    points = [
        (number(mapping(point).get("x")), number(mapping(point).get("y"))) for point in items(region.get("points"))
    ]
    if kind == "rectangle":
        return replace(said, points=_box(mapping(region.get("boundingBox")), points))
    least = {"polygon": 3, "polyline": 2}.get(kind, 1)
    if len(points) < least:
        raise BadRecord(f"A {kind} needs {least} points, there are {len(points)}.")
    return replace(said, points=points_of(points[:1] if kind == "point" else points))


def _box(box: JsonObject, points: Sequence[tuple[float, float]]) -> Any:
    if box:
        left, top, width, height = (number(box[key]) for key in ("left", "top", "width", "height"))
        if width < 0 or height < 0:
            raise BadRecord("The box has a negative size.")
        return points_of([(left, top), (left + width, top + height)])
    if len(points) < 2:
        raise BadRecord("The region has neither a box nor points.")
    xs, ys = zip(*points, strict=True)
    return points_of([(min(xs), min(ys)), (max(xs), max(ys))])


def _first_shape(region: JsonObject, shown: tuple[int, int], size: tuple[int, int] | None) -> Shape:
    """The first version counts pixels of the picture as it was shown, whose size it notes with each region."""
    x1, y1, x2, y2 = (number(region[key]) for key in ("x1", "y1", "x2", "y2"))
    across, down = (size[0] / shown[0], size[1] / shown[1]) if size and all(shown) else (1.0, 1.0)
    corners = [(min(x1, x2) * across, min(y1, y2) * down), (max(x1, x2) * across, max(y1, y2) * down)]
    tags = tuple(dict.fromkeys(text(tag) for tag in items(region.get("tags")) if text(tag)))
    return Shape("rectangle", tags, points_of(corners))


# writing


def asset_id(path: str) -> str:
    """VoTT's id of a picture at an absolute path."""
    return hashlib.md5(asset_path(path).encode(), usedforsecurity=False).hexdigest()


def asset_path(path: str) -> str:
    """An absolute path as VoTT writes it: `file:` and the path as an address."""
    address = quote(path.replace("\\", "/"), safe=";,/?:@&=+$-_.!~*'()#")
    return "file:" + address.replace("#", "%23").replace("?", "%3F")


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    """A project with its assets, and the same as one export."""
    lowered, losses = lower(labels, KEEPS)
    schema = options.schema or lowered.schema
    pictures = pictures_of(labels, options)
    project = _project(schema)
    exported: dict[str, Any] = {}
    with staged(target) as folder:
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            found = pictures.find(image.image)
            path = asset_path(str(found.absolute())) if found is not None and options.images == "none" else name
            record = _asset(image, name, path)
            identity = record["asset"]["id"]
            project["assets"][identity] = record["asset"]
            exported[identity] = record
            if image.shapes:
                write_json(folder / f"{identity}-asset.json", record, indent=4)
            put_picture(image, folder / name, pictures, options, losses)
        write_json(folder / "labels.vott", project, indent=4)
        write_json(folder / "vott-json-export" / "labels-export.json", {**project, "assets": exported}, indent=4)
    return losses.report()


def _project(schema: LabelSchema) -> dict[str, Any]:
    tags = [
        {"name": label.name, "color": label.colour or _COLOURS[position % len(_COLOURS)]}
        for position, label in enumerate(schema.labels)
    ]
    return {
        "name": "labels", "id": "labels", "version": _VERSION, "useSecurityToken": False, "securityToken": "",
        "videoSettings": {"frameExtractionRate": 15}, "tags": tags,
        "activeLearningSettings": {"autoDetect": False, "predictTag": True, "modelPathType": "coco"}, "assets": {},
    }  # fmt: skip


def _asset(image: Annotation, name: str, path: str) -> dict[str, Any]:
    address = path if path.startswith("file:") else asset_path(name)
    asset = {
        "format": Path(name).suffix.lstrip(".").lower(),
        "id": hashlib.md5(address.encode(), usedforsecurity=False).hexdigest(),
        "name": name.rpartition("/")[2],
        "path": path,
        "size": {"width": image.width, "height": image.height},
        "state": 2 if image.shapes else 0,
        "type": 1,
    }
    return {"asset": asset, "regions": list(_regions(image)), "version": _VERSION}


def _regions(image: Annotation) -> Iterator[dict[str, Any]]:
    for shape in image.shapes:
        left, top, right, bottom = shape.box
        corners = shape.points.tolist()
        if shape.kind == "rectangle":
            corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        yield {
            "id": shape.id,
            "type": _NAMES[shape.kind],
            "tags": list(shape.labels),
            "boundingBox": {
                "height": tidy(bottom - top), "width": tidy(right - left), "left": tidy(left), "top": tidy(top)
            },
            "points": [{"x": tidy(x), "y": tidy(y)} for x, y in corners],
        }  # fmt: skip


FORMAT: Final = Format("vott", "VoTT", _sniff, _read, _write, treatments=KEEPS.kinds, keeps=KEEPS)
