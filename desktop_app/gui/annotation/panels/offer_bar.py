"""A bar above the canvas that offers to take over labels of another tool found in the folder."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.gui.annotation.format_texts import format_title


class OfferBar(QWidget):
    """Says what was found; taken or sent away."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-offer")
        self._path = ""
        self._format = ""
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.take = QPushButton(self)
        self.take.setObjectName("offer-take")
        self.leave = QPushButton(self)
        self.leave.setObjectName("offer-leave")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.take)
        row.addWidget(self.leave)
        self.take.clicked.connect(lambda: self.wanted.emit(self._path))
        self.leave.clicked.connect(self.hide)
        self.hide()

    def show_offer(self, path: str, format: str) -> None:
        """Offer the labels of a folder."""
        self._path, self._format = path, format
        self._retranslate()
        self.show()

    def _retranslate(self) -> None:
        if not self._format:
            return
        self.text.setText(
            self.tr("This folder holds labels of another tool ({format}).").format(format=format_title(self._format))
        )
        self.take.setText(self.tr("Import…"))
        self.leave.setText(self.tr("Leave them"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
