"""How files spell masks: COCO's run lengths (lists and compressed text), CVAT's, and labelme's PNG in base64."""

import base64
import binascii
import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import Mask
from desktop_app.annotation.shapes.masks import EMPTY, MOST_PIXELS, MaskError, trimmed, window


def runs_of(flat: NDArray[np.bool_]) -> list[int]:
    """Lengths of runs of equal values, beginning with those that are False (perhaps 0 of them)."""
    if not len(flat):
        return []
    changes = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    edges = np.concatenate([[0], changes, [len(flat)]])
    lengths: list[int] = np.diff(edges).tolist()
    return [0, *lengths] if flat[0] else lengths


def _ends(counts: Sequence[int], total: int, what: str) -> NDArray[np.int64]:
    """Where each run ends; MaskError unless they fill `total` pixels exactly."""
    try:
        lengths = np.array(counts, np.int64)
    except (OverflowError, ValueError, TypeError):
        raise MaskError(f"The run lengths of a {what} mask are not whole numbers.") from None
    if lengths.ndim != 1 or (len(lengths) and (lengths.min() < 0 or lengths.max() > total)):
        raise MaskError(f"The run lengths of a {what} mask do not fit its size.")
    ends = np.cumsum(lengths)
    if (int(ends[-1]) if len(ends) else 0) != total:
        filled = int(ends[-1]) if len(ends) else 0
        raise MaskError(f"The run lengths of a {what} mask cover {filled} pixels, its size has {total}.")
    return ends


def _flat(ends: NDArray[np.int64], start: int, stop: int) -> NDArray[np.bool_]:
    """The values of pixels `start` to `stop` of a mask whose runs end there."""
    toggles = np.zeros(stop - start + 1, np.uint8)
    inside = ends[(ends >= start) & (ends < stop)] - start
    np.bitwise_xor.at(toggles, inside, 1)
    if np.searchsorted(ends, start, side="left") % 2:
        toggles[0] ^= 1
    return np.bitwise_xor.accumulate(toggles)[:-1].astype(np.bool_)


# -- COCO: the whole image, column after column


def coco_counts(mask: Mask, width: int, height: int) -> list[int]:
    """The mask as COCO's uncompressed `counts` for an image of that size; what lies outside is cut off."""
    left, right = max(0, mask.left), min(width, mask.left + mask.width)
    if left >= right or not height:
        return [width * height]
    columns = window(mask, (left, 0, right, height)).T.ravel()
    if not columns.any():
        return [width * height]
    counts = runs_of(columns)
    counts[0] += left * height
    rest = (width - right) * height
    if rest and len(counts) % 2:
        counts[-1] += rest
    elif rest:
        counts.append(rest)
    return counts


def mask_of_coco_counts(counts: Sequence[int], width: int, height: int) -> Mask:
    """From COCO's uncompressed `counts`; only the columns that hold the object are ever unpacked."""
    if width < 0 or height < 0 or width * height > MOST_PIXELS * 8:
        raise MaskError(f"A mask of {width} x {height} pixels cannot be right.")
    ends = _ends(counts, width * height, "COCO")
    lengths = np.diff(ends, prepend=0)
    painted = np.flatnonzero(lengths[1::2]) * 2 + 1
    if not len(painted):
        return EMPTY
    first = int(ends[painted[0] - 1]) // height
    last = (int(ends[painted[-1]]) - 1) // height + 1
    if (last - first) * height > MOST_PIXELS:
        raise MaskError(
            f"A mask of {last - first} x {height} pixels is more than the {MOST_PIXELS:,} that are allowed."
        )
    flat = _flat(ends, first * height, last * height)
    return trimmed(flat.reshape(last - first, height).T, first, 0)


def coco_text(counts: Sequence[int]) -> str:
    """COCO's compressed `counts`: five bits a letter, each count from the third on as the difference to the last but one."""
    letters: list[str] = []
    for place, count in enumerate(counts):
        value = count - (counts[place - 2] if place > 2 else 0)
        while True:
            bits, value = value & 0x1F, value >> 5
            more = value != (-1 if bits & 0x10 else 0)
            letters.append(chr(48 + (bits | 0x20 if more else bits)))
            if not more:
                break
    return "".join(letters)


def coco_counts_of_text(text: str) -> list[int]:
    """The uncompressed `counts` of COCO's compressed ones."""
    counts: list[int] = []
    value = shift = 0
    for letter in text:
        bits = ord(letter) - 48
        if not 0 <= bits < 64 or shift > 60:
            raise MaskError("The compressed run lengths of a COCO mask hold a letter that cannot be right.")
        value |= (bits & 0x1F) << shift
        shift += 5
        if not bits & 0x20:
            if bits & 0x10:
                value -= 1 << shift
            counts.append(value + (counts[-2] if len(counts) > 2 else 0))
            value = shift = 0
    if shift:
        raise MaskError("The compressed run lengths of a COCO mask end too early.")
    return counts


def coco_rle(mask: Mask, width: int, height: int, *, compressed: bool = True) -> dict[str, Any]:
    """COCO's `segmentation` of a mask: `{"size": [height, width], "counts": text or list}`."""
    counts = coco_counts(mask, width, height)
    return {"size": [height, width], "counts": coco_text(counts) if compressed else counts}


def mask_of_coco_rle(rle: Any) -> Mask:
    """From COCO's `segmentation` with text, bytes or a list as `counts`."""
    try:
        height, width = (int(value) for value in rle["size"])
        counts = rle["counts"]
    except (KeyError, TypeError, ValueError):
        raise MaskError("A COCO mask needs `size` (height and width) and `counts`.") from None
    if isinstance(counts, bytes):
        counts = counts.decode("ascii", "replace")
    if isinstance(counts, str):
        counts = coco_counts_of_text(counts)
    if not isinstance(counts, list | tuple):
        raise MaskError("The `counts` of a COCO mask are neither text nor a list.")
    return mask_of_coco_counts(counts, width, height)  # type: ignore[arg-type]  # checked there


# -- CVAT: the box of the mask, row after row


def cvat_rle(mask: Mask) -> tuple[str, int, int, int, int]:
    """CVAT's `rle` text, `left`, `top`, `width` and `height`."""
    text = ", ".join(map(str, runs_of(mask.bits().ravel())))
    return text, mask.left, mask.top, mask.width, mask.height


def mask_of_cvat_rle(text: str, left: int, top: int, width: int, height: int) -> Mask:
    """From CVAT's attributes of a mask; the box is kept as it stands."""
    if width < 0 or height < 0 or width * height > MOST_PIXELS:
        raise MaskError(f"A mask of {width} x {height} pixels cannot be right.")
    try:
        counts = [int(count) for count in text.replace(",", " ").split()]
    except ValueError:
        raise MaskError("The run lengths of a CVAT mask are not whole numbers.") from None
    ends = _ends(counts, width * height, "CVAT")
    return Mask.of(_flat(ends, 0, width * height).reshape(height, width), left, top)


# -- labelme: the box of the mask as a PNG in base64


@lru_cache(maxsize=512)
def png_text(mask: Mask) -> str:
    """The pixels of a mask's box as a PNG of zeros and ones in base64, byte for byte as labelme writes it."""
    from PIL import Image

    bits = mask.bits().astype(np.uint8) if mask.width and mask.height else np.zeros((1, 1), np.uint8)
    file = io.BytesIO()
    Image.fromarray(bits).save(file, format="PNG")
    return base64.b64encode(file.getvalue()).decode("ascii")


def bits_of_png(text: str) -> NDArray[np.bool_]:
    """The pixels of a PNG in base64, shape (height, width); what is not black (or transparent) belongs to the object."""
    from PIL import Image

    try:
        data = base64.b64decode(text, validate=False)
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise MaskError(f"A mask of {picture.width} x {picture.height} pixels cannot be right.")
            return _bits_of_picture(picture)
    except MaskError:
        raise
    except (OSError, ValueError, SyntaxError, binascii.Error, Image.DecompressionBombError):
        raise MaskError("The mask is not a PNG in base64.") from None


def _bits_of_picture(picture: Any) -> NDArray[np.bool_]:
    if picture.mode in ("LA", "PA", "RGBA"):
        rgba = np.asarray(picture.convert("RGBA"))
        return rgba[..., :3].any(axis=2) & (rgba[..., 3] > 0)
    pixels = np.asarray(picture)
    return pixels.any(axis=2) if pixels.ndim == 3 else pixels != 0


def mask_of_png(text: str, left: int, top: int) -> Mask:
    """From a PNG in base64 that lies at that place of the image."""
    return Mask.of(bits_of_png(text), left, top)
