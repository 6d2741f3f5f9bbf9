"""What goes between the program and a child: a length and a JSON document. Never a pickle: the child may run hostile code."""

from __future__ import annotations  # an old Python has to get as far as telling its version

import base64
import json
from typing import Any, BinaryIO, cast

LARGEST = 64 << 20
"""Bytes of one frame that are read; more is no answer of ours."""
_MARK = "__bytes__"


class BadFrame(Exception):
    """What came is no frame."""


def write_frame(stream: BinaryIO, value: object) -> None:
    """Write one frame and flush it. Tuples become lists; `bytes` are kept."""
    data = json.dumps(value, default=_packed).encode("utf-8", "surrogatepass")
    stream.write(len(data).to_bytes(8, "little") + data)
    stream.flush()


def read_frame(stream: BinaryIO) -> Any:
    """The next frame; None at the end of the stream, `BadFrame` for what is none."""
    head = _exactly(stream, 8)
    if head is None:
        return None
    size = int.from_bytes(head, "little")
    if size > LARGEST:
        raise BadFrame
    data = _exactly(stream, size)
    if data is None:
        return None
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"), object_hook=_unpacked)
    except (ValueError, RecursionError):
        raise BadFrame from None


def _exactly(stream: BinaryIO, size: int) -> bytes | None:
    data = stream.read(size)
    return data if data is not None and len(data) == size else None  # type: ignore[redundant-expr]


def _packed(value: object) -> dict[str, str]:
    if isinstance(value, bytes | bytearray):
        return {_MARK: base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} cannot be sent")


def _unpacked(document: dict[str, Any]) -> Any:
    if len(document) == 1 and isinstance(document.get(_MARK), str):
        return base64.b64decode(cast("str", document[_MARK]))
    return document
