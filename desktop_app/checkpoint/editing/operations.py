"""The operations on a draft: each a pure function of the draft and its arguments, or an `EditError`."""

from collections.abc import Iterable
from dataclasses import replace

from desktop_app.checkpoint.editing import keys, values
from desktop_app.checkpoint.editing.arguments import OpenFile
from desktop_app.checkpoint.editing.computed import Assigned
from desktop_app.checkpoint.editing.draft import Draft, Step, has_state_dict, item_of
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.operation import Operation
from desktop_app.checkpoint.model import Checkpoint


def apply(draft: Draft, step: Step, open_file: OpenFile | None = None) -> Draft:
    """The draft after one step, which is then the last of its `steps`. Raises `EditError`; `draft` stays as it is."""
    operation = operation_named(step.operation)
    if operation is None:
        raise EditError("no-such-operation", operation=step.operation)
    count = len(step.arguments)
    if count < operation.least or (operation.most is not None and count > operation.most):
        raise EditError("arguments", operation=operation.name, wanted=operation.usage or "no arguments")
    changed = operation.run(draft, step.arguments, open_file or _no_file)
    return replace(changed, steps=(*draft.steps, step))


def operation_named(name: str) -> Operation | None:
    """One of this program, else one that a plug-in brings."""
    if name in OPERATIONS:
        return OPERATIONS[name]
    from desktop_app.checkpoint.editing.plugged import plugged_operation

    return plugged_operation(name)


def apply_all(draft: Draft, steps: Iterable[Step], open_file: OpenFile | None = None) -> Draft:
    """The draft after several steps; the first that does not fit raises."""
    for step in steps:
        draft = apply(draft, step, open_file)
    return draft


def _no_file(path: str) -> Checkpoint:
    raise EditError("file", reason=f"{path} was not opened.")


# ---------------------------------------------------------------------- further files


def _add(draft: Draft, arguments: tuple[str, ...], open_file: OpenFile) -> Draft:
    name, source = arguments
    checkpoint, key = _from_file(source, open_file)
    if not key:
        key = name if any(info.name == name for info in checkpoint.tensors) else _only(checkpoint, source, name)
    found = [info for info in checkpoint.tensors if info.name == key]
    if found:
        if name in draft.items:
            raise EditError("exists", name=name)
        return draft.with_items({**draft.items, name: replace(item_of(checkpoint, found[0]), origin="", beside=False)})
    inside = [info for info in checkpoint.tensors if info.name.startswith(f"{key}.")]
    if not inside:
        raise EditError("key-in-file", file=checkpoint.path, name=key)
    added = {
        name + info.name[len(key) :]: replace(item_of(checkpoint, info), origin="", beside=False) for info in inside
    }
    for new in added:
        if new in draft.items:
            raise EditError("exists", name=new)
    return draft.with_items({**draft.items, **added})


def _assign(draft: Draft, arguments: tuple[str, ...], open_file: OpenFile) -> Draft:
    """Values of a further file under a key, whatever shape and type it had; a new key goes to the end."""
    name, source = arguments
    checkpoint, key = _from_file(source, open_file)
    key = key or _only(checkpoint, source, name)
    info = next((info for info in checkpoint.tensors if info.name == key), None)
    if info is None:
        raise EditError("key-in-file", file=checkpoint.path, name=key)
    if not name:
        raise EditError("empty-name", name=key)
    taken = item_of(checkpoint, info)
    old = draft.items.get(name)
    if old is None:
        role = "parameter" if taken.role == "tensor" and has_state_dict(draft) else taken.role
        made = replace(taken, origin="", beside=False, role=role)
    else:
        made = replace(old, value=Assigned(taken.value))
    return draft.with_items({**draft.items, name: made})


def _from_file(text: str, open_file: OpenFile) -> tuple[Checkpoint, str]:
    """`FILE[:KEY]`; a colon may belong to the file's name, so the longest file that opens is taken."""
    try:
        return open_file(text), ""
    except EditError:
        path, colon, key = text.rpartition(":")
        if not colon or not path or len(path) == 1:  # a drive letter
            raise
        return open_file(path), key


def _only(checkpoint: Checkpoint, source: str, name: str) -> str:
    if len(checkpoint.tensors) == 1:
        return checkpoint.tensors[0].name
    raise EditError("key-in-file", file=source, name=name)


def _merge(draft: Draft, arguments: tuple[str, ...], open_file: OpenFile) -> Draft:
    from desktop_app.checkpoint.merges.merging import merged_with_files

    method, weights, *paths = arguments
    return merged_with_files(draft, method, weights, paths, open_file)


OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in (
        Operation("rename", keys.RENAME_USAGE, 2, None, keys.rename),
        Operation("rename-regex", "PATTERN REPLACEMENT", 2, 2, keys.rename_regex),
        Operation("strip-prefix", "PREFIX", 1, 1, keys.strip_prefix),
        Operation("add-prefix", "PREFIX", 1, 1, keys.add_prefix),
        Operation("drop", "GLOB...", 1, None, keys.drop),
        Operation("keep", "GLOB...", 1, None, keys.keep),
        Operation("cast", "GLOB... DTYPE", 2, None, values.cast_values),
        Operation("fill", "GLOB... VALUE", 2, None, values.fill),
        Operation("scale", "GLOB... FACTOR", 2, None, values.scale),
        Operation("set", "NAME[SLICE] VALUE", 2, 2, values.set_places),
        Operation("reshape", "NAME SHAPE", 2, 2, values.reshape),
        Operation("transpose", "NAME D0 D1", 3, 3, values.transpose),
        Operation("slice", "NAME SLICE", 2, 2, values.cut_slice),
        Operation("pad", "NAME SHAPE VALUE", 3, 3, values.pad),
        Operation("untie", "NAME", 1, 1, values.untie),
        Operation("add", "NAME FILE[:KEY]", 2, 2, _add),
        Operation("assign", "NAME FILE[:KEY]", 2, 2, _assign),
        Operation("unwrap", "", 0, 0, keys.unwrap),
        Operation("reorder", "KEY...", 1, None, keys.reorder),
        Operation("metadata", "KEY VALUE", 2, 2, keys.set_metadata),
        Operation("merge", "METHOD WEIGHTS FILE...", 3, None, _merge),
    )
}
"""Every operation by name; the command line, recipes and the window use this table."""
