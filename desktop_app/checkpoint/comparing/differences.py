"""The whole comparison of two sides as rows: aligned, measured, and sorted by how much they changed."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from math import isnan
from typing import Literal

from desktop_app.checkpoint.comparing.alignment import Alignment, align
from desktop_app.checkpoint.comparing.measures import Measure, Progress, measure
from desktop_app.checkpoint.comparing.sides import Pair, Side

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
