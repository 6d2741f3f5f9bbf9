"""Which architecture a state_dict belongs to, by an index of known models' keys and shapes; no torch, no model is built.

Each tensor of a model is hashed by its key and shape, and a model's signature is the sum of these hashes, so that leaving
out a prefix, a buffer or the head is a subtraction. Models that match nowhere exactly are compared by a sketch (the smallest
hashes of the set), which estimates how many tensors two models share.
"""

import base64
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from desktop_app.places import resources

SKETCH = 24
"""Hashes kept of each model; the estimate of a share is within about 0.1 of the truth."""
_MASK = (1 << 64) - 1
_MOST_PREFIXES = 24
_LEAST_MATCH = 0.35
_IGNORED = "num_batches_tracked"

type KeyShapes = Sequence[tuple[str, tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Head:
    """The tensors of a model whose first size is its number of classes."""

    keys: tuple[str, ...]
    classes: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An architecture that fits a state_dict."""

    name: str
    """`torchvision.resnet50`, `timm.vit_base_patch16_224`."""
    match: float
    """1.0 where all keys and shapes agree (but for the head's size), else the estimated share of equal tensors."""
    prefix: str = ""
    """What the file's keys have in front of the model's: `module.`."""
    classes: int | None = None
    """Size of the file's head where it is not the architecture's own."""
    twins: tuple[str, ...] = ()
    """Other names whose keys and shapes are the very same."""


@dataclass(frozen=True, slots=True)
class _Row:
    names: tuple[str, ...]
    total: int
    body: int
    head: Head | None
    sketch: frozenset[int]
    count: int


@dataclass(frozen=True, slots=True)
class Index:
    """Known models by signature."""

    rows: tuple[_Row, ...]
    by_total: Mapping[int, int]
    by_body: Mapping[tuple[tuple[str, ...], int], int]
    heads: tuple[tuple[str, ...], ...]
    by_hash: Mapping[int, tuple[int, ...]]
    """Rows by each hash of their sketches."""


def tensor_hash(key: str, shape: tuple[int, ...]) -> int:
    """64 bits that stand for one tensor of a model."""
    text = f"{key}:{','.join(map(str, shape))}"
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def row_of(names: Sequence[str], tensors: KeyShapes, classes: int | None) -> dict[str, object]:
    """One model of the index as JSON values; `classes` is the size of its head, None when it has none."""
    kept = [(key, shape) for key, shape in tensors if not key.endswith(_IGNORED)]
    hashes = {key: tensor_hash(key, shape) for key, shape in kept}
    head = sorted(key for key, shape in kept if classes and shape and shape[0] == classes)
    total = sum(hashes.values()) & _MASK
    if len(head) > 6 or len(head) == len(kept):  # a width that happens to equal the number of classes
        head = []
    body = (total - sum(hashes[key] for key in head)) & _MASK
    sketch = b"".join(value.to_bytes(8, "big")[:4] for value in sorted(hashes.values())[:SKETCH])
    return {
        "names": list(names), "total": f"{total:016x}", "body": f"{body:016x}", "head": head, "classes": classes or 0,
        "sketch": base64.b85encode(sketch).decode(), "count": len(kept),
    }  # fmt: skip


def index_path() -> Path:
    """Where the index lies that the program brings along."""
    return resources() / "signatures.json.gz"


@lru_cache(maxsize=1)
def known_models() -> Index:
    """The index, read once; empty when the file is missing."""
    try:
        document = json.loads(gzip.decompress(index_path().read_bytes()))
    except (OSError, ValueError, EOFError):
        return Index((), {}, {}, (), {})
    return index_of(document["models"])


def index_of(models: Iterable[Mapping[str, object]]) -> Index:
    """An index from rows as `row_of` makes them."""
    rows = tuple(_read_row(model) for model in models)
    by_hash: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        for value in row.sketch:
            by_hash.setdefault(value, []).append(number)
    return Index(
        rows,
        {row.total: number for number, row in reversed(list(enumerate(rows)))},
        {(row.head.keys, row.body): number for number, row in reversed(list(enumerate(rows))) if row.head},
        tuple(sorted({row.head.keys for row in rows if row.head})),
        {value: tuple(numbers) for value, numbers in by_hash.items()},
    )


def _read_row(model: Mapping[str, object]) -> _Row:
    head, classes = model["head"], model["classes"]
    assert isinstance(head, list) and isinstance(classes, int)
    keys = tuple(str(key) for key in head)  # type: ignore[misc]  # JSON
    packed = base64.b85decode(str(model["sketch"]))
    sketch = frozenset(int.from_bytes(packed[place : place + 4], "big") for place in range(0, len(packed), 4))
    names = tuple(str(name) for name in model["names"])  # type: ignore[attr-defined]  # JSON
    count = model["count"]
    assert isinstance(count, int)
    return _Row(
        names,
        int(str(model["total"]), 16),
        int(str(model["body"]), 16),
        Head(keys, classes) if keys else None,
        sketch,
        count,
    )


# ---------------------------------------------------------------- looking up


def recognise(tensors: KeyShapes, index: Index | None = None, *, most: int = 5) -> tuple[Candidate, ...]:
    """The architectures that fit best, the best first; exact ones alone where there are any.

    `tensors` are the keys and shapes of a state_dict (parameters and buffers) in file order.
    """
    chosen = known_models() if index is None else index
    kept = [(key, shape) for key, shape in tensors if not key.endswith(_IGNORED)]
    if not chosen.rows or not kept:
        return ()
    found: list[Candidate] = []
    for prefix in _prefixes([key for key, _ in kept]):
        inner = [(key[len(prefix) :], shape) for key, shape in kept if key.startswith(prefix)]
        exact = _exact(inner, prefix, chosen)
        if exact is not None:
            found.append(exact)
            if len(inner) == len(kept):  # all of it is accounted for: parts of it are no news
                break
    if found:
        return tuple(found[:most])
    for prefix in _prefixes([key for key, _ in kept]):
        inner = [(key[len(prefix) :], shape) for key, shape in kept if key.startswith(prefix)]
        found += _similar(inner, prefix, chosen)
    return _best(found, most)


def _best(found: Iterable[Candidate], most: int) -> tuple[Candidate, ...]:
    seen: dict[str, Candidate] = {}
    for candidate in sorted(found, key=lambda one: (-one.match, one.name)):
        seen.setdefault(candidate.name, candidate)
    return tuple(list(seen.values())[:most])


def _prefixes(keys: Sequence[str]) -> Iterator[str]:
    """Nothing, then what all keys begin with, then the largest groups of keys (`model.`, `backbone.`)."""
    yield ""
    counts: dict[str, int] = {}
    for key in keys:
        parts = key.split(".")
        for depth in range(1, min(len(parts), 5)):
            prefix = ".".join(parts[:depth]) + "."
            counts[prefix] = counts.get(prefix, 0) + 1
    enough = [prefix for prefix, count in counts.items() if count >= 8 or count == len(keys)]
    yield from sorted(enough, key=lambda prefix: (-counts[prefix], len(prefix)))[:_MOST_PREFIXES]


def _exact(tensors: KeyShapes, prefix: str, index: Index) -> Candidate | None:
    hashes = {key: tensor_hash(key, shape) for key, shape in tensors}
    total = sum(hashes.values()) & _MASK
    number = index.by_total.get(total)
    if number is not None:
        names = index.rows[number].names
        return Candidate(names[0], 1.0, prefix, None, names[1:])
    shapes = dict(tensors)
    for keys in index.heads:
        if not all(key in hashes for key in keys):
            continue
        number = index.by_body.get((keys, (total - sum(hashes[key] for key in keys)) & _MASK))
        first = shapes[keys[0]]
        if number is not None and first:
            names = index.rows[number].names
            return Candidate(names[0], 1.0, prefix, first[0], names[1:])
    return None


def _similar(tensors: KeyShapes, prefix: str, index: Index) -> list[Candidate]:
    """Models that share tensors, by the smallest hashes of both."""
    hashes = sorted(tensor_hash(key, shape) for key, shape in tensors)
    present = {value >> 32 for value in hashes}
    votes: dict[int, int] = {}
    for value in present:
        for number in index.by_hash.get(value, ()):
            votes[number] = votes.get(number, 0) + 1
    found: list[Candidate] = []
    for number, count in votes.items():
        row = index.rows[number]
        inside = count / max(len(row.sketch), 1)
        shared = inside * row.count
        match = shared / max(row.count + len(hashes) - shared, 1)
        if match >= _LEAST_MATCH:
            found.append(Candidate(row.names[0], round(min(match, 0.99), 3), prefix, None, row.names[1:]))
    return found
