"""Where a person says which part of a tensor is looked at: a slice expression, and an index per leading dimension."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSlider, QToolButton, QVBoxLayout, QWidget

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.gui.checkpoint.tensor.planes import Plane, plane_of
from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour
from desktop_app.gui.sentences import translated
from desktop_app.gui.spin_boxes import WholeBox

MOST_DIALS = 6


class Dial(QWidget):
    """One index, by slider or by number."""

    turned = Signal()

    def __init__(self, title: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.number = WholeBox()
        for widget in (self.slider, self.number):
            widget.setRange(0, size - 1)
            widget.setAccessibleName(title)
        self.slider.valueChanged.connect(self.number.setValue)
        self.number.valueChanged.connect(self._numbered)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(title))
        row.addWidget(self.slider, 1)
        row.addWidget(self.number)

    def value(self) -> int:
        """The index."""
        return self.number.value()

    def set_value(self, value: int) -> None:
        """Go to an index without telling."""
        for widget in (self.slider, self.number):
            widget.blockSignals(True)
            widget.setValue(value)
            widget.blockSignals(False)

    def _numbered(self, value: int) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(value)
        self.slider.blockSignals(False)
        self.turned.emit()


class SliceBar(QWidget):
    """Emits the `Plane` to look at; what is mistyped is explained in place and changes nothing."""

    plane_changed = Signal(object)
    validity_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("slice-bar")
        self._info: TensorInfo | None = None
        self._sliced: Plane | None = None
        self._dials: list[Dial] = []
        self.edit = QLineEdit()
        self.edit.setObjectName("tensor-slice")
        self.edit.setAccessibleName(self.tr("Slice"))
        self.edit.setPlaceholderText("0, :, ::2")
        self.edit.setToolTip(
            self.tr("As in NumPy and torch: an index or start:stop:step for each dimension, ... for those between")
        )
        self.edit.textChanged.connect(self._typed)
        reset = QToolButton()
        reset.setObjectName("tensor-slice-reset")
        reset.setText(self.tr("All"))
        reset.setAccessibleName(self.tr("Look at the whole tensor"))
        reset.clicked.connect(self.edit.clear)
        label = QLabel(self.tr("Slice"))
        label.setBuddy(self.edit)
        self.shape = QLabel()
        self.shape.setObjectName("tensor-slice-shape")
        self.error = QLabel()
        self.error.setObjectName("tensor-slice-error")
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setWordWrap(True)
        self.error.hide()
        row = self.row = QHBoxLayout()
        for widget in (label, self.edit, reset, self.shape):
            row.addWidget(widget)
        row.setStretch(1, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addLayout(row)
        self._column.addWidget(self.error)

    @property
    def valid(self) -> bool:
        """Whether what is typed is what is looked at."""
        return self._sliced is not None and not self.error.text()

    @property
    def sliced(self) -> Plane | None:
        """The slice before an index is chosen for the leading dimensions."""
        return self._sliced

    def plane(self) -> Plane | None:
        """What is looked at."""
        if self._sliced is None:
            return None
        if any(len(range_) == 0 for range_ in self._sliced.selectors if isinstance(range_, range)):
            return self._sliced
        positions = [dial.value() for dial in self._dials]
        positions += [0] * (len(self._sliced.leading) - len(positions))
        return self._sliced.at(tuple(positions))

    def show_tensor(self, info: TensorInfo | None, text: str = "") -> None:
        """Look at another tensor, from the start as a whole."""
        self._info = info
        self.edit.blockSignals(True)
        self.edit.setText(text)
        self.edit.blockSignals(False)
        self.setEnabled(info is not None)
        self._typed(text)

    def set_text(self, text: str) -> None:
        """Look at another slice of the same tensor."""
        self.edit.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "error"):
            self._colour_error()

    def _colour_error(self) -> None:
        self.error.setStyleSheet(f"color: {alarm_colour(self.palette()).name()};")

    def _typed(self, text: str) -> None:
        if self._info is None:
            self._sliced = None
            self._show_dials()
            self._complain("")
            self.plane_changed.emit(None)
            return
        try:
            self._sliced = plane_of(self._info, text)
        except ValueError as error:
            self._complain(translated(str(error)))
            return
        self._complain("")
        kept = [len(part) for part in self._sliced.selectors if isinstance(part, range)]
        self.shape.setText("→ " + (" × ".join(f"{size:,}" for size in kept) or self.tr("scalar")))
        self._show_dials()
        self.plane_changed.emit(self.plane())

    def _complain(self, sentence: str) -> None:
        self._colour_error()
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.validity_changed.emit(self.valid)

    def _show_dials(self) -> None:
        for dial in self._dials:
            self._column.removeWidget(dial)
            dial.hide()
            dial.deleteLater()
        self._dials = []
        sliced = self._sliced
        for axis in sliced.leading[:MOST_DIALS] if sliced is not None else ():
            selector = sliced.selectors[axis] if sliced is not None else 0
            if not isinstance(selector, range) or not len(selector):
                continue
            dial = Dial(self.tr("dimension {axis}").format(axis=axis), len(selector))
            dial.slider.setObjectName(f"tensor-dial-slider-{axis}")
            dial.number.setObjectName(f"tensor-dial-{axis}")
            tip = self.tr(
                "Which index of this dimension is shown, counted from 0 within the slice; the last is {last}."
            )
            for widget in (dial.slider, dial.number):
                widget.setToolTip(tip.format(last=f"{len(selector) - 1:,}"))
            dial.turned.connect(lambda: self.plane_changed.emit(self.plane()))
            self._dials.append(dial)
            self._column.addWidget(dial)
