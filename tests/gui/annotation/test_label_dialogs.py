"""Dialogs about labels and their files: what they call things, and how labels are told apart."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon

from desktop_app.annotation.model import Label
from desktop_app.gui.annotation.dialogs.catalogue_dialog import CatalogueDialog
from desktop_app.gui.annotation.dialogs.label_form import LabelForm
from desktop_app.gui.annotation.dialogs.schema_dialog import SchemaDialog
from desktop_app.gui.annotation.panels.label_panel import swatch


def test_that_a_swatch_is_seen_on_a_ground_of_its_own_colour(qapp):
    for colour in ("#1f6feb", "#ffff00", "#101010", "#ffffff"):
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            image = swatch(colour).pixmap(14, 14, mode).toImage()
            middle = image.pixelColor(7, 7)
            assert middle == QColor(colour)
            edges = [image.pixelColor(x, 7) for x in range(14)]
            apart = max(abs(edge.lightness() - middle.lightness()) for edge in edges if edge.alpha() > 200)
            assert apart > 90


def test_that_formats_are_called_by_their_titles_and_found_by_them(qtbot):
    dialog = CatalogueDialog()
    qtbot.addWidget(dialog)
    dialog.words.setText("rotated boxes ultralytics")
    item = dialog.tree.topLevelItem(0)
    assert item.text(0) == "Ultralytics YOLO"
    assert item.text(2) == "YOLO boxes, YOLO polygons, YOLO poses, YOLO rotated boxes, Class folders"


def test_that_a_label_form_says_what_no_ticked_kind_means(qtbot):
    form = LabelForm()
    qtbot.addWidget(form)
    form.show_label(Label("cat"))
    assert form.kinds_note.text() == "None ticked: every kind is allowed"
    form.kinds.item(0).setCheckState(Qt.CheckState.Checked)
    assert form.kinds_note.text() == "Only these are allowed"


def test_that_the_schema_wanted_twice_at_once_opens_in_one_dialog(opened, pictures, qtbot):
    work = opened(pictures)
    work.doors.edit_schema()
    work.doors.edit_schema()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in work.findChildren(SchemaDialog)))
    qtbot.waitUntil(lambda: not work.doors._turns.busy)
    assert len(work.findChildren(SchemaDialog)) == 1
