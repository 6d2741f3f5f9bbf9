"""`tensor`: values printed as torch would, cut by a slice, and saved in each of the formats."""

import csv
from pathlib import Path

import numpy as np
import pytest
import torch

from desktop_app.cli.main import main

STATE = {
    "w": torch.arange(60.0).reshape(3, 4, 5),
    "half": torch.linspace(-1, 1, 8).bfloat16(),
    "scalar": torch.tensor(7),
    "": torch.ones(2),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    torch.save(STATE, tmp_path / "m.pth")
    return tmp_path / "m.pth"


@pytest.mark.parametrize("name", ["w", "half", "scalar", ""])
def test_that_it_prints_what_torch_prints(file, capsys, name):
    assert main(["tensor", str(file), name]) == 0
    assert capsys.readouterr().out.strip() == str(STATE[name])


def test_that_a_slice_is_what_numpy_and_torch_give(file, tmp_path, capsys):
    assert main(["tensor", str(file), "w", "--slice", "0, :, ::2", "-o", str(tmp_path / "o.npy")]) == 0
    assert np.array_equal(np.load(tmp_path / "o.npy"), STATE["w"][0, :, ::2].numpy())
    assert main(["tensor", str(file), "w", "--slice", "..., -1"]) == 0
    assert capsys.readouterr().out.strip() == str(STATE["w"][..., -1])


def test_that_each_format_holds_the_values(file, tmp_path, capsys):
    for ending in ("npy", "pt", "csv", "png"):
        assert main(["tensor", str(file), "w", "--slice", "0", "-o", str(tmp_path / f"o.{ending}")]) == 0
    assert capsys.readouterr().out == ""
    assert np.array_equal(np.load(tmp_path / "o.npy"), STATE["w"][0].numpy())
    assert torch.equal(torch.load(tmp_path / "o.pt", weights_only=True), STATE["w"][0])
    rows = list(csv.reader((tmp_path / "o.csv").read_text().splitlines()))
    assert [[float(cell) for cell in row] for row in rows] == STATE["w"][0].tolist()
    assert (tmp_path / "o.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("cut", ["9", "0,0,0,0", "x", "0:1:0", "a:b", "0;1"])
def test_that_a_wrong_slice_is_wrong_usage(file, capsys, cut):
    assert main(["tensor", str(file), "w", "--slice", cut]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1 and "Traceback" not in captured.err


def test_that_an_unknown_name_is_wrong_usage_and_a_near_one_is_offered(tmp_path, capsys):
    torch.save({"layer1.weight": torch.ones(1)}, tmp_path / "m.pth")
    assert main(["tensor", str(tmp_path / "m.pth"), "layer.weight"]) == 2
    assert "layer1.weight" in capsys.readouterr().err


def test_that_an_unknown_ending_is_wrong_usage(file, tmp_path, capsys):
    assert main(["tensor", str(file), "w", "-o", str(tmp_path / "o.bmp")]) == 2
    assert ".npy" in capsys.readouterr().err
    assert not (tmp_path / "o.bmp").exists()


def test_that_what_cannot_be_written_is_status_4_and_leaves_nothing(file, tmp_path, capsys):
    assert main(["tensor", str(file), "w", "-o", str(tmp_path / "no" / "o.npy")]) == 4
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1 and "o.npy" in captured.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.pth"]


def test_that_a_tensor_without_its_bytes_is_status_3(tmp_path, capsys):
    np.save(tmp_path / "m.npy", np.ones((4, 4), "f4"))
    (tmp_path / "m.npy").write_bytes((tmp_path / "m.npy").read_bytes()[:-8])
    assert main(["tensor", str(tmp_path / "m.npy"), "m"]) == 3
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1


@pytest.mark.filterwarnings("ignore")
def test_that_the_parts_of_a_nested_tensor_are_named_behind_it(tmp_path, capsys):
    nested = torch.nested.nested_tensor([torch.ones(2), torch.zeros(3)])
    torch.save({"n": nested}, tmp_path / "a.pth")
    assert main(["tensor", str(tmp_path / "a.pth"), "n"]) == 3
    assert "buffer" in capsys.readouterr().err
    assert main(["tensor", str(tmp_path / "a.pth"), "n/buffer"]) == 0
    assert capsys.readouterr().out == f"{torch.cat(list(nested.unbind()))}\n"
