"""Files from strangers read within bounds: text of any encoding, JSON, XML without entities, numbers that are numbers."""

import codecs
import csv
import io
import json
import math
import os
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from desktop_app.annotation.model import Problem

MAXIMUM_BYTES: Final = 1 << 30
"""A label file larger than this is refused."""
MAXIMUM_XML: Final = 256 << 20
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_LARGEST: Final = 1e18
"""No coordinate, id or time is larger; products of such numbers are still finite."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

csv.field_size_limit(MAXIMUM_BYTES)  # the outline of a large mask is one cell

type JsonObject = Mapping[str, Any]


class LabelsUnreadable(Exception):
    """A label file as a whole that cannot be read."""

    def __init__(self, where: str, message: str, cure: str = "") -> None:
        super().__init__(" ".join(part for part in (f"{where}:" if where else "", message, cure) if part))
        self.problem = Problem(where, message, cure)


MALFORMED: Final = (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError)
"""What reading something of another form than the format's ends with."""


class BadRecord(Exception):
    """One record that cannot be taken; those around it can."""


@dataclass(slots=True)
class Problems:
    """What was wrong in one file; a record that fails within `record` becomes a row here and the rest goes on."""

    file: str
    found: list[Problem] = field(default_factory=list[Problem])

    def add(self, place: str, message: str, cure: str = "") -> None:
        """Note what is wrong at a place of the file."""
        self.found.append(Problem(f"{self.file}: {place}" if place else self.file, message, cure))

    @contextmanager
    def record(self, place: str) -> Generator[None]:
        """Around what reads one record."""
        try:
            yield
        except BadRecord as error:
            self.add(place, str(error))
        except LabelsUnreadable as error:
            self.found.append(error.problem)
        except MALFORMED as error:
            self.add(place, f"The record does not have the form of this format ({_reason(error)}).")


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no {error.args[0]!r}"
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__


def read_bytes(path: Path, limit: int = MAXIMUM_BYTES) -> bytes:
    """The whole file, unless it is larger than a label file can be."""
    with path.open("rb") as file:
        # `read` sets aside all that it is asked for
        data = file.read(min(limit, os.fstat(file.fileno()).st_size) + 1)
    if len(data) > limit:
        raise LabelsUnreadable(str(path), f"The file is larger than {limit >> 20} MB.", "Split it.")
    return data


def decoded(data: bytes) -> str:
    """Text of UTF-8, UTF-16 with its mark, GB 18030 (so GBK, GB 2312), or else Latin-1."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    for name in ("utf-8", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def read_text(path: Path) -> str:
    """The file's text."""
    return decoded(read_bytes(path))


def read_lines(path: Path) -> list[str]:
    """The file's lines without spaces at their ends; empty lines stay, so that numbers of lines are right."""
    return [line.strip() for line in read_text(path).splitlines()]


def read_names(path: Path) -> tuple[str, ...]:
    """One name a line, as class lists have them."""
    return tuple(line for line in read_lines(path) if line)


def read_json(path: Path) -> Any:
    """The document in a JSON file; not-a-number and infinities come as None."""
    return json_of(read_text(path), str(path))


def json_of(text: str, where: str) -> Any:
    """The document in a JSON text."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise LabelsUnreadable(where, "The JSON is nested too deeply to be labels.") from None
    except ValueError as error:
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise LabelsUnreadable(
            where, f"It is not whole JSON{place}.", "It may have been cut off while it was written."
        ) from None


def _no_number(_: str) -> None:
    return None


def read_xml(path: Path) -> ElementTree.Element:
    """The root of an XML file; one with a document type or entities is refused unread."""
    data = read_bytes(path, MAXIMUM_XML)
    declared = re.match(rb'\s*<\?xml[^>]*encoding=["\']([A-Za-z0-9._-]+)["\']', data[:200])
    return xml_of(_declared_text(data, declared.group(1).decode() if declared else ""), str(path))


def _declared_text(data: bytes, encoding: str) -> str:
    if encoding and encoding.lower() not in ("utf-8", "utf8") and not data.startswith(tuple(mark for mark, _ in _BOMS)):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(data)


def xml_of(text: str, where: str) -> ElementTree.Element:
    """The root of an XML text."""
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise LabelsUnreadable(where, "XML with a document type or entities is not read.", "Remove the DOCTYPE.")
    try:
        return ElementTree.fromstring(text.lstrip())
    except ElementTree.ParseError as error:
        raise LabelsUnreadable(where, f"It is not whole XML (line {error.position[0]}).") from None
    except ValueError:
        raise LabelsUnreadable(where, "It is not XML.") from None


def delimiter_of(text: str) -> str:
    """What parts the cells of a table: the mark that its first row has most of."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def read_csv(path: Path, delimiter: str = "") -> list[list[str]]:
    """All rows of a CSV file; the delimiter is found when it is not given."""
    text = read_text(path)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text)))
    except csv.Error as error:
        raise LabelsUnreadable(str(path), f"It is not a table of values ({error}).") from None


def plain_decimal(cell: str) -> str:
    """A cell of a table with a point in its number, where the table was written with decimal commas: `10,5`, `1.234,5`."""
    whole, comma, rest = cell.strip().rpartition(",")
    if not comma or "," in whole or not rest[:1].isdigit() or "." in rest:
        return cell
    return f"{whole.replace('.', '') if _THOUSANDS.fullmatch(whole) else whole}.{rest}"


# values of a document


def number(value: Any) -> float:
    """A finite number, also one that is written as text."""
    if isinstance(value, bool):
        raise BadRecord("A number is true or false.")
    if isinstance(value, str):
        try:
            value = float(value.strip())
        except ValueError:
            raise BadRecord(f"{value[:40]!r} is not a number.") from None
    if not isinstance(value, int | float):
        raise BadRecord("A number is missing." if value is None else f"{str(value)[:40]!r} is not a number.")
    try:
        made = float(value)
    except OverflowError:
        raise BadRecord("A number is too large.") from None
    if not math.isfinite(made):
        raise BadRecord("A number is not finite.")
    if abs(made) > _LARGEST:
        raise BadRecord("A number is too large.")
    return made


def numbers(values: Any, count: int | None = None) -> list[float]:
    """A list of finite numbers, of this length if one is asked for."""
    if not isinstance(values, list | tuple):
        raise BadRecord("A list of numbers is missing.")
    listed = cast(Sequence[Any], values)
    if count is not None and len(listed) != count:
        raise BadRecord(f"{count} numbers are expected, there are {len(listed)}.")
    return [number(value) for value in listed]


def size_of(value: Any) -> int:
    """A width, height or count: a whole number that is not negative, 0 for what is missing."""
    if value is None or value == "":
        return 0
    made = number(value)
    if made < 0 or made > 1_000_000:
        raise BadRecord(f"{made:g} is not a size of an image.")
    return int(made)


def true(value: Any) -> bool:
    """Whether a value means yes in any of the ways that tools write it."""
    return value.strip().lower() in ("1", "true", "yes") if isinstance(value, str) else bool(value)


def mapping(value: Any) -> JsonObject:
    """The value as an object with text keys, empty for anything else."""
    return cast(JsonObject, value) if isinstance(value, dict) else {}


def items(value: Any) -> Sequence[Any]:
    """The value as a list, empty for anything else."""
    return cast(Sequence[Any], value) if isinstance(value, list) else ()


def let_go(records: Any) -> Iterator[Any]:
    """The records of a list of a document, each of which is let go: a set and its document never fill the memory together."""
    if isinstance(records, list):
        listed = cast(list[Any], records)
        for position in range(len(listed)):
            record, listed[position] = listed[position], None
            yield record


def text(value: Any) -> str:
    """The value as text, empty for none."""
    return value if isinstance(value, str) else "" if value is None else str(value)
