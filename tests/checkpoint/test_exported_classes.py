"""The modules of an exported program have the classes that the program itself names."""

import json
import zipfile

import pytest
import torch
from torch import nn

from desktop_app.checkpoint.containers.module_stack import classes_of
from desktop_app.checkpoint.open import open_checkpoint


class Odd(nn.Linear):
    """A class whose tensors look like another's."""


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 1), nn.GroupNorm(2, 8), nn.ReLU())
        self.table = nn.Embedding(5, 8)
        self.unused = nn.Linear(2, 2)
        self.head = Odd(8, 2)

    def forward(self, x):
        x = self.body(self.body[0](x)[:, :3])
        return self.head(x.mean((2, 3)) + self.table.weight[0])


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    path = tmp_path_factory.mktemp("exported") / "net.pt2"
    torch.export.save(torch.export.export(Net().eval(), (torch.randn(1, 3, 4, 4),)), path)
    return path


def changed(path, target, change):
    """The archive with another text in the place of the program's JSON."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, change(data) if info.filename.endswith("models/model.json") else data)
    return target


def test_that_modules_have_the_classes_that_the_program_names(exported):
    modules = {module.path: module for module in open_checkpoint(exported).modules}
    classes = {path: module.class_name for path, module in modules.items()}
    assert classes == {
        "": f"{__name__}.Net",
        "body": "torch.nn.modules.container.Sequential",
        "body.0": "torch.nn.modules.conv.Conv2d",
        "body.1": "torch.nn.modules.normalization.GroupNorm",
        "body.2": "torch.nn.modules.activation.ReLU",
        "table": None,  # no operator ran in these two
        "unused": None,
        "head": f"{__name__}.Odd",
    }
    assert list(modules) == list(classes)
    assert [modules[path].inferred for path in ("body.1", "unused")] == [None, "Linear"]


@pytest.mark.parametrize(
    "text", [b"{", b"[]", b"[" * 100_000, b'{"graph_module": {"graph": {"nodes": [3, {"metadata": 4}]}}}']
)
def test_that_modules_are_inferred_where_the_json_says_nothing(exported, tmp_path, text):
    checkpoint = open_checkpoint(changed(exported, tmp_path / "odd.pt2", lambda _: text))
    kinds = {module.path: module.inferred for module in checkpoint.modules}
    assert kinds["body.0"] == "Conv2d" and kinds["head"] == "Linear"


def test_that_what_cannot_be_the_name_of_a_class_is_not_taken_for_one(exported, tmp_path):
    def lie(data):
        return data.replace(b"torch.nn.modules.conv.Conv2d", b"os.system('rm -rf')")

    checkpoint = open_checkpoint(changed(exported, tmp_path / "lie.pt2", lie))
    conv = next(module for module in checkpoint.modules if module.path == "body.0")
    assert (conv.class_name, conv.inferred) == (None, "Conv2d")


def test_that_second_calls_of_a_module_are_the_same_module():
    stack = "L__self__,,a.Net;L__self___body@1,body@1,a.Body"
    program = {"graph_module": {"graph": {"nodes": [{"metadata": {"nn_module_stack": stack}}]}}}
    assert classes_of(json.loads(json.dumps(program))) == {"": "a.Net", "body": "a.Body"}
