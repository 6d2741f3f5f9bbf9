"""A `.pth` as `torch.save` writes one: a pickle of tensors over numbered storages, which `weights_only=True` opens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Any, NamedTuple

from desktop_app.checkpoint.chunks import SHARDED
from desktop_app.checkpoint.decode import SUBBYTE
from desktop_app.checkpoint.dtypes import STORAGE_DTYPES, itemsize_bits
from desktop_app.checkpoint.editing.draft import Item
from desktop_app.checkpoint.editing.expressions import Expression, Stored, can_be_read, tie_of
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import FileIdentity, Finding, Storage, TensorInfo
from desktop_app.checkpoint.storages import TensorError
from desktop_app.checkpoint.writers.opcodes import Opcodes
from desktop_app.checkpoint.writers.output import Output, Payload
from desktop_app.checkpoint.writers.zip_stream import ZipStream

_CLASSES = {dtype: name for name, dtype in STORAGE_DTYPES.items() if name != "UntypedStorage"}
"""Element types that have a storage class; the others are written as bytes with the type beside."""
_SPARSE = {
    "sparse_coo": ("indices", "values"),
    "sparse_csr": ("crow_indices", "col_indices", "values"),
    "sparse_csc": ("ccol_indices", "row_indices", "values"),
    "sparse_bsr": ("crow_indices", "col_indices", "values"),
    "sparse_bsc": ("ccol_indices", "row_indices", "values"),
}
"""Sparse layouts, with their parts in the order in which torch writes them."""
_GRAIN = 16
"""A stretch of a storage begins at a multiple of so many bytes, so that every element type fits."""


class Place(NamedTuple):
    """Where in the new file a tensor's elements lie."""

    record: int
    offset: int
    """In elements of the tensor."""
    stride: tuple[int, ...]


@dataclass(slots=True)
class _Stretch:
    """What the tensors on one storage reach into."""

    files: tuple[FileIdentity, ...]
    storage: Storage
    begin: int
    end: int
    record: int = -1


class Plan:
    """Which record each tensor gets, before anything is written."""

    def __init__(self) -> None:
        self.records: list[Payload] = []
        self.dtypes: list[str] = []
        self.notes: list[Finding] = []
        self._stretches: dict[tuple[int, str, str], _Stretch] = {}
        self._made: dict[object, int] = {}
        self._files: dict[int, tuple[FileIdentity, ...]] = {}

    def reach(self, value: Expression) -> None:
        """First round: note what a tensor that stays as it is needs of its storage."""
        for files, info in _raw_parts(value):
            begin, end = _span(info)
            assert info.storage is not None
            key = self._key(files, info)
            known = self._stretches.get(key)
            if known is None:
                self._stretches[key] = _Stretch(files, info.storage, begin, end)
            else:
                known.begin, known.end = min(known.begin, begin), max(known.end, end)

    def reach_whole(self, files: tuple[FileIdentity, ...], storage: Storage, dtype: str) -> None:
        """Note that all of a storage is needed, by something that is written as it was."""
        self._files[id(files)] = files
        self._stretches[id(files), storage.id, dtype] = _Stretch(files, storage, 0, storage.nbytes)

    def place_whole(self, files: tuple[FileIdentity, ...], storage: Storage, dtype: str) -> int:
        """Number of the record that holds all of a storage."""
        stretch = self._stretches[id(files), storage.id, dtype]
        if stretch.record < 0:
            stretch.record = self._record(Payload(stretch.end, stretch.files, stretch.storage), dtype)
        return stretch.record

    def _key(self, files: tuple[FileIdentity, ...], info: TensorInfo) -> tuple[int, str, str]:
        assert info.storage is not None
        self._files[id(files)] = files
        return id(files), info.storage.id, info.dtype

    def place(self, value: Expression) -> Place:
        """Second round: the record of a strided tensor and how it lies in it."""
        if isinstance(value, Stored) and is_raw(value.info):
            info = value.info
            stretch = self._stretches[self._key(value.files, info)]
            begin = stretch.begin // _GRAIN * _GRAIN
            if stretch.record < 0:
                stretch.record = self._record(
                    Payload(stretch.end - begin, stretch.files, stretch.storage, begin), info.dtype
                )
            skipped = begin * 8 // itemsize_bits(info.dtype)
            return Place(stretch.record, max(info.storage_offset - skipped, 0), info.stride)
        tie = tie_of(value)
        record = self._made.get(tie)
        if record is None:
            nbytes = (prod(value.shape) * itemsize_bits(value.dtype) + 7) // 8
            record = self._made[tie] = self._record(Payload(nbytes, value=value, dtype=value.dtype), value.dtype)
        return Place(record, 0, row_major(value.shape))

    def _record(self, payload: Payload, dtype: str) -> int:
        self.records.append(payload)
        self.dtypes.append(dtype)
        return len(self.records) - 1


def row_major(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Strides of a dense tensor, as torch has them."""
    steps: list[int] = []
    step = 1
    for size in reversed(shape):
        steps.append(step)
        step *= max(size, 1)
    return tuple(reversed(steps))


def is_raw(info: TensorInfo) -> bool:
    """Whether the stored bytes may be copied as they are."""
    return (
        info.storage is not None
        and info.layout == "strided"
        and not info.parts
        and not info.conj
        and not info.neg
        and (info.storage.byteorder == "little" or itemsize_bits(info.dtype) <= 8)
        and info.status == "ok"
    )


def _raw_parts(value: Expression) -> Iterable[tuple[tuple[FileIdentity, ...], TensorInfo]]:
    if not isinstance(value, Stored):
        return
    waiting = [value.info]
    while waiting:
        info = waiting.pop()
        if is_raw(info):
            yield value.files, info
        elif info.layout in _SPARSE:
            waiting.extend(part for _, part in info.parts)
        if info.quantization is not None:
            waiting.extend(
                part for part in (info.quantization.scales, info.quantization.zero_points) if part is not None
            )


def _span(info: TensorInfo) -> tuple[int, int]:
    """First byte, and the one after the last, that a strided tensor reaches in its storage."""
    bits = itemsize_bits(info.dtype)
    if 0 in info.shape:
        return 0, 0
    steps = [(size - 1) * step for size, step in zip(info.shape, info.stride, strict=True)]
    first = info.storage_offset + sum(step for step in steps if step < 0)
    last = info.storage_offset + sum(step for step in steps if step > 0)
    if info.dtype in SUBBYTE:
        return 0, ((last + 1) * bits + 7) // 8
    return first * bits // 8, ((last + 1) * bits + 7) // 8


class TensorWriter:
    """The opcodes of tensors whose places a plan knows."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def item(self, out: Opcodes, item: Item) -> None:
        """One item of a draft, a Parameter if it was one."""
        parameter = item.class_name == "torch.nn.parameter.Parameter"
        if parameter:
            out.name("torch._utils", "_rebuild_parameter")
            out.data += b"("
        self.tensor(out, item.value, requires_grad=item.requires_grad and not parameter)
        if parameter:
            out.data += b"\x88" if item.requires_grad else b"\x89"
            out.empty_ordered_dict()
            out.data += b"tR"

    def tensor(self, out: Opcodes, value: Expression, *, requires_grad: bool = False) -> None:
        """One tensor of any layout."""
        if isinstance(value, Stored):
            info = value.info
            if info.layout in _SPARSE:
                return self._sparse(out, value, info)
            if info.quantization is not None and is_raw(info):
                return self._quantized(out, value, info)
        return self._strided(out, value, requires_grad=requires_grad)

    def storage(self, out: Opcodes, record: int, dtype: str) -> None:
        """The persistent id of a record's storage."""
        payload = self.plan.records[record]
        out.data += b"("
        out.text("storage")
        name = _CLASSES.get(dtype)
        out.name(*(("torch", name) if name else ("torch.storage", "UntypedStorage")))
        out.text(str(record))
        out.text("cpu")
        out.number(payload.nbytes * 8 // itemsize_bits(dtype) if name else payload.nbytes)
        out.data += b"tQ"

    def _strided(self, out: Opcodes, value: Expression, *, requires_grad: bool) -> None:
        place = self.plan.place(value)
        typed = value.dtype in _CLASSES
        out.name("torch._utils", "_rebuild_tensor_v2" if typed else "_rebuild_tensor_v3")
        out.data += b"("
        self.storage(out, place.record, value.dtype)
        out.number(place.offset)
        out.numbers(value.shape)
        out.numbers(place.stride)
        out.data += b"\x88" if requires_grad else b"\x89"
        out.empty_ordered_dict()
        if not typed:
            out.name("torch", value.dtype)
        out.data += b"tR"

    def _sparse(self, out: Opcodes, value: Stored, info: TensorInfo) -> None:
        parts = {name: Stored(value.files, part) for name, part in info.parts}
        out.name("torch._utils", "_rebuild_sparse_tensor")
        out.data += b"("
        out.name("torch.serialization", "_get_layout")
        out.text(f"torch.{info.layout}")
        out.data += b"\x85R("
        for name in _SPARSE[info.layout]:
            self.tensor(out, parts[name])
        out.numbers(info.shape)
        out.data += b"ttR"  # without whether a COO tensor is coalesced, as before torch 2.1

    def _quantized(self, out: Opcodes, value: Stored, info: TensorInfo) -> None:
        place = self.plan.place(value)
        quantization = info.quantization
        assert quantization is not None
        out.name("torch._utils", "_rebuild_qtensor")
        out.data += b"("
        self.storage(out, place.record, info.dtype)
        out.number(place.offset)
        out.numbers(info.shape)
        out.numbers(place.stride)
        out.data += b"("
        out.name("torch", quantization.scheme)
        if quantization.axis is None or quantization.scales is None or quantization.zero_points is None:
            out.value(float(quantization.scale))
            out.number(quantization.zero_point)
        else:
            self.tensor(out, Stored(value.files, quantization.scales))
            self.tensor(out, Stored(value.files, quantization.zero_points))
            out.number(quantization.axis)
        out.data += b"t\x89"
        out.empty_ordered_dict()
        out.data += b"tR"


def inner_of(name: str, value: Stored, notes: list[Finding]) -> Stored | None:
    """The one tensor that a subclass (a DTensor on one device) wraps whole, with a note; None where it does not."""
    info = value.info
    if info.layout != "subclass" or len(info.parts) != 1 or info.parts[0][1].shape != info.shape:
        return None
    notes.append(finding("export-subclass", name, name=name, kind=info.class_name))
    return Stored(value.files, info.parts[0][1])


def writable(name: str, item: Item, notes: list[Finding]) -> Item | None:
    """The item as this format can hold it, with a note where that is not all of it; None where it is nothing."""
    can_be_read(item.value)
    if not isinstance(item.value, Stored):
        return item
    info = item.value.info
    if info.layout in ("strided", SHARDED) and not (info.parts and info.layout == "strided"):
        if info.attributes:
            notes.append(finding("export-attributes", name, name=name, count=len(info.attributes)))
        return item
    if info.layout in _SPARSE:
        return item
    inner = inner_of(name, item.value, notes)
    if inner is not None:
        return replace(item, value=inner, class_name="torch.Tensor")
    notes.append(finding("export-left-out", name, name=name, layout=info.layout))
    return None


def plan_items(items: Mapping[str, Item], plan: Plan) -> dict[str, Item]:
    """What of the items can be written; their reach is noted in the plan. Raises `TensorError`."""
    kept: dict[str, Item] = {}
    for name, item in items.items():
        fit = writable(name, item, plan.notes)
        if fit is not None:
            kept[name] = fit
            plan.reach(fit.value)
    return kept


def put_state_dict(out: Opcodes, items: Mapping[str, Item], versions: Mapping[str, Any], writer: TensorWriter) -> None:
    """An `OrderedDict` of the items with `_metadata` as torch keeps it."""
    out.empty_ordered_dict()
    waiting = 0
    for name, item in items.items():
        if waiting == 0:
            out.data += b"("
        out.text(name)
        writer.item(out, item)
        waiting += 1
        if waiting == 1000:
            out.data += b"u"
            waiting = 0
    if waiting:
        out.data += b"u"
    if versions:
        out.data += b"}"
        out.text("_metadata")
        out.empty_ordered_dict()
        out.mapping(versions.items())
        out.data += b"sb"


def write_zip(output: Output, pickle: bytes, plan: Plan) -> list[int]:
    """The whole archive; gives the CRC-32 of each record of the plan."""
    archive = ZipStream(output)
    archive.add("archive/data.pkl", Payload(len(pickle), data=pickle))
    archive.add("archive/byteorder", Payload(6, data=b"little"))
    checksums = [archive.add(f"archive/data/{number}", payload) for number, payload in enumerate(plan.records)]
    archive.add("archive/version", Payload(2, data=b"3\n"))
    archive.finish()
    return checksums


__all__ = [
    "Place",
    "Plan",
    "TensorError",
    "TensorWriter",
    "plan_items",
    "put_state_dict",
    "row_major",
    "writable",
    "write_zip",
]
