"""Two checkpoints side by side, two descendants of one, or a run over time: what changed, the worst first."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.comparing.differences import Row, compare_origins
from desktop_app.checkpoint.comparing.measures import Measure
from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.comparing.three_way import ThreeWay, three_way_of_origins
from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.model import Checkpoint
from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.compare_table import Column, CompareTable, bar_length
from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.formatting import file_name, number_text, one_line, shape_text
from desktop_app.gui.checkpoint.plot_style import alarm_colour, mid_text
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.checkpoint.timeline_view import TimelineView
from desktop_app.gui.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.gui.tasks import Task, TaskFailure

TWO, THREE, TIMELINE = range(3)
_NUMBER = "-8.8888e-08"


class CompareView(QWidget):
    """Compares the subject (A) with what is chosen (B); drafts are compared as they are when the comparison starts."""

    pair_chosen = Signal(str, str)
    """Names in A and in B of the chosen row; empty where it is not there."""
    changes_found = Signal(object)
    """`{name in A: relative change}` of a finished comparison, 0 for what is equal; `{}` when it no longer holds."""
    moment_chosen = Signal(str)
    """Path of a checkpoint of the timeline."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare-view")
        self.setAccessibleName(self.tr("Comparison"))
        self._tasks = tasks
        self._task: Task | None = None
        self._subject: Origin | None = None
        self._candidates: list[tuple[str, Origin]] = []
        self._chosen_files: list[tuple[str, Origin]] = []
        self._rows: tuple[Row, ...] = ()
        self._measures: dict[int, Measure] = {}
        self._three: list[ThreeWay] = []
        self._alarmed = False
        self._summaries = {TWO: "", THREE: ""}
        self.mode = self._combo("compare-mode", self.tr("Kind of comparison"))
        for text in (self.tr("two checkpoints"), self.tr("three-way"), self.tr("timeline of a run")):
            self.mode.addItem(text)
        self.base_label, self.other_label = QLabel(self.tr("base")), QLabel(self.tr("with"))
        self.base = self._combo("compare-base", self.tr("Common base of both"))
        self.other = self._combo("compare-other", self.tr("Compare with"))
        self.file_button = self._button("compare-file", self.tr("Choose file…"))
        self.rtol = self._tolerance("compare-rtol", self.tr("Relative tolerance"), "rtol")
        self.atol = self._tolerance("compare-atol", self.tr("Absolute tolerance"), "atol")
        self.start_button = self._button("compare-start", self.tr("Compare"))
        self.cancel_button = self._button("compare-cancel", self.tr("Cancel"))
        self.bar = QProgressBar()
        self.bar.setObjectName("compare-progress")
        self.bar.setAccessibleName(self.tr("Progress of the comparison"))
        self.bar.setMaximumHeight(6)
        self.bar.setTextVisible(False)
        self.state = QLabel()
        self.state.setObjectName("compare-state")
        self.state.setWordWrap(True)
        self.two = CompareTable(tasks, "compare-two")
        self.three = CompareTable(tasks, "compare-three")
        self.timeline = TimelineView(tasks)
        self.pages = QStackedWidget()
        for page in (self.two, self.three, self.timeline):
            self.pages.addWidget(page)
        self._build()

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
        self.other.setCurrentIndex(self.other.count() - 1)

    def clear(self) -> None:
        """Forget all results."""
        self._cancel()
        self._rows, self._measures, self._three = (), {}, []
        self._summaries = {TWO: "", THREE: ""}
        self.two.set_count(0)
        self.three.set_count(0)
        self.changes_found.emit({})
        self._hint()

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done here."""
        return (
            Action("compare.start", self.tr("Compare"), self.start),
            Action("compare.worst", self.tr("Comparison: Next Worst"), lambda: self._page().next_worst()),
            Action("compare.copy", self.tr("Copy Comparison as CSV"), lambda: self._page().copy()),
        )

    def _page(self) -> CompareTable:
        return self.three if self.mode.currentIndex() == THREE else self.two

    def _refill(self) -> None:
        entries = self._candidates + self._chosen_files
        for combo in (self.other, self.base):
            chosen = combo.currentText()
            combo.blockSignals(True)
            combo.clear()
            for title, _ in entries:
                combo.addItem(one_line(title, 80))
            combo.setCurrentIndex(max(combo.findText(chosen), 0) if entries else -1)
            combo.blockSignals(False)
        self._hint()

    # ------------------------------------------------------------------ widgets

    def _combo(self, name: str, text: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(text)
        combo.setToolTip(text)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return combo

    def _button(self, name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setAccessibleName(text)
        return button

    def _tolerance(self, name: str, text: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(text)
        field.setPlaceholderText(f"{hint} 0")
        field.setToolTip(self.tr("{name}: a tensor is changed where |a − b| > atol + rtol·|b|").format(name=text))
        field.setMaximumWidth(self.fontMetrics().horizontalAdvance("atol 0.0000001"))
        return field

    def _build(self) -> None:
        top = QWidget()
        row = FlowLayout(top, spacing=6)
        for widget in (
            self.mode,
            self.base_label,
            self.base,
            self.other_label,
            self.other,
            self.file_button,
            self.rtol,
            self.atol,
            self.start_button,
            self.cancel_button,
        ):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(4)
        column.addWidget(top)
        column.addWidget(self.bar)
        column.addWidget(self.state)
        column.addWidget(self.pages, 1)
        self.cancel_button.hide()
        self.bar.hide()
        self.mode.currentIndexChanged.connect(self._set_mode)
        self.file_button.clicked.connect(self._ask)
        self.start_button.clicked.connect(self.start)
        self.cancel_button.clicked.connect(self._cancel)
        for field in (self.rtol, self.atol):
            field.returnPressed.connect(self.start)
        self.two.row_chosen.connect(self._two_chosen)
        self.three.row_chosen.connect(self._three_chosen)
        self.timeline.moment_chosen.connect(self.moment_chosen)
        self._describe_two()
        self._describe_three()
        self._restyle()
        self._set_mode()

    def _set_mode(self, _mode: object = None) -> None:
        mode = self.mode.currentIndex()
        self.pages.setCurrentIndex(mode)
        for widget in (self.base, self.base_label):
            widget.setVisible(mode == THREE)
        for widget in (
            self.other,
            self.other_label,
            self.file_button,
            self.rtol,
            self.atol,
            self.start_button,
            self.state,
        ):
            widget.setVisible(mode != TIMELINE)
        self._hint()

    def _ask(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("File to compare with"))
        if path:
            self.add_file(path)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "pages"):
            self._restyle()

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
        ready = self._subject is not None and self.other.count() > 0
        self.start_button.setEnabled(ready)
        if self._task is not None:
            return
        if summary := self._summaries.get(self.mode.currentIndex(), ""):
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
        entries = self._candidates + self._chosen_files
        place, base = self.other.currentIndex(), self.base.currentIndex()
        if self._subject is None or not 0 <= place < len(entries) or self.mode.currentIndex() == TIMELINE:
            return
        try:
            rtol, atol = _number(self.rtol.text()), _number(self.atol.text())
        except ValueError:
            self._say(self.tr("A tolerance is a number that is not negative, for example 1e-5."), alarm=True)
            return
        self.clear()
        other_title, other = entries[place]
        title = self.tr("Compare with {name}").format(name=one_line(other_title, 60))
        if self.mode.currentIndex() == THREE:
            task = self._tasks.run(
                three_way_of_origins, entries[max(base, 0)][1], self._subject, other, title=title, rtol=rtol, atol=atol
            )
        else:
            task = self._tasks.run(compare_origins, self._subject, other, title=title, rtol=rtol, atol=atol)
        self._task = task
        self._say(self.tr("Opening and aligning…"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self.cancel_button.show()
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
        self.cancel_button.hide()

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
            self._rows = part
            self.two.set_count(len(part))
            return
        verdicts = [one for one in part if isinstance(one, ThreeWay)]
        if verdicts:
            self._three += verdicts
            self.three.set_count(len(self._three))
        else:
            self._measures.update(one for one in part if isinstance(one, tuple))
            self.two.soon()

    def _finished(self, task: "Task") -> None:
        if task is not self._task:
            return
        if self._three:
            self.three.refresh()
            counts = self._counted(one.verdict for one in self._three)
            texts = self._verdicts()
            self._sum_up(THREE, texts, counts)
            return
        self.two.refresh()
        counts = self._counted(self._outcome(row) for row in range(len(self._rows)))
        self._sum_up(TWO, self._outcomes(), counts)
        changes: dict[str, float] = {}
        for place, row in enumerate(self._rows):
            relative = found.relative if (found := self._measures.get(place)) is not None else None
            if row.name_a and row.shape_b is not None:
                changes[row.name_a] = math.inf if relative is None else relative
        self.changes_found.emit(changes)

    def _sum_up(self, mode: int, texts: dict[str, str], counts: dict[str, int]) -> None:
        self._summaries[mode] = " · ".join(f"{text}: {counts.get(key, 0):,}" for key, text in texts.items())
        self._say(self._summaries[mode])

    @staticmethod
    def _counted(kinds: Iterable[str]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for kind in kinds:
            counts[kind] = counts.get(kind, 0) + 1
        return counts

    # ------------------------------------------------------------------ rows of two

    def _outcomes(self) -> dict[str, str]:
        return {
            "changed": self.tr("changed"),
            "renamed": self.tr("renamed"),
            "only_a": self.tr("only in A"),
            "only_b": self.tr("only in B"),
            "equal": self.tr("equal"),
        }

    def _outcome(self, row: int) -> str:
        return self._rows[row].outcome(self._measures.get(row)) or ""

    def _value(self, row: int, key: str) -> float | None:
        found = self._measures.get(row)
        return getattr(found, key) if found is not None else None

    def _describe_two(self) -> None:
        def names(row: int) -> str:
            return f"{self._rows[row].name_a}\n{self._rows[row].name_b}"

        def both(first: str, second: str) -> str:
            return first if first == second else f"{first or '–'} → {second or '–'}"

        def shapes(row: int) -> str:
            one = self._rows[row]
            scalar = self.tr("scalar")
            texts = ("" if shape is None else shape_text(shape, scalar=scalar) for shape in (one.shape_a, one.shape_b))
            return both(*texts)

        def plain_shapes(row: int) -> str:
            one = self._rows[row]
            return both(*("" if shape is None else "x".join(map(str, shape)) for shape in (one.shape_a, one.shape_b)))

        def types(row: int) -> str:
            return both(self._rows[row].dtype_a, self._rows[row].dtype_b)

        def outcome(row: int) -> str:
            text = self._outcomes().get(self._outcome(row), "…")
            match = self._rows[row].match
            return text if match == 1 else f"{text} {match:.0%}"

        columns = (
            Column("outcome", self.tr("Outcome"), outcome, self._outcome, sample="renamed 88 %"),
            Column(
                "name_a", self.tr("Name in A"), lambda row: one_line(self._rows[row].name_a),
                lambda row: self._rows[row].name_a, sample="layer4.0.conv1.weight",
            ),
            Column(
                "name_b", self.tr("Name in B"), lambda row: one_line(self._rows[row].name_b),
                lambda row: self._rows[row].name_b, sample="layer4.0.conv1.weight",
            ),
            Column("shape", self.tr("Shape"), shapes, plain_shapes, sample="512 × 512 × 3 × 3"),
            Column("dtype", self.tr("dtype"), types, types, sample="float8_e4m3fn"),
            Column(
                "relative", self.tr("Change"), _nothing, lambda row: _plain(self._value(row, "relative")),
                lambda row: _order(self._value(row, "relative")),
                bar=lambda row: bar_length(self._value(row, "relative")), sample="88888888888",
            ),
            *(
                Column(
                    key, title, lambda row, key=key: self._text(row, key), lambda row, key=key: _plain(self._value(row, key)),
                    lambda row, key=key: _order(self._value(row, key)), right=True, sample=_NUMBER,
                )
                for key, title in (
                    ("max_abs", self.tr("Max |a − b|")), ("max_rel", self.tr("Max relative")), ("l2", self.tr("L2")),
                    ("cosine", self.tr("Cosine")),
                )
            ),
        )  # fmt: skip
        self.two.describe(
            columns,
            kinds=tuple(self._outcomes().items()),
            kind_of=self._outcome,
            name_of=names,
            badness=self._badness,
            tip=self._tip,
            alarm=self._is_wrong,
        )

    def _text(self, row: int, key: str) -> str:
        found = self._measures.get(row)
        if found is None:
            return "" if self._rows[row].shape_a is not None and self._rows[row].shape_b is not None else "–"
        return number_text(getattr(found, key), 7 if key == "cosine" else 5)

    def _badness(self, row: int) -> float:
        """Unreadable and reshaped ones, then by change relative to A, then what is on one side only."""
        found = self._measures.get(row)
        if found is None:
            return 0.0
        if found.max_abs is None:
            return math.inf
        if math.isnan(found.max_abs):
            return 1e308
        relative = found.relative or 0.0
        return min(relative, 1e307) if found.changed or self._rows[row].name_a != self._rows[row].name_b else 0.0

    def _tip(self, row: int) -> str:
        one, found = self._rows[row], self._measures.get(row)
        lines = [f"A: {one_line(one.name_a, 1000) or '–'}", f"B: {one_line(one.name_b, 1000) or '–'}"]
        if found is not None and found.problem is not None:
            lines.append(finding_text(found.problem)[0])
        elif found is not None and found.relative is not None:
            lines.append(self.tr("Change: ‖a − b‖ / ‖a‖ = {value}").format(value=number_text(found.relative)))
        if one.match < 1:
            lines.append(self.tr("Taken for the same tensor with {share} certainty").format(share=f"{one.match:.0%}"))
        return "\n".join(lines)

    def _is_wrong(self, row: int) -> bool:
        found = self._measures.get(row)
        return found is not None and (found.max_abs is None or math.isnan(found.max_abs))

    def _two_chosen(self, row: int) -> None:
        self.pair_chosen.emit(self._rows[row].name_a, self._rows[row].name_b)

    # ------------------------------------------------------------------ rows of three

    def _verdicts(self) -> dict[str, str]:
        return {
            "conflict": self.tr("conflict"),
            "a": self.tr("changed in A"),
            "b": self.tr("changed in B"),
            "both": self.tr("changed in both alike"),
            "same": self.tr("unchanged"),
        }

    def _describe_three(self) -> None:
        def relative(row: int, key: str) -> float | None:
            found: Measure | None = getattr(self._three[row], key)
            return found.relative if found is not None else None

        def text(row: int, key: str) -> str:
            one = self._three[row]
            side = {"from_base_a": one.a, "from_base_b": one.b}.get(key)
            if side is not None and bool(side) != bool(one.base):
                return self.tr("added") if side else self.tr("removed")
            return number_text(relative(row, key))

        def badness(row: int) -> float:
            rank = {"conflict": 3, "a": 2, "b": 2, "both": 1, "same": 0}[self._three[row].verdict]
            largest = max((relative(row, key) or 0.0 for key in ("from_base_a", "from_base_b", "between")), default=0.0)
            return rank + (0.9 if math.isnan(largest) else min(largest, 9.0) / 10) if rank else 0.0

        columns = (
            Column(
                "verdict", self.tr("Verdict"), lambda row: self._verdicts()[self._three[row].verdict],
                lambda row: self._three[row].verdict, sample="changed in both alike",
            ),
            Column(
                "name", self.tr("Name"), lambda row: one_line(self._three[row].name), lambda row: self._three[row].name,
                sample="layer4.0.conv1.weight",
            ),
            *(
                Column(
                    key, title, lambda row, key=key: text(row, key),
                    lambda row, key=key: _plain(relative(row, key)), lambda row, key=key: _order(relative(row, key)),
                    right=True, sample=_NUMBER,
                )
                for key, title in (
                    ("from_base_a", self.tr("Base to A")), ("from_base_b", self.tr("Base to B")), ("between", self.tr("A to B")),
                )
            ),
            Column(
                "bar", self.tr("Change"), _nothing, lambda row: _plain(relative(row, "between")),
                lambda row: _order(relative(row, "between")), sample="88888888888",
                bar=lambda row: bar_length(
                    relative(row, {"a": "from_base_a", "b": "from_base_b"}.get(self._three[row].verdict, "between"))
                ),
            ),
        )  # fmt: skip
        self.three.describe(
            columns,
            kinds=tuple(self._verdicts().items()),
            kind_of=lambda row: self._three[row].verdict,
            name_of=lambda row: self._three[row].name,
            badness=badness,
            tip=lambda row: one_line(self._three[row].name, 1000),
            alarm=lambda row: self._three[row].verdict == "conflict",
        )

    def _three_chosen(self, row: int) -> None:
        self.pair_chosen.emit(self._three[row].a, self._three[row].b)


def _nothing(_row: int) -> str:
    return ""


def _number(text: str) -> float:
    value = float(text.strip() or "0")
    if not 0 <= value < math.inf:
        raise ValueError
    return value


def _plain(value: float | None) -> str:
    return "" if value is None else repr(value)


def _order(value: float | None) -> tuple[int, float]:
    """Sorts what is not known below all numbers, and NaN above."""
    if value is None:
        return 0, 0.0
    return (2, 0.0) if math.isnan(value) else (1, value)
