"""Numbers to colours: viridis, and a diverging map whose middle is the background."""

from typing import Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour, grid_line, is_dark, mid_text, number

type MapName = Literal["viridis", "diverging", "grey"]


def colour_table(name: MapName, palette: QPalette) -> np.ndarray:
    """256 colours as uint8 [256, 3]."""
    if name == "viridis":
        viridis = pg.colormap.get("viridis")
        assert viridis is not None
        return np.asarray(viridis.getLookupTable(nPts=256, alpha=False))
    if name == "grey":
        return np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    if is_dark(palette):
        stops = ((120, 190, 255), (40, 110, 190), (34, 36, 40), (190, 90, 30), (255, 190, 120))
    else:
        stops = ((8, 62, 130), (90, 155, 210), (248, 248, 246), (235, 140, 70), (140, 50, 5))
    places = np.linspace(0, 255, len(stops))
    return np.stack([np.interp(np.arange(256), places, band) for band in zip(*stops, strict=True)], axis=1).astype(
        np.uint8
    )


def coloured(values: np.ndarray, low: float, high: float, table: np.ndarray, wrong: QColor) -> np.ndarray:
    """RGBA uint8 of the same shape plus [4]; what is not finite gets the colour `wrong`."""
    plain = values.astype(np.float64)
    finite = np.isfinite(plain)
    with np.errstate(over="ignore", invalid="ignore"):
        steps = (np.where(finite, plain, low) - low) * (255.0 / ((high - low) or 1.0))
    picture = np.empty((*values.shape, 4), np.uint8)
    picture[..., :3] = table[np.clip(np.nan_to_num(steps), 0, 255).astype(np.uint8)]
    picture[..., 3] = 255
    picture[~finite] = (wrong.red(), wrong.green(), wrong.blue(), 255)
    return picture


def image_of(picture: np.ndarray) -> QImage:
    """A QImage that owns its pixels, from RGBA uint8 [height, width, 4]."""
    pixels = np.ascontiguousarray(picture)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()


def real_values(array: np.ndarray) -> np.ndarray:
    """Numbers that can be coloured: absolute values of complex ones, 0 and 1 of booleans."""
    if array.dtype.kind == "c":
        return np.abs(array)
    return array.astype(np.float64) if array.dtype.kind != "f" else array


def finite_range(array: np.ndarray) -> tuple[float, float]:
    """Smallest and largest finite value; (0, 1) when there is none, never empty."""
    finite = array[np.isfinite(array)]
    if not finite.size:
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)


class ColourBar(QWidget):
    """Which colour means which number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("colour-bar")
        self.setAccessibleName(self.tr("Colour bar"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._low, self._high = 0.0, 1.0
        self._table = np.zeros((256, 3), np.uint8)
        self._wrong = False
        self.setFixedWidth(34 + self.fontMetrics().horizontalAdvance("-0.0000e-00"))
        self.setMinimumHeight(120)

    def show_range(self, low: float, high: float, table: np.ndarray, *, wrong: bool) -> None:
        """Show what `coloured` used; `wrong` adds the colour of NaN and Inf."""
        self._low, self._high, self._table, self._wrong = low, high, table, wrong
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette, line = self.palette(), self.fontMetrics().height()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        bottom = 10 + (line + 10 if self._wrong else 0)
        bar = QRectF(8, 10, 14, max(20, self.height() - 10 - bottom))
        column = np.full((256, 1, 4), 255, np.uint8)
        column[:, 0, :3] = self._table[::-1]
        painter.drawImage(bar, image_of(column))
        painter.setPen(grid_line(palette))
        painter.drawRect(bar)
        painter.setPen(mid_text(palette))
        ticks = 5 if bar.height() > 6 * line else 3
        for tick in range(ticks):
            share = tick / (ticks - 1)
            value = self._low + (self._high - self._low) * share
            near_zero = abs(value) < 1e-9 * max(abs(self._low), abs(self._high))
            y = bar.bottom() - share * bar.height()
            area = QRectF(bar.right() + 6, y - line / 2, self.width() - bar.right() - 8, line)
            painter.drawText(
                area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "0" if near_zero else number(value, 3)
            )
        if self._wrong:
            wrong = alarm_colour(palette)
            painter.fillRect(QRectF(8, self.height() - line - 4, 14, line - 2), wrong)
            area = QRectF(28, self.height() - line - 5, self.width() - 28, line)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.tr("NaN, Inf"))
        painter.end()
