"""The strip over the canvas and the panel of how things are shown."""

from dataclasses import replace

import pytest

from desktop_app.gui.annotation.adjustments import Adjustments
from desktop_app.gui.annotation.panels.tool_strip import ToolStrip


@pytest.fixture
def strip(canvas, qtbot):
    made = ToolStrip(canvas)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("tool", "fields"),
    [
        ("brush", {"radius", "tip", "paint_polygons"}),
        ("wand", {"tolerance", "connected", "as_polygon"}),
        ("select", set()),
    ],
)
def test_that_each_tool_shows_its_own_numbers(strip, canvas, tool, fields):
    canvas.set_tool(tool)
    every = (
        "radius",
        "tip",
        "tolerance",
        "superpixels",
        "compactness",
        "connected",
        "paint_polygons",
        "as_polygon",
        "fill",
        "take",
    )
    assert {name for name in every if not getattr(strip, name).isHidden()} == fields
    assert strip.hint.text()


def test_that_fields_and_settings_follow_each_other(strip, canvas):
    canvas.set_tool("brush")
    strip.radius.setValue(33.0)
    strip.tip.setCurrentIndex(1)
    strip.paint_polygons.setChecked(False)
    assert (canvas.settings.radius, canvas.settings.tip, canvas.settings.paint_polygons) == (33, "square", False)
    canvas.change_settings(radius=7.5, tip="round")
    assert (strip.radius.value(), strip.tip.currentData()) == (7.5, "round")


def test_that_watershed_is_filled_and_taken_by_buttons(strip, canvas, hand, document):
    canvas.set_tool("watershed")
    assert not strip.fill.isEnabled()
    hand.drag((80, 80), (120, 120))
    assert strip.fill.isEnabled()
    strip.fill.click()
    assert strip.take.isEnabled()
    strip.take.click()
    assert len(document.value.shapes) == 1
    assert not strip.take.isEnabled()


def test_that_sliders_change_the_view_and_show_it(strip, canvas):
    panel = strip.panel
    panel.brightness.setValue(150)
    panel.contrast.setValue(200)
    panel.channel.setCurrentIndex(1)
    assert canvas.adjustments == Adjustments(0.5, 5.0, 1.0, False, "red")
    assert panel.reset.isEnabled()
    panel.reset.click()
    assert canvas.adjustments == Adjustments()
    assert (panel.brightness.value(), panel.contrast.value(), panel.channel.currentIndex()) == (100, 100, 0)
    panel.fill.setValue(60)
    assert canvas.options.fill == 0.6
    canvas.set_options(replace(canvas.options, opacity=0.3))
    assert panel.opacity.value() == 30


def test_that_everything_a_person_uses_has_a_name(strip):
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QSlider

    for kind in (QAbstractButton, QSlider, QAbstractSpinBox, QComboBox):
        for widget in strip.findChildren(kind):
            if not isinstance(widget.parent(), QComboBox | QAbstractSpinBox) and not widget.objectName().startswith(
                "qt_"
            ):
                assert widget.accessibleName(), (widget, widget.objectName())
                assert widget.objectName()
