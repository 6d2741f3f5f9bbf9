"""Which tensors the table shows and in which order: a small query language and sorting, without Qt, for a thread."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.model import TensorInfo

if TYPE_CHECKING:
    from desktop_app.checkpoint.measuring.statistics import Statistics

type Test = Callable[[int], bool]

STATISTICS = frozenset({"min", "max", "mean", "std", "abs_mean", "nan", "inf", "zeros"})
"""Columns that fill in while the background pass goes on."""
_STEP = 20_000
"""Rows that are sorted at once: `sorted` keeps every other thread waiting while it compares."""
_DIGITS = re.compile(r"\d+")
_COMPARISON = re.compile(r"(<=|>=|<|>|=|)(-?[\d.]+(?:e[+-]?\d+)?)([kmgt]?)b?$", re.IGNORECASE)
_SCALES = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}
_NUMBERS = STATISTICS | {"size", "elements"}
_WORDS = ("nan", "inf", "tied", "broken")


def natural_key(name: str) -> str:
    """Sorts `layer2` before `layer10`: each run of digits is led by its length."""
    return _DIGITS.sub(_led_by_length, name)


def _led_by_length(digits: re.Match[str]) -> str:
    number = digits[0]
    if number[0] == "0":
        number = number.lstrip("0")
    return f"{len(number):03d}{number}"


def _sizes(tensors: Sequence[TensorInfo]) -> list[int]:
    """Bytes of each tensor; the item size is looked up once a dtype, not once a tensor."""
    bits = {dtype: itemsize_bits(dtype) for dtype in {info.dtype for info in tensors}}
    return [(math.prod(info.shape) * bits[info.dtype] + 7) // 8 for info in tensors]


def value_of(found: "Statistics | None", column: str) -> float | None:
    """A statistic as a number; None while it is not known, or where nothing is finite."""
    if found is None:
        return None
    match column:
        case "nan":
            return found.nan
        case "inf":
            return found.posinf + found.neginf
        case "zeros":
            return found.zero / found.count if found.count else None
        case "abs_mean":
            return found.l1 / found.finite if found.l1 is not None and found.finite else None
        case _:
            return getattr(found, column)


class TensorRows:
    """Filters and sorts the tensors of one checkpoint; keys of what does not change are made once."""

    def __init__(self, tensors: Sequence[TensorInfo], statistics: Mapping[int, "Statistics"]) -> None:
        self._tensors = tensors
        self._statistics = statistics
        self._ranks: dict[str, Sequence[Any]] = {}

    def chosen(self, query: str, column: str, descending: bool) -> list[int]:
        """Tensors that pass the query, ordered by a column (in file order without one); ValueError for a wrong query."""
        rows = self.matching(query)
        return self.ordered(rows, column, descending) if column else rows

    # -- order

    def ordered(self, rows: list[int], column: str, descending: bool) -> list[int]:
        """Rows by a column; what has no value comes last in both directions, equal ones stay in file order."""
        if column in STATISTICS:
            statistics = self._statistics
            values = {row: value for row in rows if (value := value_of(statistics.get(row), column)) is not None}
            known = _sorted(list(values), values.__getitem__, descending)
            return known + [row for row in rows if row not in values]
        keys = self._keys(column)
        return _sorted(rows, keys.__getitem__, descending)

    def _keys(self, column: str) -> Sequence[Any]:
        if column not in self._ranks:
            plain: Callable[[TensorInfo], Any] = {
                "name": lambda info: natural_key(info.name),
                "shape": lambda info: info.shape,
                "elements": lambda info: math.prod(info.shape),
                "tie": lambda info: (
                    not info.shares_with,
                    natural_key(info.shares_with[0]) if info.shares_with else "",
                ),
            }.get(column, lambda info: getattr(info, column))
            keys = _sizes(self._tensors) if column == "size" else [plain(info) for info in self._tensors]
            if keys and not isinstance(keys[0], int):
                keys = _ranks(keys)
            self._ranks[column] = keys
        return self._ranks[column]

    # -- filter

    def matching(self, query: str) -> list[int]:
        """Tensors that fit all terms, in file order.

        Terms: text, `/regex/`, `dtype:float16`, `shape:64x3x*`, `role:buffer`, `layout:sparse`, `status:damaged`,
        `size:>1M`, `std:<0.01` and other numbers, `nan`, `inf`, `tied`, `broken`; `-` before a term turns it round.
        """
        rows: Iterable[int] = range(len(self._tensors))
        for term in terms_of(query):
            rows = list(filter(self._test(term), rows))
        return list(rows)

    def _test(self, term: str) -> Test:
        if term.startswith("-") and len(term) > 1:
            wanted = self._test(term[1:])
            return lambda row: not wanted(row)
        tensors = self._tensors
        if term.startswith("/") and len(term) > 1:
            pattern = _pattern(term[1:].removesuffix("/"))
            return lambda row: pattern.search(tensors[row].name[:1000]) is not None
        key, colon, value = term.partition(":")
        key, value = key.lower(), value.lower()
        if (colon and not value and key in _WORDS) or (not colon and key in _WORDS):
            return self._word(key)
        if colon and key in ("dtype", "role", "layout", "status"):
            return lambda row: value in getattr(tensors[row], key)
        if colon and key == "shape":
            return self._shape(value)
        if colon and key in _NUMBERS and (comparison := _COMPARISON.match(value)):
            return self._number(key, *comparison.groups())
        lowered = term.lower()
        return lambda row: lowered in tensors[row].name.lower()

    def _word(self, word: str) -> Test:
        tensors, statistics = self._tensors, self._statistics
        if word == "tied":
            return lambda row: bool(tensors[row].shares_with)
        if word == "broken":
            return lambda row: tensors[row].status != "ok"
        return lambda row: bool(value_of(statistics.get(row), word))

    def _shape(self, value: str) -> Test:
        tensors = self._tensors
        wanted = [part for part in re.split(r"[x×,]", value) if part]

        def fits(row: int) -> bool:
            shape = tensors[row].shape
            return len(shape) == len(wanted) and all(
                part in ("*", "?") or part == str(size) for part, size in zip(wanted, shape, strict=True)
            )

        return fits

    def _number(self, column: str, sign: str, number: str, scale: str) -> Test:
        try:
            limit = float(number) * _SCALES[scale.lower()]
        except ValueError:
            raise ValueError(f"{number} is not a number.") from None
        statistics = self._statistics
        compare: Callable[[float], bool] = {
            "<": lambda value: value < limit,
            ">": lambda value: value > limit,
            "<=": lambda value: value <= limit,
            ">=": lambda value: value >= limit,
        }.get(sign, lambda value: value == limit)
        if column in STATISTICS:
            return lambda row: (value := value_of(statistics.get(row), column)) is not None and compare(value)
        values = self._keys(column)
        return lambda row: compare(values[row])


def terms_of(query: str) -> list[str]:
    """The terms of a query; one that begins with `/` is a single regular expression."""
    query = query.strip()
    return [query] if query.startswith("/") else query.split()


def needs_statistics(query: str) -> bool:
    """Whether what passes may change as statistics arrive."""
    keys = {term.lstrip("-").partition(":")[0].lower() for term in terms_of(query)}
    return bool(keys & STATISTICS)


def _pattern(text: str) -> re.Pattern[str]:
    if len(text) > 200:
        raise ValueError("The regular expression is longer than 200 characters.")
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"The regular expression is wrong: {error}.") from None


def _sorted(rows: Sequence[int], key: Callable[[int], Any], descending: bool) -> list[int]:
    """`sorted`, in steps short enough that the window stays alive meanwhile."""
    runs = [sorted(rows[at : at + _STEP], key=key, reverse=descending) for at in range(0, len(rows), _STEP)]
    if len(runs) == 1:
        return runs[0]
    return sorted([row for run in runs for row in run], key=key, reverse=descending)


def _ranks(keys: list[Any]) -> list[int]:
    """Small integers that sort as the keys do."""
    order = _sorted(range(len(keys)), keys.__getitem__, False)
    ranks = [0] * len(keys)
    rank, before = -1, None
    for row in order:
        if rank < 0 or keys[row] != before:
            rank, before = rank + 1, keys[row]
        ranks[row] = rank
    return ranks
