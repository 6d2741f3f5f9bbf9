"""Asks for the label of a shape that was just drawn: type a few letters or take a recent one; nothing modal."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_app.annotation.label_colours import shown_colour
from desktop_app.annotation.model import LabelSchema
from desktop_app.gui.annotation.label_sentences import name_trouble
from desktop_app.gui.annotation.panels.label_panel import swatch


class LabelChooser(QFrame):
    """A small list beside the shape; Enter takes the marked label or a new one, Esc gives the shape up."""

    chosen = Signal(str)
    given_up = Signal()
    refused = Signal(str)
    """What was typed cannot be a label; the sentence says why, and the question stays."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("label-chooser")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("Label of the shape"))
        self._answered = True
        self._schema = LabelSchema()
        self._recent: list[str] = []
        self.search = QLineEdit(self)
        self.search.setObjectName("label-chooser-search")
        self.search.setPlaceholderText(self.tr("Label"))
        self.search.setAccessibleName(self.tr("Label"))
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._take)
        self.search.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("label-chooser-list")
        self.list.setAccessibleName(self.tr("Labels"))
        self.list.itemClicked.connect(lambda item: self._give(item.data(Qt.ItemDataRole.UserRole)))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.resize(220, 260)

    def ask(self, schema: LabelSchema, place: QPoint, allowed: Sequence[str] = (), text: str = "") -> None:
        """Open beside a place of the screen; `allowed` names the labels that fit (all when empty)."""
        self._schema, self._allowed = schema, tuple(allowed)
        self._answered = False
        self.search.setText(text)
        self.search.selectAll()
        self._fill()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        x = min(place.x() + 12, room.right() - self.width())
        y = min(place.y() + 12, room.bottom() - self.height())
        self.move(max(x, room.left()), max(y, room.top()))
        self.show()
        self.search.setFocus()

    def remember(self, name: str) -> None:
        """The label comes first the next time."""
        self._recent = [name, *(one for one in self._recent if one != name)][:8]

    def _fill(self) -> None:
        text = self.search.text().strip().casefold()
        names = [label.name for label in self._schema.labels if not self._allowed or label.name in self._allowed]
        ordered = [name for name in self._recent if name in names]
        ordered += [name for name in names if name not in ordered]
        shown = [name for name in ordered if text in name.casefold()]
        if text and all(text != name.casefold() for name in shown):
            shown.append(self.search.text().strip())
        self.list.clear()
        for name in shown:
            known = name in self._schema.index
            item = QListWidgetItem(
                swatch(shown_colour(self._schema, name)), name if known else self.tr("New: {name}").format(name=name)
            )
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        if shown:
            self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move the mark while letters go to the field."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        ):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            count = max(self.list.count(), 1)
            self.list.setCurrentRow((self.list.currentRow() + step) % count)
            return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._give(item.data(Qt.ItemDataRole.UserRole))

    def _give(self, name: str) -> None:
        trouble = name_trouble([name]) if name not in self._schema.index else ""
        if trouble:
            self.refused.emit(trouble)
            return
        self._answered = True
        self.remember(name)
        self.hide()
        self.chosen.emit(name)

    def hideEvent(self, event: object) -> None:
        """Closed without an answer: the shape is given up."""
        super().hideEvent(event)  # type: ignore[arg-type]
        if not self._answered:
            self._answered = True
            self.given_up.emit()
