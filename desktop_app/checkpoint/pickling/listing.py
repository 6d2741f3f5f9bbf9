"""An object graph of stand-ins turned into flat lists: tensors by name, contents by entry, and what each module says of itself."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from desktop_app.checkpoint.budget import Budget, LimitReached
from desktop_app.checkpoint.columns import records_of
from desktop_app.checkpoint.deferred import Deferred
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.kinds import is_beside_original, role_of
from desktop_app.checkpoint.model import Entry, Finding, Kind, Role, TensorInfo
from desktop_app.checkpoint.pickling.children import children_of, has_children, summary_of
from desktop_app.checkpoint.pickling.known import (
    choose_primary,
    find_state_dicts,
    is_extra_state,
    is_module,
    is_optimizer,
    is_script_module,
    looks_like_tensor,
)
from desktop_app.checkpoint.pickling.objects import AttributedDict, Global, Opaque
from desktop_app.checkpoint.pickling.rebuild import (
    NotATensor,
    PlainFields,
    Storages,
    needed_nbytes,
    plain_fields,
    tensor_of,
)
from desktop_app.checkpoint.pickling.safety import short_text

_HOOKS = (
    "_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks", "_state_dict_hooks", "_state_dict_pre_hooks",
    "_load_state_dict_pre_hooks", "_load_state_dict_post_hooks", "_forward_hooks_with_kwargs", "_forward_pre_hooks_with_kwargs",
    "_forward_hooks_always_called", "_is_full_backward_hook",
)  # fmt: skip
_NAMED = ("_parameters", "_buffers", "_modules")
"""Attributes of a module in which names stand."""
_PLAIN_REBUILD = Global("torch._utils", "_rebuild_tensor_v2")
_SHARED_MODULE_LIMIT = 16
"""How often one module object may stand in several places of the hierarchy."""
_SHARES_LIMIT = 32


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """What a pickled module object says about itself."""

    path: str
    class_name: str | None = None
    training: bool | None = None
    hooks: Sequence[str] = ()
    non_persistent: Sequence[str] = ()
    contents: int = -1
    attributes: Sequence[tuple[str, str]] = ()


@dataclass(slots=True)
class Listing:
    """What describing one object graph gave."""

    kind: Kind
    tensors: list[TensorInfo]
    contents: Sequence[Entry]
    modules: list[ModuleFacts]
    findings: list[Finding]
    metadata: dict[str, str]


def describe(root: object, *, storages: Storages, where: str, budget: Budget) -> Listing:
    """List what hangs below `root`: iteratively, each shared object once, within the limits."""
    return _Lister(root, storages, where, budget).run()


# ---------------------------------------------------------------------- the walk


@dataclass(slots=True)
class _Place:
    """One container still to be opened."""

    value: Any
    entry: int
    path: tuple[str, ...]
    prefix: str | None = None
    """Dotted prefix of names inside of a state_dict or module; None outside."""
    role: Role = "tensor"
    module: str | None = None
    """Path of the module whose attributes these are."""


class _Lister:
    def __init__(self, root: object, storages: Storages, where: str, budget: Budget) -> None:
        self.root = root
        self.storages = storages
        self.where = where
        self.budget = budget
        self.rows: list[Any] = []
        """The fields of an entry each, or the tensor itself where a block of nothing but tensors is listed."""
        self.blocks: list[tuple[int, int, int]] = []
        """First row, number and first tensor of each such block."""
        self.tensors: list[TensorInfo] = []
        self.names: set[str] = set()
        self.alike: dict[str, int] = {}
        """The last number that was put behind a name."""
        self.modules: list[ModuleFacts] = []
        self.findings: list[Finding] = []
        self.seen: dict[int, int] = {}
        self.module_visits: dict[int, int] = {}
        self.hidden = 0
        self.too_deep = False
        self.listed: dict[int, int] = {}
        """Tensor stand-ins that have a name already, by identity."""
        self.pending: list[_Place] = []
        found = find_state_dicts(root)
        self.found = {id(value): path for path, value in found}
        self.primary = choose_primary(found)
        self.module_roots = [path for path, value in found if is_module(value)]

    def run(self) -> Listing:
        try:
            self._row("", self.root)
            self._enter(self.root, 0, (), None, "tensor")
            while self.pending:
                self._open(self.pending.pop())
        except LimitReached as limit:
            self.findings.append(finding("limit", self.where, what=limit.what, limit=limit.limit))
        if self.hidden:
            self.findings.append(finding("contents-cut", self.where, count=self.hidden))
        kind = self._kind()
        contents = Deferred(partial(_entries, self.rows, tuple(self.blocks)))
        return Listing(kind, tied(self.tensors), contents, self.modules, self.findings, self._metadata())

    def _kind(self) -> Kind:
        if is_module(self.root):
            return "module"
        if looks_like_tensor(self.root):
            return "tensor"
        if id(self.root) in self.found:
            return "state_dict"
        if self.found or is_optimizer(self.root):
            return "checkpoint"
        if self.tensors and isinstance(self.root, dict):
            return "checkpoint" if any("optim" in str(key) for key in self.root) else "other"
        return "other"

    def _metadata(self) -> dict[str, str]:
        """Plain values at the top of a checkpoint: epoch, step, versions."""
        if not isinstance(self.root, dict) or id(self.root) in self.found:
            return {}
        plain = {str(k): v for k, v in self.root.items() if isinstance(v, str | int | float | bool)}
        return {
            key: value if isinstance(value, str) and len(value) < 500 else short_text(value)
            for key, value in list(plain.items())[:100]
        }

    # -- entries

    def _row(self, key: str, value: Any) -> int:
        """Append an entry for a value; its children come later."""
        kind, type_name, text = summary_of(value)
        self.rows.append([key, kind, type_name, text, 0, 0, -1])
        return len(self.rows) - 1

    def _room(self, wanted: int) -> int:
        room = self.budget.limits.contents - len(self.rows)
        if wanted > room:
            self.hidden += wanted - max(room, 0)
        return max(0, min(wanted, room))

    def _open(self, place: _Place) -> None:
        """List the children of one container as one block, then remember those that have children of their own."""
        self.budget.check_time()
        value = place.value
        if place.module is not None:
            self._note_module(value, place)
        elif place.prefix is not None and isinstance(value, dict) and self._open_state_dict(value, place):
            return
        children = children_of(value)
        listed = self._room(len(children)) if place.entry >= 0 else 0
        first = len(self.rows)
        if listed:
            self.rows[place.entry][4] = first
            self.rows[place.entry][5] = listed
        later: list[_Place] = []
        for position, (key, child, role) in enumerate(children):
            entry = self._row(key, child) if position < listed else -1
            before = len(self.pending)
            self._enter(child, entry, (*place.path, key), place, role)
            later += self.pending[before:]
            del self.pending[before:]
        self.pending += reversed(later)

    def _open_state_dict(self, value: dict[Any, Any], place: _Place) -> bool:
        """List a mapping of nothing but ordinary tensors; False, with nothing done, when there is anything else in it."""
        if place.entry < 0 or len(self.rows) + len(value) > self.budget.limits.contents:
            return False
        if len(self.tensors) + len(value) > self.budget.limits.tensors or (
            isinstance(value, AttributedDict) and set(value.attributes) - {"_metadata"}
        ):
            return False
        names: list[str] = []
        plain: list[PlainFields] = []
        roles: list[Role] = []
        prefix, path, role = place.prefix or "", place.path, place.role
        storages, seen = self.storages, self.names
        for key, item in value.items():
            if type(item) is not Opaque or type(key) is not str or item.cls != _PLAIN_REBUILD:
                return False
            name = prefix + key
            found = None if name in seen else plain_fields(item, storages)
            if found is None:
                return False
            names.append(name)
            plain.append(found)
            roles.append("buffer" if role == "parameter" and _is_buffer(key, found[1], found[5], value) else role)
        made = _plain_tensors(names, [(*path, key) for key in value], roles, plain)
        first = len(self.rows)
        row = self.rows[place.entry]
        row[4], row[5] = first, len(made)
        base = len(self.tensors)
        self.rows += made
        self.blocks.append((first, len(made), base))
        seen.update(names)
        self.tensors += made
        if isinstance(value, AttributedDict) and value.attributes.get("_metadata"):
            self._open_attribute(value, place)
        return True

    def _open_attribute(self, value: AttributedDict, place: _Place) -> None:
        """List a state_dict's `_metadata` as the last of its children."""
        entry = self._row("_metadata", value.attributes["_metadata"])
        self.rows[place.entry][5] += 1
        self._enter(value.attributes["_metadata"], entry, (*place.path, "_metadata"), None, "tensor")

    def _enter(self, value: Any, entry: int, path: tuple[str, ...], parent: _Place | None, role: Role | None) -> None:
        """Decide what a value is where it stands, and queue it when it holds others."""
        prefix, module, role = self._scope(value, path, parent, role)
        beside = parent.value if parent is not None and isinstance(parent.value, dict) else ()
        if looks_like_tensor(value) and self._tensor(value, entry, path, prefix, role, beside):
            return
        if not has_children(value):
            return
        if prefix is not None and module is None and _holds_names(parent):
            # an object or a list under a key of the state_dict: what is in it has that key in front of its name
            prefix = f"{prefix}{path[-1]}/"
            role = role if isinstance(value, dict) and not is_extra_state(path[-1]) else "tensor"
        known = self.seen.get(id(value))
        if known is not None:
            if entry >= 0:
                self.rows[entry][1] = "same"
                self.rows[entry][6] = known
            visits = self.module_visits.get(id(value), 0) + 1
            self.module_visits[id(value)] = visits
            if (
                module is None and not (prefix is not None and parent is not None and parent.module is not None)
            ) or visits > _SHARED_MODULE_LIMIT:
                return
            entry = -1
            if parent is not None and len(path) > 200:
                return
        else:
            self.seen[id(value)] = entry
        if len(path) >= self.budget.limits.depth:
            if not self.too_deep:
                self.too_deep = True
                self.findings.append(finding("limit", self.where, what="nesting", limit=self.budget.limits.depth))
            return
        self.pending.append(_Place(value, entry, path, prefix, role, module))

    def _scope(
        self, value: Any, path: tuple[str, ...], parent: _Place | None, role: Role | None
    ) -> tuple[str | None, str | None, Role]:
        """Name prefix, module path and role that hold for a value and what is in it."""
        if id(value) in self.found and (parent is None or parent.prefix is None):
            prefix = "" if path == self.primary else "/".join(path) + "/" if path else ""
            return prefix, ("" if path == self.primary else "/".join(path)) if is_module(value) else None, "parameter"
        if parent is None or parent.prefix is None:
            inherited = parent is not None and parent.role == "optimizer"
            named = any(_is_optimizer(key) for key in path)
            return None, None, "optimizer" if inherited or named or is_optimizer(value) else "tensor"
        key = path[-1]
        if parent.module is not None and not is_script_module(parent.value):
            # attributes of a module: its three dictionaries carry names on, anything else does not
            if key in _NAMED and isinstance(value, dict):
                return parent.prefix, None, "buffer" if key == "_buffers" else "parameter"
            return None, None, "tensor"
        if is_module(value):
            inner = f"{parent.prefix}{key}"
            return f"{inner}.", inner, "parameter"
        return parent.prefix, None, role or parent.role

    # -- modules

    def _note_module(self, value: Opaque, place: _Place) -> None:
        state = value.attributes()
        hooks = [
            f"{name}[{short_text(key)}]: {short_text(hook)}"
            for name in _HOOKS
            if isinstance(held := state.get(name), dict)
            for key, hook in held.items()
        ]
        hidden = state.get("_non_persistent_buffers_set")
        plain = tuple(
            (name, short_text(item))
            for name, item in state.items()
            if not name.startswith("_") and name != "training" and not looks_like_tensor(item) and not is_module(item)
        )
        class_name = value.type_name
        self.modules.append(
            ModuleFacts(
                path=place.module or "",
                class_name=class_name,
                training=state["training"] if isinstance(state.get("training"), bool) else None,
                hooks=tuple(hooks[:64]),
                non_persistent=tuple(sorted(str(name) for name in hidden))
                if isinstance(hidden, set | frozenset | list)
                else (),
                contents=place.entry if place.entry >= 0 else self.seen.get(id(value), -1),
                attributes=plain[:64],
            )
        )

    # -- tensors

    def _tensor(
        self, value: Any, entry: int, path: tuple[str, ...], prefix: str | None, role: Role, beside: Container[Any]
    ) -> bool:
        if len(self.tensors) >= self.budget.limits.tensors:
            raise LimitReached("tensors", self.budget.limits.tensors)
        known = self.listed.get(id(value))
        if known is not None and prefix is None and any(path[: len(root)] == root for root in self.module_roots):
            if entry >= 0:
                row = self.rows[entry]
                row[1], row[2], row[6] = "tensor", self.tensors[known].class_name, known
            return True
        key = path[-1] if path else ""
        name = f"{prefix}{key}" if prefix is not None else "/".join(path)
        try:
            info = tensor_of(value, self.storages)
        except NotATensor as problem:
            self.findings.append(finding("tensor-odd", self.where, name=name or "the tensor", reason=problem.reason))
            return False
        if info is None:
            return False
        if name in self.names:
            name = self._unused("/".join(path))
        self.names.add(name)
        if info.status != "ok":
            self._note_damage(name, info)
        if (
            prefix is not None
            and role == "parameter"
            and _is_buffer(key, info.dtype, info.requires_grad, beside, info.class_name)
        ):
            role = "buffer"
        if entry >= 0:
            row = self.rows[entry]
            row[1], row[2], row[3], row[6] = (
                "tensor",
                info.class_name,
                _about(info),
                len(self.tensors),
            )
        # a frozen value is made once: replace() of twenty fields would double the time of large files
        for attribute, content in (("name", name), ("role", role), ("path", path)):
            object.__setattr__(info, attribute, content)
        self.listed[id(value)] = len(self.tensors)
        self.tensors.append(info)
        return True

    def _unused(self, name: str) -> str:
        """The name, or with a number behind it: keys that are objects may look alike, and `a/b` may be a key itself."""
        number = self.alike.get(name, 1)
        found = name
        while found in self.names:
            number += 1
            found = f"{name} #{number}"
        self.alike[name] = number
        return found

    def _note_damage(self, name: str, info: TensorInfo) -> None:
        if sum(1 for f in self.findings if f.code in ("tensor-missing", "tensor-damaged")) >= 1000:
            return
        if info.status == "missing":
            self.findings.append(finding("tensor-missing", self.where, name=name))
        elif info.storage is not None:
            self.findings.append(
                finding("tensor-damaged", self.where, name=name, need=needed_nbytes(info), have=info.storage.nbytes)
            )


def _entries(rows: list[Any], blocks: Sequence[tuple[int, int, int]]) -> list[Entry]:
    """The rows as entries."""
    entries: list[Entry] = []
    for first, count, base in blocks:
        entries += [Entry(*row) for row in rows[len(entries) : first]]
        entries += [
            Entry(info.path[-1], "tensor", "torch.Tensor", _about(info), 0, 0, base + position)
            for position, info in enumerate(rows[first : first + count])
        ]
    entries += [Entry(*row) for row in rows[len(entries) :]]
    return entries


def _about(info: TensorInfo) -> str:
    return f"{info.dtype} {'×'.join(map(str, info.shape)) or 'scalar'}"


def _holds_names(parent: _Place | None) -> bool:
    """Whether the keys in a container are names of tensors: those of a state_dict, or a TorchScript module's attributes."""
    return (
        parent is not None and parent.prefix is not None and (parent.module is None or is_script_module(parent.value))
    )


def _is_optimizer(key: str) -> bool:
    return "optim" in key.lower()


def _is_buffer(
    key: str, dtype: str, requires_grad: bool, beside: Container[Any], class_name: str = "torch.Tensor"
) -> bool:
    """Whether a key of a state_dict, `beside` which others stand, is of a buffer."""
    trained = requires_grad or class_name == "torch.nn.parameter.Parameter"
    return not trained and (role_of(key, dtype) == "buffer" or is_beside_original(key, beside))


def _plain_tensors(
    names: list[str], paths: list[tuple[str, ...]], roles: list[Role], plain: list[PlainFields]
) -> list[TensorInfo]:
    """Ordinary tensors, made field by field: one by one they would take four times as long."""
    if not plain:
        return []
    columns = dict(
        zip(
            ("shape", "dtype", "stride", "storage", "storage_offset", "requires_grad"),
            zip(*plain, strict=True),
            strict=True,
        )
    )
    return records_of(TensorInfo, len(names), {"name": names, "path": paths, "role": roles, **columns})


def tied(tensors: list[TensorInfo]) -> list[TensorInfo]:
    """Tell each tensor which others stand on its storage."""
    by_storage: dict[str, list[int]] = {}
    for position, info in enumerate(tensors):
        if info.storage is not None:
            by_storage.setdefault(info.storage.id, []).append(position)
    for shared in by_storage.values():
        if len(shared) > 1:
            names = [tensors[position].name for position in shared[: _SHARES_LIMIT + 1]]
            for position in shared:
                own = tensors[position].name
                tensors[position] = replace(
                    tensors[position], shares_with=tuple([name for name in names if name != own][:_SHARES_LIMIT])
                )
    return tensors
