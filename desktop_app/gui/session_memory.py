"""What was open is remembered while it is open, and opened again at the next plain start; what made the program crash is not."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_app.gui.settings import Settings

if TYPE_CHECKING:
    from desktop_app.gui.main_window import MainWindow

_SETTLE_MS = 2000


def remembered(settings: Settings) -> list[str]:
    """Paths to open again, those that are still there. They are forgotten until they have been open for a while."""
    if not settings.get("restore-session"):
        return []
    paths = [str(path) for path in settings.get("session") if isinstance(path, str) and Path(path).exists()]
    settings.set("session", [])
    return paths


class SessionMemory(QObject):
    """Writes down what is open, a moment after it changed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLE_MS)
        self._soon.timeout.connect(self.write)

    def changed(self) -> None:
        """Something was opened or closed."""
        self._soon.start()

    def write(self) -> None:
        """Remember the files and folders of all workspaces, the one in front last."""
        window = self._window
        order = sorted(window.workspaces.values(), key=lambda workspace: workspace is window.workspace)
        paths = [path for workspace in order for path in workspace.open_now()]
        paths += [path for path in window.waiting if path not in paths]
        if paths != window.settings.get("session"):
            window.settings.set("session", paths)
