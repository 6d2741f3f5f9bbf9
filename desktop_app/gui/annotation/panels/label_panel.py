"""The labels of the data set at the side: colour, key, how many shapes here and in all; the chosen one is drawn with next."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.annotation.label_colours import dark_text_on, shown_colour
from desktop_app.annotation.model import Label, LabelSchema
from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.label_sentences import name_trouble
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.theme import icon

_NAME = Qt.ItemDataRole.UserRole


@lru_cache(maxsize=512)
def swatch(colour: str, size: int = 14) -> QIcon:
    """A small filled square with an edge that stands out from it, so that it is seen on its own colour too."""
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(colour))
    painter.setPen(QPen(QColor("#202020" if dark_text_on(colour) else "#ffffff"), 1.0))
    painter.drawRoundedRect(QRectF(1.5, 1.5, size - 3, size - 3), 3, 3)
    painter.end()
    made = QIcon(pixmap)
    made.addPixmap(pixmap, QIcon.Mode.Selected)  # or the style tints it with the colour of the selection
    return made


DIGITS = "1234567890"


def key_pressed(key: str) -> str:
    """What is pressed for a label's key: a digit alone, a letter with Shift, since tools have the letters; nothing for a sign."""
    if len(key) != 1:
        return ""
    if key in DIGITS:
        return key
    return f"Shift+{key.upper()}" if key.isascii() and key.isalpha() else ""


def hotkeys(schema: LabelSchema) -> dict[str, str]:
    """Key of each label: its own, or a digit by its place among the first nine."""
    taken = {label.hotkey: label.name for label in schema.labels if label.hotkey}
    free = (str(digit) for digit in (*range(1, 10), 0) if str(digit) not in taken)
    found = {label.name: label.hotkey for label in schema.labels if label.hotkey}
    for label in schema.labels:
        if label.name not in found:
            key = next(free, "")
            if not key:
                break
            found[label.name] = key
    return found


class LabelPanel(QWidget):
    """Choose what is drawn next, hide what is in the way, add labels."""

    chosen = Signal(str)
    """The label that is drawn with from now on; empty for none."""
    hidden_changed = Signal(object)
    """Names of labels whose shapes are not shown."""
    lock_changed = Signal(bool)
    """Whether every new shape takes the chosen label without a question."""
    edit_wanted = Signal()
    assign_wanted = Signal(str)
    """Give the selected shapes this label."""

    def __init__(self, session: LabelSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-panel")
        self.session = session
        self.keys_of: Callable[[LabelSchema], Mapping[str, str]] = hotkeys
        """What is pressed for each label; whoever knows the commands leaves theirs out."""
        self.current = ""
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("label-list")
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setColumnCount(4)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.new = QLineEdit(self)
        self.new.setObjectName("label-new")
        self.new.returnPressed.connect(self._add)
        self.edit = QToolButton(self)
        self.edit.setObjectName("label-edit")
        self.edit.setAutoRaise(True)
        self.edit.clicked.connect(self.edit_wanted)
        self.pin = QToolButton(self)
        self.pin.setObjectName("label-lock")
        self.pin.setAutoRaise(True)
        self.pin.setCheckable(True)
        self.pin.setChecked(True)
        self.pin.toggled.connect(self.lock_changed)
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 4, 4)
        row.addWidget(self.new, 1)
        row.addWidget(self.pin)
        row.addWidget(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tree, 1)
        column.addLayout(row)
        self.tree.currentItemChanged.connect(self._current)
        self.tree.itemChanged.connect(self._checked)
        self.tree.itemDoubleClicked.connect(lambda item, _column: self.assign_wanted.emit(item.data(0, _NAME)))
        session.schema_changed.connect(while_alive(self, lambda _schema: self._fill()))
        session.changed.connect(while_alive(self, lambda _old, _new: self._count()))
        session.labels_arrived.connect(self._count)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(250)
        self._soon.timeout.connect(self._count)
        session.index_changed.connect(while_alive(self, lambda _names: self._count_soon()))
        self._retranslate()

    def _retranslate(self) -> None:
        self.tree.setAccessibleName(self.tr("Labels"))
        self.tree.setHeaderLabels([self.tr("Label"), self.tr("Key"), self.tr("Here"), self.tr("All")])
        self.new.setPlaceholderText(self.tr("New label"))
        self.new.setAccessibleName(self.tr("New label"))
        self.new.setToolTip(self.tr("Enter adds the label to the data set; the next shapes are drawn with it."))
        for button, name, text in (
            (self.edit, "settings", self.tr("Edit the labels: colours, keys, attributes, skeletons")),
            (self.pin, "pin", self.tr("Lock: every new shape takes the chosen label")),
        ):
            button.setIcon(icon(name))
            button.setToolTip(text)
            button.setAccessibleName(text)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ rows

    def _fill(self) -> None:
        schema = self.session.schema
        keys = self.keys_of(schema)
        hidden = self.hidden()
        self.tree.blockSignals(True)
        self.tree.clear()
        for label in schema.labels:
            item = QTreeWidgetItem(self.tree, [label.name, keys.get(label.name, "")])
            item.setData(0, _NAME, label.name)
            item.setIcon(0, swatch(shown_colour(schema, label.name)))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Unchecked if label.name in hidden else Qt.CheckState.Checked)
            item.setToolTip(0, self._tip(label))
            for place in (1, 2, 3):
                item.setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if label.name == self.current:
                self.tree.setCurrentItem(item)
        self.tree.blockSignals(False)
        self._count()

    def _tip(self, label: Label) -> str:
        parts = [label.name, label.description, label.supercategory]
        return "\n".join(part for part in parts if part)

    def _count_soon(self) -> None:
        """A folder of many images tells its records in hundreds of batches: they are counted together."""
        if not self._soon.isActive():
            self._soon.start()

    def _count(self) -> None:
        annotation = self.session.annotation
        here = (
            Counter(name for shape in annotation.shapes for name in shape.labels)
            if annotation is not None
            else Counter[str]()
        )
        everywhere: Counter[str] = Counter()
        for record in self.session.index.values():
            for name, count in record.labels:
                everywhere[name] += count
        self.tree.blockSignals(True)
        for item in self._items():
            name = item.data(0, _NAME)
            item.setText(2, f"{here[name]:,}" if here[name] else "")
            item.setText(3, f"{everywhere[name]:,}" if everywhere[name] else "")
        self.tree.blockSignals(False)

    def _items(self) -> list[QTreeWidgetItem]:
        found = [self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount())]
        return [item for item in found if item is not None]

    def hidden(self) -> frozenset[str]:
        """Labels whose box is not ticked."""
        return frozenset(item.data(0, _NAME) for item in self._items() if item.checkState(0) == Qt.CheckState.Unchecked)

    def _checked(self, _item: QTreeWidgetItem, column: int) -> None:
        if column == 0:
            self.hidden_changed.emit(self.hidden())

    def _current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        self.current = item.data(0, _NAME) if item is not None else ""
        self.chosen.emit(self.current)

    def choose(self, name: str) -> None:
        """Draw with this label from now on."""
        for item in self._items():
            if item.data(0, _NAME) == name:
                self.tree.setCurrentItem(item)
                return

    def choose_key(self, key: str) -> bool:
        """Choose the label of a key; False where no label has it."""
        keys = self.keys_of(self.session.schema)
        name = next((name for name, own in keys.items() if own == key), "")
        if name:
            self.choose(name)
        return bool(name)

    def _add(self) -> None:
        name = self.new.text().strip()
        trouble = name_trouble([name])
        if trouble:
            self.session.complained.emit(trouble)
        if trouble or not name:
            return
        schema = self.session.schema
        if name not in schema.index:
            self.session.keep_schema(replace(schema, labels=(*schema.labels, Label(name))))
        self.new.clear()
        self.choose(name)
