"""Optimizer state by parameter name: what each optimizer of a checkpoint keeps for which weight, its groups, and schedulers.

torch numbers parameters through all `param_groups` in order (`Optimizer.state_dict`); names are found again from
`param_names` (torch 2.6), from string ids (FSDP), or from the order and shapes of the state_dict's parameters.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from desktop_app.checkpoint.files import FileChanged
from desktop_app.checkpoint.model import Checkpoint, Entry, TensorInfo
from desktop_app.checkpoint.storages import TensorError

type Naming = Literal["names", "order", "shapes", "unknown"]
"""How names were found: told by the file; each shape fits in order; a likely order that shapes allow; not at all."""

_MOST_STEPS = 4096
_KINDS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"exp_avg", "exp_avg_sq", "max_exp_avg_sq"}), "Adam (amsgrad)"),
    (frozenset({"exp_avg", "exp_avg_sq"}), "Adam"),
    (frozenset({"exp_avg", "exp_inf"}), "Adamax"),
    (frozenset({"exp_avg_sq_row", "exp_avg_sq_col"}), "Adafactor"),
    (frozenset({"row_var", "col_var"}), "Adafactor"),
    (frozenset({"square_avg", "acc_delta"}), "Adadelta"),
    (frozenset({"square_avg"}), "RMSprop"),
    (frozenset({"prev", "step_size"}), "Rprop"),
    (frozenset({"momentum_buffer"}), "SGD"),
    (frozenset({"sum"}), "Adagrad"),
    (frozenset({"exp_avg"}), "Lion"),
)
"""What an optimizer keeps for each parameter tells which it is; the first that fits."""
_OPTIONS = {"nesterov": "SGD", "betas": "Adam", "alpha": "RMSprop", "rho": "Adadelta", "lr_decay": "Adagrad"}
"""Before the first step only the options of a group tell."""


@dataclass(frozen=True, slots=True)
class ParameterState:
    """What is kept for one parameter."""

    key: str
    """Its number in the optimizer, or its name where that is the key."""
    name: str
    """The parameter; empty when it is not known."""
    group: int
    tensors: tuple[tuple[str, int], ...] = ()
    """`exp_avg` and the like, with indices into `Checkpoint.tensors`."""
    step: str = ""
    nbytes: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """One of `param_groups`."""

    options: tuple[tuple[str, str], ...]
    """`lr`, `weight_decay` and so on, as short text."""
    keys: tuple[str, ...]

    @property
    def rate(self) -> str:
        """Its learning rate; empty when it has none."""
        return dict(self.options).get("lr", "")


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One optimizer of a file."""

    path: tuple[str, ...]
    kind: str
    """`Adam`, `SGD`: guessed from what it keeps; empty when nothing fits."""
    naming: Naming
    groups: tuple[Group, ...]
    parameters: tuple[ParameterState, ...]
    nbytes: int


@dataclass(frozen=True, slots=True)
class Aside:
    """A learning-rate scheduler or a gradient scaler."""

    path: tuple[str, ...]
    kind: Literal["scheduler", "scaler"]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lens:
    """All that belongs to optimisation in one file."""

    optimizers: tuple[Optimizer, ...] = ()
    asides: tuple[Aside, ...] = ()

    @property
    def nbytes(self) -> int:
        """Bytes of the state of all optimizers."""
        return sum(one.nbytes for one in self.optimizers)


def look(checkpoint: Checkpoint) -> Lens:
    """Find optimizers, schedulers and scalers, wherever in the file they lie; reads only the steps, a number each."""
    found: list[Optimizer] = []
    asides: list[Aside] = []
    for path, entry in _dicts(checkpoint.contents):
        children = _children(checkpoint.contents, entry)
        groups = children.get("param_groups")
        if groups is not None and groups.kind in ("list", "tuple") and "state" in children:
            found.append(_optimizer(checkpoint, path, children["state"], groups))
        elif "last_epoch" in children and {"_last_lr", "base_lrs", "_step_count"} & children.keys():
            asides.append(Aside(path, "scheduler", _facts(checkpoint.contents, children)))
        elif {"growth_factor", "_growth_tracker"} <= children.keys():
            asides.append(Aside(path, "scaler", _facts(checkpoint.contents, children)))
    return Lens(tuple(found), tuple(asides))


def _dicts(contents: Sequence[Entry]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Every dictionary and object that could be one of them, with its path; not the insides of tensors and modules."""
    waiting: list[tuple[tuple[str, ...], int]] = [((), 0)] if contents else []
    while waiting:
        path, place = waiting.pop()
        entry = contents[place]
        if entry.kind in ("dict", "object"):
            yield path, entry
        if entry.kind in ("dict", "list", "tuple", "object") and path[-1:] not in (("state",), ("param_groups",)):
            inside = range(entry.first_child, min(entry.first_child + entry.children, len(contents)))
            waiting.extend(((*path, contents[child].key), child) for child in reversed(inside))


def _children(contents: Sequence[Entry], entry: Entry) -> dict[str, Entry]:
    """By key; an object that stands elsewhere already is followed there."""
    if entry.kind == "same" and 0 <= entry.target < len(contents):
        entry = contents[entry.target]
    found = contents[entry.first_child : entry.first_child + entry.children]
    return {child.key: child for child in found}


def _text(contents: Sequence[Entry], entry: Entry) -> str:
    """A value as short text; a list of plain values as its values."""
    inside = list(_children(contents, entry).values()) if entry.kind in ("list", "tuple", "same") else []
    if inside and all(child.kind == "value" for child in inside[:8]):
        more = ", …" if len(inside) > 8 else ""
        return ", ".join(child.text for child in inside[:8]) + more
    return entry.text


def _facts(contents: Sequence[Entry], children: dict[str, Entry]) -> tuple[tuple[str, str], ...]:
    return tuple((key, _text(contents, entry)) for key, entry in children.items() if entry.kind != "more")


# ---------------------------------------------------------------------- one optimizer


def _optimizer(checkpoint: Checkpoint, path: tuple[str, ...], state: Entry, listed: Entry) -> Optimizer:
    contents = checkpoint.contents
    entries = _children(contents, state)
    groups = tuple(_group(contents, group) for key, group in _children(contents, listed).items() if key)
    told = _told_names(contents, listed)
    keys = [(key, number) for number, group in enumerate(groups) for key in group.keys]
    known = {key for key, _ in keys}
    keys += [(key, -1) for key, entry in entries.items() if key not in known and entry.kind != "more"]
    parameters = [_state_of(checkpoint, key, number, entries.get(key)) for key, number in keys]
    naming, names = _names(checkpoint, parameters, told)
    parameters = [replace(one, name=name) for one, name in zip(parameters, names, strict=True)]
    return Optimizer(path, _kind(parameters, groups), naming, groups, tuple(parameters), _bytes(checkpoint, parameters))


def _group(contents: Sequence[Entry], group: Entry) -> Group:
    children = _children(contents, group)
    params = children.pop("params", None)
    children.pop("param_names", None)
    keys: list[str] = []
    for entry in _children(contents, params).values() if params is not None else ():
        if entry.kind == "more":  # a long list is cut when it is shown: torch numbers on
            rest = int(entry.text) if entry.text.isdecimal() else 0
            first = int(keys[-1]) + 1 if keys and keys[-1].isdecimal() else 0
            keys += [str(first + place) for place in range(min(rest, 1_000_000))]
        else:
            keys.append(_unquoted(entry.text))
    return Group(_facts(contents, children), tuple(keys))


def _told_names(contents: Sequence[Entry], listed: Entry) -> list[str]:
    """`param_names` of all groups, in order; empty when a group has none."""
    names: list[str] = []
    for group in _children(contents, listed).values():
        told = _children(contents, group).get("param_names")
        if told is None:
            return []
        names += [_unquoted(entry.text) for entry in _children(contents, told).values() if entry.kind == "value"]
    return names


def _unquoted(text: str) -> str:
    """A text as it is, without the quotes that the listing shows it in."""
    if text[:1] in ("'", '"'):
        try:
            return str(ast.literal_eval(text))
        except (ValueError, SyntaxError):
            return text[1:]
    return text


def _state_of(checkpoint: Checkpoint, key: str, group: int, entry: Entry | None) -> ParameterState:
    if entry is None:
        return ParameterState(key, "", group)
    tensors: list[tuple[str, int]] = []
    step = ""
    for name, child in _children(checkpoint.contents, entry).items():
        if child.kind == "tensor" and 0 <= child.target < len(checkpoint.tensors):
            tensors.append((name, child.target))
        elif name == "step" and child.kind == "value":
            step = child.text
    nbytes = sum(checkpoint.tensors[place].nbytes for _, place in tensors)
    return ParameterState(key, "", group, tuple(tensors), step, nbytes)


def _bytes(checkpoint: Checkpoint, parameters: Sequence[ParameterState]) -> int:
    """Of the tensors of all states, shared storage once."""
    stored: dict[object, int] = {}
    for one in parameters:
        for _, place in one.tensors:
            info = checkpoint.tensors[place]
            stored[info.storage.id if info.storage is not None else place] = info.nbytes
    return sum(stored.values())


def _kind(parameters: Sequence[ParameterState], groups: Sequence[Group]) -> str:
    kept = {name for one in parameters for name, _ in one.tensors}
    options = {name: text for group in groups for name, text in group.options}
    kind = next((kind for names, kind in _KINDS if names <= kept), "")
    kind = kind or next((kind for name, kind in _OPTIONS.items() if name in options), "")
    return f"AdamW{kind[4:]}" if kind.startswith("Adam") and options.get("decoupled_weight_decay") == "True" else kind


# ---------------------------------------------------------------------- names


def model_parameters(checkpoint: Checkpoint) -> list[TensorInfo]:
    """As `model.parameters()` gives them: the state_dict's order, without buffers, each tied one once."""
    seen: set[object] = set()
    found: list[TensorInfo] = []
    for info in checkpoint.tensors:
        if info.role != "parameter" or "/" in info.name:
            continue
        place = (info.storage.id, info.storage_offset, info.shape) if info.storage is not None else info.name
        if place not in seen:
            seen.add(place)
            found.append(info)
    return found


def _names(
    checkpoint: Checkpoint, parameters: Sequence[ParameterState], told: Sequence[str]
) -> tuple[Naming, list[str]]:
    if told and len(told) == len(parameters):
        return "names", list(told)
    if parameters and not any(one.key.isdecimal() for one in parameters):
        return "names", [one.key for one in parameters]
    weights = model_parameters(checkpoint)
    shapes = [_shape(checkpoint, one) for one in parameters]
    if len(weights) == len(parameters) and len({one.group for one in parameters}) <= 1 and _fit(weights, shapes):
        return "order", [info.name for info in weights]
    for order in (_by_groups(weights, parameters, shapes), _by_rank(weights)):
        if order is not None and len(order) == len(parameters) and _fit(order, shapes):
            return "shapes", [info.name for info in order]
    return "unknown", [""] * len(parameters)


def _shape(checkpoint: Checkpoint, one: ParameterState) -> tuple[int, ...] | None:
    """The parameter's shape as its moments have it; None when nothing tells."""
    for name, place in one.tensors:
        if name in ("exp_avg", "momentum_buffer", "square_avg", "exp_avg_sq", "sum", "prev", "exp_inf", "acc_delta"):
            return checkpoint.tensors[place].shape
    return None


def _fit(weights: Sequence[TensorInfo], shapes: Sequence[tuple[int, ...] | None]) -> bool:
    return all(shape is None or info.shape == shape for info, shape in zip(weights, shapes, strict=True))


def _by_rank(weights: Sequence[TensorInfo]) -> list[TensorInfo]:
    """The usual two groups: matrices with weight decay, then vectors without."""
    return [info for info in weights if len(info.shape) > 1] + [info for info in weights if len(info.shape) < 2]


def _by_groups(
    weights: Sequence[TensorInfo], parameters: Sequence[ParameterState], shapes: Sequence[tuple[int, ...] | None]
) -> list[TensorInfo] | None:
    """Each group in the model's order, taking the next parameter of its shape that no group has; None when one is missing."""
    taken: set[str] = set()
    order: list[TensorInfo] = []
    at, group = 0, parameters[0].group if parameters else 0
    for one, shape in zip(parameters, shapes, strict=True):
        if one.group != group:
            at, group = 0, one.group
        while at < len(weights) and (weights[at].name in taken or (shape is not None and weights[at].shape != shape)):
            at += 1
        if at == len(weights):
            return None
        taken.add(weights[at].name)
        order.append(weights[at])
        at += 1
    return order


# ---------------------------------------------------------------------- steps


def with_steps(checkpoint: Checkpoint, lens: Lens) -> Lens:
    """The same with the steps that are kept as tensors, read; those that cannot be read stay empty."""
    from desktop_app.checkpoint.tensors import read_slice

    left = [_MOST_STEPS]

    def stepped(one: ParameterState) -> ParameterState:
        place = dict(one.tensors).get("step")
        if place is None or left[0] <= 0 or checkpoint.tensors[place].numel != 1:
            return one
        left[0] -= 1
        try:
            value = read_slice(checkpoint.files, checkpoint.tensors[place]).array
            return replace(one, step=f"{float(value.reshape(-1)[0]):g}")
        except (TensorError, FileChanged, OSError):
            return one

    optimizers = tuple(replace(one, parameters=tuple(map(stepped, one.parameters))) for one in lens.optimizers)
    return replace(lens, optimizers=optimizers)


def lens_of(checkpoint: Checkpoint) -> Lens:
    """Everything, steps included."""
    return with_steps(checkpoint, look(checkpoint))
