"""`diff`: the contract's fields, torch's numbers, and the exit status that scripts ask for."""

import json
import math

import pytest
import torch

from desktop_app.cli.main import main


@pytest.fixture
def files(tmp_path):
    torch.manual_seed(0)
    a = {
        "same": torch.randn(4),
        "near": torch.ones(3),
        "far": torch.randn(5, 4),
        "shape": torch.randn(2, 3),
        "gone": torch.randn(7),
        "old.weight": torch.randn(6, 6),
    }
    b = {
        "same": a["same"],
        "near": a["near"] + 1e-3,
        "far": a["far"] * 2,
        "shape": torch.randn(2, 4),
        "fresh": torch.randn(8),
        "new.w": a["old.weight"],
    }
    torch.save(a, tmp_path / "a.pth")
    torch.save(b, tmp_path / "b.pth")
    return tmp_path, a, b


def diff(capsys, *arguments, status):
    assert main(["diff", *(str(argument) for argument in arguments), "--json"]) == status
    return json.loads(capsys.readouterr().out)


def test_that_the_document_is_the_contracts(files, capsys):
    folder, a, b = files
    found = diff(capsys, folder / "a.pth", folder / "b.pth", status=1)
    assert (found["only_a"], found["only_b"], found["equal"]) == (["gone"], ["fresh"], 1)
    assert [entry["name"] for entry in found["changed"]] == ["shape", "far", "near"]
    shape, far, _ = found["changed"]
    assert (shape["shape_a"], shape["shape_b"]) == ([2, 3], [2, 4])
    assert [shape[key] for key in ("max_abs", "max_rel", "l2", "cosine")] == [None] * 4
    difference = (a["far"].double() - b["far"].double()).abs()
    assert far["max_abs"] == pytest.approx(float(difference.max()))
    assert far["max_rel"] == pytest.approx(0.5)
    assert far["l2"] == pytest.approx(float(difference.norm()))
    assert far["cosine"] == pytest.approx(1)
    assert (far["dtype_a"], far["dtype_b"]) == ("float32", "float32")
    (renamed,) = found["renamed"]
    assert (renamed["a"], renamed["b"], renamed["match"], renamed["changed"]) == ("old.weight", "new.w", 1, False)


def test_that_equal_files_end_with_0(files, capsys):
    folder, a, _ = files
    torch.save(dict(reversed(a.items())), folder / "again.pth")
    found = diff(capsys, folder / "a.pth", folder / "again.pth", status=0)
    assert found == {"only_a": [], "only_b": [], "changed": [], "equal": 6, "renamed": []}


def test_that_tolerances_hide_what_is_small(tmp_path, capsys):
    torch.save({"x": torch.ones(3)}, tmp_path / "a.pth")
    torch.save({"x": torch.ones(3) * 1.01}, tmp_path / "b.pth")
    assert diff(capsys, tmp_path / "a.pth", tmp_path / "b.pth", status=1)["equal"] == 0
    assert diff(capsys, tmp_path / "a.pth", tmp_path / "b.pth", "--atol", 0.02, status=0)["equal"] == 1
    assert diff(capsys, tmp_path / "a.pth", tmp_path / "b.pth", "--rtol", "0.02", status=0)["equal"] == 1
    assert main(["diff", "x", "y", "--atol", "-1"]) == 2
    assert main(["diff", "x", "y", "--rtol", "nan"]) == 2


def test_that_nan_is_a_string_and_equal_to_itself(tmp_path, capsys):
    torch.save({"x": torch.tensor([1.0, math.nan]), "y": torch.tensor([1.0, 2])}, tmp_path / "a.pth")
    torch.save({"x": torch.tensor([1.0, math.nan]), "y": torch.tensor([1.0, math.nan])}, tmp_path / "b.pth")
    found = diff(capsys, tmp_path / "a.pth", tmp_path / "b.pth", status=1)
    assert found["equal"] == 1
    assert found["changed"][0]["max_abs"] == "nan"


def test_that_formats_are_compared_with_one_another(files, capsys):
    from safetensors.torch import save_file

    folder, a, _ = files
    save_file(a, folder / "a.safetensors")
    torch.save({"epoch": 3, "state_dict": a}, folder / "wrapped.ckpt")
    for name in ("a.safetensors", "wrapped.ckpt"):
        assert diff(capsys, folder / "a.pth", folder / name, status=0)["equal"] == 6


def test_that_what_cannot_be_read_is_told(files, tmp_path, capsys):
    folder, _, _ = files
    assert main(["diff", str(folder / "a.pth"), str(tmp_path / "nowhere.pth")]) == 3
    assert "nowhere.pth" in capsys.readouterr().err
    torch.save({"x": torch.empty(3, device="meta")}, tmp_path / "meta.pth")
    torch.save({"x": torch.ones(3)}, tmp_path / "full.pth")
    assert main(["diff", str(tmp_path / "meta.pth"), str(tmp_path / "full.pth"), "--json"]) == 3
    captured = capsys.readouterr()
    assert json.loads(captured.out)["changed"][0]["error"]["code"] == "no-data"
    assert "x" in captured.err


def test_that_the_table_begins_with_the_worst(files, capsys):
    folder, _, _ = files
    assert main(["diff", str(folder / "a.pth"), str(folder / "b.pth")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "3 changed, 1 equal, 1 renamed, 1 only in A, 1 only in B"
    assert [line.split()[0] for line in lines[4:8]] == ["changed", "shape", "far", "near"]
    assert "2×3 -> 2×4" in lines[5]
    assert any("old.weight -> new.w" in line and line.endswith("1.00") for line in lines)
    assert [line for line in lines if line.startswith(("gone", "fresh"))] == [
        "gone       7      float32", "fresh      8      float32"
    ]  # fmt: skip


def test_that_a_tolerance_that_is_no_number_is_called_one(capsys):
    assert main(["diff", "a.pth", "b.pth", "--rtol", "x"]) == 2
    assert "invalid tolerance value: 'x'" in capsys.readouterr().err
