"""The files that hold what was assigned in the console, so that the steps which name them can be undone, kept and exported."""

import itertools
import json
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import numpy as np

from desktop_app.checkpoint.console.arrays import ConsoleError, dtype_and_bytes
from desktop_app.checkpoint.containers.safetensors import DTYPES
from desktop_app.checkpoint.replacing import replace_atomically

_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_OLD_SECONDS = 7 * 24 * 3600


def write_values(folder: Path, tensors: Mapping[str, Any], like: Mapping[str, str]) -> dict[str, str]:
    """Write tensors into one new file of `folder`; gives for each name the `FILE:KEY` of its values.

    `like` names the element type that an array of NumPy shall have. Raises `ConsoleError` and `OSError`.
    """
    named = {
        name: (_opened(tensor, like.get(name, "")), f"value{at}") for at, (name, tensor) in enumerate(tensors.items())
    }
    header: dict[str, Any] = {}
    position = 0
    for (dtype, shape, data), key in sorted(named.values(), key=lambda one: -_width(one[0][0])):
        header[key] = {"dtype": _NAMES[dtype], "shape": list(shape), "data_offsets": [position, position + data.nbytes]}
        position += data.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    blocks = {key: data for (_, _, data), key in named.values()}

    def write(file: IO[bytes]) -> None:
        file.write(len(text).to_bytes(8, "little") + text)
        for key in header:
            file.write(memoryview(blocks[key]))

    folder.mkdir(parents=True, exist_ok=True)
    target = next(path for at in itertools.count(1) if not (path := folder / f"{at:05}.safetensors").exists())
    replace_atomically(target, write)
    return {name: f"{target}:{key}" for name, (_, key) in named.items()}


def _opened(tensor: Any, like: str) -> tuple[str, tuple[int, ...], np.ndarray[Any, Any]]:
    dtype, shape, data = dtype_and_bytes(tensor, like)
    if dtype not in _NAMES:
        raise ConsoleError(f"Values of the type {dtype} cannot be kept; cast them first, to float32 or complex64.")
    return dtype, shape, data


def _width(dtype: str) -> int:
    return int(dtype[-3:].lstrip("xt")) if dtype[-3:].isdigit() else 8


def remove_forgotten(root: Path, named: str, *, now: float | None = None) -> None:
    """Remove folders of values that no text of the journal (`named`) names any more and nobody has written to for a week."""
    with suppress(OSError):
        for folder in root.iterdir():
            old = (now or time.time()) - folder.stat().st_mtime > _OLD_SECONDS
            if folder.is_dir() and old and folder.name not in named:
                shutil.rmtree(folder, ignore_errors=True)
