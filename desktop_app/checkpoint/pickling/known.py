"""Which stand-ins are modules, tensors and state_dicts, and where in a checkpoint the state_dict lies."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from desktop_app.checkpoint.pickling.numpy_arrays import is_reconstruct
from desktop_app.checkpoint.pickling.objects import Global, Opaque, StorageRef

STATE_DICT_KEYS = (
    "state_dict", "model_state_dict", "model", "model_state", "net", "network", "params_ema", "params", "weights", "module",
    "generator", "ema_state_dict", "ema", "model_ema",
)  # fmt: skip
"""Names under which checkpoints keep the state_dict, the most telling first."""


_OPTIMIZER_WORDS = ("optim", "lr_scheduler", "scheduler", "amp", "scaler")
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


def is_state_dict(value: object) -> bool:
    """A mapping with string keys whose values are tensors, for the most part."""
    if not isinstance(value, dict) or not value:
        return False
    tensors = sum(1 for item in value.values() if looks_like_tensor(item))
    named = sum(1 for key in value if isinstance(key, str))
    return tensors > 0 and tensors * 2 >= len(value) and named * 2 >= len(value)


def find_state_dicts(root: object) -> list[tuple[tuple[str, ...], object]]:
    """Paths and values of the innermost state_dicts and modules, in file order; optimizer state is not one."""
    found: list[tuple[tuple[str, ...], object]] = []
    seen: set[int] = set()
    pending: list[tuple[tuple[str, ...], object]] = [((), root)]
    while pending:
        path, value = pending.pop(0)
        if id(value) in seen:
            continue
        seen.add(id(value))
        if is_module(value) or is_state_dict(value):
            found.append((path, value))
        elif isinstance(value, dict) and len(path) < _DEPTH_OF_WRAPPERS and len(seen) < 10_000:
            pending += [
                ((*path, str(key)), item)
                for key, item in value.items()
                if isinstance(item, dict | Opaque) and not any(word in str(key).lower() for word in _OPTIMIZER_WORDS)
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
        if named:
            return min(named, key=len)
    shallow = [path for path, _ in found if len(path) == depth]
    return shallow[0] if len(shallow) == 1 and depth == 0 else None
