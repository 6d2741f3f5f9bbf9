"""What a look at a draft suggests: prefixes to strip, a wrapper to leave, state to drop, numbers to repair."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from glob import escape

from desktop_app.checkpoint.editing.draft import Draft, Step, has_state_dict, is_outside
from desktop_app.checkpoint.snippets import inner_keys

PREFIXES = ("module.", "_orig_mod.", "model.", "state_dict.", "net.", "network.", "backbone.", "encoder.")
"""Left behind by DataParallel, torch.compile, Lightning and other wrappers; the last ones only when every key has them."""
_ALWAYS = ("module.", "_orig_mod.")


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion; `code` and `values` make its sentence, `steps` are what it would do."""

    code: str
    values: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]

    @property
    def sentence(self) -> str:
        """English text."""
        return SENTENCES[self.code].format(**dict(self.values))


SENTENCES: dict[str, str] = {
    "prefix": "Names that begin with {prefix}: {count}",
    "inner": "Names that hold {text}, which torch.compile leaves behind: {count}",
    "wrapped": "The state_dict is wrapped in a checkpoint; further tensors there: {count}",
    "wrapped-alone": "The state_dict lies inside of a checkpoint, under {key}",
    "optimizer": "Optimizer state takes {size} of {total}",
    "double": "Tensors in float64: {count} ({size})",
    "nan": "Tensors that hold NaN or infinities: {count}",
}


def offers_of(draft: Draft, broken: Mapping[str, int] | None = None) -> tuple[Offer, ...]:
    """Suggestions for a draft. `broken` maps names to their count of NaN and Inf, as far as statistics are known."""
    return tuple(
        offer
        for offer in (_prefix(draft), _inner(draft), _optimizer(draft), _wrapped(draft), _double(draft), _nan(draft, broken or {}))
        if offer is not None
    )  # fmt: skip


def _names(draft: Draft) -> list[str]:
    inside = has_state_dict(draft)
    return [name for name, item in draft.items.items() if not is_outside(item, has_state_dict=inside)]


def _prefix(draft: Draft) -> Offer | None:
    names = _names(draft)
    for prefix in PREFIXES:
        count = sum(name.startswith(prefix) for name in names)
        if count and (count == len(names) or prefix in _ALWAYS):
            if prefix not in _ALWAYS and any(
                "." not in name[len(prefix) :] for name in names if name.startswith(prefix)
            ):
                continue  # `model.weight`: the prefix is the module itself
            stripped = Counter(name.removeprefix(prefix) for name in names)
            if max(stripped.values()) > 1 or "" in stripped:
                continue
            return Offer("prefix", (("count", str(count)), ("prefix", prefix)), (Step("strip-prefix", (prefix,)),))
    return None


def _inner(draft: Draft) -> Offer | None:
    text = "._orig_mod."
    names = _names(draft)
    count = sum(text in name for name in names)
    if not count or len({name.replace(text, ".") for name in names}) < len(names):
        return None
    return Offer("inner", (("count", str(count)), ("text", text)), (Step("rename-regex", (r"\._orig_mod\.", ".")),))


def _nbytes(draft: Draft, names: list[str]) -> int:
    total = 0
    for name in names:
        info = draft.items[name].stored
        total += info.nbytes if info is not None else 0
    return total


def _optimizer(draft: Draft) -> Offer | None:
    names = [name for name, item in draft.items.items() if item.role == "optimizer"]
    size, total = _nbytes(draft, names), _nbytes(draft, list(draft.items))
    if not names or size * 10 < total or len(names) == len(draft.items):
        return None
    patterns = _patterns(names, [name for name, item in draft.items.items() if item.role != "optimizer"])
    return Offer("optimizer", (("size", str(size)), ("total", str(total))), (Step("drop", tuple(patterns)),))


def _patterns(names: Sequence[str], others: Sequence[str]) -> list[str]:
    """Shell wildcards that match all of the names and none of the others."""
    free: dict[str, bool] = {}
    found: dict[str, None] = {}
    for name in names:
        for end in (place + 1 for place, sign in enumerate(name) if sign == "/"):
            start = name[:end]
            if start not in free:
                free[start] = not any(other.startswith(start) for other in others)
            if free[start]:
                found[f"{escape(start)}*"] = None
                break
        else:
            found[escape(name)] = None
    return sorted(found)


def _wrapped(draft: Draft) -> Offer | None:
    if draft.unwrapped or draft.source.kind != "checkpoint" or not has_state_dict(draft):
        return None
    outside = len(draft.items) - len(_names(draft))
    if outside:
        return Offer("wrapped", (("count", str(outside)),), (Step("unwrap"),))
    return Offer("wrapped-alone", (("key", "/".join(map(str, inner_keys(draft.source))) or "?"),), (Step("unwrap"),))


def _double(draft: Draft) -> Offer | None:
    names = _names(draft)
    double = [name for name in names if draft.items[name].dtype == "float64"]
    size = sum(8 * _count(draft.items[name].shape) for name in double)
    if not double or size < 1 << 16:
        return None
    steps = (
        (Step("cast", ("*", "float32")),)
        if len(double) == sum(draft.items[name].dtype.startswith(("float", "bfloat")) for name in names)
        else tuple(Step("cast", (name, "float32")) for name in double)
    )
    return Offer("double", (("count", str(len(double))), ("size", str(size))), steps)


def _count(shape: tuple[int, ...]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _nan(draft: Draft, broken: Mapping[str, int]) -> Offer | None:
    names = [name for name, count in broken.items() if count and name in draft.items]
    return Offer("nan", (("count", str(len(names))),), ()) if names else None
