"""What the tour shows: a bubble of text beside a widget, and a frame around it that lets every click through."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

_WIDTH = 360
_GAP = 12


class Spotlight(QWidget):
    """A frame around what is meant; it takes neither clicks nor the keyboard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tour-spotlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A strong line with a soft one around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.palette().highlight().color()
        soft = QColor(colour)
        soft.setAlpha(80)
        for pen, inset in ((QPen(soft, 6), 3), (QPen(colour, 2), 3)):
            painter.setPen(pen)
            painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 7, 7)
        painter.end()


class TourBubble(QFrame):
    """One step's text with the ways on, back and out; Right and Left walk, Escape ends."""

    next_wanted = Signal()
    back_wanted = Signal()
    skip_wanted = Signal()
    read_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("tour-bubble")
        self.setFixedWidth(_WIDTH)
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._window = window
        self._target: QWidget | None = None
        self.spotlight = Spotlight(window)
        self.title, self.text, self.count = QLabel(self), QLabel(self), QLabel(self)
        for label, name in ((self.title, "tour-title"), (self.text, "tour-text"), (self.count, "tour-count")):
            label.setObjectName(name)
            label.setWordWrap(label is not self.count)
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.title.setFont(font)
        self.skip = self._button("tour-skip", self.skip_wanted)
        self.read = self._button("tour-read", self.read_wanted)
        self.back = self._button("tour-back", self.back_wanted)
        self.next = self._button("tour-next", self.next_wanted)
        self.next.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self.skip)
        row.addWidget(self.read)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        for widget in (self.title, self.text, self.count):
            column.addWidget(widget)
        column.addLayout(row)
        window.installEventFilter(self)
        self._follow = QTimer(self)
        self._follow.setInterval(200)
        self._follow.timeout.connect(self._keep_beside)
        self.hide()

    def _button(self, name: str, signal: object) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setAutoDefault(True)
        button.clicked.connect(lambda: signal.emit())  # type: ignore[attr-defined]
        return button

    def show_step(self, title: str, text: str, number: str, target: QWidget | None) -> None:
        """Stand beside a widget, or in the middle of the window when there is none."""
        self.title.setText(title)
        self.text.setText(text)
        self.count.setText(number)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._target = target
        self.show()
        self.place()
        self._follow.start()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Find a place that hides nothing of what is meant, if there is one."""
        self.adjustSize()
        self.resize(_WIDTH, self.heightForWidth(_WIDTH) if self.hasHeightForWidth() else self.sizeHint().height())
        room = self._window.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        target = self._rect_of_target()
        self.spotlight.setVisible(target is not None)
        if target is None:
            self.move(room.center() - self.rect().center())
        else:
            self.spotlight.setGeometry(_around(target, self._window.rect()))
            self.spotlight.raise_()
            self.move(_beside(target, self.size().width(), self.size().height(), room))
        self.raise_()

    def _keep_beside(self) -> None:
        """What is meant moves when a banner comes above it."""
        if not self.isVisible():
            self._follow.stop()
            return
        target = self._rect_of_target()
        if target is not None and self.spotlight.geometry() != _around(target, self._window.rect()):
            self.place()

    def _rect_of_target(self) -> QRect | None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible() or not target.width():
            return None
        return QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with a line around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().base())
        painter.setPen(QPen(self.palette().highlight().color(), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Escape ends."""
        signals = {Qt.Key.Key_Right: self.next_wanted, Qt.Key.Key_Left: self.back_wanted, Qt.Key.Key_Escape: self.skip_wanted}  # fmt: skip
        signal = signals.get(Qt.Key(event.key()))
        if signal is None:
            super().keyPressEvent(event)
            return
        signal.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False


def _around(target: QRect, room: QRect) -> QRect:
    return target.adjusted(-4, -4, 4, 4).intersected(room)


def _beside(target: QRect, width: int, height: int, room: QRect) -> QPoint:
    """Right of the target, left, below, above, in this order; inside it where nothing else has room."""
    middle = min(max(target.center().y() - height // 2, room.top()), room.bottom() - height)
    across = min(max(target.center().x() - width // 2, room.left()), room.right() - width)
    places = (
        QPoint(target.right() + _GAP, middle), QPoint(target.left() - _GAP - width, middle),
        QPoint(across, target.bottom() + _GAP), QPoint(across, target.top() - _GAP - height),
    )  # fmt: skip
    for place in places:
        if room.contains(QRect(place.x(), place.y(), width, height)):
            return place
    return QPoint(target.right() - width - 2 * _GAP, min(target.bottom(), room.bottom()) - height - 2 * _GAP)
