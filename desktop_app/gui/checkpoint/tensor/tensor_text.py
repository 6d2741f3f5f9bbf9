"""What torch and NumPy would print for a slice."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.tensor.planes import Plane
from desktop_app.gui.checkpoint.tensor.plot_style import fixed_font
from desktop_app.gui.checkpoint.tensor.slice_work import MOST_PRINTED, printed

if TYPE_CHECKING:
    from desktop_app.gui.tasks import Task, TaskFailure


class TensorText(QWidget):
    """Shows the printed form, with a choice of whose."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tensor-text")
        self._session = session
        self._task: Task | None = None
        self._texts = ("", "")
        self.which = QComboBox()
        self.which.setObjectName("tensor-text-which")
        self.which.setAccessibleName(self.tr("Printed by"))
        self.which.addItem(self.tr("as torch prints it"))
        self.which.addItem(self.tr("as NumPy prints it"))
        self.which.currentIndexChanged.connect(self._show)
        self.text = QPlainTextEdit()
        self.text.setObjectName("tensor-text-printed")
        self.text.setAccessibleName(self.tr("Printed values"))
        self.text.setReadOnly(True)
        self.text.setFont(fixed_font())
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.which)
        column.addWidget(self.text, 1)

    def show_slice(self, sliced: Plane | None) -> None:
        """Print another slice."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._texts = ("", "")
        self._show()
        if sliced is None:
            return
        count = 1
        for selector in sliced.selectors:
            count *= len(selector) if isinstance(selector, range) else 1
        if count > MOST_PRINTED:
            sentence = self.tr("More than {most} values are not printed: choose a slice.").format(
                most=f"{MOST_PRINTED:,}"
            )
            self.text.setPlainText(sentence)
            return
        task = self._session.tasks.run(
            printed,
            self._session.checkpoint.files,
            sliced.info,
            sliced.text(),
            title=self.tr("Print {name}").format(name=sliced.info.name[:60]),
            lane="reader",
            latest="tensor-text",
        )
        self._task = task
        task.done.connect(while_alive(self, lambda texts: self._take(task, texts)))
        task.failed.connect(while_alive(self, lambda failure: self._broke(task, failure)))

    def _take(self, task: "Task", texts: tuple[str, str]) -> None:
        if task is self._task:
            self._task = None
            self._texts = texts
            self._show()

    def _broke(self, task: "Task", failure: "TaskFailure") -> None:
        if task is self._task:
            self._task = None
            self.text.setPlainText(failure.message)

    def _show(self, _which: int = 0) -> None:
        self.text.setPlainText(self._texts[self.which.currentIndex()])
