"""Checkpoints of raw bytes and tasks that run at once, for the tests of the plots."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.checkpoint.model import Checkpoint, FileIdentity, Module, Storage, TensorInfo
from desktop_app.gui.checkpoint.session import CheckpointSession


class Failure:
    """What a failed task hands over."""

    def __init__(self, message):
        self.message, self.detail, self.finding = message, "", None


class DoneTask(QObject):
    progressed = Signal(int, int, str)
    part = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, call, parent):
        super().__init__(parent)
        self._call = call
        self._stopped = False
        QTimer.singleShot(0, self, self._run)

    def cancel(self):
        self._stopped = True

    def _run(self):
        if self._stopped:
            return
        try:
            result = self._call()
            if hasattr(result, "__next__"):
                for part in result:
                    self.part.emit(part)
                result = None
        except Exception as error:
            self.failed.emit(Failure(str(error)))
        else:
            self.done.emit(result)
        self.ended.emit()


class TasksAtOnce(QObject):
    """Runs each function in this process when the event loop comes round; `calls` remembers what was asked for."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def run(self, function, /, *args, title="", lane="reader", latest=None, **kwargs):
        self.calls.append((function.__name__, args, kwargs))
        return DoneTask(lambda: function(*args, **kwargs), self)


def raw_checkpoint(folder: Path, arrays: dict[str, np.ndarray], *, module: str = "Linear") -> Checkpoint:
    """A file of bare bytes and the description of it; a name ending in `running_mean` is a buffer."""
    path = folder / "weights.bin"
    tensors = []
    with path.open("wb") as file:
        for position, (name, array) in enumerate(arrays.items()):
            offset = file.tell()
            file.write(np.ascontiguousarray(array).tobytes())
            dtype = str(array.dtype)
            storage = Storage(str(position), 0, f"archive/data/{position}", offset, array.nbytes, dtype)
            strides = tuple(int(np.prod(array.shape[axis + 1 :], dtype=np.int64)) for axis in range(array.ndim))
            role = "buffer" if name.endswith("running_mean") else "parameter"
            tensors.append(TensorInfo(name, array.shape, dtype, strides, storage, role=role))
    status = path.stat()
    files = (FileIdentity(str(path), status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns),)
    every = tuple(range(len(tensors)))
    modules = (Module("", "", -1, (1,)), Module("layer", "layer", 0, (), every, inferred=module))
    return Checkpoint(
        str(path), "torch-zip", "state_dict", files, status.st_size, tensors=tuple(tensors), modules=modules
    )


def session_of(folder: Path, arrays: dict[str, np.ndarray]) -> CheckpointSession:
    """A session over `raw_checkpoint`."""
    return CheckpointSession(raw_checkpoint(folder, arrays), TasksAtOnce())
