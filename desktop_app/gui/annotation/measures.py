"""What a status bar tells of the pointer and of the shape in hand."""

from dataclasses import dataclass

from desktop_app.annotation.model import Kind, Shape
from desktop_app.annotation.shapes.geometry import AREAS, LINES, angle_of, area_of, half_axes, length_of


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes in pixels of the image; None where a kind has no such measure."""

    kind: Kind
    left: float
    top: float
    width: float
    height: float
    angle: float | None = None
    """Degrees clockwise."""
    length: float | None = None
    area: float | None = None
    vertices: int = 0


def measures_of(shape: Shape) -> Measures:
    """Measure a shape; masks are not counted pixel by pixel here, for this runs at every movement of the pointer."""
    left, top, right, bottom = shape.box
    width, height = right - left, bottom - top
    angle: float | None = None
    if shape.kind in ("rotated_rectangle", "ellipse", "line"):
        angle = angle_of(shape)
    if shape.kind == "rotated_rectangle" and len(shape.points) == 4:
        width, height = (length_of(shape.points[[a, b]], closed=False) for a, b in ((0, 1), (0, 3)))
    elif shape.kind == "ellipse":
        _, first, second = half_axes(shape)
        width, height = (2 * float((axis @ axis) ** 0.5) for axis in (first, second))
    area = area_of(shape) if shape.kind in AREAS and shape.mask is None else None
    length = length_of(shape.points, closed=False) if shape.kind in LINES else None
    count = len(shape.points) + sum(map(len, shape.holes)) if shape.mask is None else 0
    return Measures(shape.kind, left, top, width, height, angle, length, area, count)


def size_note(shape: Shape) -> str:
    """The few numbers that stand at the pointer while a shape is drawn or dragged; empty for most kinds."""
    if shape.kind in ("rectangle", "rotated_rectangle", "ellipse"):
        measures = measures_of(shape)
        text = f"{measures.width:.0f} × {measures.height:.0f}"
        return text if measures.angle is None or not round(measures.angle) else f"{text}  {measures.angle:.0f}°"
    if shape.kind == "circle":
        return f"r {(shape.box[2] - shape.box[0]) / 2:.0f}"
    if shape.kind == "line":
        return f"{length_of(shape.points, closed=False):.0f}  {angle_of(shape):.0f}°"
    return ""
