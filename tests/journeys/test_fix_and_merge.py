"""Somebody mends a DataParallel ResNet until torchvision loads it strictly; somebody merges two files and opens the result."""

import torch
import torchvision
from PySide6.QtWidgets import QApplication


def shown():
    return any(w.objectName() == "main-window" and not w.isHidden() for w in QApplication.topLevelWidgets())


def dialog(name):
    return next((w for w in QApplication.topLevelWidgets() if w.objectName() == name and w.isVisible()), None)


def test_that_a_dataparallel_resnet_is_mended_for_torchvision(steps, main_window_of, tmp_path):
    torch.manual_seed(0)
    model = torchvision.models.resnet18(num_classes=10)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    model(torch.ones(2, 3, 32, 32)).sum().backward()
    optimizer.step()
    wrapped = torch.nn.DataParallel(model).state_dict()
    torch.save({"epoch": 1, "model": wrapped, "optimizer": optimizer.state_dict()}, tmp_path / "run.pth")

    def script():
        yield shown
        window = main_window_of()
        yield lambda: window.front is not None and window.front.session is not None
        tab = window.front
        yield lambda: tab.offers.isVisible() and "module." in tab.offers.text.text()
        tab.offers.button.click()
        yield lambda: tab.session.checkpoint.tensors[0].name == "conv1.weight"
        yield lambda: tab.offers.isVisible() and "Optimizer state" in tab.offers.text.text()
        tab.offers.button.click()
        yield lambda: all(info.role != "optimizer" for info in tab.session.checkpoint.tensors)
        export = window.inspect.export()
        export.path.setText(str(tmp_path / "mended.pth"))
        export.begin()
        yield lambda: export.open_button.isVisible()
        export.copy_button.click()
        export.reject()
        assert QApplication.clipboard().text().startswith("import torch\n")
        assert not window.isWindowModified()

    assert steps(["--new-window", str(tmp_path / "run.pth")], script) == 0
    found = torch.load(tmp_path / "mended.pth", weights_only=True)
    fresh = torchvision.models.resnet18(num_classes=10)
    fresh.load_state_dict(found, strict=True)
    assert found._metadata == model.state_dict()._metadata
    for name, value in model.state_dict().items():
        assert torch.equal(fresh.state_dict()[name], value), name


def test_that_two_files_are_merged_and_the_result_opened(steps, main_window_of, tmp_path):
    torch.manual_seed(0)
    states = [torch.nn.Linear(4, 3).state_dict() for _ in range(2)]
    for name, state in zip("ab", states, strict=True):
        torch.save(state, tmp_path / f"{name}.pth")

    def script():
        yield shown
        window = main_window_of()
        yield lambda: window.front is not None and window.front.session is not None
        yield lambda: "edit.merge" in window.actions_made.made and window.actions_made.made["edit.merge"].isEnabled()
        window.actions_made.made["edit.merge"].trigger()
        yield lambda: dialog("merge-dialog") is not None
        merge = dialog("merge-dialog")
        merge.add_files([str(tmp_path / "b.pth")])
        merge.method.setCurrentIndex(merge.method.findData("slerp"))
        merge.t.setValue(0.25)
        yield lambda: merge.ok.isEnabled()
        merge.ok.click()
        yield lambda: window.front.editor.steps
        assert window.isWindowModified()
        export = window.inspect.export()
        export.path.setText(str(tmp_path / "merged.safetensors"))
        export.begin()
        yield lambda: export.open_button.isVisible()
        export.open_button.click()
        yield lambda: window.tabs.count() == 2 and window.front.session is not None
        assert window.front.title == "merged.safetensors"
        assert [info.name for info in window.front.session.checkpoint.tensors] == ["weight", "bias"]

    assert steps(["--new-window", str(tmp_path / "a.pth")], script) == 0
    from safetensors.torch import load_file

    found = load_file(tmp_path / "merged.safetensors")
    for name, merged in found.items():
        a, b = (state[name].double().flatten() for state in states)
        angle = torch.arccos(torch.dot(a, b) / a.norm() / b.norm())
        by_hand = (torch.sin(0.75 * angle) * a + torch.sin(0.25 * angle) * b) / torch.sin(angle)
        torch.testing.assert_close(merged.double().flatten(), by_hand, rtol=1e-5, atol=1e-6)
