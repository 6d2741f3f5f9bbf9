"""A small form for the arguments of one edit; it stays open with the reason when the edit does not fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from desktop_app.gui.checkpoint.edits.edit_texts import refusal_text, step_text
from desktop_app.gui.checkpoint.edits.editor import Editor
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.theme import BAD, scheme_name

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Step
    from desktop_app.checkpoint.editing.errors import EditError


@dataclass(frozen=True, slots=True)
class Field:
    """One argument."""

    name: str
    """Stable, for the `objectName`."""
    title: str
    text: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    """Offered in a list that other text may be typed into."""


class StepDialog(QDialog):
    """Asks for arguments and does the step."""

    def __init__(
        self,
        editor: Editor,
        title: str,
        about: str,
        fields: Sequence[Field],
        make: "Callable[[tuple[str, ...]], Sequence[Step]]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("step-dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editor = editor
        self._make = make
        self._waiting = False
        self.about = QLabel(about, self)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.about.setVisible(bool(about))
        form = QFormLayout()
        self._inputs: list[QLineEdit | QComboBox] = []
        for field in fields:
            widget = self._input(field)
            widget.setObjectName(f"step-{field.name}")
            widget.setAccessibleName(field.title)
            form.addRow(field.title, widget)
            self._inputs.append(widget)
        self.problem = QLabel(self)
        self.problem.setObjectName("step-problem")
        self.problem.setWordWrap(True)
        self.problem.setStyleSheet(f"color: {BAD[scheme_name()]};")
        self.problem.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setObjectName("step-ok")
        buttons.accepted.connect(self._do)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(self.about)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(440)
        editor.refused.connect(self._refused)
        editor.shown.connect(self._done)
        if self._inputs:
            self._inputs[0].setFocus()
            first = self._inputs[0]
            if isinstance(first, QLineEdit):
                first.selectAll()

    def _input(self, field: Field) -> QLineEdit | QComboBox:
        if field.choices:
            combo = QComboBox(self)
            combo.setEditable(True)
            combo.addItems(list(field.choices))
            combo.setCurrentText(field.text or field.choices[0])
            return combo
        line = QLineEdit(field.text, self)
        line.setPlaceholderText(field.hint)
        return line

    def values(self) -> tuple[str, ...]:
        """What stands in the fields."""
        return tuple(
            widget.currentText() if isinstance(widget, QComboBox) else widget.text() for widget in self._inputs
        )

    def _do(self) -> None:
        steps = tuple(self._make(self.values()))
        if not steps:
            self.reject()
            return
        self._waiting = True
        self.ok.setEnabled(False)
        self._editor.do(step_text(steps[0]), *steps)

    def _refused(self, error: "EditError") -> None:
        if self._waiting:
            self._waiting = False
            self.ok.setEnabled(True)
            self.problem.setText(refusal_text(error))
            self.problem.show()

    def _done(self, _shown: object) -> None:
        if self._waiting:
            self._waiting = False
            self.accept()
