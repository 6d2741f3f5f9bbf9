"""Asks for attention when long work ended while the person looks at another program."""

import time

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Task, Tasks

LONG_SECONDS = 10.0


class Attention(QObject):
    """Follows every task; short ones and those that end before somebody's eyes say nothing here."""

    def __init__(self, tasks: Tasks, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._tray: QSystemTrayIcon | None = None
        self.told: list[str] = []
        """Titles of the work that was told, in order."""
        tasks.started.connect(self._follow)

    def _follow(self, task: Task) -> None:
        if not task.title:
            return
        title, began = task.title, task.started
        task.done.connect(lambda _result: self._ended(began, self.tr("Done: {work}").format(work=title)))
        task.failed.connect(lambda _failure: self._ended(began, self.tr("Failed: {work}").format(work=title)))

    def _ended(self, began: float, sentence: str) -> None:
        if time.monotonic() - began >= LONG_SECONDS and QApplication.activeWindow() is None:
            self.tell(sentence)

    def tell(self, sentence: str) -> None:
        """Mark the window in the list of windows, and show a note where the desktop has a place for it."""
        self.told.append(sentence)
        QApplication.alert(self._window)
        if (
            self._settings.get("notify")
            and QSystemTrayIcon.isSystemTrayAvailable()
            and QSystemTrayIcon.supportsMessages()
        ):
            if self._tray is None:
                self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
                self._tray.messageClicked.connect(self._window.activateWindow)
            self._tray.show()  # without it no note is shown
            self._tray.showMessage("Weightsmith", sentence)
