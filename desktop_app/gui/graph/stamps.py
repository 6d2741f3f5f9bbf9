"""Pictures of groups as they look from afar, kept: equal groups share one, and a frame is mostly copies of them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

MARGIN = 8
"""Pixels around a group, for frames of what is selected and shadows of what is stacked."""
_MOST_BYTES = 24 << 20
_LARGEST = 600
"""Pixels: a larger group is not kept but entered."""


class Stamps:
    """A cache of pixmaps by what they show; the least used go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[QPixmap, int, object]] = OrderedDict()
        self._bytes = 0

    @staticmethod
    def fits(width: float, height: float) -> bool:
        """Whether a group of so many pixels is worth keeping."""
        return width <= _LARGEST and height <= _LARGEST

    def put(
        self,
        painter: QPainter,
        key: Hashable,
        shown: object,
        corner: QPointF,
        size: tuple[float, float],
        zoom: float,
        draw: Callable[[QPainter], int],
    ) -> int:
        """Put the picture of `key` with its top left at `corner` (in canvas coordinates); `draw` makes it when there is none.

        `size` is in pixels; `draw` gets a painter in which the group's corner lies at 0, 0 and one unit is `zoom` pixels, and
        returns how many boxes it drew, as this does. `shown` is kept alive as long as the picture, for keys name it by its id.
        """
        ratio = painter.device().devicePixelRatio()
        key = (key, zoom, ratio)
        found = self._kept.get(key)
        if found is None:
            found = self._make(key, shown, size, zoom, ratio, draw)
        else:
            self._kept.move_to_end(key)
        place = painter.worldTransform().map(corner)
        painter.setWorldMatrixEnabled(False)
        painter.drawPixmap(
            QPointF(round(place.x() * ratio) / ratio - MARGIN, round(place.y() * ratio) / ratio - MARGIN), found[0]
        )
        painter.setWorldMatrixEnabled(True)
        return found[1]

    def _make(
        self,
        key: Hashable,
        shown: object,
        size: tuple[float, float],
        zoom: float,
        ratio: float,
        draw: Callable[[QPainter], int],
    ) -> tuple[QPixmap, int, object]:
        pixmap = QPixmap(int((size[0] + 2 * MARGIN) * ratio) + 2, int((size[1] + 2 * MARGIN) * ratio) + 2)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.translate(MARGIN, MARGIN)
        painter.scale(zoom, zoom)
        drawn = draw(painter)
        painter.end()
        made = self._kept[key] = (pixmap, drawn, shown)
        self._bytes += _bytes_of(pixmap)
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            _, (old, _, _) = self._kept.popitem(last=False)
            self._bytes -= _bytes_of(old)
        return made


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
