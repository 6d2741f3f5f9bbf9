"""Opcodes that are rare in checkpoints, each as a function of the state; the frequent ones are in the loop itself."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import codecs
import warnings
from collections.abc import Callable
from typing import Any

from desktop_app.checkpoint.pickling.objects import AttributedDict, Global, Opaque
from desktop_app.checkpoint.pickling.plain import MISSING, hashable, size_of
from desktop_app.checkpoint.pickling.safety import short_text
from desktop_app.checkpoint.pickling.state import PickleDamaged, PickleState


def _proto(r: PickleState) -> None:
    version = r.take(1)[0]
    if version > 5:
        raise PickleDamaged(r.position, f"protocol {version} is not known")


def _setitem(r: PickleState) -> None:
    value, key = r.stack.pop(), r.stack.pop()
    _put(r.stack[-1], [key, value])


def _setitems(r: PickleState) -> None:
    items = r.pop_mark()
    _put(r.stack[-1], items)


def _put(target: Any, items: list[Any]) -> None:
    if isinstance(target, dict):
        for key, value in zip(items[::2], items[1::2], strict=True):
            target[key if type(key) is str else hashable(key)] = value
    elif isinstance(target, Opaque):
        target.pairs.extend(zip(items[::2], items[1::2], strict=True))
    else:
        raise TypeError


def _append(r: PickleState) -> None:
    value = r.stack.pop()
    _extend(r.stack[-1], [value])


def _appends(r: PickleState) -> None:
    items = r.pop_mark()
    _extend(r.stack[-1], items)


def _extend(target: Any, items: list[Any]) -> None:
    if isinstance(target, list):
        target.extend(items)
    elif isinstance(target, Opaque):
        target.items.extend(items)
    else:
        raise TypeError


def _additems(r: PickleState) -> None:
    items = r.pop_mark()
    target = r.stack[-1]
    if isinstance(target, set):
        target.update(hashable(item) for item in items)
    else:
        _extend(target, items)


def _frozen(r: PickleState) -> None:
    items = r.pop_mark()
    r.stack.append(frozenset(hashable(item) for item in items))


def _dict(r: PickleState) -> None:
    items = r.pop_mark()
    built: dict[Any, Any] = {}
    _put(built, items)
    r.stack.append(built)


def _list(r: PickleState) -> None:
    items = r.pop_mark()
    r.stack.append(items)


def _build(r: PickleState) -> None:
    state = r.stack.pop()
    target = r.stack[-1]
    if isinstance(target, Opaque):
        target.state = state
    elif isinstance(target, AttributedDict):
        if isinstance(state, dict):
            target.attributes.update({str(key): value for key, value in state.items()})
    else:
        r.stack[-1] = Opaque(Global("", type(target).__name__), (target,), state=state, how="build")


def _global(r: PickleState) -> None:
    module, name = r.line().decode("utf-8", "replace"), r.line().decode("utf-8", "replace")
    r.stack.append(r.find(module, name))


def _stack_global(r: PickleState) -> None:
    name, module = r.stack.pop(), r.stack.pop()
    if not isinstance(name, str) or not isinstance(module, str):
        name, module = short_text(name), short_text(module)
    r.stack.append(r.find(module, name))


def _inst(r: PickleState) -> None:
    module, name = r.line().decode("utf-8", "replace"), r.line().decode("utf-8", "replace")
    callee = r.find(module, name)
    arguments = tuple(r.pop_mark())
    r.note_call(callee, arguments)
    r.stack.append(Opaque(callee, arguments, how="obj"))


def _obj(r: PickleState) -> None:
    items = r.pop_mark()
    r.note_call(items[0], tuple(items[1:]))
    r.stack.append(Opaque(items[0], tuple(items[1:]), how="obj"))


def _newobj(r: PickleState) -> None:
    arguments = r.stack.pop()
    callee = r.stack.pop()
    r.stack.append(_instance(r, callee, arguments, {}))


def _newobj_ex(r: PickleState) -> None:
    kwargs, arguments, callee = r.stack.pop(), r.stack.pop(), r.stack.pop()
    r.stack.append(_instance(r, callee, arguments, kwargs if isinstance(kwargs, dict) else {}))


def _instance(r: PickleState, callee: object, arguments: object, kwargs: dict[Any, Any]) -> object:
    given = arguments if isinstance(arguments, tuple) else (arguments,)
    if isinstance(callee, Global) and callee.dotted == "collections.OrderedDict" and not given:
        return AttributedDict()
    if isinstance(callee, Global) and callee.dotted == "torch.Size":
        built = size_of(r, given)
        if built is not MISSING:
            return built
    r.note_call(callee, given)
    return Opaque(callee, given, {str(key): value for key, value in kwargs.items()}, how="newobj")


def _extension(width: int) -> Callable[[PickleState], None]:
    def read(r: PickleState) -> None:
        code = r.take_int(width)
        r.stack.append(r.find("copyreg", f"extension {code}"))

    return read


def _text(width: int, *, encoding: str | None) -> Callable[[PickleState], None]:
    def read(r: PickleState) -> None:
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


def _bytearray8(r: PickleState) -> None:
    raw = r.take(r.take_int(8))
    r.budget.spend_output(len(raw))
    r.stack.append(bytearray(raw))


def _long(width: int) -> Callable[[PickleState], None]:
    def read(r: PickleState) -> None:
        count = r.take_int(width)
        if count > 1 << 20:
            raise PickleDamaged(r.position, f"an integer of {count} bytes is not believable")
        r.stack.append(int.from_bytes(r.take(count), "little", signed=True))

    return read


def _number_line(r: PickleState) -> None:
    raw = r.line().rstrip(b"L")
    if raw in (b"00", b"01"):
        r.stack.append(raw == b"01")
    elif len(raw) > 4000:
        raise PickleDamaged(r.position, f"an integer of {len(raw)} digits is not believable")
    else:
        r.stack.append(int(raw or b"0"))


def _float_line(r: PickleState) -> None:
    r.stack.append(float(r.line()))


def _unescaped(raw: bytes) -> bytes:
    with warnings.catch_warnings():  # a backslash before an ordinary letter stays, as it does for pickle
        warnings.simplefilter("ignore", DeprecationWarning)
        return codecs.escape_decode(raw)[0]


def _string_line(r: PickleState) -> None:
    raw = r.line()
    if len(raw) >= 2 and raw[:1] == raw[-1:] and raw[:1] in (b"'", b'"'):
        raw = raw[1:-1]
    decoded = _unescaped(raw) if b"\\" in raw else raw
    try:
        r.stack.append(decoded.decode("ascii"))
    except UnicodeDecodeError:
        r.stack.append(decoded)


def _unicode_line(r: PickleState) -> None:
    r.stack.append(str(r.line(), "raw-unicode-escape", "replace"))


def _persid(r: PickleState) -> None:
    r.stack.append(r.resolve(r.line().decode("utf-8", "replace")))


def _get(r: PickleState) -> None:
    r.stack.append(r.memo[int(r.line())])


def _put_line(r: PickleState) -> None:
    r.memo[int(r.line())] = r.stack[-1]


def _pop(r: PickleState) -> None:
    if r.stack:
        r.stack.pop()
    else:
        r.pop_mark()


def _dup(r: PickleState) -> None:
    r.stack.append(r.stack[-1])


def _pop_mark(r: PickleState) -> None:
    r.pop_mark()


def _frame(r: PickleState) -> None:
    r.take(8)


def _out_of_band(r: PickleState) -> None:
    r.stack.append(Opaque(Global("pickle", "PickleBuffer")))


RARE: dict[int, Callable[[PickleState], None]] = {
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
