"""What operations are told, as text, made into names, numbers, shapes and places; what makes no sense is a named error."""

import cmath
import re
from collections.abc import Callable
from fnmatch import translate
from math import prod

import numpy as np

from desktop_app.checkpoint.editing.draft import Draft, Item
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import numeric_kind
from desktop_app.checkpoint.editing.regions import Region
from desktop_app.checkpoint.editing.rounding import INTEGERS
from desktop_app.checkpoint.model import Checkpoint
from desktop_app.checkpoint.slicing import parse_index

type OpenFile = Callable[[str], Checkpoint]
"""Opens the file that `add` and `merge` name; raises `EditError("file")` when it cannot be read."""


def matching(draft: Draft, pattern: str) -> list[str]:
    """Keys that a GLOB selects: the very name, or shell wildcards over the whole name; `EditError` when there are none."""
    if pattern in draft.items:
        return [pattern]
    expression = re.compile(translate(pattern))
    found = [name for name in draft.items if expression.match(name)]
    if not found:
        raise EditError("nothing-matches", pattern=pattern)
    return found


def item_named(draft: Draft, name: str) -> Item:
    """The tensor of a key; `EditError` when there is none."""
    item = draft.items.get(name)
    if item is None:
        raise EditError("no-such-key", name=name)
    return item


def parse_shape(text: str, *, allow_open: bool = False) -> tuple[int, ...]:
    """`64,3,7,7` as a shape; empty text is that of a scalar. With `allow_open` one size may be -1."""
    cleaned = text.strip().strip("()[]").replace("×", ",").strip().removesuffix(",")
    try:
        shape = tuple(int(part) for part in cleaned.split(",")) if cleaned else ()
    except ValueError:
        raise EditError("shape", text=text) from None
    if any(size < (-1 if allow_open else 0) or size >= 1 << 48 for size in shape) or shape.count(-1) > 1:
        raise EditError("shape", text=text)
    if len(shape) > 64 or prod(abs(size) for size in shape) >= 1 << 48:
        raise EditError("shape", text=text)
    return shape


def number_of(text: str) -> complex | float | int:
    """A number as Python writes it, or `true` and `false`; one too large to be held is none, infinity is called `inf`."""
    cleaned = text.strip().replace("_", "")
    lowered = cleaned.lower()
    if lowered in ("true", "false"):
        return int(lowered == "true")
    for kind in (int, float, complex):
        try:
            value = kind(cleaned)
        except (ValueError, OverflowError):
            continue
        if isinstance(value, int) or not cmath.isinf(value) or "inf" in lowered:
            return value
        break
    raise EditError("number", text=text)


def check_fits(name: str, dtype: str, value: complex | float | int, text: str) -> None:
    """Integers have neither NaN nor infinity and end somewhere, and real numbers have no imaginary part."""
    kind = numeric_kind(dtype)
    if kind in ("integer", "bool") and (
        isinstance(value, complex) or value != value or value in (float("inf"), float("-inf"))
    ):
        raise EditError("not-finite", name=name, dtype=dtype, text=text)
    if kind == "integer" and isinstance(value, int | float) and dtype in INTEGERS:
        limits = np.iinfo(dtype)
        if not limits.min <= value <= limits.max:
            raise EditError("not-finite", name=name, dtype=dtype, text=text)
    if kind == "float" and isinstance(value, complex):
        raise EditError("not-finite", name=name, dtype=dtype, text=text)


def dimension_of(name: str, shape: tuple[int, ...], text: str) -> int:
    """An axis, counted from the end when it is negative."""
    try:
        dimension = int(text)
    except ValueError:
        raise EditError("number", text=text) from None
    count = max(len(shape), 1)
    if not -count <= dimension < count:
        raise EditError("dimension", name=name, dimensions=len(shape), dimension=dimension)
    return dimension % count


def places_of(name: str, shape: tuple[int, ...], text: str) -> tuple[Region, tuple[int, ...]]:
    """The places that an index selects along each axis, and the axes that an integer takes away."""
    try:
        index = parse_index(text, shape)
    except ValueError as error:
        raise EditError("index", name=name, reason=str(error)) from None
    places: list[range] = []
    dropped: list[int] = []
    for axis, (selector, size) in enumerate(zip(index, shape, strict=True)):
        if isinstance(selector, int):
            places.append(range(selector, selector + 1))
            dropped.append(axis)
        else:
            places.append(range(size)[selector])
    return tuple(places), tuple(dropped)
