"""The module hierarchy of a checkpoint as a graph: facts only, edges where a Sequential fixes the order."""

from functools import lru_cache

from desktop_app.checkpoint.model import Checkpoint, Module, TensorInfo
from desktop_app.graph.categories import category_of
from desktop_app.graph.model import Category, Edge, Graph, Node

_DETAILS = 4
_SEQUENTIAL = "torch.nn.modules.container.Sequential"


@lru_cache(maxsize=4096)
def _category(class_name: str, *, has_modules: bool) -> Category:
    return category_of(class_name, has_modules=has_modules)


@lru_cache(maxsize=4096)
def shape_text(shape: tuple[int, ...]) -> str:
    """`64×3×7×7`; `scalar` for no dimensions."""
    return "×".join(str(size) for size in shape) or "scalar"


def build_hierarchy(checkpoint: Checkpoint) -> Graph:
    """One node per module; a checkpoint without modules gives one node per tensor."""
    title = checkpoint.path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    if not checkpoint.modules:
        return Graph("hierarchy", title, _of_tensors(checkpoint, title))
    interned: dict[tuple[object, ...], int] = {}
    structures = [0] * len(checkpoint.modules)
    descendants = [0] * len(checkpoint.modules)
    for position in range(len(checkpoint.modules) - 1, -1, -1):  # depth first order: children come after their parent
        module = checkpoint.modules[position]
        descendants[position] = sum(1 + descendants[child] for child in module.children)
        structures[position] = _intern(interned, module, checkpoint.tensors, structures)
    nodes = tuple(
        _node(module, checkpoint, title, structures[position], descendants[position])
        for position, module in enumerate(checkpoint.modules)
    )
    return Graph("hierarchy", title, nodes)


def _intern(
    interned: dict[tuple[object, ...], int], module: Module, tensors: tuple[TensorInfo, ...], structures: list[int]
) -> int:
    """A number that equals another's exactly when class, tensors and everything below are the same."""
    own = tuple(
        (tensors[index].name.rpartition(".")[2], tensors[index].shape, tensors[index].dtype) for index in module.tensors
    )
    key = (module.class_name or module.inferred, own, tuple(structures[child] for child in module.children))
    return interned.setdefault(key, len(interned) + 1)


def _node(module: Module, checkpoint: Checkpoint, title: str, structure: int, descendants: int) -> Node:
    class_name = (module.class_name or module.inferred or "").rpartition(".")[2]
    own = [checkpoint.tensors[index] for index in module.tensors]
    detail = [f"{info.name.rpartition('.')[2]} {shape_text(info.shape)}" for info in own[:_DETAILS]]
    if len(own) > _DETAILS:
        detail.append(f"+ {len(own) - _DETAILS} more tensors")
    category = _category(class_name, has_modules=bool(module.children))
    edges: tuple[Edge, ...] = ()
    if module.class_name == _SEQUENTIAL and len(module.children) > 1:
        edges = tuple(Edge(position, position + 1) for position in range(len(module.children) - 1))
    return Node(
        path=module.path,
        label=module.name or title,
        class_name=class_name,
        inferred=module.class_name is None and module.inferred is not None,
        category="tensor" if category == "other" and own and not class_name and not module.children else category,
        parent=module.parent,
        children=module.children,
        edges=edges,
        detail=tuple(detail),
        parameters=module.parameters,
        nbytes=module.nbytes,
        descendants=descendants,
        tensors=module.tensors,
        structure=structure,
    )


def _of_tensors(checkpoint: Checkpoint, title: str) -> tuple[Node, ...]:
    interned: dict[tuple[object, ...], int] = {}
    leaves = [
        Node(
            path=info.name,
            label=info.name or "tensor",
            category="tensor",
            parent=0,
            detail=(f"{info.dtype} {shape_text(info.shape)}",),
            parameters=info.numel,
            nbytes=info.nbytes,
            tensors=(index,),
            structure=interned.setdefault((info.shape, info.dtype), len(interned) + 1),
        )
        for index, info in enumerate(checkpoint.tensors)
    ]
    root = Node(
        path="",
        label=title,
        category="container",
        children=tuple(range(1, len(leaves) + 1)),
        parameters=sum(leaf.parameters for leaf in leaves),
        nbytes=sum(leaf.nbytes for leaf in leaves),
        descendants=len(leaves),
    )
    return (root, *leaves)
