"""Pickle opcodes (protocol 2) written by hand: plain values, stand-ins as they were read, and whatever a hook knows."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import struct
from collections.abc import Callable, Iterable
from typing import Any

from desktop_app.checkpoint.pickling.objects import AttributedDict, Global, Opaque

_BATCH = 1000

type Hook = Callable[["Opcodes", Any], bool]
"""Writes a value that it knows and says so."""


class CannotWrite(Exception):
    """A value for which there are no opcodes here; the text names its type."""


class Opcodes:
    """A pickle under construction."""

    def __init__(self, hook: Hook | None = None) -> None:
        self.data = bytearray(b"\x80\x02")
        self._hook = hook
        self._memo: dict[int, int] = {}
        self._kept: list[object] = []
        """Keeps memoised objects alive, so that their identities stay theirs."""

    def finish(self) -> bytes:
        """The whole pickle."""
        self.data += b"."
        return bytes(self.data)

    # -- pieces

    def text(self, value: str) -> None:
        """A string."""
        raw = value.encode("utf-8", "surrogatepass")
        self.data += b"X" + struct.pack("<I", len(raw)) + raw

    def number(self, value: int) -> None:
        """An integer of any size."""
        if 0 <= value < 256:
            self.data += b"K" + bytes([value])
        elif 0 <= value < 65536:
            self.data += b"M" + struct.pack("<H", value)
        elif -(1 << 31) <= value < 1 << 31:
            self.data += b"J" + struct.pack("<i", value)
        else:
            raw = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
            self.data += (
                b"\x8a" + bytes([len(raw)]) if len(raw) < 256 else b"\x8b" + struct.pack("<i", len(raw))
            ) + raw

    def numbers(self, values: Iterable[int]) -> None:
        """A tuple of integers."""
        self.data += b"("
        for value in values:
            self.number(value)
        self.data += b"t"

    def name(self, module: str, name: str) -> None:
        """A global by its name."""
        self.data += b"c" + module.encode() + b"\n" + name.encode() + b"\n"

    def empty_ordered_dict(self) -> None:
        """`collections.OrderedDict()`."""
        self.data += b"ccollections\nOrderedDict\n)R"

    def mapping(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        """Items put into the mapping on top of the stack."""
        waiting = 0
        for key, value in pairs:
            if waiting == 0:
                self.data += b"("
            self.value(key)
            self.value(value)
            waiting += 1
            if waiting == _BATCH:
                self.data += b"u"
                waiting = 0
        if waiting:
            self.data += b"u"

    # -- values

    def value(self, value: Any) -> None:
        """Any value; raises `CannotWrite`."""
        if self._hook is not None and self._hook(self, value):
            return
        if self._plain(value):
            return
        known = self._memo.get(id(value))
        if known is not None:
            self.data += b"h" + bytes([known]) if known < 256 else b"j" + struct.pack("<I", known)
            return
        self._container(value)

    def _remember(self, value: Any) -> None:
        number = len(self._memo)
        self._memo[id(value)] = number
        self._kept.append(value)
        self.data += b"q" + bytes([number]) if number < 256 else b"r" + struct.pack("<I", number)

    def _plain(self, value: Any) -> bool:
        if value is None:
            self.data += b"N"
        elif value is True or value is False:
            self.data += b"\x88" if value else b"\x89"
        elif type(value) is int:
            self.number(value)
        elif type(value) is float:
            self.data += b"G" + struct.pack(">d", value)
        elif type(value) is str:
            self.text(value)
        elif type(value) is complex:
            self.name("__builtin__", "complex")
            self.data += b"G" + struct.pack(">d", value.real) + b"G" + struct.pack(">d", value.imag) + b"\x86R"
        elif isinstance(value, bytes | bytearray):
            # as Python itself writes bytes in protocol 2
            self.name("_codecs", "encode")
            self.text(bytes(value).decode("latin1"))
            self.text("latin1")
            self.data += b"\x86R"
        elif isinstance(value, Global):
            self.name(value.module, value.name)
        else:
            return False
        return True

    def _container(self, value: Any) -> None:
        if isinstance(value, AttributedDict):
            self.empty_ordered_dict()
            self._remember(value)
            self.mapping(value.items())
            if value.attributes:
                self.value(dict(value.attributes))
                self.data += b"b"
        elif isinstance(value, dict):
            self.data += b"}"
            self._remember(value)
            self.mapping(value.items())
        elif isinstance(value, list):
            self.data += b"]"
            self._remember(value)
            self._items(value)
        elif isinstance(value, tuple):
            self.data += b"("
            for item in value:
                self.value(item)
            self.data += b"t"
        elif isinstance(value, set | frozenset):
            self.name("__builtin__", type(value).__name__)
            self.data += b"]"
            self._items(sorted(value, key=repr))
            self.data += b"\x85R"
        elif isinstance(value, Opaque):
            self._object(value)
        else:
            raise CannotWrite(type(value).__name__)

    def _items(self, values: Iterable[Any]) -> None:
        self.data += b"("
        for item in values:
            self.value(item)
        self.data += b"e"

    def _object(self, value: Opaque) -> None:
        """A stand-in as it was read: what was called with what, and what was put into it."""
        if value.kwargs:
            raise CannotWrite(f"{value.type_name} with keyword arguments")
        self.value(value.cls)
        self.data += b"("
        for argument in value.args:
            self.value(argument)
        self.data += b"t" + (b"\x81" if value.how in ("newobj", "newobj_ex") else b"R")
        self._remember(value)
        if value.items:
            self._items(value.items)
        if value.pairs:
            self.mapping(value.pairs)
        if value.state is not None:
            self.value(value.state)
            self.data += b"b"
