"""What is told of a merge: the methods, what does not fit and why, and which tensors can take part."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.checkpoint.editing.draft import Draft, Item
from desktop_app.checkpoint.editing.expressions import can_be_read, files_of, numeric_kind
from desktop_app.checkpoint.editing.rounding import CASTABLE
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
    "wrapped": "Keys of {file} that fit without `module.` or `_orig_mod.`: {count}.",
    "sum": "The weights add up to {sum}.",
    "lora-alpha": "{file} does not say alpha; its pairs are added at scale 1.",
    "lora-pattern": "{file} sets alpha by the pattern {name}, which is not evaluated.",
}
"""Each code to its sentence; from `dtype` on they are only worth telling."""

_TOLD = frozenset(("dtype", "quantised", "wrapped", "sum", "lora-alpha", "lora-pattern"))
_LAYOUTS = ("strided", "sparse_coo", "sparse_csr", "sparse_csc", "sparse_bsr", "sparse_bsc")


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


@dataclass
class Told:
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


def computable(dtype: str) -> bool:
    """Whether values of this type can take part in a sum."""
    return dtype in CASTABLE or is_quantised(dtype)


def readable(name: str, item: Item, label: str, told: Told) -> bool:
    """Whether a tensor has values that can be read block by block; why not is told."""
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


def kind_of(dtype: str) -> str:
    """As `numeric_kind`, with quantised numbers as floats."""
    if is_quantised(dtype):
        return "float"
    kind = numeric_kind(dtype)
    return "integer" if kind == "bool" else kind


def is_quantised(dtype: str) -> bool:
    """Whether codes stand for real numbers."""
    return dtype.startswith(("qint", "quint"))


def labels_of(drafts: Sequence[Draft]) -> list[str]:
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
