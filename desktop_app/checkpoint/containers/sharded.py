"""Checkpoints in several files: an `*.index.json` with its shards, or a folder that holds shards or one checkpoint."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NamedTuple, cast

from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.flat import flat_checkpoint
from desktop_app.checkpoint.limits import DEFAULT, Limits
from desktop_app.checkpoint.model import (
    Checkpoint,
    CheckpointError,
    FileIdentity,
    Finding,
    GlobalUse,
    Quantization,
    Safety,
    Storage,
    TensorInfo,
    Verdict,
)

type Opener = Callable[[Path], Checkpoint]
"""Opens one shard, whatever its container."""
type Progress = Callable[[int, int, str], None]

SHARD_LIMIT = 10_000
FOLDER_LIMIT = 100_000
"""Names of a folder that are looked at."""
CANDIDATES = frozenset(
    {".safetensors", ".bin", ".pth", ".pt", ".ckpt", ".pt2", ".npz", ".npy", ".pkl", ".tar", ".jit", ".ptl"}
)
WELL_KNOWN = (
    "model.safetensors", "diffusion_pytorch_model.safetensors", "adapter_model.safetensors", "pytorch_model.bin",
    "diffusion_pytorch_model.bin", "adapter_model.bin", "model.pth", "model.pt", "consolidated.00.pth",
)  # fmt: skip
"""What the weights are called in folders that also hold an optimizer, a scheduler and the like."""
_NUMBERED = re.compile(r"(?P<stem>.+?)-(?P<number>\d{3,6})-of-(?P<count>\d{3,6})(?P<ending>\.[A-Za-z0-9]+)")
_RANKS: dict[Verdict, int] = {"data": 0, "objects": 1, "code": 2}


class _Index(NamedTuple):
    metadata: dict[str, str]
    shard_of: dict[str, str]
    """Tensor name to the name of its shard, in the order of the index."""


def looks_like_index(text: bytes) -> bool:
    """Whether the beginning of a JSON file may be an index: an object (the whole is judged when it is read)."""
    return text.lstrip()[:1] == b"{" and (b'"weight_map"' in text or b'"metadata"' in text)


def read_index(
    path: Path, text: bytes, *, open_shard: Opener, limits: Limits = DEFAULT, progress: Progress | None = None
) -> Checkpoint:
    """The checkpoint that the index at `path` with the bytes `text` describes.

    Raises `CheckpointError` when it is no index. A shard that is missing, damaged or outside of the folder costs its
    tensors only.
    """
    findings: list[Finding] = []
    index = _parse_index(path, text, findings)
    shards = list(dict.fromkeys(index.shard_of.values()))
    opened: dict[str, Checkpoint] = {}
    for name in shards[:SHARD_LIMIT]:
        if progress is not None:
            progress(len(opened), len(shards), name)
        checkpoint = _open(path.parent, name, index.shard_of, open_shard, findings)
        if checkpoint is not None:
            opened[name] = checkpoint
    if len(shards) > SHARD_LIMIT:
        findings.append(finding("limit", path.name, what="shards", limit=SHARD_LIMIT))
    merged = _Merged()
    for name, checkpoint in opened.items():
        merged.add(name, checkpoint)
    tensors = _in_index_order(index.shard_of, merged, findings)
    return merged.checkpoint(str(path), tensors, index.metadata, [*findings, *merged.findings], limits)


def read_shards(
    folder: Path, names: Sequence[str], missing: Sequence[str], *, open_shard: Opener, limits: Limits = DEFAULT,
    progress: Progress | None = None,
) -> Checkpoint:  # fmt: skip
    """The checkpoint whose shards lie in `folder` without an index; `missing` are the numbers that are not there."""
    findings = [finding("shard-missing", name, name=name, count="an unknown number of") for name in missing]
    merged = _Merged()
    for done, name in enumerate(names):
        if progress is not None:
            progress(done, len(names), name)
        try:
            merged.add(name, open_shard(folder / name))
        except CheckpointError as error:
            findings.append(error.finding)
    if not merged.files and findings:
        raise CheckpointError(findings[0])
    tensors = [info for infos in merged.tensors.values() for info in infos.values()]
    return merged.checkpoint(str(folder), tensors, {}, [*findings, *merged.findings], limits)


class FolderChoice(NamedTuple):
    """What of a folder is to be opened: one file (an index too), or shards."""

    file: str = ""
    shards: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def choose(folder: Path) -> FolderChoice:
    """Which checkpoint the folder holds; raises `CheckpointError` when there is none or no telling which."""
    names = _names(folder)
    indexes = [name for name in names if name.endswith(".index.json")]
    candidates = [name for name in names if PurePosixPath(name).suffix.lower() in CANDIDATES]
    if indexes:
        indexes.sort(key=lambda name: (".safetensors" not in name, name))
        return FolderChoice(file=indexes[0], findings=_rest(folder, indexes[0], indexes[1:]))
    groups = _numbered(candidates)
    if groups:
        group = max(groups, key=lambda found: (found[0].ending == ".safetensors", len(found[1])))
        _, present, missing = group
        others = [name for name in candidates if name not in present and _NUMBERED.fullmatch(name)]
        return FolderChoice(shards=tuple(present), missing=tuple(missing), findings=_rest(folder, present[0], others))
    if len(candidates) == 1:
        return FolderChoice(file=candidates[0])
    for name in WELL_KNOWN:
        if name in candidates:
            others = [other for other in candidates if other != name]
            return FolderChoice(file=name, findings=_rest(folder, name, others))
    if not candidates:
        raise CheckpointError(finding("folder-empty", str(folder)))
    raise CheckpointError(finding("folder-unclear", str(folder), count=len(candidates)))


def _rest(folder: Path, chosen: str, others: Sequence[str]) -> tuple[Finding, ...]:
    return (finding("folder-choice", str(folder), name=chosen, count=len(others)),) if others else ()


def _names(folder: Path) -> list[str]:
    names: list[str] = []
    try:
        for entry in folder.iterdir():
            if not entry.name.startswith(".") and entry.is_file():
                names.append(entry.name)
            if len(names) >= FOLDER_LIMIT:
                break
    except OSError as error:
        raise CheckpointError(finding("not-readable", str(folder), reason=error.strerror or error)) from error
    return sorted(names)


class _Series(NamedTuple):
    stem: str
    total: int
    digits: int
    ending: str


def _numbered(names: Iterable[str]) -> list[tuple[_Series, list[str], list[str]]]:
    """Series of `model-00001-of-00003.safetensors`: the names that are there and those that are not."""
    groups: dict[_Series, dict[int, str]] = {}
    for name in names:
        match = _NUMBERED.fullmatch(name)
        if match is not None:
            digits = len(match["count"])
            series = _Series(match["stem"], int(match["count"]), digits, match["ending"])
            groups.setdefault(series, {})[int(match["number"])] = name
    found: list[tuple[_Series, list[str], list[str]]] = []
    for series, present in groups.items():
        first = 0 if 0 in present else 1
        wanted = range(first, first + min(series.total, SHARD_LIMIT))
        missing = [
            f"{series.stem}-{number:0{series.digits}d}-of-{series.total:0{series.digits}d}{series.ending}"
            for number in wanted
            if number not in present
        ]
        found.append((series, [present[number] for number in sorted(present)], missing))
    return found


def _parse_index(path: Path, text: bytes, findings: list[Finding]) -> _Index:
    twice: list[str] = []

    def unite(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        united = dict(pairs)
        if len(united) != len(pairs):
            seen: set[str] = set()
            twice.extend(key for key, _ in pairs if key in seen or seen.add(key))
        return united

    try:
        document: object = json.loads(text.decode(errors="replace"), object_pairs_hook=unite)
    except (ValueError, RecursionError):
        raise CheckpointError(finding("header-damaged", str(path), reason="it is not JSON")) from None
    fields = cast(dict[str, Any], document) if isinstance(document, dict) else {}
    stored = fields.get("weight_map")
    if not isinstance(stored, dict):
        raise CheckpointError(finding("header-damaged", str(path), reason="there is no weight_map in it"))
    weight_map = cast(dict[str, Any], stored)
    findings.extend(finding("duplicate-key", path.name, name=key) for key in twice[:20])
    shard_of = {name: shard for name, shard in weight_map.items() if isinstance(shard, str)}
    if len(shard_of) < len(weight_map):
        reason = f"{len(weight_map) - len(shard_of)} entries of weight_map name no file"
        findings.append(finding("header-invalid", path.name, reason=reason))
    about = fields.get("metadata")
    pairs = cast(dict[str, Any], about) if isinstance(about, dict) else {}
    metadata = {key: value if isinstance(value, str) else json.dumps(value) for key, value in pairs.items()}
    return _Index(metadata, shard_of)


def stays_inside(name: str) -> bool:
    """Whether a file name of an index names something in the folder or below, on every system."""
    if not name or "\0" in name or PurePosixPath(name).is_absolute():
        return False
    windows = PureWindowsPath(name)
    return not (windows.drive or windows.root or ".." in windows.parts)


def _open(
    folder: Path, name: str, shard_of: Mapping[str, str], open_shard: Opener, findings: list[Finding]
) -> Checkpoint | None:
    if not stays_inside(name):
        findings.append(finding("path-refused", "weight_map", name=name))
        return None
    try:
        present = (folder / name).is_file()
    except OSError:
        present = False
    if not present:
        count = sum(shard == name for shard in shard_of.values())
        findings.append(finding("shard-missing", name, name=name, count=count))
        return None
    try:
        return open_shard(folder / name)
    except CheckpointError as error:
        findings.append(replace(error.finding, severity="warning", where=f"{name}: {error.finding.where}"))
        return None


def _in_index_order(shard_of: Mapping[str, str], merged: "_Merged", findings: list[Finding]) -> list[TensorInfo]:
    tensors: list[TensorInfo] = []
    absent: list[str] = []
    for name, shard in shard_of.items():
        info = merged.tensors.get(shard, {}).pop(name, None)
        if info is None:
            if shard in merged.tensors:
                absent.append(name)
            tensors.append(_missing(name, shard))
        else:
            tensors.append(info)
    findings.extend(finding("tensor-missing", shard_of[name], name=name) for name in absent[:20])
    extra = [info for infos in merged.tensors.values() for info in infos.values()]
    if extra:
        reason = f"tensors of the shards that are not in weight_map: {len(extra)} ({extra[0].name} ...)"
        findings.append(finding("header-invalid", "weight_map", reason=reason))
    return [*tensors, *extra]


def _missing(name: str, shard: str) -> TensorInfo:
    return TensorInfo(
        name=name,
        shape=(0,),
        dtype="unknown",
        stride=(1,),
        storage=None,
        role="parameter",
        status="missing",
        problem=f"{name}: its shard {shard} could not be read.",
        path=(name,),
    )


class _Merged:
    """Shards put together: files numbered through, storages kept apart."""

    def __init__(self) -> None:
        self.files: list[FileIdentity] = []
        self.tensors: dict[str, dict[str, TensorInfo]] = {}
        self.findings: list[Finding] = []
        self.globals: list[GlobalUse] = []
        self.verdict: Verdict = "data"
        self.metadata: dict[str, str] = {}
        self._storages: dict[int, Storage] = {}
        self._kept: list[Checkpoint] = []

    def add(self, name: str, checkpoint: Checkpoint) -> None:
        """Take over what the shard `name` holds."""
        base = len(self.files)
        self.files.extend(checkpoint.files)
        self.tensors[name] = {info.name: self._moved(info, base) for info in checkpoint.tensors}
        self.findings.extend(replace(item, where=f"{name}: {item.where}") for item in checkpoint.findings)
        self.globals.extend(replace(use, where=f"{name}: {use.where}") for use in checkpoint.safety.globals)
        if _RANKS[checkpoint.safety.verdict] > _RANKS[self.verdict]:
            self.verdict = checkpoint.safety.verdict
        for key, text in checkpoint.metadata.items():
            self.metadata.setdefault(key, text)
        # the storages are looked up by identity, so their owner has to live on
        self._kept.append(checkpoint)

    def checkpoint(
        self, path: str, tensors: Sequence[TensorInfo], metadata: Mapping[str, str], findings: Sequence[Finding],
        limits: Limits,
    ) -> Checkpoint:  # fmt: skip
        """All of it as one checkpoint."""
        return flat_checkpoint(
            path,
            "index",
            files=self.files,
            tensors=tensors,
            metadata={**self.metadata, **metadata},
            findings=findings,
            safety=Safety(self.verdict, tuple(dict.fromkeys(self.globals))),
            limits=limits,
        )

    def _moved(self, info: TensorInfo, base: int) -> TensorInfo:
        parts = tuple((name, self._moved(part, base)) for name, part in info.parts)
        return replace(
            info,
            storage=self._storage(info.storage, base),
            parts=parts,
            quantization=self._quantization(info.quantization, base),
        )

    def _storage(self, storage: Storage | None, base: int) -> Storage | None:
        if storage is None:
            return None
        moved = self._storages.get(id(storage))
        if moved is None:
            moved = replace(storage, id=f"{base}/{storage.id}", file=base + storage.file)
            self._storages[id(storage)] = moved
        return moved

    def _quantization(self, quantization: Quantization | None, base: int) -> Quantization | None:
        if quantization is None:
            return None
        scales, zero_points = quantization.scales, quantization.zero_points
        return replace(
            quantization,
            scales=self._moved(scales, base) if scales is not None else None,
            zero_points=self._moved(zero_points, base) if zero_points is not None else None,
        )
