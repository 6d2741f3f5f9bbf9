"""LoRA pairs of adapter files, each found, judged, and added to the tensor of the base that it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, prod

import numpy as np

from desktop_app.checkpoint.editing.blends import LowRank
from desktop_app.checkpoint.editing.draft import Draft, Item, state_dict_items
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import Expression, Sources, can_be_read, numeric_kind
from desktop_app.checkpoint.editing.regions import whole
from desktop_app.checkpoint.files import FileChanged
from desktop_app.checkpoint.merges.low_rank import Bases, Config, config_beside, pairs_of, unwrapped
from desktop_app.checkpoint.merges.merge_model import Told, computable, is_quantised, kind_of, labels_of, readable
from desktop_app.checkpoint.storages import TensorError


def with_adapters(drafts: Sequence[Draft], factors: tuple[float, ...], told: Told) -> dict[str, Expression]:
    """The tensors of the first draft that pairs of the others add to, by key."""
    base = dict(state_dict_items(drafts[0]))
    bases = Bases(base)
    additions: dict[str, list[_Addition]] = {}
    for draft, label, factor in zip(drafts[1:], labels_of(drafts)[1:], factors, strict=True):
        for name, addition in _additions(draft, label, factor, base, bases, told):
            additions.setdefault(name, []).append(addition)
    values: dict[str, Expression] = {}
    for name, added in additions.items():
        item = base[name]
        quantised = is_quantised(item.dtype)
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
    draft: Draft, label: str, factor: float, base: Mapping[str, Item], bases: Bases, told: Told
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
            if kind_of(item.dtype) != "float" or not computable(item.dtype):
                told.add("lora-type", pair.module, label, base=name, first=item.dtype)
                continue
            if config is not None and config.dora:
                told.add("lora-kind", pair.module, label, kind="DoRA")
                continue
            if not all(kind_of(one.dtype) == "float" for one in (down, up)):
                told.add("lora-type", pair.module, label, base=pair.down, first=down.dtype)
                continue
            turned = _turned(item.shape, down.shape, up.shape, pair.turned, config)
            if turned is None:
                made = (*up.shape[:1], *down.shape[1:])
                told.add("lora-shape", pair.module, label, base=name, first=item.shape, other=made)
                continue
            if not all(readable(pair.module, one, label, told) for one in (item, down, up)):
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
