"""A file of numbers by name: which column, what fits this checkpoint, which rows are wrong, before it colours the graph."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_app.graph.number_files import Fit, NumberFile, fit_of, read_numbers
from desktop_app.graph.numbers import Fold, Numbers
from desktop_app.gui.counted import counted
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import BAD, CAREFUL, scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.tasks import TaskFailure, Tasks

_PREVIEW = 200


def read_and_fit(path: str, names: Sequence[str], paths: Sequence[str]) -> tuple[NumberFile, Fit]:
    """A file and how many of its keys are known. For a thread; raises `NumberFileError`."""
    found = read_numbers(path)
    return found, fit_of((key for key, _ in found.rows), names, paths)


class NumberDialog(QDialog):
    """Shows what is in the file; accepted, it gives the numbers."""

    chosen = Signal(object)
    """`Numbers`."""

    def __init__(
        self, tasks: "Tasks", names: Sequence[str], paths: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("number-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 480)
        self._tasks, self._names, self._paths = tasks, names, paths
        self._known = frozenset(names).union(paths)
        self.file: NumberFile | None = None
        self._fit: Fit | None = None
        self._problem = ""
        self.path = QLineEdit(self)
        self.path.setObjectName("number-path")
        self.path.returnPressed.connect(lambda: self.read(self.path.text()))
        self.browse = QPushButton(self)
        self.browse.setObjectName("number-browse")
        self.browse.clicked.connect(self._browse)
        self.browse.setAutoDefault(False)
        self.column = QComboBox(self)
        self.column.setObjectName("number-column")
        self.column.activated.connect(lambda _place: self._preview())
        self.fold = QComboBox(self)
        self.fold.setObjectName("number-fold")
        for name in ("mean", "sum", "largest", "norm"):
            self.fold.addItem("", name)
        self.log = QCheckBox(self)
        self.log.setObjectName("number-log")
        self.said = QLabel(self)
        self.said.setObjectName("number-said")
        self.said.setWordWrap(True)
        self.table = QTableWidget(0, 3, self)
        self.table.setObjectName("number-table")
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.buttons = QDialogButtonBox(self)
        self.take = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setObjectName("number-take")
        self.give_up = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self._retranslate()
        self._show()

    def _lay_out(self) -> None:
        self.titles = {name: QLabel(self) for name in ("column", "fold")}
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.path, 1)
        first.addWidget(self.browse)
        for title, box in ((self.titles["column"], self.column), (self.titles["fold"], self.fold)):
            second.addWidget(title)
            second.addWidget(box)
        second.addWidget(self.log)
        second.addStretch(1)
        column = dialog_column(self)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.buttons)

    # ------------------------------------------------------------------ which file

    def browse_at_first(self) -> None:
        """Ask for the file as soon as the dialog stands there."""
        QTimer.singleShot(0, self, self._browse)

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Numbers by name"), str(Path(self.path.text() or ".").parent))
        dialog.setObjectName("number-file-dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Numbers (*.csv *.tsv *.txt *.json);;All files (*)"))
        dialog.fileSelected.connect(self.read)
        dialog.open()

    def read(self, path: str) -> None:
        """Read a file; what is wrong with it is told here."""
        self.path.setText(path)
        task = self._tasks.run(read_and_fit, path, self._names, self._paths, lane="thread", latest="numbers")
        task.done.connect(self._take)
        task.failed.connect(self._fail)

    def _fail(self, failure: "TaskFailure") -> None:
        self.file, self._fit, self._problem = None, None, translated(failure.message)
        self._preview()

    def _take(self, found: tuple[NumberFile, Fit]) -> None:
        self.file, self._fit = found
        self._problem = ""
        self.column.clear()
        for place, title in enumerate(self.file.columns):
            self.column.addItem(title, place)
        self._preview()

    # ------------------------------------------------------------------ what is in it

    def values(self) -> dict[str, float]:
        """Numbers of the chosen column."""
        return self.file.values(max(self.column.currentIndex(), 0)) if self.file is not None else {}

    def _preview(self) -> None:
        rows: list[tuple[str, str, str, str]] = []
        if self.file is not None:
            bad, careful = BAD[scheme_name()], CAREFUL[scheme_name()]
            rows = [
                (
                    one.key,
                    "",
                    self.tr("line {line}: {reason}").format(line=one.line, reason=translated(one.reason)),
                    bad,
                )
                for one in self.file.troubles[:_PREVIEW]
            ]
            values = list(self.values().items())
            rows += [
                (key, f"{value:.6g}", "" if key in self._known else self.tr("not in this file"), "" if key in self._known else careful)
                for key, value in values[: _PREVIEW * 2]
            ]  # fmt: skip
            positive = [value for _, value in values if value > 0]
            self.log.setChecked(len(positive) == len(values) > 1 and max(positive) > 100 * min(positive))
        self.table.setRowCount(len(rows))
        for place, (key, value, note, colour) in enumerate(rows):
            for column, text in enumerate((key, value, note)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if colour and column == 2:
                    item.setForeground(QColor(colour))
                self.table.setItem(place, column, item)
        self._show()

    def _show(self) -> None:
        fit, file = self._fit, self.file
        if self._problem:
            text = self._problem
        elif file is None or fit is None:
            text = self.tr(
                "A table with a key and a number in each line: names of tensors (layer1.0.conv1.weight) or paths of modules "
                "(layer1.0). CSV, TSV, or a JSON object."
            )
        else:
            text = self._found(file, fit)
        self.said.setText(text)
        self.said.setStyleSheet(f"color: {BAD[scheme_name()]};" if self._problem else "")
        self.take.setEnabled(fit is not None and fit.tensors + fit.modules > 0)
        for widget in (self.column, self.fold, self.log):
            widget.setEnabled(file is not None)

    def _found(self, file: NumberFile, fit: Fit) -> str:
        """What of the file fits this checkpoint."""
        strangers, wrong = len(fit.strangers), file.left_out
        sentences = [
            self.tr("Found: {tensors}, {modules}.").format(
                tensors=counted(fit.tensors, self.tr("1 tensor"), self.tr("{count} tensors")),
                modules=counted(fit.modules, self.tr("1 module"), self.tr("{count} modules")),
            )
        ]
        if strangers:
            many = self.tr("{count} keys are not in this file.")
            sentences.append(counted(strangers, self.tr("1 key is not in this file."), many))
        if wrong:
            many = self.tr("{count} rows are wrong and left out.")
            sentences.append(counted(wrong, self.tr("1 row is wrong and left out."), many))
        return " ".join(sentences)

    def _accept(self) -> None:
        fold: Fold = self.fold.currentData()
        title = self.column.currentText() if self.file is not None else ""
        name = Path(self.file.path).name if self.file is not None else ""
        self.chosen.emit(
            Numbers(f"{title} ({name})" if not title.isdigit() else name, self.values(), fold, log=self.log.isChecked())
        )
        self.accept()

    # ------------------------------------------------------------------ language

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Colour by the numbers of a file"))
        self.path.setPlaceholderText(self.tr("numbers.csv"))
        self.path.setAccessibleName(self.tr("File of numbers"))
        self.browse.setText(self.tr("Choose…"))
        self.titles["column"].setText(self.tr("Column"))
        self.titles["fold"].setText(self.tr("A group shows"))
        self.column.setAccessibleName(self.tr("Column"))
        self.fold.setAccessibleName(self.tr("A group shows"))
        folds = (
            self.tr("the mean"),
            self.tr("the sum"),
            self.tr("the largest"),
            self.tr("the root of the sum of squares"),
        )
        for place, text in enumerate(folds):
            self.fold.setItemText(place, text)
        self.log.setText(self.tr("Logarithmic"))
        self.table.setHorizontalHeaderLabels([self.tr("Key"), self.tr("Number"), self.tr("Note")])
        self.table.setAccessibleName(self.tr("Rows of the file"))
        self.take.setText(self.tr("Colour the graph"))
