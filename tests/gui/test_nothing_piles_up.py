"""What is made anew again and again - menus, actions, pages - leaves nothing behind."""

from collections import Counter

from PySide6.QtCore import QEvent, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_app.gui.language import apply_language
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks


def crowd():
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Counter(type(widget).__name__ for widget in QApplication.allWidgets())


def test_that_going_round_the_workspaces_makes_no_widgets(qapp, qtbot, tmp_path):
    tasks = Tasks()
    settings = Settings(tmp_path / "settings.json")
    settings.add_recent("somewhere.pth")
    window = MainWindow(tasks, settings)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    for _ in range(2):
        for name in ("label", "train", "inspect"):
            window.show_workspace(name)
            window.rebuild_actions()
            qapp.processEvents()
    before = crowd()
    for _ in range(5):
        for name in ("label", "train", "inspect"):
            window.show_workspace(name)
            window.rebuild_actions()
            qapp.processEvents()
    grown = {kind: count - before[kind] for kind, count in crowd().items() if count > before[kind]}
    assert grown == {}
    window.close()
    tasks.close()


def test_that_translations_of_the_language_before_are_let_go(qapp):
    for tongue in ("zh_CN", "en", "zh_CN", "en", "zh_CN"):
        apply_language(tongue)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    loaded = len(qapp.findChildren(QTranslator))
    apply_language("en")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert 0 < loaded <= 8
    assert len(qapp.findChildren(QTranslator)) == 0
