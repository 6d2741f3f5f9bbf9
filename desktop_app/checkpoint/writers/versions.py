"""The `_metadata` of a state_dict: each module's version, carried along when modules are renamed."""

from collections.abc import Mapping

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.model import Checkpoint, Entry


def versions_of(draft: Draft) -> dict[str, dict[str, int]]:
    """Module path as edited to `{"version": n}`; empty when the file has none."""
    kept = stored_versions(draft.source)
    if not kept:
        return {}
    moved = _moves(draft)
    found: dict[str, dict[str, int]] = {}
    for path, version in kept.items():
        found.setdefault(_moved(path, moved), {"version": version})
    return found


def stored_versions(checkpoint: Checkpoint) -> dict[str, int]:
    """Module path to version as the file's `_metadata` lists them."""
    contents = checkpoint.contents
    for entry in contents:
        if entry.key == "_metadata" and entry.kind == "dict" and entry.children:
            found = {child.key: _version(contents, child) for child in _children(contents, entry)}
            return {path: version for path, version in found.items() if version is not None}
    return {}


def _children(contents: tuple[Entry, ...], entry: Entry) -> tuple[Entry, ...]:
    return contents[entry.first_child : entry.first_child + entry.children]


def _version(contents: tuple[Entry, ...], entry: Entry) -> int | None:
    if entry.kind == "same" and 0 <= entry.target < len(contents):
        entry = contents[entry.target]
    for child in _children(contents, entry):
        if child.key == "version" and child.type_name == "int" and child.text.isdecimal():
            return int(child.text)
    return None


def _moves(draft: Draft) -> dict[str, str]:
    """Old module path to new, from how the tensors in it were renamed."""
    moved: dict[str, str] = {}
    for name, item in draft.items.items():
        if not item.origin:
            continue
        old, new = item.origin.rpartition(".")[0], name.rpartition(".")[0]
        while old not in moved:
            moved[old] = new
            if not old or old.rpartition(".")[2] != new.rpartition(".")[2]:
                break
            old, new = old.rpartition(".")[0], new.rpartition(".")[0]
    return moved


def _moved(path: str, moved: Mapping[str, str]) -> str:
    """Where a module went; one without tensors of its own goes where the nearest one above it went."""
    if path in moved or not path:
        return moved.get(path, "")
    above, _, last = path.rpartition(".")
    parent = _moved(above, moved)
    return f"{parent}.{last}" if parent else last
