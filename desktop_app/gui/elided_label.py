"""A line of words that ends with … where there is no room for all of it, and tells the rest in its tooltip."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

_LEAST = 40
"""Pixels that some words keep."""


class ElidedLabel(QLabel):
    """Asks for room for all of its text and demands hardly any, so that no pane grows with what it says."""

    def __init__(self, parent: QWidget | None = None, *, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        hint = super().minimumSizeHint()
        return QSize(min(_LEAST, hint.width()), hint.height())

    def shown_text(self) -> str:
        """What is painted: the whole text, or as much of it as fits."""
        return self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Text that fits is drawn as every label draws it, so that it can be selected."""
        shown = self.shown_text()
        if shown == self.text():
            super().paintEvent(event)
            return
        with QPainter(self) as painter:
            painter.setFont(self.font())
            self.style().drawItemText(
                painter, self.contentsRect(), self.alignment(), self.palette(), self.isEnabled(), shown, self.foregroundRole()
            )  # fmt: skip

    def event(self, event: QEvent) -> bool:
        """The whole text while it is cut, unless the owner has more to tell."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self.toolTip():
            if self.shown_text() != self.text():
                QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)
