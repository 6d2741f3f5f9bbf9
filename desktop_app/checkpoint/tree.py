"""Dotted tensor names to a hierarchy of modules, with counts that see each tied tensor once."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.kinds import Outline, infer_kinds
from desktop_app.checkpoint.model import Module, TensorInfo

DEPTH = 100
"""Levels of one name that become modules; what is deeper stays in the tensor's own name."""


_SEPARATOR = re.compile(r"[./]")


class ModuleFacts(Protocol):
    """What a pickled module object says about itself."""

    @property
    def path(self) -> str: ...
    @property
    def class_name(self) -> str | None: ...
    @property
    def training(self) -> bool | None: ...
    @property
    def hooks(self) -> Sequence[str]: ...
    @property
    def non_persistent(self) -> Sequence[str]: ...
    @property
    def contents(self) -> int: ...
    @property
    def attributes(self) -> Sequence[tuple[str, str]]: ...


class _Branch:
    """A module while the tree grows."""

    __slots__ = ("branches", "depth", "facts", "name", "parent", "path", "position", "tensors")

    def __init__(self, path: str, name: str, parent: "_Branch | None") -> None:
        self.path = path
        self.name = name
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.branches: list[_Branch] = []
        self.tensors: list[int] = []
        self.facts: ModuleFacts | None = None
        self.position = -1


class _Growth:
    """The branches by path; paths are found or made with all their ancestors."""

    def __init__(self) -> None:
        self.root = _Branch("", "", None)
        self._by_path = {"": self.root}

    def owner(self, name: str) -> _Branch:
        """The module that a tensor of this name lies in."""
        path = _above(name)
        branch = self._by_path.get(path) if path else None
        if branch is not None:
            return branch
        # most new modules lie directly in a known one, which spares going down from the root
        outer = _above(path)
        above = self._by_path.get(outer) if outer else None
        if above is None or above.depth + 1 >= DEPTH or len(outer) + 1 == len(path):
            return self._walk(name, module_ends(name))
        return self._grow(path, path[len(outer) + 1 :], above)

    def module(self, path: str) -> _Branch:
        """The module of this path itself."""
        branch = self._by_path.get(path)
        return branch if branch is not None else self._walk(path, [*module_ends(path), len(path)])

    def _walk(self, name: str, ends: Sequence[int]) -> _Branch:
        branch = self.root
        begin = 0
        for end in ends:
            path = name[:end]
            known = self._by_path.get(path)
            if known is None:
                known = self._grow(path, name[begin:end], branch)
            branch = known
            begin = end + 1
        return branch

    def _grow(self, path: str, name: str, parent: _Branch) -> _Branch:
        branch = self._by_path[path] = _Branch(path, name, parent)
        parent.branches.append(branch)
        return branch


def _above(name: str) -> str:
    """What stands before the last divider; empty when there is none."""
    return name[: max(name.rfind("."), name.rfind("/"), 0)]


def module_ends(name: str) -> list[int]:
    """Where in a tensor's name the path of each module ends that holds it, outermost first.

    Both `.` (inside of a state_dict) and `/` (outside) divide; an empty step stays glued to what follows it.
    """
    ends: list[int] = []
    begin = 0
    for match in _SEPARATOR.finditer(name):
        if match.start() > begin:
            ends.append(match.start())
            if len(ends) == DEPTH:
                break
            begin = match.end()
    return ends


def build_modules(tensors: Sequence[TensorInfo], facts: Iterable[ModuleFacts] = ()) -> tuple[Module, ...]:
    """The hierarchy, depth first in file order, the root at 0; empty when there is neither a tensor nor a module.

    Parameters and buffers make the tree; optimizer state and the like is left out unless there is nothing else.
    """
    known = tuple(facts)
    shown = [position for position, info in enumerate(tensors) if info.role in ("parameter", "buffer")]
    if not shown and not known:
        shown = list(range(len(tensors)))
    if not shown and not known:
        return ()
    growth = _Growth()
    for fact in known:
        growth.module(fact.path).facts = fact
    for position in shown:
        growth.owner(tensors[position].name).tensors.append(position)
    branches = _depth_first(growth.root)
    return _finish(branches, tensors)


def _depth_first(root: _Branch) -> list[_Branch]:
    branches: list[_Branch] = []
    waiting = [root]
    while waiting:
        branch = waiting.pop()
        branch.position = len(branches)
        branches.append(branch)
        _sort_numbers(branch.branches)
        waiting.extend(reversed(branch.branches))
    return branches


def _sort_numbers(branches: list[_Branch]) -> None:
    """Put `2` before `10`, which a file sorted by name does not; other names keep their places."""
    places = [place for place, branch in enumerate(branches) if branch.name.isdecimal() and branch.name.isascii()]
    if len(places) > 1:
        ordered = sorted((branches[place] for place in places), key=lambda branch: (len(branch.name), branch.name))
        for place, branch in zip(places, ordered, strict=True):
            branches[place] = branch


def _finish(branches: Sequence[_Branch], tensors: Sequence[TensorInfo]) -> tuple[Module, ...]:
    parents = [branch.parent.position if branch.parent is not None else -1 for branch in branches]
    parameters, buffers, nbytes = _totals(branches, tensors, parents)
    kinds = infer_kinds(_outlines(branches, tensors))
    modules: list[Module] = []
    for position, branch in enumerate(branches):
        fact = branch.facts
        modules.append(
            Module(
                path=branch.path,
                name=branch.name,
                parent=parents[position],
                children=tuple([child.position for child in branch.branches]),
                tensors=tuple(branch.tensors),
                class_name=fact.class_name if fact is not None else None,
                inferred=kinds[position] if fact is None or fact.class_name is None else None,
                parameters=parameters[position],
                buffers=buffers[position],
                nbytes=nbytes[position],
                training=fact.training if fact is not None else None,
                hooks=tuple(fact.hooks) if fact is not None else (),
                non_persistent=tuple(fact.non_persistent) if fact is not None else (),
                contents=fact.contents if fact is not None else -1,
                attributes=tuple(fact.attributes) if fact is not None else (),
            )
        )
    return tuple(modules)


def _outlines(branches: Sequence[_Branch], tensors: Sequence[TensorInfo]) -> list[Outline]:
    outlines: list[Outline] = []
    for branch in branches:
        skip = len(branch.path) + 1 if branch.path else 0
        own: dict[str, tuple[int, ...]] = {}
        quantized = False
        for position in branch.tensors:
            info = tensors[position]
            if info.dtype == "unknown":  # its shard is missing: the shape is not known either
                continue
            own[info.name[skip:]] = info.shape
            quantized = quantized or info.quantization is not None
        outlines.append(Outline(branch.name, own, [child.name for child in branch.branches], quantized))
    for branch in branches:
        if branch.name == "parametrizations" and branch.parent is not None:
            own = dict(outlines[branch.parent.position].own)
            for child in branch.branches:
                stored = outlines[child.position].own
                # weight norm keeps the magnitude in original0 and the direction, shaped like the weight, in original1
                shape = stored.get("original1", stored.get("original"))
                if shape is not None:
                    own[child.name] = shape
            outlines[branch.parent.position] = outlines[branch.parent.position]._replace(own=own)
    return outlines


type _Totals = tuple[list[int], list[int], list[int]]
"""For each module the elements of parameters, the elements of buffers, the bytes."""


def _totals(branches: Sequence[_Branch], tensors: Sequence[TensorInfo], parents: Sequence[int]) -> _Totals:
    """Sums over each subtree in which a tensor that several names share counts once."""
    size = len(branches)
    parameters, buffers, nbytes = [0] * size, [0] * size, [0] * size
    depths = [branch.depth for branch in branches]
    last_owner: dict[tuple[str, int, int, str], int] = {}
    for position, branch in enumerate(branches):
        for index in branch.tensors:
            info = tensors[index]
            count = info.numel
            if not count:
                continue
            counted = parameters if info.role == "parameter" else buffers if info.role == "buffer" else None
            stored = _nbytes(info, count)
            if counted is not None:
                counted[position] += count
            nbytes[position] += stored
            if info.storage is None:
                continue
            tie = (info.storage.id, info.storage_offset, count, info.role)
            # walking depth first, what two neighbours of one tie have in common is counted twice from there up
            before = last_owner.get(tie)
            if before is not None:
                common = _common(before, position, parents, depths)
                nbytes[common] -= stored
                if counted is not None:
                    counted[common] -= count
            last_owner[tie] = position
    for position in range(size - 1, 0, -1):
        parent = parents[position]
        parameters[parent] += parameters[position]
        buffers[parent] += buffers[position]
        nbytes[parent] += nbytes[position]
    return parameters, buffers, nbytes


def _common(first: int, second: int, parents: Sequence[int], depths: Sequence[int]) -> int:
    """The deepest module that holds both."""
    while first != second:
        if depths[first] >= depths[second]:
            first = parents[first]
        else:
            second = parents[second]
    return first


def _nbytes(info: TensorInfo, count: int) -> int:
    if info.parts:
        return sum(part.nbytes for _, part in info.parts)
    return (count * itemsize_bits(info.dtype) + 7) // 8
