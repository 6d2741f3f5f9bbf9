"""Plain values that are safe to build while a pickle is read: dictionaries, sets, bytes, sizes; and keys that hash at once."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from collections.abc import Callable
from typing import Any

from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.pickling.objects import AttributedDict, Global, Opaque
from desktop_app.checkpoint.pickling.safety import short_text
from desktop_app.checkpoint.pickling.state import PickleState

MISSING = object()
"""What a builder gives when the arguments are not those of a plain value."""


_PLAIN = (str, int, float, bool, bytes, complex, type(None), Global, Opaque)


def hashable(key: Any) -> Any:
    """A key that hashes at once: hashing shared nested tuples takes exponential time, so those become text."""
    if isinstance(key, _PLAIN):
        return key
    if isinstance(key, tuple) and len(key) < 64 and all(isinstance(part, _PLAIN) for part in key):
        return key
    return short_text(key)


def _ordered_dict(_: PickleState, arguments: tuple[Any, ...]) -> object:
    if not arguments:
        return AttributedDict()
    first = arguments[0]
    if isinstance(first, dict):
        return AttributedDict(first)
    if isinstance(first, list) and all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in first):
        return AttributedDict([(hashable(key), value) for key, value in first])
    return MISSING


def _set(_: PickleState, arguments: tuple[Any, ...]) -> object:
    if not arguments:
        return set()
    if isinstance(arguments[0], list | tuple | set | frozenset):
        return {hashable(item) for item in arguments[0]}
    return MISSING


def _frozenset(reader: PickleState, arguments: tuple[Any, ...]) -> object:
    built = _set(reader, arguments)
    return frozenset(built) if isinstance(built, set) else built


def size_of(_: PickleState, arguments: tuple[Any, ...]) -> object:
    """A `torch.Size` as the tuple that it is."""
    if arguments and isinstance(arguments[0], tuple | list) and all(isinstance(size, int) for size in arguments[0]):
        return tuple(arguments[0])
    return MISSING


def _encode(reader: PickleState, arguments: tuple[Any, ...]) -> object:
    """Protocol 2 writes bytes as text that is encoded on load."""
    if len(arguments) == 2 and isinstance(arguments[0], str) and arguments[1] in ("latin1", "latin-1", "iso-8859-1"):
        reader.budget.spend_output(len(arguments[0]))
        try:
            return arguments[0].encode("latin-1")
        except UnicodeEncodeError:
            return MISSING
    return MISSING


def _bytes(_: PickleState, arguments: tuple[Any, ...]) -> object:
    return b"" if not arguments else arguments[0] if isinstance(arguments[0], bytes) else MISSING


def _bytearray(reader: PickleState, arguments: tuple[Any, ...]) -> object:
    if not arguments:
        return bytearray()
    first = arguments[0]
    if isinstance(first, str) and len(arguments) > 1:
        first = _encode(reader, (first, arguments[1]))
    if isinstance(first, bytes):
        return bytearray(first)
    return MISSING  # bytearray(n) would allocate what the file asks for


def _complex(_: PickleState, arguments: tuple[Any, ...]) -> object:
    if len(arguments) == 2 and all(isinstance(part, int | float) for part in arguments):
        return complex(float(arguments[0]), float(arguments[1]))
    return MISSING


def _load_from_bytes(reader: PickleState, arguments: tuple[Any, ...]) -> object:
    """A whole torch file inside a pickle: kept for the container to read, never loaded."""
    if arguments and isinstance(arguments[0], bytes):
        reader.nested.append(arguments[0])
        if len(reader.nested) == 1:
            reader.findings.append(finding("nested-pickle", f"{reader.where}, byte {reader.position}"))
    return MISSING


BUILDERS: dict[str, Callable[[PickleState, tuple[Any, ...]], object]] = {
    "collections.OrderedDict": _ordered_dict,
    "builtins.set": _set, "__builtin__.set": _set,
    "builtins.frozenset": _frozenset, "__builtin__.frozenset": _frozenset,
    "builtins.bytes": _bytes, "__builtin__.bytes": _bytes,
    "builtins.bytearray": _bytearray, "__builtin__.bytearray": _bytearray,
    "builtins.complex": _complex, "__builtin__.complex": _complex,
    "torch.Size": size_of,
    "_codecs.encode": _encode,
    "torch.storage._load_from_bytes": _load_from_bytes,
}  # fmt: skip
