"""Label Studio's brush strokes: the run lengths in which its editor packs a picture (thi.ng's rle-pack).

A stream of bits: 32 for the number of values, 5 for the bits of a value, four times 4 for the bits of a length (each less
one). Then runs: 1 bit (repeated or listed), 2 bits (which of the four lengths), the length less one, and one value or all.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Mask
from desktop_app.annotation.shapes.masks import MaskError, trimmed

_CHANNELS: Final = 4
_MOST_PIXELS: Final = 150_000_000
_SIZES: Final = (3, 4, 8, 16)
"""Bits of a length, the four that Label Studio's own converter uses."""
_OPAQUE: Final = 128
"""Brush edges are smooth: what is at least half covered belongs to the object."""


def mask_of_brush(values: Sequence[Any], width: int, height: int) -> Mask:
    """The mask in a brush's `rle` for an image of that size; MaskError when it does not fit."""
    if width * height > _MOST_PIXELS:
        raise MaskError(f"A brush of {width} x {height} pixels is more than the {_MOST_PIXELS:,} that are allowed.")
    try:
        packed = np.array(values, dtype=np.int64)
    except (TypeError, ValueError, OverflowError):
        raise MaskError("The run lengths of a brush are not numbers.") from None
    if packed.ndim != 1 or not len(packed) or packed.min() < 0 or packed.max() > 255:
        raise MaskError("The run lengths of a brush are not bytes.")
    pixels = _Unpacking(packed.astype(np.uint8)).values(width * height)
    return trimmed(pixels.reshape(height, width) >= _OPAQUE)


class _Unpacking:
    """The stream of bits, read from its beginning."""

    def __init__(self, packed: NDArray[np.uint8]) -> None:
        self._bits = np.unpackbits(packed)
        self._place = 0

    def values(self, pixels: int) -> NDArray[np.uint8]:
        """How opaque each pixel is, shape (pixels,)."""
        count = self._number(32)
        if count not in (pixels, pixels * _CHANNELS):
            raise MaskError(f"The brush is of {count // _CHANNELS} pixels and the image of {pixels}.")
        word = self._number(5) + 1
        if word != 8:
            raise MaskError(f"The values of the brush have {word} bits and not 8.")
        sizes = [self._number(4) + 1 for _ in range(4)]
        found = np.zeros(count, np.uint8)
        place = 0
        while place < count:
            repeated = self._number(1)
            end = place + 1 + self._number(sizes[self._number(2)])
            if end > count:
                raise MaskError("The run lengths of the brush go beyond the image.")
            if repeated:
                found[place:end] = self._number(8)
            else:
                found[place:end] = np.packbits(self._take((end - place) * 8))
            place = end
        return found[_CHANNELS - 1 :: _CHANNELS] if count == pixels * _CHANNELS else found

    def _take(self, bits: int) -> NDArray[np.uint8]:
        if self._place + bits > len(self._bits):
            raise MaskError("The run lengths of the brush end too early.")
        taken = self._bits[self._place : self._place + bits]
        self._place += bits
        return taken

    def _number(self, bits: int) -> int:
        taken = self._take(bits).tolist()
        made = 0
        for bit in taken:
            made = made << 1 | bit
        return made


def brush_of(mask: Mask, width: int, height: int) -> list[int]:
    """The `rle` of a mask within an image of that size, as Label Studio's own converter packs it."""
    whole = np.zeros((height, width), np.uint8)
    whole[mask.top : mask.top + mask.height, mask.left : mask.left + mask.width] = mask.bits()
    flat = whole.ravel()
    starts = np.flatnonzero(np.diff(flat, prepend=1 - flat[0]))
    lengths = np.diff(starts, append=len(flat)) * _CHANNELS
    parts = [f"{len(flat) * _CHANNELS:032b}", f"{7:05b}", *(f"{size - 1:04b}" for size in _SIZES)]
    for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
        parts += _runs(length, 255 if flat[start] else 0)
    bits = "".join(parts)
    bits += "0" * (-len(bits) % 8)
    return list(int(bits, 2).to_bytes(len(bits) // 8, "big"))


def _runs(length: int, value: int) -> list[str]:
    """One value repeated, in runs as long as a length of 16 bits can say."""
    longest = 1 << _SIZES[-1]
    made: list[str] = []
    while length:
        run = min(length, longest)
        which = next(n for n, size in enumerate(_SIZES) if run <= 1 << size)
        made.append(f"1{which:02b}{run - 1:0{_SIZES[which]}b}{value:08b}")
        length -= run
    return made
