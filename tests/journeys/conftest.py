"""A journey: the real window through `main()`, and a list of steps in its event loop."""

import gc
import os

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication

from tests.journeys.watchdog import LIMIT_MS, NEAR_MS, Watchdog, aside


def main_window():
    return next(
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.objectName() == "main-window" and not widget.isHidden()
    )


def is_there():
    """Whether the window has loaded everything: nobody clicks sooner, and the start is measured elsewhere."""
    return any(
        widget.objectName() == "main-window" and not widget.isHidden() and widget.is_loaded
        for widget in QApplication.topLevelWidgets()
    )


def forget_windows():
    """Delete the windows of a program that has ended: in a process of its own they would be gone, with all that they hold."""
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def steps(qapp, monkeypatch):
    """Runs `main()` with a list of steps in its event loop; each waits until its condition holds."""
    monkeypatch.setattr(qapp, "exec", qapp.exec)
    failures: list[BaseException] = []

    def run(arguments, script, *, watched=True):
        from desktop_app.__main__ import main
        from desktop_app.gui import crash

        generator = script()
        told: list[str] = []
        link = crash.reporter.broke.connect(told.append)
        watchdog = Watchdog()
        clock = QTimer()
        clock.setInterval(20)
        waited, steps_done = [0], [0]
        condition = [is_there]

        def step():
            try:
                if not condition[0]():
                    waited[0] += 1
                    assert waited[0] < 3000, f"step {steps_done[0]} of the journey never came true"
                    return
                waited[0] = 0
                steps_done[0] += 1
                condition[0] = next(generator)
            except StopIteration:
                clock.stop()
                with aside():  # the window is hidden first
                    main_window().close()
            except BaseException as error:
                failures.append(error)
                clock.stop()
                main_window().close()

        clock.timeout.connect(step)
        clock.start()
        watchdog.start()
        gc.collect()  # what an earlier window of this process left is no work of this one, nor is what other tests loaded
        gc.freeze()
        status = main(arguments)
        gc.disable()  # the program has ended, but here its widgets and perhaps its threads are still there
        watchdog.stop()
        crash.reporter.disconnect(link)
        forget_windows()
        if os.environ.get("WEIGHTSMITH_GAPS"):
            print(f"turns over {NEAR_MS:.0f} ms:", sorted(round(gap) for gap in watchdog.gaps if gap > NEAR_MS))
            print(*(watchdog.sampler.told if watchdog.sampler is not None else ()), sep="\n")
        if failures:
            raise failures[0]
        assert not told, told[0]
        assert not watched or max(watchdog.gaps, default=0.0) < LIMIT_MS, "the window did not answer for too long"
        return status

    return run


@pytest.fixture
def main_window_of():
    """The window of the running program."""
    return main_window
