"""Notices that an opened file changed on disk, soon and without reading it."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from desktop_app.checkpoint.files import difference, identify
from desktop_app.checkpoint.model import FileIdentity
from desktop_app.gui.sentences import translated

_SETTLE_MS = 200
_LOOK_MS = 3000


class FileWatch(QObject):
    """Watches the folder of each file; some file systems send no notice, so it also looks now and then."""

    changed = Signal(str)
    """One sentence."""

    def __init__(self, files: tuple[FileIdentity, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = files[:64]
        self._told = ""
        self._watcher = QFileSystemWatcher(self)
        folders = sorted({str(Path(file.path).absolute().parent) for file in self._files})
        if folders:
            self._watcher.addPaths([folder for folder in folders if Path(folder).is_dir()])
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLE_MS)
        self._soon.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(lambda _path: self._soon.start())
        self._regular = QTimer(self)
        self._regular.setInterval(_LOOK_MS)
        self._regular.timeout.connect(self.look)
        self._regular.start()

    def look(self) -> None:
        """Compare the files with what was opened, and tell the first difference once."""
        said = ""
        for file in self._files:
            try:
                said = translated(difference(file, identify(file.path)))
            except OSError:
                said = self.tr("{name} is no longer there.").format(name=Path(file.path).name)
            if said:
                break
        if said and said != self._told:
            self.changed.emit(said)
        self._told = said
