"""Tensors that are computed from several others: weighted sums, spherical paths, task vectors and low-rank additions."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import acos, isfinite, prod, sin, sqrt
from typing import cast

import numpy as np

from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.editing.expressions import Expression, Sources
from desktop_app.checkpoint.editing.regions import Region, blocks, shape_of, whole
from desktop_app.checkpoint.editing.rounding import is_complex, rounded

_BLOCK = 1 << 17
"""Elements that are held at once while a whole tensor is summed over."""
_PARALLEL = 0.9995
"""Cosine from which on two directions count as one: the sine of their angle would divide by almost nothing."""
_FACTORS_KEPT = 8


def wide_type(values: Iterable[Expression]) -> np.dtype[np.generic]:
    """The type that values are accumulated in: float32, or float64 (complex64, complex128) where one of them is so wide."""
    dtypes = {value.dtype for value in values}
    double = not dtypes.isdisjoint(("float64", "complex128"))
    if any(is_complex(dtype) for dtype in dtypes):
        return np.dtype(np.complex128 if double else np.complex64)
    return np.dtype(np.float64 if double else np.float32)


def _values(expression: Expression, sources: Sources, region: Region, wide: np.dtype[np.generic]) -> Array:
    return expression.read(sources, region).astype(wide, copy=False)


def _number(value: float, wide: np.dtype[np.generic]) -> Array:
    """A factor in the real type that belongs to `wide`, as torch takes a Python number."""
    with np.errstate(all="ignore"):
        return np.array(value).astype(np.dtype(wide.char.lower()) if wide.kind == "c" else wide)


@dataclass(frozen=True, slots=True)
class Blend:
    """`(w0 * first + w1 * second + ...) / divisor`, summed from left to right; all have one shape."""

    inner: Expression
    others: tuple[Expression, ...]
    weights: tuple[float, ...]
    """One for `inner` and one for each of `others`."""
    dtype: str
    divisor: float = 1.0

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    def read(self, sources: Sources, region: Region) -> Array:
        wide = wide_type((self.inner, *self.others))
        with np.errstate(all="ignore"):
            result = _values(self.inner, sources, region, wide) * _number(self.weights[0], wide)
            for other, weight in zip(self.others, self.weights[1:], strict=True):
                result = result + _values(other, sources, region, wide) * _number(weight, wide)
            if self.divisor != 1:
                result = result / _number(self.divisor, wide)
        return rounded(result, self.dtype)


@dataclass(frozen=True, slots=True)
class Decayed:
    """An exponential moving average: `new = d * old + (1 - d) * next` for each of `others` in turn."""

    inner: Expression
    others: tuple[Expression, ...]
    decays: tuple[float, ...]
    """`d` of each of `others`."""
    dtype: str

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    def read(self, sources: Sources, region: Region) -> Array:
        wide = wide_type((self.inner, *self.others))
        result = _values(self.inner, sources, region, wide)
        with np.errstate(all="ignore"):
            for other, decay in zip(self.others, self.decays, strict=True):
                following = _values(other, sources, region, wide) * _number(1 - decay, wide)
                result = result * _number(decay, wide) + following
        return rounded(result, self.dtype)


@dataclass(frozen=True, slots=True)
class TaskArithmetic:
    """`base + w1 * (first - base) + w2 * (second - base) + ...`; `inner` is the base."""

    inner: Expression
    others: tuple[Expression, ...]
    weights: tuple[float, ...]
    """One for each of `others`."""
    dtype: str

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    def read(self, sources: Sources, region: Region) -> Array:
        wide = wide_type((self.inner, *self.others))
        base = result = _values(self.inner, sources, region, wide)
        with np.errstate(all="ignore"):
            for other, weight in zip(self.others, self.weights, strict=True):
                result = result + (_values(other, sources, region, wide) - base) * _number(weight, wide)
        return rounded(result, self.dtype)


@dataclass(frozen=True, slots=True)
class Slerp:
    """The point at `t` of the arc from `inner` (0) to the only one of `others` (1), both seen as one long vector.

    A straight line where the arc is none: nearly parallel or opposite directions, zeros, NaN.
    """

    inner: Expression
    others: tuple[Expression]
    t: float
    dtype: str

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    def read(self, sources: Sources, region: Region) -> Array:
        wide = wide_type((self.inner, *self.others))
        first, second = self._shares(sources, wide)
        with np.errstate(all="ignore"):
            near = _values(self.inner, sources, region, wide) * _number(first, wide)
            far = _values(self.others[0], sources, region, wide) * _number(second, wide)
            return rounded(near + far, self.dtype)

    def _shares(self, sources: Sources, wide: np.dtype[np.generic]) -> tuple[float, float]:
        """What each of the two is multiplied by; found in one pass over both and then known."""
        key = (id(self), "slerp")
        known = sources.known.get(key)
        if known is None:
            # together with the expression itself, so that its id is not given to another
            known = sources.known[key] = (self, arc_shares(self._cosine(sources, wide), self.t))
        return cast("tuple[object, tuple[float, float]]", known)[1]

    def _cosine(self, sources: Sources, wide: np.dtype[np.generic]) -> float:
        dot = near = far = 0.0
        double = np.dtype(np.complex128 if wide.kind == "c" else np.float64)
        with np.errstate(all="ignore"):
            for region in blocks(self.shape, _BLOCK):
                one = _values(self.inner, sources, region, double).reshape(-1)
                two = _values(self.others[0], sources, region, double).reshape(-1)
                dot += float(np.vdot(one, two).real)
                near += float(np.vdot(one, one).real)
                far += float(np.vdot(two, two).real)
        length = sqrt(near) * sqrt(far) if near >= 0 and far >= 0 else 0.0
        return dot / length if length > 0 and isfinite(length) else float("nan")


def arc_shares(cosine: float, t: float) -> tuple[float, float]:
    """Factors of the two ends for the point at `t` of an arc between directions with this cosine."""
    if not abs(cosine) < _PARALLEL:
        return 1 - t, t
    angle = acos(cosine)
    return sin((1 - t) * angle) / sin(angle), sin(t * angle) / sin(angle)


@dataclass(frozen=True, slots=True)
class LowRank:
    """`inner + scale * up @ down` for one or more pairs of small matrices (LoRA).

    `down` is (rank, in) or (rank, in, *kernel), `up` is (out, rank) with any number of ones behind. Only the rows and
    columns of the product that a region needs are computed.
    """

    inner: Expression
    others: tuple[Expression, ...]
    """down, up, down, up ..."""
    scales: tuple[float, ...]
    """One for each pair."""
    turned: tuple[bool, ...]
    """Whether the product of a pair is added transposed: the tensor is kept as (in, out)."""
    dtype: str

    @property
    def shape(self) -> tuple[int, ...]:
        return self.inner.shape

    def read(self, sources: Sources, region: Region) -> Array:
        wide = wide_type((self.inner, *self.others))
        result = _values(self.inner, sources, region, wide)
        shape = shape_of(region)
        if 0 in shape:
            return rounded(result, self.dtype)
        factors = self._factors(sources, wide)
        with np.errstate(all="ignore"):
            for (down, up), scale, turned in zip(factors, self.scales, self.turned, strict=True):
                rank = len(down)
                if turned:
                    rows, columns = region
                    product = (up[np.array(columns)] @ down[:, np.array(rows)]).T
                else:
                    inside = down.reshape(rank, *self.shape[1:])[np.ix_(range(rank), *region[1:])]
                    product = (up[np.array(region[0])] @ inside.reshape(rank, -1)).reshape(shape)
                result = result + product * _number(scale, wide)
        return rounded(result, self.dtype)

    def _factors(self, sources: Sources, wide: np.dtype[np.generic]) -> list[tuple[Array, Array]]:
        """The pairs as (rank, everything else) and (out, rank); read once, and forgotten when others were needed."""
        key = (id(self), "low-rank")
        known = sources.known.get(key)
        if known is None:
            for old in [place for place in sources.known if place[1] == "low-rank"][: 1 - _FACTORS_KEPT]:
                del sources.known[old]
            pairs: list[tuple[Array, Array]] = []
            for down, up in zip(self.others[::2], self.others[1::2], strict=True):
                one = _values(down, sources, whole(down.shape), wide).reshape(down.shape[0], prod(down.shape[1:]))
                two = _values(up, sources, whole(up.shape), wide).reshape(up.shape[0], prod(up.shape[1:]))
                pairs.append((one, two))
            known = sources.known[key] = (self, pairs)
        return cast("tuple[object, list[tuple[Array, Array]]]", known)[1]
