"""Writes a trained model in another format, runs what was written on an image, and says how far it is from the model."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QProgressBar,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.engine import Engine
from desktop_app.gui.tasks import Task
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.work import ImagesOfRun, images_of_run
from desktop_app.training.use.services import export


class ExportDialog(QDialog):
    """Choose a format; the rest follows."""

    def __init__(self, engine: Engine, follower: RunFollower, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export-model-dialog")
        self._engine = engine
        self._follower = follower
        self._task: Task | None = None
        self.format = QComboBox(self)
        self.format.setObjectName("export-format")
        for ending in (".pt2", ".onnx", ".ts"):
            self.format.addItem("", ending)
        self.title = QLabel(self)
        self.said = QLabel(self)
        self.said.setObjectName("export-said")
        self.said.setWordWrap(True)
        self.said.setMinimumHeight(64)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.write = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.write.setObjectName("export-write")
        form = QFormLayout()
        form.addRow(self.title, self.format)
        column = dialog_column(self)
        column.addLayout(form)
        column.addWidget(self.bar)
        column.addWidget(self.said)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.buttons.rejected.connect(self.reject)
        self.write.clicked.connect(self._ask_target)
        self.resize(520, 200)
        self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Export the model"))
        self.title.setText(self.tr("Format"))
        self.format.setAccessibleName(self.title.text())
        self.bar.setAccessibleName(self.tr("Progress"))
        texts = (
            self.tr("PyTorch program (.pt2)"),
            self.tr("ONNX (.onnx)"),
            self.tr("TorchScript (.ts), for old programs"),
        )
        for place, text in enumerate(texts):
            self.format.setItemText(place, text)
        self.format.setToolTip(
            self.tr(
                "A .pt2 is read by torch.export.load, an .onnx by ONNX Runtime and others, a .ts by torch.jit.load and LibTorch."
            )
        )
        self.write.setText(self.tr("Write…"))
        self.said.setText(self.tr("What is written is run on an image of the data set and compared with the model."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _ask_target(self) -> None:
        ending = str(self.format.currentData())
        start = str(Path(self._follower.folder.path) / f"model{ending}")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export the model"), start, f"*{ending}")
        if path:
            self.export_to(path if path.endswith(ending) else path + ending)

    def export_to(self, path: str) -> None:
        """Write to a path."""
        self.bar.show()
        self.write.setEnabled(False)
        self.said.setText(self.tr("Working…"))
        task = self._follower.tasks.run(images_of_run, str(self._follower.folder.path), lane="statistics")
        self._task = task
        self._target = path
        task.done.connect(self._export)
        task.failed.connect(while_alive(self, lambda failure: self._end(failure.message)))
        task.cancelled.connect(while_alive(self, lambda: self._end("")))

    _target = ""

    def _export(self, images: ImagesOfRun) -> None:
        path, image = self._target, next(iter((*images.labelled, *images.unlabelled)), "")
        self._task = self._engine.ask(export, {"checkpoint": self._follower.summary.checkpoint}, path, image)
        self._task.done.connect(self._written)
        self._task.failed.connect(while_alive(self, lambda failure: self._end(failure.message)))
        self._task.cancelled.connect(while_alive(self, lambda: self._end("")))

    def _written(self, found: Mapping[str, Any]) -> None:
        text = self.tr("Written: {path}. Run by {judge}, its answers differ from the model's by at most {difference}.")
        self._end(text.format(path=found["path"], judge=found["judge"], difference=f"{found['difference']:.2g}"))

    def _end(self, sentence: str) -> None:
        self._task = None
        self.bar.hide()
        self.write.setEnabled(True)
        self.said.setText(sentence)

    def done(self, result: int) -> None:
        """Stop what goes on."""
        if self._task is not None:
            self._task.cancel()
        super().done(result)
