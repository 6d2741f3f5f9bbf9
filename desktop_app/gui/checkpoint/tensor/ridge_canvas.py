"""Paints one small histogram per tensor, each behind the next; only the rows in sight are drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour, grid_line, mid_text, mixed, number, shortened

if TYPE_CHECKING:
    from desktop_app.checkpoint.measuring.statistics import Statistics

_OVERLAP = 1.7
"""How many rows high the highest bin is."""
NARROW = 24
"""Pixels under which the column of numbers is left out."""
_LOOKED_AT = 64
"""Rows whose names decide what all of them share and how wide their column is."""


def common_tail(names: Sequence[str]) -> str:
    """The dotted end that all of several names share, `.attention.weight`; empty when nothing would be left of one."""
    if len(names) < 2:
        return ""
    parts = [name.split(".") for name in names]
    shared = 0
    while all(len(one) > shared + 1 and one[-1 - shared] == parts[0][-1 - shared] for one in parts):
        shared += 1
    return "".join(f".{part}" for part in parts[0][len(parts[0]) - shared :])


@dataclass(frozen=True, slots=True)
class RidgeRow:
    """One tensor of the ridge."""

    tensor: int
    name: str
    colour: QColor
    detail: str = ""
    """Shape and dtype, for the tooltip."""
    problem: str = ""


class RidgeCanvas(QAbstractScrollArea):
    """A scrollable list of histograms; asks `statistics` for numbers each time it paints."""

    chosen = Signal(int)
    """The tensor that was clicked or reached with the keyboard."""

    def __init__(
        self,
        statistics: Mapping[int, "Statistics"],
        describe: Callable[[int], RidgeRow],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ridge-canvas")
        self.setAccessibleName(self.tr("Histograms of all tensors"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.tensors: tuple[int, ...] = ()
        """The tensors of the rows."""
        self.shared: tuple[float, float] | None = None
        """The values at the left and right end of every row; None when each row has its own."""
        self._describe = describe
        self._statistics = statistics
        self.positions: dict[int, int] = {}
        self._selected: frozenset[int] = frozenset()
        self._current = -1
        self._waiting = -1
        """A row that is to be brought in sight as soon as there is room for one."""
        self._under_mouse = -1
        self._tail = ""
        """What the names of all rows end with: it tells none of them apart, and stands in the header once."""
        self._widest = ""
        self._shapes: dict[int, tuple[object, np.ndarray, np.ndarray]] = {}

    # what is shown

    def show_rows(self, tensors: tuple[int, ...], positions: dict[int, int]) -> None:
        """Replace the rows; `positions` gives the row of each. What stands in one is asked for when it comes in sight."""
        self.tensors = tensors
        self.positions = positions
        self._under_mouse = -1
        looked_at = [self.row(row).name for row in range(0, len(tensors), len(tensors) // _LOOKED_AT + 1)]
        self._tail = common_tail(looked_at)
        self._widest = max(map(self.label, looked_at), key=len, default="")
        self._fit_scroll_bar()
        self.viewport().update()

    def set_statistics(self, statistics: "Mapping[int, Statistics]") -> None:
        """Take the numbers from another table: after an edit tensors have other places."""
        self._statistics = statistics
        self._shapes.clear()

    def set_shared(self, span: tuple[float, float] | None) -> None:
        """Use one range for all rows, or None for each its own."""
        self.shared = span
        self.viewport().update()

    def set_selected(self, tensors: tuple[int, ...]) -> None:
        """Mark the selected tensors; the first is scrolled to when it is out of sight."""
        self._selected = frozenset(tensors)
        self._current = self.positions.get(tensors[0], -1) if tensors else -1
        if self._current >= 0:
            self._reveal(self._current)
        self.viewport().update()

    def row(self, position: int) -> RidgeRow:
        """What stands in a row."""
        return self._describe(self.tensors[position])

    def label(self, name: str) -> str:
        """A tensor's name as its row tells it: without what all of them end with."""
        return shortened(name.removesuffix(self._tail))

    def holds(self, tensor: int) -> bool:
        """Whether the tensor has a row."""
        return tensor in self.positions

    def row_height(self) -> int:
        """Pixels from one row to the next."""
        return max(26, self.fontMetrics().height() + 10)

    def row_at(self, point: QPoint) -> int:
        """Position of the row at a point of the viewport; -1 when there is none."""
        if point.y() < self._header():
            return -1
        row = (point.y() - self._header() - self._lead() + self.verticalScrollBar().value()) // self.row_height()
        return row if 0 <= row < len(self.tensors) else -1

    def row_rect(self, row: int) -> QRect:
        """Where a row lies in the viewport."""
        top = self._header() + self._lead() + row * self.row_height() - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), self.row_height())

    def outline(self, row: RidgeRow, one: "Statistics", area: QRectF) -> QPolygonF:
        """The histogram of a row as a polygon standing on the lower edge of `area`, `_OVERLAP` rows high."""
        positions, tops = self._shape(row.tensor, one)
        low, high = self.span_of(one)
        width = (high - low) or 1.0
        xs = area.left() + np.clip((positions - low) / width, 0.0, 1.0) * area.width()
        ys = area.bottom() - tops * self.row_height() * (_OVERLAP - 0.1)
        points = [QPointF(xs[0], area.bottom())]
        points += [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
        return QPolygonF([*points, QPointF(xs[-1], area.bottom())])

    def span_of(self, one: "Statistics") -> tuple[float, float]:
        """The values at the ends of a row."""
        if self.shared is not None:
            return self.shared
        return float(one.histogram.edges[0]), float(one.histogram.edges[-1])

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), self.palette().color(QPalette.ColorRole.Base))
        offset, height = self.verticalScrollBar().value(), self.row_height()
        first = max(0, offset // height - 1)
        last = min(len(self.tensors), (offset + self.viewport().height()) // height + 2)
        painter.save()
        painter.setClipRect(QRect(0, self._header(), self.viewport().width(), self.viewport().height()))
        self._paint_backgrounds(painter, first, last)
        for position in range(first, last):
            self._paint_row(painter, position)
        painter.restore()
        self._paint_header(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_scroll_bar()
        if self._waiting >= 0:
            self._reveal(self._waiting)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_shapes"):
            self._fit_scroll_bar()
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_under_mouse(self.row_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._set_under_mouse(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().toPoint())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._choose(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = max(1, (self.viewport().height() - self._header()) // self.row_height() - 1)
        steps: dict[int, Callable[[int], int]] = {
            Qt.Key.Key_Up: lambda row: row - 1,
            Qt.Key.Key_Down: lambda row: row + 1,
            Qt.Key.Key_PageUp: lambda row: row - page,
            Qt.Key.Key_PageDown: lambda row: row + page,
            Qt.Key.Key_Home: lambda _row: 0,
            Qt.Key.Key_End: lambda _row: len(self.tensors) - 1,
        }
        step = steps.get(event.key())
        if step is None or not self.tensors:
            super().keyPressEvent(event)
            return
        self._choose(min(max(step(self._current), 0), len(self.tensors) - 1))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            row = self.row_at(event.pos())
            QToolTip.showText(event.globalPos(), self._tip(row) if row >= 0 else "", self)
            return True
        return super().viewportEvent(event)

    # inside

    def _tip(self, position: int) -> str:
        row = self.row(position)
        lines = [shortened(row.name, 300), row.detail]
        one = self._statistics.get(row.tensor)
        if row.problem:
            lines.append(row.problem)
        elif one is None:
            lines.append(self.tr("not counted yet"))
        else:
            text = self.tr("min {min}, max {max}, mean {mean}, std {std}")
            lines.append(
                text.format(min=number(one.min), max=number(one.max), mean=number(one.mean), std=number(one.std))
            )
            if one.nan + one.posinf + one.neginf:
                lines.append(
                    self.tr("{nan} NaN, {inf} infinite").format(
                        nan=number(one.nan), inf=number(one.posinf + one.neginf)
                    )
                )
        return "\n".join(lines)

    def _header(self) -> int:
        return self.fontMetrics().height() + 10

    def _lead(self) -> int:
        """Room over the first row, which is higher than a row."""
        return int(self.row_height() * (_OVERLAP - 1))

    def _fit_scroll_bar(self) -> None:
        bar = self.verticalScrollBar()
        space = self.viewport().height() - self._header()
        bar.setRange(0, max(0, self._lead() + len(self.tensors) * self.row_height() - space + 4))
        bar.setPageStep(max(1, space))
        bar.setSingleStep(self.row_height())

    def _set_under_mouse(self, row: int) -> None:
        if row != self._under_mouse:
            self._under_mouse = row
            self.viewport().update()

    def _choose(self, row: int) -> None:
        self._current = row
        self._reveal(row)
        self.viewport().update()
        self.chosen.emit(self.tensors[row])

    def _reveal(self, row: int) -> None:
        bar, height = self.verticalScrollBar(), self.row_height()
        space = self.viewport().height() - self._header()
        self._waiting = row if space < 3 * height else -1
        if self._waiting >= 0:
            return
        if row * height < bar.value():
            bar.setValue(row * height)
        elif self._lead() + (row + 1) * height > bar.value() + space:
            bar.setValue(self._lead() + (row + 1) * height - space)

    def _columns(self) -> tuple[int, int, int]:
        """Right end of the names, left and right end of the histograms."""
        width = self.viewport().width()
        numbers = self.fontMetrics().horizontalAdvance("-0.000e-00 ± 0.00e-00") + 16
        if width < 2.8 * numbers:
            numbers = 16
        wanted = self.fontMetrics().horizontalAdvance(self._widest) + 24
        names = min(max(60, wanted), max(110, int(width * 0.4)), 380)
        return names, names + 12, max(width - numbers, names + 60)

    def _shape(self, tensor: int, one: "Statistics") -> tuple[np.ndarray, np.ndarray]:
        kept = self._shapes.get(tensor)
        if kept is None or kept[0] is not one:
            histogram = one.histogram
            widths = np.diff(histogram.edges)
            heights = np.divide(histogram.counts, widths, out=np.zeros(len(widths)), where=widths > 0)
            tallest = heights.max(initial=0.0) or 1.0
            kept = (one, np.repeat(histogram.edges, 2)[1:-1], np.repeat(heights / tallest, 2))
            self._shapes[tensor] = kept
        return kept[1], kept[2]

    def _paint_backgrounds(self, painter: QPainter, first: int, last: int) -> None:
        palette = self.palette()
        base, accent = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight)
        for position in range(first, last):
            rect = self.row_rect(position)
            if self.tensors[position] in self._selected:
                painter.fillRect(rect, mixed(base, accent, 0.28))
                painter.fillRect(QRect(0, rect.top(), 3, rect.height()), accent)
            elif position == self._under_mouse:
                painter.fillRect(rect, mixed(base, palette.color(QPalette.ColorRole.Text), 0.07))

    def _paint_row(self, painter: QPainter, position: int) -> None:
        row, rect = self.row(position), self.row_rect(position)
        names, left, right = self._columns()
        palette, metrics = self.palette(), self.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        name = metrics.elidedText(self.label(row.name), Qt.TextElideMode.ElideLeft, names - 10)
        painter.drawText(QRect(8, rect.top(), names - 8, rect.height()), middle | Qt.AlignmentFlag.AlignRight, name)
        area = QRectF(left, rect.top(), right - left, rect.height() - 2.5)
        painter.setPen(QPen(grid_line(palette), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        one = self._statistics.get(row.tensor)
        numbers = QRect(right + 6, rect.top(), self.viewport().width() - right - 12, rect.height())
        if row.problem or one is None:
            painter.setPen(alarm_colour(palette) if row.problem else mid_text(palette))
            text = metrics.elidedText(
                row.problem or "…", Qt.TextElideMode.ElideRight, int(area.width()) + numbers.width()
            )
            painter.drawText(area.adjusted(6, 0, numbers.width(), 0), middle | Qt.AlignmentFlag.AlignLeft, text)
            return
        self._paint_shape(painter, row, one, area)
        wrong = one.nan + one.posinf + one.neginf
        painter.setPen(alarm_colour(palette) if wrong else mid_text(palette))
        text = f"{number(one.mean, 3)} ± {number(one.std, 3)}" if one.mean is not None else "–"
        if wrong:
            painter.drawText(area.adjusted(4, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, self._wrong(one))
        if numbers.width() > NARROW:
            painter.drawText(numbers, middle | Qt.AlignmentFlag.AlignRight, text)

    def _wrong(self, one: "Statistics") -> str:
        parts = [self.tr("NaN")] if one.nan else []
        return "/".join([*parts, self.tr("Inf")] if one.posinf + one.neginf else parts)

    def _paint_shape(self, painter: QPainter, row: RidgeRow, one: "Statistics", area: QRectF) -> None:
        palette = self.palette()
        if not one.histogram.counts.any():
            return
        wrong = one.nan + one.posinf + one.neginf > 0
        colour = alarm_colour(palette) if wrong else row.colour
        fill = mixed(palette.color(QPalette.ColorRole.Base), colour, 0.5)
        fill.setAlpha(215)
        painter.setBrush(fill)
        painter.setPen(QPen(colour, 1.2))
        painter.drawPolygon(self.outline(row, one, area))
        low, high = self.span_of(one)
        beyond = max(abs(low), abs(high)) * 1e-9
        if one.min is not None and one.max is not None:
            self._paint_beyond(painter, area, left=one.min < low - beyond, right=one.max > high + beyond)

    def _paint_beyond(self, painter: QPainter, area: QRectF, *, left: bool, right: bool) -> None:
        """Mark that weights lie beyond the shared range."""
        painter.setPen(mid_text(self.palette()))
        band = area.adjusted(-11, 0, 11, 0)
        if left:
            painter.drawText(band, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, "‹")
        if right:
            painter.drawText(band, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, "›")

    def _paint_header(self, painter: QPainter) -> None:
        palette = self.palette()
        band = QRect(0, 0, self.viewport().width(), self._header())
        painter.fillRect(band, palette.color(QPalette.ColorRole.Window))
        painter.setPen(grid_line(palette))
        painter.drawLine(band.bottomLeft(), band.bottomRight())
        names, left, right = self._columns()
        painter.setPen(mid_text(palette))
        middle = Qt.AlignmentFlag.AlignVCenter
        title = self.fontMetrics().elidedText(f"…{self._tail}" if self._tail else self.tr("tensor"), Qt.TextElideMode.ElideLeft, names - 10)  # fmt: skip
        painter.drawText(QRect(8, 0, names - 8, band.height()), middle | Qt.AlignmentFlag.AlignRight, title)
        numbers = QRect(right + 6, 0, band.width() - right - 12, band.height())
        if numbers.width() > NARROW:
            painter.drawText(numbers, middle | Qt.AlignmentFlag.AlignRight, self.tr("mean ± std"))
        if self.shared is None:
            wide = right - left
            text = self.fontMetrics().elidedText(self.tr("each from min to max"), Qt.TextElideMode.ElideRight, wide)
            painter.drawText(QRect(left, 0, wide, band.height()), Qt.AlignmentFlag.AlignCenter, text)
            return
        low, high = self.shared
        painter.drawText(
            QRect(left, 0, right - left, band.height()), middle | Qt.AlignmentFlag.AlignLeft, number(low, 3)
        )
        painter.drawText(
            QRect(left, 0, right - left, band.height()), middle | Qt.AlignmentFlag.AlignRight, number(high, 3)
        )
        if low < 0 < high:
            x = left + (0 - low) / (high - low) * (right - left)
            room = self.fontMetrics().horizontalAdvance(number(low, 3)) + 16
            if left + room < x < right - room:
                painter.drawText(QRectF(x - 20, 0, 40, band.height()), Qt.AlignmentFlag.AlignCenter, "0")
            painter.setPen(QPen(grid_line(palette), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, band.bottom()), QPointF(x, self.viewport().height()))
