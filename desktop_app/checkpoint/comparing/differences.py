"""The whole comparison of two sides: aligned, measured, sorted by how much they changed; and as light rows for a window."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from math import isnan
from typing import Literal

from desktop_app.checkpoint.comparing.alignment import Alignment, align
from desktop_app.checkpoint.comparing.measures import Measure, Progress, measure
from desktop_app.checkpoint.comparing.sides import Origin, Pair, Side

type Outcome = Literal["changed", "equal", "renamed", "only_a", "only_b"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A pair with its measure."""

    pair: Pair
    measure: Measure

    @property
    def outcome(self) -> Outcome:
        """Other names come first: a renamed tensor is `renamed` whether or not its values changed."""
        if self.pair.renamed:
            return "renamed"
        return "changed" if self.measure.changed else "equal"


def compare(
    a: Side, b: Side, *, rtol: float = 0.0, atol: float = 0.0, progress: Progress | None = None
) -> Generator[Alignment | list[tuple[int, Measure]]]:
    """The alignment first, then batches of measures by position in `Alignment.pairs`."""
    alignment = align(a, b)
    yield alignment
    yield from measure(alignment.pairs, rtol=rtol, atol=atol, progress=progress)


def worst_first(differences: Iterable[Difference]) -> list[Difference]:
    """Unreadable ones and other shapes, then by largest difference; NaN above all numbers."""
    return sorted(differences, key=lambda one: _badness(one.measure), reverse=True)


def _badness(measure: Measure) -> tuple[int, float]:
    if measure.max_abs is None:
        return 3, 0.0
    if isnan(measure.max_abs):
        return 2, 0.0
    return 1, measure.max_abs


# ---------------------------------------------------------------------- for a window


@dataclass(frozen=True, slots=True)
class Row:
    """One tensor, or two that belong together, in names and shapes only; what is not there is empty."""

    name_a: str
    name_b: str
    shape_a: tuple[int, ...] | None
    shape_b: tuple[int, ...] | None
    dtype_a: str
    dtype_b: str
    match: float = 1.0

    def outcome(self, measure: Measure | None) -> Outcome | None:
        """As `Difference.outcome`; None while an equal name is not measured yet."""
        if self.shape_b is None:
            return "only_a"
        if self.shape_a is None:
            return "only_b"
        if self.name_a != self.name_b:
            return "renamed"
        return None if measure is None else "changed" if measure.changed else "equal"


def compare_origins(
    a: Origin, b: Origin, *, rtol: float = 0.0, atol: float = 0.0, progress: Progress | None = None
) -> Generator[tuple[Row, ...] | list[tuple[int, Measure]]]:
    """All rows first, pairs before the rest; then batches of measures by position. Raises as opening the files does."""
    side_a, side_b = a.side(), b.side()
    alignment = align(side_a, side_b)
    items_a, items_b = side_a.items, side_b.items
    yield (
        *(
            Row(one.name_a, one.name_b, one.a.shape, one.b.shape, one.a.dtype, one.b.dtype, one.match)
            for one in alignment.pairs
        ),
        *(Row(name, "", items_a[name].shape, None, items_a[name].dtype, "") for name in alignment.only_a),
        *(Row("", name, None, items_b[name].shape, "", items_b[name].dtype) for name in alignment.only_b),
    )
    yield from measure(alignment.pairs, rtol=rtol, atol=atol, progress=progress)
