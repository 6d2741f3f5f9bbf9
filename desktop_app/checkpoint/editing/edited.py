"""An edited checkpoint as the views know checkpoints: the draft's tensors and their hierarchy in place of the file's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from desktop_app.checkpoint.editing.draft import Draft, Item
from desktop_app.checkpoint.editing.expressions import Stored, tie_of
from desktop_app.checkpoint.model import Checkpoint, Module, TensorInfo
from desktop_app.checkpoint.tree import build_modules

_SHARES = 32


def edited_checkpoint(draft: Draft) -> Checkpoint:
    """The opened checkpoint with what the draft makes of it; contents, safety and findings stay those of the file."""
    if not draft.is_changed:
        return draft.source
    source = draft.source
    tensors = [_described(source, name, item) for name, item in draft.items.items()]
    shared = _shared(draft)
    tensors = [
        replace(info, shares_with=shared.get(info.name, ())) if info.shares_with or info.name in shared else info
        for info in tensors
    ]
    modules = build_modules(tensors)
    return replace(
        source,
        tensors=tuple(tensors),
        modules=_with_facts(modules, source.modules, draft),
        metadata={**source.metadata, **draft.metadata},
    )


def _described(source: Checkpoint, name: str, item: Item) -> TensorInfo:
    value = item.value
    if isinstance(value, Stored) and value.files is source.files:
        return value.info if value.info.name == name else replace(value.info, name=name)
    return computed_info(name, item)


def computed_info(name: str, item: Item) -> TensorInfo:
    """A tensor that is not in the opened file as it is, but computed when somebody looks at it."""
    value = item.value
    info = TensorInfo(
        name=name,
        shape=value.shape,
        dtype=value.dtype,
        stride=_row_major(value.shape),
        storage=None,
        role=item.role,
        requires_grad=item.requires_grad,
        class_name=item.class_name,
        path=(name,),
        computed=value,
    )
    if isinstance(value, Stored):
        return replace(info, status=value.info.status, problem=value.info.problem)
    return info


def _row_major(shape: tuple[int, ...]) -> tuple[int, ...]:
    steps: list[int] = []
    step = 1
    for size in reversed(shape):
        steps.append(step)
        step *= max(size, 1)
    return tuple(reversed(steps))


def _shared(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Names that share storage, or are computed alike, by name."""
    groups: dict[object, list[str]] = defaultdict(list)
    for name, item in draft.items.items():
        value = item.value
        if isinstance(value, Stored) and value.info.storage is not None:
            if value.info.shares_with:
                groups[id(value.files), value.info.storage.id].append(name)
        elif not isinstance(value, Stored):
            groups[tie_of(value)].append(name)
    return {
        name: tuple(other for other in names if other != name)[:_SHARES]
        for names in groups.values()
        if len(names) > 1
        for name in names
    }


def _with_facts(modules: tuple[Module, ...], before: Sequence[Module], draft: Draft) -> tuple[Module, ...]:
    """What the file itself says of a module goes with it when its tensors are renamed."""
    told = {
        module.path: module
        for module in before
        if module.class_name or module.training is not None or module.hooks or module.attributes
    }
    if not told:
        return modules
    moved: dict[str, str] = {}
    for name, item in draft.items.items():
        if item.origin:
            moved.setdefault(name.rpartition(".")[0], item.origin.rpartition(".")[0])
    found: list[Module] = []
    for module in modules:
        old = told.get(moved.get(module.path, module.path))
        found.append(
            module
            if old is None
            else replace(
                module,
                class_name=old.class_name,
                inferred=None if old.class_name else module.inferred,
                training=old.training,
                hooks=old.hooks,
                non_persistent=old.non_persistent,
                contents=old.contents,
                attributes=old.attributes,
            )
        )
    return tuple(found)
