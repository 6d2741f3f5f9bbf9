"""What workers do for a labelling pane: open a folder, decode its images, read what its label files say."""

import contextlib
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.folders.folder import ImageFolder, Progress, is_image_name, natural_key, open_images
from desktop_app.annotation.folders.index import Record, keep_index, kept_index, updated
from desktop_app.annotation.folders.labels_ahead import LabelsAhead, read_ahead
from desktop_app.annotation.imagery.archive import image_file
from desktop_app.annotation.imagery.decoding import decode, decode_whole
from desktop_app.annotation.imagery.images import ImageError
from desktop_app.annotation.imagery.pictures import Picture, PictureStore, pixels_of
from desktop_app.annotation.imagery.thumbnails import Thumbnail, thumbnail
from desktop_app.annotation.model import LabelSchema
from desktop_app.annotation.schema import SchemaError, load_schema, migration_between, save_schema
from desktop_app.annotation.shapes.masks import Box
from desktop_app.annotation.shapes.regions import Answer, Request, answer_to


def opened_folder(
    path: str, labels: str = "", progress: Progress | None = None
) -> tuple[ImageFolder, LabelSchema, str]:
    """The folder, its schema, and the name of the image that should come first (empty for the first one)."""
    place = Path(path)
    folder = open_images(place, labels=Path(labels) if labels else None, progress=progress)
    first = place.name if place.is_file() and is_image_name(place.name) else ""
    if not first and place.is_file() and place.suffix == ".json":
        first = min((name for name in folder.names if Path(name).stem == place.stem), key=natural_key, default="")
    return folder, _schema_of(folder), first if first in folder.positions else ""


def _schema_of(folder: ImageFolder) -> LabelSchema:
    """The schema that lies with the labels; an empty one where there is none or it cannot be read."""
    try:
        found = load_schema(Path(folder.labels_folder))
    except SchemaError:
        return LabelSchema()
    return found[0] if found is not None else LabelSchema()


def keep_schema(folder: ImageFolder, schema: LabelSchema, seen: LabelSchema) -> None:
    """Save the schema with the labels over one that was `seen`, by a person who accepted what changes.

    Where the folder's own is another by now, it may only grow: IndicesChanged otherwise, and nothing is written.
    """
    place = Path(folder.labels_folder)
    before = _schema_of(folder)
    names = [label.name for label in before.labels]
    accepted = names == [label.name for label in seen.labels[: len(names)]]
    save_schema(place, schema, migration_between(before, schema) if accepted else None)


def decoded(folder: ImageFolder, name: str, store: PictureStore) -> Generator[Picture, None, Picture]:
    """An image of the folder, for a large one a small picture first; ImageError when it cannot be shown."""
    return (yield from decode(image_file(folder, name), store))


def prepare_images(
    folder: ImageFolder, names: Sequence[str], store: PictureStore
) -> Generator[LabelsAhead, None, None]:
    """Read the labels of images that will be wanted soon, then decode them; broken ones are told when they come to the front."""
    yield from read_ahead(folder, names)
    for name in names:
        with contextlib.suppress(Exception):
            decode_whole(image_file(folder, name), store)


def read_index(
    folder: ImageFolder, known: Mapping[str, Record] | None
) -> Generator[dict[str, Record], None, dict[str, Record]]:
    """Batches of records; an index that was kept between two openings comes first."""
    start = dict(known) if known else kept_index(folder)
    if not known and start:
        yield start
    index = yield from updated(folder, start)
    with contextlib.suppress(OSError):
        keep_index(folder, index)
    return {}


def small_pictures(
    folder: ImageFolder, names: Sequence[str], side: int
) -> Generator[tuple[str, Thumbnail | str], None, None]:
    """Small pictures of images, one after another; a sentence for one that has none."""
    for name in names:
        try:
            yield name, thumbnail(image_file(folder, name), side)
        except (ImageError, OSError) as error:
            yield name, str(error)


def answered(picture: Picture, request: Request) -> Answer:
    """What the canvas asks about a decoded picture: a magic wand, a watershed, superpixels."""
    pixels = pixels_of(picture)

    def load(box: Box, scale: int) -> NDArray[np.uint8]:
        left, top, right, bottom = box
        return np.ascontiguousarray(pixels[top:bottom, left:right, :3][::scale, ::scale])

    return answer_to(request, load)
