"""Images decoded into the store of pictures, large ones small first; nothing here ever writes an image's file."""

import os
import shutil
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from desktop_app.annotation.imagery.images import LIMITS, ImageError, Limits, opened, orientation_of, seen_size
from desktop_app.annotation.imagery.pictures import (
    Level,
    Picture,
    PictureStore,
    key_of,
    levels_for,
    size_of,
    write_picture,
)
from desktop_app.annotation.imagery.tiffs import RANGE, read_tiff, stretched
from desktop_app.annotation.sentences import reason_of

if TYPE_CHECKING:
    from PIL.Image import Image

_PREVIEWED: Final = 40_000_000
"""Images of more pixels are shown small first, where their format can be decoded small."""
_BAND: Final = 256
"""Rows that are converted at once."""


def decode(path: Path, store: PictureStore, limits: Limits = LIMITS) -> Generator[Picture, None, Picture]:
    """Decode an image into the store and give its `Picture`; for a large one a small picture comes first.

    Decoding ahead is calling this for the next images: what is in the store already costs nothing.
    ImageError when the image cannot be shown.
    """
    try:
        key = key_of(path, path.stat())
    except OSError:
        key = os.urandom(8).hex()  # opening says what is wrong
    ready = store.find(key)
    if ready is not None:
        return ready
    small = _preview(path, limits)
    if small is not None:
        yield _kept(*small, path, store, key + "-preview")
        del small
    return _kept(*_decoded(path, limits), path, store, key)


def decode_whole(path: Path, store: PictureStore) -> Picture:
    """As `decode`, without the small picture before."""
    steps = decode(path, store)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return cast(Picture, stop.value)


def decoded_or_reason(path: Path, store: PictureStore) -> Generator[Picture, None, Picture | ImageError]:
    """As `decode`; what is wrong with the image is the result, so that it keeps its code on the way to the window."""
    try:
        return (yield from decode(path, store))
    except ImageError as error:
        return error


def ahead(names: Iterable[str], position: int, forwards: bool = True, count: int = 3) -> tuple[str, ...]:
    """Which images to decode next: some in the direction of travel, then one behind."""
    listed = list(names)
    step = 1 if forwards else -1
    places = [position + step * n for n in range(1, count + 1)] + [position - step]
    return tuple(listed[place] for place in places if 0 <= place < len(listed))


def _preview(path: Path, limits: Limits) -> "tuple[Image, Picture] | None":
    """A large JPEG decoded at an eighth of its size, which takes a tenth of the time."""
    with opened(path, limits) as image:
        whole, mode = seen_size(image), image.mode
        if whole[0] * whole[1] <= _PREVIEWED or image.format not in ("JPEG", "MPO"):
            return None
        image.draft("RGB", (image.width // 8, image.height // 8))
        small = _upright(image).convert("RGB")
        levels = levels_for(*whole, first=8)
        if abs(small.width - levels[0].width) > 1 or abs(small.height - levels[0].height) > 1:
            return None
        return small.resize((levels[0].width, levels[0].height)), Picture("", *whole, levels, mode=mode)


def _decoded(path: Path, limits: Limits) -> "tuple[Image, Picture]":
    with opened(path, limits) as image:
        mode, frames = image.mode, int(getattr(image, "n_frames", 1) or 1)
        shown, low, high = _shown(_upright(_loaded(image, path, limits)))
        return shown, Picture("", *shown.size, levels_for(*shown.size), shown.mode != "RGBa", mode, low, high, frames)


def shown_of(image: "Image", path: Path, limits: Limits = LIMITS) -> "Image":
    """An image that was opened, upright, as RGB or premultiplied RGBA."""
    return _shown(_upright(_loaded(image, path, limits)))[0]


def _loaded(image: "Image", path: Path, limits: Limits) -> "Image":
    """The image with its pixels; what Pillow cannot read of TIFF (or reads wrongly) is read with tifffile."""
    if not _is_deep(image):
        try:
            image.load()
            return image
        except (OSError, ValueError, TypeError, KeyError):
            if image.format != "TIFF":
                raise
    return read_tiff(path, limits.trusted_pixels)


def _is_deep(image: "Image") -> bool:
    """Whether this is a TIFF of colours of more than 8 bits: Pillow takes the wrong byte of them when planes lie apart."""
    tags: Any = getattr(image, "tag_v2", None)
    bits: Any = tags.get(258, (8,)) if tags is not None else (8,)
    return image.mode in ("RGB", "RGBA", "RGBX") and max(bits) > 8


def _upright(image: "Image") -> "Image":
    """The image turned and mirrored as its EXIF orientation says."""
    from PIL.Image import Transpose

    if image.format == "TIFF":
        return image
    steps = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    step = steps.get(orientation_of(image))
    return image if step is None else image.transpose(step)


def _shown(image: "Image") -> "tuple[Image, float, float]":
    """The image as RGB or, where it has opacity, premultiplied RGBA; with the values that became black and white."""
    from PIL import Image

    low, high = cast("tuple[float, float]", image.info.get(RANGE, (0.0, 255.0)))
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        shown, low, high = stretched(np.asarray(image))
        return Image.fromarray(shown).convert("RGB"), low, high
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        clear = image if image.mode in ("RGBA", "RGBa") else image.convert("RGBA")
        alpha = cast("tuple[int, int]", clear.getchannel("A").getextrema()) if clear.mode == "RGBA" else (0, 255)
        if alpha[0] < 255:
            return clear.convert("RGBa") if clear.mode == "RGBA" else clear, low, high
        return clear.convert("RGB"), low, high
    return image if image.mode == "RGB" else image.convert("RGB"), low, high


# -- into the store


def _kept(image: "Image", picture: Picture, path: Path, store: PictureStore, key: str) -> Picture:
    """Write the image and its halves into the store; where the disk has no room for the largest, without it."""
    levels = picture.levels
    size = size_of(levels)
    folder = store.folder(size)
    try:
        store.make_room(size)
        folder.mkdir(parents=True, exist_ok=True)
        while len(levels) > 1 and size_of(levels) > shutil.disk_usage(folder).free * 0.8:
            levels = levels_for(picture.width, picture.height, levels[1].scale)
        picture = replace(picture, levels=levels)
        return write_picture(picture, folder / f"{key}.pix", _halves(image, levels))
    except OSError as error:
        raise ImageError("image-no-room", name=path.name, reason=reason_of(error)) from None
    except MemoryError:
        raise ImageError("image-memory", name=path.name) from None


def _halves(image: "Image", levels: tuple[Level, ...]) -> "Iterator[tuple[Level, Iterable[bytes]]]":
    current = image
    have = round(max(levels[0].scale * levels[0].width / max(1, image.width), 1))
    for level in levels:
        factor = level.scale // max(1, have)
        if factor > 1:
            current, have = current.reduce(factor), level.scale
        if current.size != (level.width, level.height):
            current = current.resize((level.width, level.height))
        yield level, _rows(current)


def _rows(image: "Image") -> Iterator[bytes]:
    for top in range(0, image.height, _BAND):
        yield packed(image.crop((0, top, image.width, min(image.height, top + _BAND))))


def packed(image: "Image") -> bytes:
    """Rows of four bytes a pixel; the fourth is 255 where there is no opacity, as painting relies on."""
    return image.tobytes("raw", "RGBa") if image.mode == "RGBa" else image.convert("RGBA").tobytes("raw", "RGBA")
