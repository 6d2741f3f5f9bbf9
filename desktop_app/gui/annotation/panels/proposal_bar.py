"""A bar above the canvas while an image has proposals of a model: how sure they must be, accept, refuse."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from desktop_app.annotation.model import Annotation, Shape


class ProposalBar(QWidget):
    """The slider hides what is less sure; what is hidden is not accepted."""

    threshold_changed = Signal()
    accept_wanted = Signal(float)
    """Accept all with at least this score."""
    refuse_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("proposal-bar")
        self._proposals: tuple[Shape, ...] = ()
        self.text = QLabel(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("proposal-threshold")
        self.slider.setRange(0, 100)
        self.slider.setMaximumWidth(160)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sure = QLabel(self)
        self.step, self.accept, self.refuse = (QPushButton(self) for _ in range(3))
        for button, name in (
            (self.step, "proposal-next"),
            (self.accept, "proposal-accept"),
            (self.refuse, "proposal-refuse"),
        ):
            button.setObjectName(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self.text, 1)
        for widget in (self.sure, self.slider, self.step, self.accept, self.refuse):
            row.addWidget(widget)
        self.slider.valueChanged.connect(lambda _value: self._moved())
        self.step.clicked.connect(self.next_wanted)
        self.accept.clicked.connect(lambda: self.accept_wanted.emit(self.threshold()))
        self.refuse.clicked.connect(self.refuse_wanted)
        self.hide()

    def threshold(self) -> float:
        """The least score that is shown."""
        return self.slider.value() / 100

    def show_annotation(self, annotation: Annotation | None) -> None:
        """What is proposed on the image in front."""
        shapes = annotation.shapes if annotation is not None else ()
        self._proposals = tuple(shape for shape in shapes if shape.is_suggestion)
        self.setVisible(bool(self._proposals))
        self._retranslate()

    def too_unsure(self) -> frozenset[str]:
        """Proposals that the slider hides."""
        least = self.threshold()
        return frozenset(shape.id for shape in self._proposals if (shape.score or 0.0) < least)

    def _moved(self) -> None:
        self._retranslate()
        self.threshold_changed.emit()

    def _retranslate(self) -> None:
        shown = len(self._proposals) - len(self.too_unsure())
        self.text.setText(
            self.tr("Proposals: {shown} of {all}. Tab: next, Enter: accept, Del: refuse.").format(
                shown=shown, all=len(self._proposals)
            )
        )
        self.sure.setText(self.tr("at least {sure} sure").format(sure=f"{self.slider.value()} %"))
        self.slider.setAccessibleName(self.tr("Least score of proposals"))
        self.step.setText(self.tr("Next"))
        self.accept.setText(self.tr("Accept {count}").format(count=shown))
        self.accept.setEnabled(shown > 0)
        self.refuse.setText(self.tr("Refuse all"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
