"""`stats`: numbers equal to NumPy's over every element, as JSON and as a table."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from desktop_app.cli.main import main


@pytest.fixture
def values_file(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    odd = torch.randn(50)
    odd[3], odd[4], odd[5], odd[6] = math.nan, math.inf, -math.inf, 0
    state = {
        "a.weight": torch.randn(30, 40),
        "a.bias": torch.randn(40, dtype=torch.float64),
        "b.half": torch.randn(100).half(),
        "b.codes": torch.arange(-5, 95, dtype=torch.int64),
        "b.odd": odd,
        "c.nothing": torch.full((4,), math.nan),
        "c.empty": torch.empty(0),
    }
    torch.save(state, tmp_path / "values.pth")
    return tmp_path / "values.pth"


def stats(capsys: pytest.CaptureFixture[str], *arguments: object, status: int = 0) -> dict[str, dict]:
    assert main(["stats", *(str(argument) for argument in arguments), "--json"]) == status
    return {tensor["name"]: tensor for tensor in json.loads(capsys.readouterr().out)["tensors"]}


def test_that_every_number_is_numpys(values_file, capsys):
    found = stats(capsys, values_file, "--bins", 32)
    for name, tensor in torch.load(values_file, weights_only=True).items():
        values = tensor.double().numpy().ravel()
        finite = values[np.isfinite(values)]
        row = found[name]
        counts = (
            len(values),
            len(finite),
            np.isnan(values).sum(),
            np.isposinf(values).sum(),
            np.isneginf(values).sum(),
        )
        assert tuple(row[key] for key in ("count", "finite", "nan", "posinf", "neginf")) == counts
        assert row["zero"] == (values == 0).sum()
        if not len(finite):
            assert [row[key] for key in ("min", "max", "mean", "std")] == [None] * 4
            continue
        assert (row["min"], row["max"]) == (finite.min(), finite.max())
        assert row["mean"] == pytest.approx(finite.mean(), rel=1e-9, abs=1e-12)
        assert row["std"] == pytest.approx(finite.std(), rel=1e-9)
        assert row["l1"] == pytest.approx(np.abs(finite).sum(), rel=1e-9)
        assert row["l2"] == pytest.approx(np.sqrt((finite**2).sum()), rel=1e-9)
        assert row["abs_max"] == np.abs(finite).max()
        histogram = row["histogram"]
        assert (len(histogram["edges"]), len(histogram["counts"])) == (33, 32)
        assert (histogram["edges"][0], histogram["edges"][-1]) == (finite.min(), finite.max())
        assert sum(histogram["counts"]) == len(finite)
        expected = np.histogram(tensor.float().numpy().ravel() if name != "a.bias" else values,
                                bins=32, range=(finite.min(), finite.max()))[0] if len(finite) == len(values) else None  # fmt: skip
        assert expected is None or histogram["counts"] == expected.tolist()


def test_that_globs_choose_tensors_in_file_order(values_file, capsys):
    assert list(stats(capsys, values_file, "--key", "b.*", "--key", "a.bias")) == [
        "a.bias",
        "b.half",
        "b.codes",
        "b.odd",
    ]
    assert list(stats(capsys, values_file, "--key", "a.weight")) == ["a.weight"]


def test_that_names_with_brackets_can_be_named(tmp_path, capsys):
    torch.save({"w[0]": torch.ones(2), "w0": torch.ones(2)}, tmp_path / "m.pth")
    assert list(stats(capsys, tmp_path / "m.pth", "--key", "w[0]")) == ["w[0]", "w0"]


def test_that_a_glob_that_matches_nothing_is_wrong_usage(values_file, capsys):
    assert main(["stats", str(values_file), "--key", "nope*", "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and "nope*" in captured.err and captured.err.count("\n") == 1


@pytest.mark.parametrize("bins", ["0", "-3", "x", "99999999999"])
def test_that_bins_are_checked(values_file, capsys, bins):
    assert main(["stats", str(values_file), "--bins", bins]) == 2
    assert "--bins" in capsys.readouterr().err


def test_that_infinities_are_strings_in_json(tmp_path, capsys):
    torch.save({"w": torch.full((3,), 1e308, dtype=torch.float64)}, tmp_path / "m.pth")
    row = stats(capsys, tmp_path / "m.pth")["w"]
    assert row["max"] == 1e308
    assert row["l1"] == "inf"


def test_that_a_damaged_tensor_is_told_and_the_others_are_given(tmp_path, capsys):
    path = tmp_path / "m.npy"
    np.save(path, np.ones((4, 4), "f4"))
    path.write_bytes(path.read_bytes()[:-8])
    assert main(["stats", str(path), "--json"]) == 3
    captured = capsys.readouterr()
    (row,) = json.loads(captured.out)["tensors"]
    assert row["name"] == "m" and row["error"]["code"]
    assert captured.err.count("\n") == 1 and "Traceback" not in captured.err


def test_that_text_is_a_table_with_one_line_a_tensor(values_file, capsys):
    assert main(["stats", str(values_file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 8
    assert lines[0].split() == ["name", "count", "min", "max", "mean", "std", "zero", "NaN", "inf"]
    assert lines[5].split()[0] == "b.odd" and lines[5].split()[-2:] == ["1", "2"]


@pytest.mark.filterwarnings("ignore")
def test_that_a_nested_tensor_counts_all_its_elements(tmp_path, capsys):
    torch.save({"n": torch.nested.nested_tensor([torch.ones(2, 3), torch.zeros(4, 3)])}, tmp_path / "a.pth")
    found = stats(capsys, tmp_path / "a.pth")["n"]
    assert (found["count"], found["zero"], found["mean"]) == (18, 12, pytest.approx(1 / 3))
