"""Everything that was done to a file, in order; a click goes back or forward to any state."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.checkpoint.edits.edit_texts import step_text
from desktop_app.gui.checkpoint.edits.editor import Editor


class HistoryView(QWidget):
    """Follows the document of its editor."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history-view")
        self._document = editor.document
        self.list = QListWidget(self)
        self.list.setObjectName("history")
        self.list.setAlternatingRowColors(True)
        self.list.setWordWrap(True)
        self.undo_button = QPushButton(self)
        self.undo_button.setObjectName("history-undo")
        self.redo_button = QPushButton(self)
        self.redo_button.setObjectName("history-redo")
        row = QHBoxLayout()
        row.addWidget(self.undo_button)
        row.addWidget(self.redo_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.list.itemActivated.connect(self._chosen)
        self.list.itemClicked.connect(self._chosen)
        self.undo_button.clicked.connect(self._document.undo)
        self.redo_button.clicked.connect(self._document.redo)
        self._document.history_changed.connect(self._fill)
        self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("History of edits"))
        self.list.setAccessibleName(self.tr("States of the file, the present one in bold"))
        self.undo_button.setText(self.tr("Undo"))
        self.redo_button.setText(self.tr("Redo"))
        self.undo_button.setToolTip(
            self.tr("Goes back to the state before; the step stays in the list and can be redone.")
        )
        self.redo_button.setToolTip(
            self.tr("Does the next step of the list again; a new edit gives up what was undone.")
        )
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def refresh_checkpoint(self) -> None:
        """Nothing of the checkpoint itself is shown here."""

    def _fill(self) -> None:
        history, position = self._document.history, self._document.position
        while self.list.count() > len(history):
            self.list.takeItem(self.list.count() - 1)
        for number in range(len(history)):
            text = self._text(number)
            item = self.list.item(number)
            if item is None:
                item = QListWidgetItem(text, self.list)
            item.setText(text)
            item.setData(Qt.ItemDataRole.UserRole, number)
            font = self.list.font()
            font.setBold(number == position)
            item.setFont(font)
            colours = self.palette()
            group = colours.ColorGroup.Disabled if number > position else colours.ColorGroup.Active
            item.setForeground(colours.brush(group, colours.ColorRole.Text))
        self.list.setCurrentRow(position)
        self.undo_button.setEnabled(position > 0)
        self.redo_button.setEnabled(position + 1 < len(history))

    def _text(self, number: int) -> str:
        """What led to a state, in the language in force; several steps at once are called as they were when they were done."""
        entry = self._document.history[number]
        if not number:
            return self.tr("As opened")
        before = self._document.history[number - 1].value
        steps = entry.value.steps[len(before.steps) if before is not None else 0 :] if entry.value is not None else ()
        return step_text(steps[0]) if len(steps) == 1 else entry.text

    def _chosen(self, item: QListWidgetItem) -> None:
        self._document.go_to(int(item.data(Qt.ItemDataRole.UserRole)))
