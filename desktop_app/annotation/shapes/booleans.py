"""Shapes cut by a line, joined and taken from each other; `shapely` does the geometry and is imported when it is needed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from desktop_app.annotation.model import Mask, Points, Shape, new_id, points_of
from desktop_app.annotation.refusals import EditError
from desktop_app.annotation.shapes.editing import with_mask
from desktop_app.annotation.shapes.geometry import AREAS, Floats, box_ring, rings_of, thinned
from desktop_app.annotation.shapes.masks import filled, mask_from_rings, subtract, union

type Part = tuple[Points, tuple[Points, ...]]
"""An outer ring and its holes."""

_LEAST_AREA = 1e-6
"""Square pixels: slivers below it come from rounding, not from a person."""


def parts_of(shape: Shape) -> list[Part]:
    """A shape's area as valid polygons: a ring that crosses itself falls into several."""
    return _parts(_area(shape))


def joined(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    """All as one, under the id, labels and place in the stack of the first.

    Masks when one of them is a mask, else polygons. What does not touch stays apart as further shapes of one group.
    """
    _need_areas(shapes)
    if len(shapes) < 2:
        raise EditError("two-needed")
    first = shapes[0]
    if any(shape.mask is not None for shape in shapes):
        return (with_mask(first, union(map(mask_of, shapes))),)
    from shapely import union_all

    return polygons(first, _parts(union_all([_area(shape) for shape in shapes])))


def subtracted(shape: Shape, others: Sequence[Shape]) -> tuple[Shape, ...]:
    """The shape without what the others cover; refused when nothing is left."""
    _need_areas((shape, *others))
    if not others:
        raise EditError("two-needed")
    if shape.mask is not None:
        return (_whole(shape, subtract(shape.mask, map(mask_of, others))),)
    from shapely import union_all

    return polygons(shape, _parts(_area(shape).difference(union_all([_area(other) for other in others]))))


def intersected(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    """What all of them cover, under the first one's id."""
    _need_areas(shapes)
    if len(shapes) < 2:
        raise EditError("two-needed")
    first, *rest = shapes
    if any(shape.mask is not None for shape in shapes):
        from desktop_app.annotation.shapes.masks import intersection

        common = mask_of(first)
        for shape in rest:
            common = intersection(common, mask_of(shape))
        return (_whole(first, common),)
    common = _area(first)
    for shape in rest:
        common = common.intersection(_area(shape))
    return polygons(first, _parts(common))


def split(shape: Shape, line: Floats) -> tuple[Shape, ...]:
    """The pieces into which a line of shape (n, 2) cuts an area or a polyline; the largest keeps the id.

    The line must go right through: where it ends inside, nothing is cut.
    """
    if shape.kind in ("line", "polyline"):
        return _split_line(shape, line)
    _need_areas((shape,))
    pieces = _pieces(_area(shape), line)
    if len(pieces) < 2:
        raise EditError("no-crossing")
    if shape.mask is not None:
        return _split_mask(shape, pieces)
    return tuple(
        _named(replace(made, group=shape.group), shape, number) for number, made in enumerate(_each(shape, pieces))
    )


def _pieces(area: Any, line: Floats) -> list[Part]:
    """The faces that an area's border and the line make, those inside the area, the largest first."""
    from shapely import LineString, polygonize, union_all
    from shapely.prepared import prep

    faces = polygonize([union_all([area.boundary, LineString(line)])]).geoms
    within = prep(area.buffer(1e-9))
    kept = [face for face in faces if within.contains(face.representative_point()) and face.area > _LEAST_AREA]
    return [part for face in sorted(kept, key=lambda face: -face.area) for part in _parts(face)]


def _split_line(shape: Shape, line: Floats) -> tuple[Shape, ...]:
    from shapely import LineString
    from shapely.ops import split as cut

    try:
        pieces = list(cut(LineString(shape.points), LineString(line)).geoms)
    except ValueError:  # they run along each other: nothing is crossed there
        pieces = []
    if len(pieces) < 2:
        raise EditError("no-crossing")
    made = sorted((points_of(piece.coords) for piece in pieces), key=lambda points: -len(points))
    return tuple(_named(replace(shape, kind="polyline", points=points), shape, n) for n, points in enumerate(made))


def _split_mask(shape: Shape, pieces: Sequence[Part]) -> tuple[Shape, ...]:
    """The mask's box is cut, and each piece takes the pixels whose centres lie in it."""
    mask = shape.mask
    assert mask is not None
    box = (mask.left, mask.top, mask.left + mask.width, mask.top + mask.height)
    bits = mask.bits()
    kept = [bits & filled([outer, *holes], box) for outer, holes in pieces]
    kept = sorted((piece for piece in kept if piece.any()), key=lambda piece: -int(piece.sum()))
    if len(kept) < 2:
        raise EditError("no-crossing")
    masks = [Mask.of(piece, mask.left, mask.top) for piece in kept]
    return tuple(_named(with_mask(shape, made), shape, number) for number, made in enumerate(masks))


def with_stroke(shape: Shape, path: Floats, radius: float, *, erase: bool) -> tuple[Shape, ...]:
    """A polygon to which a round brush's way is added, or from which it is taken; shape (n, 2) of the way."""
    _need_areas((shape,))
    from shapely import LineString, Point

    line = Point(path[0]) if len(path) == 1 else LineString(path)
    stroke = line.buffer(radius).simplify(min(0.25, radius / 50))
    area = _area(shape)
    return polygons(shape, _parts(area.difference(stroke) if erase else area.union(stroke)))


def simplified(shape: Shape, tolerance: float) -> Shape:
    """With fewer vertices, none of the old ones further than `tolerance` pixels from the new outline.

    Rings do not come to cross themselves or each other: where they would, a smaller tolerance is taken.
    """
    if shape.kind == "polyline":
        return replace(shape, points=points_of(thinned(shape.points, tolerance, closed=False)))
    if shape.kind != "polygon":
        raise EditError("kind-has-no-vertices")
    from shapely import Polygon

    for wanted in (tolerance, tolerance / 2, tolerance / 4, tolerance / 8, tolerance / 16):
        rings = [points_of(thinned(ring, wanted, closed=True)) for ring in (shape.points, *shape.holes)]
        if all(len(ring) > 2 for ring in rings) and Polygon(rings[0], rings[1:]).is_valid:
            return replace(shape, points=rings[0], holes=tuple(rings[1:]))
    return shape


# ------------------------------------------------------------------ between shapes and shapely


def mask_of(shape: Shape) -> Mask:
    """The pixels of a shape: its mask, or those whose centres its rings enclose."""
    return shape.mask if shape.mask is not None else mask_from_rings(rings_of(shape, 0.05))


def _need_areas(shapes: Iterable[Shape]) -> None:
    for shape in shapes:
        if shape.kind not in AREAS:
            raise EditError("not-an-area")
        if shape.locked:
            raise EditError("locked")


def _area(shape: Shape) -> Any:
    """A valid shapely geometry. A mask gives its box: masks are combined as pixels."""
    from shapely import Polygon, make_valid

    rings = (box_ring(*shape.box),) if shape.mask is not None else rings_of(shape, 0.05)
    if not rings or len(rings[0]) < 3:
        raise EditError("too-few-points")
    area = Polygon(rings[0], [ring for ring in rings[1:] if len(ring) > 2])
    return area if area.is_valid else make_valid(area, method="structure", keep_collapsed=False)


def _parts(geometry: Any) -> list[Part]:
    """The polygons of a geometry, the largest first."""
    found = [geometry] if geometry.geom_type == "Polygon" else list(getattr(geometry, "geoms", ()))
    flat = [inner for piece in found for inner in getattr(piece, "geoms", (piece,))]
    polygons = [piece for piece in flat if piece.geom_type == "Polygon" and piece.area > _LEAST_AREA]
    return [
        (_ring(piece.exterior), tuple(_ring(hole) for hole in piece.interiors))
        for piece in sorted(polygons, key=lambda piece: -piece.area)
    ]


def _ring(ring: Any) -> Points:
    return points_of(np.asarray(ring.coords)[:-1, :2])


def _each(shape: Shape, parts: Iterable[Part]) -> list[Shape]:
    return [
        replace(shape, kind="polygon", points=outer, holes=holes, mask=None, visibility=()) for outer, holes in parts
    ]


def _named(made: Shape, shape: Shape, number: int) -> Shape:
    """The first piece is the shape that was; others are new."""
    return made if number == 0 else replace(made, id=new_id(), track=None) if made.id == shape.id else made


def polygons(shape: Shape, parts: Sequence[Part]) -> tuple[Shape, ...]:
    """Parts of one object as polygons: the largest keeps the id, and several share a group."""
    if not parts:
        raise EditError("nothing-left")
    made = [_named(piece, shape, number) for number, piece in enumerate(_each(shape, parts))]
    if len(made) == 1 or shape.group is not None:
        return tuple(made)
    return tuple(replace(piece, group=PARTS) for piece in made)


PARTS = -1
"""Group of pieces that belong together; `with_pieces` gives them a free number of their image."""


def _whole(shape: Shape, mask: Mask) -> Shape:
    if not mask.width:
        raise EditError("nothing-left")
    return with_mask(shape, mask)
