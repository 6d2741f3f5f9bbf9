"""The label schema edited: labels in their fixed order, what each may be and is asked, and what a changed order means."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.annotation.exchange.labelmerc import (
    LabelmeSettings,
    SettingsError,
    labelmerc_path,
    read_label_list,
    read_labelmerc,
    with_settings,
)
from desktop_app.annotation.label_colours import shown_colour
from desktop_app.annotation.model import Label, LabelSchema
from desktop_app.annotation.schema import Migration, migration_between
from desktop_app.gui.annotation.dialogs.attribute_table import AttributeTable
from desktop_app.gui.annotation.dialogs.label_fates import LabelFates
from desktop_app.gui.annotation.dialogs.label_form import LabelForm
from desktop_app.gui.annotation.label_sentences import name_trouble
from desktop_app.gui.annotation.panels.label_panel import key_pressed, swatch
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import BAD, CAREFUL, icon, scheme_name
from desktop_app.gui.turns import at_once


class SchemaDialog(QDialog):
    """A copy of the schema is edited; it is saved as a whole, and a change of indices only when it was accepted."""

    def __init__(self, session: LabelSession, parent: QWidget | None = None, *, taken: Mapping[str, str] | None = None, complete: bool = True) -> None:  # fmt: skip
        """`taken` is what is pressed for commands, with what each command is called."""
        super().__init__(parent)
        self.setObjectName("schema-dialog")
        self._taken = taken or {}
        self.session = session
        self.before = session.schema
        self._labels: list[Label] = list(self.before.labels)
        self._names_before = {*self.before.index, *self.before.image_classes}
        self._filling = False
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("schema-labels")
        self.tree.setColumnCount(2)
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.form = LabelForm(self)
        self.classes = QPlainTextEdit("\n".join(self.before.image_classes), self)
        self.classes.setObjectName("schema-classes")
        self.classes.setTabChangesFocus(True)
        self.classes_label = QLabel(self)
        self.classes_label.setBuddy(self.classes)
        self.questions = AttributeTable("schema-image-attributes", self)
        self.questions.show_specs(self.before.image_attributes)
        self.questions_label = QLabel(self)
        self.migration = QLabel(self)
        self.migration.setObjectName("schema-migration")
        self.migration.setWordWrap(True)
        self.migration.setTextFormat(Qt.TextFormat.PlainText)
        self.fates = LabelFates(self)
        self.accept_change = QCheckBox(self)
        self.accept_change.setObjectName("schema-accept")
        self.rename_files = QCheckBox(self)
        self.rename_files.setObjectName("schema-rename")
        self.rename_files.setChecked(True)
        self.trouble = QLabel(self)
        self.trouble.setObjectName("schema-trouble")
        self.trouble.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._make_buttons()
        if complete:
            at_once(self.what_is_missing())

    def what_is_missing(self) -> Iterator[Callable[[], object]]:
        """What makes the dialog complete, piece by piece."""
        yield self._lay_out
        yield self._begin

    def _begin(self) -> None:
        self._connect()
        self._retranslate()
        self._fill(0)
        self.resize(980, 640)

    def _make_buttons(self) -> None:
        self.add, self.remove, self.up, self.down = (QToolButton(self) for _ in range(4))
        for button, name in (
            (self.add, "schema-add"), (self.remove, "schema-remove"), (self.up, "schema-up"), (self.down, "schema-down"),
        ):  # fmt: skip
            button.setObjectName(name)
        self.take_labelme, self.take_list = QPushButton(self), QPushButton(self)
        for button, name in ((self.take_labelme, "schema-labelme"), (self.take_list, "schema-list")):
            button.setObjectName(name)
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        small = QHBoxLayout()
        for button in (self.add, self.remove, self.up, self.down):
            small.addWidget(button)
        small.addStretch(1)
        side = QWidget(self)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.tree, 1)
        left.addLayout(small)
        left.addWidget(self.take_labelme)
        left.addWidget(self.take_list)
        image = QWidget(self)
        column = QVBoxLayout(image)
        column.addWidget(self.classes_label)
        column.addWidget(self.classes, 1)
        column.addWidget(self.questions_label)
        column.addWidget(self.questions, 2)
        halves = QSplitter(self)
        halves.addWidget(side)
        halves.addWidget(self.form)
        halves.setSizes([270, 690])
        halves.setChildrenCollapsible(False)
        self.pages = QTabWidget(self)
        self.pages.addTab(halves, "")
        self.pages.addTab(image, "")
        outer = dialog_column(self)
        outer.addWidget(self.pages, 1)
        for widget in (self.migration, self.fates, self.accept_change, self.rename_files, self.trouble, self.buttons):
            outer.addWidget(widget)

    def _connect(self) -> None:
        self.tree.currentItemChanged.connect(lambda _now, _before: self._show())
        self.form.changed.connect(self._take)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.take_labelme.clicked.connect(self._ask_labelme)
        self.take_list.clicked.connect(self._ask_list)
        self.fates.changed.connect(self._judge)
        self.accept_change.toggled.connect(lambda _on: self._judge())
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Labels of this folder"))
        self.setAccessibleName(self.windowTitle())
        self.tree.setHeaderLabels([self.tr("Index"), self.tr("Label")])
        self.tree.setAccessibleName(self.tr("Labels in their fixed order"))
        self.pages.setTabText(0, self.tr("Labels of shapes"))
        self.pages.setTabText(1, self.tr("Images"))
        self.classes_label.setText(self.tr("Classes of whole images, one a line:"))
        self.classes.setAccessibleName(self.tr("Classes of whole images"))
        self.questions_label.setText(self.tr("What is asked of each image:"))
        for button, sign, text in (
            (self.add, "expand", self.tr("Add a label")), (self.remove, "close", self.tr("Remove the label")),
            (self.up, "chevron-up", self.tr("Move up")), (self.down, "chevron-down", self.tr("Move down")),
        ):  # fmt: skip
            button.setIcon(icon(sign))
            button.setToolTip(text)
            button.setAccessibleName(text)
        self.add.setText("+")
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.take_labelme.setText(self.tr("Take labels, flags and colours of labelme…"))
        self.take_list.setText(self.tr("Take names from a text file…"))
        self.accept_change.setText(self.tr("Change the indices all the same"))
        self.rename_files.setText(self.tr("Rename the labels in the label files of this folder too"))
        self._judge()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "pages"):
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ the list

    def _place(self) -> int:
        item = self.tree.currentItem()
        return self.tree.indexOfTopLevelItem(item) if item is not None else -1

    def _fill(self, place: int) -> None:
        self._filling = True
        self.tree.clear()
        schema = self.schema()
        for index, label in enumerate(self._labels):
            item = QTreeWidgetItem(self.tree, [str(index), label.name])
            item.setIcon(1, swatch(shown_colour(schema, label.name)))
            item.setTextAlignment(0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        chosen = self.tree.topLevelItem(min(max(place, 0), len(self._labels) - 1))
        if chosen is not None:
            self.tree.setCurrentItem(chosen)
        self._filling = False
        self._show()
        self._judge()

    def _show(self) -> None:
        if self._filling:
            return
        place = self._place()
        self.form.setEnabled(place >= 0)
        self.form.show_label(self._labels[place] if place >= 0 else Label(""))
        self.remove.setEnabled(place >= 0)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < len(self._labels) - 1)

    def _take(self) -> None:
        place = self._place()
        if place < 0:
            return
        label = self.form.label()
        self._labels[place] = label
        item = self.tree.topLevelItem(place)
        if item is not None:
            item.setText(1, label.name)
            item.setIcon(1, swatch(shown_colour(self.schema(), label.name)))
        self._judge()

    def _add(self) -> None:
        names = {label.name for label in self._labels}
        base = self.tr("new label")
        name = next(text for n in range(1, 10_000) if (text := f"{base} {n}" if n > 1 else base) not in names)
        self._labels.append(Label(name))
        self._fill(len(self._labels) - 1)
        self.form.setCurrentIndex(0)
        self.form.name.setFocus()
        self.form.name.selectAll()

    def _remove(self) -> None:
        place = self._place()
        if place >= 0:
            del self._labels[place]
            self._fill(place)

    def _move(self, step: int) -> None:
        place = self._place()
        if 0 <= place + step < len(self._labels):
            self._labels.insert(place + step, self._labels.pop(place))
            self._fill(place + step)

    # ------------------------------------------------------------------ taken over

    def _ask_labelme(self) -> None:
        path = labelmerc_path()
        if not path.exists():
            chosen, _ = QFileDialog.getOpenFileName(self, self.tr("labelme's settings"), str(Path.home()), "YAML (*)")
            if not chosen:
                return
            path = Path(chosen)
        self.take_settings(path)

    def take_settings(self, path: Path) -> None:
        """Take over what labelme's settings say."""
        try:
            self._grow(read_labelmerc(path))
        except SettingsError as error:
            self._say(translated(str(error)))

    def _ask_list(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("A label a line"), "", self.tr("Text (*.txt *.names);;All (*)")
        )
        if path:
            self.take_names(Path(path))

    def take_names(self, path: Path) -> None:
        """Take over the names of a list."""
        try:
            self._grow(LabelmeSettings(read_label_list(path)))
        except SettingsError as error:
            self._say(translated(str(error)))

    def _grow(self, settings: LabelmeSettings) -> None:
        grown = with_settings(self.schema(), settings)
        self._labels = list(grown.labels)
        self.classes.setPlainText("\n".join(grown.image_classes))
        self._fill(self._place())

    # ------------------------------------------------------------------ what comes of it

    def schema(self) -> LabelSchema:
        """The schema as it stands in the dialog."""
        classes = (line.strip() for line in self.classes.toPlainText().splitlines())
        return replace(
            self.before,
            labels=tuple(self._labels),
            image_classes=tuple(dict.fromkeys(line for line in classes if line)),
            image_attributes=self.questions.specs(),
        )

    def _wrong(self) -> str:
        names = [label.name for label in self._labels]
        if not all(names):
            return self.tr("Every label needs a name.")
        twice = _first_twice(names)
        if twice:
            return self.tr("There are two labels named {name}.").format(name=twice)
        new = [name for name in (*names, *self.schema().image_classes) if name not in self._names_before]
        odd = name_trouble(new)  # what a file has already does no more harm here
        if odd:
            return odd
        keys = [label.hotkey.upper() for label in self._labels if label.hotkey]
        key = _first_twice(keys)
        if key:
            return self.tr("Two labels have the key {key}.").format(key=key)
        before = {label.hotkey.upper() for label in self.before.labels}
        added = (key_pressed(key) for key in keys if key not in before)  # what came with a file does no harm
        pressed = next((pressed for pressed in added if pressed in self._taken), "")
        sentence = self.tr("{key} is pressed for “{command}”; take another key.")
        return sentence.format(key=pressed, command=self._taken[pressed]) if pressed else ""

    def _lines(self, migration: Migration) -> list[str]:
        return [
            *(self.tr("{name} is removed (it was {index})").format(name=n, index=i) for n, i in migration.removed),
            *(self.tr("{old} becomes {new} ({index})").format(old=o, new=n, index=i) for o, n, i in migration.renamed),
            *(self.tr("{name} moves from {old} to {new}").format(name=n, old=o, new=i) for n, o, i in migration.moved),
        ]

    def _judge(self) -> None:
        migration = migration_between(self.before, self.schema())
        wrong, keeps = self._wrong(), migration.keeps_indices
        lines = self._lines(migration)
        more = len(lines) - 6
        if more > 0:
            lines = [*lines[:6], self.tr("… and {count} more").format(count=more)]
        head = self.tr("This changes what label indices mean; YOLO files and trained checkpoints hold indices only:")
        self.migration.setText("\n".join([head, *lines]))
        self.migration.setStyleSheet(f"color: {CAREFUL[scheme_name()]}")
        self.migration.setVisible(not keeps)
        self._ask_fates(migration)
        self.accept_change.setVisible(not keeps)
        self.rename_files.setVisible(bool(migration.renamed))
        self._say(wrong)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(not wrong and (keeps or self.accept_change.isChecked()) and self.fates.is_answered())

    def _ask_fates(self, migration: Migration) -> None:
        """What becomes of the shapes of labels that go."""
        uses = {name: self.session.uses_of(name) for name, _ in migration.removed}
        self.fates.ask(
            {name: use for name, use in uses.items() if use[0]}, [label.name for label in self._labels if label.name]
        )

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setStyleSheet(f"color: {BAD[scheme_name()]}")
        self.trouble.setVisible(bool(text))

    def save(self) -> None:
        """Save the schema in the folder, and bring label files along when that is wanted."""
        schema = self.schema()
        migration = migration_between(self.before, schema)
        accepted = migration.keeps_indices or self.accept_change.isChecked()
        if self._wrong() or not accepted or not self.fates.is_answered():
            return
        names = {**self.fates.names(), **(migration.names if self.rename_files.isChecked() else {})}
        if self.session.unsaved() and (names or self.fates.gone()):
            self._say(self.tr("Labels are being saved; try again in a moment."))
            return
        self.session.change_labels(schema, names, self.fates.gone())
        self.accept()


def _first_twice(names: Sequence[str]) -> str:
    """The first name that was there before; empty when there is none."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return ""
