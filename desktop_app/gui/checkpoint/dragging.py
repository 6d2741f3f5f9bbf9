"""Tensors and modules on their way from one tab to another, as keys of the file that they lie in."""

import json
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QMimeData

from desktop_app.gui.checkpoint.session import CheckpointSession

KEYS = "application/x-weightsmith-keys"


def keys_data(session: CheckpointSession, names: Sequence[str]) -> QMimeData:
    """What is dragged: the file, and for each name as shown the key in the file; other programs get the names as text."""
    draft = session.editor.document.value if session.editor is not None else None
    pairs: list[tuple[str, str]] = []
    for name in names:
        if draft is None:
            pairs.append((name, name))
            continue
        item = draft.items.get(name)
        if item is not None:
            if item.origin:
                pairs.append((name, item.origin))
            continue
        pairs.extend(
            (key, inner.origin)
            for key, inner in draft.items.items()
            if inner.origin and key.startswith((f"{name}.", f"{name}/"))
        )
    data = QMimeData()
    data.setData(KEYS, json.dumps({"path": session.original.path, "keys": pairs}).encode())
    data.setText("\n".join(names))
    return data


def dropped_keys(data: QMimeData) -> tuple[str, list[tuple[str, str]]]:
    """Path of the file, and pairs of a name and its key there; empty for anything else."""
    try:
        document = json.loads(bytes(data.data(KEYS).data()))
        pairs = [(str(name), str(key)) for name, key in cast("list[tuple[str, str]]", document["keys"])]
        return str(document["path"]), pairs
    except (ValueError, KeyError, TypeError):
        return "", []
