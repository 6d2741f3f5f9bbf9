"""The tar archive of torch 0.1: members `storages`, `tensors` and `pickle`, each a stream of its own."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import struct
import tarfile
from typing import Any

from desktop_app.checkpoint.budget import Budget
from desktop_app.checkpoint.containers.ingredients import Ingredients
from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.files import OpenFile
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Finding, GlobalUse, Storage
from desktop_app.checkpoint.pickling.listing import describe
from desktop_app.checkpoint.pickling.objects import Global, Opaque, StorageRef
from desktop_app.checkpoint.pickling.pickles import read_pickle
from desktop_app.checkpoint.pickling.rebuild import dtype_of

_BLOCK = 512
_MEMBER_LIMIT = 1000


def matches(start: bytes) -> bool:
    """Whether the first 512 bytes are a tar header."""
    if len(start) < _BLOCK or start[:1] in (b"\0", b"\x80"):
        return False
    try:
        claimed = int(start[148:156].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    return claimed == sum(start[:148]) + 8 * 32 + sum(start[156:_BLOCK])


def _members(file: OpenFile) -> dict[str, tuple[int, int]]:
    """Name to position and size, by following the headers; links and folders are passed over."""
    found: dict[str, tuple[int, int]] = {}
    position = 0
    while position + _BLOCK <= file.size and len(found) < _MEMBER_LIMIT:
        block = file.pread(position, _BLOCK)
        if not block.strip(b"\0"):
            break
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError:
            break
        if header.isreg():
            found[header.name.removeprefix("./")] = (
                position + _BLOCK,
                max(0, min(header.size, file.size - position - _BLOCK)),
            )
        position += _BLOCK + (max(0, header.size) + _BLOCK - 1) // _BLOCK * _BLOCK
    return found


class _Reader:
    def __init__(self, file: OpenFile, budget: Budget) -> None:
        self.file = file
        self.budget = budget
        self.members = _members(file)
        self.uses: dict[str, GlobalUse] = {}
        self.findings: list[Finding] = []
        self.storages: dict[str, Storage] = {}
        self.tensors: dict[str, Opaque] = {}

    def member(self, name: str) -> bytes:
        position, size = self.members.get(name, (0, 0))
        return self.file.pread(position, min(size, self.budget.limits.pickle_nbytes))

    def pickle(self, data: bytes, name: str, offset: int = 0) -> Any:
        result = read_pickle(data, where=name, budget=self.budget, persistent=self._persistent, offset=offset)
        self.findings += result.findings
        for use in result.globals:
            self.uses.setdefault(use.name, use)
        return result

    def _persistent(self, identifier: object) -> object:
        return self.tensors.get(str(identifier), Opaque(Global("", "persistent id"), (identifier,)))

    def read_storages(self) -> None:
        """A count, then for each: a pickled `(key, location, type)`, the element count, the elements; then views."""
        data = self.member("storages")
        base = self.members.get("storages", (0, 0))[0]
        count = self.pickle(data, "storages")
        position = count.end
        for _ in range(count.root if isinstance(count.root, int) else 0):
            described = self.pickle(data, "storages", position)
            if not described.complete or not isinstance(described.root, tuple) or len(described.root) < 3:
                return
            key, _, kind = described.root[:3]
            dtype = dtype_of(kind) or "uint8"
            position = described.end
            if position + 8 > len(data):
                return
            nbytes = struct.unpack_from("<q", data, position)[0] * itemsize_bits(dtype) // 8
            if nbytes < 0:
                return
            have = min(nbytes, len(data) - position - 8)
            self.storages[str(key)] = Storage(
                id=f"storage {key}", file=0, record="storages", offset=base + position + 8, nbytes=have, dtype=dtype
            )
            position += 8 + nbytes
            if position > len(data):
                self.findings.append(finding("truncated", "storages", missing=position - len(data)))
                return
        self._read_views(data, position)

    def _read_views(self, data: bytes, position: int) -> None:
        if position >= len(data):
            return
        views = self.pickle(data, "storages", position).root
        for view in views if isinstance(views, list) else []:
            if (
                isinstance(view, tuple)
                and len(view) == 4
                and str(view[1]) in self.storages
                and type(view[2]) is int
                and type(view[3]) is int
            ):
                root = self.storages[str(view[1])]
                width = itemsize_bits(root.dtype) // 8
                begin = max(0, view[2]) * width
                if begin <= root.nbytes:
                    size = max(0, min(view[3] * width, root.nbytes - begin))
                    self.storages[str(view[0])] = Storage(
                        id=root.id, file=0, record="storages", offset=root.offset + begin, nbytes=size, dtype=root.dtype
                    )

    def read_tensors(self) -> None:
        """A count, then for each: a pickled `(key, storage, type)`, dimensions, sizes, strides, offset."""
        data = self.member("tensors")
        count = self.pickle(data, "tensors")
        position = count.end
        for _ in range(count.root if isinstance(count.root, int) else 0):
            described = self.pickle(data, "tensors", position)
            position = described.end
            if (
                not described.complete
                or not isinstance(described.root, tuple)
                or len(described.root) < 3
                or position + 8 > len(data)
            ):
                return
            key, storage, _ = described.root[:3]
            dimensions = struct.unpack_from("<i", data, position)[0]
            position += 8
            if not 0 <= dimensions <= 64 or position + 16 * dimensions + 8 > len(data):
                return
            numbers = struct.unpack_from(f"<{2 * dimensions + 1}q", data, position)
            position += 8 * len(numbers)
            place = self.storages.get(str(storage))
            dtype = place.dtype if place else "float32"
            ref = StorageRef(str(storage), dtype, place.nbytes if place else 0)
            self.tensors[str(key)] = Opaque(
                Global("torch._utils", "_rebuild_tensor"),
                (ref, numbers[-1], tuple(numbers[:dimensions]), tuple(numbers[dimensions:-1])),
            )


def read(file: OpenFile, budget: Budget) -> Ingredients | None:
    """Read the archive; None when its members are not torch's."""
    reader = _Reader(file, budget)
    if "pickle" not in reader.members and "storages" not in reader.members:
        return None
    reader.read_storages()
    reader.read_tensors()
    root = reader.pickle(reader.member("pickle"), "pickle").root
    made = Ingredients("torch-tar", globals=reader.uses, findings=reader.findings)
    made.take(describe(root, storages=lambda ref: reader.storages.get(ref.key), where="pickle", budget=budget))
    return made
