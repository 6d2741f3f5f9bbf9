"""The layers of a net while it learns: norms of weights and gradients over the steps, and their histograms at a time."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSlider,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.theme import notice, scheme_name
from desktop_app.gui.training.curves_view import COLOURS, dress, new_plot
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.run_view import RunView
from desktop_app.training.record.histograms import BINS, LayerHistograms, read_histograms
from desktop_app.training.record.norms import Norms, read_norms

_MOST_LINES = 6
"""Layers that are drawn at once; their colours could not be told apart otherwise."""
_MOST_POINTS = 800
NORMS, HISTOGRAMS = "layer-norms", "layer-histograms"


class LayersView(RunView):
    """Choose layers at the left; see their norms and histograms, in two `plots` that may have been made before."""

    def __init__(
        self,
        follower: RunFollower,
        parent: QWidget | None = None,
        plots: tuple[pg.PlotWidget, pg.PlotWidget] | None = None,
    ) -> None:
        super().__init__("layers-view", follower, parent)
        self.norms: Norms | None = None
        self.histograms: LayerHistograms | None = None
        self.list = QListWidget(self)
        self.list.setObjectName("layers")
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.kind = QComboBox(self)
        self.kind.setObjectName("layers-kind")
        self.kind.addItem("", "weight")
        self.kind.addItem("", "gradient")
        self.time = QSlider(Qt.Orientation.Horizontal, self)
        self.time.setObjectName("histogram-time")
        self.time.setRange(0, 0)
        self.when = QLabel(self)
        self.over_time, self.at_once = plots or (new_plot(NORMS, self), new_plot(HISTOGRAMS, self))
        self.over_time.addLegend(offset=(-8, -8), labelTextSize="8pt")
        self.over_time.setLogMode(y=True)
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(300)
        self._soon.timeout.connect(self.refresh)
        self.list.itemSelectionChanged.connect(self.draw)
        self.kind.currentIndexChanged.connect(lambda _row: self.draw())
        self.time.valueChanged.connect(lambda _value: self._read_histograms())
        follower.arrived.connect(while_alive(self, lambda _events: self._later()))
        notice.changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self) -> None:
        self.layers_title = QLabel(self)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.layers_title)
        column.addWidget(self.kind)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self.time, 1)
        row.addWidget(self.when)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.over_time, 1)
        column.addLayout(row)
        column.addWidget(self.at_once, 1)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setSizes([220, 800])
        halves.setChildrenCollapsible(False)
        QVBoxLayout(self).addWidget(halves)

    def retranslate(self) -> None:
        """Write every text."""
        self.layers_title.setText(self.tr("Layers"))
        self.list.setAccessibleName(self.tr("Layers"))
        self.kind.setAccessibleName(self.tr("Weights or gradients"))
        self.kind.setToolTip(
            self.tr("What the norms and the histograms are of; a layer whose gradients are near 0 hardly learns.")
        )
        self.kind.setItemText(0, self.tr("Weights"))
        self.kind.setItemText(1, self.tr("Gradients"))
        self.time.setAccessibleName(self.tr("Time of the histograms"))
        self.time.setToolTip(
            self.tr("From the first histograms of the run to the latest; at the right end it follows the run.")
        )
        dress(self.over_time, self.tr("Norm at each step"))
        dress(self.at_once, self.tr("Histogram at one time"))
        self.draw()

    def _later(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the norms, and the histograms when there are new ones."""
        names = self.follower.start.layers if self.follower.start is not None else ()
        if not self.isVisible() or not names:
            return
        if self.list.count() != len(names):
            self.list.clear()
            for name in names:
                QListWidgetItem(name, self.list)
            for row in range(min(3, len(names))):
                self.list.item(row).setSelected(True)
        task = self.follower.tasks.run(
            read_norms, self.follower.folder.norms, len(names), _MOST_POINTS, lane="thread", latest="layer-norms"
        )
        task.done.connect(self._take_norms)
        self._extend_time()

    def _extend_time(self) -> None:
        count = len(self.follower.histograms)
        last = self.time.value() == self.time.maximum()
        self.time.setEnabled(count > 1)
        if count and self.time.maximum() != count - 1:
            self.time.setRange(0, count - 1)
            if last:
                self.time.setValue(count - 1)
        if count and (last or self.histograms is None):
            self._read_histograms()

    def _read_histograms(self) -> None:
        found = self.follower.histograms
        if not found:
            return
        chosen = found[min(self.time.value(), len(found) - 1)]
        self.when.setText(self.tr("step {step}").format(step=chosen.step))
        path = self.follower.folder.path / chosen.path
        task = self.follower.tasks.run(read_histograms, path, lane="thread", latest="layer-histograms")
        task.done.connect(self._take_histograms)

    def _take_norms(self, norms: Norms) -> None:
        self.norms = norms
        self.draw()

    def _take_histograms(self, histograms: LayerHistograms | None) -> None:
        if histograms is not None:  # files of a long run are thinned out: what is shown stays
            self.histograms = histograms
            self.draw()

    # ------------------------------------------------------------------ drawing

    def _chosen(self) -> Sequence[int]:
        return sorted(self.list.row(item) for item in self.list.selectedItems())[:_MOST_LINES]

    def draw(self) -> None:
        """Draw the chosen layers."""
        self.over_time.clear()
        self.at_once.clear()
        colours = COLOURS[scheme_name()]
        gradients = self.kind.currentData() == "gradient"
        for place, layer in enumerate(self._chosen()):
            pen = QPen(QColor(colours[place % len(colours)]), 2.0)
            pen.setCosmetic(True)
            name = self.list.item(layer).text()
            if self.norms is not None and len(self.norms.steps):
                values = (self.norms.gradients if gradients else self.norms.weights)[:, layer].astype(np.float64)
                self.over_time.plot(self.norms.steps, np.where(values > 0, values, np.nan), pen=pen, name=name)
            if self.histograms is not None and name in self.histograms.names:
                self._draw_histogram(self.histograms, self.histograms.names.index(name), pen, gradients=gradients)
        for plot in (self.over_time, self.at_once):
            is_empty = not plot.listDataItems()
            plot.say(self._why_empty() if is_empty else "")
        dress(self.over_time)

    def _why_empty(self) -> str:
        if self.list.count() and not self._chosen():
            return self.tr("Choose layers in the list.")
        return self.tr("Nothing was measured.") if self.follower.is_over else self.tr("Nothing was measured yet.")

    def _draw_histogram(self, found: LayerHistograms, row: int, pen: QPen, *, gradients: bool) -> None:
        counts = (found.gradient_counts if gradients else found.weight_counts)[row].astype(np.float64)
        low, high = (float(end) for end in (found.gradient_ranges if gradients else found.weight_ranges)[row])
        if not np.isfinite([low, high]).all() or counts.sum() <= 0:
            return
        edges = np.linspace(low, max(high, low + 1e-12), BINS + 1)
        options: dict[str, Any] = {"stepMode": "center", "pen": pen}
        self.at_once.plot(edges, counts / counts.sum(), **options)
