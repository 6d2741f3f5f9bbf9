"""`edit` and `convert` as scripts use them: exit statuses, files, recipes."""

import json

import pytest
import torch
from safetensors.torch import load_file

from desktop_app.cli.main import main


@pytest.fixture
def file(tmp_path):
    state = {"module.a.weight": torch.ones(2, 3), "module.a.bias": torch.zeros(2), "module.n": torch.tensor(1)}
    torch.save({"state_dict": state, "epoch": 3, "optimizer": {"state": {0: {"exp_avg": torch.ones(2, 3)}}, "param_groups": [{"lr": 0.1, "params": [0]}]}}, tmp_path / "a.pth")  # fmt: skip
    return str(tmp_path / "a.pth")


def test_that_operations_are_done_in_order(file, tmp_path, capsys):
    out, recipe = str(tmp_path / "b.pth"), str(tmp_path / "r.json")
    steps = ["strip-prefix module.", "cast * float16", "rename a body", "set body.weight[0, 1] 5"]
    assert (
        main(["edit", file, *(part for step in steps for part in ("--op", step)), "-o", out, "--save-recipe", recipe])
        == 0
    )
    found = torch.load(out, weights_only=True)
    assert list(found) == ["body.weight", "body.bias", "n"]
    assert (
        found["body.weight"].dtype == torch.float16
        and found["body.weight"][0].tolist() == [1, 5, 1]
        and found["n"].dtype == torch.int64
    )
    assert "that were left out: 1." in capsys.readouterr().err
    again = str(tmp_path / "c.safetensors")
    assert main(["edit", file, "--recipe", recipe, "-o", again]) == 0
    assert {name: value.tolist() for name, value in load_file(again).items()} == {
        name: value.tolist() for name, value in found.items()
    }
    assert [step[0] for step in json.loads((tmp_path / "r.json").read_text())["steps"]] == [
        "strip-prefix",
        "cast",
        "rename",
        "set",
    ]


def test_that_a_dry_run_writes_nothing(file, tmp_path, capsys):
    assert main(["edit", file, "--op", "strip-prefix module.", "--op", "drop optimizer*", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "module.a.weight" in told and "(gone)" in told and "4 changed, 0 kept" in told
    assert [path.name for path in tmp_path.iterdir()] == ["a.pth"]


@pytest.mark.parametrize("ending", ["pth", "pt", "bin", "safetensors", "npz"])
def test_that_convert_writes_each_format(file, tmp_path, ending):
    assert main(["convert", file, "-o", str(tmp_path / f"b.{ending}")]) == 0
    assert main(["convert", str(tmp_path / f"b.{ending}"), "-o", str(tmp_path / "c.pth")]) == 0
    assert torch.equal(torch.load(tmp_path / "c.pth", weights_only=True)["module.a.weight"], torch.ones(2, 3))


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--op", "rename nope x", "-o", "b.pth"], 2, "Step 1 (rename nope x): There is no tensor named nope."),
        (["--op", "frobnicate", "-o", "b.pth"], 2, "no operation frobnicate"),
        (["--op", "cast", "-o", "b.pth"], 2, "GLOB... DTYPE"),
        (["--recipe", "none.json", "-o", "b.pth"], 2, "no recipe"),
        (["-o", "b.xyz"], 2, ".xyz"),
        (["-o", "nowhere/b.pth"], 4, "not there"),
        ([], 2, "-o OUT"),
    ],
)
def test_that_what_is_wrong_is_said(file, tmp_path, monkeypatch, capsys, arguments, status, told):
    monkeypatch.chdir(tmp_path)
    assert main(["edit", file, *arguments]) == status
    assert told in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.pth"]


def test_that_a_damaged_tensor_is_told_and_nothing_is_written(tmp_path, capsys):
    torch.save({"a": torch.ones(1000), "b": torch.ones(1000)}, tmp_path / "a.pth")
    data = (tmp_path / "a.pth").read_bytes()
    (tmp_path / "cut.pth").write_bytes(data[:6000])
    assert main(["convert", str(tmp_path / "cut.pth"), "-o", str(tmp_path / "b.pth")]) == 3
    assert "b" in capsys.readouterr().err
    assert not (tmp_path / "b.pth").exists()
    assert main(["edit", str(tmp_path / "cut.pth"), "--op", "drop b", "-o", str(tmp_path / "b.pth")]) == 0


def test_that_shards_of_a_pth_are_wrong_usage(tmp_path, capsys):
    torch.save({"w": torch.ones(3)}, tmp_path / "a.pth")
    out = str(tmp_path / "b.pth")
    assert main(["edit", str(tmp_path / "a.pth"), "--max-shard-size", "1MB", "-o", out]) == 2
    assert "--max-shard-size" in capsys.readouterr().err
