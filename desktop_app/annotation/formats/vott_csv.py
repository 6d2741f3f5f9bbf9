"""VoTT's CSV: one box a line, with the image, four edges and a label."""

import csv
import io
from pathlib import Path
from typing import Final

from desktop_app.annotation.exchange.losses import Loss
from desktop_app.annotation.exchange.lowering import Keeps, lower, natural_state, only
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import BadRecord, LabelsUnreadable, Problems, number, read_csv
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

KEEPS: Final = Keeps(kinds={**only("rectangle"), "skeleton": "box"}, labels="repeat", holes="fill")
_HEADER: Final = ["image", "xmin", "ymin", "xmax", "ymax", "label"]


def _sniff(path: Path) -> float:
    first = glance(path).head.partition("\n")[0].strip()
    return 0.97 if first.replace('"', "").replace(" ", "") == ",".join(_HEADER) else 0.0


def _read(path: Path, options: ReadOptions) -> LabelSet:
    rows = read_csv(path, ",")
    if not rows or [name.strip() for name in rows[0]] != _HEADER:
        raise LabelsUnreadable(str(path), "Its first line is not that of VoTT's CSV.")
    problems = Problems(path.name)
    folders = tuple(dict.fromkeys(folder for folder in (options.images, path.parent) if folder is not None))
    pictures = Pictures(folders, options.sizes)
    found: dict[str, list[Shape]] = {}
    for position, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        with problems.record(f"line {position}"):
            if len(row) < len(_HEADER):
                raise BadRecord(f"A line needs {len(_HEADER)} values, there are {len(row)}.")
            name = plain_name(row[0])
            if not name:
                raise BadRecord("The line names no image.")
            found.setdefault(name, []).append(_shape(row))
    images = tuple(
        Annotation(name, *(pictures.size(name) or (0, 0)), tuple(shapes), state=natural_state(shapes, {}))
        for name, shapes in found.items()
    )
    schema = LabelSchema().with_names(labels_in(images))
    return LabelSet(images, schema, str(folders[0]), "vott-csv", tuple(problems.found))


def _shape(row: list[str]) -> Shape:
    left, top, right, bottom = (number(cell) for cell in row[1:5])
    corners = [(min(left, right), min(top, bottom)), (max(left, right), max(top, bottom))]
    return Shape("rectangle", (row[5],) if row[5] else (), points_of(corners))


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = lower(labels, KEEPS)
    pictures = pictures_of(labels, options)
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_HEADER)
    with staged_file(target) as place:
        for image, name in zip(lowered.annotations, unique_names(lowered.annotations), strict=True):
            for shape in image.shapes:
                writer.writerow([name, *(plain(edge, 9) for edge in shape.box), shape.label])
            put_picture(image, place.parent / name, pictures, options, losses)
        write_text(place, table.getvalue())
    return losses.report()


FORMAT: Final = Format(
    "vott-csv", "VoTT (CSV)", _sniff, _read, _write, "file", ".csv", KEEPS.kinds, KEEPS, extensions=(".csv",),
)  # fmt: skip
