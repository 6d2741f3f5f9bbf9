"""One text for each image: DOTA's four corners, and BBox-Label-Tool's boxes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, only
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.pictures import Pictures
from desktop_app.annotation.formats.reading import BadRecord, LabelsUnreadable, Problems, number, read_lines
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import (
    pictures_of,
    plain,
    put_picture,
    staged,
    unique_names,
    unique_stems,
    write_text,
)
from desktop_app.annotation.formats.yolo import as_quads
from desktop_app.annotation.formats.yolo_lines import quad
from desktop_app.annotation.formats.yolo_reading import image_stem
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Shape, labels_in, points_of

DOTA_KEEPS: Final = Keeps(
    kinds=only("rotated_rectangle"),
    labels="repeat",
    holes="fill",
    tolerance=1e-4,
    fields=frozenset({"difficult"}),
    states=frozenset({"labelled"}),
)
BOXES_KEEPS: Final = Keeps(
    kinds={**only("rectangle"), "rectangle": "round", "skeleton": "box"},
    labels="repeat",
    holes="fill",
    step=1.0,
    states=frozenset({"labelled"}),
)

type _Line = Callable[[list[str], str], Shape | None]


def _read_texts(path: Path, options: ReadOptions, shape_of: _Line, skip: Callable[[str], bool]) -> LabelSet:
    root = path if path.is_dir() else path.parent
    files = sorted(file for file in path.rglob("*.txt") if _is_own(file)) if path.is_dir() else [path]
    if not files:
        raise LabelsUnreadable(str(path), "There are no label files in it.")
    problems = Problems(path.name)
    folders = tuple(dict.fromkeys(folder for folder in (options.images, root) if folder is not None))
    pictures = Pictures(folders, options.sizes)
    images: list[Annotation] = []
    for file in files:
        place = file.relative_to(root).as_posix()
        with problems.record(place):
            images.append(_image(file, place, pictures, problems, shape_of, skip))
    schema = LabelSchema().with_names(labels_in(images))
    return LabelSet(tuple(images), schema, str(folders[0]), "", tuple(problems.found))


def _is_own(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and not path.name.endswith("-losses.txt")


def _image(
    file: Path, place: str, pictures: Pictures, problems: Problems, shape_of: _Line, skip: Callable[[str], bool]
) -> Annotation:
    shapes: list[Shape] = []
    for position, line in enumerate(read_lines(file)):
        if not line or skip(line):
            continue
        with problems.record(f"{place}: line {position + 1}"):
            shape = shape_of(line.split(), place)
            if shape is not None:
                shapes.append(shape)
    stem = image_stem(PurePosixPath(place).with_suffix("").as_posix())
    name = pictures.by_stem(stem) or f"{stem}.jpg"
    return Annotation(name, *(pictures.size(name) or (0, 0)), tuple(shapes), state="labelled")


# DOTA: x1 y1 x2 y2 x3 y3 x4 y4 class difficult


def _dota_shape(words: list[str], _: str) -> Shape:
    if len(words) < 9:
        raise BadRecord(f"A line needs 8 numbers and a class, there are {len(words)} words.")
    corners = points_of([number(word) for word in words[:8]])
    rest = words[8:]
    difficult = len(rest) > 1 and rest[-1] in ("0", "1", "2")
    name = " ".join(rest[:-1] if difficult else rest)
    return quad(corners, (name,), difficult=difficult and rest[-1] != "0")


def _dota_heading(line: str) -> bool:
    return line.lower().startswith(("imagesource", "gsd", "acquisition"))


def _read_dota(path: Path, options: ReadOptions) -> LabelSet:
    return _read_texts(path, options, _dota_shape, _dota_heading)


def _sniff_texts(path: Path, fits: Callable[[Sequence[str]], bool], sure: float) -> float:
    """How sure it is from the first lines of some texts."""
    look = glance(path)
    files = look.ending(".txt")[:20] if look.is_folder else [path] if path.suffix.lower() == ".txt" else []
    own = [file for file in files if _is_own(file)]
    texts = [[line.strip() for line in glance(file).head.splitlines() if line.strip()] for file in own]
    said = [lines for lines in texts if lines]
    fitting = sum(1 for lines in said if fits(lines))
    return sure if said and fitting >= 0.8 * len(said) else 0.0


def _fits_dota(lines: Sequence[str]) -> bool:
    rows = [line.split() for line in lines[:20] if not _dota_heading(line)]
    return bool(rows) and all(len(row) >= 9 and _all_numbers(row[:8]) and not _all_numbers(row[8:9]) for row in rows)


def _all_numbers(words: Sequence[str]) -> bool:
    try:
        for word in words:
            number(word)
    except BadRecord:
        return False
    return True


def _sniff_dota(path: Path) -> float:
    return _sniff_texts(path, _fits_dota, 0.92)


def _lower_dota(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    lowered, losses = lower(labels, DOTA_KEEPS)
    return as_quads(one_word_labels(lowered, losses)), losses


def one_word_labels(labels: LabelSet, losses: LossCounter) -> LabelSet:
    """Labels without spaces, for formats whose lines are words."""

    def renamed(image: Annotation, shape: Shape) -> Shape:
        name = "-".join(shape.label.split()) or "-"
        if name == shape.label:
            return shape
        losses.add("spaces in a label replaced by hyphens", image.image)
        return replace(shape, labels=(name,))

    images = tuple(image.with_shapes(renamed(image, shape) for shape in image.shapes) for image in labels.annotations)
    return replace(labels, annotations=images)


def _write_texts(
    labels: LabelSet,
    lowered: LabelSet,
    losses: LossCounter,
    target: Path,
    options: WriteOptions,
    folders: tuple[str, str],
    text_of: Callable[[Sequence[Shape]], str],
) -> tuple[Loss, ...]:
    pictures = pictures_of(labels, options)
    names = unique_names(lowered.annotations)
    texts, images = folders
    with staged(target) as folder:
        for image, name, stem in zip(lowered.annotations, names, unique_stems(names), strict=True):
            if image.state != "unlabelled":
                write_text(folder / texts / f"{stem}.txt", text_of(image.shapes))
            put_picture(image, folder / images / name, pictures, options, losses)
    return losses.report()


def _dota_text(shapes: Sequence[Shape]) -> str:
    return "".join(
        f"{' '.join(plain(value) for value in shape.points.ravel().tolist())} {shape.label} {int(shape.difficult)}\n"
        for shape in shapes
    )


def _write_dota(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = _lower_dota(labels)
    return _write_texts(labels, lowered, losses, target, options, ("labelTxt", "images"), _dota_text)


# BBox-Label-Tool: the number of boxes, then x1 y1 x2 y2 (and in later versions the class); one folder for each class


def _box_shape(words: list[str], place: str) -> Shape | None:
    if len(words) == 1:
        return None  # the number of boxes
    if len(words) < 4:
        raise BadRecord(f"A line needs 4 numbers, there are {len(words)}.")
    left, top, right, bottom = (number(word) for word in words[:4])
    label = " ".join(words[4:]) or _class_of(place)
    box = points_of([(min(left, right), min(top, bottom)), (max(left, right), max(top, bottom))])
    return Shape("rectangle", (label,) if label else (), box)


def _class_of(place: str) -> str:
    """The first versions know the class only as the folder's name."""
    folder = PurePosixPath(place).parent.name
    return "" if folder.lower() in ("labels", "") else folder


def _read_boxes(path: Path, options: ReadOptions) -> LabelSet:
    return _read_texts(path, options, _box_shape, lambda line: False)


def _fits_boxes(lines: Sequence[str]) -> bool:
    if not lines[0].isdecimal():
        return False
    rows = [line.split() for line in lines[1:20]]
    counted = lines[0] == str(len(lines) - 1) if len(lines) < 1000 else True
    whole = all(len(row) >= 4 and all(word.lstrip("-").isdecimal() for word in row[:4]) for row in rows)
    return counted and whole and (bool(rows) or lines[0] == "0")


def _sniff_boxes(path: Path) -> float:
    return _sniff_texts(path, _fits_boxes, 0.85)


def _lower_boxes(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    lowered, losses = lower(labels, BOXES_KEEPS)
    return one_word_labels(lowered, losses), losses


def _boxes_text(shapes: Sequence[Shape]) -> str:
    lines = (" ".join([*(str(round(value)) for value in shape.box), shape.label]) for shape in shapes)
    return "".join(f"{line}\n" for line in (str(len(shapes)), *lines))


def _write_boxes(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = _lower_boxes(labels)
    return _write_texts(labels, lowered, losses, target, options, ("Labels", "Images"), _boxes_text)


DOTA: Final = Format(
    "dota", "DOTA", _sniff_dota, _read_dota, _write_dota,
    treatments=DOTA_KEEPS.kinds, keeps=DOTA_KEEPS, lower=_lower_dota, own_folders=True,
)  # fmt: skip
BBOX_LABEL_TOOL: Final = Format(
    "bbox-label-tool", "BBox-Label-Tool", _sniff_boxes, _read_boxes, _write_boxes,
    treatments=BOXES_KEEPS.kinds, keeps=BOXES_KEEPS, lower=_lower_boxes, own_folders=True,
)  # fmt: skip
