"""What the panes of costs and of gradients share: an invitation while there is nothing, and a table saved by a worker."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.tasks import Task


def invitation_page(text: QLabel, button: QPushButton, parent: QWidget) -> QWidget:
    """A page with a sentence and the button that fills the pane, in the middle."""
    page = QWidget(parent)
    text.setWordWrap(True)
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 12, 24, 12)
    column.addStretch(1)
    column.addWidget(text)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return page


class TablePane(QWidget):
    """A pane whose table can be written to a file."""

    told = Signal(str)
    """What came of it, as a sentence."""

    def tell_saved(self, task: Task, path: str) -> None:
        """Say how the writing of `path` ends."""
        task.done.connect(lambda _path: self.told.emit(self.tr("Saved {path}").format(path=path)))
        task.failed.connect(
            lambda failure: self.told.emit(
                self.tr("{path} was not saved: {reason}").format(path=path, reason=failure.message)
            )
        )
