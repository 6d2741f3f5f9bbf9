"""Work of the UI thread in pieces: one in each turn of the event loop, so that none holds up what a person does."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """A queue of short pieces; each runs in a turn of its own, in the order in which they were added."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces: deque[Callable[[], object]] = deque()
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
        self._clock.start()

    def _next(self) -> None:
        if self._pieces:
            self._pieces.popleft()()
        if not self._pieces:
            self._clock.stop()
