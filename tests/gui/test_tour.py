"""The tour: eight steps on the real window, walked with keys, left at any time, and never forced upon anybody twice."""

import pytest
from PySide6.QtCore import Qt

from desktop_app.gui.help.tour import QUIET, offer_at_first_start


@pytest.fixture
def tour(window):
    return window.commands.guide.tour


def shown(tour, step):
    return tour.at == step and tour.bubble.isVisible()


def test_that_it_walks_through_the_sample_to_the_end(window, tour, qtbot):
    tour.go(0)
    assert shown(tour, 0) and not tour.bubble.back.isVisible()
    titles = set()
    for step in range(1, len(tour._steps)):
        qtbot.keyClick(tour.bubble, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda step=step: shown(tour, step))
        titles.add(tour.bubble.title.text())
        assert window.rect().contains(tour.bubble.geometry()), step
        assert tour.bubble.spotlight.isVisible(), step
        assert tour._steps[step].page
    assert len(titles) == 8 and set(window.workspaces) == {"inspect", "label", "train"}
    qtbot.keyClick(tour.bubble, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: shown(tour, 7))
    qtbot.keyClick(tour.bubble, Qt.Key.Key_Right)
    tour.bubble.next.click()
    assert not tour.running and not tour.bubble.isVisible() and window.settings.get("tour-seen")


def test_that_escape_leaves_and_help_begins_again(window, tour, qtbot):
    tour.go(0)
    qtbot.keyClick(tour.bubble, Qt.Key.Key_Escape)
    assert not tour.running and window.settings.get("tour-seen")
    window.actions_made.made["help.tour"].trigger()
    assert shown(tour, 0)


def test_that_it_is_offered_once_and_only_to_an_empty_window(window, tour, monkeypatch):
    assert not offer_at_first_start(window, opening=False)  # tests ask for quiet
    monkeypatch.delenv(QUIET)
    assert not offer_at_first_start(window, opening=True)
    assert offer_at_first_start(window, opening=False) and shown(tour, 0)
    tour.end()
    assert not offer_at_first_start(window, opening=False)
