"""Labels of a turned photograph whose file counts pixels as stored, brought to the picture as it is seen."""

from dataclasses import replace
from typing import Final

import numpy as np

from desktop_app.annotation.formats.pictures import Pictures
from desktop_app.annotation.model import Annotation, LabelSet, Mask, Points, Shape, points_of

_TURNS: Final[dict[int, tuple[bool, bool]]] = {5: (False, False), 6: (True, False), 7: (True, True), 8: (False, True)}
"""EXIF orientations that swap width and height: whether x, and y, as seen are then mirrored."""


def as_seen(labels: LabelSet, pictures: Pictures) -> LabelSet:
    """The set with the size of each picture as it is seen; labels that were made on the stored pixels are turned with it.

    That they were made so shows in the file's size: it is the picture's with width and height exchanged. Orientations
    that keep the size (2, 3, 4) do not show and are taken to be as seen.
    """
    images = tuple(_as_seen(image, pictures) for image in labels.annotations)
    return replace(labels, annotations=images)


def _as_seen(image: Annotation, pictures: Pictures) -> Annotation:
    path = pictures.find(image.image)
    seen = pictures.look(path) if path is not None else None
    if seen is None:
        return image
    width, height, orientation = seen
    if not image.width or not image.height:
        return replace(image, width=width, height=height)
    stored = (image.width, image.height) == (height, width) and width != height
    return turned(image, orientation) if orientation in _TURNS and stored else image


def turned(image: Annotation, orientation: int) -> Annotation:
    """The labels of an image as stored as those of the image as seen, for EXIF orientations 5 to 8."""
    width, height = image.height, image.width
    shapes = tuple(_turned_shape(shape, orientation, width, height) for shape in image.shapes)
    return replace(image, width=width, height=height, shapes=shapes)


def _turned_points(points: Points, orientation: int, width: float, height: float) -> Points:
    mirror_x, mirror_y = _TURNS[orientation]
    x, y = points[:, 1], points[:, 0]
    return points_of(np.stack([width - x if mirror_x else x, height - y if mirror_y else y], axis=1))


def _turned_shape(shape: Shape, orientation: int, width: int, height: int) -> Shape:
    points = _turned_points(shape.points, orientation, width, height)
    holes = tuple(_turned_points(hole, orientation, width, height) for hole in shape.holes)
    if shape.kind in ("rectangle", "mask"):
        points = points_of([points.min(axis=0), points.max(axis=0)])
    elif shape.kind == "rotated_rectangle" and orientation in (5, 7):
        points = points_of(points[[0, 3, 2, 1]])  # a mirrored rectangle runs the other way
    elif shape.kind == "ellipse" and orientation in (5, 7):
        points = points_of([points[0], points[1], 2 * points[0] - points[2]])
    mask = _turned_mask(shape.mask, orientation, width, height) if shape.mask is not None else None
    return replace(shape, points=points, holes=holes, mask=mask)


def _turned_mask(mask: Mask, orientation: int, width: int, height: int) -> Mask:
    mirror_x, mirror_y = _TURNS[orientation]
    bits = mask.bits().T
    left, top = mask.top, mask.left
    if mirror_x:
        bits, left = bits[:, ::-1], width - left - bits.shape[1]
    if mirror_y:
        bits, top = bits[::-1], height - top - bits.shape[0]
    return Mask.of(bits, left, top)
