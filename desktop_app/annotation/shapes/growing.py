"""Masks that grow from a picture: the magic wand, watershed from painted markers, superpixels."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.imagery.imaging import flooded, parts_of, slic, sobel
from desktop_app.annotation.model import Mask
from desktop_app.annotation.shapes.masks import EMPTY, Bits, trimmed

type Picture = NDArray[np.uint8]
"""Shape (height, width) or (height, width, channels); only the first three channels count."""

BORDER: Final = 255
"""The number that a watershed gives to the pixels between two regions when it is asked for borders."""


def wand(picture: Picture, x: int, y: int, tolerance: float, *, connected: bool = True) -> Mask:
    """The pixels whose every channel lies within `tolerance` of the pixel at (x, y), joined to it by edges if `connected`."""
    height, width = picture.shape[:2]
    if not (0 <= x < width and 0 <= y < height):
        return EMPTY
    alike = _alike(picture, x, y, tolerance)
    return trimmed(_joined_to(alike, x, y) if connected else alike)


def _alike(picture: Picture, x: int, y: int, tolerance: float) -> Bits:
    colours = picture.reshape(*picture.shape[:2], -1)[..., :3]
    alike = np.ones(picture.shape[:2], np.bool_)
    for channel in range(colours.shape[2]):
        value = float(colours[y, x, channel])
        plane = colours[..., channel]
        alike &= (plane >= value - tolerance) & (plane <= value + tolerance)
    return alike


def _joined_to(bits: Bits, x: int, y: int) -> Bits:
    parts = parts_of(bits)
    return parts == parts[y, x]


def watershed(picture: Picture, markers: NDArray[np.uint8], *, borders: bool = False) -> NDArray[np.uint8]:
    """Every pixel gets the number of the marker that reaches it first over the picture's edges; shape as `markers`.

    Markers are 1 to 254, 0 where nothing was painted. With `borders` a line one pixel wide, `BORDER`, lies between numbers.
    """
    seeds = np.where(markers == BORDER, 0, markers).astype(np.int32)
    if not seeds.any():
        return np.zeros(markers.shape, np.uint8)
    found = flooded(edges_of(picture), seeds, lines=borders).astype(np.uint8)
    return np.where(found == 0, np.uint8(BORDER), found) if borders else found


def edges_of(picture: Picture) -> NDArray[np.float32]:
    """How steep the picture is at each pixel: the strongest channel's Sobel magnitude; shape (height, width)."""
    colours = picture.reshape(*picture.shape[:2], -1)[..., :3]
    steepest = np.zeros(picture.shape[:2], np.float32)
    for channel in range(colours.shape[2]):
        np.maximum(steepest, sobel(colours[..., channel].astype(np.float32)), out=steepest)
    return steepest


def superpixels(picture: Picture, count: int = 500, compactness: float = 10.0) -> NDArray[np.int32]:
    """About `count` patches of like colour (SLIC), numbered from 0; shape (height, width)."""
    colours = picture.reshape(*picture.shape[:2], -1)[..., :3]
    if colours.shape[2] == 3:
        return slic(colours, max(1, count), compactness)
    return slic(colours[..., 0], max(1, count), compactness / 100)


def patch_at(patches: NDArray[np.int32], x: int, y: int) -> Mask:
    """The superpixel at a place as a mask."""
    height, width = patches.shape
    return trimmed(patches == patches[y, x]) if 0 <= x < width and 0 <= y < height else EMPTY
