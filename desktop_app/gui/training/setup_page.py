"""The page of a new run: what it learns from, which model, how; and the button that starts it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from desktop_app.gui.sentences import translated
from desktop_app.gui.tasks import TaskFailure, Tasks
from desktop_app.gui.theme import BAD, icon, scheme_name
from desktop_app.gui.training.augment_editor import AugmentEditor
from desktop_app.gui.training.class_view import ClassView
from desktop_app.gui.training.knob_form import KnobForm
from desktop_app.gui.training.texts import task_text
from desktop_app.gui.training.work import DataFacts, data_facts
from desktop_app.gui.turns import at_once
from desktop_app.training.config import RunConfig
from desktop_app.training.errors import TrainingError
from desktop_app.training.nets.catalogue import model_info, models_for
from desktop_app.training.task import TASKS, Task
from desktop_app.training.use.which_model import model_of

_NARROW = 720
"""Pixels under which two parts do not fit beside each other."""


class SetupPage(QWidget):
    """A form that makes a `RunConfig`."""

    train_wanted = Signal(object, str)
    """A `RunConfig`, and the folder of runs."""
    data_changed = Signal(str)
    """Labels were read at a path: its images may be decoded ahead."""
    runs_folder_changed = Signal(str)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None, *, complete: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("setup-page")
        self._tasks = tasks
        self.facts: DataFacts | None = None
        self._wanted_task = ""
        self._classes: tuple[str, ...] = ()
        self._label_folder = ""
        self._is_complete = False
        if complete:
            at_once(self.what_is_missing())

    def what_is_missing(self) -> Iterator[Callable[[], object]]:
        """What makes the page complete, piece by piece, in the order in which Tab goes through it."""
        yield self._make
        yield self._make_forms
        yield self._make_foot
        yield self._lay_out
        yield self._connect
        yield self._begin

    def _begin(self) -> None:
        self._is_complete = True
        self._retranslate()
        self._show_models()
        self._tell()

    # ------------------------------------------------------------------ building

    def _make(self) -> None:
        self.data = QLineEdit(self)
        self.data.setObjectName("run-data")
        self.browse = QPushButton(self)
        self.browse.setObjectName("run-browse")
        self.from_label = QPushButton(self)
        self.from_label.setObjectName("run-from-label")
        self.from_label.setEnabled(False)
        self.task = QComboBox(self)
        self.task.setObjectName("run-task")
        for task in TASKS:
            self.task.addItem("", task)
        self.classes = ClassView(self)
        self.classes.setFixedHeight(190)
        self.classes.hide()
        self.model = QComboBox(self)
        self.model.setObjectName("run-model")
        self.model.setEditable(True)
        self.model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.model.setMinimumContentsLength(26)
        self.model_note = QLabel(self)
        self.model_note.setWordWrap(True)
        self.model_note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.weights = QComboBox(self)
        self.weights.setObjectName("run-weights")
        self.weights.setMinimumContentsLength(26)
        self.weights.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _make_forms(self) -> None:
        self.form = KnobForm(more=False, parent=self)
        self.more = QToolButton(self)
        self.more.setObjectName("run-more")
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more_form = KnobForm(more=True, parent=self)
        self.augment = AugmentEditor(self._tasks, self)

    def _make_foot(self) -> None:
        self.runs_folder = QLineEdit(self)
        self.runs_folder.setObjectName("runs-folder")
        self.browse_runs = QPushButton(self)
        self.browse_runs.setObjectName("runs-browse")
        self.busy = QProgressBar(self)
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setMaximumHeight(6)
        self.busy.hide()
        self.sentence = QLabel(self)
        self.sentence.setObjectName("run-sentence")
        self.sentence.setWordWrap(True)
        self.train = QPushButton(self)
        self.train.setObjectName("run-train")
        self.train.setDefault(True)
        self.train.setMinimumHeight(36)
        self.train.setMinimumWidth(140)

    def _lay_out(self) -> None:
        self.data_box, self.model_box, self.augment_box = QGroupBox(self), QGroupBox(self), QGroupBox(self)
        self.data_title, self.task_title, self.model_title, self.weights_title, self.runs_title = (
            QLabel(self) for _ in range(5)
        )
        data_row = QHBoxLayout()
        for widget in (self.data, self.browse, self.from_label):
            data_row.addWidget(widget)
        data = QFormLayout()
        data.addRow(self.data_title, data_row)
        data.addRow(self.task_title, self.task)
        column = QVBoxLayout(self.data_box)
        column.addLayout(data)
        column.addWidget(self.classes, 1)
        model = QFormLayout()
        model.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        model.addRow(self.model_title, self.model)
        model.addRow(self.model_note)
        model.addRow(self.weights_title, self.weights)
        column = QVBoxLayout(self.model_box)
        column.addLayout(model)
        column.addWidget(self.form)
        column.addWidget(self.more)
        column.addWidget(self.more_form)
        self.more_form.hide()
        QVBoxLayout(self.augment_box).addWidget(self.augment)
        runs_row = QHBoxLayout()
        runs_row.addWidget(self.runs_title)
        runs_row.addWidget(self.runs_folder, 1)
        runs_row.addWidget(self.browse_runs)
        inside = QWidget(self)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(12)
        for box in (self.data_box, self.model_box, self.augment_box):
            rows.addWidget(box)
        rows.addLayout(runs_row)
        rows.addStretch(1)
        inside.setMaximumWidth(980)
        self.area = QScrollArea(self)
        self.area.setObjectName("setup-scroll")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(inside)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        foot.addWidget(self.sentence, 1)
        foot.addWidget(self.train)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self.busy)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.data.editingFinished.connect(lambda: self.show_data(self.data.text().strip()))
        self.browse.clicked.connect(self.ask_data)
        self.from_label.clicked.connect(lambda: self.show_data(self._label_folder))
        self.task.activated.connect(self._task_chosen)
        self.model.currentTextChanged.connect(lambda _text: (self._show_weights(), self._tell()))
        self.weights.activated.connect(self._weights_chosen)
        self.more.toggled.connect(self._show_more)
        self.form.edited.connect(self._tell)
        self.more_form.edited.connect(self._tell)
        self.runs_folder.editingFinished.connect(lambda: self.runs_folder_changed.emit(self.runs_folder.text().strip()))
        self.browse_runs.clicked.connect(self._ask_runs)
        self.train.clicked.connect(self._train)

    def _retranslate(self) -> None:
        self.data_box.setTitle(self.tr("What it learns from"))
        self.model_box.setTitle(self.tr("Model"))
        self.augment_box.setTitle(self.tr("Changes that training images go through"))
        self.data_title.setText(self.tr("Labels"))
        self.task_title.setText(self.tr("Task"))
        self.model_title.setText(self.tr("Model"))
        self.weights_title.setText(self.tr("Begin with"))
        self.runs_title.setText(self.tr("Runs are kept in"))
        self.browse.setText(self.tr("Choose…"))
        self.browse_runs.setText(self.tr("Choose…"))
        self.from_label.setText(self.tr("Images in Label"))
        self.from_label.setToolTip(self.tr("The folder that is open in the labelling workspace"))
        self.data.setPlaceholderText(self.tr("A folder of labelled images, or a label file"))
        self.data.setToolTip(
            self.tr(
                "Labels are copied into the run's folder when it starts: what is changed later does not reach the run."
            )
        )
        self.task.setToolTip(
            self.tr(
                "What the model learns to say of an image; it follows from the labels, until another one is chosen."
            )
        )
        self.model.setToolTip(
            self.tr(
                "One of the list, or any other by its name as torchvision:NAME or timm:NAME if that library is installed"
            )
        )
        self.weights.setToolTip(
            self.tr(
                "Trained weights need fewer images and epochs than random ones; of a checkpoint, what fits the model is taken."
            )
        )
        self.runs_folder.setToolTip(
            self.tr("Each run makes a folder of its own in it, with its settings, labels, log and checkpoints.")
        )
        self.more.setText(self.tr("More settings"))
        self.train.setText(self.tr("Train"))
        self.train.setIcon(icon("play", "#ffffff"))
        self.train.setToolTip(self.tr("Starts a process of its own that trains on even when this window is closed."))
        for widget, name in (
            (self.data, self.tr("Labels")), (self.task, self.tr("Task")), (self.model, self.tr("Model")), (self.weights, self.tr("Begin with")),
            (self.runs_folder, self.tr("Runs are kept in")), (self.browse_runs, self.tr("Choose where runs are kept")), (self.browse, self.tr("Choose labels")),
        ):  # fmt: skip
            widget.setAccessibleName(name)
        for place, task in enumerate(TASKS):
            self.task.setItemText(place, task_text(task))
        self._show_more(self.more.isChecked())
        self._show_weights()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Parts that stand beside each other step below each other before one would have to scroll sideways."""
        super().resizeEvent(event)
        self.augment.set_narrow(self.width() < _NARROW)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and self._is_complete:
            self._retranslate()
            self._tell()
        super().changeEvent(event)

    def _show_more(self, on: bool) -> None:
        self.more_form.setVisible(on)
        self.more.setIcon(icon("chevron-up" if on else "chevron-down"))

    # ------------------------------------------------------------------ labels

    def offer_label_folder(self, path: str) -> None:
        """The folder that is open in the labelling workspace; it is taken when nothing was chosen yet."""
        self._label_folder = path
        self.from_label.setEnabled(bool(path))
        if path and not self.data.text():
            self.show_data(path)

    def ask_data(self) -> None:
        """Choose a folder of labelled images."""
        path = QFileDialog.getExistingDirectory(self, self.tr("Choose labelled images"), self.data.text())
        if path:
            self.show_data(path)

    def show_data(self, path: str, task: str = "") -> None:
        """Read the labels at a path and show what can be learnt from them."""
        self.data.setText(path)
        self._wanted_task = task
        self.facts = None
        self.classes.show_table(None)
        self.classes.hide()
        self.augment.set_data("", "")
        if not path:
            self._tell()
            return
        self.busy.show()
        self._tell()
        reading = self._tasks.run(
            data_facts, path, title=self.tr("Read the labels"), lane="statistics", latest="train-data"
        )
        reading.done.connect(self._take_facts)
        reading.failed.connect(self._not_read)

    def refresh(self) -> None:
        """Labels may have changed since they were read."""
        if self.data.text() and not self.busy.isVisible():
            self.show_data(self.data.text(), self._wanted_task)

    def _take_facts(self, facts: DataFacts) -> None:
        self.busy.hide()
        self.facts = facts
        task = self._wanted_task or facts.task
        self.task.setCurrentIndex(TASKS.index(task))  # type: ignore[arg-type]
        self._task_changed()
        self.data_changed.emit(facts.path)

    def _not_read(self, failure: TaskFailure) -> None:
        self.busy.hide()
        self._tell(failure.message)

    def _task_chosen(self) -> None:
        self._wanted_task = self.chosen_task()
        self._task_changed()

    def _task_changed(self) -> None:
        task = self.chosen_task()
        self.classes.show_table(self.facts.tables[task] if self.facts is not None else None)
        self.classes.setVisible(self.facts is not None)
        self.augment.set_data(self.facts.path if self.facts is not None else "", task)
        self._show_models()
        self._tell()

    def chosen_task(self) -> Task:
        """The task of the form."""
        return TASKS[max(0, self.task.currentIndex())]

    # ------------------------------------------------------------------ model and weights

    def _show_models(self) -> None:
        name = self.model.currentText()
        models = models_for(self.chosen_task())
        self.model.blockSignals(True)
        self.model.clear()
        for model in models:
            self.model.addItem(model.name)
        self.model.setCurrentText(
            name if any(model.name == name for model in models) or ":" in name else models[0].name
        )
        self.model.blockSignals(False)
        self._show_weights()

    def offer_weights(self, paths: Sequence[str]) -> None:
        """Checkpoints that are open in the program."""
        self._offered = list(paths)
        self._show_weights()

    _offered: Sequence[str] = ()

    def _show_weights(self) -> None:
        chosen = self.weights.currentData() or ""
        self.weights.blockSignals(True)
        self.weights.clear()
        self.weights.addItem(self.tr("random weights"), "")
        if self._has_torchvision():
            self.weights.addItem(self.tr("torchvision's weights (a download)"), "torchvision")
        paths = [
            *self._offered,
            *([chosen] if chosen not in ("", "torchvision", "?") and chosen not in self._offered else []),
        ]
        for path in paths:
            self.weights.addItem(
                self.tr("{name} in {folder}").format(name=Path(path).name, folder=Path(path).parent.name), path
            )
        self.weights.addItem(self.tr("a checkpoint…"), "?")
        self.weights.setCurrentIndex(max(0, self.weights.findData(chosen)))
        self.weights.blockSignals(False)

    def _has_torchvision(self) -> bool:
        try:
            info = model_info(self.model.currentText().strip(), self.chosen_task())
        except TrainingError:
            return False
        return info.pretrained and info.family == "torchvision"

    def _weights_chosen(self) -> None:
        chosen = self.weights.currentData()
        if chosen == "?":
            path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a checkpoint to begin with"))
            self.begin_from(path)
        elif chosen == "torchvision" and not self._agreed_to_download():
            self.begin_with("")
        elif chosen and chosen != "torchvision":
            self._take_model_of(chosen)
        self._tell()

    def begin_from(self, path: str) -> None:
        """Begin with the weights of a checkpoint, and with the model that it is of."""
        self.begin_with(path)
        if path:
            self._take_model_of(path)

    def _take_model_of(self, path: str) -> None:
        task = self._tasks.run(model_of, path, lane="statistics", latest="train-weights-model")
        task.done.connect(lambda name: self._take_model(path, name))

    def _take_model(self, path: str, name: str) -> None:
        if name and self.weights.currentData() == path and name != self.model.currentText():
            self.model.setCurrentText(name)

    def begin_with(self, path: str) -> None:
        """Begin with the weights of a checkpoint; with random ones when the path is empty."""
        if path and self.weights.findData(path) < 0:
            self._offered = [*self._offered, path]
        self._show_weights()
        self.weights.setCurrentIndex(max(0, self.weights.findData(path)))
        self._tell()

    def _agreed_to_download(self) -> bool:
        question = self.tr(
            "The weights of {model} will be downloaded from download.pytorch.org when the run starts. Download them?"
        )
        answer = QMessageBox.question(
            self, self.tr("Download weights"), question.format(model=self.model.currentText())
        )
        return answer == QMessageBox.StandardButton.Yes

    # ------------------------------------------------------------------ the config

    def config(self) -> RunConfig:
        """What the form says; raises `TrainingError` for what cannot be."""
        weights = str(self.weights.currentData() or "")
        model = self.model.currentText().strip()
        model_info(model, self.chosen_task())
        return RunConfig().changed(
            data=self.data.text().strip(), task=self.chosen_task(), model=model, weights=weights, allow_download=weights == "torchvision",
            augment=self.augment.steps(), classes=self._classes, **self.form.values(), **self.more_form.values(),
        )  # fmt: skip

    def show_config(self, config: RunConfig) -> None:
        """Begin with the settings of another run."""
        self.form.show_config(config)
        self.more_form.show_config(config)
        self.augment.show_steps(config.augment)
        self._offered = [*self._offered, *([config.weights] if config.weights not in ("", "torchvision") else [])]
        if config.task:
            self.task.setCurrentIndex(TASKS.index(config.task))
        self._show_models()
        self.model.setCurrentText(config.model)
        self.begin_with(config.weights if config.weights != "torchvision" or config.allow_download else "")
        self.show_data(config.data, config.task)

    def trouble(self) -> str:
        """Why nothing can be trained yet; empty when it can."""
        if not self.data.text().strip():
            return self.tr("Choose the images to learn from.")
        if self.facts is None:
            return self.tr("The labels are being read…")
        table = self.facts.tables[self.chosen_task()]
        if not table.classes or table.images < 2:
            return self.tr("For this task at least two labelled images are needed.")
        try:
            self.config()
        except TrainingError as error:
            return translated(f"{error.finding.message} {error.finding.cure}".strip())
        return ""

    def _tell(self, failure: str = "") -> None:
        trouble = failure or self.trouble()
        self.train.setEnabled(not trouble)
        self.sentence.setStyleSheet(f"color: {BAD[scheme_name()]}" if failure else "")
        self.sentence.setText(trouble or self._summary())
        self.model_note.setText(self._model_note())

    def _summary(self) -> str:
        assert self.facts is not None
        table = self.facts.tables[self.chosen_task()]
        text = self.tr("Labelled images: {images}, classes: {classes}.").format(
            images=table.images, classes=len(table.classes)
        )
        if self.facts.split:
            text += " " + self.tr("The split that lies beside the labels is kept.")
            if not self.facts.split.get("val"):
                text += " " + self.tr("It holds no image out: what is measured is what was learnt.")
        return text

    def _model_note(self) -> str:
        try:
            info = model_info(self.model.currentText().strip(), self.chosen_task())
        except TrainingError as error:
            return translated(f"{error.finding.message} {error.finding.cure}".strip())
        parts = [self.tr("{count} million parameters").format(count=f"{info.millions:g}")] if info.millions else []
        if info.family == "small":
            parts.append(self.tr("learns from nothing within a minute on a CPU"))
        if info.slow_on_cpu:
            parts.append(self.tr("slow without a graphics card"))
        if not info.exports:
            parts.append(self.tr("cannot be exported"))
        return " · ".join(parts)

    def _ask_runs(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Choose where runs are kept"), self.runs_folder.text())
        if path:
            self.runs_folder.setText(path)
            self.runs_folder_changed.emit(path)

    def _train(self) -> None:
        if not self.trouble():
            self.train_wanted.emit(replace(self.config(), frozen={}), self.runs_folder.text().strip())

    def set_starting(self, on: bool) -> None:
        """Between the press of the button and the first sign of the run."""
        self.busy.setVisible(on)
        self._tell()
        self.train.setEnabled(not on and not self.trouble())
        if on:
            self.sentence.setText(self.tr("The labels are copied into the run's folder, and the run is prepared…"))

    def failed(self, sentence: str) -> None:
        """The run could not be started."""
        self.set_starting(False)
        self._tell(sentence)
        self.train.setEnabled(not self.trouble())
