"""Tells that something went wrong in the program, with a report that can be copied; nothing is sent anywhere."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desktop_app.gui.crash import end_of_log
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.help.parts import report
from desktop_app.gui.theme import picture


class CrashDialog(QDialog):
    """One dialog for all errors of a session: later ones are added to the text."""

    def __init__(self, folder: Path, *, died: bool, parent: QWidget | None = None) -> None:
        """`died`: the process before this one ended; otherwise this one goes on."""
        super().__init__(parent)
        self.setObjectName("crash-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._folder = folder
        self._traces: list[str] = []
        mark = QLabel(self)
        mark.setPixmap(picture("warning", 36))
        self.said = QLabel(self)
        self.said.setObjectName("crash-sentence")
        self.said.setWordWrap(True)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("crash-report")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy = QPushButton(self.tr("Copy the report"), self)
        self.copy.setObjectName("crash-copy")
        self.logs = QPushButton(self.tr("Open the folder of logs"), self)
        self.logs.setObjectName("crash-logs")
        self._died = died
        self._lay_out(mark)
        self._say()
        self.resize(720, 460)

    def _lay_out(self, mark: QLabel) -> None:
        row = QHBoxLayout()
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.said, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.logs, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self.logs.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        column = dialog_column(self)
        column.addLayout(row)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Something went wrong"))
        self.text.setAccessibleName(self.tr("Report"))
        if self._died:
            told = self.tr("The last time the program ended unexpectedly. Edits that were not exported are offered when you open the file again, and labels were saved at every stroke.")  # fmt: skip
        else:
            told = self.tr("An error in the program stopped what you just did. The rest goes on working and your files are as they were; save your edits soon.")  # fmt: skip
        self.said.setText(told + " " + self.tr("The report below names no contents of your files. It is sent nowhere: copy it if you want to tell somebody."))  # fmt: skip

    def add(self, trace: str) -> None:
        """One more traceback; the same one is told once."""
        if trace in self._traces:
            return
        self._traces.append(trace)
        parts = (report(), *self._traces, end_of_log(self._folder))
        self.text.setPlainText("\n\n".join(part.strip() for part in parts if part.strip()))


class CrashTeller:
    """Shows the dialog for errors of this session, and once for a crash of the one before."""

    def __init__(self, folder: Path, window: QWidget) -> None:
        self._folder = folder
        self._window = window
        self._dialog: CrashDialog | None = None

    def tell(self, trace: str, *, died: bool = False) -> CrashDialog:
        """Show a traceback."""
        if self._dialog is None:
            self._dialog = CrashDialog(self._folder, died=died, parent=self._window)
            self._dialog.destroyed.connect(self._gone)
            self._dialog.add(trace)
            self._dialog.open()
        else:
            self._dialog.add(trace)
        return self._dialog

    def _gone(self) -> None:
        self._dialog = None
