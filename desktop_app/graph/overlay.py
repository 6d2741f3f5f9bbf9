"""Numbers that colour the boxes of a graph, in the window and in pictures alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.graph import colours


@dataclass(frozen=True, slots=True)
class Overlay:
    """Numbers by node path; `low` and `high` are the ends of the scale."""

    title: str
    values: Mapping[str, float]
    low: float
    high: float

    def colour(self, path: str) -> str | None:
        """Colour of a node; None where it has no number."""
        value = self.values.get(path)
        if value is None:
            return None
        return colours.scale_colour((value - self.low) / (self.high - self.low) if self.high > self.low else 0.5)
