"""Tensors between a draft and a person's Python: torch tensors where torch is there, else NumPy arrays."""

import importlib
import importlib.util
import sys
import zlib
from functools import cache
from typing import Any, cast

import numpy as np

from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.editing.expressions import Expression, Sources, Stored
from desktop_app.checkpoint.editing.regions import whole
from desktop_app.checkpoint.editing.rounding import CASTABLE, carrier, cast_units

_HASHED = 64 << 20
"""Bytes up to which an array is looked through to see whether it was changed."""


class ConsoleError(Exception):
    """What somebody asked of the console makes no sense; one sentence."""


@cache
def torch_or_none() -> Any:
    """The module torch where the Python has it and it can be imported; imported when first asked for."""
    if "torch" not in sys.modules and importlib.util.find_spec("torch") is None:
        return None
    try:
        return importlib.import_module("torch")
    except (ImportError, OSError):  # an installation that is broken
        return None


def read_value(value: Expression) -> Any:
    """The whole tensor, in memory of its own: torch tensor of the very type, or array of the nearest type that NumPy has.

    Quantised tensors come as the real numbers that they stand for. Raises `TensorError`.
    """
    with Sources() as sources:
        array = np.array(value.read(sources, whole(value.shape)), order="C")
    torch = torch_or_none()
    if torch is None:
        if array.nbytes > _HASHED:
            array.flags.writeable = False  # a change in it could not be noticed
        return array
    tensor = torch.from_numpy(array)
    wanted = getattr(torch, value.dtype, None)
    kept = value.dtype in CASTABLE and not (isinstance(value, Stored) and value.info.quantization is not None)
    return tensor.to(wanted) if kept and isinstance(wanted, torch.dtype) else tensor


def is_tensor(value: object) -> bool:
    """Whether this can become a tensor of the state_dict."""
    torch = torch_or_none()
    return isinstance(value, np.ndarray | np.generic) or (torch is not None and isinstance(value, torch.Tensor))


def nbytes_of(tensor: Any) -> int:
    """Bytes of the elements."""
    return int(tensor.nbytes)


def stamp_of(tensor: Any) -> tuple[int, int]:
    """Something that differs when the values were changed in place."""
    version = int(getattr(tensor, "_version", 0))  # torch counts what is done in place
    if nbytes_of(tensor) > _HASHED:
        return version, 0
    return version, zlib.crc32(_bytes_of(tensor))


def dtype_and_bytes(tensor: Any, like: str = "") -> tuple[str, tuple[int, ...], Array]:
    """torch's name of the type, shape, and the little-endian bytes, dense and row by row.

    An array takes the type `like` when that is how NumPy holds it (bfloat16 in float32). Raises `ConsoleError` for what
    has no such bytes.
    """
    torch = torch_or_none()
    if torch is not None and isinstance(tensor, torch.Tensor):
        if tensor.layout != torch.strided or tensor.is_quantized:
            raise ConsoleError(
                "Only dense tensors can be put into the state_dict; use to_dense() or dequantize() first."
            )
        if tensor.device.type == "meta":
            raise ConsoleError("A tensor on the meta device has no values that could be put into the state_dict.")
        dtype = str(cast("object", tensor.dtype)).removeprefix("torch.")
        return dtype, tuple(tensor.shape), _bytes_of(tensor)
    array = np.asarray(tensor)
    dtype = array.dtype.newbyteorder("=").name
    if like and like != dtype and like in CASTABLE and carrier(like) == array.dtype:
        units = cast_units(np.ascontiguousarray(array), like)
        return like, array.shape, units.reshape(-1).view(np.uint8)
    if dtype not in CASTABLE:
        raise ConsoleError(f"torch has no element type {array.dtype}.")
    return dtype, array.shape, _bytes_of(array)


def _bytes_of(tensor: Any) -> Array:
    if isinstance(tensor, np.ndarray | np.generic):
        array: Array = np.asarray(cast("Any", tensor))
        array = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        return array.reshape(-1).view(np.uint8) if array.size else np.empty(0, np.uint8)
    torch = torch_or_none()
    flat = tensor.detach().resolve_conj().resolve_neg().cpu().contiguous().reshape(-1)
    return flat.view(torch.uint8).numpy() if flat.numel() else np.empty(0, np.uint8)


def numbers_of(tensor: Any) -> Array:
    """The values, flat, in a type that NumPy has."""
    if isinstance(tensor, np.ndarray | np.generic):
        return np.asarray(cast("Any", tensor)).reshape(-1)
    torch = torch_or_none()
    flat = tensor.detach().cpu().contiguous().reshape(-1)
    known = {torch.bfloat16: torch.float32, torch.complex32: torch.complex64}
    name = str(cast("object", flat.dtype)).removeprefix("torch.")
    wanted = known.get(flat.dtype, torch.float32 if name.startswith("float8") else flat.dtype)
    return flat.to(wanted).numpy()
