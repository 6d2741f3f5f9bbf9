"""A label format: one point a line, `image label x y`."""

from collections import defaultdict
from pathlib import Path

from desktop_app.annotation.exchange.losses import Loss
from desktop_app.annotation.exchange.lowering import Keeps, lower, only
from desktop_app.annotation.formats.pictures import Pictures
from desktop_app.annotation.formats.reading import Problems, read_lines
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import staged_file
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Shape, labels_in, points_of

KEEPS = Keeps(kinds=only("point"), labels="first")


def sniff(path: Path) -> float:
    return 0.99 if path.suffix == ".dots" else 0.0


def read(path: Path, options: ReadOptions) -> LabelSet:
    problems = Problems(path.name)
    folder = options.images or path.parent
    pictures = Pictures((folder,), options.sizes)
    shapes: dict[str, list[Shape]] = defaultdict(list)
    for number, line in enumerate(read_lines(path), 1):
        if line:
            with problems.record(f"line {number}"):
                image, label, x, y = line.split()
                shapes[image].append(Shape("point", (label,), points_of([(float(x), float(y))])))
    images = [Annotation(name, *(pictures.size(name) or (0, 0)), tuple(found)) for name, found in shapes.items()]
    return LabelSet(tuple(images), LabelSchema().with_names(labels_in(images)), str(folder), "", tuple(problems.found))


def write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = lower(labels, KEEPS)
    with staged_file(target) as place:
        lines = [
            f"{image.image} {shape.label} {shape.points[0][0]:g} {shape.points[0][1]:g}\n"
            for image in lowered.annotations
            for shape in image.shapes
        ]
        place.write_text("".join(lines), "utf-8")
    return losses.report()


DOTS = Format("dots", "Dots", sniff, read, write, "file", ".dots", KEEPS.kinds, KEEPS, extensions=(".dots",))
