"""What is compared with what, and how strictly: the controls above a comparison."""

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QToolButton, QWidget

from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.formatting import one_line

TWO, THREE, TIMELINE = range(3)


class CompareChoices(QWidget):
    """Controls only; what they mean is up to the comparison."""

    mode_changed = Signal()
    start_wanted = Signal()
    cancel_wanted = Signal()
    file_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode = self._combo("compare-mode")
        for _ in range(3):
            self.mode.addItem("")
        self.base_label, self.other_label = QLabel(), QLabel()
        self.base = self._combo("compare-base")
        self.other = self._combo("compare-other")
        self.file_button = self._button("compare-file")
        self.rtol = self._tolerance("compare-rtol", "rtol")
        self.atol = self._tolerance("compare-atol", "atol")
        self.start_button = self._button("compare-start")
        self.cancel_button = self._button("compare-cancel")
        row = FlowLayout(self, spacing=6)
        for widget in (
            self.mode, self.base_label, self.base, self.other_label, self.other, self.file_button, self.rtol, self.atol,
            self.start_button, self.cancel_button,
        ):  # fmt: skip
            row.addWidget(widget)
        self.cancel_button.hide()
        self.mode.currentIndexChanged.connect(self._mode_chosen)
        self.file_button.clicked.connect(self._ask)
        self.start_button.clicked.connect(self.start_wanted)
        self.cancel_button.clicked.connect(self.cancel_wanted)
        for field in (self.rtol, self.atol):
            field.returnPressed.connect(self.start_wanted)
        self.retranslate()
        self._mode_chosen()

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return combo

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        return button

    def _tolerance(self, name: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setPlaceholderText(f"{hint} 0")
        field.setMaximumWidth(self.fontMetrics().horizontalAdvance("atol 0.0000001"))
        return field

    def retranslate(self) -> None:
        """Follow the language."""
        for place, text in enumerate((self.tr("two checkpoints"), self.tr("three-way"), self.tr("timeline of a run"))):
            self.mode.setItemText(place, text)
        self.base_label.setText(self.tr("base"))
        self.other_label.setText(self.tr("with"))
        for combo, text in (
            (self.mode, self.tr("Kind of comparison")),
            (self.base, self.tr("Common base of both")),
            (self.other, self.tr("Compare with")),
        ):
            combo.setAccessibleName(text)
            combo.setToolTip(text)
        for button, text in (
            (self.file_button, self.tr("Choose file…")),
            (self.start_button, self.tr("Compare")),
            (self.cancel_button, self.tr("Cancel")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
        tip = self.tr("{name}: a tensor is changed where |a − b| > atol + rtol·|b|")
        for field, text in ((self.rtol, self.tr("Relative tolerance")), (self.atol, self.tr("Absolute tolerance"))):
            field.setAccessibleName(text)
            field.setToolTip(tip.format(name=text))

    def _mode_chosen(self, _mode: object = None) -> None:
        mode = self.mode.currentIndex()
        for widget in (self.base, self.base_label):
            widget.setVisible(mode == THREE)
        for widget in (self.other, self.other_label, self.file_button, self.rtol, self.atol, self.start_button):
            widget.setVisible(mode != TIMELINE)
        self.mode_changed.emit()

    def _ask(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("File to compare with"))
        if path:
            self.file_chosen.emit(path)

    def fill(self, titles: list[str]) -> None:
        """What can be compared with; what was chosen stays chosen where it is still there."""
        for combo in (self.other, self.base):
            chosen = combo.currentText()
            combo.blockSignals(True)
            combo.clear()
            combo.addItems([one_line(title, 80) for title in titles])
            combo.setCurrentIndex(max(combo.findText(chosen), 0) if titles else -1)
            combo.blockSignals(False)

    def tolerances(self) -> tuple[float, float] | None:
        """Relative and absolute; None when a field holds no number that is one."""
        try:
            return _number(self.rtol.text()), _number(self.atol.text())
        except ValueError:
            return None


def _number(text: str) -> float:
    value = float(text.strip() or "0")
    if not 0 <= value < math.inf:
        raise ValueError
    return value
