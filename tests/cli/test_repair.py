"""`repair` as scripts use it."""

import json

import pytest
import torch

from desktop_app.cli.main import main


@pytest.fixture
def truncated(tmp_path):
    torch.manual_seed(0)
    state = {f"l{n}.weight": torch.randn(40, 40) for n in range(6)}
    torch.save(state, tmp_path / "a.pth")
    data = (tmp_path / "a.pth").read_bytes()
    (tmp_path / "bad.pth").write_bytes(data[: len(data) // 2])
    return tmp_path / "bad.pth", state


def test_that_what_is_whole_is_written_and_what_is_lost_is_listed(truncated, tmp_path, capsys):
    path, state = truncated
    assert main(["repair", str(path), "-o", str(tmp_path / "out.pth"), "--json"]) == 0
    streams = capsys.readouterr()
    told = json.loads(streams.out)
    found = torch.load(tmp_path / "out.pth", weights_only=True)
    assert told["whole"] == list(found) and 0 < len(found) < 6
    assert sorted(told["whole"] + [loss["name"] for loss in told["lost"]]) == sorted(state)
    assert all(torch.equal(found[name], state[name]) for name in found)
    assert not told["sound"] and all(loss["reason"] and loss["code"].startswith("tensor-") for loss in told["lost"])
    assert f"lost: {told['lost'][0]['name']}" in streams.err and "read back and compared" in streams.err


def test_that_a_sound_file_is_said_to_be_so(truncated, tmp_path, capsys):
    assert main(["repair", str(tmp_path / "a.pth"), "-o", str(tmp_path / "o.safetensors")]) == 0
    assert "nothing is damaged" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("source", "target", "status"),
    [("none.pth", "o.pth", 3), ("bad.pth", "o.xyz", 2), ("bad.pth", "none/o.pth", 4), ("junk.pth", "o.pth", 3)],
)
def test_that_what_cannot_be_done_is_one_sentence(truncated, tmp_path, capsys, source, target, status):
    (tmp_path / "junk.pth").write_bytes(b"junk" * 100)
    assert main(["repair", str(tmp_path / source), "-o", str(tmp_path / target)]) == status
    assert capsys.readouterr().err.splitlines()[-1].startswith("weightsmith: ")
    assert not (tmp_path / target).exists()
