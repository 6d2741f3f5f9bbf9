"""A torch.distributed.checkpoint folder: `.metadata` says which bytes of which `.distcp` file make up each tensor."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

from desktop_app.checkpoint.chunks import SHARDED, piece_name
from desktop_app.checkpoint.containers.safetensors import contiguous
from desktop_app.checkpoint.containers.sharded import stays_inside
from desktop_app.checkpoint.containers.window import Window
from desktop_app.checkpoint.dtypes import is_known, itemsize_bits
from desktop_app.checkpoint.files import FileChanged, OpenFile
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.flat import flat_checkpoint
from desktop_app.checkpoint.kinds import role_of
from desktop_app.checkpoint.limits import DEFAULT, Limits
from desktop_app.checkpoint.model import (
    Checkpoint,
    CheckpointError,
    FileIdentity,
    Finding,
    GlobalUse,
    Role,
    Status,
    Storage,
    TensorInfo,
)
from desktop_app.checkpoint.objects import Global, Opaque, StorageRef, TensorRef
from desktop_app.checkpoint.pickles import Budget, PickleResult, read_pickle
from desktop_app.checkpoint.safety import judge

type Progress = Callable[[int, int, str], None]
type Shape = tuple[int, ...]

METADATA = ".metadata"
STATE_DICTS = ("model", "state_dict", "model_state_dict", "module", "net", "app", "weights")
"""Where trainers put the model's own state_dict among the rest of a checkpoint."""
OPTIMIZERS = ("optim", "optimizer", "optimizers", "opt")
SHOWN = 2000
"""Values other than tensors that are read in order to be listed."""
PICKLE_LIMIT = 16 << 20
"""Bytes of the pickle that stands beside one stored tensor or value."""


class _Place(NamedTuple):
    """Where one item is stored."""

    name: str
    offset: int
    length: int
    transformed: bool


class _Item(NamedTuple):
    """A tensor as `.metadata` describes it."""

    dtype: str
    shape: Shape
    requires_grad: bool
    pieces: tuple[tuple[Shape, Shape], ...]
    """Offsets and sizes of each."""


class _Unreadable(Exception):
    """Why one stored item cannot be used, as the end of a sentence."""

    def __init__(self, reason: str, status: Status = "damaged") -> None:
        super().__init__(reason)
        self.status: Status = status


def is_dcp_folder(folder: Path) -> bool:
    """Whether the folder holds a `.metadata` file."""
    return (folder / METADATA).is_file()


def read_folder(folder: Path, *, limits: Limits = DEFAULT, progress: Progress | None = None) -> Checkpoint:
    """The checkpoint in `folder`; raises `CheckpointError` when its `.metadata` cannot be read."""
    reader = _Reader(folder, limits)
    with reader:
        described = _fields(reader.metadata())
        places = _places(described.get("storage_data"))
        items = _mapping(described.get("state_dict_metadata"))
        if not items and not places:
            raise CheckpointError(finding("header-damaged", METADATA, reason="it does not describe a state_dict"))
        names = _names([str(key) for key in items], _mapping(described.get("planner_data")))
        tensors: list[TensorInfo] = []
        values: list[tuple[str, str, str]] = []
        for done, (key, stored) in enumerate(items.items()):
            if progress is not None and done % 64 == 0:
                progress(done, len(items), str(key))
            if len(tensors) >= limits.tensors:
                reader.findings.append(finding("limit", METADATA, what="tensors", limit=limits.tensors))
                break
            name, path, inside = names[str(key)]
            item = _item(stored)
            if item is None:
                place = places.get((str(key), None))
                type_name, text = reader.value(place) if len(values) < SHOWN else ("object", "")
                values.append((name, type_name, text))
            else:
                info = reader.tensor(str(key), item, places)
                role: Role = role_of(name, item.dtype) if inside else _role_outside(path)
                tensors.append(replace(info, name=name, path=path, role=role))
        reader.tell_damage(tensors)
    version = described.get("version")
    return flat_checkpoint(
        str(folder),
        "dcp",
        files=reader.files,
        tensors=tensors,
        metadata={"version": version} if isinstance(version, str) else {},
        findings=reader.findings,
        values=values,
        safety=judge(reader.globals),
        limits=limits,
    )


class _Reader:
    """The files of one folder, opened as they are needed; a failure stays with the item that met it."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self.budget = Budget(limits)
        self.files: list[FileIdentity] = []
        self.findings: list[Finding] = []
        self.globals: list[GlobalUse] = []
        self._open: dict[str, tuple[int, OpenFile] | None] = {}

    def __enter__(self) -> "_Reader":
        return self

    def __exit__(self, *_: object) -> None:
        for opened in self._open.values():
            if opened is not None:
                opened[1].close()

    def metadata(self) -> object:
        """The root of `.metadata`; raises `CheckpointError`."""
        path = self.folder / METADATA
        try:
            with OpenFile.open(path) as file:
                if file.size > self.limits.pickle_nbytes:
                    raise CheckpointError(
                        finding("limit", METADATA, what="pickle bytes", limit=self.limits.pickle_nbytes)
                    )
                self.files.append(file.identity)
                result = read_pickle(file.pread(0, file.size), where=METADATA, budget=self.budget)
        except OSError as error:
            raise CheckpointError(finding("not-readable", str(path), reason=error.strerror or error)) from error
        return self._noted(result)

    def _noted(self, result: PickleResult) -> object:
        self.globals.extend(result.globals)
        self.findings.extend(result.findings)
        return result.root

    def tensor(self, key: str, item: _Item, places: Mapping[tuple[str, Shape | None], _Place]) -> TensorInfo:
        """The tensor of `key`: stored directly when one piece is all of it, else in parts."""
        pieces = [self._piece(key, item, offsets, sizes, places) for offsets, sizes in item.pieces]
        if len(pieces) == 1 and pieces[0].shape == item.shape:
            return replace(pieces[0], requires_grad=item.requires_grad)
        bad = next((piece for piece in pieces if piece.status != "ok"), None)
        problem = bad.problem if bad is not None else ""
        if bad is None and sum(piece.numel for piece in pieces) < _count(item.shape):
            problem = f"{key}: its pieces do not cover it."
        return TensorInfo(
            name=key,
            shape=item.shape,
            dtype=item.dtype,
            stride=contiguous(item.shape),
            storage=None,
            requires_grad=item.requires_grad,
            layout=SHARDED,
            status=bad.status if bad is not None else "damaged" if problem else "ok",
            problem=problem,
            parts=tuple(
                (piece_name(offsets, sizes), piece) for (offsets, sizes), piece in zip(item.pieces, pieces, strict=True)
            ),
        )

    def _piece(
        self, key: str, item: _Item, offsets: Shape, sizes: Shape, places: Mapping[tuple[str, Shape | None], _Place]
    ) -> TensorInfo:
        whole = TensorInfo(
            name=f"{key}{piece_name(offsets, sizes)}",
            shape=sizes,
            dtype=item.dtype,
            stride=contiguous(sizes),
            storage=None,
        )
        inside = all(begin + size <= axis for begin, size, axis in zip(offsets, sizes, item.shape, strict=True))
        try:
            if not inside:
                raise _Unreadable("it reaches out of the tensor")
            place = places.get((key, offsets))
            if place is None:
                raise _Unreadable("nothing says where it is stored", "missing")
            storage, tensor = self._stored_tensor(place)
            if tensor.shape != sizes or tensor.dtype != item.dtype:
                raise _Unreadable(f"what is stored is {tensor.dtype} {tensor.shape}")
        except _Unreadable as error:
            return replace(whole, status=error.status, problem=f"{whole.name}: {error}.")
        return replace(whole, stride=tensor.stride, storage=storage, storage_offset=tensor.offset)

    def _stored_tensor(self, place: _Place) -> tuple[Storage, TensorRef]:
        number, file = self._file(place.name)
        archive, root = self._archive(file, place)
        if not isinstance(root, TensorRef) or not isinstance(root.storage, StorageRef):
            raise _Unreadable("what is stored is no tensor")
        record = archive.record(f"data/{root.storage.key}")
        if record is None:
            raise _Unreadable("its bytes are not in the file", "missing")
        offset, nbytes = record
        name = f"{place.name}@{place.offset}"
        storage = Storage(
            id=f"{number}:{place.offset}",
            file=number,
            record=f"{name}/data/{root.storage.key}",
            offset=offset,
            nbytes=nbytes,
            dtype=root.storage.dtype,
            byteorder="big" if archive.text("byteorder") == b"big" else "little",
        )
        if len(root.shape) != len(root.stride):
            raise _Unreadable("its strides do not fit its shape")
        last = root.offset + sum((size - 1) * step for size, step in zip(root.shape, root.stride, strict=True))
        need = ((last + 1) * itemsize_bits(root.dtype) + 7) // 8
        if root.offset < 0 or any(step < 0 for step in root.stride) or (_count(root.shape) and need > nbytes):
            raise _Unreadable(f"it needs {need:,} bytes of a storage that has {nbytes:,}")
        return storage, root

    def _archive(self, file: OpenFile, place: _Place) -> "tuple[_Archive, object]":
        archive = _Archive(file, place)
        text = archive.text("data.pkl")
        if text is None:
            raise _Unreadable("its pickle is not in the file")
        result = read_pickle(text, where=f"{place.name}, byte {place.offset}", budget=self.budget)
        return archive, self._noted(result)

    def value(self, place: _Place | None) -> tuple[str, str]:
        """Type name and short text of a stored value that is no tensor."""
        if place is None:
            return "object", ""
        try:
            _, root = self._archive(self._file(place.name)[1], place)
        except _Unreadable as error:
            return "object", str(error)
        if root is None or isinstance(root, (bool, int, float, str, bytes)):
            return type(root).__name__, str(root) if not isinstance(root, bytes) else f"{len(root)} bytes"
        if isinstance(root, (list, tuple, dict, set)):
            return type(root).__name__, f"{len(cast(Sequence[object], root))} items"
        return (f"{root.cls.module}.{root.cls.name}" if isinstance(root, Opaque) else type(root).__name__), ""

    def _file(self, name: str) -> tuple[int, OpenFile]:
        if name not in self._open:
            self._open[name] = self._opened(name)
        opened = self._open[name]
        if opened is None:
            raise _Unreadable(f"the file {name} cannot be read", "missing")
        return opened

    def _opened(self, name: str) -> tuple[int, OpenFile] | None:
        if not stays_inside(name):
            self.findings.append(finding("path-refused", METADATA, name=name))
            return None
        path = self.folder / name
        try:
            if not path.is_file():
                self.findings.append(finding("shard-missing", name, name=name, count="some"))
                return None
            file = OpenFile.open(path)
        except (OSError, CheckpointError) as error:
            self.findings.append(finding("not-readable", name, reason=error))
            return None
        self.files.append(file.identity)
        return len(self.files) - 1, file

    def tell_damage(self, tensors: Sequence[TensorInfo]) -> None:
        """A finding for each of the first tensors that cannot be read."""
        bad = [info for info in tensors if info.status != "ok"]
        for info in bad[:20]:
            reason = info.problem.partition(": ")[2].removesuffix(".")
            self.findings.append(finding("tensor-odd", info.name, name=info.name, reason=reason))
        if len(bad) > 20:
            reason = f"{len(bad) - 20} more tensors cannot be described"
            self.findings.append(finding("header-invalid", METADATA, reason=reason))


class _Archive:
    """The zip that `torch.save` wrote for one item, somewhere inside a data file."""

    def __init__(self, file: OpenFile, place: _Place) -> None:
        if place.transformed:
            raise _Unreadable("it is stored in a transformed (compressed) way that is not known")
        if place.offset < 0 or place.length <= 0 or place.offset + place.length > file.size:
            raise _Unreadable(f"it ends {max(0, place.offset + place.length - file.size):,} bytes behind the file")
        self._window = Window(file, place.offset, place.length)
        self._file = file
        self._start = place.offset
        try:
            with zipfile.ZipFile(io.BufferedReader(self._window)) as archive:
                self._records = {_inner(entry.filename): entry for entry in archive.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, FileChanged) as error:
            raise _Unreadable(f"its archive is damaged ({error})") from None

    def record(self, name: str) -> tuple[int, int] | None:
        """First byte in the file, and bytes, of a record that is stored plainly; None without such a one."""
        entry = self._records.get(name)
        if entry is None or entry.compress_type != zipfile.ZIP_STORED:
            return None
        head = self._window.peek(entry.header_offset, 30)
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            return None
        begin = entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        return self._start + begin, max(0, min(entry.file_size, self._window.length - begin))

    def text(self, name: str) -> bytes | None:
        """The bytes of a small record."""
        found = self.record(name)
        if found is None or found[1] > PICKLE_LIMIT:
            return None
        return self._file.pread(*found)


def _inner(record: str) -> str:
    """The record's name without the archive's top folder."""
    return record.partition("/")[2] or record


def _count(shape: Shape) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _fields(value: object) -> dict[str, object]:
    """What a pickled object keeps by name; empty for anything else."""
    state = value.state if isinstance(value, Opaque) else value
    if isinstance(state, tuple) and len(cast(tuple[object, ...], state)) == 2:
        # an object with slots keeps (its __dict__, its slots)
        first, second = cast(tuple[object, object], state)
        return {**_fields(first), **_fields(second)}
    return {str(key): item for key, item in _mapping(state).items()}


def _mapping(value: object) -> dict[object, object]:
    return cast(dict[object, object], value) if isinstance(value, dict) else {}


def _shape(value: object) -> Shape | None:
    """A `torch.Size` or tuple as sizes; None when it is anything else."""
    if isinstance(value, Opaque) and len(value.args) == 1:
        value = value.args[0]
    if not isinstance(value, (tuple, list)):
        return None
    items = cast(Sequence[object], value)
    sizes = tuple(item for item in items if type(item) is int and 0 <= item < 1 << 63)
    return sizes if len(sizes) == len(items) else None


def _item(stored: object) -> _Item | None:
    """The tensor that an entry of `state_dict_metadata` describes; None when it describes another value."""
    if not isinstance(stored, Opaque) or stored.cls.name != "TensorStorageMetadata":
        return None
    fields = _fields(stored)
    properties = fields.get("properties")
    state = properties.state if isinstance(properties, Opaque) else None
    values = cast(Sequence[object], state) if isinstance(state, (tuple, list)) else ()
    by_name = _mapping(state)
    element = by_name.get("dtype", values[0] if values else None)
    dtype = element.name if isinstance(element, Global) and is_known(element.name) else "unknown"
    pieces: list[tuple[Shape, Shape]] = []
    shape = _shape(fields.get("size")) or ()
    chunks = fields.get("chunks")
    for chunk in cast(Sequence[object], chunks) if isinstance(chunks, (list, tuple)) else ():
        bounds = _fields(chunk)
        offsets, sizes = _shape(bounds.get("offsets")), _shape(bounds.get("sizes"))
        if offsets is not None and sizes is not None and len(offsets) == len(sizes) == len(shape):
            pieces.append((offsets, sizes))
    trained = by_name.get("requires_grad", values[2] if len(values) > 2 else False)
    return _Item(dtype, shape, trained is True, tuple(pieces))


def _places(stored: object) -> dict[tuple[str, Shape | None], _Place]:
    """Name and offsets (None for what is no tensor) to where the item is stored."""
    places: dict[tuple[str, Shape | None], _Place] = {}
    for key, value in _mapping(stored).items():
        index, info = _fields(key), _fields(value)
        name, path = index.get("fqn"), info.get("relative_path")
        offset, length = info.get("offset"), info.get("length")
        if isinstance(name, str) and isinstance(path, str) and isinstance(offset, int) and isinstance(length, int):
            transformed = bool(info.get("transform_descriptors"))
            places[(name, _shape(index.get("offset")))] = _Place(path, offset, length, transformed)
    return places


def _names(keys: Sequence[str], planner: Mapping[object, object]) -> dict[str, tuple[str, tuple[str, ...], bool]]:
    """Each key's name, path, and whether it lies in the model's state_dict.

    What lies outside is named by its path joined with `/`; a checkpoint without a wrapper is all state_dict.
    """
    paths: dict[str, tuple[str, ...]] = {}
    for key in keys:
        stored = planner.get(key)
        steps = tuple(str(step) for step in cast(Sequence[object], stored)) if isinstance(stored, (tuple, list)) else ()
        paths[key] = steps or (key,)
    roots = {path[0] for path in paths.values() if len(path) > 1}
    wrapper = next((name for name in STATE_DICTS if name in roots), None)
    nested = bool(roots & {*STATE_DICTS, *OPTIMIZERS}) or any("/" in key for key in keys)
    names: dict[str, tuple[str, tuple[str, ...], bool]] = {}
    for key, path in paths.items():
        if wrapper is not None and path[0] == wrapper and len(path) > 1:
            names[key] = (".".join(path[1:]), path, True)
        elif wrapper is None and not (nested and path[0] in OPTIMIZERS):
            names[key] = (key, path, True)
        else:
            names[key] = ("/".join(path), path, False)
    return names


def _role_outside(path: tuple[str, ...]) -> Role:
    return "optimizer" if path[0] in OPTIMIZERS else "tensor"
