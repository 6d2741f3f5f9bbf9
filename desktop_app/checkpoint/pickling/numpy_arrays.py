"""NumPy arrays and scalars inside pickles, described without importing NumPy."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import struct
from typing import Any

from desktop_app.checkpoint.model import ByteOrder, Storage, TensorInfo
from desktop_app.checkpoint.pickling.objects import Global, Opaque

DTYPES: dict[str, str] = {
    "f2": "float16", "f4": "float32", "f8": "float64", "i1": "int8", "i2": "int16", "i4": "int32", "i8": "int64",
    "u1": "uint8", "u2": "uint16", "u4": "uint32", "u8": "uint64", "b1": "bool", "?": "bool", "c8": "complex64", "c16": "complex128",
}  # fmt: skip
"""NumPy's type codes without byte order to torch's names."""

_SCALARS = {
    "f2": "e", "f4": "f", "f8": "d", "i1": "b", "i2": "h", "i4": "i", "i8": "q", "u1": "B", "u2": "H", "u4": "I", "u8": "Q", "b1": "?",
}  # fmt: skip


def type_code(value: object) -> tuple[str, ByteOrder] | None:
    """`("f4", "little")` of a pickled `numpy.dtype`; None when it is none or has fields."""
    if isinstance(value, Global) and value.module == "numpy.dtypes":
        return None
    if not isinstance(value, Opaque) or not isinstance(value.cls, Global) or value.cls.dotted != "numpy.dtype":
        return None
    code = value.args[0] if value.args else None
    if not isinstance(code, str):
        return None
    order = value.state[1] if isinstance(value.state, tuple) and len(value.state) > 1 else "|"
    if code[:1] in "<>|=":
        order, code = code[0], code[1:]
    return code, "big" if order == ">" else "little"


def is_reconstruct(value: Opaque) -> bool:
    """Whether this is an `ndarray` being rebuilt."""
    return (
        isinstance(value.cls, Global) and value.cls.module.endswith("multiarray") and value.cls.name == "_reconstruct"
    )


def array_of(value: Opaque) -> TensorInfo | None:
    """The array that the stand-in describes, its bytes inline; None for anything else (object arrays included)."""
    if is_reconstruct(value):
        state = value.state
        if not isinstance(state, tuple) or len(state) < 5:
            return None
        return _array(value, state[1], state[2], state[3] is True or state[3] == 1, state[4])
    cls = value.cls
    if (
        isinstance(cls, Global)
        and cls.module.endswith("numeric")
        and cls.name == "_frombuffer"
        and len(value.args) == 4
    ):
        buffer, dtype, shape, order = value.args
        return _array(value, shape, dtype, order == "F", buffer)
    return None


def _array(value: Opaque, shape: Any, dtype: Any, fortran: bool, raw: Any) -> TensorInfo | None:
    code = type_code(dtype)
    if code is None or code[0] not in DTYPES or not isinstance(raw, bytes | bytearray | str):
        return None
    if not isinstance(shape, tuple) or not all(type(size) is int and size >= 0 for size in shape):
        return None
    data = raw.encode("latin-1", "replace") if isinstance(raw, str) else bytes(raw)
    name = DTYPES[code[0]]
    storage = Storage(
        id=f"inline:{id(value):x}",
        file=0,
        record="",
        offset=-1,
        nbytes=len(data),
        dtype=name,
        byteorder=code[1],
        inline=data,
    )
    from desktop_app.checkpoint.pickling.rebuild import checked

    return checked(
        TensorInfo(
            name="",
            shape=shape,
            dtype=name,
            stride=strides(shape, fortran=fortran),
            storage=storage,
            class_name="numpy.ndarray",
        )
    )


def strides(shape: tuple[int, ...], *, fortran: bool = False) -> tuple[int, ...]:
    """Strides in elements of a dense array of this shape."""
    sizes = shape if fortran else shape[::-1]
    steps: list[int] = []
    step = 1
    for size in sizes:
        steps.append(step)
        step *= max(size, 1)
    return tuple(steps if fortran else steps[::-1])


def scalar_of(value: Opaque) -> object:
    """The Python number of a pickled NumPy scalar; None when it is none."""
    cls = value.cls
    if (
        not isinstance(cls, Global)
        or not cls.module.endswith("multiarray")
        or cls.name != "scalar"
        or len(value.args) < 2
    ):
        return None
    code = type_code(value.args[0])
    raw = value.args[1]
    if isinstance(raw, str):
        raw = raw.encode("latin-1", "replace")
    if code is None or not isinstance(raw, bytes):
        return None
    form = _SCALARS.get(code[0])
    if form is None or struct.calcsize(form) != len(raw):
        return raw.decode("utf-8", "replace") if code[0][:1] in "SU" else None
    return struct.unpack((">" if code[1] == "big" else "<") + form, raw)[0]
