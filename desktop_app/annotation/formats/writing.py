"""Exports that are there whole or not at all: built beside their place, then moved to it."""

import json
import os
import secrets
import shutil
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, Final

from desktop_app.annotation.exchange.losses import LossCounter
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.registry import WriteOptions
from desktop_app.annotation.model import Annotation, LabelSet, Points

_AT_ONCE: Final = 16
_LAYOUT: Final = frozenset(
    {"images", "jpegimages", "train", "val", "valid", "validation", "test", "data", "img", "obj_train_data"}
)

SIZES: Final = "image-sizes.csv"
"""File that says how large the pictures are, beside labels in fractions whose pictures do not go along."""


@contextmanager
def _built_beside(target: Path, into: Path) -> Generator[Path]:
    """A new folder beside `target`; what is in it moves to `into` at the end, or is gone after an error."""
    place = Path(os.path.abspath(target))  # `.` has no name
    place.parent.mkdir(parents=True, exist_ok=True)
    folder = place.with_name(f".{place.name[:60]}.{os.getpid()}-{secrets.token_hex(4)}.part")
    folder.mkdir()
    try:
        yield folder
        _flush(folder)
        moved_into_place(folder, into)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def staged(target: Path) -> Generator[Path]:
    """A new folder beside `target` to build in; what is in it moves to `target` at the end, or is gone after an error.

    Files that were at the target already and that the export does not have stay there.
    """
    with _built_beside(target, target) as folder:
        yield folder


@contextmanager
def staged_file(target: Path) -> Generator[Path]:
    """A path to write a file at; it and what is written beside it move to `target` and its folder at the end."""
    with _built_beside(target, target.parent) as folder:
        yield folder / target.name


def _flush(folder: Path) -> None:
    """Bring the finished files to the disk before they get their names; many at once, since each waits for the disk."""
    files = [Path(here) / name for here, _, names in os.walk(folder) for name in names]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(_flush_file, files))


def _flush_file(path: Path) -> None:
    if not path.is_symlink():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def moved_into_place(folder: Path, target: Path) -> None:
    """Move a finished folder to `target`: by one rename when nothing is there, else file by file."""
    if not target.exists():
        folder.rename(target)
        return
    for here, folders, names in os.walk(folder):
        place = target / Path(here).relative_to(folder)
        for name in folders:
            (place / name).mkdir(exist_ok=True)
        for name in names:
            os.replace(Path(here) / name, place / name)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text, with the folders that it needs, into a folder that is being built."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def write_json(path: Path, document: Any, indent: int | None = None) -> None:
    """Write a JSON document."""
    separators = None if indent else (",", ":")
    write_text(path, json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators))


def plain(value: float, decimals: int = 6) -> str:
    """A number without needless zeros: `12`, `0.5`."""
    text = f"{value:.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-0", "0", 1 if float(text) == 0 else 0)


def tidy(value: float) -> float | int:
    """A coordinate as JSON says it shortest: whole numbers without a point, others to a billionth of a pixel."""
    rounded = round(value, 9)
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def flat(points: Points) -> list[float | int]:
    """x, y, x, y, ... of points."""
    return [tidy(value) for value in points.ravel().tolist()]


def unique_names(images: Sequence[Annotation]) -> list[str]:
    """A path for each image that nobody else has and that stays inside the export: `a/x.jpg`, `x-2.jpg`."""
    taken: set[str] = set()
    names: list[str] = []
    for position, image in enumerate(images):
        name = plain_name(image.image) or f"image-{position + 1}"
        path, count = PurePosixPath(name), 1
        while str(path).lower() in taken:
            count += 1
            path = PurePosixPath(name).with_stem(f"{PurePosixPath(name).stem}-{count}")
        taken.add(str(path).lower())
        names.append(str(path))
    return names


def without_layout(names: Sequence[str]) -> list[str]:
    """The names without leading folders that are another data set's layout (`images/train/`), if they stay apart."""
    shorter: list[str] = []
    for name in names:
        parts = name.split("/")
        while len(parts) > 1 and parts[0].lower() in _LAYOUT:
            parts = parts[1:]
        shorter.append("/".join(parts))
    return shorter if len({name.lower() for name in shorter}) == len(names) else list(names)


def unique_stems(names: Sequence[str]) -> list[str]:
    """The names without their endings, told apart where only the ending did that: `x`, `x.png`."""
    taken: set[str] = set()
    stems: list[str] = []
    for name in names:
        stem = str(PurePosixPath(name).with_suffix(""))
        if stem.lower() in taken:
            stem = name
        taken.add(stem.lower())
        stems.append(stem)
    return stems


def pictures_of(labels: LabelSet, options: WriteOptions) -> Pictures:
    """Where the pictures of a set are."""
    if options.pictures is not None:
        return options.pictures
    return Pictures((Path(labels.root),) if labels.root else ())


def put_picture(image: Annotation, place: Path, pictures: Pictures, options: WriteOptions, losses: LossCounter) -> bool:
    """Copy or link an image's picture to its place in the export, as the person wants; False when it is not there."""
    if options.images == "none":
        return False
    found = pictures.find(image.image)
    if found is None:
        losses.add("picture not found", image.image)
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    if options.images == "link":
        try:
            place.symlink_to(os.path.realpath(found))
            return True
        except OSError:  # a system or a disk without links
            pass
    shutil.copyfile(found, place)
    return True


def write_sizes(path: Path, sizes: Mapping[str, tuple[int, int]]) -> None:
    """Write how large pictures are: `name,width,height`."""
    import csv
    import io

    table = io.StringIO()
    rows: Iterable[tuple[str | int, ...]] = ((name, *size) for name, size in sizes.items())
    csv.writer(table, lineterminator="\n").writerows([("image", "width", "height"), *rows])
    write_text(path, table.getvalue())
