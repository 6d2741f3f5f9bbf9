"""Views that show a few numbers many times over: where all that is distinct lies, and when going through them is refused."""

from math import prod

from desktop_app.checkpoint.chunks import SHARDED
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import TensorInfo
from desktop_app.checkpoint.storages import TensorError

_ALWAYS = 1 << 24
"""Elements that are gone through whatever lies behind them: a tenth of a second."""
_TIMES = 16
"""How often a longer tensor may show each of its numbers: sliding windows do so as often as their kernel is large."""


def distinct_shape(info: TensorInfo) -> tuple[int, ...]:
    """The shape with one place along each expanded axis; what lies in it holds every element of the tensor.

    The tensor repeats each of them `prod(info.shape) // prod(distinct_shape(info))` times. The axis of a quantisation
    by channel stays: equal codes are other numbers there.
    """
    if info.layout != "strided" or info.parts or len(info.stride) != len(info.shape) or 0 in info.shape:
        return info.shape
    channels = info.quantization.axis if info.quantization is not None else None
    return tuple(
        1 if step == 0 and axis != channels else size
        for axis, (size, step) in enumerate(zip(info.shape, info.stride, strict=True))
    )


def repeats_of(shape: tuple[int, ...], distinct: tuple[int, ...]) -> int:
    """How often each distinct element stands in the tensor."""
    return prod(shape) // max(prod(distinct), 1)


def numbers_behind(info: TensorInfo) -> int:
    """Elements of storage between the first and the last that the tensor shows; what its parts show together."""
    if info.layout == SHARDED:
        return sum(numbers_behind(part) for _, part in info.parts)
    if info.layout != "strided" or info.parts or len(info.stride) != len(info.shape):
        return prod(info.shape)
    return 1 + sum((size - 1) * step for size, step in zip(info.shape, info.stride, strict=True) if size)


def refuse_repeats(name: str, count: int, behind: int) -> None:
    """Raise `TensorError` for `count` elements that are so few numbers many times over that nobody should wait for them."""
    if count > max(_ALWAYS, _TIMES * behind):
        raise TensorError(finding("view-repeats", name, name=name, count=f"{count:,}", behind=f"{behind:,}"))
