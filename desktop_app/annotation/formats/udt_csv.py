"""Universal Data Tool's CSV: the same document as its JSON, spelt in paths down the rows and along the columns."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, cast

from desktop_app.annotation.exchange.losses import Loss
from desktop_app.annotation.formats.glance import glance
from desktop_app.annotation.formats.reading import BadRecord, LabelsUnreadable, Problems, json_of, read_csv
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.formats.udt import KEEPS, labels_of_document, lower_for_udt, write_udt
from desktop_app.annotation.formats.writing import write_text
from desktop_app.annotation.model import LabelSet

_DEEPEST: Final = 40


class _Built(dict[str, Any]):
    """An object that paths of rows and columns make, a list when all its keys are numbers; what a cell holds is what it is."""


def _sniff(path: Path) -> float:
    first, _, rest = glance(path).head.partition("\n")
    columns = [name.strip().strip('"') for name in first.split(",")]
    if columns[:2] != ["path", "."] and not (columns[0] == "path" and "." in columns):
        return 0.0
    return 0.97 if "interface" in rest or "samples." in rest else 0.4


def _read(path: Path, options: ReadOptions) -> LabelSet:
    rows = read_csv(path, ",")
    if not rows or not rows[0] or rows[0][0].strip() != "path":
        raise LabelsUnreadable(str(path), "Its first line is not that of Universal Data Tool's CSV.")
    problems = Problems(path.name)
    tree = _Built()
    for position, row in enumerate(rows[1:], 2):
        with problems.record(f"line {position}"):
            _take(row, rows[0], tree, f"{path.name}: line {position}")
    labels = labels_of_document(cast(dict[str, Any], _with_lists(tree)), path, options)
    return LabelSet(
        labels.annotations, labels.schema, labels.root, "udt-csv", (*problems.found, *labels.problems), labels.extras
    )


def _take(row: Sequence[str], columns: Sequence[str], tree: dict[str, Any], place: str) -> None:
    """The cells of one row, each at the path of its row and its column."""
    for cell, column in zip(row[1:], columns[1:], strict=False):
        if cell != "":
            keys = [key for key in (*row[0].split("."), *column.split(".")) if key]
            _put(tree, keys, _value(cell, place))


def _value(cell: str, place: str) -> Any:
    """Numbers, true, false, null, lists and objects are spelt as in JSON; the rest is text."""
    begin = cell.lstrip()[:1]
    if begin in ("{", "["):
        return json_of(cell, place)
    try:
        return json.loads(cell, parse_constant=lambda _: None)
    except ValueError:
        return cell


def _put(tree: dict[str, Any], keys: Sequence[str], value: Any) -> None:
    if not keys or len(keys) > _DEEPEST:
        raise BadRecord("The row has no path, or one that is too deep.")
    here = tree
    for key in keys[:-1]:
        inner = here.get(key)
        if isinstance(inner, list):
            inner = _Built((str(place), one) for place, one in enumerate(cast(list[Any], inner)))
        if not isinstance(inner, dict):
            inner = _Built()
        here[key] = inner
        here = cast(dict[str, Any], inner)
    here[keys[-1]] = value


def _with_lists(value: Any) -> Any:
    """Numbers in paths make lists; those that are left out do not leave a gap."""
    if isinstance(value, list):
        return [_with_lists(one) for one in cast(list[Any], value)]
    if not isinstance(value, dict):
        return value
    fields = cast(dict[str, Any], value)
    if isinstance(value, _Built) and fields and all(key.isdecimal() for key in fields):
        return [_with_lists(fields[key]) for key in sorted(fields, key=lambda key: (len(key.lstrip("0")), key))]
    return {key: _with_lists(one) for key, one in fields.items()}


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    return write_udt(labels, target, options, _save)


def _save(path: Path, document: dict[str, Any]) -> None:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("path", "."))
    writer.writerow(("name", document["name"]))
    writer.writerow(("interface", _json(document["interface"])))
    for position, sample in enumerate(document["samples"]):
        writer.writerow((f"samples.{position}", _json(sample)))
    write_text(path, table.getvalue())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


FORMAT: Final = Format(
    "udt-csv", "Universal Data Tool (CSV)", _sniff, _read, _write, "file", ".csv", KEEPS.kinds, KEEPS, lower_for_udt,
    file_name="labels.udt.csv", extensions=(".csv",),
)  # fmt: skip
