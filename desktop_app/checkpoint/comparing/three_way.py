"""Two descendants of one checkpoint: what each of them changed, and where they disagree."""

import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal

from desktop_app.checkpoint.comparing.alignment import align
from desktop_app.checkpoint.comparing.measures import Measure, Progress, measure
from desktop_app.checkpoint.comparing.sides import Origin, Pair, Side
from desktop_app.checkpoint.editing.draft import Item

type Verdict = Literal["same", "a", "b", "both", "conflict"]
"""Changed nowhere, in A, in B, in both to the same, or in both to something different."""

_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """One tensor in the base and in its two descendants; a name is empty where the tensor is not there."""

    base: str
    a: str
    b: str
    verdict: Verdict
    from_base_a: Measure | None = None
    """From the base to A; None where one of the two is not there."""
    from_base_b: Measure | None = None
    between: Measure | None = None
    """From A to B, measured where both changed."""

    @property
    def name(self) -> str:
        """The first of its names."""
        return self.base or self.a or self.b


def three_way(
    base: Side, a: Side, b: Side, *, rtol: float = 0.0, atol: float = 0.0, progress: Progress | None = None
) -> Generator[list[ThreeWay]]:
    """Verdicts in batches, in the order of the base, then what was added. Renames are followed.

    A tensor that was taken away or added on one side is changed there; added on both sides under one name it is
    `both` when it is equal and a `conflict` otherwise.
    """
    names_a = {pair.name_a: pair.name_b for pair in align(base, a).pairs}
    names_b = {pair.name_a: pair.name_b for pair in align(base, b).pairs}
    came_a, came_b = set(names_a.values()), set(names_b.values())
    rows = [(name, names_a.get(name, ""), names_b.get(name, "")) for name in base.items]
    rows += [
        ("", name, name if name in b.items and name not in came_b else "") for name in a.items if name not in came_a
    ]
    added = {row[2] for row in rows}
    rows += [("", "", name) for name in b.items if name not in came_b and name not in added]
    began = time.monotonic()
    batch: list[ThreeWay] = []
    for first in range(0, len(rows), _AT_ONCE):
        if progress is not None:
            progress(first, len(rows), rows[first][0])
        batch += _verdicts(base, a, b, rows[first : first + _AT_ONCE], rtol=rtol, atol=atol)
        if time.monotonic() - began > 0.1:
            yield batch
            batch, began = [], time.monotonic()
    yield batch


def three_way_of_origins(
    base: Origin, a: Origin, b: Origin, *, rtol: float = 0.0, atol: float = 0.0, progress: Progress | None = None
) -> Generator[list[ThreeWay]]:
    """As `three_way`, for another process. Raises as opening the files does."""
    yield from three_way(base.side(), a.side(), b.side(), rtol=rtol, atol=atol, progress=progress)


def _verdicts(
    base: Side, a: Side, b: Side, rows: list[tuple[str, str, str]], *, rtol: float, atol: float
) -> list[ThreeWay]:
    items = [(base.items.get(row[0]), a.items.get(row[1]), b.items.get(row[2])) for row in rows]
    to_a = _measured({at: (one, other) for at, (one, other, _) in enumerate(items)}, rtol=rtol, atol=atol)
    to_b = _measured({at: (one, other) for at, (one, _, other) in enumerate(items)}, rtol=rtol, atol=atol)
    changed_a = [_is_changed(items[at][0], items[at][1], to_a.get(at)) for at in range(len(rows))]
    changed_b = [_is_changed(items[at][0], items[at][2], to_b.get(at)) for at in range(len(rows))]
    both = {at: items[at][1:] for at in range(len(rows)) if changed_a[at] and changed_b[at]}
    between = _measured(both, rtol=rtol, atol=atol)
    found: list[ThreeWay] = []
    for at, row in enumerate(rows):
        verdict: Verdict = "a" if changed_a[at] else "b" if changed_b[at] else "same"
        if at in both:
            verdict = "conflict" if _is_changed(*both[at], between.get(at)) else "both"
        found.append(ThreeWay(*row, verdict, to_a.get(at), to_b.get(at), between.get(at)))
    return found


def _measured(wanted: dict[int, tuple[Item | None, Item | None]], *, rtol: float, atol: float) -> dict[int, Measure]:
    pairs = {
        at: Pair("", "", one, other) for at, (one, other) in wanted.items() if one is not None and other is not None
    }
    places = list(pairs)
    return {
        places[position]: found
        for batch in measure(list(pairs.values()), rtol=rtol, atol=atol)
        for position, found in batch
    }


def _is_changed(one: Item | None, other: Item | None, found: Measure | None) -> bool:
    if one is None or other is None:
        return one is not other
    return found is None or found.changed
