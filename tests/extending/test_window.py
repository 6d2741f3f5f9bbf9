"""The example plug-in in the window: its file opens, its operation is an edit, its overlay colours the graph, it is listed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox, QTreeWidget

from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture
def window(qapp, qtbot, example, monkeypatch):
    from desktop_app.gui.main_window import MainWindow
    from desktop_app.gui.theme import apply_theme

    def discard(box):
        button = next(b for b in box.buttons() if b.text().replace("&", "") == "Discard")
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _self: button)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", discard)
    apply_theme(qapp, "light")
    tasks = Tasks()
    made = MainWindow(tasks, Settings())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.plots_ready()
    made.docks_ready()
    yield made
    tasks.close()


def action(window, name):
    return next(row for row in window.inspect.rows() if row.id == name)


def test_that_a_plug_in_is_used_in_the_window(qtbot, window, tiny):
    window.open_paths([str(tiny)])
    qtbot.waitUntil(lambda: window.front is not None and window.front.session is not None, timeout=60_000)
    tab = window.front
    assert tab.session.checkpoint.metadata["format"] == "Tiny tensors"

    qtbot.waitUntil(lambda: any(row.id == "plugin.operation-round" for row in window.inspect.rows()), timeout=60_000)
    tab.session.select_tensors([0])
    action(window, "plugin.operation-round").run()
    dialog = window.findChild(QInputDialog, "plugin-operation")
    assert dialog.textValue() == "0.weight"
    dialog.accept()
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 1, timeout=30_000)
    tab.editor.document.undo()

    action(window, "plugin.overlay-peak").run()
    qtbot.waitUntil(
        lambda: tab.graph_view.canvas.overlay is not None and tab.graph_view.canvas.overlay.title == "Largest |w|",
        timeout=60_000,
    )


def test_that_plug_ins_are_listed_and_switched_off(qtbot, window):
    import os

    from desktop_app.gui.preferences.plugins_dialog import PluginsDialog

    dialog = PluginsDialog(window.settings, window.tasks, window)
    dialog.show()
    table = dialog.findChild(QTreeWidget, "plugins-list")
    qtbot.waitUntil(lambda: table.topLevelItemCount() == 5, timeout=60_000)
    item = table.topLevelItem(0)
    assert [item.text(place) for place in (0, 1, 4)] == ["weightsmith-example", "1.0", "ready"]
    item.setCheckState(0, Qt.CheckState.Unchecked)
    assert window.settings.get("plugins-off") == ["weightsmith-example"]
    assert os.environ["WEIGHTSMITH_PLUGINS_OFF"] == "weightsmith-example"
    assert table.topLevelItem(4).text(4) == "off"
    item.setCheckState(0, Qt.CheckState.Checked)
    assert window.settings.get("plugins-off") == []
    dialog.reject()
