"""Tasks that run at once in this process, and checkpoints made by hand, for the tests of the views; no torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.measuring.statistics import Histogram, Statistics
from desktop_app.checkpoint.model import (
    Checkpoint,
    Entry,
    FileIdentity,
    Finding,
    GlobalUse,
    Safety,
    Storage,
    TensorInfo,
)
from desktop_app.checkpoint.tree import build_modules
from desktop_app.gui.checkpoint.session import CheckpointSession

# ---------------------------------------------------------------------- tasks


@dataclass(frozen=True)
class FakeFailure:
    """Looks like a `TaskFailure`."""

    message: str
    detail: str = ""
    finding: Finding | None = None


class FakeTask(QObject):
    """Signals of a `Task`; the work is done by `run_now`, on the next turn of the event loop unless it is held."""

    progressed = Signal(int, int, str)
    part = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, work: Callable[["FakeTask"], Any], title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.over = False
        self._work = work

    def cancel(self) -> None:
        if not self.over:
            self.over = True
            self.cancelled.emit()
            self.ended.emit()

    def run_now(self) -> None:
        if self.over:
            return
        try:
            result = self._work(self)
            if hasattr(result, "__next__"):
                result = self._drain(result)
        except Exception as error:
            if not self.over:
                self.over = True
                self.failed.emit(FakeFailure(str(error), finding=getattr(error, "finding", None)))
                self.ended.emit()
            return
        if not self.over:
            self.over = True
            self.done.emit(result)
            self.ended.emit()

    def _drain(self, generator: Any) -> Any:
        while not self.over:
            try:
                self.part.emit(next(generator))
            except StopIteration as stop:
                return stop.value
        return None


class FakeTasks(QObject):
    """`Tasks` without processes and threads.

    `calls` tells what was asked for, as (function's name, args, kwargs). `answers` replaces functions by name.
    With `held`, nothing runs before `release()`.
    """

    started = Signal(object)

    def __init__(self, *, answers: dict[str, Callable[..., Any]] | None = None, held: bool = False) -> None:
        super().__init__()
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self.answers = answers or {}
        self.held = held
        self._waiting: list[FakeTask] = []
        self._latest: dict[str, FakeTask] = {}

    def run(
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        title: str = "",
        lane: str = "reader",
        latest: str | None = None,
        **kwargs: Any,
    ) -> FakeTask:
        name = function.__name__
        self.calls.append((name, args, kwargs))
        called = self.answers.get(name, function)
        if latest is not None and latest in self._latest:
            self._latest[latest].cancel()

        def work(task: FakeTask) -> Any:
            if "progress" in getattr(getattr(called, "__code__", None), "co_varnames", ()):
                return called(*args, progress=task.progressed.emit, **kwargs)
            return called(*args, **kwargs)

        task = FakeTask(work, title, self)
        if latest is not None:
            self._latest[latest] = task
        if self.held:
            self._waiting.append(task)
        else:
            QTimer.singleShot(0, task, task.run_now)
        self.started.emit(task)
        return task

    def release(self) -> None:
        """Run what was held, in order."""
        waiting, self._waiting = self._waiting, []
        for task in waiting:
            task.run_now()

    def asked_for(self, name: str) -> int:
        """How often a function was asked for."""
        return sum(1 for called, _, _ in self.calls if called == name)

    def close(self) -> None:
        for task in self._waiting:
            task.cancel()


# ---------------------------------------------------------------------- values

_ITEM_BYTES = {"float32": 4, "float16": 2, "bfloat16": 2, "int64": 8, "float64": 8}


def tensor(
    name: str, shape: Sequence[int] = (), dtype: str = "float32", *, number: int = 0, **changes: Any
) -> TensorInfo:
    """A strided tensor with a storage of its own; `number` keeps storages apart."""
    sizes = tuple(shape)
    strides = [1] * len(sizes)
    for axis in range(len(sizes) - 2, -1, -1):
        strides[axis] = strides[axis + 1] * sizes[axis + 1]
    count = 1
    for size in sizes:
        count *= size
    nbytes = count * _ITEM_BYTES[dtype]
    storage = Storage(str(number), 0, f"archive/data/{number}", 64 + number * 64, nbytes, dtype)
    buffer = name.rpartition(".")[2] in ("running_mean", "running_var", "num_batches_tracked")
    made = TensorInfo(
        name,
        sizes,
        dtype,
        tuple(strides),
        storage,
        role="buffer" if buffer else "parameter",
        requires_grad=not buffer,
        path=("state_dict", *name.split(".")),
    )
    return replace(made, **changes) if changes else made


def statistics_for(
    info: TensorInfo, *, nan: int = 0, zero: int = 0, low: float = -1.0, high: float = 2.0
) -> Statistics:
    """Made-up statistics of a tensor."""
    count = info.numel
    finite = count - nan
    known = finite > 0
    edges = np.linspace(low, high, 5)
    return Statistics(
        count=count,
        finite=finite,
        nan=nan,
        posinf=0,
        neginf=0,
        zero=zero,
        min=low if known else None,
        max=high if known else None,
        mean=(low + high) / 2 if known else None,
        std=0.25 if known else None,
        l1=0.5 * finite if known else None,
        l2=0.7 * finite if known else None,
        abs_max=max(abs(low), abs(high)) if known else None,
        histogram=Histogram(edges, np.array([finite, 0, 0, 0], dtype=np.int64), "linear"),
        percentiles=(),
    )


def checkpoint_of(tensors: Sequence[TensorInfo], *, path: str = "/data/model.pth", **changes: Any) -> Checkpoint:
    """A checkpoint of these tensors, with the hierarchy that the core makes of their names."""
    made = Checkpoint(
        path=path,
        container="torch-zip",
        kind="state_dict",
        files=(FileIdentity(path, 1, 2, 1 << 20, 0),),
        size_bytes=sum(info.nbytes for info in tensors),
        tensors=tuple(tensors),
        modules=build_modules(tensors),
    )
    return replace(made, **changes) if changes else made


def session_for(checkpoint: Checkpoint, tasks: FakeTasks | None = None) -> CheckpointSession:
    """A session over fake tasks, whose pass over all tensors says nothing unless `tasks` answers it."""
    quiet = FakeTasks(answers={"statistics_of_many": lambda *_args, **_kwargs: iter(())})
    held = tasks or quiet
    session = CheckpointSession(checkpoint, held)  # type: ignore[arg-type]
    held.setParent(session)
    return session


def _norm(prefix: str, width: int) -> list[tuple[str, tuple[int, ...], str]]:
    return [
        (f"{prefix}.weight", (width,), "float32"),
        (f"{prefix}.bias", (width,), "float32"),
        (f"{prefix}.running_mean", (width,), "float32"),
        (f"{prefix}.running_var", (width,), "float32"),
        (f"{prefix}.num_batches_tracked", (), "int64"),
    ]


@cache
def resnet_checkpoint() -> Checkpoint:
    """ResNet-18's names and shapes inside a checkpoint with an epoch, an optimizer and arguments."""
    rows: list[tuple[str, tuple[int, ...], str]] = [("conv1.weight", (64, 3, 7, 7), "float32"), *_norm("bn1", 64)]
    width_in = 64
    for stage, width in enumerate((64, 128, 256, 512), start=1):
        for block in range(2):
            stem = f"layer{stage}.{block}"
            rows.append((f"{stem}.conv1.weight", (width, width_in, 3, 3), "float32"))
            rows += _norm(f"{stem}.bn1", width)
            rows.append((f"{stem}.conv2.weight", (width, width, 3, 3), "float32"))
            rows += _norm(f"{stem}.bn2", width)
            if width != width_in:
                rows.append((f"{stem}.downsample.0.weight", (width, width_in, 1, 1), "float32"))
                rows += _norm(f"{stem}.downsample.1", width)
            width_in = width
    rows += [("fc.weight", (1000, 512), "float32"), ("fc.bias", (1000,), "float32")]
    tensors = [tensor(name, shape, dtype, number=position) for position, (name, shape, dtype) in enumerate(rows)]
    return checkpoint_of(
        tensors,
        path="/data/resnet18.pth",
        kind="checkpoint",
        metadata={"epoch": "90"},
        contents=_contents(tensors),
    )


def _contents(tensors: Sequence[TensorInfo]) -> tuple[Entry, ...]:
    """Root, then its children, then theirs: block after block."""
    top = [
        ("epoch", "value", "int", "90"),
        ("arch", "value", "str", "resnet18"),
        ("args", "object", "argparse.Namespace", "3 attributes"),
        ("state_dict", "dict", "collections.OrderedDict", f"{len(tensors)} items"),
        ("optimizer", "dict", "dict", "2 items"),
        ("best", "same", "argparse.Namespace", ""),
        ("history", "list", "list", "5000 items"),
    ]
    args = [
        ("lr", "value", "float", "0.1"),
        ("batch_size", "value", "int", "256"),
        ("data", "value", "str", "/data/images\nset two"),
    ]
    optimizer = [("state", "dict", "dict", "0 items"), ("param_groups", "list", "list", "1 item")]
    history = [*((str(i), "value", "float", f"{7 / (i + 1):.4f}") for i in range(3)), ("", "more", "", "4997")]
    groups = [("0", "dict", "dict", "1 item")]
    rows: list[Entry] = [Entry("", "dict", "dict", "7 items", 1, len(top))]
    at_args = 1 + len(top)
    at_tensors = at_args + len(args)
    at_optimizer = at_tensors + len(tensors)
    at_history = at_optimizer + len(optimizer)
    at_groups = at_history + len(history)
    places = {
        "args": (at_args, len(args)),
        "state_dict": (at_tensors, len(tensors)),
        "optimizer": (at_optimizer, len(optimizer)),
        "history": (at_history, len(history)),
    }
    for key, kind, type_name, text in top:
        first, count = places.get(key, (0, 0))
        rows.append(Entry(key, kind, type_name, text, first, count, 3 if kind == "same" else -1))
    rows += [Entry(*row) for row in args]
    rows += [
        Entry(
            info.name, "tensor", "torch.Tensor", f"{info.dtype} {'×'.join(map(str, info.shape)) or 'scalar'}", target=i
        )
        for i, info in enumerate(tensors)
    ]
    rows += [
        Entry(
            *row,
            first_child=at_groups if row[0] == "param_groups" else 0,
            children=len(groups) if row[0] == "param_groups" else 0,
        )
        for row in optimizer
    ]
    rows += [Entry(*row) for row in history]
    rows += [
        Entry(*groups[0], first_child=at_groups + 1, children=1),
        Entry("weight_decay", "value", "float", "0.0001"),
    ]
    return tuple(rows)


@cache
def troubled_checkpoint() -> Checkpoint:
    """A pickled module with hooks, of a class that is not known, with a missing and a damaged tensor, ties, and code in it."""
    tied = {"shares_with": ("head.weight",)}
    tensors = [
        tensor("encoder.embed.weight", (1000, 64), "float16", number=0, **tied),
        tensor(
            "encoder.proj.weight",
            (64, 64),
            number=1,
            status="missing",
            problem="The bytes of the storage are not in the file.",
        ),
        tensor(
            "encoder.proj.bias",
            (64,),
            number=2,
            status="damaged",
            problem="It needs 256 bytes of its storage, which has 100.",
        ),
        tensor("encoder.running_mean", (64,), number=3),
        tensor("encoder.mask", (64, 64), "bfloat16", number=4, role="buffer", layout="sparse_coo"),
        tensor("head.weight", (1000, 64), "float16", number=0, shares_with=("encoder.embed.weight",)),
        tensor("<b>odd</b>\nname", (2,), number=5),
        tensor("scale", (), "float64", number=6),
    ]
    made = checkpoint_of(tensors, path="/data/troubled.pth", kind="module")
    modules = list(made.modules)
    at = next(i for i, module in enumerate(modules) if module.path == "encoder")
    modules[at] = replace(
        modules[at],
        class_name="their_project.models.Encoder",
        training=True,
        hooks=(
            "_forward_hooks[0]: functools.partial(their_project.log.shape)",
            "_forward_pre_hooks[3]: their_project.check",
        ),
        non_persistent=("mask",),
        attributes=(("hidden_size", "64"), ("activation", "'gelu'"), ("dropout", "0.1")),
        contents=1,
    )
    modules[0] = replace(modules[0], class_name="their_project.models.Model", training=False, contents=0)
    safety = Safety(
        "code",
        (
            GlobalUse("torch._utils._rebuild_tensor_v2", "none", "Rebuilds tensors or plain values.", "archive/data.pkl, byte 40"),
            GlobalUse("their_project.models.Encoder", "unknown", "A class or function of some other program; it was not run.", "archive/data.pkl, byte 17"),
            GlobalUse("posix.system", "dangerous", "Would have run posix.system('echo gotcha > /tmp/x').", "archive/data.pkl, byte 900"),
        ),
    )  # fmt: skip
    where = "archive/data.pkl"
    findings = (
        finding("no-crc", where),
        finding("tensor-missing", where, name="encoder.proj.weight"),
        finding("tensor-damaged", where, name="encoder.proj.bias", need=256, have=100),
        finding("code", where, name="posix.system"),
        finding("pickle-damaged", where, byte=1234, reason="unknown opcode"),
    )
    members = (
        "training", "_parameters", "_buffers", "_non_persistent_buffers_set", "_backward_pre_hooks", "_backward_hooks",
        "_is_full_backward_hook", "_forward_hooks", "_forward_hooks_with_kwargs", "_forward_hooks_always_called", "_forward_pre_hooks",
        "_forward_pre_hooks_with_kwargs", "_state_dict_hooks", "_state_dict_pre_hooks", "_load_state_dict_pre_hooks",
        "_load_state_dict_post_hooks", "_modules", "hidden_size", "activation", "dropout",
    )  # fmt: skip
    contents = (
        Entry("", "module", "their_project.models.Model", "", 1, 1),
        Entry("encoder", "module", "their_project.models.Encoder", "", 2, len(members)),
        *(
            Entry(name, "dict" if name.startswith("_") else "value", "dict" if name.startswith("_") else "str", "")
            for name in members
        ),
    )
    return replace(made, modules=tuple(modules), safety=safety, findings=findings, contents=contents)


@cache
def large_checkpoint(count: int = 100_000) -> Checkpoint:
    """`count` small tensors, half of them directly in one module, the others in blocks of a transformer."""
    half = count // 2
    names = [f"table.row_{i}" for i in range(half)]
    parts = ("attn.q.weight", "attn.k.weight", "attn.v.weight", "mlp.up.weight", "mlp.down.weight")
    names += [f"layers.{i // 5}.{parts[i % 5]}" for i in range(count - half)]
    return checkpoint_of(
        [tensor(name, (4, 4 + i % 7), number=i) for i, name in enumerate(names)], path="/data/large.safetensors"
    )


def example_checkpoint(name: str = "resnet") -> Checkpoint:
    """`resnet`, `troubled` or `large`."""
    return {"resnet": resnet_checkpoint, "troubled": troubled_checkpoint, "large": large_checkpoint}[name]()
