"""Numbers that colour the boxes of a graph, in the window and in pictures alike."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_app.graph import colours

type Unit = Literal["", "bytes", "share"]


@dataclass(frozen=True, slots=True)
class Overlay:
    """Numbers by node path; `low` and `high` are the ends of the scale."""

    title: str
    values: Mapping[str, float]
    low: float
    high: float
    log: bool = False
    """Whether equal steps of the scale are equal factors; what is 0 or less stands at its lower end."""
    unit: Unit = ""

    def share(self, value: float) -> float:
        """Where a number stands on the scale, 0 to 1."""
        if not self.high > self.low:
            return 0.5
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        if value <= 0 or self.low <= 0:
            return 0.0
        return math.log(value / self.low) / math.log(self.high / self.low)

    def colour(self, path: str) -> str | None:
        """Colour of a node; None where it has no number."""
        value = self.values.get(path)
        return None if value is None else colours.scale_colour(self.share(value))

    def text(self, value: float) -> str:
        """A number of this kind for people."""
        if self.unit == "share":
            return f"{value * 100:.4g} %"
        if self.unit == "bytes":
            for factor, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
                if value >= factor:
                    return f"{value / factor:.3g} {name}"
            return f"{value:.0f} B"
        return f"{value:.4g}"


def overlay_of(
    title: str,
    values: Mapping[str, float],
    *,
    log: bool = False,
    unit: Unit = "",
    ends: tuple[float, float] | None = None,
) -> Overlay | None:
    """An overlay over the finite numbers among `values`; None when there is none.

    Its scale goes from the smallest to the largest of them, or over `ends` where they reach further.
    """
    kept = {path: value for path, value in values.items() if math.isfinite(value)}
    scaled = [value for value in kept.values() if value > 0 or not log]
    if not scaled:
        return None
    low, high = min((*scaled, *(ends or ()))), max((*scaled, *(ends or ())))
    return Overlay(title, kept, low, high, log, unit)
