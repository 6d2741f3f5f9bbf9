"""Several state_dicts made into one: which keys belong together, what each tensor is computed from, and what does not fit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from desktop_app.checkpoint.editing.blends import Blend, Decayed, Slerp, TaskArithmetic, wide_type
from desktop_app.checkpoint.editing.draft import Draft, Item, state_dict_items
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import Expression
from desktop_app.checkpoint.merges.adapters import with_adapters
from desktop_app.checkpoint.merges.low_rank import unwrapped
from desktop_app.checkpoint.merges.merge_model import (
    METHODS,
    Conflict,
    Told,
    computable,
    is_quantised,
    kind_of,
    labels_of,
    readable,
)
from desktop_app.checkpoint.model import Checkpoint

_DEFAULTS = {"slerp": 0.5, "ema": 0.999, "task-arithmetic": 1.0, "lora": 1.0}


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would give, as numbers and sentences."""

    merged: int
    """Tensors that are computed."""
    taken: int
    """Tensors of whole numbers that are taken from the first."""
    kept: int
    """Tensors that stay as in the first because they do not fit together, or because no pair changes them."""
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class MergeResult:
    """A merge that is not computed yet: the draft of the first file with tensors that are read from all of them."""

    draft: Draft
    conflicts: tuple[Conflict, ...]
    preview: MergePreview


def parse_weights(text: str) -> tuple[float, ...] | None:
    """`0.7,0.3` as numbers; None for `-` and for nothing, which mean the method's own. Raises `EditError`."""
    if text.strip() in ("", "-"):
        return None
    weights: list[float] = []
    for part in text.split(","):
        try:
            weight = float(part)
        except ValueError:
            raise EditError("merge-weight", text=part.strip() or text) from None
        if not isfinite(weight):
            raise EditError("merge-weight", text=part.strip())
        weights.append(weight)
    return tuple(weights)


def factors_of(method: str, weights: Sequence[float] | None, files: int) -> tuple[float, ...]:
    """The weights that a merge of so many files really uses: one per file for `average` and `weighted`, else one per file
    after the first. Raises `EditError` when their number or their values do not fit the method."""
    if method not in METHODS:
        raise EditError("method", method=method)
    if files < 2:
        raise EditError("merge-files")
    if method in ("average", "weighted"):
        if not weights:
            return (1.0,) * files
        if method == "average":
            raise EditError("merge-weights", method=method, wanted=0, have=len(weights))
        if len(weights) != files:
            raise EditError("merge-weights", method=method, wanted=files, have=len(weights))
        return tuple(weights)
    factors = tuple(weights) if weights else (_DEFAULTS[method],)
    if method == "slerp" and files == 2 and len(factors) == 2:
        if sum(factors) == 0:
            raise EditError("merge-range", method=method, text="0/0")
        factors = (factors[1] / sum(factors),)
    if len(factors) not in (1, files - 1):
        code = "merge-weights" if files == 2 else "merge-weights-or-one"
        raise EditError(code, method=method, wanted=files - 1, have=len(factors))
    for factor in factors if method in ("slerp", "ema") else ():
        if not 0 <= factor <= 1:
            raise EditError("merge-range", method=method, text=f"{factor:g}")
    return factors * (files - 1) if len(factors) == 1 else factors


def merge(
    drafts: Sequence[Draft], method: str, weights: Sequence[float] | None = None, *, strict: bool = False
) -> MergeResult:
    """Several state_dicts as one, keys and element types as in the first; nothing is read but the alphas of LoRA pairs.

    Keys belong together when they are equal, or else when they are equal without `module.` and `_orig_mod.`. What does
    not fit together stays as in the first, and is told. Raises `EditError` for an unknown method, for weights that do
    not fit it, for an adapter without pairs, and with `strict` for any conflict.
    """
    factors = factors_of(method, weights, len(drafts))
    told = Told()
    if method == "lora":
        values = with_adapters(drafts, factors, told)
    else:
        if method == "weighted" and weights and abs(sum(factors) - 1) > 1e-6:
            told.add("sum", "", sum=f"{sum(factors):g}")
        values = _with_others(drafts, _computation(method, factors, averaged=not weights), told)
    first = drafts[0]
    items = {name: replace(item, value=values[name]) if name in values else item for name, item in first.items.items()}
    inside = sum(1 for _ in state_dict_items(first))
    preview = MergePreview(len(values), told.taken, inside - len(values) - told.taken, tuple(told.conflicts))
    hard = [conflict for conflict in told.conflicts if not conflict.is_note]
    if strict and hard:
        raise EditError("merge-conflicts", count=len(hard), first=hard[0].message)
    return MergeResult(first.with_items(items), preview.conflicts, preview)


def preview_merge(drafts: Sequence[Draft], method: str, weights: Sequence[float] | None = None) -> MergePreview:
    """What `merge` would compute, keep and leave out. Raises `EditError` as it does."""
    return merge(drafts, method, weights).preview


def merged_with_files(
    draft: Draft, method: str, weights: str, paths: Sequence[str], open_file: Callable[[str], Checkpoint]
) -> Draft:
    """The edit operation `merge METHOD WEIGHTS FILE...`: the draft merged with files; `-` are the method's own weights."""
    factors_of(method, parse_weights(weights), 1 + len(paths))
    others = [Draft.of(open_file(path)) for path in paths]
    return merge([draft, *others], method, parse_weights(weights)).draft


# ---------------------------------------------------------------------- the same keys in every file


type _Computation = Callable[[tuple[Expression, ...], str], Expression]


def _computation(method: str, factors: tuple[float, ...], *, averaged: bool) -> _Computation:
    """How tensors that belong together become one of the given type."""

    def blend(values: tuple[Expression, ...], dtype: str) -> Expression:
        return Blend(values[0], values[1:], factors, dtype, float(len(values)) if averaged else 1.0)

    def decayed(values: tuple[Expression, ...], dtype: str) -> Expression:
        return Decayed(values[0], values[1:], factors, dtype)

    def added(values: tuple[Expression, ...], dtype: str) -> Expression:
        return TaskArithmetic(values[0], values[1:], factors, dtype)

    def arc(values: tuple[Expression, ...], dtype: str) -> Expression:
        wide = wide_type(values).name
        result = values[0]
        for place, (other, t) in enumerate(zip(values[1:], factors, strict=True), 1):
            result = Slerp(result, (other,), t, dtype if place == len(factors) else wide)
        return result

    return {"ema": decayed, "task-arithmetic": added, "slerp": arc}.get(method, blend)


def _with_others(drafts: Sequence[Draft], compute: _Computation, told: Told) -> dict[str, Expression]:
    labels = labels_of(drafts)
    first = dict(state_dict_items(drafts[0]))
    aligned = [_aligned(first, draft, label, told) for draft, label in zip(drafts[1:], labels[1:], strict=True)]
    values: dict[str, Expression] = {}
    for name, item in first.items():
        others = [found.get(name) for found in aligned]
        missing = [label for label, other in zip(labels[1:], others, strict=True) if other is None]
        if missing:
            for label in missing:
                told.add("missing", name, label)
            continue
        present = [item, *(other for other in others if other is not None)]
        if not _fit(name, present, labels, told):
            continue
        if kind_of(item.dtype) == "integer":
            told.taken += 1
            continue
        quantised = is_quantised(item.dtype)
        dtype = "float32" if quantised else item.dtype
        values[name] = compute(tuple(one.value for one in present), dtype)
        if quantised:
            told.add("quantised", name, first=item.dtype)
        for label, other in zip(labels[1:], present[1:], strict=True):
            if other.dtype != item.dtype and not quantised:
                told.add("dtype", name, label, first=item.dtype, other=other.dtype)
    for draft, label, found in zip(drafts[1:], labels[1:], aligned, strict=True):
        used = {id(item) for item in found.values()}
        for name, item in state_dict_items(draft):
            if id(item) not in used:
                told.add("extra", name, label)
    return values


def _aligned(first: Mapping[str, Item], draft: Draft, label: str, told: Told) -> dict[str, Item]:
    """The tensors of another draft under the keys of the first."""
    others = dict(state_dict_items(draft))
    found = {name: others[name] for name in first if name in others}
    spare: dict[str, list[str]] = {}
    for name in others:
        if name not in found:
            spare.setdefault(unwrapped(name), []).append(name)
    wanted: dict[str, list[str]] = {}
    for name in first:
        if name not in found:
            wanted.setdefault(unwrapped(name), []).append(name)
    count = 0
    for plain, names in wanted.items():
        candidates = spare.get(plain, [])
        if len(names) == len(candidates) == 1:
            found[names[0]] = others[candidates[0]]
            count += 1
    if count:
        told.add("wrapped", "", label, count=count)
    return found


def _fit(name: str, items: Sequence[Item], labels: Sequence[str], told: Told) -> bool:
    """Whether tensors under one key can be computed with one another; what speaks against it is told, once."""
    first = items[0]
    if not computable(first.dtype):
        told.add("type", name, first=first.dtype)
        return False
    for label, item in zip(labels, items, strict=True):
        if item.shape != first.shape:
            told.add("shape", name, label, first=first.shape, other=item.shape)
            return False
        if not _mixable(first.dtype, item.dtype):
            told.add("kind", name, label, first=first.dtype, other=item.dtype)
            return False
        if kind_of(first.dtype) != "integer" and not readable(name, item, label, told):
            return False
    return True


def _mixable(first: str, other: str) -> bool:
    """Whether a tensor of type `other` may go into a result of type `first`."""
    if not computable(other):
        return False
    return kind_of(first) == kind_of(other) or (kind_of(first) == "complex" and kind_of(other) == "float")
