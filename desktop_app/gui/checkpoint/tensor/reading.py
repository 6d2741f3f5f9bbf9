"""Reads slices of one checkpoint off the UI thread for one view; an answer to an older question is dropped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.session import CheckpointSession

if TYPE_CHECKING:
    import numpy as np

    from desktop_app.checkpoint.tensors import Values
    from desktop_app.gui.tasks import Task, TaskFailure


@dataclass(frozen=True, slots=True)
class Blocks:
    """A matrix in blocks of `rows` by `columns` values, as strips that are read one after the other."""

    strips: tuple[str, ...]
    """Slice expressions of whole rows of blocks."""
    width: int
    """Values of a row."""
    rows: int
    columns: int


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

        self._ask(info, done, failed, read_slice, index)

    def read_means(
        self,
        info: TensorInfo,
        blocks: "Blocks",
        done: "Callable[[np.ndarray], object]",
        failed: Callable[[str], object],
    ) -> None:
        """Read the means of blocks of a matrix, as `read` reads its values."""
        from desktop_app.checkpoint.measuring.block_means import block_means

        self._ask(info, done, failed, block_means, blocks.strips, blocks.width, blocks.rows, blocks.columns)

    def _ask(
        self,
        info: TensorInfo,
        done: Callable[[Any], object],
        failed: Callable[[str], object],
        function: Callable[..., object],
        *what: object,
    ) -> None:
        self.forget()
        task = self._session.tasks.run(
            function,
            self._session.checkpoint.files,
            info,
            *what,
            title=self.tr("Values of {name}").format(name=info.name[:60]),
            lane="reader",
            latest=self._key,
        )
        self._task = task

        def answer(values: object) -> None:
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
