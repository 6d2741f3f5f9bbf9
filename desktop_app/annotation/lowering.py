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

from desktop_app.annotation.formats.registry import Treatment
from desktop_app.annotation.losses import LossCounter
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
    Mask,
    Points,
    Shape,
    State,
    labels_in,
    new_id,
    points_of,
)
from desktop_app.annotation.outlines import (
    box_corners,
    clipped_ring,
    hull_of,
    joined_ring,
    mask_of_rings,
    outlines_of,
    ring_of,
    rotated_box_of,
)

UNNAMED: Final = "unlabelled"
"""Name of the class of shapes without one, in formats that need one."""

NOTICED: Final = 0.001
"""Pixels: rounding that moves a point by less is not counted as a loss."""

type Holes = Literal["keep", "mask", "join", "fill"]
type Labels = Literal["keep", "repeat", "first"]
type Groups = Literal["keep", "parts", "drop"]


@dataclass(frozen=True, slots=True)
class Keeps:
    """What a format holds: one column of the loss matrix."""

    kinds: Mapping[Kind, Treatment] = field(default_factory=dict[Kind, Treatment])
    """What happens to each kind of shape; kinds not named are kept."""
    holes: Holes = "keep"
    """Of polygons: kept, the polygon becomes a mask, one ring goes around the holes too, or they are filled."""
    labels: Labels = "first"
    """Of a shape with several: kept, the shape is written once for each, or only the first is written."""
    needs_label: bool = True
    """Whether a shape must have one: those without are then called `unlabelled`."""
    groups: Groups = "drop"
    """`parts`: polygons of one group, label and else equal are one object; other groups are lost."""
    step: float = 0.0
    """Kinds treated as `round` are snapped to multiples of so many pixels."""
    tolerance: float = 1e-6
    """How many pixels, and how much of the image's longer side (`tolerance_share`), reading back may differ."""
    tolerance_share: float = 0.0
    clip: bool = False
    """Whether shapes must lie inside the image; those wholly outside are dropped."""
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
    """Name of the format whose unknown keys are written back."""


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
    images = tuple(_Lowering(image, keeps, losses).done() for image in labels.annotations)
    schema = _lowered_schema(labels.schema.with_names(labels_in(images)), keeps, losses)
    return replace(labels, annotations=images, schema=schema), losses


@dataclass(slots=True)
class _Lowering:
    """One image on its way down."""

    image: Annotation
    keeps: Keeps
    losses: LossCounter
    _next_group: int = 0

    def done(self) -> Annotation:
        self._next_group = 1 + max((shape.group for shape in self.image.shapes if shape.group is not None), default=0)
        shapes = [made for shape in self.image.shapes for made in self._shape(shape)]
        if self.keeps.groups == "parts":
            shapes = self._only_parts(shapes)
        return self._image(tuple(shapes))

    def lost(self, what: str, count: int = 1) -> None:
        self.losses.add(what, self.image.image, count)

    # one shape

    def _shape(self, shape: Shape) -> Iterator[Shape]:
        for made in self._of_kind(self._plain(shape)):
            for part in self._with_holes(made):
                inside = self._inside(part)
                if inside is not None:
                    yield from self._per_label(self._rounded(inside))

    def _of_kind(self, shape: Shape) -> Iterable[Shape]:
        treatment = self.keeps.kinds.get(shape.kind, "keep")
        if (shape.kind == "skeleton" and treatment == "box") or treatment in ("keep", "round"):
            return (shape,)
        if treatment == "drop":
            self.lost(f"{shape.kind} dropped")
            return ()
        made = tuple(_CHANGES[treatment](shape))
        if len(made) == 1 and made[0] is shape:
            return made
        self.lost(f"{shape.kind} became {made[0].kind}" if made else f"empty {shape.kind} dropped")
        return self._grouped(shape, made)

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
            return tuple(_to_mask(shape))
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
        if not self.keeps.clip or not width or not height:
            return shape
        left, top, right, bottom = shape.box
        if left >= 0 and top >= 0 and right <= width and bottom <= height:
            return shape
        if left >= width or top >= height or right <= 0 or bottom <= 0:
            self.lost(f"{shape.kind} outside the image dropped")
            return None
        clipped = _clipped(shape, width, height)
        self.lost(f"{shape.kind} clipped to the image" if clipped else f"{shape.kind} outside the image dropped")
        return clipped

    def _rounded(self, shape: Shape) -> Shape:
        if not self.keeps.step or self.keeps.kinds.get(shape.kind) != "round":
            return shape
        points = snapped(shape.points, self.keeps.step)
        holes = tuple(snapped(ring, self.keeps.step) for ring in shape.holes)
        pairs = zip((points, *holes), (shape.points, *shape.holes), strict=True)
        moved = max((float(np.abs(a - b).max()) for a, b in pairs if len(a)), default=0.0)
        if moved > NOTICED:
            self.lost(f"{shape.kind} rounded to {_step_text(self.keeps.step)}")
        return replace(shape, points=points, holes=holes) if moved else shape

    def _plain(self, shape: Shape) -> Shape:
        """The shape with every field that the format has no place for at its default."""
        kept = self.keeps.fields
        changes: dict[str, Any] = {}
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
        extras = {name: value for name, value in shape.extras.items() if name == self.keeps.extras}
        if extras != shape.extras:
            changes["extras"] = extras
            self._lost_extras(shape.extras)
        return replace(shape, **changes) if changes else shape

    def _lost_extras(self, extras: Mapping[str, Any]) -> None:
        for name, value in extras.items():
            if name != self.keeps.extras and value:
                self.lost(f"keys that only {name} knows dropped")

    # all shapes of the image

    def _only_parts(self, shapes: list[Shape]) -> list[Shape]:
        """Groups stay where they are several polygons that differ in nothing else; the parts come one after another."""
        parts: dict[int, list[Shape]] = {}
        for shape in shapes:
            if shape.group is not None:
                parts.setdefault(shape.group, []).append(shape)
        whole = {group for group, members in parts.items() if len(members) > 1 and _is_one_object(members)}
        ordered: list[Shape] = []
        for shape in shapes:
            if shape.group is None:
                ordered.append(shape)
            elif shape.group not in whole:
                self.lost("group of shapes dropped")
                ordered.append(replace(shape, group=None))
            elif shape is parts[shape.group][0]:
                ordered.extend(parts[shape.group])
        return ordered

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
        extras = {name: value for name, value in image.extras.items() if name == self.keeps.extras}
        self._lost_extras(image.extras)
        return replace(image, **{**changes, "state": state, "extras": extras})

    def _state(self, shapes: Sequence[Shape], flags: Mapping[str, bool]) -> State:
        state, natural = self.image.state, natural_state(shapes, flags)
        if state == natural or state in self.keeps.states:
            return state
        if state != "labelled" or not (self.image.shapes or self.image.classes):
            # that what was labelled is empty now is already told by what was dropped
            self.lost(f"state {state} dropped" if state != "unlabelled" else "mark as unlabelled dropped")
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


def _is_one_object(members: Sequence[Shape]) -> bool:
    first = members[0]
    said = replace(first, points=points_of([]), holes=())
    return all(
        member.kind == "polygon" and said.same_as(replace(member, points=points_of([]), holes=())) for member in members
    )


# from one kind to another: each gives the shapes that stand for the one


def _to_polygon(shape: Shape) -> Iterator[Shape]:
    if shape.kind != "mask":
        ring = ring_of(shape)
        if len(ring) >= 3:
            yield replace(shape, kind="polygon", points=ring, visibility=())
        return
    outlines = outlines_of(shape.mask) if shape.mask is not None else []
    for position, (outer, holes) in enumerate(outlines):
        identity = shape.id if position == 0 else new_id()
        yield replace(shape, kind="polygon", points=outer, holes=holes, mask=None, id=identity)


def _to_box(shape: Shape) -> Iterator[Shape]:
    left, top, right, bottom = _tight_box(shape)
    yield replace(
        shape, kind="rectangle", points=points_of([(left, top), (right, bottom)]), holes=(), mask=None, visibility=()
    )


def _tight_box(shape: Shape) -> tuple[float, float, float, float]:
    """The box of what is drawn: of a mask, of its pixels and not of its raster."""
    if shape.mask is None:
        return shape.box
    rows, columns = np.nonzero(shape.mask.bits())
    if not len(rows):
        return shape.box
    left, top = shape.mask.left, shape.mask.top
    return (
        float(left + columns.min()),
        float(top + rows.min()),
        float(left + columns.max() + 1),
        float(top + rows.max() + 1),
    )


def _to_rotated(shape: Shape) -> Iterator[Shape]:
    if len(shape.points) == 4 and shape.kind in ("polygon", "rotated_rectangle") and not shape.holes:
        yield shape
        return
    if shape.kind == "rectangle":
        corners = box_corners(*shape.box)
    elif shape.kind == "mask" and shape.mask is not None:
        rings = [outer for outer, _ in outlines_of(shape.mask)]
        corners = rotated_box_of(np.concatenate(rings)) if rings else box_corners(*shape.box)
    elif shape.kind == "circle":
        corners = box_corners(*shape.box)
    elif shape.kind == "ellipse":
        centre, a, b = shape.points[0], shape.points[1] - shape.points[0], shape.points[2] - shape.points[0]
        corners = points_of([centre - a - b, centre + a - b, centre + a + b, centre - a + b])
    else:
        corners = rotated_box_of(hull_of(shape.points))
    yield replace(shape, kind="rotated_rectangle", points=corners, holes=(), mask=None, visibility=())


def _to_mask(shape: Shape) -> Iterator[Shape]:
    if shape.kind == "mask":
        yield shape
        return
    mask = mask_of_rings([ring_of(shape), *shape.holes])
    if mask.width and mask.bits().any():
        edges = [(mask.left, mask.top), (mask.left + mask.width, mask.top + mask.height)]
        yield replace(shape, kind="mask", points=points_of(edges), holes=(), mask=mask, visibility=())


def _to_points(shape: Shape) -> Iterator[Shape]:
    seen = shape.points
    if shape.kind == "skeleton" and len(shape.visibility) == len(seen):
        seen = points_of(seen[np.array(shape.visibility, int) > HIDDEN])
    if len(seen):
        yield replace(shape, kind="points", points=seen, visibility=(), holes=())


def _to_ellipse(shape: Shape) -> Iterator[Shape]:
    centre, half = shape.points[0], shape.points[1] - shape.points[0]
    radius = float(np.hypot(*half))
    yield replace(
        shape, kind="ellipse", points=points_of(centre + np.array([(0.0, 0.0), (radius, 0.0), (0.0, radius)]))
    )


def _to_polyline(shape: Shape) -> Iterator[Shape]:
    yield replace(shape, kind="polyline")


def _to_skeleton(shape: Shape) -> Iterator[Shape]:
    yield replace(shape, kind="skeleton", visibility=(VISIBLE,) * len(shape.points))


_CHANGES: Final = {
    "polygon": _to_polygon,
    "box": _to_box,
    "rotated": _to_rotated,
    "mask": _to_mask,
    "points": _to_points,
    "ellipse": _to_ellipse,
    "polyline": _to_polyline,
    "skeleton": _to_skeleton,
}


def _clipped(shape: Shape, width: int, height: int) -> Shape | None:
    if shape.kind == "polygon":
        ring = clipped_ring(shape.points, width, height)
        holes = tuple(clipped_ring(hole, width, height) for hole in shape.holes)
        whole = tuple(hole for hole in holes if len(hole) >= 3)
        return replace(shape, points=ring, holes=whole) if len(ring) >= 3 else None
    if shape.kind == "mask" and shape.mask is not None:
        return _clipped_mask(shape, width, height)
    limits = (float(width), float(height))
    if shape.kind == "skeleton" and len(shape.visibility) == len(shape.points):
        within = ((shape.points >= 0) & (shape.points <= limits)).all(axis=1)
        seen = tuple(v if inside else HIDDEN for v, inside in zip(shape.visibility, within.tolist(), strict=True))
        points = points_of(np.where(within[:, None], shape.points, 0.0))
        return replace(shape, points=points, visibility=seen) if any(seen) else None
    return replace(shape, points=points_of(np.clip(shape.points, 0.0, limits)))


def _clipped_mask(shape: Shape, width: int, height: int) -> Shape | None:
    mask = shape.mask
    assert mask is not None
    left, top = max(0, mask.left), max(0, mask.top)
    right, bottom = min(width, mask.left + mask.width), min(height, mask.top + mask.height)
    bits = mask.bits()[top - mask.top : bottom - mask.top, left - mask.left : right - mask.left]
    if not bits.any():
        return None
    return replace(shape, mask=Mask.of(bits, left, top), points=points_of([(left, top), (right, bottom)]))


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
