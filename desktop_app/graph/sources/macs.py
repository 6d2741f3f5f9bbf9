"""Multiply-adds of one operator call, from shapes alone; what is not a product of matrices or a convolution counts as 0."""

from collections.abc import Sequence
from math import prod
from typing import Any

type Shape = tuple[int, ...] | None

_PRODUCTS = frozenset({"linear", "addmm", "mm", "matmul", "bmm", "baddbmm"})


def macs_of(target: str, inputs: Sequence[Shape], output: Shape, module: Any) -> int:
    """Of one call; `inputs` are the shapes of its tensors in order, `module` the layer when one is called."""
    if output is None:
        return 0
    if module is not None and hasattr(module, "weight") and getattr(module, "weight", None) is not None:
        return _of_layer(type(module).__name__, tuple(module.weight.shape), inputs, output)
    parts = target.split(".")
    name = parts[1] if len(parts) > 1 else parts[0]
    known = [shape for shape in inputs if shape]
    if "conv" in name and len(known) > 1:
        return prod(output) * prod(known[1][1:]) if "transpose" not in name else prod(known[0]) * prod(known[1][1:])
    if name in _PRODUCTS and known:
        inner = known[1] if name in ("addmm", "baddbmm") and len(known) > 1 else known[0]
        return prod(output) * inner[-1]
    if "scaled_dot_product" in name and len(known) > 2:
        query, key = known[0], known[1]
        return 2 * prod(query[:-1]) * query[-1] * key[-2]
    return 0


def _of_layer(kind: str, weight: tuple[int, ...], inputs: Sequence[Shape], output: tuple[int, ...]) -> int:
    if kind.startswith("ConvTranspose"):
        first = next((shape for shape in inputs if shape), None)
        return prod(first) * prod(weight[1:]) if first else 0
    if kind.startswith("Conv"):
        return prod(output) * prod(weight[1:])
    if kind.endswith("Linear"):
        return prod(output) * weight[-1]
    return 0
