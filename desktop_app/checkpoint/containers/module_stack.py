"""Which modules an exported program has, from what each of its operators says: text that is parsed, never looked up."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

_CLASS = re.compile(r"[^\W\d]\w*(\.[\w<>]+){0,40}")
_MOST_MODULES = 100_000
_LONGEST = 2000
"""Characters of a path or of the name of a class."""


class Frame(NamedTuple):
    """One module that an operator ran in."""

    path: str
    """As in the state_dict; empty for the whole model."""
    class_name: str
    call: str
    """`1` for the second time that the module is called; empty for the first."""


def frames_of(stack: object) -> Iterator[Frame]:
    """From `L__self__,,Model;L__self__layer1,layer1,torch.nn...` the modules from outside in; none of anything else."""
    for part in stack.split(";") if isinstance(stack, str) else ():
        key, _, rest = part.partition(",")
        path, _, class_name = rest.partition(",")
        path, _, again = path.partition("@")
        yield Frame(path, class_name, key.rpartition("@")[2] if "@" in key else again)


def classes_of(program: object) -> dict[str, str]:
    """Dotted class by module path, in the order of `named_modules`, of the JSON of an exported program.

    The class of a module in which no operator ran is empty; so is what cannot be the name of one.
    """
    module = _inside(program, "graph_module")
    found: dict[str, str] = {}
    for node in _items(_inside(module, "graph"), "nodes"):
        for frame in frames_of(_inside(node, "metadata").get("nn_module_stack")):
            if frame.path not in found and len(found) < _MOST_MODULES and _is_class(frame):
                found[frame.path] = frame.class_name
    order = [path for entry in _items(module, "module_call_graph") if isinstance(path := _get(entry, "fqn"), str)]
    order = [path.partition("@")[0] for path in order[:_MOST_MODULES] if len(path) < _LONGEST]
    return {path: found.get(path, "") for path in [*order, *found]}


def _is_class(frame: Frame) -> bool:
    return len(frame.path) + len(frame.class_name) < _LONGEST and _CLASS.fullmatch(frame.class_name) is not None


def _get(value: object, key: str) -> Any:
    return cast("Mapping[str, Any]", value).get(key) if isinstance(value, dict) else None


def _inside(value: object, key: str) -> Mapping[str, Any]:
    inner = _get(value, key)
    return cast("Mapping[str, Any]", inner) if isinstance(inner, dict) else {}


def _items(value: object, key: str) -> list[Any]:
    inner = _get(value, key)
    return cast("list[Any]", inner) if isinstance(inner, list) else []
