"""The questions that a label asks: a table with name, type, choices, default and explanation of each attribute."""

from collections.abc import Sequence
from typing import cast, get_args

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.annotation.model import AttributeSpec, AttributeType, AttributeValue

_TYPES: tuple[AttributeType, ...] = get_args(AttributeType.__value__)
_NAME, _TYPE, _OPTIONS, _DEFAULT, _MUTABLE, _TOLD = range(6)


def default_text(value: AttributeValue) -> str:
    """A default as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return ", ".join(value) if isinstance(value, tuple) else f"{value:g}" if isinstance(value, float) else str(value)


def default_of(text: str, kind: AttributeType) -> AttributeValue:
    """What a typed default means; nothing where it does not fit the type."""
    text = text.strip()
    if kind == "checkbox":
        return text.casefold() in ("1", "true", "yes", "on", "是")
    if kind == "choices":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if kind == "number":
        try:
            return float(text)
        except ValueError:
            return ""
    return text


class AttributeTable(QWidget):
    """Edits a tuple of `AttributeSpec`."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = QTableWidget(0, 6, self)
        self.table.setObjectName(name)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setStretchLastSection(True)
        for column, width in ((_NAME, 110), (_TYPE, 130), (_OPTIONS, 150), (_DEFAULT, 80), (_MUTABLE, 60)):
            self.table.setColumnWidth(column, width)
        self.add = QPushButton(self)
        self.add.setObjectName(f"{name}-add")
        self.remove = QPushButton(self)
        self.remove.setObjectName(f"{name}-remove")
        for button in (self.add, self.remove):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.table.itemChanged.connect(lambda _item: self.changed.emit())
        self._retranslate()

    def _retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Attributes"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("Name"), self.tr("Type"), self.tr("Choices"), self.tr("Default"), self.tr("Varies"), self.tr("Explanation")]
        )  # fmt: skip
        header = self.table.horizontalHeaderItem(_MUTABLE)
        if header is not None:
            header.setToolTip(self.tr("Whether the answer may differ from frame to frame of a track"))
        self.add.setText(self.tr("Add an attribute"))
        self.remove.setText(self.tr("Remove it"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _type_text(self, kind: AttributeType) -> str:
        return {
            "text": self.tr("text"),
            "number": self.tr("number"),
            "checkbox": self.tr("yes or no"),
            "choice": self.tr("one choice"),
            "choices": self.tr("several choices"),
        }[kind]

    # ------------------------------------------------------------------ values

    def show_specs(self, specs: Sequence[AttributeSpec]) -> None:
        """Edit these."""
        self.table.blockSignals(True)
        self.table.setRowCount(0)
        for spec in specs:
            self._put(spec)
        self.table.blockSignals(False)

    def _put(self, spec: AttributeSpec) -> None:
        row = self.table.rowCount()
        told = self.table.blockSignals(True)  # a row is told of when it is whole
        self.table.insertRow(row)
        texts = {
            _NAME: spec.name,
            _OPTIONS: ", ".join(spec.options),
            _DEFAULT: default_text(spec.default),
            _TOLD: spec.description,
        }
        for column, text in texts.items():
            self.table.setItem(row, column, QTableWidgetItem(text))
        kind = QComboBox(self.table)
        kind.setAccessibleName(self.tr("Type of {name}").format(name=spec.name))
        for one in _TYPES:
            kind.addItem(self._type_text(one), one)
        kind.setCurrentIndex(_TYPES.index(spec.type))
        kind.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.table.setCellWidget(row, _TYPE, kind)
        varies = QCheckBox(self.table)
        varies.setAccessibleName(self.tr("Whether {name} varies in a track").format(name=spec.name))
        varies.setChecked(spec.mutable)
        varies.toggled.connect(lambda _on: self.changed.emit())
        self.table.setCellWidget(row, _MUTABLE, varies)
        self.table.blockSignals(told)

    def specs(self) -> tuple[AttributeSpec, ...]:
        """What is in the table; rows without a name are left out, and of two with one name the later."""
        found: dict[str, AttributeSpec] = {}
        for row in range(self.table.rowCount()):
            spec = self._spec(row)
            if spec.name:
                found.setdefault(spec.name, spec)
        return tuple(found.values())

    def _spec(self, row: int) -> AttributeSpec:
        kind = cast(AttributeType, cast(QComboBox, self.table.cellWidget(row, _TYPE)).currentData())
        options = tuple(dict.fromkeys(part.strip() for part in self._text(row, _OPTIONS).split(",") if part.strip()))
        return AttributeSpec(
            self._text(row, _NAME).strip(),
            kind,
            options if kind in ("choice", "choices") else (),
            default_of(self._text(row, _DEFAULT), kind),
            cast(QCheckBox, self.table.cellWidget(row, _MUTABLE)).isChecked(),
            self._text(row, _TOLD).strip(),
        )

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text() if item is not None else ""

    def _add(self) -> None:
        taken = {spec.name for spec in self.specs()}
        base = self.tr("attribute")
        name = next(text for n in range(1, 10_000) if (text := f"{base} {n}" if n > 1 else base) not in taken)
        self._put(AttributeSpec(name))
        row = self.table.rowCount() - 1
        self.table.setCurrentCell(row, _NAME)
        self.table.setFocus()
        self.changed.emit()

    def _remove(self) -> None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        for row in sorted(rows, reverse=True):
            self.table.removeRow(row)
        if rows:
            self.changed.emit()
