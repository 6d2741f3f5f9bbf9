"""Opens one part of the real window with all of its dialogs and prints every text that is wider or higher than the widget
it stands in, and every widget that a screen reader could say nothing of.

Run in a process of its own, because the scale of the screen is read when Qt starts:
`QT_SCALE_FACTOR=1.5 python clipped.py zh_CN 1280x720 label`; with a folder behind it, what was looked at is kept there as pictures.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QLineEdit, QTabBar, QWidget

from desktop_app.gui import language
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.theme import apply_theme
from desktop_app.places import resources, sample
from tests.gui.test_accessibility import unnamed

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


def wait(happened: Callable[[], object], seconds: float = 30) -> None:
    for _ in range(int(seconds / 0.05)):
        if happened():
            return
        pause(0.05)
    raise TimeoutError("what the test waits for did not happen")


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
        elif isinstance(widget, QLineEdit) and not widget.text():
            text = widget.placeholderText()
            need = widget.fontMetrics().horizontalAdvance(text) + 16
        elif (
            isinstance(widget, QAbstractButton) and len(widget.text()) == 1
        ):  # a sign, whose frame may be as small as it
            text, need = widget.text(), widget.fontMetrics().horizontalAdvance(widget.text())
        elif isinstance(widget, QAbstractButton) and widget.text():
            text = widget.text()
            need = widget.minimumSizeHint().width() if widget.minimumSizeHint().isValid() else widget.sizeHint().width()
        elif isinstance(widget, QTabBar) and widget.objectName() == "":
            continue  # tabs of docks and of the views may be scrolled
        if text and need > have + 2 and widget.toolTip() != text:  # what elides itself says all in its tooltip
            found.append(f"{widget.objectName() or type(widget).__name__}: {text[:50]!r} ({need} / {have})")
    return found


def still_clipped(window: QWidget) -> list[str]:
    """What stays cut off when the layout has come to rest."""
    found = clipped(window)
    for _ in range(3):
        if not found:
            break
        pause(0.7)
        found = clipped(window)
    return found


def dialog_of(before: set[QWidget]) -> QDialog:
    """The dialog that was not there before."""
    found: list[QDialog] = []

    def is_there() -> bool:
        found[:] = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible() and one not in before]  # fmt: skip
        return bool(found)

    wait(is_there)
    return found[0]


def settle(dialog: QWidget) -> None:
    """Wait until its work is done."""
    pause(0.6)
    bar = getattr(dialog, "bar", None)
    if hasattr(bar, "is_busy"):
        wait(lambda: not bar.is_busy)
    pause(0.2)


def dialogs(window: MainWindow, commands: tuple[str, ...]) -> Iterator[QWidget]:
    """Each dialog that a command of the window opens, closed after it was looked at."""
    for command in commands:
        before = {one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()}
        window.actions_made.made[command].trigger()
        dialog = dialog_of(before)
        look = getattr(dialog, "look_ahead", None)
        if look is not None:
            look()
        settle(dialog)
        dialog.setObjectName(dialog.objectName() or command)
        yield dialog
        dialog.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def inspect(window: MainWindow, _folder: Path) -> Iterator[QWidget]:
    """An open checkpoint with each group of docks, and the dialogs about it."""
    yield window
    window.open_paths([str(sample())])
    wait(lambda: window.front is not None and window.front.session is not None)
    assert window.front is not None and window.front.session is not None
    window.front.session.select_tensors([0])
    for names in GROUPS:
        for name in names:
            window.inspect.show_dock(name)
        pause(0.5)
        yield window
    yield from dialogs(window, ("edit.settings", "edit.keys", "help.plugins", "help.about", "file.export", "edit.merge", "edit.check", "file.repair", "edit.engine", "edit.palette", "help.shortcuts"))  # fmt: skip


def label(window: MainWindow, folder: Path) -> Iterator[QWidget]:
    """The workspace without images, with an image and a shape that is selected, and its dialogs."""
    window.show_workspace("label")
    pause(0.3)
    yield window
    images = folder / "images"
    shutil.copytree(resources() / "sample" / "images", images)
    work = window.workspaces["label"]
    window.open_paths([str(images)])
    wait(lambda: work.session.annotation is not None and work.session.annotation.shapes and work.session.picture)
    pause(0.5)
    yield window
    work.canvas.select([work.session.annotation.shapes[0].id])
    pause(0.3)
    yield window
    yield from dialogs(
        window,
        ("data.export", "data.catalogue", "data.schema", "data.statistics", "data.mistakes", "data.agreement", "edit.history", "assist.model"),
    )  # fmt: skip
    before = {one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()}
    work.doors.import_labels(str(resources() / "sample" / "labels" / "coco"))
    dialog = dialog_of(before)
    settle(dialog)
    yield dialog
    dialog.close()


def train(window: MainWindow, folder: Path) -> Iterator[QWidget]:
    """The page of a new run, a finished run tab by tab, and the dialogs about it."""
    from desktop_app.gui.training.workspace import TrainWorkspace
    from tests.gui.training.conftest import made_up, pictures_in

    TrainWorkspace.warm_up = lambda _self: None  # no process of torch is needed to look
    work = window.show_workspace("train")
    pause(0.3)
    yield window
    images = pictures_in(folder)
    work.setup.show_data(str(images))
    wait(lambda: work.setup.facts is not None)
    pause(0.3)
    yield window
    run = made_up(folder / "runs" / "run-1", images)
    window.open_paths([str(run.folder.path)])
    wait(lambda: work.page is not None)
    work.page.plots_ready()
    pause(1)
    for place in range(work.page.tabs.count()):
        work.page.tabs.setCurrentIndex(place)
        pause(0.4)
        yield window
    yield from dialogs(window, ("run.export", "run.propose"))
    before = {one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()}
    work._show_elsewhere(str(run.folder.path))
    dialog = dialog_of(before)
    pause(0.3)
    yield dialog
    dialog.close()
    run.close()


PARTS = {"inspect": inspect, "label": label, "train": train}


def main() -> int:
    tongue, size, part, *kept = sys.argv[1:]
    application = QApplication(sys.argv[:1])
    apply_theme(application, "light")
    language.apply_language(tongue)
    window = MainWindow(Tasks(), Settings())
    window.resize(*map(int, size.split("x")))
    window.show()
    import pyqtgraph  # noqa: F401

    window.plots_ready()
    window.docks_ready()
    found: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        for number, seen in enumerate(PARTS[part](window, Path(folder))):
            found |= {f"{seen.objectName()} › {text}" for text in [*still_clipped(seen), *unnamed(seen)]}
            if kept:
                seen.grab().save(str(Path(kept[0], f"{part}-{number:02}-{seen.objectName()}-{tongue}.png")))
        window.close()
    print("\n".join(sorted(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
