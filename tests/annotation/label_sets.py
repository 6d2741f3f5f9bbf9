"""Sets of labels of every kind, made by hypothesis: what round trips are tested with."""

import numpy as np
from hypothesis import strategies as st

from desktop_app.annotation.model import (
    KINDS,
    Annotation,
    Label,
    LabelSchema,
    LabelSet,
    Mask,
    Relation,
    Shape,
    Skeleton,
    Track,
    labels_in,
    points_of,
)

WIDTH, HEIGHT = 97, 61
names = st.sampled_from(["cat", "dog", "traffic light", "猫", "a-b", 'quote "q"', "x: y", "0"])
x = st.one_of(st.integers(0, WIDTH), st.floats(0, WIDTH, width=32)).map(float)
y = st.one_of(st.integers(0, HEIGHT), st.floats(0, HEIGHT, width=32)).map(float)
point = st.tuples(x, y)
small = st.floats(2, 20, width=32).map(float)


@st.composite
def geometry(draw, kind):
    cx, cy = draw(st.floats(10, WIDTH - 10, width=32)), draw(st.floats(10, HEIGHT - 10, width=32))
    a, b, angle = draw(small), draw(small), draw(st.floats(-3, 3, width=32))
    u, v = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    centre = np.array([cx, cy])
    match kind:
        case "rectangle":
            (x0, y0), (x1, y1) = draw(point), draw(point)
            return {"points": points_of([(min(x0, x1), min(y0, y1)), (max(x0, x1), max(y0, y1))])}
        case "rotated_rectangle":
            return {
                "points": points_of(
                    [centre - a * u - b * v, centre + a * u - b * v, centre + a * u + b * v, centre - a * u + b * v]
                )
            }
        case "circle":
            return {"points": points_of([centre, centre + a * u])}
        case "ellipse":
            return {"points": points_of([centre, centre + a * u, centre + b * v])}
        case "polygon":
            ring = draw(st.lists(point, min_size=3, max_size=9))
            holes = draw(st.lists(st.lists(point, min_size=3, max_size=5).map(points_of), max_size=2))
            return {"points": points_of(ring), "holes": tuple(holes)}
        case "line":
            return {"points": points_of(draw(st.lists(point, min_size=2, max_size=2)))}
        case "polyline":
            return {"points": points_of(draw(st.lists(point, min_size=2, max_size=6)))}
        case "point":
            return {"points": points_of([draw(point)])}
        case "points":
            return {"points": points_of(draw(st.lists(point, min_size=1, max_size=5)))}
        case "skeleton":
            places = draw(st.lists(point, min_size=3, max_size=3))
            return {
                "points": points_of(places),
                "visibility": tuple(draw(st.lists(st.integers(0, 2), min_size=3, max_size=3))),
            }
        case "cuboid":
            return {"points": points_of(draw(st.lists(point, min_size=8, max_size=8)))}
        case "mask":
            bits = np.array(draw(st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=6)))
            left, top = draw(st.integers(-2, WIDTH - 3)), draw(st.integers(-2, HEIGHT - 3))
            mask = Mask.of(bits, left, top)
            return {"mask": mask, "points": points_of([(left, top), (left + mask.width, top + mask.height)])}


@st.composite
def shapes(draw, kinds=KINDS):
    kind = draw(st.sampled_from(kinds))
    return Shape(
        kind,
        tuple(draw(st.lists(names, max_size=3, unique=True))),
        **draw(geometry(kind)),
        group=draw(st.sampled_from([None, None, 1, 2])),
        track=draw(
            st.sampled_from([None, None, None, Track(3), Track(3), Track(4, False), Track(0, outside=True), Track(-1)])
        ),
        z=draw(st.integers(0, 2)),
        occluded=draw(st.booleans()),
        truncated=draw(st.booleans()),
        difficult=draw(st.booleans()),
        attributes=draw(
            st.dictionaries(
                st.sampled_from(["colour", "age", "ok"]),
                st.one_of(st.sampled_from(["red", "a, b", ""]), st.booleans(), st.floats(-5, 5, width=16).map(float)),
                max_size=2,
            )
        ),
        flags=draw(st.dictionaries(st.sampled_from(["f", "g"]), st.booleans(), max_size=1)),
        text=draw(st.sampled_from(["", "", "stop\n停"])),
        description=draw(st.sampled_from(["", "", "far <away> & 'small'"])),
        score=draw(st.sampled_from([None, None, 0.5])),
        source=draw(st.sampled_from(["", "", "model:net@12"])),
    )


@st.composite
def images(draw, name):
    made = tuple(draw(st.lists(shapes(), max_size=5)))
    ids = [shape.id for shape in made]
    relations = (Relation(ids[0], ids[1], "on"),) if len(ids) > 1 and draw(st.booleans()) else ()
    return Annotation(
        name,
        WIDTH,
        HEIGHT,
        made,
        flags=draw(st.dictionaries(names, st.booleans(), max_size=2)),
        attributes=draw(st.dictionaries(st.sampled_from(["weather"]), st.sampled_from(["rain", "sun"]), max_size=1)),
        state=draw(st.sampled_from(["unlabelled", "labelled", "verified", "rejected"])),
        notes=draw(st.sampled_from(["", "look again"])),
        sequence=draw(st.sampled_from(["", "shot 1.mp4"])),
        frame=draw(st.sampled_from([None, 0, 1, 3, 10])),
        relations=relations,
    )


@st.composite
def label_sets(draw):
    files = draw(
        st.lists(
            st.sampled_from(["a.jpg", "b/a.jpg", "b/a.png", "c d/ü 图.png", "z.jpeg"]),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    annotations = tuple(draw(images(name)) for name in files)
    used = labels_in(annotations)
    labels = tuple(Label(name, colour="#112233", skeleton=Skeleton(("a", "b", "c"), ((0, 1),))) for name in used)
    return LabelSet(annotations, LabelSchema(labels))
