"""A `.npz` that `numpy.load` opens without pickles: one dense array per tensor, types that NumPy lacks widened."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.checkpoint.editing.computed import Cast, numbers_of
from desktop_app.checkpoint.editing.draft import Item
from desktop_app.checkpoint.editing.expressions import Expression, Stored, can_be_read
from desktop_app.checkpoint.editing.rounding import carrier
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Finding
from desktop_app.checkpoint.writers.output import Output, Payload
from desktop_app.checkpoint.writers.safetensors_file import payload_of
from desktop_app.checkpoint.writers.torch_file import inner_of
from desktop_app.checkpoint.writers.zip_stream import ZipStream


@dataclass(frozen=True, slots=True)
class Array:
    """One record of the file."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    header: bytes
    payload: Payload


def arrays_of(items: Mapping[str, Item], notes: list[Finding]) -> list[Array]:
    """What the items become."""
    arrays: list[Array] = []
    widened: dict[str, list[str]] = {}
    for name, item in items.items():
        value = item.value
        can_be_read(value)
        if isinstance(value, Stored):
            value = inner_of(name, value, notes) or value
            layout = value.info.layout
            if layout not in ("strided", "sharded") and not layout.startswith("sparse"):
                notes.append(finding("export-left-out", name, name=name, layout=layout))
                continue
            if layout.startswith("sparse"):
                notes.append(finding("export-dense", name, name=name, layout=layout))
        wider = _storable(value)
        if wider is not value:
            widened.setdefault(f"{value.dtype} → {wider.dtype}", []).append(name)
        kind = carrier(wider.dtype).newbyteorder("<")
        arrays.append(Array(name, wider.shape, wider.dtype, _header(wider.shape, kind.str), payload_of(wider)))
    for change, names in widened.items():
        notes.append(finding("export-widened", names[0], change=change, count=len(names)))
    return arrays


def _storable(value: Expression) -> Expression:
    if str(carrier(value.dtype)) == value.dtype:
        return value
    value = numbers_of(value)
    return value if str(carrier(value.dtype)) == value.dtype else Cast(value, str(carrier(value.dtype)))


def _header(shape: tuple[int, ...], kind: str) -> bytes:
    """The header of format version 1.0 (2.0 when it is long), padded to 64 bytes."""
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape!r}, }}"
    padding = -(10 + len(text) + 1) % 64
    raw = (text + " " * padding + "\n").encode("ascii")
    return b"\x93NUMPY\x01\x00" + len(raw).to_bytes(2, "little") + raw


def write(output: Output, arrays: list[Array]) -> dict[str, int]:
    """The whole archive; gives the CRC-32 of each array's bytes by name."""
    archive = ZipStream(output)
    checksums = {array.name: archive.add_headed(f"{array.name}.npy", array.header, array.payload) for array in arrays}
    archive.finish()
    return checksums
