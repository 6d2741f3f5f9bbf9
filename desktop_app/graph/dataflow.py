"""A list of operators in the order in which they run, made into a graph: grouped by module, edges lifted to siblings, repeats hashed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Literal

from desktop_app.graph.categories import category_of
from desktop_app.graph.model import Category, Edge, Graph, Node

type OpKind = Literal["input", "output", "op", "parameter", "constant"]


@dataclass(frozen=True, slots=True)
class Op:
    """One operator call, or a value that goes in or out."""

    name: str
    """Unique in the list: `conv1`, `add_3`."""
    target: str
    """What runs: `aten.conv2d`, `torch.flatten`, `Conv2d`."""
    kind: OpKind = "op"
    scope: tuple[str, ...] = ()
    """Paths of the modules it runs in, outermost first: (`layer1`, `layer1.0`, `layer1.0.conv1`); `relu@1` is a second call."""
    inputs: tuple[str, ...] = ()
    """Names of the operators whose results it takes, each once."""
    shape: tuple[int, ...] | None = None
    """Of its (first) result."""
    dtype: str = ""
    tensors: tuple[str, ...] = ()
    """Keys of the parameters and buffers that it takes."""
    macs: int = 0
    """Multiply-adds of one call, 0 where they do not count."""
    note: str = ""
    """One more line for the box: `kernel 3×3, stride 2`."""


@dataclass(slots=True)
class _Group:
    path: str
    module: str
    label: str
    class_name: str
    parent: int
    children: list[int] = field(default_factory=list[int])
    edges: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    op: Op | None = None


_IO: Mapping[OpKind, str] = {
    "input": "input",
    "output": "output",
    "parameter": "parameter",
    "constant": "constant",
    "op": "",
}


_BYTES = {
    "float64": 8, "int64": 8, "complex64": 8, "complex128": 16, "float16": 2, "bfloat16": 2, "int16": 2, "uint16": 2,
    "bool": 1, "uint8": 1, "int8": 1, "float8_e4m3fn": 1, "float8_e5m2": 1,
}  # fmt: skip
"""Of one element; four where the type is another one or not known."""


def shape_label(shape: Sequence[int] | None) -> str:
    """`64×56×56`: a shape as it stands on an edge, the batch left out where it is 1."""
    if shape is None:
        return ""
    shown = shape[1:] if len(shape) > 1 and shape[0] == 1 else shape
    return "×".join(map(str, shown)) or "scalar"


def build_dataflow(
    ops: Sequence[Op],
    title: str,
    *,
    classes: Mapping[str, str] | None = None,
    numels: Mapping[str, int] | None = None,
    buffers: Collection[str] = (),
    kind: Literal["dataflow", "autograd"] = "dataflow",
) -> Graph:
    """The graph of operators that run one after another.

    `classes` gives the class of each module path, `numels` the elements of each tensor key, `buffers` those keys
    that no optimizer moves: they are shown and do not count as parameters. A module that is left and entered again is a second call of it (`relu#2`): otherwise groups would seem to run in circles.
    """
    builder = _Builder(dict(classes or {}), dict(numels or {}), frozenset(buffers))
    for op in ops:
        builder.add(op)
    return Graph(kind, title, builder.nodes(title))


def short_target(target: str) -> str:
    """`add` of `aten.add.Tensor`, `conv2d` of `torch.conv2d`, `Conv2d` of `torch.nn.modules.conv.Conv2d`."""
    parts = target.split(".")
    return parts[1] if parts[0] in _NAMESPACES and len(parts) > 1 else parts[-1]


_NAMESPACES = frozenset({"aten", "prims", "torchvision", "quantized", "torch_vision"})


class _Builder:
    def __init__(self, classes: dict[str, str], numels: dict[str, int], buffers: frozenset[str]) -> None:
        self.classes = classes
        self.numels = numels
        self.buffers = buffers
        self.groups: list[_Group] = [_Group("", "", "", classes.get("", ""), -1)]
        self.place: dict[str, int] = {}
        self.paths: set[str] = {""}
        self.open: list[tuple[str, int]] = []

    def add(self, op: Op) -> None:
        parent = self._enter(op.scope if op.kind == "op" else ())
        path = self._free(f"{self.groups[parent].path}.{op.name}" if self.groups[parent].path else op.name)
        label = op.name if op.kind != "op" else short_target(op.target)
        self.groups.append(_Group(path, self.groups[parent].module, label, op.target, parent, op=op))
        number = len(self.groups) - 1
        self.groups[parent].children.append(number)
        self.place[op.name] = number
        for source in op.inputs:
            if source in self.place:
                self._connect(self.place[source], number)

    def _enter(self, scope: tuple[str, ...]) -> int:
        """The group of the innermost module, entering and leaving modules on the way."""
        depth = 0
        while depth < min(len(scope), len(self.open)) and self.open[depth][0] == scope[depth]:
            depth += 1
        del self.open[depth:]
        for call in scope[depth:]:
            module = call.partition("@")[0]
            parent = self.open[-1][1] if self.open else 0
            self.groups.append(
                _Group(self._free(module), module, module.rpartition(".")[2], self.classes.get(module, ""), parent)
            )
            number = len(self.groups) - 1
            group = self.groups[number]
            if "#" in group.path:
                group.label += "#" + group.path.rpartition("#")[2]
            self.groups[parent].children.append(number)
            self.open.append((call, number))
        return self.open[-1][1] if self.open else 0

    def _free(self, path: str) -> str:
        found, count = path, 1
        while found in self.paths:
            count += 1
            found = f"{path}#{count}"
        self.paths.add(found)
        return found

    def _chain(self, number: int) -> list[int]:
        chain = [number]
        while self.groups[chain[-1]].parent >= 0:
            chain.append(self.groups[chain[-1]].parent)
        return chain

    def _connect(self, source: int, target: int) -> None:
        """Lift an edge to the siblings under the nearest common group; borders on the way become ports."""
        op = self.groups[source].op
        label = shape_label(op.shape) if op is not None else ""
        up, down = self._chain(source), self._chain(target)
        common = set(down)
        meet = next(number for number in up if number in common)
        outward, inward = up[: up.index(meet)], down[: down.index(meet)]
        for group, child in zip(outward[1:], outward, strict=False):
            self._edge(group, child, -1, label)
        self._edge(meet, outward[-1], inward[-1], label)
        for group, child in zip(inward[1:], inward, strict=False):
            self._edge(group, -1, child, label)

    def _edge(self, group: int, source: int, target: int, label: str) -> None:
        self.groups[group].edges.setdefault((source, target), label)

    # ------------------------------------------------------------------ the value

    def nodes(self, title: str) -> tuple[Node, ...]:
        """Depth first, every group before what is in it; a module that holds a single operator is that operator."""
        self._merge_singles()
        order = self._depth_first()
        number_of = {old: new for new, old in enumerate(order)}
        made: list[Node] = [Node("", "")] * len(order)
        interned: dict[tuple[object, ...], int] = {}
        keys: list[frozenset[str]] = [frozenset()] * len(order)
        for new in range(len(order) - 1, -1, -1):
            group = self.groups[order[new]]
            own = group.op.tensors if group.op is not None else ()
            keys[new] = frozenset(own).union(*(keys[number_of[child]] for child in group.children))
            made[new] = self._node(order[new], number_of, made, interned, title, keys[new])
        return tuple(made)

    def _merge_singles(self) -> None:
        for group in self.groups:
            if group.op is None and len(group.children) == 1 and group.parent >= 0:
                child = self.groups[group.children[0]]
                if child.op is not None and child.op.kind == "op":
                    group.op, group.children, group.edges = child.op, [], {}

    def _depth_first(self) -> list[int]:
        order: list[int] = []
        pending = [0]
        while pending:
            number = pending.pop()
            order.append(number)
            pending += reversed(self.groups[number].children)
        return order

    def _node(
        self,
        number: int,
        number_of: dict[int, int],
        made: list[Node],
        interned: dict[tuple[object, ...], int],
        title: str,
        keys: frozenset[str],
    ) -> Node:
        group = self.groups[number]
        children = tuple(number_of[child] for child in group.children)
        position = {child: place for place, child in enumerate(group.children)}
        edges = tuple(
            Edge(position.get(source, -1), position.get(target, -1), label)
            for (source, target), label in group.edges.items()
        )
        detail = _detail(group.op, self.numels) if group.op is not None else ()
        key = (
            group.class_name, detail, tuple(made[child].structure for child in children),
            tuple((edge.source, edge.target, edge.label) for edge in edges),
        )  # fmt: skip
        return Node(
            path=group.path,
            label=group.label or title,
            class_name=short_target(group.class_name),
            category=_category(group),
            parent=number_of[group.parent] if group.parent >= 0 else -1,
            children=children,
            edges=edges,
            detail=detail,
            parameters=sum(self.numels.get(key, 0) for key in keys if key not in self.buffers),
            activation_nbytes=_activation_nbytes(group.op) + sum(made[child].activation_nbytes for child in children),
            macs=(group.op.macs if group.op is not None else 0) + sum(made[child].macs for child in children),
            descendants=sum(1 + made[child].descendants for child in children),
            structure=interned.setdefault(key, len(interned) + 1),
        )


def _activation_nbytes(op: Op | None) -> int:
    """Bytes of an operator's result; what goes in and out of the model is not counted."""
    if op is None or op.kind != "op" or op.shape is None:
        return 0
    return prod(op.shape) * _BYTES.get(op.dtype, 4)


def _detail(op: Op, numels: Mapping[str, int]) -> tuple[str, ...]:
    lines = [op.note] if op.note else []
    if op.shape is not None:
        lines.append(f"→ {shape_label(op.shape)}")
    lines += [f"{key.rpartition('.')[2]} {numels[key]:,}" for key in op.tensors[:3] if key in numels]
    return tuple(lines)


def _category(group: _Group) -> Category:
    if group.op is not None and group.op.kind != "op":
        return "io" if group.op.kind in ("input", "output") else "tensor"
    return category_of(short_target(group.class_name), has_modules=bool(group.children))


def with_tensors(graph: Graph, positions: Mapping[str, int], ops: Sequence[Op]) -> Graph:
    """The graph with indices of the checkpoint's tensors, so that selecting a node selects what it holds.

    `positions` gives the index of each tensor key.
    """
    by_path: dict[str, tuple[int, ...]] = {}
    for op in ops:
        found = tuple(positions[key] for key in op.tensors if key in positions)
        if found:
            by_path[op.name] = found
            if op.scope:
                module = op.scope[-1].partition("@")[0]
                by_path.setdefault(module, found)
                by_path[f"{module}.{op.name}"] = found
    return replace(graph, nodes=tuple(
        replace(node, tensors=by_path.get(node.path, by_path.get(node.path.partition("#")[0], ()))) for node in graph.nodes
    ))  # fmt: skip


def moved_tensors(graph: Graph, places: Mapping[int, int]) -> Graph:
    """The graph after an edit: `places` gives the new index of each tensor that is still there."""
    return replace(graph, nodes=tuple(
        replace(node, tensors=tuple(places[tensor] for tensor in node.tensors if tensor in places)) if node.tensors else node
        for node in graph.nodes
    ))  # fmt: skip
