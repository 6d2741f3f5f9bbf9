"""Several state_dicts made into one: which keys belong together, what each tensor is computed from, and what does not fit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite, prod
from pathlib import Path

import numpy as np

from desktop_app.checkpoint.editing.blends import Blend, Decayed, LowRank, Slerp, TaskArithmetic, wide_type
from desktop_app.checkpoint.editing.draft import Draft, Item, state_dict_items
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import Expression, Sources, can_be_read, files_of, numeric_kind
from desktop_app.checkpoint.editing.regions import whole
from desktop_app.checkpoint.editing.rounding import CASTABLE
from desktop_app.checkpoint.files import FileChanged
from desktop_app.checkpoint.low_rank import Bases, Config, config_beside, pairs_of, unwrapped
from desktop_app.checkpoint.model import Checkpoint
from desktop_app.checkpoint.storages import TensorError

METHODS: dict[str, str] = {
    "average": "The mean of all files.",
    "weighted": "The sum of all files, each times its weight.",
    "slerp": "The point at t of the arc from the first to the second; 0 is the first, 1 the second.",
    "ema": "new = d * old + (1 - d) * next, file after file.",
    "task-arithmetic": "The first plus what each other file learned, times its weight.",
    "lora": "The first plus the low-rank pairs that each other file holds, times its weight.",
}
"""Each method to what it does, in one line."""

CONFLICTS: dict[str, str] = {
    "missing": "{file} has no {name}; it stays as in the first.",
    "extra": "Only {file} has {name}; it is left out.",
    "shape": "{name} is {first} in the first and {other} in {file}; it stays as in the first.",
    "kind": "{name} holds {first} in the first and {other} in {file}; it stays as in the first.",
    "type": "{name} holds {first}, which cannot be computed with; it stays as in the first.",
    "layout": "{name} has the layout {layout} in {file}; it stays as in the first.",
    "values": "{name} of {file} has no values ({reason}); it stays as in the first.",
    "lora-base": "{name} of {file} fits no tensor of the first; it is left out.",
    "lora-half": "{name} of {file} has only one matrix of its pair; it is left out.",
    "lora-shape": "{name} of {file} makes {other}, but {base} is {first}; it is left out.",
    "lora-type": "{name} of {file} would change {base}, which holds {first}; it is left out.",
    "lora-kind": "{name} of {file} is changed by {kind}, which is not merged; it is left out.",
    "lora-number": "{name} of {file} is no number that can be read; its pair is left out.",
    "lora-left": "{name} of {file} belongs to no LoRA pair; it is left out.",
    "dtype": "{name} holds {other} in {file}; the result is {first}, as in the first.",
    "quantised": "{name} is quantised ({first}); the result is float32.",
    "wrapped": "{count} keys of {file} fit without `module.` or `_orig_mod.`.",
    "sum": "The weights add up to {sum}.",
    "lora-alpha": "{file} does not say alpha; its pairs are added at scale 1.",
    "lora-pattern": "{file} sets alpha by the pattern {name}, which is not evaluated.",
}
"""Each code to its sentence; from `dtype` on they are only worth telling."""

_TOLD = frozenset(("dtype", "quantised", "wrapped", "sum", "lora-alpha", "lora-pattern"))
_LAYOUTS = ("strided", "sparse_coo", "sparse_csr", "sparse_csc", "sparse_bsr", "sparse_bsc")
_DEFAULTS = {"slerp": 0.5, "ema": 0.999, "task-arithmetic": 1.0, "lora": 1.0}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing about a merge that is worth knowing before anything is written."""

    code: str
    name: str
    """Key of the tensor, or module of an adapter; empty when it concerns all."""
    file: str = ""
    """As short as tells the files apart; empty when it concerns all."""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def is_note(self) -> bool:
        """Whether nothing was left out because of it."""
        return self.code in _TOLD

    @property
    def message(self) -> str:
        """One sentence."""
        return CONFLICTS[self.code].format(**dict(self.values), name=self.name, file=self.file)


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


@dataclass
class _Told:
    """What is gathered on the way."""

    conflicts: list[Conflict] = field(default_factory=list[Conflict])
    taken: int = 0

    def add(self, code: str, name: str, file: str = "", **values: object) -> None:
        texts = tuple((key, _text(value)) for key, value in values.items())
        self.conflicts.append(Conflict(code, name, file, texts))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "×".join(str(part) for part in value) or "scalar"  # type: ignore[reportUnknownVariableType]
    return str(value)


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
    told = _Told()
    if method == "lora":
        values = _with_adapters(drafts, factors, told)
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


def _with_others(drafts: Sequence[Draft], compute: _Computation, told: _Told) -> dict[str, Expression]:
    labels = _labels(drafts)
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
        if _kind(item.dtype) == "integer":
            told.taken += 1
            continue
        quantised = _is_quantised(item.dtype)
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


def _aligned(first: Mapping[str, Item], draft: Draft, label: str, told: _Told) -> dict[str, Item]:
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


def _fit(name: str, items: Sequence[Item], labels: Sequence[str], told: _Told) -> bool:
    """Whether tensors under one key can be computed with one another; what speaks against it is told, once."""
    first = items[0]
    if not _computable(first.dtype):
        told.add("type", name, first=first.dtype)
        return False
    for label, item in zip(labels, items, strict=True):
        if item.shape != first.shape:
            told.add("shape", name, label, first=first.shape, other=item.shape)
            return False
        if not _mixable(first.dtype, item.dtype):
            told.add("kind", name, label, first=first.dtype, other=item.dtype)
            return False
        if _kind(first.dtype) != "integer" and not _readable(name, item, label, told):
            return False
    return True


def _mixable(first: str, other: str) -> bool:
    """Whether a tensor of type `other` may go into a result of type `first`."""
    if not _computable(other):
        return False
    return _kind(first) == _kind(other) or (_kind(first) == "complex" and _kind(other) == "float")


def _computable(dtype: str) -> bool:
    return dtype in CASTABLE or _is_quantised(dtype)


def _readable(name: str, item: Item, label: str, told: _Told) -> bool:
    layout = next((stored.info.layout for stored in files_of(item.value) if stored.info.layout not in _LAYOUTS), "")
    if layout and layout != "meta":
        told.add("layout", name, label, layout=layout)
        return False
    try:
        can_be_read(item.value)
    except TensorError as error:
        told.add("values", name, label, reason=str(error).rstrip("."))
        return False
    return True


def _kind(dtype: str) -> str:
    if _is_quantised(dtype):
        return "float"
    kind = numeric_kind(dtype)
    return "integer" if kind == "bool" else kind


def _is_quantised(dtype: str) -> bool:
    return dtype.startswith(("qint", "quint"))


def _labels(drafts: Sequence[Draft]) -> list[str]:
    """Names of the files, with as many folders as tell them apart; numbered where one file comes twice."""
    paths = [Path(draft.source.path) for draft in drafts]
    labels: list[str] = []
    for path in paths:
        parts = 1
        while parts < len(path.parts) and any(
            other != path and other.parts[-parts:] == path.parts[-parts:] for other in paths
        ):
            parts += 1
        labels.append("/".join(path.parts[-parts:]) if parts < len(path.parts) else str(path))
    return [
        f"{label} ({place})" if labels.count(label) > 1 and place > 1 else label
        for place, label in enumerate(labels, 1)
    ]


# ---------------------------------------------------------------------- adapters


def _with_adapters(drafts: Sequence[Draft], factors: tuple[float, ...], told: _Told) -> dict[str, Expression]:
    base = dict(state_dict_items(drafts[0]))
    bases = Bases(base)
    additions: dict[str, list[_Addition]] = {}
    for draft, label, factor in zip(drafts[1:], _labels(drafts)[1:], factors, strict=True):
        for name, addition in _additions(draft, label, factor, base, bases, told):
            additions.setdefault(name, []).append(addition)
    values: dict[str, Expression] = {}
    for name, added in additions.items():
        item = base[name]
        quantised = _is_quantised(item.dtype)
        if quantised:
            told.add("quantised", name, first=item.dtype)
        values[name] = LowRank(
            item.value,
            tuple(value for addition in added for value in (addition.down, addition.up)),
            tuple(addition.scale for addition in added),
            tuple(addition.turned for addition in added),
            "float32" if quantised else item.dtype,
        )
    return values


@dataclass(frozen=True, slots=True)
class _Addition:
    down: Expression
    up: Expression
    scale: float
    turned: bool


def _additions(
    draft: Draft, label: str, factor: float, base: Mapping[str, Item], bases: Bases, told: _Told
) -> Iterator[tuple[str, _Addition]]:
    found = pairs_of(draft.items)
    if not found.pairs and not found.halves and not found.unknown:
        raise EditError("no-pairs", file=label)
    config = config_beside(draft.source.path)
    for pattern in config.unread if config else ():
        told.add("lora-pattern", pattern, label)
    if found.pairs and (config is None or config.alpha is None) and not all(pair.alpha for pair in found.pairs):
        told.add("lora-alpha", "", label)
    for module in found.halves:
        told.add("lora-half", module, label)
    for module, kind in found.unknown:
        told.add("lora-kind", module, label, kind=kind)
    for name in found.left:
        told.add("lora-left", name, label)
    with Sources() as sources:
        for pair in found.pairs:
            down, up = draft.items[pair.down], draft.items[pair.up]
            name = bases.key_of(pair.module)
            if name is None:
                told.add("lora-base", pair.module, label)
                continue
            item = base[name]
            if _kind(item.dtype) != "float" or not _computable(item.dtype):
                told.add("lora-type", pair.module, label, base=name, first=item.dtype)
                continue
            if config is not None and config.dora:
                told.add("lora-kind", pair.module, label, kind="DoRA")
                continue
            if not all(_kind(one.dtype) == "float" for one in (down, up)):
                told.add("lora-type", pair.module, label, base=pair.down, first=down.dtype)
                continue
            turned = _turned(item.shape, down.shape, up.shape, pair.turned, config)
            if turned is None:
                made = (*up.shape[:1], *down.shape[1:])
                told.add("lora-shape", pair.module, label, base=name, first=item.shape, other=made)
                continue
            if not all(_readable(pair.module, one, label, told) for one in (item, down, up)):
                continue
            alpha = _alpha(draft, pair.alpha, sources)
            if pair.alpha and alpha is None:
                told.add("lora-number", pair.alpha, label)
                continue
            scale = (config or Config()).scale(unwrapped(pair.module), down.shape[0], alpha)
            yield name, _Addition(down.value, up.value, factor * scale, turned)


def _turned(
    shape: tuple[int, ...], down: tuple[int, ...], up: tuple[int, ...], embedding: bool, config: Config | None
) -> bool | None:
    """Whether the product of a pair is to be transposed for a tensor of this shape; None when it does not fit at all."""
    if len(down) < 2 or len(up) < 2 or len(shape) < 2 or prod(up[1:]) != down[0]:
        return None
    upright = (up[0], prod(down[1:])) == (shape[0], prod(shape[1:]))
    if len(down) > 2 and down[1:] != shape[1:]:
        upright = False
    lying = len(shape) == 2 and len(down) == 2 and (down[1], up[0]) == shape
    if upright and lying:
        return embedding or (config is not None and config.turned)
    return lying if upright or lying else None


def _alpha(draft: Draft, name: str, sources: Sources) -> float | None:
    if not name:
        return None
    value = draft.items[name].value
    if prod(value.shape) != 1 or numeric_kind(value.dtype) == "complex":
        return None
    try:
        can_be_read(value)
        alpha = float(np.asarray(value.read(sources, whole(value.shape))).reshape(-1)[0])
    except (TensorError, FileChanged, OSError):
        return None
    return alpha if isfinite(alpha) else None
