"""A pickle that torch did not frame: NumPy arrays and plain values, or tensors with whole torch files inside."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from desktop_app.checkpoint.budget import Budget
from desktop_app.checkpoint.containers.ingredients import Ingredients
from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.files import OpenFile
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import GlobalUse, Storage
from desktop_app.checkpoint.pickling.listing import describe
from desktop_app.checkpoint.pickling.objects import Global, Opaque, StorageRef
from desktop_app.checkpoint.pickling.pickles import read_pickle
from desktop_app.checkpoint.pickling.rebuild import storage_ref

_NESTING = 4


def matches(start: bytes) -> bool:
    """Whether the first bytes can begin a pickle of any protocol."""
    if start[:1] == b"\x80" and len(start) > 1:
        return start[1] <= 5
    return start[:1] in b"(}]cIlLFSVNG.K" and len(start) > 1 and b"\n" in start[:4096] and b"<" not in start[:1]


def read(file: OpenFile, budget: Budget) -> Ingredients | None:
    """Read the pickle; None when the bytes are not one after all."""
    size = min(file.size, budget.limits.pickle_nbytes)
    data = file.pread(0, size)
    result = read_pickle(data, where="pickle", budget=budget, persistent=storage_ref)
    if not result.complete and result.end < 16 and not result.root:
        return None
    made = Ingredients("pickle", findings=result.findings, globals={use.name: use for use in result.globals})
    inner = _Nested(budget, made.globals)
    root = inner.unfold(result.root, depth=0)
    made.take(describe(root, storages=inner.storage, where="pickle", budget=budget))
    if result.complete and result.end < file.size:
        made.findings.append(finding("trailing-bytes", f"byte {result.end}", count=file.size - result.end))
    return made


class _Nested:
    """Torch files that `pickle.dump` put into the pickle as bytes: read, never loaded."""

    def __init__(self, budget: Budget, uses: dict[str, GlobalUse]) -> None:
        self.budget = budget
        self.uses = uses
        self.bytes: dict[str, tuple[bytes, str]] = {}
        self.count = 0

    def storage(self, ref: StorageRef) -> Storage | None:
        found = self.bytes.get(ref.key)
        if found is None:
            return None
        return Storage(
            id=ref.key, file=0, record=ref.key, offset=-1, nbytes=len(found[0]), dtype=found[1], inline=found[0]
        )

    def unfold(self, root: object, depth: int) -> object:
        """Put the storage that a nested file holds in the place of the call that would have loaded it."""
        pending: list[object] = [root]
        seen: set[int] = set()
        while pending:
            value = pending.pop()
            if id(value) in seen:
                continue
            seen.add(id(value))
            if isinstance(value, dict):
                pending += value.values()
            elif isinstance(value, list | tuple):
                pending += value
            elif isinstance(value, Opaque):
                value.args = tuple(self._replaced(argument, depth) for argument in value.args)
                pending += [*value.args, value.state, *value.items, *(item for _, item in value.pairs)]
        return root

    def _replaced(self, argument: object, depth: int) -> object:
        if (
            isinstance(argument, Opaque)
            and argument.cls == Global("torch.storage", "_load_from_bytes")
            and argument.args
            and depth < _NESTING
        ):
            raw = argument.args[0]
            if isinstance(raw, bytes):
                return self._storage_in(raw) or argument
        return argument

    def _storage_in(self, raw: bytes) -> StorageRef | None:
        """The one storage in a nested stacked file."""
        position = 0
        refs: list[StorageRef] = []

        def persistent(identifier: object) -> object:
            ref = storage_ref(identifier)
            if isinstance(ref, StorageRef):
                refs.append(ref)
            return ref

        root: object = None
        for part in range(5):
            result = read_pickle(
                raw, where=f"nested file {self.count + 1}", budget=self.budget, persistent=persistent, offset=position
            )
            for use in result.globals:
                self.uses.setdefault(use.name, use)
            if not result.complete:
                return None
            position = result.end
            root = result.root if part == 3 else root
        if not isinstance(root, StorageRef) and not refs:
            return None
        ref = root if isinstance(root, StorageRef) else refs[0]
        key = f"nested {self.count}"
        self.count += 1
        nbytes = ref.numel * itemsize_bits(ref.dtype) // 8
        self.bytes[key] = (raw[position + 8 : position + 8 + nbytes], ref.dtype)
        return StorageRef(key, ref.dtype, ref.numel)
