"""Long tuples of records on their way to another process: pickled column by column, in pieces.

A hundred thousand frozen records pickle one by one at several microseconds each, most of them spent in Python. By columns
most of the work is done in C; in pieces none of it holds the interpreter so long that a window would stop.
"""

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import chain, repeat
from operator import attrgetter
from typing import Any, Literal, override

_PIECE = 4000
_FEW = 200
"""Records up to which they travel as they are."""

type _Column = tuple[Literal["one", "few", "all", "records"], Any, Any]
"""How the values of one field are kept: one for all, few by number, each, or records by columns of their own."""


class Packed[Record](tuple[Record, ...]):
    """A tuple of records of one frozen, slotted dataclass; it arrives as a plain tuple of equal records."""

    __slots__ = ()

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        if len(self) <= _FEW or not _are_alike(self):
            return tuple, (list(self),)
        pieces = [pickle.dumps(_columns(self[first : first + _PIECE]), 5) for first in range(0, len(self), _PIECE)]
        return _unpacked, (type(self[0]), pieces)


def _are_alike(records: Sequence[object]) -> bool:
    """Whether all are of one dataclass that keeps its fields in slots of its own."""
    kind = type(records[0])
    return (
        is_dataclass(kind) and all(name in kind.__dict__ for name in _names(kind)) and set(map(type, records)) == {kind}
    )


def _names(kind: type) -> list[str]:
    return [one.name for one in fields(kind)]


def _columns(records: Sequence[object]) -> tuple[int, list[_Column]]:
    return len(records), [_column(list(map(attrgetter(name), records))) for name in _names(type(records[0]))]


def _column(values: list[Any]) -> _Column:
    try:
        numbers, different = _numbered(values)
    except TypeError:  # some value cannot be a key
        return "all", values, None
    if len(different) == 1:
        return "one", different[0], None
    if len(different) > len(values) // 2:
        numbers, different = None, values
    if len(different) > _FEW and _are_alike(different):
        return "records", (type(different[0]), _columns(different)), numbers
    return ("all", different, None) if numbers is None else ("few", different, numbers)


def _numbered(values: Sequence[Any]) -> tuple[list[int], list[Any]]:
    """A number for each value, and the different values by number; `True` and `1` are two, and so are equal records."""
    known: dict[object, int] = {}
    if is_dataclass(values[0]):
        numbers = [known.setdefault(id(value), len(known)) for value in values]
        by_id: dict[object, Any] = {id(value): value for value in values}
        return numbers, [by_id[one] for one in known]
    if len(set(map(type, values))) > 1:
        numbers = [known.setdefault((value, value.__class__), len(known)) for value in values]
        return numbers, [value for value, _ in known]  # type: ignore[misc]
    numbers = [known.setdefault(value, len(known)) for value in values]
    return numbers, list(known)


def _unpacked(kind: type, pieces: Sequence[bytes]) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(_records(kind, *pickle.loads(piece)) for piece in pieces))


def _records(kind: type, count: int, columns: Sequence[_Column]) -> list[Any]:
    return records_of(kind, count, {name: _values(column) for name, column in zip(_names(kind), columns, strict=True)})


def records_of(kind: type, count: int, columns: Mapping[str, Iterable[Any]]) -> list[Any]:
    """`count` records of a frozen dataclass with slots, from the values of their fields; fields without any get their default.

    They are filled through the descriptors of their slots, which is what their own `__init__` comes down to.
    """
    make: Callable[[type], Any] = object.__new__
    made: list[Any] = list(map(make, repeat(kind, count)))
    for one in fields(kind):
        fill: Callable[[Any, Any], None] = kind.__dict__[one.name].__set__
        deque(map(fill, made, columns.get(one.name) or repeat(one.default, count)), maxlen=0)
    return made


def _values(column: _Column) -> Iterator[Any]:
    how, what, numbers = column
    if how == "one":
        return repeat(what)
    if how == "records":
        kind, (count, columns) = what
        what = _records(kind, count, columns)
    return iter(what) if numbers is None else map(what.__getitem__, numbers)
