"""Numbers put into torch's element types: what a cast makes of them, and the bytes that are stored."""

import sys
from functools import cache

import numpy as np

from desktop_app.checkpoint.decode import Array, code_bits, small_float_table

FLOATS = (
    "float64",
    "float32",
    "float16",
    "bfloat16",
    "float8_e4m3fn",
    "float8_e5m2",
    "float8_e4m3fnuz",
    "float8_e5m2fnuz",
)
INTEGERS = ("int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8")
COMPLEX = ("complex128", "complex64", "complex32")
CASTABLE = (*FLOATS, "float8_e8m0fnu", *INTEGERS, "bool", *COMPLEX)
"""Types that an expression may be cast to."""

ALIASES = {
    "double": "float64", "float": "float32", "half": "float16", "bf16": "bfloat16", "fp16": "float16", "fp32": "float32",
    "fp64": "float64", "f16": "float16", "f32": "float32", "f64": "float64", "long": "int64", "int": "int32", "short": "int16",
    "cfloat": "complex64", "cdouble": "complex128", "chalf": "complex32", "fp8": "float8_e4m3fn",
}  # fmt: skip

_AT_ONCE = 1 << 16
"""Numbers that are rounded at once: they and what is computed of them stay in the second-level cache."""

_CARRIERS = {
    **{name: name for name in ("float64", "float32", "float16", *INTEGERS, "bool", "complex128", "complex64")},
    "bfloat16": "float32", "complex32": "complex64", **{name: "float32" for name in FLOATS if name.startswith("float8")},
    "float8_e8m0fnu": "float32",
}  # fmt: skip


def carrier(dtype: str) -> np.dtype[np.generic]:
    """The NumPy type in which values of a torch type are held: bfloat16 and 8-bit floats in float32."""
    return np.dtype(_CARRIERS.get(dtype, "float32"))


def is_floating(dtype: str) -> bool:
    """Whether this is one of torch's floating-point types."""
    return dtype.startswith(("float", "bfloat"))


def is_complex(dtype: str) -> bool:
    """Whether this is one of torch's complex types."""
    return dtype.startswith("complex")


def dtype_named(text: str) -> str | None:
    """torch's name for what a user wrote (`torch.float16`, `half`, `bf16`); None when it is not a type to cast to."""
    name = text.strip().removeprefix("torch.").lower()
    name = ALIASES.get(name, name)
    return name if name in CASTABLE else None


def rounded(array: Array, dtype: str) -> Array:
    """`array` as `tensor.to(dtype)` would have it, held in the carrier of `dtype`.

    Narrow floats are rounded from float32 to nearest even as torch does; a complex number loses its imaginary part.
    """
    target = carrier(dtype)
    if array.dtype.kind == "c" and target.kind != "c":
        array = real_of(array)
    with np.errstate(all="ignore"):
        if dtype == "bool":
            return array.astype(bool)
        if dtype == "complex32":
            parts = array.astype(np.complex64).view(np.float32).astype(np.float16).astype(np.float32)
            return parts.view(np.complex64)
        if dtype == "float16" and array.dtype != np.float16:
            return array.astype(np.float32).astype(np.float16)
        if dtype == "bfloat16":
            return _bfloat16(array.astype(np.float32, copy=False))
        if dtype.startswith("float8"):
            return small_float_table(dtype)[codes_of(array, dtype)]
        if target.kind in "iu" and array.dtype.kind == "f":
            return _integers(array, target)
        return array.astype(target, copy=False)


def real_of(array: Array) -> Array:
    """The real parts of complex numbers."""
    real: Array = np.real(array)
    return real


def _integers(array: Array, target: np.dtype[np.generic]) -> Array:
    """Truncated toward zero and wrapped, through int64 where the type is narrower, as C does on torch's platforms."""
    if target.itemsize < 8:
        return array.astype(np.int64).astype(target)
    if target.kind == "u":
        large = array >= 2.0**63
        if np.any(large):
            lowered = np.where(large, array - 2.0**63, array).astype(np.int64).astype(np.uint64)
            return lowered + (large.astype(np.uint64) << np.uint64(63))
        return array.astype(np.int64).astype(np.uint64)
    return array.astype(target)


def _bfloat16_units(array: Array) -> Array:
    """The upper halves of float32 numbers, rounded to nearest even; NaN stays NaN. Of the same shape as `array`."""
    numbers = np.ascontiguousarray(array).reshape(-1)
    units = np.empty(len(numbers), np.uint16)
    half = 1 if sys.byteorder == "little" else 0
    wide = np.empty(min(_AT_ONCE, len(numbers)), np.uint32)
    missing = np.empty(len(wide), np.bool_)
    for at in range(0, len(numbers), _AT_ONCE):
        part = numbers[at : at + _AT_ONCE]
        bits, sums, wrong = part.view(np.uint32), wide[: len(part)], missing[: len(part)]
        np.right_shift(bits, np.uint32(16), out=sums)
        np.bitwise_and(sums, np.uint32(1), out=sums)
        np.add(sums, np.uint32(0x7FFF), out=sums)
        np.add(sums, bits, out=sums)
        units[at : at + len(part)] = sums.view(np.uint16)[half::2]
        if np.not_equal(part, part, out=wrong).any():
            units[at : at + len(part)][wrong] = 0x7FC0
    return units.reshape(array.shape)


def _bfloat16(array: Array) -> Array:
    return (_bfloat16_units(array).astype(np.uint32) << np.uint32(16)).view(np.float32).reshape(array.shape)


@cache
def _boundaries(dtype: str) -> tuple[Array, Array]:
    """Ascending positive finite values of an 8-bit float with their codes."""
    table = small_float_table(dtype)
    codes = np.arange(128 if dtype != "float8_e8m0fnu" else 256)
    values = table[codes]
    keep = np.isfinite(values)
    return values[keep].astype(np.float64), codes[keep]


def codes_of(array: Array, dtype: str) -> Array:
    """uint8 codes of numbers rounded to nearest even in an 8-bit float; what does not fit becomes
    what torch makes of it: the largest number (e4m3fn), infinity (e5m2) or NaN."""
    numbers = array.astype(np.float32, copy=False)
    if dtype == "float8_e8m0fnu":
        return _powers(numbers)
    values, codes = _boundaries(dtype)
    magnitude = np.abs(numbers).astype(np.float64)
    high = np.minimum(np.searchsorted(values, magnitude, side="left"), len(values) - 1)
    low = np.maximum(high - 1, 0)
    down, up = magnitude - values[low], values[high] - magnitude
    take_low = (down < up) | ((down == up) & (codes[low] % 2 == 0))
    chosen = np.where(take_low, codes[low], codes[high]).astype(np.uint8)
    largest = values[-1]
    step = values[-1] - values[-2]
    # half a step beyond the largest number still rounds to it where the largest code is even
    limit = largest + step / 2
    over = magnitude > limit if codes[-1] % 2 == 0 else magnitude >= limit
    chosen = np.where(magnitude > largest, codes[-1], chosen).astype(np.uint8)
    not_a_number = 0x80 if dtype.endswith("fnuz") else 0x7F
    if dtype != "float8_e4m3fn":  # which saturates
        chosen[over] = 0x7C if dtype == "float8_e5m2" else not_a_number
    chosen[np.isnan(numbers)] = not_a_number
    negative = np.signbit(numbers)
    if dtype.endswith("fnuz"):
        negative &= (chosen != 0) & (chosen != 0x80)
    return np.where(negative, chosen | 0x80, chosen).astype(np.uint8)


def _powers(numbers: Array) -> Array:
    """float8_e8m0fnu: the exponent alone, rounded to the nearer power of two."""
    bits = np.ascontiguousarray(numbers).view(np.uint32)
    exponent = ((bits >> 23) & 0xFF).astype(np.int32)
    guard, rest = (bits >> 22) & 1, bits & 0x3FFFFF
    up = (guard == 1) & ((rest != 0) | (exponent > 0))
    codes = np.where(exponent == 0xFF, 0xFF, exponent + up).astype(np.uint8)
    return codes.reshape(numbers.shape)


def units_of(array: Array, dtype: str) -> Array:
    """The little-endian stored units of values that already are of `dtype` (see `rounded`), one per element."""
    if dtype == "bfloat16":
        return (np.ascontiguousarray(array).view(np.uint32) >> np.uint32(16)).astype("<u2")
    if dtype == "complex32":
        return np.ascontiguousarray(array).view(np.float32).astype("<f2").view([("real", "<f2"), ("imag", "<f2")])
    if dtype.startswith("float8"):
        return codes_of(array, dtype)
    if code_bits(dtype) == 8 and array.dtype == bool:
        return array.view(np.uint8)
    return np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)


def cast_units(array: Array, dtype: str) -> Array:
    """As `units_of(rounded(array, dtype), dtype)`, without going back to the carrier in between where that costs."""
    if dtype == "bfloat16" and array.dtype.kind in "fiub":
        with np.errstate(all="ignore"):
            return _bfloat16_units(array.astype(np.float32, copy=False)).astype("<u2", copy=False)
    return units_of(rounded(array, dtype), dtype)
