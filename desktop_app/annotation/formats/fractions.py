"""Labels in fractions of an image: its size from a list beside the labels, from the person, or from the picture."""

from pathlib import Path

from desktop_app.annotation.formats.pictures import Pictures, plain_name
from desktop_app.annotation.formats.reading import BadRecord, LabelsUnreadable, read_csv, size_of
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.formats.writing import SIZES, write_sizes
from desktop_app.annotation.model import LabelSet

NO_SIZE = "Nobody says how large the image is, and places are given in fractions of it."


def pictures_beside(path: Path, options: ReadOptions) -> Pictures:
    """Pictures of a label file, with the sizes in the list beside it."""
    folders = tuple(dict.fromkeys(folder for folder in (options.images, path.parent) if folder is not None))
    return Pictures(folders, {**_listed(path.parent / SIZES), **options.sizes})


def _listed(path: Path) -> dict[str, tuple[int, int]]:
    if not path.is_file():
        return {}
    sizes: dict[str, tuple[int, int]] = {}
    try:
        rows = read_csv(path, ",")
    except LabelsUnreadable:
        return {}
    for row in rows[1:]:
        try:
            if len(row) == 3:
                sizes[plain_name(row[0])] = (size_of(row[1]), size_of(row[2]))
        except BadRecord:
            continue
    return {name: size for name, size in sizes.items() if all(size)}


def put_sizes(folder: Path, labels: LabelSet, names: list[str]) -> None:
    """Write the list of sizes, without which places mean nothing where the pictures are not."""
    pairs = zip(labels.annotations, names, strict=True)
    write_sizes(folder / SIZES, {name: (image.width, image.height) for image, name in pairs if image.width})
