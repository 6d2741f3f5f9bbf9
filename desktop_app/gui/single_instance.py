"""One window for all files: a second start hands its files to the first and ends."""

import getpass
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LIMIT = 1 << 20
_WAIT_MS = 300


def server_name() -> str:
    """One name per user and configuration."""
    place = hashlib.sha256(os.environ.get("WEIGHTSMITH_CONFIG_DIR", "").encode()).hexdigest()[:8]
    return f"weightsmith-{getpass.getuser()}-{place}"


def hand_over(paths: Sequence[str], name: str | None = None) -> bool:
    """Give files to a window that is already open; False when there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name or server_name())
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(json.dumps([str(Path(path).absolute()) for path in paths]).encode())
    socket.flush()
    while socket.bytesToWrite() and socket.waitForBytesWritten(_WAIT_MS):
        pass
    sent = socket.bytesToWrite() == 0
    socket.disconnectFromServer()
    return sent


class Receiver(QObject):
    """Listens for the files of later starts."""

    came = Signal(object)
    """List of paths, perhaps empty: then only the window is wanted."""

    def __init__(self, parent: QObject | None = None, name: str | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        wanted = name or server_name()
        if not self._server.listen(wanted):
            QLocalServer.removeServer(wanted)
            self._server.listen(wanted)

    def _accept(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            data = bytearray()
            socket.readyRead.connect(
                lambda socket=socket, data=data: (
                    data.extend(bytes(socket.readAll().data())) if len(data) < _LIMIT else None
                )
            )
            socket.disconnected.connect(lambda socket=socket, data=data: self._finish(socket, data))

    def _finish(self, socket: QLocalSocket, data: bytearray) -> None:
        data.extend(bytes(socket.readAll().data()))
        socket.deleteLater()
        try:
            paths = json.loads(bytes(data).decode())
        except ValueError:
            return
        if isinstance(paths, list):
            self.came.emit([path for path in paths if isinstance(path, str)])

    def close(self) -> None:
        """Stop listening."""
        self._server.close()
