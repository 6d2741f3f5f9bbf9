"""`inspect`: the JSON of the headless contract, what a person reads, and the exit statuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from desktop_app.cli.main import main

TENSOR_FIELDS = {
    "name", "shape", "dtype", "stride", "offset", "nbytes", "role", "requires_grad", "layout", "shares_with", "status", "path",
}  # fmt: skip
MODULE_FIELDS = {"path", "class", "inferred", "parameters", "buffers", "training", "hooks", "non_persistent"}


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.bn = nn.BatchNorm2d(8)
        self.act = nn.ReLU()
        self.fc = nn.Linear(8, 4)
        self.tied = nn.Linear(8, 4)
        self.tied.weight = self.fc.weight


@pytest.fixture
def state_file(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    path = tmp_path / "net.pth"
    torch.save({"state_dict": Net().state_dict(), "epoch": 3}, path)
    return path


def document_of(capsys: pytest.CaptureFixture[str], *arguments: object, status: int = 0):
    assert main([str(argument) for argument in arguments]) == status
    captured = capsys.readouterr()
    assert captured.err == "" or status
    assert captured.out.endswith("\n") and captured.out.count("\n") == 1
    return json.loads(captured.out)


def test_that_the_document_has_the_fields_of_the_contract(state_file, capsys):
    document = document_of(capsys, "inspect", state_file, "--json")
    assert set(document) >= {
        "file", "container", "kind", "size_bytes", "byteorder", "metadata", "tensors", "modules", "totals", "safety",
        "findings", "recognised",
    }  # fmt: skip
    assert (document["file"], document["container"], document["kind"]) == (str(state_file), "torch-zip", "checkpoint")
    assert (document["size_bytes"], document["byteorder"]) == (state_file.stat().st_size, "little")
    assert all(set(tensor) >= TENSOR_FIELDS for tensor in document["tensors"])
    assert all(set(module) >= MODULE_FIELDS for module in document["modules"])
    assert document["safety"]["verdict"] == "data"
    assert document["recognised"] == []


def test_that_names_shapes_and_places_are_those_of_the_state_dict(state_file, capsys):
    state = torch.load(state_file, weights_only=True)["state_dict"]
    document = document_of(capsys, "inspect", state_file, "--json")
    assert [tensor["name"] for tensor in document["tensors"]] == list(state)
    data = state_file.read_bytes()
    for tensor in document["tensors"]:
        real = state[tensor["name"]]
        assert tensor["shape"] == list(real.shape)
        assert tensor["stride"] == list(real.stride())
        assert f"torch.{tensor['dtype']}" == str(real.dtype)
        assert data[tensor["offset"] :][: tensor["nbytes"]] == real.numpy().tobytes()
        assert tensor["path"] == ["state_dict", tensor["name"]]
    assert document["totals"] == {
        "tensors": len(state),
        "parameters": sum(p.numel() for p in Net().parameters()),
        "bytes": sum(t.numel() * t.element_size() for name, t in state.items() if name != "tied.weight"),
    }


def test_that_ties_and_modules_are_told(state_file, capsys):
    document = document_of(capsys, "inspect", state_file, "--json")
    ties = {tensor["name"]: tensor["shares_with"] for tensor in document["tensors"]}
    assert ties["fc.weight"] == ["tied.weight"] and ties["conv.weight"] == []
    kinds = {module["path"]: (module["class"], module["inferred"]) for module in document["modules"]}
    assert kinds["conv"] == (None, "Conv2d") and kinds["bn"] == (None, "BatchNorm2d")


def test_that_a_pickled_module_shows_its_classes_and_hooks(tmp_path, capsys):
    net = Net().eval()
    net.conv.register_forward_hook(print)
    net.fc.register_buffer("mask", torch.ones(2), persistent=False)
    torch.save(net, tmp_path / "net.pt")
    document = document_of(capsys, "inspect", tmp_path / "net.pt", "--json")
    modules = {module["path"]: module for module in document["modules"]}
    assert document["kind"] == "module"
    assert modules["act"]["class"] == "torch.nn.modules.activation.ReLU"
    assert modules["conv"]["training"] is False and len(modules["conv"]["hooks"]) == 1
    assert modules["fc"]["non_persistent"] == ["mask"]


def test_that_text_names_file_modules_tensors_and_safety(state_file, capsys):
    assert main(["inspect", str(state_file)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == str(state_file)
    assert "torch-zip, checkpoint" in out and "data only" in out
    assert "~Conv2d" in out and "conv.weight" in out and "8×3×3×3" in out
    assert "shares with tied.weight" in out


def test_that_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path, capsys):
    save_file({"evil\x1b[2J\nname": torch.ones(1)}, tmp_path / "m.safetensors", {"k\x07": "\x1b]0;x\x07"})
    assert main(["inspect", str(tmp_path / "m.safetensors")]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\x07" not in out
    assert "evil\\x1b[2J\\nname" in out


def test_that_lone_surrogates_still_make_one_json_document(tmp_path, capsysbinary):
    torch.save({"\udc80.weight": torch.ones(1), "名.weight": torch.ones(1)}, tmp_path / "m.pth")
    assert main(["inspect", str(tmp_path / "m.pth"), "--json"]) == 0
    names = [tensor["name"] for tensor in json.loads(capsysbinary.readouterr().out.decode("utf-8"))["tensors"]]
    assert names == ["\udc80.weight", "名.weight"]


def test_that_strict_fails_on_errors_only(state_file, tmp_path, capsys):
    assert main(["inspect", str(state_file), "--strict"]) == 0
    capsys.readouterr()
    pickle = bytearray(state_file.read_bytes())
    broken = tmp_path / "broken.pth"
    place = pickle.find(b"state_dict")
    pickle[place + 11 : place + 13] = b"\xff\xff"
    broken.write_bytes(pickle)
    document = document_of(capsys, "inspect", broken, "--json", "--strict", status=1)
    assert any(item["severity"] == "error" for item in document["findings"])
    assert main(["inspect", str(broken)]) == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such file"),
        (b"", "empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (bytes(64), "No known kind"),
    ],
)
def test_that_what_is_no_checkpoint_is_told_in_one_line_with_status_3(tmp_path, capsys, content, says):
    path = tmp_path / "x.pth"
    if content is not None:
        path.write_bytes(content)
    assert main(["inspect", str(path), "--json"]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1 and "Traceback" not in captured.err
    assert says in captured.err and "x.pth" in captured.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_that_a_file_without_permission_is_told_with_status_3(state_file, capsys):
    state_file.chmod(0)
    assert main(["inspect", str(state_file)]) == 3
    assert "permission" in capsys.readouterr().err.lower()


def test_that_many_tensors_are_cut_in_text_but_not_in_json(tmp_path, capsys):
    save_file({f"t{number:03}": torch.ones(1) for number in range(300)}, tmp_path / "m.safetensors")
    main(["inspect", str(tmp_path / "m.safetensors")])
    assert "and 100 more" in capsys.readouterr().out
    main(["inspect", str(tmp_path / "m.safetensors"), "--all"])
    assert "t299" in capsys.readouterr().out
    assert len(document_of(capsys, "inspect", tmp_path / "m.safetensors", "--json")["tensors"]) == 300


PEAK = """
import sys
from desktop_app.__main__ import main
status = main(["inspect", sys.argv[1], "--json"])
heavy = sorted({name.partition(".")[0] for name in sys.modules} & {"torch", "numpy", "PySide6"})
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(status, peak, *heavy, file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from Linux's /proc")
@pytest.mark.parametrize("ending", ["safetensors", "pth"])
def test_that_an_8_gb_file_is_listed_in_less_than_100_mb_without_torch(tmp_path, ending):
    path = tmp_path / f"big.{ending}"
    write = write_sparse_safetensors if ending == "safetensors" else write_sparse_pth
    try:
        write(path, tensors=160, nbytes=50_000_000)
    except OSError as error:
        pytest.skip(f"no sparse file of 8 GB can be made here: {error}")
    result = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, timeout=60)
    status, peak, *heavy = result.stderr.split()
    assert (status, heavy) == ("0", [])
    assert int(peak) < 100_000, f"{int(peak) / 1000:.0f} MB"
    document = json.loads(result.stdout)
    assert document["totals"] == {"tensors": 160, "parameters": 160 * 12_500_000, "bytes": 8_000_000_000}


def write_sparse_safetensors(path: Path, *, tensors: int, nbytes: int) -> None:
    header = {
        f"layers.{place}.weight": {
            "dtype": "F32",
            "shape": [2500, nbytes // 10_000],
            "data_offsets": [place * nbytes, (place + 1) * nbytes],
        }
        for place in range(tensors)
    }
    text = json.dumps(header).encode()
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.truncate(8 + len(text) + tensors * nbytes)


def write_sparse_pth(path: Path, *, tensors: int, nbytes: int) -> None:
    with torch.serialization.skip_data():
        state = {
            f"layers.{place}.weight": torch.empty(2500, nbytes // 10_000, device="meta") for place in range(tensors)
        }
        state = {name: torch.empty_strided(t.shape, t.stride()) for name, t in state.items()}
        torch.save(state, path)


@pytest.mark.skipif(os.name != "posix", reason="pipes of a POSIX shell")
def test_that_a_closed_pipe_is_no_failure(tmp_path):
    save_file({f"tensor.{number}.weight": torch.ones(1) for number in range(3000)}, tmp_path / "m.safetensors")
    command = [sys.executable, "-m", "desktop_app", "inspect", str(tmp_path / "m.safetensors"), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
