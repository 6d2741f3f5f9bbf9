"""Shows an image to an opened checkpoint: what each layer answers, and which of the images beside it a filter answers to."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.engine import Engine
from desktop_app.gui.tasks import Task, TaskFailure, Tasks
from desktop_app.gui.training.inside_view import InsideView
from desktop_app.gui.training.small_pictures import cut_outs
from desktop_app.training.use.services import filter_answers, look_inside

_IMAGES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm")
_MOST_BESIDE = 200


def images_beside(path: str) -> list[str]:
    """An image and those in its folder, it first; at most some hundred."""
    place = Path(path)
    try:
        with os.scandir(place.parent) as entries:
            found = sorted(entry.path for entry in entries if Path(entry.name).suffix.lower() in _IMAGES)
    except OSError:
        found = []
    return [path, *(other for other in found if other != path)][:_MOST_BESIDE]


class InsideDialog(QDialog):
    """Layers, maps and answers of one checkpoint; images are dropped on it, or chosen."""

    image_wanted = Signal(str)

    def __init__(self, engine: Engine, tasks: Tasks, checkpoint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inside-dialog")
        self.checkpoint = checkpoint
        self._engine, self._tasks = engine, tasks
        self._task: Task | None = None
        self.inside = InsideView(self)
        self.model, self.classes = QLineEdit(self), QLineEdit(self)
        self.model.setObjectName("inside-model")
        self.model.setPlaceholderText("torchvision:resnet18")
        self.classes.setObjectName("inside-classes")
        self.titles = {"model": QLabel(self), "classes": QLabel(self)}
        self.form = QFormLayout()
        self.form.addRow(self.titles["model"], self.model)
        self.form.addRow(self.titles["classes"], self.classes)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setObjectName("inside-progress")
        self.bar.hide()
        self.said = QLabel(self)
        self.said.setObjectName("inside-said")
        self.said.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.browse = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.browse.setObjectName("inside-browse")
        column = dialog_column(self)
        column.addLayout(self.form)
        column.addWidget(self.inside, 1)
        column.addWidget(self.bar)
        column.addWidget(self.said)
        column.addWidget(self.buttons)
        self._show_foreign(False)
        self.buttons.rejected.connect(self.reject)
        self.browse.clicked.connect(self._browse_or_stop)
        self.inside.path_dropped.connect(self.look_at)
        self.inside.filter_wanted.connect(self._ask_filter)
        self.inside.image_wanted.connect(self.image_wanted)
        for field in (self.model, self.classes):
            field.returnPressed.connect(lambda: self.look_at(self.inside.path))
        self.resize(1000, 680)
        self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Inside {name}").format(name=Path(self.checkpoint).name))
        texts = {"model": self.tr("Architecture"), "classes": self.tr("Class names")}
        for name, field in (("model", self.model), ("classes", self.classes)):
            self.titles[name].setText(texts[name])
            field.setAccessibleName(texts[name])
        self.classes.setPlaceholderText(self.tr("cat, dog, bird"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self._show_running()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _show_foreign(self, on: bool) -> None:
        """Checkpoints that were not made here do not say what they are of."""
        self.form.setRowVisible(0, on)
        self.form.setRowVisible(1, on)

    def _show_running(self) -> None:
        self.browse.setText(self.tr("Stop") if self._task is not None else self.tr("Choose an image…"))
        self.bar.setVisible(self._task is not None)

    def _browse_or_stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            return
        kinds = " ".join(f"*{ending}" for ending in _IMAGES)
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose an image"), self.inside.path, f"({kinds})")
        if path:
            self.look_at(path)

    # ------------------------------------------------------------------ asking

    def document(self) -> dict[str, Any]:
        """The model as the child is asked for it."""
        made: dict[str, Any] = {"checkpoint": self.checkpoint}
        if self.model.text().strip():
            made["model"] = self.model.text().strip()
        names = [name.strip() for name in self.classes.text().split(",") if name.strip()]
        return made | ({"classes": names} if names else {})

    def look_at(self, path: str) -> None:
        """See what each layer answers to an image."""
        if path and self._task is None:
            self.inside.path = path
            self._ask(look_inside, path, then=self.inside.show_layers)

    def _ask_filter(self, layer: str, channel: int) -> None:
        if self._task is not None or not self.inside.path:
            return
        reading = self._tasks.run(images_beside, self.inside.path, lane="thread", latest="inside-beside")
        reading.done.connect(
            while_alive(self, lambda paths: self._ask(filter_answers, layer, channel, list(paths), then=self._cut_out))
        )

    def _cut_out(self, found: Sequence[Mapping[str, Any]]) -> None:
        task = self._tasks.run(cut_outs, list(found), lane="ahead", latest="inside-cut-outs")
        task.done.connect(self.inside.show_answers)

    def _ask(self, function: Any, *arguments: object, then: Callable[[Any], object]) -> None:
        if self._task is not None:
            return
        self._task = task = self._engine.ask(function, self.document(), *arguments, title=self.windowTitle())
        self.bar.setRange(0, 0)
        self.said.setText(self.tr("The model is loaded…"))
        task.progressed.connect(
            while_alive(self, lambda done, total, _text: (self.bar.setRange(0, max(1, total)), self.bar.setValue(done)))
        )
        task.done.connect(while_alive(self, lambda found: (self.said.setText(""), then(found))))
        task.failed.connect(self._failed)
        task.cancelled.connect(while_alive(self, lambda: self.said.setText(self.tr("Stopped."))))
        task.ended.connect(self._ended)
        self._show_running()

    def _failed(self, failure: TaskFailure) -> None:
        self.said.setText(failure.message)
        self._show_foreign(True)

    def _ended(self) -> None:
        self._task = None
        self._show_running()

    def done(self, result: int) -> None:
        """Stop what goes on."""
        if self._task is not None:
            self._task.cancel()
        super().done(result)
