"""Work in pieces, and views that are made when somebody sees their place."""

import time

import pytest
import torch
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.gui.settings import Settings
from desktop_app.gui.turns import Turns
from tests.gui.conftest import seen


@pytest.fixture
def model_file(tmp_path):
    path = tmp_path / "a.pth"
    torch.save({"layer.weight": torch.ones(3, 3)}, path)
    return path


def opened(qtbot, window):
    qtbot.waitUntil(lambda: window.front is not None and window.front.session is not None, timeout=15_000)


def test_that_pieces_run_in_their_order_and_never_at_once(qtbot, qapp):
    turns, ran = Turns(), []
    for number in range(3):
        turns.add(lambda number=number: ran.append(number))
    assert ran == []
    qtbot.waitUntil(lambda: ran == [0, 1, 2])


def test_that_a_piece_may_add_another(qtbot, qapp):
    turns, ran = Turns(), []
    turns.add(lambda: (ran.append("first"), turns.add(lambda: ran.append("second"))))
    qtbot.waitUntil(lambda: ran == ["first", "second"])


def test_that_two_queues_do_not_work_in_the_same_turn(qtbot, qapp):
    queues, turn, ran = [Turns(), Turns()], [0], []
    clock = QTimer()
    clock.setInterval(0)
    clock.timeout.connect(lambda: turn.__setitem__(0, turn[0] + 1))
    clock.start()
    for _ in range(5):
        for turns in queues:
            turns.add(lambda: ran.append(turn[0]))
    qtbot.waitUntil(lambda: len(ran) == 10)
    assert len(set(ran)) == 10


def test_that_a_turn_which_took_long_gets_no_piece_on_top(qtbot, qapp):
    turns, turn, ran = Turns(), [0], []
    clock = QTimer()
    clock.setInterval(0)
    clock.timeout.connect(lambda: turn.__setitem__(0, turn[0] + 1))
    clock.start()

    def long_work():
        turns.add(lambda: ran.append(turn[0]))
        time.sleep(0.02)
        ran.append(turn[0])

    told = QObject()
    told.objectNameChanged.connect(lambda _name: long_work(), Qt.ConnectionType.QueuedConnection)
    told.setObjectName("something happened")
    qtbot.waitUntil(lambda: len(ran) == 2)
    assert ran[1] > ran[0] + 1


def test_that_files_wait_until_the_window_is_complete(qtbot, qapp, tasks, model_file):
    from desktop_app.gui.main_window import MainWindow

    window = MainWindow(tasks, Settings(), opening=[str(model_file)], complete=False)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert window.all_tabs() == [] and window.front is None and not window.docks
    assert next(action.text() for action in window.menuBar().actions()) == "&File"
    window.open_paths([str(model_file)])
    assert window.all_tabs() == []
    window.complete()
    qtbot.waitUntil(lambda: [tab.path for tab in window.all_tabs()] == [str(model_file)])
    opened(qtbot, window)


def test_that_a_window_can_be_closed_before_it_is_complete(qtbot, qapp, tasks):
    from desktop_app.gui.main_window import MainWindow

    window = MainWindow(tasks, Settings(), complete=False)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert window.center.currentWidget().objectName() == "empty-state"
    assert window.close()


def test_that_a_view_behind_another_is_made_later_or_when_it_is_asked_for(qtbot, window, model_file):
    window.open_paths([str(model_file)])
    opened(qtbot, window)
    session = window.front.session
    qtbot.waitUntil(lambda: session in window.docks["tree"].views)
    qtbot.waitUntil(lambda: all(dock.isVisible() for dock in window.docks.values()))
    assert window.docks["contents"].visibleRegion().isEmpty() and session not in window.docks["contents"].views
    assert seen(window.docks["contents"]) is not None
    window.docks["ridge"].raise_()
    qtbot.waitUntil(lambda: session in window.docks["ridge"].views)
    ahead = [dock for dock in window.docks.values() if dock.kind.ahead]
    qtbot.waitUntil(lambda: all(session in dock.views for dock in ahead), timeout=30_000)
    assert "contents.copy-path" in {row.id for row in window.rows()}
    assert session not in window.docks["bytes"].views
    window.docks["bytes"].raise_()
    qtbot.waitUntil(lambda: session in window.docks["bytes"].views)


def test_that_a_view_that_an_edit_overtook_is_made_anew(qtbot, window, model_file):
    window.open_paths([str(model_file)])
    opened(qtbot, window)
    dock, session = window.docks["contents"], window.front.session
    dock._prepared[session] = before = dock.kind.make(session)
    dock.rebuild(session)
    assert session not in dock._prepared
    window.show_dock("contents")
    qtbot.waitUntil(lambda: dock.view() is not None)
    assert dock.view() is not before


def test_that_what_is_wanted_of_a_view_waits_until_its_code_is_loaded(qtbot, qapp, tasks, model_file):
    from desktop_app.gui.main_window import MainWindow

    window = MainWindow(tasks, Settings())
    qtbot.addWidget(window)
    window.show()
    window.plots_ready()
    window.open_paths([str(model_file)])
    opened(qtbot, window)
    dock = window.docks["health"]
    window.inspect.examine()
    qtbot.wait(100)
    assert dock.view() is None
    window.docks_ready()
    qtbot.waitUntil(lambda: dock.view() is not None and dock.view().busy)
    qtbot.waitUntil(lambda: not dock.view().busy, timeout=15_000)


def test_that_a_pane_that_is_shown_gets_the_keyboard_unless_somebody_went_elsewhere(qtbot, window, model_file):
    window.open_paths([str(model_file)])
    opened(qtbot, window)
    qtbot.waitUntil(lambda: window.docks["tree"].view() is not None)
    window.activateWindow()
    bytes_, optimizer = window.docks["bytes"], window.docks["optimizer"]
    window.show_dock("bytes")
    qtbot.waitUntil(lambda: bytes_.view() is not None)
    focused = QApplication.focusWidget()
    assert focused is not None and (focused is bytes_.view() or bytes_.view().isAncestorOf(focused))
    window.show_dock("optimizer")
    window.docks["tree"].view().setFocus()
    qtbot.waitUntil(lambda: optimizer.view() is not None)
    focused = QApplication.focusWidget()
    assert not optimizer.isAncestorOf(focused)


def test_that_waiting_pieces_do_not_keep_a_core_busy(qtbot, qapp):
    asked, ran = [0], []
    turns = Turns()
    next_ = turns._next
    turns._clock.timeout.disconnect()
    turns._clock.timeout.connect(lambda: (asked.__setitem__(0, asked[0] + 1), next_()))
    for number in range(40):
        turns.add(lambda number=number: ran.append(number))
    qtbot.waitUntil(lambda: len(ran) == 40)
    assert asked[0] < 200
