"""Finding nodes by text, regular expression, dtype, shape or kind, over tens of thousands of names in milliseconds."""

import re
from collections.abc import Callable, Sequence

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.graph.model import Graph


class SearchIndex:
    """The names of a graph, lower-cased once."""

    def __init__(self, graph: Graph, tensors: Sequence[TensorInfo] = ()) -> None:
        self._nodes = graph.nodes
        self._tensors = tensors
        self._names = [(node.path or node.label).lower() for node in graph.nodes]
        self._classes = [node.class_name.lower() for node in graph.nodes]

    def search(self, query: str) -> tuple[int, ...]:
        """Nodes that fit every term: `text`, `/regex/`, `dtype:float16`, `shape:64x3x*`, `kind:conv`.

        Raises `ValueError` with one sentence for a wrong regular expression.
        """
        found: list[int] | None = None
        for term in _terms(query):
            among = range(len(self._nodes)) if found is None else found
            found = self._one(term, among)
        return tuple(found or ())

    def _one(self, term: str, among: Sequence[int]) -> list[int]:
        key, colon, value = term.partition(":")
        if colon and key == "dtype":
            return [i for i in among if any(value in self._tensors[t].dtype for t in self._of(i))]
        if colon and key == "shape":
            fits = _shape_test(value)
            return [i for i in among if any(fits(self._tensors[t].shape) for t in self._of(i))]
        if colon and key == "kind":
            return [i for i in among if value in self._classes[i] or value == self._nodes[i].category]
        if len(term) > 1 and term.startswith("/"):
            pattern = _compiled(term[1:].removesuffix("/"))
            return [i for i in among if pattern.search(self._nodes[i].path)]
        lowered = term.lower()
        if isinstance(among, range):
            return [i for i, name in enumerate(self._names) if lowered in name]
        return [i for i in among if lowered in self._names[i]]

    def _of(self, node: int) -> tuple[int, ...]:
        return self._nodes[node].tensors if self._tensors else ()


def _terms(query: str) -> list[str]:
    if query.strip().startswith("/"):
        return [query.strip()]
    return query.split()


def _compiled(pattern: str) -> re.Pattern[str]:
    if len(pattern) > 200:
        raise ValueError("The regular expression is longer than 200 characters.")
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"The regular expression is wrong: {error}.") from None


def _shape_test(value: str) -> Callable[[tuple[int, ...]], bool]:
    parts = re.split(r"[x×,]", value.lower())

    def fits(shape: tuple[int, ...]) -> bool:
        return len(shape) == len(parts) and all(
            part in ("*", "") or part == str(size) for part, size in zip(parts, shape, strict=True)
        )

    return fits
