"""What is dragged out of the window: a file that is written while the pointer is under way, and a button to drag it by."""

import atexit
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from desktop_app.gui.file_names import plain_name
from desktop_app.gui.tasks import Task

_WAIT_SECONDS = 3.0
"""How long another program that asks for the file may wait for the rest of it; small files are there before it asks."""
_LIST = "text/uri-list"
_SIGHT = 240
"""Pixels of the picture beside the pointer."""


@cache
def _folder() -> Path:
    """Where dragged files lie until the program ends; whoever got one has copied it by then."""
    made = tempfile.mkdtemp(prefix="weightsmith-drag-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def place_for(name: str) -> Path:
    """A path for a file of this name, in a folder of its own, so that two drags never meet."""
    kept = plain_name(name, "._- ").strip(". ") or "file"
    return Path(tempfile.mkdtemp(dir=_folder())) / kept[-100:]


class PromisedFile(QMimeData):
    """Offers a file that a worker is writing; it appears whole at its path or not at all."""

    def __init__(self, path: Path, task: Task) -> None:
        super().__init__()
        self.path = path
        self._failed = False
        task.failed.connect(self._fails)

    def _fails(self, _failure: object) -> None:
        self._failed = True

    def formats(self) -> list[str]:
        """The file beside what was set."""
        return [_LIST, *super().formats()]

    def hasFormat(self, mimetype: str) -> bool:
        """Whether it is offered."""
        return mimetype == _LIST or super().hasFormat(mimetype)

    def retrieveData(self, mimetype: str, type: Any) -> Any:
        """The file's address once the file is there; nothing when it does not come."""
        if mimetype != _LIST:
            return super().retrieveData(mimetype, type)
        end = time.monotonic() + _WAIT_SECONDS
        while not self._failed and not self.path.exists() and time.monotonic() < end:
            time.sleep(0.005)
        return [QUrl.fromLocalFile(str(self.path))] if self.path.exists() else []


class DragOut(QToolButton):
    """Press and drag: what `make` gives goes to another program; a click copies it."""

    def __init__(self, name: str, make: Callable[[], QMimeData | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._make = make
        self._pressed: QPoint | None = None
        self.clicked.connect(self.copy)

    def copy(self) -> None:
        """Put it on the clipboard."""
        data = self._make()
        if data is not None:
            QGuiApplication.clipboard().setMimeData(data)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin here."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from where it was pressed, it is a drag and no click."""
        way = event.position().toPoint() - (self._pressed or event.position().toPoint())
        if self._pressed is None or way.manhattanLength() < QApplication.startDragDistance():
            super().mouseMoveEvent(event)
            return
        self._pressed = None
        self.setDown(False)
        data = self._make()
        if data is not None:
            self._drag(data)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """No drag came of it."""
        self._pressed = None
        super().mouseReleaseEvent(event)

    def _drag(self, data: QMimeData) -> None:
        drag = QDrag(self)
        picture = data.imageData()
        if picture is not None:
            seen = QPixmap.fromImage(picture)
            drag.setPixmap(seen.scaled(_SIGHT, _SIGHT, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))  # fmt: skip
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)
