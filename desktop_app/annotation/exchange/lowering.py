"""The loss matrix as data, and the one engine that brings labels down to what a format can hold, counting what is lost.

A format says in one `Keeps` what it holds. Its writer calls `lower(labels, KEEPS)` first and then writes what it gets
without a thought of what else there might be: every shape is then of a kind that the format has, every field that the
format has no place for is at its default, and the losses are counted. What `lower` gives is also what reading the export
must give back: `convert` compares the two (`formats/all.py`), so a `Keeps` that promises too much fails there.

A new format, in its own file under `formats/`:

    KEEPS = Keeps(
        kinds={**only("rectangle", "polygon", "rotated_rectangle"), "circle": "ellipse", "ellipse": "keep"},
        holes="fill",
        fields=frozenset({"occluded", "attributes"}),
        image=frozenset({"flags"}),
        states=frozenset({"verified"}),
    )

    def write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
        lowered, losses = lower(labels, KEEPS)
        ...
        return losses.report()

    FORMAT = Format("name", "Title", sniff, read, write, target="file", suffix=".json",
                    treatments=KEEPS.kinds, keeps=KEEPS)

and one row in `formats/all.py`. `only(*kept)` fills in, for the kinds not kept, the nearest that is kept. What a writer
loses beyond the matrix (an image without a size, say) it adds to `losses` itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Literal

import numpy as np

from desktop_app.annotation.exchange.losses import LossCounter
from desktop_app.annotation.formats.registry import Treatment
from desktop_app.annotation.label_names import shown_name, with_plain_names
from desktop_app.annotation.model import (
    HIDDEN,
    KINDS,
    VISIBLE,
    Annotation,
    AttributeValue,
    Kind,
    Label,
    LabelSchema,
    LabelSet,
    Points,
    Shape,
    State,
    labels_in,
    new_id,
    points_of,
)
from desktop_app.annotation.shapes.kinds import CHANGES, clipped_shape, to_mask
from desktop_app.annotation.shapes.masks import MaskError
from desktop_app.annotation.shapes.outlines import joined_ring

UNNAMED: Final = "unlabelled"
"""Name of the class of shapes without one, in formats that need one."""

NOTICED: Final = 0.001
"""Pixels: rounding that moves a point by less is not counted as a loss."""

type Holes = Literal["keep", "mask", "join", "fill"]
type Labels = Literal["keep", "repeat", "first"]
type Groups = Literal["keep", "parts", "join", "drop"]
type Clip = Literal["no", "masks", "all"]


@dataclass(frozen=True, slots=True)
class Keeps:
    """What a format holds: one column of the loss matrix."""

    kinds: Mapping[Kind, Treatment] = field(default_factory=dict[Kind, Treatment])
    """What happens to each kind of shape; kinds not named are kept."""
    holes: Holes = "keep"
    """Of polygons: kept, the polygon becomes a mask, one ring goes around the holes too, or they are filled."""
    labels: Labels = "first"
    """Of a shape with several: kept, the shape is written once for each, or only the first is written."""
    one_line: bool = False
    """Whether the name of a label must be one line of text: without line breaks, tabs, and blanks around it."""
    needs_label: bool = True
    """Whether a shape must have one: those without are then called `unlabelled`."""
    groups: Groups = "drop"
    """`parts`: only what makes one object of the format (polygons, a skeleton with its box or outline) stays together;
    `join`: polygons of one object become one ring with cuts."""
    step: float = 0.0
    """Kinds treated as `round` are snapped to multiples of so many pixels."""
    tolerance: float = 1e-6
    """How many pixels, and how much of the image's longer side (`tolerance_share`), reading back may differ."""
    tolerance_share: float = 0.0
    clip: Clip = "no"
    """Whether masks, or all shapes, must lie inside the image; those wholly outside are dropped."""
    needs_size: bool = False
    """Whether shapes of an image whose size nobody knows cannot be written."""
    seen_only: bool = False
    """Whether the place of a hidden keypoint is lost, and so a skeleton of which nothing is seen."""
    fields: frozenset[str] = frozenset()
    """Fields of `Shape` that are kept besides kind, labels, points, holes, mask, visibility and group."""
    as_text: bool = False
    """Whether attribute values come back as text."""
    image: frozenset[str] = frozenset()
    """Fields of `Annotation` that are kept besides the path and the shapes."""
    states: frozenset[State] = frozenset()
    """States that the format knows; the others follow from whether there are labels."""
    schema: frozenset[str] = frozenset()
    """Fields of `Label` that are kept besides the name, and `index` when the order of labels is kept."""
    extras: str = ""
    """Name of the format whose unknown keys are written back; `*` for those of every format."""


_NEAREST: Final[Mapping[Kind, tuple[tuple[Kind, Treatment], ...]]] = {
    "rectangle": (("polygon", "polygon"), ("rotated_rectangle", "rotated"), ("mask", "mask")),
    "rotated_rectangle": (("polygon", "polygon"), ("rectangle", "box"), ("mask", "mask")),
    "polygon": (("mask", "mask"), ("rotated_rectangle", "rotated"), ("rectangle", "box")),
    "circle": (
        ("ellipse", "ellipse"),
        ("polygon", "polygon"),
        ("mask", "mask"),
        ("rotated_rectangle", "rotated"),
        ("rectangle", "box"),
    ),
    "ellipse": (("polygon", "polygon"), ("mask", "mask"), ("rotated_rectangle", "rotated"), ("rectangle", "box")),
    "line": (("polyline", "polyline"),),
    "polyline": (),
    "point": (("points", "points"), ("skeleton", "skeleton")),
    "points": (("skeleton", "skeleton"),),
    "skeleton": (("points", "points"),),
    "mask": (("polygon", "polygon"), ("rotated_rectangle", "rotated"), ("rectangle", "box")),
    "cuboid": (("polygon", "polygon"), ("rectangle", "box")),
}
"""For each kind, what it becomes if the format has that, the best first; without any it is dropped."""


def only(*kept: Kind) -> dict[Kind, Treatment]:
    """A treatment for every kind: `kept` stay, the others become the nearest of those, or are dropped."""
    made: dict[Kind, Treatment] = {}
    for kind in KINDS:
        nearest: list[Treatment] = [treatment for target, treatment in _NEAREST[kind] if target in kept]
        if kind in kept:
            made[kind] = "keep"
        else:
            made[kind] = nearest[0] if nearest else "drop"
    return made


def natural_state(shapes: Sequence[Shape], flags: Mapping[str, bool]) -> State:
    """The state of an image whose file does not say: labelled as soon as something is said of it."""
    return "labelled" if shapes or any(flags.values()) else "unlabelled"


def lower(labels: LabelSet, keeps: Keeps) -> tuple[LabelSet, LossCounter]:
    """The set as the format can hold it, and what was lost on the way there. Lowering again changes nothing."""
    losses = LossCounter()
    given = _on_one_line(labels, losses) if keeps.one_line else labels
    images = tuple(_Lowering(image, keeps, losses).done() for image in given.annotations)
    schema = _lowered_schema(given.schema.with_names(labels_in(images)), keeps, losses)
    return replace(labels, annotations=images, schema=schema), losses


def _on_one_line(labels: LabelSet, losses: LossCounter) -> LabelSet:
    made, names = with_plain_names(labels, UNNAMED)
    for name in names:
        losses.add("label with line breaks, tabs or blanks around it written on one line", shown_name(name))
    return made


@dataclass(slots=True)
class _Lowering:
    """One image on its way down."""

    image: Annotation
    keeps: Keeps
    losses: LossCounter
    _next_group: int = 0

    def done(self) -> Annotation:
        self._next_group = 1 + max((shape.group for shape in self.image.shapes if shape.group is not None), default=0)
        given = self.image.shapes
        if given and self.keeps.needs_size and not (self.image.width and self.image.height):
            self.lost("shapes on an image of unknown size dropped", len(given))
            given = ()
        shapes = [made for shape in given for made in self._shape(shape)]
        if self.keeps.groups in ("parts", "join"):
            shapes = self._only_parts(shapes)
        return self._image(tuple(shapes))

    def lost(self, what: str, count: int = 1) -> None:
        self.losses.add(what, self.image.image, count)

    # one shape

    def _shape(self, shape: Shape) -> Iterator[Shape]:
        if shape.has_left and "track" not in self.keeps.fields:
            self.lost("shape of an object that has left the picture dropped")
            return
        for made in self._of_kind(self._plain(shape)):
            for part in self._with_holes(made):
                inside = self._inside(part)
                if inside is not None:
                    yield from self._per_label(self._rounded(inside))

    def _of_kind(self, shape: Shape) -> Iterable[Shape]:
        treatment = self.keeps.kinds.get(shape.kind, "keep")
        if treatment in ("keep", "round"):
            return self._seen(shape)
        if treatment == "drop":
            self.lost(f"{shape.kind} dropped")
            return ()
        try:
            made = tuple(CHANGES[treatment](shape))
        except MaskError:
            self.lost(f"{shape.kind} too large for a mask dropped")
            return ()
        if len(made) == 1 and made[0] is shape:
            return made
        self.lost(f"{shape.kind} became {made[0].kind}" if made else f"empty {shape.kind} dropped")
        return self._grouped(shape, tuple(seen for part in made for seen in self._seen(part)))

    def _seen(self, shape: Shape) -> tuple[Shape, ...]:
        """A skeleton as formats have it that know a place only of what is labelled."""
        if shape.kind != "skeleton" or not self.keeps.seen_only:
            return (shape,)
        whole = len(shape.visibility) == len(shape.points)
        visibility = shape.visibility if whole else (VISIBLE,) * len(shape.points)
        hidden = np.array([seen == HIDDEN for seen in visibility], np.bool_)
        if hidden.all():
            self.lost("skeleton without a labelled keypoint dropped")
            return ()
        if shape.points[hidden].any():
            self.lost("places of hidden keypoints dropped", int(hidden.sum()))
        points = points_of(np.where(hidden[:, None], 0.0, shape.points))
        return (replace(shape, points=points, visibility=visibility),)

    def _grouped(self, shape: Shape, made: tuple[Shape, ...]) -> tuple[Shape, ...]:
        """The parts of what was one shape, held together if the format can."""
        if len(made) < 2 or shape.group is not None:
            return made
        if self.keeps.groups == "drop":
            self.lost("parts of one object separated")
            return made
        group, self._next_group = self._next_group, self._next_group + 1
        return tuple(replace(part, group=group) for part in made)

    def _with_holes(self, shape: Shape) -> Iterable[Shape]:
        if not shape.holes or self.keeps.holes == "keep":
            return (shape,)
        if self.keeps.holes == "mask":
            self.lost(f"{shape.kind} with holes became mask")
            return tuple(to_mask(shape))
        if self.keeps.holes == "join":
            self.lost("holes joined to the outline by a cut")
            return (replace(shape, points=joined_ring(shape.points, shape.holes), holes=()),)
        self.lost("holes filled")
        return (replace(shape, holes=()),)

    def _per_label(self, shape: Shape) -> Iterable[Shape]:
        labels = shape.labels
        if not shape.label and self.keeps.needs_label:
            self.lost(f"shape without a label called {UNNAMED}")
            return (replace(shape, labels=(UNNAMED,)),)
        if len(labels) < 2 or self.keeps.labels == "keep":
            return (shape,)
        if self.keeps.labels == "first":
            self.lost("labels beside the first dropped", len(labels) - 1)
            return (replace(shape, labels=labels[:1]),)
        self.lost("shape with several labels repeated for each")
        repeated = (replace(shape, labels=(name,), id=new_id()) for name in labels[1:])
        return (replace(shape, labels=labels[:1]), *repeated)

    def _inside(self, shape: Shape) -> Shape | None:
        """The part of a shape within the image, if the format wants that; None when nothing of it is."""
        width, height = self.image.width, self.image.height
        if self.keeps.clip != "no" and shape.mask is not None and not any(shape.mask.packed):
            self.lost("empty mask dropped")
            return None
        if self.keeps.clip == "no" or (self.keeps.clip == "masks" and shape.kind != "mask"):
            return shape
        if not width or not height:
            return shape
        left, top, right, bottom = shape.box
        if left >= 0 and top >= 0 and right <= width and bottom <= height:
            return shape
        if left >= width or top >= height or right <= 0 or bottom <= 0:
            self.lost(f"{shape.kind} outside the image dropped")
            return None
        clipped = clipped_shape(shape, width, height)
        self.lost(f"{shape.kind} clipped to the image" if clipped else f"{shape.kind} outside the image dropped")
        return clipped

    def _rounded(self, shape: Shape) -> Shape:
        if not self.keeps.step or self.keeps.kinds.get(shape.kind) != "round":
            return shape
        points = snapped(shape.points, self.keeps.step)
        holes = tuple(snapped(ring, self.keeps.step) for ring in shape.holes)
        if shape.kind == "rectangle" and len(points) == 2:
            points = points_of([points[0], np.maximum(points[1], points[0] + self.keeps.step)])
        pairs = zip((points, *holes), (shape.points, *shape.holes), strict=True)
        moved = max((float(np.abs(a - b).max()) for a, b in pairs if len(a)), default=0.0)
        if moved > NOTICED:
            self.lost(f"{shape.kind} rounded to {_step_text(self.keeps.step)}")
        return replace(shape, points=points, holes=holes) if moved else shape

    def _plain(self, shape: Shape) -> Shape:
        """The shape with every field that the format has no place for at its default."""
        kept = self.keeps.fields
        changes: dict[str, Any] = {}
        if "" in shape.labels:  # an empty name is no label, and formats have no place for one
            changes["labels"] = tuple(filter(None, shape.labels))
        for name, default in _SHAPE_DEFAULTS.items():
            value = getattr(shape, name)
            if name in kept or value == default:
                continue
            changes[name] = default
            if name == "attributes" or name == "flags":
                self.lost(f"{name} of shapes dropped", len(value))
            elif name != "source" or value.startswith("model:"):
                self.lost(f"{_SHAPE_WORDS.get(name, name)} dropped")
        if "attributes" in kept and self.keeps.as_text and shape.attributes:
            changes["attributes"] = {name: text_of(value) for name, value in shape.attributes.items()}
        if shape.group is not None and self.keeps.groups == "drop":
            changes["group"] = None
            self.lost("group of shapes dropped")
        extras = {name: value for name, value in shape.extras.items() if self.keeps.extras in (name, "*")}
        if extras != shape.extras:
            changes["extras"] = extras
            self._lost_extras(shape.extras)
        return replace(shape, **changes) if changes else shape

    def _lost_extras(self, extras: Mapping[str, Any]) -> None:
        for name, value in extras.items():
            if self.keeps.extras not in (name, "*") and value:
                self.lost(f"keys that only {name} knows dropped")

    # all shapes of the image

    def _only_parts(self, shapes: list[Shape]) -> list[Shape]:
        """Groups stay where they make one object of the format; its parts come one after another."""
        groups: dict[int, list[Shape]] = {}
        for shape in shapes:
            if shape.group is not None:
                groups.setdefault(shape.group, []).append(shape)
        objects = {group: members for group, members in groups.items() if _is_one_object(members)}
        ordered: list[Shape] = []
        for shape in shapes:
            if shape.group is None:
                ordered.append(shape)
            elif shape.group not in objects:
                self.lost("group of shapes dropped")
                ordered.append(replace(shape, group=None))
            elif shape is objects[shape.group][0]:
                ordered.extend(self._object(objects[shape.group]))
        return ordered

    def _object(self, members: list[Shape]) -> list[Shape]:
        if self.keeps.groups == "parts":
            return members
        first, *others = members
        self.lost("parts of one object joined by a cut")
        ring = joined_ring(first.points, [part.points for part in others])
        return [replace(first, points=ring, group=None)]

    # the image itself

    def _image(self, shapes: tuple[Shape, ...]) -> Annotation:
        image, kept = self.image.with_shapes(shapes), self.keeps.image
        changes: dict[str, Any] = {}
        for name, default in _IMAGE_DEFAULTS.items():
            value = getattr(self.image, name)
            if name not in kept and value != default:
                changes[name] = default
                self.lost(_IMAGE_WORDS[name], len(image.classes) if name == "flags" else 1)
        if len(image.relations) < len(self.image.relations) and "relations" in kept:
            self.lost("relation to a shape that is not written dropped")
        flags: Mapping[str, bool] = image.flags if "flags" in kept else {}
        state = self._state(shapes, flags)
        extras = {name: value for name, value in image.extras.items() if self.keeps.extras in (name, "*")}
        self._lost_extras(image.extras)
        return replace(image, **{**changes, "state": state, "extras": extras})

    def _state(self, shapes: Sequence[Shape], flags: Mapping[str, bool]) -> State:
        state, natural = self.image.state, natural_state(shapes, flags)
        if state == natural or (state in self.keeps.states and (state != "unlabelled" or not shapes)):
            return state
        if "labelled" in self.keeps.states and state != "unlabelled":
            self.lost(f"state {state} dropped")
            return "labelled"
        # that what was labelled is empty now is already told by what was dropped, and `unlabelled` says nothing
        if state in ("verified", "rejected") or (state == "labelled" and not _says_something(self.image)):
            self.lost(f"state {state} dropped")
        return natural


_SHAPE_DEFAULTS: Final[Mapping[str, Any]] = {
    "track": None, "z": 0, "occluded": False, "truncated": False, "difficult": False, "locked": False,
    "attributes": {}, "flags": {}, "text": "", "description": "", "score": None, "source": "",
}  # fmt: skip
_SHAPE_WORDS: Final = {
    "z": "z order",
    "score": "score of a suggestion",
    "source": "name of the model that proposed a shape",
}
_IMAGE_DEFAULTS: Final[Mapping[str, Any]] = {
    "flags": {}, "attributes": {}, "notes": "", "sequence": "", "frame": None, "relations": (),
}  # fmt: skip
_IMAGE_WORDS: Final = {
    "flags": "classes of images dropped",
    "attributes": "attributes of images dropped",
    "notes": "notes on images dropped",
    "sequence": "sequence of images dropped",
    "frame": "frame number dropped",
    "relations": "relations between shapes dropped",
}


def snapped(points: Points, step: float) -> Points:
    """Points on the grid of `step` pixels; halves go up, so that neighbouring boxes still meet."""
    return points_of(np.floor(points / step + 0.5) * step)


def text_of(value: AttributeValue) -> str:
    """An attribute's value as formats without types write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) and value.is_integer() and abs(value) < 1e6 else str(value)


def _step_text(step: float) -> str:
    return "whole pixels" if step == 1 else f"{step:g} pixels"


def _says_something(image: Annotation) -> bool:
    return bool(image.shapes or image.classes)


def _is_one_object(members: Sequence[Shape]) -> bool:
    """Several polygons, or one skeleton with its polygons, its box or its mask, that differ in nothing else."""
    first = members[0]
    if len(members) < 2 or not all(_is_said_the_same(first, member) for member in members):
        return False
    outlines = [member.kind for member in members if member.kind != "skeleton"]
    bones = len(members) - len(outlines)
    if set(outlines) == {"polygon"}:
        return bones <= 1
    return bones == 1 and len(outlines) == 1 and outlines[0] in ("rectangle", "mask")


def _is_said_the_same(first: Shape, second: Shape) -> bool:
    def said(shape: Shape) -> Shape:
        return replace(shape, kind="polygon", points=_NOWHERE, holes=(), mask=None, visibility=())

    return first is second or said(first).same_as(said(second))


_NOWHERE: Final = points_of([])


def _lowered_schema(schema: LabelSchema, keeps: Keeps, losses: LossCounter) -> LabelSchema:
    """The schema with what the format says of labels; a set whose format knows no order comes back in any."""
    return replace(schema, labels=tuple(_lowered_label(label, keeps, losses) for label in schema.labels))


def _lowered_label(label: Label, keeps: Keeps, losses: LossCounter) -> Label:
    changes: dict[str, Any] = {}
    for name, default in _LABEL_DEFAULTS.items():
        if name not in keeps.schema and getattr(label, name) != default:
            changes[name] = default
            losses.add(f"{_LABEL_WORDS.get(name, name)} of labels dropped", label.name)
    return replace(label, **changes) if changes else label


_LABEL_DEFAULTS: Final = {slot.name: getattr(Label(""), slot.name) for slot in fields(Label) if slot.name != "name"}
_LABEL_WORDS: Final = {
    "kinds": "allowed kinds",
    "attributes": "attribute definitions",
    "supercategory": "supercategories",
}
