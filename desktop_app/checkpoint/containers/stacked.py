"""What `torch.save` wrote before 1.6: five pickles one after another, then the bytes of the storages."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from desktop_app.checkpoint.budget import Budget
from desktop_app.checkpoint.containers.archive import END
from desktop_app.checkpoint.containers.ingredients import Ingredients
from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.files import OpenFile
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import ByteOrder, Finding, GlobalUse, Storage
from desktop_app.checkpoint.pickling.listing import describe
from desktop_app.checkpoint.pickling.objects import StorageRef
from desktop_app.checkpoint.pickling.pickles import PickleResult, read_pickle
from desktop_app.checkpoint.pickling.rebuild import storage_ref

MAGIC = 0x1950A86A20F9469CFC6C
START = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
"""The first of the five pickles, which holds the magic number."""
_PARTS = ("magic number", "protocol", "system info", "object", "storage keys")
_WINDOW = 64 << 20


def matches(start: bytes) -> bool:
    """Whether a file that begins with these bytes is of this kind (any protocol of the first pickle)."""
    return start.startswith(START) or (start[:1] == b"\x80" and MAGIC.to_bytes(10, "little") in start[:24])


class _Stack:
    """The stream of pickles, and the storages behind it."""

    def __init__(self, file: OpenFile, start: int, budget: Budget) -> None:
        self.file = file
        self.start = start
        self.budget = budget
        self.uses: dict[str, GlobalUse] = {}
        self.findings: list[Finding] = []
        self.data = b""
        self.seen: dict[str, StorageRef] = {}
        self.places: dict[str, tuple[int, int]] = {}
        self.byteorder: ByteOrder = "little"

    def persistent(self, identifier: object) -> object:
        ref = storage_ref(identifier)
        if isinstance(ref, StorageRef):
            known = self.seen.get(ref.key)
            if known is None or ref.view_offset == 0:
                self.seen[ref.key] = ref
        return ref

    def read(self) -> Ingredients:
        results = self._pickles()
        info = results[2].root if len(results) > 2 else None
        if isinstance(info, dict) and info.get("little_endian") is False:
            self.byteorder = "big"
        made = Ingredients("torch-legacy", byteorder=self.byteorder, globals=self.uses, findings=self.findings)
        if len(results) > 4 and results[4].complete and isinstance(results[4].root, list):
            self._index(results[4].root, self.start + results[4].end)
        root = results[3].root if len(results) > 3 else {}
        made.take(describe(root, storages=self.storage, where="pickle 4 (object)", budget=self.budget))
        made.root, made.storage = root, self.storage
        if len(results) > 1 and isinstance(results[1].root, int):
            made.metadata.setdefault("protocol version", str(results[1].root))
        return made

    def _pickles(self) -> list[PickleResult]:
        results: list[PickleResult] = []
        self._load(min(_WINDOW, self.file.size - self.start))
        position = 0
        for name in _PARTS:
            result = self._one(name, position)
            if not result.complete and len(self.data) < self.file.size - self.start:
                self._load(min(self.file.size - self.start, self.budget.limits.pickle_nbytes))
                result = self._one(name, position)
            results.append(result)
            self.findings += result.findings
            for use in result.globals:
                self.uses.setdefault(use.name, use)
            if not result.complete:
                break
            position = result.end
        return results

    def _one(self, name: str, position: int) -> PickleResult:
        where = f"pickle {_PARTS.index(name) + 1} ({name})"
        return read_pickle(self.data, where=where, budget=self.budget, persistent=self.persistent, offset=position)

    def _load(self, nbytes: int) -> None:
        self.data = self.file.pread(self.start, nbytes)

    def _index(self, keys: list[object], position: int) -> None:
        """Where each storage lies: its element count in 8 bytes, then its data, in the order of the keys."""
        for key in keys:
            ref = self.seen.get(str(key))
            if position + 8 > self.file.size or ref is None:
                self.findings.append(
                    finding("truncated", f"storage {key}", missing=max(8, position + 8 - self.file.size))
                )
                return
            count = int.from_bytes(self.file.pread(position, 8), "little" if self.byteorder == "little" else "big")
            nbytes = (count * itemsize_bits(ref.dtype) + 7) // 8
            have = max(0, min(nbytes, self.file.size - position - 8))
            self.places[str(key)] = (position + 8, have)
            position += 8 + nbytes
            if position > self.file.size:
                self.findings.append(finding("truncated", f"storage {key}", missing=position - self.file.size))
                return
        if position < self.file.size:
            self._note_rest(position)

    def _note_rest(self, position: int) -> None:
        rest = self.file.size - position
        tail = self.file.pread(max(position, self.file.size - 66000), min(rest, 66000))
        if END in tail:
            self.findings.append(
                finding("two-payloads", f"byte {position}", first="the stacked pickles", second="a zip archive")
            )
        else:
            self.findings.append(finding("trailing-bytes", f"byte {position}", count=rest))

    def storage(self, ref: StorageRef) -> Storage | None:
        place = self.places.get(ref.key)
        if place is None:
            return None
        return Storage(
            id=f"storage {ref.key}",
            file=0,
            record=f"storage {ref.key}",
            offset=place[0],
            nbytes=place[1],
            dtype=ref.dtype,
            byteorder=self.byteorder,
        )


def read(file: OpenFile, budget: Budget, *, start: int = 0) -> Ingredients:
    """Read the stacked pickles that begin at `start`."""
    return _Stack(file, start, budget).read()
