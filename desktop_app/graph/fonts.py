"""Which font files of this machine a picture can be written with, and which of them has a given character."""

# The libraries behind this bring no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import itertools
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_BUNDLED = {(False, False): "Vera.ttf", (True, False): "VeraBd.ttf", (False, True): "VeraIt.ttf", (True, True): "VeraBI.ttf"}
"""Come with the library that writes PDF, so pictures look the same everywhere."""
_LATIN = {False: ("DejaVuSans.ttf", "arial.ttf", "Arial.ttf"), True: ("DejaVuSans-Bold.ttf", "arialbd.ttf", "Arial Bold.ttf")}
_WIDE = (
    "wqy-microhei.ttc", "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.ttf", "NotoSansCJKsc-Regular.otf", "DroidSansFallbackFull.ttf",
    "msyh.ttc", "simhei.ttf", "PingFang.ttc", "Hiragino Sans GB.ttc", "STHeiti Light.ttc", "malgun.ttf", "YuGothM.ttc",
)  # fmt: skip
_PROBE = 24


class Run(NamedTuple):
    """A piece of a line that one font can show."""

    text: str
    font: str
    """Path of the file; empty when there is no font file at all."""


@cache
def font_files(*, bold: bool = False, italic: bool = False) -> tuple[str, ...]:
    """Paths of the fonts that exist here, the preferred one first."""
    return tuple(dict.fromkeys(_existing(bold=bold, italic=italic)))


def _existing(*, bold: bool, italic: bool) -> Iterator[str]:
    found = find_spec("reportlab")
    for folder in (found.submodule_search_locations or ()) if found else ():
        bundled = Path(folder) / "fonts" / _BUNDLED[bold, italic]
        if bundled.is_file():
            yield str(bundled)
    yield from filter(None, map(_installed, (*_LATIN[bold], *_WIDE)))


@cache
def _installed(name: str) -> str:
    from PIL import ImageFont

    try:
        return str(ImageFont.truetype(name, _PROBE).path)
    except (OSError, ImportError):
        return ""


@cache
def _shape(font: str, letter: str) -> bytes:
    from PIL import ImageFont

    return bytes(_opened(font).getmask(letter)) if isinstance(_opened(font), ImageFont.FreeTypeFont) else b""


@cache
def _opened(font: str):  # noqa: ANN202 - a Pillow font
    from PIL import ImageFont

    return ImageFont.truetype(font, _PROBE)


@cache
def has(font: str, letter: str) -> bool:
    """Whether a font file has its own shape for a character."""
    return letter.isspace() or _shape(font, letter) not in (b"", _shape(font, "\U0010fffe"))


def runs(text: str, *, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    """The line in pieces, each with the first font that has its characters (the preferred font where none has)."""
    fonts = font_files(bold=bold, italic=italic)
    if not fonts:
        return (Run(text, ""),)
    chosen = [next((font for font in fonts if has(font, letter)), fonts[0]) for letter in text]
    return tuple(
        Run("".join(letter for letter, _ in pieces), font)
        for font, pieces in itertools.groupby(zip(text, chosen, strict=True), key=lambda pair: pair[1])
    )
