"""The dataflow of an opened checkpoint from the best source there is: its own program, a recognised or given model, a guess."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from desktop_app.checkpoint.checking.check_model import Proof, ask_proof
from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.editing.draft import Step
from desktop_app.checkpoint.model import Checkpoint
from desktop_app.engine.child import Limits, Progress, run_in_child
from desktop_app.engine.errors import EngineError
from desktop_app.graph.dataflow import Op, build_dataflow, with_tensors
from desktop_app.graph.model import Graph
from desktop_app.graph.recognise import Candidate, recognise
from desktop_app.graph.sources.inferred import build_inferred
from desktop_app.graph.sources.pt2 import read_pt2
from desktop_app.graph.sources.torchscript import read_torchscript
from desktop_app.graph.sources.trace import METHODS, ops_of, trace

type Source = Literal["pt2", "torchscript", "model", "inferred"]

SECONDS = 120.0
"""How long a model may take to be traced."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A dataflow graph and where it comes from."""

    graph: Graph
    source: Source
    model: str = ""
    """Text of the model that was traced: `torchvision:resnet50?num_classes=10`."""
    method: str = ""
    """`fx`, `export` or `record`; empty where nothing was traced."""
    trouble: str = ""
    """Why a better source did not serve, one sentence; empty otherwise."""


def model_text(candidate: Candidate) -> str:
    """How the model of a candidate is asked for: `torchvision:resnet50?num_classes=10`."""
    library, _, name = candidate.name.partition(".")
    options = f"?num_classes={candidate.classes}" if candidate.classes is not None else ""
    return f"{library}:{name}{options}"


def key_shapes(checkpoint: Checkpoint) -> list[tuple[str, tuple[int, ...]]]:
    """Names and shapes of its parameters and buffers."""
    return [(info.name, info.shape) for info in checkpoint.tensors if info.role in ("parameter", "buffer")]


def looks_like(checkpoint: Checkpoint) -> tuple[Candidate, ...]:
    """The architectures that fit the file best. For a thread: a hundred thousand names are looked up in a while."""
    return recognise(key_shapes(checkpoint))


def flow_of(
    checkpoint: Checkpoint,
    *,
    model: str = "",
    trusted: str = "",
    inputs: Sequence[Sequence[int]] = (),
    methods: Sequence[str] = METHODS,
    prefix: str = "",
    seconds: float = SECONDS,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Flow:
    """The best dataflow that can be had.

    `model` names one that shall be used (then an `EngineError` tells why not); `trusted` is the SHA-256 of its `.py`.
    `inputs` are shapes, guessed when empty; `prefix` is what the file's keys have in front of the named model's. Without a model: a `.pt2` or TorchScript is read, a recognised architecture
    is traced in a child, and what is left is guessed and marked so.
    """
    if model:
        return _traced(checkpoint, model, trusted, inputs, methods, prefix, seconds, progress, stop)
    if checkpoint.container == "pt2":
        ops, classes, numels = read_pt2(checkpoint.path)
        return Flow(_drawn(checkpoint, ops, classes, numels, ""), "pt2")
    if checkpoint.container == "torchscript":
        ops, classes, numels = read_torchscript(checkpoint.path)
        return Flow(_drawn(checkpoint, ops, classes, numels, ""), "torchscript")
    trouble = ""
    for candidate in recognise(key_shapes(checkpoint))[:3]:
        if candidate.match < 1.0:
            break
        for name in (candidate.name, *candidate.twins)[:3]:
            text = model_text(Candidate(name, 1.0, candidate.prefix, candidate.classes))
            try:
                return _traced(checkpoint, text, "", inputs, methods, candidate.prefix, seconds, progress, stop)
            except EngineError as error:
                if error.code in ("stopped", "no-engine"):
                    raise
                trouble = str(error)
    return Flow(build_inferred(checkpoint), "inferred", trouble=trouble)


def prove_model(
    model: str,
    origin: Origin,
    *,
    prefix: str = "",
    trusted: str = "",
    seconds: float = SECONDS,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Proof:
    """Whether the file's keys and shapes load strictly into the model, on the meta device; raises `EngineError`.

    What does not begin with `prefix` (a counter of epochs) is left aside, as is the prefix itself.
    """
    steps = (Step("keep", (f"{prefix}*",)), Step("strip-prefix", (prefix,))) if prefix else ()
    inner = replace(origin, steps=(*origin.steps, *steps))
    return ask_proof(model, inner, trusted, seconds=seconds, room=0, progress=progress, stop=stop)


def _traced(
    checkpoint: Checkpoint, model: str, trusted: str, inputs: Sequence[Sequence[int]], methods: Sequence[str],
    prefix: str, seconds: float, progress: Progress | None, stop: threading.Event | None,
) -> Flow:  # fmt: skip
    shapes = [list(shape) for shape in inputs]
    answer = run_in_child(
        trace, model, trusted, shapes, list(methods), limits=Limits(seconds), progress=progress, stop=stop
    )
    ops, classes, numels, method = ops_of(answer)
    return Flow(_drawn(checkpoint, ops, classes, numels, prefix), "model", model, method)


def _drawn(
    checkpoint: Checkpoint, ops: Sequence[Op], classes: dict[str, str], numels: dict[str, int], prefix: str
) -> Graph:
    title = checkpoint.path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    positions = {
        info.name[len(prefix) :]: index for index, info in enumerate(checkpoint.tensors) if info.name.startswith(prefix)
    }
    known = {key: checkpoint.tensors[index].numel for key, index in positions.items()}
    buffers = {key for key, index in positions.items() if checkpoint.tensors[index].role == "buffer"}
    graph = build_dataflow(ops, title, classes=classes, numels={**known, **numels}, buffers=buffers)
    return with_tensors(graph, positions, ops)
