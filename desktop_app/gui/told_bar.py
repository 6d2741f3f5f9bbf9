"""A progress bar with its words under it: the bar itself is a line, too thin to hold any."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QStyle, QStyleOptionProgressBar, QStylePainter, QWidget

_LINE = 7
_GAP = 2


class ToldBar(QProgressBar):
    """What `setFormat` was given is written below the line, also while nobody knows how long it takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("told", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def words(self) -> str:
        """What is written under the line."""
        knows = self.maximum() > self.minimum()
        return self.text() if knows else "" if "%p" in self.format() else self.format()

    def sizeHint(self) -> QSize:
        """High enough for both."""
        return QSize(super().sizeHint().width(), _LINE + _GAP + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """High enough for both, and as narrow as there is need."""
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line of the style, and the words in the window's own colour."""
        painter = QStylePainter(self)
        option = QStyleOptionProgressBar()
        self.initStyleOption(option)
        option.rect = QRect(0, 0, self.width(), _LINE)
        option.textVisible = False
        painter.drawControl(QStyle.ControlElement.CE_ProgressBar, option)
        place = QRect(0, _LINE + _GAP, self.width(), self.height() - _LINE - _GAP)
        text = self.fontMetrics().elidedText(self.words(), Qt.TextElideMode.ElideRight, place.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)
