"""Masks as tinted pictures with a crisp rim, sampled at the device pixels that they cover; kept per zoom."""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.annotation.model import Mask
from desktop_app.gui.annotation.canvas_view import View

type Bits = NDArray[np.bool_]

_MOST_BYTES = 96 << 20
_WHOLE = 3_000_000
"""Device pixels up to which a mask is sampled as a whole and kept; larger ones only where they are in view."""


@dataclass(slots=True)
class _Kept[Value]:
    value: Value
    size: int


class _Cache[Value]:
    """Least recently used values within a number of bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[object, _Kept[Value]] = OrderedDict()
        self._bytes = 0

    def get(self, key: object) -> Value | None:
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found.value

    def put(self, key: object, value: Value, size: int) -> None:
        self._kept[key] = _Kept(value, size)
        self._bytes += size
        while self._bytes > self._most and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].size


class MaskPictures:
    """Draws masks; unpacks and shrinks each only once."""

    def __init__(self) -> None:
        self._levels: _Cache[tuple[Mask, list[Bits]]] = _Cache(_MOST_BYTES)
        self._pictures: _Cache[tuple[Mask, QImage]] = _Cache(_MOST_BYTES)

    def draw(
        self,
        painter: QPainter,
        mask: Mask,
        view: View,
        colour: QColor,
        alpha: float,
        strong: bool,
        clip: QRect,
        *,
        dashed: bool = False,
    ) -> None:
        """Paint in device pixels what shows in `clip`; a strong rim is two pixels wide."""
        rect = view.box_to_device((mask.left, mask.top, mask.left + mask.width, mask.top + mask.height))
        if not rect.intersects(clip):
            return
        # the image's corner lies on a whole device pixel, so that samples do not change when the view is moved
        local = rect.translated(-view.left, -view.top)
        if rect.width() * rect.height() <= _WHOLE:
            key = (id(mask), view.scale, colour.rgb(), round(alpha * 255), strong, dashed)
            kept = self._pictures.get(key)
            if kept is None or kept[0] is not mask:
                kept = (mask, self._tinted(mask, view, local, colour, alpha, strong, dashed))
                self._pictures.put(key, kept, kept[1].sizeInBytes())
            painter.drawImage(rect.topLeft(), kept[1])
            return
        seen = rect.intersected(clip.adjusted(-3, -3, 3, 3))
        part = seen.translated(-view.left, -view.top)
        painter.drawImage(seen.topLeft(), self._tinted(mask, view, part, colour, alpha, strong, dashed))

    def _tinted(
        self, mask: Mask, view: View, rect: QRect, colour: QColor, alpha: float, strong: bool, dashed: bool
    ) -> QImage:
        width = max(round((2.5 if strong else 1.5) * view.ratio), 1)
        grown = rect.adjusted(-width, -width, width, width)
        bits = self._sampled(mask, view.scale, grown)
        rim = _rim(bits, width)[width:-width, width:-width]
        if dashed:
            rows, columns = np.indices(rim.shape, dtype=np.int32)
            rim &= ((rows + columns + rect.left() + rect.top()) // 5) % 2 == 0
        return _picture(bits[width:-width, width:-width], rim, colour, alpha)

    def _sampled(self, mask: Mask, scale: float, rect: QRect) -> Bits:
        """The mask at the middles of device pixels, `rect` counted from the image's corner; shape (height, width)."""
        level = max(int(np.floor(np.log2(1 / scale))), 0) if scale < 1 else 0
        bits = self._level(mask, level)
        reduced = 1 << level
        columns = np.floor((np.arange(rect.left(), rect.right() + 1) + 0.5) / scale).astype(np.int64)
        rows = np.floor((np.arange(rect.top(), rect.bottom() + 1) + 0.5) / scale).astype(np.int64)
        columns, rows = (columns - mask.left) // reduced, (rows - mask.top) // reduced
        found = bits[np.clip(rows, 0, bits.shape[0] - 1)][:, np.clip(columns, 0, bits.shape[1] - 1)]
        found[(rows < 0) | (rows >= bits.shape[0])] = False
        found[:, (columns < 0) | (columns >= bits.shape[1])] = False
        return found

    def _level(self, mask: Mask, level: int) -> Bits:
        """The mask reduced by 2**level; a cell is set when any of its pixels is, so that thin parts stay visible."""
        kept = self._levels.get(id(mask))
        if kept is None or kept[0] is not mask:
            bits = mask.bits() if mask.width and mask.height else np.zeros((1, 1), np.bool_)
            kept = (mask, [bits])
            self._levels.put(id(mask), kept, bits.size * 2)
        levels = kept[1]
        while len(levels) <= level:
            levels.append(_halved(levels[-1]))
        return levels[level]


def _halved(bits: Bits) -> Bits:
    height, width = bits.shape
    even = np.pad(bits, ((0, height % 2), (0, width % 2)))
    return even[::2, ::2] | even[1::2, ::2] | even[::2, 1::2] | even[1::2, 1::2]


def _rim(bits: Bits, width: int) -> Bits:
    """Set pixels that have an unset one within `width` beside, above or below."""
    inner = bits.copy()
    for _ in range(width):
        smaller = inner.copy()
        smaller[1:] &= inner[:-1]
        smaller[:-1] &= inner[1:]
        smaller[:, 1:] &= inner[:, :-1]
        smaller[:, :-1] &= inner[:, 1:]
        inner = smaller
    return bits & ~inner


def _picture(bits: Bits, rim: Bits, colour: QColor, alpha: float) -> QImage:
    """Premultiplied pixels: nothing, the fill, the rim."""
    table = np.zeros(3, np.uint32)
    for number, opacity in ((1, alpha), (2, 1.0)):
        red, green, blue = (round(value * opacity) for value in (colour.red(), colour.green(), colour.blue()))
        table[number] = (round(opacity * 255) << 24) | (red << 16) | (green << 8) | blue
    pixels = np.ascontiguousarray(table[bits.astype(np.uint8) + (rim & bits)])
    height, width = pixels.shape
    # the copy owns its memory: `pixels` is gone when this function returns
    return QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
