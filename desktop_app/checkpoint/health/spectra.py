"""Singular values of weights: all of them where that is quick or wished for, else the largest by a random projection."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.editing.expressions import Expression, Sources, distinct_shape_of
from desktop_app.checkpoint.health.measuring import real
from desktop_app.checkpoint.health.model import Spectrum
from desktop_app.checkpoint.repeats import repeats_of

QUICK = 1 << 30
"""Work (shorter side squared times longer side) up to which all values are computed without being asked."""
MOST = 1 << 27
"""Elements of a matrix of which all values can be asked for: 1 GiB in float64."""
SKETCH = 64
"""Values that a random projection finds."""
_LISTED = 1 << 16
"""Singular values up to which those that are known to be 0 are listed too: no weight but a made-up one has more."""
_EXTRA = 16
_ROWS = 1 << 20
"""Elements that are read together in a projection."""


def sides(shape: tuple[int, ...], outputs: int = 0) -> tuple[int, int]:
    """Rows (outputs) and columns (everything else) of a weight as a matrix."""
    rows = shape[outputs]
    return rows, math.prod(shape) // max(rows, 1)


def is_matrix(shape: tuple[int, ...]) -> bool:
    """Whether there is a spectrum worth showing."""
    return len(shape) > 1 and math.prod(shape) > 0 and min(sides(shape)) > 1


def is_quick(shape: tuple[int, ...], outputs: int = 0) -> bool:
    """Whether all singular values are a matter of a second."""
    short, long = sorted(sides(shape, outputs))
    return short * short * long <= QUICK


def can_be_exact(shape: tuple[int, ...]) -> bool:
    """Whether the matrix fits into memory."""
    return math.prod(shape) <= MOST


def spectrum(expression: Expression, *, outputs: int = 0, exact: bool | None = None) -> Spectrum | None:
    """The spectrum; None when a value is not finite. `exact` asks for all values, or (False) for a projection.

    Of an expanded weight only what is distinct is read: k equal rows or columns are one of them times √k, and the rest zeros.
    Raises `TensorError` when there are no values, `ValueError` for a matrix too large to be exact.
    """
    shape = distinct_shape_of(expression)
    found = _spectrum(expression, shape, outputs, exact)
    return found and _repeated(found, repeats_of(expression.shape, shape), min(sides(expression.shape, outputs)))


def _repeated(found: Spectrum, times: int, full: int) -> Spectrum:
    """The spectrum of a matrix that shows every element of another one `times` times."""
    zeros = full - found.full
    exact = found.exact and (not zeros or full <= _LISTED)
    values = tuple(value * math.sqrt(times) for value in found.values) + (0.0,) * (zeros if exact else 0)
    condition = math.inf if zeros and values[0] > 0 else found.condition
    return replace(found, values=values, full=full, exact=exact, condition=condition)


def _spectrum(expression: Expression, shape: tuple[int, ...], outputs: int, exact: bool | None) -> Spectrum | None:
    """Of the region of an expression that begins with its first element and has this shape."""
    if exact is None:
        exact = is_quick(shape, outputs)
    if exact and not can_be_exact(shape):
        raise ValueError(f"{math.prod(shape):,} values are too many for an exact spectrum (at most {MOST:,}).")
    with Sources() as sources, np.errstate(all="ignore"):  # float64 of 1e300 is finite and its square is not
        if exact or min(sides(shape, outputs)) <= SKETCH + _EXTRA:
            whole = np.concatenate(list(_matrix(expression, shape, sources, outputs)))
            return exact_spectrum(whole) if np.isfinite(whole).all() else None
        return _projected(expression, shape, sources, outputs)


def _matrix(expression: Expression, shape: tuple[int, ...], sources: Sources, outputs: int) -> Iterator[Array]:
    """The matrix in groups of rows, float64."""
    rows, columns = sides(shape, outputs)
    some = max(1, _ROWS // max(columns, 1))
    for begin in range(0, rows, some):
        region = [range(size) for size in shape]
        region[outputs] = range(begin, min(begin + some, rows))
        block = real(np.asarray(expression.read(sources, tuple(region))))
        yield np.moveaxis(block, outputs, 0).reshape(len(region[outputs]), columns).astype(np.float64)


def exact_spectrum(matrix: Array) -> Spectrum:
    """Of a matrix of finite numbers in memory."""
    values = np.linalg.svd(matrix, compute_uv=False)
    largest = float(values[0])
    rounding = largest * max(matrix.shape) * float(np.finfo(np.float32).eps)
    rank = int((values > rounding).sum())
    stable = float(np.square(values / largest).sum()) if largest else 0.0
    return Spectrum(
        tuple(values.tolist()),
        len(values),
        True,
        effective_rank(values),
        stable,
        (largest / float(values[-1]) if values[-1] > 0 else math.inf) if largest else math.nan,
        rank,
    )


def effective_rank(values: Array) -> float:
    """exp of the entropy of the shares of singular values; 0 of none."""
    total = float(values.sum())
    if total <= 0:
        return 0.0
    shares = values[values > 0] / total
    return float(np.exp(-(shares * np.log(shares)).sum()))


def _projected(expression: Expression, shape: tuple[int, ...], sources: Sources, outputs: int) -> Spectrum | None:
    """Halko, Martinsson and Tropp 2011 with two power iterations, streamed; the same random numbers every time."""
    rows, columns = sides(shape, outputs)
    generator = np.random.default_rng(0)
    basis = generator.standard_normal((columns, SKETCH + _EXTRA))
    energy = 0.0
    products, last = basis, basis
    for turn in range(3):
        basis, _ = np.linalg.qr(products)
        products = np.zeros((columns, basis.shape[1]))
        energy = 0.0
        images: list[Array] = []
        for part in _matrix(expression, shape, sources, outputs):
            if turn == 0 and not np.isfinite(part).all():
                return None
            energy += float(np.einsum("ij,ij->", part, part))
            image = part @ basis
            images.append(image)
            products += part.T @ image
        last = np.concatenate(images)
    values = np.linalg.svd(last, compute_uv=False)[:SKETCH]
    full = min(rows, columns)
    largest = float(values[0])
    rest = max(energy - float(np.dot(values, values)), 0.0)
    even = min(math.sqrt(rest / (full - len(values))), float(values[-1]))
    guessed = np.concatenate([values, np.full(full - len(values), even)])
    rounding = largest * max(rows, columns) * float(np.finfo(np.float32).eps)
    stable = energy / largest**2 if largest else 0.0
    rank = int((values > rounding).sum())
    return Spectrum(tuple(values.tolist()), full, False, effective_rank(guessed), stable, math.nan, rank)
