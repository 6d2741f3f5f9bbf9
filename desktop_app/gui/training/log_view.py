"""What went wrong in a run, one sentence each, and the end of what its process printed."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.gui.alive import while_alive
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import CAREFUL, icon, scheme_name
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.run_view import RunView
from desktop_app.training.launch import end_of_log

_SOON_MS = 300
"""The log is not read anew for every step."""


class LogView(RunView):
    """Errors above, the log below."""

    def __init__(self, follower: RunFollower, parent: QWidget | None = None) -> None:
        super().__init__("log-view", follower, parent)
        self.title, self.log_title = QLabel(self), QLabel(self)
        self.errors = QListWidget(self)
        self.errors.setObjectName("run-errors")
        self.errors.setWordWrap(True)
        self.log = QPlainTextEdit(self)
        self.log.setObjectName("run-log")
        self.log.setReadOnly(True)
        self.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        column = QVBoxLayout(self)
        column.addWidget(self.title)
        column.addWidget(self.errors, 1)
        column.addWidget(self.log_title)
        column.addWidget(self.log, 2)
        self._told = -1
        """Troubles that stand in the list."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        follower.changed.connect(while_alive(self, self._later))
        self.log.verticalScrollBar().valueChanged.connect(lambda _value: self._later())
        self.log.selectionChanged.connect(self._later)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text."""
        self.title.setText(self.tr("What went wrong"))
        self.log_title.setText(self.tr("The end of the log"))
        self.errors.setAccessibleName(self.title.text())
        self.log.setAccessibleName(self.log_title.text())
        self.log.setPlaceholderText(self.tr("Nothing was written yet."))
        self._told = -1
        self.refresh()

    def _later(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def refresh(self) -> None:
        """Show what went wrong, and read the log."""
        if not self.isVisible():
            return
        if len(self.follower.troubles) != self._told:
            self._fill()
        reading = self.follower.tasks.run(end_of_log, Path(self.follower.folder.log), lane="thread", latest="run-log")
        reading.done.connect(self._show_log)

    def _fill(self) -> None:
        self._told = len(self.follower.troubles)
        self.errors.clear()
        for trouble in reversed(self.follower.troubles):
            when = datetime.fromtimestamp(trouble.time).strftime("%H:%M:%S") if trouble.time else ""
            item = QListWidgetItem(
                icon("warning", CAREFUL[scheme_name()]), f"{when}  {translated(trouble.message)}".strip(), self.errors
            )
            item.setToolTip(trouble.where)
        if not self.follower.troubles:
            self.errors.addItem(self.tr("Nothing."))

    def _show_log(self, text: str) -> None:
        """At its end the log follows; where somebody scrolled back or marks some of it, what is read there stays."""
        if text == self.log.toPlainText():
            return
        bar = self.log.verticalScrollBar()
        if bar.value() < bar.maximum() or self.log.textCursor().hasSelection():
            return
        self.log.setPlainText(text)
        bar.setValue(bar.maximum())
