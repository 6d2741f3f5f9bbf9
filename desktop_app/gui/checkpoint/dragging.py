"""Tensors and modules on their way from one tab to another, as keys of the file that they lie in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QMimeData

from desktop_app.gui.checkpoint.session import CheckpointSession

KEYS = "application/x-weightsmith-keys"


def keys_data(session: CheckpointSession, names: Sequence[str]) -> QMimeData:
    """What is dragged: the file, and for each name as shown the key in the file; other programs get the names as text."""
    draft = session.editor.document.value if session.editor is not None else None
    pairs: list[tuple[str, str]] = []
    edited = False
    for name in names:
        if draft is None:
            pairs.append((name, name))
            continue
        item = draft.items.get(name)
        inside = (
            {name: item}
            if item is not None
            else {key: one for key, one in draft.items.items() if key.startswith((f"{name}.", f"{name}/"))}
        )
        edited = edited or any(one.stored is None or not one.origin for one in inside.values())
        pairs.extend((key, one.origin) for key, one in inside.items() if one.origin)
    data = QMimeData()
    data.setData(KEYS, json.dumps({"path": session.original.path, "keys": pairs, "edited": edited}).encode())
    data.setText("\n".join(names))
    return data


@dataclass(frozen=True, slots=True)
class Dropped:
    """Tensors that came from another tab."""

    path: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    """Name to give, and key in the file."""
    edited: bool = False
    """Whether there were edits, which do not come along: what is added is what the file holds."""


def dropped_keys(data: QMimeData) -> Dropped:
    """What was dropped; empty for anything else."""
    try:
        document = json.loads(bytes(data.data(KEYS).data()))
        pairs = tuple((str(name), str(key)) for name, key in cast("list[tuple[str, str]]", document["keys"]))
        return Dropped(str(document["path"]), pairs, bool(document.get("edited")))
    except (ValueError, KeyError, TypeError):
        return Dropped()
