"""How wide a line of text is without a font at hand, and what fits of it."""

import unicodedata

_FIRST = 32
_REGULAR = (
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
    100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50,
    50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
)  # fmt: skip
_BOLD = (
    35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40, 84, 84, 84, 58,
    100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85, 73, 85, 77, 72, 68, 81, 77, 110, 77, 72, 73, 46, 37, 46, 84, 50,
    50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69, 72, 72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84,
)  # fmt: skip
"""Hundredths of the size per printable ASCII character, of a wide sans serif: other fonts need less, so nothing sticks out."""
_OTHER = 84
_SQUEEZE = 0.88
"""A line is made this much smaller before anything of it is left out."""
_LONGEST = 400
"""Characters of which one line is made at most, so that a name of a megabyte costs no more than any other."""


def visible(text: str) -> str:
    """The text with `?` for what has no shape or could reorder the line: control, format and surrogate characters."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else "?" for letter in text)


def line_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line in the unit of `size`; ideographs and the like are as wide as high."""
    table = _BOLD if bold else _REGULAR
    return sum(_advance(letter, table) for letter in text) * size / 100


def _advance(letter: str, table: tuple[int, ...]) -> int:
    place = ord(letter) - _FIRST
    if 0 <= place < len(table):
        return table[place]
    if unicodedata.combining(letter):
        return 0
    return 100 if unicodedata.east_asian_width(letter) in "WF" else _OTHER


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, float]:
    """The line and the size at which it fits into `room`: a little smaller first, then cut in its middle."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
    text = visible(text)
    needed = line_width(text, size, bold=bold)
    if needed <= room:
        return text, size
    if needed * _SQUEEZE <= room:
        return text, round(size * room / needed, 2)
    return _cut(text, room / _SQUEEZE, size, bold=bold), round(size * _SQUEEZE, 2)


def _cut(text: str, room: float, size: float, *, bold: bool) -> str:
    table = _BOLD if bold else _REGULAR
    left = room * 100 / size - _advance("…", table)
    head, tail = 0, len(text)
    while head < tail:
        from_head = head <= len(text) - tail
        left -= _advance(text[head] if from_head else text[tail - 1], table)
        if left < 0:
            break
        head, tail = (head + 1, tail) if from_head else (head, tail - 1)
    return f"{text[:head]}…{text[tail:]}"
