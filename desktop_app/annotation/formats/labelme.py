"""labelme: the native label format; one JSON file an image, beside it."""

import json
import os
import posixpath
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import Any, Final, cast

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.folders.saving import load_labels
from desktop_app.annotation.folders.splits import load_split
from desktop_app.annotation.formats.glance import IMAGE_ENDINGS
from desktop_app.annotation.formats.labelme_reading import LabelFileError
from desktop_app.annotation.formats.labelme_stand_ins import stand_in
from desktop_app.annotation.formats.labelme_writing import label_file
from desktop_app.annotation.formats.pictures import is_there
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import staged
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Problem, labels_in
from desktop_app.annotation.schema import FILE as SCHEMA_FILE
from desktop_app.annotation.schema import SchemaError, load_schema, schema_file
from desktop_app.annotation.texts import text_of

SUFFIX: Final = ".json"
_PEEK: Final = 1 << 20
_LOOKED_AT: Final = 20
"""Files of a folder that are looked into to recognise it."""


def sniff(path: Path) -> float:
    """How sure it is that these are labelme's files."""
    try:
        if path.is_file():
            return _sniff_file(path)
        found = [_sniff_file(file) for file in _some_files(path)]
    except OSError:
        return 0.0
    return max(found, default=0.0) * (sum(map(bool, found)) / len(found)) ** 0.5 if found else 0.0


def _some_files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for file in _json_files(folder):
        found.append(file)
        if len(found) == _LOOKED_AT:
            break
    return found


def _json_files(folder: Path) -> Iterator[Path]:
    """Every label file below a folder, in the order of names."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(SUFFIX) and not name.startswith((".", "weightsmith-")):
                yield Path(place, name)


def _sniff_file(path: Path) -> float:
    with path.open("rb") as file:
        head = file.read(_PEEK)
    text = text_of(head)
    if not text.lstrip().startswith("{"):
        return 0.0
    try:
        keys: set[str] = set(cast(dict[str, Any], json.loads(text)))
    except (ValueError, RecursionError):
        if len(head) < _PEEK:
            return 0.0
        keys = set(re.findall(r'^ {0,4}"(\w+)"\s*:', text, re.MULTILINE))
    if not keys & {"shapes", "imageData"} or not keys & {"imagePath", "imageData"}:
        return 0.0
    foreign = "checked" in keys or re.search(r'"(kie_linking|difficult)"\s*:', text) is not None
    return 0.6 if foreign else 0.95


def read(path: Path, options: ReadOptions) -> LabelSet:
    """Read one file, or all label files below a folder; those that are none become problems."""
    root = path if path.is_dir() else path.parent
    files = _json_files(path) if path.is_dir() else iter([path])
    annotations: list[Annotation] = []
    problems: list[Problem] = []
    for file in files:
        place = file.relative_to(root)
        try:
            loaded = load_labels(file)
        except (LabelFileError, OSError) as error:
            problems.append(Problem(place.as_posix(), str(error), "The other files are read."))
            continue
        annotations.append(replace(loaded.annotation, image=_from_root(loaded.annotation.image, file, root)))
        problems += [replace(one, where=_at(place, one.where)) for one in loaded.problems]
    schema = _schema(root, problems).with_names(labels_in(annotations))
    split = load_split(root)
    extras = {"subsets": split} if split else {}
    return LabelSet(tuple(annotations), schema, str(root), "labelme", tuple(problems), extras)


def _schema(root: Path, problems: list[Problem]) -> LabelSchema:
    """The label schema that lies beside the labels, if there is one."""
    try:
        found = load_schema(root)
    except SchemaError as error:
        problems.append(Problem(SCHEMA_FILE, str(error), "Labels are numbered as they occur."))
        return LabelSchema()
    if found is None:
        return LabelSchema()
    problems += found[1]
    return found[0]


def _at(place: Path, where: str) -> str:
    return f"{place.as_posix()}{where.removeprefix(place.name)}"


def _from_root(image: str, file: Path, root: Path) -> str:
    """The image's path from the root; labelme writes it from the file."""
    if not image:
        return file.with_suffix("").relative_to(root).as_posix()
    if PurePosixPath(image).is_absolute() or re.match(r"[A-Za-z]:/", image):
        return image
    return posixpath.normpath(posixpath.join(file.parent.relative_to(root).as_posix(), image))


# -- writing


def write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    """Write one file an image into `target`, in folders as the images lie; images may be copied or linked along."""
    losses = LossCounter()
    taken: set[str] = set()
    # beside the target and as deep as it, so that paths to pictures elsewhere stay right when it moves there
    with staged(target) as folder:
        written: dict[Path, Annotation] = {}
        for annotation in labels.annotations:
            image = inside(annotation.image)
            file = folder / _free_name(image, taken)
            source = Path(labels.root, annotation.image) if labels.root else Path(annotation.image)
            file.parent.mkdir(parents=True, exist_ok=True)
            named = _with_picture(annotation, source, folder / image, file, options)
            file.write_bytes(label_file(named))
            _count_losses(annotation, losses)
            written[file] = annotation
        schema = options.schema or labels.schema
        in_order = [written[file] for file in _json_files(folder) if file in written]
        if schema != LabelSchema().with_names(labels_in(in_order)):
            (folder / SCHEMA_FILE).write_bytes(schema_file(schema))
    return losses.report()


def inside(image: str) -> str:
    """A path of an image without what would lead out of a folder: `../x/a.jpg` and `/x/a.jpg` become `x/a.jpg`."""
    parts = [part for part in image.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    parts = [part.replace(":", "_") for part in parts]
    return "/".join(parts) or "image"


def _free_name(image: str, taken: set[str]) -> str:
    """`a.json` for `a.jpg`; for a second image of that stem `a.png.json`, as labelme itself names them."""
    stem = PurePosixPath(image).with_suffix("").as_posix()
    names = chain((stem + SUFFIX, image + SUFFIX), (f"{stem}-{number}{SUFFIX}" for number in count(2)))
    free = next(name for name in names if name.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _with_picture(annotation: Annotation, source: Path, wanted: Path, file: Path, options: WriteOptions) -> Annotation:
    """The annotation with the image's path from the label file, after the image was brought along if that is wanted."""
    # a label file may name any file of the machine; only pictures are brought along
    if options.images != "none" and source.suffix.lower() in IMAGE_ENDINGS and is_there(source):
        place_image(source, wanted, options.images)
        return replace(annotation, image=Path(os.path.relpath(wanted, file.parent)).as_posix())
    if is_there(source):
        try:
            return replace(annotation, image=Path(os.path.relpath(source, file.parent)).as_posix())
        except ValueError:  # another drive
            return replace(annotation, image=source.as_posix())
    return annotation


def place_image(source: Path, target: Path, how: str) -> None:
    """Copy or link an image; a link that the file system refuses becomes a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and source.samefile(target):
        return
    target.unlink(missing_ok=True)
    if how == "link":
        try:
            target.symlink_to(os.path.realpath(source))
            return
        except OSError:
            pass
    shutil.copy2(source, target)


def _count_losses(annotation: Annotation, losses: LossCounter) -> None:
    """What labelme itself will not show; this program finds it again."""
    for shape in annotation.shapes:
        shown = stand_in(shape)
        if shown is None:
            losses.add("shape without a place is hidden from labelme", annotation.image)
        elif shape.holes:
            losses.add("hole became a cut in the outline", annotation.image)
        elif not shown.exact:
            losses.add(f"{shape.kind} became {shown.type} in labelme", annotation.image)
        if len(shape.labels) > 1:
            losses.add("only the first label is shown by labelme", annotation.image)


FORMAT: Final = Format(
    name="labelme",
    title="labelme",
    sniff=sniff,
    read=read,
    write=write,
    target="folder",
    suffix=SUFFIX,
    treatments={"ellipse": "polygon", "skeleton": "points", "cuboid": "polygon"},
)
