"""Models are traced on the meta device in three ways; each gives operators in their modules with shapes, costs and sources."""

import pytest
import torch

from desktop_app.engine.child import Limits, run_in_child
from desktop_app.engine.errors import EngineError
from desktop_app.engine.sources import look_at
from desktop_app.graph.dataflow import build_dataflow
from desktop_app.graph.sources.trace import ops_of, trace

SOURCE = """
import torch
from torch import nn

class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.relu = nn.ReLU()
        self.head = nn.Linear(8, 5)
    def forward(self, x):
        y = self.relu(self.conv(x))
        y = self.relu(y + self.conv(x))
        return self.head(y.mean((2, 3)))

class Branching(Small):
    def forward(self, x):
        if x.sum() > 0:
            x = x * 2
        return super().forward(x)

class Endless(Small):
    def forward(self, x):
        while True:
            pass
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("models") / "small.py"
    path.write_text(SOURCE)
    return path


def traced(file, name, methods, inputs=()):
    return ops_of(trace(f"{file}:{name}", look_at(file).sha256, list(inputs), list(methods)))


@pytest.mark.parametrize("method", ["fx", "export", "record"])
def test_that_every_method_gives_the_same_flow(file, method):
    ops, classes, numels, used = traced(file, "Small", [method])
    assert used == method and classes["conv"] == "Conv2d" and numels["head.weight"] == 40
    convs = [op for op in ops if "conv" in op.target.lower()]
    assert len(convs) == 2 and all(op.shape == (1, 8, 224, 224) for op in convs)
    assert all(op.tensors == ("conv.weight", "conv.bias") for op in convs)
    assert all(op.macs == 8 * 224 * 224 * 27 for op in convs)
    assert convs[0].inputs == convs[1].inputs
    graph = build_dataflow(ops, "small", classes=classes, numels=numels)
    labels = [graph.nodes[child].label for child in graph.nodes[0].children]
    assert labels.count("conv") == 1 and "conv#2" in labels and "relu#2" in labels and "head" in labels
    by_label = {graph.nodes[child].label: position for position, child in enumerate(graph.nodes[0].children)}
    pairs = {(edge.source, edge.target) for edge in graph.nodes[0].edges}
    assert (by_label["conv"], by_label["relu"]) in pairs and (by_label["relu"], by_label["conv#2"]) not in pairs


def test_that_a_model_whose_flow_depends_on_numbers_is_recorded(file):
    ops, _, _, used = traced(file, "Branching", ["fx", "export", "record"])
    assert used == "record" and any(op.target.startswith("aten.mul") for op in ops)


def test_that_the_shape_of_the_input_may_be_chosen(file):
    ops, _, _, _ = traced(file, "Small", ["fx"], [[2, 3, 32, 32]])
    assert ops[0].shape == (2, 3, 32, 32) and ops[-1].shape == (2, 5)


def test_that_a_model_which_never_ends_is_stopped(file):
    with pytest.raises(EngineError) as caught:
        run_in_child(trace, f"{file}:Endless", look_at(file).sha256, [], ["record"], limits=Limits(seconds=15))
    assert caught.value.code == "timeout"


def test_that_nothing_of_a_file_runs_without_consent(file):
    with pytest.raises(EngineError) as caught:
        trace(f"{file}:Small", "", [], ["fx"])
    assert caught.value.code == "trust"


def test_that_multiply_adds_of_a_resnet_are_the_published_ones():
    ops, _, _, _ = ops_of(trace("torchvision:resnet50", "", [], ["fx"]))
    assert sum(op.macs for op in ops) == pytest.approx(4.09e9, rel=0.01)


def test_that_optical_flow_gets_its_two_images():
    ops, _, _, used = ops_of(trace("torchvision:raft_small", "", [[1, 3, 128, 128]] * 2, ["export"]))
    assert used == "export" and sum(op.kind == "input" for op in ops) == 2


def test_that_the_window_never_sees_torch():
    import subprocess
    import sys

    code = "import sys, desktop_app.graph.sources.trace; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert torch is not None
