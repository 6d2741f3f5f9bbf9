"""A folder for each class with the pictures in it, perhaps below `train`, `val` and `test`."""

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower
from desktop_app.annotation.formats.glance import IMAGE_ENDINGS, glance
from desktop_app.annotation.formats.opening import SUBSETS
from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import LabelsUnreadable, mapping
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import pictures_of, put_picture, staged
from desktop_app.annotation.model import KINDS, Annotation, LabelSchema, LabelSet

KEEPS: Final = Keeps(kinds=dict.fromkeys(KINDS, "drop"), image=frozenset({"flags"}), extras="folders")
_SUBSETS: Final = {
    "train": "train",
    "training": "train",
    "valid": "val",
    "val": "val",
    "validation": "val",
    "test": "test",
}


def _sniff(path: Path) -> float:
    """Pictures in folders, none beside the folders, and nothing that other formats write."""
    look = glance(path)
    if not look.is_folder or not look.entries:
        return 0.0
    pictures = [name for name in look.entries if PurePosixPath(name).suffix.lower() in IMAGE_ENDINGS]
    classes = {_class_of(name)[0] for name in pictures}
    others = [name for name in look.entries if name.endswith((".json", ".xml", ".csv", ".yaml", ".data"))]
    texts = [name for name in look.entries if name.endswith(".txt") and "/" in name]
    if "" in classes or len(classes) < 2 or others or texts or classes & {"images", "labels", "JPEGImages", "masks"}:
        return 0.0
    return 0.5


def _class_of(name: str) -> tuple[str, str]:
    """Class and subset of a picture by its folders."""
    parts = name.split("/")[:-1]
    subset = _SUBSETS.get(parts[0].lower(), "") if len(parts) > 1 else ""
    return (parts[1] if subset else parts[0] if parts else ""), subset


def _read(path: Path, options: ReadOptions) -> LabelSet:
    if not path.is_dir():
        raise LabelsUnreadable(str(path), "Class folders are a folder.")
    pictures = Pictures((path,), options.sizes)
    names = pictures.names()
    if not names:
        raise LabelsUnreadable(str(path), "There are no pictures in it.")
    images: list[Annotation] = []
    subsets: dict[str, str] = {}
    for name in names:
        label, subset = _class_of(name)
        found = pictures.find(name)
        size = pictures.look(found) if found is not None else None
        state = "labelled" if label else "unlabelled"
        images.append(Annotation(name, *(size or (0, 0))[:2], flags={label: True} if label else {}, state=state))
        if subset:
            subsets[name] = subset
    classes = tuple(sorted({label for image in images for label in image.classes}))
    extras = {SUBSETS: subsets} if subsets else {}
    return LabelSet(tuple(images), LabelSchema(image_classes=classes), str(path), "", (), extras)


def _lower(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    """One image for each class that holds, named by where it goes; images without a class have no place."""
    lowered, losses = lower(labels, KEEPS)
    images: list[Annotation] = []
    taken: set[str] = set()
    for image in lowered.annotations:
        if not image.classes:
            losses.add("image without a class dropped", image.image)
        elif len(image.classes) > 1:
            losses.add("image of several classes put into each", image.image)
        for label in image.classes:
            name = _free(f"{_folder(label)}/{PurePosixPath(plain_name(image.image)).name}", image, taken, losses)
            if _folder(label) != label:
                losses.add("class renamed to be a folder's name", image.image)
            came = image.extras or {"folders": {"from": image.image}}
            images.append(replace(image, image=name, flags={_folder(label): True}, state="labelled", extras=came))
    return replace(lowered, annotations=tuple(images)), losses


def _folder(label: str) -> str:
    """A class as the name of a folder: without what file systems do not take."""
    kept = "".join("_" if letter in '/\\:*?"<>|' or letter < " " else letter for letter in label).strip(" .")
    return kept or "_"


def _free(name: str, image: Annotation, taken: set[str], losses: LossCounter) -> str:
    path, count = PurePosixPath(name), 1
    while str(path).lower() in taken:
        count += 1
        path = PurePosixPath(name).with_stem(f"{PurePosixPath(name).stem}-{count}")
    if count > 1:
        losses.add("picture renamed because its folder has one of that name", image.image)
    taken.add(str(path).lower())
    return str(path)


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    """Copies of the pictures, or links to them: without the pictures this format says nothing."""
    wanted = replace(options, images="copy") if options.images == "none" else options
    pictures = pictures_of(labels, options)
    lowered, losses = _lower(labels)
    return _put(lowered, target, wanted, pictures, losses)


def _put(
    lowered: LabelSet, target: Path, options: WriteOptions, pictures: Pictures, losses: LossCounter
) -> tuple[Loss, ...]:
    with staged(target) as folder:
        for image in lowered.annotations:
            came = str(mapping(image.extras.get("folders")).get("from", image.image))
            subset = options.subsets.get(came, "")  # by the image, which lies in the folder of its class by now
            put_picture(replace(image, image=came), folder / subset / image.image, pictures, options, losses)
    return losses.report()


FORMAT: Final = Format(
    "folders", "Class folders", _sniff, _read, _write, treatments=KEEPS.kinds, keeps=KEEPS, lower=_lower, needs_pictures=True,
    subsets=True,
)  # fmt: skip
