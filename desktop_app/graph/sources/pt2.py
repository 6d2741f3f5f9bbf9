"""The graph of a `.pt2` from the JSON inside it; nothing is loaded, no pickle is looked at (`torch.export.load` runs them)."""

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from desktop_app.checkpoint.containers.module_stack import frames_of
from desktop_app.graph.dataflow import Op

MOST_BYTES = 512 << 20
"""Of JSON that is read; what claims to be more is refused."""
_MOST_OPS = 400_000
_DTYPES = {
    1: "uint8", 2: "int8", 3: "int16", 4: "int32", 5: "int64", 6: "float16", 7: "float32", 8: "float64", 9: "complex32",
    10: "complex64", 11: "complex128", 12: "bool", 13: "bfloat16", 28: "uint16",
}  # fmt: skip

type Dict = Mapping[str, Any]


class SourceError(ValueError):
    """There is no graph to be had here; the text is one sentence."""


def read_pt2(path: str) -> tuple[list[Op], dict[str, str], dict[str, int]]:
    """Operators in execution order, class of each module path, elements of each parameter and buffer by key."""
    document = _model_json(path)
    module = _dict(document.get("graph_module"))
    graph = _dict(module.get("graph"))
    return _Reader(graph, _dict(module.get("signature"))).read()


def _model_json(path: str) -> Dict:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info for info in archive.infolist() if _is_model(info.filename)]
            if not names:
                raise SourceError("The file holds no exported program (no models/*.json in it).")
            chosen = min(names, key=lambda info: len(info.filename))
            if chosen.file_size > MOST_BYTES:
                raise SourceError(f"{chosen.filename} claims {chosen.file_size} bytes; that is not read.")
            with archive.open(chosen) as stream:
                found = json.loads(stream.read(MOST_BYTES))
    except (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        RecursionError,
        NotImplementedError,
        EOFError,
    ) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"The exported program cannot be read: {error}.") from error
    return _dict(found)


def _is_model(name: str) -> bool:
    parts = name.split("/")
    return name.endswith(".json") and (parts[-2:-1] == ["models"] or parts[-1] == "serialized_exported_program.json")


def _dict(value: object) -> Dict:
    return cast("Dict", value) if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[Any]:
    return cast("Sequence[Any]", value) if isinstance(value, list) else ()


class _Reader:
    def __init__(self, graph: Dict, signature: Dict) -> None:
        self.graph = graph
        self.values = _dict(graph.get("tensor_values"))
        self.keys: dict[str, str] = {}
        self.inputs: list[str] = []
        self.classes: dict[str, str] = {}
        for spec in map(_dict, _list(signature.get("input_specs"))):
            self._learn(spec)

    def _learn(self, spec: Dict) -> None:
        for kind, key in (
            ("parameter", "parameter_name"),
            ("buffer", "buffer_name"),
            ("tensor_constant", "tensor_constant_name"),
        ):
            inner = _dict(spec.get(kind))
            name, full = _dict(inner.get("arg")).get("name"), inner.get(key)
            if isinstance(name, str) and isinstance(full, str):
                self.keys[name] = full
                return
        for name in _names(spec.get("user_input")):
            self.inputs.append(name)

    def read(self) -> tuple[list[Op], dict[str, str], dict[str, int]]:
        made: dict[str, str] = {}
        """Value name -> name of the operator that made it."""
        ops: list[Op] = []
        for name in self.inputs:
            shape, dtype = self._value(name)
            ops.append(Op(name, "input", "input", shape=shape, dtype=dtype))
            made[name] = name
        for node in map(_dict, _list(self.graph.get("nodes"))[:_MOST_OPS]):
            ops.append(self._op(node, made))
        for name in dict.fromkeys(_names(self.graph.get("outputs"))):
            if name in made:
                shape, dtype = self._value(name)
                ops.append(Op(f"output_{name}", "output", "output", (), (made[name],), shape, dtype))
        numels = {key: _numel(self._value(name)[0]) for name, key in self.keys.items()}
        return ops, self.classes, numels

    def _op(self, node: Dict, made: dict[str, str]) -> Op:
        outputs = list(_names(node.get("outputs")))
        name = str(node.get("name") or (outputs[0] if outputs else f"op_{len(made)}"))
        taken = list(_names([_dict(argument).get("arg") for argument in _list(node.get("inputs"))]))
        for output in outputs:
            made[output] = name
        shape, dtype = self._value(outputs[0]) if outputs else (None, "")
        return Op(
            name,
            str(node.get("target", "")).removeprefix("torch.ops.").removesuffix(".default"),
            "op",
            self._scope(_dict(node.get("metadata")).get("nn_module_stack")),
            tuple(dict.fromkeys(made[value] for value in taken if value in made)),
            shape,
            dtype,
            tuple(dict.fromkeys(self.keys[value] for value in taken if value in self.keys)),
        )

    def _scope(self, stack: object) -> tuple[str, ...]:
        """The paths of an operator's modules from outside in, told apart by call."""
        scope: list[str] = []
        for path, class_name, call in frames_of(stack):
            self.classes.setdefault(path, class_name)
            named = f"{path}@{call}" if call else path
            if path and (not scope or scope[-1] != named):
                scope.append(named)
        return tuple(scope)

    def _value(self, name: str) -> tuple[tuple[int, ...] | None, str]:
        known = _dict(self.values.get(name))
        if not known:
            return None, ""
        sizes = [_dict(size).get("as_int") for size in _list(known.get("sizes"))]
        shape = tuple(size if isinstance(size, int) else -1 for size in sizes)
        dtype = known.get("dtype")
        return shape, _DTYPES.get(dtype, "") if isinstance(dtype, int) else ""


def _names(value: object) -> Iterator[str]:
    """Names of tensors anywhere inside an argument."""
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, list):
            pending += reversed(cast("list[object]", current))
        elif isinstance(current, dict):
            known = cast("dict[str, object]", current)
            name = known.get("name")
            if isinstance(name, str) and len(known) == 1:
                yield name
            else:
                pending += reversed([inner for key, inner in known.items() if key.startswith("as_") or key in ("arg",)])


def _numel(shape: tuple[int, ...] | None) -> int:
    count = 1
    for size in shape or ():
        count *= max(size, 1)
    return count
