"""Which key of a file is which of a model under another name: by prefix, by a part that is called otherwise, by shape and order."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from desktop_app.checkpoint.editing.draft import Step

type Shape = tuple[int, ...]
type Reason = Literal["prefix", "pattern", "order"]
type _Left = dict[str, Shape | None]
type _Parts = tuple[str, ...]

_MOST_RULES = 24
_FEW_CANDIDATES = 16
_BELIEVED = 3
"""Tensors of equal shape that an exchange of one beginning for another must explain."""
_WORDS = {
    "gamma": "weight", "beta": "bias", "kernel": "weight", "moving_mean": "running_mean", "moving_variance": "running_var",
    "moving_var": "running_var", "scale": "weight", "offset": "bias",
}  # fmt: skip
"""What other libraries call the same."""


@dataclass(frozen=True, slots=True)
class Rename:
    """One key of the file that is probably one of the model."""

    file: str
    model: str
    reason: Reason
    match: float
    """How sure that is, 0 to 1."""
    old: str = ""
    new: str = ""
    """The exchange that explains it, of prefixes or of one part of the name; empty for `order`."""


def find_renames(file: Mapping[str, Shape], model: Mapping[str, Shape | None]) -> tuple[Rename, ...]:
    """Renames in the order of the file; each key of either side occurs at most once.

    Shapes of a pair differ only where a rule that explains others says so; then it is a tensor of another size.
    """
    left: _Left = {name: shape for name, shape in file.items() if name not in model}
    wanted: _Left = {name: shape for name, shape in model.items() if name not in file}
    same = len(model) - len(wanted)
    found: list[Rename] = []
    if left and wanted:
        _take(left, wanted, _by_prefix(left, wanted), found)
        is_kin = 2 * (same + len(found)) >= len(model)
        for stage in (partial(_by_part, least=1 if is_kin else 2), _by_spelling):
            _take(left, wanted, stage(left, wanted), found)
            _take(left, wanted, _without_common_prefix(left, wanted, stage), found)
    if left and wanted:
        _take(left, wanted, _by_order(left, wanted, known=same + len(found), total=len(model)), found)
    order = {name: place for place, name in enumerate(file)}
    return tuple(sorted(found, key=lambda rename: order[rename.file]))


def _take(left: _Left, wanted: _Left, renames: Iterable[Rename], found: list[Rename]) -> None:
    for rename in renames:
        left.pop(rename.file, None)
        wanted.pop(rename.model, None)
        found.append(rename)


def _alike(a: Shape | None, b: Shape | None) -> bool:
    return a is None or b is None or a == b


# ---------------------------------------------------------------------- by prefix


def _by_prefix(file: _Left, model: _Left) -> list[Rename]:
    """Exchange of a beginning for another, the one that explains most first."""
    left, wanted = dict(file), dict(model)
    found: list[Rename] = []
    for _ in range(_MOST_RULES):
        rule = _best_prefix(left, wanted)
        if not rule:
            break
        _take(left, wanted, rule, found)
    return found


def _best_prefix(file: _Left, model: _Left) -> list[Rename]:
    ends: defaultdict[_Parts, list[_Parts]] = defaultdict(list)
    for name in model:
        parts = tuple(name.split("."))
        for cut in range(len(parts)):
            if len(ends[parts[cut:]]) <= _FEW_CANDIDATES:
                ends[parts[cut:]].append(parts)
    votes: Counter[tuple[_Parts, _Parts]] = Counter()
    for name, shape in file.items():
        parts = tuple(name.split("."))
        for cut in range(len(parts)):
            candidates = ends.get(parts[cut:])
            if candidates:
                if len(candidates) <= _FEW_CANDIDATES:
                    kept = len(parts) - cut
                    votes.update(
                        (parts[:cut], other[:-kept]) for other in candidates if _alike(shape, model[".".join(other)])
                    )
                break
    for (old, new), _count in votes.most_common(8):
        renames = _with_prefix(file, model, old, new)
        if renames:
            return renames
    return []


def _with_prefix(file: _Left, model: _Left, old: _Parts, new: _Parts) -> list[Rename]:
    """What one exchange of beginnings explains; nothing when it is not to be believed."""
    before, after = "".join(f"{part}." for part in old), "".join(f"{part}." for part in new)
    pairs = [
        (name, other) for name in file if name.startswith(before) and (other := after + name[len(before) :]) in model
    ]
    alike = sum(_alike(file[name], model[other]) for name, other in pairs)
    enough = alike >= _BELIEVED or (alike > 0 and not (old and new))  # what wrappers do needs no more evidence
    if not enough or 2 * alike < len(pairs):
        return []
    return [_rename("prefix", name, other, file, model, before, after) for name, other in pairs]


def _rename(reason: Reason, name: str, other: str, file: _Left, model: _Left, old: str, new: str) -> Rename:
    return Rename(name, other, reason, 1.0 if _alike(file[name], model[other]) else 0.8, old, new)


# ---------------------------------------------------------------------- by a part of the name


def _by_part(file: _Left, model: _Left, *, least: int) -> list[Rename]:
    """Exchange of one part between the dots, the same in at least so many names: `attn` for `attention`."""
    left, wanted = dict(file), dict(model)
    found: list[Rename] = []
    for _ in range(_MOST_RULES):
        rule = _best_part(left, wanted, least)
        if not rule:
            break
        _take(left, wanted, rule, found)
    return found


def _best_part(file: _Left, model: _Left, least: int) -> list[Rename]:
    holes: defaultdict[tuple[_Parts, _Parts], list[str]] = defaultdict(list)
    for name in model:
        parts = name.split(".")
        for place, part in enumerate(parts):
            holes[tuple(parts[:place]), tuple(parts[place + 1 :])].append(part)
    votes: Counter[tuple[str, str]] = Counter()
    for name, shape in file.items():
        parts = name.split(".")
        for place, part in enumerate(parts):
            before, after = tuple(parts[:place]), tuple(parts[place + 1 :])
            for other in holes.get((before, after), ())[:_FEW_CANDIDATES]:
                if not (part.isdigit() and other.isdigit()) and _alike(
                    shape, model[".".join((*before, other, *after))]
                ):
                    votes[part, other] += 1
    for (old, new), _count in votes.most_common(8):
        pairs = [(name, other) for name in file if (other := _with_part(name, old, new)) != name and other in model]
        alike = sum(_alike(file[name], model[other]) for name, other in pairs)
        if alike >= least and 2 * alike >= len(pairs) and len({other for _, other in pairs}) == len(pairs):
            return [_rename("pattern", name, other, file, model, old, new) for name, other in pairs]
    return []


def _with_part(name: str, old: str, new: str) -> str:
    return ".".join(new if part == old else part for part in name.split("."))


def _by_spelling(file: _Left, model: _Left) -> list[Rename]:
    """Names that are equal but for dots, underscores, capitals and the words of other libraries."""
    ours, theirs = _by_words(file), _by_words(model)
    pairs = [
        (names[0], others[0])
        for words, names in ours.items()
        if len(names) == 1 and len(others := theirs.get(words, [])) == 1
    ]
    return [
        replace(_rename("pattern", name, other, file, model, "", ""), match=0.9)
        for name, other in pairs
        if _alike(file[name], model[other])
    ]


def _by_words(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        head, _, last = name.rpartition(".")
        last = _WORDS.get(last.lower(), last)
        found[" ".join(re.findall(r"[A-Za-z]+|\d+", f"{head}.{last}".lower()))].append(name)
    return found


def _without_common_prefix(file: _Left, model: _Left, stage: Callable[[_Left, _Left], list[Rename]]) -> list[Rename]:
    """What a stage finds when what all names of a side begin with (`module.`) is taken away."""
    ours, theirs = _common_prefix(file), _common_prefix(model)
    if ours == theirs:
        return []
    found = stage({name[len(ours) :]: shape for name, shape in file.items()}, {name[len(theirs) :]: shape for name, shape in model.items()})  # fmt: skip
    return [replace(one, file=ours + one.file, model=theirs + one.model, old="", new="") for one in found]


def _common_prefix(names: Iterable[str]) -> str:
    """Whole parts with which all names begin; each keeps at least its last."""
    paths: list[list[str]] = [name.split(".")[:-1] for name in names]
    common: list[str] = min(paths) if paths else []
    for path in paths:
        kept = 0
        while kept < min(len(common), len(path)) and common[kept] == path[kept]:
            kept += 1
        common = common[:kept]
    return "".join(f"{part}." for part in common)


# ---------------------------------------------------------------------- by shape and order


def _by_order(file: _Left, model: _Left, *, known: int, total: int) -> list[Rename]:
    """What is left, when its shapes come in the same order on both sides, or once on each."""
    ours, theirs = list(file), list(model)
    most = 2 * known >= total
    if len(ours) == len(theirs) and all(_alike(file[a], model[b]) for a, b in zip(ours, theirs, strict=True)):
        match = 0.9 if len(ours) >= _BELIEVED or most else 0.5
        if len(ours) >= _BELIEVED or most:
            return [Rename(a, b, "order", match) for a, b in zip(ours, theirs, strict=True)]
    found: list[Rename] = []
    groups: defaultdict[tuple[Shape | None, str], list[str]] = defaultdict(list)
    for name in theirs:
        groups[model[name], _last(name)].append(name)
    for kind, names in _grouped(file).items():
        others = groups.get(kind, [])
        if len(names) == len(others):
            found += [
                Rename(a, b, "order", 0.7 if len(names) == 1 else 0.5) for a, b in zip(names, others, strict=True)
            ]
    if not most and 2 * (known + len(found)) < total:
        return []  # chance, not kinship
    taken = {rename.file for rename in found}, {rename.model for rename in found}
    return found + _last_module({n: s for n, s in file.items() if n not in taken[0]}, {n: s for n, s in model.items() if n not in taken[1]})  # fmt: skip


def _grouped(names: _Left) -> Mapping[tuple[Shape | None, str], list[str]]:
    groups: defaultdict[tuple[Shape | None, str], list[str]] = defaultdict(list)
    for name, shape in names.items():
        groups[shape, _last(name)].append(name)
    return groups


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _last_module(file: _Left, model: _Left) -> list[Rename]:
    """One module on each side is all that is left, and only its outputs differ: the head under another name."""
    ours, theirs = {name.rpartition(".")[0] for name in file}, {name.rpartition(".")[0] for name in model}
    if len(ours) != 1 or len(theirs) != 1 or {_last(n) for n in file} != {_last(n) for n in model}:
        return []
    other = theirs.pop()
    pairs = [(name, f"{other}.{_last(name)}" if other else _last(name)) for name in file]
    for name, twin in pairs:
        a, b = file[name], model[twin]
        if a is not None and b is not None and (len(a) != len(b) or a[1:] != b[1:]):
            return []
    return [Rename(name, twin, "order", 0.5) for name, twin in pairs]


# ---------------------------------------------------------------------- as steps


def steps_of(
    renames: Sequence[Rename], names: Sequence[str], *, inside: set[str], wanted: set[str]
) -> tuple[Step, ...]:
    """The fewest edit steps that do the renames: one per rule, which names the keys where the rule alone would do harm.

    `names` are all keys of the draft, `inside` those of its state_dict, `wanted` those that the model has.
    """
    rules: dict[tuple[Reason, str, str], list[Rename]] = {}
    for rename in renames:
        rules.setdefault((rename.reason, rename.old, rename.new), []).append(rename)
    now = list(names)
    free = {name for name in inside if name not in wanted} - {rename.file for rename in renames}
    steps: list[Step] = []
    for (reason, old, new), members in rules.items():
        wish = {rename.file: rename.model for rename in members}
        step, change = _step(reason, old, new)
        result = [
            change(name) if name in inside or step is None or step.operation != "add-prefix" else name for name in now
        ]
        if step is not None and _is_harmless(now, result, wish, wanted, free):
            steps.append(step)
        else:
            steps.append(Step("rename", tuple(name for one in members for name in (one.file, one.model))))
            result = [wish.get(name, name) for name in now]
        now = result
    return tuple(steps)


def _step(reason: Reason, old: str, new: str) -> tuple[Step | None, Callable[[str], str]]:
    """A rule as a step, and what the step does to a name."""
    put = new.replace("\\", r"\\")
    if reason == "prefix" and not new:
        return Step("strip-prefix", (old,)), lambda name: name.removeprefix(old)
    if reason == "prefix" and not old:
        return Step("add-prefix", (new,)), lambda name: new + name
    if "$" in new:
        return None, lambda name: name  # the operation would take it for a group
    if reason == "prefix":
        pattern = re.compile(f"^{re.escape(old)}")
        return Step("rename-regex", (pattern.pattern, put)), lambda name: pattern.sub(lambda _: new, name)
    if reason == "pattern" and old:
        part = re.compile(rf"(^|\.){re.escape(old)}(?=\.|$)")
        step = Step("rename-regex", (part.pattern, r"\g<1>" + put))
        return step, lambda name: part.sub(lambda found: found.group(1) + new, name)
    return None, lambda name: name


def _is_harmless(
    before: Sequence[str], after: Sequence[str], wish: Mapping[str, str], wanted: set[str], free: set[str]
) -> bool:
    """Whether the wishes come true, no two keys become one, and no other key is touched but those that fit nowhere."""
    if len(set(after)) < len(after) or not all(after):
        return False
    for old, new in zip(before, after, strict=True):
        if old in wish:
            if new != wish[old]:
                return False
        elif old != new and (old not in free or new in wanted):
            return False
    return True
