"""Renaming by regular expression with a live preview: how many keys change, what they become, which would collide."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.edits.edit_texts import refusal_text
from desktop_app.gui.checkpoint.edits.editor import Editor
from desktop_app.gui.checkpoint.formatting import one_line
from desktop_app.gui.counted import counted
from desktop_app.gui.theme import BAD, scheme_name

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.errors import EditError
    from desktop_app.checkpoint.editing.keys import RenamePreview

_LISTED = 200


def preview(names: tuple[str, ...], pattern: str, replacement: str) -> "RenamePreview | EditError":
    """For a thread; an `EditError` is an answer."""
    from desktop_app.checkpoint.editing.errors import EditError
    from desktop_app.checkpoint.editing.keys import preview_regex

    try:
        return preview_regex(names, pattern, replacement)
    except EditError as error:
        return error


class RenameBar(QWidget):
    """Stands over the graph while names are being changed."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rename-bar")
        self._editor = editor
        self.pattern = QLineEdit(self)
        self.pattern.setObjectName("rename-pattern")
        self.replacement = QLineEdit(self)
        self.replacement.setObjectName("rename-replacement")
        for field in (self.pattern, self.replacement):
            field.setClearButtonEnabled(True)
            field.returnPressed.connect(self.apply)
        self.arrow = QLabel("→", self)
        self.button = QPushButton(self)
        self.button.setObjectName("rename-apply")
        self.button.setEnabled(False)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("rename-close")
        self.close_button.setText("✕")
        self.close_button.setAutoRaise(True)
        self.told = QLabel(self)
        self.told.setObjectName("rename-told")
        self.told.setWordWrap(True)
        self.changes = QListWidget(self)
        self.changes.setObjectName("rename-changes")
        self.changes.setAccessibleName(self.tr("What would be renamed"))
        self.changes.setMaximumHeight(140)
        self.changes.hide()
        row = QHBoxLayout()
        row.addWidget(self.pattern, 1)
        row.addWidget(self.arrow)
        row.addWidget(self.replacement, 1)
        row.addWidget(self.button)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 6, 4)
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addWidget(self.changes)
        self.setAutoFillBackground(True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._soon.timeout.connect(self._preview)
        self.pattern.textChanged.connect(lambda: self._soon.start())
        self.replacement.textChanged.connect(lambda: self._soon.start())
        self.button.clicked.connect(self.apply)
        self.close_button.clicked.connect(self.hide)
        editor.shown.connect(lambda _shown: self._soon.start())
        self._retranslate()
        self.hide()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Rename by regular expression"))
        self.pattern.setPlaceholderText(self.tr("Find in names: regular expression, e.g. ^module\\."))
        self.pattern.setAccessibleName(self.tr("Regular expression to find in names"))
        self.replacement.setPlaceholderText(self.tr("Put in its place: text, \\1 or $1 for groups"))
        self.replacement.setAccessibleName(self.tr("Replacement"))
        self.button.setText(self.tr("Rename"))
        self.close_button.setAccessibleName(self.tr("Close"))
        self._preview()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def open(self, text: str = "") -> None:
        """Show the bar, with `text` to find when it is given."""
        self.show()
        if text:
            self.pattern.setText(text)
        self.pattern.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.pattern.selectAll()

    def _preview(self) -> None:
        pattern = self.pattern.text()
        if not pattern:
            self._tell("", can=False)
            self.changes.hide()
            return
        names = tuple(info.name for info in self._editor.session.checkpoint.tensors)
        task = self._editor.session.tasks.run(
            preview, names, pattern, self.replacement.text(), lane="thread", latest=f"rename-{id(self)}"
        )
        task.done.connect(while_alive(self, self._take))

    def _take(self, found: "RenamePreview | EditError") -> None:
        from desktop_app.checkpoint.editing.errors import EditError

        self.changes.clear()
        if isinstance(found, EditError):
            self._tell(refusal_text(found), can=False, bad=True)
            self.changes.hide()
            return
        if found.collisions:
            self._tell(
                counted(len(found.collisions), self.tr("1 name would collide"), self.tr("{count} names would collide")),
                can=False,
                bad=True,
            )
            lines = [f"{one_line(a)}  +  {one_line(b)}  →  {one_line(new)}" for new, a, b in found.collisions[:_LISTED]]
        elif not found.changes:
            self._tell(self.tr("No name changes"), can=False)
            lines = []
        else:
            self._tell(
                counted(len(found.changes), self.tr("1 name changes"), self.tr("{count} names change")), can=True
            )
            lines = [f"{one_line(old)}  →  {one_line(new)}" for old, new in found.changes[:_LISTED]]
            if len(found.changes) > _LISTED:
                lines.append(self.tr("and {count} more").format(count=f"{len(found.changes) - _LISTED:,}"))
        self.changes.addItems(lines)
        self.changes.setVisible(bool(lines))

    def _tell(self, sentence: str, *, can: bool, bad: bool = False) -> None:
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))
        self.told.setStyleSheet(f"color: {BAD[scheme_name()]};" if bad else "")
        self.button.setEnabled(can)

    def apply(self) -> None:
        """Do it as one step."""
        if not self.button.isEnabled():
            return
        from desktop_app.checkpoint.editing.draft import Step
        from desktop_app.gui.checkpoint.edits.edit_texts import step_text

        step = Step("rename-regex", (self.pattern.text(), self.replacement.text()))
        self._editor.do(step_text(step), step)
