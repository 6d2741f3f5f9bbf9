"""How the picture and the shapes are shown: brightness, contrast, gamma, channel, fill and opacity, as a small panel."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QFrame, QLabel, QPushButton, QSlider, QWidget

from desktop_app.gui.actions import plain_text
from desktop_app.gui.annotation.adjustments import CHANNELS, Adjustments, Channel
from desktop_app.gui.annotation.canvas import Canvas

_STEPS = 200
_TOP = 100
"""Middle of a slider: what leaves the picture as it is."""


class LookPanel(QFrame):
    """Sliders that change a canvas's view at once; the files are never touched."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("look-panel")
        self.canvas = canvas
        self._form = QFormLayout(self)
        self._rows: list[QLabel] = []
        self.brightness = self._slider("look-brightness", self._adjust)
        self.contrast = self._slider("look-contrast", self._adjust)
        self.gamma = self._slider("look-gamma", self._adjust)
        self.channel = QComboBox(self)
        self.channel.setObjectName("look-channel")
        self.channel.currentIndexChanged.connect(self._adjust)
        self.invert = QCheckBox(self)
        self.invert.setObjectName("look-invert")
        self.invert.toggled.connect(self._adjust)
        self.fill = self._slider("look-fill", self._choose, most=100)
        self.opacity = self._slider("look-opacity", self._choose, most=100)
        self.reset = QPushButton(self)
        self.reset.setObjectName("look-reset")
        self.reset.clicked.connect(lambda: canvas.set_adjustments(Adjustments()))
        for field in (
            self.brightness,
            self.contrast,
            self.gamma,
            self.channel,
            self.invert,
            self.reset,
            self.fill,
            self.opacity,
        ):
            self._add(field)
        self._write_texts()
        self.show_values()
        canvas.adjustments_changed.connect(lambda _value: self.show_values())
        canvas.options_changed.connect(lambda _value: self.show_values())

    def _slider(self, name: str, changed: Callable[[], None], most: int = _STEPS) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(name)
        slider.setRange(0, most)
        slider.setMinimumWidth(170)
        slider.valueChanged.connect(changed)
        return slider

    def _add(self, field: QWidget) -> None:
        label = QLabel(self)
        label.setBuddy(field)
        self._rows.append(label)
        self._form.addRow(label, field)

    def _write_texts(self) -> None:
        texts = (
            self.tr("&Brightness"), self.tr("&Contrast"), self.tr("&Gamma"), self.tr("C&hannel"), self.tr("&Invert"), "",
            self.tr("&Fill of shapes"), self.tr("&Opacity of shapes"),
        )  # fmt: skip
        fields = (
            self.brightness,
            self.contrast,
            self.gamma,
            self.channel,
            self.invert,
            self.reset,
            self.fill,
            self.opacity,
        )
        for label, field, text in zip(self._rows, fields, texts, strict=True):
            label.setText(text)
            field.setAccessibleName(plain_text(text))
        self.reset.setText(self.tr("Show as it is"))
        self.reset.setAccessibleName(self.reset.text())
        names = {
            "colour": self.tr("Colour"), "red": self.tr("Red"), "green": self.tr("Green"), "blue": self.tr("Blue"),
            "alpha": self.tr("Transparency"), "grey": self.tr("Grey"),
        }  # fmt: skip
        chosen = max(self.channel.currentIndex(), 0)
        self.channel.blockSignals(True)
        self.channel.clear()
        for channel in CHANNELS:
            self.channel.addItem(names[channel], channel)
        self.channel.setCurrentIndex(chosen)
        self.channel.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._write_texts()
        super().changeEvent(event)

    def show_values(self) -> None:
        """Put the sliders where the canvas is."""
        look, options = self.canvas.adjustments, self.canvas.options
        values = (
            (self.brightness, _TOP + round(look.brightness * _TOP)),
            (self.contrast, _from_factor(look.contrast)),
            (self.gamma, _from_factor(look.gamma)),
            (self.fill, round(options.fill * 100)),
            (self.opacity, round(options.opacity * 100)),
        )
        for slider, value in values:
            slider.blockSignals(True)
            slider.setValue(value)
            slider.blockSignals(False)
        for field in (self.channel, self.invert):
            field.blockSignals(True)
        self.channel.setCurrentIndex(CHANNELS.index(look.channel))
        self.invert.setChecked(look.invert)
        for field in (self.channel, self.invert):
            field.blockSignals(False)
        self.reset.setEnabled(not look.changes_nothing)

    def _adjust(self) -> None:
        self.canvas.set_adjustments(
            Adjustments(
                (self.brightness.value() - _TOP) / _TOP,
                _to_factor(self.contrast.value()),
                _to_factor(self.gamma.value()),
                self.invert.isChecked(),
                cast(Channel, self.channel.currentData() or "colour"),
            )
        )

    def _choose(self) -> None:
        options = replace(self.canvas.options, fill=self.fill.value() / 100, opacity=self.opacity.value() / 100)
        self.canvas.set_options(options)


def _to_factor(value: int) -> float:
    """A fifth at the left end, one in the middle, five at the right end."""
    return float(5 ** ((value - _TOP) / _TOP))


def _from_factor(factor: float) -> int:
    from math import log

    return _TOP + round(_TOP * log(max(factor, 0.05), 5))
