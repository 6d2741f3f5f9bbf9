"""What two blocks of numbers add to a comparison: maxima, sums of squares and products, in the precision that pays."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

from dataclasses import dataclass
from math import inf, isfinite, isinf, isnan
from typing import Any

import numpy as np

from desktop_app.checkpoint.decode import Array

_STEP = 1 << 16
"""Float32 elements that are worked on at once: two blocks and their difference stay in the second-level cache."""
_WIDE_STEP = 1 << 14
"""The same when the numbers are widened to float64."""
_FAINTEST = 1e-26
"""Sums of squares below this lost digits in float32."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How large a difference counts."""

    rtol: float = 0.0
    atol: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether any difference counts."""
        return self.rtol == 0 and self.atol == 0


@dataclass(slots=True)
class Sums:
    """What passing over two tensors accumulates."""

    equal: bool = True
    beyond: bool = False
    max_abs: float = 0.0
    max_rel: float = 0.0
    dd: float = 0.0
    aa: float = 0.0
    bb: float = 0.0
    ab: float = 0.0

    def join(self, other: "Sums") -> None:
        """Add what another part of the same tensors gave."""
        self.equal &= other.equal
        self.beyond |= other.beyond
        self.larger(other.max_abs, other.max_rel)
        self.dd += other.dd
        self.aa += other.aa
        self.bb += other.bb
        self.ab += other.ab

    def repeat(self, times: int) -> None:
        """Let every element stand so many times."""
        self.dd, self.aa, self.bb, self.ab = self.dd * times, self.aa * times, self.bb * times, self.ab * times

    def larger(self, max_abs: float, max_rel: float) -> None:
        """Take the larger of the maxima; NaN is the largest of all."""
        if isnan(max_abs) or max_abs > self.max_abs:
            self.max_abs = max_abs
        if isnan(max_rel) or max_rel > self.max_rel:
            self.max_rel = max_rel


def add_same(sums: Sums, x: Array, *, wide: bool) -> None:
    """Take a block that is the same on both sides: only the norms grow."""
    if x.dtype == np.float32 and not wide:
        squares = _dot(x, x)
        if isfinite(squares) and squares > _FAINTEST:
            sums.aa += squares
            sums.bb += squares
            sums.ab += squares
            return
    for at in range(0, len(x), _WIDE_STEP):
        values = _real(x[at : at + _WIDE_STEP])
        squares = float(values @ values)
        if not isfinite(squares):
            values = values[np.isfinite(values)]
            squares = float(values @ values)
        sums.aa += squares
        sums.bb += squares
        sums.ab += squares


def add(sums: Sums, x: Array, y: Array, tolerance: Tolerance, *, wide: bool) -> None:
    """Take two blocks of the same length, one axis each, of any types."""
    fast = not wide and all(one.dtype.kind == "f" and one.itemsize <= 4 for one in (x, y))
    step = _STEP if fast else _WIDE_STEP
    difference, ratio = (np.empty(min(step, len(x)), np.float32) for _ in range(2)) if fast else (x, x)
    for at in range(0, len(x), step):
        one, other = x[at : at + step], y[at : at + step]
        if not fast or not _add_narrow(
            sums, _single(one), _single(other), difference[: len(one)], ratio[: len(one)], tolerance
        ):
            for inner in range(0, len(one), _WIDE_STEP):
                _add_wide(sums, one[inner : inner + _WIDE_STEP], other[inner : inner + _WIDE_STEP], tolerance)


def _single(x: Array) -> Array:
    return x.astype(np.float32, copy=False)


def _dot(x: Array, y: Array) -> float:
    """Sum of products of a step in float32; the sums of steps are added in float64."""
    return float(np.dot(x, y))


def _add_narrow(sums: Sums, x: Array, y: Array, difference: Array, ratio: Array, tolerance: Tolerance) -> bool:
    """In float32; False, and nothing is taken, where float32 is too narrow or values are not finite."""
    np.subtract(x, y, out=difference)
    np.abs(difference, out=difference)
    largest = float(difference.max())
    if not 0 < largest < inf:
        return False
    dd, aa, bb, ab = _dot(difference, difference), _dot(x, x), _dot(y, y), _dot(x, y)
    if not (_FAINTEST < dd < inf and _FAINTEST < aa < inf and _FAINTEST < bb < inf and isfinite(ab)):
        return False
    np.divide(difference, y, out=ratio)
    relative = max(float(np.fmax.reduce(ratio)), -float(np.fmin.reduce(ratio)))
    if isinf(relative) and not isinf(sums.max_rel):
        return False
    if not sums.beyond and largest > tolerance.atol:
        if tolerance.rtol:
            return False
        sums.beyond = True
    sums.equal = False
    sums.larger(largest, relative)
    sums.dd += dd
    sums.aa += aa
    sums.bb += bb
    sums.ab += ab
    return True


def _add_wide(sums: Sums, x: Array, y: Array, tolerance: Tolerance) -> None:
    """In float64, whatever the values are."""
    if x.dtype == y.dtype:
        sums.equal = sums.equal and _same_bits(x, y)
    elif sums.equal:
        sums.equal = bool(np.all((x == y) | ((x != x) & (y != y))))
    if x.dtype.kind == "c" or y.dtype.kind == "c":
        x, y = x.astype(np.complex128), y.astype(np.complex128)
    flat_a, flat_b = _real(x), _real(y)
    if x.dtype.kind == "c":
        agree = (x == y) | (np.isnan(x) & np.isnan(y))
        distance, size = np.abs(x - y), np.abs(y)
    elif x.dtype.kind in "iu" and y.dtype.kind in "iu" and np.result_type(x, y).kind in "iu":
        agree, distance, size = x == y, _distance_of_integers(x, y), np.abs(flat_b)
    else:
        agree = (flat_a == flat_b) | ((flat_a != flat_a) & (flat_b != flat_b))
        distance, size = np.abs(flat_a - flat_b), np.abs(flat_b)
    distance[agree] = 0
    relative = distance / size
    relative[agree] = 0
    # a finite value against an infinity is as far off as can be, not an unknown share
    relative[np.isinf(distance)] = inf
    sums.larger(float(distance.max()), float(relative.max()))
    if not sums.beyond:
        within = distance <= tolerance.atol + tolerance.rtol * size
        sums.beyond = not bool(np.all(agree | (within & np.isfinite(distance))))
    _add_products(sums, flat_a, flat_b, distance)


def _distance_of_integers(x: Array, y: Array) -> Array:
    """Exact up to the last rounding: the difference of two integers of 64 bits needs the unsigned type."""
    kind = np.result_type(x, y)
    unsigned = np.dtype(f"u{kind.itemsize}")
    one, other = x.astype(kind), y.astype(kind)
    forward: Array = one.view(unsigned) - other.view(unsigned)
    backward: Array = other.view(unsigned) - one.view(unsigned)
    return np.where(one > other, forward, backward).astype(np.float64)


def _add_products(sums: Sums, a: Array, b: Array, distance: Array) -> None:
    aa, bb, ab, dd = float(a @ a), float(b @ b), float(a @ b), float(distance @ distance)
    if not (isfinite(aa) and isfinite(bb)):
        both = np.isfinite(a) & np.isfinite(b)
        a, b = a[both], b[both]
        aa, bb, ab = float(a @ a), float(b @ b), float(a @ b)
    sums.aa += aa
    sums.bb += bb
    sums.ab += ab
    sums.dd += dd


def _real(x: Array) -> Array:
    """As float64; a complex number as two."""
    if x.dtype.kind == "c":
        return np.ascontiguousarray(x).astype(np.complex128).view(np.float64)
    return x.astype(np.float64)


def _unsigned(x: Array) -> np.dtype[Any]:
    return np.dtype(f"u{x.dtype.itemsize}")


def _same_bits(x: Array, y: Array) -> bool:
    if x.dtype.kind == "c":
        kind = np.float32 if x.dtype == np.complex64 else np.float64
        x, y = np.ascontiguousarray(x).view(kind), np.ascontiguousarray(y).view(kind)
    if x.dtype.kind != "f":
        return np.array_equal(x, y)
    same = x.view(_unsigned(x)) == y.view(_unsigned(y))
    return bool(np.all(same | ((x != x) & (y != y))))
