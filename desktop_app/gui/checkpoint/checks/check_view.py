"""Will it load? The state_dict of the tab against a model: explanation, keys side by side, repairs in one click, the proof."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QStringListModel, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.checking.check import Expected, Report, Row
from desktop_app.checkpoint.checking.check_cures import Cure, Misfit
from desktop_app.checkpoint.checking.check_renames import Rename, steps_of
from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.editing.draft import Draft, Step, state_dict_items
from desktop_app.engine.sources import PythonFile, parse_source
from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.checks.check_chooser import ModelChooser
from desktop_app.gui.checkpoint.checks.check_table import KeysTable
from desktop_app.gui.checkpoint.checks.check_texts import cure_done, cure_text, cure_tip, note_text, proof_text
from desktop_app.gui.checkpoint.checks.check_work import (
    compare,
    expected_of,
    file_of,
    known_names,
    proof_of,
    suggestions,
)
from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.formatting import count_text
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.view_parts import sentence, view_button
from desktop_app.gui.consent import ask_consent
from desktop_app.gui.counted import counted
from desktop_app.gui.engine_texts import engine_text
from desktop_app.gui.settings import Settings
from desktop_app.gui.theme import BAD, GOOD, icon, scheme_name
from desktop_app.gui.told_bar import ToldBar

if TYPE_CHECKING:
    from desktop_app.checkpoint.checking.check_model import Proof
    from desktop_app.gui.tasks import Task, TaskFailure

_MOST_HEADS = 12
_WIDE = 900
_MOST_OF_ANSWER = 250
"""Pixels of height of the explanation above the keys; what is longer scrolls."""
"""Pixels from which on keys stand beside the explanation."""


class CheckView(QWidget):
    """One check per tab; edits of the tab are compared again at once, without asking the model again."""

    def __init__(self, session: CheckpointSession, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("check-view")
        self._session = session
        self._tasks = session.tasks
        self._settings = settings
        self._task: Task | None = None
        self._expected: Expected | None = None
        self._report: Report | None = None
        self._proof: Proof | None = None
        self._trusted = ""
        self._problem = ""
        self._names: tuple[str, ...] = ()
        self._suggested: tuple[tuple[str, float], ...] = ()
        self._asked = False
        self._build_top()
        self._build_answer()
        self.keys = KeysTable(self)
        self.keys.keys.chosen_changed.connect(self._show_buttons)
        self.keys.row_chosen.connect(self._select)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("check-splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.panel)
        self.splitter.addWidget(self.keys)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.splitterMoved.connect(self._mark_moved)
        self._moved = False
        """Whether a person divided the room otherwise."""
        self._fit_soon = QTimer(self)
        self._fit_soon.setSingleShot(True)
        self._fit_soon.setInterval(0)
        self._fit_soon.timeout.connect(self._fit)
        self._turn()
        self.blank = QLabel(self)
        self.blank.setObjectName("check-blank")
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.blank.setWordWrap(True)
        self.blank.setMargin(16)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.blank)
        self.pages.addWidget(self.splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.top)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)
        self._retranslate()

    # ------------------------------------------------------------------ parts

    def _build_top(self) -> None:
        self.top = QWidget(self)
        self.label = QLabel(self.top)
        self.model = QLineEdit(self.top)
        self.model.setObjectName("check-model")
        self.model.setMinimumWidth(self.fontMetrics().horizontalAdvance("torchvision:resnet50"))
        self.model.returnPressed.connect(self.start)
        self.model.textChanged.connect(lambda _text: self._enable())
        self._completions = QStringListModel(self)
        completer = QCompleter(self._completions, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        self.model.setCompleter(completer)
        self.label.setBuddy(self.model)
        self.choose_button = view_button("check-choose", self.choose, self)
        self.start_button = view_button("check-start", self.start, self)
        self.cancel_button = view_button("check-cancel", self.cancel, self)
        row = QHBoxLayout(self.top)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.label, self.model, self.choose_button, self.start_button, self.cancel_button):
            row.addWidget(widget, 1 if widget is self.model else 0)
        self.bar = ToldBar(self)
        self.bar.setObjectName("check-progress")
        self.bar.hide()

    def _build_answer(self) -> None:
        self.panel = QScrollArea(self)
        self.panel.setObjectName("check-scroll")
        self.panel.setWidgetResizable(True)
        self.panel.setFrameShape(QFrame.Shape.NoFrame)
        self.panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.panel.setMinimumWidth(260)
        inside = QWidget(self.panel)
        self.verdict = sentence("check-verdict", self)
        font = self.verdict.font()
        font.setBold(True)
        self.verdict.setFont(font)
        self.explanation = sentence("check-explanation", self)
        self.result = sentence("check-result", self)
        self.apply_button = view_button("check-apply", self.apply_renames, self)
        self.prove_button = view_button("check-prove", self.prove, self)
        self.heads = QWidget(inside)
        self._heads_column = QVBoxLayout(self.heads)
        self._heads_column.setContentsMargins(0, 0, 0, 0)
        buttons = QWidget(inside)
        row = FlowLayout(buttons)
        row.addWidget(self.apply_button)
        row.addWidget(self.prove_button)
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 10, 2)
        for widget in (self.verdict, self.result, buttons, self.heads, self.explanation):
            column.addWidget(widget)
        column.addStretch(1)
        self.panel.setWidget(inside)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Check against a model"))
        self.panel.setAccessibleName(self.tr("Explanation"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.label.setText(self.tr("Model:"))
        self.model.setAccessibleName(self.tr("Model to check against"))
        self.model.setPlaceholderText(self.tr("torchvision:resnet50, timm:NAME, or path/to/model.py:Class"))
        for button, text, tip in (
            (self.choose_button, self.tr("Choose…"), self.tr("Search the models of torchvision and timm, or take a class of your own")),
            (self.start_button, self.tr("Check"), self.tr("Compare the keys with those of the model (Enter)")),
            (self.cancel_button, self.tr("Cancel"), self.tr("Stop the process that builds the model")),
            (self.prove_button, self.tr("Prove by loading"), self.tr("Load the tensors as they are edited here into the real model, strictly, in a process of its own")),
        ):  # fmt: skip
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(text)
        self.start_button.setIcon(icon("play"))
        self._show()

    def _mark_moved(self) -> None:
        self._moved = True

    def _turn(self) -> None:
        """Explanation and keys side by side where there is room, else one above the other."""
        wide = self.width() >= _WIDE
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() != way or not any(self.splitter.sizes()):
            self.splitter.setOrientation(way)
            self.splitter.setSizes(
                [420, max(self.width() - 420, 400)] if wide else [250, max(self.height() - 330, 150)]
            )

    def _fit(self) -> None:
        """One above the other, the explanation takes what it needs of its room; the keys get the rest."""
        inside = self.panel.widget()
        layout = inside.layout() if inside is not None else None
        if self.splitter.orientation() == Qt.Orientation.Vertical and not self._moved and layout is not None:
            layout.activate()
            need = min(_MOST_OF_ANSWER, layout.totalHeightForWidth(max(200, self.panel.viewport().width())) + 6)
            self.splitter.setSizes([need, max(self.splitter.height() - need, 150)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the shape of the dock."""
        super().resizeEvent(event)
        self._turn()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and hasattr(self, "pages"):
            self._retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Find out what models there are, and which the file looks like, when the view is first seen."""
        super().showEvent(event)
        if self._asked:
            return
        self._asked = True
        self._tasks.run(known_names, lane="thread").done.connect(while_alive(self, self._learn_names))
        task = self._tasks.run(suggestions, self._draft, self._session.checkpoint, lane="thread")
        task.done.connect(while_alive(self, self._learn_suggestions))

    def _learn_names(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._completions.setStringList(list(names))
        self._tell_chooser()

    def _learn_suggestions(self, found: tuple[tuple[str, float], ...]) -> None:
        self._suggested = found
        if found and found[0][1] >= 1 and not self.model.text():
            self.model.setText(found[0][0])
        self._tell_chooser()
        self._show()

    def _tell_chooser(self) -> None:
        """A chooser that was opened before the models were known learns them too."""
        for chooser in self.findChildren(ModelChooser):
            chooser.show_models(self._names, self._suggested)

    # ------------------------------------------------------------------ the check

    @property
    def _draft(self) -> Draft | None:
        editor = self._session.editor
        return editor.document.value if editor is not None else None

    @property
    def busy(self) -> bool:
        """Whether a model is being asked."""
        return self._task is not None

    def choose(self) -> ModelChooser:
        """Let the person choose a model, then check against it."""
        dialog = ModelChooser(self._tasks, self._names, self._suggested, self.model.text(), self)
        dialog.chosen.connect(lambda text: (self.model.setText(text), self.start()))
        dialog.open()
        return dialog

    def start(self) -> None:
        """Ask the model what it expects; a `.py` is shown and consented to before."""
        text = self.model.text().strip()
        if not text or self.busy:
            return
        self._forget()
        task = self._tasks.run(file_of, text, lane="thread", title=self.tr("Look at {model}").format(model=text))
        self._follow(task)
        task.done.connect(while_alive(self, lambda seen: self._ask(task, text, seen)))

    def _ask(self, looked: "Task", text: str, seen: PythonFile | None) -> None:
        if self._task is not looked:
            return
        self._task = None
        if seen is None:
            self._run(text, "")
            return
        if self._trusted == seen.sha256:
            self._run(text, seen.sha256)
            return
        self._show()
        source = parse_source(text)
        dialog = ask_consent(seen, source.text.removeprefix(f"{source.path}:"), self._settings, partial(self._run, text, seen.sha256), self)  # fmt: skip
        if dialog is not None:
            dialog.rejected.connect(lambda: self._refuse(seen))

    def _refuse(self, seen: PythonFile) -> None:
        self._problem = engine_text("trust", {"path": seen.path}, "")
        self._show()

    def _run(self, text: str, trusted: str) -> None:
        self._trusted = trusted
        task = self._tasks.run(
            expected_of, text, trusted, lane="thread", title=self.tr("Check against {model}").format(model=text)
        )
        self._follow(task)
        task.done.connect(while_alive(self, lambda expected: self._learn(task, expected)))

    def _learn(self, task: "Task", expected: Expected) -> None:
        if self._task is task:
            self._task = None
            self._expected = expected
            self.refresh_checkpoint()

    def refresh_checkpoint(self) -> None:
        """Compare what is edited now; what was proved is not proved any more."""
        self._proof = None
        if self._expected is None:
            self._show()
            return
        task = self._tasks.run(
            compare,
            self._draft,
            self._session.original,
            self._expected,
            lane="thread",
            latest=f"check-{id(self)}",
            title=self.tr("Compare keys"),
        )
        task.done.connect(while_alive(self, self._take))
        task.failed.connect(while_alive(self, self._fail))

    def _take(self, report: Report) -> None:
        if report.expected is self._expected:
            self._report = report
            self.keys.show_report(report)
            self._show()

    def prove(self) -> None:
        """Load the tensors into the real model, in a child."""
        if self._expected is None or self.busy:
            return
        draft = self._draft if self._draft is not None else Draft.of(self._session.original)
        self._proof, self._problem = None, ""
        model = self._expected.source.text
        task = self._tasks.run(proof_of, model, self._trusted, Origin.of(draft), lane="thread", title=self.tr("Load into {model}").format(model=model))  # fmt: skip
        self._follow(task)
        task.done.connect(while_alive(self, lambda proof: self._proved(task, proof, draft)))

    def _proved(self, task: "Task", proof: "Proof", draft: Draft) -> None:
        if self._task is not task:
            return
        self._task = None
        now = self._draft
        is_same = (now.steps if now is not None else ()) == draft.steps
        self._proof = proof if is_same else None  # edited meanwhile: it says nothing of what is shown
        self._show()

    def _follow(self, task: "Task") -> None:
        self._task = task
        self._problem = ""
        task.progressed.connect(while_alive(self, lambda done, total, text: self._progress(task, done, total, text)))
        task.failed.connect(while_alive(self, lambda failure: self._fail(failure, task)))
        self.bar.setRange(0, 0)
        self.bar.setFormat("")
        self._show()

    def _progress(self, task: "Task", done: int, total: int, text: str) -> None:
        if self._task is not task:
            return
        stages = {
            "model": self.tr("Starting PyTorch and building the model…"), "file": self.tr("Opening the file…"),
            "values": self.tr("Reading the tensors… %p %"), "load": self.tr("Loading…"),
        }  # fmt: skip
        self.bar.setRange(0, 1000 if text == "values" and total > 0 else 0)
        if text == "values":
            self.bar.setValue(done * 1000 // max(total, 1))
        self.bar.setFormat(stages.get(text, text))

    def _fail(self, failure: "TaskFailure", task: "Task | None" = None) -> None:
        if task is not None and self._task is not task:
            return
        self._task = None
        self._problem = engine_text(getattr(failure, "code", ""), dict(getattr(failure, "values", ())), failure.message)
        self._show()

    def cancel(self) -> None:
        """Stop the process; what was known stays."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self._show()

    def _forget(self) -> None:
        self._expected, self._report, self._proof, self._problem = None, None, None, ""
        self.keys.show_report(None)

    # ------------------------------------------------------------------ repairs

    def _chosen_renames(self) -> Sequence[Rename]:
        return self.keys.keys.chosen(self._report.renames) if self._report is not None else ()

    def _rename_steps(self) -> tuple[Step, ...]:
        """Steps of the renames that are checked."""
        report = self._report
        if report is None:
            return ()
        chosen = self._chosen_renames()
        if len(chosen) == len(report.renames):
            return report.rename_steps
        draft = self._draft if self._draft is not None else Draft.of(self._session.original)
        inside = {name for name, _ in state_dict_items(draft)}
        wanted = {key.name for key in report.expected.keys}
        return steps_of(chosen, list(draft.items), inside=inside, wanted=wanted)

    def apply_renames(self) -> None:
        """Do the renames as one entry of the history."""
        steps = self._rename_steps()
        if steps and self._session.editor is not None and self._report is not None:
            model = self._report.expected.source.title
            text = counted(
                len(self._chosen_renames()),
                self.tr("Rename 1 key to that of {model}"),
                self.tr("Rename {count} keys to those of {model}"),
                model=model,
            )
            self._session.editor.do(text, *steps)

    def cure(self, misfit: Misfit, cure: Cure) -> None:
        """Make shapes agree: another model, or steps of the file after the renames that they need."""
        if cure.source is not None:
            self.model.setText(cure.source.text)
            self.start()
            return
        if self._session.editor is None or self._report is None:
            return
        renamed = {rename.model for rename in self._report.renames}
        before = self._report.rename_steps if renamed & set(misfit.names) else ()
        self._session.editor.do(cure_done(cure, misfit), *before, *cure.steps)

    def _select(self, row: Row | None) -> None:
        if row is None or not row.file:
            return
        for index, info in enumerate(self._session.checkpoint.tensors):
            if info.name == row.file:
                self._session.select_tensors([index])
                return

    # ------------------------------------------------------------------ what is shown

    def _show(self) -> None:
        if not hasattr(self, "pages"):
            return
        report = self._report
        self.bar.setVisible(self.busy)
        self.pages.setCurrentWidget(self.splitter if report is not None else self.blank)
        self.blank.setText(self._blank_text())
        self.blank.setStyleSheet(f"color: {BAD[scheme_name()]};" if self._problem else "")
        if report is not None:
            first, *others = [note_text(note) for note in report.notes]
            self.verdict.setText(first)
            self.verdict.setStyleSheet(f"color: {(GOOD if report.loads else BAD)[scheme_name()]};")
            self.explanation.setText("\n\n".join(others))
            self.explanation.setVisible(bool(others))
        self._show_result()
        self._show_buttons()
        self._show_heads()
        self._enable()
        self._fit_soon.start()

    def _blank_text(self) -> str:
        if self._problem:
            return self._problem
        if self.busy:
            return self.tr("Asking the model what it expects…")
        text = self.tr("Will it load? Choose a model, and see which keys are missing, unexpected, or of another shape.")
        if self._suggested:
            name, match = self._suggested[0]
            how = self.tr("The file looks like {model}.") if match >= 1 else self.tr("The file resembles {model}.")
            text += "\n" + how.format(model=name)
        return text

    def _show_result(self) -> None:
        text, colour = "", BAD
        if self._proof is not None and self._expected is not None:
            text = proof_text(self._proof, self._expected.source.title)
            colour = GOOD if self._proof.loads else BAD
        elif self._problem and self._report is not None:
            text = self._problem
        self.result.setText(text)
        self.result.setStyleSheet(f"color: {colour[scheme_name()]};")
        self.result.setVisible(bool(text))

    def _show_buttons(self) -> None:
        report = self._report
        count = len(self._chosen_renames())
        self.apply_button.setVisible(report is not None and bool(report.renames))
        self.apply_button.setEnabled(count > 0)
        text = self.tr("Apply renames ({count})").format(count=count_text(count))
        self.apply_button.setText(text)
        self.apply_button.setAccessibleName(text)
        self.apply_button.setToolTip(self.tr("All checked renames as one step that can be undone"))

    def _show_heads(self) -> None:
        """A line and its buttons for each module of another size."""
        while self._heads_column.count():
            item = self._heads_column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        misfits = self._report.misfits[:_MOST_HEADS] if self._report is not None else ()
        for misfit in misfits:
            box = QWidget(self.heads)
            title = QLabel(self._head_title(misfit), box)
            title.setObjectName(f"check-head-{misfit.module}")
            title.setWordWrap(True)
            title.setTextFormat(Qt.TextFormat.PlainText)
            row = FlowLayout(inner := QWidget(box))
            for cure in misfit.cures:
                button = view_button(f"check-{cure.code}-{misfit.module}", partial(self.cure, misfit, cure), self)
                button.setText(cure_text(cure, misfit))
                button.setToolTip(cure_tip(cure, misfit))
                button.setAccessibleName(f"{misfit.module}: {button.text()}")
                button.setEnabled(not self.busy)
                row.addWidget(button)
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 4, 0, 4)
            column.setSpacing(2)
            column.addWidget(title)
            column.addWidget(inner)
            self._heads_column.addWidget(box)
        self.heads.setVisible(bool(misfits))

    def _head_title(self, misfit: Misfit) -> str:
        if misfit.kind == "head":
            text = self.tr("Head {module}: {have} outputs in the file, {want} in the model")
        elif misfit.kind == "rows":
            text = self.tr("{module}: {have} rows in the file, {want} in the model")
        else:
            text = self.tr("{module}: another shape")
        return text.format(module=misfit.module, have=misfit.have, want=misfit.want)

    def _enable(self) -> None:
        self.start_button.setEnabled(bool(self.model.text().strip()) and not self.busy)
        self.choose_button.setEnabled(not self.busy)
        self.cancel_button.setVisible(self.busy)
        self.prove_button.setEnabled(self._report is not None and self._report.loads and not self.busy)

    # ------------------------------------------------------------------ actions

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done here."""
        some = lambda: self._report is not None and bool(self._chosen_renames())  # noqa: E731
        part = self.tr("The c&heck")
        return (
            Action("check.start", self.tr("Check against the model"), self.start, "edit", enabled=lambda: bool(self.model.text().strip()) and not self.busy, group=5, submenu=part),
            Action("check.apply", self.tr("Apply the renames of the check"), self.apply_renames, "edit", enabled=some, group=5, submenu=part),
            Action("check.prove", self.tr("Prove the check by loading"), self.prove, "edit", enabled=self.prove_button.isEnabled, group=5, submenu=part),
            Action("check.cancel", self.tr("Cancel the check"), self.cancel, "edit", enabled=lambda: self.busy, group=5, submenu=part),
        )  # fmt: skip
