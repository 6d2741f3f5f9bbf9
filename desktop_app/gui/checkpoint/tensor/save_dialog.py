"""Asks where to save a tensor or a slice of it, lets a worker write it, and tells in one sentence how it went."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.tensor.slice_work import save_slice
from desktop_app.gui.file_names import plain_name

if TYPE_CHECKING:
    from desktop_app.gui.tasks import TaskFailure

ENDINGS = (".npy", ".pt", ".csv", ".png")


def suggested_name(info: TensorInfo, index: str) -> str:
    """A file name made of the tensor's name without what file systems refuse, at most 100 characters."""
    return (plain_name(info.name).strip("._") or "tensor")[:100] + (
        "_slice" if index and set(index) - set(":, ") else ""
    )


class TensorSaver(QObject):
    """Saves slices; `told` carries a sentence and whether it is bad news."""

    told = Signal(str, bool)

    def __init__(self, session: CheckpointSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._window = parent

    def ask_and_save(self, info: TensorInfo, index: str) -> None:
        """Show the save dialog of the system and save `info[index]` where the person says."""
        kinds = (
            (self.tr("NumPy array (*.npy)"), ".npy"),
            (self.tr("PyTorch tensor (*.pt)"), ".pt"),
            (self.tr("Comma separated values (*.csv)"), ".csv"),
            (self.tr("Picture of the values (*.png)"), ".png"),
        )
        path, kind = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save tensor"),
            suggested_name(info, index) + ".npy",
            ";;".join(text for text, _ in kinds),
        )
        if path:
            ending = dict(kinds).get(kind, ".npy")
            self.save(info, index, path if Path(path).suffix.lower() in ENDINGS else path + ending)

    def save(self, info: TensorInfo, index: str, path: str) -> None:
        """Save `info[index]` at `path` without waiting for it."""
        task = self._session.tasks.run(
            save_slice,
            self._session.checkpoint.files,
            info,
            index,
            path,
            title=self.tr("Save {name}").format(name=info.name[:60]),
            lane="reader",
        )
        self.told.emit(self.tr("Saving {path}…").format(path=path), False)
        task.done.connect(
            while_alive(self, lambda _path: self.told.emit(self.tr("Saved {path}").format(path=path), False))
        )
        task.failed.connect(while_alive(self, lambda failure: self._complain(path, failure)))

    def _complain(self, path: str, failure: "TaskFailure") -> None:
        self.told.emit(self.tr("{path} was not saved: {reason}").format(path=path, reason=failure.message), True)
