"""labelme as a program of its own, started on a folder through what it declares stable: its command line."""

import shutil
import sys
from pathlib import Path

from desktop_app.annotation.folders.folder import ImageFolder
from desktop_app.annotation.model import LabelSchema


def labelme_command() -> str:
    """Where the command `labelme` is: beside this Python, or on the path; empty when it is not installed."""
    beside = [Path(sys.executable).with_name(name) for name in ("labelme", "labelme.exe")]
    found = next((str(path) for path in beside if path.is_file()), None)
    return found or shutil.which("labelme") or ""


def labelme_arguments(folder: ImageFolder, name: str, schema: LabelSchema, list_file: Path) -> list[str]:
    """Its arguments for the image in front (or the whole folder), with our labels in their order.

    A label with a comma cannot stand in a list on the command line, so `list_file` holds them, a line each; the caller
    writes it with `label_list`.
    """
    arguments = [str(folder.image_path(name) if name else folder.root), "--no-sort-labels"]
    if schema.labels:
        arguments += ["--labels", str(list_file)]
    if folder.labels_root:
        arguments += ["--output", folder.labels_root]
    return arguments


def label_list(schema: LabelSchema) -> str:
    """The labels as labelme's `--labels` reads them."""
    return "".join(f"{label.name}\n" for label in schema.labels)
