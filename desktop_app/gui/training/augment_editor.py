"""The list of changes that training images go through: add, remove, order, set their numbers; one image before and after them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from desktop_app.gui.alive import while_alive
from desktop_app.gui.engine import Engine
from desktop_app.gui.spin_boxes import NumberBox
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.theme import icon
from desktop_app.gui.training.shape_picture import ShapePicture
from desktop_app.gui.training.texts import change_text
from desktop_app.gui.training.work import example_images
from desktop_app.training.data.augmenting import CHANGES, Parameter, Step, checked, usual
from desktop_app.training.task import TASKS, Task
from desktop_app.training.use.services import augmented, shapes_of_documents

_OUTCOMES = 3


class AugmentEditor(QWidget):
    """Edits a list of steps; None stands for the usual list of the task."""

    edited = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("augment-editor")
        self._tasks = tasks
        self.engine: Engine | None = None
        """Asked for the preview; without one there is none."""
        self._steps: list[dict[str, Any]] | None = None
        self._task: Task = "classification"
        self._data = ""
        self._examples: Sequence[Mapping[str, Any]] = ()
        self._place = self._seed = 0
        self._make()
        self._lay_out()
        self._connect()
        self._retranslate()
        self._fill()

    def _make(self) -> None:
        self.list = QListWidget(self)
        self.list.setObjectName("augment-steps")
        self.list.setMaximumHeight(150)
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.add = QComboBox(self)
        self.add.setObjectName("augment-add")
        self.remove, self.up, self.down = QToolButton(self), QToolButton(self), QToolButton(self)
        for button, name in ((self.remove, "remove"), (self.up, "up"), (self.down, "down")):
            button.setObjectName(f"augment-{name}")
        self.usual = QPushButton(self)
        self.usual.setObjectName("augment-usual")
        self.numbers = QWidget(self)
        self.numbers.setObjectName("augment-numbers")
        self._form = QFormLayout(self.numbers)
        self._form.setContentsMargins(0, 0, 0, 0)
        self.live = QCheckBox(self)
        self.live.setObjectName("augment-live")
        self.again = QPushButton(self)
        self.again.setObjectName("augment-again")
        self.pictures = [ShapePicture(self) for _ in range(1 + _OUTCOMES)]
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(250)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for widget in (self.add, self.remove, self.up, self.down, self.usual):
            buttons.addWidget(widget)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addLayout(buttons)
        self.halves = QSplitter(Qt.Orientation.Horizontal, self)
        self.halves.addWidget(left)
        self.halves.addWidget(self.numbers)
        self.halves.setChildrenCollapsible(False)
        look = QHBoxLayout()
        look.addWidget(self.live)
        look.addWidget(self.again)
        look.addWidget(self.said, 1)
        strip = QHBoxLayout()
        for picture in self.pictures:
            picture.setMinimumHeight(150)
            strip.addWidget(picture)
        self.strip = QWidget(self)
        self.strip.setLayout(strip)
        strip.setContentsMargins(0, 0, 0, 0)
        self.strip.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.halves)
        column.addLayout(look)
        column.addWidget(self.strip)

    def set_narrow(self, narrow: bool) -> None:
        """Numbers stand below the list where there is no room beside it."""
        self.halves.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda _row: self._show_numbers())
        self.list.model().rowsMoved.connect(lambda *_: self._moved_by_hand())
        self.add.activated.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.usual.clicked.connect(lambda: self.show_steps(None))
        self.live.toggled.connect(self._turn_preview)
        self.again.clicked.connect(self._next_example)
        self._soon.timeout.connect(self._ask)

    def _retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Changes in their order"))
        self.add.clear()
        self.add.addItem(self.tr("Add…"), "")
        for name in CHANGES:
            self.add.addItem(change_text(name), name)
        self.add.setAccessibleName(self.tr("Add a change"))
        for button, text, sign in (
            (self.remove, self.tr("Remove"), "close"), (self.up, self.tr("Earlier"), "chevron-up"), (self.down, self.tr("Later"), "chevron-down"),
        ):  # fmt: skip
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.setIcon(icon(sign))
        self.usual.setText(self.tr("The usual list"))
        self.add.setToolTip(
            self.tr(
                "Adds a change at the end of the list, made for half of the images; where it moves pixels, shapes move along."
            )
        )
        self.usual.setToolTip(self.tr("Drops what was changed in the list: the run takes the usual one of its task."))
        self.live.setToolTip(
            self.tr("One labelled image of the data as it is, and {count} times after the changes").format(
                count=_OUTCOMES
            )
        )
        self.again.setToolTip(self.tr("Shows the next labelled image, and draws the changes by chance anew."))
        self.live.setText(self.tr("Show before and after"))
        self.again.setText(self.tr("Another image"))
        self.again.setEnabled(self.live.isChecked())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._fill()
        super().changeEvent(event)

    # ------------------------------------------------------------------ the list

    def steps(self) -> tuple[Step, ...] | None:
        """The list as it stands; None for the usual one."""
        return None if self._steps is None else checked(self._steps)

    def show_steps(self, steps: Sequence[Step] | None) -> None:
        """Edit another list."""
        self._steps = None if steps is None else [dict(step) for step in steps]
        self._fill()
        self._changed()

    def _shown(self) -> list[dict[str, Any]]:
        return self._steps if self._steps is not None else [dict(step) for step in usual(self._task)]

    def _own(self) -> list[dict[str, Any]]:
        """The list to be changed; the usual one becomes an own one."""
        self._steps = self._shown()
        return self._steps

    def _fill(self, row: int = 0) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for step in self._shown():
            item = QListWidgetItem(self._line(step), self.list)
            item.setToolTip(str(step["name"]))
            item.setData(Qt.ItemDataRole.UserRole, step)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.blockSignals(False)
        self.usual.setEnabled(self._steps is not None)
        self._show_numbers()

    def _line(self, step: Step) -> str:
        chance = float(step.get("p", 1))
        text = change_text(str(step["name"]))
        return (
            text
            if chance >= 1
            else self.tr("{change}, {percent} % of the images").format(change=text, percent=round(chance * 100))
        )

    def _add(self, row: int) -> None:
        name = self.add.itemData(row)
        self.add.setCurrentIndex(0)
        if name:
            change = CHANGES[name]
            self._own().append({"name": name, "p": 0.5, **{one.name: one.default for one in change.parameters}})
            self._fill(self.list.count())
            self._changed()

    def _remove(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            del self._own()[row]
            self._fill(row)
            self._changed()

    def _move(self, by: int) -> None:
        row, steps = self.list.currentRow(), self._shown()
        if row >= 0 and 0 <= row + by < len(steps):
            steps = self._own()
            steps[row], steps[row + by] = steps[row + by], steps[row]
            self._fill(row + by)
            self._changed()

    def _moved_by_hand(self) -> None:
        self._steps = [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]
        self._fill(self.list.currentRow())
        self._changed()

    def _changed(self) -> None:
        self.edited.emit()
        self._soon.start()

    # ------------------------------------------------------------------ the numbers of one step

    def _show_numbers(self) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        row = self.list.currentRow()
        steps = self._shown()
        for button in (self.remove, self.up, self.down):
            button.setEnabled(0 <= row < len(steps))
        if not 0 <= row < len(steps):
            return
        step = steps[row]
        chance = Parameter("p", "number", 1, 0, 1)
        for parameter in (chance, *CHANGES[str(step["name"])].parameters):
            self._form.addRow(self._parameter_text(parameter.name), self._fields(row, step, parameter))
        before: QWidget = self.usual
        for box in self.numbers.findChildren(NumberBox):
            self.setTabOrder(before, box)  # made late, they would come after everything else in the window
            before = box

    def _parameter_text(self, name: str) -> str:
        return self.tr("share of images") if name == "p" else name.replace("_", " ")

    def _parameter_tip(self, step: Step, parameter: Parameter) -> str:
        if parameter.name == "p":
            return self.tr(
                "How often the change is made: 0 is never, 0.5 for every second image on average, 1 for each."
            )
        return self.tr("As torchvision's {change} takes it, from {low} to {high}").format(
            change=step["name"], low=f"{parameter.low:g}", high=f"{parameter.high:g}"
        )

    def _fields(self, row: int, step: Step, parameter: Parameter) -> QWidget:
        value = step.get(parameter.name, parameter.default)
        parts = list(value) if isinstance(value, tuple | list) else [value]
        holder = QWidget(self)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        boxes: list[QDoubleSpinBox] = []
        for place, part in enumerate(parts):
            box = NumberBox(holder)
            box.setObjectName(f"augment-{parameter.name}-{place}")
            box.setAccessibleName(self._parameter_text(parameter.name))
            box.setToolTip(self._parameter_tip(step, parameter))
            box.setDecimals(0 if parameter.kind == "whole" else 3)
            box.setRange(parameter.low, parameter.high)
            box.setSingleStep(1 if parameter.high > 5 else 0.05)
            box.setValue(float(part))
            boxes.append(box)
            line.addWidget(box)
        for box in boxes:
            box.valueChanged.connect(
                lambda _value, name=parameter.name, kind=parameter.kind: self._set(row, name, kind, boxes)
            )
        return holder

    def _set(self, row: int, name: str, kind: str, boxes: Sequence[QDoubleSpinBox]) -> None:
        values = [int(box.value()) if kind == "whole" else round(box.value(), 4) for box in boxes]
        step = self._own()[row]
        step[name] = tuple(values) if kind == "pair" else values[0]
        self.list.item(row).setText(self._line(step))
        self.list.item(row).setData(Qt.ItemDataRole.UserRole, step)
        self.usual.setEnabled(True)
        self._changed()

    # ------------------------------------------------------------------ before and after

    def set_data(self, path: str, task: str) -> None:
        """The labels whose images are shown, and the task that says what moves along."""
        if (path, task) == (self._data, self._task):
            return
        self._data, self._examples, self._place = path, (), 0
        if task in TASKS and task != self._task:
            self._task = task  # type: ignore[assignment]
            if self._steps is None:
                self._fill()
        self._soon.start()

    def _turn_preview(self, on: bool) -> None:
        self.strip.setVisible(on)
        self.again.setEnabled(on)
        self._soon.start()

    def _next_example(self) -> None:
        self._place += 1
        self._seed += 10
        self._ask()

    def _ask(self) -> None:
        if not self.live.isChecked() or self.engine is None or not self._data:
            return
        if not self._examples:
            task = self._tasks.run(example_images, self._data, self._task, lane="statistics", latest="augment-examples")
            task.done.connect(self._take_examples)
            task.failed.connect(while_alive(self, lambda failure: self.said.setText(failure.message)))
            return
        self.said.setText(self.tr("Working…"))
        one = self._examples[self._place % len(self._examples)]
        steps = [
            {key: list(value) if isinstance(value, tuple) else value for key, value in step.items()}
            for step in self._shown()
        ]
        asked = self.engine.ask(
            augmented,
            one["path"],
            one["shapes"],
            one["skeletons"],
            steps,
            self._task,
            _OUTCOMES,
            self._seed,
            latest="augment-preview",
        )
        asked.done.connect(lambda found: self._show(one, found))
        asked.failed.connect(lambda failure: self.said.setText(failure.message))

    def _take_examples(self, examples: Sequence[Mapping[str, Any]]) -> None:
        self._examples = examples
        if examples:
            self._ask()
        else:
            self.said.setText(self.tr("No labelled image to show."))

    def _show(self, example: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> None:
        if not any(one is example for one in self._examples):
            return  # other images are learnt from by now
        self.said.setText("")
        for place, (picture, one) in enumerate(zip(self.pictures, found, strict=False)):
            width, height = int(one["width"]), int(one["height"])
            image = QImage(one["pixels"], width, height, width * 3, QImage.Format.Format_RGB888).copy()
            shapes = [replace(shape, score=None) for shape in shapes_of_documents(one["shapes"])]
            caption = self.tr("before") if place == 0 else self.tr("after")
            picture.show_image(image, shapes, example["schema"], caption=caption)
