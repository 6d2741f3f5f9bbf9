"""The exact command that trains a prepared run on another machine; the run is followed by its folder as always."""

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)  # fmt: skip

from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.spin_boxes import WholeBox
from desktop_app.training.launch import Elsewhere, as_text, command, slurm_script, ssh_command
from desktop_app.training.run_folder import RunFolder


class ElsewhereDialog(QDialog):
    """Fields at the top, commands below; nothing is run by itself."""

    def __init__(self, folder: RunFolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("elsewhere-dialog")
        self.folder = folder
        usual = Elsewhere()
        self.host, self.there, self.python, self.processes = (QLineEdit(self) for _ in range(4))
        for name, field, text in (
            ("host", self.host, usual.host), ("folder", self.there, str(Path(folder.path).absolute())), ("python", self.python, usual.python),
            ("processes", self.processes, usual.processes),
        ):  # fmt: skip
            field.setObjectName(f"elsewhere-{name}")
            field.setText(text)
            field.textChanged.connect(lambda _text: self._write())
        self.nodes, self.hours = WholeBox(self), WholeBox(self)
        for name, field, value in (("nodes", self.nodes, usual.nodes), ("hours", self.hours, usual.hours)):
            field.setObjectName(f"elsewhere-{name}")
            field.setRange(1, 999)
            field.setValue(value)
            field.valueChanged.connect(lambda _value: self._write())
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.tabs = QTabWidget(self)
        self.texts = {name: QPlainTextEdit(self) for name in ("ssh", "slurm", "torchrun")}
        for name, text in self.texts.items():
            text.setObjectName(f"elsewhere-{name}-text")
            text.setReadOnly(True)
            text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            self.tabs.addTab(text, "")
        self.titles = [QLabel(self) for _ in range(6)]
        form = QFormLayout()
        for title, field in zip(
            self.titles, (self.host, self.there, self.python, self.processes, self.nodes, self.hours), strict=True
        ):
            form.addRow(title, field)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.setObjectName("elsewhere-copy")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.command()))
        self.buttons.rejected.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(self.said)
        column.addLayout(form)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.buttons)
        self.resize(720, 560)
        self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Run elsewhere"))
        self.said.setText(self.tr("The run is prepared in its folder. Start it with one of these commands on a machine that sees the folder; it is followed here all the same."))  # fmt: skip
        names = (
            self.tr("Machine"), self.tr("The run's folder there"), self.tr("Python there"), self.tr("Processes a machine (a number, or gpu)"),
            self.tr("Machines"), self.tr("Hours"),
        )  # fmt: skip
        fields = (self.host, self.there, self.python, self.processes, self.nodes, self.hours)
        for title, name, field in zip(self.titles, names, fields, strict=True):
            title.setText(name)
            field.setAccessibleName(name)
        tips = (
            self.tr("Its name for ssh, with user@ in front if need be; only the command by ssh uses it."),
            self.tr("The path by which the other machine sees the folder, for example on a shared disk"),
            self.tr("A Python that has PyTorch and this program: a name that is found there, or a full path"),
            self.tr("One process for each GPU. With gpu, ssh takes all GPUs of the machine, SLURM and this machine take one."),
            self.tr("How many machines train together, 1 to 999; only the SLURM script uses it."),
            self.tr("Time that is asked of SLURM, 1 to 999 hours; two minutes before its end the run is told to save and stop."),
        )  # fmt: skip
        for field, tip in zip(fields, tips, strict=True):
            field.setToolTip(tip)
        for place, (text, name) in enumerate(
            zip(self.texts.values(), (self.tr("By ssh"), self.tr("By SLURM"), self.tr("On this machine")), strict=True)
        ):
            self.tabs.setTabText(place, name)
            text.setAccessibleName(name)
        self.copy.setText(self.tr("Copy"))
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _write(self) -> None:
        where = Elsewhere(
            self.host.text().strip(), self.there.text().strip(), self.python.text().strip(), self.processes.text().strip() or "gpu",
            self.nodes.value(), self.hours.value(),
        )  # fmt: skip
        self.texts["ssh"].setPlainText(ssh_command(self.folder, where))
        self.texts["slurm"].setPlainText(slurm_script(self.folder, where))
        count = int(where.processes) if where.processes.isdecimal() else 1
        self.texts["torchrun"].setPlainText(as_text(command(self.folder, count, where.python)))

    def command(self) -> str:
        """What stands in the tab in front."""
        return list(self.texts.values())[self.tabs.currentIndex()].toPlainText()
