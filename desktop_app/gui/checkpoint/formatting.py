"""Numbers, sizes and shapes as texts, the same everywhere in the window and in every language."""

import math

_SIZE_UNITS = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
_COUNT_UNITS = ("", "K", "M", "B", "T")


def _three_digits(value: float) -> str:
    """Three significant digits without an exponent; `value` is below 1000."""
    decimals = 2 if value < 9.995 else 1 if value < 99.95 else 0
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scaled(number: int, units: tuple[str, ...]) -> tuple[str, str]:
    """The number in the largest unit in which it stays below 1000 as written, and that unit."""
    value, place = float(number), 0
    while value >= (999.5 if place else 1000) and place < len(units) - 1:
        value /= 1000
        place += 1
    return (str(number) if place == 0 else _three_digits(value)), units[place]


def size_text(nbytes: int) -> str:
    """`1.23 MB`: powers of 1000, as file managers and the command line of this program count."""
    number, unit = _scaled(nbytes, _SIZE_UNITS)
    return f"{number} {unit}"


def count_text(count: int) -> str:
    """`1,234,567`: every digit."""
    return f"{count:,}"


def short_count(count: int) -> str:
    """`11.7 M`: three digits, as the boxes of the graph write it."""
    number, unit = _scaled(count, _COUNT_UNITS)
    return f"{number} {unit}".rstrip()


def shape_text(shape: tuple[int, ...], *, scalar: str = "scalar") -> str:
    """`64 × 3 × 7 × 7`; `scalar` without dimensions."""
    return " × ".join(map(str, shape)) or scalar


def number_text(value: float | None, digits: int = 5) -> str:
    """Five significant digits; a dash for what is not known."""
    if value is None:
        return "–"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return "0" if value == 0 else f"{value:.{digits}g}"


def share_text(part: int, whole: int) -> str:
    """`12.5 %`; a dash of nothing; never `100 %` or `0 %` unless it is exactly that."""
    if not whole:
        return "–"
    if part in (0, whole):
        return "100 %" if part else "0 %"
    share = part / whole * 100
    if share < 0.001:
        return "< 0.001 %"
    return "> 99.9 %" if share >= 99.95 else f"{share:.3g} %"


def one_line(text: str, limit: int = 300) -> str:
    """A name from a file as one printable line; what is longer than `limit` loses its middle."""
    if len(text) > limit:
        half = limit // 2
        text = f"{text[:half]}…{text[-half:]}"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "⏎" if c == "\n" else "�" for c in text)


def file_name(path: str) -> str:
    """Last part of a path of either system."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path
