"""A run over time: norm and drift of each layer from checkpoint to checkpoint, with a slider to walk along."""

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.comparing.timeline import Movement, Timeline, timeline
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.formatting import number_text, one_line
from desktop_app.gui.checkpoint.lists.table_text import rows_as_csv
from desktop_app.gui.checkpoint.tensor.plot_style import (
    MOST_SERIES,
    alarm_colour,
    mid_text,
    prepare_plot,
    series_colour,
    style_plot,
)
from desktop_app.gui.counted import counted
from desktop_app.gui.elided_label import ElidedLabel
from desktop_app.gui.plots import Plot
from desktop_app.gui.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.gui.tasks import Task, TaskFailure

MEASURES = ("norm", "from_first", "from_previous")
_PLOT = 120
"""Pixels of height that the curves keep."""


class TimelineView(QWidget):
    """Curves of the tensors that moved the most, or of those whose name is asked for."""

    moment_chosen = Signal(str)
    """Path of the checkpoint under the slider."""
    drifts_found = Signal(object)
    """`{name: drift from the first relative to its norm}` of the checkpoint under the slider."""
    open_wanted = Signal(str)
    """Path of a checkpoint that is to be opened."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline-view")
        self._tasks = tasks
        self._task: Task | None = None
        self._timeline: Timeline | None = None
        self._values = {name: np.empty((0, 0)) for name in MEASURES}
        self._arrived = 0
        self._curves: list[pg.PlotDataItem] = []
        self.open_button = QToolButton()
        self.open_button.setObjectName("timeline-open")
        self.measure = QComboBox()
        self.measure.setObjectName("timeline-measure")
        for key in MEASURES:
            self.measure.addItem("", key)
        self.text = QLineEdit()
        self.text.setObjectName("timeline-filter")
        self.text.setClearButtonEnabled(True)
        self.cancel_button = QToolButton()
        self.cancel_button.setObjectName("timeline-cancel")
        self.cancel_button.hide()
        self.plot = Plot()
        self.plot.setObjectName("timeline-plot")
        self.plot.setMinimumHeight(_PLOT)
        prepare_plot(self.plot)
        self._mark = pg.InfiniteLine(angle=90, movable=False)
        self.plot.addItem(self._mark)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("timeline-slider")
        self.slider.setEnabled(False)
        self.moment = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.moment.setObjectName("timeline-moment")
        self.legend = QLabel()
        self.legend.setObjectName("timeline-legend")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setWordWrap(True)
        self.visit_button = QToolButton()
        self.visit_button.setObjectName("timeline-visit")
        self.visit_button.setEnabled(False)
        self.state = QLabel()
        self.state.setObjectName("timeline-state")
        self.state.setWordWrap(True)
        self._build()

    def _build(self) -> None:
        bar = QWidget()
        row = FlowLayout(bar, spacing=6)
        for widget in (self.open_button, self.measure, self.text, self.cancel_button):
            row.addWidget(widget)
        below = QHBoxLayout()
        below.addWidget(self.slider, 1)
        below.addWidget(self.moment)
        below.addWidget(self.visit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(bar)
        column.addWidget(self.plot, 1)
        column.addLayout(below)
        column.addWidget(self.legend)
        column.addWidget(self.state)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(100)
        self._soon.timeout.connect(self._draw)
        self.open_button.clicked.connect(self._ask)
        self.cancel_button.clicked.connect(self._cancel)
        self.measure.currentIndexChanged.connect(self._draw)
        self.text.textChanged.connect(lambda: self._soon.start())
        self.slider.valueChanged.connect(self._moved)
        self.visit_button.clicked.connect(self._visit)
        self.retranslate()
        self._restyle()

    def retranslate(self) -> None:
        """Follow the language."""
        self.setAccessibleName(self.tr("Timeline of a run"))
        names = (self.tr("norm"), self.tr("drift from the first"), self.tr("drift from the previous"))
        for place, text in enumerate(names):
            self.measure.setItemText(place, text)
        self.text.setPlaceholderText(self.tr("Filter by name"))
        self.open_button.setText(self.tr("Choose folder…"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.visit_button.setText(self.tr("Open"))
        for widget, text in (
            (self.open_button, self.tr("Choose the folder of a run")),
            (self.measure, self.tr("What is drawn")),
            (self.text, self.tr("Filter of the curves by name")),
            (self.cancel_button, self.tr("Cancel reading the run")),
            (self.visit_button, self.tr("Open this checkpoint in a tab")),
            (self.plot, self.tr("Curves of the run")),
            (self.slider, self.tr("Checkpoint of the run")),
        ):
            widget.setAccessibleName(text)
        self.visit_button.setToolTip(self.tr("Open this checkpoint in a tab"))
        self._draw()
        if self._timeline is None and self._task is None:
            self._say(self.tr("Choose a folder with the checkpoints of one run."))
        elif self._task is None:
            self._tell()

    def _ask(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder of a run"))
        if folder:
            self.show_folder(folder)

    def show_folder(self, folder: str) -> None:
        """Read the checkpoints of a folder; curves appear as they are read."""
        self._cancel()
        self._timeline, self._arrived = None, 0
        self._draw()
        self._say(self.tr("Opening the checkpoints of {folder}…").format(folder=one_line(folder)))
        self.cancel_button.show()
        task = self._tasks.run(timeline, folder, title=self.tr("Timeline of {folder}").format(folder=one_line(folder)))
        self._task = task
        task.part.connect(while_alive(self, self._take))
        task.progressed.connect(while_alive(self, self._progressed))
        task.failed.connect(while_alive(self, self._failed))
        task.done.connect(while_alive(self, lambda _none: self._tell()))
        task.cancelled.connect(while_alive(self, lambda: self._say(self.tr("Cancelled."))))
        task.ended.connect(while_alive(self, lambda: self._ended(task)))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _ended(self, task: "Task") -> None:
        if task is self._task:
            self._task = None
            self.cancel_button.hide()

    def _take(self, part: Timeline | Movement) -> None:
        if isinstance(part, Timeline):
            self._timeline = part
            shape = (len(part.moments), len(part.names))
            self._values = {name: np.full(shape, np.nan) for name in MEASURES}
            self.slider.setEnabled(len(part.moments) > 1)
            self.slider.setRange(0, len(part.moments) - 1)
            self.slider.setValue(0)
            self._moved(0)
        else:
            for name in MEASURES:
                self._values[name][part.moment] = np.array(getattr(part, name), dtype=np.float64)
            self._arrived = part.moment + 1
            if not self._soon.isActive():
                self._soon.start()

    def _progressed(self, done: int, total: int, text: str) -> None:
        share = done * 100 // max(total, 1)
        self._say(self.tr("{share} % · {name}").format(share=share, name=one_line(text, 80)))

    def _failed(self, failure: "TaskFailure") -> None:
        self._say(failure.message, alarm=True)

    def _tell(self) -> None:
        found = self._timeline
        if found is None:
            return
        text = self.tr("{checkpoints}, {tensors}").format(
            checkpoints=counted(len(found.moments), self.tr("1 checkpoint"), self.tr("{count} checkpoints")),
            tensors=counted(len(found.names), self.tr("1 tensor"), self.tr("{count} tensors")),
        )
        if found.skipped:
            text += " · " + counted(
                len(found.skipped), self.tr("1 other file was left out"), self.tr("{count} other files were left out")
            )
            self.state.setToolTip("\n".join(one_line(path) for path, _ in found.skipped[:20]))
        self._say(text)

    def _say(self, text: str, *, alarm: bool = False) -> None:
        colour = alarm_colour(self.palette()) if alarm else mid_text(self.palette())
        self.state.setStyleSheet(f"color: {colour.name()};")
        self.state.setText(text)

    # ------------------------------------------------------------------ curves

    def curves_shown(self) -> list[str]:
        """Names of the tensors whose curves are drawn, the one that moved the most first."""
        if self._timeline is None or not self._arrived:
            return []
        wanted = self.text.text().strip().casefold()
        places = [at for at, name in enumerate(self._timeline.names) if wanted in name.casefold()]
        drift = np.nan_to_num(self._values["from_first"][self._arrived - 1], nan=0.0)
        scale = np.nan_to_num(self._values["norm"][0], nan=0.0)
        relative = drift / np.where(scale > 0, scale, 1.0)
        places.sort(key=lambda at: -relative[at])
        return [self._timeline.names[at] for at in places[:MOST_SERIES]]

    def _draw(self, _what: object = None) -> None:
        for curve in self._curves:
            self.plot.removeItem(curve)
        self._curves = []
        names = self.curves_shown()
        texts: list[str] = []
        if self._timeline is not None and names:
            places = {name: at for at, name in enumerate(self._timeline.names)}
            values = self._values[self.measure.currentData()]
            across = np.arange(self._arrived, dtype=np.float64)
            for series, name in enumerate(names):
                colour = series_colour(series, self.palette())
                curve = pg.PlotDataItem(
                    across,
                    values[: self._arrived, places[name]],
                    pen=pg.mkPen(colour, width=2),
                    symbol="o",
                    symbolSize=5,
                    symbolBrush=colour,
                    symbolPen=None,
                )
                self.plot.addItem(curve)
                self._curves.append(curve)
                texts.append(f'<span style="color:{colour.name()}">●</span>&nbsp;{_escaped(one_line(name, 60))}')
        self.legend.setText(" &nbsp; ".join(texts))
        self.plot.setLabel("left", self.measure.currentText())
        self._ticks()
        self._moved(self.slider.value(), tell=False)

    def _ticks(self) -> None:
        """Numbers of the checkpoints below the plot, as many as there is room for."""
        moments = self._timeline.moments if self._timeline is not None else ()
        step = max(1, len(moments) // 10)
        ticks = [
            (at, f"{one.number:g}" if one.number is not None else one_line(one.label, 16))
            for at, one in enumerate(moments)
            if at % step == 0
        ]
        self.plot.getAxis("bottom").setTicks([ticks])
        self.plot.setLabel("bottom", self.tr("checkpoint"))

    def _moved(self, place: int, *, tell: bool = True) -> None:
        self._mark.setValue(place)
        self.visit_button.setEnabled(self._timeline is not None)
        if self._timeline is None or not 0 <= place < len(self._timeline.moments):
            self.moment.setText("")
            return
        moment = self._timeline.moments[place]
        text = one_line(moment.label, 60)
        names = self.curves_shown()
        if names and place < self._arrived:
            at = self._timeline.names.index(names[0])
            value = self._values[self.measure.currentData()][place, at]
            text += f" · {one_line(names[0], 40)}: {number_text(float(value))}"
        self.moment.setText(text)
        if tell:
            self.moment_chosen.emit(moment.path)
            self.drifts_found.emit(self.drifts(place))

    def drifts(self, place: int) -> dict[str, float]:
        """How far each tensor moved from the first checkpoint, relative to its norm there; empty while it is not read."""
        if self._timeline is None or place >= self._arrived:
            return {}
        with np.errstate(all="ignore"):
            relative = self._values["from_first"][place] / self._values["norm"][0]
        known = zip(self._timeline.names, relative.tolist(), strict=True)
        return {name: value for name, value in known if not np.isnan(value)}

    def _visit(self) -> None:
        place = self.slider.value()
        if self._timeline is not None and 0 <= place < len(self._timeline.moments):
            self.open_wanted.emit(self._timeline.moments[place].path)

    def as_csv(self) -> str:
        """All numbers: a line for each checkpoint and tensor."""
        lines = [["checkpoint", "name", *MEASURES]]
        for at, moment in enumerate(self._timeline.moments[: self._arrived] if self._timeline is not None else ()):
            for place, name in enumerate(self._timeline.names if self._timeline is not None else ()):
                numbers = (float(self._values[key][at, place]) for key in MEASURES)
                lines.append([moment.label, name, *("" if np.isnan(one) else repr(one) for one in numbers)])
        return rows_as_csv(lines)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_soon"):
            self._restyle()
            self._draw()

    def _restyle(self) -> None:
        style_plot(self.plot, self.palette())
        self._mark.setPen(pg.mkPen(mid_text(self.palette()), width=1, style=Qt.PenStyle.DashLine))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
