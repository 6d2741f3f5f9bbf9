"""Moves through the steps of a run while the graph shows its numbers."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QWidget

from desktop_app.gui.theme import icon, notice

_TICK_MS = 120


class TimeBar(QWidget):
    """A slider over steps; it plays them when asked."""

    moved = Signal(int)
    """Place among the steps."""
    other_wanted = Signal()
    """Another run is to be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("graph-time-bar")
        self._steps: Sequence[int] = ()
        self.play = QToolButton(self)
        self.play.setObjectName("graph-time-play")
        self.play.setAutoRaise(True)
        self.play.setCheckable(True)
        self.play.toggled.connect(self._play)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("graph-time-slider")
        self.slider.valueChanged.connect(self._moved)
        self.text = QLabel(self)
        self.text.setObjectName("graph-time-text")
        self.other = QPushButton(self)
        self.other.setObjectName("graph-time-other")
        self.other.clicked.connect(self.other_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.addWidget(self.play)
        row.addWidget(self.slider, 1)
        row.addWidget(self.text)
        row.addWidget(self.other)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._tick)
        notice.changed.connect(self._tint)
        self._retranslate()
        self.hide()

    def show_steps(self, steps: Sequence[int], place: int) -> None:
        """Show which of the steps is on the graph, without asking for it."""
        self._steps = steps
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(len(steps) - 1, 0))
        self.slider.setValue(place)
        self.slider.blockSignals(False)
        self._say()

    def _say(self) -> None:
        place = self.slider.value()
        if 0 <= place < len(self._steps):
            last = self._steps[-1]
            self.text.setText(self.tr("step {step} of {last}").format(step=f"{self._steps[place]:,}", last=f"{last:,}"))

    def _moved(self, place: int) -> None:
        self._say()
        self.moved.emit(place)

    def _play(self, on: bool) -> None:
        if on:
            if self.slider.value() == self.slider.maximum():
                self.slider.setValue(0)
            self._clock.start()
        else:
            self._clock.stop()
        self._tint()

    def _tick(self) -> None:
        if self.slider.value() >= self.slider.maximum() or not self.isVisible():
            self.play.setChecked(False)
        else:
            self.slider.setValue(self.slider.value() + max(1, len(self._steps) // 100))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _tint(self) -> None:
        self.play.setIcon(icon("pause" if self.play.isChecked() else "play"))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Steps of the run"))
        self.slider.setAccessibleName(self.tr("Step of the run"))
        self.play.setAccessibleName(self.tr("Play the steps"))
        self.play.setToolTip(self.tr("Play the steps"))
        self.text.setAccessibleName(self.tr("Step that is shown"))
        self.other.setText(self.tr("Another run…"))
        self.other.setAccessibleName(self.tr("Choose another run"))
        self._tint()
        self._say()
