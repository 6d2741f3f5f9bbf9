"""Asks before Python code of the user's is run: which file, what in it, its contents and its hash."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop_app.engine.sources import PythonFile
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.settings import Settings
from desktop_app.gui.theme import CAREFUL, icon, scheme_name

_SHOWN = 200_000


def is_trusted(seen: PythonFile, settings: Settings) -> bool:
    """Whether the person asked not to be asked again about a file of these very bytes."""
    return seen.sha256 in settings.get("trusted")


def ask_consent(
    seen: PythonFile, name: str, settings: Settings, agreed: Callable[[], object], parent: QWidget
) -> "ConsentDialog | None":
    """Call `agreed` at once for a file that is trusted already, else when the person says so in the dialog."""
    if is_trusted(seen, settings):
        agreed()
        return None
    dialog = ConsentDialog(seen, name, parent)

    def accepted() -> None:
        if dialog.remember.isChecked():
            settings.set("trusted", [*settings.get("trusted"), seen.sha256])
        agreed()

    dialog.accepted.connect(accepted)
    dialog.open()
    return dialog


class ConsentDialog(QDialog):
    """Shows what would run; nothing runs before it is accepted."""

    def __init__(self, seen: PythonFile, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("consent-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Run this Python file?"))
        mark = QLabel(self)
        mark.setPixmap(icon("warning", CAREFUL[scheme_name()]).pixmap(32, 32))
        self.question = QLabel(
            self.tr(
                "To build the model, the file has to be run. Python code can do anything that you can: read and delete your "
                "files, use the network. It runs in a process of its own with a limit of time and memory, which does not "
                "change that. Run it only when you know where it comes from."
            ),
            self,
        )
        self.question.setObjectName("consent-question")
        self.question.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.question, 1)
        form = QFormLayout()
        for title, key, text in (
            (self.tr("File"), "consent-path", seen.path),
            (self.tr("What is built"), "consent-name", name),
            (self.tr("SHA-256"), "consent-hash", seen.sha256),
        ):
            field = QLineEdit(text, self)
            field.setObjectName(key)
            field.setReadOnly(True)
            field.setAccessibleName(title)
            form.addRow(title, field)
        self.source = QPlainTextEdit(self)
        self.source.setObjectName("consent-source")
        self.source.setAccessibleName(self.tr("Contents of the file"))
        self.source.setReadOnly(True)
        self.source.setTabChangesFocus(True)
        self.source.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.source.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text = seen.source[:_SHOWN].decode("utf-8", "replace")
        self.source.setPlainText(text + ("\n…" if len(seen.source) > _SHOWN else ""))
        self.remember = QCheckBox(self.tr("Do not ask again about a file with these very contents"), self)
        self.remember.setObjectName("consent-remember")
        self.buttons = QDialogButtonBox(self)
        self.run_button = self.buttons.addButton(self.tr("&Run it"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.run_button.setObjectName("consent-run")
        self.refuse_button = self.buttons.addButton(self.tr("Do &not run it"), QDialogButtonBox.ButtonRole.RejectRole)
        self.refuse_button.setObjectName("consent-refuse")
        self.refuse_button.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = dialog_column(self)
        column.addLayout(head)
        column.addLayout(form)
        column.addWidget(self.source, 1)
        column.addWidget(self.remember)
        column.addWidget(self.buttons)
        self.resize(720, 560)
        self.refuse_button.setFocus()
