"""The best source is taken: a named or recognised model, the file's own program, else guesses that are marked as such."""

import pytest
import torch
import torchvision

from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.engine.errors import EngineError
from desktop_app.graph.sources.ask import flow_of
from desktop_app.graph.sources.inferred import build_inferred


@pytest.fixture(scope="module")
def resnet(tmp_path_factory):
    path = tmp_path_factory.mktemp("ask") / "resnet.pth"
    model = torchvision.models.resnet18(num_classes=7)
    torch.save({f"module.{key}": value for key, value in model.state_dict().items()}, path)
    return open_checkpoint(path)


def test_that_a_bare_state_dict_gets_the_flow_of_the_model_it_was_made_by(resnet):
    flow = flow_of(resnet)
    assert (flow.source, flow.model, flow.method) == ("model", "torchvision:resnet18?num_classes=7", "fx")
    graph = flow.graph
    index = graph.index()
    conv = graph.nodes[index["layer1.0.conv1"]]
    assert {resnet.tensors[position].name for position in conv.tensors} == {"module.layer1.0.conv1.weight"}
    block = graph.nodes[index["layer2.0"]]
    labels = [graph.nodes[child].label for child in block.children]
    assert "downsample" in labels and "add" in labels
    incoming = [edge for edge in block.edges if edge.source == -1]
    assert {labels[edge.target] for edge in incoming} == {"conv1", "downsample"}
    assert graph.nodes[0].parameters == sum(i.numel for i in resnet.tensors if i.role == "parameter")


def test_that_a_model_that_is_named_but_cannot_be_built_is_an_error(resnet):
    with pytest.raises(EngineError, match="resnet1888"):
        flow_of(resnet, model="torchvision:resnet1888")


def test_that_what_nobody_knows_is_inferred_and_says_so(tmp_path):
    own = torch.nn.ModuleDict({
        "stem": torch.nn.Conv2d(3, 13, 3), "norm": torch.nn.BatchNorm2d(13), "downsample": torch.nn.Conv2d(3, 13, 1),
        "head": torch.nn.Linear(13, 4), "apart": torch.nn.Linear(99, 98),
    })  # fmt: skip
    torch.save(own.state_dict(), tmp_path / "own.pth")
    checkpoint = open_checkpoint(tmp_path / "own.pth")
    flow = flow_of(checkpoint)
    assert flow.source == "inferred" and flow.graph.kind == "inferred"
    root = build_inferred(checkpoint).nodes[0]
    labels = [flow.graph.nodes[child].label for child in root.children]
    assert all(edge.inferred for edge in root.edges)
    pairs = {
        (labels[edge.source] if edge.source >= 0 else "in", labels[edge.target] if edge.target >= 0 else "out")
        for edge in root.edges
    }
    assert pairs == {("stem", "norm"), ("norm", "head"), ("in", "downsample"), ("downsample", "out")}


def test_that_query_key_and_value_are_taken_for_parallel(tmp_path):
    parts = {name: torch.nn.Linear(8, 8) for name in ("norm_in", "q_proj", "k_proj", "v_proj", "out_proj")}
    torch.save(torch.nn.ModuleDict(parts).state_dict(), tmp_path / "a.pth")
    graph = build_inferred(open_checkpoint(tmp_path / "a.pth"))
    labels = [graph.nodes[child].label for child in graph.nodes[0].children]
    pairs = {(labels[edge.source], labels[edge.target]) for edge in graph.nodes[0].edges}
    assert pairs == {(a, b) for a in ("norm_in",) for b in ("q_proj", "k_proj", "v_proj")} | {
        (a, "out_proj") for a in ("q_proj", "k_proj", "v_proj")
    }
