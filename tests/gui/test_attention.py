"""Long work that ends while nobody looks is told; short work, and work that is watched, is not."""

import time

from PySide6.QtWidgets import QApplication

from desktop_app.gui.attention import LONG_SECONDS


def test_that_only_long_work_that_nobody_watches_is_told(window, qtbot, monkeypatch):
    monkeypatch.setattr(QApplication, "activeWindow", lambda: window)
    window.attention._ended(time.monotonic() - 2 * LONG_SECONDS, "watched")
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    window.attention._ended(time.monotonic(), "short")
    assert window.attention.told == []
    window.attention._ended(time.monotonic() - 2 * LONG_SECONDS, "long")
    assert window.attention.told == ["long"]


def test_that_named_work_is_followed(window, qtbot, monkeypatch):
    monkeypatch.setattr("desktop_app.gui.attention.LONG_SECONDS", 0.0)
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    task = window.tasks.run(len, [1, 2], lane="thread", title="Count the weights")
    with qtbot.waitSignal(task.ended):
        pass
    broken = window.tasks.run(len, None, lane="thread", title="Count nothing")
    with qtbot.waitSignal(broken.ended):
        pass
    assert window.attention.told == ["Done: Count the weights", "Failed: Count nothing"]
