"""A colour for every label: the schema's own, or one that follows from the name and is told from its neighbours' by every eye."""

import colorsys
import zlib
from collections import deque
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.annotation.model import LabelSchema

_HUES: Final = 24
_TONES: Final = ((0.85, 1.0), (0.45, 1.0), (0.9, 0.68), (0.55, 0.8))
"""Saturation and value; who sees fewer hues tells labels by their lightness."""
_DARKEST: Final = 0.16
"""Relative luminance that a colour has at least: pure blue is hardly seen on a photograph."""
_APART: Final = 18.0
"""Distance in CIELAB, for the eye that sees it smallest, from which on a label keeps the colour that its name asks for."""

_EYES: Final = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ((0.29031, 0.70969, 0.0), (0.29031, 0.70969, 0.0), (-0.02197, 0.02197, 1.0)),
    ((0.10889, 0.89111, 0.0), (0.10889, 0.89111, 0.0), (0.00447, -0.00447, 1.0)),
    ((1.25553, -0.07675, -0.17878), (-0.07841, 0.93081, 0.14760), (0.00473, 0.69137, 0.30390)),
)
"""Linear sRGB as it is seen with all cones, without the middle, the long (Viénot, Brettel and Mollon, 1999) and the short ones
(Machado, Oliveira and Fernandes, 2009)."""
_XYZ: Final = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE: Final = (0.9505, 1.0, 1.089)


@lru_cache(maxsize=4096)
def colour_of(name: str) -> str:
    """The colour `#rrggbb` that follows from a name alone, the same on every machine."""
    return _palette()[_own(name)]


def _own(name: str) -> int:
    return zlib.crc32(name.encode()) % (_HUES * len(_TONES))


@lru_cache(maxsize=1)
def _palette() -> tuple[str, ...]:
    return tuple(_tone(hue / _HUES, *tone) for tone in _TONES for hue in range(_HUES))


def _tone(hue: float, saturation: float, value: float) -> str:
    colour = _hex(colorsys.hsv_to_rgb(hue, saturation, value))
    while luminance(colour) < _DARKEST:
        colour = _hex(tuple(part * 0.92 + 0.08 for part in _parts(colour)))
    return colour


def _hex(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _parts(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _seen(colours: Iterable[str]) -> NDArray[np.float64]:
    """CIELAB of colours for each kind of eye: float64 of shape (eyes, colours, 3)."""
    parts = np.array([_parts(colour) for colour in colours]).reshape(-1, 3)
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = np.stack([np.clip(linear @ np.array(eye).T, 0, 1) for eye in _EYES]) @ np.array(_XYZ).T / _WHITE
    root = np.where(light > 0.008856, np.cbrt(light), 7.787 * light + 16 / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=-1)


@lru_cache(maxsize=1)
def _seen_palette() -> NDArray[np.float64]:
    return _seen(_palette())


def _away_from(colour: str) -> NDArray[np.float64]:
    """How far each colour of the palette is from one, for the eye that sees the least of it."""
    return np.linalg.norm(_seen_palette() - _seen([colour]), axis=-1).min(axis=0)


@lru_cache(maxsize=1)
def _away_from_slots() -> NDArray[np.float64]:
    return np.stack([_away_from(colour) for colour in _palette()])


@lru_cache(maxsize=16)
def _of_schema(names: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    made: dict[str, str] = {}
    palette = _palette()
    nearest = np.full(len(palette), np.inf)
    for name, own in names:
        if own:
            made[name] = own
            away = _away_from(own)
        elif not nearest.any():  # every one is taken
            made[name] = colour_of(name)
            continue
        else:
            slot = _own(name)
            if nearest[slot] < _APART:
                farthest = np.roll(nearest, -slot)  # of those equally far the first after its own
                slot = (slot + int(farthest.argmax())) % len(palette)
            made[name] = palette[slot]
            away = _away_from_slots()[slot]
        nearest = np.minimum(nearest, away)
    return made


def colours_of(schema: LabelSchema) -> Mapping[str, str]:
    """Colour by name for every label of a schema; a label that is appended changes none of those before it.

    Up to eight labels are at least 15 apart in CIELAB for eyes with all cones and for eyes that lack one kind; no two are alike
    while there are fewer than 96.
    """
    for kept, colours in _kept:  # by identity: to compare the names of a thousand labels for each of them takes seconds
        if kept is schema:
            return colours
    made = _of_schema(tuple((label.name, label.colour) for label in schema.labels))
    _kept.appendleft((schema, made))
    return made


_kept: Final[deque[tuple[LabelSchema, Mapping[str, str]]]] = deque(maxlen=4)


def colours_for(names: Iterable[str]) -> Mapping[str, str]:
    """Colour by name for labels that no schema tells of, chosen in the order of the names."""
    return _of_schema(tuple((name, "") for name in sorted(set(names))))


def shown_colour(schema: LabelSchema, name: str) -> str:
    """The colour of a label, whether the schema has it or not."""
    return colours_of(schema).get(name) or colour_of(name)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def dark_text_on(colour: str) -> bool:
    """Whether black is easier to read on a colour than white."""
    return luminance(colour) > 0.179
