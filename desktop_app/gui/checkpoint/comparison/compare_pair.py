"""The chosen pair of a comparison: both histograms over each other, with their numbers below."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.checkpoint.comparing.overlaid import overlaid
from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.model import Finding
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.formatting import number_text, one_line
from desktop_app.gui.checkpoint.tensor.histogram_plot import HistogramPlot, Look, Series
from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour, mid_text, series_colour
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.checkpoint.comparing.overlaid import Counted
    from desktop_app.gui.tasks import Task, TaskFailure

_LOOK = Look(unit="share")


class PairHistograms(QWidget):
    """Counts in a worker; a newer pair overtakes an older one."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare-pair")
        self._tasks = tasks
        self._task: Task | None = None
        self._pair: tuple[tuple[str, Counted], ...] = ()
        self.plot = HistogramPlot()
        self.plot.setObjectName("compare-pair-plot")
        self.message = QLabel()
        self.message.setObjectName("compare-pair-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.legend = QLabel()
        self.legend.setObjectName("compare-pair-legend")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setWordWrap(True)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.message)
        self.pages.addWidget(self.plot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.pages, 1)
        column.addWidget(self.legend)
        self.setMinimumWidth(220)
        self.retranslate()

    def retranslate(self) -> None:
        """Follow the language."""
        self.setAccessibleName(self.tr("Histograms of the pair"))
        self.plot.setAccessibleName(self.tr("Histograms of the pair"))
        if self._pair:
            self._draw()
        else:
            self._say(self.tr("Choose a row to see both histograms."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "legend") and self._pair:
            self._draw()

    def clear(self) -> None:
        """Show nothing."""
        self._forget()
        self._pair = ()
        self.plot.show_series((), _LOOK)
        self._say(self.tr("Choose a row to see both histograms."))

    def _forget(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def show_pair(self, a: Origin, name_a: str, b: Origin, name_b: str) -> None:
        """Count a tensor of each side; an empty name is not there."""
        self._forget()
        if not self._pair:
            self._say(self.tr("Counting…"))
        title = self.tr("Histograms of {name}").format(name=one_line(name_a or name_b, 60))
        task = self._tasks.run(overlaid, a, name_a, b, name_b, title=title)
        self._task = task
        task.done.connect(while_alive(self, lambda found: self._take(task, (name_a, name_b), found)))
        task.failed.connect(while_alive(self, lambda failure: self._failed(task, failure)))

    def _take(self, task: "Task", names: tuple[str, str], found: "tuple[Counted, Counted]") -> None:
        if task is self._task:
            self._task = None
            self._pair = tuple(zip(names, found, strict=True))
            self._draw()

    def _failed(self, task: "Task", failure: "TaskFailure") -> None:
        if task is self._task:
            self._task = None
            self._pair = ()
            self._say(finding_text(failure.finding)[0] if failure.finding is not None else failure.message, alarm=True)

    def _draw(self) -> None:
        series: list[Series] = []
        lines: list[str] = []
        for side, (name, one) in zip("AB", self._pair, strict=True):
            if one is None:
                continue
            if isinstance(one, Finding):
                lines.append(f"{side}: {_escaped(finding_text(one)[0])}")
                continue
            colour = series_colour(len(series), self.palette()).name()
            series.append(Series(name, one.histogram.edges, one.histogram.counts, one.count))
            numbers = self.tr("mean {mean}, std {std}").format(mean=number_text(one.mean), std=number_text(one.std))
            lines.append(f'<span style="color:{colour}">■</span> {side}: {numbers}')
        self.legend.setText("<br>".join(lines))
        self.legend.setVisible(bool(lines))
        if not series:
            self._say(self.tr("There are no values to draw."))
            return
        self.plot.show_series(tuple(series), _LOOK)
        for axis in ("left", "bottom"):
            self.plot.getAxis(axis).showLabel(False)  # a small plot has no room for words
        self.legend.setToolTip("\n".join(f"{side}: {name}" for side, (name, _) in zip("AB", self._pair, strict=True)))
        self.pages.setCurrentIndex(1)

    def _say(self, text: str, *, alarm: bool = False) -> None:
        colour = alarm_colour(self.palette()) if alarm else mid_text(self.palette())
        self.message.setStyleSheet(f"color: {colour.name()};")
        self.message.setText(text)
        self.pages.setCurrentIndex(0)
        if not self._pair:
            self.legend.hide()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
