"""YOLO label files beside their pictures: labelImg's with `classes.txt`, darknet's with `obj.data` (Yolo_mark)."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import lower
from desktop_app.annotation.formats.coco_writing import objects_of
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.opening import SUBSETS
from desktop_app.annotation.formats.pictures import is_there, plain_name
from desktop_app.annotation.formats.reading import LabelsUnreadable, Problems, read_lines, read_names
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import (
    SIZES,
    pictures_of,
    put_picture,
    staged,
    unique_names,
    unique_stems,
    write_sizes,
    write_text,
)
from desktop_app.annotation.formats.yolo import DETECT
from desktop_app.annotation.formats.yolo_lines import line_of
from desktop_app.annotation.formats.yolo_reading import Source, label_files, lengths_in
from desktop_app.annotation.model import LabelSet

CLASSES: Final = "classes.txt"
KEEPS: Final = replace(DETECT, tolerance_share=2e-6)
_DECIMALS: Final = 6
_LISTS: Final = {"train": "train", "valid": "val", "val": "val", "test": "test"}


def _lower(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    return lower(labels, KEEPS)


# labelImg


def _read_labelimg(path: Path, options: ReadOptions) -> LabelSet:
    root = path if path.is_dir() else path.parent
    files = label_files(root) if path.is_dir() else [path]
    if not files:
        raise LabelsUnreadable(str(path), "There are no YOLO label files in it.")
    problems = Problems(path.name)
    names = _class_names(root, files)
    if not names and not any(file.parent.joinpath(CLASSES).is_file() for file in files):
        problems.add("", f"There is no {CLASSES}; classes are called by their numbers.")
    return Source(root, files, "detect", options, names, problems).read()


def _class_names(root: Path, files: Sequence[Path]) -> tuple[str, ...]:
    """The class list at the top, or else the longest of those beside the label files: they only ever grow."""
    if (root / CLASSES).is_file():
        return read_names(root / CLASSES)
    beside = {file.parent / CLASSES for file in files}
    lists = [read_names(path) for path in sorted(beside) if path.is_file()]
    return max(lists, key=len, default=())


def sniff_labelimg(path: Path) -> float:
    """Label files in the way of YOLO with labelImg's class list beside them."""
    look = glance(path)
    if not look.is_folder:
        alone = (path.parent / CLASSES).is_file() and path.suffix.lower() == ".txt" and path.name != CLASSES
        lengths = lengths_in([path]) if alone else []
        return 0.8 if lengths and all(length == 5 for length in lengths) else 0.0
    listed = [name for name in look.entries if name.rpartition("/")[2] == CLASSES]
    if not listed or any(name.endswith((".data", "data.yaml")) for name in look.entries):
        return 0.0
    folder = (path / listed[0]).parent
    beside = [file for file in look.ending(".txt") if file.parent == folder and file.name != CLASSES]
    lengths = lengths_in(beside)
    if not lengths:
        return 0.4 if beside else 0.3
    return 0.9 if all(length == 5 for length in lengths) else 0.0


def _fixed_labelimg(target: Path) -> Sequence[str]:
    return read_names(target / CLASSES) if (target / CLASSES).is_file() else ()


def _write_labelimg(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    """A text beside each labelled picture; `classes.txt` in each folder, its old lines as they were."""
    names = _fixed_labelimg(target)
    fixed = LabelSet().schema.with_names(names).with_names(label.name for label in labels.schema.labels)
    lowered, losses = _lower(replace(labels, schema=fixed))
    with staged(target) as folder:
        _put_texts(lowered, folder, "", labels, options, losses)
        classes = "".join(f"{label.name}\n" for label in lowered.schema.labels)
        places = {PurePosixPath(image).parent for image in unique_names(lowered.annotations)}
        for place in {PurePosixPath("."), *places}:
            write_text(folder / place / CLASSES, classes)
    return losses.report()


def _put_texts(
    lowered: LabelSet, folder: Path, prefix: str, labels: LabelSet, options: WriteOptions, losses: LossCounter
) -> list[str]:
    """Write a label file for each labelled image, and the pictures if they go along; the images' places."""
    index = lowered.schema.index
    pictures = pictures_of(labels, options)
    names = unique_names(lowered.annotations)
    sizes: dict[str, tuple[int, int]] = {}
    beside, inner = PurePosixPath(prefix).parent, f"{PurePosixPath(prefix).name}/" if prefix else ""
    for image, name, stem in zip(lowered.annotations, names, unique_stems(names), strict=True):
        if image.state != "unlabelled":
            size = (image.width, image.height)
            lines = (
                line_of(index[members[0].label], members, size, 0, _DECIMALS) for members in objects_of(image.shapes)
            )
            write_text(folder / f"{prefix}{stem}.txt", "".join(f"{line}\n" for line in lines))
        if not put_picture(image, folder / f"{prefix}{name}", pictures, options, losses) and image.width:
            sizes[f"{inner}{name}"] = (image.width, image.height)
    if sizes:
        write_sizes(folder / beside / SIZES, sizes)
    return [f"{prefix}{name}" for name in names]


# darknet


def _read_darknet(path: Path, options: ReadOptions) -> LabelSet:
    data = path if path.is_file() else _data_file(path)
    if data is None:
        raise LabelsUnreadable(str(path), "There is no obj.data in it.")
    root = data.parent
    keys = _keys(data)
    problems = Problems(path.name)
    names_file = _inside(root, keys.get("names", "obj.names"))
    names = read_names(names_file) if names_file is not None else ()
    if names_file is None:
        problems.add(data.name, f"The class list {keys.get('names', 'obj.names')} is not there.")
    files: dict[Path, None] = {}
    subsets: dict[str, str] = {}
    for key, subset in _LISTS.items():
        listed = _inside(root, keys.get(key, ""))
        for line in read_lines(listed) if listed is not None else ():
            name = PurePosixPath(plain_name(line))
            text = _inside(root, str(name.with_suffix(".txt"))) if name.name else None
            if text is not None:
                files[text] = None
                subsets.setdefault(text.relative_to(root).with_suffix("").as_posix(), subset)
    rest = [file for file in label_files(root) if file.name != "obj.names" and ".data" not in file.name]
    found = Source(root, list(dict.fromkeys((*files, *rest))), "detect", options, names, problems).read()
    said = {
        image.image: subsets[stem] for image in found.annotations if (stem := image.image.rpartition(".")[0]) in subsets
    }
    return replace(found, extras={**found.extras, SUBSETS: said} if said else found.extras)


def _keys(data: Path) -> dict[str, str]:
    pairs = (line.partition("=") for line in read_lines(data) if "=" in line)
    return {key.strip(): value.strip() for key, _, value in pairs}


def _inside(root: Path, name: str) -> Path | None:
    """A file that darknet names from where it was started: looked for below the data file by its last parts."""
    parts = plain_name(name).split("/")
    for start in range(len(parts)):
        path = root.joinpath(*parts[start:])
        if is_there(path):
            return path
    return None


def _data_file(folder: Path) -> Path | None:
    found = [path for path in glance(folder).ending(".data") if _is_data(path)]
    return min(found, key=lambda path: (len(path.parts), path.name), default=None)


def _is_data(path: Path) -> bool:
    head = glance(path).head
    return "names" in head and "=" in head and ("train" in head or "classes" in head)


def sniff_darknet(path: Path) -> float:
    """Whether there is an `obj.data`."""
    if path.is_file():
        return 0.93 if path.suffix.lower() == ".data" and _is_data(path) else 0.0
    return 0.93 if _data_file(path) is not None else 0.0


def _fixed_darknet(target: Path) -> Sequence[str]:
    names = target / "data" / "obj.names"
    return read_names(names) if names.is_file() else ()


def _write_darknet(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    """Yolo_mark's layout: `data/obj.data`, `data/obj.names`, the lists of pictures, texts beside pictures in `data/img`."""
    lowered, losses = _lower(labels)
    with staged(target) as folder:
        places = _put_texts(lowered, folder, "data/img/", labels, options, losses)
        lists: dict[str, list[str]] = {"train": []}
        for image, place in zip(lowered.annotations, places, strict=True):
            subset = options.subsets.get(image.image, "train")
            lists.setdefault("valid" if subset == "val" else subset, []).append(place)
        for name, lines in lists.items():
            write_text(folder / "data" / f"{name}.txt", "".join(f"{line}\n" for line in lines))
        names = [label.name for label in lowered.schema.labels]
        write_text(folder / "data" / "obj.names", "".join(f"{name}\n" for name in names))
        valid = "valid" if "valid" in lists else "train"
        data = [
            f"classes = {len(names)}",
            "train = data/train.txt",
            f"valid = data/{valid}.txt",
            *(["test = data/test.txt"] if "test" in lists else []),
            "names = data/obj.names",
            "backup = backup/",
        ]
        write_text(folder / "data" / "obj.data", "".join(f"{line}\n" for line in data))
    return losses.report()


LABELIMG: Final = Format(
    "labelimg-yolo", "labelImg (YOLO)", sniff_labelimg, _read_labelimg, _write_labelimg,
    treatments=KEEPS.kinds, keeps=KEEPS, fixed_names=_fixed_labelimg,
)  # fmt: skip
DARKNET: Final = Format(
    "darknet", "Darknet (Yolo_mark)", sniff_darknet, _read_darknet, _write_darknet,
    treatments=KEEPS.kinds, keeps=KEEPS, fixed_names=_fixed_darknet, own_folders=True, subsets=True,
)  # fmt: skip
