"""Pascal VOC's XML, one file for each image: as VOC counts pixels (from 1), and as labelImg writes it (from 0)."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.mask_folders import CLASSES, OBJECTS, shapes_of_voc_masks
from desktop_app.annotation.formats.opening import SUBSETS
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    LabelsUnreadable,
    Problems,
    number,
    read_lines,
    read_xml,
    size_of,
    true,
)
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Shape, labels_in, points_of

EXTRAS: Final = "voc"
_MASKS: Final = (CLASSES, OBJECTS)
_FLAG: Final = re.compile(r"\s+(-1|0|1)$")
"""Behind a name in the list of one class: whether the image shows it."""
_SUBSETS: Final = {"train": "train", "val": "val", "valid": "val", "test": "test"}


def read(path: Path, options: ReadOptions, first_pixel: int) -> LabelSet:
    """Read one XML, or every one below a folder; `first_pixel` is how the files count the leftmost column, 0 or 1."""
    root, files = _files(path)
    if not files:
        raise LabelsUnreadable(str(path), "There are no VOC files in it.")
    problems = Problems(path.name)
    pictures = Pictures(tuple(dict.fromkeys(folder for folder in (options.images, root) if folder)), options.sizes)
    images: dict[str, Annotation] = {}
    for file in files:
        place = file.relative_to(root).as_posix()
        with problems.record(place if path.is_dir() else ""):
            image = _image(file, place, pictures, first_pixel, problems)
            images[image.image] = image
    found = tuple(images[name] for name in sorted(images))
    subsets = _subsets(root, found)
    folder = str(pictures.folders[0])
    schema = LabelSchema().with_names(labels_in(found))
    return LabelSet(found, schema, folder, "", tuple(problems.found), {SUBSETS: subsets} if subsets else {})


def _files(path: Path) -> tuple[Path, list[Path]]:
    if path.is_file():
        root = path.parent.parent if path.parent.name == "Annotations" else path.parent
        return root, [path]
    root = path.parent if path.name == "Annotations" and not (path / "Annotations").is_dir() else path
    every = sorted(file for file in path.rglob("*") if file.suffix.lower() == ".xml" and file.is_file())
    return root, [file for file in every if is_voc(file)]


def is_voc(path: Path) -> bool:
    """Whether a file begins as VOC's XML does."""
    head = glance(path).head
    return "<annotation" in head[:600] and "<annotations" not in head[:600]


def _image(path: Path, place: str, pictures: Pictures, first_pixel: int, problems: Problems) -> Annotation:
    root = read_xml(path)
    if root.tag != "annotation":
        raise BadRecord("It is XML of another kind.")
    name = _picture_name(root, place, pictures)
    size = root.find("size")
    width, height = (size_of(_text(size, part)) for part in ("width", "height"))
    if not width or not height:
        width, height = pictures.size(name) or (0, 0)
    shapes: list[Shape] = []
    extras: dict[str, Any] = {}
    for position, element in enumerate(root.iter("object")):
        with problems.record(f"{place}: object {position + 1}"):
            shapes += _shapes(element, first_pixel)
    stem = PurePosixPath(place.rpartition("Annotations/")[2]).with_suffix("").as_posix()
    shapes = shapes_of_voc_masks(pictures.folders, stem, shapes, problems)
    state = "verified" if true(root.get("verified")) else "labelled"
    return Annotation(name, width, height, tuple(shapes), state=state, extras=extras)


def _picture_name(root: ElementTree.Element, place: str, pictures: Pictures) -> str:
    """The picture: in the folder of images of its data set, beside the XML, or wherever one of that name is."""
    said = plain_name(_text(root, "filename")) or plain_name(_text(root, "path"))
    file = PurePosixPath(said).name or f"{PurePosixPath(place).stem}.jpg"
    if not PurePosixPath(file).suffix:
        file += ".jpg"
    parts = PurePosixPath(place).parent.as_posix()
    beside = file if parts == "." else f"{parts}/{file}"
    within = "/".join("JPEGImages" if part == "Annotations" else part for part in beside.split("/"))
    for candidate in dict.fromkeys((within, beside)):
        if candidate in pictures.sizes:
            return candidate
        found = pictures.find(candidate)
        if found is not None and found.parent.name not in _MASKS:
            return pictures.relative(found)
    likely = (pictures.by_stem(name) for name in (within, within.rpartition(".")[0]))
    return next((name for name in likely if name and PurePosixPath(name).parent.name not in _MASKS), within)


def _text(element: ElementTree.Element | None, path: str) -> str:
    found = element.findtext(path) if element is not None else None
    return (found or "").strip()


def _shapes(element: ElementTree.Element, first_pixel: int) -> list[Shape]:
    name = _text(element, "name")
    extras: dict[str, Any] = {}
    pose = _text(element, "pose")
    if pose and pose.lower() != "unspecified":
        extras["pose"] = pose
    actions = {action.tag: true(action.text or "") for action in element.findall("actions/*")}
    if actions:
        extras["actions"] = actions
    parts = [{"name": _text(part, "name"), "box": _box(part, first_pixel)[:4]} for part in element.findall("part")]
    if parts:
        extras["parts"] = parts
    said = Shape(
        "rectangle",
        (name,) if name else (),
        points_of([(0, 0), (0, 0)]),
        occluded=true(_text(element, "occluded")),
        truncated=true(_text(element, "truncated")),
        difficult=true(_text(element, "difficult")),
        extras={EXTRAS: extras} if extras else {},
    )
    ring = _ring(element)
    if len(ring) >= 3:
        return [replace(said, kind="polygon", points=points_of(ring))]
    left, top, right, bottom = _box(element, first_pixel)
    return [replace(said, points=points_of([(left, top), (right, bottom)]))]


def _box(element: ElementTree.Element, first_pixel: int) -> tuple[float, float, float, float]:
    box = element.find("bndbox")
    if box is None:
        raise BadRecord("It has no bndbox.")
    left, top, right, bottom = (number(_text(box, side)) for side in ("xmin", "ymin", "xmax", "ymax"))
    if right < left or bottom < top:
        left, right, top, bottom = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
    return left - first_pixel, top - first_pixel, right, bottom


def _ring(element: ElementTree.Element) -> list[tuple[float, float]]:
    """RectLabel's polygon: `<polygon><x1>..</x1><y1>..</y1><x2>..`, or one `<point>` after another."""
    polygon = element.find("polygon")
    if polygon is None:
        return []
    ring: list[tuple[float, float]] = []
    count = 1
    while polygon.find(f"x{count}") is not None:
        ring.append((number(_text(polygon, f"x{count}")), number(_text(polygon, f"y{count}"))))
        count += 1
    for point in polygon.iter("pt"):
        ring.append((number(_text(point, "x")), number(_text(point, "y"))))
    return ring


def _subsets(root: Path, images: Sequence[Annotation]) -> dict[str, str]:
    """What `ImageSets/Main/train.txt` and its like say."""
    named = _by_listed_name(images)
    subsets: dict[str, str] = {}
    for name, subset in _SUBSETS.items():
        listed = root / "ImageSets" / "Main" / f"{name}.txt"
        if listed.is_file():
            found = (_listed(line, named) for line in read_lines(listed) if line)
            subsets |= {image: subset for image in found if image}
    for image in images:
        part = next((part for part in PurePosixPath(image.image).parts[:-1] if part in _SUBSETS), "")
        if part:
            subsets.setdefault(image.image, _SUBSETS[part])
    return subsets


def _by_listed_name(images: Sequence[Annotation]) -> dict[str, str]:
    """Images by what lists call them: their place among the pictures, or their name alone; the nearer to the whole first."""
    named: dict[str, str] = {}
    inside = [PurePosixPath(image.image.rpartition("JPEGImages/")[2]) for image in images]
    for places in (inside, [PurePosixPath(place.name) for place in inside]):
        for called in (places, [place.with_suffix("") for place in places]):
            for place, image in zip(called, images, strict=True):
                named.setdefault(str(place), image.image)
    return named


def _listed(line: str, named: Mapping[str, str]) -> str | None:
    """The image that a line of a list is about."""
    said = _FLAG.sub("", line)
    last = PurePosixPath(said).name
    return next((named[name] for name in (line, said, last, PurePosixPath(last).stem) if name in named), None)


def sniff(path: Path, labelimg: bool) -> float:
    """Whether it is VOC XML, or a folder with some; labelImg's lie beside the pictures and are laid out with tabs."""
    look = glance(path)
    if look.is_folder:
        files = [file for file in look.ending(".xml")[:60] if is_voc(file)]
        if not files:
            return 0.0
        own = any("Annotations" in file.parts[len(path.parts) - 1 :] for file in files)
        return (0.6 if own else 0.9) if labelimg and _is_labelimg(files[0]) else 0.5 if labelimg else 0.85
    if path.suffix.lower() != ".xml" or not is_voc(path):
        return 0.0
    if labelimg:
        return 0.9 if _is_labelimg(path) and path.parent.name != "Annotations" else 0.5
    return 0.85


def _is_labelimg(path: Path) -> bool:
    head = glance(path).head
    return "\n\t<" in head and "<path>" in head and "<occluded>" not in head
