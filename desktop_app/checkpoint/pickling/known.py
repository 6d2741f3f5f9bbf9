"""Which stand-ins are modules, tensors and state_dicts, and where in a checkpoint the state_dict lies."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import re
from collections import deque
from typing import Any

from desktop_app.checkpoint.pickling.numpy_arrays import is_reconstruct
from desktop_app.checkpoint.pickling.objects import AttributedDict, Global, Opaque, StorageRef

STATE_DICT_KEYS = (
    "state_dict", "model_state_dict", "model", "model_state", "net", "network", "params_ema", "params", "weights", "module",
    "generator", "ema_state_dict", "ema", "model_ema",
)  # fmt: skip
"""Names under which checkpoints keep the state_dict, the most telling first."""

_NOT_A_MODEL = re.compile(r"optim|scheduler|(^|[^a-z])(grad_?)?(amp|scaler)([^a-z]|$)", re.IGNORECASE)
"""Keys of what trains a model; an `upsampler` or an `upscaler` is one."""
_EXTRA_STATE = "_extra_state"
_DEPTH_OF_WRAPPERS = 5


def is_module(value: object) -> bool:
    """Whether this is a pickled `torch.nn.Module` (of any class) or a TorchScript module."""
    if not isinstance(value, Opaque):
        return False
    state = value.state
    if (
        isinstance(state, dict)
        and isinstance(state.get("_modules"), dict)
        and isinstance(state.get("_parameters"), dict)
    ):
        return True
    return is_script_module(value)


def is_script_module(value: object) -> bool:
    """Whether this is a module of a TorchScript archive, whose attributes stand side by side."""
    return (
        isinstance(value, Opaque)
        and isinstance(value.cls, Global)
        and value.cls.module.startswith("__torch__")
        and isinstance(value.state, dict)
    )


def looks_like_tensor(value: object) -> bool:
    """Cheap test by what is called; `tensor_of` decides."""
    if isinstance(value, StorageRef):
        return True
    if not isinstance(value, Opaque) or not isinstance(value.cls, Global):
        return False
    return (
        value.cls.name.startswith("_rebuild_")
        or is_reconstruct(value)
        or value.cls.dotted in ("torch.nn.parameter.Parameter", "torch.autograd.variable.Variable")
        or value.cls.name == "_frombuffer"
    )


def mapping_of(value: object) -> dict[Any, Any] | None:
    """What a dictionary holds, one of a class that derives from `dict` included; None for anything else."""
    if isinstance(value, dict):
        return value
    try:
        return dict(value.pairs) if isinstance(value, Opaque) and value.pairs else None
    except TypeError:  # a key that no dictionary takes
        return None


def is_extra_state(key: object) -> bool:
    """Whether what stands under this key is a module's `get_extra_state`, which may be anything at all."""
    return isinstance(key, str) and key.rpartition(".")[2] == _EXTRA_STATE


def is_state_dict(value: object) -> bool:
    """A mapping with string keys whose values are tensors, for the most part; `_metadata` is put on nothing else."""
    held = {key: item for key, item in (mapping_of(value) or {}).items() if not is_extra_state(key)}
    if not held:
        return False
    tensors = sum(1 for item in held.values() if looks_like_tensor(item))
    named = sum(1 for key in held if isinstance(key, str))
    if isinstance(value, AttributedDict) and isinstance(value.attributes.get("_metadata"), dict):
        return tensors > 0 and named * 2 >= len(held)
    return tensors > 0 and tensors * 2 >= len(held) and named * 2 >= len(held) and not _wraps_another(held)


def _wraps_another(held: dict[Any, Any]) -> bool:
    """Whether tensors only lie beside a state_dict or an optimizer here: `{"model": ..., "mean": ...}`."""
    return any(
        is_optimizer(item) or ((key in STATE_DICT_KEYS or isinstance(item, AttributedDict)) and is_state_dict(item))
        for key, item in held.items()
        if isinstance(item, dict | Opaque) and isinstance(key, str) and not looks_like_tensor(item)
    )


def is_optimizer(value: object) -> bool:
    """What `Optimizer.state_dict` gives, under whatever key it was put, or an optimizer that was pickled whole."""
    held = value.attributes() if isinstance(value, Opaque) and not value.pairs else mapping_of(value)
    return held is not None and "state" in held and isinstance(held.get("param_groups"), list | tuple)


def _counts(path: tuple[str, ...], value: object, *, listed: bool) -> bool:
    """Whether a mapping of tensors is a model's: not a few measured numbers, nor one sample of a list of samples."""
    held = mapping_of(value) or {}
    if not path or path[-1] in STATE_DICT_KEYS:
        return True
    if listed and not any(isinstance(key, str) and "." in key for key in held):
        return False
    return not all(_is_scalar(item) for item in held.values() if looks_like_tensor(item))


def _is_scalar(value: object) -> bool:
    """Whether a tensor stand-in has no axes."""
    if not isinstance(value, Opaque):
        return False
    if value.args and isinstance(value.args[0], Opaque) and looks_like_tensor(value.args[0]):
        return _is_scalar(value.args[0])  # a Parameter around its tensor
    return len(value.args) > 2 and value.args[2] == ()


def find_state_dicts(root: object) -> list[tuple[tuple[str, ...], object]]:
    """Paths and values of the innermost state_dicts and modules, in file order; optimizer state is not one."""
    found: list[tuple[tuple[str, ...], object]] = []
    seen: set[int] = set()
    pending: deque[tuple[tuple[str, ...], object, bool]] = deque([((), root, False)])
    while pending:
        path, value, listed = pending.popleft()
        if id(value) in seen or is_optimizer(value):
            continue
        seen.add(id(value))
        if is_module(value) or (is_state_dict(value) and _counts(path, value, listed=listed)):
            found.append((path, value))
        elif len(path) < _DEPTH_OF_WRAPPERS and len(seen) < 10_000:
            in_list = isinstance(value, list | tuple)
            pending += [
                ((*path, str(key)), item, listed or in_list)
                for key, item in (enumerate(value) if in_list else (mapping_of(value) or {}).items())
                if isinstance(item, dict | list | tuple | Opaque)
                and not _NOT_A_MODEL.search(str(key))
                and not is_extra_state(key)
            ]
    return found


def choose_primary(found: list[tuple[tuple[str, ...], object]]) -> tuple[str, ...] | None:
    """Path of the one whose keys are the tensors' names; None when several have the same right to be it."""
    if not found:
        return None
    if len(found) == 1:
        return found[0][0]
    depth = min(len(path) for path, _ in found)
    for name in STATE_DICT_KEYS:
        named = [path for path, _ in found if path and (path[-1] == name or path[0] == name)]
        least = min(map(len, named), default=0)
        nearest = [path for path in named if len(path) == least]
        if nearest:
            return nearest[0] if len(nearest) == 1 else None
    shallow = [path for path, _ in found if len(path) == depth]
    return shallow[0] if len(shallow) == 1 and depth == 0 else None
