"""What a cast would lose: each value as the narrower type would hold it, against what it is."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Callable

import numpy as np

from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.editing.expressions import Expression, Sources, can_be_gone_through, distinct_shape_of
from desktop_app.checkpoint.editing.regions import Region, blocks
from desktop_app.checkpoint.editing.rounding import rounded
from desktop_app.checkpoint.health.measuring import BLOCK, Step
from desktop_app.checkpoint.health.model import CASTS, CastLoss
from desktop_app.checkpoint.repeats import repeats_of

_SMALL_FLOATS = {"float8_e4m3fn": (3, -6, 448.0), "float8_e5m2": (2, -14, 57344.0)}
"""Bits of the mantissa, exponent of the smallest normal number, largest number."""


def small_float(array: Array, dtype: str) -> Array:
    """float32 numbers rounded to nearest even in an 8-bit float, as `rounding.rounded` does and several times faster."""
    mantissa, least, largest = _SMALL_FLOATS[dtype]
    numbers = np.ascontiguousarray(array, np.float32)
    # the exponent bits alone are the power of two at or below the number
    powers = (numbers.view(np.uint32) & np.uint32(0x7F800000)).view(np.float32)
    steps = np.maximum(powers, np.float32(2.0**least)) * np.float32(2.0**-mantissa)
    with np.errstate(all="ignore"):
        found = np.rint(numbers / steps) * steps
    over = np.abs(found) > largest
    if over.any() or not np.isfinite(numbers).all():
        wrong = over | ~np.isfinite(numbers)
        found[wrong] = rounded(numbers[wrong], dtype)
    return found


def int8(array: Array, scale: Array | float) -> Array:
    """Symmetric int8 of -127 to 127 and back: `scale * round(value / scale)`; a scale of zero gives zero."""
    wide = array.astype(np.float64)
    safe = np.where(np.equal(scale, 0), 1.0, scale)
    with np.errstate(all="ignore"):
        return np.clip(np.rint(wide / safe), -127, 127) * scale


class _Loss:
    """Sums over what one cast does."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.errors, self.worst, self.saturated, self.underflow = 0.0, 0.0, 0, 0

    def add(self, wide: Array, cast: Array, largest: float | None) -> None:
        error = np.abs(wide - cast)
        self.errors += float(np.dot(error, error))
        self.worst = max(self.worst, float(error.max(initial=0.0)))
        self.underflow += int(np.count_nonzero(wide)) - int(np.count_nonzero(cast[wide != 0]))
        if largest is not None:
            self.saturated += (
                int((np.abs(wide) > largest).sum())
                if np.isfinite(cast).all()
                else int(((~np.isfinite(cast)) | (np.abs(wide) > largest)).sum())
            )

    def result(self, norm: float, times: int) -> CastLoss:
        """The loss of a tensor that shows `times` each of the elements that were added; `norm` is theirs."""
        relative = float(np.sqrt(self.errors)) / norm if norm else 0.0
        return CastLoss(self.target, relative, self.worst, self.saturated * times, self.underflow * times)


_LARGEST = {
    "float16": 65504.0, "bfloat16": float.fromhex("0x1.fep127"), "float8_e4m3fn": 448.0, "float8_e5m2": 57344.0,
}  # fmt: skip


def cast_losses(
    expression: Expression,
    name: str = "",
    *,
    outputs: int = 0,
    targets: tuple[str, ...] = CASTS,
    step: Step | None = None,
) -> tuple[CastLoss, ...]:
    """What each cast would lose over every finite element. Raises `TensorError` as `measure` does."""
    can_be_gone_through(expression, name)
    distinct = distinct_shape_of(expression)
    scales = _scales(expression, outputs) if any(target.startswith("int8") for target in targets) else None
    losses = [_Loss(target) for target in targets]
    norm = 0.0
    with Sources() as sources, np.errstate(all="ignore"):
        for region in blocks(distinct, BLOCK):
            block = np.asarray(expression.read(sources, region))
            keep = np.isfinite(block).reshape(-1)
            wide = block.astype(np.float64).reshape(-1)[keep]
            norm += float(np.dot(wide, wide))
            for loss in losses:
                cast = _caster(loss.target, scales, region, outputs)(block)
                loss.add(wide, cast.astype(np.float64).reshape(-1)[keep], _LARGEST.get(loss.target))
            if step is not None:
                step(block.size)
    times = repeats_of(expression.shape, distinct)
    return tuple(loss.result(float(np.sqrt(norm)), times) for loss in losses)


def _caster(target: str, scales: Array | None, region: Region, outputs: int) -> Callable[[Array], Array]:
    if target == "int8" and scales is not None:
        return lambda block: int8(block, float(scales.max(initial=0.0)))
    if target == "int8-channel" and scales is not None:
        return lambda block: int8(block, _along(scales, region, outputs))
    if target in _SMALL_FLOATS:
        return lambda block: small_float(block, target)
    return lambda block: rounded(block, target)


def _along(scales: Array, region: Region, outputs: int) -> Array:
    """The scales of the region's outputs, in a shape that stretches over a block."""
    if len(region) < 2:
        return scales
    shape = [1] * len(region)
    shape[outputs] = -1
    return scales[region[outputs].start : region[outputs].stop].reshape(shape)


def _scales(expression: Expression, outputs: int) -> Array:
    """Largest magnitude of each output (of the whole for a vector) over 127, float64."""
    shape = distinct_shape_of(expression)
    count = shape[outputs] if len(shape) > 1 else 1
    most = np.zeros(count)
    with Sources() as sources, np.errstate(all="ignore"):
        for region in blocks(shape, BLOCK):
            block = np.abs(np.asarray(expression.read(sources, region)).astype(np.float64))
            block = np.where(np.isfinite(block), block, 0.0)
            if len(shape) < 2:
                most = np.maximum(most, block.max(initial=0.0))
                continue
            others = tuple(axis for axis in range(block.ndim) if axis != outputs)
            places = slice(region[outputs].start, region[outputs].stop)
            most[places] = np.maximum(most[places], block.max(axis=others))
    return most / 127
