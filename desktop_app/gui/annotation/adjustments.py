"""Brightness, contrast, gamma and channels of the view: a table per channel, put over the pixels that are on the screen."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

type Channel = Literal["colour", "red", "green", "blue", "alpha", "grey"]

CHANNELS: Final[tuple[Channel, ...]] = ("colour", "red", "green", "blue", "alpha", "grey")
_BLUE, _GREEN, _RED, _ALPHA = 0, 1, 2, 3
"""Bytes of a pixel of QImage's 32-bit formats in memory on little-endian machines."""
_PLACES: Final = {"red": _RED, "green": _GREEN, "blue": _BLUE, "alpha": _ALPHA}


@dataclass(frozen=True)
class Adjustments:
    """How the picture is shown; the file is never changed."""

    brightness: float = 0.0
    """-1 to 1; 0 leaves it."""
    contrast: float = 1.0
    """0 to 10; 1 leaves it."""
    gamma: float = 1.0
    """0.1 to 10; above 1 lifts what is dark."""
    invert: bool = False
    channel: Channel = "colour"

    @property
    def changes_nothing(self) -> bool:
        """Whether the picture is shown as it is."""
        return self == Adjustments()

    @cached_property
    def table(self) -> NDArray[np.uint8]:
        """What becomes of each value of a channel; shape (256,)."""
        values = np.arange(256) / 255
        values = np.clip((values - 0.5) * self.contrast + 0.5 + self.brightness, 0, 1)
        values = values ** (1 / min(max(self.gamma, 0.1), 10.0))
        if self.invert:
            values = 1 - values
        return np.asarray(np.round(values * 255), np.uint8)

    def apply(self, pixels: NDArray[np.uint8]) -> None:
        """Change pixels of shape (height, width, 4), blue first, in place."""
        if self.changes_nothing:
            return
        table = self.table
        if self.channel == "colour":
            pixels[..., :3] = table[pixels[..., :3]]
            return
        if self.channel == "grey":
            weighted = pixels[..., _RED] * np.uint32(77) + pixels[..., _GREEN] * np.uint32(150)
            shown = ((weighted + pixels[..., _BLUE] * np.uint32(29)) >> np.uint32(8)).astype(np.uint8)
        else:
            shown = pixels[..., _PLACES[self.channel]]
        pixels[..., :3] = table[shown][..., None]
        pixels[..., _ALPHA] = 255
