"""A pickle read with stand-ins: every opcode of protocols 0 to 5 is followed, nothing that it names is imported or called."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import struct
from dataclasses import dataclass, field
from typing import Any

from desktop_app.checkpoint.budget import Budget, LimitReached
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Finding, GlobalUse
from desktop_app.checkpoint.pickling.collector import paused_collector
from desktop_app.checkpoint.pickling.objects import Global, Opaque
from desktop_app.checkpoint.pickling.opcodes import RARE
from desktop_app.checkpoint.pickling.plain import BUILDERS, MISSING
from desktop_app.checkpoint.pickling.state import Persistent, PickleDamaged, PickleState
from desktop_app.checkpoint.pickling.tensor_runs import OPERATIONS, read_run

_CHUNK = 50_000
"""Opcodes between two looks at the clock."""


@dataclass(slots=True)
class PickleResult:
    """What reading one pickle gave."""

    root: Any
    end: int
    """Position in the data after STOP: where a stacked pickle begins."""
    globals: list[GlobalUse] = field(default_factory=list[GlobalUse])
    findings: list[Finding] = field(default_factory=list[Finding])
    complete: bool = True
    nested: list[bytes] = field(default_factory=list[bytes])


def read_pickle(
    data: bytes | memoryview,
    *,
    where: str,
    budget: Budget,
    persistent: Persistent | None = None,
    offset: int = 0,
) -> PickleResult:
    """Follow the pickle that begins at `offset` of `data` to its STOP.

    `persistent` turns a persistent id into what stands for it (a `StorageRef`). What cannot be followed ends in a
    finding, and `root` is what had been built until there; nothing is raised for what the data says.
    """
    reader = _Reader(bytes(data), where, budget, persistent)
    reader.position = offset
    with paused_collector():
        try:
            root = reader.run()
            complete = True
        except LimitReached as limit:
            reader.findings.append(finding("limit", where, what=limit.what, limit=limit.limit))
            root, complete = reader.salvage(), False
        except PickleDamaged as damage:
            reader.findings.append(finding("pickle-damaged", where, byte=damage.byte, reason=damage.reason))
            root, complete = reader.salvage(), False
    return PickleResult(root, reader.position, list(reader.globals.values()), reader.findings, complete, reader.nested)


class _Reader(PickleState):
    """The loop over the opcodes of one stream."""

    def run(self) -> Any:
        """Follow opcodes until STOP; `PickleDamaged` or `LimitReached` otherwise."""
        at = self.position
        try:
            while True:
                self.budget.spend_operations(_CHUNK)
                finished = self._steps(_CHUNK)
                if len(self.memo) > self.budget.limits.memo:
                    raise LimitReached("memo entries", self.budget.limits.memo)
                if finished:
                    if not self.stack:
                        raise PickleDamaged(self.position, "it ends without a value")
                    return self.stack[-1]
        except (IndexError, struct.error):
            at = min(self.position, len(self.data))
            reason = "the data ends here" if at >= len(self.data) - 8 else "an operation finds nothing to work on"
            raise PickleDamaged(at, reason) from None
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, UnicodeError) as error:
            raise PickleDamaged(self.position, _reason_of(error)) from None

    def _steps(self, count: int) -> bool:
        """Up to `count` opcodes; True at STOP. Opcodes are tested in the order of their frequency in checkpoints."""
        data, stack, memo, marks = self.data, self.stack, self.memo, self.marks
        push = stack.append
        resolve = self.resolve if self.persistent is None else self.persistent
        at = self.position
        size = len(data)
        try:
            for _ in range(count):
                code = data[at]
                at += 1
                if code == 0x71:  # BINPUT
                    memo[data[at]] = stack[-1]
                    at += 1
                elif code == 0x68:  # BINGET
                    push(memo[data[at]])
                    at += 1
                elif code == 0x4B:  # BININT1
                    push(data[at])
                    at += 1
                elif code == 0x72:  # LONG_BINPUT
                    memo[int.from_bytes(data[at : at + 4], "little")] = stack[-1]
                    at += 4
                elif code == 0x28:  # MARK
                    marks.append(stack)
                    stack = self.stack = []
                    push = stack.append
                elif code == 0x74:  # TUPLE
                    items = stack
                    stack = self.stack = marks.pop()
                    push = stack.append
                    push(tuple(items))
                elif code == 0x58:  # BINUNICODE
                    length = int.from_bytes(data[at : at + 4], "little")
                    at += 4
                    if at + length > size:
                        raise IndexError
                    push(str(data[at : at + length], "utf-8", "surrogatepass"))
                    at += length
                    if data[at : at + 1] == b"r":
                        at, read = read_run(data, at, stack, memo, resolve, self.known)
                        if read:
                            self.budget.spend_operations(read * OPERATIONS)
                            if len(memo) > self.budget.limits.memo:
                                return False
                elif code == 0x94:  # MEMOIZE
                    memo[len(memo)] = stack[-1]
                elif code == 0x8C:  # SHORT_BINUNICODE
                    length = data[at]
                    at += 1
                    if at + length > size:
                        raise IndexError
                    push(str(data[at : at + length], "utf-8", "surrogatepass"))
                    at += length
                elif code == 0x4A:  # BININT
                    push(int.from_bytes(data[at : at + 4], "little", signed=True))
                    at += 4
                    if at > size:
                        raise IndexError
                elif code == 0x51:  # BINPERSID
                    stack[-1] = resolve(stack[-1])
                elif code == 0x85:  # TUPLE1
                    stack[-1] = (stack[-1],)
                elif code == 0x86:  # TUPLE2
                    second = stack.pop()
                    stack[-1] = (stack[-1], second)
                elif code == 0x87:  # TUPLE3
                    third, second = stack.pop(), stack.pop()
                    stack[-1] = (stack[-1], second, third)
                elif code == 0x52:  # REDUCE
                    arguments = stack.pop()
                    self.position = at
                    stack[-1] = self._reduce(stack[-1], arguments)
                elif code == 0x29:  # EMPTY_TUPLE
                    push(())
                elif code == 0x89:  # NEWFALSE
                    push(False)
                elif code == 0x88:  # NEWTRUE
                    push(True)
                elif code == 0x4E:  # NONE
                    push(None)
                elif code == 0x6A:  # LONG_BINGET
                    push(memo[int.from_bytes(data[at : at + 4], "little")])
                    at += 4
                elif code == 0x4D:  # BININT2
                    push(data[at] | data[at + 1] << 8)
                    at += 2
                elif code == 0x47:  # BINFLOAT
                    push(struct.unpack_from(">d", data, at)[0])
                    at += 8
                elif code == 0x2E:  # STOP
                    self.position = at
                    return True
                else:
                    self.position = at
                    self._rare(code)
                    at = self.position
                    stack = self.stack
                    push = stack.append
        finally:
            self.position = at
        return False

    def _rare(self, code: int) -> None:
        handler = RARE.get(code)
        if handler is None:
            raise PickleDamaged(self.position - 1, f"{code:#04x} is no pickle operation")
        handler(self)

    def _reduce(self, callee: object, arguments: object) -> object:
        if type(callee) is Global:
            if callee.module == "torch._utils":
                return Opaque(callee, arguments if isinstance(arguments, tuple) else (arguments,))
            build = BUILDERS.get(callee.dotted)
            if build is not None and isinstance(arguments, tuple):
                built = build(self, arguments)
                if built is not MISSING:
                    return built
            if self.globals[callee.dotted].risk == "dangerous":
                self.note_call(callee, arguments)
        else:
            self.note_call(callee, arguments)
        return Opaque(callee, arguments if isinstance(arguments, tuple) else (arguments,))

    def salvage(self) -> Any:
        """The best of what was built before the stream broke: the largest unfinished container, or the first memo entry."""
        levels = [*self.marks, self.stack]
        for depth, level in enumerate(levels):
            for value in level:
                if isinstance(value, dict | list | Opaque):
                    _put_pending(value, levels[depth + 1 :])
                    return value
        for value in self.memo.values():
            if isinstance(value, dict | list) and value:
                return value
        return {}


def _put_pending(container: Any, pending: list[list[Any]]) -> None:
    """Give a container what was already read for it but not yet stored; inner ones first."""
    for level in reversed(pending[1:]):
        inner = next((value for value in pending[0] if isinstance(value, dict | list)), None)
        if inner is not None and inner is not container:
            _store(inner, level)
    if pending:
        _store(container, pending[0])


def _store(container: Any, items: list[Any]) -> None:
    if isinstance(container, dict):
        for key, value in zip(items[::2], items[1::2], strict=False):
            if isinstance(key, str | int):
                container.setdefault(key, value)
    elif isinstance(container, list):
        container.extend(items)


def _reason_of(error: Exception) -> str:
    if isinstance(error, KeyError):
        return "it refers to a memo entry that does not exist"
    return "an operation does not fit what is on the stack"
