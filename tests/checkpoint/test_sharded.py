"""Checkpoints in several files: the index and the shards are one checkpoint, and no index reaches out of its folder."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from desktop_app.checkpoint.containers.sharded import choose, stays_inside
from desktop_app.checkpoint.model import Checkpoint, CheckpointError
from desktop_app.checkpoint.open import open_checkpoint

STATE = {
    "embed.weight": torch.arange(20.0).reshape(5, 4),
    "layers.0.weight": torch.full((4, 4), 2.0),
    "layers.1.weight": torch.full((4, 4), 3.0),
    "norm.weight": torch.ones(4),
}


def write_index(
    folder: Path, shards: dict[str, list[str]], *, name: str = "model.safetensors.index.json", **extra: object
) -> Path:
    folder.mkdir(exist_ok=True)
    for shard, names in shards.items():
        tensors = {key: STATE[key] for key in names}
        if shard.endswith(".safetensors"):
            save_file(tensors, folder / shard, {"format": "pt"})
        else:
            torch.save(tensors, folder / shard)
    weight_map = {key: shard for shard, names in shards.items() for key in names}
    index = {"metadata": {"total_size": 196}, "weight_map": weight_map, **extra}
    (folder / name).write_text(json.dumps(index))
    return folder / name


def values_of(checkpoint: Checkpoint, name: str) -> np.ndarray:
    info = next(info for info in checkpoint.tensors if info.name == name)
    file = checkpoint.files[info.storage.file]
    data = Path(file.path).read_bytes()[info.storage.offset :][: info.storage.nbytes]
    return np.frombuffer(data, "<f4")[info.storage_offset :][: info.numel].reshape(info.shape)


@pytest.mark.parametrize("ending", ["safetensors", "bin"])
def test_that_an_index_and_its_shards_are_one_checkpoint(tmp_path, ending):
    shards = {
        f"model-00001-of-00002.{ending}": ["embed.weight", "layers.0.weight"],
        f"model-00002-of-00002.{ending}": ["layers.1.weight", "norm.weight"],
    }
    index = write_index(tmp_path, shards, name=f"model.{ending}.index.json")
    checkpoint = open_checkpoint(index)
    assert (checkpoint.container, checkpoint.kind, checkpoint.safety.verdict) == ("index", "state_dict", "data")
    assert [info.name for info in checkpoint.tensors] == list(STATE)
    assert checkpoint.metadata["total_size"] == "196"
    assert checkpoint.parameter_count == 56
    assert len(checkpoint.files) == 2
    assert checkpoint.findings == ()
    for name, tensor in STATE.items():
        assert np.array_equal(values_of(checkpoint, name), tensor.numpy())
    assert open_checkpoint(tmp_path).tensors == checkpoint.tensors


def test_that_storages_of_different_shards_are_different(tmp_path):
    index = write_index(tmp_path, {"a.bin": ["embed.weight"], "b.bin": ["norm.weight"]})
    ids = [info.storage.id for info in open_checkpoint(index).tensors]
    assert len(set(ids)) == 2


def test_that_a_missing_shard_costs_only_its_tensors(tmp_path):
    shards = {
        "model-00001-of-00002.safetensors": ["embed.weight"],
        "model-00002-of-00002.safetensors": ["norm.weight", "layers.0.weight"],
    }
    index = write_index(tmp_path, shards)
    (tmp_path / "model-00002-of-00002.safetensors").unlink()
    checkpoint = open_checkpoint(index)
    assert {info.name: info.status for info in checkpoint.tensors} == {
        "embed.weight": "ok",
        "norm.weight": "missing",
        "layers.0.weight": "missing",
    }
    (told,) = checkpoint.findings
    assert (told.code, told.severity) == ("shard-missing", "warning")
    assert "tensors in it: 2" in told.message
    assert checkpoint.parameter_count == 20


def test_that_a_damaged_shard_costs_only_its_tensors(tmp_path):
    index = write_index(tmp_path, {"a.safetensors": ["embed.weight"], "b.safetensors": ["norm.weight"]})
    (tmp_path / "b.safetensors").write_bytes(b"")
    checkpoint = open_checkpoint(index)
    assert [info.status for info in checkpoint.tensors] == ["ok", "missing"]
    assert [item.severity for item in checkpoint.findings] == ["warning"]


def test_that_a_tensor_that_its_shard_lacks_is_missing_and_one_too_many_is_shown(tmp_path):
    write_index(tmp_path, {"a.safetensors": ["embed.weight", "norm.weight"]})
    index = tmp_path / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"embed.weight": "a.safetensors", "ghost": "a.safetensors"}}))
    checkpoint = open_checkpoint(index)
    assert {info.name: info.status for info in checkpoint.tensors} == {
        "embed.weight": "ok",
        "ghost": "missing",
        "norm.weight": "ok",
    }
    assert [item.code for item in checkpoint.findings] == ["tensor-missing", "header-invalid"]


OUTSIDE = [
    "../other.safetensors",
    "/etc/passwd",
    "a/../../b",
    "..\\x",
    "C:\\x",
    "C:x",
    "\\\\host\\share\\x",
    "\\x",
    "",
    "a\0b",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_that_an_index_that_points_outside_is_not_followed(tmp_path, name):
    folder = tmp_path / "model"
    index = write_index(folder, {"a.safetensors": ["embed.weight"]})
    save_file({"norm.weight": STATE["norm.weight"]}, tmp_path / "other.safetensors")
    index.write_text(json.dumps({"weight_map": {"embed.weight": "a.safetensors", "norm.weight": name}}))
    checkpoint = open_checkpoint(index)
    assert [info.status for info in checkpoint.tensors] == ["ok", "missing"]
    assert [item.code for item in checkpoint.findings] == ["path-refused"]
    assert len(checkpoint.files) == 1


def test_that_shards_in_folders_below_are_inside():
    assert stays_inside("unet/model.safetensors") and stays_inside("a..b.bin") and stays_inside(".hidden")
    assert not any(stays_inside(name) for name in OUTSIDE)


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"weight_map": 3}', '{"metadata": {}, "weight_map": []}', "[" * 100_000]
)
def test_that_other_json_is_refused_in_one_sentence(tmp_path, text):
    (tmp_path / "model.index.json").write_text(text)
    with pytest.raises(CheckpointError):
        open_checkpoint(tmp_path / "model.index.json")


def test_that_odd_entries_of_an_index_are_told(tmp_path):
    write_index(tmp_path, {"a.safetensors": ["embed.weight"]})
    text = '{"metadata": {"tags": ["x"]}, "weight_map": {"embed.weight": "a.safetensors", "embed.weight": "a.safetensors", "n": 3}}'
    (tmp_path / "model.safetensors.index.json").write_text(text)
    checkpoint = open_checkpoint(tmp_path)
    assert [item.code for item in checkpoint.findings] == ["duplicate-key", "header-invalid"]
    assert checkpoint.metadata["tags"] == '["x"]'


def test_that_a_folder_of_shards_without_an_index_is_one_checkpoint(tmp_path):
    save_file({"embed.weight": STATE["embed.weight"]}, tmp_path / "model-00001-of-00003.safetensors")
    save_file({"norm.weight": STATE["norm.weight"]}, tmp_path / "model-00003-of-00003.safetensors")
    checkpoint = open_checkpoint(tmp_path)
    assert checkpoint.container == "index"
    assert [info.name for info in checkpoint.tensors] == ["embed.weight", "norm.weight"]
    (told,) = checkpoint.findings
    assert (told.code, told.where) == ("shard-missing", "model-00002-of-00003.safetensors")
    assert np.array_equal(values_of(checkpoint, "norm.weight"), np.ones(4))


def test_that_a_folder_with_one_checkpoint_opens_it(tmp_path):
    torch.save(STATE, tmp_path / "weights.pth")
    (tmp_path / "README.md").write_text("hello")
    (tmp_path / ".cache").write_text("x")
    checkpoint = open_checkpoint(tmp_path)
    assert (checkpoint.container, len(checkpoint.tensors)) == ("torch-zip", 4)
    assert checkpoint.path == str(tmp_path / "weights.pth")


def test_that_the_model_is_chosen_beside_its_optimizer_and_this_is_told(tmp_path):
    save_file(STATE, tmp_path / "model.safetensors")
    torch.save({}, tmp_path / "optimizer.pt")
    torch.save({}, tmp_path / "training_args.bin")
    checkpoint = open_checkpoint(tmp_path)
    assert len(checkpoint.tensors) == 4
    assert [item.code for item in checkpoint.findings] == ["folder-choice"]


def test_that_a_folder_without_or_with_several_checkpoints_says_so(tmp_path):
    with pytest.raises(CheckpointError, match="no checkpoint file"):
        choose(tmp_path)
    torch.save({}, tmp_path / "first.pth")
    torch.save({}, tmp_path / "second.pth")
    with pytest.raises(CheckpointError, match="2 checkpoint files"):
        choose(tmp_path)


def test_that_danger_in_one_shard_is_danger_of_the_whole(tmp_path):
    class Attack:
        def __reduce__(self):
            return (eval, ("1",))

    index = write_index(tmp_path, {"a.safetensors": ["embed.weight"]})
    torch.save({"norm.weight": STATE["norm.weight"], "x": Attack()}, tmp_path / "b.bin")
    index.write_text(json.dumps({"weight_map": {"embed.weight": "a.safetensors", "norm.weight": "b.bin"}}))
    checkpoint = open_checkpoint(index)
    assert checkpoint.safety.verdict == "code"
    assert any(item.code == "code" for item in checkpoint.findings)
    assert any(use.where.startswith("b.bin: ") for use in checkpoint.safety.globals)


def test_that_a_folder_without_a_checkpoint_says_so(tmp_path):
    with pytest.raises(CheckpointError, match="There is no checkpoint file in the folder"):
        open_checkpoint(tmp_path)
