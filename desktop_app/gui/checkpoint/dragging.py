"""Tensors and modules on their way out of a tab: for another tab as keys of their file, for other programs as a file of their own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData

from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.drag_out import PromisedFile, place_for

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Draft, Item

KEYS = "application/x-weightsmith-keys"
MOST_NBYTES = 64_000_000
"""Of tensors that are written while the pointer is under way; for more there is the export."""


def keys_data(session: CheckpointSession, names: Sequence[str]) -> QMimeData:
    """What is dragged: the file, and for each name as shown the key in the file.

    Other programs get the names as text, and the tensors as they are now in a file of the same format, up to `MOST_NBYTES`.
    """
    present = session.editor.document.value if session.editor is not None else None
    pairs = [(name, name) for name in names]
    edited = False
    if present is not None:
        inside = _inside(present, names)
        edited = any(one.stored is None or not one.origin for one in inside.values())
        pairs = [(key, one.origin) for key, one in inside.items() if one.origin]
    data = _promise(session, names) or QMimeData()
    data.setData(KEYS, json.dumps({"path": session.original.path, "keys": pairs, "edited": edited}).encode())
    data.setText("\n".join(names))
    return data


def _inside(draft: "Draft", names: Sequence[str]) -> "dict[str, Item]":
    """The tensors of these names, and those below them."""
    chosen: dict[str, Item] = {}
    for name in names:
        item = draft.items.get(name)
        chosen |= (
            {name: item}
            if item is not None
            else {key: one for key, one in draft.items.items() if key.startswith((f"{name}.", f"{name}/"))}
        )
    return chosen


def _promise(session: CheckpointSession, names: Sequence[str]) -> QMimeData | None:
    """A file with these tensors, which a worker begins to write; None when there are none or too many."""
    if session.editor is None:
        return None
    draft = session.editor.draft
    chosen = _inside(draft, names)
    known = {info.name: info.nbytes for info in session.checkpoint.tensors}
    if not chosen or sum(known.get(name, 0) for name in chosen) > MOST_NBYTES:
        return None
    from desktop_app.gui.checkpoint.edits.export_dialog import write_draft

    source = Path(session.original.path)
    ending = ".safetensors" if source.name.endswith((".safetensors", ".safetensors.index.json")) else ".pth"
    stem = names[0] if len(names) == 1 else f"{source.name.partition('.')[0]}-selection"
    path = place_for(stem + ending)
    task = session.tasks.run(write_draft, draft.with_items(chosen), str(path), "keep-one", False, 0, lane="writer")
    return PromisedFile(path, task)


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
