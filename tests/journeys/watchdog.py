"""How long the window did not answer, by the processor time of its thread, so that a busy machine is not blamed on the program."""

import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

WANTED_MS = 50.0
"""What no turn of the event loop should exceed; `WEIGHTSMITH_GAPS=1` prints the turns that do, `=why` also what they did, for which
each takes half as long again."""
LIMIT_MS = 200.0
"""What fails a journey today. Alone on two cores the longest turns take up to 120 ms, in a crowd up to 160. It is lowered as what is slow
gets mended, and never raised."""


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
        self.sampler = Sampler() if os.environ.get("WEIGHTSMITH_GAPS") == "why" else None

    def start(self) -> None:
        self._last = None
        self._clock.start(2)

    def stop(self) -> None:
        self._clock.stop()
        if self.sampler is not None:
            self.sampler.stop()

    def excuse(self, seconds: float) -> None:
        """The test itself computed for so long since the last tick."""
        self._excused += seconds

    def _tick(self) -> None:
        now = time.thread_time()
        if self._last is not None:
            gap = (now - self._last - self._excused) * 1000
            self.gaps.append(gap)
            if self.sampler is not None:
                self.sampler.turn_ended(gap)
        self._last, self._excused = now, 0.0


class Sampler:
    """What the window's thread did in its long turns: its stack, looked at every few milliseconds from another thread."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._seen: list[list[str]] = []
        self._main = threading.get_ident()
        self._ended = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def stop(self) -> None:
        self._ended.set()

    def turn_ended(self, milliseconds: float) -> None:
        seen, self._seen = self._seen, []
        if milliseconds > WANTED_MS and seen:
            counted = Counter(line for stack in seen for line in dict.fromkeys(stack))
            lines = [f"    {count / len(seen):4.0%} {line}" for line, count in counted.most_common(16)]
            self.told.append("\n".join((f"{milliseconds:.0f} ms", *lines)))

    def _look(self) -> None:
        root = str(Path(__file__).parents[2])
        while not self._ended.wait(0.004):
            frame, stack = sys._current_frames().get(self._main), []
            while frame is not None:
                name = frame.f_code.co_filename
                if name.startswith(f"{root}/desktop_app") or "pyqtgraph" in name:
                    stack.append(f"{name.removeprefix(root)}:{frame.f_lineno} {frame.f_code.co_qualname}")
                frame = frame.f_back
            if stack:
                self._seen.append(stack)
