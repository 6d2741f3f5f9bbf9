"""Starts labelme on the folder that is open, in its own process, and looks for what it saves while it runs."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

from desktop_app.annotation.exchange.labelme_program import label_list, labelme_arguments, labelme_command
from desktop_app.gui.annotation.session import LabelSession

_EVERY_MS = 3000


class LabelmeBridge(QObject):
    """One labelme at a time; it lives on when this program ends."""

    said = Signal(str)

    def __init__(self, session: LabelSession) -> None:
        super().__init__(session)
        self.session = session
        self.process: QProcess | None = None
        self._lists = ""
        self._look = QTimer(self)
        self._look.setInterval(_EVERY_MS)
        self._look.timeout.connect(session.reload)

    def start(self) -> None:
        """Open the folder in labelme, at the image in front."""
        folder = self.session.folder
        command = labelme_command()
        if folder is None:
            return
        if not command:
            self.said.emit(
                QCoreApplication.translate("Labelme", "labelme is not installed. Install it with: pip install \"labelme>=7.9,<8\"")
            )  # fmt: skip
            return
        if folder.origin == "zip":
            self.said.emit(
                QCoreApplication.translate("Labelme", "labelme cannot open images in a zip; unpack it first.")
            )
            return
        if self.process is not None and self.process.state() != QProcess.ProcessState.NotRunning:
            self.said.emit(QCoreApplication.translate("Labelme", "labelme is open already."))
            return
        list_file = Path(tempfile.mkdtemp(prefix="weightsmith-labelme-")) / "labels.txt"
        list_file.write_text(label_list(self.session.schema), encoding="utf-8")
        process = self.process = QProcess(self)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._failed)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.start(command, labelme_arguments(folder, self.session.name, self.session.schema, list_file))
        self._lists = str(list_file.parent)
        self._look.start()
        self.said.emit(QCoreApplication.translate("Labelme", "labelme is starting; what it saves appears here."))

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._look.stop()
            self.said.emit(QCoreApplication.translate("Labelme", "labelme could not be started."))

    def _ended(self, code: int) -> None:
        import shutil

        self._look.stop()
        shutil.rmtree(self._lists, ignore_errors=True)
        self.session.reload()
        if code:
            self.said.emit(
                QCoreApplication.translate("Labelme", "labelme ended with an error ({code}).").format(code=code)
            )

    def let_go(self) -> None:
        """This program ends: labelme asks about its own unsaved work, so it is asked to close, not killed."""
        self._look.stop()
        process = self.process
        if process is not None and process.state() != QProcess.ProcessState.NotRunning:
            process.finished.disconnect(self._ended)
            process.terminate()
            process.waitForFinished(1500)
