"""The dataflow of a model that can be built: traced in a child by fx, else by torch.export, else recorded while it runs.

`trace` runs in a child (see `desktop_app.engine.child`); torch is imported inside of functions. Nothing is downloaded; on
the meta device no weights and no numbers are needed. What a tracer gives is turned into plain operators (`Op`).
"""

# torch's objects are not typed here; what goes out is plain values.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false, reportMissingTypeArgument=false

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from desktop_app.engine.child import Progress
from desktop_app.engine.errors import EngineError
from desktop_app.engine.models import build
from desktop_app.graph.dataflow import Op, OpKind
from desktop_app.graph.sources.macs import macs_of

METHODS = ("fx", "export", "record")
_MOST_OPS = 200_000
_KINDS: Mapping[str, OpKind] = {"placeholder": "input", "output": "output"}


def ops_of(answer: object) -> tuple[list[Op], dict[str, str], dict[str, int], str]:
    """What a child answered, checked: operators, classes by module path, elements by key, and the method that worked."""
    try:
        known = cast("Mapping[str, Any]", answer)
        ops = [_op(one) for one in known["ops"]]
        classes = {str(path): str(name) for path, name in known["classes"].items()}
        return ops, classes, {str(key): int(count) for key, count in known["numels"].items()}, str(known["method"])
    except (TypeError, KeyError, ValueError, AttributeError):
        raise EngineError("answer") from None


def _op(one: Mapping[str, Any]) -> Op:
    shape = one["shape"]
    return Op(
        str(one["name"]), str(one["target"]), one["kind"] if one["kind"] in ("input", "output", "op") else "constant",
        tuple(map(str, one["scope"])), tuple(map(str, one["inputs"])),
        None if shape is None else tuple(map(int, shape)), str(one["dtype"]), tuple(map(str, one["tensors"])),
        int(one["macs"]), str(one["note"]),
    )  # fmt: skip


# ---------------------------------------------------------------------- in the child


def trace(
    text: str,
    trusted: str,
    inputs: Sequence[Sequence[int]],
    methods: Sequence[str] = METHODS,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Operators of one forward pass on inputs of these shapes: `{"ops", "classes", "numels", "method", "tried"}`.

    `inputs` may be empty: then shapes are guessed from the first layer. `tried` tells why methods before did not work.
    """
    import torch

    warnings.simplefilter("ignore")
    tell = progress or (lambda _done, _total, _text: None)
    tried: dict[str, str] = {}
    for number, method in enumerate(methods):
        tell(number, len(methods), method)
        try:
            model = build(text, trusted, meta=method != "record").eval()
            device = "cpu" if method == "record" else "meta"
            arguments = examples(model, inputs, device)
            with torch.no_grad():
                ops = _TRACERS[method](model, arguments)
        except EngineError:
            raise
        except Exception as error:
            tried[method] = (
                f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"
            )
            continue
        return {
            "ops": [asdict(op) for op in ops[:_MOST_OPS]], "classes": classes_of(model),
            "numels": {key: value.numel() for key, value in _tensors_of(model)}, "method": method, "tried": tried,
        }  # fmt: skip
    reason = next(iter(reversed(tried.values())), "no method was allowed")
    raise EngineError("model-option", name=text, reason=f"it cannot be traced ({reason})", detail=str(tried))


def classes_of(model: Any) -> dict[str, str]:
    """Short class of each module path."""
    return {path: type(module).__name__ for path, module in model.named_modules(remove_duplicate=False)}


def _tensors_of(model: Any) -> list[tuple[str, Any]]:
    return [*model.named_parameters(remove_duplicate=False), *model.named_buffers(remove_duplicate=False)]


def examples(model: Any, inputs: Sequence[Sequence[int]], device: str) -> list[Any]:
    """Inputs of these shapes, or of guessed ones."""
    return [_example(shape, model, device) for shape in (inputs or _for_each(model, guessed_inputs(model)))]


def _for_each(model: Any, guessed: list[list[int]]) -> list[list[int]]:
    """The guess once for each argument that `forward` cannot do without (two images for optical flow)."""
    from inspect import Parameter, signature

    plain = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    wanted = [
        one
        for one in signature(model.forward).parameters.values()
        if one.default is Parameter.empty and one.kind in plain
    ]
    return guessed * max(len(wanted), 1)


def guessed_inputs(model: Any) -> list[list[int]]:
    """A shape that the first layer with weights would take, a batch of one."""
    from torch import nn

    sizes = (
        getattr(model, "image_size", None) or (getattr(model, "default_cfg", None) or {}).get("input_size", [0, 0])[-1]
    )
    side = int(sizes) if isinstance(sizes, int) and sizes >= 16 else 224
    for module in model.modules():
        if isinstance(module, nn.Conv3d):
            return [[1, module.in_channels, *_video_sizes(model, module)]]
        if isinstance(module, nn.Conv2d):
            side = 299 if type(model).__name__ == "Inception3" else side
            return [[1, module.in_channels, side, side]]
        if isinstance(module, nn.Conv1d):
            return [[1, module.in_channels, 512]]
        if isinstance(module, nn.Embedding):
            return [[1, 16]]
        if isinstance(module, nn.Linear):
            return [[1, module.in_features]]
        if isinstance(module, nn.RNNBase):
            return [[1, 16, module.input_size] if module.batch_first else [16, 1, module.input_size]]
    return [[1, 3, 224, 224]]


def _video_sizes(model: Any, first: Any) -> list[int]:
    """Frames, height and width: what the table of positions was made for where there is one, else small ones."""
    positions = getattr(model, "pos_encoding", None)
    sizes = [getattr(positions, "temporal_size", 0), *getattr(positions, "spatial_size", (0, 0))]
    if all(sizes):
        return [size * step for size, step in zip(sizes, first.stride, strict=True)]
    return [16, 224, 224] if type(model).__name__ == "S3D" else [16, 112, 112]  # S3D ends in a pool of 7×7


def _example(shape: Sequence[int], model: Any, device: str) -> Any:
    """Random numbers, or token numbers where the model begins with an embedding."""
    import torch
    from torch import nn

    first = next(
        (
            module
            for module in model.modules()
            if isinstance(module, nn.Embedding | nn.Linear | nn.Conv1d | nn.Conv2d | nn.Conv3d)
        ),
        None,
    )
    if isinstance(first, nn.Embedding):
        return torch.zeros(list(shape), dtype=torch.int64, device=device)
    torch.manual_seed(0)
    return torch.rand(list(shape), device=device)


def _shape(value: Any) -> tuple[tuple[int, ...] | None, str]:
    """Shape and dtype of a tensor, or of the first one inside."""
    import torch

    pending = [value]
    while pending:
        current = pending.pop(0)
        if isinstance(current, torch.Tensor):
            return tuple(int(size) for size in current.shape), str(current.dtype).removeprefix("torch.")
        if isinstance(current, tuple | list):
            pending = [*current, *pending]
        elif isinstance(current, dict):
            pending = [*current.values(), *pending]
    return None, ""


def _scope(stack: Any) -> tuple[str, ...]:
    """Paths of nn_module_stack from outside in; a repeated call keeps its `@n`."""
    scope: list[str] = []
    for key, entry in (stack or {}).items():
        path = entry[0] if isinstance(entry, tuple) else str(entry)
        path = str(path).partition("@")[0]
        call = str(key).rpartition("@")[2] if "@" in str(key) else ""
        if path:
            scope.append(f"{path}@{call}" if call else path)
    return tuple(scope)


# ---------------------------------------------------------------------- fx


def _by_fx(model: Any, arguments: Sequence[Any]) -> list[Op]:
    import torch

    traced = torch.fx.symbolic_trace(model)
    results = _results(traced)
    results.run(*arguments)
    keys = {key for key, _ in _tensors_of(model)}
    modules = dict(model.named_modules(remove_duplicate=False))
    ops: list[Op] = []
    taken: dict[str, str] = {}
    for node in traced.graph.nodes:
        sources = [source.name for source in node.all_input_nodes]
        if node.op == "get_attr":
            taken[node.name] = str(node.target)
            continue
        tensors = [taken[name] for name in sources if name in taken and taken[name] in keys]
        inputs = tuple(dict.fromkeys(name for name in sources if name not in taken))
        scope = _scope(node.meta.get("nn_module_stack"))
        target = _target(node, modules)
        if node.op == "call_module":
            path = str(node.target)
            if not scope or scope[-1].partition("@")[0] != path:
                scope = (*scope, path)
            tensors += [f"{path}.{name}" for name, _ in _tensors_of(modules[path]) if f"{path}.{name}" in keys]
        shape, dtype = _shape(results.values_of.get(node.name))
        kind = _KINDS.get(node.op, "op")
        if kind == "op" and shape is None:
            continue  # arithmetic on sizes, checks of shapes
        macs = macs_of(
            target, [_shape(results.values_of.get(name))[0] for name in sources], shape, modules.get(str(node.target))
        )
        note = _note(modules.get(str(node.target))) if node.op == "call_module" else ""
        ops.append(Op(node.name, target, kind, scope, inputs, shape, dtype, tuple(dict.fromkeys(tensors)), macs, note))
    return ops


def _results(traced: Any) -> Any:
    """An interpreter of the traced graph that keeps every result."""
    import torch

    class Kept(torch.fx.Interpreter):
        def __init__(self, module: Any) -> None:
            super().__init__(module)
            self.values_of: dict[str, Any] = {}

        def run_node(self, n: Any) -> Any:
            result = super().run_node(n)
            self.values_of[n.name] = result
            return result

    return Kept(traced)


def _target(node: Any, modules: Mapping[str, Any]) -> str:
    if node.op == "call_module":
        return type(modules[str(node.target)]).__name__
    if node.op == "call_function":
        name = getattr(node.target, "__name__", str(node.target))
        return name.strip("_") or name
    return str(node.target).strip("_") if node.op == "call_method" else _KINDS.get(node.op, node.op)


def _note(module: Any) -> str:
    """What a layer is set to, as short as a box is wide."""
    kernel = getattr(module, "kernel_size", None)
    if kernel is None:
        return ""
    sizes = "×".join(map(str, kernel)) if isinstance(kernel, tuple) else str(kernel)
    stride = getattr(module, "stride", 1)
    stride = stride[0] if isinstance(stride, tuple) and stride else stride
    return f"{sizes}, stride {stride}" if stride not in (1, None, ()) else sizes


# ---------------------------------------------------------------------- torch.export


def _by_export(model: Any, arguments: Sequence[Any]) -> list[Op]:
    import torch

    program = torch.export.export(model, tuple(arguments), strict=False)
    signature = program.graph_signature
    keys = {**signature.inputs_to_parameters, **signature.inputs_to_buffers}
    keys.update(getattr(signature, "inputs_to_lifted_tensor_constants", {}))
    shapes = {node.name: _shape(node.meta.get("val"))[0] for node in program.graph.nodes}
    ops: list[Op] = []
    for node in program.graph.nodes:
        sources = [source.name for source in node.all_input_nodes]
        if node.name in keys:
            continue
        shape, dtype = _shape(node.meta.get("val"))
        kind = _KINDS.get(node.op, "op")
        target = kind if kind != "op" else str(node.target).removesuffix(".default")
        ops.append(
            Op(
                node.name, target, kind, _scope(node.meta.get("nn_module_stack")) if kind == "op" else (),
                tuple(dict.fromkeys(name for name in sources if name not in keys)), shape, dtype,
                tuple(dict.fromkeys(keys[name] for name in sources if name in keys)),
                macs_of(target, [shapes.get(name) for name in sources], shape, None),
            )
        )  # fmt: skip
    return ops


# ---------------------------------------------------------------------- recording what runs


def _by_record(model: Any, arguments: Sequence[Any]) -> list[Op]:
    """Every operator that really ran, with the modules it ran in; works for anything that runs at all."""
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode

    keys = {id(value): key for key, value in _tensors_of(model)}
    recorder = _Recorder(keys)
    handles = [
        handle
        for path, module in model.named_modules()
        for handle in (
            module.register_forward_pre_hook(lambda _m, _a, path=path: recorder.enter(path)),
            module.register_forward_hook(lambda _m, _a, _o, path=path: recorder.leave(path)),
        )
    ]

    class Mode(TorchDispatchMode):
        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            result = func(*args, **(kwargs or {}))
            recorder.note(str(func).removesuffix(".default"), (args, kwargs or {}), result)
            return result

    for number, value in enumerate(arguments):
        recorder.take_in(f"input_{number}" if len(arguments) > 1 else "input", value)
    call = _as_list if _takes_list(model) else lambda found, values: found(*values)
    try:
        with Mode(), torch.no_grad():
            result = call(model, arguments)
    finally:
        for handle in handles:
            handle.remove()
    recorder.give_out(result)
    return recorder.ops


def _takes_list(model: Any) -> bool:
    """torchvision's detectors take a list of images of three dimensions."""
    return hasattr(model, "roi_heads") or type(model).__module__.startswith("torchvision.models.detection")


def _as_list(model: Any, values: Sequence[Any]) -> Any:
    return model([image for batch in values for image in batch])


class _Recorder:
    def __init__(self, keys: Mapping[int, str]) -> None:
        self.keys = keys
        self.ops: list[Op] = []
        self.made: dict[int, str] = {}
        self.shapes: dict[str, tuple[int, ...] | None] = {}
        self.kept: list[Any] = []
        """Results stay alive while it is recorded, so that no id is given twice."""
        self.stack: list[str] = []
        self.calls: dict[str, int] = {}
        self.names: dict[str, int] = {}

    def enter(self, path: str) -> None:
        if path:
            count = self.calls[path] = self.calls.get(path, -1) + 1
            self.stack.append(f"{path}@{count}" if count else path)

    def leave(self, path: str) -> None:
        if path and self.stack:
            self.stack.pop()

    def take_in(self, name: str, value: Any) -> None:
        shape, dtype = _shape(value)
        self.ops.append(Op(name, "input", "input", shape=shape, dtype=dtype))
        self._own(name, value, shape)

    def note(self, target: str, taken: Any, result: Any) -> None:
        values = list(flat_tensors(taken))
        sources = list(dict.fromkeys(self.made[id(value)] for value in values if id(value) in self.made))
        tensors = tuple(dict.fromkeys(self.keys[id(value)] for value in values if id(value) in self.keys))
        base = target.split(".")[1] if target.count(".") else target
        count = self.names[base] = self.names.get(base, -1) + 1
        name = f"{base}_{count}" if count else base
        shape, dtype = _shape(result)
        macs = macs_of(target, [_shape(value)[0] for value in values], shape, None)
        self.ops.append(Op(name, target, "op", tuple(self.stack), tuple(sources), shape, dtype, tensors, macs))
        self._own(name, result, shape)

    def _own(self, name: str, value: Any, shape: tuple[int, ...] | None) -> None:
        self.shapes[name] = shape
        for tensor in flat_tensors(value):
            self.made[id(tensor)] = name
            self.kept.append(tensor)

    def give_out(self, result: Any) -> None:
        sources = list(dict.fromkeys(self.made[id(value)] for value in flat_tensors(result) if id(value) in self.made))
        for number, source in enumerate(sources):
            self.ops.append(Op(f"output_{number}", "output", "output", (), (source,), self.shapes.get(source)))


def flat_tensors(value: Any) -> Iterable[Any]:
    """The tensors inside of lists, tuples and dicts."""
    import torch

    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, torch.Tensor):
            yield current
        elif isinstance(current, tuple | list):
            pending += reversed(current)
        elif isinstance(current, dict):
            pending += reversed(list(current.values()))


_TRACERS: dict[str, Callable[[Any, Sequence[Any]], list[Op]]] = {
    "fx": _by_fx,
    "export": _by_export,
    "record": _by_record,
}
