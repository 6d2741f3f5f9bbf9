"""What the labelling workspace shows before images are open: an invitation, the wait, or the sentence why it did not work."""

import secrets
import shutil
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.routing import workspace_of
from desktop_app.gui.settings import folder
from desktop_app.gui.theme import BAD, icon, scheme_name
from desktop_app.places import resources


def own_sample(shipped: Path) -> Path:
    """A copy of the sample that the person may draw on; the one that was made before, if there is one."""
    own = folder() / "sample-images"
    if not own.is_dir():
        making = own.with_name(f"{own.name}-{secrets.token_hex(4)}")
        shutil.copytree(shipped, making)
        making.replace(own)
    return own


class EmptyPage(QWidget):
    """Open a folder, drop one, try the sample, or take a recent one."""

    open_wanted = Signal()
    path_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-empty")
        self._mark = QLabel(self)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel(self)
        self._text = QLabel(self)
        self._error = QLabel(self)
        self._error.setObjectName("label-error")
        for label in (self._title, self._text, self._error):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        font = self._title.font()
        font.setPointSize(17)
        font.setBold(True)
        self._title.setFont(font)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(320)
        self._bar.hide()
        self.open_button = self._button("label-open", self.open_wanted.emit)
        self.sample_button = self._button("label-sample", lambda: self.path_wanted.emit(str(own_sample(self.sample()))))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.sample_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 40, 48, 40)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (self._mark, self._title, self._text, self._error):
            column.addWidget(widget)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignCenter)
        column.addLayout(buttons)
        self._recent = QVBoxLayout()
        column.addSpacing(12)
        column.addLayout(self._recent)
        column.addStretch(3)
        self._retranslate()

    @staticmethod
    def sample() -> Path:
        """The images that the program brings along."""
        return resources() / "sample" / "images"

    def _button(self, name: str, slot: object) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setMinimumHeight(34)
        button.setAutoDefault(True)
        button.clicked.connect(slot)  # type: ignore[arg-type]
        return button

    def _retranslate(self) -> None:
        self._mark.setPixmap(icon("label").pixmap(56, 56))
        self._title.setText(self.tr("Drop images to label"))
        self._text.setText(
            self.tr(
                "A folder, a zip, a list, or the project of labelme, CVAT, Label Studio, VoTT, VIA and others. Labels are saved beside the images as you draw."
            )
        )
        self.open_button.setText(self.tr("Open a folder…"))
        self.sample_button.setText(self.tr("Try the sample images"))
        self.sample_button.setEnabled(self.sample().is_dir())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def show_recent(self, paths: list[str]) -> None:
        """Links to folders that were opened before."""
        while self._recent.count():
            item = self._recent.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for path in [path for path in paths if Path(path).is_dir() and workspace_of(path) == "label"][:6]:
            button = self._button(
                f"label-recent-{self._recent.count()}", lambda _=False, path=path: self.path_wanted.emit(path)
            )
            button.setText(Path(path).name)
            button.setToolTip(path)
            button.setAccessibleName(path)
            button.setFlat(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)

    def show_loading(self, path: str) -> None:
        """A folder is being opened."""
        sentence = self.tr("Opening {name}").format(name=Path(path).name)
        self._error.setStyleSheet("")
        self._error.setText(sentence + "…")
        self._bar.show()
        self._bar.setAccessibleName(sentence)

    def show_error(self, sentence: str) -> None:
        """It could not be opened, and why."""
        self._bar.hide()
        self._error.setText(sentence)
        self._error.setStyleSheet(f"color: {BAD[scheme_name()]}")

    def hideEvent(self, event: object) -> None:
        """What was waited for is here."""
        super().hideEvent(event)  # type: ignore[arg-type]
        if self._bar.isVisibleTo(self):
            self._error.clear()
            self._bar.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame that looks like a place to drop something."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.palette().placeholderText().color())
        colour.setAlpha(120)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(18, 18, -18, -18), 14, 14)
        painter.end()
