"""What may be wrong with the labels of a folder: a list by kind that leads to each place, and mends what is safe to mend."""

from collections import Counter

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.annotation.folders.many import edited_images
from desktop_app.annotation.review.looking import FIXABLE, FixMistakes, folder_mistakes
from desktop_app.annotation.review.mistakes import Mistake
from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.counts import images_text
from desktop_app.gui.annotation.dialogs.task_bar import TaskBar
from desktop_app.gui.annotation.label_sentences import mistake_text, mistake_title
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.tasks import TaskFailure
from desktop_app.gui.theme import BAD, CAREFUL, scheme_name

_MISTAKE = Qt.ItemDataRole.UserRole
_LISTED = 20_000


class MistakesDialog(QDialog):
    """Stays beside the work; a row brings its image and shape to the front."""

    place_wanted = Signal(str, str)
    """Image and shape; the shape may be empty."""

    def __init__(self, session: LabelSession, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mistakes-dialog")
        self.session = session
        self.names = names
        self.found: list[Mistake] = []
        self.kind = QComboBox(self)
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # its rows count what is found
        self.kind.setObjectName("mistakes-kind")
        self.told = QLabel(self)
        self.told.setObjectName("mistakes-told")
        self.told.setWordWrap(True)
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("mistakes-list")
        self.tree.setColumnCount(3)
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setColumnWidth(0, 220)
        self.tree.setColumnWidth(1, 150)
        self.bar = TaskBar("mistakes-progress", self)
        self.again, self.mend = QPushButton(self), QPushButton(self)
        for button, name in ((self.again, "mistakes-again"), (self.mend, "mistakes-mend")):
            button.setObjectName(name)
            button.setAutoDefault(False)
        top = QHBoxLayout()
        top.addWidget(self.told, 1)
        top.addWidget(self.kind)
        bottom = QHBoxLayout()
        bottom.addWidget(self.bar, 1)
        bottom.addStretch(1)
        bottom.addWidget(self.mend)
        bottom.addWidget(self.again)
        column = dialog_column(self)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        column.addLayout(bottom)
        self.kind.currentIndexChanged.connect(lambda _index: self._fill())
        self.tree.currentItemChanged.connect(lambda item, _before: self._go(item))
        self.tree.itemActivated.connect(lambda item, _column: self._go(item))
        self.again.clicked.connect(self.look)
        self.mend.clicked.connect(self._mend)
        self.bar.idle.connect(self._fill)
        self._retranslate()
        self.resize(720, 480)
        self.look()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Check for mistakes"))
        self.setAccessibleName(self.windowTitle())
        self.tree.setHeaderLabels([self.tr("Image"), self.tr("Kind"), self.tr("What may be wrong")])
        self.tree.setAccessibleName(self.tr("Mistakes"))
        self.kind.setAccessibleName(self.tr("Kind of mistake"))
        self.kind.setToolTip(
            self.tr("Only this kind is listed; if it is one that can be mended, no other kind is mended either.")
        )
        self.again.setText(self.tr("Check &again"))
        self.mend.setText(self.tr("&Mend what is safe"))
        self.mend.setToolTip(
            self.tr(
                "Removes what is empty, twice or outside, and cuts boxes and polygons at the edge; it can be undone"
            )
        )
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "mend"):
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ looking

    def look(self) -> None:
        """Check all images anew."""
        self.found = []
        task = self.session.tasks.run(
            folder_mistakes,
            self.session.folder,
            self.names,
            self.session.schema,
            latest="label-mistakes",
            lane="statistics",
        )
        self.bar.follow(task)
        task.part.connect(while_alive(self, self._more))
        task.done.connect(while_alive(self, self._more))
        task.failed.connect(while_alive(self, self._failed))
        self._fill()

    def _failed(self, failure: TaskFailure) -> None:
        self.told.setText(failure.message)

    def _more(self, found: list[Mistake]) -> None:
        self.found += found
        chosen = self.kind.currentData()
        for mistake in found:
            if chosen in ("", mistake.code) and self.tree.topLevelItemCount() < _LISTED:
                self._row(mistake)

    def _row(self, mistake: Mistake) -> None:
        item = QTreeWidgetItem(self.tree, [mistake.image, mistake_title(mistake.code), mistake_text(mistake)])
        item.setData(0, _MISTAKE, mistake)
        colours = {"error": BAD, "warning": CAREFUL}
        if mistake.weight in colours:
            item.setForeground(1, QColor(colours[mistake.weight][scheme_name()]))
        for column in range(3):
            item.setToolTip(column, item.text(column))

    def _fill(self) -> None:
        counts = Counter(mistake.code for mistake in self.found)
        chosen = self.kind.currentData() or ""
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(self.tr("All ({count})").format(count=f"{len(self.found):,}"), "")
        for code, count in counts.most_common():
            self.kind.addItem(f"{mistake_title(code)} ({count:,})", code)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)
        chosen = self.kind.currentData()
        self.tree.blockSignals(True)
        self.tree.clear()
        for mistake in [one for one in self.found if chosen in ("", one.code)][:_LISTED]:
            self._row(mistake)
        self.tree.blockSignals(False)
        busy = self.bar.is_busy
        self.again.setEnabled(not busy)
        self.mend.setEnabled(not busy and any(one.code in FIXABLE for one in self.found))
        text = (
            self.tr("Checking…")
            if busy
            else self.tr("Nothing was found in {images}.").format(images=images_text(len(self.names)))
        )
        if self.found:
            images = len({one.image for one in self.found})
            text = self.tr("{count} in {images} of {all}").format(
                count=f"{len(self.found):,}", images=f"{images:,}", all=images_text(len(self.names))
            )
        self.told.setText(text)

    def _go(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            mistake: Mistake = item.data(0, _MISTAKE)
            self.place_wanted.emit(mistake.image, mistake.shape)

    def _mend(self) -> None:
        codes = frozenset((self.kind.currentData(),) if self.kind.currentData() in FIXABLE else FIXABLE)
        images = list(dict.fromkeys(one.image for one in self.found if one.code in codes))
        task = self.session.many.change(self.tr("Mend mistakes"), edited_images, images, FixMistakes(codes))
        if task is not None:
            task.ended.connect(while_alive(self, self.look))
