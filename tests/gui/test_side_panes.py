"""Panes at the sides of a workspace: their widths stay, and give way in a narrow window."""

import pytest
from PySide6.QtWidgets import QWidget

from desktop_app.gui.settings import Settings
from desktop_app.gui.side_panes import SidePanes


@pytest.fixture
def panes(qtbot, tmp_path):
    def made():
        one = SidePanes("some-panes", Settings(tmp_path / "settings.json"))
        one.add_side(QWidget(), 250)
        one.add_middle(QWidget())
        one.add_side(QWidget(), 280)
        qtbot.addWidget(one)
        one.resize(1400, 300)
        one.show()
        return one

    return made


def drag(panes, handle, place):
    """What a person does with the mouse: the splitter tells it by its signal."""
    panes.moveSplitter(place, handle)
    panes.splitterMoved.emit(place, handle)


def test_that_sides_give_way_in_a_narrow_window_and_come_back(panes):
    one = panes()
    assert one.sizes()[0] == 250 and one.sizes()[2] == 280
    one.resize(800, 300)
    left, middle, right = one.sizes()
    assert left == right == 176 and middle > 400
    one.resize(1400, 300)
    assert one.sizes()[0] == 250 and one.sizes()[2] == 280


def test_that_a_width_that_a_person_chose_is_there_at_the_next_start(panes):
    one = panes()
    drag(one, 1, 400)
    one._settings.finish()
    again = panes()
    assert again.sizes()[0] == 400 and again.sizes()[2] == 280
    again.resize(700, 300)
    assert again.sizes()[0] == 315, "not more than the middle can bear"
    again.resize(1400, 300)
    assert again.sizes()[0] == 400


@pytest.mark.parametrize("kept", [[1, 2, 3], ["a", "b"], [0, -4], "x", None, [True]])
def test_that_widths_that_mean_nothing_are_left_aside(panes, kept):
    one = panes()
    one._settings.set("panes", {"some-panes": kept})
    one.lay_out()
    assert one.sizes()[0] == 250 and one.sizes()[2] == 280
