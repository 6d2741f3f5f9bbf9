"""A torch.distributed.checkpoint folder: `.metadata` says which bytes of which `.distcp` file make up each tensor."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

from desktop_app.checkpoint.budget import Budget, LimitReached
from desktop_app.checkpoint.chunks import SHARDED, piece_name
from desktop_app.checkpoint.containers import torch_zip
from desktop_app.checkpoint.containers.archive import Archive, DamagedRecord
from desktop_app.checkpoint.containers.ingredients import Ingredients
from desktop_app.checkpoint.containers.safetensors import contiguous
from desktop_app.checkpoint.containers.sharded import stays_inside
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
from desktop_app.checkpoint.pickling.objects import Opaque
from desktop_app.checkpoint.pickling.pickles import PickleResult, read_pickle
from desktop_app.checkpoint.pickling.rebuild import dtype_of
from desktop_app.checkpoint.pickling.safety import judge

type Progress = Callable[[int, int, str], None]
type Shape = tuple[int, ...]

METADATA = ".metadata"
STATE_DICTS = ("model", "state_dict", "model_state_dict", "module", "net", "app", "weights")
"""Where trainers put the model's own state_dict among the rest of a checkpoint."""
OPTIMIZERS = ("optim", "optimizer", "optimizers", "opt")
SHOWN = 2000
"""Values other than tensors that are read in order to be listed."""


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


class _UnreadableError(Exception):
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
        safety=judge(list(reader.globals.values())),
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
        self.globals: dict[str, GlobalUse] = {}
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
        except (OSError, FileChanged) as error:
            reason = getattr(error, "strerror", None) or str(error).removesuffix(".")
            raise CheckpointError(finding("not-readable", str(path), reason=reason)) from error
        return self._noted(result)

    def _noted(self, result: PickleResult) -> object:
        self.globals.update((use.name, use) for use in result.globals)
        self.findings.extend(result.findings)
        return result.root

    def tensor(self, key: str, item: _Item, places: Mapping[tuple[str, Shape | None], _Place]) -> TensorInfo:
        """The tensor of `key`: stored directly when one piece is all of it, else in parts."""
        pieces = [self._piece(key, item, offsets, sizes, places) for offsets, sizes in item.pieces]
        if len(pieces) == 1 and pieces[0].shape == item.shape:
            return replace(pieces[0], requires_grad=item.requires_grad)
        bad = next((piece for piece in pieces if piece.status != "ok"), None)
        problem = bad.problem if bad is not None else ""
        whole = TensorInfo(
            name=key,
            shape=item.shape,
            dtype=item.dtype,
            stride=contiguous(item.shape),
            storage=None,
            requires_grad=item.requires_grad,
            layout=SHARDED,
            status=bad.status if bad is not None else "ok",
            problem=problem,
            parts=tuple(
                (piece_name(offsets, sizes), piece) for (offsets, sizes), piece in zip(item.pieces, pieces, strict=True)
            ),
        )
        if bad is None and sum(piece.numel for piece in pieces) < whole.numel:
            return replace(whole, status="damaged", problem=f"{key}: its pieces do not cover it.")
        return whole

    def _piece(
        self, key: str, item: _Item, offsets: Shape, sizes: Shape, places: Mapping[tuple[str, Shape | None], _Place]
    ) -> TensorInfo:
        name = f"{key}{piece_name(offsets, sizes)}"
        whole = TensorInfo(name, sizes, item.dtype, contiguous(sizes), storage=None)
        try:
            if any(begin + size > axis for begin, size, axis in zip(offsets, sizes, item.shape, strict=True)):
                raise _UnreadableError("it reaches out of the tensor")
            place = places.get((key, offsets))
            if place is None:
                raise _UnreadableError("nothing says where it is stored", "missing")
            return replace(self._stored_tensor(place, item.dtype, sizes), name=name)
        except _UnreadableError as error:
            return replace(whole, status=error.status, problem=f"{name} cannot be described: {error}.")

    def _stored_tensor(self, place: _Place, dtype: str, sizes: Shape) -> TensorInfo:
        number, made = self._stored(place)
        if len(made.tensors) != 1 or made.kind != "tensor":
            raise _UnreadableError("what is stored is no tensor")
        info = made.tensors[0]
        if info.shape != sizes or info.dtype != dtype:
            raise _UnreadableError(f"what is stored is {info.dtype} of shape {info.shape}")
        if info.status != "ok":
            raise _UnreadableError(info.problem.removesuffix("."), info.status)
        return replace(info, storage=_placed(info.storage, number, place), class_name="torch.Tensor")

    def _stored(self, place: _Place) -> tuple[int, Ingredients]:
        """The archive that `torch.save` wrote for one item, read like a file of its own."""
        number, file = self._file(place.name)
        if place.transformed:
            raise _UnreadableError("it is stored in a transformed (compressed) way that is not known")
        end = place.offset + place.length
        if place.offset < 0 or place.length <= 0:
            raise _UnreadableError("its place in the file makes no sense")
        if end > file.size:
            raise _UnreadableError(f"it ends {end - file.size:,} bytes behind the file")
        try:
            archive = Archive.open(file, self.budget, start=place.offset, size=place.length)
            if not torch_zip.belongs(archive):
                raise _UnreadableError("its archive is damaged")
            made = torch_zip.read(archive, self.budget)
        except (DamagedRecord, LimitReached, FileChanged, ValueError, OSError) as error:
            raise _UnreadableError(str(error).removesuffix(".") or "it cannot be read") from None
        self.globals.update(made.globals)
        where = f"{place.name}, byte {place.offset}"
        self.findings.extend(
            replace(item, where=f"{where}: {item.where}") for item in made.findings if item.severity != "info"
        )
        return number, made

    def value(self, place: _Place | None) -> tuple[str, str]:
        """Type name and short text of a stored value that is no tensor."""
        if place is None:
            return "object", ""
        try:
            _, made = self._stored(place)
        except _UnreadableError as error:
            return "object", str(error)
        root = made.contents[0] if made.contents else None
        return (root.type_name, root.text) if root is not None else ("object", "")

    def _file(self, name: str) -> tuple[int, OpenFile]:
        if name not in self._open:
            self._open[name] = self._opened(name)
        opened = self._open[name]
        if opened is None:
            raise _UnreadableError(f"the file {name} cannot be read", "missing")
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


def _placed(storage: Storage | None, number: int, place: _Place) -> Storage | None:
    if storage is None:
        return None
    return replace(storage, id=f"{number}:{place.offset}:{storage.id}", file=number)


def _fields(value: object) -> dict[str, object]:
    """What a pickled object keeps by name; empty for anything else."""
    return dict(value.attributes()) if isinstance(value, Opaque) else {}


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
    return sizes if len(sizes) == len(items) and math.prod(sizes) < 1 << 62 else None


def _item(stored: object) -> _Item | None:
    """The tensor that an entry of `state_dict_metadata` describes; None when it describes another value."""
    if not isinstance(stored, Opaque) or not stored.type_name.endswith(".TensorStorageMetadata"):
        return None
    fields = _fields(stored)
    properties = fields.get("properties")
    values, by_name = _listed(properties), _fields(properties)
    element = by_name.get("dtype", values[0] if values else None)
    dtype = dtype_of(element) or "unknown"
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


def _listed(value: object) -> Sequence[object]:
    """The state of an object that pickles itself as a tuple; empty for anything else."""
    state: object = value.state if isinstance(value, Opaque) else None
    return cast(Sequence[object], state) if isinstance(state, (tuple, list)) else ()


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
        steps = cast(Sequence[object], stored) if isinstance(stored, (tuple, list)) else ()
        paths[key] = tuple([str(step) for step in steps]) or (key,)
    level = _level_of_wrappers(list(paths.values()))
    roots = {path[level] for path in paths.values() if len(path) > level + 1}
    wrapper = next((name for name in STATE_DICTS if name in roots), None)
    names: dict[str, tuple[str, tuple[str, ...], bool]] = {}
    for key, path in paths.items():
        top, inner = path[min(level, len(path) - 1)], path[level + 1 :]
        if inner and top == wrapper:
            names[key] = (".".join(inner), path, True)
        elif wrapper is None and top not in OPTIMIZERS:
            names[key] = (key, path, True)
        else:
            names[key] = ("/".join(path), path, False)
    return names


def _level_of_wrappers(paths: Sequence[tuple[str, ...]]) -> int:
    """How deep the model's state_dict and the optimizer's lie: 1 when one `app` holds both, as PyTorch's own recipe has it."""
    tops = {path[0] for path in paths}
    inside = {path[1] for path in paths if len(path) > 2}
    return 1 if len(tops) == 1 and inside & {*STATE_DICTS} and inside & {*OPTIMIZERS} else 0


def _role_outside(path: tuple[str, ...]) -> Role:
    return "optimizer" if {*path[:2]} & {*OPTIMIZERS} else "tensor"
