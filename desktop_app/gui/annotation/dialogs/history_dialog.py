"""What was done: every state of the image in front, and every change of the folder since it was opened, image by image."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.counts import images_text
from desktop_app.gui.annotation.many_images import ManyImages, OneImage
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.dialog_layout import dialog_column

_ENTRY = Qt.ItemDataRole.UserRole
_LISTED = 5000


class LabelHistoryDialog(QDialog):
    """Stays beside the work; a state that is chosen is the present one at once, and can be left again."""

    def __init__(self, session: LabelSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-history")
        self.session = session
        self.here, self.everywhere = QListWidget(self), QListWidget(self)
        self.here.setObjectName("history-image")
        self.everywhere.setObjectName("history-folder")
        self.here_label, self.everywhere_label = QLabel(self), QLabel(self)
        self.here_label.setBuddy(self.here)
        self.everywhere_label.setBuddy(self.everywhere)
        self.back = QPushButton(self)
        self.back.setObjectName("history-undo")
        self.back.setAutoDefault(False)
        row = QHBoxLayout()
        dialog_column(self).addLayout(row)
        for label, view, button in (
            (self.here_label, self.here, None),
            (self.everywhere_label, self.everywhere, self.back),
        ):
            column = QVBoxLayout()
            column.addWidget(label)
            column.addWidget(view, 1)
            if button is not None:
                column.addWidget(button)
            row.addLayout(column, 1)
        self.here.currentRowChanged.connect(self._go_to_state)
        self.everywhere.currentItemChanged.connect(lambda _now, _before: self._chosen())
        self.everywhere.itemActivated.connect(self._go_to_image)
        self.back.clicked.connect(self._undo)
        session.history_changed.connect(self._fill_here)
        session.labels_arrived.connect(self._fill_here)
        session.front_changed.connect(self._fill_here)
        session.journal_changed.connect(self._fill_everywhere)
        session.many_changed.connect(while_alive(self, lambda _entry: self._fill_everywhere()))
        session.opened.connect(self._fill_everywhere)
        self._retranslate()
        self.resize(620, 420)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("History"))
        self.setAccessibleName(self.windowTitle())
        self.here_label.setText(self.tr("This image: choose a state to return to it"))
        self.everywhere_label.setText(self.tr("All images, the latest first"))
        self.here.setAccessibleName(self.tr("States of this image"))
        self.everywhere.setAccessibleName(self.tr("Changes of all images"))
        self._fill_here()
        self._fill_everywhere()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "back"):
            self._retranslate()
        super().changeEvent(event)

    def _fill_here(self) -> None:
        document = self.session.document
        self.here.blockSignals(True)
        self.here.clear()
        if document is not None:
            for place, entry in enumerate(document.history):
                item = QListWidgetItem(entry.text or self.tr("As it was opened"), self.here)
                if place > document.position:
                    item.setForeground(self.palette().placeholderText())
            self.here.setCurrentRow(document.position)
        self.here.blockSignals(False)

    def _go_to_state(self, row: int) -> None:
        if self.session.document is not None and row >= 0:
            self.session.document.go_to(row)

    def _fill_everywhere(self) -> None:
        self.everywhere.clear()
        for entry in list(reversed(self.session.journal))[:_LISTED]:
            if isinstance(entry, OneImage):
                text = f"{entry.name}: {entry.text}"
            else:
                text = self.tr("{text} ({images})").format(text=entry.text, images=images_text(len(entry.states)))
                text = self.tr("{text}, taken back").format(text=text) if entry.undone else text
            item = QListWidgetItem(text, self.everywhere)
            item.setData(_ENTRY, entry)
        self._chosen()

    def _entry(self) -> OneImage | ManyImages | None:
        item = self.everywhere.currentItem()
        return item.data(_ENTRY) if item is not None else None

    def _chosen(self) -> None:
        entry = self._entry()
        many = isinstance(entry, ManyImages)
        self.back.setText(self.tr("Take this back") if many or entry is None else self.tr("Show this image"))
        self.back.setToolTip(
            self.tr("Undoes a change of many images; those that were changed since keep what they have.")
            if many or entry is None
            else self.tr("Brings the image to the front, where its own changes can be undone.")
        )
        self.back.setEnabled(entry is not None and not (isinstance(entry, ManyImages) and entry.undone))

    def _go_to_image(self, item: QListWidgetItem) -> None:
        entry = item.data(_ENTRY)
        if isinstance(entry, OneImage):
            self.session.go_to(entry.name)

    def _undo(self) -> None:
        entry = self._entry()
        if isinstance(entry, ManyImages):
            self.session.many.undo(entry)
        elif entry is not None:
            self.session.go_to(entry.name)
