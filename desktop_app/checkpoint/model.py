"""The values that describe an opened checkpoint: numbers and names only, safe to send between processes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.expressions import Expression

type Container = Literal[
    "torch-zip",
    "torch-legacy",
    "torch-tar",
    "torchscript",
    "pt2",
    "torch-package",
    "pickle",
    "safetensors",
    "index",
    "dcp",
    "numpy",
    "plugin",
]
type Kind = Literal["state_dict", "module", "checkpoint", "tensor", "other"]
type Role = Literal["parameter", "buffer", "optimizer", "tensor"]
type Status = Literal["ok", "missing", "damaged"]
type Severity = Literal["info", "warning", "error"]
type Risk = Literal["none", "unknown", "dangerous"]
type Verdict = Literal["data", "objects", "code"]
type ByteOrder = Literal["little", "big"]
type Compression = Literal["stored", "deflated", "bzip2", "lzma"]


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """One file as it was when it was opened; a later difference means that it changed on disk."""

    path: str
    device: int
    inode: int
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is worth telling about a file: what, where in it, and what to do."""

    severity: Severity
    code: str
    where: str
    message: str
    cure: str
    values: tuple[tuple[str, str], ...] = ()
    """What was put into the templates of `code`, so that a window can put it into a translated one."""


@dataclass(frozen=True, slots=True)
class GlobalUse:
    """One `module.name` that a pickle of the file names."""

    name: str
    risk: Risk
    why: str
    """Plain words; for a call, what it would have run with which arguments."""
    where: str
    """The record and, when known, the byte: `archive/data.pkl, byte 17`."""


@dataclass(frozen=True, slots=True)
class Safety:
    """What an ordinary load of the file would do."""

    verdict: Verdict
    globals: tuple[GlobalUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Storage:
    """Where the bytes of one storage lie; two tensors with equal `id` share memory."""

    id: str
    file: int
    """Index into `Checkpoint.files`."""
    record: str
    """Name inside the container, as `archive/data/0`; empty where the container has no names."""
    offset: int
    """First byte in the file (of the compressed data when compressed); -1 when the bytes are not there."""
    nbytes: int
    """Bytes of the storage, uncompressed, that are really there."""
    dtype: str = "uint8"
    """Element type that the storage was saved with."""
    byteorder: ByteOrder = "little"
    compression: Compression = "stored"
    compressed_nbytes: int = 0
    """Stored bytes of a compressed record; 0 when not compressed."""
    crc32: int | None = None
    """As the container's directory claims, None when it does not."""
    inline: bytes | None = None
    """The bytes themselves when they lie inside a pickle (NumPy arrays); then `offset` is -1."""


@dataclass(frozen=True, slots=True)
class Quantization:
    """How integer codes stand for real numbers: `scale * (code - zero_point)`, per tensor or along `axis`."""

    scheme: str
    """`per_tensor_affine`, `per_channel_affine`, `per_channel_affine_float_qparams`."""
    scale: float = 1.0
    zero_point: int = 0
    axis: int | None = None
    scales: "TensorInfo | None" = None
    zero_points: "TensorInfo | None" = None


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """One tensor of a file; with `Checkpoint.files` it is all that reading its values needs."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    """torch's name without the prefix: `float32`, `bfloat16`, `float8_e4m3fn`, `qint8`, `bits8` ..."""
    stride: tuple[int, ...]
    """In elements."""
    storage: Storage | None
    """None where there are no bytes by design: meta tensors, and composites (see `parts`)."""
    storage_offset: int = 0
    """In elements of `dtype`."""
    role: Role = "tensor"
    requires_grad: bool = False
    layout: str = "strided"
    """`strided sparse_coo sparse_csr sparse_csc sparse_bsr sparse_bsc nested jagged meta` or `subclass`."""
    status: Status = "ok"
    problem: str = ""
    """Why `status` is not ok, one sentence; empty otherwise."""
    path: tuple[str, ...] = ()
    """Keys from the root object to here."""
    conj: bool = False
    neg: bool = False
    quantization: Quantization | None = None
    parts: tuple[tuple[str, "TensorInfo"], ...] = ()
    """Named inner tensors: `indices`/`values` of sparse, pieces of nested, inner tensors of a subclass."""
    class_name: str = "torch.Tensor"
    """`torch.nn.parameter.Parameter`, `numpy.ndarray`, a subclass's dotted name ..."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Python attributes kept with the tensor, values as short text."""
    shares_with: tuple[str, ...] = ()
    """Names of other tensors on the same storage (at most 32 are kept)."""
    computed: "Expression | None" = None
    """What an edited tensor is computed from; then nothing is read from `storage`."""

    @property
    def numel(self) -> int:
        """Number of elements of the shape; of a list of tensors, nested or jagged, those of all of them."""
        if self.parts and self.rows is not None:
            return self.rows.numel
        count = 1
        for size in self.shape:
            count *= size
        return count

    @property
    def rows(self) -> "TensorInfo | None":
        """The part that holds every element of a list of tensors, nested or jagged; None of all others."""
        parts = dict(self.parts)
        if self.layout == "nested":
            return parts.get("buffer")
        return parts.get("values") if self.layout == "jagged" and "lengths" not in parts else None

    @property
    def nbytes(self) -> int:
        """Bytes of the elements were they stored densely: `numel` times the item size (packed types rounded up)."""
        from desktop_app.checkpoint.dtypes import itemsize_bits

        return (self.numel * itemsize_bits(self.dtype) + 7) // 8


type EntryKind = Literal["dict", "list", "tuple", "set", "object", "call", "module", "tensor", "value", "same", "more"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing inside the file's object graph; `Checkpoint.contents` holds them breadth first, the root at 0."""

    key: str
    """How the parent names it; `''` for the root."""
    kind: EntryKind
    type_name: str
    """`dict`, `collections.OrderedDict`, `argparse.Namespace`, `int` ..."""
    text: str
    """Short single-line text of a plain value; a summary for containers (`12 items`)."""
    first_child: int = 0
    children: int = 0
    """Children are `contents[first_child : first_child + children]`."""
    target: int = -1
    """Index into `Checkpoint.tensors` for `tensor`; into `contents` for `same` (an object met before)."""


@dataclass(frozen=True, slots=True)
class Module:
    """One module of the hierarchy; `Checkpoint.modules` holds them depth first in file order, the root at 0."""

    path: str
    """`layer1.0.conv1`; `''` for the root."""
    name: str
    """Last part of the path as shown."""
    parent: int
    """Index of the parent module; -1 for the root."""
    children: tuple[int, ...] = ()
    tensors: tuple[int, ...] = ()
    """Own tensors: indices into `Checkpoint.tensors`."""
    class_name: str | None = None
    """Dotted class when the file names it."""
    inferred: str | None = None
    """Short kind guessed from names and shapes (`Conv2d`); None when nothing fits."""
    parameters: int = 0
    """Elements of parameters here and below, each tied storage once."""
    buffers: int = 0
    """Elements of buffers here and below."""
    nbytes: int = 0
    """Bytes of the tensors here and below, each tied storage once."""
    training: bool | None = None
    hooks: tuple[str, ...] = ()
    """`_forward_hooks[0]: functools.partial(...)`, one line each."""
    non_persistent: tuple[str, ...] = ()
    contents: int = -1
    """Index into `Checkpoint.contents` of the pickled module object; -1 when there is only a state_dict."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Plain attributes of a pickled module (`kernel_size: (3, 3)`)."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything that reading the structure of a file, folder or set of shards gave."""

    path: str
    container: Container
    kind: Kind
    files: tuple[FileIdentity, ...]
    size_bytes: int
    byteorder: ByteOrder = "little"
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    tensors: tuple[TensorInfo, ...] = ()
    modules: Sequence[Module] = ()
    """A tuple, or a `Deferred` that becomes one when it is first looked into or pickled; `contents` alike."""
    contents: Sequence[Entry] = ()
    safety: Safety = Safety("data")
    findings: tuple[Finding, ...] = ()

    @property
    def parameter_count(self) -> int:
        """Elements of all parameters, tied storages once."""
        return self.modules[0].parameters if self.modules else 0

    def __reduce__(self) -> tuple[object, ...]:
        from desktop_app.checkpoint.columns import Packed

        long = {name: Packed(getattr(self, name)) for name in ("tensors", "modules", "contents")}
        return _made, (type(self), {one.name: long.get(one.name, getattr(self, one.name)) for one in fields(self)})


def _made(kind: type[Checkpoint], values: dict[str, Any]) -> Checkpoint:
    return kind(**values)


class CheckpointError(Exception):
    """The input cannot be read at all; `finding` says what, where and what to do."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.where}: {finding.message} {finding.cure}".strip())
        self.finding = finding

    def __reduce__(self) -> tuple[type["CheckpointError"], tuple[Finding]]:
        return type(self), (self.finding,)
