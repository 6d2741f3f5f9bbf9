"""Reads slices of one checkpoint off the UI thread for one view; an answer to an older question is dropped."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.session import CheckpointSession

if TYPE_CHECKING:
    from desktop_app.checkpoint.tensors import Values
    from desktop_app.gui.tasks import Task, TaskFailure


class SliceReader(QObject):
    """Asks for one slice at a time; a new question forgets the older one."""

    def __init__(self, session: CheckpointSession, key: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._key = key
        self._task: Task | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._task is not None

    def read(
        self,
        info: TensorInfo,
        index: str,
        done: "Callable[[Values], object]",
        failed: Callable[[str], object],
    ) -> None:
        """Read `info[index]`; one of the two is called on the UI thread, unless a newer question comes first."""
        from desktop_app.checkpoint.tensors import read_slice

        self.forget()
        task = self._session.tasks.run(
            read_slice,
            self._session.checkpoint.files,
            info,
            index,
            title=self.tr("Values of {name}").format(name=info.name[:60]),
            lane="reader",
            latest=self._key,
        )
        self._task = task

        def answer(values: "Values") -> None:
            if self._task is task:
                self._task = None
                done(values)

        def complain(failure: "TaskFailure") -> None:
            if self._task is task:
                self._task = None
                failed(failure.message)

        task.done.connect(while_alive(self, answer))
        task.failed.connect(while_alive(self, complain))

    def forget(self) -> None:
        """Drop the question under way."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
