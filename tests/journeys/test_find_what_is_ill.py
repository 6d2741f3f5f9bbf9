"""Somebody suspects a network, examines it, is led to the dead filter, and sends the report to a colleague."""

import pytest
import torch
from PySide6.QtWidgets import QApplication

torchvision = pytest.importorskip("torchvision")


def window_is_there():
    return any(w.objectName() == "main-window" and not w.isHidden() for w in QApplication.topLevelWidgets())


def test_that_the_planted_dead_filter_is_found_and_reported(steps, main_window_of, tmp_path):
    torch.manual_seed(0)
    model = torchvision.models.squeezenet1_1(num_classes=5)
    with torch.no_grad():
        model.features[3].expand3x3.weight[13] = 0
    torch.save({"state_dict": model.state_dict(), "epoch": 2}, tmp_path / "a.pth")

    def script():
        yield window_is_there
        window = main_window_of()
        yield lambda: window.front is not None and window.front.session is not None
        session = window.front.session
        yield (
            lambda: "edit.examine" in window.actions_made.made and window.actions_made.made["edit.examine"].isEnabled()
        )
        window.actions_made.made["edit.examine"].trigger()
        yield lambda: window.docks["health"].view() is not None
        view = window.docks["health"].view()
        yield lambda: view._report is not None
        dead = [item for item in view.findings._items() if "nothing but zero weights" in item.text(2)]
        assert [item.text(1) for item in dead] == ["features.3.expand3x3.weight"]
        view.findings.list.setCurrentItem(dead[0])
        yield lambda: view.canvas._marked == {13}
        chosen = [session.checkpoint.tensors[place].name for place in session.selection.tensors]
        assert chosen == ["features.3.expand3x3.weight"]
        assert view.canvas._values[13] == 0
        view.save(str(tmp_path / "report.html"))
        yield lambda: not view.busy
        assert "Outputs with nothing but zero weights: 1 of 64 (13)." in (tmp_path / "report.html").read_text("utf-8")
        yield lambda: view.status.text().endswith("report.html")

    assert steps(["--new-window", str(tmp_path / "a.pth")], script) == 0
