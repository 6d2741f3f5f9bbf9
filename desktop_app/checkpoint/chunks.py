"""Tensors that a distributed checkpoint keeps in several pieces: how pieces are named, and how they become whole."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_app.checkpoint.model import TensorInfo

if TYPE_CHECKING:
    import numpy as np

SHARDED = "sharded"
"""`TensorInfo.layout` of a tensor whose `parts` are pieces of it, named by `piece_name`."""


def piece_name(offsets: Sequence[int], sizes: Sequence[int]) -> str:
    """`[0:4, 8:16]`: where in the whole the piece lies."""
    return "[" + ", ".join(f"{begin}:{begin + size}" for begin, size in zip(offsets, sizes, strict=True)) + "]"


def piece_slices(name: str) -> tuple[slice, ...]:
    """The slices that a piece's name means; raises `ValueError` for any other name."""
    inner = name.removeprefix("[").removesuffix("]")
    if len(inner) != len(name) - 2:
        raise ValueError(f"not the name of a piece: {name}")
    bounds = [axis.split(":") for axis in inner.split(", ")] if inner else []
    return tuple(slice(int(begin), int(end)) for begin, end in bounds)


def assemble(
    info: TensorInfo, read: "Callable[[TensorInfo], np.ndarray]", *, dtype: "np.dtype | None" = None
) -> "np.ndarray":
    """The whole tensor of shape `info.shape`; `read` gives the values of one piece. What no piece covers is zero.

    `dtype` is the array type that `read` gives; by default that of the first piece. Raises what `read` raises.
    """
    import numpy as np

    whole: np.ndarray | None = None if dtype is None else np.zeros(info.shape, dtype)
    for name, part in info.parts:
        values = read(part)
        if whole is None:
            whole = np.zeros(info.shape, values.dtype)
        whole[piece_slices(name)] = values
    return whole if whole is not None else np.zeros(info.shape, np.float32)
