"""Opening a file or folder: find out by content what it is, read its structure, and make one `Checkpoint` of it."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.checkpoint.budget import Budget, LimitReached
from desktop_app.checkpoint.containers import plain, stacked, tar, torch_zip
from desktop_app.checkpoint.containers.archive import END, LOCAL, Archive, DamagedRecord
from desktop_app.checkpoint.containers.ingredients import Ingredients
from desktop_app.checkpoint.deferred import Deferred
from desktop_app.checkpoint.files import FileChanged, OpenFile
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.limits import DEFAULT, Limits
from desktop_app.checkpoint.model import Checkpoint, CheckpointError, Finding, Storage
from desktop_app.checkpoint.pickling.collector import paused_collector
from desktop_app.checkpoint.pickling.objects import StorageRef
from desktop_app.checkpoint.pickling.safety import judge
from desktop_app.checkpoint.tree import build_modules

type Progress = Callable[[int, int, str], None]

_HEAD = 4096
_INDEX_LIMIT = 256 << 20


def open_checkpoint(path: str | Path, *, limits: Limits = DEFAULT, progress: Progress | None = None) -> Checkpoint:
    """The structure of the checkpoint in a file or folder, recognised by content.

    Nothing that the file names is run and no weights are read. Raises `CheckpointError` when nothing can be made of it;
    anything smaller is in `Checkpoint.findings`.
    """
    given = Path(path)
    with paused_collector():
        if given.is_dir():
            return _open_folder(given, limits, progress)
        return _open_file(given, limits, progress)


def read_object_graph(
    checkpoint: Checkpoint, *, limits: Limits = DEFAULT
) -> tuple[Any, Callable[[StorageRef], Storage | None]] | None:
    """The stand-ins that an opened file's pickle builds, and where their storages lie; None for other containers.

    Raises `FileChanged` when the file is another one now, and `OSError`.
    """
    if checkpoint.container not in ("torch-zip", "torch-legacy") or len(checkpoint.files) != 1:
        return None
    with paused_collector(), OpenFile.open(checkpoint.files[0]) as file:
        made = _read_torch_format(file, file.pread(0, min(_HEAD, file.size)), Budget(limits))
    if not isinstance(made, Ingredients) or made.storage is None:
        return None
    return made.root, made.storage


def salvage_readings(checkpoint: Checkpoint, *, limits: Limits = DEFAULT) -> tuple[tuple[Checkpoint, bool], ...]:
    """Further readings of a damaged zip archive, each of which may know where tensors lie that the others lost.

    One guesses where records begin whose own headers are damaged (then the second value is true, and what it finds is
    only to be believed when its checksum matches), one searches for records and ignores the directory. Nothing for other
    containers.
    """
    if len(checkpoint.files) != 1:
        return ()
    found: list[tuple[Checkpoint, bool]] = []
    with paused_collector(), OpenFile.open(checkpoint.files[0]) as file:
        if not file.pread(0, min(4, file.size)).startswith(b"PK"):
            return ()
        for prepare in (Archive.guess_data, Archive.search):
            budget = Budget(limits)
            archive = Archive.open(file, budget)
            prepare(archive, budget)
            try:
                made = torch_zip.read(archive, budget) if torch_zip.belongs(archive) else None
            except LimitReached:
                made = None
            if made is not None:
                found.append((_finish(made, file, Path(checkpoint.path)), prepare is Archive.guess_data))
    return tuple(found)


def _open_folder(folder: Path, limits: Limits, progress: Progress | None) -> Checkpoint:
    from desktop_app.checkpoint.containers import dcp, sharded
    from desktop_app.checkpoint.foreign import foreign_folder

    if dcp.is_dcp_folder(folder):
        return dcp.read_folder(folder, limits=limits, progress=progress)
    if (foreign := foreign_folder(folder)) is not None:
        raise CheckpointError(foreign)
    choice = sharded.choose(folder)
    if choice.file:
        opened = _open_file(folder / choice.file, limits, progress)
        return replace(opened, findings=(*choice.findings, *opened.findings))
    return sharded.read_shards(
        folder,
        choice.shards,
        choice.missing,
        open_shard=lambda shard: _open_file(shard, limits, None),
        limits=limits,
        progress=progress,
    )


def _open_file(path: Path, limits: Limits, progress: Progress | None) -> Checkpoint:
    try:
        file = OpenFile.open(path)
    except FileNotFoundError:
        raise CheckpointError(finding("not-found", str(path))) from None
    except OSError as error:
        raise CheckpointError(
            finding("not-readable", str(path), reason=(error.strerror or str(error)).lower())
        ) from None
    try:
        with file:
            return _read(file, path, limits, progress)
    except FileChanged as change:
        raise CheckpointError(finding("not-readable", str(path), reason=str(change).rstrip("."))) from None
    except OSError as error:
        raise CheckpointError(
            finding("not-readable", str(path), reason=(error.strerror or str(error)).lower())
        ) from None


def _read(file: OpenFile, path: Path, limits: Limits, progress: Progress | None) -> Checkpoint:
    start = file.pread(0, min(_HEAD, file.size))
    _refuse_what_is_none(start, file, path)
    budget = Budget(limits)
    try:
        direct = _read_data_format(file, path, start, limits, progress)
        if direct is not None:
            return direct
        made = _read_torch_format(file, start, budget)
    except LimitReached as limit:
        raise CheckpointError(finding("limit", str(path), what=limit.what, limit=limit.limit)) from None
    if made is None:
        from desktop_app.checkpoint.containers.plugged import read_plugged

        made = read_plugged(file, path, start, limits)
    if made is None:
        raise CheckpointError(_foreign(file, path, start, budget))
    return made if isinstance(made, Checkpoint) else _finish(made, file, path)


def _foreign(file: OpenFile, path: Path, start: bytes, budget: Budget) -> Finding:
    """What it is instead, where that is known."""
    from desktop_app.checkpoint.foreign import foreign_file

    inside: list[str] = []
    if start.startswith(LOCAL):
        with suppress(LimitReached, DamagedRecord):
            inside = list(Archive.open(file, budget).records)
    return foreign_file(path, start, inside) or finding("not-a-checkpoint", str(path), start=_shown(start))


def _refuse_what_is_none(start: bytes, file: OpenFile, path: Path) -> None:
    """Contents that are often met under a checkpoint's name, each with its own cure."""
    if not os.path.isfile(path):
        raise CheckpointError(finding("not-readable", str(path), reason="it is neither a file nor a folder"))
    if file.size == 0:
        raise CheckpointError(finding("empty", str(path)))
    if start.startswith(b"version https://git-lfs"):
        raise CheckpointError(finding("git-lfs", str(path)))
    if start.lstrip()[:1] == b"<" and any(
        word in start[:1024].lower() for word in (b"<html", b"<!doctype", b"<?xml", b"<head", b"<body")
    ):
        raise CheckpointError(finding("html", str(path)))


def _read_data_format(
    file: OpenFile, path: Path, start: bytes, limits: Limits, progress: Progress | None
) -> Checkpoint | None:
    """Formats in which nothing can be executed."""
    if start[8:9] == b"{":
        from desktop_app.checkpoint.containers import safetensors

        if safetensors.looks_like_safetensors(start):
            return _safetensors(file, path, limits)
    if start.startswith(b"\x93NUMPY"):
        from desktop_app.checkpoint.containers import numpy

        return numpy.read_npy(file, limits=limits)
    if start.lstrip()[:1] == b"{":
        from desktop_app.checkpoint.containers import sharded

        if not sharded.looks_like_index(start):
            return None
        text = file.pread(0, min(file.size, _INDEX_LIMIT))
        return sharded.read_index(
            path, text, open_shard=lambda shard: _open_file(shard, limits, None), limits=limits, progress=progress
        )
    return None


def _safetensors(file: OpenFile, path: Path, limits: Limits) -> Checkpoint:
    from desktop_app.checkpoint.containers import safetensors
    from desktop_app.checkpoint.flat import flat_checkpoint

    content = safetensors.read_content(file, limits=limits)
    return flat_checkpoint(
        str(path),
        "safetensors",
        files=(file.identity,),
        tensors=content.tensors,
        metadata=content.metadata,
        findings=content.findings,
        limits=limits,
    )


def _read_torch_format(file: OpenFile, start: bytes, budget: Budget) -> Ingredients | Checkpoint | None:
    if stacked.matches(start):
        return stacked.read(file, budget)
    if start.startswith((LOCAL, END)):
        return _read_zip(file, budget)
    if tar.matches(start):
        return tar.read(file, budget)
    if plain.matches(start):
        made = plain.read(file, budget)
        if made is not None:
            return made
    return _read_zip_behind(file, budget)


def _read_zip(file: OpenFile, budget: Budget) -> Ingredients | Checkpoint | None:
    archive = Archive.open(file, budget)
    names = [name for name in archive.records if not name.endswith("/")]
    if names and all(name.endswith(".npy") for name in names):
        from desktop_app.checkpoint.containers import numpy

        return numpy.read_npz(file, limits=budget.limits)
    if not torch_zip.belongs(archive):
        return None
    made = torch_zip.read(archive, budget)
    rest = file.size - archive.directory_end
    if archive.directory_end and rest > 0:
        made.findings.append(finding("trailing-bytes", f"byte {archive.directory_end}", count=rest))
    return made


def _read_zip_behind(file: OpenFile, budget: Budget) -> Ingredients | Checkpoint | None:
    """A zip archive with something in front of it, as some tools append one to a program."""
    tail = file.pread(max(0, file.size - 66000), min(file.size, 66000))
    return _read_zip(file, budget) if END in tail else None


def _finish(made: Ingredients, file: OpenFile, path: Path) -> Checkpoint:
    safety = judge(list(made.globals.values()))
    findings = list(made.findings)
    tensors = tuple(made.tensors)
    if safety.verdict == "code":
        findings.insert(0, finding("code", safety.globals[0].where, name=safety.globals[0].name))
    return Checkpoint(
        path=str(path),
        container=made.container,
        kind=made.kind,
        files=(file.identity,),
        size_bytes=file.size,
        byteorder=made.byteorder,
        metadata=made.metadata,
        tensors=tensors,
        modules=Deferred(partial(build_modules, tensors, made.modules)),
        contents=made.contents,
        safety=safety,
        findings=tuple(findings),
    )


def _shown(start: bytes) -> str:
    text = start[:24]
    return repr(text.decode("ascii")) if text.isascii() and text.decode("ascii").isprintable() else text[:8].hex(" ")
