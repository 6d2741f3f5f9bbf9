"""The curves of a run while it goes on: loss, metrics, learning rate, speed, memory, gradient norm; other runs beside it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.theme import notice, scheme_name
from desktop_app.gui.training.curves import Curves
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.texts import metric_text
from desktop_app.gui.training.work import curves_of

COLOURS = {
    "light": ("#1f6feb", "#b35900", "#1a7f37", "#8250df", "#b3261e", "#00707a"),
    "dark": ("#6ea8fe", "#f0a05a", "#56d364", "#c9a6ff", "#ff7b72", "#5ad4e0"),
}
"""Blue, orange, green, violet, red, teal: told apart by colour-blind eyes too, and each line has its own dash."""
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_MOST_POINTS = 4000


def smoothed(
    values: np.ndarray[tuple[int], np.dtype[np.float64]], weight: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Exponential moving average without the bias of its beginning; gaps (NaN) are passed over."""
    made = np.empty_like(values)
    last = total = 0.0
    for place, value in enumerate(values):
        if np.isfinite(value):
            last = last * weight + (1 - weight) * float(value)
            total = total * weight + (1 - weight)
        made[place] = last / total if total else np.nan
    return made


def dress(plot: pg.PlotWidget, title: str = "") -> None:
    """Put a plot into the colours of the theme, under a title."""
    palette = QGuiApplication.palette()
    text = palette.text().color()
    plot.setBackground(palette.base().color())
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(palette.mid().color())
        axis.setTextPen(text)
    if title:
        plot.setTitle(title, size="10pt", color=text.name())
        plot.setAccessibleName(title)
    item = plot.getPlotItem()
    legend = item.legend if item is not None else None
    if legend is not None:
        legend.setLabelTextColor(text)
        for _sample, label in legend.items:
            label.setText(label.text, color=text.name())


class CurvesView(QWidget):
    """Plots that share their steps."""

    def __init__(self, follower: RunFollower, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves-view")
        self.follower = follower
        self.others: dict[str, Curves] = {}
        self.plots = {name: pg.PlotWidget(self) for name in ("loss", "metric", "rate", "norm", "speed", "memory")}
        for name, plot in self.plots.items():
            plot.setObjectName(f"curve-{name}")
            plot.setMenuEnabled(False)
            plot.showGrid(x=True, y=True, alpha=0.15)
            plot.addLegend(offset=(-8, 8), labelTextSize="8pt")
            if name != "loss":
                plot.setXLink(self.plots["loss"])
        self.smooth = QSlider(Qt.Orientation.Horizontal, self)
        self.smooth.setObjectName("curve-smoothing")
        self.smooth.setRange(0, 99)
        self.smooth.setValue(60)
        self.smooth.setMaximumWidth(180)
        self.logarithmic = QCheckBox(self)
        self.logarithmic.setObjectName("curve-log")
        self.smooth_label = QLabel(self)
        self.compare = QToolButton(self)
        self.compare.setObjectName("curve-compare")
        self.compare.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.compare_menu = QMenu(self.compare)
        self.compare.setMenu(self.compare_menu)
        self.compare_menu.aboutToShow.connect(self._list_runs)
        self.other_runs: Callable[[], Sequence[str]] = tuple
        """Folders of the runs that this one may be compared with."""
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 0)
        row.addWidget(self.smooth_label)
        row.addWidget(self.smooth)
        row.addSpacing(12)
        row.addWidget(self.logarithmic)
        row.addSpacing(12)
        row.addWidget(self.compare)
        row.addStretch(1)
        grid = QGridLayout()
        grid.setContentsMargins(4, 4, 4, 4)
        for place, plot in enumerate(self.plots.values()):
            grid.addWidget(plot, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addLayout(grid, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self.draw)
        follower.arrived.connect(
            while_alive(self, lambda _events: self._soon.start() if not self._soon.isActive() else None)
        )
        self.smooth.valueChanged.connect(lambda _value: self._soon.start())
        self.logarithmic.toggled.connect(lambda _on: self._soon.start())
        notice.changed.connect(self._restyle)
        self._retranslate()
        self._restyle()

    def _retranslate(self) -> None:
        self.smooth_label.setText(self.tr("Smoothing"))
        self.smooth.setAccessibleName(self.tr("Smoothing"))
        self.logarithmic.setText(self.tr("Logarithmic"))
        self.compare.setText(self.tr("Compare with"))
        titles = {
            "loss": self.tr("Loss"), "metric": self.tr("Metrics on held-out images"),
            "rate": self.tr("Learning rate"), "norm": self.tr("Gradient norm"), "speed": self.tr("Images per second"),
            "memory": self.tr("Memory in MB"),
        }  # fmt: skip
        for name, plot in self.plots.items():
            dress(plot, titles[name])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.draw()
        super().changeEvent(event)

    def _restyle(self) -> None:
        self._retranslate()
        self._soon.start()

    def _list_runs(self) -> None:
        self.compare_menu.clear()
        for path in self.other_runs():
            action = self.compare_menu.addAction(Path(path).name)
            action.setCheckable(True)
            action.setChecked(Path(path).name in self.others)
            action.toggled.connect(lambda on, path=path: self._compare(path, on=on))
        if self.compare_menu.isEmpty():
            self.compare_menu.addAction(self.tr("There is no other run.")).setEnabled(False)

    def _compare(self, path: str, *, on: bool) -> None:
        name = Path(path).name
        if not on:
            self.compare_with({other: curves for other, curves in self.others.items() if other != name})
            return
        task = self.follower.tasks.run(curves_of, path, lane="statistics")
        task.done.connect(while_alive(self, lambda curves: self.compare_with({**self.others, name: curves})))

    def compare_with(self, others: Mapping[str, Curves]) -> None:
        """Draw the curves of other runs too, by their names."""
        self.others = dict(others)
        self.draw()

    def draw(self) -> None:
        """All curves as they are now."""
        weight = self.smooth.value() / 100
        for plot in self.plots.values():
            plot.clear()
            plot.setLogMode(
                y=self.logarithmic.isChecked() and plot in (self.plots["loss"], self.plots["rate"], self.plots["norm"])
            )
        for number, (name, curves) in enumerate({"": self.follower.curves, **self.others}.items()):
            self._draw_run(curves, name, number, weight)
        for plot in self.plots.values():
            dress(plot)

    def _draw_run(self, curves: Curves, run: str, number: int, weight: float) -> None:
        before = f"{run}: " if run else ""
        self._line("loss", curves.loss, before + self.tr("training"), 0, number, weight, faint=not run)
        self._line("loss", curves.validation_loss, before + self.tr("held out"), 1, number, 0, dots=True)
        for place, (name, values) in enumerate(sorted(curves.metrics.items())):
            self._line("metric", values, before + metric_text(name), place, number, 0, dots=True)
        self._line("rate", curves.learning_rate, before + self.tr("learning rate"), 0, number, 0)
        self._line("norm", curves.norm, before + self.tr("gradient norm"), 3, number, weight)
        self._line("speed", curves.images_per_second, before + self.tr("images per second"), 2, number, 0, dots=True)
        self._line("memory", curves.memory, before + self.tr("memory"), 5, number, 0)

    def _line(
        self, plot: str, values: Mapping[int, float], name: str, colour: int, run: int, weight: float,
        *, dots: bool = False, faint: bool = False,
    ) -> None:  # fmt: skip
        if not values:
            return
        steps = np.fromiter(sorted(values), np.int64, len(values))
        heights = np.array([values[int(step)] for step in steps], np.float64)
        every = max(1, -(-len(steps) // _MOST_POINTS))
        colours = COLOURS[scheme_name()]
        chosen = QColor(colours[(colour + run) % len(colours)])
        pen = QPen(chosen, 2.0)
        pen.setCosmetic(True)
        pen.setStyle(_DASHES[run % len(_DASHES)])
        if faint and weight > 0:
            quiet = QColor(chosen)
            quiet.setAlpha(60)
            thin = QPen(quiet, 1.0)
            thin.setCosmetic(True)
            self.plots[plot].plot(steps[::every], heights[::every], pen=thin)
        shown = smoothed(heights, weight) if weight > 0 else heights
        self.plots[plot].plot(
            steps[::every], shown[::every], pen=pen, name=name, symbol="o" if (dots and len(steps) < 200) or len(steps) == 1 else None,
            symbolSize=5, symbolBrush=chosen, symbolPen=None,
        )  # fmt: skip
