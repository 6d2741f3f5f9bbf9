"""What a person may choose about the canvas: how shapes look, what helps while drawing, and the tools' numbers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from desktop_app.annotation.shapes.strokes import Tip


@dataclass(frozen=True, slots=True)
class CanvasOptions:
    """The canvas's settings; a change is `canvas.set_options(replace(canvas.options, ...))`."""

    fill: float = 0.2
    """Opacity of the inside of shapes, 0 to 1."""
    opacity: float = 1.0
    """Of everything that is drawn over the picture."""
    line_width: float = 2.0
    tags: Literal["all", "selected", "none"] = "all"
    """Which shapes show their labels."""
    scores: bool = True
    texts: bool = True
    """Whether a shape's text stands beside its label."""
    keypoint_names: bool = True
    crosshair: Literal["never", "drawing", "always"] = "drawing"
    grid: int = 0
    """Pixels of the image between lines; 0 for none."""
    pixel_grid: bool = True
    """Lines between pixels at high zoom."""
    hide_others: bool = False
    """Only what is selected is shown."""
    snapping: bool = True
    snap_reach: float = 8.0
    """Pixels of the screen."""
    whole_pixels: bool = False
    """Points go to the corners of pixels."""
    allow_outside: bool = False
    """Points may lie outside the image."""
    keep_drawing: bool = True
    """A drawing tool stays chosen after a shape is finished."""
    ask_label: bool = False
    """`label_wanted` is emitted even when a label is chosen."""
    keep_view: bool = False
    """The next image is shown at the place and zoom of this one."""
    wheel: Literal["zoom", "scroll"] = "zoom"
    handle_size: float = 9.0
    least_size: float = 2.0
    """Pixels of the image; what is drawn smaller was not meant."""


def options_kept(kept: Mapping[str, Any]) -> CanvasOptions:
    """Options as they were kept; the standard one in place of each that is missing or of another type."""
    standard = asdict(CanvasOptions())
    return CanvasOptions(
        **{name: kept[name] if type(kept.get(name)) is type(value) else value for name, value in standard.items()}
    )


@dataclass(frozen=True, slots=True)
class ToolSettings:
    """Numbers of the tools that paint and guess."""

    radius: float = 12.0
    """Of the brush, in pixels of the image."""
    tip: Tip = "round"
    paint_polygons: bool = True
    """Whether the brush changes a selected polygon as a polygon, or makes a mask of its own."""
    tolerance: float = 24.0
    """Of the magic wand, 0 to 255 per channel."""
    connected: bool = True
    as_polygon: bool = False
    """Whether wand, superpixels, watershed and assistant give polygons instead of masks."""
    assist_hover: bool = True
    """Whether the assistant shows what a click under the pointer would take."""
    superpixels: int = 600
    compactness: float = 10.0
    simplify: float = 1.0
    """Pixels that simplifying may move an outline by."""
    nudge: float = 1.0
    big_nudge: float = 10.0
    """Pixels of the image that an arrow key moves, alone and with Shift."""
