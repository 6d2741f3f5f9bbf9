"""Small copies and cut-outs of images, read in a worker: decoding would stall the window."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

_SIDE = 480
_ICON = 88


def _bytes(image: QImage) -> bytes:
    return bytes(image.constBits())


def small_images(paths: Sequence[str]) -> dict[str, tuple[bytes, int, int, int, int]]:
    """Small copies of images, for a worker: RGB rows, their size, and the size of the image itself."""
    found: dict[str, tuple[bytes, int, int, int, int]] = {}
    for path in paths:
        reader = QImageReader(path)
        reader.setAutoTransform(True)
        whole = reader.size()
        image = reader.read()
        if image.isNull() or not whole.isValid():
            continue
        whole = image.size()
        if max(whole.width(), whole.height()) > _SIDE:
            image = image.scaled(
                QSize(_SIDE, _SIDE), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        image = image.convertToFormat(QImage.Format.Format_RGBA8888)
        found[path] = (_bytes(image), image.width(), image.height(), whole.width(), whole.height())
    return found


def cut_outs(answers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same with `pixels`, `width` and `height` of the part of the image within `box`: RGBA rows; for a worker."""
    found: list[dict[str, Any]] = []
    for one in answers:
        reader = QImageReader(str(one["path"]))
        reader.setAutoTransform(True)
        left, top, right, bottom = (float(end) for end in one["box"])
        image = reader.read().copy(QRectF(left, top, max(1.0, right - left), max(1.0, bottom - top)).toRect())
        if image.isNull():
            continue
        image = image.scaled(_ICON, _ICON, Qt.AspectRatioMode.KeepAspectRatio).convertToFormat(
            QImage.Format.Format_RGBA8888
        )
        found.append({**one, "pixels": _bytes(image), "width": image.width(), "height": image.height()})
    return found
