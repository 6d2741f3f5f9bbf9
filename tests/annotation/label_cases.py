"""Shapes and annotations of every kind, made up for tests."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from desktop_app.annotation.model import Annotation, Mask, Relation, Shape, Track, points_of

numbers = st.floats(-50, 500, allow_nan=False).map(lambda value: round(value, 6)) | st.floats(-1e6, 1e6)
names = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=8)
values = st.text(max_size=8) | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)
attributes = st.dictionaries(names, values | st.lists(names, max_size=3).map(tuple), max_size=3)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def rings(least=3, most=8):
    return st.lists(st.tuples(numbers, numbers), min_size=least, max_size=most).map(points_of)


@st.composite
def masks(draw):
    bits = draw(arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 9))))
    return Mask.of(bits, draw(st.integers(-5, 90)), draw(st.integers(-5, 90)))


def box_points(mask):
    return points_of([(mask.left, mask.top), (mask.left + mask.width, mask.top + mask.height)])


@st.composite
def plain_shapes(draw):
    """Shapes that labelme knows, with nothing that it does not."""
    kind = draw(
        st.sampled_from(
            ["rectangle", "rotated_rectangle", "polygon", "circle", "line", "polyline", "point", "points", "mask"]
        )
    )
    mask = draw(masks()) if kind == "mask" else None
    if mask is not None:
        points = box_points(mask)
    elif kind == "rectangle":
        corners = draw(rings(2, 2))
        points = points_of([corners.min(axis=0), corners.max(axis=0)])
    elif kind == "rotated_rectangle":
        x, y, w, h, angle = draw(st.tuples(numbers, numbers, st.floats(1, 99), st.floats(1, 99), st.floats(0, 6)))
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        points = points_of(np.array([[0, 0], [w, 0], [w, h], [0, h]]) @ turn + [x, y])
    else:
        least, most = {"circle": (2, 2), "line": (2, 2), "point": (1, 1), "points": (1, 5), "polyline": (2, 5)}.get(
            kind, (3, 9)
        )
        points = draw(rings(least, most))
    return Shape(
        kind,
        (draw(names),),
        points,
        mask=mask,
        group=draw(st.none() | st.integers(-3, 10**12)),
        locked=draw(st.booleans()),
        flags=draw(st.dictionaries(names, st.booleans(), max_size=2)),
        description=draw(st.text(max_size=6)),
    )


@st.composite
def full_shapes(draw):
    """Shapes with everything that this program can say."""
    from dataclasses import replace

    shape = draw(plain_shapes())
    other = draw(st.sampled_from(["", "holes", "ellipse", "skeleton", "cuboid"]))
    if other == "holes":
        shape = replace(
            shape,
            kind="polygon",
            mask=None,
            points=draw(rings()),
            holes=tuple(draw(st.lists(rings(), min_size=1, max_size=2))),
        )
    elif other == "ellipse":
        shape = replace(shape, kind="ellipse", mask=None, points=draw(rings(3, 3)))
    elif other == "cuboid":
        shape = replace(shape, kind="cuboid", mask=None, points=draw(rings(8, 8)))
    elif other == "skeleton":
        points = draw(rings(1, 6))
        seen = draw(st.lists(st.integers(0, 2), min_size=len(points), max_size=len(points)))
        shape = replace(shape, kind="skeleton", mask=None, points=points, visibility=tuple(seen))
    flags = st.booleans()
    return replace(
        shape,
        labels=tuple(draw(st.lists(names, max_size=3, unique=True))),
        track=draw(st.none() | st.builds(Track, st.integers(0, 99), flags, flags)),
        z=draw(st.integers(-3, 3)),
        occluded=draw(flags),
        truncated=draw(flags),
        difficult=draw(flags),
        attributes=draw(attributes),
        text=draw(st.text(max_size=5)),
        score=draw(st.none() | st.floats(0, 1)),
        source=draw(st.sampled_from(["", "model:net@1234", "import:coco"])),
    )


@st.composite
def annotations(draw, shapes=None):
    made = tuple(draw(st.lists(shapes if shapes is not None else full_shapes(), max_size=4)))
    relations = []
    if len(made) > 1 and draw(st.booleans()):
        relations = [Relation(made[0].id, made[1].id, draw(names))]
    return Annotation(
        image="图/a b.jpg",
        width=640,
        height=480,
        shapes=made,
        flags=draw(st.dictionaries(names, st.booleans(), max_size=2)),
        attributes=draw(attributes),
        state=draw(st.sampled_from(["unlabelled", "labelled", "verified", "rejected"])),
        notes=draw(st.text(max_size=6)),
        sequence=draw(st.sampled_from(["", "clip"])),
        frame=draw(st.none() | st.integers(0, 9)),
        relations=tuple(relations),
    )


def differences(a, b):
    """What two annotations say differently, whatever ids their shapes have."""
    found = [
        name
        for name in ("image", "width", "height", "flags", "attributes", "state", "notes", "sequence", "frame", "extras")
        if getattr(a, name) != getattr(b, name)
    ]
    if len(a.shapes) != len(b.shapes):
        return [*found, "count"]
    found += [f"{x} != {y}" for x, y in zip(a.shapes, b.shapes, strict=True) if not x.same_as(y)]
    place_a, place_b = ({shape.id: place for place, shape in enumerate(one.shapes)} for one in (a, b))
    related_a = [(place_a[r.first], place_a[r.second], r.name) for r in a.relations]
    related_b = [(place_b[r.first], place_b[r.second], r.name) for r in b.relations]
    return found + ([] if related_a == related_b else ["relations"])
