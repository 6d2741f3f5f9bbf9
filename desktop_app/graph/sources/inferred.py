"""Edges guessed for a state_dict that nothing recognises: neighbours whose widths fit; every one of them is marked inferred."""

from dataclasses import replace

from desktop_app.checkpoint.model import Checkpoint, TensorInfo
from desktop_app.graph.hierarchy import build_hierarchy
from desktop_app.graph.model import Edge, Graph, Node

_PARALLEL = (
    "q",
    "k",
    "v",
    "query",
    "key",
    "value",
    "q_proj",
    "k_proj",
    "v_proj",
    "to_q",
    "to_k",
    "to_v",
    "wq",
    "wk",
    "wv",
)
_SHORTCUTS = ("downsample", "shortcut", "skip", "residual", "identity_conv", "conv_shortcut")
_APART = ("embed", "token", "pos", "lora", "scale", "gamma", "aux")
_WIDE = 400
"""Children of one group beyond which no chain is guessed: those are experts, not steps."""

type Widths = tuple[int, int]
"""Input and output width; 0 where not known."""


def build_inferred(checkpoint: Checkpoint) -> Graph:
    """The hierarchy with guessed edges; edges that are facts (of a Sequential) stay as they are."""
    graph = build_hierarchy(checkpoint)
    widths = _all_widths(graph, checkpoint.tensors)
    nodes = tuple(_with_edges(node, graph, widths) for node in graph.nodes)
    nodes = (replace(nodes[0], detail=("dashed edges are inferred", *nodes[0].detail)), *nodes[1:])
    return Graph("inferred", graph.title, nodes)


def _all_widths(graph: Graph, tensors: tuple[TensorInfo, ...]) -> list[Widths]:
    """Of each node; children come after their parent, so from the back."""
    found: list[Widths] = [(0, 0)] * len(graph.nodes)
    for position in range(len(graph.nodes) - 1, -1, -1):
        node = graph.nodes[position]
        own = _own_widths(node, tensors)
        if own != (0, 0) or not node.children:
            found[position] = own
            continue
        chain = [found[child] for child in node.children if not _is_beside(graph.nodes[child].label)]
        first = next((width[0] for width in chain if width[0]), 0)
        last = next((width[1] for width in reversed(chain) if width[1]), 0)
        found[position] = (first, last)
    return found


def _own_widths(node: Node, tensors: tuple[TensorInfo, ...]) -> Widths:
    """Of a layer, from the shape of its weight."""
    named = [tensors[index] for index in node.tensors if tensors[index].name.endswith("weight")]
    weight: list[int] = list(named[0].shape) if named else []
    if not weight:
        return (0, 0)
    if len(weight) < 2:
        return (weight[0], weight[0])
    if "Embedding" in node.class_name:
        return (0, weight[1])
    if node.class_name.startswith("ConvTranspose"):
        return (weight[0], weight[1])
    depthwise = len(weight) > 2 and weight[1] == 1
    return (weight[0] if depthwise else weight[1], weight[0])


def _is_beside(label: str) -> bool:
    return label.lower() in _SHORTCUTS or any(word in label.lower() for word in _APART)


def _with_edges(node: Node, graph: Graph, widths: list[Widths]) -> Node:
    if node.edges or not 1 < len(node.children) <= _WIDE:
        return node
    labels = [graph.nodes[child].label.lower() for child in node.children]
    edges: list[Edge] = []
    last = -1
    for position, child in enumerate(node.children):
        label = labels[position]
        if label in _SHORTCUTS:
            edges += [Edge(-1, position, "", True), Edge(position, -1, "", True)]
            continue
        if _is_beside(label):
            continue
        if label in _PARALLEL and last >= 0 and labels[last] in _PARALLEL:
            edges += [replace(edge, target=position) for edge in edges if edge.target == last]
            last = position
            continue
        for source in _sources(labels, last):
            if source >= 0 and _fits(widths[node.children[source]], widths[child]):
                edges.append(Edge(source, position, "", True))
        last = position
    return replace(node, edges=tuple(dict.fromkeys(edges))) if edges else node


def _sources(labels: list[str], last: int) -> list[int]:
    """The previous step, or all of q, k, v before it."""
    found = [last]
    if last >= 0 and labels[last] in _PARALLEL:
        while found[-1] > 0 and labels[found[-1] - 1] in _PARALLEL:
            found.append(found[-1] - 1)
    return found


def _fits(before: Widths, after: Widths) -> bool:
    """Whether what one gives is what the other takes; flattened or grouped widths are multiples."""
    out, into = before[1], after[0]
    if not out or not into:
        return False
    return out == into or into % out == 0 or out % into == 0
