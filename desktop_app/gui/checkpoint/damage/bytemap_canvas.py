"""Paints the bytes of a file as rows that follow one another: hover tells, click selects, the wheel zooms, keys walk."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.checkpoint.bytemap import KINDS, ByteMap, Region, RegionKind
from desktop_app.gui.checkpoint.damage.bytemap_texts import kind_colour, region_text
from desktop_app.gui.checkpoint.formatting import size_text

type Array = npt.NDArray[Any]

_ROW, _GAP, _STRIP = 20, 6, 10
_RANK: dict[RegionKind, int] = {"damaged": 6, "dead": 5, "tied": 4, "directory": 3, "structure": 2, "tensor": 1, "padding": 0}  # fmt: skip
"""Which of several uses within one pixel is drawn."""
_LEAST_SHOWN = 64
"""Bytes that fill the picture when zoomed in as far as it goes."""


def _shade(region: Region) -> int:
    """Number of a region's colour; neighbouring tensors have two, so that they can be told apart."""
    return 2 * KINDS.index(region.kind) + (region.tensors[0] % 2 if region.tensors else 0)


def _colours(palette: QPalette) -> Array:
    """The colours by their numbers, as QImage keeps them."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
    plain = [kind_colour(kind, dark=dark) for kind in KINDS]
    return np.array([one.rgb() for colour in plain for one in (colour, colour.lighter(115))], np.uint32)


class ByteMapCanvas(QWidget):
    """Shows one `ByteMap`; `region_chosen` carries the number of the region that was clicked or reached by keys."""

    region_chosen = Signal(int)
    region_hovered = Signal(int)
    """-1 when the mouse is over none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bytemap-canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 80)
        self._map: ByteMap | None = None
        self._starts = np.zeros(0, np.int64)
        self._ranks = np.zeros(0, np.int64)
        """Of each region its rank above its number, so that the largest of a pixel is the region to draw; one more at the end."""
        self._shades = np.zeros(0, np.uint8)
        """Of each region a number for its colour."""
        self._places: dict[int, list[int]] = {}
        """Regions by tensor; filled when a tensor is first looked for."""
        self._first, self._last = 0.0, 1.0
        """The bytes that are in sight."""
        self.current = -1
        self._selected: frozenset[int] = frozenset()
        self._hovered = -1
        self._dragged: tuple[QPoint, float] | None = None
        self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Map of the file's bytes"))

    def sizeHint(self) -> QSize:
        """Wide and low, as docks are."""
        return QSize(900, 240)

    # ------------------------------------------------------------------ what is shown

    def show_map(self, shown: ByteMap | None) -> None:
        """Show another map; the sight is kept when it is of the same file."""
        old, self._map = self._map, shown
        self._places = {}
        regions = shown.regions if shown is not None else ()
        self._starts = np.fromiter((region.begin for region in regions), np.int64, len(regions))
        ranks = np.fromiter((_RANK[region.kind] for region in regions), np.int64, len(regions))
        self._ranks = np.append((ranks << 40) | np.arange(len(regions)), 0)
        self._shades = np.fromiter((_shade(region) for region in regions), np.uint8, len(regions))
        if shown is not None and (old is None or (old.path, old.size) != (shown.path, shown.size)):
            self._first, self._last = 0.0, float(max(shown.size, 1))
            self.current = -1
        self.update()

    def set_selected(self, tensors: Sequence[int]) -> None:
        """Mark the regions of some tensors."""
        if self._map is not None and tensors and not self._places:
            for place, region in enumerate(self._map.regions):
                for tensor in region.tensors:
                    self._places.setdefault(tensor, []).append(place)
        found = self._places.get(tensors[0], ()) if tensors else ()
        self._selected = frozenset(place for tensor in tensors[:64] for place in self._places.get(tensor, ()))
        if found and self.current not in self._selected:
            self._go(found[0], choose=False)
        self.update()

    @property
    def span(self) -> tuple[float, float]:
        """First and last byte in sight."""
        return self._first, self._last

    def _bars(self) -> QRect:
        """Where the rows are; at their left stands where each begins."""
        text = self.fontMetrics().horizontalAdvance("888.8 MB ")
        top = _STRIP + 2 * _GAP
        return QRect(text + _GAP, top, max(self.width() - text - 2 * _GAP, 1), max(self.height() - top - _GAP, _ROW))

    def rows(self) -> int:
        """How many rows there is room for."""
        return max(1, (self._bars().height() + _GAP) // (_ROW + _GAP))

    def _row_nbytes(self) -> float:
        return max((self._last - self._first) / self.rows(), 1e-9)

    def position_at(self, point: QPoint) -> float:
        """The byte at a point; -1 outside of the rows."""
        bars = self._bars()
        row, inside = divmod(point.y() - bars.top(), _ROW + _GAP)
        if not 0 <= row < self.rows() or inside >= _ROW or not bars.left() <= point.x() < bars.right() + 1:
            return -1.0
        return self._first + (row + (point.x() - bars.left()) / bars.width()) * self._row_nbytes()

    def region_at(self, point: QPoint) -> int:
        """The region drawn at a point; -1 for none."""
        position = self.position_at(point)
        if self._map is None or position < 0:
            return -1
        width = self._row_nbytes() / self._bars().width()
        return self._of_pixel(position, position + width)

    def _of_pixel(self, begin: float, end: float) -> int:
        """Of the regions within one pixel, the one that is drawn: whatever is worst."""
        return int(self._of_pixels(np.array([begin, end]))[0]) if len(self._starts) else -1

    def _of_pixels(self, edges: Array) -> Array:
        """The region drawn in each pixel between neighbouring edges (bytes)."""
        first = np.maximum(np.searchsorted(self._starts, np.floor(edges[:-1]), "right") - 1, 0)
        last = np.maximum(np.searchsorted(self._starts, edges[1:], "left"), first + 1)
        found = np.maximum.reduceat(self._ranks, np.stack([first, last], axis=1).ravel())[::2]
        return found & ((1 << 40) - 1)

    def rect_of(self, place: int) -> QRect:
        """Where a region begins to be drawn, for tests and tooltips; empty when it is out of sight."""
        if self._map is None or not 0 <= place < len(self._map.regions):
            return QRect()
        region = self._map.regions[place]
        for row, _, _, left, right in self._pieces(region.begin, region.end):
            return self._row_rect(row, left, right)
        return QRect()

    def _row_rect(self, row: int, left: float, right: float) -> QRect:
        bars = self._bars()
        x = bars.left() + int(left)
        return QRect(x, bars.top() + row * (_ROW + _GAP), max(int(right) - int(left), 1), _ROW)

    def _pieces(self, begin: int, end: int) -> Iterator[tuple[int, float, float, float, float]]:
        """Row, bytes and pixels of each part of a range that is in sight."""
        width, step = self._bars().width(), self._row_nbytes()
        low, high = max(float(begin), self._first), min(float(end), self._last)
        row = int((low - self._first) / step) if high > low else self.rows()
        while row < self.rows():
            start = self._first + row * step
            if start >= high:
                return
            left, right = max(low, start), min(high, start + step)
            if right > left:
                yield row, left, right, (left - start) / step * width, (right - start) / step * width
            row += 1

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows, the strip of the whole file, what is chosen."""
        painter = QPainter(self)
        self.draw(painter, self.palette())
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def draw(self, painter: QPainter, palette: QPalette, *, as_shapes: bool = False) -> None:
        """Paint everything; `as_shapes` for pictures that are saved as vectors."""
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        if self._map is None or not self._map.size:
            return
        colours = _colours(palette)
        painter.setFont(self.font())
        self._draw_strip(painter, palette, colours, as_shapes)
        for row in range(self.rows()):
            self._draw_row(painter, palette, colours, row, as_shapes)
        chosen = self._selected | ({self.current} if self.current >= 0 else set())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for place, colour in (*((place, QPalette.ColorRole.Text) for place in chosen), (self._hovered, QPalette.ColorRole.Highlight)):  # fmt: skip
            if not 0 <= place < len(self._map.regions):
                continue
            painter.setPen(QPen(palette.color(colour), 2))
            region = self._map.regions[place]
            for row, _, _, left, right in self._pieces(region.begin, region.end):
                painter.drawRect(self._row_rect(row, left, right).adjusted(-1, -1, 1, 1))

    def _draw_strip(self, painter: QPainter, palette: QPalette, colours: Array, as_shapes: bool) -> None:
        """The whole file in one line, with a frame around what the rows show."""
        assert self._map is not None
        bars = self._bars()
        area = QRect(bars.left(), _GAP, bars.width(), _STRIP)
        self._draw_span(painter, palette, colours, area, 0.0, float(self._map.size), as_shapes)
        if self._last - self._first < self._map.size:
            scale = bars.width() / self._map.size
            frame = QRectF(bars.left() + self._first * scale, _GAP - 2, max((self._last - self._first) * scale, 3), _STRIP + 4)  # fmt: skip
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame)

    def _draw_row(self, painter: QPainter, palette: QPalette, colours: Array, row: int, as_shapes: bool) -> None:
        assert self._map is not None
        bars, step = self._bars(), self._row_nbytes()
        begin = self._first + row * step
        if begin >= self._map.size:
            return
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        top = bars.top() + row * (_ROW + _GAP)
        label = QRect(0, top, bars.left() - _GAP, _ROW)
        painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, size_text(int(begin)))
        end = min(begin + step, float(self._map.size))
        area = QRect(bars.left(), top, max(round((end - begin) / step * bars.width()), 1), _ROW)
        self._draw_span(painter, palette, colours, area, begin, end, as_shapes)

    def _draw_span(
        self,
        painter: QPainter,
        palette: QPalette,
        colours: Array,
        area: QRect,
        begin: float,
        end: float,
        as_shapes: bool,
    ) -> None:
        """Bytes of a range along an area: a colour for each pixel, then hatches, borders and names where there is room."""
        places = self._of_pixels(np.linspace(begin, end, area.width() + 1))
        pixels = np.ascontiguousarray(colours[self._shades[places]])
        if not as_shapes:
            picture = QImage(pixels.data, len(pixels), 1, 4 * len(pixels), QImage.Format.Format_RGB32)
            painter.drawImage(area, picture)
        edges = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(places)]
        for left, right in pairwise(edges):
            rect = QRect(area.left() + left, area.top(), right - left, area.height())
            if as_shapes:
                painter.fillRect(rect, QColor.fromRgb(int(pixels[left])))
            if right - left > 4:
                self._adorn(painter, palette, rect, int(places[left]), QColor.fromRgb(int(pixels[left])))

    def _adorn(self, painter: QPainter, palette: QPalette, rect: QRect, place: int, colour: QColor) -> None:
        """What makes a wide piece readable without its colour."""
        assert self._map is not None
        region = self._map.regions[place]
        if region.kind in ("damaged", "dead"):
            ink = QColor(palette.color(QPalette.ColorRole.Base))
            ink.setAlpha(130)
            style = Qt.BrushStyle.DiagCrossPattern if region.kind == "damaged" else Qt.BrushStyle.BDiagPattern
            painter.fillRect(rect, QBrush(ink, style))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), palette.color(QPalette.ColorRole.Base))
        if rect.height() < _ROW or rect.width() < 24 or region.kind not in ("tensor", "tied", "damaged"):
            return
        text = painter.fontMetrics().elidedText(region.label, Qt.TextElideMode.ElideLeft, rect.width() - 8)
        if len(text) > 4 or text == region.label:
            painter.setPen(QColor("#ffffff") if colour.lightness() < 150 else QColor("#101418"))
            painter.drawText(rect.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)  # fmt: skip

    # ------------------------------------------------------------------ moving

    def zoom(self, factor: float, about: float | None = None) -> None:
        """Show `factor` times fewer bytes, the byte `about` staying where it is."""
        if self._map is None:
            return
        size = float(max(self._map.size, 1))
        middle = (self._first + self._last) / 2 if about is None or about < 0 else about
        length = min(max((self._last - self._first) / factor, min(_LEAST_SHOWN, size)), size)
        share = (middle - self._first) / max(self._last - self._first, 1e-9)
        self._look_at(middle - share * length, length)

    def show_all(self) -> None:
        """The whole file."""
        if self._map is not None:
            self._look_at(0.0, float(max(self._map.size, 1)))

    def _look_at(self, first: float, length: float) -> None:
        assert self._map is not None
        first = max(0.0, min(first, max(self._map.size, 1) - length))
        self._first, self._last = first, first + length
        self.update()

    def _go(self, place: int, *, choose: bool = True) -> None:
        """Make a region the current one, in sight."""
        if self._map is None or not self._map.regions:
            return
        self.current = max(0, min(place, len(self._map.regions) - 1))
        region = self._map.regions[self.current]
        if region.end <= self._first or region.begin >= self._last:
            length = self._last - self._first
            self._look_at(region.begin - length / 4, length)
        self.setAccessibleDescription(region_text(region))
        self.update()
        if choose:
            self.region_chosen.emit(self.current)

    def go_to_kind(self, kind: RegionKind) -> None:
        """The next region of a kind behind the current one; after the last the first."""
        if self._map is None:
            return
        places = [place for place, region in enumerate(self._map.regions) if region.kind == kind]
        if places:
            self._go(next((place for place in places if place > self.current), places[0]))

    # ------------------------------------------------------------------ mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is below the mouse, or drag the sight along."""
        if self._dragged is not None and event.buttons() & Qt.MouseButton.LeftButton:
            start, first = self._dragged
            moved = event.position().toPoint() - start
            if moved.manhattanLength() > 4:
                pixels = moved.x() + moved.y() / (_ROW + _GAP) * self._bars().width()
                self._look_at(first - pixels / self._bars().width() * self._row_nbytes(), self._last - self._first)
            return
        self._hover(self.region_at(event.position().toPoint()))

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.region_hovered.emit(place)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is below the mouse any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a region; begin to drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = (event.position().toPoint(), self._first)
            place = self.region_at(event.position().toPoint())
            if place >= 0:
                self._go(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag is over."""
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom to the region."""
        place = self.region_at(event.position().toPoint())
        if self._map is not None and place >= 0:
            region = self._map.regions[place]
            length = max(region.nbytes * 1.2, _LEAST_SHOWN)
            self._look_at(region.begin - region.nbytes * 0.1, min(length, float(self._map.size)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse; with Shift move along the file."""
        steps = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            length = self._last - self._first
            self._look_at(self._first - steps * length / 8, length) if self._map is not None else None
        else:
            self.zoom(1.25**steps, self.position_at(event.position().toPoint()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Tooltips."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._map is not None:
            place = self.region_at(event.pos())
            if place >= 0:
                QToolTip.showText(event.globalPos(), region_text(self._map.regions[place]), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk, up and down by rows, plus and minus zoom, 0 shows all."""
        key = event.key()
        if self._map is None:
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go(self.current + (1 if key == Qt.Key.Key_Right else -1 if self.current > 0 else 0))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(self._map.regions) - 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step_row(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            length = self._last - self._first
            self._look_at(self._first + (length if key == Qt.Key.Key_PageDown else -length), length)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            about = float(self._map.regions[self.current].begin) if self.current >= 0 else None
            self.zoom(0.8 if key == Qt.Key.Key_Minus else 1.25, about)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current >= 0:
            self.region_chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _step_row(self, by: int) -> None:
        assert self._map is not None
        begin = self._map.regions[max(self.current, 0)].begin
        position = min(max(begin + by * self._row_nbytes(), 0), self._map.size - 1)
        place = self._map.at(int(position))
        if place == self.current:
            place += by
        self._go(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer rows."""
        super().resizeEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
        self.update()
