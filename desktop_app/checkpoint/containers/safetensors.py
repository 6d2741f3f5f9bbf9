"""A safetensors file: a JSON header that names the tensors, then their bytes; nothing in it can be executed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.kinds import role_of
from desktop_app.checkpoint.limits import DEFAULT, Limits
from desktop_app.checkpoint.model import CheckpointError, Finding, Storage, TensorInfo

if TYPE_CHECKING:
    from desktop_app.checkpoint.files import OpenFile

DTYPES: dict[str, str] = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16",
    "I64": "int64", "I32": "int32", "I16": "int16", "I8": "int8",
    "U64": "uint64", "U32": "uint32", "U16": "uint16", "U8": "uint8", "BOOL": "bool", "C64": "complex64",
    "F8_E4M3": "float8_e4m3fn", "F8_E5M2": "float8_e5m2", "F8_E8M0": "float8_e8m0fnu",
    "F8_E4M3FNUZ": "float8_e4m3fnuz", "F8_E5M2FNUZ": "float8_e5m2fnuz",
    "F6_E2M3": "float6_e2m3fn", "F6_E3M2": "float6_e3m2fn", "F4": "float4_e2m1fn",
}  # fmt: skip
"""The format's element types to torch's; F4 and F6 count single values, packed without gaps."""

HEADER_LIMIT = 100_000_000
"""Bytes of header beyond which the format's own reader refuses."""
LARGEST = (1 << 63) - 1
"""No size or offset of a real file is beyond it."""
TOLD = 20
"""How many findings of one kind are listed before the rest is only counted."""


class Content(NamedTuple):
    """What one safetensors file says."""

    tensors: tuple[TensorInfo, ...]
    metadata: dict[str, str]
    findings: tuple[Finding, ...]


class _Span(NamedTuple):
    """Where a tensor's bytes lie in the data, and how many its shape needs."""

    begin: int
    end: int
    name: str
    need: int


def looks_like_safetensors(start: bytes) -> bool:
    """Whether the first bytes (at least 9) are a plausible header length followed by a JSON object."""
    return len(start) > 8 and start[8:9] == b"{" and 1 < int.from_bytes(start[:8], "little") < 1 << 40


def read_content(file: "OpenFile", *, number: int = 0, limits: Limits = DEFAULT) -> Content:
    """The tensors of `file`, which is `Checkpoint.files[number]`.

    Raises `CheckpointError` when the header itself cannot be read; everything smaller becomes a finding.
    """
    where = file.identity.path
    length = int.from_bytes(file.pread(0, 8), "little") if file.size >= 8 else 0
    if length > HEADER_LIMIT:
        raise CheckpointError(finding("header-damaged", where, reason=f"it claims to be {length:,} bytes long"))
    if file.size < 8 + length:
        raise CheckpointError(
            finding("header-damaged", where, reason=f"{8 + length - file.size:,} bytes of it are missing")
        )
    return parse_header(
        file.pread(8, length),
        number=number,
        start=8 + length,
        size=file.size - 8 - length,
        limits=limits,
        where=where,
    )


def parse_header(
    text: bytes, *, number: int, start: int, size: int, limits: Limits = DEFAULT, where: str = "header"
) -> Content:
    """The tensors that a header describes; `size` bytes of data begin at byte `start` of the file."""
    header, findings = _decode(text, where)
    metadata = _metadata(header.pop("__metadata__", {}), findings)
    if len(header) > limits.tensors:
        findings.append(finding("limit", "header", what="tensors", limit=limits.tensors))
    tensors: list[TensorInfo] = []
    spans: list[_Span] = []
    for name, entry in header.items():
        if len(tensors) >= limits.tensors:
            break
        info, span = _tensor(name, entry, number=number, position=len(tensors), start=start, size=size)
        tensors.append(info)
        if span is not None:
            spans.append(span)
    findings.extend(_problems(tensors))
    findings.extend(_layout_findings(spans, size))
    return Content(tuple(tensors), metadata, tuple(findings))


def _decode(text: bytes, where: str) -> tuple[dict[str, Any], list[Finding]]:
    findings: list[Finding] = []
    twice: list[str] = []

    def unite(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        united = dict(pairs)
        if len(united) != len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    twice.append(key)
                seen.add(key)
        return united

    if text[:1] != b"{":
        findings.append(finding("header-invalid", "header", reason="it does not begin with {"))
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        decoded = text.decode(errors="replace")
        findings.append(finding("header-invalid", "header", reason="it is not UTF-8"))
    try:
        header: object = json.loads(decoded, object_pairs_hook=unite)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else f"it is not JSON ({error})"
        raise CheckpointError(finding("header-damaged", where, reason=reason)) from None
    if not isinstance(header, dict):
        raise CheckpointError(finding("header-damaged", where, reason="it is not a JSON object"))
    findings.extend(finding("duplicate-key", "header", name=key) for key in twice[:TOLD])
    if len(twice) > TOLD:
        findings.append(finding("header-invalid", "header", reason=f"{len(twice) - TOLD} more keys occur twice"))
    return cast(dict[str, Any], header), findings


def _metadata(stored: object, findings: list[Finding]) -> dict[str, str]:
    if not isinstance(stored, dict):
        findings.append(finding("header-invalid", "__metadata__", reason="__metadata__ is not an object"))
        return {"__metadata__": json.dumps(stored)}
    pairs = cast(dict[str, Any], stored)
    if not all(isinstance(value, str) for value in pairs.values()):
        findings.append(finding("header-invalid", "__metadata__", reason="__metadata__ holds more than text"))
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in pairs.items()}


def _tensor(
    name: str, entry: object, *, number: int, position: int, start: int, size: int
) -> tuple[TensorInfo, _Span | None]:
    """One tensor, and where its bytes lie in the data when that makes sense."""
    problem = ""
    fields = cast(dict[str, Any], entry) if isinstance(entry, dict) else {}
    written = fields.get("dtype")
    dtype = DTYPES.get(written, "") if isinstance(written, str) else ""
    if not dtype:
        problem = f"its dtype {_short(written)} is not known"
    shape = _numbers(fields.get("shape"))
    offsets = _numbers(fields.get("data_offsets"))
    if shape is None:
        problem, shape = f"its shape is {_short(fields.get('shape'))}", ()
    if offsets is None or len(offsets) != 2 or offsets[0] > offsets[1]:
        problem, offsets = f"its data_offsets are {_short(fields.get('data_offsets'))}", (0, 0)
        placed = False
    else:
        placed = True
    begin, end = offsets
    need = _size_of(shape, dtype) if dtype else end - begin
    have = max(0, min(end, size) - begin)
    if not problem and need > LARGEST:
        problem = "its shape has more elements than any file"
    if not problem and need > have:
        missing = (
            f"of which {have:,} are there" if need == end - begin else f"but its data_offsets span {end - begin:,}"
        )
        problem = f"it needs {need:,} bytes, {missing}"
    offset = start + begin if have else -1
    storage = Storage(f"{number}:{position}", number, record="", offset=offset, nbytes=have, dtype=dtype or "uint8")
    if not need and not problem:
        # no bytes are needed, so an offset beyond the end does no harm
        storage = replace(storage, offset=start)
    info = TensorInfo(
        name=name,
        shape=shape,
        dtype=dtype or _short(written),
        stride=contiguous(shape),
        storage=storage,
        role=role_of(name, dtype),
        status="damaged" if problem else "ok",
        problem=f"{name} cannot be described: {problem}." if problem else "",
        path=(name,),
    )
    return info, _Span(begin, end, name, need) if placed else None


def contiguous(shape: Sequence[int]) -> tuple[int, ...]:
    """Strides of a dense tensor whose last axis runs fastest, in elements."""
    strides: list[int] = []
    step = 1
    for size in reversed(shape):
        strides.append(step)
        step *= max(size, 1)
    return tuple(reversed(strides))


def _size_of(shape: tuple[int, ...], dtype: str) -> int:
    count = 1
    for size in shape:
        count *= size
    return (count * itemsize_bits(dtype) + 7) // 8


def _numbers(value: object) -> tuple[int, ...] | None:
    """The list as sizes, or None when it is anything else."""
    if not isinstance(value, list):
        return None
    for item in cast(list[object], value):
        if type(item) is not int or not 0 <= item <= LARGEST:
            return None
    return tuple(cast(list[int], value))


def _short(value: object) -> str:
    text = json.dumps(value, default=str) if not isinstance(value, str) else value
    return text if len(text) <= 60 else f"{text[:57]}..."


def _problems(tensors: Sequence[TensorInfo]) -> list[Finding]:
    damaged = [info for info in tensors if info.status != "ok"]
    findings: list[Finding] = []
    for info in damaged[:TOLD]:
        reason = info.problem.removeprefix(f"{info.name} cannot be described: ").removesuffix(".")
        findings.append(finding("tensor-odd", info.name, name=info.name, reason=reason))
    if len(damaged) > TOLD:
        reason = f"{len(damaged) - TOLD} more tensors cannot be described"
        findings.append(finding("header-invalid", "header", reason=reason))
    return findings


def _layout_findings(spans: list[_Span], size: int) -> list[Finding]:
    """What the format forbids about where tensors lie: bytes past the end, used twice, or used by nobody."""
    findings: list[Finding] = []
    overlaps = gaps = 0
    reached = 0
    for begin, end, name, need in sorted(spans):
        if need < end - begin and gaps + overlaps < TOLD:
            reason = f"{name} needs {need:,} bytes, but its data_offsets span {end - begin:,}"
            findings.append(finding("header-invalid", name, reason=reason))
        if begin == end:
            continue
        if begin < reached:
            overlaps += 1
            if overlaps <= TOLD:
                reason = f"{name} begins {reached - begin:,} bytes before the tensor in front of it ends"
                findings.append(finding("header-invalid", name, reason=reason))
        elif begin > reached:
            gaps += 1
            if gaps <= TOLD:
                reason = f"{begin - reached:,} bytes in front of {name} belong to no tensor"
                findings.append(finding("header-invalid", name, reason=reason))
        reached = max(reached, end)
    more = max(0, overlaps - TOLD) + max(0, gaps - TOLD)
    if more:
        findings.append(finding("header-invalid", "header", reason=f"{more} more overlaps and gaps"))
    if reached > size:
        findings.append(finding("truncated", "data", missing=f"{reached - size:,}"))
    elif size > reached:
        findings.append(finding("trailing-bytes", "data", count=f"{size - reached:,}"))
    return findings
