"""The bytes that `torch.save` writes for one ordinary tensor after another, read a tensor at a time instead of an opcode.

Nearly all of nearly every checkpoint's pickle is `name, _rebuild_tensor_v2(storage, offset, shape, stride, False, OrderedDict())`
in always the same two or three dozen opcodes. What departs from that in the least is left to the reader of single opcodes.
"""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import re
import struct
from collections.abc import Callable
from typing import Any

from desktop_app.checkpoint.pickling.objects import AttributedDict, Global, Opaque

OPERATIONS = 36
"""Opcodes that one tensor counts as; a matrix takes 33."""

_MOST = 1000
"""Tensors of one call: the caller looks at its limits in between."""

# memo numbers below 256 are left alone, so that what the one-byte BINGETs fetch cannot change within a run
_PUT = rb"r(?!.\0\0\0)(....)"
_INT = rb"(?:K.|M..|J...[\0-\x7f])"
_TUPLE = rb"(\)|%s\x85|%s%s\x86|%s%s%s\x87|\((?:%s){4,64}t)(?:%s)?" % (*[_INT] * 7, _PUT)
_TENSOR = re.compile(
    _PUT + rb"h(.)\(\(h(.)(h.|j....)X(.)\0\0\0(\d{1,9})" + _PUT + rb"h(.)(" + _INT + rb")t" + _PUT + rb"Q(" + _INT + rb")"
    + _TUPLE + _TUPLE + rb"([\x88\x89])h(.)\)R" + _PUT + rb"t" + _PUT + rb"R" + _PUT,
    re.DOTALL,
)  # fmt: skip
"""From behind a tensor's name: memo, rebuild call, storage (type, key, location, elements), offset, shape, stride, rest."""

_INTS = re.compile(rb"K(.)|M(..)|J(....)", re.DOTALL)
_EIGHT = struct.Struct("<8I").unpack


def read_run(
    data: bytes,
    at: int,
    stack: list[Any],
    memo: dict[int, Any],
    resolve: Callable[[object], object],
    known: dict[bytes, tuple[int, ...]],
) -> tuple[int, int]:
    """Read tensors from `at`, which lies behind the BINUNICODE of the first one's name; that name is on the stack.

    Leaves stack and memo as the single opcodes would. Returns the position behind and the number of tensors; 0 when the
    first one is not of the ordinary form. `known` keeps integers and shapes by their bytes from call to call.
    """
    match, push = _TENSOR.match, stack.append
    count = 0
    name: str = stack[-1]
    begin = -1
    checked: tuple[bytes, bytes] | None = None
    rebuild: Any = None
    found = match(data, at)
    while found is not None:
        (
            name_put, callee, word, kind, length, key, key_put, location, numel, storage_put, offset,
            shape, shape_put, stride, stride_put, grad, ordered, dict_put, args_put, result_put,
        ) = found.groups()  # fmt: skip
        if len(key) != length[0] or not (
            word[0] in memo and (storage := _number(kind)) in memo and location[0] in memo
        ):
            break
        if checked != (callee, ordered):
            rebuild, made_of = memo.get(callee[0]), memo.get(ordered[0])
            if type(rebuild) is not Global or rebuild.module != "torch._utils":
                break
            if type(made_of) is not Global or made_of.dotted != "collections.OrderedDict":
                break
            checked = callee, ordered
        if begin >= 0:
            try:
                name = str(data[begin : found.start()], "utf-8", "surrogatepass")
            except UnicodeDecodeError:
                break
            push(name)
        # the empty tuple of a scalar is not kept in the memo; what is put in its stead is replaced at once
        puts = _EIGHT(
            name_put + key_put + storage_put + (shape_put or result_put) + (stride_put or result_put)
            + dict_put + args_put + result_put
        )  # fmt: skip
        numbers = known.get(numel) or _ints(numel, known)
        first = known.get(offset) or _ints(offset, known)
        text = key.decode()
        identifier = (memo[word[0]], memo[storage], text, memo[location[0]], numbers[0])
        sizes = known.get(shape) or _ints(shape, known)
        steps = known.get(stride) or _ints(stride, known)
        hooks = AttributedDict()
        args = (resolve(identifier), first[0], sizes, steps, grad == b"\x88", hooks)
        tensor = Opaque(rebuild, args)
        for number, value in zip(puts, (name, text, identifier, sizes, steps, hooks, args, tensor), strict=True):
            memo[number] = value
        push(tensor)
        count += 1
        at = found.end()
        if count == _MOST or data[at : at + 1] != b"X" or data[at + 2 : at + 5] != b"\0\0\0":
            break
        begin = at + 5
        found = match(data, begin + data[at + 1])
    return at, count


def _number(get: bytes) -> int:
    """Which memo entry a BINGET or LONG_BINGET fetches."""
    return get[1] if len(get) == 2 else int.from_bytes(get[1:], "little")


def _ints(raw: bytes, known: dict[bytes, tuple[int, ...]]) -> tuple[int, ...]:
    """The integers that these opcodes push."""
    found = tuple([int.from_bytes(one or two or four, "little") for one, two, four in _INTS.findall(raw)])
    known[raw] = found
    return found
