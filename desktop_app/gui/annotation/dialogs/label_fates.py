"""Asks what becomes of the shapes of each label that is taken out of the schema: deleted, given another label, or kept."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from desktop_app.gui.annotation.counts import images_text, shapes_text

_UNSAID, _DELETE, _KEEP, _GIVE = "unsaid", "delete", "keep", "give"


class LabelFates(QWidget):
    """A row for each label that is removed and in use; nothing is chosen before the person has."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-fates")
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._asked: tuple[object, ...] = ()
        self._answers: dict[str, QComboBox] = {}

    def ask(self, used: Mapping[str, tuple[int, int]], others: Sequence[str]) -> None:
        """Ask about labels, with how many shapes and images have each; `others` are those that may be given instead."""
        asked = (tuple(used.items()), tuple(others), self.locale().name())
        if asked == self._asked:
            return
        self._asked = asked
        said = {name: box.currentData() for name, box in self._answers.items()}
        while self._form.rowCount():
            self._form.removeRow(0)
        self._answers = {}
        for name, (shapes, images) in used.items():
            box = self._box(name, others)
            box.setCurrentIndex(max(box.findData(said.get(name)), 0))
            box.currentIndexChanged.connect(lambda _place: self.changed.emit())
            text = self.tr("{name}: {shapes} in {images}").format(
                name=name, shapes=shapes_text(shapes), images=images_text(images)
            )
            label = QLabel(text, self)
            label.setBuddy(box)
            box.setAccessibleName(text)
            self._form.addRow(label, box)
            self._answers[name] = box
        self.setVisible(bool(used))

    def _box(self, name: str, others: Sequence[str]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"label-fate-{name}")
        box.addItem(self.tr("What becomes of them?"), (_UNSAID, ""))
        box.addItem(self.tr("Delete the shapes"), (_DELETE, ""))
        box.addItem(self.tr("Keep them; the label stays, at the end of the list"), (_KEEP, ""))
        for other in others:
            box.addItem(self.tr("Give them the label {name}").format(name=other), (_GIVE, other))
        return box

    def _said(self) -> dict[str, tuple[str, str]]:
        return {name: tuple(box.currentData()) for name, box in self._answers.items()}

    def is_answered(self) -> bool:
        """Whether something is chosen in every row."""
        return all(fate != _UNSAID for fate, _ in self._said().values())

    def names(self) -> dict[str, str]:
        """Labels that are given instead, by those that go."""
        return {name: other for name, (fate, other) in self._said().items() if fate == _GIVE}

    def gone(self) -> frozenset[str]:
        """Labels whose shapes are deleted."""
        return frozenset(name for name, (fate, _) in self._said().items() if fate == _DELETE)
