"""What is said of one label: name, colour, key, group, explanation, kinds, attributes and skeleton, on three pages."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QColorDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTabWidget,
    QWidget,
)

from desktop_app.annotation.label_colours import colour_of
from desktop_app.annotation.model import KINDS, Kind, Label
from desktop_app.gui.annotation.canvas_texts import kind_text
from desktop_app.gui.annotation.dialogs.attribute_table import AttributeTable
from desktop_app.gui.annotation.dialogs.skeleton_editor import SkeletonEditor
from desktop_app.gui.annotation.panels.label_panel import swatch


class LabelForm(QTabWidget):
    """Edits one `Label`; `label()` is what stands in it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-form")
        self._label = Label("")
        self._filling = False
        self.name, self.hotkey, self.group, self.told = (QLineEdit(self) for _ in range(4))
        self.hotkey.setMaxLength(1)
        for field, name in (
            (self.name, "schema-name"),
            (self.hotkey, "schema-key"),
            (self.group, "schema-group"),
            (self.told, "schema-told"),
        ):
            field.setObjectName(name)
            field.textEdited.connect(lambda _text: self._tell())
        self.colour = QPushButton(self)
        self.colour.setObjectName("schema-colour")
        self.own_colour = QPushButton(self)
        self.own_colour.setObjectName("schema-colour-own")
        for button in (self.colour, self.own_colour):
            button.setAutoDefault(False)
        self._colour = ""
        self.kinds = QListWidget(self)
        self.kinds.setObjectName("schema-kinds")
        self.kinds_note = QLabel(self)
        self.kinds_note.setObjectName("schema-kinds-note")
        self.kinds_note.setWordWrap(True)
        self.kinds_note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.attributes = AttributeTable("schema-attributes", self)
        self.skeleton = SkeletonEditor(self)
        self._lay_out()
        self.colour.clicked.connect(self._ask_colour)
        self.own_colour.clicked.connect(lambda: self._set_colour(""))
        self.kinds.itemChanged.connect(lambda _item: self._tell())
        self.attributes.changed.connect(self._tell)
        self.skeleton.changed.connect(self._tell)
        self._retranslate()

    def _lay_out(self) -> None:
        page = QWidget(self)
        colours = QHBoxLayout()
        colours.addWidget(self.colour, 1)
        colours.addWidget(self.own_colour)
        self._form = QFormLayout(page)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._texts = [QLabel(page) for _ in range(6)]
        fields = (self.name, colours, self.hotkey, self.group, self.told, self.kinds)
        for text, field in zip(self._texts, fields, strict=True):
            self._form.addRow(text, field)
        self._form.addRow("", self.kinds_note)
        self.addTab(page, "")
        self.addTab(self.attributes, "")
        self.addTab(self.skeleton, "")
        for editor in (self.attributes, self.skeleton):
            layout = editor.layout()
            if layout is not None:
                layout.setContentsMargins(8, 8, 8, 8)

    def _retranslate(self) -> None:
        texts = (
            self.tr("Name"), self.tr("Colour"), self.tr("Key"), self.tr("Supercategory"), self.tr("Explanation"), self.tr("Kinds of shape"),
        )  # fmt: skip
        for label, text in zip(self._texts, texts, strict=True):
            label.setText(text)
        for field, text in zip((self.name, self.hotkey, self.group, self.told), (texts[0], *texts[2:5]), strict=True):
            field.setAccessibleName(text)
        self.colour.setAccessibleName(texts[1])
        self.kinds.setAccessibleName(texts[5])
        self.own_colour.setText(self.tr("Automatic"))
        self.hotkey.setPlaceholderText(self.tr("One key; empty: a digit by its place"))
        self._note_kinds()
        self.own_colour.setToolTip(
            self.tr(
                "Gives up the chosen colour for one that follows from the name and is told apart from those of the other labels."
            )
        )
        self.hotkey.setToolTip(
            self.tr(
                "Chooses the label and gives it to the selected shapes: a digit alone, a letter with Shift. Signs are only kept."
            )
        )
        self.group.setToolTip(
            self.tr("The wider class that the label belongs to, for example animal for cat; COCO files hold it.")
        )
        self.told.setToolTip(
            self.tr(
                "What belongs to the label and what does not; seen when the mouse rests on it in the list of labels."
            )
        )
        self.setTabText(0, self.tr("Label"))
        self.setTabText(1, self.tr("Attributes"))
        self.setTabText(2, self.tr("Skeleton"))
        self.show_label(self._label)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_form"):
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ values

    def show_label(self, label: Label) -> None:
        """Edit this one."""
        self._filling = True
        self._label = label
        for field, text in (
            (self.name, label.name),
            (self.hotkey, label.hotkey),
            (self.group, label.supercategory),
            (self.told, label.description),
        ):
            if field.text() != text:
                field.setText(text)
        self._colour = label.colour
        self._show_colour()
        self.kinds.clear()
        for kind in KINDS:
            item = QListWidgetItem(kind_text(kind), self.kinds)
            item.setData(Qt.ItemDataRole.UserRole, kind)
            item.setCheckState(Qt.CheckState.Checked if kind in label.kinds else Qt.CheckState.Unchecked)
        self._note_kinds()
        self.attributes.show_specs(label.attributes)
        self.skeleton.show_skeleton(label.skeleton)
        self._filling = False

    def label(self) -> Label:
        """The label as it stands in the form."""
        return replace(
            self._label,
            name=self.name.text().strip(),
            colour=self._colour,
            hotkey=self.hotkey.text().strip(),
            supercategory=self.group.text().strip(),
            description=self.told.text().strip(),
            kinds=self._kinds(),
            attributes=self.attributes.specs(),
            skeleton=self.skeleton.skeleton(),
        )

    def _kinds(self) -> tuple[Kind, ...]:
        items = [self.kinds.item(row) for row in range(self.kinds.count())]
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def _note_kinds(self) -> None:
        """What the ticks mean, above all when there is none."""
        text = self.tr("None ticked: every kind is allowed") if not self._kinds() else self.tr("Only these are allowed")
        self.kinds_note.setText(text)
        self.kinds.setToolTip(text)

    def _tell(self) -> None:
        if not self._filling:
            self._note_kinds()
            self._show_colour()
            self.changed.emit()

    def _show_colour(self) -> None:
        shown = self._colour or colour_of(self.name.text() or "label")
        self.colour.setIcon(swatch(shown, 16))
        self.colour.setText(self._colour or self.tr("from the name"))
        self.own_colour.setEnabled(bool(self._colour))

    def _ask_colour(self) -> None:
        dialog = QColorDialog(QColor(self._colour or colour_of(self.name.text())), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._set_colour(colour.name()))
        dialog.open()

    def _set_colour(self, colour: str) -> None:
        self._colour = colour
        self._tell()
