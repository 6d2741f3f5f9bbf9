"""CVAT's annotations.xml read: images with their shapes, and tracks of a video brought to its frames."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from desktop_app.annotation.exchange.lowering import natural_state
from desktop_app.annotation.formats.cvat_labels import read_labels_of, value_of
from desktop_app.annotation.formats.elements import text_at
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.opening import SUBSETS
from desktop_app.annotation.formats.pictures import Pictures, is_there, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    LabelsUnreadable,
    Problems,
    number,
    read_xml,
    size_of,
    true,
)
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.formats.turns import Turned
from desktop_app.annotation.model import (
    HIDDEN,
    OCCLUDED,
    VISIBLE,
    Annotation,
    AttributeValue,
    LabelSchema,
    LabelSet,
    Shape,
    Track,
    labels_in,
    points_of,
)
from desktop_app.annotation.shapes.kinds import edges_of
from desktop_app.annotation.shapes.mask_codes import mask_of_cvat_rle
from desktop_app.annotation.shapes.masks import MaskError
from desktop_app.annotation.shapes.tracks import interpolated

_SUBSETS: Final = {"train": "train", "val": "val", "valid": "val", "validation": "val", "test": "test"}
_MOST_FRAMES: Final = 1_000_000
"""A track over more frames than this is not filled in between its keyframes."""


def sniff(path: Path) -> float:
    """Whether a file begins as CVAT's XML does."""
    head = glance(path).head
    if "<annotations" not in head[:400]:
        return 0.0
    return 0.95 if re.search(r"<(image|track)\s[^>]*\b(id|label|name)=", head) or "<meta>" in head else 0.5


def read(path: Path, options: ReadOptions) -> LabelSet:
    """Read one annotations.xml of images or of a video."""
    root = read_xml(path)
    if root.tag != "annotations":
        raise LabelsUnreadable(str(path), "It is XML of another kind than CVAT's.")
    folders = tuple(dict.fromkeys(folder for folder in (options.images, path.parent) if folder is not None))
    reading = _Reading(root, Problems(path.name), Pictures(folders, options.sizes), read_labels_of(root))
    return reading.done()


@dataclass(slots=True)
class _Reading:
    root: ElementTree.Element
    problems: Problems
    pictures: Pictures
    schema: LabelSchema
    subsets: dict[str, str] = field(default_factory=dict[str, str])
    numbers: dict[int, int] = field(default_factory=dict[int, int])
    """Place in the list of images by the number that an `<image>` has."""

    def done(self) -> LabelSet:
        images: list[Annotation] = []
        for position, element in enumerate(self.root.iterfind("image")):
            with self.problems.record(f"image {position + 1}"):
                images.append(self._image(element))
                number_said = re.fullmatch(r"\d{1,9}", element.get("id", ""))
                if number_said:
                    self.numbers.setdefault(int(number_said.group()), len(images) - 1)
        images = self._with_tracks(images)
        extras: dict[str, Any] = {SUBSETS: self.subsets} if self.subsets else {}
        schema = self.schema.with_names(labels_in(images))
        root = str(self.pictures.folders[0])
        return LabelSet(tuple(images), schema, root, "cvat", tuple(self.problems.found), extras)

    # images

    def _image(self, element: ElementTree.Element) -> Annotation:
        given = plain_name(element.get("name", ""))
        if not given:
            raise BadRecord("The image has no name.")
        subset = element.get("subset", "")
        name = self._place_of(given, subset)
        if subset.lower() in _SUBSETS:
            self.subsets[name] = _SUBSETS[subset.lower()]
        width, height = size_of(element.get("width")), size_of(element.get("height"))
        if not width or not height:
            width, height = self.pictures.size(name) or (0, 0)
        shapes: list[Shape] = []
        flags: dict[str, bool] = {}
        for position, child in enumerate(element):
            with self.problems.record(f"{given}: {child.tag} {position + 1}"):
                if child.tag == "tag":
                    flags[child.get("label", "")] = True
                else:
                    shapes.append(self._shape(child, child.get("label", "")))
        flags.pop("", None)
        return Annotation(name, width, height, tuple(shapes), flags, state=natural_state(shapes, flags))

    def _place_of(self, name: str, subset: str) -> str:
        """The picture's path from the folder of the labels, where it lies in one of CVAT's folders."""
        inner = plain_name(subset)
        for candidate in (f"images/{inner}/{name}", f"images/{name}", name):
            if any(is_there(folder / candidate) for folder in self.pictures.folders):
                return plain_name(candidate)
        return name

    def _shape(self, element: ElementTree.Element, label: str) -> Shape:
        read = _KINDS.get(element.tag)
        if read is None:
            raise BadRecord(f"A shape of the kind {element.tag[:40]!r} is not known.")
        said = Shape(
            "point",
            (label,) if label else (),
            points_of([]),
            group=int(number(element.get("group_id") or 0)) or None,
            z=int(number(element.get("z_order") or 0)),
            occluded=true(element.get("occluded") or ""),
            attributes=self._attributes(element, label),
        )
        if element.tag == "skeleton":
            return self._skeleton(element, said)
        return read(element, said)

    def _attributes(self, element: ElementTree.Element, label: str) -> dict[str, AttributeValue]:
        known = self.schema.label(label)
        specs = {spec.name: spec for spec in known.attributes} if known is not None else {}
        return {
            name: value_of(found.text or "", specs[name].type if name in specs else "text")
            for found in element.iterfind("attribute")
            if (name := found.get("name", ""))
        }

    def _skeleton(self, element: ElementTree.Element, said: Shape) -> Shape:
        label = self.schema.label(said.label)
        names = list(label.skeleton.names) if label is not None and label.skeleton is not None else []
        places: dict[str, tuple[tuple[float, float], int]] = {}
        for part in element.iterfind("points"):
            name = part.get("label", "") or str(len(places) + 1)
            if name not in names:
                names.append(name)
            seen = HIDDEN if true(part.get("outside") or "") else VISIBLE
            if seen == VISIBLE and true(part.get("occluded") or ""):
                seen = OCCLUDED
            ((x, y),) = _pairs(part)[:1] or [(0.0, 0.0)]
            places[name] = ((x, y), seen)
        if not places:
            raise BadRecord("The skeleton has no points.")
        listed = [places.get(name, ((0.0, 0.0), HIDDEN)) for name in names[: _last(names, places) + 1]]
        points = points_of([place for place, _ in listed])
        return replace(said, kind="skeleton", points=points, visibility=tuple(seen for _, seen in listed))

    # tracks

    def _with_tracks(self, images: list[Annotation]) -> list[Annotation]:
        """The images as frames with the shapes of their tracks, those between keyframes filled in; more where none is listed."""
        frames: dict[int, list[Shape]] = {}
        step = self._step()
        taken: set[int] = set()
        highest = 0
        for position, element in enumerate(self.root.iterfind("track")):
            with self.problems.record(f"track {element.get('id', position)}"):
                said = int(number(element.get("id") or position))
                identity = said if said not in taken else highest + 1
                taken.add(identity)
                highest = max(highest, identity)
                for frame, shape in self._track(element, identity, step):
                    on_frame = frames.setdefault(frame, [])
                    if shape.track is None or not shape.track.outside:
                        on_frame.append(shape)
        if not frames:
            return images
        video = self._video()
        listed = {position: frame for frame, position in self.numbers.items()}
        made = [
            self._with_shapes(replace(image, sequence=video, frame=listed.get(position)), frames)
            for position, image in enumerate(images)
        ]
        return made + self._frames(
            {frame: found for frame, found in frames.items() if frame not in self.numbers}, video
        )

    @staticmethod
    def _with_shapes(image: Annotation, frames: Mapping[int, list[Shape]]) -> Annotation:
        found = frames.get(image.frame, []) if image.frame is not None else []
        shapes = tuple(sorted((*image.shapes, *found), key=lambda shape: shape.z))
        return replace(image, shapes=shapes, state=natural_state(shapes, image.flags))

    def _video(self) -> str:
        """The name of the video; a task without one that lists its images is no video with a name."""
        said = text_at(self.root.find("meta"), "source")
        if said or self.numbers:
            return said
        return next((found.text or "" for found in self.root.iterfind("meta/*/name")), "").strip()

    def _frames(self, frames: Mapping[int, list[Shape]], video: str) -> list[Annotation]:
        """Images of the frames that are only known by their number."""
        size = next((found for found in self.root.iterfind("meta//original_size")), None)
        width = height = 0
        with self.problems.record("original_size"):
            width, height = size_of(text_at(size, "width")), size_of(text_at(size, "height"))
        names = _names_by_number(self.pictures) if frames else {}
        images: list[Annotation] = []
        for frame in sorted(frames):
            name = names.get(frame) or f"frame_{frame:06d}.png"
            own = (width, height) if width and height else self.pictures.size(name) or (0, 0)
            image = Annotation(name, *own, sequence=video, frame=frame)
            images.append(self._with_shapes(image, frames))
        return images

    def _step(self) -> int:
        found = re.search(
            r"step\s*=\s*(\d{1,6})", next((e.text or "" for e in self.root.iterfind("meta//frame_filter")), "")
        )
        return max(1, int(found.group(1))) if found else 1

    def _track(self, element: ElementTree.Element, identity: int, step: int) -> Iterator[tuple[int, Shape]]:
        """The shape of a track on each frame, also where it says that the object is outside of the picture."""
        label = element.get("label", "")
        group = int(number(element.get("group_id") or 0)) or None
        known: dict[int, Shape] = {}
        for child in element:
            if child.tag not in _KINDS:
                continue
            with self.problems.record(f"track {identity}, frame {child.get('frame')}"):
                frame = int(number(child.get("frame")))
                if frame < 0:
                    raise BadRecord(f"{frame} is not the number of a frame.")
                gone = _is_outside(child)
                track = Track(identity, true(child.get("keyframe") or "1"), gone)
                shape = self._shape(child, label)
                known[frame] = replace(shape, track=track, group=group if shape.group is None else shape.group)
        between = range(min(known, default=0), max(known, default=0), step)
        if self.numbers:  # where the images are listed there is nothing between them
            first, last = between.start, between.stop
            between = [frame for frame in self.numbers if first < frame < last]
        if len(between) > _MOST_FRAMES:
            self.problems.add(f"track {identity}", "It is too long to be filled in between its keyframes.")
            between = range(0)
        filled = {**interpolated(known, between), **known}
        yield from sorted(filled.items())


def _is_outside(element: ElementTree.Element) -> bool:
    """A skeleton has left the picture when each of its points has."""
    parts = element.findall("points")
    if element.tag == "skeleton" and parts:
        return all(true(part.get("outside") or "") for part in parts)
    return true(element.get("outside") or "")


def _last(names: list[str], places: Mapping[str, Any]) -> int:
    return max((position for position, name in enumerate(names) if name in places), default=-1)


def _names_by_number(pictures: Pictures) -> dict[int, str]:
    """Pictures of frames by the number that their names end with."""
    found: dict[int, str] = {}
    for name in (*pictures.sizes, *pictures.names()):
        digits = re.search(r"(\d{1,12})$", PurePosixPath(name).stem)
        if digits:
            found.setdefault(int(digits.group(1)), name)
    return found


# shapes


def _pairs(element: ElementTree.Element) -> list[tuple[float, float]]:
    pairs: list[tuple[float, float]] = []
    for pair in (element.get("points") or "").split(";"):
        if pair.strip():
            x, y = pair.split(",")
            pairs.append((number(x), number(y)))
    return pairs


def _numbers(element: ElementTree.Element, *names: str) -> list[float]:
    return [number(element.get(name)) for name in names]


def _box(element: ElementTree.Element, said: Shape) -> Shape:
    left, top, right, bottom = _numbers(element, "xtl", "ytl", "xbr", "ybr")
    left, right, top, bottom = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
    turn = number(element.get("rotation") or 0)
    if not turn:
        return replace(said, kind="rectangle", points=points_of([(left, top), (right, bottom)]))
    box = Turned((left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2, turn)
    return replace(said, kind="rotated_rectangle", points=box.corners)


def _ellipse(element: ElementTree.Element, said: Shape) -> Shape:
    x, y, rx, ry = _numbers(element, "cx", "cy", "rx", "ry")
    if rx < 0 or ry < 0:
        raise BadRecord("The ellipse has a negative radius.")
    return replace(said, kind="ellipse", points=Turned(x, y, rx, ry, number(element.get("rotation") or 0)).ellipse)


def _polygon(element: ElementTree.Element, said: Shape) -> Shape:
    return _drawn("polygon", 3, element, said)


def _polyline(element: ElementTree.Element, said: Shape) -> Shape:
    return _drawn("polyline", 2, element, said)


def _points(element: ElementTree.Element, said: Shape) -> Shape:
    return _drawn("point" if len(_pairs(element)) == 1 else "points", 1, element, said)


def _drawn(kind: Any, least: int, element: ElementTree.Element, said: Shape) -> Shape:
    points = _pairs(element)
    if len(points) < least:
        raise BadRecord(f"A {kind} needs {least} points, there are {len(points)}.")
    return replace(said, kind=kind, points=points_of(points))


def _cuboid(element: ElementTree.Element, said: Shape) -> Shape:
    corners = {
        f"{corner}{face}": _numbers(element, f"x{corner}{face}", f"y{corner}{face}")
        for face in (1, 2)
        for corner in ("tl", "tr", "br", "bl")
    }
    return replace(said, kind="cuboid", points=points_of(list(corners.values())))


def _mask(element: ElementTree.Element, said: Shape) -> Shape:
    left, top, width, height = (int(value) for value in _numbers(element, "left", "top", "width", "height"))
    try:
        mask = mask_of_cvat_rle(element.get("rle") or "", left, top, width, height)
    except MaskError as error:
        raise BadRecord(str(error)) from None
    return replace(said, kind="mask", mask=mask, points=edges_of(mask))


def _whole_skeleton(element: ElementTree.Element, said: Shape) -> Shape:
    raise AssertionError("a skeleton is read with the names of its keypoints")


_KINDS: Final[Mapping[str, Callable[[ElementTree.Element, Shape], Shape]]] = {
    "box": _box,
    "ellipse": _ellipse,
    "polygon": _polygon,
    "polyline": _polyline,
    "points": _points,
    "cuboid": _cuboid,
    "mask": _mask,
    "skeleton": _whole_skeleton,
}
