"""A pickle read with stand-ins: every opcode of protocols 0 to 5 is followed, nothing that it names is imported or called."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from desktop_app.checkpoint.budget import Budget, LimitReached
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Finding, GlobalUse
from desktop_app.checkpoint.pickling.collector import paused_collector
from desktop_app.checkpoint.pickling.objects import AttributedDict, Global, Opaque
from desktop_app.checkpoint.pickling.safety import classify, describe_call, short_text
from desktop_app.checkpoint.pickling.tensor_runs import OPERATIONS, read_run

type Persistent = Callable[[object], object]

_CHUNK = 50_000
"""Opcodes between two looks at the clock."""

_MARK = object()
_MISSING = object()


class PickleDamaged(Exception):
    """The stream cannot be followed further; `byte` says where."""

    def __init__(self, byte: int, reason: str) -> None:
        super().__init__(reason)
        self.byte = byte
        self.reason = reason


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


class _Reader:
    """The state of one stream: stack with marks, memo, and what was named."""

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

    # ------------------------------------------------------------------ the loop

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
        handler = _RARE.get(code)
        if handler is None:
            raise PickleDamaged(self.position - 1, f"{code:#04x} is no pickle operation")
        handler(self)

    # ------------------------------------------------------------------ taking bytes

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

    # ------------------------------------------------------------------ meaning

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

    def _reduce(self, callee: object, arguments: object) -> object:
        if type(callee) is Global:
            if callee.module == "torch._utils":
                return Opaque(callee, arguments if isinstance(arguments, tuple) else (arguments,))
            build = _BUILDERS.get(callee.dotted)
            if build is not None and isinstance(arguments, tuple):
                built = build(self, arguments)
                if built is not _MISSING:
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


def _reason_of(error: Exception) -> str:
    if isinstance(error, KeyError):
        return "it refers to a memo entry that does not exist"
    return "an operation does not fit what is on the stack"


# ---------------------------------------------------------------------- plain values that are safe to build


def _ordered_dict(_: _Reader, arguments: tuple[Any, ...]) -> object:
    if not arguments:
        return AttributedDict()
    first = arguments[0]
    if isinstance(first, dict):
        return AttributedDict(first)
    if isinstance(first, list) and all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in first):
        return AttributedDict([(_hashable(key), value) for key, value in first])
    return _MISSING


def _set(_: _Reader, arguments: tuple[Any, ...]) -> object:
    if not arguments:
        return set()
    if isinstance(arguments[0], list | tuple | set | frozenset):
        return {_hashable(item) for item in arguments[0]}
    return _MISSING


def _frozenset(reader: _Reader, arguments: tuple[Any, ...]) -> object:
    built = _set(reader, arguments)
    return frozenset(built) if isinstance(built, set) else built


def _size(_: _Reader, arguments: tuple[Any, ...]) -> object:
    if arguments and isinstance(arguments[0], tuple | list) and all(isinstance(size, int) for size in arguments[0]):
        return tuple(arguments[0])
    return _MISSING


def _encode(reader: _Reader, arguments: tuple[Any, ...]) -> object:
    """Protocol 2 writes bytes as text that is encoded on load."""
    if len(arguments) == 2 and isinstance(arguments[0], str) and arguments[1] in ("latin1", "latin-1", "iso-8859-1"):
        reader.budget.spend_output(len(arguments[0]))
        try:
            return arguments[0].encode("latin-1")
        except UnicodeEncodeError:
            return _MISSING
    return _MISSING


def _bytes(_: _Reader, arguments: tuple[Any, ...]) -> object:
    return b"" if not arguments else arguments[0] if isinstance(arguments[0], bytes) else _MISSING


def _bytearray(reader: _Reader, arguments: tuple[Any, ...]) -> object:
    if not arguments:
        return bytearray()
    first = arguments[0]
    if isinstance(first, str) and len(arguments) > 1:
        first = _encode(reader, (first, arguments[1]))
    if isinstance(first, bytes):
        return bytearray(first)
    return _MISSING  # bytearray(n) would allocate what the file asks for


def _complex(_: _Reader, arguments: tuple[Any, ...]) -> object:
    if len(arguments) == 2 and all(isinstance(part, int | float) for part in arguments):
        return complex(float(arguments[0]), float(arguments[1]))
    return _MISSING


def _load_from_bytes(reader: _Reader, arguments: tuple[Any, ...]) -> object:
    """A whole torch file inside a pickle: kept for the container to read, never loaded."""
    if arguments and isinstance(arguments[0], bytes):
        reader.nested.append(arguments[0])
        if len(reader.nested) == 1:
            reader.findings.append(finding("nested-pickle", f"{reader.where}, byte {reader.position}"))
    return _MISSING


_BUILDERS: dict[str, Callable[[_Reader, tuple[Any, ...]], object]] = {
    "collections.OrderedDict": _ordered_dict,
    "builtins.set": _set, "__builtin__.set": _set,
    "builtins.frozenset": _frozenset, "__builtin__.frozenset": _frozenset,
    "builtins.bytes": _bytes, "__builtin__.bytes": _bytes,
    "builtins.bytearray": _bytearray, "__builtin__.bytearray": _bytearray,
    "builtins.complex": _complex, "__builtin__.complex": _complex,
    "torch.Size": _size,
    "_codecs.encode": _encode,
    "torch.storage._load_from_bytes": _load_from_bytes,
}  # fmt: skip


_PLAIN = (str, int, float, bool, bytes, complex, type(None), Global, Opaque)


def _hashable(key: Any) -> Any:
    """A key that hashes at once: hashing shared nested tuples takes exponential time, so those become text."""
    if isinstance(key, _PLAIN):
        return key
    if isinstance(key, tuple) and len(key) < 64 and all(isinstance(part, _PLAIN) for part in key):
        return key
    return short_text(key)


# ---------------------------------------------------------------------- opcodes that are rare in checkpoints


def _proto(r: _Reader) -> None:
    version = r.take(1)[0]
    if version > 5:
        raise PickleDamaged(r.position, f"protocol {version} is not known")


def _setitem(r: _Reader) -> None:
    value, key = r.stack.pop(), r.stack.pop()
    _put(r.stack[-1], [key, value])


def _setitems(r: _Reader) -> None:
    items = r.pop_mark()
    _put(r.stack[-1], items)


def _put(target: Any, items: list[Any]) -> None:
    if isinstance(target, dict):
        for key, value in zip(items[::2], items[1::2], strict=True):
            target[key if type(key) is str else _hashable(key)] = value
    elif isinstance(target, Opaque):
        target.pairs.extend(zip(items[::2], items[1::2], strict=True))
    else:
        raise TypeError


def _append(r: _Reader) -> None:
    value = r.stack.pop()
    _extend(r.stack[-1], [value])


def _appends(r: _Reader) -> None:
    items = r.pop_mark()
    _extend(r.stack[-1], items)


def _extend(target: Any, items: list[Any]) -> None:
    if isinstance(target, list):
        target.extend(items)
    elif isinstance(target, Opaque):
        target.items.extend(items)
    else:
        raise TypeError


def _additems(r: _Reader) -> None:
    items = r.pop_mark()
    target = r.stack[-1]
    if isinstance(target, set):
        target.update(_hashable(item) for item in items)
    else:
        _extend(target, items)


def _frozen(r: _Reader) -> None:
    items = r.pop_mark()
    r.stack.append(frozenset(_hashable(item) for item in items))


def _dict(r: _Reader) -> None:
    items = r.pop_mark()
    built: dict[Any, Any] = {}
    _put(built, items)
    r.stack.append(built)


def _list(r: _Reader) -> None:
    items = r.pop_mark()
    r.stack.append(items)


def _build(r: _Reader) -> None:
    state = r.stack.pop()
    target = r.stack[-1]
    if isinstance(target, Opaque):
        target.state = state
    elif isinstance(target, AttributedDict):
        if isinstance(state, dict):
            target.attributes.update({str(key): value for key, value in state.items()})
    else:
        r.stack[-1] = Opaque(Global("", type(target).__name__), (target,), state=state, how="build")


def _global(r: _Reader) -> None:
    module, name = r.line().decode("utf-8", "replace"), r.line().decode("utf-8", "replace")
    r.stack.append(r.find(module, name))


def _stack_global(r: _Reader) -> None:
    name, module = r.stack.pop(), r.stack.pop()
    if not isinstance(name, str) or not isinstance(module, str):
        name, module = short_text(name), short_text(module)
    r.stack.append(r.find(module, name))


def _inst(r: _Reader) -> None:
    module, name = r.line().decode("utf-8", "replace"), r.line().decode("utf-8", "replace")
    callee = r.find(module, name)
    arguments = tuple(r.pop_mark())
    r.note_call(callee, arguments)
    r.stack.append(Opaque(callee, arguments, how="obj"))


def _obj(r: _Reader) -> None:
    items = r.pop_mark()
    r.note_call(items[0], tuple(items[1:]))
    r.stack.append(Opaque(items[0], tuple(items[1:]), how="obj"))


def _newobj(r: _Reader) -> None:
    arguments = r.stack.pop()
    callee = r.stack.pop()
    r.stack.append(_instance(r, callee, arguments, {}))


def _newobj_ex(r: _Reader) -> None:
    kwargs, arguments, callee = r.stack.pop(), r.stack.pop(), r.stack.pop()
    r.stack.append(_instance(r, callee, arguments, kwargs if isinstance(kwargs, dict) else {}))


def _instance(r: _Reader, callee: object, arguments: object, kwargs: dict[Any, Any]) -> object:
    given = arguments if isinstance(arguments, tuple) else (arguments,)
    if isinstance(callee, Global) and callee.dotted == "collections.OrderedDict" and not given:
        return AttributedDict()
    if isinstance(callee, Global) and callee.dotted == "torch.Size":
        built = _size(r, given)
        if built is not _MISSING:
            return built
    r.note_call(callee, given)
    return Opaque(callee, given, {str(key): value for key, value in kwargs.items()}, how="newobj")


def _extension(width: int) -> Callable[[_Reader], None]:
    def read(r: _Reader) -> None:
        code = r.take_int(width)
        r.stack.append(r.find("copyreg", f"extension {code}"))

    return read


def _text(width: int, *, encoding: str | None) -> Callable[[_Reader], None]:
    def read(r: _Reader) -> None:
        raw = r.take(r.take_int(width))
        if width > 1:
            r.budget.spend_output(len(raw))
        if encoding == "utf-8":
            r.stack.append(str(raw, "utf-8", "surrogatepass"))
        elif encoding:
            try:
                r.stack.append(str(raw, "ascii"))
            except UnicodeDecodeError:
                r.stack.append(raw)
        else:
            r.stack.append(raw)

    return read


def _bytearray8(r: _Reader) -> None:
    raw = r.take(r.take_int(8))
    r.budget.spend_output(len(raw))
    r.stack.append(bytearray(raw))


def _long(width: int) -> Callable[[_Reader], None]:
    def read(r: _Reader) -> None:
        count = r.take_int(width)
        if count > 1 << 20:
            raise PickleDamaged(r.position, f"an integer of {count} bytes is not believable")
        r.stack.append(int.from_bytes(r.take(count), "little", signed=True))

    return read


def _number_line(r: _Reader) -> None:
    raw = r.line().rstrip(b"L")
    if raw in (b"00", b"01"):
        r.stack.append(raw == b"01")
    elif len(raw) > 4000:
        raise PickleDamaged(r.position, f"an integer of {len(raw)} digits is not believable")
    else:
        r.stack.append(int(raw or b"0"))


def _float_line(r: _Reader) -> None:
    r.stack.append(float(r.line()))


def _string_line(r: _Reader) -> None:
    raw = r.line()
    if len(raw) >= 2 and raw[:1] == raw[-1:] and raw[:1] in (b"'", b'"'):
        raw = raw[1:-1]
    import codecs

    decoded = codecs.escape_decode(raw)[0]
    try:
        r.stack.append(decoded.decode("ascii"))
    except UnicodeDecodeError:
        r.stack.append(decoded)


def _unicode_line(r: _Reader) -> None:
    r.stack.append(str(r.line(), "raw-unicode-escape", "replace"))


def _persid(r: _Reader) -> None:
    r.stack.append(r.resolve(r.line().decode("utf-8", "replace")))


def _get(r: _Reader) -> None:
    r.stack.append(r.memo[int(r.line())])


def _put_line(r: _Reader) -> None:
    r.memo[int(r.line())] = r.stack[-1]


def _pop(r: _Reader) -> None:
    if r.stack:
        r.stack.pop()
    else:
        r.pop_mark()


def _dup(r: _Reader) -> None:
    r.stack.append(r.stack[-1])


def _pop_mark(r: _Reader) -> None:
    r.pop_mark()


def _frame(r: _Reader) -> None:
    r.take(8)


def _out_of_band(r: _Reader) -> None:
    r.stack.append(Opaque(Global("pickle", "PickleBuffer")))


_RARE: dict[int, Callable[[_Reader], None]] = {
    0x80: _proto, 0x95: _frame,
    ord("}"): lambda r: r.stack.append({}), ord("]"): lambda r: r.stack.append([]), 0x8F: lambda r: r.stack.append(set()),
    ord("s"): _setitem, ord("u"): _setitems, ord("a"): _append, ord("e"): _appends, 0x90: _additems, 0x91: _frozen,
    ord("d"): _dict, ord("l"): _list, ord("b"): _build, ord("c"): _global, 0x93: _stack_global,
    ord("i"): _inst, ord("o"): _obj, 0x81: _newobj, 0x92: _newobj_ex,
    0x82: _extension(1), 0x83: _extension(2), 0x84: _extension(4),
    0x8D: _text(8, encoding="utf-8"), ord("C"): _text(1, encoding=None), ord("B"): _text(4, encoding=None),
    0x8E: _text(8, encoding=None), 0x96: _bytearray8, ord("U"): _text(1, encoding="ascii"), ord("T"): _text(4, encoding="ascii"),
    0x8A: _long(1), 0x8B: _long(4), ord("I"): _number_line, ord("L"): _number_line, ord("F"): _float_line,
    ord("S"): _string_line, ord("V"): _unicode_line, ord("P"): _persid, ord("g"): _get, ord("p"): _put_line,
    ord("0"): _pop, ord("1"): _pop_mark, ord("2"): _dup, 0x97: _out_of_band, 0x98: lambda r: None,
}  # fmt: skip
