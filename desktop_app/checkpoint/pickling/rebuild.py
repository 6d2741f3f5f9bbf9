"""Stand-ins of torch's rebuild calls turned into descriptions of tensors; what they say is checked, never believed."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from desktop_app.checkpoint.dtypes import STORAGE_DTYPES, is_known, itemsize_bits
from desktop_app.checkpoint.model import Quantization, Storage, TensorInfo
from desktop_app.checkpoint.pickling.numpy_arrays import array_of
from desktop_app.checkpoint.pickling.objects import Global, Opaque, StorageRef
from desktop_app.checkpoint.pickling.safety import short_text

type Storages = Callable[[StorageRef], Storage | None]
"""Where the bytes of a storage lie; None when the file does not have them."""

_SIZE_LIMIT = 1 << 62
_DEPTH = 8
"""Tensors inside tensors inside tensors: what a hostile file may nest."""


@dataclass(frozen=True, slots=True)
class NotATensor(Exception):
    """The stand-in looks like a tensor but says something impossible."""

    reason: str


def dtype_of(value: object) -> str | None:
    """torch's dtype name of a `torch.float32`-like global or a storage class; None for anything else."""
    if not isinstance(value, Global):
        return None
    if value.name in STORAGE_DTYPES:
        return STORAGE_DTYPES[value.name]
    name = {"double": "float64", "float": "float32", "half": "float16", "long": "int64", "int": "int32", "short": "int16",
            "chalf": "complex32", "cfloat": "complex64", "cdouble": "complex128"}.get(value.name, value.name)  # fmt: skip
    return name if value.module == "torch" and is_known(name) else None


def storage_ref(identifier: object) -> object:
    """The stand-in of a persistent id `("storage", type, key, location, numel, view)`; other ids stay visible as they are."""
    if isinstance(identifier, tuple) and len(identifier) >= 5 and identifier[0] == "storage":
        _, kind, key, location, numel = identifier[:5]
        view = identifier[5] if len(identifier) > 5 else None
        dtype = dtype_of(kind) or "uint8"
        if isinstance(numel, int) and isinstance(key, str | int):
            if isinstance(view, tuple) and len(view) == 3 and isinstance(view[1], int) and isinstance(view[2], int):
                return StorageRef(str(key), dtype, numel, str(location), view_offset=view[1])
            return StorageRef(str(key), dtype, numel, str(location))
    return Opaque(Global("", "persistent id"), (identifier,))


type PlainFields = tuple[tuple[int, ...], str, tuple[int, ...], Storage, int, bool]
"""Shape, dtype, stride, storage, offset and whether it requires a gradient."""


def plain_fields(value: Opaque, storages: Storages) -> PlainFields | None:
    """What an ordinary `_rebuild_tensor_v2` call says of its tensor; None when anything about it is unusual.

    Nearly every tensor of nearly every file is such a call; `tensor_of` takes twice as long.
    """
    args = value.args
    if len(args) != 6:
        return None
    ref, offset, shape, stride, requires_grad, _ = args
    if (
        type(ref) is not StorageRef
        or type(offset) is not int
        or type(shape) is not tuple
        or type(stride) is not tuple
        or len(shape) != len(stride)
    ):
        return None
    storage = storages(ref)
    if storage is None or offset < 0 or ref.view_offset or ref.location == "meta":
        return None
    last = offset
    for size, step in zip(shape, stride, strict=True):
        if type(size) is not int or type(step) is not int or size < 1 or step < 0:
            return None
        last += (size - 1) * step
    if (
        ((last + 1) * itemsize_bits(ref.dtype) + 7) // 8 > storage.nbytes
        or len(shape) > 64
        or math.prod(shape) >= _SIZE_LIMIT
    ):
        return None
    return shape, ref.dtype, stride, storage, offset, requires_grad is True


def tensor_of(value: object, storages: Storages, depth: int = 0) -> TensorInfo | None:
    """The tensor that a stand-in describes, nameless; None when it is no tensor.

    Errors: `NotATensor` when it is one whose description cannot be true.
    """
    if isinstance(value, StorageRef):
        return _strided(
            value,
            storages,
            dtype=value.dtype,
            offset=0,
            shape=(value.numel,),
            stride=(1,),
            class_name="torch.UntypedStorage" if value.dtype == "uint8" else "torch.storage.TypedStorage",
        )
    if not isinstance(value, Opaque) or not isinstance(value.cls, Global):
        return None
    if depth > _DEPTH:
        raise NotATensor("tensors are nested too deeply")
    handler = _HANDLERS.get(value.cls.name)
    if handler is not None and value.cls.module in _MODULES:
        try:
            return handler(value, storages, depth)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise NotATensor(f"{value.cls.name} was given arguments that do not fit") from error
    return array_of(value)


def ints_of(value: object) -> tuple[int, ...]:
    """A short tuple of integers that fit 63 bits. Raises `NotATensor`."""
    if isinstance(value, Opaque) and value.args and isinstance(value.args[0], tuple | list):
        value = value.args[0]
    if (
        not isinstance(value, tuple | list)
        or len(value) > 64
        or not all(type(size) is int and abs(size) < _SIZE_LIMIT for size in value)
    ):
        raise NotATensor("its shape or stride is not a short list of integers")
    return tuple(value)


def shape_of(value: object) -> tuple[int, ...]:
    """Sizes of a tensor that torch could have made. Raises `NotATensor`."""
    sizes = ints_of(value)
    if any(size < 0 for size in sizes) or math.prod(sizes) >= _SIZE_LIMIT:
        raise NotATensor("its shape is none that a tensor can have")
    return sizes


def _strided(
    ref: object,
    storages: Storages,
    *,
    dtype: str,
    offset: object,
    shape: object,
    stride: object,
    class_name: str = "torch.Tensor",
    requires_grad: object = False,
) -> TensorInfo:
    sizes, steps = shape_of(shape), ints_of(stride)
    if not isinstance(ref, StorageRef):
        raise NotATensor("it names no storage")
    if type(offset) is not int or not 0 <= offset < _SIZE_LIMIT:
        raise NotATensor(f"its offset is {short_text(offset)}")
    if len(sizes) != len(steps) or any(step < 0 for step in steps):
        raise NotATensor("its shape and stride do not fit each other")
    info = TensorInfo(
        name="", shape=sizes, dtype=dtype, stride=steps, storage=storages(ref), storage_offset=offset + ref.view_offset,
        requires_grad=requires_grad is True, class_name=class_name,
    )  # fmt: skip
    return checked(info, meta=ref.location == "meta")


def needed_nbytes(info: TensorInfo) -> int:
    """Bytes of its storage that a strided tensor reaches into."""
    if 0 in info.shape:
        return 0
    last = info.storage_offset + sum((size - 1) * step for size, step in zip(info.shape, info.stride, strict=True))
    return ((last + 1) * itemsize_bits(info.dtype) + 7) // 8


def checked(info: TensorInfo, *, meta: bool = False) -> TensorInfo:
    """The same tensor with its status set by comparing what it reaches into with what its storage has."""
    need = needed_nbytes(info)
    if info.storage is None or meta:
        if meta:
            return replace(info, storage=None, layout="meta")
        return replace(info, status="missing", problem="Its bytes are not in the file.") if need else info
    have = info.storage.nbytes
    if need > have:
        return replace(
            info,
            status="missing" if have == 0 else "damaged",
            problem=f"It needs {need} bytes of its storage, which has {have}.",
        )
    return info


# ---------------------------------------------------------------------- one function per rebuild call


def _v1(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    ref, offset, shape, stride = value.args[:4]
    return _strided(ref, storages, dtype=_ref_dtype(ref), offset=offset, shape=shape, stride=stride)


def _v2(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    args = value.args
    ref = args[0]
    info = _strided(
        ref,
        storages,
        dtype=_ref_dtype(ref),
        offset=args[1],
        shape=args[2],
        stride=args[3],
        requires_grad=args[4] if len(args) > 4 else False,
    )
    return _flagged(info, args[6] if len(args) > 6 else None)


def _v3(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    args = value.args
    dtype = dtype_of(args[6])
    if dtype is None:
        raise NotATensor(f"its element type {short_text(args[6])} is not known")
    info = _strided(
        args[0], storages, dtype=dtype, offset=args[1], shape=args[2], stride=args[3], requires_grad=args[4]
    )
    return _flagged(info, args[7] if len(args) > 7 else None)


def _ref_dtype(ref: object) -> str:
    return ref.dtype if isinstance(ref, StorageRef) else "uint8"


def _flagged(info: TensorInfo, metadata: object) -> TensorInfo:
    if isinstance(metadata, dict) and metadata:
        return replace(info, conj=bool(metadata.get("conj")), neg=bool(metadata.get("neg")))
    return info


def _parameter(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    inner = _inner(value.args[0], storages, depth)
    requires_grad = value.args[1] is True if len(value.args) > 1 else inner.requires_grad
    info = replace(
        inner, requires_grad=requires_grad, class_name=_subclass(inner.class_name, "torch.nn.parameter.Parameter")
    )
    if value.cls == Global("torch._utils", "_rebuild_parameter_with_state") and len(value.args) > 3:
        return _with_attributes(info, value.args[3])
    return info


def _subclass(name: str, plain: str) -> str:
    return plain if name == "torch.Tensor" else name


def _with_attributes(info: TensorInfo, state: object) -> TensorInfo:
    named = _named_state(state)
    if not named:
        return info
    return replace(info, attributes=tuple((name, short_text(item)) for name, item in list(named.items())[:64]))


def _named_state(state: object) -> dict[str, Any]:
    """Python attributes by name; of a class with `__slots__` (DTensor) those are the second part."""
    parts = state if isinstance(state, tuple) and len(state) <= 2 else (state,)
    return {str(name): item for part in parts if isinstance(part, dict) for name, item in part.items()}


def _from_type(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    """`(function, type, args, state)`: a subclass around an ordinary rebuild call."""
    function, kind, args = value.args[0], value.args[1], value.args[2]
    state = value.args[3] if len(value.args) > 3 else None
    inner = _inner(Opaque(function, args if isinstance(args, tuple) else (args,), state=state), storages, depth)
    if isinstance(kind, Global) and kind.dotted not in ("torch.Tensor", "torch._tensor.Tensor"):
        inner = replace(inner, class_name=kind.dotted)
    return inner if inner.layout in ("subclass", "jagged") else _with_attributes(inner, state)


def _inner(value: object, storages: Storages, depth: int) -> TensorInfo:
    info = tensor_of(value, storages, depth + 1)
    if info is None:
        raise NotATensor(f"it wraps {short_text(value)}, which is no tensor")
    return info


def _quantized(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    ref, offset, shape, stride, parameters = value.args[:5]
    info = _strided(
        ref,
        storages,
        dtype=_ref_dtype(ref),
        offset=offset,
        shape=shape,
        stride=stride,
        requires_grad=value.args[5] if len(value.args) > 5 else False,
    )
    scheme = parameters[0].name if isinstance(parameters[0], Global) else str(parameters[0])
    if scheme == "per_tensor_affine":
        return replace(info, quantization=Quantization(scheme, float(parameters[1]), int(parameters[2])))
    scales, zeros = parameters[1], parameters[2]
    return replace(
        info,
        quantization=Quantization(
            scheme,
            axis=int(parameters[3]),
            scales=_inner(scales, storages, depth),
            zero_points=_inner(zeros, storages, depth),
        ),
    )


def _sparse(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    layout = value.args[0]
    while isinstance(layout, Opaque) and layout.args:  # torch.serialization._get_layout("torch.sparse_coo")
        layout = layout.args[0]
    name = (layout.name if isinstance(layout, Global) else str(layout)).removeprefix("torch.")
    data = value.args[1]
    if name == "sparse_coo":
        names, tensors, size = ("indices", "values"), data[:2], data[2]
    elif name in ("sparse_csr", "sparse_bsr"):
        names, tensors, size = ("crow_indices", "col_indices", "values"), data[:3], data[3]
    elif name in ("sparse_csc", "sparse_bsc"):
        names, tensors, size = ("ccol_indices", "row_indices", "values"), data[:3], data[3]
    else:
        raise NotATensor(f"its layout {name} is not known")
    parts = tuple(
        (part, replace(_inner(tensor, storages, depth), name=part)) for part, tensor in zip(names, tensors, strict=True)
    )
    return _composite(parts, layout=name, dtype=parts[-1][1].dtype, shape=shape_of(size))


def _composite(
    parts: tuple[tuple[str, TensorInfo], ...],
    *,
    layout: str,
    dtype: str,
    shape: tuple[int, ...],
    class_name: str = "torch.Tensor",
    requires_grad: bool = False,
) -> TensorInfo:
    bad = next((part for _, part in parts if part.status != "ok"), None)
    return TensorInfo(
        name="", shape=shape, dtype=dtype, stride=(), storage=None, layout=layout, parts=parts, class_name=class_name, requires_grad=requires_grad,
        status=bad.status if bad else "ok", problem=f"Its {bad.name}: {bad.problem}" if bad else "",
    )  # fmt: skip


def _nested(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    names = ("buffer", "sizes", "strides", "offsets")
    parts = tuple(
        (name, replace(_inner(tensor, storages, depth), name=name))
        for name, tensor in zip(names, value.args, strict=False)
    )
    described = [part for _, part in parts]
    rows = described[1].shape[0] if len(described) > 1 and described[1].shape else 0
    return _composite(parts, layout="nested", dtype=described[0].dtype, shape=(rows,))


def _jagged(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    """`({"values": ..., "offsets": ..., "lengths": ...},)`: rows of different lengths, one after the other."""
    given = value.args[0]
    parts = tuple(
        (name, replace(_inner(given[name], storages, depth), name=name))
        for name in ("values", "offsets", "lengths")
        if given.get(name) is not None
    )
    ends = dict(parts)["offsets"].shape
    return _composite(
        parts,
        layout="jagged",
        dtype=parts[0][1].dtype,
        shape=(max(ends[0] - 1, 0),),
        requires_grad=given.get("requires_grad") is True,
    )


def _meta(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    dtype = dtype_of(value.args[0]) or "uint8"
    return TensorInfo(
        name="",
        shape=shape_of(value.args[1]),
        dtype=dtype,
        stride=ints_of(value.args[2]),
        storage=None,
        layout="meta",
        requires_grad=value.args[3] is True,
    )


def _wrapper(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    """`(cls, dtype, size, stride, offset, layout, device, requires_grad)`: a subclass whose bytes are its attributes'."""
    kind, dtype, size = value.args[:3]
    parts = _tensor_attributes(value.state, storages, depth)
    return _composite(
        parts, layout="subclass", dtype=dtype_of(dtype) or "uint8", shape=shape_of(size),
        class_name=kind.dotted if isinstance(kind, Global) else short_text(kind), requires_grad=value.args[-1] is True,
    )  # fmt: skip


def _tensor_attributes(state: object, storages: Storages, depth: int) -> tuple[tuple[str, TensorInfo], ...]:
    found: list[tuple[str, TensorInfo]] = []
    for name, item in list(_named_state(state).items())[:64]:
        inner = tensor_of(item, storages, depth + 1)
        if inner is not None:
            found.append((name, replace(inner, name=name)))
    return tuple(found)


def _from_numpy(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    array = _inner(value.args[0], storages, depth)
    return replace(
        array,
        dtype=dtype_of(value.args[1]) or array.dtype,
        class_name="torch.Tensor",
        requires_grad=value.args[-1] is True,
    )


def _from_cpu(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    return _inner(value.args[0], storages, depth)


def _subclass_state(value: Opaque, storages: Storages, depth: int) -> TensorInfo:
    """Old `Parameter`/`Variable` objects: the tensor is the first argument or lies in the state."""
    candidates = [*value.args, *(value.state if isinstance(value.state, tuple | list) else ())]
    for candidate in candidates:
        inner = tensor_of(candidate, storages, depth + 1)
        if inner is not None:
            return replace(inner, class_name=value.type_name)
    raise NotATensor("it holds no tensor")


_MODULES = frozenset({
    "torch._utils", "torch._tensor", "torch.tensor", "torch.nn.parameter", "torch.autograd.variable",
    "torch.nested._internal.nested_tensor",
})  # fmt: skip
_HANDLERS: dict[str, Callable[[Opaque, Storages, int], TensorInfo]] = {
    "_rebuild_tensor_v2": _v2, "_rebuild_tensor": _v1, "_rebuild_tensor_v3": _v3,
    "_rebuild_parameter": _parameter, "_rebuild_parameter_with_state": _parameter,
    "_rebuild_from_type_v2": _from_type, "_rebuild_from_type": _from_type,
    "_rebuild_qtensor": _quantized, "_rebuild_sparse_tensor": _sparse, "_rebuild_nested_tensor": _nested, "_rebuild_njt": _jagged,
    "_rebuild_meta_tensor_no_storage": _meta, "_rebuild_wrapper_subclass": _wrapper,
    "_rebuild_device_tensor_from_numpy": _from_numpy, "_rebuild_xla_tensor": _from_numpy,
    "_rebuild_device_tensor_from_cpu_tensor": _from_cpu, "Parameter": _subclass_state, "Variable": _subclass_state,
}  # fmt: skip
