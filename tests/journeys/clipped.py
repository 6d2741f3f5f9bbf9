"""Opens the sample in the real window and prints every text that is wider or higher than the widget it stands in.

Run in a process of its own, because the scale of the screen is read when Qt starts: `QT_SCALE_FACTOR=1.5 python clipped.py zh_CN`.
"""

import sys

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QTabBar, QWidget

from desktop_app.gui import language
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.theme import apply_theme
from desktop_app.places import sample

GROUPS = (
    ("tree", "histogram", "table"),
    ("contents", "tensor", "findings"),
    ("history", "ridge", "safety"),
    ("tree", "module", "table"),
)


def pause(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def clipped(window: QWidget) -> list[str]:
    """What is cut off, as `name: text (needs / has)`."""
    found: list[str] = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty() or widget.objectName().startswith("qt_"):
            continue
        need, have = 0, widget.width()
        text = ""
        if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
            text = widget.text()
            if widget.wordWrap():
                need, have = widget.heightForWidth(widget.width()), widget.height()
            else:
                need = widget.minimumSizeHint().width()
        elif isinstance(widget, QComboBox):
            text = widget.currentText()
            need = widget.fontMetrics().horizontalAdvance(text) + 30
        elif isinstance(widget, QAbstractButton) and widget.text():
            text = widget.text()
            need = widget.minimumSizeHint().width() if widget.minimumSizeHint().isValid() else widget.sizeHint().width()
        elif isinstance(widget, QTabBar) and widget.objectName() == "":
            continue  # tabs of docks and of the views may be scrolled
        if text and need > have + 2:
            found.append(f"{widget.objectName() or type(widget).__name__}: {text[:50]!r} ({need} / {have})")
    return found


def main() -> int:
    application = QApplication(sys.argv[:1])
    apply_theme(application, "light")
    language.apply_language(sys.argv[1])
    window = MainWindow(Tasks(), Settings())
    width, height = map(int, sys.argv[2].split("x"))
    window.resize(width, height)
    window.show()
    import pyqtgraph  # noqa: F401

    window.plots_ready()
    found = clipped(window)
    window.open_paths([str(sample())])
    while window.front is None or window.front.session is None:
        pause(0.05)
    session = window.front.session
    session.select_tensors([0])
    for names in GROUPS:
        for name in names:
            window.inspect.show_dock(name)
        pause(0.5)
        found += clipped(window)
    dialog = window.commands.show_settings()
    pause(0.3)
    found += clipped(dialog)
    dialog.close()
    print("\n".join(sorted(set(found))))
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
