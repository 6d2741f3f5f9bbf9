"""Files with one JSON object a line, or a list of them, or one: each record with its place; broken lines are named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_app.annotation.formats.reading import Problems, items, json_of, read_text


def records_of(path: Path, problems: Problems) -> Iterator[tuple[str, Any]]:
    """Each record of the file with `line 3` or `[2]`."""
    text = read_text(path)
    begin = text.lstrip()[:1]
    lines = text.split("\n")  # JSON may hold what Unicode counts as other ends of lines
    if begin == "[" or (begin == "{" and len(lines) > 1 and lines[0].strip() == "{"):
        whole = json_of(text, str(path))
        listed = items(whole) if isinstance(whole, list) else (whole,)
        yield from ((f"[{position}]", record) for position, record in enumerate(listed))
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            with problems.record(f"line {number}"):
                yield f"line {number}", json_of(line, f"{path.name}: line {number}")
