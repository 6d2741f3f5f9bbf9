"""Readers that plug-ins bring: a file that nothing else recognises is shown to them, and they say where its tensors lie."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path

from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.files import OpenFile
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.flat import flat_checkpoint
from desktop_app.checkpoint.kinds import role_of
from desktop_app.checkpoint.limits import Limits
from desktop_app.checkpoint.model import ByteOrder, Checkpoint, CheckpointError, Storage, TensorInfo
from desktop_app.plugins import PluginError, load_group, reason_of

_MOST_DIMENSIONS = 64


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """Where one tensor lies in the file: dense, row by row."""

    name: str
    dtype: str
    """torch's name without the prefix: `float32`, `bfloat16` ..."""
    shape: tuple[int, ...]
    offset: int
    """First byte."""
    byteorder: ByteOrder = "little"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a reader found."""

    tensors: Iterable[StoredTensor]
    metadata: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Reader:
    """What an entry point of `weightsmith.readers` names. Values are read later, by this program, from where they lie."""

    title: str
    matches: Callable[[bytes], bool]
    """Whether a file that begins so (at most 4096 bytes) is of this format."""
    read: Callable[[Path], Contents]


def read_plugged(file: OpenFile, path: Path, start: bytes, limits: Limits) -> Checkpoint | None:
    """The checkpoint as the first reader that knows the file tells it; None when none does. Raises `CheckpointError`."""
    for name, (plugin, reader) in load_group("readers", Reader).items():
        try:
            if not reader.matches(start):
                continue
            found = reader.read(path)
            tensors = [_info(one, file) for one in found.tensors]
            metadata = {str(key): str(value) for key, value in found.metadata.items()}
        except Exception as error:
            told = PluginError(plugin.package, name, reason_of(error))
            raise CheckpointError(
                finding("plugin", str(path), package=told.package, name=told.name, reason=told.reason)
            ) from error
        return flat_checkpoint(
            str(path), "plugin", files=(file.identity,), tensors=tensors, metadata={"format": reader.title, **metadata}, limits=limits
        )  # fmt: skip
    return None


def _info(one: StoredTensor, file: OpenFile) -> TensorInfo:
    """Sizes and places are not trusted: what does not lie in the file is marked as damaged."""
    shape = tuple(int(size) for size in one.shape)
    if len(shape) > _MOST_DIMENSIONS or any(size < 0 for size in shape) or one.offset < 0:
        raise ValueError(f"{one.name} has an impossible shape or place")
    bits = itemsize_bits(one.dtype)
    nbytes = (prod(shape) * bits + 7) // 8
    there = max(0, min(nbytes, file.size - one.offset))
    stride: list[int] = []
    step = 1
    for size in reversed(shape):
        stride.append(step)
        step *= max(size, 1)
    return TensorInfo(
        name=str(one.name),
        shape=shape,
        dtype=one.dtype,
        stride=tuple(reversed(stride)),
        storage=Storage(
            id=f"{one.offset}+{nbytes}",
            file=0,
            record="",
            offset=one.offset,
            nbytes=there,
            dtype=one.dtype,
            byteorder=one.byteorder,
        ),
        role=role_of(str(one.name), one.dtype),
        status="ok" if there == nbytes else "damaged",
        problem="" if there == nbytes else f"{nbytes - there} of its {nbytes} bytes are not in the file.",
        path=(str(one.name),),
    )
