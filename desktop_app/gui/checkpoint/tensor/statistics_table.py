"""All numbers about one tensor as a table of two columns."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour, mid_text, number, percent

if TYPE_CHECKING:
    from desktop_app.checkpoint.measuring.statistics import Statistics
    from desktop_app.gui.tasks import Task, TaskFailure


class StatisticsTable(QWidget):
    """Statistics of a whole tensor: those of the session when it has them, else counted for it."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tensor-statistics")
        self._session = session
        self._tensor = -1
        self._task: Task | None = None
        self._shown: Statistics | None = None
        self.table = QTableWidget(0, 2)
        self.table.setObjectName("tensor-statistics-table")
        self.table.setAccessibleName(self.tr("Statistics"))
        self.table.setHorizontalHeaderLabels([self.tr("Statistic"), self.tr("Value")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setFrameShape(QTableWidget.Shape.NoFrame)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table, self.copy)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.message = QLabel()
        self.message.setObjectName("tensor-statistics-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.message)
        self._pages.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._pages)
        session.statistics_arrived.connect(self._arrived)

    def show_tensor(self, tensor: int) -> None:
        """Show the numbers of another tensor; -1 for none."""
        from desktop_app.checkpoint.measuring.statistics import statistics_of

        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._tensor = tensor
        self._shown = None
        if tensor < 0:
            self._say("")
        elif tensor in self._session.statistics:
            self._show(self._session.statistics[tensor])
        else:
            self._say(self.tr("Counting…"))
            info = self._session.checkpoint.tensors[tensor]
            task = self._session.tasks.run(
                statistics_of,
                self._session.checkpoint.files,
                info,
                title=self.tr("Statistics of {name}").format(name=info.name[:60]),
                lane="reader",
                latest="tensor-statistics",
            )
            self._task = task
            task.done.connect(while_alive(self, lambda result: self._counted(task, result)))
            task.failed.connect(while_alive(self, lambda failure: self._broke(task, failure)))

    def copy(self) -> None:
        """Put the table on the clipboard, columns separated by tabs."""
        lines = [
            "\t".join(item.text() if (item := self.table.item(row, column)) else "" for column in range(2))
            for row in range(self.table.rowCount())
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_shown", None) is not None:
            assert self._shown is not None
            self._show(self._shown)

    def _arrived(self, tensors: tuple[int, ...]) -> None:
        if self._tensor in tensors and self._shown is None and self._tensor in self._session.statistics:
            self._show(self._session.statistics[self._tensor])

    def _counted(self, task: "Task", result: "Statistics") -> None:
        if task is self._task:
            self._task = None
            self._show(result)
            self._session.note_statistics(self._tensor, result)

    def _broke(self, task: "Task", failure: "TaskFailure") -> None:
        if task is self._task:
            self._task = None
            self._say(failure.message, alarm=True)

    def _show(self, one: "Statistics") -> None:
        self._shown = one
        rows = [
            (self.tr("elements"), number(one.count), False),
            (self.tr("finite"), f"{number(one.finite)} ({percent(one.finite, one.count)})", False),
            (self.tr("zero"), f"{number(one.zero)} ({percent(one.zero, one.count)})", False),
            (self.tr("NaN"), number(one.nan), one.nan > 0),
            (self.tr("+Inf"), number(one.posinf), one.posinf > 0),
            (self.tr("−Inf"), number(one.neginf), one.neginf > 0),
            (self.tr("minimum"), number(one.min, 9), False),
            (self.tr("maximum"), number(one.max, 9), False),
            (self.tr("mean"), number(one.mean, 9), False),
            (self.tr("standard deviation"), number(one.std, 9), False),
            (self.tr("largest magnitude"), number(one.abs_max, 9), False),
            (self.tr("L1 norm"), number(one.l1, 9), False),
            (self.tr("L2 norm"), number(one.l2, 9), False),
            *(
                (self.tr("{percent} % lie below").format(percent=f"{mark:g}"), number(value, 9), False)
                for mark, value in one.percentiles
            ),
        ]
        self.table.setRowCount(len(rows))
        for row, (title, text, wrong) in enumerate(rows):
            self.table.setItem(row, 0, QTableWidgetItem(title))
            item = QTableWidgetItem(text)
            if wrong:
                item.setForeground(alarm_colour(self.palette()))
            self.table.setItem(row, 1, item)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self._pages.setCurrentIndex(1)

    def _say(self, text: str, *, alarm: bool = False) -> None:
        colour = alarm_colour(self.palette()) if alarm else mid_text(self.palette())
        self.message.setStyleSheet(f"color: {colour.name()};")
        self.message.setText(text)
        self._pages.setCurrentIndex(0)
