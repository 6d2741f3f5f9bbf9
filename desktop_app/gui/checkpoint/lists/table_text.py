"""Rows of texts as TSV, CSV or a Markdown table, for the clipboard."""

import csv
import io
from collections.abc import Iterable, Sequence


def rows_as_tsv(rows: Iterable[Sequence[str]]) -> str:
    """Cells separated by tabs; tabs and line breaks inside a cell become spaces."""
    return "\n".join("\t".join(" ".join(cell.splitlines()).replace("\t", " ") for cell in row) for row in rows)


def rows_as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Commas, with quotes where they are needed (RFC 4180, but lines end in `\\n`)."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().rstrip("\n")


def rows_as_markdown(titles: Sequence[str], right: Sequence[bool], rows: Iterable[Sequence[str]]) -> str:
    """A table as GitHub renders it; `right` says which columns are aligned to the right."""

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(" ".join(cell.splitlines()).replace("|", "\\|") for cell in cells) + " |"

    rule = "|" + "|".join(" ---: " if side else " --- " for side in right) + "|"
    return "\n".join([line(titles), rule, *(line(row) for row in rows)])
