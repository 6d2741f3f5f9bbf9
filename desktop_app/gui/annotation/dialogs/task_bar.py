"""A bar that shows how far one piece of work is, and is there only while it is under way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop_app.gui.alive import while_alive
from desktop_app.gui.tasks import Task


class TaskBar(QProgressBar):
    """Follows one task at a time; a newer one takes the place of the one before."""

    idle = Signal()
    """The task is over, however it ended."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextVisible(False)
        self._task: Task | None = None
        self.hide()

    @property
    def is_busy(self) -> bool:
        """Whether a task is under way."""
        return self._task is not None

    def follow(self, task: Task) -> None:
        """Show this task until it ends."""
        self._task = task
        self.setRange(0, 0)
        self.show()
        task.progressed.connect(while_alive(self, self._progress))
        task.ended.connect(while_alive(self, lambda: self._over(task)))

    def cancel(self) -> None:
        """Stop the task that is followed, if there is one."""
        if self._task is not None:
            self._task.cancel()

    def _progress(self, done: int, total: int, what: str) -> None:
        self.setRange(0, total)
        self.setValue(done)
        self.setAccessibleDescription(what)

    def _over(self, task: Task) -> None:
        if self._task is task:
            self._task = None
            self.hide()
            self.idle.emit()
