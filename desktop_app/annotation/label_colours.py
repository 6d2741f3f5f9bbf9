"""A colour for every label: the schema's own, or one that follows from the name and keeps away from its neighbours'."""

import colorsys
import zlib
from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from desktop_app.annotation.model import LabelSchema

_HUES: Final = 24
_TONES: Final = ((0.78, 0.98), (0.62, 1.0), (0.9, 0.82))
"""Saturation and value, so that labels of one hue still differ."""
_DARKEST: Final = 0.16
"""Relative luminance that a colour has at least: pure blue is hardly seen on a photograph."""


@lru_cache(maxsize=4096)
def colour_of(name: str) -> str:
    """The colour `#rrggbb` that follows from a name alone, the same on every machine."""
    return _slot(zlib.crc32(name.encode()) % (_HUES * len(_TONES)))


def _slot(number: int) -> str:
    hue, tone = number % _HUES, number // _HUES
    saturation, value = _TONES[tone % len(_TONES)]
    colour = _hex(colorsys.hsv_to_rgb(hue / _HUES, saturation, value))
    while luminance(colour) < _DARKEST:
        colour = _hex(tuple(int(colour[at : at + 2], 16) / 255 * 0.92 + 0.08 for at in (1, 3, 5)))
    return colour


def _hex(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


@lru_cache(maxsize=16)
def _of_schema(names: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    made: dict[str, str] = {}
    taken: set[int] = set()
    count = _HUES * len(_TONES)
    for name, own in names:
        if own:
            made[name] = own
            continue
        slot = zlib.crc32(name.encode()) % count
        # 7 steps of hue on, so that two labels whose names fall together do not get neighbouring colours
        while slot in taken and len(taken) < count:
            slot = (slot + 7) % count
        taken.add(slot)
        made[name] = _slot(slot)
    return made


def colours_of(schema: LabelSchema) -> Mapping[str, str]:
    """Colour by name for every label of a schema; no two alike while there are fewer than 72."""
    for kept, colours in _kept:  # by identity: to compare the names of a thousand labels for each of them takes seconds
        if kept is schema:
            return colours
    made = _of_schema(tuple((label.name, label.colour) for label in schema.labels))
    _kept.appendleft((schema, made))
    return made


_kept: Final[deque[tuple[LabelSchema, Mapping[str, str]]]] = deque(maxlen=4)


def shown_colour(schema: LabelSchema, name: str) -> str:
    """The colour of a label, whether the schema has it or not."""
    return colours_of(schema).get(name) or colour_of(name)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def dark_text_on(colour: str) -> bool:
    """Whether black is easier to read on a colour than white."""
    return luminance(colour) > 0.179
