"""Boxes and points that become outlines by a SAM model: the action, and the dialog that chooses the model."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.annotation.assist import (
    OFFICIAL,
    AssistError,
    WeightsMissing,
    fetch_weights,
    guessed,
    is_installed,
    local_files,
    prompt_of,
    weights_are_here,
)
from desktop_app.annotation.model import Shape
from desktop_app.gui.alive import while_alive
from desktop_app.gui.sentences import translated
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Task, TaskFailure, Tasks
from desktop_app.gui.theme import BAD, GOOD, scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.annotation.workspace import LabelWorkspace


class AssistWork(QObject):
    """Asks the model about what is selected; its answers are one undoable change."""

    def __init__(self, workspace: "LabelWorkspace") -> None:
        super().__init__(workspace)
        self._of = workspace

    def model(self) -> str:
        """The model that was chosen: a name of osam's, or a place on the disk."""
        return str(self._of.settings.get("label-sam")) or OFFICIAL[0]

    def outline(self, *, as_mask: bool = False) -> None:
        """The selected boxes and points become outlines of what is there."""
        of = self._of
        picture = of.session.picture
        if not is_installed():
            of.complained.emit(
                self.tr('Assistance needs osam, which comes with labelme: pip install "labelme>=7.9,<8"')
            )
            return
        asked = [shape for shape in of.canvas.selected_shapes() if prompt_of(shape) is not None and not shape.locked]
        if picture is None or not asked:
            of.complained.emit(self.tr("Select boxes around objects, or points on them."))
            return
        name, made = of.session.name, dict[str, Shape]()
        of.complained.emit(self.tr("The model looks at the image…"))
        task = of.tasks.run(
            guessed,
            picture,
            asked,
            self.model(),
            as_mask=as_mask,
            lane="regions",
            latest="label-assist",
            title=self.tr("Outline"),
        )
        task.part.connect(lambda pair: made.update([pair]))
        task.done.connect(while_alive(self, lambda _count: self._take(name, made)))
        task.failed.connect(while_alive(self, lambda failure: self._failed(failure)))

    def _take(self, name: str, made: dict[str, Shape]) -> None:
        session = self._of.session
        annotation = session.annotation
        if session.name != name or annotation is None:
            return
        kept = [shape for shape in made.values() if shape.id in annotation.by_id]
        if not kept:
            self._of.complained.emit(self.tr("The model saw nothing there."))
            return
        session.change(self.tr("Outline by the model"), annotation.with_changed(kept))
        self._of.canvas.select([shape.id for shape in kept])
        self._of.complained.emit(self.tr("{count} outlines").format(count=len(kept)))

    def _failed(self, failure: TaskFailure) -> None:
        self._of.complained.emit(failure.message)
        if failure.kind == WeightsMissing.__name__:
            self.choose()

    def choose(self) -> None:
        """Choose the model, or fetch its weights."""
        dialog = AssistDialog(self._of.tasks, self._of.settings, self._of)
        dialog.open()


class AssistDialog(QDialog):
    """An official model by name, whose weights may be fetched; or any SAM or EfficientSAM model in ONNX on the disk."""

    def __init__(self, tasks: Tasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("assist-dialog")
        self.tasks = tasks
        self.settings = settings
        self._task: Task | None = None
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.official = QComboBox(self)
        self.official.setObjectName("assist-official")
        self.official.addItems(OFFICIAL)
        self.fetch = QPushButton(self)
        self.fetch.setObjectName("assist-fetch")
        self.or_local = QLabel(self)
        self.local = QLineEdit(self)
        self.local.setObjectName("assist-local")
        self.browse = QPushButton(self)
        self.browse.setObjectName("assist-browse")
        for button in (self.fetch, self.browse):
            button.setAutoDefault(False)
        self.state = QLabel(self)
        self.state.setObjectName("assist-state")
        self.state.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.official, 1)
        first.addWidget(self.fetch)
        second.addWidget(self.local, 1)
        second.addWidget(self.browse)
        column = QVBoxLayout(self)
        column.addWidget(self.told)
        column.addLayout(first)
        column.addWidget(self.or_local)
        column.addLayout(second)
        column.addWidget(self.state)
        column.addWidget(self.bar)
        column.addStretch(1)
        column.addWidget(self.buttons)
        chosen = str(settings.get("label-sam"))
        if chosen in OFFICIAL:
            self.official.setCurrentText(chosen)
        else:
            self.local.setText(chosen)
        self.official.currentIndexChanged.connect(lambda _index: self._look())
        self.local.textChanged.connect(lambda _text: self._look())
        self.fetch.clicked.connect(self._fetch)
        self.browse.clicked.connect(self._browse)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self._retranslate()
        self.resize(560, 260)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Model of the assistant"))
        self.setAccessibleName(self.windowTitle())
        self.told.setText(self.tr("Draw a box around an object or points on it, then ask for its outline."))
        self.official.setAccessibleName(self.tr("Official model"))
        self.fetch.setText(self.tr("&Fetch its weights"))
        self.or_local.setText(
            self.tr("Or a SAM or EfficientSAM model in ONNX: its folder, or its encoder beside its decoder.")
        )
        self.local.setAccessibleName(self.tr("Model on the disk"))
        self.browse.setText(self.tr("Browse…"))
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "buttons"):
            self._retranslate()
        super().changeEvent(event)

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Encoder of a SAM model"), "", "ONNX (*.onnx)")
        if path:
            self.local.setText(path)

    def _say(self, text: str, table: dict[str, str] | None = None) -> None:
        self.state.setText(text)
        self.state.setStyleSheet(f"color: {table[scheme_name()]}" if table else "")

    def _look(self) -> None:
        local = self.local.text().strip()
        self.official.setEnabled(not local)
        self.fetch.setEnabled(not local and is_installed() and self._task is None)
        if not is_installed():
            self._say(self.tr('osam is not installed. It comes with labelme: pip install "labelme>=7.9,<8"'), BAD)
        elif local:
            self._look_local(Path(local))
        else:
            self._say(self.tr("Looking…"))
            task = self.tasks.run(weights_are_here, self.official.currentText(), lane="regions", latest="assist-look")
            task.done.connect(while_alive(self, self._looked))
            task.failed.connect(while_alive(self, lambda failure: self._say(failure.message, BAD)))

    def _look_local(self, place: Path) -> None:
        try:
            encoder, decoder = local_files(place)
            self._say(self.tr("{encoder} with {decoder}").format(encoder=encoder.name, decoder=decoder.name), GOOD)
        except (AssistError, OSError) as error:
            self._say(translated(str(error)), BAD)

    def _looked(self, here: bool) -> None:
        if here:
            self._say(self.tr("Its weights are on this computer."), GOOD)
        else:
            self._say(self.tr("Its weights are not on this computer; fetching them needs the network."))

    def _fetch(self) -> None:
        task = self._task = self.tasks.run(
            fetch_weights, self.official.currentText(), lane="writer", title=self.windowTitle()
        )
        self.bar.setRange(0, 0)
        self.bar.show()
        self.fetch.setEnabled(False)
        task.progressed.connect(while_alive(self, self._progress))
        task.failed.connect(while_alive(self, lambda failure: self._fetched(failure.message)))
        task.done.connect(while_alive(self, lambda _size: self._fetched("")))

    def _progress(self, done: int, total: int, _what: str) -> None:
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(1000 * done // max(1, total))

    def _fetched(self, trouble: str) -> None:
        self._task = None
        self.bar.hide()
        self._look()
        if trouble:
            self._say(trouble, BAD)

    def save(self) -> None:
        """Remember the choice."""
        self.settings.set("label-sam", self.local.text().strip() or self.official.currentText())
        self.accept()

    def reject(self) -> None:
        """Close; a fetch under way is stopped."""
        if self._task is not None:
            self._task.cancel()
        super().reject()
