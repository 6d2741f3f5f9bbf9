"""The list of a checkpoint's keys as CSV, JSON or Markdown."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.checkpoint.replacing import replace_file

_COLUMNS = ("name", "shape", "dtype", "elements", "bytes", "role", "shares_with")


def write_keys(tensors: Sequence[TensorInfo], path: str | Path) -> None:
    """Write one line per tensor in the format of the ending (`.json`, `.md`, else CSV); raises `OSError`."""
    target = Path(path)
    replace_file(target, keys_text(tensors, target.suffix.lower()).encode("utf-8", "backslashreplace"))


def keys_text(tensors: Sequence[TensorInfo], ending: str) -> str:
    """The list as text."""
    if ending == ".json":
        rows = [
            {
                "name": info.name,
                "shape": list(info.shape),
                "dtype": info.dtype,
                "elements": info.numel,
                "bytes": info.nbytes,
                "role": info.role,
                "shares_with": list(info.shares_with),
            }
            for info in tensors
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    cells = [
        (
            info.name,
            "x".join(map(str, info.shape)),
            info.dtype,
            str(info.numel),
            str(info.nbytes),
            info.role,
            " ".join(info.shares_with),
        )
        for info in tensors
    ]
    if ending in (".md", ".markdown"):
        lines = ["| " + " | ".join(_COLUMNS) + " |", "|---" * len(_COLUMNS) + "|"]
        lines += [
            "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in cells
        ]
        return "\n".join(lines) + "\n"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_COLUMNS, *cells])
    return text.getvalue()
