"""Everything that can be chosen once for all, as one table that can be searched; each row can be put back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.preferences.rows import Row, all_rows, put, standard_of, told_value, value_of
from desktop_app.gui.settings import Settings
from desktop_app.gui.spin_boxes import NumberBox
from desktop_app.gui.tasks import TaskFailure, Tasks
from desktop_app.gui.theme import BAD, GOOD, icon, scheme_name
from desktop_app.gui.turns import Turns

_ROW_HEIGHT = 36
_AT_ONCE = 8
"""Rows whose editors are made in one turn of the event loop; the first ones are made before the dialog is seen."""
_VALUE_WIDTH = 330


def try_dot(path: str) -> str:
    """Start a Graphviz program on the smallest graph; its path. Raises `GraphvizError` with one sentence."""
    from desktop_app.graph.dot_layout import places_of
    from desktop_app.graph.graphviz import find_dot

    places_of("digraph { n0 -> n1 }", preferred=path, seconds=5)
    return find_dot(path)


class SettingsDialog(QDialog):
    """Each choice is in force at once; there is nothing to apply."""

    def __init__(
        self,
        settings: Settings,
        tasks: Tasks,
        changed: Callable[[str], object],
        doors: Mapping[str, Callable[[], object]],
        parent: QWidget | None = None,
    ) -> None:
        """`changed` is told the name of each setting that was changed; `doors` open what has a dialog of its own."""
        super().__init__(parent)
        self.setObjectName("settings-dialog")
        self.setWindowTitle(self.tr("Settings"))
        self._settings, self._tasks, self._changed, self._doors = settings, tasks, changed, doors
        self.rows = {row.name: row for row in all_rows()}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._shows: dict[str, Callable[[Any], object]] = {}
        self._resets: dict[str, QToolButton] = {}
        self.turns = Turns(self)
        self.words = QLineEdit(self)
        self.words.setObjectName("settings-words")
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText(self.tr("Search a setting"))
        self.words.setAccessibleName(self.tr("Search a setting"))
        self.words.textChanged.connect(lambda _text: self._filter())
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("settings-list")
        self.tree.setAccessibleName(self.tr("Settings"))
        self.tree.setHeaderLabels([self.tr("Setting"), self.tr("Value"), ""])
        self.tree.setIndentation(14)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, _VALUE_WIDTH)
        header.resizeSection(2, _ROW_HEIGHT + 4)
        self.tree.currentItemChanged.connect(lambda now, _before: self._explain(now))
        self.told = QLabel(self)
        self.told.setObjectName("settings-told")
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._fill()
        self._explain(None)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self)
        for widget, stretch in ((self.words, 0), (self.tree, 1), (self.told, 0), (buttons, 0)):
            column.addWidget(widget, stretch)
        self.resize(760, 620)
        self.words.setFocus()

    # ------------------------------------------------------------------ the table

    def _fill(self) -> None:
        sections: dict[str, QTreeWidgetItem] = {}
        for row in self.rows.values():
            section = sections.get(row.section)
            if section is None:
                section = sections[row.section] = QTreeWidgetItem(self.tree, [row.section])
                section.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = self.tree.font()
                font.setBold(True)
                section.setFont(0, font)
                section.setFirstColumnSpanned(True)
                section.setExpanded(True)
            item = self._items[row.name] = QTreeWidgetItem(section, [row.title])
            item.setToolTip(0, row.note)
            item.setSizeHint(0, QSize(0, _ROW_HEIGHT))
            item.setData(0, Qt.ItemDataRole.UserRole, row.name)
        names = list(self.rows)
        self._dress(names[:_AT_ONCE])
        for first in range(_AT_ONCE, len(names), _AT_ONCE):
            self.turns.add(lambda first=first: self._dress(names[first : first + _AT_ONCE]))

    def _dress(self, names: Sequence[str]) -> None:
        """Give rows their editors."""
        for name in names:
            row, item = self.rows[name], self._items[name]
            self.tree.setItemWidget(item, 1, self._in_cell(self._editor(row)))
            self.tree.setItemWidget(item, 2, self._in_cell(self._reset_button(row)))
            self.show_value(name)

    def _in_cell(self, editor: QWidget) -> QWidget:
        """The editor in the middle of its cell."""
        cell = QWidget(self.tree)
        row = QHBoxLayout(cell)
        row.setContentsMargins(2, 2, 4, 2)
        row.addWidget(editor)
        if isinstance(editor, QCheckBox | QDoubleSpinBox):
            row.addStretch(1)
        for part in (editor, *editor.findChildren(QWidget)):
            part.installEventFilter(self)
        return cell

    def _editor(self, row: Row) -> QWidget:
        made = {"choice": self._choice, "switch": self._switch, "number": self._number, "door": self._door}
        editor = made.get(row.kind, self._text)(row)
        editor.setObjectName(editor.objectName() or f"settings-{row.name}")
        editor.setAccessibleName(row.title)
        editor.setToolTip(row.note)
        return editor

    def _choice(self, row: Row) -> QWidget:
        box = QComboBox(self.tree)
        for value, text in row.choices:
            box.addItem(text, value)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.activated.connect(lambda place: self.choose(row.name, box.itemData(place)))
        self._shows[row.name] = lambda value: box.setCurrentIndex(max(0, box.findData(value)))
        return box

    def _switch(self, row: Row) -> QWidget:
        box = QCheckBox(self.tree)
        box.clicked.connect(lambda: self.choose(row.name, box.isChecked()))
        self._shows[row.name] = box.setChecked
        return box

    def _number(self, row: Row) -> QWidget:
        least, most, step = row.limits
        box = NumberBox(self.tree)
        box.setRange(least, most)
        box.setSingleStep(step)
        box.setDecimals(0 if step >= 1 else 1)
        box.setSuffix(row.unit)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scale = 100.0 if row.percent else 1.0
        box.valueChanged.connect(lambda value: self.choose(row.name, float(value) / scale))

        def show(value: float) -> None:
            box.blockSignals(True)
            box.setValue(value * scale)
            box.blockSignals(False)

        self._shows[row.name] = show
        return box

    def _holder(self, row: Row) -> tuple[QWidget, QHBoxLayout]:
        """What stands side by side in a cell."""
        holder = QWidget(self.tree)
        holder.setObjectName(f"settings-{row.name}-row")
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        return holder, layout

    def _text(self, row: Row) -> QWidget:
        holder, layout = self._holder(row)
        field = QLineEdit(holder)
        field.setObjectName(f"settings-{row.name}")
        field.setAccessibleName(row.title)
        field.setClearButtonEnabled(True)
        field.setPlaceholderText(row.empty)
        layout.addWidget(field, 1)
        field.editingFinished.connect(lambda: self._typed(row, field.text().strip()))
        if row.kind != "text":
            browse = QPushButton(self.tr("Choose…"), holder)
            browse.setObjectName(f"settings-{row.name}-browse")
            browse.setAccessibleName(self.tr("Choose: {setting}").format(setting=row.title))
            browse.setAutoDefault(False)
            browse.clicked.connect(lambda: self._browse(row, field))
            layout.addWidget(browse)
        self._shows[row.name] = field.setText
        return holder

    def _door(self, row: Row) -> QWidget:
        holder, layout = self._holder(row)
        label = QLabel(holder)
        label.setObjectName(f"settings-{row.name}-told")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(label, 1)
        if row.button:
            button = QPushButton(row.button, holder)
            button.setObjectName(f"settings-{row.name}")
            button.setAccessibleName(row.title)
            button.setAutoDefault(False)
            button.clicked.connect(lambda: self._doors[row.name]())
            layout.addWidget(button)

        def show(value: Any) -> None:
            text = told_value(row, value)
            room = _VALUE_WIDTH - (130 if row.button else 30)
            label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room))
            label.setToolTip(text)

        self._shows[row.name] = show
        return holder

    def _reset_button(self, row: Row) -> QToolButton:
        button = QToolButton(self.tree)
        button.setObjectName(f"settings-{row.name}-reset")
        button.setIcon(icon("undo"))
        button.setToolTip(self.tr("Reset"))
        button.setAccessibleName(self.tr("Reset: {setting}").format(setting=row.title))
        button.clicked.connect(lambda: self.reset(row.name))
        self._resets[row.name] = button
        return button

    def _filter(self) -> None:
        words = self.words.text().casefold().split()
        sections: dict[int, tuple[QTreeWidgetItem, bool]] = {}
        for name, item in self._items.items():
            row = self.rows[name]
            text = " ".join((row.section, row.title, row.note, name, *(text for _, text in row.choices))).casefold()
            shown = all(word in text for word in words)
            item.setHidden(not shown)
            parent = item.parent()
            if parent is not None:
                sections[id(parent)] = parent, shown or sections.get(id(parent), (parent, False))[1]
        for section, shown in sections.values():
            section.setHidden(not shown)
        if not any(shown for _, shown in sections.values()):
            self._say(self.tr("No setting has these words."), "")
        else:
            self._explain(self.tree.currentItem())

    def _explain(self, item: QTreeWidgetItem | None) -> None:
        name = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        self._say(self.rows[name].note if name else self.tr("What is chosen here is in force at once."), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whose value has the keyboard is the row that is explained; the wheel moves the list, not a value under it."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            for item in self._items.values():
                cells = (self.tree.itemWidget(item, 1), self.tree.itemWidget(item, 2))
                if any(cell is not None and cell.isAncestorOf(watched) for cell in cells):
                    self.tree.setCurrentItem(item)
        elif (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QComboBox | QDoubleSpinBox)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ values

    def show_value(self, name: str) -> None:
        """Show what holds now, and whether it can be put back."""
        if name not in self._resets:
            return  # its turn comes
        row = self.rows[name]
        value = value_of(row, self._settings)
        self._shows[name](value)
        self._resets[name].setEnabled(value != standard_of(row, self._settings))

    def show_values(self) -> None:
        """The same for every row: another dialog may have changed some."""
        for name in self.rows:
            self.show_value(name)

    def choose(self, name: str, value: Any) -> None:
        """Remember a choice and put it in force."""
        if value == value_of(self.rows[name], self._settings):
            return
        put(self.rows[name], value, self._settings)
        self.show_value(name)
        self._changed(name.partition(".")[0])

    def reset(self, name: str) -> None:
        """Put a setting back to what it was before anything was chosen."""
        self.choose(name, standard_of(self.rows[name], self._settings))

    def _typed(self, row: Row, text: str) -> None:
        if row.kind == "program":
            self.try_dot(text)
        else:
            self.choose(row.name, text)

    def _browse(self, row: Row, field: QLineEdit) -> None:
        title = self.tr("Choose: {setting}").format(setting=row.title)
        if row.kind == "folder":
            path = QFileDialog.getExistingDirectory(self, title, field.text())
        else:
            path, _ = QFileDialog.getOpenFileName(self, title, field.text())
        if path:
            field.setText(path)
            self._typed(row, path)

    def try_dot(self, path: str) -> None:
        """Take a Graphviz program when it can be started; say so when it cannot."""
        if path == self._settings.get("dot"):
            return
        task = self._tasks.run(try_dot, path, lane="thread", latest="settings-dot")
        task.done.connect(while_alive(self, lambda found: self._works(path, found)))
        task.failed.connect(while_alive(self, self._fails))

    def _works(self, path: str, found: str) -> None:
        self.choose("dot", path)
        self._say(self.tr("Works: {path}").format(path=found), GOOD[scheme_name()])

    def _fails(self, failure: TaskFailure) -> None:
        self._say(failure.message, BAD[scheme_name()])

    def _say(self, sentence: str, colour: str) -> None:
        self.told.setText(sentence)
        self.told.setStyleSheet(f"color: {colour};" if colour else "")
