"""What is said of the selected shapes, or of the image when none is: labels, attributes as the schema asks, marks, text, notes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QCompleter,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.annotation.model import Annotation, AttributeSpec, AttributeValue, Shape, State
from desktop_app.gui.alive import Later, while_alive
from desktop_app.gui.annotation.label_sentences import name_trouble
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.spin_boxes import NumberBox, WholeBox

_STATES: tuple[State, ...] = ("unlabelled", "labelled", "verified", "rejected")


class _Notes(QPlainTextEdit):
    """A small text of several lines that tells when it was left."""

    finished = Signal()

    def focusOutEvent(self, event: Any) -> None:
        """What was typed is taken when the keyboard goes elsewhere."""
        super().focusOutEvent(event)
        self.finished.emit()


class PropertyPanel(QScrollArea):
    """A form about what is selected, made anew when that asks other questions; every change is one undoable change of the session."""

    def __init__(self, session: LabelSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("property-panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.session = session
        self._ids: tuple[str, ...] = ()
        self._asked: object = None
        self._fillers: list[Callable[[], None]] = []
        self._later = Later(self, self._refresh)
        session.labels_arrived.connect(self._later.ask)
        session.front_changed.connect(self._later.ask)
        session.changed.connect(while_alive(self, lambda _old, _new: self._refresh()))
        session.schema_changed.connect(while_alive(self, lambda _schema: self._anew()))
        self.setAccessibleName(self.tr("Properties"))
        self._anew()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Properties"))
            self._anew()
        super().changeEvent(event)

    def show_shapes(self, ids: Sequence[str]) -> None:
        """What is selected now."""
        if tuple(ids) != self._ids:
            self._ids = tuple(ids)
            self._anew()

    def _anew(self) -> None:
        self._asked = None
        self._refresh()

    def _shapes(self) -> tuple[Shape, ...]:
        annotation = self.session.annotation
        if annotation is None:
            return ()
        return tuple(annotation.by_id[one] for one in self._ids if one in annotation.by_id)

    def _refresh(self) -> None:
        """Show what holds now: in the widgets that are there, which may be in use, as long as the same is asked."""
        annotation, shapes = self.session.annotation, self._shapes()
        questions = self._questions(annotation, shapes)
        if questions != self._asked or questions is None:
            self._asked = questions
            self._build(annotation, shapes)
        for fill in self._fillers:
            fill()

    def _questions(self, annotation: Annotation | None, shapes: tuple[Shape, ...]) -> object:
        """What the page asks, as a value; None when nothing can be asked."""
        if annotation is None:
            return None
        if shapes:
            return (self.session.name, self._ids, tuple(shape.id for shape in shapes), tuple(self._specs(shapes[0])))
        return (
            self.session.name,
            tuple(self._classes(annotation)),
            self.session.schema.image_attributes,
            bool(annotation.width),
        )

    def _build(self, annotation: Annotation | None, shapes: tuple[Shape, ...]) -> None:
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None and self.isAncestorOf(focused) else ""
        self._fillers = []
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(8, 8, 8, 8)
        form = QFormLayout()
        column.addLayout(form)
        column.addStretch(1)  # a few rows stay together at the top of a high panel
        form.setSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        if annotation is None:
            note = QLabel(self.session.trouble or self.tr("Open images to label them."), page)
            note.setWordWrap(True)
            form.addRow(note)
        elif shapes:
            self._of_shapes(form, shapes)
        else:
            self._of_image(form, annotation)
        old = self.takeWidget()  # setWidget() would delete it at once, with the box in it whose click is being answered
        if old is not None:
            old.hide()
            old.deleteLater()
        self.setWidget(page)
        again = page.findChild(QWidget, name) if name else None
        if isinstance(again, QWidget):
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _shows(self, widget: QWidget, put: Callable[[], None]) -> None:
        """`put` the present value into a widget whenever it may have changed, unless somebody writes in it."""

        def fill() -> None:
            writes = widget.hasFocus() and isinstance(widget, QLineEdit | QPlainTextEdit | QAbstractSpinBox)
            if not writes:
                told = widget.blockSignals(True)
                put()
                widget.blockSignals(told)

        self._fillers.append(fill)

    def _classes(self, annotation: Annotation) -> dict[str, None]:
        return dict.fromkeys((*self.session.schema.image_classes, *annotation.flags))

    def _now(self) -> Annotation:
        annotation = self.session.annotation
        assert annotation is not None  # a page of an image is only there while there is one
        return annotation

    def _first(self) -> Shape:
        return self._shapes()[0]

    # ------------------------------------------------------------------ the image

    def _of_image(self, form: QFormLayout, annotation: Annotation) -> None:
        state = QComboBox()
        state.setObjectName("image-state-choice")
        for name, text in zip(
            _STATES, (self.tr("unlabelled"), self.tr("labelled"), self.tr("verified"), self.tr("rejected")), strict=True
        ):
            state.addItem(text, name)
        state.setToolTip(
            self.tr(
                "Rejected images are not trained on, and an export of labelled images leaves them out; verified ones can be exported alone."
            )
        )
        self._shows(state, lambda: state.setCurrentIndex(_STATES.index(self._now().state)))
        state.activated.connect(lambda index: self.session.set_state(_STATES[index]))
        self._row(form, self.tr("Image"), state)
        names = self._classes(annotation)
        for name in names:
            box = QCheckBox(name)
            box.setObjectName(f"class-{name}")
            box.setToolTip(self.tr("Said of the image as a whole, without a shape; classification learns from it."))
            self._shows(box, lambda box=box, name=name: box.setChecked(self._now().flags.get(name, False)))
            box.toggled.connect(lambda holds, name=name: self._set_class(name, holds=holds))
            self._row(form, "" if name is not next(iter(names)) else self.tr("Classes"), box)
        new = QLineEdit()
        new.setObjectName("class-new")
        new.setPlaceholderText(self.tr("New class of the image"))
        new.setToolTip(self.tr("Enter gives this class to the image and offers it for every other one."))
        new.returnPressed.connect(lambda: self._set_class(new.text().strip(), holds=True))
        self._row(form, "" if names else self.tr("Classes"), new)
        for spec in self.session.schema.image_attributes:
            self._row(
                form,
                spec.name,
                self._editor(spec, lambda: self._now().attributes, self._set_image_attribute),
            )
        notes = _Notes()
        notes.setObjectName("image-notes")
        self._shows(notes, lambda: notes.setPlainText(self._now().notes))
        notes.setMaximumHeight(90)
        notes.setTabChangesFocus(True)
        notes.finished.connect(lambda: self._change(self.tr("Notes"), notes=notes.toPlainText()))
        self._row(form, self.tr("Notes"), notes)
        if annotation.width:
            size = QLabel(f"{annotation.width} × {annotation.height}")
            size.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            form.addRow(self.tr("Size"), size)

    def _set_class(self, name: str, *, holds: bool) -> None:
        annotation = self.session.annotation
        if annotation is None or not name or annotation.flags.get(name) == holds:
            return
        trouble = name_trouble([name]) if name not in self._classes(annotation) else ""
        if trouble:
            self.session.complained.emit(trouble)
            self._anew()
            return
        if name not in self.session.schema.image_classes:
            schema = self.session.schema
            self.session.keep_schema(replace(schema, image_classes=(*schema.image_classes, name)))
        self._change(self.tr("Class {name}").format(name=name), flags={**annotation.flags, name: holds})

    def _set_image_attribute(self, name: str, value: AttributeValue) -> None:
        annotation = self.session.annotation
        if annotation is not None:
            self._change(name, attributes={**annotation.attributes, name: value})

    def _change(self, text: str, **changes: Any) -> None:
        annotation = self.session.annotation
        if annotation is not None and any(getattr(annotation, field) != value for field, value in changes.items()):
            self.session.change(text, replace(annotation, **changes))

    # ------------------------------------------------------------------ shapes

    def _of_shapes(self, form: QFormLayout, shapes: tuple[Shape, ...]) -> None:
        first = shapes[0]
        labels = QLineEdit()
        self._shows(labels, lambda: labels.setText(", ".join(self._first().labels)))
        labels.setObjectName("shape-labels")
        labels.setToolTip(
            self.tr("Several labels have commas between them; the first gives the name and the colour that are shown.")
        )
        completer = QCompleter([label.name for label in self.session.schema.labels], labels)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        labels.setCompleter(completer)
        labels.editingFinished.connect(lambda: self._set_labels(labels.text()))
        self._row(
            form,
            self.tr("Labels") if len(shapes) == 1 else self.tr("Labels of {count}").format(count=len(shapes)),
            labels,
        )
        for spec in self._specs(first):
            self._row(form, spec.name, self._editor(spec, lambda: self._first().attributes, self._set_attribute))
        for name, text, tip in (
            (
                "occluded",
                self.tr("Occluded"),
                self.tr("Something else hides a part of the object; its outline is drawn in short dashes."),
            ),
            (
                "truncated",
                self.tr("Truncated"),
                self.tr("A part of the object lies beyond the edge of the image, so the shape holds only the rest."),
            ),
            (
                "difficult",
                self.tr("Difficult"),
                self.tr(
                    "Hard to recognise even for a person; Pascal VOC and DOTA do not count such objects when they evaluate."
                ),
            ),
            (
                "locked",
                self.tr("Locked"),
                self.tr("The canvas does not move, change or delete the shape as long as this is ticked."),
            ),
        ):
            box = QCheckBox(text)
            box.setObjectName(f"shape-{name}")
            box.setToolTip(tip)
            self._shows(box, lambda box=box, name=name: box.setChecked(getattr(self._first(), name)))
            box.toggled.connect(lambda holds, name=name, text=text: self._set(text, **{name: holds}))
            self._row(form, "", box)
        for name, text, tip in (
            ("text", self.tr("Text"), self.tr("What can be read at this place of the image, for OCR")),
            (
                "description",
                self.tr("Description"),
                self.tr("A remark in your own words; labelme files keep it with the shape."),
            ),
        ):
            field = QLineEdit()
            field.setToolTip(tip)
            self._shows(field, lambda field=field, name=name: field.setText(getattr(self._first(), name)))
            field.setObjectName(f"shape-{name}")
            field.editingFinished.connect(
                lambda name=name, text=text, field=field: self._set(text, **{name: field.text()})
            )
            self._row(form, text, field)
        group = WholeBox()
        group.setObjectName("shape-group")
        group.setRange(-1, 1_000_000)
        group.setSpecialValueText("–")
        group.setToolTip(self.tr("Shapes of one image with the same number are parts of one object; – is none."))
        self._shows(group, lambda: group.setValue(-1 if (held := self._first().group) is None else held))
        group.editingFinished.connect(
            lambda: self._set(self.tr("Group"), group=None if group.value() < 0 else group.value())
        )
        self._row(form, self.tr("Group"), group)
        note = QLabel()
        self._shows(note, lambda: note.setText(self._facts(self._first())))
        note.setWordWrap(True)
        note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        form.addRow(note)

    def _facts(self, shape: Shape) -> str:
        left, top, right, bottom = shape.box
        facts = [f"x {left:.1f}   y {top:.1f}   {right - left:.1f} × {bottom - top:.1f}"]
        if shape.score is not None:
            facts.append(self.tr("score {score}").format(score=f"{shape.score:.3f}"))
        if shape.source:
            facts.append(shape.source)
        return "\n".join(facts)

    def _specs(self, shape: Shape) -> list[AttributeSpec]:
        """What the schema asks of the label, then what the shape has beside it."""
        label = self.session.schema.label(shape.label)
        found = list(label.attributes) if label is not None else []
        known = {spec.name for spec in found}
        for name, value in shape.attributes.items():
            if name not in known:
                kind = "checkbox" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "text"
                found.append(AttributeSpec(name, kind))
        return found

    def _set_labels(self, text: str) -> None:
        names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
        trouble = name_trouble(name for name in names if name not in self.session.schema.index)
        if trouble:
            self.session.complained.emit(trouble)
        if names and not trouble:
            self._set(self.tr("Label {name}").format(name=", ".join(names)), labels=names)
        else:
            self._anew()  # a shape has a label; what cannot be one shows again what it was

    def _set_attribute(self, name: str, value: AttributeValue) -> None:
        annotation = self.session.annotation
        if annotation is None:
            return
        changed = [replace(shape, attributes={**shape.attributes, name: value}) for shape in self._shapes()]
        self.session.change(name, annotation.with_changed(changed))

    def _set(self, text: str, **changes: Any) -> None:
        annotation = self.session.annotation
        if annotation is None:
            return
        changed = [
            replace(shape, **changes)
            for shape in self._shapes()
            if any(getattr(shape, field) != value for field, value in changes.items())
        ]
        if changed:
            self.session.change(text, annotation.with_changed(changed))

    # ------------------------------------------------------------------ editors

    def _editor(
        self,
        spec: AttributeSpec,
        held: Callable[[], Mapping[str, AttributeValue]],
        take: Callable[[str, AttributeValue], None],
    ) -> QWidget:
        """The widget that an attribute is answered with; `held` gives the present answers."""

        def value() -> AttributeValue:
            return held().get(spec.name, spec.default)

        made: QWidget
        if spec.type == "checkbox":
            box = made = QCheckBox()
            self._shows(box, lambda: box.setChecked(value() is True or value() == "true"))
            box.toggled.connect(lambda holds: take(spec.name, holds))
        elif spec.type == "number":
            spin = made = NumberBox()
            spin.setRange(-1e9, 1e9)
            spin.setDecimals(4)
            self._shows(spin, lambda: spin.setValue(_number(value())))
            spin.editingFinished.connect(lambda: take(spec.name, spin.value()) if spin.value() != value() else None)
        elif spec.type == "choice":
            combo = made = QComboBox()
            combo.addItems(["", *spec.options])
            self._shows(combo, lambda: combo.setCurrentText(str(value())))
            combo.textActivated.connect(lambda text: take(spec.name, text))
        elif spec.type == "choices":
            made = self._choices(spec, value, take)
        else:
            field = made = QLineEdit()
            self._shows(field, lambda: field.setText(_text(value())))
            field.editingFinished.connect(
                lambda: take(spec.name, field.text()) if field.text() != _text(value()) else None
            )
        made.setObjectName(f"attribute-{spec.name}")
        made.setToolTip(spec.description)
        return made

    def _choices(
        self, spec: AttributeSpec, value: Callable[[], AttributeValue], take: Callable[[str, AttributeValue], None]
    ) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        boxes = [QCheckBox(option, page) for option in spec.options]
        for box in boxes:
            box.setObjectName(f"attribute-{spec.name}-{box.text()}")
            self._shows(box, lambda box=box: box.setChecked(isinstance(held := value(), tuple) and box.text() in held))
            box.toggled.connect(lambda _holds: take(spec.name, tuple(one.text() for one in boxes if one.isChecked())))
            column.addWidget(box)
        return page

    def _row(self, form: QFormLayout, text: str, widget: QWidget) -> None:
        widget.setAccessibleName(
            text or widget.accessibleName() or (widget.text() if isinstance(widget, QCheckBox) else "")
        )
        form.addRow(text, widget)


def _number(value: AttributeValue) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _text(value: AttributeValue) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
