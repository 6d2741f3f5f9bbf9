"""Drop a bare ResNet state_dict, get its dataflow and gradients, export the picture."""

import pytest
import torch
import torchvision


@pytest.mark.timeout(300)
def test_that_a_bare_state_dict_becomes_a_graph_with_gradients(steps, main_window_of, tmp_path, monkeypatch):
    path = tmp_path / "bare.pth"
    torch.manual_seed(0)
    torch.save(torchvision.models.resnet50().state_dict(), path)
    seen = {}

    def script():
        window = main_window_of()
        yield lambda: window.front is not None and window.front.flow is not None and window.front.flow.found
        bar = window.front.flow
        seen["looks"] = bar.looks.text()
        bar.shape.setText("1,3,64,64")
        bar.show_kind("dataflow")
        yield lambda: bar.flow is not None
        seen["source"] = bar.flow.source
        bar.use.click()
        yield lambda: window.front.work.request.model != "" and not window.front.work.busy
        seen["proved"] = bar.looks.toolTip() == "" and bar.looks.text() == "torchvision:resnet50"
        window.inspect.set_measure("gradient")
        yield lambda: bar.backward is not None
        view = window.front.graph_view
        seen["kind"], seen["coloured"] = view.graph.kind, view.canvas.overlay is not None
        window.inspect.table.export_to(str(tmp_path / "graph.svg"))
        yield lambda: (tmp_path / "graph.svg").is_file()

    assert steps([str(path), "--new-window"], script) == 0
    assert "resnet50" in seen["looks"] and seen["source"] == "model" and seen["coloured"]
    assert seen["proved"] and seen["kind"] == "dataflow"
    text = (tmp_path / "graph.svg").read_text()
    assert "conv1" in text and "Gradient norm" in text
