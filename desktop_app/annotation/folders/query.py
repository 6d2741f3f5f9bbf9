"""Which images to show: a small query of names, labels, states and kinds over a folder's index.

`label:cat state:unlabelled kind:mask text` shows images that fulfil every term; a comma means or (`label:cat,dog`), a minus
before a term means not, quotes keep spaces, `shapes>3` compares, and other words are looked for in the name (`*` and `?`
stand for what they do in file names).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from typing import Final

from desktop_app.annotation.folders.index import NOTHING, Record

type Test = Callable[[str, Record], bool]

_VALUE: Final = r'(?:"[^"]*"|[^\s"])'
_TERM: Final = re.compile(rf"(-?)(?:([A-Za-z]+)(:|>=|<=|>|<|=)({_VALUE}*)|({_VALUE}+|\S+))")
FIELDS: Final = ("label", "state", "kind", "class", "name", "note", "has", "shapes")
HAS: Final = ("labels", "notes", "problem", "suggestions", "classes")


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was understood."""

    tests: tuple[Test, ...] = ()
    problem: str = ""
    """What was not understood, in a sentence; that term is left out."""

    def holds(self, name: str, record: Record) -> bool:
        """Whether an image is shown."""
        return all(test(name, record) for test in self.tests)


def query_of(text: str) -> Query:
    """The query that a text means; never raises."""
    tests: list[Test] = []
    problem = ""
    for match in _TERM.finditer(text):
        minus, field, sign, value, word = match.groups()
        if field is None:
            test: Test | str = _in_name(word.replace('"', ""))
        else:
            test = _field_test(field.casefold(), sign, value.replace('"', ""))
        if isinstance(test, str):
            problem = problem or test
        else:
            tests.append(_not(test) if minus else test)
    return Query(tuple(tests), problem)


def found(query: Query, names: Sequence[str], index: Mapping[str, Record]) -> list[int]:
    """Positions of the names that the query shows."""
    if not query.tests:
        return list(range(len(names)))
    get, holds = index.get, query.holds
    return [place for place, name in enumerate(names) if holds(name, get(name, NOTHING))]


def found_by(text: str, names: Sequence[str], index: Mapping[str, Record]) -> list[int]:
    """As `found`, for a query in words: what crosses to a thread or a worker."""
    return found(query_of(text), names, index)


def next_after(places: Sequence[int], current: int, *, forwards: bool = True) -> int | None:
    """The nearest of sorted `places` after (or before) `current`, round the end; None when there is none."""
    if not places:
        return None
    if forwards:
        return next((place for place in places if place > current), places[0])
    return next((place for place in reversed(places) if place < current), places[-1])


def _not(test: Test) -> Test:
    return lambda name, record: not test(name, record)


def _in_name(text: str) -> Test:
    wanted = text.casefold()
    if "*" in wanted or "?" in wanted:
        pattern = re.compile(translate(wanted))
        return lambda name, _: (
            pattern.match(name.casefold()) is not None or pattern.match(name.casefold().rpartition("/")[2]) is not None
        )
    return lambda name, _: wanted in name.casefold()


def _field_test(field: str, sign: str, value: str) -> Test | str:
    """The test of a term with a field, or the sentence that says what is wrong with it."""
    if field == "shapes":
        return _count_test(sign, value)
    if sign != ":" and sign != "=":
        return f"{field} cannot be compared with {sign}."
    wanted = [part.casefold() for part in value.split(",") if part]
    if not wanted:
        return f"{field}: says nothing to look for."
    match field:
        case "label":
            return lambda _, record: any(_like(name, wanted) for name, _count in record.labels)
        case "state":
            return lambda _, record: any(record.state.startswith(part) for part in wanted)
        case "kind":
            return lambda _, record: any(kind in wanted for kind, _count in record.kinds)
        case "class":
            return lambda _, record: any(_like(name, wanted) for name in record.classes)
        case "note":
            return lambda _, record: any(part in record.notes.casefold() for part in wanted)
        case "name":
            tests = [_in_name(part) for part in wanted]
            return lambda name, record: any(test(name, record) for test in tests)
        case "has":
            return _has_test(wanted)
        case _:
            return f"There is no field {field!r}; there are {', '.join(FIELDS)}."


def _like(name: str, wanted: Sequence[str]) -> bool:
    """Whether a label is one of those wanted: as a whole, or by a pattern."""
    plain = name.casefold()
    return any(plain == part or ("*" in part and re.match(translate(part), plain) is not None) for part in wanted)


def _has_test(wanted: Sequence[str]) -> Test | str:
    unknown = [part for part in wanted if part not in HAS]
    if unknown:
        return f"has: knows {', '.join(HAS)}, not {unknown[0]!r}."
    tests: dict[str, Callable[[Record], bool]] = {
        "labels": lambda record: record.shapes > 0,
        "notes": lambda record: bool(record.notes),
        "problem": lambda record: bool(record.problem),
        "suggestions": lambda record: record.suggestions > 0,
        "classes": lambda record: bool(record.classes),
    }
    return lambda _, record: any(tests[part](record) for part in wanted)


def _count_test(sign: str, value: str) -> Test | str:
    for longer in (">=", "<=", ">", "<", "="):
        if sign == ":" and value.startswith(longer):
            sign, value = longer, value[len(longer) :]
            break
    if not value.isdecimal():
        return f"shapes{sign}{value} needs a number."
    wanted = int(value)
    comparisons: dict[str, Callable[[int], bool]] = {
        ">": lambda count: count > wanted,
        "<": lambda count: count < wanted,
        ">=": lambda count: count >= wanted,
        "<=": lambda count: count <= wanted,
    }
    holds = comparisons.get(sign, lambda count: count == wanted)
    return lambda _, record: holds(record.shapes)
