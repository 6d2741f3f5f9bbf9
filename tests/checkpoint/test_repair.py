"""Damaged files give back every whole tensor, say what is lost and why, and torch loads what comes out."""

import random
import zipfile

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_app.checkpoint.model import CheckpointError
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.repair import examine, repair
from desktop_app.checkpoint.writers.output import ExportError

COUNT = 12


def checkpoint():
    torch.manual_seed(0)
    weights = {f"layer.{n}.weight": torch.randn(30, 20 + n) for n in range(COUNT)}
    moments = {n: {"exp_avg": torch.randn(30, 20)} for n in range(3)}
    return {"state_dict": weights, "epoch": 3, "optimizer": {"state": moments, "param_groups": [{"lr": 0.1}]}}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "a.pth"
    torch.save(checkpoint(), path)
    return path


@pytest.fixture
def damaged(tmp_path, whole):
    """Repairs the file after something was done to its bytes."""

    def made(change, *, source=None, out="out.pth"):
        data = bytearray((source or whole).read_bytes())
        path = tmp_path / f"bad{(source or whole).suffix}"
        path.write_bytes(change(data))
        return repair(path, tmp_path / out), tmp_path / out

    return made


def records(path):
    with zipfile.ZipFile(path) as archive:
        return {info.filename: info for info in archive.infolist()}


def equal_to_original(state):
    weights = checkpoint()["state_dict"]
    return all(torch.equal(value, weights[name]) for name, value in state.items() if name in weights)


def flipped(position):
    def change(data):
        data[position] ^= 1
        return data

    return change


def test_that_a_sound_file_is_written_as_it_is(damaged):
    done, out = damaged(lambda data: data)
    assert done.examination.is_sound and done.examination.checked > 20_000
    found = torch.load(out, weights_only=True)
    assert found["epoch"] == 3 and len(found["state_dict"]) == COUNT and equal_to_original(found["state_dict"])


def test_that_a_flipped_bit_costs_one_tensor_and_the_rest_is_kept_around_it(damaged, whole):
    record = records(whole)["a/data/5"]
    done, out = damaged(flipped(record.header_offset + 500))
    (loss,) = done.examination.lost
    assert loss.name == "layer.5.weight" and loss.reason.code == "tensor-checksum"
    assert "a/data/5" in loss.reason.message
    found = torch.load(out, weights_only=True)
    assert found["epoch"] == 3 and len(found["state_dict"]) == COUNT - 1 and equal_to_original(found["state_dict"])
    assert "layer.5.weight" not in found["state_dict"] and found["optimizer"]["param_groups"] == [{"lr": 0.1}]


def test_that_a_truncated_file_gives_back_what_lies_before_the_cut(damaged, whole):
    record = records(whole)["a/data/7"]
    done, out = damaged(lambda data: data[: record.header_offset + 1000])
    lost = {loss.name: loss.reason.code for loss in done.examination.lost}
    assert lost["layer.7.weight"] == "tensor-damaged" and lost["layer.8.weight"] == "tensor-missing"
    assert len(lost) == COUNT - 7 + 3
    found = torch.load(out, weights_only=True)
    assert list(found) == [f"layer.{n}.weight" for n in range(7)] and equal_to_original(found)
    assert not open_checkpoint(out).findings


def test_that_a_cut_behind_the_last_byte_of_a_tensor_is_told_as_unverified(damaged, whole):
    from desktop_app.checkpoint.open import open_checkpoint as opened

    info = next(info for info in opened(whole).tensors if info.name == "layer.7.weight")
    done, out = damaged(lambda data: data[: info.storage.offset + info.nbytes])
    assert done.examination.unverified == ("layer.7.weight",)
    assert "repair-unverified" in {note.code for note in done.examination.notes}
    assert "layer.7.weight" in torch.load(out, weights_only=True)


def test_that_tensors_beside_the_state_dict_are_kept_under_their_places_when_it_is_not_whole(damaged, whole):
    names = list(records(whole))
    last = records(whole)[[name for name in names if "/data/" in name][-1]]
    done, out = damaged(flipped(last.header_offset + 500))
    assert [note.code for note in done.export.notes] == ["repair-flat"]
    found = torch.load(out, weights_only=True)
    assert len(found) == COUNT + 2 and "optimizer/state/0/exp_avg" in found and equal_to_original(found)


@pytest.mark.parametrize("what", ["header", "name in the directory", "whole directory", "end"])
def test_that_damage_to_the_archive_itself_costs_nothing(damaged, whole, what):
    record = records(whole)["a/data/5"]

    def change(data):
        in_directory = data.rfind(b"a/data/5")
        if what == "header":
            data[record.header_offset : record.header_offset + 4] = b"\0\0\0\0"
        elif what == "name in the directory":
            data[in_directory + 7 : in_directory + 8] = b"x"
        elif what == "whole directory":
            start = data.find(b"PK\x01\x02")
            data[start:] = b"\xff" * (len(data) - start)
        else:
            data = data[:-30]
        return data

    done, out = damaged(change)
    assert not done.examination.lost
    assert {note.code for note in done.examination.notes} & {"repair-found", "zip-damaged"}
    found = torch.load(out, weights_only=True)
    assert len(found["state_dict"]) == COUNT and equal_to_original(found["state_dict"])


def test_that_a_place_that_was_guessed_is_not_believed_without_a_checksum(damaged, tmp_path):
    from torch.serialization import set_crc32_options

    set_crc32_options(False)
    try:
        torch.save(checkpoint(), tmp_path / "a.pth")
    finally:
        set_crc32_options(True)
    data = (tmp_path / "a.pth").read_bytes()
    start = data.find(b"PK\x03\x04", data.find(b"a/data/4"))
    done, _ = damaged(lambda data: data[:start] + b"\0\0\0\0" + data[start + 4 :], source=tmp_path / "a.pth")
    assert [loss.name for loss in done.examination.lost] == ["layer.5.weight"]


def test_that_a_damaged_pickle_is_told(damaged, whole):
    data = whole.read_bytes()
    done, _ = damaged(flipped(data.find(b"layer.3.weight") + 6))
    assert [note.code for note in done.examination.notes] == ["structure-checksum"]


def test_that_legacy_and_safetensors_files_are_salvaged_too(damaged, tmp_path):
    torch.save(checkpoint()["state_dict"], tmp_path / "l.pth", _use_new_zipfile_serialization=False)
    done, out = damaged(lambda data: data[: len(data) * 2 // 3], source=tmp_path / "l.pth")
    found = torch.load(out, weights_only=True)
    assert 0 < len(found) < COUNT and equal_to_original(found)
    assert len(found) + len(done.examination.lost) == COUNT
    safetensors = pytest.importorskip("safetensors.torch")
    safetensors.save_file(checkpoint()["state_dict"], tmp_path / "s.safetensors")
    done, out = damaged(lambda data: data[: len(data) // 2], source=tmp_path / "s.safetensors", out="o.safetensors")
    found = safetensors.load_file(out)
    assert 0 < len(found) < COUNT and equal_to_original(found)


def test_that_compressed_records_are_checked_by_inflating_them(damaged, whole, tmp_path):
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "z.pth", "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info.filename))
    record = records(tmp_path / "z.pth")["a/data/2"]
    done, out = damaged(flipped(record.header_offset + 800), source=tmp_path / "z.pth")
    assert [loss.name for loss in done.examination.lost] == ["layer.2.weight"]
    assert equal_to_original(torch.load(out, weights_only=True)["state_dict"])


def test_that_tied_tensors_are_lost_together(damaged, tmp_path):
    tied = torch.randn(50, 50)
    torch.save({"a": tied, "b": tied, "c": torch.ones(3)}, tmp_path / "t.pth")
    record = records(tmp_path / "t.pth")["t/data/0"]
    done, out = damaged(flipped(record.header_offset + 500), source=tmp_path / "t.pth")
    assert [loss.name for loss in done.examination.lost] == ["a", "b"] and list(torch.load(out)) == ["c"]


def test_that_nothing_whole_is_a_named_error(tmp_path):
    torch.save({"a": torch.ones(1000)}, tmp_path / "a.pth")
    data = bytearray((tmp_path / "a.pth").read_bytes())
    data[records(tmp_path / "a.pth")["a/data/0"].header_offset + 200] ^= 1
    (tmp_path / "a.pth").write_bytes(data)
    with pytest.raises(CheckpointError, match="no whole tensor"):
        repair(tmp_path / "a.pth", tmp_path / "b.pth")
    assert not (tmp_path / "b.pth").exists()


def test_that_a_place_that_cannot_be_written_leaves_nothing(whole, tmp_path):
    with pytest.raises(ExportError):
        repair(whole, tmp_path / "none" / "b.pth")
    with pytest.raises(ExportError, match="names no format"):
        repair(whole, tmp_path / "b.xyz")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
@example(67897, True)
def test_that_no_damage_gives_back_a_wrong_tensor(whole, tmp_path_factory, seed, cut):
    """Whatever happens to the bytes of the storages: what is called whole and verified is what was saved."""
    chance = random.Random(seed)
    data = bytearray(whole.read_bytes())
    first = records(whole)["a/data/0"].header_offset
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(first, len(data))] ^= 1 << chance.randrange(8)
    if cut:
        del data[chance.randrange(first, len(data)) :]
    path = tmp_path_factory.mktemp("r") / "a.pth"
    path.write_bytes(data)
    examination = examine(open_checkpoint(path))
    from desktop_app.checkpoint.editing.expressions import Sources, Stored, read_flat

    weights = checkpoint()["state_dict"]
    infos = {info.name: info for info in examination.checkpoint.tensors}
    with Sources() as sources:
        for name in examination.whole:
            if name in weights and name not in examination.unverified:
                stored = Stored(examination.checkpoint.files, infos[name])
                found = read_flat(stored, sources, 0, weights[name].numel())
                assert (found == weights[name].flatten().numpy()).all()


def test_that_a_header_that_reaches_over_its_neighbours_costs_no_other_record(damaged, whole):
    place = records(whole)["a/data/0"].header_offset

    def change(data):
        data[place + 29] ^= 64  # sixteen thousand bytes of extra field
        return data[:-1200]  # and no directory that knows better

    _, out = damaged(change)
    kept = torch.load(out, weights_only=True)
    state = kept.get("state_dict", kept)
    assert {f"layer.{n}.weight" for n in range(1, COUNT)} <= set(state) and equal_to_original(state)
