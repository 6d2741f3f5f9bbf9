"""The bar above the graph says what a file looks like, and shows its dataflow and autograd's graph on one selection."""

import pytest
import torch
import torchvision

from desktop_app.gui.flow_bar import FlowBar


@pytest.fixture
def resnet(qtbot, window, tmp_path):
    path = tmp_path / "resnet.pth"
    torch.manual_seed(0)
    model = torchvision.models.resnet18(num_classes=7)
    torch.save({f"module.{key}": value for key, value in model.state_dict().items()}, path)
    window.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.front is not None and window.front.flow is not None, timeout=20_000)
    bar = window.front.flow
    assert isinstance(bar, FlowBar)
    qtbot.waitUntil(lambda: bool(bar.found), timeout=20_000)
    return window, bar, model


def test_that_a_recognised_file_says_so_and_shows_its_dataflow(qtbot, resnet):
    window, bar, _ = resnet
    assert "resnet18" in bar.looks.text() and "7" in bar.looks.text()
    bar.show_kind("dataflow")
    assert not bar.stop.isHidden()
    qtbot.waitUntil(lambda: bar.flow is not None, timeout=90_000)
    view = window.front.graph_view
    assert view.graph.kind == "dataflow" and "multiply-adds" in bar.note.text()
    session = window.front.session
    view.canvas.clicked.emit(view.graph.index()["fc"], False)
    assert [session.checkpoint.tensors[i].name for i in session.selection.tensors] == [
        "module.fc.weight",
        "module.fc.bias",
    ]
    window.inspect.set_measure("macs")
    assert view.canvas.overlay.values[""] == view.graph.nodes[0].macs > 1e9
    bar.show_kind("hierarchy")
    assert view.graph.kind == "hierarchy" and bar.shape.isHidden()


def test_that_gradients_are_shown_on_autograds_graph(qtbot, resnet):
    window, bar, model = resnet
    bar.shape.setText("1,3,64,64")
    bar.show_kind("autograd")
    qtbot.waitUntil(lambda: bar.backward is not None, timeout=90_000)
    by_name = {one.name: one for one in bar.backward.gradients}
    assert set(by_name) == {f"module.{name}" for name, _ in model.named_parameters()}
    assert all(one.reached for one in by_name.values())
    view = window.front.graph_view
    assert view.graph.kind == "autograd" and view.canvas.overlay is not None and "loss" in bar.note.text()


def test_that_sizes_that_make_no_sense_are_refused_in_words(resnet):
    _, bar, _ = resnet
    bar.kind = "dataflow"
    bar.shape.setText("1,x,3")
    bar.run()
    assert "1,3,224,224" in bar.note.text() and not bar.work.busy


def test_that_a_trace_can_be_stopped_and_the_modules_come_back(qtbot, resnet):
    window, bar, _ = resnet
    bar.show_kind("dataflow")
    bar.stop.click()
    qtbot.waitUntil(lambda: not bar.work.busy, timeout=10_000)
    assert bar.flow is None
    bar.show_kind("hierarchy")
    assert window.front.graph_view.graph.kind == "hierarchy"
