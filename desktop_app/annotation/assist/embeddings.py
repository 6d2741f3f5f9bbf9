"""What a model saw in an image, kept beside the decoded image so that every further question about it is quick, also after a restart."""

import contextlib
import os
import secrets
from collections import OrderedDict
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from desktop_app.annotation.assist.models import AssistError, first_line, key_of_model, osam_part
from desktop_app.annotation.imagery.pictures import Picture, pixels_of

type Seen = tuple[Any, float]
"""osam's `ImageEmbedding`, and how many of its pixels one pixel of the image became."""

_IN_MEMORY: Final = 6
_ON_DISK: Final = 40
"""Files of about 4 MB."""
_SUFFIX: Final = ".seen.npz"
_LARGEST_SIDE: Final = 1600
"""Larger images are shown to the model reduced: it works on 1024 pixels anyway."""

_kept: OrderedDict[str, Seen] = OrderedDict()


def seen_by(model: Any, name: str, picture: Picture) -> Seen:
    """What the model sees in the picture: from memory, from the disk, or looked at now (seconds)."""
    file = kept_file(picture, name)
    key = str(file)
    if key not in _kept:
        seen = _read(file)
        if seen is None:
            seen = _looked(model, picture)
            _write(file, seen)
        _kept[key] = seen
        while len(_kept) > _IN_MEMORY:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def kept_file(picture: Picture, name: str) -> Path:
    """Where what a model saw lies: both the image's and the model's part of the name change with their files."""
    image = Path(picture.file)
    return image.with_name(f"{image.stem}-{key_of_model(name)}{_SUFFIX}")


def _looked(model: Any, picture: Picture) -> Seen:
    reduce = max(1, -(-max(picture.width, picture.height) // _LARGEST_SIDE))
    pixels = pixels_of(picture, reduce)[:, :, :3]
    again = max(1, -(-max(pixels.shape[:2]) // _LARGEST_SIDE))
    shown = np.ascontiguousarray(pixels[::again, ::again])
    try:
        return model.encode_image(shown), shown.shape[1] / picture.width
    except Exception as error:
        raise AssistError(f"The model could not look at the image: {first_line(error)}") from None


def _read(file: Path) -> Seen | None:
    try:
        with file.open("rb") as source, np.load(source, allow_pickle=False) as found:
            height, width, scale = (float(value) for value in found["size"])
            more = [found[f"more{number}"] for number in range(len(found.files) - 2)]
            embedding = osam_part("osam.types").ImageEmbedding(
                original_height=int(height),
                original_width=int(width),
                embedding=found["embedding"],
                extra_features=more,
            )
    except (OSError, ValueError, KeyError, EOFError, ImportError, BadZipFile):
        return None  # not there, or cut off: looked at again
    with contextlib.suppress(OSError):
        os.utime(file)
    return embedding, scale


def _write(file: Path, seen: Seen) -> None:
    embedding, scale = seen
    more = {f"more{number}": found for number, found in enumerate(embedding.extra_features)}
    size = np.array([embedding.original_height, embedding.original_width, scale])
    beside = file.with_name(f".{file.stem}-{secrets.token_hex(4)}.part")
    with contextlib.suppress(OSError):  # it is kept in memory anyway
        try:
            with beside.open("xb") as target:
                np.savez(target, size=size, embedding=embedding.embedding, **more)
            os.replace(beside, file)
        finally:
            beside.unlink(missing_ok=True)
        _make_room(file.parent)


def _make_room(folder: Path) -> None:
    """The files that were not used for the longest time go."""
    found: list[tuple[float, Path]] = []
    for file in folder.glob(f"*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            found.append((file.stat().st_mtime, file))
    for _, file in sorted(found)[:-_ON_DISK]:
        file.unlink(missing_ok=True)
