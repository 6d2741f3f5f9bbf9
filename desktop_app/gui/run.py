"""The running window: application, first paint, files, and what is loaded after it."""

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from desktop_app.gui import app as start
from desktop_app.gui import crash, language
from desktop_app.gui.garbage import GarbageCollector
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.session_memory import remembered
from desktop_app.gui.settings import Settings, folder
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.theme import apply_theme, follow_system
from desktop_app.gui.turns import Turns
from desktop_app.places import resources
from desktop_app.plugins import leave_out, packages_off

_PLOTS_AFTER_MS = 150
_SELFTEST_MS = 4500


class _FirstPaint(QObject):
    """Calls back once, right after the window has painted for the first time."""

    def __init__(self, window: MainWindow, then: object) -> None:
        super().__init__(window)
        self._then = then
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._then)  # type: ignore[arg-type]
        return False


class FileOpens(QObject):
    """Files that macOS hands over by event: what was double-clicked or dropped on the icon never comes as an argument."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open what was dropped on the icon."""
        if not isinstance(event, QFileOpenEvent):
            return False
        if event.file():  # an address that is no file is nothing to open here
            self._window.open_paths([event.file()])
        return True


def run_window(
    paths: Sequence[str], *, reader: subprocess.Popen[bytes] | None, started: float, listen: bool, selftest: bool
) -> int:
    """Show the window and run until it is closed."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(
            ["weightsmith", "-style", "Fusion"]
        )  # named here it costs 6 ms less than by setStyle
        application.setProperty("fusion", True)
    settings = Settings()
    off = {*packages_off(), *map(str, settings.get("plugins-off"))}
    if off != packages_off():
        leave_out(off)
        if reader is not None:  # it was started before anybody could tell it
            reader.kill()
            reader.wait()
            reader = None
    apply_theme(application, settings.get("theme"))
    language.apply_language(settings.get("language"))
    opening = list(paths) or (remembered(settings) if listen else [])
    window = MainWindow(Tasks(reader=reader), settings, opening=opening, complete=False)
    start.quit_on_interrupt()
    marks: dict[str, float] = {}
    ends: list[Callable[[], None]] = []

    def note(name: str) -> None:
        marks[f"{name}_cpu_ms"] = time.process_time() * 1000
        marks[f"{name}_wall_ms"] = (time.monotonic() - started) * 1000

    def painted() -> None:
        note("paint")
        _furnish(application, window, ends, opening)
        if selftest:
            _selftest(window, marks, note, lambda: print(start.measured(started, marks), flush=True))

    _FirstPaint(window, painted)
    if sys.platform == "darwin":  # before anything else is done: the file that started the program comes at once
        opens = FileOpens(window)
        application.installEventFilter(opens)
        ends.append(lambda: application.removeEventFilter(opens))
    if listen:
        from desktop_app.gui.single_instance import Receiver

        receiver = Receiver(window)
        receiver.came.connect(lambda files: _receive(window, files))
    window.show()
    status = application.exec()
    window.tasks.close()
    settings.finish()
    for end in ends:
        end()
    gc.enable()
    return status


def _furnish(
    application: QApplication, window: MainWindow, ends: list[Callable[[], None]], opening: Sequence[str]
) -> None:
    """Everything that may come after the first paint, in pieces; `ends` is told what undoes it."""

    def completed() -> None:
        window.inspect.turns.add(lambda: _dress(application))
        _plots_after(window, ends)

    _when_loaded(window, partial(start.load_for, opening), lambda: window.complete_then(completed))


def _dress(application: QApplication) -> None:
    follow_system(application)
    application.setDesktopFileName(os.environ.get("FLATPAK_ID", "weightsmith"))
    if sys.platform == "win32":  # the task bar groups windows by it, and the installer's shortcuts have it too
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("Weightsmith.Weightsmith")
    picture = resources() / "icons" / "weightsmith.svg"
    if picture.is_file():
        application.setWindowIcon(QIcon(str(picture)))


def _plots_after(window: MainWindow, ends: list[Callable[[], None]]) -> None:
    """Load pyqtgraph once no file is on its way: it would share the processor with the one that somebody waits for."""

    def look() -> None:
        if window.inspect.is_settled():
            turns = Turns(window)
            for some in start.qt_types():
                turns.add(lambda some=some: [getattr(module, name) for module, name in some])
            turns.add(lambda: _when_loaded(window, start.load_plots, ready))
        else:
            _plots_after(window, ends)

    def ready() -> None:
        before_ended_badly = _watch_for_crashes(window, ends)
        window.plots_ready()
        window.inspect.turns.add(lambda: window.commands.engine and None)
        if not before_ended_badly:
            from desktop_app.gui.help.tour import offer_at_first_start

            offer_at_first_start(window, opening=bool(window.all_tabs() or window.settings.get("session")))
        _when_loaded(window, start.load_docks, docks_loaded)

    def docks_loaded() -> None:
        window.docks_ready()
        _when_loaded(window, start.load_rest, all_loaded)

    def all_loaded() -> None:
        gc.freeze()  # modules stay: looking through them for garbage would stop the window for a moment each time
        ends.append(GarbageCollector(window).end)
        window.is_loaded = True

    QTimer.singleShot(_PLOTS_AFTER_MS, window, look)


def _watch_for_crashes(window: MainWindow, ends: list[Callable[[], None]]) -> bool:
    """Log from now on; tell errors of this process, and what ended the one before; whether that was a crash."""
    from desktop_app.gui.crash_dialog import CrashTeller

    logs = folder() / "logs"
    before = crash.last_crash(logs)
    ends.append(crash.install(logs))
    teller = CrashTeller(logs, window)
    link = crash.reporter.broke.connect(lambda trace: teller.tell(trace) and None)
    ends.append(lambda: (crash.reporter.disconnect(link), None)[1])
    if before:
        teller.tell(before, died=True)
    return bool(before)


def _receive(window: MainWindow, files: list[str]) -> None:
    window.open_paths(files)
    window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
    window.raise_()
    window.activateWindow()


def _when_loaded(window: MainWindow, load: Callable[[], None], then: Callable[[], None]) -> None:
    """Import modules in a thread, then go on here."""
    thread = threading.Thread(target=load, daemon=True, name="imports")
    thread.start()
    clock = QTimer(window)
    clock.setInterval(5)

    def look() -> None:
        if not thread.is_alive():
            clock.stop()
            clock.deleteLater()
            then()

    clock.timeout.connect(look)
    clock.start()


class _Ticks(QTimer):
    """A tick every five milliseconds: the longest time from one to the next is how long the window did not answer.

    `busy_ms` counts a gap only as far as this process was computing in it, so that it says the same on a busy machine.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.worst_ms = self.busy_ms = 0.0
        self._last = time.monotonic()
        self._worked = time.process_time()
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self.timeout.connect(self._tick)
        self.start(5)

    def _tick(self) -> None:
        now, worked = time.monotonic(), time.process_time()
        gap, busy = (now - self._last) * 1000, (worked - self._worked) * 1000
        self.worst_ms = max(self.worst_ms, gap)
        self.busy_ms = max(self.busy_ms, min(gap, busy))
        self._last, self._worked = now, worked


def _selftest(
    window: MainWindow, marks: dict[str, float], note: Callable[[str], None], report: Callable[[], None]
) -> None:
    """Print the figures once the tree of the first file is painted and the first seconds are over, and end."""
    ticks = _Ticks(window)
    clock = QTimer(window)
    clock.setInterval(5)

    def look() -> None:
        tabs = window.all_tabs()
        if not window.is_complete or window.waiting or (tabs and (tabs[0].waiting or not window.docks["tree"].views)):
            return
        clock.stop()
        window.docks["tree"].repaint()
        note("tree")
        QTimer.singleShot(_SELFTEST_MS, window, end)

    def end() -> None:
        marks["gap_ms"], marks["busy_gap_ms"] = ticks.worst_ms, ticks.busy_ms
        report()
        window.close()

    clock.timeout.connect(look)
    clock.start()
