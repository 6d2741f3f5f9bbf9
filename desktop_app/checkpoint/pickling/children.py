"""What containers of stand-ins hold, as keys and values, and what is said of each value in one line."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from typing import Any

from desktop_app.checkpoint.model import EntryKind, Role
from desktop_app.checkpoint.pickling.known import is_module, is_script_module
from desktop_app.checkpoint.pickling.numpy_arrays import scalar_of
from desktop_app.checkpoint.pickling.objects import AttributedDict, Global, Opaque
from desktop_app.checkpoint.pickling.safety import short_text


def has_children(value: Any) -> bool:
    """Whether there is anything to list below a value."""
    if isinstance(value, Opaque):
        return scalar_of(value) is None and bool(
            value.args or value.state is not None or value.items or value.pairs or value.kwargs
        )
    return isinstance(value, dict | list | tuple | set | frozenset) and bool(value)


def _key(key: Any) -> str:
    if isinstance(key, str):
        return key
    return (
        str(key)
        if (isinstance(key, int | float | bool) and not isinstance(key, int))
        or (isinstance(key, int) and key.bit_length() < 200)
        else short_text(key)
    )


def children_of(value: Any) -> list[tuple[str, Any, Role | None]]:
    """Key, value and role (where the container gives one) of what a container holds."""
    if isinstance(value, dict):
        listed: list[tuple[str, Any, Role | None]] = [(_key(key), item, None) for key, item in value.items()]
        if isinstance(value, AttributedDict):
            listed += [
                (name, item, None)
                for name, item in value.attributes.items()
                if name != "_metadata" or not isinstance(item, dict) or item
            ]
        return listed
    if isinstance(value, list | tuple | set | frozenset):
        return [(str(position), item, None) for position, item in enumerate(value)]
    if isinstance(value, Opaque):
        return _opaque_children(value)
    return []


def _opaque_children(value: Opaque) -> list[tuple[str, Any, Role | None]]:
    listed: list[tuple[str, Any, Role | None]] = []
    if not (value.how == "newobj" and not value.args):
        listed += [(f"argument {position}", item, None) for position, item in enumerate(value.args)]
    listed += [(name, item, None) for name, item in value.kwargs.items()]
    attributes = value.attributes()
    if is_script_module(value):
        for name, item in attributes.items():
            role: Role = "parameter" if _requires_grad(item) else "buffer"
            listed.append((name, item, role))
    elif attributes:
        listed += [(name, item, None) for name, item in attributes.items()]
    elif value.state is not None and not isinstance(value.state, dict):
        listed.append(("state", value.state, None))
    listed += [(str(position), item, None) for position, item in enumerate(value.items)]
    listed += [(_key(key), item, None) for key, item in value.pairs]
    return listed


def _requires_grad(value: Any) -> bool:
    return isinstance(value, Opaque) and len(value.args) > 4 and value.args[4] is True


def summary_of(value: Any) -> tuple[EntryKind, str, str]:
    """Kind, type and short text of a value as an entry."""
    if isinstance(value, AttributedDict):
        return "dict", value.type_name, _count(len(value))
    if isinstance(value, dict):
        return "dict", "dict", _count(len(value))
    if isinstance(value, list):
        return "list", "list", _count(len(value))
    if isinstance(value, tuple):
        return (
            "tuple",
            "tuple",
            short_text(value)
            if len(value) <= 6 and all(isinstance(v, int | float | str | None) for v in value)
            else _count(len(value)),
        )
    if isinstance(value, set | frozenset):
        return "set", type(value).__name__, _count(len(value))
    if isinstance(value, Opaque):
        scalar = scalar_of(value)
        if scalar is not None:
            return "value", "numpy scalar", short_text(scalar, 200)
        if is_module(value):
            return "module", value.type_name, ""
        return (
            ("object" if value.how in ("newobj", "obj", "build") or value.state is not None else "call"),
            value.type_name,
            "",
        )
    if isinstance(value, Global):
        return "value", "global", value.dotted
    return "value", type(value).__name__, short_text(value, 200)


def _count(number: int) -> str:
    return "1 item" if number == 1 else f"{number} items"
