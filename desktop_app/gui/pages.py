"""What stands in the place of a model: the invitation to open one, the wait while it opens, the sentence why it did not."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.gui.theme import picture

if TYPE_CHECKING:
    from desktop_app.gui.tasks import Task, TaskFailure


def _button(name: str, slot: object, parent: QWidget, *, primary: bool = False) -> QPushButton:
    button = QPushButton(parent)
    button.setObjectName(name)
    button.setMinimumHeight(34)
    button.setDefault(primary)
    button.setAutoDefault(True)
    button.clicked.connect(slot)  # type: ignore[arg-type]
    return button


class EmptyState(QWidget):
    """Drop here, open, try the sample, or take a recent file."""

    open_wanted = Signal()
    sample_wanted = Signal()
    path_wanted = Signal(str)

    def __init__(self, recent: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty-state")
        self._recent = recent
        self._mark = QLabel(self)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._mark.setPixmap(picture("weightsmith", 72))
        self._title = QLabel(self)
        self._text = QLabel(self)
        self._kinds = QLabel(self)
        for label, size in ((self._title, 17), (self._text, 0), (self._kinds, 0)):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            if size:
                font = label.font()
                font.setPointSize(size)
                font.setBold(True)
                label.setFont(font)
        self._kinds.setForegroundRole(self._kinds.foregroundRole())
        self.open_button = _button("empty-open", lambda: self.open_wanted.emit(), self, primary=True)
        self.sample_button = _button("empty-sample", lambda: self.sample_wanted.emit(), self)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.sample_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 40, 48, 40)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (self._mark, self._title, self._text):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(self._kinds)
        self._recent_title = QLabel(self)
        self._recent_title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(16)
        column.addWidget(self._recent_title)
        for number, path in enumerate(recent[:6]):
            column.addWidget(self._link(number, path), 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        self._retranslate()

    def _link(self, number: int, path: str) -> QPushButton:
        button = QPushButton(Path(path).name, self)
        button.setObjectName(f"empty-recent-{number}")
        button.setFlat(True)
        button.setToolTip(path)
        button.setAccessibleName(path)
        button.setEnabled(Path(path).exists())
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.path_wanted.emit(path))
        return button

    def showEvent(self, event: QShowEvent) -> None:
        """Enter opens a file, unless the keyboard stands somewhere else already."""
        super().showEvent(event)
        if self.window().focusWidget() is None:
            self.open_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame that looks like a place to drop something."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.palette().placeholderText().color())
        colour.setAlpha(120)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(18, 18, -18, -18), 14, 14)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Drop a checkpoint here"))
        self._text.setText(self.tr("and see its modules, tensors and weights. Nothing in the file is executed."))
        self._kinds.setText(self.tr(".pth  .pt  .ckpt  .bin  .safetensors  .pt2  .npz  shards  DCP folders"))
        self.open_button.setText(self.tr("Open…"))
        self.sample_button.setText(self.tr("Try the sample"))
        self._recent_title.setText(self.tr("Recent") if self._recent else "")


class LoadingState(QWidget):
    """Name, progress and elapsed time of a file that is being opened; visible only when it takes a while."""

    def __init__(self, path: str, task: "Task", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loading-state")
        self._title = QLabel(self.tr("Opening {name}…").format(name=Path(path).name), self)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note = QLabel(self)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("loading-progress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(360)
        self.cancel_button = _button("loading-cancel", task.cancel, self)
        self.cancel_button.setText(self.tr("Cancel"))
        column = QVBoxLayout(self)
        column.addStretch(1)
        for widget in (self._title, self._bar, self._note, self.cancel_button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
        self._bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._bar.setFixedWidth(360)
        column.addStretch(1)
        for widget in (self._title, self._bar, self._note, self.cancel_button):
            widget.hide()
        self._seconds = 0.0
        self._clock = QTimer(self)
        self._clock.setInterval(300)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        task.progressed.connect(self._progress)

    def _tick(self) -> None:
        self._seconds += 0.3
        for widget in (self._title, self._bar, self._note, self.cancel_button):
            widget.show()
        self._note.setText(self.tr("{seconds} s").format(seconds=f"{self._seconds:.0f}"))

    def _progress(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, total if total < 1 << 31 else 0)
        self._bar.setValue(min(done, (1 << 31) - 1))


class ErrorState(QWidget):
    """One sentence what is wrong and what to do; the rest of the program is not concerned."""

    open_wanted = Signal()
    retry_wanted = Signal()
    copy_wanted = Signal(str)

    def __init__(self, path: str, failure: "TaskFailure", sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("error-state")
        mark = QLabel(self)
        mark.setPixmap(picture("error", 44))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = QLabel(self.tr("{name} could not be opened").format(name=Path(path).name), self)
        font = title.font()
        font.setBold(True)
        font.setPointSize(font.pointSize() + 3)
        title.setFont(font)
        text = QLabel(sentence, self)
        text.setObjectName("error-sentence")
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        place = QLabel(path, self)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (title, text, place):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        again = _button("error-retry", lambda: self.retry_wanted.emit(), self, primary=True)
        again.setText(self.tr("Try again"))
        other = _button("error-open", lambda: self.open_wanted.emit(), self)
        other.setText(self.tr("Open another…"))
        details = _button("error-copy", lambda: self.copy_wanted.emit(f"{path}\n{sentence}\n\n{failure.detail}"), self)
        details.setText(self.tr("Copy details"))
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (again, other, details):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 32, 48, 32)
        column.setSpacing(10)
        column.addStretch(1)
        for widget in (mark, title, text, place):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(2)
