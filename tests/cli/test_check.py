"""`check` as scripts use it: the report, the proof, the consent, and every exit status."""

import json
import time

import pytest
import torch
from torch import nn

from desktop_app.cli.main import main

MODEL = """
from torch import nn
class Net(nn.Module):
    def __init__(self, outputs=5):
        super().__init__()
        self.body = nn.Linear(4, 4)
        self.fc = nn.Linear(4, outputs)
"""


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "net.py"
    path.write_text(MODEL)
    return f"{path}:Net"


@pytest.fixture
def state():
    torch.manual_seed(0)
    return {name: torch.randn(shape) for name, shape in (("body.weight", (4, 4)), ("body.bias", (4,)), ("fc.weight", (5, 4)), ("fc.bias", (5,)))}  # fmt: skip


def checked(capsys, path, model, *options):
    status = main(["check", str(path), "--model", model, "--json", "--trust", *options])
    return status, json.loads(capsys.readouterr().out)


def test_that_a_state_dict_that_fits_is_proved(tmp_path, model, state, capsys):
    torch.save(state, tmp_path / "a.pth")
    status, told = checked(capsys, tmp_path / "a.pth", model)
    assert status == 0 and told["loads"] is True
    assert told["missing"] == told["unexpected"] == told["mismatched"] == told["suggested_renames"] == []
    assert told["proof"]["loads"] and told["proof"]["with_values"] and told["proof"]["tensors"] == 4


def test_that_the_suggested_operations_make_it_load(tmp_path, model, state, capsys):
    state["fc.weight"], state["fc.bias"] = torch.ones(7, 4), torch.ones(7)
    torch.save({"state_dict": {f"module.{name}": value for name, value in state.items()}}, tmp_path / "a.pth")
    status, told = checked(capsys, tmp_path / "a.pth", model)
    assert status == 1 and told["loads"] is False and told["proof"] is None
    assert set(told["missing"]) == set(state) and told["unexpected"] == [f"module.{name}" for name in state]
    assert {"from": "module.fc.bias", "to": "fc.bias", "reason": "prefix", "match": 0.8} in told["suggested_renames"]
    assert told["heads"][0]["file"] == 7 and told["heads"][0]["model"] == 5
    options = [part for operation in told["suggested_operations"] for part in ("--op", operation)]
    assert main(["edit", str(tmp_path / "a.pth"), *options, "-o", str(tmp_path / "b.pth")]) == 0
    capsys.readouterr()
    status, told = checked(capsys, tmp_path / "b.pth", model)
    assert status == 0 and told["proof"]["loads"]


def test_that_the_text_explains_and_names_the_command(tmp_path, model, state, capsys):
    torch.save({f"module.{name}": value for name, value in state.items()}, tmp_path / "a.pth")
    assert main(["check", str(tmp_path / "a.pth"), "--model", model, "--trust"]) == 1
    out = capsys.readouterr().out
    assert "DataParallel" in out and "weightsmith edit" in out and "'strip-prefix module.'" in out


def test_that_mismatched_shapes_are_told(tmp_path, model, state, capsys):
    state["fc.weight"] = torch.ones(5, 3)
    torch.save(state, tmp_path / "a.pth")
    _, told = checked(capsys, tmp_path / "a.pth", model)
    assert told["mismatched"] == [{"name": "fc.weight", "file_shape": [5, 3], "model_shape": [5, 4]}]


def test_that_a_py_is_not_run_without_trust(tmp_path, state, capsys):
    marker = tmp_path / "ran"
    path = tmp_path / "net.py"
    path.write_text(f"import os\nos.system('touch {marker}')\n" + MODEL)
    torch.save(state, tmp_path / "a.pth")
    assert main(["check", str(tmp_path / "a.pth"), "--model", f"{path}:Net"]) == 2
    assert "--trust" in capsys.readouterr().err and not marker.exists()
    assert main(["check", str(tmp_path / "a.pth"), "--model", f"{path}:Net", "--trust"]) == 0 and marker.exists()


def test_that_an_endless_py_is_stopped(tmp_path, state, capsys):
    path = tmp_path / "net.py"
    path.write_text("while True: pass\n")
    torch.save(state, tmp_path / "a.pth")
    began = time.monotonic()
    assert main(["check", str(tmp_path / "a.pth"), "--model", f"{path}:Net", "--trust", "--timeout", "2"]) == 3
    assert "2 seconds" in capsys.readouterr().err and time.monotonic() - began < 30


@pytest.mark.parametrize(
    ("name", "status", "text"),
    [
        ("torchvision:resnet1", 2, "has no model resnet1"),
        ("resnet18", 2, "names no model"),
        ("{py}:Nope", 2, "has no Nope"),
        ("{py}:Net(outputs=open)", 2, "plain values"),
        ("{folder}/none.py:Net", 3, "no such file"),
        ("{folder}/bad.py:Net", 3, "bad.py failed at line 1: ZeroDivisionError"),
    ],
)
def test_that_a_model_that_cannot_be_built_is_one_sentence(tmp_path, model, state, capsys, name, status, text):
    (tmp_path / "bad.py").write_text("1 / 0\nclass Net: pass\n")
    torch.save(state, tmp_path / "a.pth")
    wanted = name.format(py=model.removesuffix(":Net"), folder=tmp_path)
    assert main(["check", str(tmp_path / "a.pth"), "--model", wanted, "--trust"]) == status
    err = capsys.readouterr().err
    assert text in err and "Traceback" not in err and err.count("\n") == 1


def test_that_a_file_that_is_none_is_unreadable(tmp_path, model, capsys):
    (tmp_path / "a.pth").write_bytes(b"nonsense" * 20)
    assert main(["check", str(tmp_path / "a.pth"), "--model", model, "--trust"]) == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_that_a_pickled_module_is_checked_too(tmp_path, model, capsys):
    whole = nn.Sequential(nn.Linear(4, 4))
    torch.save(whole, tmp_path / "a.pth")
    status, told = checked(capsys, tmp_path / "a.pth", model)
    assert status == 1 and told["unexpected"] == ["0.weight", "0.bias"]
