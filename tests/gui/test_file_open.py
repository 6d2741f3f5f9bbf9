"""Files that the system hands over by event, as macOS does for a double click and for the icon in the Dock."""

import sys

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent

from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.run import FileOpens
from desktop_app.gui.settings import Settings
from desktop_app.places import sample


@pytest.fixture
def hears(qapp):
    """Lets windows hear such events, as `run_window` does on macOS."""
    filters = []

    def listen(window):
        filters.append(FileOpens(window))
        qapp.installEventFilter(filters[-1])

    yield listen
    for one in filters:
        qapp.removeEventFilter(one)


def test_that_a_file_that_comes_by_event_is_opened(window, hears, qapp, qtbot):
    hears(window)
    assert QCoreApplication.sendEvent(qapp, QFileOpenEvent(str(sample())))
    qtbot.waitUntil(lambda: [tab.path for tab in window.all_tabs()] == [str(sample())])


def test_that_a_file_that_comes_before_the_window_is_complete_waits_for_it(tasks, hears, qapp, qtbot):
    window = MainWindow(tasks, Settings(), complete=False)
    qtbot.addWidget(window)
    hears(window)
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(str(sample())))
    window.show()
    window.complete()
    qtbot.waitUntil(lambda: [tab.path for tab in window.all_tabs()] == [str(sample())])


def test_that_an_address_that_is_no_file_opens_nothing(window, hears, qapp):
    hears(window)
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://index.example/model.pth")))
    assert window.all_tabs() == []


@pytest.mark.skipif(sys.platform == "darwin", reason="there the figure is in bytes")
def test_that_the_figures_of_a_start_name_the_peak_of_memory():
    from desktop_app.gui.app import _peak_mb

    assert 10 < _peak_mb() < 100_000
