"""The keys of labelling, each of which may be another: a table of actions and keys that says where two have the same."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.actions import Action, plain_text
from desktop_app.gui.settings import Settings
from desktop_app.gui.theme import BAD, scheme_name

_ID = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """Keys are remembered when the dialog is saved; an empty key takes an action's key away."""

    def __init__(
        self, rows: Sequence[Action], standard: Sequence[Action], settings: Settings, changed: Callable[[], object], parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("keys-dialog")
        self._settings = settings
        self._changed = changed
        self._standard = {row.id: row.shortcut for row in standard}
        self.keys = {row.id: row.shortcut for row in rows}
        self._texts = {row.id: plain_text(row.text) for row in rows}
        self.words = QLineEdit(self)
        self.words.setObjectName("keys-words")
        self.words.setClearButtonEnabled(True)
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("keys-list")
        self.tree.setColumnCount(2)
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setStretchLastSection(False)
        self.edit = QKeySequenceEdit(self)
        self.edit.setObjectName("keys-edit")
        self.edit.setMaximumSequenceLength(1)
        self.edit.setClearButtonEnabled(True)
        self.told = QLabel(self)
        self.told.setObjectName("keys-told")
        self.told.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save
            | QDialogButtonBox.StandardButton.Cancel
            | QDialogButtonBox.StandardButton.RestoreDefaults,
            self,
        )
        column = QVBoxLayout(self)
        for widget, stretch in ((self.words, 0), (self.tree, 1), (self.edit, 0), (self.told, 0), (self.buttons, 0)):
            column.addWidget(widget, stretch)
        self.words.textChanged.connect(lambda _text: self._filter())
        self.tree.currentItemChanged.connect(lambda _now, _before: self._show())
        self.edit.keySequenceChanged.connect(self._take)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).clicked.connect(self._restore)
        self._fill()
        self._retranslate()
        self.resize(480, 560)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Keys of labelling"))
        self.setAccessibleName(self.windowTitle())
        self.words.setPlaceholderText(self.tr("Search an action"))
        self.words.setAccessibleName(self.tr("Search an action"))
        self.tree.setHeaderLabels([self.tr("Action"), self.tr("Key")])
        self.tree.setAccessibleName(self.tr("Actions and their keys"))
        self.edit.setAccessibleName(self.tr("Key of the chosen action"))
        self._judge()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "buttons"):
            self._retranslate()
        super().changeEvent(event)

    def _fill(self) -> None:
        self.tree.clear()
        for name, text in self._texts.items():
            item = QTreeWidgetItem(self.tree, [text, self._native(self.keys[name])])
            item.setData(0, _ID, name)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    @staticmethod
    def _native(key: str) -> str:
        return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _filter(self) -> None:
        words = self.words.text().casefold().split()
        for item in self._items():
            item.setHidden(not all(word in f"{item.text(0)} {item.text(1)}".casefold() for word in words))

    def _show(self) -> None:
        item = self.tree.currentItem()
        self.edit.blockSignals(True)
        self.edit.setKeySequence(QKeySequence(self.keys[item.data(0, _ID)]) if item is not None else QKeySequence())
        self.edit.blockSignals(False)
        self.edit.setEnabled(item is not None)

    def _take(self, keys: QKeySequence) -> None:
        item = self.tree.currentItem()
        if item is not None:
            self.keys[item.data(0, _ID)] = keys.toString(QKeySequence.SequenceFormat.PortableText)
            item.setText(1, keys.toString(QKeySequence.SequenceFormat.NativeText))
            self._judge()

    def conflicts(self) -> set[str]:
        """Actions whose key another one has too."""
        owners: dict[str, list[str]] = {}
        for name, key in self.keys.items():
            if key:
                owners.setdefault(QKeySequence(key).toString(), []).append(name)
        return {name for names in owners.values() if len(names) > 1 for name in names}

    def _judge(self) -> None:
        wrong = self.conflicts()
        for item in self._items():
            item.setForeground(1, QColor(BAD[scheme_name()]) if item.data(0, _ID) in wrong else self.palette().text())
        names = ", ".join(self._texts[name] for name in self._texts if name in wrong)
        self.told.setText(self.tr("These have the same key: {names}").format(names=names) if wrong else "")
        self.told.setStyleSheet(f"color: {BAD[scheme_name()]}")
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not wrong)

    def _restore(self) -> None:
        self.keys = {name: self._standard.get(name, "") for name in self.keys}
        self._fill()
        self._judge()

    def save(self) -> None:
        """Remember what differs from the standard."""
        own = {name: key for name, key in self.keys.items() if key != self._standard.get(name, "")}
        self._settings.set("label-keys", own)
        self._changed()
        self.accept()
