"""The zoom in the lower right corner of the graph: smaller, the scale, larger, all of it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from desktop_app.gui.theme import icon, notice


class ZoomBox(QWidget):
    """Three buttons and a number; what they do is given."""

    def __init__(
        self, smaller: Callable[[], object], larger: Callable[[], object], fit: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("graph-zoom")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 3, 4, 3)
        row.setSpacing(1)
        row.addWidget(self._button("zoom-out", smaller))
        self.scale = QLabel(self)
        self.scale.setObjectName("graph-zoom-scale")
        self.scale.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.scale.setMinimumWidth(self.fontMetrics().horizontalAdvance("100 %") + 6)
        row.addWidget(self.scale)
        row.addWidget(self._button("zoom-in", larger))
        row.addWidget(self._button("fit", fit))
        notice.changed.connect(self._tint)
        self._tint()
        self._retranslate()

    def _button(self, name: str, run: Callable[[], object]) -> QToolButton:
        button = self._buttons[name] = QToolButton(self)
        button.setObjectName(f"graph-{name}")
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: run())
        return button

    def show_zoom(self, zoom: float) -> None:
        """The scale in per cent."""
        self.scale.setText(f"{zoom * 100:.0f} %" if zoom >= 0.1 else f"{zoom * 100:.1f} %")

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet panel over the graph."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(self.palette().base().color())
        ground.setAlpha(235)
        painter.setBrush(ground)
        painter.setPen(QPen(self.palette().mid().color(), 1))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _tint(self) -> None:
        for name, button in self._buttons.items():
            button.setIcon(icon(name))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Zoom"))
        self.scale.setAccessibleName(self.tr("Scale"))
        texts = {"zoom-out": self.tr("Zoom out"), "zoom-in": self.tr("Zoom in"), "fit": self.tr("Zoom to fit")}
        for name, button in self._buttons.items():
            button.setToolTip(texts[name])
            button.setAccessibleName(texts[name])
