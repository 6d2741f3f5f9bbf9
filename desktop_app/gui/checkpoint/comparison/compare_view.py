"""Two checkpoints side by side, two descendants of one, or a run over time: what changed, the worst first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.checkpoint.comparing.differences import Row, compare_origins
from desktop_app.checkpoint.comparing.measures import Measure
from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.comparing.three_way import ThreeWay, three_way_of_origins
from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.model import Checkpoint
from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.comparison.compare_choices import THREE, TIMELINE, TWO, CompareChoices
from desktop_app.gui.checkpoint.comparison.compare_pair import PairHistograms
from desktop_app.gui.checkpoint.comparison.compare_rows import ThreeRows, TwoRows
from desktop_app.gui.checkpoint.comparison.compare_table import CompareTable
from desktop_app.gui.checkpoint.comparison.timeline_view import TimelineView
from desktop_app.gui.checkpoint.formatting import file_name, one_line
from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour, mid_text
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.gui.tasks import Task, TaskFailure


class CompareView(QWidget):
    """Compares the subject (A) with what is chosen (B); drafts are compared as they are when the comparison starts."""

    pair_chosen = Signal(str, str)
    """Names in A and in B of the chosen row; empty where it is not there."""
    changes_found = Signal(object)
    """`{name in A: relative change}` of a finished comparison, 0 for what is equal; `{}` when it no longer holds."""
    moment_chosen = Signal(str)
    """Path of a checkpoint of the timeline."""
    open_wanted = Signal(str)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare-view")
        self._tasks = tasks
        self._task: Task | None = None
        self._subject: Origin | None = None
        self._against: Origin | None = None
        self._candidates: list[tuple[str, Origin]] = []
        self._chosen_files: list[tuple[str, Origin]] = []
        self._alarmed = False
        self._summaries = {TWO: "", THREE: ""}
        self.choices = CompareChoices()
        self.bar = QProgressBar()
        self.bar.setObjectName("compare-progress")
        self.bar.setMaximumHeight(6)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.state = QLabel()
        self.state.setObjectName("compare-state")
        self.state.setWordWrap(True)
        self.two, self.three = CompareTable(tasks, "compare-two"), CompareTable(tasks, "compare-three")
        self.two_rows, self.three_rows = TwoRows(self), ThreeRows(self)
        self.timeline = TimelineView(tasks)
        self.pair = PairHistograms(tasks)
        self._lay_out()
        self._connect()
        self._retranslate()
        self._set_mode()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        for page in (self.two, self.three, self._scrolled(self.timeline)):
            self.pages.addWidget(page)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("compare-splitter")
        self.splitter.addWidget(self.pages)
        self.splitter.addWidget(self.pair)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([900, 320])
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(4)
        for widget in (self.choices, self.bar, self.state):
            column.addWidget(widget)
        column.addWidget(self.splitter, 1)

    @staticmethod
    def _scrolled(page: QWidget) -> QScrollArea:
        """A page that keeps its height in a low dock and is scrolled there: its parts would lie upon each other."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _connect(self) -> None:
        self.choices.mode_changed.connect(self._set_mode)
        self.choices.start_wanted.connect(self.start)
        self.choices.cancel_wanted.connect(self._cancel)
        self.choices.file_chosen.connect(self.add_file)
        self.two.row_chosen.connect(lambda row: self._chosen(*self.two_rows.names(row)))
        self.three.row_chosen.connect(lambda row: self._chosen(*self.three_rows.names(row)))
        self.timeline.moment_chosen.connect(self.moment_chosen)
        self.timeline.open_wanted.connect(self.open_wanted)
        self.timeline.drifts_found.connect(self.changes_found)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Comparison"))
        self.bar.setAccessibleName(self.tr("Progress of the comparison"))
        self.choices.retranslate()
        self.pair.retranslate()
        for rows, table in ((self.two_rows, self.two), (self.three_rows, self.three)):
            rows.describe(table)
            table.retranslate()
        self.timeline.retranslate()
        for mode, rows in ((TWO, self.two_rows), (THREE, self.three_rows)):
            self._summaries[mode] = rows.summary() if self._summaries[mode] else ""
        self._restyle()
        self._hint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if not hasattr(self, "pages"):
            return
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._restyle()

    # ------------------------------------------------------------------ what can be compared

    def set_subject(self, title: str, source: Draft | Checkpoint | None) -> None:
        """What is compared with others: the tab's draft or checkpoint; a running comparison is given up."""
        self._subject = None if source is None else Origin.of(source)
        self.setAccessibleDescription(title)
        self.clear()

    def set_candidates(self, candidates: Sequence[tuple[str, Draft | Checkpoint]]) -> None:
        """What it can be compared with: the file as opened, other tabs. Files chosen by the person stay in the list."""
        self._candidates = [(title, Origin.of(source)) for title, source in candidates]
        self._refill()

    def add_file(self, path: str) -> None:
        """Offer another file, and choose it."""
        self._chosen_files.append((file_name(path), Origin(path)))
        self._refill()
        self.choices.other.setCurrentIndex(self.choices.other.count() - 1)

    def refresh_checkpoint(self) -> None:
        """What is edited comes as a new subject."""

    def clear(self) -> None:
        """Forget all results."""
        self._cancel()
        self.two_rows.clear()
        self.three_rows.clear()
        self._summaries = {TWO: "", THREE: ""}
        self.two.set_count(0)
        self.three.set_count(0)
        self.pair.clear()
        self.changes_found.emit({})
        self._hint()

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done here."""
        return (
            Action("compare.start", self.tr("Compare"), self.start),
            Action("compare.worst", self.tr("Comparison: next worst"), lambda: self._page().next_worst()),
            Action("compare.copy", self.tr("Copy the comparison as CSV"), lambda: self._page().copy()),
        )

    def _page(self) -> CompareTable:
        return self.three if self.choices.mode.currentIndex() == THREE else self.two

    def _entries(self) -> list[tuple[str, Origin]]:
        return self._candidates + self._chosen_files

    def _refill(self) -> None:
        self.choices.fill([title for title, _ in self._entries()])
        self._hint()

    # ------------------------------------------------------------------ what is said

    def _set_mode(self) -> None:
        mode = self.choices.mode.currentIndex()
        self.pages.setCurrentIndex(mode)
        self.pair.setVisible(mode != TIMELINE)
        self.state.setVisible(mode != TIMELINE)
        self._hint()

    def _restyle(self) -> None:
        colour = alarm_colour(self.palette())
        self.two.set_alarm_colour(colour)
        self.three.set_alarm_colour(colour)
        self._say(self.state.text(), alarm=self._alarmed)

    def _say(self, text: str, *, alarm: bool = False) -> None:
        self._alarmed = alarm
        colour = alarm_colour(self.palette()) if alarm else mid_text(self.palette())
        self.state.setStyleSheet(f"color: {colour.name()};")
        self.state.setText(text)

    def _hint(self) -> None:
        """What to do next, while there is nothing to show."""
        ready = self._subject is not None and self.choices.other.count() > 0
        self.choices.start_button.setEnabled(ready)
        if self._task is not None:
            return
        if summary := self._summaries.get(self.choices.mode.currentIndex(), ""):
            self._say(summary)
        elif self._subject is None:
            self._say(self.tr("Open a checkpoint to compare it with another."))
        elif not ready:
            self._say(self.tr("Choose a file, or open a second tab, to compare with."))
        else:
            self._say(self.tr("Press Compare. A is this tab, B what it is compared with."))

    # ------------------------------------------------------------------ comparing

    def start(self) -> None:
        """Compare as chosen."""
        entries, mode = self._entries(), self.choices.mode.currentIndex()
        place, base = self.choices.other.currentIndex(), self.choices.base.currentIndex()
        if self._subject is None or not 0 <= place < len(entries) or mode == TIMELINE:
            return
        tolerances = self.choices.tolerances()
        if tolerances is None:
            self._say(self.tr("A tolerance is a number that is not negative, for example 1e-5."), alarm=True)
            return
        self.clear()
        other_title, self._against = entries[place]
        title = self.tr("Compare with {name}").format(name=one_line(other_title, 60))
        sides = (self._subject, self._against)
        rtol, atol = tolerances
        run = self._tasks.run
        if mode == THREE:
            root = entries[max(base, 0)][1]
            task = run(three_way_of_origins, root, *sides, title=title, rtol=rtol, atol=atol)
        else:
            task = run(compare_origins, *sides, title=title, rtol=rtol, atol=atol)
        self._follow(task)

    def _follow(self, task: "Task") -> None:
        self._task = task
        self._say(self.tr("Opening and aligning…"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self.choices.cancel_button.show()
        task.part.connect(while_alive(self, lambda part: self._take(task, part)))
        task.progressed.connect(while_alive(self, lambda done, total, text: self._progressed(task, done, total, text)))
        task.failed.connect(while_alive(self, lambda failure: self._failed(task, failure)))
        task.done.connect(while_alive(self, lambda _none: self._finished(task)))
        task.cancelled.connect(while_alive(self, lambda: self._say(self.tr("Cancelled."))))
        task.ended.connect(while_alive(self, lambda: self._ended(task)))

    def _cancel(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            self._stop()

    def _ended(self, task: "Task") -> None:
        if task is self._task:
            self._task = None
            self._stop()

    def _stop(self) -> None:
        self.bar.hide()
        self.choices.cancel_button.hide()

    def _progressed(self, task: "Task", done: int, total: int, text: str) -> None:
        if task is self._task:
            share = done / max(total, 1)
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(share * 1000))
            self._say(self.tr("{share} % · {name}").format(share=int(share * 100), name=one_line(text, 80)))

    def _failed(self, task: "Task", failure: "TaskFailure") -> None:
        if task is self._task:
            self._say(finding_text(failure.finding)[0] if failure.finding is not None else failure.message, alarm=True)

    def _take(self, task: "Task", part: tuple[Row, ...] | list[tuple[int, Measure]] | list[ThreeWay]) -> None:
        if task is not self._task:
            return
        if isinstance(part, tuple):
            self.two_rows.rows = part
            self.two.set_count(len(part))
            return
        verdicts = [one for one in part if isinstance(one, ThreeWay)]
        if verdicts:
            self.three_rows.rows += verdicts
            self.three.set_count(len(self.three_rows.rows))
        else:
            self.two_rows.measures.update(one for one in part if isinstance(one, tuple))
            self.two.soon()

    def _finished(self, task: "Task") -> None:
        if task is not self._task:
            return
        mode = THREE if self.three_rows.rows else TWO
        rows = self.three_rows if mode == THREE else self.two_rows
        (self.three if mode == THREE else self.two).refresh()
        self._summaries[mode] = rows.summary()
        self._say(self._summaries[mode])
        self.changes_found.emit(rows.changes())

    def _chosen(self, name_a: str, name_b: str) -> None:
        self.pair_chosen.emit(name_a, name_b)
        if self._subject is not None and self._against is not None:
            self.pair.show_pair(self._subject, name_a, self._against, name_b)
