"""A bar above the work that shows how far the opening of images is, and stops it; what was open before stays open."""

from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.counts import images_text
from desktop_app.gui.annotation.dialogs.task_bar import TaskBar
from desktop_app.gui.tasks import Task

_SOON_MS = 300
"""What takes no longer than this is not told."""


class OpeningBar(QWidget):
    """Follows one task at a time: the one that opens what was asked for last."""

    stopped = Signal()
    """The person does not want it any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-opening")
        self._name = ""
        self._count = 0
        self.text = QLabel(self)
        self.bar = TaskBar("opening-progress", self)
        self.bar.setFixedWidth(140)
        self.bar.idle.connect(self._over)
        self.cancel = QPushButton(self)
        self.cancel.setObjectName("opening-cancel")
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.show)
        self._retranslate()
        self.hide()

    def follow(self, task: Task, path: str) -> None:
        """Show this task while it lasts, when it lasts long enough to be seen."""
        if not self.bar.is_busy:
            self._soon.start()
        self._name, self._count = Path(path).name, 0
        self.bar.follow(task)
        task.progressed.connect(while_alive(self, self._progressed))
        self._retranslate()

    def _progressed(self, count: int, _total: int, _text: str) -> None:
        self._count = count
        self._retranslate()

    def _over(self) -> None:
        self._soon.stop()
        self.hide()

    def _cancel(self) -> None:
        if self.bar.is_busy:
            self.bar.cancel()
            self.stopped.emit()

    def _retranslate(self) -> None:
        text = self.tr("Opening {name}…").format(name=self._name)
        if self._count:
            text += "  " + self.tr("{images} so far").format(images=images_text(self._count))
        self.text.setText(text)
        self.bar.setAccessibleName(self.tr("Opening {name}…").format(name=self._name))
        self.cancel.setText(self.tr("Cancel"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
