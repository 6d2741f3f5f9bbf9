"""The picture under the shapes: a QImage with smaller and smaller copies, or tiles that somebody delivers as they are wanted."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from desktop_app.gui.annotation.canvas_view import View

_LEAST_SIDE = 256
_MOST_TILE_BYTES = 256 << 20


class Picture(Protocol):
    """What the canvas paints first."""

    @property
    def width(self) -> int:
        """Pixels of the image across."""
        ...

    @property
    def height(self) -> int:
        """Pixels of the image down."""
        ...

    @property
    def has_alpha(self) -> bool:
        """Whether something may shine through."""
        ...

    def draw(self, painter: QPainter, view: View, rect: QRect) -> bool:
        """Paint device pixels `rect` of a view; False while better pixels are on their way."""
        ...

    def colour_at(self, x: int, y: int) -> tuple[int, int, int, int] | None:
        """Red, green, blue, alpha of a pixel, if it is at hand."""
        ...


def draw_image(painter: QPainter, image: QImage, view: View, rect: QRect, place: QRectF) -> None:
    """The part of an image that shows in `rect`; the image covers `place`, in pixels of the whole picture."""
    target = QRectF(
        place.x() * view.scale + view.left,
        place.y() * view.scale + view.top,
        place.width() * view.scale,
        place.height() * view.scale,
    )
    seen = target.intersected(QRectF(rect).adjusted(-2, -2, 2, 2))
    if seen.isEmpty():
        return
    across, down = image.width() / target.width(), image.height() / target.height()
    source = QRectF(
        (seen.x() - target.x()) * across, (seen.y() - target.y()) * down, seen.width() * across, seen.height() * down
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, across > 0.5)
    painter.drawImage(seen, image, source)


@dataclass(frozen=True)
class Pyramid:
    """A picture that is wholly in memory, with copies of half, a quarter, ... of its size for zooming out.

    `Pyramid.of` takes some 30 ms for 12 megapixels: it is for a thread, or for decoding ahead.
    """

    levels: tuple[QImage, ...]

    @staticmethod
    def of(image: QImage) -> "Pyramid":
        """Make the smaller copies; a null image gives a picture of no size."""
        wanted = QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
        levels = [image.convertToFormat(wanted) if not image.isNull() else image]
        while min(levels[-1].width(), levels[-1].height()) > _LEAST_SIDE:
            last = levels[-1]
            levels.append(
                last.scaled(
                    (last.width() + 1) // 2,
                    (last.height() + 1) // 2,
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        return Pyramid(tuple(levels))

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.levels[0].width()

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.levels[0].height()

    @property
    def has_alpha(self) -> bool:
        """Whether the image has an alpha channel."""
        return self.levels[0].hasAlphaChannel()

    def draw(self, painter: QPainter, view: View, rect: QRect) -> bool:
        """Paint from the smallest copy that has at least one pixel for each on the screen."""
        level = 0
        while level + 1 < len(self.levels) and view.scale * (2 << level) <= 1.0:
            level += 1
        draw_image(painter, self.levels[level], view, rect, QRectF(0, 0, self.width, self.height))
        return True

    def colour_at(self, x: int, y: int) -> tuple[int, int, int, int] | None:
        """Straight from the image."""
        if not self.levels[0].valid(x, y):
            return None
        colour = self.levels[0].pixelColor(x, y)
        return colour.red(), colour.green(), colour.blue(), colour.alpha()


@dataclass(frozen=True, slots=True)
class TileKey:
    """One tile: at level n each axis is reduced by 2**n; columns and rows count tiles from the top left."""

    level: int
    column: int
    row: int


class TileProvider(Protocol):
    """Who delivers tiles. `wanted` is the whole list of what is missing now, the most urgent first: what is not on it
    any more need not be made. Each tile goes to `TiledPicture.put`, at the border of the image as small as it is there."""

    width: int
    height: int
    side: int
    """Pixels of a whole tile across and down."""
    levels: int
    """How many levels there are; the last should be a single tile or few."""

    def wanted(self, keys: Sequence[TileKey]) -> None:
        """These tiles are missing."""
        ...


class TiledPicture:
    """A picture of any size of which only what is looked at is in memory; coarser tiles stand in until finer ones are there."""

    has_alpha = False

    def __init__(self, provider: TileProvider, arrived: Callable[[QRectF], None] = lambda _rect: None) -> None:
        self.provider = provider
        self.width, self.height = provider.width, provider.height
        self.arrived = arrived
        """Told which part of the image can be painted better; the canvas puts itself here."""
        self._tiles: OrderedDict[TileKey, QImage] = OrderedDict()
        self._bytes = 0
        self._asked: tuple[TileKey, ...] = ()

    def put(self, key: TileKey, image: QImage) -> None:
        """Take a tile; the ones not looked at for longest make room."""
        if image.isNull():
            return
        old = self._tiles.pop(key, None)
        self._bytes += image.sizeInBytes() - (old.sizeInBytes() if old is not None else 0)
        self._tiles[key] = image
        while self._bytes > _MOST_TILE_BYTES and len(self._tiles) > 1:
            gone = next((kept for kept in self._tiles if kept.level < self.provider.levels - 1), None)
            if gone is None:
                break
            self._bytes -= self._tiles.pop(gone).sizeInBytes()
        self.arrived(self._place(key, image))

    def _place(self, key: TileKey, image: QImage) -> QRectF:
        """The part of the picture that a tile covers."""
        step = self.provider.side << key.level
        reduced = 1 << key.level
        left, top = key.column * step, key.row * step
        return QRectF(
            left,
            top,
            min(image.width() * reduced, self.width - left),
            min(image.height() * reduced, self.height - top),
        )

    def _level_for(self, scale: float) -> int:
        level = 0
        while level + 1 < self.provider.levels and scale * (2 << level) <= 1.0:
            level += 1
        return level

    def _keys(self, level: int, view: View, rect: QRect) -> list[TileKey]:
        """The tiles of a level that show in `rect`, those in the middle first."""
        left, top, right, bottom = view.device_to_box(rect)
        step = self.provider.side << level
        columns = range(max(int(left // step), 0), min(int(right // step), (self.width - 1) // step) + 1)
        rows = range(max(int(top // step), 0), min(int(bottom // step), (self.height - 1) // step) + 1)
        x, y = (left + right) / 2 / step - 0.5, (top + bottom) / 2 / step - 0.5
        keys = [TileKey(level, column, row) for row in rows for column in columns]
        return sorted(keys, key=lambda key: (key.column - x) ** 2 + (key.row - y) ** 2)

    def draw(self, painter: QPainter, view: View, rect: QRect) -> bool:
        """Coarse tiles first, then finer ones over them; asks for those of the right level that are missing."""
        wanted_level = self._level_for(view.scale)
        keys = self._keys(wanted_level, view, rect)
        missing = [key for key in keys if key not in self._tiles]
        if missing:
            for level in range(self.provider.levels - 1, wanted_level, -1):
                self._draw_level(painter, self._keys(level, view, rect), view, rect)
        self._draw_level(painter, keys, view, rect)
        return not missing

    def _draw_level(self, painter: QPainter, keys: Sequence[TileKey], view: View, rect: QRect) -> None:
        for key in keys:
            image = self._tiles.get(key)
            if image is not None:
                self._tiles.move_to_end(key)
                draw_image(painter, image, view, rect, self._place(key, image))

    def ask_for(self, view: View, rect: QRect) -> None:
        """Tell the provider what is missing for a view; the coarsest level always, so that something can be shown at once."""
        wanted = self._keys(self._level_for(view.scale), view, rect)
        last = self.provider.levels - 1
        coarse = self._keys(last, view, view.box_to_device((0, 0, self.width, self.height))) if last > 0 else []
        missing = tuple(key for key in dict.fromkeys([*coarse, *wanted]) if key not in self._tiles)
        if missing != self._asked:
            self._asked = missing
            self.provider.wanted(missing)

    def colour_at(self, x: int, y: int) -> tuple[int, int, int, int] | None:
        """From the finest level, if its tile is there."""
        side = self.provider.side
        image = self._tiles.get(TileKey(0, x // side, y // side))
        if image is None or not image.valid(x % side, y % side):
            return None
        colour = image.pixelColor(x % side, y % side)
        return colour.red(), colour.green(), colour.blue(), colour.alpha()
