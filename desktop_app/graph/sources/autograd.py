"""The autograd graph of one forward pass with the file's own weights, and the gradients of one backward pass. Runs in a child.

PyTorch writes down, while a model runs, which function made each tensor (`grad_fn`, once called `creator`): a graph from the
loss back to the leaves. The leaves are parameters with `requires_grad`; `AccumulateGrad` adds to their `.grad` what
`backward()` sends along the edges. Here that graph is walked, drawn from the leaves to the loss, and sent through once.
"""

# torch's objects are not typed here; what goes out is plain values.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import threading
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from desktop_app.checkpoint.checking.check_model import loaded_tensors, origin_document
from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.measuring.summaries import Histogram
from desktop_app.engine.child import Limits, Progress, run_in_child
from desktop_app.engine.errors import EngineError
from desktop_app.engine.models import build
from desktop_app.graph.dataflow import Op
from desktop_app.graph.sources.trace import examples, ops_of

_BINS = 64
_MOST_OPS = 200_000


@dataclass(frozen=True, slots=True)
class Gradient:
    """What one backward pass left in a parameter's `.grad`."""

    name: str
    """As the file calls it."""
    norm: float
    """L2 norm; 0 where nothing came back."""
    mean: float
    std: float
    abs_max: float
    zero: int
    """Elements that are exactly 0."""
    nan: int
    histogram: Histogram
    reached: bool
    """Whether the loss depends on the parameter at all."""


@dataclass(frozen=True, slots=True)
class Activation:
    """What one module gave in the forward pass, over all of its calls."""

    path: str
    """As the file calls the module."""
    mean_abs: float
    std: float
    abs_max: float
    zero: int
    """Elements that are exactly 0: a ReLU that lets little through."""
    wrong: int
    """Elements that are not finite."""
    count: int


@dataclass(frozen=True, slots=True)
class Backward:
    """The graph of a pass and what it gave."""

    ops: tuple[Op, ...]
    classes: Mapping[str, str]
    numels: Mapping[str, int]
    gradients: tuple[Gradient, ...]
    loss: float
    meaning: str
    """What was taken for the loss: `mean` (of all outputs) or `cross-entropy` (against the likeliest class)."""
    activations: tuple[Activation, ...] = ()
    """In the order in which modules first ran."""
    inputs: tuple[tuple[int, ...], ...] = ()
    """Shapes that went in."""


def ask_backward(
    model: str,
    origin: Origin,
    *,
    trusted: str = "",
    prefix: str = "",
    inputs: Sequence[Sequence[int]] = (),
    given: str = "",
    seconds: float = 300,
    memory_nbytes: int = 16 << 30,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Backward:
    """One forward and one backward pass; raises `EngineError`.

    `prefix` is what the file's keys have in front of the model's. `inputs` are shapes (guessed when empty); `given` names a
    file for the first input (see `given_input`), else it is random with seed 0.
    """
    answer = run_in_child(
        backward, model, trusted, origin_document(origin), prefix, [list(shape) for shape in inputs], given,
        limits=Limits(seconds, memory_nbytes), progress=progress, stop=stop,
    )  # fmt: skip
    return _read(answer)


def _read(answer: object) -> Backward:
    ops, classes, numels, _ = ops_of(answer)
    try:
        known = cast("Mapping[str, Any]", answer)
        gradients = tuple(_gradient(one) for one in known["gradients"])
        activations = tuple(_activation(one) for one in known["activations"])
        inputs = tuple(tuple(map(int, shape)) for shape in known["inputs"])
        return Backward(
            tuple(ops), classes, numels, gradients, float(known["loss"]), str(known["meaning"]), activations, inputs
        )
    except (TypeError, KeyError, ValueError, AttributeError):
        raise EngineError("answer") from None


def _gradient(one: Mapping[str, Any]) -> Gradient:
    edges = np.frombuffer(one["edges"], np.float64)
    counts = np.frombuffer(one["counts"], np.int64)
    if len(edges) != len(counts) + 1:
        raise ValueError("histogram")
    return Gradient(
        str(one["name"]), float(one["norm"]), float(one["mean"]), float(one["std"]), float(one["abs_max"]),
        int(one["zero"]), int(one["nan"]), Histogram(edges, counts, "linear"), one["reached"] is True,
    )  # fmt: skip


def _activation(one: Mapping[str, Any]) -> Activation:
    return Activation(
        str(one["path"]), float(one["mean_abs"]), float(one["std"]), float(one["abs_max"]), int(one["zero"]),
        int(one["wrong"]), int(one["count"]),
    )  # fmt: skip


# ---------------------------------------------------------------------- in the child


def backward(
    text: str,
    trusted: str,
    origin: Mapping[str, Any],
    prefix: str,
    inputs: Sequence[Sequence[int]],
    given: str,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Build the model, load the file's tensors, run it forwards and backwards once."""
    import torch

    warnings.simplefilter("ignore")
    tell = progress or (lambda _done, _total, _text: None)
    tell(0, 4, "model")
    model = build(text, trusted, meta=False).eval()
    tell(1, 4, "values")
    _load(model, origin, prefix)
    arguments = examples(model, inputs, "cpu")
    if given:
        from desktop_app.graph.sources.given import given_input

        usual = arguments[0]
        values = given_input(given, tuple(usual.shape), whole_numbers=not usual.dtype.is_floating_point)
        arguments[0] = torch.from_numpy(values.copy())
    tell(2, 4, "forward")
    modules = _ModuleNotes(model)
    with torch.enable_grad():
        output = model(*arguments)
    modules.stop()
    loss, meaning = _loss(output)
    ops = _walk(loss, model, modules, prefix)
    tell(3, 4, "backward")
    loss.backward()
    names = dict(model.named_parameters())
    return {
        "ops": [asdict(op) for op in ops[:_MOST_OPS]],
        "classes": {path: type(module).__name__ for path, module in model.named_modules(remove_duplicate=False)},
        "numels": {f"{prefix}{name}": value.numel() for name, value in names.items()},
        "method": "autograd",
        "gradients": [_measured(f"{prefix}{name}", value.grad) for name, value in names.items()],
        "loss": float(loss.detach()),
        "meaning": meaning,
        "activations": [{**one.document(), "path": f"{prefix}{path}"} for path, one in modules.heard.items()],
        "inputs": [list(value.shape) for value in arguments],
    }


def _load(model: Any, origin: Mapping[str, Any], prefix: str) -> None:
    """The file's tensors where names and shapes fit; what does not fit keeps its random start."""
    tensors = loaded_tensors(origin)
    wanted = {name: tuple(value.shape) for name, value in model.state_dict().items()}
    fitting = {
        name[len(prefix) :]: value
        for name, value in tensors.items()
        if name.startswith(prefix) and wanted.get(name[len(prefix) :]) == tuple(value.shape)
    }
    model.load_state_dict(fitting, strict=False)
    for parameter in model.parameters():
        parameter.requires_grad_(parameter.dtype.is_floating_point or parameter.dtype.is_complex)


def _loss(output: Any) -> tuple[Any, str]:
    """One number to go back from: cross entropy against the likeliest class, else the mean of all that comes out."""
    import torch

    found: list[Any] = []
    pending = [output]
    while pending:
        current = pending.pop(0)
        if isinstance(current, torch.Tensor):
            if current.requires_grad and current.dtype.is_floating_point:
                found.append(current)
        elif isinstance(current, tuple | list):
            pending += current
        elif isinstance(current, dict):
            pending += current.values()
    if not found:
        raise EngineError("failed", kind="The model", reason="its output does not depend on any parameter")
    if len(found) == 1 and found[0].dim() == 2 and found[0].shape[1] > 1:
        return torch.nn.functional.cross_entropy(found[0], found[0].argmax(1)), "cross-entropy"
    return torch.stack([value.mean() for value in found]).mean(), "mean"


class _Heard:
    """Sums over what a module gives."""

    def __init__(self) -> None:
        self.count = self.zero = self.wrong = 0
        self.total = self.size = self.squares = self.abs_max = 0.0

    def add(self, tensor: Any) -> None:
        """Take one result."""
        import torch

        values = tensor.detach()
        if values.is_complex():
            values = values.abs()
        if not values.dtype.is_floating_point or not values.numel():
            return
        self.count += values.numel()
        finite = torch.isfinite(values)
        if not bool(finite.all()):
            self.wrong += int((~finite).sum())
            values = values[finite]
        if values.numel():
            magnitudes = values.abs()
            self.zero += values.numel() - int(torch.count_nonzero(values))
            self.total += float(values.sum(dtype=torch.float64))
            self.size += float(magnitudes.sum(dtype=torch.float64))
            self.squares += float((values.double() ** 2).sum())
            self.abs_max = max(self.abs_max, float(magnitudes.max()))

    def document(self) -> dict[str, Any]:
        """Plain values."""
        count = max(self.count - self.wrong, 1)
        mean = self.total / count
        return {
            "mean_abs": self.size / count, "std": max(self.squares / count - mean * mean, 0.0) ** 0.5, "abs_max": self.abs_max,
            "zero": self.zero, "wrong": self.wrong, "count": self.count,
        }  # fmt: skip


class _ModuleNotes:
    """Notes, while the model runs, in which module each function of the graph was made, and what each module gives."""

    def __init__(self, model: Any) -> None:
        self.scope_of: dict[Any, tuple[str, ...]] = {}
        self.heard: dict[str, _Heard] = {}
        self._stack: list[str] = []
        self._calls: dict[str, int] = {}
        self._handles: list[Any] = []
        for path, module in model.named_modules():
            if path:
                self._handles.append(module.register_forward_pre_hook(lambda _m, _a, path=path: self._enter(path)))
                self._handles.append(module.register_forward_hook(lambda _m, _a, out: self._leave(out)))

    def _enter(self, path: str) -> None:
        count = self._calls[path] = self._calls.get(path, -1) + 1
        self._stack.append(f"{path}@{count}" if count else path)

    def _leave(self, output: Any) -> None:
        from desktop_app.graph.sources.trace import flat_tensors

        given = list(flat_tensors(output))
        if self._stack:
            heard = self.heard.setdefault(self._stack[-1].partition("@")[0], _Heard())
            for tensor in given:
                heard.add(tensor)
        pending = [tensor.grad_fn for tensor in given]
        scope = tuple(self._stack)
        while pending:
            function = pending.pop()
            if function is None or function in self.scope_of or _is_leaf(function):
                continue
            self.scope_of[function] = scope
            pending += [following for following, _ in function.next_functions]
        if self._stack:
            self._stack.pop()

    def stop(self) -> None:
        """Take the hooks away."""
        for handle in self._handles:
            handle.remove()


def _is_leaf(function: Any) -> bool:
    return hasattr(function, "variable")


def _walk(loss: Any, model: Any, modules: _ModuleNotes, prefix: str) -> list[Op]:
    """Every function from the leaves to the loss; what a function needs comes before it."""
    parameters = {id(value): name for name, value in model.named_parameters()}
    names: dict[Any, str] = {}
    counts: dict[str, int] = {}
    ops: list[Op] = []
    for function in _ordered(loss.grad_fn):
        kind = function.name().rpartition("::")[2]
        if _is_leaf(function):
            key = parameters.get(id(function.variable))
            kind = "AccumulateGrad"
            scope = _path_scope(key) if key else ()
            tensors = (f"{prefix}{key}",) if key else ()
            shape = tuple(function.variable.shape)
            base = f"{key.rpartition('.')[2]}.grad" if key else "input.grad"
        else:
            scope, tensors, shape = modules.scope_of.get(function, ()), (), _shape_of(function)
            base = kind.removesuffix("0").removesuffix("Backward")
        count = counts[base] = counts.get(base, -1) + 1
        names[function] = f"{base}_{count}" if count else base
        sources = [names[following] for following, _ in function.next_functions if following in names]
        ops.append(Op(names[function], kind, "op", scope, tuple(dict.fromkeys(sources)), shape, "", tensors))
    ops.append(Op("loss", "output", "output", (), (names[loss.grad_fn],), ()))
    return ops


def _path_scope(key: str) -> tuple[str, ...]:
    parts = key.split(".")[:-1]
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts)))


def _shape_of(function: Any) -> tuple[int, ...] | None:
    metadata = getattr(function, "_input_metadata", None)
    if not metadata:
        return None
    return tuple(int(size) for size in metadata[0].shape)


def _ordered(root: Any) -> list[Any]:
    """Depth first without recursion: a deep model has thousands of functions in a row."""
    order: list[Any] = []
    seen: set[Any] = set()
    pending: list[tuple[Any, bool]] = [(root, False)]
    while pending:
        function, ready = pending.pop()
        if ready:
            order.append(function)
            continue
        if function is None or function in seen:
            continue
        seen.add(function)
        pending.append((function, True))
        following = sorted((one for one, _ in function.next_functions if one is not None), key=_is_leaf)
        pending += [(one, False) for one in reversed(following)]  # leaves last, beside what takes them
    return order


def _measured(name: str, gradient: Any) -> dict[str, Any]:
    """A gradient's norm and histogram as plain values."""
    if gradient is None:
        return {
            "name": name, "norm": 0.0, "mean": 0.0, "std": 0.0, "abs_max": 0.0, "zero": 0, "nan": 0, "reached": False,
            "edges": np.linspace(0.0, 1.0, _BINS + 1).tobytes(), "counts": np.zeros(_BINS, np.int64).tobytes(),
        }  # fmt: skip
    values: NDArray[np.float64] = (
        gradient.detach().double().abs().numpy() if gradient.is_complex() else gradient.detach().double().numpy()
    )
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if high <= low:
        low, high = low - 0.5, high + 0.5
    try:
        counts, edges = np.histogram(finite, bins=_BINS, range=(low, high))
    except ValueError:  # numbers so close that no edges lie between them
        counts, edges = np.histogram(finite, bins=_BINS, range=(low - 0.5, high + 0.5))
    return {
        "name": name, "norm": float(np.sqrt((finite**2).sum())), "mean": float(finite.mean()) if finite.size else 0.0,
        "std": float(finite.std()) if finite.size else 0.0, "abs_max": float(np.abs(finite).max()) if finite.size else 0.0,
        "zero": int((values == 0).sum()), "nan": int(values.size - finite.size), "reached": True,
        "edges": edges.astype(np.float64).tobytes(), "counts": counts.astype(np.int64).tobytes(),
    }  # fmt: skip
