"""What the views of a run have in common: they follow it while they are seen, and the language at any time."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.gui.training.follower import RunFollower


class RunView(QWidget):
    """One view of one run. A subclass writes its texts in `retranslate` and what it shows in `refresh`."""

    def __init__(self, name: str, follower: RunFollower, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.follower = follower

    def retranslate(self) -> None:
        """Write every text, in the language in force."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what the run has told since; need not do anything while the view is not seen."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Fill when it comes into sight."""
        super().showEvent(event)
        self.refresh()
