"""One line of a YOLO label file, for each of its tasks: a class number and fractions of the image's size."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

import numpy as np

from desktop_app.annotation.formats.reading import BadRecord, number
from desktop_app.annotation.formats.writing import plain
from desktop_app.annotation.model import HIDDEN, VISIBLE, Points, Shape, points_of
from desktop_app.annotation.shapes.masks import signed_area
from desktop_app.annotation.shapes.outlines import is_rectangular

type Task = Literal["detect", "segment", "pose", "obb"]
type Size = tuple[int, int]

DECIMALS: Final = 8


def numbers_in(line: str) -> list[float]:
    """The numbers of a line, with spaces or commas between them."""
    return [number(word) for word in line.replace(",", " ").split()]


def shapes_of_line(line: str, names: Sequence[str], size: Size, task: Task, keypoints: tuple[int, int]) -> list[Shape]:
    """What one line says; `keypoints` are how many there are and how many numbers each has (2 or 3)."""
    index, *values = numbers_in(line)
    if index < 0 or index != int(index):
        raise BadRecord(f"{index:g} is not the number of a class.")
    name = names[int(index)] if int(index) < len(names) else str(int(index))
    return _READERS[task](values, (name,), size, keypoints)


def _detected(values: list[float], labels: tuple[str, ...], size: Size, _: tuple[int, int]) -> list[Shape]:
    if len(values) not in (4, 5):
        raise BadRecord(f"A box needs a class and 4 numbers, there are {len(values)}.")
    return [Shape("rectangle", labels, _corners(values, size), score=values[4] if len(values) == 5 else None)]


def _corners(values: Sequence[float], size: Size) -> Points:
    x, y, width, height = values[:4]
    if width < 0 or height < 0:
        raise BadRecord("The box has a negative size.")
    return points_of(np.array([(x - width / 2, y - height / 2), (x + width / 2, y + height / 2)]) * size)


def _segmented(values: list[float], labels: tuple[str, ...], size: Size, keypoints: tuple[int, int]) -> list[Shape]:
    if len(values) in (4, 5):
        return _detected(values, labels, size, keypoints)
    score = values.pop() if len(values) % 2 else None
    if len(values) < 6:
        raise BadRecord("A polygon needs three points or more.")
    return [Shape("polygon", labels, points_of(np.array(values).reshape(-1, 2) * size), score=score)]


def _turned(values: list[float], labels: tuple[str, ...], size: Size, keypoints: tuple[int, int]) -> list[Shape]:
    if len(values) == 4:
        return _detected(values, labels, size, keypoints)
    if len(values) not in (8, 9):
        raise BadRecord(f"A rotated box needs a class and 8 numbers, there are {len(values)}.")
    corners = points_of(np.array(values[:8]).reshape(4, 2) * size)
    return [quad(corners, labels, score=values[8] if len(values) == 9 else None)]


def quad(corners: Points, labels: tuple[str, ...], *, score: float | None = None, difficult: bool = False) -> Shape:
    """Four corners as a rotated rectangle when they make one (clockwise as seen), else as a polygon."""
    if not is_rectangular(corners):
        return Shape("polygon", labels, corners, score=score, difficult=difficult)
    return Shape("rotated_rectangle", labels, clockwise(corners), score=score, difficult=difficult)


def clockwise(corners: Points) -> Points:
    """The corners of a rotated rectangle in the model's direction, from the same first one."""
    return corners if signed_area(corners) >= 0 else points_of(corners[[0, 3, 2, 1]])


def _posed(values: list[float], labels: tuple[str, ...], size: Size, keypoints: tuple[int, int]) -> list[Shape]:
    count, dimensions = keypoints
    if dimensions not in (2, 3) or count < 1:
        rest = len(values) - 4
        count, dimensions = (rest // 3, 3) if rest % 3 == 0 else (rest // 2, 2)
    if len(values) not in (4 + count * dimensions, 5 + count * dimensions):
        raise BadRecord(f"A pose needs {5 + count * dimensions} numbers in all, there are {len(values) + 1}.")
    score = values[-1] if len(values) == 5 + count * dimensions else None
    box = Shape("rectangle", labels, _corners(values, size), score=score)
    rows = np.array(values[4 : 4 + count * dimensions]).reshape(count, dimensions)
    if dimensions == 3:
        seen = tuple(min(VISIBLE, max(HIDDEN, int(value))) for value in rows[:, 2].tolist())
    else:
        seen = tuple(VISIBLE if place.any() else HIDDEN for place in rows)
    if not any(seen):
        return [box]
    bones = Shape("skeleton", labels, points_of(rows[:, :2] * size), visibility=seen, score=score)
    # a box that is no more than the extent of the keypoints was computed from them
    return [bones] if np.allclose(box.box, bones.box, rtol=0, atol=0.01 + 1e-5 * max(size)) else [box, bones]


_READERS: Final[dict[Task, Callable[[list[float], tuple[str, ...], Size, tuple[int, int]], list[Shape]]]] = {
    "detect": _detected,
    "segment": _segmented,
    "obb": _turned,
    "pose": _posed,
}


def line_of(index: int, members: Sequence[Shape], size: Size, keypoints: int, decimals: int = DECIMALS) -> str:
    """The line of one object: a box, a polygon, a rotated box, or a skeleton with or without a box of its own."""
    bones = next((shape for shape in members if shape.kind == "skeleton"), None)
    first = next((shape for shape in members if shape is not bones), None) or members[0]
    if first.kind in ("polygon", "rotated_rectangle"):
        return _joined(index, (first.points / size).ravel().tolist(), decimals)
    left, top, right, bottom = first.box
    width, height = size
    values = [(left + right) / 2 / width, (top + bottom) / 2 / height, (right - left) / width, (bottom - top) / height]
    text = _joined(index, values, decimals)
    return text + _bones(bones, size, keypoints, decimals) if keypoints else text


def _bones(bones: Shape | None, size: Size, count: int, decimals: int) -> str:
    words: list[str] = []
    places = bones.points / size if bones is not None else np.zeros((0, 2))
    seen = bones.visibility if bones is not None else ()
    for position in range(count):
        x, y = places[position].tolist() if position < len(places) else (0.0, 0.0)
        words += [plain(x, decimals), plain(y, decimals), str(seen[position] if position < len(seen) else HIDDEN)]
    return " " + " ".join(words)


def _joined(index: int, values: Iterable[float], decimals: int) -> str:
    return " ".join((str(index), *(plain(value, decimals) for value in values)))
