"""The operations on a draft: each a pure function of the draft and its arguments, or an `EditError`."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import translate
from math import prod

from desktop_app.checkpoint.editing.draft import Draft, Item, Step, has_state_dict, is_outside, item_of
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import (
    Alone,
    Cast,
    Expression,
    Filled,
    Padded,
    Part,
    Patched,
    Permuted,
    Region,
    Reshaped,
    Scaled,
    Stored,
    can_be_read,
    numeric_kind,
    tie_of,
)
from desktop_app.checkpoint.editing.rounding import dtype_named, is_floating
from desktop_app.checkpoint.model import Checkpoint
from desktop_app.checkpoint.slicing import parse_index
from desktop_app.checkpoint.storages import TensorError

type OpenFile = Callable[[str], Checkpoint]
"""Opens the file that `add` and `merge` name; raises `EditError("file")` when it cannot be read."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of `OPERATIONS`."""

    name: str
    usage: str
    """Names of the arguments as shown in help and messages."""
    least: int
    most: int | None
    run: Callable[[Draft, tuple[str, ...], OpenFile], Draft]


def apply(draft: Draft, step: Step, open_file: OpenFile | None = None) -> Draft:
    """The draft after one step, which is then the last of its `steps`. Raises `EditError`; `draft` stays as it is."""
    operation = OPERATIONS.get(step.operation)
    if operation is None:
        raise EditError("no-such-operation", operation=step.operation)
    count = len(step.arguments)
    if count < operation.least or (operation.most is not None and count > operation.most):
        raise EditError("arguments", operation=operation.name, wanted=operation.usage or "no arguments")
    changed = operation.run(draft, step.arguments, open_file or _no_file)
    return replace(changed, steps=(*draft.steps, step))


def apply_all(draft: Draft, steps: Iterable[Step], open_file: OpenFile | None = None) -> Draft:
    """The draft after several steps; the first that does not fit raises."""
    for step in steps:
        draft = apply(draft, step, open_file)
    return draft


def _no_file(path: str) -> Checkpoint:
    raise EditError("file", reason=f"{path} was not opened.")


# ---------------------------------------------------------------------- names


def matching(draft: Draft, pattern: str) -> list[str]:
    """Keys that a GLOB selects: the very name, or shell wildcards over the whole name; `EditError` when there are none."""
    if pattern in draft.items:
        return [pattern]
    expression = re.compile(translate(pattern))
    found = [name for name in draft.items if expression.match(name)]
    if not found:
        raise EditError("nothing-matches", pattern=pattern)
    return found


def _item(draft: Draft, name: str) -> Item:
    item = draft.items.get(name)
    if item is None:
        raise EditError("no-such-key", name=name)
    return item


def renamed(draft: Draft, names: Mapping[str, str]) -> Draft:
    """The draft with keys replaced in place; `EditError` when two keys would become one."""
    items: dict[str, Item] = {}
    collisions: list[tuple[str, str]] = []
    for name, item in draft.items.items():
        new = names.get(name, name)
        if not new:
            raise EditError("empty-name", name=name)
        if new in items:
            collisions.append((new, name))
        items[new] = item
    if collisions:
        new, second = collisions[0]
        first = next(name for name in draft.items if names.get(name, name) == new)
        raise EditError("collision", count=len(collisions), name=new, first=first, second=second)
    return draft.with_items(items)


@dataclass(frozen=True, slots=True)
class RenamePreview:
    """What a rename by regular expression would do."""

    changes: tuple[tuple[str, str], ...]
    """Old and new names that differ."""
    collisions: tuple[tuple[str, str, str], ...]
    """New name and the two old ones that would both get it."""


def preview_regex(names: Iterable[str], pattern: str, replacement: str) -> RenamePreview:
    """Which keys `rename-regex` would change, and which would collide; `EditError` for a pattern that is none."""
    expression, put = _compiled(pattern, replacement)
    changes: list[tuple[str, str]] = []
    collisions: list[tuple[str, str, str]] = []
    taken: dict[str, str] = {}
    for name in names:
        new = _substituted(expression, put, name, replacement)
        if new != name:
            changes.append((name, new))
        if not new:
            collisions.append((new, name, name))
        elif new in taken:
            collisions.append((new, taken[new], name))
        taken.setdefault(new, name)
    return RenamePreview(tuple(changes), tuple(collisions))


def _compiled(pattern: str, replacement: str) -> tuple[re.Pattern[str], str]:
    try:
        expression = re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise EditError("pattern", pattern=pattern, reason=str(error)) from None
    # `$1` is what editors write for Python's `\1`; a `$` that no digit follows stays
    return expression, re.sub(r"\$(\d+)", r"\\g<\1>", re.sub(r"\$\{?(\w+)\}", r"\\g<\1>", replacement))


def _substituted(expression: re.Pattern[str], put: str, name: str, replacement: str) -> str:
    try:
        return expression.sub(put, name)
    except (re.error, IndexError, KeyError) as error:
        raise EditError("replacement", replacement=replacement, reason=str(error)) from None


def _rename(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    if len(arguments) != 2:
        return _rename_many(draft, arguments)
    old, new = arguments
    if old in draft.items:
        if new != old and new in draft.items:
            raise EditError("exists", name=new)
        return renamed(draft, {old: new})
    inside = {name: new + name[len(old) :] for name in draft.items if name.startswith((f"{old}.", f"{old}/"))}
    if not inside:
        raise EditError("no-such-key", name=old)
    if not new:
        inside = {name: name[len(old) + 1 :] for name in inside}
    return renamed(draft, inside)


def _rename_many(draft: Draft, arguments: tuple[str, ...]) -> Draft:
    """Several keys at once, so that names can be exchanged and thousands cost one pass."""
    if len(arguments) % 2:
        raise EditError("arguments", operation="rename", wanted=OPERATIONS["rename"].usage)
    pairs = dict(zip(arguments[::2], arguments[1::2], strict=True))
    if 2 * len(pairs) < len(arguments):
        twice = next(name for place, name in enumerate(arguments[::2]) if name in arguments[: 2 * place : 2])
        raise EditError("twice", name=twice)
    for old in pairs:
        _item(draft, old)
    return renamed(draft, pairs)


def _rename_regex(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    expression, put = _compiled(*arguments)
    new = {name: _substituted(expression, put, name, arguments[1]) for name in draft.items}
    if all(name == other for name, other in new.items()):
        raise EditError("nothing-matches", pattern=arguments[0])
    return renamed(draft, new)


def _strip_prefix(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    (prefix,) = arguments
    found = {name: name.removeprefix(prefix) for name in draft.items if name.startswith(prefix)} if prefix else {}
    if not found:
        raise EditError("no-prefix", prefix=prefix)
    return renamed(draft, found)


def _add_prefix(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    inside = has_state_dict(draft)
    return renamed(
        draft,
        {
            name: arguments[0] + name
            for name, item in draft.items.items()
            if not is_outside(item, has_state_dict=inside)
        },
    )


def _selected(draft: Draft, patterns: Sequence[str]) -> set[str]:
    return {name for pattern in patterns for name in matching(draft, pattern)}


def _in_order(draft: Draft, patterns: Sequence[str]) -> dict[str, None]:
    return {name: None for pattern in patterns for name in matching(draft, pattern)}


def _drop(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    gone = _selected(draft, arguments)
    return draft.with_items({name: item for name, item in draft.items.items() if name not in gone})


def _keep(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    kept = _selected(draft, arguments)
    return draft.with_items({name: item for name, item in draft.items.items() if name in kept})


def _reorder(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    first: dict[str, Item] = {}
    for name in arguments:
        if name in first:
            raise EditError("twice", name=name)
        first[name] = _item(draft, name)
    return draft.with_items({**first, **{name: item for name, item in draft.items.items() if name not in first}})


def _unwrap(draft: Draft, _arguments: tuple[str, ...], _: OpenFile) -> Draft:
    if not has_state_dict(draft):
        raise EditError("no-state-dict")
    kept = {name: item for name, item in draft.items.items() if not is_outside(item, has_state_dict=True)}
    if len(kept) == len(draft.items) and (draft.source.kind == "state_dict" or draft.unwrapped):
        raise EditError("not-wrapped")
    return replace(draft.with_items(kept), unwrapped=True)


def _metadata(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    key, value = arguments
    return replace(draft, metadata={**draft.metadata, key: value})


# ---------------------------------------------------------------------- values


def _changed(draft: Draft, names: Iterable[str], change: Callable[[str, Expression], Expression]) -> Draft:
    """The draft with new values under some names. Tensors that were tied and change alike stay tied."""
    items = dict(draft.items)
    for name in names:
        item = items[name]
        try:
            can_be_read(item.value)
        except TensorError as error:
            raise EditError("needs-values", name=name, reason=str(error)) from None
        items[name] = replace(item, value=change(name, item.value))
    return draft.with_items(items)


def _cast(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
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


def _fill(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    *patterns, text = arguments
    value = _number(text)
    items = dict(draft.items)
    for name in _in_order(draft, patterns):
        item = items[name]
        _fits(name, item.dtype, value, text)
        dtype = item.dtype if dtype_named(item.dtype) else "float32"
        items[name] = replace(item, value=Filled(item.shape, dtype, value))
    return draft.with_items(items)


def _scale(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    *patterns, text = arguments
    factor = _number(text)
    if isinstance(factor, complex):
        raise EditError("number", text=text)
    names: dict[str, None] = {}
    for pattern in patterns:
        found = matching(draft, pattern)
        if not (isinstance(factor, int) or factor.is_integer()):
            if pattern not in draft.items:
                found = [name for name in found if _is_real_valued(draft.items[name].dtype)] or found
            for name in found:
                if numeric_kind(draft.items[name].dtype) in ("integer", "bool"):
                    raise EditError("no-fraction", name=name, dtype=draft.items[name].dtype, factor=text)
        names.update(dict.fromkeys(found))
    return _changed(draft, names, lambda _, value: Scaled(value, factor))


def _is_real_valued(dtype: str) -> bool:
    return numeric_kind(dtype) in ("float", "complex") or dtype.startswith(("qint", "quint"))


def _set(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    target, text = arguments
    name, bracket, rest = (target, "", "") if target in draft.items else target.rpartition("[")
    index = "" if not bracket else rest.removesuffix("]")
    name = name if bracket else target
    item = _item(draft, name)
    value = _number(text)
    _fits(name, item.dtype, value, text)
    places, _dropped = _places(name, item.shape, index)
    return _changed(draft, [name], lambda _, inner: Patched(inner, places, value))


def _reshape(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    name, text = arguments
    item = _item(draft, name)
    shape = parse_shape(text, allow_open=True)
    have = prod(item.shape)
    if shape.count(-1) == 1:
        rest = prod(size for size in shape if size != -1)
        if rest and have % rest == 0:
            shape = tuple(have // rest if size == -1 else size for size in shape)
    if -1 in shape or prod(shape) != have:
        raise EditError("count", name=name, have=have, shape=shape, need=abs(prod(shape)))
    return _changed(draft, [name], lambda _, inner: inner if inner.shape == shape else Reshaped(inner, shape))


def _transpose(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    name = arguments[0]
    item = _item(draft, name)
    first, second = (_dimension(name, item.shape, text) for text in arguments[1:])
    axes = list(range(len(item.shape)))
    if axes:
        axes[first], axes[second] = axes[second], axes[first]
    return _changed(draft, [name], lambda _, inner: Permuted(inner, tuple(axes)))


def _slice(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    name, text = arguments
    item = _item(draft, name)
    places, dropped = _places(name, item.shape, text)
    return _changed(draft, [name], lambda _, inner: Part(inner, places, dropped))


def _pad(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    name, shape_text, text = arguments
    item = _item(draft, name)
    shape = parse_shape(shape_text)
    value = _number(text)
    _fits(name, item.dtype, value, text)
    if len(shape) != len(item.shape) or any(new < old for new, old in zip(shape, item.shape, strict=True)):
        raise EditError("smaller", name=name, have=item.shape, shape=shape)
    return _changed(draft, [name], lambda _, inner: Padded(inner, shape, value))


def _untie(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    (name,) = arguments
    item = _item(draft, name)
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


def _add(draft: Draft, arguments: tuple[str, ...], open_file: OpenFile) -> Draft:
    name, source = arguments
    checkpoint, key = _from_file(source, open_file)
    if not key:
        key = name if any(info.name == name for info in checkpoint.tensors) else _only(checkpoint, source, name)
    found = [info for info in checkpoint.tensors if info.name == key]
    if found:
        if name in draft.items:
            raise EditError("exists", name=name)
        return draft.with_items({**draft.items, name: replace(item_of(checkpoint, found[0]), origin="", beside=False)})
    inside = [info for info in checkpoint.tensors if info.name.startswith(f"{key}.")]
    if not inside:
        raise EditError("key-in-file", file=checkpoint.path, name=key)
    added = {
        name + info.name[len(key) :]: replace(item_of(checkpoint, info), origin="", beside=False) for info in inside
    }
    for new in added:
        if new in draft.items:
            raise EditError("exists", name=new)
    return draft.with_items({**draft.items, **added})


def _from_file(text: str, open_file: OpenFile) -> tuple[Checkpoint, str]:
    """`FILE[:KEY]`; a colon may belong to the file's name, so the longest file that opens is taken."""
    try:
        return open_file(text), ""
    except EditError:
        path, colon, key = text.rpartition(":")
        if not colon or not path or len(path) == 1:  # a drive letter
            raise
        return open_file(path), key


def _only(checkpoint: Checkpoint, source: str, name: str) -> str:
    if len(checkpoint.tensors) == 1:
        return checkpoint.tensors[0].name
    raise EditError("key-in-file", file=source, name=name)


def _merge(draft: Draft, arguments: tuple[str, ...], open_file: OpenFile) -> Draft:
    from desktop_app.checkpoint.merging import merged_with_files

    method, weights, *paths = arguments
    return merged_with_files(draft, method, weights, paths, open_file)


# ---------------------------------------------------------------------- arguments


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


def _number(text: str) -> complex | float | int:
    cleaned = text.strip().replace("_", "")
    lowered = cleaned.lower()
    if lowered in ("true", "false"):
        return int(lowered == "true")
    for kind in (int, float, complex):
        try:
            return kind(cleaned)
        except (ValueError, OverflowError):
            continue
    raise EditError("number", text=text)


def _fits(name: str, dtype: str, value: complex | float | int, text: str) -> None:
    """Integers have neither NaN nor infinity, and real numbers no imaginary part."""
    kind = numeric_kind(dtype)
    if kind in ("integer", "bool") and (
        isinstance(value, complex) or value != value or value in (float("inf"), float("-inf"))
    ):
        raise EditError("not-finite", name=name, dtype=dtype, text=text)
    if kind == "float" and isinstance(value, complex):
        raise EditError("not-finite", name=name, dtype=dtype, text=text)


def _dimension(name: str, shape: tuple[int, ...], text: str) -> int:
    try:
        dimension = int(text)
    except ValueError:
        raise EditError("number", text=text) from None
    count = max(len(shape), 1)
    if not -count <= dimension < count:
        raise EditError("dimension", name=name, dimensions=len(shape), dimension=dimension)
    return dimension % count


def _places(name: str, shape: tuple[int, ...], text: str) -> tuple[Region, tuple[int, ...]]:
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


OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in (
        Operation("rename", "OLD NEW [OLD NEW]...", 2, None, _rename),
        Operation("rename-regex", "PATTERN REPLACEMENT", 2, 2, _rename_regex),
        Operation("strip-prefix", "PREFIX", 1, 1, _strip_prefix),
        Operation("add-prefix", "PREFIX", 1, 1, _add_prefix),
        Operation("drop", "GLOB...", 1, None, _drop),
        Operation("keep", "GLOB...", 1, None, _keep),
        Operation("cast", "GLOB... DTYPE", 2, None, _cast),
        Operation("fill", "GLOB... VALUE", 2, None, _fill),
        Operation("scale", "GLOB... FACTOR", 2, None, _scale),
        Operation("set", "NAME[SLICE] VALUE", 2, 2, _set),
        Operation("reshape", "NAME SHAPE", 2, 2, _reshape),
        Operation("transpose", "NAME D0 D1", 3, 3, _transpose),
        Operation("slice", "NAME SLICE", 2, 2, _slice),
        Operation("pad", "NAME SHAPE VALUE", 3, 3, _pad),
        Operation("untie", "NAME", 1, 1, _untie),
        Operation("add", "NAME FILE[:KEY]", 2, 2, _add),
        Operation("unwrap", "", 0, 0, _unwrap),
        Operation("reorder", "KEY...", 1, None, _reorder),
        Operation("metadata", "KEY VALUE", 2, 2, _metadata),
        Operation("merge", "METHOD WEIGHTS FILE...", 3, None, _merge),
    )
}
"""Every operation by name; the command line, recipes and the window use this table."""
