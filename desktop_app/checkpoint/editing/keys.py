"""Operations on keys: each gives the draft with other names, fewer tensors or another order, or raises `EditError`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_app.checkpoint.editing.arguments import OpenFile, item_named, matching
from desktop_app.checkpoint.editing.draft import Draft, Item, has_state_dict, is_outside
from desktop_app.checkpoint.editing.errors import EditError

RENAME_USAGE = "OLD NEW [OLD NEW]..."


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
    """Which keys `rename-regex` would change, and which would collide.

    `EditError` for a pattern that is none, and where nothing would be left of a key.
    """
    expression, put = _compiled(pattern, replacement)
    changes: list[tuple[str, str]] = []
    collisions: list[tuple[str, str, str]] = []
    taken: dict[str, str] = {}
    for name in names:
        new = _substituted(expression, put, name, replacement)
        if new != name:
            changes.append((name, new))
        if not new:
            raise EditError("empty-name", name=name)
        if new in taken:
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
    """The name with the replacement for every match; for none of nothing right behind another, which `.*` finds at the end."""
    end = -1

    def replaced(match: re.Match[str]) -> str:
        nonlocal end
        behind, end = match.start() == end, match.end()
        return "" if behind and not match[0] else match.expand(put)

    try:
        return expression.sub(replaced, name)
    except (re.error, IndexError, KeyError) as error:
        raise EditError("replacement", replacement=replacement, reason=str(error)) from None


def rename(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """One tensor, or a module with all that it holds; or several tensors at once."""
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
        raise EditError("arguments", operation="rename", wanted=RENAME_USAGE)
    pairs = dict(zip(arguments[::2], arguments[1::2], strict=True))
    if 2 * len(pairs) < len(arguments):
        twice = next(name for place, name in enumerate(arguments[::2]) if name in arguments[: 2 * place : 2])
        raise EditError("twice", name=twice)
    for old in pairs:
        item_named(draft, old)
    return renamed(draft, pairs)


def rename_regex(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """What a regular expression finds in every name."""
    expression, put = _compiled(*arguments)
    new = {name: _substituted(expression, put, name, arguments[1]) for name in draft.items}
    if all(name == other for name, other in new.items()):
        raise EditError("nothing-matches", pattern=arguments[0])
    return renamed(draft, new)


def strip_prefix(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """Names without their beginning."""
    (prefix,) = arguments
    found = {name: name.removeprefix(prefix) for name in draft.items if name.startswith(prefix)} if prefix else {}
    if not found:
        raise EditError("no-prefix", prefix=prefix)
    return renamed(draft, found)


def add_prefix(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """A beginning for every name of the state_dict."""
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


def drop(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """Without some tensors."""
    gone = _selected(draft, arguments)
    return draft.with_items({name: item for name, item in draft.items.items() if name not in gone})


def keep(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """Without all others."""
    kept = _selected(draft, arguments)
    return draft.with_items({name: item for name, item in draft.items.items() if name in kept})


def reorder(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """Some tensors in front."""
    first: dict[str, Item] = {}
    for name in arguments:
        if name in first:
            raise EditError("twice", name=name)
        first[name] = item_named(draft, name)
    return draft.with_items({**first, **{name: item for name, item in draft.items.items() if name not in first}})


def unwrap(draft: Draft, _arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """Without what surrounds the state_dict."""
    if not has_state_dict(draft):
        raise EditError("no-state-dict")
    kept = {name: item for name, item in draft.items.items() if not is_outside(item, has_state_dict=True)}
    if len(kept) == len(draft.items) and (draft.source.kind == "state_dict" or draft.unwrapped):
        raise EditError("not-wrapped")
    return replace(draft.with_items(kept), unwrapped=True)


def set_metadata(draft: Draft, arguments: tuple[str, ...], _: OpenFile) -> Draft:
    """A pair of texts beside the tensors."""
    key, value = arguments
    return replace(draft, metadata={**draft.metadata, key: value})
