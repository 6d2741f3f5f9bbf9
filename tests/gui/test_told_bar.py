"""Words of a progress bar can be read: a bar is a line of seven pixels, and they stand below it or nowhere."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.gui.theme import apply_theme, dress, palette_of
from desktop_app.gui.told_bar import ToldBar

GUI = Path(__file__).parents[2] / "desktop_app" / "gui"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_the_words_stand_below_the_line_and_are_not_cut(qapp, qtbot, scheme):
    apply_theme(qapp, scheme)
    window = QWidget()
    qtbot.addWidget(window)
    bar = ToldBar(window)
    QVBoxLayout(window).addWidget(bar)
    dress(window)
    bar.setRange(0, 1000)
    bar.setValue(270)
    bar.setFormat("writing %p %")
    window.resize(400, 60)
    with qtbot.waitExposed(window):
        window.show()
    assert bar.words() == "writing 27 %"
    assert bar.height() >= 9 + bar.fontMetrics().height()
    picture = window.grab(bar.geometry()).toImage()
    ink = palette_of(scheme).windowText().color().lightness()
    rows = {
        y
        for y in range(picture.height())
        for x in range(picture.width())
        if abs(picture.pixelColor(x, y).lightness() - ink) < 40
    }
    assert rows and min(rows) >= 7
    assert max(rows) - min(rows) >= bar.fontMetrics().xHeight()
    apply_theme(qapp, "light")


def test_that_a_narrow_pane_does_not_press_the_words_away(qapp, qtbot):
    apply_theme(qapp, "light")
    window, bar, other = QWidget(), ToldBar(), QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    other.setMinimumHeight(300)
    for widget in (bar, other):
        column.addWidget(widget)
    dress(window)
    window.setFixedHeight(60)
    with qtbot.waitExposed(window):
        window.show()
    assert bar.height() >= 9 + bar.fontMetrics().height()


def test_that_a_stage_of_unknown_length_is_told_too(qtbot):
    bar = ToldBar()
    qtbot.addWidget(bar)
    bar.setRange(0, 0)
    assert bar.words() == ""
    bar.setFormat("Loading…")
    assert bar.words() == "Loading…"
    bar.setFormat("Reading %p %")
    assert bar.words() == ""


def test_that_no_other_bar_writes_on_its_line():
    for path in GUI.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        bars = re.findall(r"(\S+) = QProgressBar\(", text)
        bars += ["self"] if "(QProgressBar):" in text and "def words" not in text else []
        assert all(f"{bar}.setTextVisible(False)" in text for bar in bars), path
