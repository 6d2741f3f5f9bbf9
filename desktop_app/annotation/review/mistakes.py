"""What may be wrong with labels: shapes outside the image, empty, crossing themselves, twice, tiny, or with odd labels."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Annotation, AttributeSpec, AttributeValue, Label, LabelSchema, Points, Shape
from desktop_app.annotation.sentences import SENTENCES
from desktop_app.annotation.shapes.overlaps import WITHOUT_AREA, area_of_shape, box_overlaps, boxes_of, overlap_of

type Weight = Literal["error", "warning", "note"]

_WEIGHTS: Final[dict[str, Weight]] = {
    "outside": "error",
    "empty": "error",
    "no-label": "error",
    "image": "error",
    "size": "warning",
    "partly-outside": "warning",
    "self-crossing": "warning",
    "duplicate": "warning",
    "unknown-label": "warning",
    "kind-not-allowed": "warning",
    "wrong-attribute": "warning",
    "keypoints": "warning",
    "tiny": "note",
    "missing-attribute": "note",
    "one-off": "note",
    "one-off-like": "warning",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that may be wrong; its sentence is in `sentences.SENTENCES`."""

    code: str
    image: str
    shape: str = ""
    """Id of the shape; empty for the image as a whole."""
    values: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def weight(self) -> Weight:
        """How bad it is."""
        return _WEIGHTS[self.code]

    @property
    def message(self) -> str:
        """The sentence in English."""
        return SENTENCES[self.code].format(**self.values)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What counts as a mistake."""

    tiny: float = 3.0
    """Pixels of the longer side."""
    same: float = 0.9
    """Intersection over union from which two shapes of one label are duplicates."""
    margin: float = 0.5
    """Pixels that a shape may lie over the image's edge."""


DEFAULTS: Final = Thresholds()


def mistakes_in(
    annotation: Annotation, schema: LabelSchema | None = None, limits: Thresholds = DEFAULTS
) -> list[Mistake]:
    """What may be wrong with one image's labels, in the order of its shapes."""
    found: list[Mistake] = []
    twice = duplicates(annotation.shapes, limits.same)
    for shape in annotation.shapes:
        codes = [*_of_shape(shape, annotation, limits), *(_of_schema(shape, schema) if schema is not None else ())]
        if shape.id in twice:
            codes.append(("duplicate", {}))
        found += [Mistake(code, annotation.image, shape.id, values) for code, values in codes]
    return found


type _Found = tuple[str, dict[str, str]]


def _of_shape(shape: Shape, annotation: Annotation, limits: Thresholds) -> list[_Found]:
    found: list[_Found] = []
    left, top, right, bottom = shape.box
    if not any(shape.labels):
        found.append(("no-label", {}))
    if _is_empty(shape):
        return [*found, ("empty", {})]
    if annotation.width and annotation.height:
        width, height, margin = annotation.width, annotation.height, limits.margin
        if right <= 0 or bottom <= 0 or left >= width or top >= height:
            found.append(("outside", {}))
        elif left < -margin or top < -margin or right > width + margin or bottom > height + margin:
            found.append(("partly-outside", {}))
    if shape.kind not in WITHOUT_AREA and max(right - left, bottom - top) < limits.tiny:
        found.append(("tiny", {"width": f"{right - left:.1f}", "height": f"{bottom - top:.1f}"}))
    if shape.kind == "polygon" and crosses_itself(shape.points):
        found.append(("self-crossing", {}))
    return found


def _is_empty(shape: Shape) -> bool:
    if not len(shape.points) or not np.isfinite(shape.points).all():
        return True
    if shape.kind in ("line", "polyline"):
        return len(shape.points) < 2 or float(np.ptp(shape.points, axis=0).max()) == 0
    if shape.kind == "skeleton":
        return not any(shape.visibility)
    if shape.kind in WITHOUT_AREA:
        return False
    return area_of_shape(shape) == 0 and (shape.kind != "polygon" or not crosses_itself(shape.points))


def _of_schema(shape: Shape, schema: LabelSchema) -> list[_Found]:
    found: list[_Found] = []
    for name in filter(None, shape.labels):
        label = schema.label(name)
        if label is None:
            found.append(("unknown-label", {"label": name}))
            continue
        if label.kinds and shape.kind not in label.kinds:
            found.append(("kind-not-allowed", {"label": name, "kind": shape.kind}))
        found += _of_skeleton(shape, label)
        for spec in label.attributes:
            found += _of_attribute(shape.attributes.get(spec.name), spec)
    return found


def _of_skeleton(shape: Shape, label: Label) -> list[_Found]:
    if shape.kind != "skeleton" or label.skeleton is None or len(shape.points) == len(label.skeleton.names):
        return []
    counts = {"have": str(len(shape.points)), "want": str(len(label.skeleton.names))}
    return [("keypoints", {"label": label.name, **counts})]


def _of_attribute(value: AttributeValue | None, spec: AttributeSpec) -> list[_Found]:
    if value is None:
        asked = spec.type != "checkbox" and spec.default in ("", ())
        return [("missing-attribute", {"attribute": spec.name})] if asked and spec.type != "text" else []
    right = {
        "text": isinstance(value, str),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "checkbox": isinstance(value, bool),
        "choice": isinstance(value, str) and (not spec.options or value in spec.options),
        "choices": isinstance(value, tuple) and (not spec.options or set(value) <= set(spec.options)),
    }[spec.type]
    return [] if right else [("wrong-attribute", {"attribute": spec.name, "value": str(value)})]


def duplicates(shapes: tuple[Shape, ...], same: float) -> set[str]:
    """Ids of shapes that lie on an earlier one of the same labels."""
    found: set[str] = set()
    groups: dict[tuple[str, ...], list[Shape]] = {}
    for shape in shapes:
        if len(shape.points) and np.isfinite(shape.points).all():
            groups.setdefault(shape.labels, []).append(shape)
    for group in groups.values():
        for later, earlier in _close_pairs(group, same):
            if earlier.id not in found and overlap_of(earlier, later, reach=5.0) >= same:
                found.add(later.id)
    return found


def _close_pairs(group: list[Shape], same: float) -> Iterable[tuple[Shape, Shape]]:
    """Pairs (later, earlier) whose boxes nearly agree, by blocks so that thousands of shapes need no huge table."""
    boxes = boxes_of(tuple(group))
    grown = boxes + np.array([-1, -1, 1, 1])  # so that points and lines have boxes that can agree
    for start in range(0, len(group), 512):
        table = box_overlaps(grown[start : start + 512], grown)
        later, earlier = np.nonzero(table >= same * 0.8)
        for a, b in zip(later.tolist(), earlier.tolist(), strict=True):
            if b < a + start:
                yield group[a + start], group[b]


def crosses_itself(ring: Points) -> bool:
    """Whether two edges of a closed ring that are no neighbours meet in a point inside both."""
    if len(ring) < 4:
        return False
    start, end = ring, np.roll(ring, -1, axis=0)
    low, high = np.minimum(start, end), np.maximum(start, end)
    count = len(ring)
    for first in range(0, count, 256):
        part = slice(first, min(count, first + 256))
        near = (low[part, None] <= high[None]).all(axis=2) & (high[part, None] >= low[None]).all(axis=2)
        a, b = np.nonzero(near)
        a = a + first
        keep = (b > a + 1) & ~((a == 0) & (b == count - 1))
        if keep.any() and bool(_cross(start[a[keep]], end[a[keep]], start[b[keep]], end[b[keep]]).any()):
            return True
    return False


def _cross(a: Points, b: Points, c: Points, d: Points) -> NDArray[np.bool_]:
    """Whether each segment a-b meets its segment c-d in a point that is an end of neither."""

    def side(p: Points, q: Points, r: Points) -> NDArray[np.float64]:
        return (q[:, 0] - p[:, 0]) * (r[:, 1] - p[:, 1]) - (q[:, 1] - p[:, 1]) * (r[:, 0] - p[:, 0])

    return (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)


def one_off_labels(annotations: Iterable[Annotation]) -> list[Mistake]:
    """Labels that one shape of the whole set has, with the label that may have been meant."""
    counts: Counter[str] = Counter()
    places: dict[str, tuple[str, str]] = {}
    for annotation in annotations:
        for shape in annotation.shapes:
            for name in shape.labels:
                counts[name] += 1
                places[name] = (annotation.image, shape.id)
    found: list[Mistake] = []
    for name in (name for name, count in counts.items() if count == 1 and name):
        meant = _meant(name, counts)
        values = {"label": name} if meant is None else {"label": name, "other": meant, "count": str(counts[meant])}
        found.append(Mistake("one-off" if meant is None else "one-off-like", *places[name], values))
    return found


def _meant(name: str, counts: Counter[str]) -> str | None:
    """A more frequent label that differs by case, spaces or one letter."""
    plain = _plain(name)
    for other, count in counts.most_common():
        if (
            count > 1
            and other != name
            and (_plain(other) == plain or (len(name) > 3 and _one_apart(plain, _plain(other))))
        ):
            return other
    return None


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _one_apart(first: str, second: str) -> bool:
    """Whether one letter changed, more or less makes two texts equal."""
    if abs(len(first) - len(second)) > 1:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    one, other = first[start:], second[start:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:]
