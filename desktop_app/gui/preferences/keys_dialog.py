"""The keys of every action, each of which may be another: a table that says where two would have the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.gui.actions import Action, plain_text
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.preferences.chosen_keys import chosen_keys
from desktop_app.gui.settings import Settings
from desktop_app.gui.theme import BAD, scheme_name

_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the window, and what can be done there."""

    title: str
    """Empty for what can be done everywhere."""
    rows: Sequence[Action]
    """With the keys that they come with."""


@dataclass(slots=True)
class _Keyed:
    """An action of the table; one that several places share is one row."""

    text: str
    standard: str
    key: str
    places: list[str]

    def meets(self, other: "_Keyed") -> bool:
        """Whether both can be done at the same time."""
        return "" in self.places or "" in other.places or not set(self.places).isdisjoint(other.places)


class KeysDialog(QDialog):
    """Keys are remembered when the dialog is saved; an empty key takes an action's key away."""

    def __init__(
        self, places: Sequence[Place], settings: Settings, changed: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keys-dialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._settings = settings
        self._changed = changed
        self._table: dict[str, _Keyed] = {}
        self._looks: dict[str, tuple[str, list[str] | None]] = {}
        self._read(places)
        self.words = QLineEdit(self)
        self.words.setObjectName("keys-words")
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText(self.tr("Search an action or a key"))
        self.words.setAccessibleName(self.tr("Search an action or a key"))
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("keys-list")
        self.tree.setAccessibleName(self.tr("Actions and their keys"))
        self.tree.setHeaderLabels([self.tr("Action"), self.tr("Where"), self.tr("Key")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        self.edit = QKeySequenceEdit(self)
        self.edit.setObjectName("keys-edit")
        self.edit.setAccessibleName(self.tr("Key of the chosen action"))
        self.edit.setMaximumSequenceLength(1)
        self.edit.setClearButtonEnabled(True)
        self.back = QPushButton(self.tr("As it came"), self)
        self.back.setObjectName("keys-back")
        self.back.setAutoDefault(False)
        self.told = QLabel(self)
        self.told.setObjectName("keys-told")
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Save | kinds.Cancel | kinds.RestoreDefaults, self)
        self._lay_out()
        self.words.textChanged.connect(lambda _text: self._filter())
        self.tree.currentItemChanged.connect(lambda _now, _before: self._show())
        self.tree.itemActivated.connect(lambda _item: self.edit.setFocus())
        self.edit.keySequenceChanged.connect(self._take)
        self.back.clicked.connect(self._one_back)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        defaults = self.buttons.button(kinds.RestoreDefaults)
        defaults.setText(self.tr("Restore defaults"))  # Qt's own text has capitals as no other button has
        defaults.clicked.connect(self._all_back)
        self._fill()
        self._judge()
        self.resize(620, 600)

    def _lay_out(self) -> None:
        chosen = QLabel(self.tr("Its key:"), self)
        chosen.setBuddy(self.edit)
        row = QHBoxLayout()
        row.addWidget(chosen)
        row.addWidget(self.edit, 1)
        row.addWidget(self.back)
        column = dialog_column(self)
        column.addWidget(self.words)
        column.addWidget(self.tree, 1)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addWidget(self.buttons)

    def _read(self, places: Sequence[Place]) -> None:
        own = chosen_keys(self._settings)
        for place in places:
            for row in place.rows:
                known = self._table.get(row.id)
                if known is None:
                    key = own.get(row.id, row.shortcut)
                    self._table[row.id] = _Keyed(plain_text(row.text), row.shortcut, key, [place.title])
                elif place.title not in known.places:
                    known.places.append(place.title)

    @property
    def keys(self) -> dict[str, str]:
        """Key of each action as the table says now."""
        return {name: one.key for name, one in self._table.items()}

    def _fill(self) -> None:
        items: list[QTreeWidgetItem] = []
        for name, one in self._table.items():
            where = ", ".join(one.places) if "" not in one.places else self.tr("everywhere")
            item = QTreeWidgetItem([one.text, where, ""])
            item.setData(0, _ID, name)
            items.append(item)
        self.tree.addTopLevelItems(items)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _filter(self) -> None:
        words = self.words.text().casefold().split()
        for item in self._items():
            text = f"{item.text(0)} {item.text(1)} {item.text(2)}".casefold()
            item.setHidden(not all(word in text for word in words))
        current = self.tree.currentItem()
        if current is None or current.isHidden():
            shown = [item for item in self._items() if not item.isHidden()]
            self.tree.setCurrentItem(shown[0] if shown else None)  # type: ignore[arg-type]

    def _current(self) -> _Keyed | None:
        item = self.tree.currentItem()
        return None if item is None else self._table[item.data(0, _ID)]

    def _show(self) -> None:
        one = self._current()
        self.edit.blockSignals(True)
        self.edit.setKeySequence(QKeySequence(one.key) if one is not None else QKeySequence())
        self.edit.blockSignals(False)
        self.edit.setEnabled(one is not None)
        self.back.setEnabled(one is not None and one.key != one.standard)

    def _take(self, keys: QKeySequence) -> None:
        one = self._current()
        if one is not None:
            one.key = keys.toString(QKeySequence.SequenceFormat.PortableText)
            self.back.setEnabled(one.key != one.standard)
            self._judge()

    def _one_back(self) -> None:
        one = self._current()
        if one is not None:
            one.key = one.standard
            self._show()
            self._judge()

    def _all_back(self) -> None:
        for one in self._table.values():
            one.key = one.standard
        self._show()
        self._judge()

    def conflicts(self) -> dict[str, list[str]]:
        """Actions whose key another one has too where both can be done, by id, each with those others."""
        owners: dict[str, list[str]] = {}
        for name, one in self._table.items():
            if one.key:
                owners.setdefault(QKeySequence(one.key).toString(), []).append(name)
        found: dict[str, list[str]] = {}
        for names in owners.values():
            for name in names:
                others = [other for other in names if other != name and self._table[name].meets(self._table[other])]
                if others:
                    found[name] = others
        return found

    def _judge(self) -> None:
        wrong = self.conflicts()
        bad, plain = QColor(BAD[scheme_name()]), self.palette().text()
        for item in self._items():
            name = item.data(0, _ID)
            one = self._table[name]
            looks = (one.key, wrong.get(name))
            if self._looks.get(name, ("", None)) == looks:
                continue
            self._looks[name] = looks
            item.setText(2, QKeySequence(one.key).toString(QKeySequence.SequenceFormat.NativeText))
            item.setForeground(2, bad if name in wrong else plain)
            item.setToolTip(2, ", ".join(self._table[other].text for other in wrong.get(name, ())))
            font = self.tree.font()
            font.setBold(one.key != one.standard)
            item.setFont(2, font)
        lines: dict[str, list[str]] = {}
        for name in wrong:
            key = QKeySequence(self._table[name].key).toString(QKeySequence.SequenceFormat.NativeText)
            lines.setdefault(key, []).append(self._table[name].text)
        told = [
            self.tr("{key} is the key of: {names}").format(key=key, names=", ".join(names))
            for key, names in lines.items()
        ]
        self.told.setText("\n".join(told))
        self.told.setStyleSheet(f"color: {BAD[scheme_name()]}")
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not wrong)

    def save(self) -> None:
        """Remember what differs from the standard; keys of actions that are not in the table stay as they are."""
        own = {name: key for name, key in chosen_keys(self._settings).items() if name not in self._table}
        own |= {name: one.key for name, one in self._table.items() if one.key != one.standard}
        self._settings.set("keys", own)
        self._changed()
        self.accept()
