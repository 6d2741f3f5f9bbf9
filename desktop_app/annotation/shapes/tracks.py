"""Shapes through a sequence of images: what lies between two keyframes is interpolated."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Annotation, Points, Shape, Track, new_id, points_of
from desktop_app.annotation.shapes.masks import moved


def between(first: Shape, second: Shape, share: float) -> Shape:
    """The shape that lies at `share` (0 to 1) of the way from one keyframe to the next.

    What turns, turns the shorter way round; outlines of different length are brought to the longer one's; a mask moves
    with its box's centre. Everything but the place is the first one's.
    """
    track = replace(first.track, keyframe=False) if first.track is not None else None
    held = replace(first, track=track)
    if first.kind != second.kind or not len(first.points) or not len(second.points):
        return held
    if first.kind == "mask":
        return _moved_mask(held, second, share)
    if first.kind in ("rotated_rectangle", "ellipse") and len(first.points) == len(second.points):
        return replace(held, points=_turned(first.points, second.points, share))
    start, end = first.points, second.points
    if first.kind in ("polygon", "polyline") and len(start) != len(end):
        start, end = _alike(start, end, closed=first.kind == "polygon")
    if len(start) != len(end):
        return held
    holes = held.holes
    if len(first.holes) == len(second.holes):
        pairs = [_alike(a, b, closed=True) for a, b in zip(first.holes, second.holes, strict=True)]
        holes = tuple(points_of(a + (b - a) * share) for a, b in pairs)
    return replace(held, points=points_of(start + (end - start) * share), holes=holes)


def _moved_mask(held: Shape, second: Shape, share: float) -> Shape:
    if held.mask is None:
        return held
    step = (second.points.mean(axis=0) - held.points.mean(axis=0)) * share
    right, down = (int(value) for value in np.round(step))
    return replace(held, mask=moved(held.mask, right, down), points=points_of(held.points + np.array([right, down])))


def _turned(first: Points, second: Points, share: float) -> Points:
    """Corners (or centre and half axes) between two places: centre, lengths and angle each on their own."""
    ends = [_frame(points) for points in (first, second)]
    (centre_a, along_a, across_a), (centre_b, along_b, across_b) = ends
    angle_a, angle_b = math.atan2(along_a[1], along_a[0]), math.atan2(along_b[1], along_b[0])
    turn = (angle_b - angle_a + math.pi) % (2 * math.pi) - math.pi
    angle = angle_a + turn * share
    centre = centre_a + (centre_b - centre_a) * share
    length = float(np.hypot(*along_a)) * (1 - share) + float(np.hypot(*along_b)) * share
    breadth = float(np.hypot(*across_a)) * (1 - share) + float(np.hypot(*across_b)) * share
    along = np.array([math.cos(angle), math.sin(angle)]) * length
    across = np.array([-math.sin(angle), math.cos(angle)]) * breadth
    if len(first) == 3:
        return points_of([centre, centre + along, centre + across])
    return points_of(
        [centre - along - across, centre + along - across, centre + along + across, centre - along + across]
    )


def _frame(points: Points) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Centre and half axes of an ellipse's three points or a rectangle's four corners."""
    if len(points) == 3:
        return points[0], points[1] - points[0], points[2] - points[0]
    return points.mean(axis=0), (points[1] - points[0]) / 2, (points[3] - points[0]) / 2


def _alike(first: Points, second: Points, *, closed: bool) -> tuple[Points, Points]:
    """Two lines with the same number of points, evenly spread along each, beginning where they lie nearest."""
    if len(first) == len(second):
        return first, second
    count = max(len(first), len(second))
    a = first if len(first) == count else _spread(first, count, closed=closed)
    b = second if len(second) == count else _spread(second, count, closed=closed)
    if closed:
        shifts = [float(((np.roll(b, -shift, axis=0) - a) ** 2).sum()) for shift in range(count)]
        b = points_of(np.roll(b, -int(np.argmin(shifts)), axis=0))
    return a, b


def _spread(points: Points, count: int, *, closed: bool) -> Points:
    """`count` points on a line, among them its own: the longest edges are divided first."""
    around = np.concatenate([points, points[:1]]) if closed else points
    lengths = np.hypot(*np.diff(around, axis=0).T)
    parts = np.ones(len(lengths), int)
    while parts.sum() + (0 if closed else 1) < count:
        parts[int(np.argmax(lengths / parts))] += 1
    found = [
        around[n] + (around[n + 1] - around[n]) * k / parts[n] for n in range(len(lengths)) for k in range(parts[n])
    ]
    return points_of(found if closed else [*found, around[-1]])


def interpolated(keyframes: Mapping[int, Shape], frames: Iterable[int]) -> dict[int, Shape]:
    """The shape in each of `frames` that lies between two keyframes; none where the object is outside the picture.

    After the last keyframe nothing is made up; a keyframe that is `outside` ends the object until the next one.
    """
    known = sorted(keyframes)
    found: dict[int, Shape] = {}
    for frame in frames:
        place = int(np.searchsorted(known, frame))
        if frame in keyframes or place in (0, len(known)):
            continue
        before, after = keyframes[known[place - 1]], keyframes[known[place]]
        if before.track is not None and before.track.outside:
            continue
        end = before if after.track is not None and after.track.outside else after
        share = (frame - known[place - 1]) / (known[place] - known[place - 1])
        found[frame] = between(before, end, share)
    return found


def with_track_filled(annotations: Sequence[Annotation], track: int) -> tuple[Annotation, ...]:
    """A sequence's annotations where a track's frames between its keyframes are made anew; others are the same objects."""
    frames = [one.frame if one.frame is not None else place for place, one in enumerate(annotations)]
    keyframes: dict[int, Shape] = {}
    for frame, annotation in zip(frames, annotations, strict=True):
        for shape in annotation.shapes:
            if shape.track is not None and shape.track.id == track and shape.track.keyframe:
                keyframes[frame] = shape
    made = interpolated(keyframes, frames)
    return tuple(
        _with_frame(annotation, track, made.get(frame)) for frame, annotation in zip(frames, annotations, strict=True)
    )


def _with_frame(annotation: Annotation, track: int, made: Shape | None) -> Annotation:
    """The annotation with its interpolated shape of a track replaced, added or taken away."""
    old = [s for s in annotation.shapes if s.track is not None and s.track.id == track and not s.track.keyframe]
    gone = {shape.id for shape in old}
    if made is None:
        return annotation.with_shapes(s for s in annotation.shapes if s.id not in gone) if old else annotation
    if not old:
        name = made.id if made.id not in annotation.by_id else new_id()
        return annotation.with_shapes((*annotation.shapes, replace(made, id=name)))
    again = replace(made, id=old[0].id)
    if len(old) == 1 and again == old[0]:
        return annotation
    shapes = (again if s is old[0] else s for s in annotation.shapes if s is old[0] or s.id not in gone)
    return annotation.with_shapes(shapes)


def tracks_in(annotations: Iterable[Annotation]) -> frozenset[int]:
    """The track numbers that are in use."""
    return frozenset(shape.track.id for one in annotations for shape in one.shapes if shape.track is not None)


def next_track(annotations: Iterable[Annotation]) -> int:
    """A track number that is not used yet."""
    return max(tracks_in(annotations), default=0) + 1


def numbers_apart(
    wanted: Iterable[int], taken: Collection[int], known: Mapping[int, int] | None = None
) -> dict[int, int]:
    """A number for each track of `wanted`: that of `known`, its own where it is not `taken`, or else one that is free."""
    numbers = dict(known or {})
    others = sorted(set(wanted) - numbers.keys())
    used = {*taken, *numbers.values()}
    free = count(1 + max((0, *used, *others)))
    for number in others:
        numbers[number] = next(free) if number in used else number
    return numbers


def with_track_numbers(annotation: Annotation, numbers: Mapping[int, int]) -> Annotation:
    """The annotation with its tracks under other numbers; the same object where none of them changes."""
    changed = [
        replace(shape, track=replace(shape.track, id=numbers[shape.track.id]))
        for shape in annotation.shapes
        if shape.track is not None and numbers.get(shape.track.id, shape.track.id) != shape.track.id
    ]
    return annotation.with_changed(changed) if changed else annotation


def as_keyframe(shape: Shape, track: int, *, outside: bool = False) -> Shape:
    """The shape as a keyframe of a track."""
    return replace(shape, track=Track(track, keyframe=True, outside=outside))
