"""The proof of a check: a strict load of the edited tensors into the real model. Runs in a child; imports torch inside functions."""

# torch and what it builds are not typed here; the results are plain values.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportMissingImports=false, reportUnknownParameterType=false

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, cast

import numpy as np

from desktop_app.checkpoint.checking.check import Expected
from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.editing.draft import Draft, Item, Step, state_dict_items
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import Sources, Stored, can_be_read, read_flat
from desktop_app.checkpoint.files import FileChanged
from desktop_app.checkpoint.model import CheckpointError, FileIdentity
from desktop_app.checkpoint.storages import TensorError
from desktop_app.checkpoint.writers.versions import versions_of
from desktop_app.engine.child import Child, Limits, Progress
from desktop_app.engine.errors import EngineError
from desktop_app.engine.models import build, describe

_BLOCK = 4 << 20
"""Elements that are read at a time."""
_BASE_NBYTES = 6 << 30
"""What torch and a model's own buffers may take beside the tensors."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a real `load_state_dict(strict=True)` said."""

    loads: bool
    with_values: bool
    """Whether the tensors themselves were loaded and compared; shapes only where memory would not do or a tensor is odd."""
    tensors: int
    seconds: float
    complaint: str = ""
    """What torch said when it refused."""
    torch: str = ""

    @classmethod
    def read(cls, document: object) -> "Proof":
        """What a child answered; `EngineError` when it is something else."""
        try:
            known = cast("dict[str, Any]", document)
            return cls(
                known["loads"] is True,
                known["with_values"] is True,
                int(known["tensors"]),
                float(known["seconds"]),
                str(known["complaint"]),
                str(known["torch"]),
            )
        except (TypeError, KeyError, ValueError, AttributeError):
            raise EngineError("answer") from None


# ---------------------------------------------------------------------- asked by the program


def ask_expected(
    text: str,
    trusted: str = "",
    *,
    seconds: float = 120,
    child: Child | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Expected:
    """What the model expects; `trusted` is the SHA-256 of the `.py` that was agreed to. Raises `EngineError`."""
    if child is None:
        with Child(limits=Limits(seconds)) as child:
            return Expected.read(text, child.call(describe, text, trusted, progress=progress, stop=stop))
    return Expected.read(text, child.call(describe, text, trusted, progress=progress, stop=stop))


def ask_proof(
    text: str,
    origin: Origin,
    trusted: str = "",
    *,
    seconds: float = 600,
    room: int | None = None,
    child: Child | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Proof:
    """The strict load of a file with its edits; raises `EngineError`.

    `room` is how many bytes of tensors are loaded for real, 0 for shapes alone; what the memory allows when it is None.
    """
    room = room_for_values() if room is None else room
    document = origin_document(origin)
    if child is None:
        with Child(limits=Limits(seconds, _BASE_NBYTES + 3 * room)) as child:
            return Proof.read(child.call(prove, text, trusted, document, room, progress=progress, stop=stop))
    return Proof.read(child.call(prove, text, trusted, document, room, progress=progress, stop=stop))


def room_for_values() -> int:
    """Bytes of tensors that are loaded for real: a sixth of the memory, since they are held twice beside the model."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 6
    except (AttributeError, ValueError, OSError):
        return 1 << 30


def origin_document(origin: Origin) -> dict[str, Any]:
    """An origin as a child is told it."""
    files = [[file.path, file.device, file.inode, file.size, file.mtime_ns] for file in origin.files]
    return {"path": origin.path, "files": files, "steps": [[step.operation, *step.arguments] for step in origin.steps]}


# ---------------------------------------------------------------------- in the child


def prove(
    text: str, trusted: str, origin: Mapping[str, Any], room: int, progress: Progress | None = None
) -> dict[str, Any]:
    """Load the tensors into the model as torch does, and compare what it then holds with what it was given."""
    import torch

    tell = progress or _silent
    tell(0, 0, "file")
    draft = _draft(origin)
    items = dict(state_dict_items(draft))
    nbytes = sum(prod(item.shape) * itemsize_bits(item.dtype) // 8 for item in items.values())
    real = nbytes <= room and all(_is_plain(item) for item in items.values())
    tell(0, 0, "model")
    model = build(text, trusted, meta=not real)
    began = time.monotonic()
    tensors = _tensors(items, nbytes, tell) if real else _shapes(items)
    state = _with_versions(tensors, draft)
    for name, value in model.state_dict().items():  # an extra state that is no tensor was not read from the file
        if not isinstance(value, torch.Tensor) and name not in state:
            state[name] = value
    tell(nbytes, nbytes, "load")
    answer: dict[str, Any] = {"with_values": real, "tensors": len(items), "torch": str(torch.__version__)}
    try:
        model.load_state_dict(state, strict=True, **({} if real else {"assign": True}))
        complaint = _differences(model, tensors) if real else ""
    except RuntimeError as error:
        complaint = str(error)[:20000]
    return {**answer, "loads": not complaint, "complaint": complaint, "seconds": time.monotonic() - began}


def _silent(done: int, total: int, text: str) -> None:
    """Progress that nobody asked for."""


def loaded_tensors(origin: Mapping[str, Any], progress: Progress | None = None) -> dict[str, Any]:
    """The tensors of a file with its edits, as torch's; those that are not plain numbers are left out."""
    items = {name: item for name, item in state_dict_items(_draft(origin)) if _is_plain(item)}
    nbytes = sum(prod(item.shape) * itemsize_bits(item.dtype) // 8 for item in items.values())
    return _tensors(items, nbytes, progress or _silent)


def _draft(document: Mapping[str, Any]) -> Draft:
    files = tuple(FileIdentity(*entry) for entry in document["files"])
    steps = tuple(Step(entry[0], tuple(entry[1:])) for entry in document["steps"])
    try:
        return Origin(document["path"], files, steps).draft()
    except (CheckpointError, EditError, FileChanged) as error:
        raise EngineError("failed", kind="The file", reason=str(error)) from None


def _is_plain(item: Item) -> bool:
    """Whether the tensor is numbers in rows and columns that torch has a type for, and they can be read."""
    import torch

    if isinstance(item.value, Stored) and (item.value.info.layout != "strided" or item.value.info.quantization):
        return False
    if item.dtype.startswith(("float4", "float6", "q", "bits", "complex32")) or not hasattr(torch, item.dtype):
        return False
    try:
        can_be_read(item.value)
    except TensorError:
        return False
    return True


def _tensors(items: Mapping[str, Item], nbytes: int, tell: Progress) -> dict[str, Any]:
    import torch

    made: dict[str, Any] = {}
    done = 0
    with Sources() as sources:
        for name, item in items.items():
            count = prod(item.shape)
            tensor = torch.empty(count, dtype=getattr(torch, item.dtype))
            for begin in range(0, count, _BLOCK):
                end = min(begin + _BLOCK, count)
                values = np.array(
                    read_flat(item.value, sources, begin, end)
                )  # torch wants an array that it may write to
                tensor[begin:end] = torch.from_numpy(values)
                done += (end - begin) * itemsize_bits(item.dtype) // 8
                tell(done, nbytes, "values")
            made[name] = tensor.reshape(item.shape)
    return made


def _shapes(items: Mapping[str, Item]) -> dict[str, Any]:
    import torch

    return {
        name: torch.empty(item.shape, dtype=getattr(torch, item.dtype, torch.float32), device="meta")
        for name, item in items.items()
    }


def _with_versions(tensors: Mapping[str, Any], draft: Draft) -> Any:
    """As the file's own OrderedDict: with the versions of the modules, which some modules look at."""
    from collections import OrderedDict

    state: Any = OrderedDict(tensors)
    versions = versions_of(draft)
    if versions:
        state._metadata = OrderedDict(versions)
    return state


def _differences(model: Any, tensors: Mapping[str, Any]) -> str:
    """One sentence when the model does not hold what it was given (its code may have changed it); empty when it does."""
    import torch

    equal: Callable[[Any, Any], bool] = lambda a, b: torch.equal(a, b) or bool(((a == b) | (a.isnan() & b.isnan())).all())  # noqa: E731  # fmt: skip
    for name, value in model.state_dict().items():
        given = tensors.get(name)
        if given is None or not isinstance(value, torch.Tensor) or value.is_quantized:
            continue
        wanted = given.to(value.dtype)
        if wanted.shape != value.shape:
            wanted = wanted.reshape(-1)[0]
        if not equal(value.cpu(), wanted):
            return f"After loading, {name} holds other values than the file."
    return ""
