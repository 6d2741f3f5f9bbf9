"""The running window: application, first paint, files, and what is loaded after it."""

import subprocess
import threading
import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from desktop_app.gui import app as start
from desktop_app.gui import crash, language
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.settings import Settings, folder
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.theme import apply_theme, follow_system
from desktop_app.places import resources


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


class _FileOpens(QObject):
    """Files that macOS hands over by event."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open what was dropped on the icon."""
        if isinstance(event, QFileOpenEvent):
            self._window.open_paths([event.file()])
            return True
        return False


def run_window(
    paths: Sequence[str], *, reader: subprocess.Popen[bytes] | None, started: float, listen: bool, selftest: bool
) -> int:
    """Show the window and run until it is closed."""
    application = QApplication.instance() or QApplication(["weightsmith"])
    assert isinstance(application, QApplication)
    application.setDesktopFileName("weightsmith")
    picture = resources() / "icons" / "weightsmith.svg"
    if picture.is_file():
        application.setWindowIcon(QIcon(str(picture)))
    settings = Settings()
    stop_logging = crash.install(folder() / "logs")
    apply_theme(application, settings.get("theme"))
    follow_system(application)
    language.apply_language(settings.get("language"))
    window = MainWindow(Tasks(reader=reader), settings)
    start.quit_on_interrupt()
    opens = _FileOpens(window)
    application.installEventFilter(opens)
    marks: dict[str, float] = {}

    def note(name: str) -> None:
        marks[f"{name}_cpu_ms"] = time.process_time() * 1000
        marks[f"{name}_wall_ms"] = (time.monotonic() - started) * 1000

    def painted() -> None:
        note("paint")
        _load_plots(window)
        if selftest:
            _selftest(window, note, lambda: print(start.measured(started, marks), flush=True))

    _FirstPaint(window, painted)
    if listen:
        from desktop_app.gui.single_instance import Receiver

        receiver = Receiver(window)
        receiver.came.connect(lambda files: _receive(window, files))
    window.open_paths(paths)
    window.show()
    status = application.exec()
    window.tasks.close()
    application.removeEventFilter(opens)
    stop_logging()
    return status


def _receive(window: MainWindow, files: list[str]) -> None:
    window.open_paths(files)
    window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
    window.raise_()
    window.activateWindow()


def _load_plots(window: MainWindow) -> None:
    """Import pyqtgraph in a thread; the plots appear when it is there."""
    done = threading.Event()
    threading.Thread(target=start.load_plots, args=(done,), daemon=True, name="load-plots").start()
    clock = QTimer(window)
    clock.setInterval(30)

    def look() -> None:
        if done.is_set():
            clock.stop()
            window.plots_ready()

    clock.timeout.connect(look)
    clock.start()


def _selftest(window: MainWindow, note: object, report: object) -> None:
    """Print the figures once the tree of the first file is painted, and end."""
    clock = QTimer(window)
    clock.setInterval(5)

    def look() -> None:
        tabs = window.all_tabs()
        if tabs and tabs[0].waiting:
            return
        clock.stop()
        if tabs and "tree" in window.docks:
            window.docks["tree"].repaint()
        note("tree")  # type: ignore[operator]
        QTimer.singleShot(2500, lambda: (report(), window.close()))  # type: ignore[operator]

    clock.timeout.connect(look)
    clock.start()
