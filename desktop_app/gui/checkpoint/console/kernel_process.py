"""The process behind a console: started, interrupted, ended with all that it started, and its death told in one sentence."""

import contextlib
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from desktop_app.engine.interpreter import environment

_LOOK_MS = 40
_PATIENCE_MS = 90_000
_TAIL = 4000


class KernelProcess(QObject):
    """One process; it is started once."""

    ready = Signal(str)
    """The file that says how to connect."""
    died = Signal(str)
    """It ended by itself, or never came up; what it printed last."""

    def __init__(
        self, python: str, folder: str, setup: Mapping[str, Any], home: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._place = Path(tempfile.mkdtemp(prefix="weightsmith-console-"))
        self._connection = self._place / "kernel.json"
        self._printed = b""
        self._over = False
        transport = "ipc" if os.name == "posix" else "tcp"
        history = home / "history.sqlite"
        whole = {**setup, "connection": str(self._connection), "transport": transport, "history": str(history)}
        self._setup = json.dumps(whole).encode() + b"\n"
        self.process = QProcess(self)
        made = QProcessEnvironment()
        for name, value in environment().items():
            made.insert(name, value)
        made.insert("IPYTHONDIR", str(home))
        made.insert("PYDEVD_DISABLE_FILE_VALIDATION", "1")
        self.process.setProcessEnvironment(made)
        self.process.setWorkingDirectory(folder)
        self.process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self.process.readyRead.connect(self._read)
        self.process.finished.connect(lambda _code, _status: self._ended())
        self.process.errorOccurred.connect(self._failed)
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self._look)
        self._waited = 0
        self._python = python

    def start(self) -> None:
        """Start it; `ready` or `died` follows."""
        self.process.start(self._python, ["-m", "desktop_app.checkpoint.console.kernel"])
        self.process.write(self._setup)
        self._clock.start()

    def interrupt(self) -> None:
        """Stop what it is computing, as Ctrl+C does."""
        self.process.write(b"interrupt\n")

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self.process.state() != QProcess.ProcessState.NotRunning

    def end(self) -> None:
        """End it and all that it started, at once."""
        if self._over:
            return
        self._over = True
        self._clock.stop()
        identity = self.process.processId()
        if self.running:
            if os.name == "posix" and identity > 0:
                with contextlib.suppress(OSError):
                    os.killpg(identity, signal.SIGKILL)
            self.process.kill()
            self.process.waitForFinished(1000)
        shutil.rmtree(self._place, ignore_errors=True)

    # ------------------------------------------------------------------ what comes

    def _look(self) -> None:
        self._waited += _LOOK_MS
        with contextlib.suppress(OSError, ValueError):
            if json.loads(self._connection.read_bytes()):
                self._clock.stop()
                self.ready.emit(str(self._connection))
                return
        if self._waited > _PATIENCE_MS:
            self._gone()

    def _read(self) -> None:
        self._printed = (self._printed + bytes(self.process.readAll().data()))[-_TAIL:]

    def _ended(self) -> None:
        if not self._over:
            self._read()
            if os.name == "posix" and self.process.processId() > 0:
                with contextlib.suppress(OSError):
                    os.killpg(self.process.processId(), signal.SIGKILL)
            self._gone()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and not self._over:
            self._printed = self.process.errorString().encode()
            self._gone()

    def _gone(self) -> None:
        self.end()
        self.died.emit(self._printed.decode("utf-8", "replace").strip())
