"""A `.safetensors` file, or several with an index: a JSON header and dense little-endian tensors, ties resolved as chosen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Literal

from desktop_app.checkpoint.containers.safetensors import DTYPES
from desktop_app.checkpoint.decode import FLOAT4_PAIRS
from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.editing.computed import Cast, numbers_of
from desktop_app.checkpoint.editing.draft import Item
from desktop_app.checkpoint.editing.expressions import Expression, Stored, can_be_read, tie_of
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Finding
from desktop_app.checkpoint.writers.output import Output, Payload
from desktop_app.checkpoint.writers.torch_file import inner_of, is_raw, row_major

type Tied = Literal["keep-one", "copy"]

_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_WIDER = {"complex128": "complex64", "complex32": "complex64"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One tensor of the file."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    payload: Payload


def entries_of(items: Mapping[str, Item], tied: Tied, metadata: dict[str, str], notes: list[Finding]) -> list[Entry]:
    """What the items become; a tie that is kept once is noted in the metadata under the name that is left out."""
    entries: list[Entry] = []
    first: dict[object, str] = {}
    dropped: list[str] = []
    widened: dict[str, list[str]] = {}
    for name, item in items.items():
        value = item.value
        can_be_read(value)
        if isinstance(value, Stored):
            value = inner_of(name, value, notes) or value
        if isinstance(value, Stored) and value.info.layout not in ("strided", "sharded"):
            if not value.info.layout.startswith("sparse"):
                notes.append(finding("export-left-out", name, name=name, layout=value.info.layout))
                continue
            notes.append(finding("export-dense", name, name=name, layout=value.info.layout))
        tie = tie_of(value)
        kept = first.setdefault(tie, name)
        if kept != name and prod(item.shape):
            dropped.append(name)
            if tied == "keep-one":
                metadata[name] = kept
                continue
        if (packed := _packed(name, value)) is not None:
            entries.append(packed)
            continue
        wider = _storable(value)
        if wider is not value:
            widened.setdefault(f"{value.dtype} → {wider.dtype}", []).append(name)
        entries.append(Entry(name, wider.dtype, wider.shape, payload_of(wider)))
    if dropped:
        code = "export-tied-once" if tied == "keep-one" else "export-tied-copied"
        notes.append(finding(code, dropped[0], count=len(dropped), name=dropped[0]))
    for change, names in widened.items():
        notes.append(finding("export-widened", names[0], change=change, count=len(names)))
    return entries


def _packed(name: str, value: Expression) -> Entry | None:
    """A tensor of 4-bit floats, of which the format counts each and torch the bytes; None for any other."""
    if value.dtype != FLOAT4_PAIRS or not value.shape:
        return None
    payload = payload_of(value)
    shape = (*value.shape[:-1], 2 * value.shape[-1])
    return Entry(name, FLOAT4_PAIRS.removesuffix("_x2"), shape, payload) if payload.value is None else None


def _storable(value: Expression) -> Expression:
    """The same tensor in a type that the format has."""
    if value.dtype in _NAMES:
        return value
    return Cast(value, _WIDER[value.dtype]) if value.dtype in _WIDER else numbers_of(value)


def payload_of(value: Expression) -> Payload:
    """The bytes of a tensor laid out densely: copied where they already lie so."""
    nbytes = (prod(value.shape) * itemsize_bits(value.dtype) + 7) // 8
    if isinstance(value, Stored) and is_raw(value.info) and value.info.quantization is None:
        info = value.info
        dense = all(
            size == 1 or step == wanted
            for size, step, wanted in zip(info.shape, info.stride, row_major(info.shape), strict=True)
        )
        bits = info.storage_offset * itemsize_bits(info.dtype)
        if (dense or nbytes == 0) and bits % 8 == 0:
            return Payload(nbytes, value.files, info.storage, bits // 8)
    return Payload(nbytes, value=value, dtype=value.dtype)


def header_of(entries: list[Entry], metadata: Mapping[str, str]) -> tuple[bytes, list[Entry]]:
    """The header with its length in front, and the entries in the order of their bytes: wide types first, so that all are aligned."""
    laid = sorted(entries, key=lambda entry: -itemsize_bits(entry.dtype))
    places: dict[str, tuple[int, int]] = {}
    position = 0
    for entry in laid:
        places[entry.name] = (position, position + entry.payload.nbytes)
        position += entry.payload.nbytes
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    for entry in entries:
        header[entry.name] = {
            "dtype": _NAMES[entry.dtype],
            "shape": list(entry.shape),
            "data_offsets": list(places[entry.name]),
        }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text, laid


def write(output: Output, header: bytes, laid: list[Entry]) -> dict[str, int]:
    """One whole file; gives the CRC-32 of each tensor's bytes by name."""
    output.write(header)
    return {entry.name: output.put(entry.payload) for entry in laid}


def shards_of(entries: list[Entry], most: int) -> list[list[Entry]]:
    """The entries in order, cut into files of at most `most` bytes of tensors (a larger tensor has a file to itself)."""
    shards: list[list[Entry]] = [[]]
    size = 0
    for entry in entries:
        if shards[-1] and size + entry.payload.nbytes > most:
            shards.append([])
            size = 0
        shards[-1].append(entry)
        size += entry.payload.nbytes
    return shards


def index_of(shards: list[tuple[str, list[Entry]]], metadata: Mapping[str, str]) -> bytes:
    """The index that names each tensor's file."""
    weights = {entry.name: file for file, entries in shards for entry in entries}
    total = sum(entry.payload.nbytes for _, entries in shards for entry in entries)
    document = {"metadata": {**metadata, "total_size": total}, "weight_map": weights}
    return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
