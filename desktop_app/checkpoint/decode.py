"""Stored bytes to numbers, for every element type of torch; big-endian, packed and 8-bit types included."""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop_app.checkpoint.model import ByteOrder

type Array = npt.NDArray[Any]

NATIVE: dict[str, str] = {
    "float64": "f8", "float32": "f4", "float16": "f2", "int64": "i8", "int32": "i4", "int16": "i2", "int8": "i1",
    "uint64": "u8", "uint32": "u4", "uint16": "u2", "uint8": "u1", "bool": "u1", "complex128": "c16", "complex64": "c8",
    "qint8": "i1", "quint8": "u1", "qint32": "i4", "bits8": "u1", "bits1x8": "u1", "bits2x4": "u1", "bits4x2": "u1", "bits16": "u2",
}  # fmt: skip
"""Types that NumPy has itself, without byte order."""

_EXPONENT_BITS = {"float8_e4m3fn": 4, "float8_e5m2": 5, "float8_e4m3fnuz": 4, "float8_e5m2fnuz": 5}
_CODES = {"bfloat16": 16, "float16": 16, "int16": 16, "uint16": 16, "bits16": 16}
SUBBYTE = {"quint4x2": 4, "quint2x4": 2, "float4_e2m1fn": 4, "float6_e2m3fn": 6, "float6_e3m2fn": 6}
"""Types whose elements are packed without regard to bytes, with their bits."""
FLOAT4_PAIRS = "float4_e2m1fn_x2"
"""torch's type of 4-bit floats: an element of it is a byte with two numbers."""


def code_bits(dtype: str) -> int:
    """8 or 16 when every value of the type is one of so few codes that counting codes says everything; else 0."""
    if dtype in _CODES:
        return 16
    if dtype in _EXPONENT_BITS or dtype == "float8_e8m0fnu" or NATIVE.get(dtype, "")[1:] == "1":
        return 8
    return 0


def storage_dtype(dtype: str, byteorder: ByteOrder) -> np.dtype[Any]:
    """The NumPy type of the stored units: the number itself, or the code that `decode` turns into one."""
    order = ">" if byteorder == "big" else "<"
    if dtype in NATIVE:
        return np.dtype(order + NATIVE[dtype])
    if dtype == "bfloat16":
        return np.dtype(order + "u2")
    if dtype == "complex32":
        return np.dtype([("real", order + "f2"), ("imag", order + "f2")])
    return np.dtype("u1")


def decode(units: Array, dtype: str) -> Array:
    """Stored units (see `storage_dtype`) to numbers of the same shape, in native byte order.

    bfloat16 and 8-bit floats become float32, complex32 complex64; `float4_e2m1fn_x2` doubles the last axis.
    """
    if dtype in NATIVE:
        native = units.astype(units.dtype.newbyteorder("="), copy=False)
        return native.astype(np.bool_) if dtype == "bool" else native
    if dtype == "bfloat16":
        return (units.astype(np.uint32) << 16).view(np.float32)
    if dtype == "complex32":
        return (units["real"].astype(np.float32) + 1j * units["imag"].astype(np.float32)).astype(np.complex64)
    if dtype == FLOAT4_PAIRS:
        table = small_float_table("float4_e2m1fn")
        pairs = np.stack([units & 15, units >> 4], axis=-1)
        return table[pairs].reshape(*units.shape[:-1], -1) if units.ndim else table[pairs]
    if dtype in _EXPONENT_BITS or dtype == "float8_e8m0fnu":
        return small_float_table(dtype)[units]
    return units


@cache
def code_values(dtype: str) -> Array:
    """float64 value of each code of an 8- or 16-bit type, indexed by the code as unsigned number."""
    bits = code_bits(dtype)
    codes = np.arange(1 << bits, dtype=f"u{bits // 8}")
    if dtype == "bool":
        return (codes != 0).astype(np.float64)
    if dtype in NATIVE:
        return codes.view(NATIVE[dtype]).astype(np.float64)
    return decode(codes, dtype).astype(np.float64)


@cache
def small_float_table(dtype: str) -> Array:
    """float32 values of the codes of a float of 8, 6 or 4 bits."""
    if dtype == "float8_e8m0fnu":
        values = np.ldexp(1.0, np.arange(256) - 127)
        values[255] = np.nan
        return values.astype(np.float32)
    if dtype in ("float4_e2m1fn", "float6_e2m3fn", "float6_e3m2fn"):
        bits, exponent = {"float4_e2m1fn": (4, 2), "float6_e2m3fn": (6, 2), "float6_e3m2fn": (6, 3)}[dtype]
        return _minifloat(bits, exponent, bias=(1 << (exponent - 1)) - 1)
    exponent = _EXPONENT_BITS[dtype]
    unsigned_zero = dtype.endswith("fnuz")
    table = _minifloat(8, exponent, bias=(1 << (exponent - 1)) - (0 if unsigned_zero else 1))
    if unsigned_zero:
        table[0x80] = np.nan
    elif dtype == "float8_e4m3fn":
        table[[0x7F, 0xFF]] = np.nan
    else:  # e5m2 has infinities and NaNs as IEEE has them
        table[[0x7C, 0xFC]] = [np.inf, -np.inf]
        table[[0x7D, 0x7E, 0x7F, 0xFD, 0xFE, 0xFF]] = np.nan
    return table


def _minifloat(bits: int, exponent_bits: int, *, bias: int) -> Array:
    codes = np.arange(1 << bits)
    mantissa_bits = bits - 1 - exponent_bits
    mantissa = codes & ((1 << mantissa_bits) - 1)
    exponent = (codes >> mantissa_bits) & ((1 << exponent_bits) - 1)
    sign = np.where(codes >> (bits - 1), -1.0, 1.0)
    normal = np.ldexp(1 + mantissa / (1 << mantissa_bits), exponent - bias)
    subnormal = np.ldexp(mantissa / (1 << mantissa_bits), 1 - bias)
    return (sign * np.where(exponent == 0, subnormal, normal)).astype(np.float32)


def unpack(raw: Array, dtype: str, first: int, count: int) -> Array:
    """`count` elements from element `first` of a packed type (low bits first), out of the storage's bytes `raw`."""
    bits = SUBBYTE[dtype]
    stream = np.unpackbits(raw, bitorder="little")[first * bits : (first + count) * bits]
    codes = stream.reshape(-1, bits) @ (1 << np.arange(bits, dtype=np.uint8)).astype(np.uint8)
    return codes.astype(np.uint8) if dtype.startswith("quint") else small_float_table(dtype)[codes]
