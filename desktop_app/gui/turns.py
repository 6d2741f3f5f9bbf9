"""Work of the UI thread in pieces: one in each turn of the event loop, so that none holds up what a person does."""

import time
from collections import deque
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

_LONG = 0.01
"""Seconds: a turn in which something else took longer gets no piece on top."""
_APART = 0.001
"""Seconds between pieces of two queues, whose clocks may strike in the same turn."""

_PAUSE_MS = 1
"""How soon it is asked again whether a waiting piece may run: at once would keep a core busy with asking."""


def at_once(pieces: Iterator[Callable[[], object]]) -> None:
    """Do pieces in this very turn, for whoever cannot wait for them."""
    for piece in pieces:
        piece()


class Turns(QObject):
    """A queue of short pieces; each runs in a turn of its own, in the order in which they were added."""

    _ended = 0.0
    """When the last piece of any queue ended, in seconds of `time.monotonic`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces: deque[Callable[[], object]] = deque()
        self._struck = 0.0
        self._waited = self._rests = False
        """Whether a turn was left out as something else took long in it; whether the next one is, for what the last piece caused."""
        self._clock = QTimer(self)
        self._clock.setInterval(0)
        self._clock.timeout.connect(self._next)

    @property
    def busy(self) -> bool:
        """Whether any piece waits."""
        return bool(self._pieces)

    def add(self, piece: Callable[[], object]) -> None:
        """Put a piece at the end of the queue."""
        self._pieces.append(piece)
        if not self._clock.isActive():
            self._struck = time.monotonic()
            self._clock.start()

    def add_each(self, pieces: Iterator[Callable[[], object]]) -> None:
        """Put a row of pieces at the end; each is done before the next is asked for, and none of other pieces comes between."""

        def go_on() -> None:
            piece = next(pieces, None)
            if piece is not None:
                self._pieces.appendleft(go_on)
                piece()

        self.add(go_on)

    def _next(self) -> None:
        now = time.monotonic()
        late, self._struck = now - self._struck > _LONG, now
        if self._rests or (late and not self._waited) or now - Turns._ended < _APART:
            self._waited = late and not self._rests
            self._clock.setInterval(0 if self._rests else _PAUSE_MS)
            self._rests = False
            return
        self._waited = False
        try:
            if self._pieces:
                self._pieces.popleft()()
        finally:
            self._rests = True
            self._clock.setInterval(_PAUSE_MS)
            Turns._ended = self._struck = time.monotonic()
        if not self._pieces:
            self._clock.stop()
