"""The state_dict of the console: read when touched, and every change of it is a step."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from desktop_app.checkpoint.console import arrays
from desktop_app.checkpoint.console.arrays import ConsoleError
from desktop_app.checkpoint.console.edit_file import remove_forgotten
from desktop_app.checkpoint.console.examples import EXAMPLES, code_for
from desktop_app.checkpoint.console.state_dict import StateDict, Work
from desktop_app.checkpoint.console.surroundings import OpenedFile, Selection
from desktop_app.checkpoint.editing.draft import Draft, Step
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.model import CheckpointError
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.writers.export import export_draft


def opener(path: str):
    try:
        return open_checkpoint(path)
    except CheckpointError as error:
        raise EditError("file", reason=str(error)) from None


def console_of(path: Path) -> StateDict:
    work = Work(open_checkpoint(str(path)), path.parent / "values", opener)
    return StateDict(work)


@pytest.fixture
def original():
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.BatchNorm2d(8), torch.nn.Linear(8, 10))
    return model.state_dict()


@pytest.fixture
def console(tmp_path, original):
    torch.save(original, tmp_path / "net.pth")
    return console_of(tmp_path / "net.pth")


@pytest.fixture
def without_torch(monkeypatch):
    monkeypatch.setattr(arrays, "torch_or_none", lambda: None)


def names_of(steps: list[Step]) -> list[str]:
    return [step.operation for step in steps]


def exported(console: StateDict, tmp_path: Path):
    """What a window that did the steps would write."""
    draft = apply_all(Draft.of(console._work.checkpoint), console._work.draft.steps, opener)
    export_draft(draft, tmp_path / "out.pth")
    return torch.load(tmp_path / "out.pth", weights_only=True)


@pytest.mark.parametrize(
    "dtype",
    [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2, torch.int64, torch.int8,
     torch.uint16, torch.bool, torch.complex64],
)  # fmt: skip
def test_that_a_tensor_is_read_and_written_in_its_very_type(tmp_path, dtype):
    values = torch.tensor([[0.0, 1.0, 2.5], [-3.0, 0.5, 100.0]]).to(dtype)
    torch.save({"w": values, "v": values[0]}, tmp_path / "a.pth")
    console = console_of(tmp_path / "a.pth")
    assert console["w"].dtype == dtype
    assert torch.equal(console["w"].view(torch.uint8), values.view(torch.uint8))
    console["v"] = values.t()
    assert names_of(console.end_of_cell()[0]) == ["assign"]
    assert torch.equal(exported(console, tmp_path)["v"].view(torch.uint8), values.t().contiguous().view(torch.uint8))


def test_that_nothing_is_read_before_it_is_touched(console, monkeypatch):
    monkeypatch.setattr("desktop_app.checkpoint.console.held.read_value", lambda value: pytest.fail("it was read"))
    assert len(console) == 9 and next(iter(console)) == "0.weight" and "2.bias" in console
    assert console.shape("0.weight") == (8, 3, 3, 3) and console.dtype("0.weight") == "float32"
    assert "[8, 3, 3, 3]" in repr(console)
    console["2.bias"] = torch.zeros(1)
    console.rename("0", "stem")
    del console["stem.bias"]
    console.clear()
    assert len(console) == 0


def test_that_values_in_place_are_noticed_however_they_were_changed(console, original, tmp_path):
    console["0.weight"] *= 2
    assert names_of(console.end_of_cell()[0]) == ["assign"]
    kept = console["1.weight"]
    assert console.end_of_cell() == ([], "")
    kept.numpy()[3] = 7  # torch does not count this
    assert console.end_of_cell()[0] == [Step("set", ("1.weight[3]", "7.0"))]
    kept[...] = 0.25
    assert console.end_of_cell()[0] == [Step("fill", ("1.weight", "0.25"))]
    written = exported(console, tmp_path)
    assert torch.equal(written["0.weight"], original["0.weight"] * 2)
    assert torch.equal(written["1.weight"], torch.full((8,), 0.25))
    assert torch.equal(written["2.weight"], original["2.weight"])


def test_that_a_change_in_numbers_is_exact(console, tmp_path):
    console["0.weight"][1, 2, 0, 0] = 0.1
    console["2.bias"][0] = float("nan")
    steps, _ = console.end_of_cell()
    assert names_of(steps) == ["set", "set"]
    written = exported(console, tmp_path)
    assert written["0.weight"][1, 2, 0, 0] == torch.tensor(0.1) and written["2.bias"][0].isnan()


def test_that_a_cell_that_changes_nothing_is_no_edit(console):
    console["0.weight"] = console["0.weight"].clone()
    console["1.bias"].add_(1).sub_(1)
    assert console.end_of_cell() == ([], "")


def test_that_tied_tensors_are_one_tensor_and_stay_tied(tmp_path):
    shared = torch.randn(40, 4)
    torch.save({"a": shared, "b": shared, "c": torch.ones(2)}, tmp_path / "tied.pth")
    console = console_of(tmp_path / "tied.pth")
    assert console["a"] is console["b"]
    console["a"] += 1
    console.end_of_cell()
    written = exported(console, tmp_path)
    assert written["a"].data_ptr() == written["b"].data_ptr() and torch.equal(written["b"], shared + 1)


def test_that_undoing_in_the_window_brings_the_old_values_back(console, original):
    kept = console["0.bias"]
    kept += torch.arange(8)
    steps, _ = console.end_of_cell()
    console._work.follow([])
    assert torch.equal(console["0.bias"], original["0.bias"])
    assert console.end_of_cell() == ([], "")
    kept *= 2  # no longer of the state_dict
    assert console.end_of_cell() == ([], "")
    console._work.follow(steps)
    assert torch.equal(console["0.bias"], original["0.bias"] + torch.arange(8))


def test_that_names_follow_operations(console):
    console.rename("0", "stem")
    console["new.weight"] = torch.randn(3, 3)
    console.edit("cast stem.* bfloat16")
    assert console["stem.weight"].dtype == torch.bfloat16 and "new.weight" in list(console)
    steps, _ = console.end_of_cell()
    assert names_of(steps) == ["rename", "assign", "cast"]
    assert console._work.draft.items["new.weight"].role == "parameter"
    with pytest.raises(KeyError):
        console["0.weight"]
    with pytest.raises(KeyError):
        del console["nowhere"]
    with pytest.raises(EditError, match="There is no operation"):
        console.edit("explode *")


def test_that_what_is_no_tensor_is_refused(console):
    for value in (3, [1, 2], None, torch.ones(2, 2).to_sparse(), torch.empty(2, device="meta")):
        with pytest.raises(ConsoleError):
            console["0.bias"] = value
    assert console.end_of_cell() == ([], "")
    console["0.bias"] = torch.zeros(2, dtype=torch.complex128)
    steps, problem = console.end_of_cell()
    assert not steps and "complex128" in problem
    assert console["0.bias"].dtype == torch.float32


def test_that_a_full_disk_is_told_and_the_old_values_stay(console, original, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop_app.checkpoint.console.edit_file.replace_atomically", full)
    console["0.weight"] *= 2
    steps, problem = console.end_of_cell()
    assert not steps and "No space left" in problem
    assert torch.equal(console["0.weight"], original["0.weight"])


def test_that_a_loop_over_everything_keeps_little_in_memory(console, monkeypatch, original):
    monkeypatch.setattr("desktop_app.checkpoint.console.held._KEPT", 100)
    for value in console.values():
        if value.dtype.is_floating_point:
            value.mul_(3)
    assert console._work.held._kept_nbytes <= 900
    console.end_of_cell()
    assert torch.equal(console["2.weight"], original["2.weight"] * 3)


def test_that_it_loads_into_a_model(console, original):
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.BatchNorm2d(8), torch.nn.Linear(8, 10))
    model.load_state_dict(console)
    assert torch.equal(model[0].weight, original["0.weight"])


def test_that_arrays_stand_in_where_there_is_no_torch(tmp_path, without_torch):
    values = torch.randn(5, 5).bfloat16()
    torch.save({"w": values}, tmp_path / "a.pth")
    console = console_of(tmp_path / "a.pth")
    assert isinstance(console["w"], np.ndarray) and console["w"].dtype == np.float32
    console["w"] *= 2
    console["n"] = np.arange(3, dtype=np.int16)
    steps, problem = console.end_of_cell()
    assert names_of(steps) == ["assign", "assign"] and not problem
    written = exported(console, tmp_path)
    assert written["w"].dtype == torch.bfloat16 and torch.equal(written["w"], values * 2)
    assert written["n"].tolist() == [0, 1, 2]


def test_that_a_damaged_tensor_raises_its_own_sentence(tmp_path):
    header = json.dumps({"w": {"dtype": "F32", "shape": [1000], "data_offsets": [0, 4000]}}).encode()
    (tmp_path / "short.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + b"\0" * 100)
    console = console_of(tmp_path / "short.safetensors")
    with pytest.raises(Exception, match="w"):
        console["w"]


def test_that_nothing_in_the_file_is_run(tmp_path):
    import pickle

    class Evil:
        def __reduce__(self):
            return (Path.write_text, (tmp_path / "pwned", "x"))

    with (tmp_path / "evil.pkl").open("wb") as file:
        pickle.dump({"w": np.ones(3), "evil": Evil()}, file)
    console = console_of(tmp_path / "evil.pkl")
    assert list(console) == ["w"] and console["w"].tolist() == [1, 1, 1]
    assert not (tmp_path / "pwned").exists()


def test_that_the_surroundings_are_short_and_follow(console):
    selection = Selection(console._work)
    assert repr(selection) == "nothing is selected"
    selection.names = ("0.weight", "gone")
    assert dict(selection).keys() == {"0.weight"} and "[8, 3, 3, 3]" in repr(selection)
    opened = OpenedFile(console._work.checkpoint)
    assert len(repr(opened)) < 400 and opened.kind == "state_dict" and len(opened.tensors) == 9


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_that_every_example_runs_on_a_file(console, example):
    code = code_for(example, console._work.checkpoint.tensors)
    names = {"state_dict": console, "np": np, "torch": torch}
    if example.name == "plot":
        pytest.importorskip("matplotlib").use("agg")
    exec(code, names)
    steps, problem = console.end_of_cell()
    assert not problem and bool(steps) == example.edits


@pytest.mark.parametrize(
    "example", [one for one in EXAMPLES if not one.needs_torch and one.name != "plot"], ids=lambda one: one.name
)
def test_that_examples_without_torch_run_without_it(console, example, without_torch):
    exec(code_for(example, console._work.checkpoint.tensors, 2), {"state_dict": console, "np": np})
    assert not console.end_of_cell()[1]


def test_that_values_of_last_week_that_nobody_names_are_removed(tmp_path):
    for name in ("forgotten", "named", "new"):
        (tmp_path / name).mkdir()
    import os

    for name in ("forgotten", "named"):
        os.utime(tmp_path / name, (0, 0))
    remove_forgotten(tmp_path, "assign w /x/named/1.safetensors:w")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["named", "new"]
