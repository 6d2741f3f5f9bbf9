"""Gradients of one backward pass are those that torch gives; the graph leads from the parameters to the loss."""

import numpy as np
import pytest
import torch

from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.engine.errors import EngineError
from desktop_app.engine.sources import look_at
from desktop_app.graph.dataflow import build_dataflow
from desktop_app.graph.sources.autograd import ask_backward

SOURCE = """
import torch
from torch import nn

class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.relu = nn.ReLU()
        self.head = nn.Linear(4, 5)
        self.unused = nn.Linear(2, 2)
    def forward(self, x):
        return self.head(self.relu(self.conv(x)).mean((2, 3)))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    place = tmp_path_factory.mktemp("autograd")
    (place / "small.py").write_text(SOURCE)
    names: dict[str, object] = {}
    exec(SOURCE, names)
    torch.manual_seed(3)
    model = names["Small"]()
    torch.save({f"module.{key}": value for key, value in model.state_dict().items()}, place / "small.pth")
    return place, model


def test_that_gradients_equal_those_of_torch(made):
    place, model = made
    image = np.random.default_rng(0).random((1, 3, 8, 8), np.float32)
    np.save(place / "image.npy", image)
    checkpoint = open_checkpoint(place / "small.pth")
    trusted = look_at(place / "small.py").sha256
    found = ask_backward(
        f"{place / 'small.py'}:Small", Origin.of(checkpoint), trusted=trusted, prefix="module.", inputs=[[1, 3, 8, 8]], given=str(place / "image.npy")
    )  # fmt: skip
    model.zero_grad()
    output = model.eval()(torch.from_numpy(image))
    loss = torch.nn.functional.cross_entropy(output, output.argmax(1))
    loss.backward()
    assert found.loss == pytest.approx(float(loss.detach()), rel=1e-5) and found.meaning == "cross-entropy"
    by_name = {gradient.name: gradient for gradient in found.gradients}
    for name, parameter in model.named_parameters():
        gradient = by_name[f"module.{name}"]
        if parameter.grad is None:
            assert not gradient.reached and gradient.norm == 0
            continue
        assert gradient.norm == pytest.approx(float(parameter.grad.norm()), rel=1e-4)
        assert gradient.histogram.counts.sum() == parameter.numel()
    graph = build_dataflow(found.ops, "small", classes=found.classes, numels=found.numels, kind="autograd")
    labels = [graph.nodes[child].label for child in graph.nodes[0].children]
    assert labels[:2] == ["conv", "relu"] and labels[-1] == "loss" and labels.count("head") == 1
    conv = graph.nodes[graph.index()["conv"]]
    assert {graph.nodes[child].class_name for child in conv.children} == {"AccumulateGrad", "ConvolutionBackward0"}


def test_that_outputs_of_modules_are_measured(made):
    place, model = made
    image = torch.rand(1, 3, 8, 8, generator=torch.Generator().manual_seed(1))
    torch.save(image, place / "image.pt")
    found = ask_backward(
        f"{place / 'small.py'}:Small", Origin.of(open_checkpoint(place / "small.pth")), trusted=look_at(place / "small.py").sha256,
        prefix="module.", inputs=[[1, 3, 32, 32]], given=str(place / "image.pt"),
    )  # fmt: skip
    assert found.inputs == ((1, 3, 8, 8),)  # an array keeps its own sizes
    through = torch.relu(model.conv(image)).detach()
    relu = next(one for one in found.activations if one.path == "module.relu")
    assert relu.count == through.numel() and relu.zero == int((through == 0).sum()) and relu.wrong == 0
    assert relu.mean_abs == pytest.approx(float(through.abs().mean()), rel=1e-5)
    assert [one.path for one in found.activations] == ["module.conv", "module.relu", "module.head"]


def test_that_nothing_runs_without_consent(made):
    place, _ = made
    with pytest.raises(EngineError) as caught:
        ask_backward(f"{place / 'small.py'}:Small", Origin.of(open_checkpoint(place / "small.pth")))
    assert caught.value.code == "trust"
