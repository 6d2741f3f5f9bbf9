"""What is labelled: shapes on an image, the image's own classes, and the schema of labels; lossless over every format.

Coordinates are float64 pixels of the image as it is seen (after its EXIF orientation): the origin is the top left corner of
the top left pixel, x runs right, y down. The values here are never changed in place: mappings and arrays are as frozen as
the classes, and a change makes a new value (`dataclasses.replace`).
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Points = NDArray[np.float64]
"""Shape (n, 2), x and y; not writeable."""

type Kind = Literal[
    "rectangle", "rotated_rectangle", "polygon", "circle", "ellipse", "line", "polyline",
    "point", "points", "skeleton", "mask", "cuboid",
]  # fmt: skip

KINDS: Final[tuple[Kind, ...]] = (
    "rectangle", "rotated_rectangle", "polygon", "circle", "ellipse", "line", "polyline",
    "point", "points", "skeleton", "mask", "cuboid",
)  # fmt: skip

type State = Literal["unlabelled", "labelled", "verified", "rejected"]
type AttributeValue = str | float | bool | tuple[str, ...]
type AttributeType = Literal["text", "number", "checkbox", "choice", "choices"]

HIDDEN, OCCLUDED, VISIBLE = 0, 1, 2
"""Visibility of a keypoint as COCO counts it: not labelled, labelled but not visible, labelled and visible."""


def points_of(values: ArrayLike) -> Points:
    """A frozen array of points, shape (n, 2)."""
    made = np.array(values, dtype=np.float64)
    if (
        made.ndim != 2 or made.shape[1] != 2
    ):  # a view holds a second array, which counts where there are a million shapes
        made = made.reshape(-1, 2)
    made.flags.writeable = False
    return made


_NOTHING: Final[Mapping[str, Any]] = {}


def _nothing() -> Mapping[str, Any]:
    """One empty mapping for all that say nothing: a dictionary for each costs 64 bytes a field."""
    return _NOTHING


def new_id() -> str:
    """A name for a new shape that no other shape has."""
    return uuid.uuid4().hex[:12]


@dataclass(frozen=True, slots=True)
class Mask:
    """A raster within its box: pixel (row, column) of the box lies at (`top` + row, `left` + column) of the image."""

    left: int
    top: int
    width: int
    height: int
    packed: bytes
    """Rows one after another, eight pixels a byte as `numpy.packbits` packs the flattened box."""

    @staticmethod
    def of(bits: NDArray[Any], left: int = 0, top: int = 0) -> "Mask":
        """From an array of shape (height, width); what is not zero belongs to the object. The box is kept as given."""
        height, width = bits.shape
        return Mask(left, top, width, height, np.packbits(np.asarray(bits) != 0).tobytes())

    def bits(self) -> NDArray[np.bool_]:
        """The pixels of the box, shape (height, width)."""
        flat = np.unpackbits(np.frombuffer(self.packed, np.uint8), count=self.width * self.height)
        return flat.reshape(self.height, self.width).astype(np.bool_)


@dataclass(frozen=True, slots=True)
class Track:
    """A shape's place in a sequence of images."""

    id: int
    keyframe: bool = True
    """False where the shape was interpolated between two keyframes."""
    outside: bool = False
    """The object has left the picture from this frame on."""


@dataclass(frozen=True, eq=False)
class Shape:
    """One drawn shape with everything that is said of it.

    | kind | points |
    |---|---|
    | rectangle | 2: top left, bottom right |
    | rotated_rectangle | 4 corners clockwise as seen, from the corner that is top left at angle 0 |
    | polygon | 3 or more, not closed; `holes` are inner rings |
    | circle | 2: centre, a point on the edge |
    | ellipse | 3: centre, end of the first half axis, end of the second, which is 90 degrees clockwise of it |
    | line, polyline | 2; 2 or more |
    | point, points | 1; 1 or more |
    | skeleton | one per keypoint of the label's `Skeleton`, with `visibility` |
    | mask | 2: the box of `mask`, top left and bottom right edge |
    | cuboid | 8: front face clockwise from top left, then the back face in the same order |
    """

    kind: Kind
    labels: tuple[str, ...]
    """The first is the one that is shown; most shapes have one."""
    points: Points
    holes: tuple[Points, ...] = ()
    mask: Mask | None = None
    visibility: tuple[int, ...] = ()
    """Per keypoint: HIDDEN, OCCLUDED or VISIBLE."""
    id: str = field(default_factory=new_id)
    """Unique within its image; equal ids before and after a change mean the same shape."""
    group: int | None = None
    """Shapes of one image with the same number are parts of one object."""
    track: Track | None = None
    z: int = 0
    occluded: bool = False
    truncated: bool = False
    difficult: bool = False
    locked: bool = False
    attributes: Mapping[str, AttributeValue] = field(default_factory=_nothing)
    flags: Mapping[str, bool] = field(default_factory=_nothing)
    """labelme's flags of a shape."""
    text: str = ""
    """What is written there (OCR)."""
    description: str = ""
    score: float | None = None
    """Confidence of a proposal, 0 to 1; None for what a person drew."""
    source: str = ""
    """Where it comes from: empty for a person's hand, `model:NAME@HASH`, `import:FORMAT`."""
    extras: Mapping[str, Any] = field(default_factory=_nothing)
    """Keys of the file that this program does not know, by format name, as JSON values."""

    @property
    def label(self) -> str:
        """The first label, or nothing."""
        return self.labels[0] if self.labels else ""

    @property
    def is_suggestion(self) -> bool:
        """Whether a model proposed it and nobody has accepted it yet."""
        return self.score is not None and self.source.startswith("model:") and not self.flags.get("accepted", False)

    @property
    def has_left(self) -> bool:
        """Whether the object of its track is not in this picture: the shape only says where it was seen last."""
        return self.track is not None and self.track.outside

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Shape):
            return NotImplemented
        return self is other or (self.id == other.id and self.same_as(other))

    def __hash__(self) -> int:
        return hash((self.id, self.kind, self.labels))

    def same_as(self, other: "Shape", tolerance: float = 0.0) -> bool:
        """Whether all but the id is equal, points within `tolerance` pixels."""
        if any(getattr(self, name) != getattr(other, name) for name in _PLAIN_FIELDS):
            return False
        mine, theirs = (self.points, *self.holes), (other.points, *other.holes)
        return len(mine) == len(theirs) and all(
            a.shape == b.shape and bool(np.all(np.abs(a - b) <= tolerance)) for a, b in zip(mine, theirs, strict=True)
        )

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of all that is drawn; zeros for a shape without points."""
        if not len(self.points):
            return (0.0, 0.0, 0.0, 0.0)
        if self.kind == "circle":
            (x, y), edge = self.points[0], self.points[1]
            radius = float(np.hypot(edge[0] - x, edge[1] - y))
            return (float(x) - radius, float(y) - radius, float(x) + radius, float(y) + radius)
        if self.kind == "ellipse":
            centre = self.points[0]
            reach = np.sqrt(((self.points[1:3] - centre) ** 2).sum(axis=0))
            return (*(centre - reach).tolist(), *(centre + reach).tolist())
        seen = self.points
        if self.kind == "skeleton" and len(self.visibility) == len(seen):
            chosen = seen[np.array(self.visibility) > HIDDEN]
            seen = chosen if len(chosen) else seen
        return (*seen.min(axis=0).tolist(), *seen.max(axis=0).tolist())


_PLAIN_FIELDS: Final = (
    "kind", "labels", "mask", "visibility", "group", "track", "z", "occluded", "truncated", "difficult", "locked",
    "attributes", "flags", "text", "description", "score", "source", "extras",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed relation between two shapes of one image, by their ids."""

    first: str
    second: str
    name: str = ""


@dataclass(frozen=True, eq=True)
class Annotation:
    """All that is said of one image."""

    image: str
    """Path as the label file names it: relative to the label file's folder where possible, with `/`."""
    width: int = 0
    height: int = 0
    """Pixels after EXIF orientation; 0 where the file does not say."""
    shapes: tuple[Shape, ...] = ()
    """In the order in which they are drawn, lowest first."""
    flags: Mapping[str, bool] = field(default_factory=_nothing)
    """Image-level classes; those that are true hold for the image."""
    attributes: Mapping[str, AttributeValue] = field(default_factory=_nothing)
    state: State = "unlabelled"
    notes: str = ""
    sequence: str = ""
    """Name of the video or sequence that the image is a frame of."""
    frame: int | None = None
    relations: tuple[Relation, ...] = ()
    extras: Mapping[str, Any] = field(default_factory=_nothing)
    """Keys of the file that this program does not know, by format name, as JSON values."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The image-level classes that hold."""
        return tuple(name for name, holds in self.flags.items() if holds)

    @cached_property
    def by_id(self) -> Mapping[str, Shape]:
        """Shapes by their ids."""
        return {shape.id: shape for shape in self.shapes}

    def with_shapes(self, shapes: Iterable[Shape]) -> "Annotation":
        """The same image with other shapes; relations to shapes that are gone go too."""
        chosen = tuple(shapes)
        here = {shape.id for shape in chosen}
        kept = tuple(relation for relation in self.relations if relation.first in here and relation.second in here)
        return replace(self, shapes=chosen, relations=kept)

    def with_changed(self, changed: Iterable[Shape]) -> "Annotation":
        """The same image where shapes of equal id are replaced, and those with a new id are added on top."""
        by_id = {shape.id: shape for shape in changed}
        kept = [by_id.pop(shape.id, shape) for shape in self.shapes]
        return replace(self, shapes=(*kept, *by_id.values()))


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """A question that is asked of each shape of a label, or of each image."""

    name: str
    type: AttributeType = "text"
    options: tuple[str, ...] = ()
    default: AttributeValue = ""
    mutable: bool = False
    """Whether the value may differ from frame to frame of a track."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Keypoints of a label: their names, the bones between them, and which swap when the image is mirrored."""

    names: tuple[str, ...]
    edges: tuple[tuple[int, int], ...] = ()
    """Pairs of 0-based positions in `names`."""
    flips: tuple[tuple[int, int], ...] = ()
    places: tuple[tuple[float, float], ...] = ()
    """Where each keypoint lies when a skeleton is placed by a box, as fractions of it; empty for none."""


@dataclass(frozen=True, slots=True)
class Label:
    """One class of the schema. Its index is its position in `LabelSchema.labels` and never changes silently."""

    name: str
    colour: str = ""
    """`#rrggbb`; empty for a colour that follows from the name."""
    hotkey: str = ""
    supercategory: str = ""
    kinds: tuple[Kind, ...] = ()
    """Kinds of shape that this label may have; empty for all."""
    attributes: tuple[AttributeSpec, ...] = ()
    skeleton: Skeleton | None = None
    description: str = ""


@dataclass(frozen=True)
class LabelSchema:
    """The labels of a data set in their fixed order, and what is asked of images."""

    labels: tuple[Label, ...] = ()
    image_classes: tuple[str, ...] = ()
    image_attributes: tuple[AttributeSpec, ...] = ()
    extras: Mapping[str, Any] = field(default_factory=_nothing)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position of each label by name."""
        return {label.name: position for position, label in enumerate(self.labels)}

    def label(self, name: str) -> Label | None:
        """The label of that name, if the schema has it."""
        position = self.index.get(name)
        return None if position is None else self.labels[position]

    def with_names(self, names: Iterable[str]) -> "LabelSchema":
        """The schema with labels of these names appended where they are missing; indices that exist stay as they are."""
        missing = [name for name in dict.fromkeys(names) if name and name not in self.index]
        return replace(self, labels=(*self.labels, *map(Label, missing))) if missing else self


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a label file that could not be taken as it stands; the rest was."""

    where: str
    """File and place in it: `train.json: annotations[3]`."""
    message: str
    cure: str = ""


@dataclass(frozen=True)
class LabelSet:
    """A data set as one value: what any format is read into and written from."""

    annotations: tuple[Annotation, ...] = ()
    schema: LabelSchema = field(default_factory=LabelSchema)
    root: str = ""
    """Folder that the images' relative paths start from; empty when unknown."""
    format: str = ""
    """Name of the format that it was read from."""
    problems: tuple[Problem, ...] = ()
    extras: Mapping[str, Any] = field(default_factory=_nothing)


def labels_in(annotations: Sequence[Annotation]) -> tuple[str, ...]:
    """Every label that occurs, in the order of first occurrence."""
    return tuple(dict.fromkeys(name for image in annotations for shape in image.shapes for name in shape.labels))
