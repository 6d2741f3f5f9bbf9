"""Recipes: the steps of a draft as text on the command line and as JSON in a file."""

import json
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from desktop_app.checkpoint.editing.arguments import OpenFile
from desktop_app.checkpoint.editing.draft import Draft, Step
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.operations import apply, operation_named
from desktop_app.checkpoint.replacing import replace_file

VERSION = 1
_LARGEST = 64 << 20


def parse_step(text: str) -> Step:
    """`cast "layer 1.*" bfloat16` as a step; `EditError` for unknown operations and wrong counts of arguments."""
    try:
        words = shlex.split(text, posix=True) if "\\" not in text else _split(text)
    except ValueError as error:
        raise EditError("arguments", operation=text, wanted=f"balanced quotes ({error})") from None
    operation = operation_named(words[0]) if words else None
    if operation is None:
        raise EditError("no-such-operation", operation=words[0] if words else "(none)")
    # `set w[0, 1] 3` and `slice w 0, 1`: a slice may hold spaces without being quoted
    if operation.name == "set" and len(words) > 3 and "[" in words[1]:
        words = [words[0], "".join(words[1:-1]), words[-1]]
    elif operation.name in ("slice", "reshape") and len(words) > 3:
        words = [words[0], words[1], "".join(words[2:])]
    step = Step(words[0], tuple(words[1:]))
    if len(step.arguments) < operation.least or (operation.most is not None and len(step.arguments) > operation.most):
        raise EditError("arguments", operation=operation.name, wanted=operation.usage or "no arguments")
    return step


def _split(text: str) -> list[str]:
    """As a shell splits, but a backslash is a backslash, as regular expressions need it."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.escape = ""
    lexer.commenters = ""
    return list(lexer)


def text_of(step: Step) -> str:
    """A step as `parse_step` reads it."""
    return " ".join([step.operation, *(_quoted(argument) for argument in step.arguments)])


def _quoted(text: str) -> str:
    if text and not any(c.isspace() or c in "\"'" for c in text):
        return text
    return f'"{text}"' if '"' not in text else f"'{text}'"


def save_recipe(steps: Iterable[Step], path: Path) -> None:
    """Write steps as JSON; raises `OSError`."""
    replace_file(path, (recipe_text(steps) + "\n").encode())


def recipe_text(steps: Iterable[Step]) -> str:
    """Steps as the JSON document that `load_recipe` reads."""
    listed = [[step.operation, *step.arguments] for step in steps]
    lines = ",\n".join("    " + json.dumps(step, ensure_ascii=False) for step in listed)
    body = f"[\n{lines}\n  ]" if listed else "[]"
    return f'{{\n  "weightsmith_recipe": {VERSION},\n  "steps": {body}\n}}'


def load_recipe(path: Path) -> tuple[Step, ...]:
    """Steps of a recipe file; `EditError` says what is wrong with it."""
    try:
        if path.stat().st_size > _LARGEST:
            raise EditError("recipe", file=path.name, reason="it is too large")
        data: object = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise EditError("recipe", file=path.name, reason=(error.strerror or str(error)).lower()) from None
    except (ValueError, RecursionError):
        raise EditError("recipe", file=path.name, reason="it is not JSON") from None
    return steps_of(data, path.name)


def steps_of(data: object, name: str) -> tuple[Step, ...]:
    """Steps of a parsed recipe; both `["op", "argument", ...]` and `{"op": ..., "arguments": [...]}` are read."""
    listed = cast("dict[str, object]", data).get("steps") if isinstance(data, dict) else data
    if not isinstance(listed, list):
        raise EditError("recipe", file=name, reason="it has no list of steps")
    steps: list[Step] = []
    for place, entry in enumerate(cast("list[object]", listed), 1):
        words = _words(entry)
        if words is None:
            raise EditError("recipe", file=name, reason=f"step {place} is not an operation with its arguments")
        if operation_named(words[0]) is None:
            raise EditError("recipe", file=name, reason=f"step {place} is the unknown operation {words[0]}")
        steps.append(Step(words[0], tuple(words[1:])))
    return tuple(steps)


def _words(entry: object) -> list[str] | None:
    if isinstance(entry, str):
        step = parse_step(entry)
        return [step.operation, *step.arguments]
    if isinstance(entry, dict):
        known = cast("dict[str, object]", entry)
        arguments = known.get("arguments", known.get("args", []))
        entry = (
            [known.get("op", known.get("operation")), *cast("list[object]", arguments)]
            if isinstance(arguments, list)
            else None
        )
    if not isinstance(entry, list) or not entry or not isinstance(entry[0], str):
        return None
    parts = cast("list[object]", entry)
    if not all(isinstance(part, str | int | float) for part in parts):
        return None
    return [str(part) for part in parts]


@dataclass(frozen=True, slots=True)
class Replay:
    """What applying a recipe to another file gave."""

    draft: Draft
    problems: tuple[tuple[int, Step, EditError], ...]
    """Number from 1, step and reason of each step that did not fit and was left out."""


def replay(draft: Draft, steps: Iterable[Step], open_file: OpenFile | None = None) -> Replay:
    """Apply each step that fits; the others are told."""
    problems: list[tuple[int, Step, EditError]] = []
    for number, step in enumerate(steps, 1):
        try:
            draft = apply(draft, step, open_file)
        except EditError as error:
            problems.append((number, step, error))
    return Replay(draft, tuple(problems))
