"""One plot of up to eight histograms: stepped filled curves, percentiles, a region, and the bin under the mouse."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from desktop_app.gui.checkpoint.tensor.plot_style import grid_line, prepare_plot, series_colour, style_plot
from desktop_app.gui.plots import Plot

type Unit = Literal["count", "share", "density"]


@dataclass(frozen=True, slots=True)
class Series:
    """One tensor's histogram as it is drawn."""

    name: str
    edges: NDArray[np.float64]
    """Ascending, one more than `counts`; of |w| when the plot is logarithmic in x."""
    counts: NDArray[np.int64]
    total: int
    """All elements of the tensor, also those outside of the bins."""
    percentiles: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How the numbers are turned into curves."""

    log_x: bool = False
    log_y: bool = False
    cumulative: bool = False
    unit: Unit = "count"
    percentiles: bool = False


def heights(series: Series, look: Look) -> NDArray[np.float64]:
    """Height of each bin in the units of `look`, before any logarithm."""
    counts = series.counts.astype(np.float64)
    if look.cumulative:
        counts = np.cumsum(counts)
    if look.unit == "count" or series.total == 0:
        return counts
    if look.unit == "share" or look.cumulative:
        return counts / series.total
    positions = np.log10(series.edges) if look.log_x else series.edges
    widths = np.diff(positions)
    return np.divide(counts / series.total, widths, out=np.zeros_like(counts), where=widths > 0)


def snapped(series: Series, low: float, high: float) -> tuple[int, int]:
    """First bin and the bin after the last of the region from `low` to `high`, moved to the nearest edges."""
    first, last = (int(np.abs(series.edges - bound).argmin()) for bound in (low, high))
    return (first, last) if last > first else (first, min(first + 1, len(series.counts)))


def percentiles_from(series: Series, wanted: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    """Percentiles of the binned values, interpolated inside a bin."""
    total = int(series.counts.sum())
    if total == 0:
        return ()
    reached = np.concatenate(([0.0], np.cumsum(series.counts) / total))
    return tuple((percent, float(np.interp(percent / 100, reached, series.edges))) for percent in wanted)


class HistogramPlot(Plot):
    """Draws `Series` in a `Look`; knows nothing of files."""

    hovered = Signal(int)
    """The bin of the first series under the mouse; -1 when there is none."""
    region_changed = Signal()
    zoomed = Signal()
    """The user moved or zoomed the view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("histogram-plot")
        self.setAccessibleName(self.tr("Histogram"))
        prepare_plot(self)
        self.series: tuple[Series, ...] = ()
        self.look = Look()
        self.curves: list[pg.PlotCurveItem] = []
        self._lines: list[pg.InfiniteLine] = []
        self._bin = pg.LinearRegionItem(movable=False)
        self._bin.setZValue(-5)
        self._region = pg.LinearRegionItem(movable=True)
        self._region.setZValue(5)
        self._region.sigRegionChanged.connect(self.region_changed)
        self._region.sigRegionChangeFinished.connect(self._snap_region)
        for item in (self._bin, self._region):
            item.hide()
            self.getViewBox().addItem(item, ignoreBounds=True)
        moved = self.sceneObj.sigMouseMoved  # type: ignore[union-attr]
        self._moves = pg.SignalProxy(moved, rateLimit=60, slot=self._mouse_moved)
        self.getViewBox().sigRangeChangedManually.connect(self.zoomed)
        self._restyle()

    def show_series(self, series: tuple[Series, ...], look: Look, *, fit: bool = True) -> None:
        """Replace what is drawn; `fit` shows all of it."""
        moved = look.log_x != self.look.log_x
        self.series, self.look = series, look
        for item in (*self.curves, *self._lines):
            self.getViewBox().removeItem(item)
        self.curves, self._lines = [], []
        self._bin.hide()
        floor = self._floor()
        for position, one in enumerate(series):
            self._add_curve(position, one, floor)
        if look.percentiles and series:
            self._add_percentiles(series[0])
        self.getAxis("bottom").setLogMode(look.log_x)
        self.getAxis("left").setLogMode(look.log_y)
        self.setLabel("bottom", self.tr("|w| (logarithmic)") if look.log_x else self.tr("value"))
        self.setLabel("left", self._vertical_label())
        if fit:
            self.fit(floor)
        if moved:
            self._centre_region()

    def fit(self, floor: float | None = None) -> None:
        """Show every bin."""
        if not self.series:
            return
        bottom = self._floor() if floor is None else floor
        tops = [float(self._vertical(heights(one, self.look), bottom).max(initial=bottom)) for one in self.series]
        lefts, rights = zip(*(self._span_of(one) for one in self.series), strict=True)
        top = max(max(tops), bottom + 1e-12)
        self.getViewBox().setRange(xRange=(min(lefts), max(rights)), yRange=(bottom, top), padding=0.02)

    def view_span(self) -> tuple[float, float]:
        """The values between which the plot is zoomed, |w| when logarithmic."""
        low, high = self.getViewBox().viewRange()[0]
        return (10.0**low, 10.0**high) if self.look.log_x else (float(low), float(high))

    def set_region_shown(self, shown: bool) -> None:
        """Show or hide the draggable region, at first the middle half of the view."""
        if shown and not self._region.isVisible():
            self._centre_region()
        self._region.setVisible(shown)
        self._snap_region()

    def set_region(self, low: float, high: float) -> None:
        """Put the region over the values from `low` to `high`."""
        self._region.setRegion(self._horizontal(np.array([low, high])).tolist())
        self._snap_region()

    def region(self) -> tuple[float, float] | None:
        """The values between which the region lies; None when it is not shown."""
        if not self._region.isVisible():
            return None
        low, high = (float(bound) for bound in np.asarray(self._region.getRegion(), dtype=np.float64))
        return (10.0**low, 10.0**high) if self.look.log_x else (float(low), float(high))

    def hover_at(self, value: float) -> int:
        """Highlight the bin of the first series that holds `value`, and tell it; -1 when there is none."""
        position = -1
        if self.series:
            edges = self.series[0].edges
            if edges[0] <= value <= edges[-1]:
                position = min(int(np.searchsorted(edges, value, side="right")) - 1, len(edges) - 2)
        self._bin.setVisible(position >= 0)
        if position >= 0:
            self._bin.setRegion(self._horizontal(self.series[0].edges[position : position + 2]).tolist())
        self.hovered.emit(position)
        return position

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "curves"):
            self._restyle()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._bin.hide()
        self.hovered.emit(-1)

    def _centre_region(self) -> None:
        low, high = self.getViewBox().viewRange()[0]
        self._region.setRegion((low + (high - low) / 4, high - (high - low) / 4))

    def _restyle(self) -> None:
        palette = self.palette()
        style_plot(self, palette)
        line = grid_line(palette)
        accent = palette.highlight().color()
        for item, alpha in ((self._bin, 60), (self._region, 45)):
            accent.setAlpha(alpha)
            item.setBrush(accent)
        accent.setAlpha(255)
        for edge in self._region.lines:
            edge.setPen(pg.mkPen(accent, width=2))
            edge.setHoverPen(pg.mkPen(accent, width=4))
        for edge in self._bin.lines:
            edge.setPen(pg.mkPen(line))
        if self.series:
            self.show_series(self.series, self.look, fit=False)

    def _floor(self) -> float:
        """Where the curves stand: 0, or with a logarithm half of the smallest height that is drawn."""
        if not self.look.log_y:
            return 0.0
        positive = [value[value > 0].min() for one in self.series if (value := heights(one, self.look)).any()]
        return float(np.log10(min(positive) / 2)) if positive else 0.0

    def _vertical(self, values: NDArray[np.float64], floor: float) -> NDArray[np.float64]:
        if not self.look.log_y:
            return values
        return np.log10(values, out=np.full_like(values, floor), where=values > 0)

    def _horizontal(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        if not self.look.log_x:
            return values
        return np.log10(np.maximum(values, 1e-300))

    def _span_of(self, series: Series) -> tuple[float, float]:
        low, high = self._horizontal(series.edges[[0, -1]])
        return float(low), float(high)

    def _add_curve(self, position: int, series: Series, floor: float) -> None:
        colour = series_colour(position, self.palette())
        fill = pg.mkColor(colour)
        fill.setAlpha(150 if len(self.series) == 1 else 46)
        dashes = Qt.PenStyle.SolidLine if position < MOST_SOLID else Qt.PenStyle.DashLine
        bold = len(self.series) > 1 and len(series.counts) <= MOST_BOLD
        curve = pg.PlotCurveItem(
            self._horizontal(series.edges),
            self._vertical(heights(series, self.look), floor),
            stepMode="center",
            fillLevel=floor,
            brush=fill,
            pen=pg.mkPen(colour, width=1.6 if bold else 1.0, style=dashes),
            antialias=True,
        )
        curve.setZValue(-position)
        self.getViewBox().addItem(curve)
        self.curves.append(curve)

    def _add_percentiles(self, series: Series) -> None:
        text, behind = self.palette().color(QPalette.ColorRole.Text), self.palette().color(QPalette.ColorRole.Base)
        behind.setAlpha(150)
        if len(self.series) > 1:  # they are those of the first curve, and look like it
            text = series_colour(0, self.palette())
        for order, (percent, value) in enumerate(series.percentiles):
            if self.look.log_x and value <= 0:
                continue
            line = pg.InfiniteLine(
                float(self._horizontal(np.array([value]))[0]),
                pen=pg.mkPen(text, width=1.4 if percent == HALF else 1, style=Qt.PenStyle.DashLine),
                label=f"{percent:g} %",
                labelOpts={"position": 0.95 - 0.08 * (order % 4), "color": text, "fill": behind},
            )
            self.getViewBox().addItem(line, ignoreBounds=True)
            self._lines.append(line)

    def _vertical_label(self) -> str:
        if self.look.unit == "count":
            return self.tr("weights up to here") if self.look.cumulative else self.tr("weights")
        if self.look.unit == "share" or self.look.cumulative:
            return self.tr("share up to here") if self.look.cumulative else self.tr("share of weights")
        return self.tr("density")

    def _snap_region(self) -> None:
        region = self.region()
        if region is None or not self.series:
            return
        first, last = snapped(self.series[0], *region)
        edges = self._horizontal(self.series[0].edges[[first, last]])
        if not np.allclose(edges, self._region.getRegion(), rtol=1e-12, atol=0.0):
            self._region.setRegion(edges.tolist())
        self.region_changed.emit()

    def _mouse_moved(self, event: tuple[object, ...]) -> None:
        view = self.getViewBox()
        position = event[0]
        if not view.sceneBoundingRect().contains(position):  # type: ignore[arg-type]
            return
        x = view.mapSceneToView(position).x()
        self.hover_at(10.0**x if self.look.log_x and abs(x) < MOST_DECADES else x)


HALF = 50.0
MOST_SOLID = 4
MOST_BOLD = 512
"""Bins above which thin lines are drawn: thick ones take Qt ten times as long."""
MOST_DECADES = 300
