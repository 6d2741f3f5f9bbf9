"""A checkpoint labels images: which images, how sure it must be; the proposals become suggestions in the labels."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSlider,
    QWidget,
)  # fmt: skip

from desktop_app.annotation.model import Shape
from desktop_app.gui.counted import counted
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.engine import Engine
from desktop_app.gui.sentences import translated
from desktop_app.gui.tasks import Task, TaskFailure
from desktop_app.training.use.services import propose, shapes_of_documents

_LEAST = 0.05
"""What is less sure than this is never asked for."""

type Scopes = Callable[[], Mapping[str, Sequence[str]]]
"""Paths of images by `image`, `selected`, `unlabelled`, `all`."""
type Found = Mapping[str, tuple[Sequence[Shape], Sequence[str]]]


class ProposeDialog(QDialog):
    """Stands beside the labelling workspace, which goes on meanwhile."""

    proposals_ready = Signal(object)
    """`{path: (shapes, classes)}`, as sure as the slider says."""

    def __init__(
        self, engine: Engine, scopes: Scopes, checkpoints: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("propose-dialog")
        self._engine = engine
        self._scopes = scopes
        self._task: Task | None = None
        self._answers: list[tuple[str, tuple[Shape, ...], Mapping[str, float]]] = []
        self._make(checkpoints)
        self._lay_out()
        self._connect()
        self._retranslate()

    def _make(self, checkpoints: Sequence[str]) -> None:
        self.checkpoint = QComboBox(self)
        self.checkpoint.setObjectName("propose-checkpoint")
        self.checkpoint.setMinimumWidth(320)
        for path in checkpoints:
            self._add_checkpoint(path)
        self.browse = QPushButton(self)
        self.browse.setObjectName("propose-browse")
        self.scope = QComboBox(self)
        self.scope.setObjectName("propose-scope")
        for name in ("image", "selected", "unlabelled", "all"):
            self.scope.addItem("", name)
        self.model, self.classes = QLineEdit(self), QLineEdit(self)
        self.model.setObjectName("propose-model")
        self.classes.setObjectName("propose-classes")
        self.sure = QSlider(Qt.Orientation.Horizontal, self)
        self.sure.setObjectName("propose-sure")
        self.sure.setRange(round(_LEAST * 100), 99)
        self.sure.setValue(50)
        self.sure_text = QLabel(self)
        self.sure_text.setMinimumWidth(40)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setObjectName("propose-progress")
        self.bar.hide()
        self.said = QLabel(self)
        self.said.setObjectName("propose-said")
        self.said.setWordWrap(True)
        self.buttons = QDialogButtonBox(self)
        self.start = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.start.setObjectName("propose-start")
        self.apply = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply.setObjectName("propose-apply")
        self.apply.setEnabled(False)
        self.give_up = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self.give_up.setObjectName("propose-close")

    def _lay_out(self) -> None:
        self.titles = {name: QLabel(self) for name in ("checkpoint", "scope", "sure", "model", "classes")}
        first = QHBoxLayout()
        first.addWidget(self.checkpoint, 1)
        first.addWidget(self.browse)
        second = QHBoxLayout()
        second.addWidget(self.sure, 1)
        second.addWidget(self.sure_text)
        self.form = QFormLayout()
        self.form.addRow(self.titles["checkpoint"], first)
        self.form.addRow(self.titles["scope"], self.scope)
        self.form.addRow(self.titles["model"], self.model)
        self.form.addRow(self.titles["classes"], self.classes)
        self.form.addRow(self.titles["sure"], second)
        column = dialog_column(self)
        column.addLayout(self.form)
        column.addWidget(self.bar)
        column.addWidget(self.said)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self._show_foreign(False)

    def _connect(self) -> None:
        self.browse.clicked.connect(self._browse)
        self.start.clicked.connect(self.ask)
        self.apply.clicked.connect(self._apply)
        self.give_up.clicked.connect(self.reject)
        self.sure.valueChanged.connect(lambda _value: self._count())
        self.checkpoint.currentIndexChanged.connect(lambda _row: self._forget())
        self.scope.currentIndexChanged.connect(lambda _row: self._forget())

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Propose labels"))
        texts = {
            "checkpoint": self.tr("Checkpoint"), "scope": self.tr("Images"), "sure": self.tr("Sure to at least"),
            "model": self.tr("Architecture"), "classes": self.tr("Class names"),
        }  # fmt: skip
        for name, title in self.titles.items():
            title.setText(texts[name])
        fields = {
            "checkpoint": self.checkpoint,
            "scope": self.scope,
            "sure": self.sure,
            "model": self.model,
            "classes": self.classes,
        }
        for name, field in fields.items():
            field.setAccessibleName(texts[name])
        self.model.setPlaceholderText("torchvision:resnet18")
        self.classes.setPlaceholderText(self.tr("cat, dog, bird"))
        scopes = (
            self.tr("the one in front"),
            self.tr("those that are selected"),
            self.tr("all without labels"),
            self.tr("all of the folder"),
        )
        for place, text in enumerate(scopes):
            self.scope.setItemText(place, text)
        tips = {
            "checkpoint": self.tr("Of a run, or any other file; if it does not say what it is of, architecture and class names are asked for."),
            "scope": self.tr("Images of the folder that is open in Label; another choice forgets the proposals that were made."),
            "sure": self.tr("Proposals with a lower score are left out, 5 to 99 %; moving it does not ask the model again."),
        }  # fmt: skip
        for name, tip in tips.items():
            fields[name].setToolTip(tip)
        self.start.setToolTip(
            self.tr("Asks the model; nothing is added to the labels yet, and a second press stops it.")
        )
        self.apply.setToolTip(
            self.tr(
                "Shapes wait in the labels to be accepted or rejected; classes are set where an image has none. Each image is one step of undo."
            )
        )
        self.browse.setText(self.tr("Choose…"))
        self.start.setText(self.tr("Propose"))
        self.apply.setText(self.tr("Add as suggestions"))
        self.give_up.setText(self.tr("Close"))
        self._count()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ which checkpoint

    def _add_checkpoint(self, path: str) -> int:
        found = self.checkpoint.findData(path)
        if found < 0:
            place = Path(path)
            run = place.parent.parent.name if place.parent.name == "checkpoints" else place.parent.name
            self.checkpoint.addItem(f"{run} / {place.name}" if run else place.name, path)
            found = self.checkpoint.count() - 1
            self.checkpoint.setItemData(found, path, Qt.ItemDataRole.ToolTipRole)
        return found

    def choose(self, path: str) -> None:
        """Take a checkpoint."""
        self.checkpoint.setCurrentIndex(self._add_checkpoint(path))

    def use_model(self, text: str) -> None:
        """Take the architecture that the checkpoint was recognised as; its number of classes follows from its tensors."""
        self.model.setText(text.partition("?")[0])
        self._show_foreign(True)

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a trained checkpoint"))
        if path:
            self.choose(path)

    def _show_foreign(self, on: bool) -> None:
        """Checkpoints that were not made here do not say what they are of."""
        self.form.setRowVisible(2, on)
        self.form.setRowVisible(3, on)

    def document(self) -> dict[str, Any]:
        """The model as the child is asked for it."""
        made: dict[str, Any] = {"checkpoint": str(self.checkpoint.currentData() or "")}
        if self.model.text().strip():
            made["model"] = self.model.text().strip()
        names = [name.strip() for name in self.classes.text().split(",") if name.strip()]
        return made | ({"classes": names} if names else {})

    # ------------------------------------------------------------------ asking

    def ask(self) -> None:
        """Ask the model; or stop asking."""
        if self._task is not None:
            self._task.cancel()
            return
        paths = list(self._scopes()[str(self.scope.currentData())])
        if not self.checkpoint.currentData():
            self.said.setText(self.tr("Choose a checkpoint of a trained model."))
            return
        if not paths:
            self.said.setText(self.tr("There are no such images."))
            return
        self._forget()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.said.setText(self.tr("The model is loaded…"))
        task = self._engine.ask(propose, self.document(), paths, _LEAST, title=self.tr("Propose labels"))
        self._task = task
        task.progressed.connect(self._progressed)
        task.done.connect(self._take)
        task.failed.connect(self._failed)
        task.ended.connect(self._ended)
        self._show_running(True)

    def _progressed(self, done: int, total: int, _text: str) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.said.setText(self.tr("{done} of {total} images").format(done=done, total=total))

    def _take(self, found: Sequence[Mapping[str, Any]]) -> None:
        self._answers = [(str(one["path"]), shapes_of_documents(one["shapes"]), dict(one["classes"])) for one in found]
        self._troubles = [translated(str(one["problem"])) for one in found if one.get("problem")]
        self._count()

    _troubles: Sequence[str] = ()

    def _failed(self, failure: TaskFailure) -> None:
        self.said.setText(failure.message)
        self._show_foreign(True)

    def _ended(self) -> None:
        self._task = None
        self.bar.hide()
        self._show_running(False)
        if not self._answers and self.said.text() == self.tr("The model is loaded…"):
            self.said.setText(self.tr("Stopped."))

    def _show_running(self, on: bool) -> None:
        self.start.setText(self.tr("Stop") if on else self.tr("Propose"))
        for widget in (self.checkpoint, self.browse, self.scope):
            widget.setEnabled(not on)

    def _forget(self) -> None:
        self._answers = []
        self._troubles = ()
        self.apply.setEnabled(False)
        self.said.setText("")

    # ------------------------------------------------------------------ what came

    def chosen(self) -> Found:
        """Proposals that are as sure as the slider says."""
        least = self.sure.value() / 100
        return {
            path: (
                [shape for shape in shapes if shape.score is None or shape.score >= least],
                [name for name, chance in classes.items() if chance >= least],
            )
            for path, shapes, classes in self._answers
        }

    def _count(self) -> None:
        self.sure_text.setText(f"{self.sure.value()} %")
        if not self._answers:
            return
        found = self.chosen()
        count = sum(len(shapes) + len(classes) for shapes, classes in found.values())
        text = counted(
            count,
            self.tr("1 proposal on {images}."),
            self.tr("{count} proposals on {images}."),
            images=counted(len(found), self.tr("1 image"), self.tr("{count} images")),
        )
        if self._troubles:
            text += " " + self.tr("{count} could not be read: {first}").format(
                count=len(self._troubles), first=self._troubles[0]
            )
        self.said.setText(text)
        self.apply.setEnabled(count > 0)

    def _apply(self) -> None:
        self.proposals_ready.emit({path: found for path, found in self.chosen().items() if found[0] or found[1]})

    def tell(self, sentence: str) -> None:
        """Say how it went."""
        self.said.setText(sentence)

    def done(self, result: int) -> None:
        """Stop what goes on."""
        if self._task is not None:
            self._task.cancel()
        super().done(result)
