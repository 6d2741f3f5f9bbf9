"""NumPy's `.npy` and `.npz`: arrays behind headers; arrays of Python objects are pickles and read with stand-ins."""

from dataclasses import replace
from pathlib import Path
from typing import cast

from desktop_app.checkpoint.budget import Budget, LimitReached
from desktop_app.checkpoint.containers.archive import Archive, DamagedRecord, Record
from desktop_app.checkpoint.containers.npy_header import (
    HEADER_LIMIT,
    ArrayHeader,
    header_length,
    parse_header,
    strides,
)
from desktop_app.checkpoint.deferred import Deferred
from desktop_app.checkpoint.files import OpenFile
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.flat import flat_checkpoint, flat_contents
from desktop_app.checkpoint.kinds import role_of
from desktop_app.checkpoint.limits import DEFAULT, Limits
from desktop_app.checkpoint.model import (
    Checkpoint,
    CheckpointError,
    Entry,
    Finding,
    GlobalUse,
    Safety,
    Storage,
    TensorInfo,
)
from desktop_app.checkpoint.pickling.listing import describe
from desktop_app.checkpoint.pickling.numpy_arrays import is_reconstruct
from desktop_app.checkpoint.pickling.objects import Opaque, StorageRef
from desktop_app.checkpoint.pickling.pickles import read_pickle
from desktop_app.checkpoint.pickling.rebuild import checked, needed_nbytes
from desktop_app.checkpoint.pickling.safety import judge
from desktop_app.checkpoint.tree import build_modules

_HEADER_REACH = 1 << 16
"""Uncompressed bytes in which the header of an archived array has to end."""


def read_npy(file: OpenFile, *, limits: Limits = DEFAULT) -> Checkpoint:
    """The array in `file`, named like the file; raises `CheckpointError` when its header is damaged."""
    start = file.pread(0, min(12, file.size))
    header = parse_header(file.pread(0, min(file.size, header_length(start), HEADER_LIMIT + 12)))
    if header.descr.endswith("O"):
        return _read_objects(file, header, limits)
    return _read_array(file, header)


def read_npz(file: OpenFile, *, limits: Limits = DEFAULT) -> Checkpoint:
    """The arrays of a `.npz`, stored or compressed, each named like its record without `.npy`."""
    budget = Budget(limits)
    archive = Archive.open(file, budget)
    archive.locate(archive.records.values())
    arrays = _Arrays(archive, budget)
    for name, record in archive.records.items():
        arrays.add(name, record)
    big = any(info.storage is not None and info.storage.byteorder == "big" for info in arrays.tensors)
    safety = judge(list(arrays.globals.values()))
    return flat_checkpoint(
        file.identity.path,
        "numpy",
        files=[file.identity],
        tensors=arrays.tensors,
        metadata={},
        findings=[*archive.findings, *arrays.findings],
        values=arrays.values,
        safety=safety,
        byteorder="big" if big else "little",
        limits=limits,
    )


class _Arrays:
    """What the records of one archive come to; a damaged one costs only itself."""

    def __init__(self, archive: Archive, budget: Budget) -> None:
        self.archive = archive
        self.budget = budget
        self.tensors: list[TensorInfo] = []
        self.values: list[tuple[str, str, str]] = []
        self.findings: list[Finding] = []
        self.globals: dict[str, GlobalUse] = {}

    def add(self, name: str, record: Record) -> None:
        """Describe one record."""
        key = name.removesuffix(".npy")
        try:
            header = parse_header(self.archive.read_head(record, _HEADER_REACH))
            if header.descr.endswith("O"):
                self._add_objects(key, name, header)
                return
        except CheckpointError as error:
            self.findings.append(_odd(key, error.finding.message.removesuffix(".")))
            return
        except (DamagedRecord, LimitReached, ValueError) as error:
            self.findings.append(_odd(key, str(error).removesuffix(".")))
            return
        if not header.dtype:
            self.findings.append(_odd(key, f"NumPy's type {header.descr} is none of PyTorch's"))
            self.values.append((key, "numpy.ndarray", f"{header.descr}, {header.shape}"))
            return
        info = _archived(self.archive, record, header, key)
        if info.status != "ok":
            have = info.storage.nbytes if info.storage is not None else 0
            self.findings.append(finding("tensor-damaged", key, name=key, need=needed_nbytes(info), have=have))
        self.tensors.append(info)

    def _add_objects(self, key: str, name: str, header: ArrayHeader) -> None:
        data = self.archive.read(name, self.budget)
        result = read_pickle(data, where=name, budget=self.budget, offset=header.data)
        listing = describe(_objects(result.root), storages=_no_storage, where=name, budget=self.budget)
        self.globals.update((use.name, use) for use in result.globals)
        self.findings += [*result.findings, *listing.findings]
        self.tensors += [replace(info, name=f"{key}/{info.name}", path=(key, *info.path)) for info in listing.tensors]
        self.values.append((key, "numpy.ndarray", f"Python objects, {header.shape}"))


def _archived(archive: Archive, record: Record, header: ArrayHeader, key: str) -> TensorInfo:
    """The array of a record; in a compressed one the header is skipped by the offset into what comes out."""
    plain = record.method == 0
    available = max(0, min(record.compressed, archive.end - record.data))
    storage = Storage(
        id=record.name,
        file=0,
        record=record.name,
        offset=record.data + (header.data if plain else 0),
        nbytes=max(0, available - header.data) if plain else record.size,
        dtype=header.dtype,
        byteorder=header.byteorder,
        compression=record.compression,
        compressed_nbytes=0 if plain else available,
        crc32=None if plain else record.crc32,
    )
    info = TensorInfo(
        name=key,
        shape=header.shape,
        dtype=header.dtype,
        stride=strides(header.shape, fortran=header.fortran),
        storage=storage,
        storage_offset=0 if plain else header.data // header.itemsize,
        role=role_of(key, header.dtype),
        path=(key,),
        class_name="numpy.ndarray",
    )
    if not plain and header.data % header.itemsize:
        return replace(info, status="damaged", problem="It begins at an odd byte of a compressed record.")
    return checked(info)


def _read_array(file: OpenFile, header: ArrayHeader) -> Checkpoint:
    name = Path(file.identity.path).stem
    findings = [] if header.dtype else [_odd(name, f"NumPy's type {header.descr} is none of PyTorch's")]
    infos = [_tensor(file, header, name)] if header.dtype else []
    for info in infos:
        have = file.size - header.data
        if info.status != "ok":
            findings.append(finding("tensor-damaged", name, name=name, need=info.nbytes, have=have))
        elif have > info.nbytes:
            findings.append(finding("trailing-bytes", f"byte {header.data + info.nbytes}", count=have - info.nbytes))
    values = [] if infos else [(name, "numpy.ndarray", f"{header.descr}, {header.shape}")]
    return Checkpoint(
        path=file.identity.path,
        container="numpy",
        kind="tensor" if infos else "other",
        files=(file.identity,),
        size_bytes=file.size,
        byteorder=header.byteorder,
        tensors=tuple(infos),
        modules=build_modules(infos),
        contents=flat_contents(infos, {}, values),
        safety=Safety("data"),
        findings=tuple(findings),
    )


def _tensor(file: OpenFile, header: ArrayHeader, name: str) -> TensorInfo:
    storage = Storage(
        id="0",
        file=0,
        record="",
        offset=header.data,
        nbytes=file.size - header.data,
        dtype=header.dtype,
        byteorder=header.byteorder,
    )
    return checked(
        TensorInfo(
            name=name,
            shape=header.shape,
            dtype=header.dtype,
            stride=strides(header.shape, fortran=header.fortran),
            storage=storage,
            path=(name,),
            class_name="numpy.ndarray",
        )
    )


def _read_objects(file: OpenFile, header: ArrayHeader, limits: Limits) -> Checkpoint:
    """An array of objects, as `numpy.save` writes a dictionary of arrays."""
    budget = Budget(limits)
    data = file.pread(header.data, min(file.size - header.data, limits.pickle_nbytes))
    result = read_pickle(data, where="object array", budget=budget)
    listing = describe(_objects(result.root), storages=_no_storage, where="object array", budget=budget)
    safety = judge(result.globals)
    findings = [*result.findings, *listing.findings]
    if safety.verdict == "code":
        findings.insert(0, finding("code", safety.globals[0].where, name=safety.globals[0].name))
    return Checkpoint(
        path=file.identity.path,
        container="numpy",
        kind=listing.kind,
        files=(file.identity,),
        size_bytes=file.size,
        metadata=listing.metadata,
        tensors=tuple(listing.tensors),
        modules=Deferred(lambda: build_modules(listing.tensors, listing.modules)),
        contents=listing.contents or (Entry("", "value", "numpy.ndarray", header.descr),),
        safety=safety,
        findings=tuple(findings),
    )


def _objects(root: object) -> object:
    """What an array of objects holds: its one object, or the list of them."""
    kept = cast(object, root.state) if isinstance(root, Opaque) and is_reconstruct(root) else None
    state = cast(tuple[object, ...], kept) if isinstance(kept, tuple) else ()
    held = state[4] if len(state) > 4 else None
    if not isinstance(held, list):
        return root
    items = cast(list[object], held)
    return items[0] if len(items) == 1 else items


def _no_storage(_: StorageRef) -> None:
    return None


def _odd(name: str, reason: str) -> Finding:
    return finding("tensor-odd", name, name=name, reason=reason)
