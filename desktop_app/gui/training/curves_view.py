"""The curves of a run while it goes on: loss, metrics, learning rate, speed, memory, gradient norm; other runs beside it."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

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
from desktop_app.gui.plots import Plot
from desktop_app.gui.theme import notice, scheme_name
from desktop_app.gui.training.curves import Curves, Numbers, Series, drawn, smoothed, told_apart
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.texts import metric_text
from desktop_app.gui.training.work import curves_of
from desktop_app.gui.turns import at_once

COLOURS = {
    "light": ("#1761c8", "#c3720a", "#00795a", "#9e367e", "#3c1f5d", "#8e160f"),
    "dark": ("#67a3ff", "#efb108", "#01c285", "#d874c1", "#f85f05", "#ffee3d"),
}
"""Told apart by eyes that lack one kind of cone too, whichever it is, and each line has its own dash."""
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_MOST_POINTS = 800
"""Of a line: more than a plot has pixels would only cost time."""
_SOON_MS = 40
_SHARE = 3
"""Drawing may take one part in so many of the time."""


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
        ground = palette.base().color()
        ground.setAlpha(210)  # lines run behind it
        legend.setBrush(ground)
        for _sample, label in legend.items:
            label.setText(label.text, color=text.name())


@dataclass(frozen=True)
class _Line:
    """One line of a plot."""

    series: Series
    name: str
    colour: int
    run: int
    weight: float = 0.0
    """Of the smoothing."""
    dots: bool = False
    faint: bool = False
    """Whether its unsmoothed numbers are seen behind it."""


_LOGARITHMIC = ("loss", "rate", "norm")
"""Plots that may have a logarithmic axis."""
_LEGENDS = {"metric": (8, 8)}
"""Pixels from the corner of a plot to its legend: metrics rise, and their newest point is at the right above."""
PLOTS = ("loss", "metric", "rate", "norm", "speed", "memory")


def new_plot(name: str, parent: QWidget) -> pg.PlotWidget:
    """An empty plot with its grid; making one takes some 20 ms."""
    plot = Plot(parent)
    plot.setObjectName(name)
    plot.showGrid(x=True, y=True, alpha=0.15)
    return plot


class CurvesView(QWidget):
    """Plots that share their steps. Unless it is made `complete` at once, `what_is_missing` makes them one by one."""

    def __init__(self, follower: RunFollower, parent: QWidget | None = None, *, complete: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("curves-view")
        self.follower = follower
        self.others: dict[str, Curves] = {}
        """Runs beside this one, by their folders."""
        self._levels: dict[str, float] = {}
        """What never changed in a plot, by its name."""
        self.last_drawn = 0
        """The newest step that is seen."""
        self.plots: dict[str, pg.PlotWidget] = {}
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
        grid = self._grid = QGridLayout()
        grid.setContentsMargins(4, 4, 4, 4)
        for place in range(len(PLOTS)):  # of equal size from the first plot on, so that no other one moves it
            grid.setRowStretch(place // 2, 1)
            grid.setColumnStretch(place % 2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addLayout(grid, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._refresh)
        self._items: dict[tuple[str, str], Any] = {}
        self._anew: set[str] = set()
        self._waiting: list[str] = []
        self._began = time.thread_time()
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._draw_next)
        follower.arrived.connect(
            while_alive(self, lambda _events: self._soon.start() if not self._soon.isActive() else None)
        )
        self.smooth.valueChanged.connect(lambda _value: self._soon.start())
        self.logarithmic.toggled.connect(lambda _on: self.draw())
        notice.changed.connect(self._restyle)
        self._retranslate()
        if complete:
            at_once(self.what_is_missing())

    def what_is_missing(self) -> Iterator[Callable[[], object]]:
        """What makes the view complete, piece by piece: a plot takes some 25 ms."""
        for name in PLOTS:
            yield partial(self._add_plot, name)

    def _add_plot(self, name: str) -> None:
        plot = new_plot(f"curve-{name}", self)
        place = len(self.plots)
        self.plots[name] = plot
        plot.addLegend(offset=_LEGENDS.get(name, (-8, 8)), labelTextSize="8pt")
        if name != "loss":
            plot.setXLink(self.plots["loss"])
        dress(plot, self._titles()[name])
        self._grid.addWidget(plot, place // 2, place % 2)
        self._anew.add(name)
        self._waiting.append(name)
        self._next.start()

    def _titles(self) -> dict[str, str]:
        return {
            "loss": self.tr("Loss"), "metric": self.tr("Metrics on held-out images"),
            "rate": self.tr("Learning rate"), "norm": self.tr("Gradient norm"), "speed": self.tr("Images per second"),
            "memory": self.tr("Memory in MB"),
        }  # fmt: skip

    def _retranslate(self) -> None:
        self.smooth_label.setText(self.tr("Smoothing"))
        self.smooth.setAccessibleName(self.tr("Smoothing"))
        self.smooth.setToolTip(
            self.tr(
                "Weight of earlier steps in the moving average of training loss and gradient norm, 0 to 99 %; 0 draws each step as it is."
            )
        )
        self.logarithmic.setText(self.tr("Logarithmic"))
        self.logarithmic.setToolTip(
            self.tr(
                "Draws loss, learning rate and gradient norm on a logarithmic axis, where small changes late in a run are seen."
            )
        )
        self.compare.setToolTip(
            self.tr("Draws other runs of the list into the same plots, in other colours and dashes.")
        )
        self.compare.setText(self.tr("Compare with"))
        titles = self._titles()
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
        self.draw()

    def _list_runs(self) -> None:
        self.compare_menu.clear()
        paths = self.other_runs()
        names = [Path(path).name for path in paths]
        for path, name in zip(paths, names, strict=True):
            place = f"  ({Path(path).parent})" if names.count(name) > 1 else ""
            action = self.compare_menu.addAction(f"{name}{place}".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(path in self.others)
            action.toggled.connect(lambda on, path=path: self._compare(path, on=on))
        if self.compare_menu.isEmpty():
            self.compare_menu.addAction(self.tr("There is no other run.")).setEnabled(False)

    def _compare(self, path: str, *, on: bool) -> None:
        if not on:
            self.compare_with({other: curves for other, curves in self.others.items() if other != path})
            return
        task = self.follower.tasks.run(curves_of, path, lane="statistics")
        task.done.connect(while_alive(self, lambda curves: self.compare_with({**self.others, path: curves})))

    def compare_with(self, others: Mapping[str, Curves]) -> None:
        """Draw the curves of other runs too, by their folders."""
        self.others = dict(others)
        self.draw()

    def draw(self) -> None:
        """All curves anew: other runs, texts, colours or scales."""
        self._anew = set(self.plots)
        self._waiting = list(self.plots)
        self._next.start()

    def _refresh(self) -> None:
        """All curves as they are now."""
        if self._waiting:
            self._soon.start()  # what came meanwhile is drawn after what is being drawn
            return
        self._began = time.thread_time()
        self._waiting = list(self.plots)
        self._next.start()

    def _draw_next(self) -> None:
        """One plot; the others wait until the window has done what else there is to do."""
        if not self._waiting:
            return
        name = self._waiting.pop(0)
        plot = self.plots[name]
        anew = name in self._anew
        if anew:
            self._anew.discard(name)
            self._items = {key: item for key, item in self._items.items() if key[0] != name}
            plot.clear()
            plot.setLogMode(y=self.logarithmic.isChecked() and name in _LOGARITHMIC)
        count = len(self._items)
        for line in self._lines(name):
            self._draw_line(name, line)
        if anew or len(self._items) != count:
            dress(plot)
        is_empty = not any(key[0] == name for key in self._items)
        plot.say(self.tr("Nothing was measured yet.") if is_empty and not self.follower.is_over else self.tr("Nothing was measured.") if is_empty else "")  # fmt: skip
        self._frame(name)
        if name == "loss":
            self.last_drawn = int(self.follower.curves.loss.steps[-1]) if len(self.follower.curves.loss) else 0
        if self._waiting:
            self._next.start()
        else:
            self._soon.setInterval(max(_SOON_MS, round(_SHARE * 1000 * (time.thread_time() - self._began))))

    def _frame(self, name: str) -> None:
        """Show what never changes between nothing and twice as much: by itself a plot spans one unit around it, and 0.001 looks like 0."""
        ends = [item.dataBounds(1) for (where, _), item in self._items.items() if where == name]
        low = min((end[0] for end in ends if end[0] is not None), default=0.0)
        high = max((end[1] for end in ends if end[1] is not None), default=0.0)
        logarithmic = self.logarithmic.isChecked() and name in _LOGARITHMIC
        level = float(high) if low == high > 0 and not logarithmic else 0.0
        if level == self._levels.get(name, 0.0):
            return
        self._levels[name] = level
        box = self.plots[name].getViewBox()
        if level:
            box.setYRange(0, 2 * level, padding=0)
        else:
            box.enableAutoRange(y=True)

    def _lines(self, plot: str) -> Iterator[_Line]:
        """What a plot shows, of this run and of those beside it."""
        weight = self.smooth.value() / 100
        runs = zip(["", *told_apart(list(self.others))], [self.follower.curves, *self.others.values()], strict=True)
        for number, (run, curves) in enumerate(runs):
            before = f"{run}: " if run else ""
            match plot:
                case "loss":
                    yield _Line(curves.loss, before + self.tr("training"), 0, number, weight, faint=not run)
                    yield _Line(curves.validation_loss, before + self.tr("held out"), 1, number, dots=True)
                case "metric":
                    for place, (name, values) in enumerate(sorted(curves.metrics.items())):
                        yield _Line(values, before + metric_text(name), place, number, dots=True)
                case "rate":
                    yield _Line(curves.learning_rate, before + self.tr("learning rate"), 0, number)
                case "norm":
                    yield _Line(curves.norm, before + self.tr("gradient norm"), 3, number, weight)
                case "speed":
                    yield _Line(curves.images_per_second, before + self.tr("images per second"), 2, number, dots=True)
                case _:
                    yield _Line(curves.memory, before + self.tr("memory"), 5, number)

    def _draw_line(self, plot: str, line: _Line) -> None:
        if not np.isfinite(line.series.values).any():
            return
        found = drawn(line.series, _MOST_POINTS)
        colours = COLOURS[scheme_name()]
        chosen = QColor(colours[(line.colour + line.run) % len(colours)])
        if line.faint:
            quiet = QColor(chosen)
            quiet.setAlpha(60 if line.weight > 0 else 0)
            both = np.column_stack([found.lowest, found.highest])[:, : 1 if found.every == 1 else 2]
            thin = {"pen": _pen(quiet, 1.0, Qt.PenStyle.SolidLine)}
            self._put(plot, f"{line.name} ", np.repeat(found.steps, both.shape[1]), both.ravel(), thin)
        shown = smoothed(found.values, line.weight**found.every) if line.weight > 0 else found.values
        dotted = (line.dots and len(line.series) < 200) or len(line.series) == 1
        look: dict[str, Any] = {
            "pen": _pen(chosen, 2.0, _DASHES[line.run % len(_DASHES)]), "symbol": "o" if dotted else None,
            "symbolSize": 5, "symbolBrush": chosen, "symbolPen": None,
        }  # fmt: skip
        self._put(plot, line.name, found.steps, shown, look)

    def _put(self, plot: str, name: str, steps: Numbers, values: Numbers, look: dict[str, Any]) -> None:
        """Give a line its points; its place in the plot and the legend is made once."""
        item = self._items.get((plot, name))
        if item is None:
            named = {"name": name} if name.strip() == name else {}
            self._items[plot, name] = self.plots[plot].plot(steps, values, **look, **named)
        else:
            item.setData(steps, values, symbol=look.get("symbol"))
            item.setPen(look["pen"])


def _pen(colour: QColor, width: float, style: Qt.PenStyle) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setStyle(style)
    return pen
