"""An image file brought onto the canvas: decoded no larger than needed, upright, scaled, padded."""

import os
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_app.annotation.imagery.decoding import shown_of
from desktop_app.annotation.imagery.images import ImageError, image_size, opened, seen_size
from desktop_app.training.data.placing import Canvas, Placement

type Pixels = NDArray[np.uint8]
"""Shape (height, width, 3), RGB."""

PADDING: Final = 114
"""Grey of what the image leaves free of the canvas."""


class UnreadableImage(ValueError):
    """One image that cannot be used; the others can."""


def picture_on(canvas: Canvas, path: str) -> tuple[Pixels, Placement]:
    """The image on its canvas, shape (canvas height, canvas width, 3), and how it lies there; raises `UnreadableImage`."""
    try:
        with opened(Path(path)) as file:
            width, height = seen_size(file)
            placement = Placement.of(width, height, canvas)
            if file.format == "JPEG":  # decoded at an eighth, a quarter or a half where that suffices
                file.draft("RGB", (max(placement.size), max(placement.size)))
            image = shown_of(file, Path(path))
            if image.mode != "RGB":  # premultiplied with its opacity: as it looks on black
                image = Image.merge("RGB", image.split()[:3])
            return _padded(_scaled(image, placement), canvas), placement
    except ImageError as error:
        raise UnreadableImage(f"{path}: {error}") from None


def array_on(canvas: Canvas, pixels: Pixels) -> tuple[Pixels, Placement]:
    """The same for an image that is decoded already."""
    height, width = pixels.shape[:2]
    placement = Placement.of(width, height, canvas)
    return _padded(_scaled(Image.fromarray(pixels), placement), canvas), placement


def size_of(path: str) -> tuple[int, int]:
    """Width and height as seen, from the file's head; (0, 0) when it cannot be told."""
    try:
        return image_size(Path(path))
    except ImageError:
        return (0, 0)


def identity_of(path: str) -> tuple[int, int]:
    """What changes when an image file changes: its time of change in ns and its size; zeros when it is gone."""
    try:
        found = os.stat(path)
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def _scaled(image: Image.Image, placement: Placement) -> Pixels:
    if image.size != placement.size:
        image = image.resize(placement.size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(image, np.uint8)


def _padded(pixels: Pixels, canvas: Canvas) -> Pixels:
    width, height = canvas
    if pixels.shape[:2] == (height, width):
        return np.ascontiguousarray(pixels)
    whole = np.full((height, width, 3), PADDING, np.uint8)
    whole[: pixels.shape[0], : pixels.shape[1]] = pixels
    return whole
