"""Where on the widget a pixel of the image lies: zoom and place as a value, in whole device pixels so that panning is a shift."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QRectF

from desktop_app.annotation.shapes.geometry import Place

LEAST_SCALE, MOST_SCALE = 1 / 256, 64.0


@dataclass(frozen=True, slots=True)
class View:
    """A look at an image."""

    scale: float = 1.0
    """Device pixels per pixel of the image."""
    left: int = 0
    """Device pixels from the widget's left edge to the image's."""
    top: int = 0
    ratio: float = 1.0
    """Device pixels per pixel of Qt's coordinates."""

    def to_image(self, point: QPointF) -> Place:
        """The place of the image under a point of the widget."""
        return (
            (point.x() * self.ratio - self.left) / self.scale,
            (point.y() * self.ratio - self.top) / self.scale,
        )

    def to_widget(self, place: Place) -> QPointF:
        """The point of the widget over a place of the image."""
        return QPointF(
            (place[0] * self.scale + self.left) / self.ratio, (place[1] * self.scale + self.top) / self.ratio
        )

    def box_to_device(self, box: tuple[float, float, float, float], margin: float = 0.0) -> QRect:
        """The device pixels that a box of the image touches, and `margin` around them."""
        left, top, right, bottom = box
        x, y = left * self.scale + self.left - margin, top * self.scale + self.top - margin
        width, height = (right - left) * self.scale + 2 * margin, (bottom - top) * self.scale + 2 * margin
        limit = 1 << 24
        clipped = QRectF(
            QPointF(max(x, -limit), max(y, -limit)), QPointF(min(x + width, limit), min(y + height, limit))
        )
        return clipped.toAlignedRect()

    def device_to_box(self, rect: QRect) -> tuple[float, float, float, float]:
        """The part of the image under device pixels; it may reach beyond the image."""
        return (
            (rect.left() - self.left) / self.scale,
            (rect.top() - self.top) / self.scale,
            (rect.left() + rect.width() - self.left) / self.scale,
            (rect.top() + rect.height() - self.top) / self.scale,
        )

    def pixels(self, length: float) -> float:
        """How many pixels of the image so many of Qt's pixels are."""
        return length * self.ratio / self.scale

    def shifted(self, across: float, down: float) -> "View":
        """Moved by so many of Qt's pixels."""
        return replace(self, left=self.left + round(across * self.ratio), top=self.top + round(down * self.ratio))

    def zoomed(self, factor: float, around: QPointF) -> "View":
        """Larger by a factor; what lies under `around` stays there."""
        scale = min(max(self.scale * factor, LEAST_SCALE), MOST_SCALE)
        x, y = self.to_image(around)
        return replace(
            self,
            scale=scale,
            left=round(around.x() * self.ratio - x * scale),
            top=round(around.y() * self.ratio - y * scale),
        )

    @property
    def zoom(self) -> float:
        """Qt's pixels per pixel of the image: 1 is the size that people call 100 %."""
        return self.scale / self.ratio


def fitting(
    box: tuple[float, float, float, float], width: int, height: int, ratio: float, margin: float = 12, most: float = 0
) -> View:
    """The view that shows a box of the image in the middle of a widget of so many of Qt's pixels; `most` limits the zoom."""
    left, top, right, bottom = box
    across, down = max(right - left, 1e-6), max(bottom - top, 1e-6)
    inner_width, inner_height = max(width - 2 * margin, 16) * ratio, max(height - 2 * margin, 16) * ratio
    scale = min(inner_width / across, inner_height / down, MOST_SCALE)
    if most:
        scale = min(scale, most * ratio)
    scale = max(scale, LEAST_SCALE)
    return View(
        scale,
        round(width * ratio / 2 - (left + right) / 2 * scale),
        round(height * ratio / 2 - (top + bottom) / 2 * scale),
        ratio,
    )


def kept_inside(view: View, width: int, height: int, image_width: float, image_height: float) -> View:
    """The view moved so far that a strip of the image stays on a widget of so many of Qt's pixels."""
    keep = 48 * view.ratio
    wide, high = image_width * view.scale, image_height * view.scale
    left = min(max(view.left, keep - wide), width * view.ratio - keep)
    top = min(max(view.top, keep - high), height * view.ratio - keep)
    return replace(view, left=round(left), top=round(top))
