"""The checkpoint around a state_dict, written again as it was read: only the state_dict in it is another one."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from desktop_app.checkpoint.editing.draft import Draft, Item, has_state_dict, is_changed, is_outside, item_of
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import FileIdentity, Storage
from desktop_app.checkpoint.open import read_object_graph
from desktop_app.checkpoint.pickling.known import choose_primary, find_state_dicts, is_module, mapping_of
from desktop_app.checkpoint.pickling.objects import AttributedDict, Opaque, StorageRef
from desktop_app.checkpoint.writers.opcodes import CannotWrite, Opcodes
from desktop_app.checkpoint.writers.output import ExportError
from desktop_app.checkpoint.writers.torch_file import TensorWriter, put_state_dict

type Locate = Callable[[StorageRef], Storage | None]


def template_pickle(
    draft: Draft, items: Mapping[str, Item], versions: Mapping[str, Any], writer: TensorWriter, target: Path
) -> bytes:
    """The pickle of the whole checkpoint with the items as its state_dict; raises `ExportError` where it cannot be kept."""
    source = draft.source
    if source.safety.verdict == "code":
        raise _refused(target, "it would run code when it is loaded")
    if draft.unwrapped:
        raise _refused(target, "it was given up by unwrapping the state_dict")
    if source.byteorder == "big":
        raise _refused(target, "it is big-endian")
    graph = read_object_graph(source)
    if graph is None:
        raise _refused(target, f"a file of the kind {source.container} has none")
    root, locate = graph
    path = choose_primary(find_state_dicts(root))
    if path is None:
        raise _refused(target, "it holds several state_dicts and none that is the one")
    inner = _inside(root, path)
    if is_module(inner):
        raise _refused(target, "the weights lie in a pickled module")
    if not path:
        out = Opcodes()
        put_state_dict(out, items, versions, writer)
        return out.finish()
    root = _changed_root(root, draft)
    rewriter = _Rewriter(source.files, locate, inner, lambda out: put_state_dict(out, items, versions, writer), writer)
    rewriter.reach(root)
    out = Opcodes(rewriter.write)
    try:
        out.value(root)
    except CannotWrite as reason:
        raise _refused(target, f"there is a {reason} in it") from None
    except RecursionError:
        raise _refused(target, "it is nested too deeply") from None
    return out.finish()


def edits_left_out(draft: Draft, items: Mapping[str, Item]) -> int:
    """How many tensors beside the state_dict were edited, renamed or dropped singly, and are written as they were."""
    edited = sum(1 for name, item in draft.items.items() if name not in items and is_changed(name, item))
    alive = _kept_tops(draft)
    inside = has_state_dict(draft)
    lost = {*draft.lost_names()}
    return edited + sum(
        1
        for info in draft.source.tensors
        if info.name in lost
        and info.path[:1]
        and info.path[0] in alive
        and is_outside(item_of(draft.source, info), has_state_dict=inside)
    )


def _kept_tops(draft: Draft) -> set[str]:
    """Keys of the outermost dictionary under which some tensor is still wanted."""
    kept = {item.origin for item in draft.items.values()}
    return {info.path[0] for info in draft.source.tensors if info.path and info.name in kept}


def _refused(target: Path, reason: str) -> ExportError:
    return ExportError(finding("export-template", str(target), reason=reason))


def _inside(root: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        held = enumerate(root) if isinstance(root, list | tuple) else (mapping_of(root) or {}).items()
        root = next(value for name, value in held if str(name) == key)
    return root


def _changed_root(root: Any, draft: Draft) -> Any:
    """The outermost dictionary without what was dropped as a whole, and with the metadata that was set."""
    if not isinstance(root, dict):
        return root
    gone = {info.path[0] for info in draft.source.tensors if info.path} - _kept_tops(draft)
    made = AttributedDict()
    if isinstance(root, AttributedDict):
        made.attributes.update(root.attributes)
    pairs = [(key, value) for key, value in root.items() if str(key) not in gone]
    waiting = dict(draft.metadata)
    for key, value in pairs:
        made[key] = _as_before(value, waiting.pop(key)) if isinstance(key, str) and key in waiting else value
    made.update(waiting)
    return made if isinstance(root, AttributedDict) else dict(made)


def _as_before(old: Any, text: str) -> Any:
    """A number stays a number where the text is one."""
    for kind in (int, float):
        if type(old) is kind:
            try:
                return kind(text)
            except ValueError:
                continue
    return text


class _Rewriter:
    """Knows the values of the old pickle that are written otherwise."""

    def __init__(
        self,
        files: tuple[FileIdentity, ...],
        locate: Locate,
        inner: Any,
        put: Callable[[Opcodes], None],
        writer: TensorWriter,
    ) -> None:
        self._files = files
        self._locate = locate
        self._inner = inner
        self._put = put
        self._writer = writer

    def reach(self, root: Any) -> None:
        """Note the storages that the surroundings need, before anything is placed."""
        waiting: list[Any] = [root]
        seen: set[int] = set()
        while waiting:
            value = waiting.pop()
            if value is self._inner or id(value) in seen:
                continue
            seen.add(id(value))
            if isinstance(value, StorageRef):
                storage = self._locate(value)
                if storage is not None:
                    self._writer.plan.reach_whole(self._files, storage, value.dtype)
            elif isinstance(value, dict):
                waiting.extend(value.values())
                if isinstance(value, AttributedDict):
                    waiting.append(value.attributes)
            elif isinstance(value, list | tuple | set | frozenset):
                waiting.extend(value)
            elif isinstance(value, Opaque):
                waiting.extend((value.args, value.state, value.items, value.pairs))

    def write(self, out: Opcodes, value: Any) -> bool:
        """Write what is not written as it was."""
        if value is self._inner:
            self._put(out)
            return True
        if isinstance(value, StorageRef):
            storage = self._locate(value)
            if storage is None or value.view_offset:
                raise CannotWrite("tensor whose bytes are not in the file")
            record = self._writer.plan.place_whole(self._files, storage, value.dtype)
            self._writer.storage(out, record, value.dtype)
            return True
        return False
