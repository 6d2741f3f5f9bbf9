"""Labels of another tool taken over: what was recognised, what is in it, where its images are, and what cannot be read."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.annotation.exchange.taking import Preview, Taken, preview, take_over
from desktop_app.annotation.model import Problem
from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.canvas_texts import kind_text
from desktop_app.gui.annotation.counts import images_text, shapes_text
from desktop_app.gui.annotation.dialogs.task_bar import TaskBar
from desktop_app.gui.annotation.format_texts import format_title
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.sentences import translated
from desktop_app.gui.tasks import Task, TaskFailure, Tasks
from desktop_app.gui.theme import BAD, scheme_name

_SHOWN = 2000
"""Rows of a table; more than that nobody reads."""


class ImportDialog(QDialog):
    """Looks when it opens; nothing is written before the person says so."""

    taken = Signal(str)
    """The folder that now has the labels."""

    def __init__(self, tasks: Tasks, path: str, parent: QWidget | None = None, target: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("import-dialog")
        self.tasks = tasks
        self.path = path
        self.found: Preview | None = None
        self.result_of: Taken | None = None
        self.summary = QLabel(self)
        self.summary.setObjectName("import-summary")
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = TaskBar("import-progress", self)
        self.format = QComboBox(self)
        self.format.setObjectName("import-format")
        self.images = QLineEdit(self)
        self.images.setObjectName("import-images")
        self.target = QLineEdit(target, self)
        self.target.setObjectName("import-target")
        self.existing = QComboBox(self)
        self.existing.setObjectName("import-existing")
        self.browse_images, self.browse_target = QPushButton(self), QPushButton(self)
        for button, name in (
            (self.browse_images, "import-browse-images"),
            (self.browse_target, "import-browse-target"),
        ):
            button.setObjectName(name)
            button.setAutoDefault(False)
        self.labels, self.missing, self.problems = QTreeWidget(self), QTreeWidget(self), QTreeWidget(self)
        for tree, name, columns in (
            (self.labels, "import-labels", 2), (self.missing, "import-missing", 1), (self.problems, "import-problems", 3),
        ):  # fmt: skip
            tree.setObjectName(name)
            tree.setColumnCount(columns)
            tree.setRootIsDecorated(False)
            tree.setUniformRowHeights(True)
            tree.setAlternatingRowColors(True)
        self.labels.setColumnWidth(0, 300)
        self.problems.setColumnWidth(0, 180)
        self.problems.setColumnWidth(1, 330)
        self.buttons = QDialogButtonBox(self)
        self.take = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setObjectName("import-take")
        self.close_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self.close_button.setObjectName("import-close")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(300)
        self._lay_out()
        self._connect()
        self._retranslate()
        self.resize(760, 560)
        self.look()

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._names = [QLabel(self) for _ in range(4)]
        places: list[QWidget | QHBoxLayout] = [self.format, QHBoxLayout(), QHBoxLayout(), self.existing]
        for row, field, button in ((1, self.images, self.browse_images), (2, self.target, self.browse_target)):
            line = places[row]
            assert isinstance(line, QHBoxLayout)
            line.addWidget(field, 1)
            line.addWidget(button)
        for name, place in zip(self._names, places, strict=True):
            self._form.addRow(name, place)  # type: ignore[arg-type]
        self.pages = QTabWidget(self)
        for tree in (self.labels, self.missing, self.problems):
            self.pages.addTab(tree, "")
        column = dialog_column(self)
        column.addWidget(self.summary)
        column.addLayout(self._form)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        self.bar.idle.connect(self._show)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        self.format.activated.connect(lambda _index: self.look())
        self.images.textEdited.connect(lambda _text: self._soon.start())
        self.target.textEdited.connect(lambda _text: self._show())
        self._soon.timeout.connect(self.look)
        self.browse_images.clicked.connect(lambda: self._browse(self.images))
        self.browse_target.clicked.connect(lambda: self._browse(self.target))
        self.take.clicked.connect(self.begin)
        self.close_button.clicked.connect(self.reject)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Import {name}").format(name=Path(self.path).name))
        self.setAccessibleName(self.windowTitle())
        texts = (
            self.tr("Format"), self.tr("Images in"), self.tr("Copy images to"), self.tr("Images that have labels"),
        )  # fmt: skip
        for label, text, field in zip(
            self._names, texts, (self.format, self.images, self.target, self.existing), strict=True
        ):
            label.setText(text)
            field.setAccessibleName(text)
        self.format.setToolTip(self.tr("What the files may be; another choice reads them anew."))
        self.existing.setToolTip(
            self.tr(
                "On top: only shapes that are not there yet are added. Instead: the labels that were there are overwritten."
            )
        )
        self.images.setPlaceholderText(self.tr("where the labels say"))
        self.target.setPlaceholderText(self.tr("nowhere: labels are saved beside the images where they are"))
        for button in (self.browse_images, self.browse_target):
            button.setText(self.tr("Browse…"))
        chosen = max(0, self.existing.currentIndex())
        self.existing.clear()
        for text, what in (
            (self.tr("get these on top"), "add"), (self.tr("get these instead"), "replace"), (self.tr("are left alone"), "skip"),
        ):  # fmt: skip
            self.existing.addItem(text, what)
        self.existing.setCurrentIndex(chosen)
        self.labels.setHeaderLabels([self.tr("Label"), self.tr("Shapes")])
        self.missing.setHeaderLabels([self.tr("Image that was not found")])
        self.problems.setHeaderLabels([self.tr("Where"), self.tr("Problem"), self.tr("What to do")])
        for tree, text in (
            (self.labels, self.tr("Labels")), (self.missing, self.tr("Missing images")), (self.problems, self.tr("Problems")),
        ):  # fmt: skip
            tree.setAccessibleName(text)
        self.take.setText(self.tr("&Import"))
        self.close_button.setText(self.tr("Close"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_form"):
            self._retranslate()
        super().changeEvent(event)

    def _browse(self, field: QLineEdit) -> None:
        path = QFileDialog.getExistingDirectory(
            self, self.tr("Choose a folder"), field.text() or str(Path(self.path).parent)
        )
        if path:
            field.setText(path)
            self.look() if field is self.images else self._show()

    # ------------------------------------------------------------------ looking

    def look(self) -> None:
        """Read the labels and look for their images."""
        self._soon.stop()
        wanted = str(self.format.currentData() or "")
        task = self.tasks.run(preview, self.path, wanted, self.images.text().strip(), latest="label-import")
        self._follow(task)
        task.done.connect(while_alive(self, self._learn))

    def _follow(self, task: Task) -> None:
        self.bar.follow(task)
        task.failed.connect(while_alive(self, self._failed))
        self._show()

    def _failed(self, failure: TaskFailure) -> None:
        self._complain(failure.message)

    def _complain(self, text: str) -> None:
        self.summary.setText(text)
        self.summary.setStyleSheet(f"color: {BAD[scheme_name()]}")

    def _learn(self, found: Preview) -> None:
        self.found = found
        chosen = found.format
        self.format.clear()
        for name, _, sure in found.likely:
            self.format.addItem(
                self.tr("{title} ({sure} sure)").format(title=format_title(name), sure=f"{sure:.0%}"), name
            )
        self.format.setCurrentIndex(max(0, self.format.findData(chosen)))
        self._fill(self.labels, [[name, f"{count:,}"] for name, count in found.labels])
        self._fill(self.missing, [[name] for name in found.missing])
        self._problems(found.problems)
        if found.must_copy and not self.target.text():
            place = Path(self.path)
            self.target.setText(str(place.with_name(f"{place.stem}-images")))
        self._show()

    def _problems(self, problems: tuple[Problem, ...]) -> None:
        self._fill(
            self.problems, [[one.where, translated(one.message), translated(one.cure)] for one in problems[:_SHOWN]]
        )

    @staticmethod
    def _fill(tree: QTreeWidget, rows: list[list[str]]) -> None:
        tree.clear()
        for row in rows[:_SHOWN]:
            item = QTreeWidgetItem(tree, row)
            for column, text in enumerate(row):
                item.setToolTip(column, text)

    def _show(self) -> None:
        found, busy = self.found, self.bar.is_busy
        can = found is not None and not found.trouble and found.located > 0 and not busy and self.result_of is None
        needs = found is not None and found.must_copy and not self.target.text().strip()
        self.take.setEnabled(can and not needs)
        self.format.setEnabled(found is not None and len(found.likely) > 1 and not busy)
        counts = (
            (len(found.labels), found.images - found.located, found.problem_count) if found is not None else (0, 0, 0)
        )
        if self.result_of is not None:
            counts = (counts[0], counts[1], len(self.result_of.problems))
        texts = (self.tr("Labels ({count})"), self.tr("Missing images ({count})"), self.tr("Problems ({count})"))
        for place, (text, count) in enumerate(zip(texts, counts, strict=True)):
            self.pages.setTabText(place, text.format(count=f"{count:,}"))
        if self.result_of is None:
            self._tell(found)

    def _tell(self, found: Preview | None) -> None:
        self.summary.setStyleSheet("")
        if found is None:
            self.summary.setText(self.tr("Looking…"))
            return
        if found.trouble:
            self._complain(translated(found.trouble))
            return
        kinds = ", ".join(f"{count:,} × {kind_text(kind)}" for kind, count in found.kinds)  # type: ignore[arg-type]
        lines = [
            self.tr("{images}, {found} of them found; {shapes}.").format(
                images=images_text(found.images), found=f"{found.located:,}", shapes=shapes_text(found.shapes)
            ),
            kinds,
        ]
        if found.suggestions:
            lines.append(self.tr("Proposals of a model among them: {count}.").format(count=f"{found.suggestions:,}"))
        if found.classes:
            lines.append(self.tr("Classes of images: {names}").format(names=", ".join(found.classes[:12])))
        if not found.located:
            lines.append(self.tr("Say where the images are: none was found."))
        self.summary.setText("\n".join(line for line in lines if line))

    # ------------------------------------------------------------------ taking over

    def begin(self) -> None:
        """Save the labels beside the images."""
        if self.found is None or not self.take.isEnabled():
            return
        task = self.tasks.run(
            take_over,
            self.path,
            self.found.format,
            self.images.text().strip(),
            self.target.text().strip(),
            self.existing.currentData(),
            lane="writer",
            title=self.windowTitle(),
        )
        self._follow(task)
        task.done.connect(while_alive(self, self._done))

    def _done(self, result: Taken) -> None:
        self.result_of = result
        text = self.tr("{images} got {shapes}.").format(
            images=images_text(result.images), shapes=shapes_text(result.shapes)
        )
        if result.skipped:
            text += " " + self.tr("Left alone, since labelled already: {count}.").format(count=f"{result.skipped:,}")
        self.summary.setText(text)
        self._problems(result.problems[:500])
        self.taken.emit(result.folder)
        if result.problems:
            self.pages.setCurrentWidget(self.problems)
        else:
            self.accept()

    def reject(self) -> None:
        """Close; what is under way is stopped, and what is saved of it stays."""
        self.bar.cancel()
        super().reject()
