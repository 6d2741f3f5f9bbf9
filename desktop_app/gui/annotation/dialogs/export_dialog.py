"""Labels written in another tool's format: which images, which subsets, with or without pictures, and what is lost."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
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
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.annotation.exchange.exporting import ExportPlan, LossPreview, export, losses_of, writable
from desktop_app.annotation.exchange.losses import Loss
from desktop_app.annotation.folders.splits import Shares
from desktop_app.annotation.formats.converting import ExportDiffers, Report
from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.counts import images_text, shapes_text
from desktop_app.gui.annotation.dialogs.task_bar import TaskBar
from desktop_app.gui.annotation.format_texts import format_title
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.sentences import translated
from desktop_app.gui.settings import Settings
from desktop_app.gui.spin_boxes import NumberBox, WholeBox
from desktop_app.gui.tasks import Task, TaskFailure
from desktop_app.gui.theme import BAD, GOOD, scheme_name


class LabelExportDialog(QDialog):
    """Nothing is at the target before it was written, read back and compared."""

    def __init__(
        self, session: LabelSession, settings: Settings, shown: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("label-export-dialog")
        self.session = session
        self.settings = settings
        self.shown = shown
        """Names in the list as it is filtered now."""
        self.report: Report | None = None
        self._formats = writable()
        self.format, self.chosen, self.images, self.split = (QComboBox(self) for _ in range(4))
        for box, name in (
            (self.format, "export-format"), (self.chosen, "export-chosen"), (self.images, "export-images"), (self.split, "export-split"),
        ):  # fmt: skip
            box.setObjectName(name)
        self.suggestions = QCheckBox(self)
        self.suggestions.setObjectName("export-suggestions")
        self.shares = [NumberBox(self) for _ in range(3)]
        for field, name, value in zip(self.shares, ("train", "val", "test"), (80, 10, 10), strict=True):
            field.setObjectName(f"export-{name}")
            field.setRange(0, 100)
            field.setDecimals(0)
            field.setSuffix(" %")
            field.setPrefix(f"{name} ")
            field.setValue(value)
            field.setAccessibleName(name)
        self.seed = WholeBox(self)
        self.seed.setObjectName("export-seed")
        self.seed.setRange(0, 999_999)
        self.target = QLineEdit(self)
        self.target.setObjectName("export-target")
        self.browse = QPushButton(self)
        self.browse.setObjectName("export-browse")
        self.differ = QCheckBox(self)
        self.differ.setObjectName("export-differences")
        self.differ.hide()
        self.told = QLabel(self)
        self.told.setObjectName("export-told")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.losses = QTreeWidget(self)
        self.losses.setObjectName("export-losses")
        self.losses.setColumnCount(3)
        self.losses.setRootIsDecorated(False)
        self.losses.setAlternatingRowColors(True)
        self.losses.setColumnWidth(0, 70)
        self.losses.setColumnWidth(1, 300)
        self.bar = TaskBar("export-progress", self)
        self.buttons = QDialogButtonBox(self)
        self.go = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.look = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.open_folder = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.close_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        for button, name in (
            (self.go, "export-go"), (self.look, "export-look"), (self.open_folder, "export-open-folder"), (self.close_button, "export-close"),
        ):  # fmt: skip
            button.setObjectName(name)
        for button in (self.browse, self.look, self.open_folder):
            button.setAutoDefault(False)
        self._lay_out()
        self._connect()
        self._retranslate()
        wanted = self.format.findData(settings.get("label-export-format"))
        self.format.setCurrentIndex(max(0, wanted))
        self._format_chosen()
        self.resize(720, 600)

    def _lay_out(self) -> None:
        shares = QHBoxLayout()
        for field in self.shares:
            shares.addWidget(field)
        self.seed_label = QLabel(self)
        self.seed_label.setBuddy(self.seed)
        shares.addWidget(self.seed_label)
        shares.addWidget(self.seed)
        shares.addStretch(1)
        place = QHBoxLayout()
        place.addWidget(self.target, 1)
        place.addWidget(self.browse)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._names = [QLabel(self) for _ in range(7)]
        fields: list[Any] = [self.format, self.chosen, self.suggestions, self.images, self.split, shares, place]
        for name, field in zip(self._names, fields, strict=True):
            form.addRow(name, field)
        column = dialog_column(self)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addWidget(self.losses, 1)
        column.addWidget(self.differ)
        column.addWidget(self.bar)
        self.bar.idle.connect(self._show)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        self.format.currentIndexChanged.connect(lambda _index: self._format_chosen())
        self.split.currentIndexChanged.connect(lambda _index: self._show())
        self.target.textChanged.connect(lambda _text: self._show())
        self.browse.clicked.connect(self._browse)
        self.look.clicked.connect(self.look_ahead)
        self.go.clicked.connect(self.begin)
        self.open_folder.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.reject)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Export labels"))
        self.setAccessibleName(self.windowTitle())
        texts = (
            self.tr("Format"), self.tr("Images"), "", self.tr("Pictures"), self.tr("Subsets"), "", self.tr("Write to"),
        )  # fmt: skip
        for label, text in zip(self._names, texts, strict=True):
            label.setText(text)
        for field, text in (
            (self.format, texts[0]), (self.chosen, texts[1]), (self.images, texts[3]), (self.split, texts[4]), (self.target, texts[6]), (self.losses, self.tr("What is lost")),
        ):  # fmt: skip
            field.setAccessibleName(text)
        self._choices(self.format, [(format_title(name), name) for name, _, _ in self._formats])
        self._choices(
            self.chosen,
            [
                (self.tr("with labels, but not those rejected"), "labelled"), (self.tr("verified ones only"), "verified"),
                (self.tr("all"), "all"), (self.tr("the {count} shown in the list").format(count=f"{len(self.shown):,}"), "shown"),
            ],
        )  # fmt: skip
        self._choices(
            self.images,
            [
                (self.tr("stay where they are"), "none"),
                (self.tr("are copied along"), "copy"),
                (self.tr("are linked"), "link"),
            ],
        )
        self._choices(
            self.split,
            [
                (self.tr("none"), "none"), (self.tr("as saved in this folder"), "saved"), (self.tr("by chance"), "random"),
                (self.tr("each label spread evenly"), "labels"), (self.tr("folders stay together"), "folder"),
                (self.tr("names up to their number stay together"), "name"),
            ],
        )  # fmt: skip
        self.format.setToolTip(
            self.tr(
                "How the labels are written; what the format cannot hold is listed below, and in a report beside them."
            )
        )
        self.chosen.setToolTip(
            self.tr(
                "Images that were verified without any shape count as having labels: they say that nothing is there."
            )
        )
        self.images.setToolTip(
            self.tr(
                "Whether the image files go to the target too: copies take space on the disk, symbolic links break when the originals move."
            )
        )
        self.split.setToolTip(
            self.tr(
                "Divides the images into train, val and test; all ways but the first two use the shares and the seed below."
            )
        )
        for field in self.shares:
            field.setToolTip(
                self.tr(
                    "Share of the images; the three are scaled to add up to 100 %, and at 0 the subset stays empty."
                )
            )
        self.seed.setToolTip(self.tr("The same images, shares and seed give the same subsets every time."))
        self.suggestions.setToolTip(
            self.tr("Unticked, shapes that a model proposed are written only once somebody has accepted them.")
        )
        self.look.setToolTip(self.tr("Counts what the chosen format cannot hold of these labels; nothing is written."))
        self.suggestions.setText(self.tr("Proposals that nobody accepted, too"))
        self.seed_label.setText(self.tr("Seed"))
        self.seed.setAccessibleName(self.tr("Seed"))
        self.browse.setText(self.tr("Browse…"))
        self.differ.setText(self.tr("Keep the export although it differs when read back"))
        self.losses.setHeaderLabels([self.tr("Count"), self.tr("What is lost"), self.tr("For example")])
        self.go.setText(self.tr("&Export"))
        self.look.setText(self.tr("What would be &lost?"))
        self.open_folder.setText(self.tr("Open the &folder"))
        self.close_button.setText(self.tr("Close"))
        self._show()

    @staticmethod
    def _choices(box: QComboBox, choices: list[tuple[str, str]]) -> None:
        kept = box.currentData()
        box.blockSignals(True)
        box.clear()
        for text, value in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(kept)))
        box.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_names"):
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ choices

    def _format_chosen(self) -> None:
        name = str(self.format.currentData())
        pictures = next((needs for one, _, needs in self._formats if one == name), False)
        if pictures and self.images.currentData() == "none":
            self.images.setCurrentIndex(self.images.findData("copy"))
        root = Path(self.session.folder.root) if self.session.folder is not None else Path.home()
        known = {str(root.with_name(f"{root.name}-{one}")) for one, _, _ in self._formats}
        if not self.target.text() or self.target.text() in known:
            self.target.setText(str(root.with_name(f"{root.name}-{name}")))
        self._show()

    def _browse(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Write to"), self.target.text())
        if path:
            self.target.setText(path)

    def plan(self) -> ExportPlan:
        """What the dialog says."""
        chosen = self.chosen.currentData()
        train, val, test = (field.value() for field in self.shares)
        return ExportPlan(
            format=self.format.currentData(),
            target=self.target.text().strip(),
            chosen="all" if chosen == "shown" else chosen,
            names=self.shown if chosen == "shown" else (),
            suggestions=self.suggestions.isChecked(),
            images=self.images.currentData(),
            split=self.split.currentData(),
            shares=Shares(train, val, test),
            seed=self.seed.value(),
            accept_differences=self.differ.isChecked(),
        )

    def _show(self) -> None:
        busy = self.bar.is_busy
        mixed = self.split.currentData() not in (None, "none", "saved")
        for field in (*self.shares, self.seed, self.seed_label):
            field.setEnabled(mixed and not busy)
        self.go.setEnabled(not busy and bool(self.target.text().strip()))
        self.look.setEnabled(not busy)
        self.open_folder.setVisible(self.report is not None)

    # ------------------------------------------------------------------ work

    def look_ahead(self) -> None:
        """Count what the format cannot hold."""
        task = self.session.tasks.run(
            losses_of, self.session.folder, self.session.schema, self.plan(), lane="writer", latest="label-losses"
        )
        self._follow(task)
        task.done.connect(while_alive(self, self._foreseen))

    def _foreseen(self, found: LossPreview) -> None:
        text = self.tr("{images} with {shapes} would be written.").format(
            images=images_text(found.images), shapes=shapes_text(found.shapes)
        )
        self._say(text, found.losses, "")

    def begin(self) -> None:
        """Export."""
        self.settings.set("label-export-format", self.format.currentData())
        self.report = None
        task = self.session.tasks.run(
            export, self.session.folder, self.session.schema, self.plan(), lane="writer", title=self.windowTitle()
        )
        self._follow(task)
        task.done.connect(while_alive(self, self._done))

    def _follow(self, task: Task) -> None:
        self.bar.follow(task)
        self.differ.hide()
        self._say("", (), "")
        task.failed.connect(while_alive(self, self._failed))
        self._show()

    def _failed(self, failure: TaskFailure) -> None:
        self._say(failure.message, (), BAD[scheme_name()])
        self.differ.setVisible(failure.kind == ExportDiffers.__name__)

    def _done(self, report: Report) -> None:
        self.report = report
        lines = [
            self.tr("Written, and alike when read back: {images} with {shapes}.").format(
                images=images_text(report.images), shapes=shapes_text(report.shapes)
            )
            if not report.differences
            else self.tr("Written, but read back it differs: {what}").format(what=translated(report.differences[0]))
        ]
        if report.loss_file is not None:
            lines.append(self.tr("The report lies beside it: {name}").format(name=report.loss_file.name))
        self._say("\n".join(lines), report.losses, GOOD[scheme_name()])
        self._show()

    def _say(self, text: str, losses: tuple[Loss, ...], colour: str) -> None:
        self.told.setText(text)
        self.told.setStyleSheet(f"color: {colour}" if colour else "")
        self.losses.clear()
        for loss in losses:
            QTreeWidgetItem(self.losses, [f"{loss.count:,}", translated(loss.what), ", ".join(loss.examples)])
        if text and not losses and colour != BAD[scheme_name()]:
            QTreeWidgetItem(self.losses, ["0", self.tr("Nothing is lost."), ""])

    def _open_folder(self) -> None:
        if self.report is not None:
            target = self.report.target
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target if target.is_dir() else target.parent)))

    def reject(self) -> None:
        """Close; an export that is under way is stopped, and nothing of it is left at its target."""
        self.bar.cancel()
        super().reject()
