"""Writing a draft: where, in which format, with what around it; progress, cancel, and what came of it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from desktop_app.gui.checkpoint.formatting import size_text
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.counted import counted
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.tasks import Task, TaskFailure
from desktop_app.gui.theme import BAD, scheme_name
from desktop_app.gui.told_bar import ToldBar

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Draft
    from desktop_app.checkpoint.writers.export import ExportReport

_SHARDS = (0, 1, 2, 5, 10)
"""Gigabytes; 0 is one file."""


def write_draft(
    draft: "Draft", path: str, tied: str, template: bool, shard_nbytes: int, progress: object = None
) -> "ExportReport":
    """For a worker."""
    from desktop_app.checkpoint.writers.export import export_draft

    return export_draft(
        draft, path, tied=tied, template=template, shard_nbytes=shard_nbytes, progress=progress  # type: ignore[arg-type]
    )  # fmt: skip


class ExportDialog(QDialog):
    """Stays open until the file is written, with its reason when it cannot be."""

    exported = Signal(str)
    """The first path that was written."""
    open_wanted = Signal(str)

    def __init__(
        self, session: CheckpointSession, draft: "Draft", suggestion: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._draft = draft
        self._task: Task | None = None
        self._written = ""
        self._tied_once = False
        self.path = QLineEdit(suggestion, self)
        self.path.setObjectName("export-path")
        self.browse = QPushButton(self)
        self.browse.setObjectName("export-browse")
        self.format = QComboBox(self)
        self.format.setObjectName("export-format")
        for ending in (".pth", ".safetensors", ".npz"):
            self.format.addItem("", ending)
        self.template = QCheckBox(self)
        self.template.setObjectName("export-template")
        self.tied = QComboBox(self)
        self.tied.setObjectName("export-tied")
        for value in ("keep-one", "copy"):
            self.tied.addItem("", value)
        self.shards = QComboBox(self)
        self.shards.setObjectName("export-shards")
        for value in _SHARDS:
            self.shards.addItem(f"{value} GB", value * 10**9)
        self.about = QLabel(self)
        self.about.setObjectName("export-about")
        self.about.setWordWrap(True)
        self.bar = ToldBar(self)
        self.bar.setObjectName("export-progress")
        self.bar.setRange(0, 1000)
        self.bar.hide()
        self.told = QLabel(self)
        self.told.setObjectName("export-told")
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.hide()
        self.notes = QListWidget(self)
        self.notes.setObjectName("export-notes")
        self.notes.setAccessibleName(self.tr("Notes"))
        self.notes.setWordWrap(True)
        self.notes.hide()
        self._arrange()
        self.browse.clicked.connect(self._browse)
        self.format.currentIndexChanged.connect(lambda _i: self._format_chosen())
        self.path.textChanged.connect(lambda _t: self._path_typed())
        self.template.toggled.connect(lambda _c: self._fit())
        self._retranslate()
        self._path_typed()

    def _arrange(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self.path, 1)
        place.addWidget(self.browse)
        self._form = QFormLayout()
        self._labels = [QLabel(self) for _ in range(4)]
        self._form.addRow(self._labels[0], place)
        self._form.addRow(self._labels[1], self.format)
        self._form.addRow(self._labels[2], self.tied)
        self._form.addRow(self._labels[3], self.shards)
        self._form.addRow("", self.template)
        self.buttons = QDialogButtonBox(self)
        self.start = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.start.setObjectName("export-start")
        self.stop = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self.stop.setObjectName("export-cancel")
        self.stop.setAutoDefault(False)  # Enter begins what the dialog is for; it does not stop it
        self.open_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.open_button.setObjectName("export-open")
        self.copy_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setObjectName("export-snippet")
        self.open_button.hide()
        self.copy_button.hide()
        self.start.clicked.connect(self.begin)
        self.stop.clicked.connect(self.reject)
        self.open_button.clicked.connect(self._open)
        self.copy_button.clicked.connect(self._copy)
        column = dialog_column(self)
        column.addLayout(self._form)
        column.addWidget(self.about)
        column.addWidget(self.bar)
        column.addWidget(self.told)
        column.addWidget(self.notes, 1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(620)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Export"))
        texts = (self.tr("File"), self.tr("Format"), self.tr("Tied tensors"), self.tr("Cut into files of"))
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        for widget, text in (
            (self.path, texts[0]),
            (self.format, texts[1]),
            (self.tied, texts[2]),
            (self.shards, texts[3]),
        ):
            widget.setAccessibleName(text)
        formats = (
            self.tr("PyTorch state_dict (.pth)"), self.tr("safetensors (.safetensors)"), self.tr("NumPy archive (.npz)"),
        )  # fmt: skip
        for number, text in enumerate(formats):
            self.format.setItemText(number, text)
        self.tied.setItemText(0, self.tr("write once, name the others in the metadata"))
        self.tied.setItemText(1, self.tr("write a copy under each name"))
        self.shards.setItemText(0, self.tr("one file"))
        self.template.setText(self.tr("Keep the checkpoint around the state_dict (epoch, optimizer …)"))
        self.format.setToolTip(
            self.tr(
                "The file's ending follows. A .pth is read by torch.load, a .safetensors without pickle, an .npz by numpy.load."
            )
        )
        self.tied.setToolTip(
            self.tr(
                "safetensors cannot hold tensors that share memory. Written once, the file is smaller, but whoever loads it must tie the names again."
            )
        )
        self.shards.setToolTip(
            self.tr(
                "Most bytes of tensors in a file, in GB of 10⁹; a larger tensor has a file to itself, and an index says which holds which."
            )
        )
        self.template.setToolTip(
            self.tr(
                "Everything else in the checkpoint is written as it was read, with the edited state_dict in its place. Unticked, the file is the bare state_dict."
            )
        )
        self.browse.setText(self.tr("Browse…"))
        self.start.setText(self.tr("Export"))
        self.stop.setText(self.tr("Cancel"))
        self.open_button.setText(self.tr("Open it"))
        self.copy_button.setText(self.tr("Copy Python that loads it"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ choices

    def _ending(self) -> str:
        return Path(self.path.text()).suffix.lower()

    def _format_chosen(self) -> None:
        ending = self.format.currentData()
        path = Path(self.path.text())
        if path.suffix.lower() != ending and path.name:
            stem = (
                path.with_suffix("")
                if path.suffix.lower() in (".pth", ".pt", ".bin", ".ckpt", ".safetensors", ".npz")
                else path
            )
            self.path.setText(f"{stem}{ending}")

    def _path_typed(self) -> None:
        ending = self._ending()
        index = self.format.findData(".pth" if ending in (".pt", ".bin", ".ckpt") else ending)
        if index >= 0 and index != self.format.currentIndex():
            self.format.blockSignals(True)
            self.format.setCurrentIndex(index)
            self.format.blockSignals(False)
        self._fit()

    def _fit(self) -> None:
        """Show the choices that the format has."""
        safetensors = self._ending() == ".safetensors"
        for row, widget in ((2, self.tied), (3, self.shards)):
            widget.setVisible(safetensors)
            self._labels[row].setVisible(safetensors)
        wrapped = self._draft.source.kind == "checkpoint" and not self._draft.unwrapped
        torch_file = self._ending() in (".pth", ".pt", ".bin", ".ckpt")
        self.template.setVisible(wrapped and torch_file)
        self.start.setEnabled(bool(self.path.text().strip()))
        count, nbytes = len(self._draft.items), self._session.checkpoint.size_bytes
        what = counted(
            count,
            self.tr("1 tensor of a file of {size}."),
            self.tr("{count} tensors of a file of {size}."),
            size=size_text(nbytes),
        )
        how = self.tr("The new file is written beside, read back and compared before it takes its place.")
        self.about.setText("\n".join(filter(None, (f"{what} {how}", self._replaced()))))

    def _replaced(self) -> str:
        """What becomes of a file that is there already."""
        path = self.path.text().strip()
        target = os.path.realpath(Path(path).expanduser()) if path else ""
        if any(os.path.realpath(file.path) == target for file in self._draft.source.files):
            return self.tr(
                "This replaces the very file that is open; it is then opened anew, and the history of edits ends."
            )
        return self.tr("A file of this name is there and will be replaced.") if os.path.isfile(target) else ""

    def _browse(self) -> None:
        kinds = self.tr("PyTorch (*.pth *.pt *.bin *.ckpt);;safetensors (*.safetensors);;NumPy (*.npz)")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export to"), self.path.text(), kinds)
        if path:
            self.path.setText(path)

    # ------------------------------------------------------------------ writing

    def begin(self) -> None:
        """Write, in the worker."""
        if self._task is not None or not self.path.text().strip():
            return
        shard_nbytes = int(self.shards.currentData()) if self.shards.isVisible() else 0
        path = str(Path(self.path.text().strip()).expanduser())
        template = self._is_wrapped()
        self._task = self._session.tasks.run(
            write_draft,
            self._draft,
            path,
            self.tied.currentData(),
            template,
            shard_nbytes,
            lane="writer",
            title=self.tr("Export {name}").format(name=Path(path).name),
        )
        self._task.progressed.connect(self._progress)
        self._task.done.connect(self._done)
        self._task.failed.connect(self._broke)
        self.told.hide()
        self.bar.setValue(0)
        self.bar.setFormat(self.tr("writing %p %"))
        self.bar.show()
        self._enable(False)

    def _is_wrapped(self) -> bool:
        """Whether the checkpoint around the state_dict is written too."""
        return not self.template.isHidden() and self.template.isChecked()

    def _enable(self, able: bool) -> None:
        for widget in (self.path, self.browse, self.format, self.tied, self.shards, self.template, self.start):
            widget.setEnabled(able)

    def _progress(self, done: int, total: int, stage: str) -> None:
        self.bar.setValue(done * 1000 // max(total, 1))
        self.bar.setFormat(self.tr("checking %p %") if stage == "checking" else self.tr("writing %p %"))

    def _done(self, report: "ExportReport") -> None:
        self._task = None
        self._written = report.paths[0]
        self._tied_once = any(note.code == "export-tied-once" for note in report.notes)
        self.bar.hide()
        self.told.setStyleSheet("")
        self.told.setText(
            counted(
                report.tensors,
                self.tr("{path}: 1 tensor, {size}, read back and compared."),
                self.tr("{path}: {count} tensors, {size}, read back and compared."),
                path=str(self._written),
                size=size_text(report.nbytes),
            )
        )
        self.told.show()
        for note in report.notes:
            self.notes.addItem(" ".join(part for part in finding_text(note) if part))
        self.notes.setVisible(bool(report.notes))
        self.about.hide()
        self.start.hide()
        self.open_button.show()
        self.copy_button.show()
        self.stop.setText(self.tr("Close"))
        self.exported.emit(self._written)

    def _broke(self, failure: TaskFailure) -> None:
        self._task = None
        self.bar.hide()
        sentence = " ".join(finding_text(failure.finding)) if failure.finding is not None else failure.message
        self.told.setText(sentence)
        self.told.setStyleSheet(f"color: {BAD[scheme_name()]};")
        self.told.show()
        self._enable(True)

    def _open(self) -> None:
        self.open_wanted.emit(self._written)
        self.accept()

    def _copy(self) -> None:
        from desktop_app.checkpoint.snippets import inner_keys, snippet_for

        source = self._draft.source if self._is_wrapped() else None
        keys = inner_keys(source) if source is not None else ()
        QGuiApplication.clipboard().setText(snippet_for(self._written, keys=keys, ties=self._tied_once, around=source))

    def reject(self) -> None:
        """Cancel kills the worker; what it had written so far is gone with it."""
        if self._task is not None:
            task, self._task = self._task, None
            task.cancel()
        super().reject()
