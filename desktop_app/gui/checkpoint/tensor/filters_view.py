"""The filters of a convolution as small pictures."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QSlider,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.tensor.colour_maps import colour_table, coloured, finite_range, image_of, real_values
from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour, mid_text, number
from desktop_app.gui.checkpoint.tensor.reading import SliceReader
from desktop_app.gui.spin_boxes import WholeBox

if TYPE_CHECKING:
    from desktop_app.checkpoint.tensors import Values

MOST_ELEMENTS = 4_000_000
_GAP = 6


def has_filters(info: TensorInfo) -> bool:
    """Whether a tensor looks like the weight of a two-dimensional convolution."""
    return len(info.shape) == 4 and info.numel > 0 and info.shape[2] * info.shape[3] > 1


def unit_scaled(values: np.ndarray, *, together: bool) -> np.ndarray:
    """Values to 0..1: each filter (first axis) by its own range, or all by one; what is not finite becomes NaN."""
    plain = np.where(np.isfinite(values), values, np.nan).astype(np.float64)
    axes = None if together else tuple(range(1, plain.ndim))
    known = np.isfinite(plain)
    low = np.min(plain, axis=axes, keepdims=True, where=known, initial=np.inf)
    high = np.max(plain, axis=axes, keepdims=True, where=known, initial=-np.inf)
    width = np.where(high > low, high - low, 1.0)
    return (plain - np.where(np.isfinite(low), low, 0.0)) / width


class FilterCanvas(QAbstractScrollArea):
    """A scrollable grid of pictures; only those in sight are painted."""

    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter-canvas")
        self.setAccessibleName(self.tr("Filters"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.cell = 44
        self.current = -1
        self._images: list[QImage] = []
        self._tips: list[str] = []

    def show_images(self, images: list[QImage], tips: list[str]) -> None:
        """Replace the pictures."""
        self._images, self._tips = images, tips
        self._fit()

    def set_cell(self, cell: int) -> None:
        """Pixels of the longer side of a picture."""
        self.cell = cell
        self._fit()

    def count(self) -> int:
        """How many pictures there are."""
        return len(self._images)

    def rect_of(self, position: int) -> QRect:
        """Where a picture lies in the viewport."""
        step_x, step_y = self._step()
        row, column = divmod(position, self._per_row())
        return QRect(
            _GAP + column * step_x, _GAP + row * step_y - self.verticalScrollBar().value(), step_x - _GAP, step_y - _GAP
        )

    def filter_at(self, point: QPoint) -> int:
        """The picture at a point; -1 when there is none."""
        step_x, step_y = self._step()
        column = (point.x() - _GAP) // step_x
        position = (point.y() - _GAP + self.verticalScrollBar().value()) // step_y * self._per_row() + column
        inside = 0 <= column < self._per_row() and 0 <= position < len(self._images)
        return position if inside and self.rect_of(position).contains(point) else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        palette = self.palette()
        painter.fillRect(self.viewport().rect(), palette.color(QPalette.ColorRole.Base))
        _, step_y = self._step()
        offset = self.verticalScrollBar().value()
        first = max(0, (offset - _GAP) // step_y) * self._per_row()
        last = min(len(self._images), ((offset + self.viewport().height()) // step_y + 1) * self._per_row())
        for position in range(first, last):
            rect = self.rect_of(position)
            painter.drawImage(rect, self._images[position])
            if position == self.current:
                painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 3))
                painter.drawRect(rect.adjusted(-2, -2, 1, 1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self.filter_at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._per_row(),
            Qt.Key.Key_Down: self._per_row(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._images:
            super().keyPressEvent(event)
            return
        position = min(max(self.current + step, 0), len(self._images) - 1)
        rect = self.rect_of(position)
        bar = self.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top() - _GAP)
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + _GAP)
        self._choose(position)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            position = self.filter_at(event.pos())
            QToolTip.showText(event.globalPos(), self._tips[position] if position >= 0 else "", self)
            return True
        return super().viewportEvent(event)

    def _choose(self, position: int) -> None:
        if position >= 0:
            self.current = position
            self.viewport().update()
            self.clicked.emit(position)

    def _step(self) -> tuple[int, int]:
        if not self._images:
            return self.cell + _GAP, self.cell + _GAP
        width, height = self._images[0].width(), self._images[0].height()
        longest = max(width, height)
        return max(4, self.cell * width // longest) + _GAP, max(4, self.cell * height // longest) + _GAP

    def _per_row(self) -> int:
        return max(1, (self.viewport().width() - _GAP) // self._step()[0])

    def _fit(self) -> None:
        rows = -(-len(self._images) // self._per_row())
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, rows * self._step()[1] + _GAP - self.viewport().height()))
        bar.setPageStep(max(1, self.viewport().height()))
        bar.setSingleStep(self._step()[1])
        self.viewport().update()


class FiltersView(QWidget):
    """Filters of a tensor `[out, in, height, width]`: in colour when `in` is 3, else one input channel at a time."""

    filter_chosen = Signal(int)

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters-view")
        self._reader = SliceReader(session, "tensor-filters", self)
        self._info: TensorInfo | None = None
        self._array = np.zeros((0, 0, 0, 0))
        self._build()

    def show_tensor(self, info: TensorInfo | None) -> None:
        """Show the filters of another tensor."""
        self._reader.forget()
        self._info = info if info is not None and has_filters(info) else None
        self.canvas.current = -1
        if self._info is None:
            self._say(self.tr("Filters are shown of convolution weights: [out, in, height, width]."))
            return
        in_colour = self._info.shape[1] == 3
        self.channel.blockSignals(True)
        self.channel.setMaximum(self._info.shape[1] - 1)
        self.channel.setValue(0)
        self.channel.blockSignals(False)
        self.rgb.setVisible(in_colour)
        self._show_channel_box()
        self._read()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "canvas"):
            self._draw()

    def _build(self) -> None:
        self.rgb = QCheckBox(self.tr("As RGB"))
        self.rgb.setObjectName("filters-rgb")
        self.rgb.setAccessibleName(self.tr("Show three input channels as red, green and blue"))
        self.rgb.setChecked(True)
        self.channel_label = QLabel(self.tr("Input channel"))
        self.channel = WholeBox()
        self.channel.setObjectName("filters-channel")
        self.channel.setAccessibleName(self.tr("Input channel"))
        self.channel_label.setBuddy(self.channel)
        self.normalise = QComboBox()
        self.normalise.setObjectName("filters-normalise")
        self.normalise.setAccessibleName(self.tr("Range of the colours"))
        self.normalise.addItem(self.tr("each its own range"), False)
        self.normalise.addItem(self.tr("one range for all"), True)
        self.maps = QComboBox()
        self.maps.setObjectName("filters-colours")
        self.maps.setAccessibleName(self.tr("Colours"))
        for text, name in (
            (self.tr("grey"), "grey"),
            (self.tr("viridis"), "viridis"),
            (self.tr("diverging"), "diverging"),
        ):
            self.maps.addItem(text, name)
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setObjectName("filters-size")
        self.size_slider.setAccessibleName(self.tr("Size of the pictures"))
        self.size_slider.setRange(12, 160)
        self.size_slider.setFixedWidth(100)
        self.canvas = FilterCanvas()
        self.size_slider.setValue(self.canvas.cell)
        self.size_slider.valueChanged.connect(self.canvas.set_cell)
        self.canvas.clicked.connect(self.filter_chosen)
        self.rgb.toggled.connect(self._read)
        self.channel.valueChanged.connect(self._read)
        self.normalise.currentIndexChanged.connect(self._draw)
        self.maps.currentIndexChanged.connect(self._draw)
        self.message = QLabel()
        self.message.setObjectName("filters-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.note = QLabel()
        self.note.setObjectName("filters-note")
        self.note.setWordWrap(True)
        box = QWidget()
        row = FlowLayout(box, spacing=8)
        for widget in (self.rgb, self.channel_label, self.channel, self.normalise, self.maps, self.size_slider):
            row.addWidget(widget)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, 0)
        for widget in (box, self.canvas, self.note):
            inner.addWidget(widget)
        inner.setStretch(1, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.message)
        self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._pages)

    def _in_colour(self) -> bool:
        return self._info is not None and self._info.shape[1] == 3 and self.rgb.isChecked()

    def _show_channel_box(self) -> None:
        for widget in (self.channel_label, self.channel):
            widget.setVisible(not self._in_colour() and self._info is not None and self._info.shape[1] > 1)
        self.maps.setVisible(not self._in_colour())

    def _read(self, _what: object = None) -> None:
        info = self._info
        if info is None:
            return
        self._show_channel_box()
        channels = 3 if self._in_colour() else 1
        most = max(1, MOST_ELEMENTS // (channels * info.shape[2] * info.shape[3]))
        filters = min(info.shape[0], most)
        first = 0 if self._in_colour() else self.channel.value()
        text = f"0:{filters}, {first}:{first + channels}"
        cut = self.tr("The first {count} filters are shown.").format(count=filters) if filters < info.shape[0] else ""
        self.note.setText(cut)
        self.note.setVisible(bool(cut))

        def take(values: "Values") -> None:
            self._array = real_values(values.array).reshape(filters, channels, *info.shape[2:])
            self._draw()

        self._reader.read(info, text, take, lambda sentence: self._say(sentence, alarm=True))

    def _draw(self, _what: object = None) -> None:
        if self._info is None or not self._array.size:
            return
        scaled = unit_scaled(self._array, together=bool(self.normalise.currentData()))
        wrong = alarm_colour(self.palette())
        if self._array.shape[1] == 3:
            pictures = np.full((*scaled.shape[:1], *scaled.shape[2:], 4), 255, np.uint8)
            finite = np.isfinite(scaled).all(axis=1)
            pictures[..., :3] = np.nan_to_num(np.moveaxis(scaled, 1, -1) * 255).astype(np.uint8)
            pictures[~finite] = (wrong.red(), wrong.green(), wrong.blue(), 255)
        else:
            table = colour_table(self.maps.currentData(), self.palette())
            if self.maps.currentData() == "diverging":
                scaled = self._around_zero()
            pictures = coloured(scaled[:, 0], 0.0, 1.0, table, wrong)
        tips = [self._tip(position) for position in range(len(pictures))]
        self.canvas.show_images([image_of(picture) for picture in pictures], tips)
        self._pages.setCurrentIndex(1)

    def _around_zero(self) -> np.ndarray:
        """Values to 0..1 so that zero is in the middle."""
        plain = np.where(np.isfinite(self._array), self._array, np.nan).astype(np.float64)
        axes = None if self.normalise.currentData() else (1, 2, 3)
        largest = np.max(np.abs(plain), axis=axes, keepdims=True, where=np.isfinite(plain), initial=0.0)
        return plain / np.where(largest > 0, largest, 1.0) / 2 + 0.5

    def _tip(self, position: int) -> str:
        low, high = finite_range(self._array[position])
        return self.tr("filter {index}: {low} to {high}").format(index=position, low=number(low), high=number(high))

    def _say(self, text: str, *, alarm: bool = False) -> None:
        self._array = np.zeros((0, 0, 0, 0))
        colour = alarm_colour(self.palette()) if alarm else mid_text(self.palette())
        self.message.setStyleSheet(f"color: {colour.name()};")
        self.message.setText(text)
        self._pages.setCurrentIndex(0)
