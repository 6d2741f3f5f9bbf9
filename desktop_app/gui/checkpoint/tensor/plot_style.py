"""How plots look: colours from the palette, series that colour-blind people tell apart, pictures of widgets."""

from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from desktop_app.gui.plots import ClippedAxis

LIGHT_SERIES = ("#0072b2", "#d55e00", "#009e73", "#a64d8c", "#b07d00", "#3a9bd9", "#882255", "#6b6b6b")
DARK_SERIES = ("#56b4e9", "#f0953a", "#2fc79a", "#dd95bf", "#f0e442", "#8aa8ff", "#e88ca0", "#c4c4c4")
"""Okabe and Ito's colours, darkened or lightened until each has contrast on its background."""

MOST_SERIES = len(LIGHT_SERIES)


def is_dark(palette: QPalette) -> bool:
    """Whether plots of this palette stand on a dark background."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def series_colour(position: int, palette: QPalette) -> QColor:
    """Colour of the series at `position`, readable on the palette's Base."""
    colours = DARK_SERIES if is_dark(palette) else LIGHT_SERIES
    return QColor(colours[position % len(colours)])


def alarm_colour(palette: QPalette) -> QColor:
    """For what is wrong: NaN, Inf, damage."""
    return QColor("#ff8a80" if is_dark(palette) else "#b3261e")


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """`first` with `share` (0 to 1) of `second` mixed in."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        first.redF() * keep + second.redF() * share,
        first.greenF() * keep + second.greenF() * share,
        first.blueF() * keep + second.blueF() * share,
    )


def mid_text(palette: QPalette) -> QColor:
    """Text that stands back: axes, captions."""
    return mixed(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.35)


def grid_line(palette: QPalette) -> QColor:
    """Lines that are only just there."""
    return mixed(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.8)


def fixed_font(size_offset: float = 0.0) -> QFont:
    """The system's fixed-width font."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if size_offset:
        font.setPointSizeF(max(font.pointSizeF() + size_offset, 6.0))
    return font


def prepare_plot(plot: pg.PlotWidget) -> None:
    """What every plot has: antialiasing, room for the labels of the axes."""
    plot.setAntialiasing(True)
    plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
    plot.plotItem.layout.setContentsMargins(4, 8, 12, 4)  # pyright: ignore
    for name in ("left", "bottom"):
        axis = plot.getAxis(name)
        axis.setStyle(tickLength=-4, hideOverlappingLabels=True)
        axis.enableAutoSIPrefix(False)


class WholeAxis(ClippedAxis):
    """An axis that counts positions: no ticks between whole numbers, and none before the first."""

    counts = True
    """Whether it stands for positions now; otherwise it is like any other."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N803  # the names of pyqtgraph
        """pyqtgraph's ticks without those that no position stands at."""
        levels = super().tickValues(minVal, maxVal, size)
        if not self.counts:
            return levels
        whole = [(spacing, [value for value in values if value >= 0]) for spacing, values in levels if spacing >= 1]
        return whole or [(1.0, [float(value) for value in range(max(0, int(minVal)), int(maxVal) + 1)])]


def style_plot(plot: pg.PlotWidget, palette: QPalette) -> None:
    """Give a plot the palette's colours; to be called again when the palette changes."""
    plot.setBackground(palette.color(QPalette.ColorRole.Base))
    text = mid_text(palette)
    for name in ("left", "bottom"):
        axis = plot.getAxis(name)
        axis.setPen(pg.mkPen(grid_line(palette)))
        axis.setTickPen(pg.mkPen(grid_line(palette)))
        axis.setTextPen(pg.mkPen(text))
        axis.labelStyle["color"] = text.name()
        axis.setLabel(**{"text": axis.labelText, **axis.labelStyle})


def number(value: float | int | None, digits: int = 4) -> str:
    """A number for people: `digits` significant digits; `–` for none."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.{digits}g}"


def percent(part: float, whole: float) -> str:
    """`part` of `whole` as text; tells a little from nothing and nearly all from all."""
    if whole <= 0:
        return "–"
    if part == 0:
        return "0 %"
    share = 100.0 * part / whole
    if 0 < share < 0.01:
        return "< 0.01 %"
    if 99.99 < share < 100:
        return "> 99.99 %"
    return f"{share:.2f} %" if share < 10 else f"{share:.1f} %"


def shortened(name: str, length: int = 200) -> str:
    """One line of a name from a file, the middle left out when it is very long."""
    flat = " ".join(name.split()) if any(character in name for character in "\n\r\t") else name
    if len(flat) <= length:
        return flat
    half = (length - 1) // 2
    return f"{flat[:half]}…{flat[-half:]}"


def picture_of(widget: QWidget, *, scale: float = 2.0) -> QImage:
    """What a widget shows, `scale` times as many pixels as on an ordinary screen."""
    image = QImage(widget.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    _paint(widget, painter)
    painter.end()
    return image


def save_picture(widget: QWidget, path: str) -> None:
    """Write what a widget shows as PNG, or as SVG when `path` ends so. Raises OSError when it cannot be written."""
    if Path(path).suffix.lower() != ".svg":
        if not picture_of(widget).save(path):
            raise OSError(f"cannot write {path}")
        return
    from PySide6.QtSvg import QSvgGenerator

    generator = QSvgGenerator()
    generator.setFileName(path)
    generator.setSize(QSize(widget.width(), widget.height()))
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    painter = QPainter()
    if not painter.begin(generator):
        raise OSError(f"cannot write {path}")
    _paint(widget, painter)
    painter.end()


def _paint(widget: QWidget, painter: QPainter) -> None:
    area = QRect(0, 0, widget.width(), widget.height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(area, widget.palette().color(QPalette.ColorRole.Base))
    if isinstance(widget, pg.GraphicsView):
        widget.render(painter, QRectF(area))
    else:
        widget.render(painter, QPoint())
