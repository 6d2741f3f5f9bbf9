"""NumPy's .npy header: parsed without evaluating it, and without trusting a number in it."""

import ast
import math
import re
from typing import NamedTuple, cast

from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import ByteOrder, CheckpointError

MAGIC = b"\x93NUMPY"
HEADER_LIMIT = 1 << 20
"""Bytes of header text that are parsed; NumPy itself refuses above 10 000 unless told otherwise."""
RANK_LIMIT = 64

_KINDS: dict[str, str] = {
    "f2": "float16", "f4": "float32", "f8": "float64",
    "i1": "int8", "i2": "int16", "i4": "int32", "i8": "int64",
    "u1": "uint8", "u2": "uint16", "u4": "uint32", "u8": "uint64",
    "b1": "bool", "c8": "complex64", "c16": "complex128",
}  # fmt: skip
_DESCR = re.compile(r"([<>|=]?)([a-zA-Z])(\d*)(\[[^\]]*\])?")


class ArrayHeader(NamedTuple):
    """What a .npy header says."""

    descr: str
    """As written: `<f4`, `|O`; `fields` for a structured type."""
    dtype: str
    """torch's name; empty when torch has none."""
    itemsize: int
    """Bytes of one element; 0 when they are not stored plainly."""
    byteorder: ByteOrder
    shape: tuple[int, ...]
    fortran: bool
    data: int
    """First byte of the data, counted from the magic."""


def looks_like_npy(start: bytes) -> bool:
    """Whether the first 6 bytes are NumPy's."""
    return start.startswith(MAGIC)


def header_length(start: bytes) -> int:
    """Bytes from the magic to the data, from the first 12 bytes; raises `CheckpointError`."""
    if not looks_like_npy(start) or len(start) < 10:
        raise _damaged("it does not begin with NumPy's magic")
    major = start[6]
    if major == 1:
        return 10 + int.from_bytes(start[8:10], "little")
    if major in (2, 3) and len(start) >= 12:
        return 12 + int.from_bytes(start[8:12], "little")
    raise _damaged(f"version {major} is not known")


def parse_header(start: bytes) -> ArrayHeader:
    """The header at the beginning of `start`, which must hold all of it; raises `CheckpointError`."""
    length = header_length(start)
    if length > HEADER_LIMIT:
        raise _damaged(f"it claims to be {length:,} bytes long")
    if len(start) < length:
        raise _damaged(f"{length - len(start):,} bytes of it are missing")
    text = start[10 if start[6] == 1 else 12 : length].decode("utf-8" if start[6] == 3 else "latin-1", errors="replace")
    fields = _fields(text)
    descr, fortran, shape = fields["descr"], fields["fortran_order"], fields["shape"]
    if not isinstance(fortran, bool):
        raise _damaged("fortran_order is neither True nor False")
    dtype, itemsize, byteorder = _element(descr)
    return ArrayHeader(
        descr=descr if isinstance(descr, str) else "fields",
        dtype=dtype,
        itemsize=itemsize,
        byteorder=byteorder,
        shape=_shape(shape),
        fortran=fortran,
        data=length,
    )


def strides(shape: tuple[int, ...], *, fortran: bool) -> tuple[int, ...]:
    """Strides in elements; in Fortran's order the first axis runs fastest."""
    order = range(len(shape)) if fortran else range(len(shape) - 1, -1, -1)
    steps = [0] * len(shape)
    step = 1
    for axis in order:
        steps[axis] = step
        step *= max(shape[axis], 1)
    return tuple(steps)


def _fields(text: str) -> dict[str, object]:
    if text.count("(") + text.count("[") + text.count("{") > 1000:
        raise _damaged("it is nested too deeply")
    try:
        # only literals are built by this, and the text is bounded; old NumPy on Python 2 wrote sizes as 3L
        value: object = ast.literal_eval(re.sub(r"(?<=\d)L\b", "", text.strip()))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise _damaged("it is not a Python dictionary") from None
    if not isinstance(value, dict):
        raise _damaged("it is not a Python dictionary")
    fields = cast(dict[object, object], value)
    if not {"descr", "fortran_order", "shape"} <= fields.keys():
        raise _damaged("descr, fortran_order or shape is not in it")
    return {str(key): stored for key, stored in fields.items()}


def _shape(value: object) -> tuple[int, ...]:
    items = cast(tuple[object, ...], value) if isinstance(value, tuple) else ()
    sizes = tuple(item for item in items if type(item) is int and 0 <= item < 1 << 63)
    if (
        not isinstance(value, tuple)
        or len(sizes) != len(items)
        or len(sizes) > RANK_LIMIT
        or (0 in sizes and math.prod(size for size in sizes if size) >= 1 << 62)  # too far apart for any stride
    ):
        raise _damaged("its shape is not a tuple of sizes")
    return sizes


def _element(descr: object) -> tuple[str, int, ByteOrder]:
    """torch's dtype, the bytes of one element and their order; an empty dtype where torch has none."""
    if not isinstance(descr, str):
        return "", 0, "little"
    match = _DESCR.fullmatch(descr)
    if match is None:
        return "", 0, "little"
    order, kind, width, _ = match.groups()
    size = int(width) if width and len(width) < 10 else 0
    byteorder: ByteOrder = "big" if order == ">" else "little"
    if kind in "OV":
        return "", 0 if kind == "O" else size, byteorder
    itemsize = size * 4 if kind == "U" else size
    return _KINDS.get(f"{kind}{width}", ""), itemsize, byteorder


def _damaged(reason: str) -> CheckpointError:
    return CheckpointError(finding("header-damaged", "npy header", reason=reason))
