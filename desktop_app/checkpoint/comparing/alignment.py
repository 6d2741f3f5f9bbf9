"""Which tensor of one checkpoint is which of another: by name, by a change that many names share, by values."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from desktop_app.checkpoint.comparing.sides import Pair, Side
from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.editing.draft import Item
from desktop_app.checkpoint.editing.expressions import Sources, can_be_read, read_flat
from desktop_app.checkpoint.storages import TensorError

WRAPPERS = frozenset({"module", "_orig_mod", "model", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"})
"""Parts of names that wrappers put in and that say nothing about the tensor."""

_SAMPLED = 64
"""Elements that are read at the beginning, in the middle and at the end of a tensor to recognise it."""
_MANY = 3
"""Names that a changed prefix or suffix must explain before it is believed without a look at the values."""
_FEW_PREFIXES = 8
_LOOKED_AT = 8
"""Pairs whose values are looked at to choose between prefixes."""
_MOST_CHANGES = 24
_FEW_CANDIDATES = 16
_LARGEST_GROUP = 512
"""Tensors of one shape and type among which every possible pair is looked at."""
_TELLING = 4096
"""Elements from which on a shape that occurs once on each side says something."""

type _Names = dict[str, Item]
type _Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the names of two sides belong together; every name of either side occurs once."""

    same: tuple[Pair, ...]
    """Equal names, in the order of the first side."""
    renamed: tuple[Pair, ...]
    """In the order of the first side."""
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All that can be measured."""
        return self.same + self.renamed


def align(a: Side, b: Side) -> Alignment:
    """Find for each tensor of `a` its counterpart in `b`.

    One prefix that explains far more names than are equal; equal names; then names that differ by what wrappers put
    in, or by a prefix or suffix which many names share; the rest by shape and type together with values, order and what
    the names have in common. Shapes of a pair differ only under names that are equal, that wrappers or a prefix of the
    whole side make different, or where a shared prefix or suffix explains at least three pairs of equal shape. Of the
    values a few of each unmatched tensor are read; those that cannot be read are told apart without them.
    """
    left_a, left_b = dict(a.items), dict(b.items)
    equal = [name for name in left_a if name in left_b]
    found: list[Pair] = []
    with Sources() as sources:
        seen = _Samples(sources)
        if len(equal) < len(left_a) and len(equal) < len(left_b):
            found += _by_prefix_of_all(left_a, left_b, seen, more_than=2 * len(equal), any_shape=False)
        same = tuple(_take(left_a, left_b, name, name, 1.0) for name in equal if name in left_a and name in left_b)
        if left_a and left_b:
            found += _without_wrappers(left_a, left_b)
            found += _by_shared_change(left_a, left_b, least=_MANY)
            found += _identical(left_a, left_b, seen)
            found += _by_shared_change(left_a, left_b, least=1)
            found += _closest(left_a, left_b, seen, is_whole=len(left_a) + len(found) == len(a.items))
            found += _by_prefix_of_all(left_a, left_b, seen, any_shape=True)
    order = {name: place for place, name in enumerate(a.items)}
    found.sort(key=lambda pair: order[pair.name_a])
    return Alignment(same, tuple(found), tuple(left_a), tuple(left_b))


def _alike(a: Item, b: Item) -> bool:
    return a.shape == b.shape and a.dtype == b.dtype


def _take(a: _Names, b: _Names, name_a: str, name_b: str, match: float) -> Pair:
    return Pair(name_a, name_b, a.pop(name_a), b.pop(name_b), round(match, 4))


# ---------------------------------------------------------------------- by names


def _by_prefix_of_all(a: _Names, b: _Names, samples: "_Samples", *, more_than: int = 0, any_shape: bool) -> list[Pair]:
    """Pairs by one prefix that stands before at least half of all names of one side, or by the prefixes of both sides.

    More than so many pairs, and `_MANY`, must come of it, half of them of equal shape unless `any_shape` will do.
    """
    candidates = [_with_prefix(a, b), _with_prefix(b, a, turned=True), [_without_beginnings(a, b)]]
    best: list[tuple[str, str]] = []
    for pairs in (max(of, key=lambda pairs: _rank(pairs, a, b, samples), default=[]) for of in candidates):
        fitting = sum(a[name].shape == b[other].shape for name, other in pairs)
        enough = len(pairs) >= max(_MANY, more_than + 1) and 2 * len(pairs) >= min(len(a), len(b))
        if enough and len(pairs) > len(best) and (any_shape or 2 * fitting >= len(pairs)):
            best = pairs
    return [_take(a, b, name, other, _sureness(a[name], b[other])) for name, other in best]


def _with_prefix(short: _Names, long: _Names, *, turned: bool = False) -> list[list[tuple[str, str]]]:
    """Pairs by the few prefixes that make the most names of one side out of names of the other."""
    votes: Counter[str] = Counter()
    for name in long:
        at = name.find(".")
        while at >= 0:
            if name[at + 1 :] in short:
                votes[name[: at + 1]] += 1
            at = name.find(".", at + 1)
    most = max(votes.values(), default=0)
    found: list[list[tuple[str, str]]] = []
    for prefix in [prefix for prefix, count in votes.most_common(_FEW_PREFIXES) if count == most]:
        pairs = [(name, prefix + name) for name in short if prefix + name in long]
        found.append([(other, name) for name, other in pairs] if turned else pairs)
    return found


def _without_beginnings(a: _Names, b: _Names) -> list[tuple[str, str]]:
    """Pairs of names that are equal without what all names of their own side begin with."""
    if not a or not b:
        return []
    bare_a, bare_b = _bare(a), _bare(b)
    return [(name, bare_b[bare]) for bare, name in bare_a.items() if bare in bare_b]


def _bare(names: _Names) -> dict[str, str]:
    """Each name without what all begin with, to the whole name; the last part of a name stays."""
    first, last = (_parts(edge(names))[:-1] for edge in (min, max))
    shared = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)
    beginning = "".join(f"{part}." for part in first[: min(len(first), len(last)) if shared is None else shared])
    return {name.removeprefix(beginning): name for name in names}


def _rank(pairs: Sequence[tuple[str, str]], a: _Names, b: _Names, samples: "_Samples") -> tuple[int, int]:
    """How many pairs have equal shapes, and of some of them how many have equal values."""
    fitting = [(name, other) for name, other in pairs if a[name].shape == b[other].shape]
    equal = 0
    for name, other in fitting[:: max(1, len(fitting) // _LOOKED_AT)]:
        one, two = samples.of(a[name]), samples.of(b[other])
        equal += one is not None and two is not None and not _is_constant(one) and np.array_equal(one, two)
    return len(fitting), equal


def _sureness(a: Item, b: Item) -> float:
    """The match of two tensors whose names say that they are one."""
    return 1.0 if _alike(a, b) else 0.9 if a.shape == b.shape else 0.6


def _without_wrappers(a: _Names, b: _Names) -> list[Pair]:
    """Names that are equal once the parts that wrappers put in are taken away."""
    bare_b = _by_bare_name(b)
    pairs = [
        (names[0], others[0])
        for bare, names in _by_bare_name(a).items()
        if len(names) == 1 and len(others := bare_b.get(bare, ())) == 1
    ]
    return [_take(a, b, name, other, _sureness(a[name], b[other])) for name, other in pairs]


def _by_bare_name(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        found[".".join(part for part in name.split(".") if part not in WRAPPERS) or name].append(name)
    return found


def _by_shared_change(a: _Names, b: _Names, *, least: int) -> list[Pair]:
    """Pairs by the prefixes, then the suffixes, whose exchange maps the most names (at least so many) onto the other side's.

    Fewer than `_MANY` are believed only where a prefix or suffix was put in or taken away.
    """
    found: list[Pair] = []
    for parted, joined in ((_parts, ".".join), (_parts_from_behind, _joined_from_behind)):
        for _ in range(_MOST_CHANGES):
            pairs = _best_change(a, b, parted, joined, least) if a and b else []
            if not pairs:
                break
            found += pairs
    return found


def _parts(name: str) -> _Parts:
    return tuple(name.split("."))


def _parts_from_behind(name: str) -> _Parts:
    return tuple(reversed(name.split(".")))


def _joined_from_behind(parts: Iterable[str]) -> str:
    return ".".join(reversed(tuple(parts)))


def _best_change(
    a: _Names, b: _Names, parted: Callable[[str], _Parts], joined: Callable[[Iterable[str]], str], least: int
) -> list[Pair]:
    """The pairs of the one exchange of a beginning that fits best; none when no exchange is to be believed."""
    ends: defaultdict[_Parts, list[str]] = defaultdict(list)
    for name in b:
        parts = parted(name)
        for cut in range(len(parts)):
            if len(ends[parts[cut:]]) <= _FEW_CANDIDATES:
                ends[parts[cut:]].append(name)
    votes: Counter[tuple[_Parts, _Parts]] = Counter()
    for name, item in a.items():
        parts = parted(name)
        for cut in range(len(parts)):
            candidates = ends.get(parts[cut:])
            if candidates:
                if len(candidates) <= _FEW_CANDIDATES:
                    kept = len(parts) - cut
                    votes.update(
                        (parts[:cut], parted(other)[:-kept]) for other in candidates if item.shape == b[other].shape
                    )
                break
    for (old, new), count in votes.most_common(8):
        if count < least:
            return []
        mapped = _mapped(a, b, old, new, parted, joined)
        fitting = sum(a[name].shape == b[other].shape for name, other in mapped)
        enough = fitting >= _MANY or (fitting == len(mapped) and fitting >= least and not (old and new))
        if enough and 2 * fitting >= len(mapped):
            match = 0.5 + 0.5 * fitting / len(mapped)
            return [_take(a, b, name, other, match * _sureness(a[name], b[other])) for name, other in mapped]
    return []


def _mapped(
    a: _Names,
    b: _Names,
    old: _Parts,
    new: _Parts,
    parted: Callable[[str], _Parts],
    joined: Callable[[Iterable[str]], str],
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in a:
        parts = parted(name)
        if parts[: len(old)] == old and (other := joined((*new, *parts[len(old) :]))) in b:
            found.append((name, other))
    return found


def _likeness(a: str, b: str) -> float:
    """Share of the parts of two names that are equal from the beginning or from the end."""
    one, other = a.split("."), b.split(".")
    most = min(len(one), len(other))
    behind = next((at for at in range(most) if one[-1 - at] != other[-1 - at]), most)
    before = next((at for at in range(most - behind) if one[at] != other[at]), most - behind)
    return (behind + before) / max(len(one), len(other))


# ---------------------------------------------------------------------- by values


class _Samples:
    """A few values of tensors, read once each."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._known: dict[int, Array | None] = {}

    def of(self, item: Item) -> Array | None:
        """Runs of values from the beginning, the middle and the end; None when they cannot be read."""
        if id(item) not in self._known:
            self._known[id(item)] = self._read(item)
        return self._known[id(item)]

    def _read(self, item: Item) -> Array | None:
        count = prod(item.shape)
        try:
            can_be_read(item.value)
            if count <= 3 * _SAMPLED:
                return np.array(read_flat(item.value, self._sources, 0, count))
            starts = (0, count // 2, count - _SAMPLED)
            return np.concatenate([read_flat(item.value, self._sources, at, at + _SAMPLED) for at in starts])
        except TensorError:
            return None


def _is_constant(sample: Array | None) -> bool:
    """Whether a sample says nothing: unread, empty, or one number everywhere."""
    return sample is None or sample.size == 0 or bool(np.all(sample == sample[0]))


def _groups(names: _Names) -> dict[tuple[tuple[int, ...], str], list[str]]:
    groups: defaultdict[tuple[tuple[int, ...], str], list[str]] = defaultdict(list)
    for name, item in names.items():
        groups[item.shape, item.dtype].append(name)
    return groups


def _identical(a: _Names, b: _Names, samples: _Samples) -> list[Pair]:
    """Tensors of one shape and type whose samples are equal and say something; by name and order where several are."""
    found: list[Pair] = []
    groups_b = _groups(b)
    for kind, names in _groups(a).items():
        waiting: defaultdict[bytes, list[str]] = defaultdict(list)
        for other in groups_b.get(kind, ()):
            sample = samples.of(b[other])
            if sample is not None and not _is_constant(sample):
                waiting[sample.tobytes()].append(other)
        for name in names if waiting else ():
            sample = samples.of(a[name])
            candidates = waiting.get(sample.tobytes()) if sample is not None else None
            if candidates:
                best = max(candidates, key=lambda other: _likeness(name, other))  # used at once
                candidates.remove(best)
                found.append(_take(a, b, name, best, 1.0))
    return found


def _closest(a: _Names, b: _Names, samples: _Samples, *, is_whole: bool) -> list[Pair]:
    """The best pairs within groups of one shape and type that have anything to show for themselves."""
    # all shapes and types in one order on both sides: the same architecture under other names
    kinds_a, kinds_b = ([(item.shape, item.dtype) for item in side.values()] for side in (a, b))
    parallel = is_whole and len(a) >= _MANY and kinds_a == kinds_b
    groups_b = _groups(b)
    found: list[Pair] = []
    for kind, ours in _groups(a).items():
        theirs = groups_b.get(kind, [])
        if len(ours) > _LARGEST_GROUP or len(theirs) > _LARGEST_GROUP:
            chosen = [(0.5, at, at) for at in range(len(ours))] if parallel else []
        else:
            telling = prod(kind[0]) >= _TELLING and len(ours) == len(theirs) == 1
            chosen = [
                (score, at, to)
                for at, name in enumerate(ours)
                for to, other in enumerate(theirs)
                if (
                    score := _score(
                        name, other, samples.of(a[name]), samples.of(b[other]), at == to and parallel, telling
                    )
                )
            ]
            chosen.sort(key=lambda entry: (-entry[0], abs(entry[1] - entry[2]), entry[1]))
        for score, at, to in chosen:
            if ours[at] in a and theirs[to] in b:
                found.append(_take(a, b, ours[at], theirs[to], score))
    return found


def _score(name: str, other: str, x: Array | None, y: Array | None, in_order: bool, telling: bool) -> float:
    """How much speaks for a pair of one shape and type; 0 when nothing else does."""
    likeness = _likeness(name, other)
    named = likeness >= 0.3 and name.rpartition(".")[2] == other.rpartition(".")[2]
    if x is None or y is None or _is_constant(x) or _is_constant(y):
        equal = x is not None and y is not None and bool(np.array_equal(x, y))
        if not (named or in_order):
            return 0.0
        return 0.4 + 0.3 * likeness + (0.2 if equal else 0.0) + (0.1 if in_order else 0.0)
    angle = _cosine(x, y)
    if angle > 0.9:
        return 0.6 + 0.2 * angle + 0.15 * likeness
    if in_order or named or telling:
        return 0.35 + 0.25 * likeness + (0.15 if in_order else 0.0) + 0.15 * max(angle, 0.0)
    return 0.0


def _cosine(a: Array, b: Array) -> float:
    """Of two samples; 0 where they are too short to say anything."""
    if a.size < 8 or a.dtype.kind == "c":
        return 0.0
    with np.errstate(all="ignore"):
        one, other = a.astype(np.float64), b.astype(np.float64)
        value = float(one @ other / np.sqrt((one @ one) * (other @ other)))
    return value if np.isfinite(value) else 0.0
