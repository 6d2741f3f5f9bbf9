"""Finding nodes by text, regular expression, dtype, shape or kind, over tens of thousands of names in milliseconds."""

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import accumulate, compress

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.graph.model import Graph, Node

_LONGEST_PATTERN = 200
_MANY = 1000
"""Nodes that fit a regular expression, found one by one in a text of all paths; more are found faster path by path."""


class SearchIndex:
    """The names, classes, types and shapes of a graph, lower-cased and sorted out when `prepare` is called, or when needed."""

    def __init__(self, graph: Graph, tensors: Sequence[TensorInfo] = ()) -> None:
        self._nodes = graph.nodes
        self._tensors = tensors
        self._is_ready = False

    def prepare(self) -> None:
        """Read all names once; takes some 0.1 s for 60 000 nodes, so a window lets a thread do it."""
        if self._is_ready:
            return
        self._names = [(node.path or node.label).lower() for node in self._nodes]
        self._paths = _Lines([node.path.lower() for node in self._nodes])
        self._kinds = _Groups((i, (node.class_name.lower(), node.category)) for i, node in enumerate(self._nodes))
        tensors = self._tensors
        self._dtypes = _Groups((i, tensors[t].dtype) for i, t in _tensors_of(self._nodes, tensors))
        self._shapes = _Groups((i, tensors[t].shape) for i, t in _tensors_of(self._nodes, tensors))
        self._is_ready = True

    def search(self, query: str) -> tuple[int, ...]:
        """Nodes that fit every term: `text`, `/regex/`, `dtype:float16`, `shape:64x3x*`, `kind:conv`.

        Raises `ValueError` with one sentence for a wrong regular expression.
        """
        self.prepare()
        found: list[int] | None = None
        for term in _terms(query):
            found = self._one(term, found)
        return tuple(found or ())

    def _one(self, term: str, among: list[int] | None) -> list[int]:
        """Nodes that fit one term, of those in `among` (None: of all), in their order."""
        key, colon, value = term.partition(":")
        if colon and key == "dtype":
            return _both(self._dtypes.members(lambda dtype: value in dtype), among)
        if colon and key == "shape":
            return _both(self._shapes.members(_shape_test(value)), among)
        if colon and key == "kind":
            return _both(self._kinds.members(lambda kind: value in kind[0] or value == kind[1]), among)
        if len(term) > 1 and term.startswith("/"):
            return _both(self._paths.matching(term[1:].removesuffix("/")), among)
        lowered = term.lower()
        if among is None:
            return [i for i, name in enumerate(self._names) if lowered in name]
        return [i for i in among if lowered in self._names[i]]


def _both(found: list[int], among: list[int] | None) -> list[int]:
    if among is None:
        return found
    kept = set(found)
    return [i for i in among if i in kept]


def _tensors_of(nodes: Sequence[Node], tensors: Sequence[TensorInfo]) -> Iterable[tuple[int, int]]:
    return ((i, t) for i, node in enumerate(nodes) for t in node.tensors) if tensors else ()


class _Groups[Value: Hashable]:
    """Nodes by a value that many of them share: a test is made once for each value."""

    def __init__(self, pairs: Iterable[tuple[int, Value]]) -> None:
        self._members: dict[Value, list[int]] = {}
        for node, value in pairs:
            nodes = self._members.setdefault(value, [])
            if not nodes or nodes[-1] != node:
                nodes.append(node)

    def members(self, fits: Callable[[Value], bool]) -> list[int]:
        """Nodes with a value that fits, in their order."""
        groups = [nodes for value, nodes in self._members.items() if fits(value)]
        if len(groups) == 1:
            return groups[0]
        return sorted({node for nodes in groups for node in nodes})


class _Lines:
    """Lower-cased paths, also as the lines of one text: a regular expression runs over it without coming back for each."""

    def __init__(self, paths: list[str]) -> None:
        self._paths = paths
        self._text = "\n".join(paths)
        self._starts = list(accumulate((len(path) + 1 for path in paths), initial=0))
        self._plain = self._starts[-1] == len(self._text) + 1 and self._text.count("\n") == max(len(paths) - 1, 0)

    def matching(self, pattern: str) -> list[int]:
        """Numbers of the paths in which a pattern is found, whatever the case of its letters."""
        compiled = _compiled(pattern)
        folded = _folded(pattern)
        if folded is not None and _is_anchored(pattern):
            return self._one_by_one(re.compile(folded).match, 0)
        if folded is not None and self._plain and not _CROSSES.search(pattern):
            return self._in_text(re.compile(folded, re.MULTILINE))
        return self._one_by_one((compiled if folded is None else re.compile(folded)).search, 0)

    def _one_by_one(self, fits: Callable[[str], object], first: int) -> list[int]:
        lines = range(first, len(self._paths))
        return list(compress(lines, map(fits, self._paths[first:] if first else self._paths)))

    def _in_text(self, compiled: re.Pattern[str]) -> list[int]:
        """Lines in which the pattern is found; where there are many, going line by line is faster."""
        found: list[int] = []
        place, end, starts, text = 0, len(self._text), self._starts, self._text
        while place <= end and (match := compiled.search(text, place)) is not None:
            line = bisect_right(starts, match.start()) - 1
            found.append(line)
            if len(found) >= _MANY:
                return found + self._one_by_one(compiled.search, line + 1)
            place = starts[line + 1]
        return found


_CROSSES = re.compile(r"\[\^|\\[^dw.\-\[\](){}+*?|/b]|\(\?")
"""What may match the end of a line, look beyond it, or mean the ends of the whole text."""
_CASED = re.compile(r"\\[NxuUpP]|\(\?|[^\x00-\x7f]|[A-Z]-|-[A-Z]|\\[0-9]")
"""What changes its meaning, or may, when letters are made small."""


def _folded(pattern: str) -> str | None:
    """The pattern for lower-cased text: the case of letters need not be ignored then, which is twice as fast; None if unsure."""
    if _CASED.search(pattern):
        return None
    return re.sub(r"\\.|[A-Z]", lambda match: match[0] if match[0].startswith("\\") else match[0].lower(), pattern)


def _is_anchored(pattern: str) -> bool:
    """Whether it can only fit at the beginning: it starts with `^`, and that holds for all of its alternatives."""
    if not pattern.startswith("^"):
        return False
    depth = 0
    for character in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            return False
    return not pattern.startswith(("^*", "^?", "^+", "^{"))


def _terms(query: str) -> list[str]:
    if query.strip().startswith("/"):
        return [query.strip()]
    return query.split()


def _compiled(pattern: str) -> re.Pattern[str]:
    if len(pattern) > _LONGEST_PATTERN:
        raise ValueError(f"The regular expression is longer than {_LONGEST_PATTERN} characters.")
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
