"""Colours of the graph as hex texts, for the window and for pictures alike; white or dark text on each is readable."""

from functools import cache
from typing import Literal

from desktop_app.graph.model import Category

type Theme = Literal["light", "dark"]

FILL: dict[Theme, dict[Category, str]] = {
    "dark": {
        "conv": "#34679f", "linear": "#5157b5", "norm": "#34734f", "activation": "#93434b", "pool": "#5c6d22", "attention": "#804a96",
        "embedding": "#8d5f1c", "recurrent": "#1f7080", "arithmetic": "#6b5a43", "shape": "#565d68", "io": "#4f5866", "container": "#323b49",
        "tensor": "#475164", "other": "#4d5563",
    },
    "light": {
        "conv": "#cfe3fa", "linear": "#dcddfb", "norm": "#d0eedc", "activation": "#fad7da", "pool": "#e6efc4", "attention": "#ecd9f4",
        "embedding": "#fae3bf", "recurrent": "#cbedf3", "arithmetic": "#ebe1d3", "shape": "#e3e6ea", "io": "#dfe3e8", "container": "#e9edf3",
        "tensor": "#e1e6ee", "other": "#e4e7ec",
    },
}  # fmt: skip
"""Fill of a box by category."""

STRIPE: dict[Theme, dict[Category, str]] = {
    "dark": {
        "conv": "#5f9fe6", "linear": "#8f96ff", "norm": "#5fc48b", "activation": "#ef7f88", "pool": "#b3cc4c", "attention": "#cf8bea",
        "embedding": "#e8ab4f", "recurrent": "#4fc4da", "arithmetic": "#bfa37c", "shape": "#9aa4b3", "io": "#a5afbd", "container": "#7e8ca3",
        "tensor": "#93a3bd", "other": "#93a0b3",
    },
    "light": {
        "conv": "#2f6fb5", "linear": "#4a50c4", "norm": "#23834f", "activation": "#b83c48", "pool": "#6f8420", "attention": "#8b3fae",
        "embedding": "#b36f0e", "recurrent": "#147a8c", "arithmetic": "#806240", "shape": "#6a7482", "io": "#6a7482", "container": "#6b7a91",
        "tensor": "#5f708c", "other": "#6b7686",
    },
}  # fmt: skip
"""Stripe, border and legend colour by category."""

CANVAS: dict[Theme, str] = {"light": "#fbfcfd", "dark": "#14171c"}
GROUP: dict[Theme, tuple[str, ...]] = {
    "light": ("#f6f8fb", "#eff3f8", "#e8edf4", "#e1e8f1"),
    "dark": ("#1a1f27", "#1f252f", "#252c37", "#2b3340"),
}
"""Background of open groups by depth."""
BORDER: dict[Theme, str] = {"light": "#c5ceda", "dark": "#3c4757"}
TEXT: dict[Theme, str] = {"light": "#1d2530", "dark": "#f2f5f9"}
QUIET: dict[Theme, str] = {"light": "#4d5867", "dark": "#bcc6d3"}
WIRE: dict[Theme, str] = {"light": "#7a8797", "dark": "#8996a8"}
ACCENT: dict[Theme, str] = {"light": "#d9480f", "dark": "#ffa94d"}
"""Selection and the viewport of the minimap."""
HIT: dict[Theme, str] = {"light": "#c99700", "dark": "#ffe066"}

_VIRIDIS = (
    (68, 1, 84), (72, 36, 117), (65, 68, 135), (53, 95, 141), (42, 120, 142), (33, 145, 140), (34, 168, 132), (68, 191, 112),
    (122, 209, 81), (189, 223, 38), (253, 231, 37),
)  # fmt: skip


def scale_colour(share: float) -> str:
    """Colour of 0..1 on a perceptual, colour-blind safe scale, in 512 steps."""
    return _step_colour(round(min(max(share, 0.0), 1.0) * 512))


@cache
def _step_colour(step: int) -> str:
    place = step / 512 * (len(_VIRIDIS) - 1)
    low = min(int(place), len(_VIRIDIS) - 2)
    part = place - low
    mixed = (round(a + (b - a) * part) for a, b in zip(_VIRIDIS[low], _VIRIDIS[low + 1], strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour, 0 to 1, as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(fill: str) -> str:
    """The darker or lighter text colour, whichever is easier to read on a fill."""
    return max(("#10151c", "#ffffff"), key=lambda text: contrast(text, fill))
