"""Somebody opens a DataParallel checkpoint, renames, undoes, redoes, exports, and torch loads what comes out."""

import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


def network():
    return torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.BatchNorm2d(8), torch.nn.Linear(8, 4))


def test_that_a_rename_is_undone_redone_exported_and_reopened(steps, main_window_of, tmp_path):
    torch.manual_seed(0)
    model = network()
    torch.save({"epoch": 3, "state_dict": torch.nn.DataParallel(model).state_dict()}, tmp_path / "a.pth")

    def names(window):
        return [info.name for info in window.front.session.checkpoint.tensors]

    def script():
        yield lambda: any(w.objectName() == "main-window" and not w.isHidden() for w in QApplication.topLevelWidgets())
        window = main_window_of()
        yield lambda: window.front is not None and window.front.session is not None
        tab = window.front
        before = names(window)
        assert before[0] == "module.0.weight"
        # the offer notices the prefix; the rename bar does the same by hand
        yield lambda: tab.offers.isVisible() and "module." in tab.offers.text.text()
        yield lambda: "edit.rename-regex" in window.actions_made.made
        window.actions_made.made["edit.rename-regex"].trigger()
        bar = tab.rename_bar
        assert bar.isVisible()
        QTest.keyClicks(bar.pattern, r"^module\.(\d)")
        QTest.keyClicks(bar.replacement, "layer$1")
        yield lambda: bar.button.isEnabled()
        assert f"{len(before)} names change" in bar.told.text()
        QTest.keyClick(bar.replacement, Qt.Key.Key_Return)
        yield lambda: names(window)[0] == "layer0.weight"
        assert window.isWindowModified() and window.tabs.tabText(0).startswith("●")
        yield lambda: tab.graph_view.canvas.marked
        window.actions_made.made["edit.undo"].trigger()
        yield lambda: names(window) == before
        assert not window.isWindowModified()
        window.actions_made.made["edit.redo"].trigger()
        yield lambda: names(window)[0] == "layer0.weight"
        window.actions_made.made["edit.undo"].trigger()
        yield lambda: names(window) == before
        yield lambda: tab.offers.isVisible() and "module." in tab.offers.text.text()
        tab.offers.button.click()
        yield lambda: names(window)[0] == "0.weight"
        # what is selected is cast; its numbers are those of the cast values
        tab.session.select_tensors([0])
        tab.edits.cast()
        dialog = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "step-dialog")
        dialog._inputs[0].setCurrentText("bfloat16")
        dialog.ok.click()
        yield lambda: tab.session.checkpoint.tensors[0].dtype == "bfloat16"
        window.show_dock("histogram")
        yield lambda: window.docks["histogram"].view() is not None
        view = window.docks["histogram"].view()
        yield lambda: len(view.plot.series) > 0
        export = window.inspect.export()
        export.path.setText(str(tmp_path / "b.pth"))
        export.begin()
        yield lambda: export.open_button.isVisible()
        assert not window.isWindowModified()
        export.open_button.click()
        yield lambda: window.tabs.count() == 2 and window.front.session is not None
        assert names(window)[0] == "0.weight"
        assert not window.front.session.checkpoint.findings

    assert steps(["--new-window", str(tmp_path / "a.pth")], script) == 0
    found = torch.load(tmp_path / "b.pth", weights_only=True)
    assert found["0.weight"].dtype == torch.bfloat16
    assert torch.equal(found["0.weight"], model[0].weight.detach().bfloat16())
    network().load_state_dict(found, strict=True)


def test_that_edits_survive_a_crash(steps, main_window_of, tmp_path):
    torch.save({"module.w": torch.ones(3)}, tmp_path / "a.pth")

    def first():
        yield lambda: any(w.objectName() == "main-window" and not w.isHidden() for w in QApplication.topLevelWidgets())
        window = main_window_of()
        yield lambda: window.front is not None and window.front.session is not None
        from desktop_app.gui.checkpoint.edits.edit_actions import make_step

        tab = window.front
        tab.editor.do("strip", make_step("strip-prefix", "module."))
        yield lambda: bool(tab.journal.paths())
        window.inspect._may_close = lambda _tab: True  # the crash: nobody is asked

    def second():
        yield lambda: any(w.objectName() == "main-window" and not w.isHidden() for w in QApplication.topLevelWidgets())
        window = main_window_of()
        yield lambda: window.front is not None and window.front.session is not None
        tab = window.front
        yield lambda: tab.unsaved.isVisible()
        tab.unsaved.restore_button.click()
        yield lambda: tab.session.checkpoint.tensors[0].name == "w"
        tab.editor.document.mark_saved()
        yield lambda: not tab.journal.paths()

    assert steps(["--new-window", str(tmp_path / "a.pth")], first) == 0
    assert steps(["--new-window", str(tmp_path / "a.pth")], second) == 0
