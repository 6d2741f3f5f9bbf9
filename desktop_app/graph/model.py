"""The graph as a value: nested nodes, edges between siblings, and a hash that finds repeated structures."""

from dataclasses import dataclass
from typing import Literal

from desktop_app.checkpoint.columns import Packed

type Category = Literal[
    "conv", "linear", "norm", "activation", "pool", "attention", "embedding", "recurrent",
    "arithmetic", "shape", "io", "container", "tensor", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edge:
    """One connection between two children of the same group."""

    source: int
    """Position in the group's `children`; -1 is the group's own input port."""
    target: int
    """Position in the group's `children`; -1 is the group's own output port."""
    label: str = ""
    """Shape that flows, as `64×56×56`; empty when not known."""
    inferred: bool = False
    """Whether it is only guessed from order, names and shapes; drawn dashed."""


@dataclass(frozen=True, slots=True)
class Node:
    """One box: a module that may hold others, a tensor, or an operator."""

    path: str
    """Dotted module path (`layer1.0.conv1`), unique in the graph; `''` for the root."""
    label: str
    class_name: str = ""
    """Short class (`Conv2d`); empty when neither known nor inferred."""
    inferred: bool = False
    """Whether `class_name` is guessed from names and shapes."""
    category: Category = "other"
    parent: int = -1
    children: tuple[int, ...] = ()
    edges: tuple[Edge, ...] = ()
    """Edges among `children`."""
    detail: tuple[str, ...] = ()
    """Short lines under the label: `weight 64×3×7×7`."""
    parameters: int = 0
    """Elements of all that it holds, each tensor once."""
    nbytes: int = 0
    activation_nbytes: int = 0
    """Bytes of the results of its operators in one forward pass; 0 where no pass was followed."""
    macs: int = 0
    """Multiply-adds of its operators in one forward pass."""
    descendants: int = 0
    tensors: tuple[int, ...] = ()
    """Own tensors: indices into `Checkpoint.tensors`."""
    structure: int = 0
    """Interned structural hash: nodes with equal numbers are identical in type, shapes and everything below."""


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes, depth first in file order; node 0 is the root group."""

    kind: Literal["hierarchy", "dataflow", "autograd", "inferred"]
    title: str
    nodes: tuple[Node, ...]

    def index(self) -> dict[str, int]:
        """Path to position in `nodes`."""
        return {node.path: position for position, node in enumerate(self.nodes)}

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.kind, self.title, Packed(self.nodes))
