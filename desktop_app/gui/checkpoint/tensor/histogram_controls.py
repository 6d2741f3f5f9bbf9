"""What can be chosen about a histogram: bins, scales, units, span and what is drawn over it."""

import math
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.spin_boxes import WholeBox

type Scale = Literal["linear", "log"]
type Span = Literal["full", "percentile", "view"]
type Unit = Literal["auto", "count", "share", "density"]

FEWEST_BINS = 8
MOST_BINS = 2048
USUAL_BINS = 256
_STEPS = 128


@dataclass(frozen=True, slots=True)
class Choice:
    """All that is chosen; equal choices draw the same picture."""

    bins: int = USUAL_BINS
    automatic: bool = False
    """The number of bins follows from the spread of the weights."""
    scale: Scale = "linear"
    log_y: bool = False
    unit: Unit = "auto"
    """`auto` counts one tensor and compares the shares of several."""
    span: Span = "full"
    cumulative: bool = False
    percentiles: bool = False
    region: bool = False


def step_of(bins: int) -> int:
    """Where the slider stands for a number of bins; each step multiplies."""
    return round(_STEPS * math.log(bins / FEWEST_BINS) / math.log(MOST_BINS / FEWEST_BINS))


def bins_at(step: int) -> int:
    """The number of bins at a step of the slider."""
    return round(FEWEST_BINS * (MOST_BINS / FEWEST_BINS) ** (step / _STEPS))


class HistogramControls(QWidget):
    """The row of controls over the histogram."""

    changed = Signal(object)
    """The new `Choice`; a burst of changes (a dragged slider) is told once it pauses for 60 ms."""
    rebin_asked = Signal()
    """The histogram shall be made of what is zoomed to."""
    fit_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = Choice()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(60)
        self._pause.timeout.connect(self._tell)
        self._flow = FlowLayout(self, spacing=8)
        self._add_bins()
        self._add_axes()
        self._add_overlays()

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        return Choice(
            bins=self.bins.value(),
            automatic=self.automatic.isChecked(),
            scale=self.scale.currentData(),
            log_y=self.log_y.isChecked(),
            unit=self.unit.currentData(),
            span=self.span.currentData(),
            cumulative=self.cumulative.isChecked(),
            percentiles=self.percentiles.isChecked(),
            region=self.region.isChecked(),
        )

    def show_bins(self, bins: int) -> None:
        """Show the number of bins that was found automatically."""
        for widget in (self.bins, self.slider):
            widget.blockSignals(True)
        self.bins.setValue(bins)
        self.slider.setValue(step_of(bins))
        for widget in (self.bins, self.slider):
            widget.blockSignals(False)

    def set_span(self, span: Span) -> None:
        """Choose the span."""
        self.span.setCurrentIndex(self.span.findData(span))

    def _add_bins(self) -> None:
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setFixedWidth(110)
        self.bins = WholeBox()
        self.bins.setRange(FEWEST_BINS, MOST_BINS)
        self.automatic = QCheckBox(self.tr("Auto"))
        self.automatic.setToolTip(
            self.tr("Find the number of bins from the spread of the weights (Freedman and Diaconis)")
        )
        tip = self.tr("From {fewest} to {most} bins: more show finer detail, fewer less noise. A change ends Auto.")
        for widget in (self.slider, self.bins):
            widget.setToolTip(tip.format(fewest=FEWEST_BINS, most=MOST_BINS))
        self._name(self.slider, "histogram-bins-slider", self.tr("Number of bins"))
        self._name(self.bins, "histogram-bins", self.tr("Number of bins"))
        self._name(self.automatic, "histogram-bins-auto", self.tr("Number of bins found automatically"))
        self.show_bins(USUAL_BINS)
        self.slider.valueChanged.connect(self._slider_moved)
        self.bins.valueChanged.connect(self._bins_typed)
        self.automatic.toggled.connect(self._changed)
        self._group(self.tr("Bins"), self.slider, self.bins, self.automatic)

    def _add_axes(self) -> None:
        self.scale = QComboBox()
        self.scale.addItem(self.tr("linear"), "linear")
        self.scale.addItem(self.tr("log |w|"), "log")
        self.scale.setToolTip(
            self.tr("A logarithm has no negative values: it shows magnitudes, zeros are counted beside")
        )
        self.unit = QComboBox()
        self.unit.addItem(self.tr("automatic"), "auto")
        self.unit.addItem(self.tr("count"), "count")
        self.unit.addItem(self.tr("share"), "share")
        self.unit.addItem(self.tr("density"), "density")
        self.unit.setToolTip(self.tr("Automatic counts one tensor and compares the shares of several"))
        self.span = QComboBox()
        self.span.addItem(self.tr("all values"), "full")
        self.span.addItem(self.tr("0.1 to 99.9 %"), "percentile")
        self.span.addItem(self.tr("the zoomed part"), "view")
        self.span.setToolTip(
            self.tr(
                "What is divided into bins: all values, those without the outermost 0.1 % on each side, or what is zoomed to."
            )
        )
        self.log_y = QCheckBox(self.tr("log"))
        self.log_y.setToolTip(self.tr("Logarithmic heights: bins with few weights become visible"))
        self._name(self.scale, "histogram-scale", self.tr("Horizontal scale"))
        self._name(self.unit, "histogram-unit", self.tr("Heights"))
        self._name(self.span, "histogram-span", self.tr("Range of values"))
        self._name(self.log_y, "histogram-log-y", self.tr("Logarithmic heights"))
        for box in (self.scale, self.unit):
            box.currentIndexChanged.connect(self._changed)
        self.span.currentIndexChanged.connect(self._span_chosen)
        self.log_y.toggled.connect(self._changed)
        self._group(self.tr("Scale"), self.scale)
        self._group(self.tr("Heights"), self.unit, self.log_y)
        self._group(self.tr("Range"), self.span)

    def _add_overlays(self) -> None:
        self.rebin = self._button("histogram-rebin", self.tr("Rebin to view"))
        self.rebin.setToolTip(self.tr("Make the bins of just the part that is zoomed to"))
        self.rebin.clicked.connect(self.rebin_asked)
        self.fit = self._button("histogram-fit", self.tr("Fit"))
        self.fit.setToolTip(self.tr("Show the whole range again"))
        self.fit.clicked.connect(self.fit_asked)
        self.cumulative = QCheckBox(self.tr("Cumulative"))
        self.cumulative.setToolTip(
            self.tr("Each bin counts those below it too, so that the curve tells how many weights lie up to a value.")
        )
        self.percentiles = QCheckBox(self.tr("Percentiles"))
        self.percentiles.setToolTip(
            self.tr(
                "Dashed lines below which 1, 5, 25, 50, 75, 95 and 99 % of the weights lie; with several tensors, those of the first."
            )
        )
        self.region = QCheckBox(self.tr("Region"))
        self.region.setToolTip(self.tr("Drag a region to count the weights in it"))
        self._name(self.cumulative, "histogram-cumulative", self.tr("Cumulative"))
        self._name(self.percentiles, "histogram-percentiles", self.tr("Percentile lines"))
        self._name(self.region, "histogram-region", self.tr("Select a region"))
        for box in (self.cumulative, self.percentiles, self.region):
            box.toggled.connect(self._changed)
            self._flow.addWidget(box)

    def _button(self, name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        self._name(button, name, text)
        self._flow.addWidget(button)
        return button

    def _group(self, title: str, *widgets: QWidget) -> None:
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        label = QLabel(title)
        label.setBuddy(widgets[0])
        row.addWidget(label)
        for widget in widgets:
            row.addWidget(widget)
        self._flow.addWidget(group)

    def _name(self, widget: QWidget, name: str, text: str) -> None:
        widget.setObjectName(name)
        widget.setAccessibleName(text)

    def _slider_moved(self, step: int) -> None:
        self.automatic.setChecked(False)
        self.bins.blockSignals(True)
        self.bins.setValue(bins_at(step))
        self.bins.blockSignals(False)
        self._pause.start()

    def _bins_typed(self, bins: int) -> None:
        self.automatic.setChecked(False)
        self.show_bins(bins)
        self._pause.start()

    def _span_chosen(self) -> None:
        if self.span.currentData() == "view":
            self.rebin_asked.emit()
        self._changed()

    def _changed(self) -> None:
        self._pause.stop()
        self._tell()

    def _tell(self) -> None:
        choice = self.choice
        if choice != self._told:
            self._told = choice
            self.changed.emit(choice)
