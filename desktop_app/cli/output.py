"""How commands speak: one JSON document or aligned text on stdout, progress and failures on stderr."""

import json
import math
import sys
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO, cast

from desktop_app.checkpoint.model import Finding

type Json = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


class UsageError(Exception):
    """What was asked for does not fit the file: exit status 2."""


class RefusedError(Exception):
    """The input cannot be read or is refused, in one sentence: exit status 3."""


class WriteError(Exception):
    """The output could not be written: exit status 4."""


def write_json(document: Json) -> None:
    """Print exactly one JSON document, in UTF-8; NaN and the infinities become strings."""
    try:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(document), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    _write(text + "\n")


def write_lines(lines: Iterable[str]) -> None:
    """Print lines of text."""
    _write("".join(f"{line}\n" for line in lines))


def complain(message: str) -> None:
    """Say on stderr, in one line, what could not be done."""
    line = f"weightsmith: {printable(message)}\n"
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding))
    sys.stderr.flush()


def sentence(finding: Finding) -> str:
    """A finding in one line: where, what, and what to do."""
    return " ".join(
        part for part in (f"{finding.where}:" if finding.where else "", finding.message, finding.cure) if part
    )


def _write(text: str) -> None:
    # a lone surrogate (a pickle may hold one) becomes \udc80, which is right in JSON and readable in text
    stream = cast(TextIO, sys.stdout)
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text.encode("utf-8", "backslashreplace").decode())
    else:
        stream.flush()
        buffer.write(text.encode("utf-8", "backslashreplace"))
    stream.flush()


def _finite(value: Json) -> Json:
    """The same document with `nan`, `inf` and `-inf` as strings, since JSON has no such numbers."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_finite(item) for item in value]
    return value


def printable(text: str) -> str:
    """The text with line breaks, escape sequences and other control characters spelled out."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def width(text: str) -> int:
    """Columns that the text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def shortened(text: str, columns: int) -> str:
    """The text cut in its middle to at most so many columns."""
    if width(text) <= columns:
        return text
    half = (columns - 1) // 2
    head, tail = text[: columns - 1 - half], text[len(text) - half :]
    while head and width(head) > columns - 1 - half:
        head = head[:-1]
    while tail and width(tail) > half:
        tail = tail[1:]
    return f"{head}…{tail}"


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: frozenset[int] = frozenset(),
    whole: frozenset[int] = frozenset(),
) -> list[str]:
    """Lines of aligned columns; `right` are those whose cells end at the same place, `whole` those that are never cut."""
    cells = [
        tuple(header),
        *(
            tuple(
                printable(cell) if column in whole else shortened(printable(cell), 80)
                for column, cell in enumerate(row)
            )
            for row in rows
        ),
    ]
    columns = [max(width(row[column]) for row in cells) for column in range(len(header))]
    lines: list[str] = []
    for row in cells:
        padded = [
            " " * (size - width(cell)) + cell if column in right else cell + " " * (size - width(cell))
            for column, (cell, size) in enumerate(zip(row, columns, strict=True))
        ]
        lines.append("  ".join(padded).rstrip())
    return lines


def bytes_text(count: int) -> str:
    """`97.8 MB`, in steps of a thousand."""
    amount, unit = float(min(count, 10**30)), 0
    while amount >= 999.95 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{count} B" if unit == 0 else f"{amount:.1f} {_UNITS[unit]}"


def shape_text(shape: Sequence[int]) -> str:
    """`64×3×7×7`; `scalar` without axes."""
    return "×".join(str(size) for size in shape) if shape else "scalar"


class Progress:
    """A bar on stderr while it is a terminal, redrawn at most ten times a second; use it as a `with` block."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._shown = 0
        self._last = 0.0
        self.enabled = self._stream is not None and self._stream.isatty()

    def __call__(self, done: int, total: int, text: str = "") -> None:
        now = time.monotonic()
        if not self.enabled or (now - self._last < 0.1 and done < total):
            return
        self._last = now
        share = min(1.0, done / total) if total > 0 else 0.0
        filled = round(share * 24)
        line = f"[{'#' * filled}{'.' * (24 - filled)}] {share:4.0%} {shortened(printable(text), 40)}"
        self._draw(line)

    def _draw(self, line: str) -> None:
        columns = width(line)
        self._stream.write("\r" + line + " " * max(0, self._shown - columns))
        self._stream.flush()
        self._shown = columns

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._draw("")
            self._stream.write("\r")
            self._stream.flush()
