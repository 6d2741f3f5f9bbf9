"""Garbage is collected on the UI thread alone: a widget that another thread took apart would bring the program down."""

import ctypes
import gc
import sys
import time

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 1000
_SHARE = 0.005
"""Of the time that passes, this much may go into looking through all that lives."""
_REST_S = 20.0


def give_back() -> None:
    """Let the system have the memory that C's allocator keeps for later; glibc does not do so by itself."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


class GarbageCollector(QObject):
    """Python's own collector runs in whichever thread makes the next object; this one stands in for it, by a clock."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._whole_again = time.monotonic() + _REST_S
        give_back()  # what starting took
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    def look(self) -> None:
        """Collect what is young when there is enough of it; now and then look through everything."""
        began = time.monotonic()
        if began >= self._whole_again:
            gc.collect()
            ended = time.monotonic()
            self._whole_again = ended + max(_REST_S, (ended - began) / _SHARE)
        elif gc.get_count()[0] > gc.get_threshold()[0]:
            gc.collect(1)

    def end(self) -> None:
        """Give the work back to Python."""
        self._clock.stop()
        gc.enable()
