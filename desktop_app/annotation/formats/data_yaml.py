"""The small part of YAML that `data.yaml` files are written in: keys, texts, numbers, lists and one level of mappings."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from desktop_app.annotation.formats.reading import mapping, read_text, text

_KEY: Final = re.compile(r"""^(\s*)("[^"]*"|'[^']*'|[^:#\s][^:]*?)\s*:(?:\s+(.*)|)$""")
_ITEM: Final = re.compile(r"^(\s*)-\s+(.*)$")
_MOST_LINES: Final = 200_000


def read_data_yaml(path: Path) -> dict[str, Any]:
    """The keys of a `data.yaml`; what is written in other ways than these files are is left out."""
    return parsed(read_text(path))


def parsed(source: str) -> dict[str, Any]:
    """The document in a YAML text of this kind."""
    made: dict[str, Any] = {}
    current = ""
    for line in _joined(source.splitlines()[:_MOST_LINES]):
        item, key = _ITEM.match(line), _KEY.match(line)
        if item and current:
            if not isinstance(made[current], list):
                made[current] = []
            made[current].append(_value(item.group(2)))
        elif key and not key.group(1):
            current = _unquoted(key.group(2))
            made[current] = _value(key.group(3) or "")
        elif key and current:
            if not isinstance(made[current], dict):
                made[current] = {}
            made[current][_unquoted(key.group(2))] = _value(key.group(3) or "")
    return made


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines without comments; a list in brackets that goes over several lines becomes one."""
    joined: list[str] = []
    opened = 0
    for raw in lines:
        line = _without_comment(raw).rstrip()
        if not line.strip():
            continue
        if opened > 0:
            joined[-1] += " " + line.strip()
        else:
            joined.append(line)
        opened += _brackets(line)
    return joined


def _brackets(line: str) -> int:
    bare = re.sub(r""""[^"]*"|'[^']*'""", "", line)
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")


def _without_comment(line: str) -> str:
    quote = ""
    for position, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and (position == 0 or not line[position - 1].isalnum()):
            quote = letter
        elif letter == "#" and (position == 0 or line[position - 1].isspace()):
            return line[:position]
    return line


def _value(source: str) -> Any:
    source = source.strip()
    if source[:1] == "[" and source[-1:] == "]":
        return [_value(part) for part in _parts(source[1:-1])]
    if source[:1] == "{" and source[-1:] == "}":
        pairs = (part.partition(":") for part in _parts(source[1:-1]))
        return {_unquoted(key.strip()): _value(value) for key, _, value in pairs}
    if source[:1] in ("'", '"'):
        return _unquoted(source)
    if source.lower() in ("", "null", "~"):
        return None
    if source.lower() in ("true", "false"):
        return source.lower() == "true"
    for make in (int, float):
        try:
            return make(source)
        except ValueError:
            continue
    return source


def _parts(source: str) -> list[str]:
    """Parts between commas that are in no brackets and no quotes."""
    parts, depth, quote = [""], 0, ""
    for letter in source:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
        if letter == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += letter
    return [part for part in parts if part.strip()]


def _unquoted(source: str) -> str:
    source = source.strip()
    if len(source) > 1 and source[0] == source[-1] == '"':
        try:
            return str(json.loads(source))
        except ValueError:
            return source[1:-1]
    if len(source) > 1 and source[0] == source[-1] == "'":
        return source[1:-1].replace("''", "'")
    return source


def names_in(document: dict[str, Any]) -> tuple[str, ...]:
    """The class names in their order, whether they are a list or numbered; numbers left out have their number as name."""
    names = document.get("names")
    if isinstance(names, list):
        return tuple(text(name) for name in names)  # type: ignore[misc]
    numbered = {int(key): text(name) for key, name in mapping(names).items() if re.fullmatch(r"-?\d{1,9}", str(key))}
    count = min(max(numbered, default=-1) + 1, 100_000)
    return tuple(numbered.get(position, str(position)) for position in range(count))


def quoted(value: str) -> str:
    """A text as YAML reads it whatever is in it."""
    return json.dumps(value, ensure_ascii=False)
