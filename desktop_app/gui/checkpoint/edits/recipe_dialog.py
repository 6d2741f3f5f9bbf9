"""Applying a recipe: which of its steps fit this file, and why the others do not, before anything is done."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QWidget

from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.edits.edit_texts import refusal_text, step_text
from desktop_app.gui.checkpoint.edits.editor import Editor, among, files_of, open_for_steps
from desktop_app.gui.counted import counted
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.theme import BAD, scheme_name

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Draft, Step
    from desktop_app.checkpoint.editing.recipes import Replay
    from desktop_app.checkpoint.model import Checkpoint


def try_recipe(draft: "Draft", steps: "Sequence[Step]", opened: "dict[str, Checkpoint]") -> "Replay":
    """For a thread."""
    from desktop_app.checkpoint.editing.recipes import replay

    return replay(draft, steps, lambda path: among(opened, path))


class RecipeDialog(QDialog):
    """Lists the steps; those that fit are done when it is accepted."""

    def __init__(self, editor: Editor, steps: "Sequence[Step]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recipe-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Apply a recipe"))
        self.resize(560, 380)
        self._editor = editor
        self._steps = tuple(steps)
        self._wrong: set[int] = set()
        self.told = QLabel(self.tr("Trying the steps…"), self)
        self.told.setObjectName("recipe-told")
        self.told.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("recipe-steps")
        self.list.setAccessibleName(self.tr("Steps of the recipe"))
        self.list.setWordWrap(True)
        for step in self._steps:
            self.list.addItem(step_text(step))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setObjectName("recipe-ok")
        self.ok.setEnabled(False)
        self.buttons.accepted.connect(self._do)
        self.buttons.rejected.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(self.told)
        column.addWidget(self.list, 1)
        column.addWidget(self.buttons)
        self._missing = [path for path in files_of(self._steps) if path not in editor.opened]
        self._open_next()

    def _open_next(self) -> None:
        """Open the files that steps name, one by one; one that cannot be opened is told at its step."""
        editor = self._editor
        if not self._missing:
            task = editor.session.tasks.run(try_recipe, editor.draft, self._steps, dict(editor.opened), lane="thread")
            task.done.connect(while_alive(self, self._tried))
            return
        path = self._missing.pop(0)
        task = editor.session.tasks.run(open_for_steps, path, title=self.tr("Open {name}").format(name=path))
        task.done.connect(while_alive(self, lambda found: self._opened(path, found)))
        task.failed.connect(while_alive(self, lambda _failure: self._open_next()))

    def _opened(self, path: str, found: "tuple[str, Checkpoint]") -> None:
        self._editor.opened[path] = self._editor.opened[found[0]] = found[1]
        self._open_next()

    def _tried(self, found: "Replay") -> None:
        for number, step, error in found.problems:
            self._wrong.add(number - 1)
            item: QListWidgetItem = self.list.item(number - 1)
            item.setText(f"{step_text(step)}\n{refusal_text(error)}")
            item.setForeground(QColor(BAD[scheme_name()]))
        fit = len(self._steps) - len(self._wrong)
        self.told.setText(
            counted(fit, self.tr("The one step fits this file."), self.tr("All {count} steps fit this file."))
            if not self._wrong
            else self.tr("{fit} of {count} steps fit this file; the others would be left out.").format(
                fit=fit, count=len(self._steps)
            )
        )
        self.ok.setEnabled(fit > 0)

    def _do(self) -> None:
        for number, step in enumerate(self._steps):
            if number not in self._wrong:
                self._editor.do(step_text(step), step)
        self.accept()
