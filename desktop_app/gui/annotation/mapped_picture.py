"""A decoded picture of the store as the canvas paints it: levels of a mapped file, no pixel copied."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_app.annotation.imagery.pictures import Picture, mapped
from desktop_app.gui.annotation.canvas_view import View
from desktop_app.gui.annotation.picture import draw_image


@dataclass(frozen=True)
class MappedPicture:
    """Implements the canvas's `Picture`; the mapping lives as long as this does."""

    picture: Picture
    images: tuple[QImage, ...]
    """One per level, the largest first."""

    @staticmethod
    def of(picture: Picture) -> "MappedPicture":
        """Map the file; OSError when it is no longer there."""
        memory = memoryview(mapped(picture))
        kind = QImage.Format.Format_RGBX8888 if picture.opaque else QImage.Format.Format_RGBA8888_Premultiplied
        images = tuple(
            QImage(
                memory[level.offset : level.offset + level.stride * level.height],
                level.width,
                level.height,
                level.stride,
                kind,
            )
            for level in picture.levels
        )
        return MappedPicture(picture, images)

    @property
    def width(self) -> int:
        """Pixels of the image across, whatever the levels are."""
        return self.picture.width

    @property
    def height(self) -> int:
        """Pixels of the image down."""
        return self.picture.height

    @property
    def has_alpha(self) -> bool:
        """Whether something may shine through."""
        return not self.picture.opaque

    def draw(self, painter: QPainter, view: View, rect: QRect) -> bool:
        """Paint from the level that is just sharp; False while only a small preview is there."""
        level = self.picture.levels.index(self.picture.level_for(view.scale))
        draw_image(painter, self.images[level], view, rect, QRectF(0, 0, self.width, self.height))
        return self.picture.levels[0].scale == 1

    def colour_at(self, x: int, y: int) -> tuple[int, int, int, int] | None:
        """Straight from the largest level."""
        scale = self.picture.levels[0].scale
        image = self.images[0]
        if not image.valid(x // scale, y // scale):
            return None
        colour = image.pixelColor(x // scale, y // scale)
        return colour.red(), colour.green(), colour.blue(), colour.alpha()
