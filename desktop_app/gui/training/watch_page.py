"""The page of one run: how it stands, what it may be told, and the views of what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.engine import Engine
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import icon, notice
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.log_view import LogView
from desktop_app.gui.training.measures_view import MeasuresView
from desktop_app.gui.training.model_view import ModelView
from desktop_app.gui.training.predictions_view import PredictionsView
from desktop_app.gui.training.run_list import colour_of
from desktop_app.gui.training.suspicious_view import SuspiciousView
from desktop_app.gui.training.texts import metric_text, short_task, state_text, time_text
from desktop_app.gui.turns import Turns
from desktop_app.training.launch import end_of_log

if TYPE_CHECKING:
    import pyqtgraph as pg

    from desktop_app.gui.training.curves_view import CurvesView


_WITH_PLOTS = ("curves", "layers")


class _Place(QWidget):
    """Where a view comes when it is first looked at."""

    seen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def hold(self, view: QWidget) -> None:
        """Put the view here."""
        self._column.addWidget(view)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the view is wanted."""
        super().showEvent(event)
        self.seen.emit()


class WatchPage(QWidget):
    """Follows a run; any number of them may."""

    checkpoint_wanted = Signal(str)
    image_wanted = Signal(str)
    proposals_wanted = Signal(str)
    """A checkpoint that shall label images."""
    resume_wanted = Signal(str)
    """A run that ended shall go on."""
    line_changed = Signal(object)
    """How the run stands, as the list of runs shows it."""
    complained = Signal(str)
    """Why the run could not be told what to do."""

    images_chosen = Signal(list)
    """Images that shall be chosen in the labelling workspace."""

    def __init__(self, follower: RunFollower, parent: QWidget | None = None, *, engine: Engine | None = None, other_runs: Callable[[], Sequence[str]] = tuple) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("watch-page")
        self.follower = follower
        self._other_runs = other_runs
        follower.setParent(self)
        self._resuming = False
        self._last_words: str | None = None
        """What the log of a process ends with that went before its run said anything; None while no such process is known."""
        self.state, self.facts, self.message = QLabel(self), QLabel(self), QLabel(self)
        self.state.setObjectName("run-state")
        font = self.state.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.state.setFont(font)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.facts.setObjectName("run-facts")
        self.message.setObjectName("run-message")
        self.message.setWordWrap(True)
        self.message.hide()
        self.bar = QProgressBar(self)
        self.bar.setObjectName("run-progress")
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        self.pause = self._button("run-pause", self.toggle_pause)
        self.stop = self._button("run-stop", self.stop_run)
        self.open = self._button("run-open", self.open_checkpoint)
        self.propose = self._button("run-propose", lambda: self.proposals_wanted.emit(self.follower.summary.checkpoint))
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("run-views")
        self.tabs.setDocumentMode(True)
        self._turns = Turns(self)
        self._engine = engine
        self._plots = False
        self._made: dict[str, QWidget] = {}
        """Views that were looked at, by their names."""
        self.curves: CurvesView | None = None
        self.views = {
            name: _Place(self) for name in ("curves", "measures", "predictions", "layers", "suspicious", "model", "log")
        }
        """Places of the views, which come when they are first looked at."""
        for name, place in self.views.items():
            place.seen.connect(partial(self._want, name))
            self.tabs.addTab(place, "")
        self._lay_out()
        follower.changed.connect(self._show_state)
        follower.refused.connect(self.complained)
        follower.arrived.connect(while_alive(self, lambda _events: self._show_state()))
        notice.changed.connect(self._retranslate)
        self._retranslate()

    def _button(self, name: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.clicked.connect(lambda _=False: slot())
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 10, 12, 4)
        row.setSpacing(8)
        row.addWidget(self.state)
        row.addStretch(1)
        for button in (self.pause, self.stop, self.open, self.propose):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.facts)
        self.facts.setContentsMargins(12, 0, 12, 2)
        column.addWidget(self.message)
        self.message.setContentsMargins(12, 0, 12, 2)
        column.addWidget(self.bar)
        column.addWidget(self.tabs, 1)

    def plots_ready(self) -> None:
        """pyqtgraph is loaded: the views with plots may be made."""
        self._plots = True
        for name, place in self.views.items():
            if place.isVisible():
                self._want(name)

    def _want(self, name: str) -> None:
        """Make a view in turns of the event loop of its own."""
        if name not in self._made and (self._plots or name not in _WITH_PLOTS):
            self._turns.add_each(self._pieces(name))

    def _pieces(self, name: str) -> Iterator[Callable[[], object]]:
        if name in self._made:
            return
        match name:
            case "curves":
                yield self._make_curves
                assert self.curves is not None
                yield from self.curves.what_is_missing()
            case "layers":
                yield from self._pieces_of_layers()
            case _:
                yield partial(self._make, name)

    def _make(self, name: str) -> None:
        view: QWidget
        match name:
            case "measures":
                view = MeasuresView(self.follower, self)
            case "predictions":
                view = PredictionsView(self.follower, self)
                view.image_wanted.connect(self.image_wanted)
            case "suspicious":
                view = SuspiciousView(self.follower, self)
                view.image_wanted.connect(self.image_wanted)
            case "model":
                view = ModelView(self.follower, self._engine, self)
                view.image_wanted.connect(self.image_wanted)
                view.images_chosen.connect(self.images_chosen)
            case _:
                view = LogView(self.follower, self)
        self._hold(name, view)

    def _make_curves(self) -> None:
        from desktop_app.gui.training.curves_view import CurvesView

        self.curves = CurvesView(self.follower, self, complete=False)
        self.curves.other_runs = lambda: [path for path in self._other_runs() if path != str(self.follower.folder.path)]
        self._hold("curves", self.curves)

    def _pieces_of_layers(self) -> Iterator[Callable[[], object]]:
        from desktop_app.gui.training.curves_view import new_plot
        from desktop_app.gui.training.layers_view import HISTOGRAMS, NORMS, LayersView

        plots: list[pg.PlotWidget] = []
        for name in (NORMS, HISTOGRAMS):
            yield lambda name=name: plots.append(new_plot(name, self))

        def make() -> None:
            self._hold("layers", LayersView(self.follower, self, (plots[0], plots[1])))

        yield make

    def _hold(self, name: str, view: QWidget) -> None:
        self._made[name] = view
        self.views[name].hold(view)

    def _retranslate(self) -> None:
        titles = {
            "curves": self.tr("Curves"), "measures": self.tr("Classes"), "predictions": self.tr("Predictions"), "layers": self.tr("Layers"),
            "suspicious": self.tr("Suspicious labels"), "model": self.tr("Ask the net"), "log": self.tr("Log"),
        }  # fmt: skip
        for name, view in self.views.items():
            self.tabs.setTabText(self.tabs.indexOf(view), titles.get(name, name))
        self.open.setText(self.tr("Open checkpoint"))
        self.open.setIcon(icon("open"))
        self.open.setToolTip(self.tr("Open the best checkpoint of this run in Inspect"))
        self.propose.setText(self.tr("Propose labels…"))
        self.propose.setIcon(icon("label"))
        self.propose.setToolTip(
            self.tr(
                "Lets the best checkpoint of this run label images; nothing is added to the labels before you agree."
            )
        )
        self.stop.setText(self.tr("Stop"))
        self.stop.setIcon(icon("stop"))
        self.stop.setToolTip(self.tr("Save a checkpoint and end; the run can go on later"))
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ how it stands

    @property
    def run_state(self) -> str:
        """State of the run; `new` while a resumed one has not told yet, `missing` while its folder is gone."""
        if self.follower.is_gone:
            return "missing"
        state = "new" if self._resuming else self.follower.summary.state
        return "failed" if state == "new" and self._last_words is not None else state

    def _show_state(self) -> None:
        summary = self.follower.summary
        if summary.state in ("running", "paused"):
            self._resuming, self._last_words = False, None
        state = self.run_state
        self.state.setText(state_text(state))
        colour = colour_of(state)
        sheet = f"color: {colour.name()}" if colour is not None else ""
        if sheet != self.state.styleSheet():  # a palette would be lost when the window's sheet reaches the page
            self.state.setStyleSheet(sheet)
        self.facts.setText(self._facts())
        self.facts.setToolTip(self._facts())
        self.bar.setRange(0, max(1, summary.steps) if summary.steps or state != "new" else 0)
        self.bar.setValue(summary.step)
        self.bar.setVisible(state in ("new", "running", "paused"))
        self.message.setText(translated(summary.message))
        self.message.setVisible(bool(summary.message) and state in ("failed", "crashed", "running", "paused", "new"))
        if state == "crashed" and not summary.message:
            self.message.setText(
                self.tr("The process is gone without a word. What was saved is kept; the run can go on from there.")
            )
            self.message.show()
        if self._last_words is not None:
            reason = translated(self._last_words)
            self.message.setText(self.tr("The run did not start. {reason}").format(reason=reason).strip())
            self.message.show()
        if state == "new" and not summary.message:
            self.message.setText(self.tr("PyTorch is loaded and the images are read; the first step follows."))
            self.message.show()
        if state == "missing":
            self.message.setText(
                self.tr(
                    "The folder of this run was moved, renamed or deleted; what was read of it is still shown. Follow it where it is now with Run › Follow a run's folder."
                )
            )
            self.message.show()
        self._show_buttons(state)
        self.line_changed.emit(summary.document() | {"path": str(self.follower.folder.path), "state": state})

    def _facts(self) -> str:
        summary = self.follower.summary
        parts = [short_task(summary.task), summary.model] if summary.task else []
        if summary.epochs:
            parts.append(
                self.tr("epoch {now} of {all}").format(now=min(summary.epoch + 1, summary.epochs), all=summary.epochs)
            )
        if summary.loss is not None:
            parts.append(self.tr("loss {loss}").format(loss=f"{summary.loss:.4g}"))
        if summary.best is not None:
            parts.append(f"{metric_text(summary.metric)} {summary.best:.3g}")
        if summary.state == "running" and summary.seconds_left > 0:
            parts.append(self.tr("{time} left").format(time=time_text(summary.seconds_left)))
        return "  ·  ".join(parts)

    def _show_buttons(self, state: str) -> None:
        going = state in ("running", "paused")
        self.stop.setEnabled(going or state == "new")
        self.pause.setEnabled(state not in ("new", "finished", "missing"))
        if state == "running":
            text, sign = self.tr("Pause"), "pause"
            tip = self.tr("Saves a checkpoint after the step and waits; the process keeps its memory.")
        elif going:
            text, sign = self.tr("Go on"), "play"
            tip = self.tr("Trains on in the process that waits.")
        else:
            text, sign = self.tr("Resume"), "play"
            tip = self.tr("Starts a run that ended early anew, from where it was saved last.")
        self.pause.setText(text)
        self.pause.setToolTip(tip)
        self.pause.setIcon(icon(sign))
        has = bool(self.follower.summary.checkpoint) and state != "missing"
        self.open.setEnabled(has)
        self.propose.setEnabled(has)

    # ------------------------------------------------------------------ what it may be told

    def toggle_pause(self) -> None:
        """Pause, go on, or resume a run that ended."""
        state = self.run_state
        if state == "running":
            self.follower.tell("pause")
        elif state == "paused":
            self.follower.tell("run")
        elif state in ("stopped", "failed", "crashed"):
            self._resuming, self._last_words = True, None
            self._show_state()
            self.resume_wanted.emit(str(self.follower.folder.path))

    def not_resumed(self) -> None:
        """The process could not be started."""
        self._resuming = False
        self._show_state()

    def process_ended(self, code: int) -> None:
        """The process that was started for this run is gone; when the run said nothing, its log says why."""
        if code == 0 or self.run_state != "new":
            return
        self._resuming = False
        task = self.follower.tasks.run(end_of_log, self.follower.folder.log, lane="thread")
        task.done.connect(self._not_begun)

    def _not_begun(self, log: str) -> None:
        self._last_words = next((line for line in reversed(log.splitlines()) if line.strip()), "")
        self._show_state()

    def stop_run(self) -> None:
        """Save and end after the step."""
        self.follower.tell("stop")

    def open_checkpoint(self) -> None:
        """Open the best checkpoint in the inspector."""
        path = self.follower.summary.checkpoint
        if path:
            self.checkpoint_wanted.emit(path)

    def facts_of_run(self) -> dict[str, Any]:
        """The run's summary as plain values."""
        return self.follower.summary.document()

    def close_page(self) -> None:
        """Follow no longer."""
        model = self._made.get("model")
        if isinstance(model, ModelView):
            model.stop()
        self.follower.close()
