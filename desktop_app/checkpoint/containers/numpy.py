"""NumPy's `.npy` and `.npz`: arrays behind a header; arrays of Python objects are pickles and read as such."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from desktop_app.checkpoint.containers.npy_header import (
    HEADER_LIMIT,
    ArrayHeader,
    header_length,
    looks_like_npy,
    parse_header,
    strides,
)
from desktop_app.checkpoint.containers.window import Window
from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.files import OpenFile
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.flat import flat_checkpoint
from desktop_app.checkpoint.kinds import role_of
from desktop_app.checkpoint.limits import DEFAULT, Limits
from desktop_app.checkpoint.model import (
    Checkpoint,
    CheckpointError,
    Compression,
    Finding,
    GlobalUse,
    Storage,
    TensorInfo,
)
from desktop_app.checkpoint.pickles import Budget, read_pickle
from desktop_app.checkpoint.safety import judge

COMPRESSIONS: dict[int, Compression] = {
    zipfile.ZIP_STORED: "stored",
    zipfile.ZIP_DEFLATED: "deflated",
    zipfile.ZIP_BZIP2: "bzip2",
    zipfile.ZIP_LZMA: "lzma",
}
_MODEL_NAMES = (".weight", ".bias", ".running_mean", ".kernel", ".gamma", ".beta", ".scale")


class _Record(NamedTuple):
    """The bytes of one .npy, as they lie in the file."""

    name: str
    number: int
    offset: int
    """Of the (compressed) bytes."""
    nbytes: int
    """Uncompressed."""
    start: bytes
    """The uncompressed beginning, at least the header."""
    compression: Compression = "stored"
    compressed_nbytes: int = 0
    crc32: int | None = None


class _Arrays:
    """What the arrays of one file come to."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.budget = Budget(limits)
        self.tensors: list[TensorInfo] = []
        self.values: list[tuple[str, str, str]] = []
        self.findings: list[Finding] = []
        self.globals: list[GlobalUse] = []

    def add(self, record: _Record, header: ArrayHeader) -> None:
        """Describe one array that is no array of objects."""
        count = "×".join(str(size) for size in header.shape) or "scalar"
        if not header.dtype:
            self.values.append((record.name, "numpy.ndarray", f"{header.descr}, {count}"))
            return
        info = _tensor(record, header)
        if info.status != "ok":
            self.findings.append(
                finding(
                    "tensor-damaged",
                    info.name,
                    name=info.name,
                    need=info.nbytes,
                    have=max(0, record.nbytes - header.data),
                )
            )
        self.tensors.append(info)

    def add_objects(self, record: _Record, header: ArrayHeader, data: bytes) -> None:
        """List an array of Python objects; its pickle is followed with stand-ins, nothing runs."""
        result = read_pickle(data, where=f"{record.name}, object array", budget=self.budget)
        self.globals.extend(result.globals)
        self.findings.extend(result.findings)
        count = "×".join(str(size) for size in header.shape) or "scalar"
        self.values.append((record.name, "numpy.ndarray", f"objects, {count}"))

    def checkpoint(self, path: str, file: OpenFile) -> Checkpoint:
        """All of it."""
        return flat_checkpoint(
            path,
            "numpy",
            files=[file.identity],
            tensors=_with_roles(self.tensors),
            metadata={},
            findings=self.findings,
            values=self.values,
            safety=judge(self.globals),
            byteorder="big" if any(_byteorder(info) == "big" for info in self.tensors) else "little",
            limits=self.limits,
        )


def is_npz(names: Iterable[str]) -> bool:
    """Whether a zip with these records is one that `numpy.savez` wrote."""
    listed = list(names)
    return bool(listed) and all(name.endswith(".npy") for name in listed)


def read_npy(file: OpenFile, *, limits: Limits = DEFAULT) -> Checkpoint:
    """The one array of a `.npy`, named like the file; raises `CheckpointError` when its header is damaged."""
    path = Path(file.identity.path)
    start = file.pread(0, min(12, file.size))
    record = _Record(path.stem, 0, 0, file.size, file.pread(0, min(file.size, _reach(header_length(start)))))
    header = parse_header(record.start)
    arrays = _Arrays(limits)
    if header.descr.endswith("O"):
        arrays.add_objects(record, header, file.pread(header.data, min(file.size - header.data, limits.pickle_nbytes)))
    else:
        arrays.add(record, header)
    over = file.size - header.data - sum(info.nbytes for info in arrays.tensors)
    if arrays.tensors and over > 0:
        arrays.findings.append(finding("trailing-bytes", path.name, count=f"{over:,}"))
    checkpoint = arrays.checkpoint(file.identity.path, file)
    return replace(checkpoint, kind="tensor") if arrays.tensors else checkpoint


def read_npz(file: OpenFile, *, limits: Limits = DEFAULT) -> Checkpoint:
    """The arrays of a `.npz`, stored or compressed; raises `CheckpointError` when it is no archive."""
    window = Window(file, 0, file.size)
    arrays = _Arrays(limits)
    try:
        archive = zipfile.ZipFile(io.BufferedReader(window))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise CheckpointError(
            finding("header-damaged", file.identity.path, reason=f"the archive is damaged ({error})")
        ) from None
    with archive:
        for number, entry in enumerate(archive.infolist()):
            if number >= limits.tensors:
                arrays.findings.append(finding("limit", "archive", what="records", limit=limits.tensors))
                break
            try:
                _add_member(arrays, archive, entry, window, number)
            except CheckpointError as error:
                told = finding(
                    "tensor-odd", entry.filename, name=entry.filename, reason=error.finding.message.lower().rstrip(".")
                )
                arrays.findings.append(told)
    methods = sorted({info.storage.compression for info in arrays.tensors if info.storage is not None} - {"stored"})
    if methods:
        arrays.findings.append(finding("compressed", "archive", method=", ".join(methods)))
    return arrays.checkpoint(file.identity.path, file)


def _add_member(arrays: _Arrays, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, window: Window, number: int) -> None:
    name = entry.filename.removesuffix(".npy")
    compression = COMPRESSIONS.get(entry.compress_type)
    if compression is None or not entry.filename.endswith(".npy"):
        arrays.values.append((entry.filename, "bytes", f"{entry.file_size} bytes"))
        return
    try:
        with archive.open(entry) as stream:
            start = stream.read(12)
            if looks_like_npy(start):
                start += stream.read(_reach(header_length(start)) - len(start))
            header = parse_header(start)
            record = _Record(name, number, 0, entry.file_size, start)
            if header.descr.endswith("O"):
                _check_size(entry, arrays.limits)
                arrays.add_objects(record, header, stream.read(arrays.limits.inflated_nbytes))
                return
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise _damaged(str(error)) from None
    except Exception as error:  # zlib.error and LZMAError share no base with the rest
        if type(error).__name__ not in ("error", "LZMAError"):
            raise
        raise _damaged(str(error)) from None
    arrays.add(_placed(record, entry, window, compression), header)


def _check_size(entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.file_size > limits.inflated_nbytes:
        raise CheckpointError(finding("limit", entry.filename, what="inflated bytes", limit=limits.inflated_nbytes))


def _placed(record: _Record, entry: zipfile.ZipInfo, window: Window, compression: Compression) -> _Record:
    head = window.peek(entry.header_offset, 30)
    if len(head) < 30:
        raise _damaged("its local header is missing")
    begin = entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    there = max(0, min(entry.compress_size, window.length - begin))
    if compression == "stored":
        return record._replace(offset=begin, nbytes=min(there, entry.file_size))
    return record._replace(
        offset=begin, compression=compression, compressed_nbytes=there, crc32=entry.CRC,
        nbytes=entry.file_size if there == entry.compress_size else 0,
    )  # fmt: skip


def _reach(length: int) -> int:
    """Bytes to read for a header that claims this length."""
    return min(length, HEADER_LIMIT + 12)


def _tensor(record: _Record, header: ArrayHeader) -> TensorInfo:
    plain = record.compression == "stored"
    have = max(0, record.nbytes - header.data)
    # inside a compressed record the header is skipped by the storage offset; NumPy pads it so that it divides
    aligned = plain or header.data % header.itemsize == 0
    storage = Storage(
        id=f"{record.number}",
        file=0,
        record=f"{record.name}.npy",
        offset=record.offset + header.data if plain else record.offset,
        nbytes=have if plain else record.nbytes,
        dtype=header.dtype,
        byteorder=header.byteorder,
        compression=record.compression,
        compressed_nbytes=record.compressed_nbytes,
        crc32=record.crc32,
    )
    count = 1
    for size in header.shape:
        count *= size
    need = count * itemsize_bits(header.dtype) // 8
    problem = ""
    if need > have:
        problem = f"{record.name} needs {need:,} bytes, of which {have:,} are there."
    elif not aligned:
        problem = f"{record.name} begins at an odd byte of a compressed record."
    return TensorInfo(
        name=record.name,
        shape=header.shape,
        dtype=header.dtype,
        stride=strides(header.shape, fortran=header.fortran),
        storage=storage,
        storage_offset=0 if plain else header.data // header.itemsize,
        status="damaged" if problem else "ok",
        problem=problem,
        path=(record.name,),
        class_name="numpy.ndarray",
    )


def _with_roles(tensors: Sequence[TensorInfo]) -> list[TensorInfo]:
    """Parameters and buffers when the names are those of a state_dict, plain tensors otherwise."""
    if not any(info.name.endswith(_MODEL_NAMES) for info in tensors):
        return list(tensors)
    return [replace(info, role=role_of(info.name, info.dtype)) for info in tensors]


def _byteorder(info: TensorInfo) -> str:
    return info.storage.byteorder if info.storage is not None else "little"


def _damaged(reason: str) -> CheckpointError:
    return CheckpointError(finding("header-damaged", "npz record", reason=reason))
