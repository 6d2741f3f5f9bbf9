"""Clicks, boxes and points that become outlines by a SAM model: what is asked of it when, and the dialog that chooses it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
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
    QWidget,
)

from desktop_app.annotation.assist.asking import guess, guessed, look_ahead, look_at, prompt_of
from desktop_app.annotation.assist.models import (
    OFFICIAL,
    AssistError,
    WeightsMissing,
    fetch_weights,
    is_installed,
    local_files,
    weights_are_here,
)
from desktop_app.annotation.model import Shape
from desktop_app.annotation.shapes.regions import Request
from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.canvas_tools.assist import AssistState, State
from desktop_app.gui.counted import counted
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.sentences import translated
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Task, TaskFailure, Tasks
from desktop_app.gui.theme import BAD, GOOD, scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.annotation.workspace import LabelWorkspace

_SETTLED_MS = 200


class AssistWork(QObject):
    """Asks the model: at once for the tool of clicks, and about all that is selected as one undoable change."""

    def __init__(self, workspace: "LabelWorkspace") -> None:
        super().__init__(workspace)
        self._of = workspace
        self._looking: Task | None = None
        self._seen: tuple[str, str] | None = None
        """File of the picture that the model has looked at, and the model; also when it could not."""
        self._soon = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._soon.timeout.connect(self._look)

    def model(self) -> str:
        """The model that was chosen: a name of osam's, or a place on the disk."""
        return str(self._of.settings.get("label-sam")) or OFFICIAL[0]

    # ------------------------------------------------------------------ the tool of clicks

    def look(self) -> None:
        """The tool was chosen or another picture is in front: let the model look at it, once nobody is leafing any more."""
        if self._of.canvas.tool.name == "assist":
            self._soon.start()

    def _look(self) -> None:
        of, picture = self._of, self._of.session.picture
        if of.canvas.tool.name != "assist" or picture is None or self._looking is not None:
            return  # what is under way is kept on the disk: it is let go on, and the picture in front comes after it
        if not is_installed():
            self._say("troubled", self._missing())
            return
        wanted = (picture.file, self.model())
        if wanted == self._seen:
            self._say("ready")
            return
        self._say("looking")
        title = self.tr("The model looks at {name}").format(name=of.session.name)
        task = self._looking = of.tasks.run(look_at, picture, self.model(), lane="assist", title=title)
        task.done.connect(lambda _nothing: self._looked(wanted))
        task.failed.connect(lambda failure: self._looked(wanted, failure.message))
        task.cancelled.connect(lambda: self._looked(wanted, self.tr("The model was stopped; choose the tool again.")))

    def _looked(self, wanted: tuple[str, str], trouble: str = "") -> None:
        of, picture = self._of, self._of.session.picture
        self._looking = None
        if picture is None or wanted != (picture.file, self.model()):
            self._look()
            return
        self._seen = wanted if not trouble else None
        self._say("troubled" if trouble else "ready", trouble)
        if not trouble and of.session.folder is not None:
            names = of.session.next_names(1)
            of.tasks.run(
                look_ahead,
                of.session.folder.only(*names),
                names,
                of.session.store,
                self.model(),
                lane="assist-ahead",
                latest="assist-ahead",
            )

    def _say(self, state: State, sentence: str = "") -> None:
        self._of.canvas.assisting.set_state(AssistState(state, sentence))
        if sentence:
            self._of.complained.emit(sentence)

    def _missing(self) -> str:
        return self.tr('Assistance needs osam, which comes with labelme: pip install "labelme>=7.9,<8"')

    def answer(self, request: Request) -> None:
        """Ask the model what the tool wants to know; the tool has one question under way at a time."""
        canvas, picture = self._of.canvas, self._of.session.picture
        if picture is None or not is_installed():
            sentence = self._missing() if picture is not None else self.tr("The image is not loaded yet.")
            canvas.question_failed(request.number, sentence)
            return
        task = self._of.tasks.run(guess, picture, request, self.model(), lane="assist")
        task.done.connect(canvas.answer)
        task.failed.connect(lambda failure: canvas.question_failed(request.number, failure.message))

    # ------------------------------------------------------------------ what is selected

    def outline(self, *, as_mask: bool = False) -> None:
        """The selected boxes and points become outlines of what is there."""
        of = self._of
        picture = of.session.picture
        if not is_installed():
            of.complained.emit(self._missing())
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
            lane="assist",
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
        self._of.complained.emit(counted(len(kept), self.tr("1 outline"), self.tr("{count} outlines")))

    def _failed(self, failure: TaskFailure) -> None:
        self._of.complained.emit(failure.message)
        if failure.kind == WeightsMissing.__name__:
            self.choose()

    def choose(self) -> None:
        """Choose the model, or fetch its weights."""
        dialog = AssistDialog(self._of.tasks, self._of.settings, self._of)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._chosen)
        dialog.open()

    def _chosen(self) -> None:
        """Another model, or its weights are there now."""
        self._seen = None
        self._of.canvas.assisting.cancel()
        self._say("idle")
        self.look()


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
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.official, 1)
        first.addWidget(self.fetch)
        second.addWidget(self.local, 1)
        second.addWidget(self.browse)
        column = dialog_column(self)
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
            task = self.tasks.run(
                weights_are_here, self.official.currentText(), lane="assist-ahead", latest="assist-look"
            )
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
