"""Reads every byte of a file, lists what is lost and why, and writes what is whole as a new file."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.damage.repair_work import Diagnosis, diagnose, write_repaired
from desktop_app.gui.checkpoint.formatting import count_text, file_name, one_line, size_text
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.counted import counted
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.theme import BAD, CAREFUL, GOOD, scheme_name
from desktop_app.gui.told_bar import ToldBar

if TYPE_CHECKING:
    from desktop_app.checkpoint.model import Finding
    from desktop_app.checkpoint.writers.export import ExportReport
    from desktop_app.gui.tasks import Task, TaskFailure

_LISTED = 5000
_ENDINGS = (".pth", ".pt", ".bin", ".ckpt", ".safetensors", ".npz")


class RepairDialog(QDialog):
    """Begins to read when it opens; nothing is written before the person says so."""

    repaired = Signal(str)
    open_wanted = Signal(str)

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("repair-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._source = session.original.path
        self._task: Task | None = None
        self._found: Diagnosis | None = None
        self._written: ExportReport | None = None
        self._problem = ""
        self.summary = QLabel(self)
        self.summary.setObjectName("repair-summary")
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = ToldBar(self)
        self.bar.setObjectName("repair-progress")
        self.lost = QTreeWidget(self)
        self.lost.setObjectName("repair-lost")
        self.lost.setRootIsDecorated(False)
        self.lost.setAlternatingRowColors(True)
        self.lost.setColumnCount(3)
        self.lost.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.lost.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.lost.setColumnWidth(0, 260)
        self.lost.setColumnWidth(1, 90)
        self.notes = QListWidget(self)
        self.notes.setObjectName("repair-notes")
        self.notes.setWordWrap(True)
        self.label = QLabel(self)
        self.path = QLineEdit(self._suggestion(), self)
        self.path.setObjectName("repair-path")
        self.label.setBuddy(self.path)
        self.browse = QPushButton(self)
        self.browse.setObjectName("repair-browse")
        self.browse.setAutoDefault(False)
        self.buttons = QDialogButtonBox(self)
        self.save = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setObjectName("repair-save")
        self.open_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.open_button.setObjectName("repair-open")
        self.close_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self.close_button.setObjectName("repair-close")
        self.close_button.setAutoDefault(False)
        self._lay_out()
        self.browse.clicked.connect(self._browse)
        self.save.clicked.connect(self.write)
        self.open_button.clicked.connect(self._open)
        self.close_button.clicked.connect(self.reject)
        self.path.textChanged.connect(lambda _text: self._show())
        self._retranslate()
        self.resize(760, 520)
        self._examine()

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self.label)
        place.addWidget(self.path, 1)
        place.addWidget(self.browse)
        column = dialog_column(self)
        column.addWidget(self.summary)
        column.addWidget(self.bar)
        column.addWidget(self.lost, 1)
        column.addWidget(self.notes)
        column.addStretch(0)
        column.addLayout(place)
        column.addWidget(self.buttons)

    def _suggestion(self) -> str:
        source = Path(self._source)
        ending = source.suffix if source.suffix in _ENDINGS else ".pth"
        return str(source.with_name(f"{source.name.partition('.')[0]}-repaired{ending}"))

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Repair {name}").format(name=file_name(self._source)))
        self.setAccessibleName(self.windowTitle())
        self.lost.setHeaderLabels([self.tr("Lost tensor"), self.tr("Size"), self.tr("Why")])
        self.lost.setAccessibleName(self.tr("What is lost"))
        self.notes.setAccessibleName(self.tr("What else is wrong"))
        self.label.setText(self.tr("Save as:"))
        self.path.setAccessibleName(self.tr("File for what is whole"))
        self.browse.setText(self.tr("&Browse…"))
        self.save.setText(self.tr("&Save what is whole"))
        self.open_button.setText(self.tr("&Open it"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and hasattr(self, "close_button"):
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ reading

    def _examine(self) -> None:
        task = self._session.tasks.run(
            diagnose,
            self._source,
            lane="writer",
            title=self.tr("Look for damage in {name}").format(name=file_name(self._source)),
        )
        self._follow(task)
        task.done.connect(while_alive(self, lambda found: self._learn(task, found)))

    def _follow(self, task: "Task") -> None:
        self._task = task
        self._problem = ""
        task.progressed.connect(while_alive(self, lambda done, total, text: self._progress(task, done, total, text)))
        task.failed.connect(while_alive(self, lambda failure: self._fail(task, failure)))
        self.bar.setRange(0, 0)
        self._show()

    def _progress(self, task: "Task", done: int, total: int, text: str) -> None:
        if self._task is task and total > 0:
            self.bar.setRange(0, 1000)
            self.bar.setValue(done * 1000 // total)
            self.bar.setFormat(self.tr("writing %p %") if text == "writing" else self.tr("checking %p %"))

    def _fail(self, task: "Task", failure: "TaskFailure") -> None:
        if self._task is task:
            self._task = None
            told = finding_text(failure.finding) if failure.finding is not None else (failure.message,)
            self._problem = " ".join(filter(None, told))
            self._show()

    def _learn(self, task: "Task", found: Diagnosis) -> None:
        if self._task is not task:
            return
        self._task = None
        self._found = found
        self.lost.clear()
        for loss in found.lost[:_LISTED]:
            reason = finding_text(loss.reason)[0]
            item = QTreeWidgetItem([one_line(loss.name), size_text(loss.nbytes), reason])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, one_line(loss.name))
            item.setToolTip(2, reason)
            self.lost.addTopLevelItem(item)
        self._list_notes(found.notes)
        self._show()

    def _list_notes(self, notes: "tuple[Finding, ...]") -> None:
        self.notes.clear()
        for note in notes[:_LISTED]:
            self.notes.addItem(" ".join(filter(None, finding_text(note))))
        rows = min(self.notes.count(), 4)
        self.notes.setFixedHeight(rows * 2 * self.fontMetrics().lineSpacing() + 12)

    # ------------------------------------------------------------------ writing

    def _browse(self) -> None:
        kinds = self.tr("PyTorch (*.pth *.pt *.bin *.ckpt);;safetensors (*.safetensors);;NumPy (*.npz)")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save what is whole"), self.path.text(), kinds)
        if path:
            self.path.setText(path)

    def write(self) -> None:
        """Write the whole tensors, read back and compared as every export."""
        target = self.path.text().strip()
        if self._task is not None or self._found is None or not target:
            return
        target = str(Path(target).expanduser())
        task = self._session.tasks.run(
            write_repaired,
            self._source,
            target,
            lane="writer",
            title=self.tr("Repair {name}").format(name=file_name(target)),
        )
        self._follow(task)
        task.done.connect(while_alive(self, lambda report: self._done(task, report)))

    def _done(self, task: "Task", report: "ExportReport") -> None:
        if self._task is not task:
            return
        self._task = None
        self._written = report
        if report.notes:
            self._list_notes(report.notes)
        self._show()
        self.repaired.emit(report.paths[0])

    def _open(self) -> None:
        if self._written is not None:
            self.open_wanted.emit(self._written.paths[0])
            self.accept()

    def reject(self) -> None:
        """Cancel kills the worker; nothing half-written is left."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        super().reject()

    # ------------------------------------------------------------------ what is shown

    def _show(self) -> None:
        if not hasattr(self, "close_button"):
            return
        found, busy = self._found, self._task is not None
        text, colour = self._told()
        self.summary.setText(text)
        self.summary.setStyleSheet(f"color: {colour[scheme_name()]};" if colour is not None else "")
        self.bar.setVisible(busy)
        self.lost.setVisible(found is not None and bool(found.lost))
        self.notes.setVisible(self.notes.count() > 0)
        can = found is not None and found.whole > 0 and not busy and self._written is None
        for widget in (self.label, self.path, self.browse):
            widget.setVisible(self._written is None and (found is None or found.whole > 0))
            widget.setEnabled(can)
        self.save.setVisible(self._written is None)
        self.save.setEnabled(can and bool(self.path.text().strip()))
        self.open_button.setVisible(self._written is not None)
        self.close_button.setText(self.tr("Cancel") if busy else self.tr("Close"))

    def _told(self) -> tuple[str, dict[str, str] | None]:
        found = self._found
        if self._problem:
            return self._problem, BAD
        if self._written is not None:
            written = self._written
            text = counted(
                written.tensors,
                self.tr("{path}: 1 tensor, {size}, read back and compared."),
                self.tr("{path}: {count} tensors, {size}, read back and compared."),
                path=str(written.paths[0]),
                size=size_text(written.nbytes),
            )
            return text, GOOD
        if found is None:
            return self.tr("Reading every byte of {name}…").format(name=file_name(self._source)), None
        if not found.whole:
            return self.tr("There is no whole tensor in the file."), BAD
        if found.lost:
            text = self.tr("{whole} of {total} tensors are whole and can be saved; {lost} are lost.")
            total = found.whole + len(found.lost)
            return text.format(
                whole=count_text(found.whole), total=count_text(total), lost=count_text(len(found.lost))
            ), CAREFUL  # fmt: skip
        if found.is_sound:
            text = self.tr("Nothing is damaged: all {count} tensors are whole.")
        else:
            text = self.tr(
                "All {count} tensors are whole, but the file around them is damaged; saving them makes a sound one."
            )
        return text.format(count=count_text(found.whole)), GOOD if found.is_sound else CAREFUL
