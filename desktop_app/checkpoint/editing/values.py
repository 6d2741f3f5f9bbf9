"""Operations on values: each gives the draft with other, lazily computed tensors, or raises `EditError`."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import isfinite, prod

from desktop_app.checkpoint.editing.arguments import (
    OpenFile,
    check_fits,
    dimension_of,
    item_named,
    matching,
    number_of,
    parse_shape,
    places_of,
)
from desktop_app.checkpoint.editing.computed import (
    Alone,
    Cast,
    Filled,
    Padded,
    Part,
    Patched,
    Permuted,
    Reshaped,
    Scaled,
    numbers_of,
)
from desktop_app.checkpoint.editing.draft import Draft, Item
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import (
    Expression,
    Stored,
    can_be_read,
    has_numbers,
    numeric_kind,
    tie_of,
)
from desktop_app.checkpoint.editing.rounding import dtype_named, is_floating
from desktop_app.checkpoint.storages import TensorError


def _changed(draft: Draft, names: Iterable[str], change: Callable[[str, Expression], Expression]) -> Draft:
    """The draft with new values under some names. Tensors that were tied and change alike stay tied."""
    items = dict(draft.items)
    for name in names:
        item = items[name]
        try:
            can_be_read(item.value)
            has_numbers(item.value)
        except TensorError as error:
            raise EditError("needs-values", name=name, reason=str(error)) from None
        items[name] = replace(item, value=change(name, numbers_of(item.value)))
    return draft.with_items(items)


def _editable(draft: Draft, name: str) -> Item:
    """The tensor of a key, with the shape and type that its numbers have when they are edited."""
    item = item_named(draft, name)
    return replace(item, value=numbers_of(item.value))


def cast_values(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """Another element type."""
    *patterns, text = arguments
    dtype = dtype_named(text)
    if dtype is None:
        raise EditError("dtype", text=text)
    names: dict[str, None] = {}
    for pattern in patterns:
        found = matching(draft, pattern)
        if pattern not in draft.items and is_floating(dtype):
            # as `module.to(dtype)` does: counters and masks stay what they are unless they are named
            found = [name for name in found if _is_real_valued(draft.items[name].dtype)] or found
        names.update(dict.fromkeys(found))
    return _changed(draft, names, lambda _, value: value if value.dtype == dtype else Cast(value, dtype))


def fill(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """One number everywhere."""
    *patterns, text = arguments
    value = number_of(text)
    items = dict(draft.items)
    for name in {name: None for pattern in patterns for name in matching(draft, pattern)}:
        item = _editable(draft, name)
        check_fits(name, item.dtype, value, text)
        items[name] = replace(item, value=Filled(item.shape, item.dtype, value))
    return draft.with_items(items)


def scale(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """Times a number."""
    *patterns, text = arguments
    factor = number_of(text)
    if isinstance(factor, complex) or (isinstance(factor, float) and not isfinite(factor)):
        raise EditError("number", text=text)
    names: dict[str, None] = {}
    for pattern in patterns:
        found = matching(draft, pattern)
        if not (isinstance(factor, int) or factor.is_integer()):
            if pattern not in draft.items:
                found = [name for name in found if _is_real_valued(draft.items[name].dtype)] or found
            for name in found:
                dtype = _editable(draft, name).dtype
                if numeric_kind(dtype) in ("integer", "bool"):
                    raise EditError("no-fraction", name=name, dtype=dtype, factor=text)
        names.update(dict.fromkeys(found))
    return _changed(draft, names, lambda _, value: Scaled(value, factor))


def _is_real_valued(dtype: str) -> bool:
    return numeric_kind(dtype) in ("float", "complex") or dtype.startswith(("qint", "quint"))


def set_places(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """One number at some places."""
    target, text = arguments
    name, bracket, rest = (target, "", "") if target in draft.items else target.rpartition("[")
    index = "" if not bracket else rest.removesuffix("]")
    name = name if bracket else target
    item = _editable(draft, name)
    value = number_of(text)
    check_fits(name, item.dtype, value, text)
    places, _dropped = places_of(name, item.shape, index)
    return _changed(draft, [name], lambda _, inner: Patched(inner, places, value))


def reshape(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """The same elements in another shape."""
    name, text = arguments
    item = _editable(draft, name)
    shape = parse_shape(text, allow_open=True)
    have = prod(item.shape)
    if shape.count(-1) == 1:
        rest = prod(size for size in shape if size != -1)
        if rest and have % rest == 0:
            shape = tuple(have // rest if size == -1 else size for size in shape)
    if -1 in shape or prod(shape) != have:
        raise EditError("count", name=name, have=have, shape=shape, need=abs(prod(shape)))
    return _changed(draft, [name], lambda _, inner: inner if inner.shape == shape else Reshaped(inner, shape))


def transpose(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """Two axes change places."""
    name = arguments[0]
    item = _editable(draft, name)
    first, second = (dimension_of(name, item.shape, text) for text in arguments[1:])
    axes = list(range(len(item.shape)))
    if axes:
        axes[first], axes[second] = axes[second], axes[first]
    return _changed(draft, [name], lambda _, inner: Permuted(inner, tuple(axes)))


def cut_slice(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """What an index selects."""
    name, text = arguments
    item = _editable(draft, name)
    places, dropped = places_of(name, item.shape, text)
    return _changed(draft, [name], lambda _, inner: Part(inner, places, dropped))


def pad(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """Room at the end of each axis."""
    name, shape_text, text = arguments
    item = _editable(draft, name)
    shape = parse_shape(shape_text)
    value = number_of(text)
    check_fits(name, item.dtype, value, text)
    if len(shape) != len(item.shape) or any(new < old for new, old in zip(shape, item.shape, strict=True)):
        raise EditError("smaller", name=name, have=item.shape, shape=shape)
    return _changed(draft, [name], lambda _, inner: Padded(inner, shape, value))


def untie(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """A tensor that shares its storage no longer does."""
    (name,) = arguments
    item = item_named(draft, name)
    if not tied_with(draft, name):
        raise EditError("not-tied", name=name)
    items = dict(draft.items)
    items[name] = replace(item, value=Alone(item.value, name))
    return draft.with_items(items)


def tied_with(draft: Draft, name: str) -> tuple[str, ...]:
    """Other keys whose tensors share storage with this one, or are computed from it in the same way."""
    value = draft.items[name].value
    if isinstance(value, Alone):
        return ()
    place = _place(value)
    key = tie_of(value) if place is None else None
    return tuple(
        other
        for other, item in draft.items.items()
        if other != name
        and type(item.value) is type(value)
        and (tie_of(item.value) == key if place is None else _place(item.value) == place)
    )


def _place(value: Expression) -> tuple[object, str] | None:
    if isinstance(value, Stored) and value.info.storage is not None:
        return value.files, value.info.storage.id
    return None
