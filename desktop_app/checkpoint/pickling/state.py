"""The state of a pickle that is being read: bytes, stack with marks, memo, and what was named on the way."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from collections.abc import Callable
from typing import Any

from desktop_app.checkpoint.budget import Budget
from desktop_app.checkpoint.model import Finding, GlobalUse
from desktop_app.checkpoint.pickling.objects import Global, Opaque
from desktop_app.checkpoint.pickling.safety import classify, describe_call, short_text

type Persistent = Callable[[object], object]


class PickleDamaged(Exception):
    """The stream cannot be followed further; `byte` says where."""

    def __init__(self, byte: int, reason: str) -> None:
        super().__init__(reason)
        self.byte = byte
        self.reason = reason


class PickleState:
    """What opcodes work on."""

    def __init__(self, data: bytes, where: str, budget: Budget, persistent: Persistent | None) -> None:
        self.data = data
        self.where = where
        self.budget = budget
        self.persistent = persistent
        self.position = 0
        self.stack: list[Any] = []
        self.marks: list[list[Any]] = []
        self.memo: dict[int, Any] = {}
        self.globals: dict[str, GlobalUse] = {}
        self.findings: list[Finding] = []
        self.nested: list[bytes] = []
        self.known: dict[bytes, tuple[int, ...]] = {}
        """Integers and shapes of tensors by their bytes."""
        self._known: dict[tuple[str, str], Global] = {}

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        if count < 0 or self.position + count > len(self.data):
            self.position = len(self.data)
            raise IndexError
        self.position += count
        return self.data[self.position - count : self.position]

    def take_int(self, width: int) -> int:
        """An unsigned little-endian number of `width` bytes."""
        return int.from_bytes(self.take(width), "little")

    def line(self) -> bytes:
        """Bytes up to the next newline, which is passed over."""
        end = self.data.find(b"\n", self.position)
        if end < 0:
            self.position = len(self.data)
            raise IndexError
        taken = self.data[self.position : end]
        self.position = end + 1
        return taken

    def pop_mark(self) -> list[Any]:
        """What was pushed since the last MARK."""
        items = self.stack
        self.stack = self.marks.pop()
        return items

    def resolve(self, name: object) -> object:
        return self.persistent(name) if self.persistent is not None else Opaque(Global("", "persistent id"), (name,))

    def find(self, module: str, name: str) -> Global:
        """The stand-in of a global, noted with its risk the first time."""
        known = self._known.get((module, name))
        if known is None:
            known = self._known[module, name] = Global(module, name)
            risk, why = classify(module, name)
            self.globals[known.dotted] = GlobalUse(known.dotted, risk, why, f"{self.where}, byte {self.position}")
        return known

    def note_call(self, callee: object, arguments: object) -> None:
        """Where something dangerous is called, say what it would have run."""
        arguments = arguments if isinstance(arguments, tuple) else (arguments,)
        if not isinstance(callee, Global):
            text = describe_call(callee, arguments)
            self.globals.setdefault(
                text, GlobalUse(short_text(callee), "unknown", text, f"{self.where}, byte {self.position}")
            )
            return
        use = self.globals[callee.dotted]
        if use.risk == "dangerous" and not use.why.startswith("An ordinary load would"):
            self.globals[callee.dotted] = GlobalUse(
                use.name, _call_risk(callee, arguments), describe_call(callee, arguments), use.where
            )


def _call_risk(callee: Global, arguments: tuple[Any, ...]) -> Any:
    """`getattr` of a plain name on a harmless class is how enums and nested classes are pickled."""
    if (
        callee.name == "getattr"
        and len(arguments) >= 2
        and isinstance(arguments[0], Global)
        and isinstance(arguments[1], str)
    ):
        target = classify(arguments[0].module, f"{arguments[0].name}.{arguments[1]}")[0]
        return target if not arguments[1].startswith("_") else "dangerous"
    return "dangerous"
