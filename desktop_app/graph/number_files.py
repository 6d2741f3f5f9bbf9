"""Files of numbers by name, as people write them (CSV, TSV, JSON), and the numbers of a graph written as such a file."""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from desktop_app.graph.model import Graph
from desktop_app.graph.overlay import Overlay
from desktop_app.replacing import replace_file

MOST_BYTES = 64 << 20
MOST_ROWS = 1_000_000
MOST_TROUBLES = 1000
"""Rows whose errors are kept; further ones are counted."""
ENDINGS = (".csv", ".json")
_TITLES = frozenset({"key", "name", "tensor", "module", "path", "layer", "parameter", "node"})


class NumberFileError(ValueError):
    """The file holds no numbers by name; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class RowTrouble:
    """A row that was left out."""

    line: int
    """Counted from 1."""
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class NumberFile:
    """Numbers by key; a file may have several for each."""

    path: str
    columns: tuple[str, ...]
    """Their titles; `2`, `3` … where the file has no headings."""
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    """Key and one number a column; None where a cell is empty."""
    troubles: tuple[RowTrouble, ...] = ()
    left_out: int = 0
    """All rows with errors."""

    def values(self, column: int) -> dict[str, float]:
        """Numbers of one column by key; of a key that comes twice, the last."""
        return {key: value for key, numbers in self.rows if (value := numbers[column]) is not None}


def read_numbers(path: str | Path) -> NumberFile:
    """Read a file of numbers. Raises `NumberFileError`; a row that is wrong is left out and told."""
    place = Path(path)
    try:
        with place.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NumberFileError(f"{place.name} cannot be read: {error.strerror or error}.") from None
    if len(data) > MOST_BYTES:
        raise NumberFileError(f"{place.name} is larger than {MOST_BYTES >> 20} MB; numbers by name are smaller.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NumberFileError(f"{place.name} is not text in UTF-8.") from None
    if "\0" in text:
        raise NumberFileError(f"{place.name} is not text in UTF-8.")
    found = _of_json(place, text) if text.lstrip()[:1] in ("{", "[") else _of_table(place, text)
    if not found.rows and not found.left_out:
        raise NumberFileError(f"{place.name} holds no rows; write a key and a number in each line.")
    return found


# ---------------------------------------------------------------------- tables


def _of_table(place: Path, text: str) -> NumberFile:
    lines = text.splitlines()
    if len(lines) > MOST_ROWS:
        raise NumberFileError(f"{place.name} has more than {MOST_ROWS:,} rows.")
    reader = csv.reader(lines, delimiter=_delimiter(lines))
    table: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and not row[0].lstrip().startswith("#"):
                table.append((reader.line_num, [cell.strip() for cell in row]))
    except csv.Error as error:
        raise NumberFileError(f"{place.name}, line {reader.line_num} is no row of a table: {error}.") from None
    columns, body = _headings(table)
    collector = _Collector(str(place), columns)
    for line, row in body:
        collector.add(line, row[0], row[1:])
    return collector.file()


def _delimiter(lines: Sequence[str]) -> str:
    """What separates the cells of the first rows: the one that all of them have."""
    sample = [line for line in lines[:20] if line.strip() and not line.startswith("#")]
    counts = {sign: min((line.count(sign) for line in sample), default=0) for sign in ("\t", ";", ",")}
    return max(counts, key=lambda sign: counts[sign]) if any(counts.values()) else ","


def _headings(table: list[tuple[int, list[str]]]) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    """Titles of the columns of numbers, and the rows below them."""
    width = max((len(row) for _, row in table), default=2)
    plain = tuple(str(place) for place in range(2, max(width, 2) + 1))
    if not table:
        return plain, table
    first = table[0][1]
    cells = first[1:]
    if first[0].lower() in _TITLES or (cells and all(cell and _number(cell) is None for cell in cells)):
        named = tuple(cell or plain[place] for place, cell in enumerate(cells))
        return named + plain[len(named) :], table[1:]
    return plain, table


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


class _Collector:
    """Takes rows one by one, and keeps what is wrong with some."""

    def __init__(self, path: str, columns: tuple[str, ...]) -> None:
        self._path, self._columns = path, columns
        self._rows: list[tuple[str, tuple[float | None, ...]]] = []
        self._troubles: list[RowTrouble] = []
        self._left_out = 0

    def add(self, line: int, key: str, cells: Sequence[str]) -> None:
        """Take a row, or tell why not."""
        numbers: list[float | None] = []
        for place in range(len(self._columns)):
            cell = cells[place] if place < len(cells) else ""
            number = _number(cell) if cell else None
            if cell and number is None:
                return self.refuse(line, key, f"'{cell[:40]}' is not a number")
            numbers.append(number)
        if not key:
            return self.refuse(line, key, "the key is empty")
        if all(number is None for number in numbers):
            return self.refuse(line, key, "there is no number")
        self._rows.append((key, tuple(numbers)))
        return None

    def refuse(self, line: int, key: str, reason: str) -> None:
        """Leave a row out."""
        self._left_out += 1
        if len(self._troubles) < MOST_TROUBLES:
            self._troubles.append(RowTrouble(line, key[:200], reason))

    def file(self) -> NumberFile:
        """All that was taken."""
        return NumberFile(self._path, self._columns, tuple(self._rows), tuple(self._troubles), self._left_out)


# ---------------------------------------------------------------------- JSON


def _of_json(place: Path, text: str) -> NumberFile:
    """`{"key": number}`, or what is written here: `{"title", "values": {"key": number}}`."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise NumberFileError(f"{place.name}{line}: this is not JSON.") from None
    known = _object(document)
    title = str(known.get("title", "value"))
    values = _object(known.get("values")) or known
    if not values:
        raise NumberFileError(f'{place.name}: write an object of numbers by name, such as {{"layer1.weight": 0.5}}.')
    collector = _Collector(str(place), (title,))
    for number, (key, value) in enumerate(list(values.items())[:MOST_ROWS], 1):
        plain = isinstance(value, int | float | str) and not isinstance(value, bool)
        collector.add(number, key, [str(value)]) if plain else collector.refuse(number, key, "it is not a number")
    return collector.file()


def _object(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


# ---------------------------------------------------------------------- what fits


@dataclass(frozen=True, slots=True)
class Fit:
    """How many keys of a file are found."""

    tensors: int
    modules: int
    strangers: tuple[str, ...]
    """Keys that neither a tensor nor a module has."""


def fit_of(keys: Iterable[str], tensors: Iterable[str], paths: Iterable[str]) -> Fit:
    """Which keys are names of tensors, paths of modules, or neither."""
    names, modules = frozenset(tensors), frozenset(paths)
    found = [0, 0]
    strangers: list[str] = []
    for key in dict.fromkeys(keys):
        if key in names:
            found[0] += 1
        elif key in modules:
            found[1] += 1
        else:
            strangers.append(key)
    return Fit(found[0], found[1], tuple(strangers))


# ---------------------------------------------------------------------- written


def write_overlay(overlay: Overlay, graph: Graph, path: str | Path) -> Path:
    """Write the numbers of a graph's nodes as `.csv` (key, value) or `.json`; both can be read again.

    Raises `ValueError` for another ending, `OSError`.
    """
    target = Path(path)
    rows = [(node.path, overlay.values[node.path]) for node in graph.nodes if node.path in overlay.values]
    if target.suffix.lower() == ".json":
        values = {key: value if math.isfinite(value) else str(value) for key, value in rows}
        text = json.dumps({"title": overlay.title, "values": values}, ensure_ascii=False, indent=1)
    elif target.suffix.lower() == ".csv":
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("key", overlay.title))
        writer.writerows((key, repr(value)) for key, value in rows if key)
        text = lines.getvalue()
    else:
        raise ValueError(f"{target.name}: the ending must be one of {', '.join(ENDINGS)}.")
    replace_file(target, text.encode("utf-8", "backslashreplace"))
    return target
