"""What is said of shapes and of images: attributes of every type, marks, classes, notes; each an undoable change."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QPlainTextEdit, QSpinBox
from shiboken6 import isValid

from desktop_app.annotation.model import AttributeSpec, Label, LabelSchema
from tests.gui.annotation.label_folders import box, put

SCHEMA = LabelSchema(
    (
        Label(
            "cat",
            attributes=(
                AttributeSpec("name", "text"),
                AttributeSpec("age", "number", default=1.0),
                AttributeSpec("tame", "checkbox"),
                AttributeSpec("coat", "choice", ("black", "red")),
                AttributeSpec("likes", "choices", ("milk", "mice")),
            ),
        ),
        Label("dog"),
    ),
    image_attributes=(AttributeSpec("weather", "choice", ("sun", "rain")),),
    image_classes=("indoors", "night"),
)


@pytest.fixture
def panel(opened, pictures, qtbot):
    """The panel of a workspace whose first image has two cats and a dog, the first cat selected."""
    put(pictures, "p_0.png", box(), box(60, 10), box(60, 60, label="dog"))
    work = opened(pictures)
    work.session.keep_schema(SCHEMA)
    select(work.properties, 0)
    work.properties.raise_()
    return work.properties


def find(panel, kind, name):
    """The widget of that name on the page that is shown."""
    return panel.widget().findChild(kind, name)


def shape(panel, place=0):
    return panel.session.annotation.shapes[place]


def select(panel, *places):
    panel.show_shapes([shape(panel, place).id for place in places])


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))


def test_that_a_box_survives_the_click_that_it_answers(panel):
    occluded = find(panel, QCheckBox, "shape-occluded")
    click(occluded)
    assert shape(panel).occluded
    assert isValid(occluded) and find(panel, QCheckBox, "shape-occluded") is occluded
    select(panel, 2)  # other questions: the page is made anew, the old one not before its events are done
    assert isValid(occluded)


def test_that_each_type_of_attribute_is_answered_and_taken_back(panel):
    click(find(panel, QCheckBox, "attribute-tame"))
    assert shape(panel).attributes["tame"] is True
    coat = find(panel, QComboBox, "attribute-coat")
    coat.setCurrentText("red")
    coat.textActivated.emit("red")
    assert shape(panel).attributes["coat"] == "red"
    age = find(panel, QDoubleSpinBox, "attribute-age")
    assert age.value() == 1.0
    age.setFocus()
    age.setValue(3.5)
    age.editingFinished.emit()
    assert shape(panel).attributes["age"] == 3.5
    name = find(panel, QLineEdit, "attribute-name")
    name.setFocus()
    QTest.keyClicks(name, "Tom")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert shape(panel).attributes["name"] == "Tom"
    click(find(panel, QCheckBox, "attribute-likes-mice"))
    assert shape(panel).attributes["likes"] == ("mice",)
    name.clearFocus()
    for _ in range(5):
        panel.session.undo()
    assert shape(panel).attributes == {}
    assert not find(panel, QCheckBox, "attribute-tame").isChecked()
    assert find(panel, QLineEdit, "attribute-name").text() == ""
    assert find(panel, QDoubleSpinBox, "attribute-age").value() == 1.0
    assert find(panel, QComboBox, "attribute-coat").currentText() == ""


def test_that_text_is_taken_when_another_box_is_clicked_and_that_click_counts(panel, qtbot):
    name = find(panel, QLineEdit, "attribute-name")
    name.setFocus()
    qtbot.waitUntil(name.hasFocus)
    QTest.keyClicks(name, "Mia")
    click(find(panel, QCheckBox, "shape-difficult"))
    find(panel, QCheckBox, "shape-difficult").setFocus()
    assert shape(panel).attributes["name"] == "Mia"
    assert shape(panel).difficult


def test_that_leaving_a_field_untouched_changes_nothing(panel, qtbot):
    before = panel.session.annotation
    for kind, name in ((QLineEdit, "attribute-name"), (QDoubleSpinBox, "attribute-age"), (QSpinBox, "shape-group")):
        find(panel, kind, name).setFocus()
    find(panel, QCheckBox, "shape-locked").setFocus()
    assert panel.session.annotation == before


def test_that_several_labels_are_given_and_none_is_refused(panel):
    labels = find(panel, QLineEdit, "shape-labels")
    labels.setText("cat, dog")
    labels.editingFinished.emit()
    assert shape(panel).labels == ("cat", "dog")
    labels = find(panel, QLineEdit, "shape-labels")
    labels.setText(" , ")
    labels.editingFinished.emit()
    assert shape(panel).labels == ("cat", "dog")
    assert find(panel, QLineEdit, "shape-labels").text() == "cat, dog"


def test_that_what_is_said_of_two_shapes_holds_for_both(panel):
    select(panel, 0, 1)
    click(find(panel, QCheckBox, "shape-truncated"))
    assert shape(panel, 0).truncated and shape(panel, 1).truncated and not shape(panel, 2).truncated


def test_that_the_image_has_classes_attributes_notes_and_a_state(panel):
    select(panel)
    click(find(panel, QCheckBox, "class-night"))
    assert panel.session.annotation.flags == {"night": True}
    new = find(panel, QLineEdit, "class-new")
    new.setText("blurred")
    new.returnPressed.emit()
    assert panel.session.annotation.flags["blurred"] is True
    assert "blurred" in panel.session.schema.image_classes
    weather = find(panel, QComboBox, "attribute-weather")
    weather.setCurrentText("rain")
    weather.textActivated.emit("rain")
    assert panel.session.annotation.attributes == {"weather": "rain"}
    notes = find(panel, QPlainTextEdit, "image-notes")
    notes.setPlainText("第二只猫?")
    notes.finished.emit()
    assert panel.session.annotation.notes == "第二只猫?"
    state = find(panel, QComboBox, "image-state-choice")
    state.setCurrentIndex(2)
    state.activated.emit(2)
    assert panel.session.annotation.state == "verified"
