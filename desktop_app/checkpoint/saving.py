"""One tensor's values saved as .npy, .pt, .csv or .png: written beside, read back, then put in place."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

import numpy as np

from desktop_app.checkpoint.containers.archive import CENTRAL, END, LOCAL
from desktop_app.checkpoint.decode import Array, small_float_table
from desktop_app.checkpoint.replacing import replace_atomically
from desktop_app.checkpoint.values import Values

_TORCH_TYPES = {
    "float64": "Double", "float32": "Float", "float16": "Half", "int64": "Long", "int32": "Int", "int16": "Short", "int8": "Char",
    "uint8": "Byte", "bool": "Bool", "complex128": "ComplexDouble", "complex64": "ComplexFloat",
}  # fmt: skip
_UNTYPED = frozenset({
    "uint16", "uint32", "uint64", "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu",
})  # fmt: skip
"""Types without a storage class of their own: torch writes their bytes and names the type beside them."""
_ALIGNMENT = 64


def save_values(values: Values, path: str | Path) -> Path:
    """Write `values` in the format of the ending of `path`; `ValueError` for another ending, `OSError` when writing fails.

    bfloat16 and 8-bit floats are kept as such in .pt, and become float32 elsewhere.
    """
    target = Path(path)
    writers: dict[str, Callable[[Values, IO[bytes]], None]] = {".npy": _npy, ".pt": _pt, ".csv": _csv, ".png": _png}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise ValueError(f"{target.name}: the ending must be one of {', '.join(writers)}.")
    replace_atomically(target, lambda file: writer(values, file))
    return target


def _npy(values: Values, file: IO[bytes]) -> None:
    np.save(file, values.array, allow_pickle=False)


def _csv(values: Values, file: IO[bytes]) -> None:
    """Rows of the last axis; further axes are named in a leading column `i,j`."""
    array = values.array.reshape(1, -1) if values.array.ndim < 2 else values.array
    width = array.shape[-1]
    rows = array.reshape(-1, width) if array.size else array.reshape(0, width)
    if array.ndim > 2:
        file.write(("index," + ",".join(str(column) for column in range(width)) + "\n").encode())
    for number, row in enumerate(rows):
        cells = ",".join(_cell(value) for value in row.tolist())
        if array.ndim > 2:
            index = " ".join(str(int(part)) for part in np.unravel_index(number, array.shape[:-1]))
            cells = f"{index},{cells}"
        file.write((cells + "\n").encode())


def _cell(value: object) -> str:
    return repr(value).strip("()") if isinstance(value, complex) else repr(value)


def _png(values: Values, file: IO[bytes]) -> None:
    from PIL import Image

    Image.fromarray(picture_of(values.array)).save(file, format="PNG")


def picture_of(array: Array) -> Array:
    """[height, width, 3] uint8: blue below zero, white at zero, red above; 4-D weights as a grid of filters."""
    numbers = np.abs(array) if array.dtype.kind == "c" else array
    numbers = numbers.astype(np.float64)
    plane = _plane(numbers)
    finite = np.isfinite(plane)
    limit = float(np.abs(plane[finite]).max()) if finite.any() else 1.0
    share = np.clip(np.where(finite, plane, 0.0) / (limit or 1.0), -1.0, 1.0)[..., None]
    red, blue, white = np.array([178, 24, 43.0]), np.array([33, 102, 172.0]), np.array([247, 247, 247.0])
    colours = np.where(share >= 0, white + (red - white) * share, white + (blue - white) * -share)
    colours[~finite] = (255, 0, 255)
    return colours.round().astype(np.uint8)


def _plane(numbers: Array) -> Array:
    if numbers.ndim <= 1:
        return numbers.reshape(1, -1) if numbers.size else np.zeros((1, 1))
    if numbers.size == 0:
        return np.zeros((1, 1))
    if numbers.ndim == 2:
        return numbers
    height, width = numbers.shape[-2:]
    tiles = numbers.reshape(-1, height, width)
    across = max(1, int(np.ceil(np.sqrt(len(tiles) * height / width))))
    down = -(-len(tiles) // across)
    grid = np.full((down * (height + 1) - 1, across * (width + 1) - 1), 0.0)
    for number, tile in enumerate(tiles):
        top, left = number // across * (height + 1), number % across * (width + 1)
        grid[top : top + height, left : left + width] = tile
    return grid


# ---------------------------------------------------------------------- torch's own format


def _pt(values: Values, file: IO[bytes]) -> None:
    """A zip file as `torch.save` of one tensor writes it, which `torch.load(weights_only=True)` opens."""
    array, kind = _torch_units(values)
    data = np.ascontiguousarray(array).tobytes()
    count = len(data) if kind in _UNTYPED else array.size
    records = [
        ("archive/data.pkl", _pickle_of(values.array.shape, kind, count)),
        ("archive/byteorder", b"little"),
        ("archive/data/0", data),
        ("archive/version", b"3\n"),
    ]
    _write_zip(file, records)


def _torch_units(values: Values) -> tuple[Array, str]:
    """The stored units and the storage class or the type, keeping narrow floats narrow."""
    if values.dtype == "bfloat16" and values.array.dtype == np.float32:
        return (values.array.view(np.uint32) >> 16).astype("<u2"), "BFloat16Storage"
    array = values.array
    if values.dtype in _UNTYPED and array.dtype == np.float32:
        return _small_float_codes(array, values.dtype), values.dtype
    if array.dtype.name in _UNTYPED:
        return array.astype(array.dtype.newbyteorder("<"), copy=False), array.dtype.name
    if array.dtype.name not in _TORCH_TYPES:
        array = array.astype("float32")
    return array.astype(array.dtype.newbyteorder("<"), copy=False), _TORCH_TYPES[array.dtype.name] + "Storage"


def _small_float_codes(array: Array, dtype: str) -> Array:
    """The 8-bit codes of numbers that were read as `dtype`."""
    table = small_float_table(dtype)
    bits = table.view(np.uint32)
    order = np.argsort(bits, kind="stable")
    place = np.searchsorted(bits, np.ascontiguousarray(array).view(np.uint32), sorter=order)
    codes = order[np.minimum(place, len(order) - 1)].astype(np.uint8)
    codes[(array == 0) & (table[codes] != 0)] = 0  # a zero whose sign the type does not have
    codes[np.isnan(array)] = int(np.flatnonzero(np.isnan(table))[0])
    return codes.reshape(array.shape)


def _pickle_of(shape: tuple[int, ...], kind: str, count: int) -> bytes:
    """Protocol 2 opcodes of `_rebuild_tensor_v2(storage, 0, shape, stride, False, OrderedDict())`.

    For a type without a storage class those of `_rebuild_tensor_v3(..., dtype)`; then `count` is in bytes.
    """
    stride: list[int] = []
    step = 1
    for size in reversed(shape):
        stride.insert(0, step)
        step *= max(size, 1)

    def text(value: str) -> bytes:
        return b"X" + struct.pack("<I", len(value)) + value.encode()

    def number(value: int) -> bytes:
        if 0 <= value < 1 << 31:
            return b"J" + struct.pack("<i", value)
        raw = value.to_bytes(9, "little", signed=True)
        return b"\x8a\x09" + raw

    def numbers(items: tuple[int, ...] | list[int]) -> bytes:
        return b"(" + b"".join(number(item) for item in items) + b"t"

    identifier = (
        b"("
        + text("storage")
        + (b"ctorch.storage\nUntypedStorage\n" if kind in _UNTYPED else b"ctorch\n" + kind.encode() + b"\n")
        + text("0")
        + text("cpu")
        + number(count)
        + b"tQ"
    )
    arguments = (
        b"("
        + identifier
        + number(0)
        + numbers(shape)
        + numbers(stride)
        + b"\x89"
        + b"ccollections\nOrderedDict\n)R"
        + (b"ctorch\n" + kind.encode() + b"\n" if kind in _UNTYPED else b"")
        + b"t"
    )
    version = b"3" if kind in _UNTYPED else b"2"
    return b"\x80\x02ctorch._utils\n_rebuild_tensor_v" + version + b"\n" + arguments + b"R."


def _write_zip(file: IO[bytes], records: list[tuple[str, bytes]]) -> None:
    """A stored zip whose data is aligned as torch aligns it."""
    directory = b""
    position = 0
    for name, data in records:
        raw = name.encode()
        padding = -(position + 30 + len(raw) + 4) % _ALIGNMENT
        extra = struct.pack("<HH", 0x4246, padding) + b"Z" * padding
        crc = zlib.crc32(data)
        if len(data) >= 0xFFFFFFFF:
            raise ValueError("A tensor of 4 GB or more is saved as .npy.")
        file.write(
            struct.pack("<4sHHHHHIIIHH", LOCAL, 20, 0x800, 0, 0, 0x21, crc, len(data), len(data), len(raw), len(extra))
            + raw
            + extra
        )
        file.write(data)
        directory += (
            struct.pack(
                "<4sHHHHHHIIIHHHHHII",
                CENTRAL,
                20,
                20,
                0x800,
                0,
                0,
                0x21,
                crc,
                len(data),
                len(data),
                len(raw),
                0,
                0,
                0,
                0,
                0,
                position,
            )
            + raw
        )
        position += 30 + len(raw) + len(extra) + len(data)
    file.write(
        directory + struct.pack("<4sHHHHIIH", END, 0, 0, len(records), len(records), len(directory), position, 0)
    )
