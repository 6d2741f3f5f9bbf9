"""TorchScript is drawn from the text of its code: the modules it calls, the operators in them, and nothing is run."""

import zipfile

import pytest
import torch

from desktop_app.graph.dataflow import build_dataflow
from desktop_app.graph.sources.pt2 import SourceError
from desktop_app.graph.sources.torchscript import read_torchscript

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


class Twice(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.block = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3, padding=1), torch.nn.BatchNorm2d(8), torch.nn.ReLU())
        self.head = torch.nn.Linear(8, 4)

    def forward(self, x):
        y = self.block(x)
        return self.head((y + self.block(x)).mean((2, 3)))


@pytest.fixture(scope="module")
def scripted(tmp_path_factory):
    path = tmp_path_factory.mktemp("script") / "model.ts"
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.script(Twice().eval()).save(path)
    return path


def test_that_the_code_gives_operators_in_their_modules(scripted):
    ops, classes, _ = read_torchscript(str(scripted))
    assert [(op.target, op.scope) for op in ops if op.kind == "op"] == [
        ("torch.conv2d", ("block", "block.0")), ("torch.batch_norm", ("block", "block.1")), ("torch.relu", ("block", "block.2")),
        ("torch.conv2d", ("block@1", "block.0@1")), ("torch.batch_norm", ("block@1", "block.1@1")), ("torch.relu", ("block@1", "block.2@1")),
        ("torch.add", ()), ("torch.mean", ()), ("torch.linear", ("head",)),
    ]  # fmt: skip
    assert ops[1].tensors == ("block.0.weight", "block.0.bias") and ops[1].inputs == ("x",)
    assert classes["block.1"] == "torch.nn.modules.batchnorm.BatchNorm2d"
    graph = build_dataflow(ops, "m", classes=classes)
    assert [graph.nodes[child].label for child in graph.nodes[0].children] == [
        "x",
        "block",
        "block#2",
        "add",
        "mean",
        "head",
        "output_0",
    ]


def test_that_a_traced_model_is_followed_too(tmp_path):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.trace(Twice().eval(), torch.rand(1, 3, 8, 8)).save(tmp_path / "traced.ts")
    ops, _, _ = read_torchscript(str(tmp_path / "traced.ts"))
    assert [op.target.rpartition(".")[2].strip("_") for op in ops if "conv" in op.target] in (
        ["convolution"] * 2,
        ["conv2d"] * 2,
    )
    assert ops[-1].kind == "output" and ops[-1].inputs


@pytest.mark.parametrize(
    "code",
    [
        "class M(Module):\n  pass\n",
        "this is no code",
        "def f(x):\n" + " return f(x)\n",
        "class M(Module):\n  def forward(self, x):\n    return self.forward(x)\n",
    ],
)
def test_that_broken_or_circular_code_ends_in_a_sentence_or_an_empty_graph(code, tmp_path):
    path = tmp_path / "broken.ts"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("m/data.pkl", b"c__torch__\nM\n.")
        archive.writestr("m/code/__torch__.py", code)
    try:
        ops, _, _ = read_torchscript(str(path))
    except SourceError as error:
        assert str(error).endswith(".")
    else:
        assert len(ops) < 50


def test_that_endless_calls_are_bounded(tmp_path):
    calls = "\n".join(f"    y{i} = torch.add(self.forward(x), self.forward(x))" for i in range(3))
    with zipfile.ZipFile(tmp_path / "bomb.ts", "w") as archive:
        archive.writestr("m/data.pkl", b"c__torch__\nM\n.")
        archive.writestr("m/code/__torch__.py", f"class M(Module):\n  def forward(self, x):\n{calls}\n    return y0\n")
    try:
        read_torchscript(str(tmp_path / "bomb.ts"))
    except SourceError as error:
        assert "large" in str(error) or "follow" in str(error)
