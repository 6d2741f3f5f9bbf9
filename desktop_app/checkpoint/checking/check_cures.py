"""What can be done about a tensor of another shape: drop, slice, pad, reshape, transpose, or another model."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from desktop_app.checkpoint.checking.check_renames import Shape
from desktop_app.checkpoint.editing.draft import Step
from desktop_app.engine.sources import ModelSource

type MisfitKind = Literal["head", "rows", "size"]
type CureCode = Literal["classes", "slice", "pad", "fit", "reshape", "transpose", "drop"]

_EMBEDDINGS = ("embed", "wte", "wpe", "token", "vocab")
_USUAL_CLASSES = frozenset({1000, 91, 21, 400, 101, 2, 21841, 11821, 11221, 21843, 12000})
"""How many classes libraries build their models for when nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Cure:
    """One way to make shapes agree."""

    code: CureCode
    steps: tuple[Step, ...] = ()
    """For the file; empty when the model is to be another one."""
    source: ModelSource | None = None
    """The model that the file fits as it is."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A module whose tensors have other shapes in the file than in the model."""

    kind: MisfitKind
    module: str
    names: tuple[str, ...]
    have: int
    """Of a head or embedding: outputs or rows in the file."""
    want: int
    cures: tuple[Cure, ...]


def cures_of(pairs: Sequence[tuple[str, Shape | None, Shape | None]], source: ModelSource) -> tuple[Misfit, ...]:
    """Modules with what can be done about them, from `(name, shape in the file, shape in the model)`; heads first."""
    groups: defaultdict[str, list[tuple[str, Shape, Shape]]] = defaultdict(list)
    for name, have, want in pairs:
        if have is not None and want is not None:
            groups[name.rpartition(".")[0]].append((name, have, want))
    found = [_misfit(module, tensors, source) for module, tensors in groups.items()]
    return tuple(sorted(found, key=lambda misfit: misfit.kind == "size"))


def _misfit(module: str, tensors: Sequence[tuple[str, Shape, Shape]], source: ModelSource) -> Misfit:
    have, want = _rows(tensors)
    kind: MisfitKind = "size"
    if have and any(len(shape) >= 2 for _, shape, _ in tensors):
        kind = "rows" if any(word in module.lower() for word in _EMBEDDINGS) else "head"
    names = tuple(name for name, _, _ in tensors)
    cures = [_same_elements(tensors), *_resized(tensors)]
    if kind == "head" and source.library != "python" and want in {source.options.get("num_classes"), *_USUAL_CLASSES}:
        cures.insert(0, Cure("classes", source=source.with_option("num_classes", have)))
    cures.append(Cure("drop", (Step("drop", names),)))
    shown = module or names[0]
    return Misfit(kind, shown, names, have, want, tuple(cure for cure in cures if cure is not None))


def _rows(tensors: Sequence[tuple[str, Shape, Shape]]) -> tuple[int, int]:
    """How many rows there are and are wanted, when that is all that differs, alike in all tensors; else zeros."""
    found = {
        (have[0], want[0]) if have and want and have[1:] == want[1:] else (0, 0) for _, have, want in tensors
    }  # fmt: skip
    return found.pop() if len(found) == 1 else (0, 0)


def _same_elements(tensors: Sequence[tuple[str, Shape, Shape]]) -> Cure | None:
    """The same numbers in another arrangement."""
    if all(len(have) == 2 and have == want[::-1] for _, have, want in tensors):
        return Cure("transpose", tuple(Step("transpose", (name, "0", "1")) for name, _, _ in tensors))
    if all(prod(have) == prod(want) and want for _, have, want in tensors):
        return Cure("reshape", tuple(Step("reshape", (name, _text(want))) for name, _, want in tensors))
    return None


def _resized(tensors: Sequence[tuple[str, Shape, Shape]]) -> list[Cure]:
    """The first rows, zeros behind the last, or both."""
    if any(len(have) != len(want) or not want or 0 in want for _, have, want in tensors):
        return []
    slices = [Step("slice", (name, _cut(have, want))) for name, have, want in tensors if any(map(_more, have, want))]
    pads = [Step("pad", (name, _text(want), "0")) for name, have, want in tensors if any(map(_more, want, have))]
    if slices and pads:
        return [Cure("fit", (*slices, *pads))]
    return [Cure("slice", tuple(slices))] if slices else [Cure("pad", tuple(pads))]


def _more(a: int, b: int) -> bool:
    return a > b


def _cut(have: Shape, want: Shape) -> str:
    parts = [f"0:{new}" if new < old else ":" for old, new in zip(have, want, strict=True)]
    while len(parts) > 1 and parts[-1] == ":":
        parts.pop()
    return ",".join(parts)


def _text(shape: Shape) -> str:
    return ",".join(map(str, shape))
