"""Means of blocks of a matrix, so that a picture of a large one shows all of its values and not every n-th."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Sequence

import numpy as np

from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.model import FileIdentity, TensorInfo
from desktop_app.checkpoint.tensors import read_slice


def block_means(
    files: Sequence[FileIdentity], info: TensorInfo, strips: Sequence[str], width: int, rows: int, columns: int
) -> Array:
    """Means of blocks of `rows` by `columns` values, float32; blocks at the lower and right edge may be smaller.

    Each of `strips` is a slice expression that selects whole rows of `width` values, all but the last a multiple of
    `rows` of them; together they are what is shown. Complex numbers count by magnitude; a block with NaN is NaN.
    Raises `ValueError` and `TensorError` as `read_slice` does.
    """
    found = [
        _means(_numbers(read_slice(files, info, strip).array.reshape(-1, width)), rows, columns) for strip in strips
    ]
    return np.concatenate(found) if found else np.zeros((0, 0), np.float32)


def _numbers(values: Array) -> Array:
    if values.dtype.kind == "c":
        return np.abs(values)
    return values.astype(np.float32) if values.dtype.itemsize <= 2 else values


def _means(values: Array, rows: int, columns: int) -> Array:
    """Rows are added up first: that is fast, and leaves less to add up across."""
    down, across = np.arange(0, values.shape[0], rows), np.arange(0, values.shape[1], columns)
    with np.errstate(all="ignore"):
        sums = np.add.reduceat(np.add.reduceat(values, down, axis=0, dtype=np.float64), across, axis=1)
        counts = np.outer(_lengths(down, values.shape[0]), _lengths(across, values.shape[1]))
        return (sums / counts).astype(np.float32)


def _lengths(starts: Array, end: int) -> Array:
    return np.diff(np.append(starts, end))
