"""Where a shape can be taken hold of, and what it becomes when one of these places is dragged somewhere else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from desktop_app.annotation.model import HIDDEN, VISIBLE, Shape, points_of
from desktop_app.annotation.shapes.cuboids import CUBOID_MIDDLES, dragged_cuboid, middle_of_face
from desktop_app.annotation.shapes.editing import (
    scaled,
    turned,
    with_edge_moved,
    with_vertex,
    with_vertex_added,
    with_visibility,
)
from desktop_app.annotation.shapes.geometry import Floats, Place, half_axes, length_of, segments

type Grip = Literal["vertex", "middle", "corner", "side", "axis", "radius", "face", "scale", "turn"]


@dataclass(frozen=True, slots=True)
class Handle:
    """One place to take hold of. `index` counts within its grip, clockwise from the top left where it has an order."""

    grip: Grip
    index: int
    place: Place
    ring: int = 0
    """0 for the outline, 1 and on for holes."""


@dataclass(frozen=True, slots=True)
class Drag:
    """How a handle is dragged."""

    place: Place
    """Where the handle goes."""
    keep_ratio: bool = False
    """Shift: proportions stay, or the angle goes by steps."""
    from_centre: bool = False
    """Ctrl: the middle stays instead of the other side."""
    alone: bool = False
    """Alt: a vertex that usually takes others along goes alone."""


def _places(grip: Grip, points: Floats, ring: int = 0) -> list[Handle]:
    return [Handle(grip, index, (x, y), ring) for index, (x, y) in enumerate(points.tolist())]


def handles_of(shape: Shape) -> list[Handle]:
    """The handles that belong to the kind of the shape; those of `frame_handles` may come on top."""
    if not len(shape.points):
        return []
    return _HANDLES[shape.kind](shape)


def _of_box(shape: Shape) -> list[Handle]:
    left, top, right, bottom = shape.box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    return _places("corner", corners) + _places("side", (corners + np.roll(corners, -1, axis=0)) / 2)


def _of_rotated_box(shape: Shape) -> list[Handle]:
    return _places("corner", shape.points) + _places("side", (shape.points + np.roll(shape.points, -1, axis=0)) / 2)


def _of_polygon(shape: Shape) -> list[Handle]:
    rings = (shape.points, *shape.holes)
    made = [handle for ring, points in enumerate(rings) for handle in _places("vertex", points, ring)]
    for ring, points in enumerate(rings):
        starts, ends = segments(points, closed=True)
        made += _places("middle", (starts + ends) / 2, ring)
    return made


def _of_polyline(shape: Shape) -> list[Handle]:
    starts, ends = segments(shape.points, closed=False)
    return _places("vertex", shape.points) + _places("middle", (starts + ends) / 2)


def _of_vertices(shape: Shape) -> list[Handle]:
    return _places("vertex", shape.points)


def _of_circle(shape: Shape) -> list[Handle]:
    centre, first, second = half_axes(shape)
    return _places("radius", np.array([centre + first, centre + second, centre - first, centre - second]))


def _of_ellipse(shape: Shape) -> list[Handle]:
    centre, first, second = half_axes(shape)
    return _places("axis", np.array([centre + first, centre + second, centre - first, centre - second]))


def _of_cuboid(shape: Shape) -> list[Handle]:
    return _places("vertex", shape.points) + [
        Handle("face", face, middle_of_face(shape.points, face)) for face in CUBOID_MIDDLES
    ]


def _of_none(_shape: Shape) -> list[Handle]:
    return []


_HANDLES: dict[str, Callable[[Shape], list[Handle]]] = {
    "rectangle": _of_box, "rotated_rectangle": _of_rotated_box, "polygon": _of_polygon, "polyline": _of_polyline,
    "line": _of_vertices, "point": _of_vertices, "points": _of_vertices, "skeleton": _of_vertices, "circle": _of_circle,
    "ellipse": _of_ellipse, "cuboid": _of_cuboid, "mask": _of_none,
}  # fmt: skip


def frame_of(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom around all shapes."""
    boxes = np.array([shape.box for shape in shapes])
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    return left, top, right, bottom


def frame_handles(box: tuple[float, float, float, float], stem: float, *, scale: bool = True) -> list[Handle]:
    """Eight handles that stretch what is in a frame, clockwise from the top left, and one on a stem that turns it.

    The stem goes down instead of up where it would leave the image.
    """
    left, top, right, bottom = box
    middle, level = (left + right) / 2, (top + bottom) / 2
    places = (
        (left, top), (middle, top), (right, top), (right, level), (right, bottom), (middle, bottom), (left, bottom),
        (left, level),
    )  # fmt: skip
    made = [Handle("scale", index, place) for index, place in enumerate(places)] if scale else []
    return [*made, Handle("turn", 0, (middle, top - stem if top >= stem else bottom + stem))]


def turn_handle(shape: Shape, stem: float) -> Handle:
    """The handle that turns one shape: above the middle of its upper side, along its own axes."""
    if shape.kind == "rotated_rectangle" and len(shape.points) == 4:
        corners = shape.points
        middle, up = (corners[0] + corners[1]) / 2, corners[0] - corners[3]
    elif shape.kind == "ellipse":
        centre, _, second = half_axes(shape)
        middle, up = centre - second, -second
    else:
        return frame_handles(shape.box, stem, scale=False)[-1]
    size = float(np.hypot(*up))
    unit = up / size if size > 1e-9 else np.array([0.0, -1.0])
    x, y = (middle + unit * stem).tolist()
    return Handle("turn", 0, (x, y))


# ------------------------------------------------------------------ dragging


def dragged(shape: Shape, handle: Handle, drag: Drag) -> Shape:
    """The shape with one of its own handles dragged; always from the shape as it was when the drag began.

    A hidden keypoint that is dragged somewhere is visible there.
    """
    if handle.grip == "vertex":
        if shape.kind == "cuboid":
            return dragged_cuboid(shape, handle.index, drag.place, alone=drag.alone)
        hidden = shape.kind == "skeleton" and HIDDEN in shape.visibility[handle.index : handle.index + 1]
        shape = with_visibility(shape, handle.index, VISIBLE) if hidden else shape
        return with_vertex(shape, handle.ring, handle.index, drag.place)
    if handle.grip == "middle":
        return _middle(shape, handle, drag)
    if handle.grip in ("corner", "side"):
        return _box(shape, handle, drag)
    if handle.grip == "face":
        return dragged_cuboid(shape, handle.index, drag.place, face=True)
    if handle.grip == "radius":
        return replace(shape, points=points_of([shape.points[0], drag.place]))
    if handle.grip == "axis":
        return _axis(shape, handle, drag)
    raise ValueError(handle.grip)


def _middle(shape: Shape, handle: Handle, drag: Drag) -> Shape:
    """The middle of an edge becomes a vertex; with `alone` the edge itself moves."""
    if drag.alone:
        across, down = drag.place[0] - handle.place[0], drag.place[1] - handle.place[1]
        return with_edge_moved(shape, handle.ring, handle.index, across, down)
    return with_vertex_added(shape, handle.ring, handle.index, drag.place)


def _box(shape: Shape, handle: Handle, drag: Drag) -> Shape:
    """A box in its own axes: the corner or side across stays, or the middle with `from_centre`."""
    corners = shape.points if shape.kind == "rotated_rectangle" else np.array([h.place for h in _of_box(shape)[:4]])
    side, other = _unit(corners[1] - corners[0], (1.0, 0.0)), _unit(corners[3] - corners[0], (0.0, 1.0))
    size = np.array([(corners[1] - corners[0]) @ side, (corners[3] - corners[0]) @ other])
    origin = corners[0]
    local = np.array([(np.array(drag.place) - origin) @ side, (np.array(drag.place) - origin) @ other])
    low, high = np.zeros(2), size.copy()
    for axis, end in _ends(handle):
        (high if end else low)[axis] = local[axis]
    if drag.keep_ratio and size.all():
        low, high = _in_ratio(low, high, size, handle)
    if drag.from_centre:
        low, high = _about_middle(low, high, size, handle)
    low, high = np.minimum(low, high), np.maximum(low, high)
    start = origin + low[0] * side + low[1] * other
    across, down = (high - low)[0] * side, (high - low)[1] * other
    if shape.kind == "rectangle":
        return replace(shape, points=points_of([start, start + across + down]))
    return replace(shape, points=points_of([start, start + across, start + across + down, start + down]))


def _unit(vector: Floats, instead: Place) -> Floats:
    size = float(np.hypot(*vector))
    return vector / size if size > 1e-9 else np.array(instead)


def _ends(handle: Handle) -> tuple[tuple[int, bool], ...]:
    """Which ends (axis, far end) a corner or a side moves."""
    if handle.grip == "corner":
        return ((0, handle.index in (1, 2)), (1, handle.index in (2, 3)))
    return (((1, False),), ((0, True),), ((1, True),), ((0, False),))[handle.index]


def _in_ratio(low: Floats, high: Floats, size: Floats, handle: Handle) -> tuple[Floats, Floats]:
    """Both axes by the larger of the two factors; a side takes the other axis along about its middle."""
    factors = (high - low) / size
    moving = _ends(handle)
    factor = max((factors[axis] for axis, _ in moving), key=abs)
    low, high = low.copy(), high.copy()
    for axis in (0, 1):
        sign = -1.0 if factors[axis] < 0 else 1.0
        length = size[axis] * abs(factor) * sign
        ends = [end for moved, end in moving if moved == axis]
        if not ends:
            low[axis], high[axis] = (size[axis] - abs(length)) / 2, (size[axis] + abs(length)) / 2
        elif ends[0]:
            high[axis] = low[axis] + length
        else:
            low[axis] = high[axis] - length
    return low, high


def _about_middle(low: Floats, high: Floats, size: Floats, handle: Handle) -> tuple[Floats, Floats]:
    low, high = low.copy(), high.copy()
    for axis, end in _ends(handle):
        if end:
            low[axis] = size[axis] - high[axis]
        else:
            high[axis] = size[axis] - low[axis]
    return low, high


def _axis(shape: Shape, handle: Handle, drag: Drag) -> Shape:
    """One half axis longer or shorter along itself; both with `keep_ratio`."""
    centre, first, second = half_axes(shape)
    axes = [first, second]
    number = handle.index % 2
    sign = 1.0 if handle.index < 2 else -1.0
    length = float(np.hypot(*axes[number]))
    unit = _unit(axes[number], ((1.0, 0.0), (0.0, 1.0))[number])
    wanted = max(abs(float((np.array(drag.place) - centre) @ unit * sign)), 0.01)
    if drag.keep_ratio and length > 0:
        axes = [axis * (wanted / length) for axis in axes]
    else:
        axes[number] = unit * wanted
    return replace(shape, points=points_of([centre, centre + axes[0], centre + axes[1]]))


def frame_dragged(
    shapes: Sequence[Shape], box: tuple[float, float, float, float], handle: Handle, drag: Drag, step: float = 15.0
) -> list[Shape]:
    """All shapes of a frame stretched or turned by one of the frame's handles; `step` degrees with `keep_ratio`."""
    left, top, right, bottom = box
    centre = ((left + right) / 2, (top + bottom) / 2)
    if handle.grip == "turn":
        return [turned(shape, turn_angle(centre, handle.place, drag, step), centre) for shape in shapes]
    across, down, anchor = _factors(box, handle, drag, centre)
    return [scaled(shape, across, down, anchor) for shape in shapes]


def turn_angle(centre: Place, start: Place, drag: Drag, step: float = 15.0) -> float:
    """Degrees clockwise from the handle's old place to its new one, seen from `centre`."""
    before = np.arctan2(start[1] - centre[1], start[0] - centre[0])
    after = np.arctan2(drag.place[1] - centre[1], drag.place[0] - centre[0])
    angle = float(np.degrees(after - before))
    angle = (angle + 180) % 360 - 180
    return round(angle / step) * step if drag.keep_ratio else angle


def _factors(
    box: tuple[float, float, float, float], handle: Handle, drag: Drag, centre: Place
) -> tuple[float, float, Place]:
    """Factors across and down, and the place that stays, for one of the eight handles of a frame."""
    left, top, right, bottom = box
    moves_x, moves_y = handle.index not in (1, 5), handle.index not in (3, 7)
    anchor_x = centre[0] if drag.from_centre or not moves_x else (right if handle.index in (0, 6, 7) else left)
    anchor_y = centre[1] if drag.from_centre or not moves_y else (bottom if handle.index in (0, 1, 2) else top)

    def factor(place: float, start: float, anchor: float) -> float:
        made = (place - anchor) / (start - anchor) if abs(start - anchor) > 1e-9 else 1.0
        return made if abs(made) > 1e-3 else 1e-3

    across = factor(drag.place[0], handle.place[0], anchor_x) if moves_x else 1.0
    down = factor(drag.place[1], handle.place[1], anchor_y) if moves_y else 1.0
    if drag.keep_ratio:
        size = max(abs(across) if moves_x else 0.0, abs(down) if moves_y else 0.0)
        across, down = float(np.copysign(size, across)), float(np.copysign(size, down))
    return across, down, (anchor_x, anchor_y)


def is_small(shape: Shape, least: float) -> bool:
    """Whether a drawn shape is too small to have been meant: its box, or the length of a line, is under `least` pixels."""
    if shape.kind in ("point", "points", "skeleton"):
        return False
    if shape.kind in ("line", "polyline"):
        return length_of(shape.points, closed=False) < least
    left, top, right, bottom = shape.box
    return right - left < least or bottom - top < least
