"""Shapes for tests: one of each kind, and any shape that hypothesis likes."""

import numpy as np
from hypothesis import strategies as st

from desktop_app.annotation.model import Mask, Shape, points_of
from desktop_app.annotation.shapes.cuboids import cuboid_points


def rectangle(left, top, right, bottom, **said):
    return Shape("rectangle", ("box",), points_of([(left, top), (right, bottom)]), **said)


def polygon(*places, holes=(), **said):
    return Shape("polygon", ("thing",), points_of(places), holes=tuple(points_of(hole) for hole in holes), **said)


def mask(bits, left=0, top=0, **said):
    bits = np.asarray(bits, bool)
    height, width = bits.shape
    box = points_of([(left, top), (left + width, top + height)])
    return Shape("mask", ("blob",), box, mask=Mask.of(bits, left, top), **said)


def ellipse(x, y, across, down, degrees=0.0):
    angle = np.radians(degrees)
    way = np.array([np.cos(angle), np.sin(angle)])
    side = np.array([-way[1], way[0]])
    return Shape(
        "ellipse", ("egg",), points_of([(x, y), np.array([x, y]) + across * way, np.array([x, y]) + down * side])
    )


def rotated(x, y, width, height, degrees=0.0):
    angle = np.radians(degrees)
    way, side = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    middle = np.array([x, y])
    corners = [middle + a * width / 2 * way + b * height / 2 * side for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    return Shape("rotated_rectangle", ("tilted",), points_of(corners))


def every_kind():
    """One shape of each kind, all around (100, 100)."""
    bits = np.ones((40, 60), bool)
    bits[15:20, 20:30] = False
    return (
        rectangle(70, 80, 130, 120),
        rotated(100, 100, 60, 30, 30),
        polygon((70, 80), (130, 80), (140, 130), (60, 120), holes=[[(90, 90), (110, 90), (100, 110)]]),
        Shape("circle", ("ring",), points_of([(100, 100), (130, 100)])),
        ellipse(100, 100, 40, 20, 25),
        Shape("line", ("edge",), points_of([(60, 90), (140, 110)])),
        Shape("polyline", ("path",), points_of([(60, 90), (100, 120), (140, 90)])),
        Shape("point", ("dot",), points_of([(100, 100)])),
        Shape("points", ("dots",), points_of([(80, 100), (120, 100)])),
        Shape("skeleton", ("person",), points_of([(100, 80), (80, 120), (120, 120)]), visibility=(2, 1, 2)),
        mask(bits, 70, 80),
        Shape("cuboid", ("crate",), cuboid_points((70, 90, 110, 130), 30, -20)),
    )


@st.composite
def star_polygons(draw, least=3, most=24):
    """Polygons that do not cross themselves: vertices around a middle at any distance."""
    count = draw(st.integers(least, most))
    radii = draw(st.lists(st.floats(5, 80), min_size=count, max_size=count))
    x, y = draw(st.floats(-50, 250)), draw(st.floats(-50, 250))
    angles = np.arange(count) * (2 * np.pi / count)
    points = np.array([x, y]) + np.column_stack([np.cos(angles), np.sin(angles)]) * np.array(radii)[:, None]
    return Shape("polygon", ("star",), points_of(points))


places = st.tuples(st.floats(-100, 300), st.floats(-100, 300))
bitmaps = (
    st.integers(1, 12)
    .flatmap(lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=12))
    .map(np.array)
)
