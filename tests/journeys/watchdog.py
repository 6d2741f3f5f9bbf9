"""How long the window did not answer, by the processor time of its thread, so that a busy machine is not blamed on the program."""

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

LIMIT_MS = 50.0
"""What no turn of the event loop may exceed, on a core that does the work of `_dearness` in a millisecond; `WEIGHTSMITH_GAPS=1` prints
the turns that come near it, `=why` also what those beyond it did, for which each takes half as long again."""
NEAR_MS = 0.7 * LIMIT_MS
_WORTH_ASKING_MS = 20.0

_asides: list[float] = []
"""Seconds of work of the test itself since the last tick of the watchdog."""


@contextmanager
def aside() -> Iterator[None]:
    """Around what a step of a journey computes itself, as reading with torch what the program has written."""
    began = time.thread_time()
    try:
        yield
    finally:
        _asides.append(time.thread_time() - began)


def _dearness() -> float:
    """How many times as long as meant a piece of work takes now: a core that is shared or slow makes all turns dearer, none cheaper."""
    taken: list[float] = []
    for _ in range(3):
        began, total = time.thread_time(), 0
        for number in range(20_000):
            total += number * number
        taken.append((time.thread_time() - began) * 1000)
    return max(1.0, sorted(taken)[1])


class Watchdog(QObject):
    """Ticks in the event loop; what the thread computed from one tick to the next is a gap, as the click of a step with all it causes."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
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

    def _tick(self) -> None:
        now = time.thread_time()
        if self._last is not None:
            gap = (now - self._last - sum(_asides)) * 1000
            if gap > _WORTH_ASKING_MS:
                gap /= _dearness()
            self.gaps.append(gap)
            if self.sampler is not None:
                self.sampler.turn_ended(gap)
        self._last = time.thread_time()
        _asides.clear()


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
        if milliseconds > NEAR_MS and seen:
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
