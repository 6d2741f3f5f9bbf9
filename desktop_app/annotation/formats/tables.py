"""Boxes in a table: CSV with a header (TensorFlow, Roboflow) or without (RetinaNet), and FastAnnotationTool's."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, natural_state, only
from desktop_app.annotation.formats.glance import IMAGE_ENDINGS, glance
from desktop_app.annotation.formats.opening import SUBSETS
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import (
    BadRecord,
    LabelsUnreadable,
    Problems,
    delimiter_of,
    number,
    plain_decimal,
    read_csv,
    size_of,
)
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import (
    pictures_of,
    plain,
    put_picture,
    staged_file,
    unique_names,
    write_text,
)
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Shape, labels_in, points_of
from desktop_app.annotation.shapes.outlines import box_corners, is_rectangular, rotated_box_of

KEEPS: Final = Keeps(kinds={**only("rectangle"), "skeleton": "box"}, labels="repeat", one_line=True, holes="fill")
HEADER: Final = ("filename", "width", "height", "class", "xmin", "ymin", "xmax", "ymax")
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "image": ("filename", "image", "image_path", "path", "file", "image_id", "img", "#filename", "file_name"),
    "label": ("class", "label", "name", "class_name", "category", "object"),
    "left": ("xmin", "x_min", "x1", "left", "xtl"),
    "top": ("ymin", "y_min", "y1", "top", "ytl"),
    "right": ("xmax", "x_max", "x2", "right", "xbr"),
    "bottom": ("ymax", "y_max", "y2", "bottom", "ybr"),
    "width": ("width", "image_width", "img_width"),
    "height": ("height", "image_height", "img_height"),
}
_WITHOUT_HEADER: Final = {"image": 0, "left": 1, "top": 2, "right": 3, "bottom": 4, "label": 5}
_SUBSETS: Final = {"train": "train", "valid": "val", "val": "val", "test": "test"}


def _columns(row: Sequence[str]) -> dict[str, int] | None:
    """Which column says what, when the row is a header of boxes."""
    names = [cell.strip().lower() for cell in row]
    found = {part: names.index(name) for part, known in _COLUMNS.items() for name in reversed(known) if name in names}
    return found if {"image", "label", "left", "top", "right", "bottom"} <= found.keys() else None


def _is_picture(cell: str) -> bool:
    return Path(plain_name(cell)).suffix.lower() in IMAGE_ENDINGS


def _first_rows(path: Path) -> list[list[str]]:
    """A few rows of a table; none of what is no table."""
    try:
        head = glance(path).head
        return [row for row in csv.reader(io.StringIO(head), delimiter=delimiter_of(head)) if row][:20]
    except csv.Error:
        return []


def _sniff(path: Path) -> float:
    if path.suffix.lower() not in (".csv", ".txt", ".tsv"):
        return 0.0
    rows = _first_rows(path)
    if not rows:
        return 0.0
    if _columns(rows[0]) is not None:
        return 0.85
    whole = [row for row in rows if len(row) == 6 and _is_picture(row[0])]
    numeric = [row for row in whole if all(_is_number(cell) or not cell for cell in row[1:5])]
    return 0.7 if numeric and len(numeric) == len(rows) else 0.0


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(plain_decimal(cell)))
    except ValueError:
        return False


@dataclass(slots=True)
class _Images:
    """Images in the order in which the rows of a table name them."""

    pictures: Pictures
    shapes: dict[str, list[Shape]]
    sizes: dict[str, tuple[int, int]]

    @staticmethod
    def beside(path: Path, options: ReadOptions) -> "_Images":
        folders = tuple(dict.fromkeys(folder for folder in (options.images, path.parent) if folder is not None))
        return _Images(Pictures(folders, options.sizes), {}, {})

    def set_of(self, problems: Problems, root: str) -> LabelSet:
        images = tuple(
            Annotation(name, *self.size(name), tuple(shapes), state=natural_state(shapes, {}))
            for name, shapes in self.shapes.items()
        )
        return LabelSet(images, LabelSchema().with_names(labels_in(images)), root, "", tuple(problems.found))

    def size(self, name: str) -> tuple[int, int]:
        return self.sizes.get(name) or self.pictures.size(name) or (0, 0)


def _read(path: Path, options: ReadOptions) -> LabelSet:
    rows = read_csv(path)
    if not rows:
        raise LabelsUnreadable(str(path), "The table is empty.")
    columns = _columns(rows[0])
    problems = Problems(path.name)
    images = _Images.beside(path, options)
    for position, row in enumerate(rows):
        if any(cell.strip() for cell in row) and not (columns is not None and position == 0):
            with problems.record(f"row {position + 1}"):
                _take(row, columns or _WITHOUT_HEADER, images)
    found = images.set_of(problems, str(images.pictures.folders[0]))
    subset = _SUBSETS.get(path.parent.name.lower())
    if subset and path.name == "_annotations.csv":
        return replace(found, extras={SUBSETS: {image.image: subset for image in found.annotations}})
    return found


def _take(row: Sequence[str], columns: Mapping[str, int], images: _Images) -> None:
    def cell(part: str) -> str:
        position = columns.get(part, -1)
        return row[position].strip() if 0 <= position < len(row) else ""

    name = plain_name(cell("image"))
    if not name:
        raise BadRecord("The row names no image.")
    shapes = images.shapes.setdefault(name, [])
    size = (size_of(plain_decimal(cell("width"))), size_of(plain_decimal(cell("height"))))
    if all(size):
        images.sizes[name] = size
    corners = [cell(part) for part in ("left", "top", "right", "bottom")]
    if not any(corners):
        return  # an image without a box
    left, top, right, bottom = (number(plain_decimal(value)) for value in corners)
    box = points_of([(min(left, right), min(top, bottom)), (max(left, right), max(top, bottom))])
    label = cell("label")
    shapes.append(Shape("rectangle", (label,) if label else (), box))


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    """TensorFlow's and Roboflow's columns; an image without boxes has a row with empty cells."""
    lowered, losses = lower(labels, KEEPS)
    pictures = pictures_of(labels, options)
    rows: list[Sequence[Any]] = [HEADER]
    with staged_file(target) as place:
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            start = (name, image.width or "", image.height or "")
            rows += ((*start, shape.label, *map(plain, shape.box)) for shape in image.shapes)
            if not image.shapes:
                rows.append((*start, "", "", "", "", ""))
            put_picture(image, place.parent / name, pictures, options, losses)
        write_text(place, _table(rows))
    return losses.report()


def _table(rows: Sequence[Sequence[Any]]) -> str:
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(rows)
    return table.getvalue()


# FastAnnotationTool: path, class, OpenCV's rotated rectangle (centre, size, degrees clockwise)

FAST_KEEPS: Final = Keeps(
    kinds={**only("rotated_rectangle", "rectangle"), "polygon": "rotated", "mask": "rotated", "cuboid": "rotated"},
    labels="repeat",
    one_line=True,
    holes="fill",
    tolerance=1e-3,
)


def _lower_fast(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    """Only true rectangles have an angle; those at angle 0 are plain."""
    lowered, losses = lower(labels, FAST_KEEPS)

    def exact(image: Annotation, shape: Shape) -> Shape:
        if shape.kind == "rectangle":
            return shape
        corners = shape.points
        if not is_rectangular(corners, 1e-6):
            corners = rotated_box_of(corners)
            losses.add("four corners became the smallest rotated rectangle around them", image.image)
        return _from_row(*_row_of(corners), shape)

    images = tuple(image.with_shapes(exact(image, shape) for shape in image.shapes) for image in lowered.annotations)
    return replace(lowered, annotations=images), losses


def _row_of(corners: Any) -> tuple[float, float, float, float, float]:
    """Centre, size and angle in degrees of four corners."""
    side, other = corners[1] - corners[0], corners[3] - corners[0]
    x, y = corners.mean(axis=0).tolist()
    angle = math.degrees(math.atan2(side[1], side[0])) if side.any() else math.degrees(math.atan2(-other[0], other[1]))
    return x, y, float(np.hypot(*side)), float(np.hypot(*other)), round(angle, 6) + 0.0


def _from_row(x: float, y: float, width: float, height: float, angle: float, said: Shape) -> Shape:
    if angle == 0:
        box = [(x - width / 2, y - height / 2), (x + width / 2, y + height / 2)]
        return replace(said, kind="rectangle", points=points_of(box))
    corners = box_corners(-width / 2, -height / 2, width / 2, height / 2)
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned = corners @ np.array([(cosine, sine), (-sine, cosine)]) + (x, y)
    return replace(said, kind="rotated_rectangle", points=points_of(turned))


def _sniff_fast(path: Path) -> float:
    if path.suffix.lower() not in (".csv", ".txt"):
        return 0.0
    rows = _first_rows(path)
    fitting = [row for row in rows if len(row) in (6, 7) and _is_picture(row[0]) and all(map(_is_number, row[2:]))]
    return 0.9 if fitting and len(fitting) == len(rows) else 0.0


def _read_fast(path: Path, options: ReadOptions) -> LabelSet:
    problems = Problems(path.name)
    images = _Images.beside(path, options)
    for position, row in enumerate(read_csv(path)):
        if not any(cell.strip() for cell in row):
            continue
        with problems.record(f"row {position + 1}"):
            name = plain_name(row[0])
            if not name:
                raise BadRecord("The row names no image.")
            shapes = images.shapes.setdefault(name, [])
            if len(row) < 6:
                if len(row) == 1 or not any(cell.strip() for cell in row[1:]):
                    continue
                raise BadRecord(f"A row needs 6 or 7 cells, there are {len(row)}.")
            x, y, width, height = (number(plain_decimal(cell)) for cell in row[2:6])
            angle = number(plain_decimal(row[6])) if len(row) > 6 and row[6].strip() else 0.0
            label = row[1].strip()
            said = Shape("rectangle", (label,) if label else (), points_of([(0, 0), (0, 0)]))
            shapes.append(_from_row(x, y, abs(width), abs(height), angle, said))
    return images.set_of(problems, str(images.pictures.folders[0]))


def _write_fast(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = _lower_fast(labels)
    pictures = pictures_of(labels, options)
    rows: list[Sequence[Any]] = []
    with staged_file(target) as place:
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            for shape in image.shapes:
                left, top, right, bottom = shape.box
                plain_box = ((left + right) / 2, (top + bottom) / 2, right - left, bottom - top, 0.0)
                row = plain_box if shape.kind == "rectangle" else _row_of(shape.points)
                rows.append((name, shape.label, *map(plain, row)))
            put_picture(image, place.parent / name, pictures, options, losses)
        write_text(place, _table(rows))
    return losses.report()


CSV: Final = Format(
    "csv", "CSV of boxes", _sniff, _read, _write, "file", ".csv", KEEPS.kinds, KEEPS, extensions=(".csv", ".tsv"),
)  # fmt: skip
FAST: Final = Format(
    "fast-annotation", "FastAnnotationTool CSV", _sniff_fast, _read_fast, _write_fast, "file", ".csv",
    FAST_KEEPS.kinds, FAST_KEEPS, lower=_lower_fast, extensions=(".csv",),
)  # fmt: skip
