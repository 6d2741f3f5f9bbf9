"""A `.pt2` is drawn from its JSON: operators in their modules, shapes on edges, and no pickle of the file is looked at."""

import json
import pickle
import zipfile

import pytest
import torch

from desktop_app.graph.costs import costs_of
from desktop_app.graph.dataflow import build_dataflow
from desktop_app.graph.sources.pt2 import SourceError, read_pt2


class Twice(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.block = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3, padding=1), torch.nn.BatchNorm2d(8), torch.nn.ReLU())
        self.head = torch.nn.Linear(8, 4)

    def forward(self, x):
        y = self.block(x)
        return self.head((y + self.block(x)).mean((2, 3)))


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    path = tmp_path_factory.mktemp("pt2") / "model.pt2"
    torch.export.save(torch.export.export(Twice().eval(), (torch.randn(1, 3, 16, 16),)), path)
    return path


def test_that_operators_stand_in_their_modules_with_shapes(exported):
    ops, classes, numels = read_pt2(str(exported))
    assert [op.target for op in ops if op.kind == "op"][:3] == ["aten.conv2d", "aten.batch_norm", "aten.relu"]
    assert next(op for op in ops if op.name == "conv2d").tensors == ("block.0.weight", "block.0.bias")
    assert classes["block.1"].endswith("BatchNorm2d")
    assert numels["head.weight"] == 32
    graph = build_dataflow(ops, "model", classes=classes, numels=numels)
    index = graph.index()
    root = graph.nodes[0]
    assert [graph.nodes[child].path for child in root.children] == [
        "x",
        "block",
        "block#2",
        "add",
        "mean",
        "head",
        "output_linear",
    ]
    assert [(edge.source, edge.target) for edge in root.edges] == [
        (0, 1),
        (0, 2),
        (1, 3),
        (2, 3),
        (3, 4),
        (4, 5),
        (5, 6),
    ]
    assert root.edges[0].label == "3×16×16"
    first, second = graph.nodes[index["block"]], graph.nodes[index["block#2"]]
    assert first.structure == second.structure and first.label == "block" and second.label == "block#2"
    assert {(edge.source, edge.target) for edge in first.edges} == {(-1, 0), (0, 1), (1, 2), (2, -1)}


def test_that_costs_follow_the_operators(exported):
    ops, classes, numels = read_pt2(str(exported))
    graph = build_dataflow(ops, "small", classes=classes, numels=numels)
    row = next(cost for cost in costs_of(graph) if cost.class_name.lower().startswith("conv"))
    assert (row.path, row.parameters, row.activation_nbytes) == ("block.0", 224, 8 * 16 * 16 * 4)


def test_that_a_pickle_inside_is_never_loaded(exported, tmp_path):
    class Marker:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    hostile = tmp_path / "hostile.pt2"
    with zipfile.ZipFile(exported) as source, zipfile.ZipFile(hostile, "w") as target:
        for info in source.infolist():
            data = pickle.dumps(Marker()) if info.filename.endswith("sample_inputs/model.pt") else source.read(info)
            target.writestr(info.filename, data)
    ops, _, _ = read_pt2(str(hostile))
    assert ops and not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"graph_module": []}',
        json.dumps({"graph_module": {"graph": {"nodes": [3, None, {"inputs": 4}]}}}).encode(),
    ],
)
def test_that_broken_json_is_one_sentence_or_an_empty_graph(content, tmp_path):
    path = tmp_path / "broken.pt2"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("m/models/model.json", content)
    try:
        ops, _, _ = read_pt2(str(path))
    except SourceError as error:
        assert str(error).endswith(".")
    else:
        assert all(op.kind == "op" for op in ops)


def test_that_what_is_no_zip_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "x.pt2"
    path.write_bytes(b"no zip at all")
    with pytest.raises(SourceError, match="cannot be read"):
        read_pt2(str(path))
