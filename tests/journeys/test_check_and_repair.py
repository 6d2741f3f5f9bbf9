"""Somebody makes a DataParallel ResNet load strictly, saves what is whole of a truncated file, and is asked before code runs."""

import time

import pytest
import torch
from PySide6.QtWidgets import QApplication, QToolButton

from desktop_app.gui.checkpoint.checks.check_chooser import ModelChooser
from desktop_app.gui.consent import ConsentDialog

torchvision = pytest.importorskip("torchvision")


def window_is_there():
    return any(w.objectName() == "main-window" and not w.isHidden() for w in QApplication.topLevelWidgets())


def test_that_a_dataparallel_resnet_with_another_head_is_made_to_load_strictly(steps, main_window_of, tmp_path):
    torch.manual_seed(0)
    model = torchvision.models.resnet18(num_classes=7)
    torch.save({"epoch": 3, "state_dict": torch.nn.DataParallel(model).state_dict()}, tmp_path / "a.pth")

    def script():
        yield window_is_there
        window = main_window_of()
        yield lambda: window.front is not None and window.front.session is not None
        tab = window.front
        yield lambda: "edit.check" in window.actions_made.made and window.actions_made.made["edit.check"].isEnabled()
        window.actions_made.made["edit.check"].trigger()
        yield lambda: window.docks["check"].view() is not None
        view = window.docks["check"].view()
        yield lambda: view.findChild(ModelChooser) is not None
        chooser = view.findChild(ModelChooser)
        # what the file looks like, with its own number of classes, is offered first; the ordinary one is taken
        yield lambda: view.model.text() == "torchvision:resnet18?num_classes=7"
        chooser.search.setText("torchvision:resnet18")
        chooser.classes.setValue(1000)
        chooser.ok.click()
        yield lambda: view._report is not None
        assert "does not load it strictly" in view.verdict.text() and "DataParallel" in view.explanation.text()
        view.apply_button.click()
        yield lambda: not view._report.renames
        assert [row.model for row in view._report.mismatched] == ["fc.weight", "fc.bias"]
        # one way: zeros for the classes that it was not trained for
        view.findChild(QToolButton, "check-pad-fc").click()
        yield lambda: view._report.loads
        view.prove_button.click()
        yield lambda: view._proof is not None
        assert view._proof.loads and view._proof.with_values and "Proved" in view.result.text()
        assert [entry.text for entry in tab.editor.document.history[1:]] == [
            "Rename 122 keys to those of resnet18",
            "Fill up fc to the model's size",
        ]
        # the other way: undo, and the model with as many classes
        window.actions_made.made["edit.undo"].trigger()
        yield lambda: not view._report.loads and view._proof is None
        view.findChild(QToolButton, "check-classes-fc").click()
        yield lambda: view._report is not None and view._report.loads
        assert view.model.text().endswith("num_classes=7")
        export = window.inspect.export()
        export.path.setText(str(tmp_path / "b.pth"))
        export.begin()
        yield lambda: export.open_button.isVisible()
        export.reject()

    assert steps(["--new-window", str(tmp_path / "a.pth")], script) == 0
    found = torch.load(tmp_path / "b.pth", weights_only=True)
    again = torchvision.models.resnet18(num_classes=7)
    again.load_state_dict(found, strict=True)
    assert torch.equal(again.fc.weight, model.fc.weight)


def test_that_a_truncated_file_is_repaired_and_reopened(steps, main_window_of, tmp_path):
    torch.manual_seed(0)
    state = {f"layer.{n}.weight": torch.randn(50, 50) for n in range(8)}
    torch.save(state, tmp_path / "a.pth")
    data = (tmp_path / "a.pth").read_bytes()
    (tmp_path / "cut.pth").write_bytes(data[: len(data) * 6 // 10])

    def script():
        yield window_is_there
        window = main_window_of()
        yield lambda: window.front is not None and window.front.session is not None
        assert any(info.status != "ok" for info in window.front.session.checkpoint.tensors)
        window.show_dock("bytes")
        yield lambda: window.docks["bytes"].view() is not None and window.docks["bytes"].view().map is not None
        assert "damaged" in window.docks["bytes"].view().map.totals()
        dialog = window.inspect.repair()
        yield lambda: dialog._found is not None
        assert dialog.lost.topLevelItemCount() == len(dialog._found.lost) > 0
        dialog.save.click()
        yield lambda: dialog.open_button.isVisible()
        dialog.open_button.click()
        yield lambda: window.tabs.count() == 2 and window.front.session is not None
        opened = window.front.session.checkpoint
        assert not opened.findings and all(info.status == "ok" for info in opened.tensors)

    assert steps(["--new-window", str(tmp_path / "cut.pth")], script) == 0
    found = torch.load(tmp_path / "cut-repaired.pth", weights_only=True)
    assert 0 < len(found) < 8 and all(torch.equal(value, state[name]) for name, value in found.items())


def test_that_a_hostile_model_file_needs_consent_and_is_stopped(steps, main_window_of, tmp_path, monkeypatch):
    from desktop_app.gui.checkpoint.checks import check_work

    monkeypatch.setattr(check_work, "SECONDS", 8.0)
    marker = tmp_path / "ran"
    code = tmp_path / "model.py"
    code.write_text(f"import os\nos.system('touch {marker}')\nwhile True:\n    pass\n")
    torch.save({"fc.weight": torch.ones(2, 2)}, tmp_path / "a.pth")

    def script():
        yield window_is_there
        window = main_window_of()
        yield lambda: window.front is not None and window.front.session is not None
        window.show_dock("check")
        yield lambda: window.docks["check"].view() is not None
        view = window.docks["check"].view()

        def dialog():
            return view.findChild(ConsentDialog)

        view.model.setText(f"{code}:Net")
        view.start()
        yield lambda: dialog() is not None
        assert not marker.exists()
        dialog().refuse_button.click()
        yield lambda: "was not run" in view.blank.text() and dialog() is None
        assert not marker.exists()
        view.start()
        yield lambda: dialog() is not None
        began = time.monotonic()
        dialog().run_button.click()
        yield marker.exists
        yield lambda: "did not end within 8 seconds" in view.blank.text()
        assert time.monotonic() - began < 25 and not view.busy

    assert steps(["--new-window", str(tmp_path / "a.pth")], script) == 0
