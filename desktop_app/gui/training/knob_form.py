"""The form of a run's settings, made from the table of knobs; each row says in plain words what it does."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QFormLayout, QLabel, QSpinBox, QWidget

from desktop_app.gui.spin_boxes import NumberBox, WholeBox
from desktop_app.gui.training.texts import choice_text, knob_help, knob_text
from desktop_app.training.config import KNOBS, Knob, RunConfig

_ELSEWHERE = frozenset({"data", "task", "model", "weights", "augment", "allow_download"})
"""Knobs that the page shows in ways of their own."""
_USUAL = RunConfig()


class _Whole(WholeBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past a number must not change it."""
        event.ignore()


class _Number(NumberBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past a number must not change it."""
        event.ignore()

    def textFromValue(self, value: float) -> str:
        """As short as it can be said."""
        return f"{value:g}"


class KnobForm(QWidget):
    """Rows for the knobs that everybody sees, or for those behind "more"."""

    edited = Signal()

    def __init__(self, *, more: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("knobs-more" if more else "knobs")
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.knobs = [knob for knob in KNOBS if knob.more == more and knob.name not in _ELSEWHERE]
        self.fields: dict[str, QWidget] = {}
        self._titles: dict[str, QLabel] = {}
        self._helps: dict[str, QLabel] = {}
        for knob in self.knobs:
            self._add(knob, with_help=more)
        self._retranslate()

    def _add(self, knob: Knob, *, with_help: bool) -> None:
        field, title = self._made(knob), QLabel(self)
        field.setObjectName(f"knob-{knob.name}")
        field.setMinimumWidth(130)
        title.setBuddy(field)
        self.fields[knob.name], self._titles[knob.name] = field, title
        self._form.addRow(title, field)
        if with_help:
            said = QLabel(self)
            said.setWordWrap(True)
            said.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self._helps[knob.name] = said
            self._form.addRow(said)

    def _made(self, knob: Knob) -> QWidget:
        usual = getattr(_USUAL, knob.name)
        if knob.kind == "whole":
            field = _Whole(self)
            field.setRange(int(knob.low), int(min(knob.high, 2**31 - 1)))
            field.setValue(usual)
            field.valueChanged.connect(lambda _value: self.edited.emit())
        elif knob.kind == "number":
            field = _Number(self)
            field.setDecimals(6)
            field.setRange(knob.low, knob.high)
            field.setSingleStep(0.05 if knob.high <= 1 else 0.001 if knob.name == "learning_rate" else 1)
            field.setValue(usual)
            field.valueChanged.connect(lambda _value: self.edited.emit())
        elif knob.kind == "switch":
            field = QCheckBox(self)
            field.setChecked(usual)
            field.toggled.connect(lambda _on: self.edited.emit())
        else:
            field = QComboBox(self)
            field.setEditable(knob.open_choice)
            for choice in knob.choices:
                field.addItem(choice_text(choice), choice)
            _choose(field, usual)
            field.currentTextChanged.connect(lambda _text: self.edited.emit())
        return field

    def _retranslate(self) -> None:
        chosen = self.tr("automatic")
        for knob in self.knobs:
            self._titles[knob.name].setText(knob_text(knob.name))
            field = self.fields[knob.name]
            field.setAccessibleName(knob_text(knob.name))
            field.setToolTip(knob_help(knob.name))
            self._titles[knob.name].setToolTip(knob_help(knob.name))
            if knob.name in self._helps:
                self._helps[knob.name].setText(knob_help(knob.name))
            if isinstance(field, QSpinBox | QDoubleSpinBox) and _is_chosen(knob):
                field.setSpecialValueText(chosen)
            elif isinstance(field, QComboBox):
                _rename_choices(field)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def values(self) -> dict[str, Any]:
        """What the rows say now, by knob."""
        read: dict[type, Callable[[Any], Any]] = {
            _Whole: QSpinBox.value, _Number: lambda field: round(field.value(), 6), QCheckBox: QCheckBox.isChecked, QComboBox: _choice,
        }  # fmt: skip
        return {name: read[type(field)](field) for name, field in self.fields.items()}

    def show_config(self, config: RunConfig) -> None:
        """Show another config's values."""
        for name, field in self.fields.items():
            value = getattr(config, name)
            if isinstance(field, QSpinBox | QDoubleSpinBox):
                field.setValue(value)
            elif isinstance(field, QCheckBox):
                field.setChecked(value)
            elif isinstance(field, QComboBox):
                _choose(field, value)


def _choice(field: QComboBox) -> str:
    """The choice that stands in the field, or what was typed there."""
    place = field.findText(field.currentText())
    return str(field.itemData(place)) if place >= 0 else field.currentText()


def _choose(field: QComboBox, choice: str) -> None:
    place = field.findData(choice)
    if place >= 0:
        field.setCurrentIndex(place)
    else:
        field.setEditText(choice)


def _rename_choices(field: QComboBox) -> None:
    """Choices in the language in force; the one that is chosen stays."""
    chosen = _choice(field)
    field.blockSignals(True)
    for place in range(field.count()):
        field.setItemText(place, choice_text(str(field.itemData(place))))
    _choose(field, chosen)
    field.blockSignals(False)


def _is_chosen(knob: Knob) -> bool:
    """Whether the lowest value means that the program chooses."""
    return getattr(_USUAL, knob.name) == knob.low and knob.name in (
        "epochs", "batch_size", "learning_rate", "validate_every", "threads", "workers",
    )  # fmt: skip
