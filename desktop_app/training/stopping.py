"""SIGTERM and Ctrl-C as a wish that the loop obeys after its step; installed before torch is imported, which takes seconds."""

import signal
from types import FrameType


class StopWish:
    """Raised by a signal, asked for by the loop. A second Ctrl-C ends the process at once."""

    def __init__(self) -> None:
        self.raised = False

    def install(self) -> "StopWish":
        """Hear SIGTERM and SIGINT from now on."""
        signal.signal(signal.SIGTERM, self._hear)
        signal.signal(signal.SIGINT, self._hear)
        return self

    def _hear(self, number: int, _: FrameType | None) -> None:
        # nothing but the flag: saving in here could run in the middle of a save
        self.raised = True
        if number == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


_WISH = StopWish()


def stop_wish() -> StopWish:
    """The process's wish to stop, heard from the first call on; what was heard before stays heard."""
    return _WISH.install()
