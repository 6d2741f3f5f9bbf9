"""How long the window did not answer, by the processor time of its thread, so that a busy machine is not blamed on the program."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

WANTED_MS = 50.0
"""What no turn of the event loop should exceed; `WEIGHTSMITH_GAPS=1` prints the turns that do."""
LIMIT_MS = 300.0
"""What fails a journey today. Measured on two cores at a load of 20, which makes processor time dearer too: most turns below 50,
single ones up to 180. It is lowered as what is slow gets mended, and never raised."""


class Watchdog(QObject):
    """Ticks in the event loop; what the thread computed from one tick to the next, without the test's own work, is a gap."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._excused = 0.0
        self._last: float | None = None
        """Processor time at the tick before; none until the event loop runs: the start is measured elsewhere."""
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)

    def start(self) -> None:
        self._last = None
        self._clock.start(2)

    def stop(self) -> None:
        self._clock.stop()

    def excuse(self, seconds: float) -> None:
        """The test itself computed for so long since the last tick."""
        self._excused += seconds

    def _tick(self) -> None:
        now = time.thread_time()
        if self._last is not None:
            self.gaps.append((now - self._last - self._excused) * 1000)
        self._last, self._excused = now, 0.0
