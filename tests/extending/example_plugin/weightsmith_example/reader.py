"""A container format: `TINY1`, one line of JSON that says where the tensors lie, then their bytes."""

import json
from pathlib import Path

from desktop_app.checkpoint.containers.plugged import Contents, Reader, StoredTensor


def matches(start: bytes) -> bool:
    return start.startswith(b"TINY1\n")


def read(path: Path) -> Contents:
    with path.open("rb") as file:
        file.readline()
        header = json.loads(file.readline(1 << 20))
        first = file.tell()
    return Contents(
        [StoredTensor(one["name"], one["dtype"], tuple(one["shape"]), first + one["at"]) for one in header["tensors"]],
        {"author": header.get("author", "")},
    )


TINY = Reader("Tiny tensors", matches, read)
