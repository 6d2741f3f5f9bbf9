"""The part of YAML that people write settings in: nested mappings and lists, flow lists and mappings, plain and quoted texts.

No tags, anchors or references: what is not understood is a `YamlError` that names the line. Nothing is ever executed.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

_DEEPEST: Final = 40
_KEY: Final = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#:\[\]{},&*!|>'"%@`-][^#:\n]*?|-[^\s#:][^#:\n]*?)\s*:(?:\s+|$)"""
)
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$")
_WORDS: Final[dict[str, Any]] = {"": None, "~": None, "null": None, "true": True, "false": False}


class YamlError(ValueError):
    """A line that is not of this part of YAML."""


@dataclass(slots=True)
class _Line:
    number: int
    indent: int
    text: str


def parse_yaml(text: str) -> Any:
    """The document in a text: dicts, lists, texts, numbers, truths and None."""
    lines = _lines(text)
    if not lines:
        return None
    value, used = _block(lines, 0, lines[0].indent, 0)
    if used < len(lines):
        raise YamlError(f"Line {lines[used].number} is indented in another way than those before it.")
    return value


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    opened = 0
    for number, raw in enumerate(text.splitlines(), 1):
        bare = _without_comment(raw).rstrip()
        if not bare.strip() or (bare.strip() in ("---", "...") and not opened):
            continue
        if opened > 0:
            found[-1].text += " " + bare.strip()
        else:
            if "\t" in bare[: len(bare) - len(bare.lstrip())]:
                raise YamlError(f"Line {number} is indented with a tab.")
            found.append(_Line(number, len(bare) - len(bare.lstrip()), bare.strip()))
        opened += _opened(bare if opened > 0 else _flow_part(bare))
    return found


def _without_comment(line: str) -> str:
    quote = ""
    for place, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and (not place or line[place - 1] in " [{,:-"):
            quote = letter
        elif letter == "#" and (not place or line[place - 1].isspace()):
            return line[:place]
    return line


def _flow_part(line: str) -> str:
    """What of a line is a list or mapping in brackets: a bracket within a plain text is a letter like any other."""
    rest = line.strip()
    while rest.startswith("- "):
        rest = rest[2:].lstrip()
    match = None if rest[:1] in ("[", "{") else _KEY.match(rest)
    rest = rest if match is None else rest[match.end() :].lstrip()
    return rest if rest[:1] in ("[", "{") else ""


def _opened(line: str) -> int:
    bare = re.sub(r""""(?:[^"\\]|\\.)*"|'[^']*'""", "", line)
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")


def _block(lines: list[_Line], place: int, indent: int, depth: int) -> tuple[Any, int]:
    """The value that begins at a line, and the first line after it."""
    if depth > _DEEPEST:
        raise YamlError(f"Line {lines[place].number} is nested too deeply.")
    first = lines[place].text
    if first == "-" or first.startswith("- "):
        return _list(lines, place, indent, depth)
    if _KEY.match(first):
        return _mapping(lines, place, indent, depth)
    return _scalar(first, lines[place].number), place + 1


def _list(lines: list[_Line], place: int, indent: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while place < len(lines) and lines[place].indent == indent and re.match(r"-(\s|$)", lines[place].text):
        line = lines[place]
        rest = line.text[1:].lstrip()
        if rest:
            # what follows the dash stands at its own indentation, so that a mapping may go on below it
            inner = _Line(line.number, indent + len(line.text) - len(rest), rest)
            lines[place] = inner
            value, place = _block(lines, place, inner.indent, depth + 1)
        elif place + 1 < len(lines) and lines[place + 1].indent > indent:
            value, place = _block(lines, place + 1, lines[place + 1].indent, depth + 1)
        else:
            value, place = None, place + 1
        found.append(value)
    return found, place


def _mapping(lines: list[_Line], place: int, indent: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while place < len(lines) and lines[place].indent == indent:
        line = lines[place]
        match = _KEY.match(line.text)
        if match is None:
            raise YamlError(f"Line {line.number} is neither `key: value` nor `- item`.")
        key = str(_scalar(match.group(1), line.number)) if match.group(1)[0] in "\"'" else match.group(1).strip()
        rest = line.text[match.end() :].strip()
        place += 1
        if rest:
            found[key] = _scalar(rest, line.number)
        elif place < len(lines) and _belongs(lines[place], indent):
            found[key], place = _block(lines, place, lines[place].indent, depth + 1)
        else:
            found[key] = None
    return found, place


def _belongs(line: _Line, indent: int) -> bool:
    """Whether a line is the value of the key above: indented more, or an item of a list at the same place."""
    return line.indent > indent or (line.indent == indent and re.match(r"-(\s|$)", line.text) is not None)


def _scalar(text: str, number: int) -> Any:
    if text[0] in "[{":
        value, end = _flow(text, 0, number, 0)
        if text[end:].strip():
            raise YamlError(f"Line {number} goes on after its bracket.")
        return value
    if text[0] in "&*!|>%@`":
        raise YamlError(f"Line {number} uses a part of YAML that is not read here ({text[0]}).")
    return _plain(text, number)


def _plain(text: str, number: int) -> Any:
    if text[:1] == '"':
        try:
            return json.loads(text)
        except ValueError:
            raise YamlError(f"Line {number} has a quoted text that does not end.") from None
    if text[:1] == "'":
        if len(text) < 2 or text[-1] != "'":
            raise YamlError(f"Line {number} has a quoted text that does not end.")
        return text[1:-1].replace("''", "'")
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _NUMBER.match(text):
        return float(text) if re.search(r"[.eE]", text) else int(text)
    return text


def _flow(text: str, place: int, number: int, depth: int) -> tuple[Any, int]:
    """A list or mapping in brackets from `place` on, and where it ends."""
    if depth > _DEEPEST:
        raise YamlError(f"Line {number} is nested too deeply.")
    closing = "]" if text[place] == "[" else "}"
    items: list[Any] = []
    keys: list[str] = []
    place += 1
    while True:
        place = _skip(text, place, number)
        if text[place] == closing:
            return (dict(zip(keys, items, strict=True)) if closing == "}" else items), place + 1
        if closing == "}":
            match = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^:,{}\[\]]+?)\s*:\s*""").match(text, place)
            if match is None:
                raise YamlError(f"Line {number} has a pair without a colon.")
            keys.append(str(_plain(match.group(1), number)))
            place = _skip(text, match.end(), number)
        if text[place] in "[{":
            value, place = _flow(text, place, number, depth + 1)
        else:
            match = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,\[\]{}]*)\s*""").match(text, place)
            assert match is not None
            value, place = _plain(match.group(1).strip(), number), match.end()
        items.append(value)
        place = _skip(text, place, number)
        if text[place] == ",":
            place += 1
        elif text[place] != closing:
            raise YamlError(f"Line {number} has something between its brackets that is no list.")


def _skip(text: str, place: int, number: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    if place >= len(text):
        raise YamlError(f"Line {number} has a bracket that does not end.")
    return place
