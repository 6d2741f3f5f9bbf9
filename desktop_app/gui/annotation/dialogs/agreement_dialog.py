"""The folder's labels compared to another label set of the same images: agreement per label, and every difference."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.annotation.review.agreement import Agreement, Difference
from desktop_app.annotation.review.looking import folder_agreement
from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.counts import images_text
from desktop_app.gui.annotation.dialogs.task_bar import TaskBar
from desktop_app.gui.annotation.label_sentences import difference_text
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.tasks import TaskFailure
from desktop_app.gui.theme import BAD, scheme_name

_DIFFERENCE = Qt.ItemDataRole.UserRole
_LISTED = 20_000


class AgreementDialog(QDialog):
    """Stays beside the work; a difference brings its image and shape to the front."""

    place_wanted = Signal(str, str)

    def __init__(self, session: LabelSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agreement-dialog")
        self.session = session
        self.path = ""
        self.found: Agreement | None = None
        self.told = QLabel(self)
        self.told.setObjectName("agreement-told")
        self.told.setWordWrap(True)
        self.choose, self.choose_folder = QPushButton(self), QPushButton(self)
        for button, name in ((self.choose, "agreement-file"), (self.choose_folder, "agreement-folder")):
            button.setObjectName(name)
            button.setAutoDefault(False)
        self.labels, self.places = QTreeWidget(self), QTreeWidget(self)
        for tree, name, columns in ((self.labels, "agreement-labels", 6), (self.places, "agreement-places", 2)):
            tree.setObjectName(name)
            tree.setColumnCount(columns)
            tree.setRootIsDecorated(False)
            tree.setUniformRowHeights(True)
            tree.setAlternatingRowColors(True)
        self.labels.setColumnWidth(0, 180)
        self.places.setColumnWidth(0, 260)
        self.bar = TaskBar("agreement-progress", self)
        top = QHBoxLayout()
        top.addWidget(self.told, 1)
        top.addWidget(self.choose)
        top.addWidget(self.choose_folder)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.addWidget(self.labels)
        halves.addWidget(self.places)
        halves.setSizes([180, 280])
        column = dialog_column(self)
        column.addLayout(top)
        column.addWidget(halves, 1)
        column.addWidget(self.bar)
        self.choose.clicked.connect(self._ask_file)
        self.choose_folder.clicked.connect(self._ask_folder)
        self.places.currentItemChanged.connect(lambda item, _before: self._go(item))
        self.places.itemActivated.connect(lambda item, _column: self._go(item))
        self.labels.currentItemChanged.connect(lambda _item, _before: self._fill_places())
        self._retranslate()
        self.resize(760, 560)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Compare with other labels"))
        self.setAccessibleName(self.windowTitle())
        self.choose.setText(self.tr("Choose a &file…"))
        self.choose_folder.setText(self.tr("Choose a f&older…"))
        self.labels.setHeaderLabels(
            [self.tr("Label"), self.tr("Agreement"), self.tr("In both"), self.tr("Only here"), self.tr("Only there"), self.tr("Overlap")]
        )  # fmt: skip
        self.labels.setAccessibleName(self.tr("Agreement per label"))
        self.places.setHeaderLabels([self.tr("Image"), self.tr("Difference")])
        self.places.setAccessibleName(self.tr("Differences"))
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "bar"):
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ comparing

    def _ask_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Labels of the same images"))
        if path:
            self.compare(path)

    def _ask_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Labels of the same images"))
        if path:
            self.compare(path)

    def compare(self, path: str) -> None:
        """Compare to the labels at a path, of any format."""
        self.path = path
        self.found = None
        task = self.session.tasks.run(
            folder_agreement, self.session.folder, self.session.names, path, latest="label-agreement", lane="statistics"
        )
        self.bar.follow(task)
        task.done.connect(while_alive(self, self._learn))
        task.failed.connect(while_alive(self, self._failed))
        self._fill()

    def _failed(self, failure: TaskFailure) -> None:
        self.told.setText(failure.message)
        self.told.setStyleSheet(f"color: {BAD[scheme_name()]}")

    def _learn(self, found: Agreement) -> None:
        self.found = found
        self._fill()

    def _fill(self) -> None:
        self.told.setStyleSheet("")
        self.labels.clear()
        self.places.clear()
        found = self.found
        if found is None:
            name = Path(self.path).name
            self.told.setText(
                self.tr("Comparing with {name}…").format(name=name)
                if self.path
                else self.tr("Choose labels of the same images, of any tool: another person's, or a model's.")
            )
            return
        self.told.setText(
            self.tr("Labelled alike: {alike} of {images}; agreement beyond chance (kappa) {kappa}.").format(
                alike=f"{found.alike:,}", images=images_text(found.images), kappa=f"{found.kappa:.2f}"
            )
        )
        for row in found.labels:
            counts = (row.both, row.only_first, row.only_second)
            texts = [
                row.name or "—",
                f"{row.score:.0%}",
                *(f"{count:,}" for count in counts),
                f"{row.mean_overlap:.0%}",
            ]
            item = QTreeWidgetItem(self.labels, texts)
            item.setData(0, _DIFFERENCE, row.name)
            for column in range(1, 6):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._fill_places()

    def _fill_places(self) -> None:
        """Differences of the chosen label, or all."""
        if self.found is None:
            return
        item = self.labels.currentItem()
        name = item.data(0, _DIFFERENCE) if item is not None else None
        shown = [one for one in self.found.differences if name is None or name in (one.label, one.other)]
        self.places.blockSignals(True)
        self.places.clear()
        for one in shown[:_LISTED]:
            row = QTreeWidgetItem(self.places, [one.image, difference_text(one)])
            row.setData(0, _DIFFERENCE, one)
            row.setToolTip(1, row.text(1))
        self.places.blockSignals(False)

    def _go(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            difference: Difference = item.data(0, _DIFFERENCE)
            self.place_wanted.emit(difference.image, difference.first)
